//! The text of an entry, read back before it counts: what the program could not read again, or would
//! read as something else, is never written.

use std::collections::BTreeMap;

use super::{Intake, Plan};
use crate::check::{self, Archive, check};
use crate::diagnostic::{Diagnostic, Edit, Text, together};
use crate::import::bare::dense;
use crate::import::document::{Block, Paragraph};
use crate::import::entry::{self, Original};
use crate::import::recognise::{Dispatch, notes_of};
use crate::import::sources::refusal;
use crate::markdown;
use crate::model::{Entry, Issue};
use crate::read;

/// Mending may uncover something to mend; more rounds none has needed.
const ROUNDS: usize = 8;
/// What stands in a dispatch that is to wait.
const HOLD: &str = "\n暂缓: 是\n";
/// How many characters a caption may lose to its picture: 图为, 图1.
const CAPTION: usize = 4;

/// Rules whose findings are left to people: a variant may be in a name, and 0 between 三 and 一 a figure.
const LEFT: [&str; 2] = ["traditional-character", "lookalike-character"];

impl Intake<'_> {
    /// The text that an entry would have, mended in what can only be mended in one way, and what was
    /// mended.
    ///
    /// # Errors
    /// What of it would not be read as it is meant.
    pub fn text(&self, plan: &Plan) -> Result<(String, Mends), Box<Diagnostic>> {
        let (original, pictures) = self.names(plan);
        let original = Original { file: original, sha256: plan.sha256.clone() };
        let text = entry::write(&plan.dispatch, &self.issue.columns, &original, &pictures);
        let (read, errors) = self.read(&text);
        let meant = match &read {
            Some(read) => is_meant(read, &plan.dispatch),
            None => Err("读不出标题和正文".to_owned()),
        };
        let Err(what) = meant else {
            return Ok(self.mended(text, plan.dispatch.date.is_some()));
        };
        // Where the reader says what is wrong, that is why.
        let what = errors.first().map_or(what, |finding| {
            let line = finding.span.as_ref().map_or(1, |span| span.line_column().0);
            format!("第 {line} 行{}", finding.message)
        });
        let message = format!("文件「{}」没有导入：写成的稿件读回来不对，{what}", plan.shown);
        let help = "这是程序的毛病，请把这份来稿交给软件维护人员；\
                    急用的，把文字复制到 .txt 文件里再导入";
        Err(refusal(message, help))
    }

    /// The entry that a text is, also one that is to wait, and what is wrong with it.
    fn read(&self, text: &str) -> (Option<Entry>, Vec<Diagnostic>) {
        let shown = text.replacen(HOLD, "\n", 1);
        let file = match read::decode("00.md".to_owned(), shown.as_bytes()) {
            Ok(file) => file,
            Err(finding) => return (None, vec![*finding]),
        };
        let read = read::read_entry(&file, &self.issue.columns);
        (read.value, read.diagnostics.into_iter().filter(Diagnostic::is_error).collect())
    }

    /// What `check --fix` would do to marks and characters, but for [`LEFT`].
    fn mended(&self, mut text: String, has_date: bool) -> (String, Mends) {
        let mut mends = Mends::default();
        let marks = check::GROUPS.first().map(|group| group.rules).unwrap_or_default();
        for _ in 0..ROUNDS {
            let Ok(file) = read::decode("00.md".to_owned(), text.as_bytes()) else {
                return (text, mends);
            };
            let Some(entry) = read::read_entry(&file, &self.issue.columns).value else {
                return (text, mends);
            };
            let issue = Issue { entries: vec![entry], ..self.issue.clone() };
            let findings = check(&issue, &self.book, &Archive::default());
            let mut own: Vec<&Diagnostic> = findings.iter().collect();
            own.retain(|finding| {
                !LEFT.contains(&finding.code.name)
                    && marks.iter().any(|rule| rule.code.name == finding.code.name)
                    && finding.fix.iter().all(|edit| edit.span.file.path == file.path)
            });
            let place = |edit: &Edit| (edit.span.range.start, edit.span.range.end);
            own.sort_by_key(|finding| finding.fix.first().map(place));
            let mut edits: Vec<&Edit> =
                together(own.into_iter()).iter().flat_map(|finding| &finding.fix).collect();
            edits.sort_by_key(|edit| place(edit));
            if edits.is_empty() {
                return (text, mends);
            }
            let mut changed = text.clone();
            for edit in edits.iter().rev() {
                changed.replace_range(edit.span.range.clone(), &edit.text);
            }
            let still_reads = self
                .read(&changed)
                .0
                .is_some_and(|read| read.title.is_some() && read.date.is_some() == has_date);
            if !still_reads {
                return (text, mends);
            }
            edits.iter().for_each(|edit| mends.add(&text[edit.span.range.clone()], &edit.text));
            text = changed;
        }
        (text, mends)
    }
}

