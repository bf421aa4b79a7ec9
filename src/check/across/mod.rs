//! Rules across entries and issues: what stands in print twice.
//!
//! Clauses find the entries that may be alike; whether they are is then seen character by character,
//! so that a dispatch with a word changed here and there is still known. Clauses that many entries
//! have are turns of phrase, and count for nothing. A dispatch whose figures are mostly new is the
//! next report of a series, not the same one.
//!
//! Entries that may be alike are found by digests of clauses (汉字 and digits only), then held
//! against each other in runs of eight characters. This takes the place of `MinHash`: it is exact,
//! and says which sentences are shared. A clause of more than three entries counts for nothing.
//! `facts` holds sentences of two entries against each other only where both tell of the same sort
//! of thing.

pub(super) mod archive;
mod claims;
mod documents;
mod facts;
mod falling;
mod figures;
mod posts;
mod readings;
pub mod rules;
mod running;
mod shares;
mod sizes;
mod totals;
mod wording;
mod works;

use rules::{
    DIFFERING_FACTS, DIFFERING_FIGURES, DOUBLED_ENTRY, FALLING_TOTAL, RULES, SAME_ORDER_NUMBER,
    SAME_TITLE, SIMILAR_ENTRY, TWO_POSTS,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub use archive::Archive;
use wording::Wording;

use super::{Draft, Findings, Group, Rule, Rulebook, Story};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::IssueId;

/// The rules.
pub const GROUP: Group = Group { name: "稿件之间、各期之间", rules: RULES, check };

/// A clause that more entries have is a turn of phrase.
const PHRASE: usize = 3;
/// In how many entries a clause is looked up at most.
const LOOKED_UP: usize = 64;
/// From this share of an entry's characters on it is much like another one. In percent.
const SIMILAR: usize = 60;
/// A text with fewer characters may be the same as an earlier issue's.
const LEAST: usize = 60;
/// And with fewer than so many as one beside it.
const LEAST_BESIDE: usize = 24;
/// The share of characters in clauses that both have from which two texts are held against each
/// other. In percent; low, because one character more makes it another clause.
const WORTH_A_LOOK: usize = 15;
/// With so many figures it shows whether they are new.
const FIGURES: usize = 3;
/// A shorter title is the name of a kind of news.
const TITLE: usize = 5;

fn check(draft: &Draft<'_>, book: &Rulebook, archive: &Archive, out: &mut Findings<'_>) {
    if out.wants(SAME_ORDER_NUMBER) {
        same_order_number(draft, out);
    }
    let mut told = vec![None; draft.stories.len()];
    if out.wants(DOUBLED_ENTRY) || out.wants(SIMILAR_ENTRY) {
        alike(draft, archive, &mut told, out);
    }
    if out.wants(SAME_TITLE) {
        same_title(draft, &told, out);
    }
    if out.wants(DIFFERING_FIGURES) {
        figures::check(draft, out);
    }
    claims::check(draft, &book.directory, out);
    if out.wants(DIFFERING_FACTS) || out.wants(FALLING_TOTAL) {
        facts::check(draft, &book.directory, out);
    }
    running::check(draft, &book.directory, out);
    if out.wants(FALLING_TOTAL) {
        falling::check(draft, archive, out);
    }
    if out.wants(TWO_POSTS) {
        posts::check(draft, out);
    }
}

/// `told` becomes, for each story, the earlier one that it was said to be like.
fn alike(draft: &Draft<'_>, archive: &Archive, told: &mut [Option<usize>], out: &mut Findings<'_>) {
    let stories = || draft.stories.iter().enumerate().filter(|(_, story)| !story.entry.is_annex());
    let mut beside = Archive::default();
    let mut order = Vec::new();
    let mut wordings = Vec::new();
    for (index, story) in stories() {
        let wording = Wording::new(&pieces(story));
        beside.put_wording(draft.issue.id, &story.entry.file, &wording);
        order.push(index);
        wordings.push(wording);
    }
    let mut whole: BTreeMap<Vec<char>, usize> = BTreeMap::new();
    for (at, ((index, story), wording)) in (0..).zip(stories().zip(wordings)) {
        if wording.chars.len() < LEAST_BESIDE {
            continue;
        }
        if let Some(first) = whole.get(&wording.chars) {
            told[index] = Some(*first);
            let file = &draft.stories[*first].entry.file;
            let counts = vec![true; wording.chars.len()];
            let twin = Twin { share: 100, same: true, shared: wording.shared(&counts), file };
            tell(story, &twin, &format!("本期的「{file}」"), true, out);
            continue;
        }
        if wording.chars.len() >= LEAST {
            let twins = Twins::of(&wording, draft.issue.id, archive, &beside);
            if let Some((entry, twin)) = twins.best(&beside, |entry, _| entry < at) {
                told[index] = order.get(entry as usize).copied();
                tell(story, &twin, &format!("本期的「{}」", twin.file), true, out);
            } else if let Some((entry, twin)) =
                twins.best(archive, |_, issue| issue < draft.issue.id)
                && let Some(kept) = archive.get(entry)
            {
                tell(story, &twin, &format!("{} 的「{}」", kept.id, twin.file), false, out);
            }
        }
        whole.insert(wording.chars, index);
    }
}

/// The running text of a story as its author wrote it.
fn pieces<'a>(story: &Story<'a>) -> Vec<&'a str> {
    let entry = story.entry;
    std::iter::once(entry.body.text()).chain(&entry.measures).map(|text| text.as_str()).collect()
}

