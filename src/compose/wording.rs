//! What masthead, titles and tail say, line by line, before anybody sets them.
//!
//! No markup: templates are given it, and so is whoever writes another kind of file.

use chrono::{Datelike, NaiveDate};

use super::filters::han_number;
use super::title::{self, Line, Widths, ems};
use crate::diagnostic::Text;
use crate::model::{
    Entry, EntryKind, Issue, IssueNumber, MM_PER_PT, NumberForm, SourceLine, SourceLines,
};

/// The prefix is one line up to this many em, so that it stays readable (house practice).
const PREFIX_EMS: f64 = 24.0;

/// 报尾.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// 报, 送, 发 and their like, each with all its units.
    pub recipients: Vec<(&'static str, String)>,
    /// The last row, at the left: who signed it, or who printed it.
    pub left: String,
    /// At the right: how many copies.
    pub right: String,
}

/// 第 28 期（总第 136 期）, 增刊第 2 期（总第 136 期）, in the form that the house wants.
pub fn number(issue: &Issue) -> String {
    let (series, number) = match issue.id.number {
        IssueNumber::Regular(number) => ("", format!("第 {number} 期")),
        IssueNumber::Joint(first, last) => ("", format!("第 {first}—{last} 期")),
        IssueNumber::Supplement(number) => ("增刊", format!("第 {number} 期")),
    };
    // The total of a 合刊 counts each of its numbers; what is written is the last.
    let count = issue.id.number.count();
    let total = issue.total.map(|total| match total.checked_sub(count - 1) {
        Some(first) if count > 1 => format!("总第 {first}—{total} 期"),
        _ => format!("总第 {total} 期"),
    });
    match (issue.layout.masthead.number_form, total) {
        (NumberForm::Plain, Some(total)) => format!("{series}{number}（{total}）"),
        (NumberForm::Plain, None) => format!("{series}{number}"),
        (NumberForm::Brackets, Some(total)) => format!("（{series}{number}　{total}）"),
        (NumberForm::Brackets, None) => format!("（{series}{number}）"),
        (NumberForm::Total, Some(total)) if series.is_empty() => total,
        (NumberForm::Total, Some(total)) => format!("{series}{number}（{total}）"),
        // Without a count over all years the number is the only one there is.
        (NumberForm::Total, None) if series.is_empty() => format!("总{number}"),
        (NumberForm::Total, None) => format!("{series}{number}"),
    }
}

/// 印发日期 as it is set.
pub fn date(issue: &Issue) -> String {
    chinese(issue.date)
}

