//! A document as it is shown, held against its entry and what was told: every sign, in order.

use std::cell::Cell;

use super::align::{Piece, aligned};
use super::entry::Entry;
use super::known::{Known, take};
use super::shown::{ANY, Gap, HOLE, NOTE, Shown, Sign, Text, characters, squeezed};
use super::signs;
use super::slide::{Slide, letters};
use super::told::{Change, Told};

/// A difference that nobody was told of.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: &'static str,
    pub what: String,
}

/// Marks that are half-width in the file and full-width in the entry, and other forms of one mark.
const MARKS: &[(&str, &str)] = &[
    (",", "，"),
    (".", "。"),
    (":", "："),
    (";", "；"),
    ("!", "！"),
    ("?", "？"),
    ("(", "（"),
    (")", "）"),
    ("\"", "“"),
    ("\"", "”"),
    ("'", "‘"),
    ("'", "’"),
    ("・", "·"),
    ("•", "·"),
    ("…", "……"),
    ("—", "——"),
    ("－－", "——"),
    ("--", "——"),
    ("～", "~"),
];

/// Everything that differs and was not told.
pub fn faults(shown: &Shown, entry: &Entry, told: &Told) -> Vec<Fault> {
    let known = Known::of(entry, told);
    let mut faults = Vec::new();
    let matched = known.texts(&shown.body, &entry.body, &mut faults);
    known.notes(shown, entry, &matched, &mut faults);
    // The lines of a table of contents are told as one.
    let contents = shown.aside.iter().filter(|(kind, _)| *kind == "contents");
    let contents: String = contents.map(|(_, words)| words.as_str()).collect();
    let others = shown.aside.iter().filter(|(kind, _)| *kind != "contents");
    let aside = others.map(|(kind, words)| (*kind, words.as_str()));
    for (kind, words) in aside.chain([("contents", contents.as_str())]) {
        let words = squeezed(words);
        let is_told = words.is_empty()
            || known.is_tiled(&words, &known.quotes, false)
            || (kind == "contents" && known.ends_contents(&words));
        if !is_told {
            faults.push(Fault { kind: untold(kind), what: shortened(&words) });
        }
    }
    let seals = told.count("落款处的印章");
    if shown.pictures != entry.pictures + entry.gaps + seals {
        let what = format!(
            "{} shown, {} in the entry, {} gaps, {seals} seals",
            shown.pictures, entry.pictures, entry.gaps
        );
        faults.push(Fault { kind: "pictures", what });
    }
    let hidden = told.count("隐藏的图片");
    if shown.hidden_pictures > hidden {
        let what = format!("{} hidden, {hidden} told", shown.hidden_pictures);
        faults.push(Fault { kind: "hidden pictures", what });
    }
    faults
}

fn untold(kind: &str) -> &'static str {
    match kind {
        "deletion" => "deletion untold",
        "hidden" => "hidden untold",
        "comment" => "comment untold",
        "header" => "header untold",
        "ruby" => "ruby untold",
        "contents" => "contents untold",
        "unknown" => "unknown untold",
        _ => "art untold",
    }
}

fn shortened(words: &str) -> String {
    let count = words.chars().count();
    match count {
        0..=120 => words.to_owned(),
        _ => words.chars().take(100).chain("…… ".chars()).collect::<String>() + &count.to_string(),
    }
}