/// What was mended, by what it was and what it became, and how often.
#[derive(Clone, Debug, Default)]
pub struct Mends(BTreeMap<(String, String), usize>);

impl Mends {
    fn add(&mut self, old: &str, new: &str) {
        *self.0.entry((old.to_owned(), new.to_owned())).or_default() += 1;
    }

    /// What is told of them; nothing where there were none.
    pub fn told(&self) -> Option<String> {
        /// Of a text in other characters, so many tell enough.
        const MOST: usize = 60;
        let all: usize = self.0.values().sum();
        let one = |((old, new), count): (&(String, String), &usize)| {
            let what = match (old.trim().is_empty(), new.trim().is_empty()) {
                (true, true) => "多余的空格".to_owned(),
                (true, false) => format!("补「{new}」"),
                (false, true) => format!("删「{old}」"),
                (false, false) => format!("「{old}」→「{new}」"),
            };
            if *count > 1 { format!("{what} {count} 处") } else { what }
        };
        let told: Vec<String> = self.0.iter().take(MOST).map(one).collect();
        let more = if self.0.len() > MOST { "等" } else { "" };
        (all > 0).then(|| format!("按用字和标点的规则改了 {all} 处：{}{more}", told.join("、")))
    }
}

/// Whether an entry says what a dispatch says; if not, what differs.
fn is_meant(read: &Entry, dispatch: &Dispatch) -> Result<(), String> {
    let value = |text: Option<&Text>| text.map(|text| dense(text.as_str())).unwrap_or_default();
    let inspector = dispatch.inspector.as_ref().map(|guess| &guess.value);
    let of = |text: Option<&str>| text.map(dense).unwrap_or_default();
    let leader = read.leader.as_ref();
    let title = dispatch.title.as_ref().map_or(entry::NO_TITLE, |title| title.value.as_str());
    for (key, written, meant) in [
        ("标题", value(read.title.as_ref()), dense(title)),
        ("来源", value(read.source.as_ref()), of(dispatch.source.as_ref().map(|it| &*it.value))),
        ("作者", value(read.author.as_ref()), of(dispatch.author.as_ref().map(|it| &*it.value))),
        ("姓名", value(leader.map(|it| &it.name)), of(inspector.map(|it| &*it.name))),
        (
            "职务",
            value(leader.and_then(|it| it.post.as_ref())),
            of(inspector.and_then(|it| it.post.as_deref())),
        ),
        ("地点", value(read.place.as_ref()), of(inspector.and_then(|it| it.place.as_deref()))),
        ("事项", value(read.topic.as_ref()), of(inspector.and_then(|it| it.topic.as_deref()))),
    ] {
        if written != meant {
            return Err(format!("{key}「{meant}」成了「{written}」"));
        }
    }
    if read.date != dispatch.date.as_ref().map(|date| date.value) {
        return Err("日期不同".to_owned());
    }
    if dispatch.column.as_ref().is_some_and(|column| column.value != read.column) {
        return Err("栏目不同".to_owned());
    }
    let mut left = signs(&dispatch.body);
    for note in notes_of(&dispatch.body) {
        for paragraph in dispatch.notes.get(note).into_iter().flatten() {
            count(&paragraph.text(), &mut left);
        }
    }
    let shown = markdown::to_typst(read.body.text(), "read-back", false).typst;
    // What a picture is called may stand nowhere else.
    let named = read.body.as_str().split("![").skip(1);
    let named = named.filter_map(|rest| Some(rest.split_once("](")?.0));
    for text in std::iter::once(shown.as_str()).chain(named) {
        for c in text.chars() {
            if let Some(times) = left.get_mut(&c) {
                *times = times.saturating_sub(1);
            }
        }
    }
    let pictures = read.body.as_str().matches("![").count();
    let lost: String = left.iter().flat_map(|(c, times)| std::iter::repeat_n(*c, *times)).collect();
    if lost.chars().count() > CAPTION * pictures {
        let first: String = lost.chars().take(20).collect();
        return Err(format!("正文少了字（如「{first}」）"));
    }
    Ok(())
}

/// How often each Chinese character stands in a text: what no mark and no layout changes.
fn signs(body: &[Block]) -> BTreeMap<char, usize> {
    let mut signs = BTreeMap::new();
    let one = |paragraph: &Paragraph| count(&paragraph.text(), &mut signs);
    body.iter().flat_map(Block::paragraphs).for_each(one);
    signs
}

fn count(text: &str, signs: &mut BTreeMap<char, usize>) {
    let is_han = |c: &char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    for c in text.chars().filter(is_han) {
        *signs.entry(c).or_default() += 1;
    }
}
