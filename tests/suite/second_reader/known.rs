//! What may stand elsewhere than in the body of an entry: values of its head, and what was told.

use std::cell::Cell;

use super::entry::Entry;
use super::shown::{ANY, squeezed};
use super::told::{Change, LABELS, Told};

/// What may stand elsewhere than in the body.
pub struct Known<'t> {
    /// Values of the head, labels, and what was told: of whole lines only.
    pub pool: Vec<String>,
    /// What was told alone.
    pub quotes: Vec<String>,
    pub told: &'t Told,
    /// At how many places more each change may be found.
    pub left: Vec<Cell<usize>>,
    /// How many signs of lists may be gone beside those of the entry's own lists.
    pub bullets: Cell<usize>,
}

impl<'t> Known<'t> {
    /// What an entry has in its head, and what was told.
    pub fn of(entry: &Entry, told: &'t Told) -> Self {
        let mut pool: Vec<String> = Vec::new();
        for field in entry.fields.iter().chain(&entry.captions) {
            let field = &without_holes(field);
            pool.push(squeezed(field).replace('|', ""));
            pool.extend(field.split(['|', '、', ' ', '　']).map(squeezed));
        }
        // 图为施工现场。 and 图1 施工现场 under a picture are its caption.
        for caption in entry.captions.iter().map(|it| squeezed(it)).filter(|it| !it.is_empty()) {
            let numbered = (1..=30).map(|number| format!("图{number}{caption}"));
            let forms = numbered.chain(["图为", "图："].map(|word| format!("{word}{caption}")));
            pool.extend(forms.chain([caption.clone()]).flat_map(|it| [it.clone(), it + "。"]));
        }
        pool.extend(LABELS.iter().map(|label| (*label).to_owned()));
        let mut quotes = told.quotes.clone();
        // 审核人：李某某 of a form stands in two cells without the colon.
        quotes.extend(told.quotes.iter().map(|quote| quote.replace(['：', ':'], "")));
        pool.extend(quotes.iter().cloned());
        // The heading of contents is told with their lines.
        pool.extend(quotes.iter().any(|it| it.starts_with("目录")).then(|| "目录".to_owned()));
        for words in [&mut pool, &mut quotes] {
            words.retain(|words| !words.is_empty());
            words.sort();
            words.dedup();
        }
        let items = entry.body.signs.iter().filter(|sign| sign.item).count();
        let bullets = told.count("带项目符号的段落").saturating_sub(items);
        let left = told.changes.iter().map(|change| Cell::new(change.times)).collect();
        Self { pool, quotes, told, left, bullets: Cell::new(bullets) }
    }

    /// Whether words are told once they are changed as was told.
    pub fn is_changed(&self, words: &str, pool: &[String], is_of_lines: bool) -> bool {
        let mut changed = words.to_owned();
        let mut counts = Vec::new();
        for (Change { old, new, .. }, left) in self.told.changes.iter().zip(&self.left) {
            let count = changed.matches(old.as_str()).count();
            if count <= left.get() {
                changed = changed.replace(old, new);
                counts.push((left, count));
            }
        }
        changed != words && self.is_tiled(&changed, pool, is_of_lines) && {
            counts.iter().for_each(|(left, count)| _ = take(left, *count));
            true
        }
    }

    /// The heading of contents is told with its lines.
    pub fn ends_contents(&self, words: &str) -> bool {
        let ends = words.char_indices().map(|(at, _)| words.split_at(at));
        ends.filter(|(before, last)| {
            before.is_empty()
                || self.is_tiled(before, &self.quotes, false) && last.chars().count() > 1
        })
        .any(|(_, last)| self.told.quotes.iter().any(|it| it.starts_with(last)))
    }

    /// Whether words are made up of those of a pool; with the marks around the values of a head.
    pub fn is_tiled(&self, words: &str, pool: &[String], with_marks: bool) -> bool {
        if words.is_empty() || self.told.has(words) {
            return true;
        }
        let words: Vec<char> = words.chars().collect();
        // A sign that the table here does not know may be any.
        let starts = |rest: &[char], piece: &str| -> Option<usize> {
            let mut count = 0;
            for c in piece.chars() {
                let own = rest.get(count)?;
                if *own != c && *own != ANY {
                    return None;
                }
                count += 1;
            }
            Some(count)
        };
        let mut reached = vec![false; words.len() + 1];
        reached[0] = true;
        for at in 0..words.len() {
            if !reached[at] {
                continue;
            }
            let rest = &words[at..];
            for count in pool.iter().filter_map(|piece| starts(rest, piece)) {
                reached[at + count] = true;
            }
            // What stands around the values of a head.
            if with_marks && "：:（）()【】[]|/—".contains(rest[0]) {
                reached[at + 1] = true;
            }
        }
        reached[words.len()]
    }
}

/// A value without the places that it could not hold.
fn without_holes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("【待补：") {
        out.push_str(before);
        rest = behind.split_once('】').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// Takes so many from a count, where it has them.
pub fn take(left: &Cell<usize>, count: usize) -> bool {
    let rest = left.get().checked_sub(count);
    rest.inspect(|rest| left.set(*rest)).is_some()
}
