//! Rules across entries and issues: what stands in print twice.
//!
//! Sentences are compared by digests of their 汉字 and digits, so that blanks, marks and Markdown do
//! not matter. Those that many dispatches share are turns of phrase, and count for nothing.

use std::collections::BTreeMap;

use super::rule::rules;
use super::{Draft, Findings, Group, Rule, Rulebook, Story};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::IssueId;

/// The rules.
pub const GROUP: Group = Group { name: "稿件之间、各期之间", rules: RULES, check };

rules! {
    /// 同一篇稿件用了两次。
    ///
    /// 两篇的句子几乎全都一样：同一期里放了两遍，或以前的某一期已经登过。
    ///
    /// 改法：删去一篇，或在文件名前加「_」，或写上「暂缓: 是」。
    DOUBLED_ENTRY = "doubled-entry", Warning;
    /// 与另一篇稿件有一大半相同。
    ///
    /// 可能是同一件事两个单位各报了一次，或把以前的稿件改了改又报来。说明里列出相同的句子；
    /// 很多稿件都有的套话不算。
    ///
    /// 改法：核对是不是同一件事；确实不同的，忽略这一条并写明原因。
    SIMILAR_ENTRY = "similar-entry", Warning;
    /// 同一期里有两篇稿件标题相同。
    ///
    /// 改法：核对是不是放重了；不是的，改一个标题。
    SAME_TITLE = "same-title", Warning;
}

/// A sentence with fewer characters is too short to tell anything.
const SHORTEST: usize = 12;
/// A sentence that more entries of the archive have is a turn of phrase.
const PHRASE: usize = 3;
/// From this share of an entry's characters on it is another one. In percent.
const DOUBLED: usize = 90;
/// From this share on it is much like another one. In percent.
const SIMILAR: usize = 60;
/// Entries with fewer characters in sentences are too short to be compared.
const LEAST: usize = 60;

/// What stands in the entries of all issues, by the digests of their sentences.
#[derive(Default)]
pub struct Archive {
    entries: Vec<(IssueId, String)>,
    /// Sentence → the entries that have it.
    sentences: BTreeMap<u64, Vec<usize>>,
}

impl Archive {
    /// Adds an entry by its file's decoded text; one that is held back is not printed and not added.
    pub fn add(&mut self, id: IssueId, file: &str, text: &str) {
        let (head, body) = split(text);
        let held = |line: &str| {
            let line = line.trim();
            let value = line.strip_prefix("hold:").or_else(|| line.strip_prefix("暂缓:"));
            value.is_some_and(|value| ["true", "是", "yes"].contains(&value.trim()))
        };
        if head.lines().any(held) {
            return;
        }
        let index = self.entries.len();
        self.entries.push((id, file.to_owned()));
        for sentence in sentences(body) {
            let entries = self.sentences.entry(sentence.digest).or_default();
            if entries.last() != Some(&index) {
                entries.push(index);
            }
        }
    }
}

/// The fields of an entry and its body.
fn split(text: &str) -> (&str, &str) {
    let marks = ["\n---", "\nbody:", "\n正文:", "\n正文："];
    let place = marks.iter().filter_map(|mark| text.find(mark).map(|at| at + mark.len())).min();
    text.split_at(place.unwrap_or(0))
}

struct Sentence<'t> {
    digest: u64,
    /// Characters that count.
    length: usize,
    text: &'t str,
}

/// The sentences that are long enough. A single line's end does not end one.
fn sentences(text: &str) -> impl Iterator<Item = Sentence<'_>> {
    let ends = ['。', '；', '！', '？'];
    text.split("\n\n").flat_map(move |paragraph| paragraph.split(ends)).filter_map(|text| {
        // FNV-1a, over the characters that count.
        let (mut digest, mut length) = (0xCBF2_9CE4_8422_2325_u64, 0);
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            digest = (digest ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
            length += 1;
        }
        (length >= SHORTEST).then_some(Sentence { digest, length, text })
    })
}