/// What a text has in common with another.
struct Twin<'t> {
    /// Of the characters that are no turns of phrase, in percent.
    share: usize,
    /// Whether the two are the same, character by character.
    same: bool,
    shared: Vec<&'t str>,
    file: &'t str,
}

/// A text whose like is sought.
struct Twins<'w, 't> {
    wording: &'w Wording<'t>,
    /// Its clauses that are no turns of phrase.
    clauses: Vec<(u64, usize)>,
    /// For each character whether it counts.
    counts: Vec<bool>,
}

impl<'w, 't: 'w> Twins<'w, 't> {
    fn of(wording: &'w Wording<'t>, id: IssueId, archive: &Archive, beside: &Archive) -> Self {
        let mut twins =
            Self { wording, clauses: Vec::new(), counts: vec![true; wording.chars.len()] };
        for (clause, range) in &wording.clauses {
            // What the archive has of this issue may be older than what stands there now.
            let others = archive.with(*clause).take(LOOKED_UP).filter(|(_, kept)| kept.id != id);
            let others = others.count() + beside.with(*clause).take(LOOKED_UP).count();
            // The entry itself is one of them.
            if others > PHRASE + 1 {
                twins.counts[range.clone()].fill(false);
            } else {
                twins.clauses.push((*clause, range.len()));
            }
        }
        twins
    }

    /// The entry that is most like this one, if one is.
    fn best<'k>(
        &self,
        archive: &'k Archive,
        counts: impl Fn(u32, IssueId) -> bool,
    ) -> Option<(u32, Twin<'k>)>
    where
        't: 'k,
    {
        let mut shares: BTreeMap<u32, usize> = BTreeMap::new();
        for (clause, length) in &self.clauses {
            for (entry, kept) in archive.with(*clause).take(LOOKED_UP) {
                if counts(entry, kept.id) {
                    *shares.entry(entry).or_default() += length;
                }
            }
        }
        let mut likely: Vec<(u32, usize)> = shares.into_iter().collect();
        likely.sort_by_key(|(entry, share)| (Reverse(*share), *entry));
        let worth =
            |(_, share): &(u32, usize)| share * 100 >= self.wording.chars.len() * WORTH_A_LOOK;
        // The second may have more in common than its clauses show; a third would be chance.
        let likely = likely.into_iter().filter(worth).take(2);
        let twins =
            likely.filter_map(|(entry, _)| Some((entry, self.held_against(archive.get(entry)?)?)));
        twins.min_by_key(|(entry, twin)| (Reverse(twin.share), *entry))
    }

    fn held_against<'k>(&self, other: &'k archive::Kept) -> Option<Twin<'k>>
    where
        't: 'k,
    {
        let chars = &self.wording.chars;
        let mut covered = self.wording.covered_by(&other.chars);
        let all = covered.iter().filter(|covered| **covered).count();
        if is_next_of_a_series(chars, &covered) {
            return None;
        }
        for (covered, counts) in covered.iter_mut().zip(&self.counts) {
            *covered &= counts;
        }
        let shared = covered.iter().filter(|covered| **covered).count();
        let own = self.counts.iter().filter(|counts| **counts).count();
        let much = |part: usize, whole: usize| part * 100 >= whole * SIMILAR;
        (shared >= LEAST && much(shared, own) && much(all, chars.len())).then(|| Twin {
            share: shared * 100 / own.max(1),
            same: chars.iter().copied().eq(other.chars.chars()),
            shared: self.wording.shared(&covered),
            file: &other.file,
        })
    }
}

