//! An issue of a briefing as plain values: what it says, not where it lies or how it was written.
//!
//! No paths, no YAML, no layout decisions beyond the house's [`Layout`] numbers.

mod han;
mod house;
mod kind;
mod layout;
mod ledger;
mod limits;
mod number;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use han::{half_width, is_han};
pub use house::{CheckSettings, FaceWishes, Lexicon, Person, Post, Roster, Slip, Unit};
pub use kind::{EntryKind, SourceLine};
pub use layout::{
    Anchor, Blank, Grid, Layout, LeadIns, LineBreaks, LineModel, MM_PER_PT, Margins,
    MastheadLayout, NumberForm, PAPER, PageField, PageNumberForm, PageNumberPlace, PageValue,
    Pitch, RuleForm, SourceLines,
};
pub use ledger::{Digest, Entered, Ledger, Loss, Mark, Publication, Withdrawal};
pub use limits::{Limit, Limits, megabytes};
pub use number::{IssueId, IssueNumber};

use crate::diagnostic::{Span, Text};
use crate::markdown::Body;

/// One issue: masthead, front matter, entries in the order of the page, tail.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Year and number.
    pub id: IssueId,
    /// 总期号: the number counted over all years.
    pub total: Option<u32>,
    /// 印发日期.
    pub date: NaiveDate,
    /// Whether that is written, in the year of the folder; else it is the first day of that year.
    pub is_dated: bool,
    /// 报头.
    pub masthead: Masthead,
    /// 编者按, Markdown.
    pub editors_note: Option<Body>,
    /// What the house calls it: 编者按 or 按语.
    pub note_label: &'static str,
    /// What the first page says of an issue that is issued once more.
    pub correction: Option<String>,
    /// Whether a 本期要目 is set.
    pub contents: bool,
    /// 栏目, in the order of the page.
    pub columns: Vec<Column>,
    /// Entries, sorted by column and then by file name.
    pub entries: Vec<Entry>,
    /// 报尾.
    pub distribution: Distribution,
    /// Who edited, reviewed and approved the issue.
    pub sign_off: SignOff,
    /// The named profile that the layout goes by.
    pub profile: &'static str,
    /// The numbers of the page.
    pub layout: Layout,
    /// How much of it there may be.
    pub limits: Limits,
}

/// 报头: the red part of page 1.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// 简报名称, set large and red; `|` parts it into lines.
    pub name: Text,
    /// The red line above the name.
    pub prefix: Option<Text>,
    /// 编发单位; several for a joint issue, the host first.
    pub issuers: Vec<Text>,
    /// 密级 or 内部资料, top left.
    pub classification: Option<Text>,
    /// 份号, top right.
    pub serial: Option<Text>,
}

impl Masthead {
    /// The name in one piece, as everything but the masthead has it.
    pub fn plain_name(&self) -> String {
        plain_name(&self.name.value)
    }
}

/// A name of a briefing without the mark at which its lines part.
pub fn plain_name(name: &str) -> String {
    name.replace('|', "")
}

/// 栏目: a section of the issue.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name that entries use.
    pub id: String,
    /// The heading on the page; a column without one leads the issue.
    pub title: Option<Text>,
    /// The mark before the heading, e.g. ◆.
    pub mark: Option<Text>,
    /// The kind of its entries where they name none.
    pub kind: Text,
}

/// One dispatch.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name of its file within the issue's folder.
    pub file: String,
    /// The template that sets it: `templates/entries/KIND.typ`.
    pub kind: Text,
    /// Index into [`Issue::columns`]; one past the last for an annex.
    pub column: usize,
    /// Title; `|` forces a line break, a space allows one.
    pub title: Option<Text>,
    /// 来源: the unit that sent it.
    pub source: Option<Text>,
    /// 作者.
    pub author: Option<Text>,
    /// Date of the event or the dispatch.
    pub date: Option<NaiveDate>,
    /// The line of its file that gives the date, without the blank around it.
    pub date_line: Option<Span>,
    /// The comments among its fields, each with its `#`.
    pub comments: Vec<Span>,
    /// Whether an annex lies on its side, or the tables of any other entry do.
    pub landscape: bool,
    /// The leader of an inspection.
    pub leader: Option<Leader>,
    /// Where an inspection took place.
    pub place: Option<Text>,
    /// What an inspection was about.
    pub topic: Option<Text>,
    /// Measures, set as 一是…二是….
    pub measures: Vec<Text>,
    /// The body, Markdown.
    pub body: Body,
    /// Fields of a kind that the workspace added, for its template.
    pub fields: BTreeMap<String, FieldValue>,
}

impl Entry {
    /// The kind of an annex (附件): on pages of its own after all columns.
    pub const ANNEX: &str = "annex";

    /// Whether it is an annex.
    pub fn is_annex(&self) -> bool {
        self.kind.value == Self::ANNEX
    }

    /// The title; that of a 领导督查 without one is composed: post and name, where, what about.
    pub fn title_or_composed(&self) -> Text {
        self.title.clone().unwrap_or_else(|| Text::unplaced(self.composed_title()))
    }

    fn composed_title(&self) -> String {
        let leader = self.leader.as_ref().map_or_else(String::new, |Leader { name, post }| {
            format!("{}{}", post.as_ref().map_or("", Text::as_str), name.value)
        });
        match (&self.place, &self.topic) {
            (Some(place), Some(topic)) => {
                format!("{leader} 在{}现场督查{}", place.value, topic.value)
            }
            (None, Some(topic)) => format!("{leader} 督查{}", topic.value),
            (Some(place), None) => format!("{leader} 赴{}督查", place.value),
            (None, None) => leader,
        }
    }
}

/// A leader as named in an entry.
#[derive(Clone, Debug)]
pub struct Leader {
    /// 姓名.
    pub name: Text,
    /// 职务.
    pub post: Option<Text>,
}

/// The value of a field that only a workspace's own template knows.
#[derive(Clone, Debug)]
pub enum FieldValue {
    /// Any scalar, as written.
    Text(Text),
    /// A list.
    List(Vec<FieldValue>),
    /// A mapping.
    Map(BTreeMap<String, FieldValue>),
}

/// 报送发: to whom the issue goes.
#[derive(Clone, Debug, Default)]
pub struct Distribution {
    /// 主送: those whom it is for.
    pub main: Vec<Text>,
    /// 报: superiors.
    pub report: Vec<Text>,
    /// 送: peers.
    pub send: Vec<Text>,
    /// 发: subordinates.
    pub issue: Vec<Text>,
    /// 抄送: others who ought to know.
    pub copy: Vec<Text>,
    /// 增发: additional recipients of this issue.
    pub extra: Vec<Text>,
    /// 共印 N 份.
    pub copies: Option<u32>,
}

impl Distribution {
    /// Whether there is nothing to set.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.main, &self.report, &self.send, &self.issue, &self.copy, &self.extra];
        lists.iter().all(|list| list.is_empty()) && self.copies.is_none()
    }
}

/// 编辑、审核、签发.
#[derive(Clone, Debug, Default)]
pub struct SignOff {
    /// 编辑.
    pub editor: Option<Text>,
    /// 审核.
    pub reviewer: Option<Text>,
    /// 签发.
    pub approver: Option<Text>,
}