/// 2018年11月27日, no leading zeros (GB/T 9704 7.3.5).
pub fn chinese(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The lines of a masthead's name.
pub fn lines_of(name: &str) -> impl Iterator<Item = &str> {
    name.split('|').map(str::trim).filter(|line| !line.is_empty())
}

/// The red lines above the name.
pub fn prefix(prefix: &Text) -> Vec<Line> {
    title::break_by_meaning(&prefix.value, Widths::even(PREFIX_EMS), &[])
}

/// The rows of issuers, each with the issuer whose it is.
pub fn issuers(issue: &Issue) -> Vec<(Line, &Text)> {
    let chars = (issue.layout.text_width() / issue.layout.char_pitch()).floor();
    // The date stands on the last row, so that one has less room; 空一字 at each end, two between.
    let room = Widths { line: chars - 2.0, last: chars - 4.0 - ems(&date(issue)) };
    let mut rows = Vec::new();
    for (index, issuer) in issue.masthead.issuers.iter().enumerate() {
        let last = index + 1 == issue.masthead.issuers.len();
        let widths = if last { room } else { Widths::even(room.line) };
        rows.extend(
            title::break_organ(&issuer.value, widths).into_iter().map(|line| (line, issuer)),
        );
    }
    rows
}

/// The size of an entry's title in pt, and its lines; `lead` where no column stands over it.
pub fn title(issue: &Issue, entry: &Entry, lead: bool, text: &Text) -> (f64, Vec<Line>) {
    let layout = &issue.layout;
    let widths = |size: f64| Widths::even((layout.text_width() / (size * MM_PER_PT)).floor());
    let mut sizes = vec![layout.item_title_size];
    if lead {
        sizes.insert(0, layout.title_size);
    }
    let names: Vec<&str> = [&entry.source, &entry.place]
        .into_iter()
        .flatten()
        .chain(
            entry
                .leader
                .iter()
                .flat_map(|leader| [Some(&leader.name), leader.post.as_ref()])
                .flatten(),
        )
        .map(Text::as_str)
        .collect();
    // The author's own lines are kept as long as a smaller size can hold them.
    let written = sizes
        .iter()
        .find_map(|&size| Some((size, title::break_as_written(&text.value, widths(size))?)));
    written.unwrap_or_else(|| {
        let size = sizes[0];
        (size, title::break_by_meaning(&text.value, widths(size), &names))
    })
}

/// 附件, with its number where there are several (7.3.7).
pub fn annex_label(issue: &Issue, entry: &Entry) -> String {
    let annexes: Vec<&str> = issue
        .entries
        .iter()
        .filter(|entry| entry.is_annex())
        .map(|entry| entry.file.as_str())
        .collect();
    let number = annexes.iter().position(|file| *file == entry.file).filter(|_| annexes.len() > 1);
    let number = number.map_or_else(String::new, |index| (index + 1).to_string());
    format!("附件{number}")
}

/// Whether an entry ends in the line （××供稿）, if it names its source.
pub fn has_source_line(issue: &Issue, entry: &Entry) -> bool {
    let line =
        EntryKind::named(&entry.kind.value).map_or(SourceLine::OnRequest, |kind| kind.source_line);
    match issue.layout.source_lines {
        SourceLines::Reports => line == SourceLine::Usual,
        SourceLines::All => line != SourceLine::Never,
        SourceLines::None => false,
    }
}

/// 一是, the first sentence, which is bold, and the rest after it; a single sentence is not bold.
pub fn measure(number: u32, measure: &Text) -> (String, &str, &str) {
    let text = measure.value.trim();
    let (lead, rest) =
        match text.find('。').map(|at| at + '。'.len_utf8()).filter(|&at| at < text.len()) {
            Some(at) => text.split_at(at),
            None => ("", text),
        };
    (format!("{}是", han_number(number)), lead, rest)
}

/// The author's texts that the tail is made of.
pub fn tail_texts(issue: &Issue) -> impl Iterator<Item = &Text> {
    let to = &issue.distribution;
    let signed = [&issue.sign_off.editor, &issue.sign_off.reviewer, &issue.sign_off.approver];
    [&to.main, &to.report, &to.send, &to.issue, &to.copy, &to.extra]
        .into_iter()
        .flatten()
        .chain(signed.into_iter().flatten())
}

/// 报尾; none where there is nothing to say.
pub fn tail(issue: &Issue) -> Option<Tail> {
    let to = &issue.distribution;
    let sign_off = &issue.sign_off;
    let signed = [
        ("编辑：", &sign_off.editor),
        ("审核：", &sign_off.reviewer),
        ("签发：", &sign_off.approver),
    ];
    if to.is_empty() && signed.iter().all(|(_, name)| name.is_none()) {
        return None;
    }
    let mut recipients = Vec::new();
    for (label, units) in [
        ("主送", &to.main),
        ("报", &to.report),
        ("送", &to.send),
        ("发", &to.issue),
        ("抄送", &to.copy),
        ("本期增发", &to.extra),
    ] {
        if units.is_empty() {
            continue;
        }
        let units: Vec<&str> =
            units.iter().map(|unit| unit.value.trim_end_matches(['。', '，', '；'])).collect();
        recipients.push((label, format!("{}。", units.join("，"))));
    }
    let mut left: Vec<String> = signed
        .iter()
        .filter_map(|(label, name)| Some(format!("{label}{}", name.as_ref()?.value)))
        .collect();
    if left.is_empty() {
        // Without names the last row says who printed it.
        left.extend(issue.masthead.issuers.first().map(|issuer| issuer.value.replace('|', "")));
    }
    let right = to.copies.map(|copies| format!("（共印 {copies} 份）")).unwrap_or_default();
    Some(Tail { recipients, left: left.join("　"), right })
}