fn check(draft: &Draft<'_>, _: &Rulebook, archive: &Archive, out: &mut Findings<'_>) {
    let mut own: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, story) in draft.stories.iter().enumerate() {
        let text: Vec<&str> = story.body().map(|passage| &*passage.text).collect();
        let text = text.join("\n\n");
        // A sentence that is repeated counts once.
        let distinct: BTreeMap<u64, Sentence> =
            sentences(&text).map(|sentence| (sentence.digest, sentence)).collect();
        let sentences: Vec<Sentence> = distinct.into_values().collect();
        let here =
            compare(&sentences, |digest| own.get(&digest).map_or(&[], Vec::as_slice), |_| true);
        if let Some(twin) = here {
            let other = &draft.stories[twin.entry].entry.file;
            tell(story, &twin, &format!("本期的「{other}」"), true, out);
        } else {
            let known = |digest| {
                let entries = archive.sentences.get(&digest).map_or(&[][..], Vec::as_slice);
                if entries.len() > PHRASE { &[] } else { entries }
            };
            let earlier = |entry: usize| archive.entries[entry].0 < draft.issue.id;
            if let Some(twin) = compare(&sentences, known, earlier) {
                let (id, file) = &archive.entries[twin.entry];
                tell(story, &twin, &format!("{id} 的「{file}」"), false, out);
            }
        }
        for sentence in &sentences {
            own.entry(sentence.digest).or_default().push(index);
        }
        if let Some(title) = story.title() {
            match titles.insert(title.text.trim(), index) {
                Some(first) => {
                    let other = &draft.stories[first].entry.file;
                    let message = format!("标题与本期的「{other}」相同");
                    if let Some(found) = out.add(SAME_TITLE, title, 0..title.text.len(), message) {
                        found.help = Some("核对是不是放重了；不是的，改一个标题".to_owned());
                    }
                }
                None => continue,
            }
        }
    }
}

/// The entry that shares most with some sentences.
struct Twin<'t> {
    entry: usize,
    /// Of the characters, in percent.
    share: usize,
    shared: Vec<&'t str>,
}

fn compare<'t, 'k>(
    sentences: &[Sentence<'t>],
    known: impl Fn(u64) -> &'k [usize],
    counts: impl Fn(usize) -> bool,
) -> Option<Twin<'t>> {
    let whole: usize = sentences.iter().map(|sentence| sentence.length).sum();
    if whole < LEAST {
        return None;
    }
    let mut shares: BTreeMap<usize, (usize, Vec<&Sentence>)> = BTreeMap::new();
    for sentence in sentences {
        let mut last = None;
        for &entry in known(sentence.digest).iter().take(PHRASE + 1).filter(|entry| counts(**entry))
        {
            if last.replace(entry) != Some(entry) {
                let share = shares.entry(entry).or_default();
                share.0 += sentence.length;
                share.1.push(sentence);
            }
        }
    }
    let (entry, (length, mut shared)) =
        shares.into_iter().max_by_key(|(_, (length, _))| *length)?;
    let share = length * 100 / whole;
    shared.sort_by_key(|sentence| std::cmp::Reverse(sentence.length));
    let shared = shared.into_iter().map(|sentence| sentence.text).collect();
    (share >= SIMILAR).then_some(Twin { entry, share, shared })
}

fn tell(story: &Story<'_>, twin: &Twin<'_>, other: &str, same_issue: bool, out: &mut Findings<'_>) {
    let Some(place) = story.title().or_else(|| story.body().next()) else { return };
    let rule: Rule = if twin.share >= DOUBLED { DOUBLED_ENTRY } else { SIMILAR_ENTRY };
    let message = match rule == DOUBLED_ENTRY {
        true => format!("这篇稿件与{other}是同一篇"),
        false => format!("这篇稿件有 {}% 与{other}相同", twin.share),
    };
    let shown = |text: &&str| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let short: String = text.chars().take(24).collect();
        if short.len() < text.len() {
            format!("「{short}……」")
        } else {
            format!("「{text}」")
        }
    };
    let note = twin.shared.iter().take(3).map(shown).collect::<Vec<_>>().join("、");
    let finding = Diagnostic::error(rule.code, message)
        .at(place.span(0..place.text.len()))
        .note(format!("相同的句子：{note}"))
        .help("核对是不是放重了；不用的一篇删去，或写上「暂缓: 是」");
    let certain = same_issue && rule == DOUBLED_ENTRY;
    out.push_at(rule, if certain { Severity::Error } else { Severity::Warning }, finding);
}