/// Whether most figures of a text are not in the other.
fn is_next_of_a_series(chars: &[char], covered: &[bool]) -> bool {
    let (mut figures, mut new, mut at) = (0, 0, 0);
    while let Some(length) =
        chars.get(at..).and_then(|rest| rest.iter().position(char::is_ascii_digit))
    {
        let start = at + length;
        at = start + chars[start..].iter().take_while(|c| c.is_ascii_digit()).count();
        figures += 1;
        new += usize::from(covered[start..at].contains(&false));
    }
    figures >= FIGURES && new * 2 > figures
}

fn tell(story: &Story<'_>, twin: &Twin<'_>, other: &str, same_issue: bool, out: &mut Findings<'_>) {
    let Some(place) = story.title().or_else(|| story.body().next()) else { return };
    let rule: Rule = if twin.same { DOUBLED_ENTRY } else { SIMILAR_ENTRY };
    let message = match twin.same {
        true => format!("这篇稿件与{other}是同一篇"),
        false => format!("这篇稿件有 {}% 与{other}相同", twin.share),
    };
    let mut finding = Diagnostic::error(rule.code, message)
        .at(place.span(0..place.text.len()))
        .help("核对是不是放重了；不用的一篇删去，或写上「暂缓: 是」");
    if !twin.shared.is_empty() {
        let shown: Vec<String> = twin.shared.iter().take(3).map(|text| shown(text)).collect();
        finding = finding.note(format!("相同的句子：{}", shown.join("、")));
    }
    let certain = same_issue && twin.same;
    out.push_at(rule, if certain { Severity::Error } else { Severity::Warning }, finding);
}

/// The beginning of a sentence, without the marks of Markdown.
fn shown(sentence: &str) -> String {
    let sentence = sentence.trim_start_matches(['。', '！', '？']);
    let mut chars = sentence.chars().filter(|c| !c.is_whitespace() && !"*#>|`".contains(*c));
    let short: String = chars.by_ref().take(24).collect();
    let more = if chars.next().is_some() { "……" } else { "" };
    format!("「{short}{more}」")
}

fn same_title(draft: &Draft<'_>, told: &[Option<usize>], out: &mut Findings<'_>) {
    let plain = |story: &Story| -> String {
        let title = story.title().map_or("", |title| &title.text);
        title.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
    };
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for (index, story) in draft.stories.iter().enumerate() {
        let own = plain(story);
        if own.chars().count() < TITLE {
            continue;
        }
        // Whoever hears that two entries are one need not hear that their titles are.
        let is_told = told[index].is_some_and(|other| plain(&draft.stories[other]) == own);
        let first = *titles.entry(own).or_insert(index);
        let Some(title) = story.title().filter(|_| first != index && !is_told) else { continue };
        let other = &draft.stories[first].entry.file;
        let message = format!("标题与本期的「{other}」相同");
        out.tell(
            SAME_TITLE,
            title,
            0..title.text.len(),
            message,
            "核对是不是放重了；不是的，改一个标题",
        );
    }
}

fn same_order_number(draft: &Draft<'_>, out: &mut Findings<'_>) {
    let number = |file: &str| {
        let end = file.find(|c: char| !c.is_ascii_digit()).unwrap_or(file.len());
        (end > 0).then(|| file[..end].trim_start_matches('0').to_owned())
    };
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for story in &draft.stories {
        let file = &story.entry.file;
        let Some(number) = number(file) else { continue };
        let other = *first.entry(number).or_insert(file);
        let Some(place) = story.title().or_else(|| story.body().next()) else { continue };
        if other == file {
            continue;
        }
        let message = format!("文件「{file}」与「{other}」的序号相同，先后由后面的文字决定");
        out.tell(SAME_ORDER_NUMBER, place, 0..place.text.len(), message, "改一个文件名开头的序号");
    }
}
