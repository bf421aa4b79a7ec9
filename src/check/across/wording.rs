//! A text as it is compared with others: its 汉字 and digits, clause by clause.
//!
//! Blanks, marks, Markdown and Latin do not count, so that a text set otherwise is still the same.

use std::ops::Range;

/// A clause with fewer characters is a turn of phrase.
const SHORTEST: usize = 8;
/// So many characters in a row that two texts share are no chance.
const RUN: usize = 8;

/// A text taken apart.
pub(super) struct Wording<'t> {
    /// The characters that count.
    pub(super) chars: Vec<char>,
    /// The clauses that are long enough: digest, and place in `chars`.
    pub(super) clauses: Vec<(u64, Range<usize>)>,
    sentences: Vec<(Range<usize>, &'t str)>,
}

impl<'t> Wording<'t> {
    /// Takes the pieces of a text apart.
    pub(super) fn new(pieces: &[&'t str]) -> Self {
        let mut wording = Self { chars: Vec::new(), clauses: Vec::new(), sentences: Vec::new() };
        for piece in pieces {
            wording.read(piece);
        }
        wording
    }

    fn read(&mut self, text: &'t str) {
        let (mut clause, mut sentence) = (self.chars.len(), self.chars.len());
        let (mut digest, mut start) = (Digest::default(), 0);
        signs(text, |at, sign| {
            if let Sign::Char(c) = sign {
                digest.add(c);
                self.chars.push(c);
                return;
            }
            let end = self.chars.len();
            if end - clause >= SHORTEST {
                self.clauses.push((digest.0, clause..end));
            }
            (digest, clause) = (Digest::default(), end);
            if matches!(sign, Sign::Sentence) {
                if end > sentence {
                    self.sentences.push((sentence..end, text.get(start..at).unwrap_or_default()));
                }
                (sentence, start) = (end, at);
            }
        });
    }

    /// What is kept of it, as of a text of the archive.
    pub(super) fn condensed(&self) -> (String, Vec<u64>) {
        let mut clauses: Vec<u64> = self.clauses.iter().map(|(digest, _)| *digest).collect();
        clauses.sort_unstable();
        clauses.dedup();
        (self.chars.iter().collect(), clauses)
    }

    /// For each character whether it stands in a run that the other text has as well.
    pub(super) fn covered_by(&self, other: &str) -> Vec<bool> {
        let other: Vec<char> = other.chars().collect();
        let mut runs: Vec<&[char]> = other.windows(RUN).collect();
        runs.sort_unstable();
        let mut covered = vec![false; self.chars.len()];
        let mut done = 0;
        for (at, run) in self.chars.windows(RUN).enumerate() {
            if runs.binary_search(&run).is_ok() {
                covered[at.max(done)..at + RUN].fill(true);
                done = at + RUN;
            }
        }
        covered
    }

    /// The sentences of which nearly all counts, the longest first.
    pub(super) fn shared(&self, counts: &[bool]) -> Vec<&'t str> {
        let whole = |(range, _): &&(Range<usize>, &str)| {
            let shared = counts[range.clone()].iter().filter(|counts| **counts).count();
            range.len() >= SHORTEST && shared * 10 >= range.len() * 9
        };
        let mut sentences: Vec<_> = self.sentences.iter().filter(whole).collect();
        sentences.sort_by_key(|(range, _)| std::cmp::Reverse(range.len()));
        sentences.into_iter().map(|(_, text)| *text).collect()
    }
}

/// The characters that count and the digests of the clauses: what is kept of a text of the archive.
pub(super) fn condensed(pieces: &[&str]) -> (String, Vec<u64>) {
    let mut chars = String::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
    let mut clauses = Vec::new();
    for piece in pieces {
        let (mut digest, mut length) = (Digest::default(), 0);
        signs(piece, |_, sign| {
            if let Sign::Char(c) = sign {
                digest.add(c);
                chars.push(c);
                length += 1;
                return;
            }
            if length >= SHORTEST {
                clauses.push(digest.0);
            }
            (digest, length) = (Digest::default(), 0);
        });
    }
    clauses.sort_unstable();
    clauses.dedup();
    (chars, clauses)
}

/// FNV-1a over characters.
struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Digest {
    fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
    }
}

enum Sign {
    Char(char),
    /// A clause ends.
    Clause,
    /// A sentence ends, and its last clause.
    Sentence,
}

/// Shows the characters of a text that count and the ends between them, each with its place; the last
/// is the end. Comments are passed over.
fn signs(text: &str, mut see: impl FnMut(usize, Sign)) {
    let mut rest = text.chars();
    // A comment without end is none, and is not looked for again.
    let mut unended = false;
    loop {
        let at = text.len() - rest.as_str().len();
        let Some(c) = rest.next() else { break };
        match c {
            '0'..='9' | '\u{3400}'..='\u{9FFF}' | '〇' | '\u{20000}'..='\u{3FFFF}' => {
                see(at, Sign::Char(c));
            }
            '０'..='９' => {
                see(at, Sign::Char(char::from(b'0' + (u32::from(c) - 0xFF10) as u8)));
            }
            '，' | '；' | '：' | ',' | ';' => see(at, Sign::Clause),
            '。' | '！' | '？' | '\n' => see(at, Sign::Sentence),
            '<' if !unended && rest.as_str().starts_with("!--") => {
                match rest.as_str().split_once("-->") {
                    Some((_, behind)) => rest = behind.chars(),
                    None => unended = true,
                }
            }
            _ => {}
        }
    }
    see(text.len(), Sign::Sentence);
}