impl Known<'_> {
    /// Holds two texts against each other. Returns the pairs of signs that are the same.
    fn texts(&self, shown: &Text, kept: &Text, faults: &mut Vec<Fault>) -> Vec<(usize, usize)> {
        let (a, b) = (shown.signs.as_slice(), kept.signs.as_slice());
        let ops = aligned(a, b);
        let mut pairs = Vec::new();
        let mut slides = Vec::new();
        for op in &ops {
            match *op {
                Piece::Same { at, to, count } => pairs.extend((0..count).map(|n| (at + n, to + n))),
                Piece::Differs { from, to } => {
                    let (mut from, mut to) = (from, to);
                    if !self.is_right(a, b, &mut from, &mut to, &mut pairs, &mut slides) {
                        let found = fault(a, b, from, to);
                        // A title that differs from its lines in marks alone.
                        let words = letters(&characters(&a[from.0..from.1]));
                        let is_field = |it: &String| letters(it) == words;
                        let of_marks = found.kind == "lost" && self.pool.iter().any(is_field);
                        let kind = if of_marks { "mark" } else { found.kind };
                        faults.push(Fault { kind, ..found });
                    }
                }
            }
        }
        for slide in slides {
            pairs.iter_mut().for_each(|pair| slide.apply(&mut pair.0));
        }
        pairs.sort_unstable();
        for pair in pairs.windows(2) {
            let [(i, j), (k, l)] = *pair else { continue };
            if l != j + 1 {
                continue;
            }
            let (left, right) = (b[j], b[l]);
            let word = |c: char| c.is_ascii_alphanumeric();
            // Where the lines of a text are broken by a program, they end within words.
            let parts = |gap: Gap| gap > Gap::None && !(shown.is_wrapped && gap == Gap::Line);
            let parted =
                (k != i + 1 && !shown.is_wrapped) || a[i + 1..=k].iter().any(|it| parts(it.gap));
            let context = || {
                let around = |signs: &[Sign], at: usize| {
                    let end = (at + 12).min(signs.len());
                    characters(&signs[at.saturating_sub(12)..at])
                        + "│"
                        + &characters(&signs[at..end])
                };
                format!("{} → {}", around(a, k), around(b, l))
            };
            let is_formula =
                left.look.formula || right.look.formula || a[i].look.formula || a[k].look.formula;
            // Whether the lines of a text end within words, nobody can tell; of a number it is told.
            let unclear = shown.is_wrapped && a[i + 1..=k].iter().any(|it| it.gap == Gap::Line);
            let digits = left.c.is_ascii_digit() && right.c.is_ascii_digit();
            if unclear && digits && right.gap == Gap::None {
                let joined = format!("{}{}", left.c, right.c);
                let is_told = |it: &String| {
                    it.contains(&joined) || it.replace(['／', '/'], "").contains(&joined)
                };
                if !self.told.sentences.iter().any(is_told) {
                    faults.push(Fault { kind: "joined numbers", what: context() });
                }
            }
            let of_words = word(left.c) && word(right.c) && left.look.height == right.look.height;
            if of_words && !is_formula && !unclear {
                if parted && right.gap == Gap::None {
                    faults.push(Fault { kind: "joined words", what: context() });
                } else if !parted && right.gap > Gap::None {
                    faults.push(Fault { kind: "parted words", what: context() });
                }
            }
            if a[k].leads {
                continue;
            }
            if k == i + 1 && a[k].gap == Gap::Paragraph && right.gap < Gap::Line {
                faults.push(Fault { kind: "joined paragraphs", what: context() });
            } else if k == i + 1 && a[k].gap < Gap::Line && right.gap >= Gap::Line {
                faults.push(Fault { kind: "parted paragraphs", what: context() });
            }
        }
        pairs
    }

    /// Whether what stands in the file (`from`) but not in the entry, and what stands in the entry
    /// (`to`) instead, is accounted for.
    fn is_right(
        &self,
        a: &[Sign],
        b: &[Sign],
        from: &mut (usize, usize),
        to: &mut (usize, usize),
        pairs: &mut Vec<(usize, usize)>,
        slides: &mut Vec<Slide>,
    ) -> bool {
        // Signs that the table here does not know may be any.
        while from.0 < from.1 && to.0 < to.1 && a[from.0].c == ANY && b[to.0].c != HOLE {
            pairs.push((from.0, to.0));
            from.0 += 1;
            to.0 += 1;
        }
        self.peel(a, b, from, to, pairs);
        let (mut missing, extra) = (&a[from.0..from.1], &b[to.0..to.1]);
        let holes = extra.iter().any(|sign| sign.c == HOLE);
        // Brackets and strokes that make a formula readable in one line.
        let around = &a[from.0.saturating_sub(1)..(from.1 + 1).min(a.len())];
        let in_formula = around.iter().any(|sign| sign.look.formula);
        let extra: Vec<&Sign> = extra
            .iter()
            .filter(|sign| sign.c != HOLE && !(in_formula && "()（）/√".contains(sign.c)))
            .collect();
        if !extra.is_empty() {
            return false;
        }
        if holes && missing.iter().all(|sign| sign.look.formula || sign.c == HOLE) {
            return true;
        }
        // The sign of a list is a list in the entry; one alone is told.
        let next = b.get(to.1).is_some_and(|sign| sign.item);
        if let [rest @ .., last] = missing
            && signs::is_bullet(last.c)
            && (last.gap >= Gap::Line || from.1 == 1)
            && (next || take(&self.bullets, 1))
        {
            missing = rest;
        }
        if missing.iter().all(|sign| sign.look.spare) {
            return true;
        }
        let found = self.slide(a, from.0, from.0 + missing.len(), holes);
        slides.extend(found);
        found.is_some()
    }

    /// Takes off, at both ends, what was told as changed into what stands there.
    fn peel(
        &self,
        a: &[Sign],
        b: &[Sign],
        from: &mut (usize, usize),
        to: &mut (usize, usize),
        pairs: &mut Vec<(usize, usize)>,
    ) {
        let is = |signs: &[Sign], word: &str| signs.iter().map(|it| it.c).eq(word.chars());
        loop {
            let (missing, extra) = (&a[from.0..from.1], &b[to.0..to.1]);
            let fits = |(change, left): &(&Change, &Cell<usize>)| {
                let (old, new) = (&change.old, &change.new);
                let (m, n) = (old.chars().count(), new.chars().count());
                left.get() > 0
                    && m <= missing.len()
                    && n <= extra.len()
                    && (is(&missing[..m], old) && is(&extra[..n], new)
                        || is(&missing[missing.len() - m..], old)
                            && is(&extra[extra.len() - n..], new))
            };
            let mut changes = self.told.changes.iter().zip(&self.left);
            let Some((Change { old, new, .. }, left)) = changes.find(fits) else { break };
            take(left, 1);
            let (m, n) = (old.chars().count(), new.chars().count());
            if is(&missing[..m], old) && is(&extra[..n], new) {
                if n > 0 {
                    pairs.push((from.0, to.0));
                }
                (from.0, to.0) = (from.0 + m, to.0 + n);
            } else {
                (from.1, to.1) = (from.1 - m, to.1 - n);
                if n > 0 {
                    pairs.push((from.1, to.1));
                }
            }
        }
    }

    /// Where a stretch that is left out is told from: one that begins as it goes on behind may be
    /// told from there. `None` where it is not told.
    fn slide(&self, a: &[Sign], start: usize, end: usize, holes: bool) -> Option<Slide> {
        const FAR: usize = 60;
        let back = (0..=FAR).take_while(|n| {
            *n == 0 || (start >= *n && end - n > 0 && a[start - n].c == a[end - n].c)
        });
        let on =
            (1..=FAR).take_while(|n| end + n <= a.len() && a[start + n - 1].c == a[end + n - 1].c);
        let back = back.map(|n| Slide { start: start - n, length: end - start, from: start });
        let on = on.map(|n| Slide { start: start + n, length: end - start, from: start });
        back.chain(on).find(|slide| {
            let stretch = &a[slide.start..slide.start + slide.length];
            // What stands within a line is no value of the head.
            let begins = |at: usize| at == 0 || a.get(at).is_none_or(|it| it.gap >= Gap::Line);
            let breaks = || (1..stretch.len()).filter(|at| stretch[*at].gap >= Gap::Line);
            let first = if begins(slide.start) { Some(0) } else { breaks().next() };
            let last = match begins(slide.start + slide.length) {
                true => Some(stretch.len()),
                false => breaks().next_back(),
            };
            // Whole lines, and what stands within others before and behind them.
            let (first, last) = match first.zip(last).filter(|(first, last)| first < last) {
                Some(lines) => lines,
                None => (stretch.len(), stretch.len()),
            };
            self.accounts(&stretch[..first], false, holes)
                && self.accounts(&stretch[first..last], true, holes)
                && self.accounts(&stretch[last..], false, holes)
        })
    }

    /// Whether a stretch is told, or stands in the head of the entry; the latter only where it is made
    /// of whole lines.
    fn accounts(&self, stretch: &[Sign], is_of_lines: bool, holes: bool) -> bool {
        // Notes are held against theirs apart, and a formula may be a gap of the title.
        let words = stretch.iter().filter(|it| it.c != NOTE && it.c != HOLE);
        let words = words.filter(|it| !(it.look.spare || it.look.formula && holes));
        // What is struck is told as left out, wherever it stood: no value says that it was.
        let (struck, words): (Vec<&Sign>, Vec<&Sign>) = words.partition(|it| it.look.struck);
        let of = |signs: &[&Sign]| signs.iter().map(|it| it.c).collect::<String>();
        let (struck, words) = (of(&struck), of(&words));
        if !struck.is_empty() && !self.is_tiled(&struck, &self.quotes, false) {
            return false;
        }
        let pool = if is_of_lines { &self.pool } else { &self.quotes };
        self.is_tiled(&words, pool, is_of_lines) || self.is_changed(&words, pool, is_of_lines)
    }

    fn notes(
        &self,
        shown: &Shown,
        entry: &Entry,
        matched: &[(usize, usize)],
        faults: &mut Vec<Fault>,
    ) {
        let marks = |text: &Text| -> Vec<usize> {
            let signs = text.signs.iter().enumerate();
            signs.filter(|(_, sign)| sign.c == NOTE).map(|(at, _)| at).collect()
        };
        let (of_file, of_entry) = (marks(&shown.body), marks(&entry.body));
        for (number, at) in of_file.iter().enumerate() {
            let Some(note) = shown.notes.get(number) else { continue };
            let own = matched.binary_search_by_key(at, |(i, _)| *i).ok().map(|at| matched[at].1);
            let own = own.and_then(|at| of_entry.binary_search(&at).ok());
            let own = own.and_then(|at| entry.notes.get(entry.marks.get(at)?));
            match own {
                Some(own) => drop(self.texts(note, own, faults)),
                None if note.signs.is_empty() || self.told.has(&characters(&note.signs)) => {}
                None => {
                    let what = shortened(&characters(&note.signs));
                    faults.push(Fault { kind: "note", what });
                }
            }
        }
    }
}

fn fault(a: &[Sign], b: &[Sign], from: (usize, usize), to: (usize, usize)) -> Fault {
    let (missing, extra) = (&a[from.0..from.1], &b[to.0..to.1]);
    let same_letters = characters(missing) == characters(extra);
    let (was, is) = (characters(missing), characters(extra));
    let marks = |text: &str| !text.is_empty() && text.chars().all(|c| !c.is_alphanumeric());
    let is_mark = MARKS.iter().any(|(half, full)| *half == was && *full == is)
        || (marks(&was) && (is.is_empty() || marks(&is)))
        || (marks(&is) && was.is_empty());
    let kind = match (missing.is_empty(), extra.is_empty()) {
        (false, true) if !is_mark => "lost",
        (true, false) if !is_mark => "invented",
        _ if same_letters => "look",
        _ if is_mark => "mark",
        _ => "changed",
    };
    let before = characters(&a[from.0.saturating_sub(10)..from.0]);
    let after = characters(&a[from.1..(from.1 + 10).min(a.len())]);
    let what = format!(
        "{before}[{}→{}]{after}",
        shortened(&characters(missing)),
        shortened(&characters(extra))
    );
    Fault { kind, what }
}
