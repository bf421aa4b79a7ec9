//! A text as its likeliest row of words.

use std::ops::Range;

use super::{Entry, beginning};

/// What a character costs that begins no word of the dictionary: a little more than the rarest one.
const UNKNOWN: f64 = 26.0;

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The bytes it takes up.
    pub range: Range<usize>,
    /// What the dictionary says of it; nothing of a character on its own that is not in it, nor of
    /// a row of letters or digits.
    pub entry: Option<Entry>,
    /// What it costs, in bits.
    pub cost: f64,
}

/// Cuts a text into the row of words whose frequencies multiply to the most. Letters and digits
/// that follow each other are one piece, and everything else unknown is cut into its characters.
/// Takes time in proportion to the length of the text.
pub fn segment(text: &str) -> Vec<Piece> {
    segment_with(text, |_| Vec::new())
}

/// The same with words of one's own: `own` is asked at each character for the words that begin
/// there, by their ends in the text, and what each costs in bits.
pub fn segment_with(text: &str, own: impl Fn(usize) -> Vec<(usize, f64)>) -> Vec<Piece> {
    // From the end to the start: what the rest costs from each place on, and its first word.
    let mut rest: Vec<(f64, usize, Option<Entry>, f64)> = vec![(0.0, 0, None, 0.0); text.len() + 1];
    for (from, c) in text.char_indices().rev() {
        let first = run(&text[from..]).unwrap_or(c.len_utf8());
        let mut best = (UNKNOWN + rest[from + first].0, from + first, None, UNKNOWN);
        let known =
            beginning(&text[from..]).map(|(len, word)| (from + len, Some(word), word.cost()));
        let own = own(from).into_iter().map(|(end, cost)| (end, None, cost));
        for (end, entry, cost) in known.chain(own) {
            // Of two rows that cost the same the one with the longer word first is taken.
            if end > from && text.is_char_boundary(end) && cost + rest[end].0 <= best.0 {
                best = (cost + rest[end].0, end, entry, cost);
            }
        }
        rest[from] = best;
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let (_, end, entry, cost) = rest[from];
        pieces.push(Piece { range: from..end, entry, cost });
        from = end;
    }
    pieces
}

/// The bytes of letters or of digits that a text begins with.
fn run(text: &str) -> Option<usize> {
    let first = text.bytes().next().filter(u8::is_ascii_alphanumeric)?;
    let alike = |b: &u8| match first {
        b'0'..=b'9' => b.is_ascii_digit() || *b == b'.',
        _ => b.is_ascii_alphabetic(),
    };
    Some(text.bytes().take_while(alike).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let words: Vec<&str> =
            segment(text).iter().map(|piece| &text[piece.range.clone()]).collect();
        words.join(" ")
    }

    #[test]
    fn a_text_is_cut_into_its_words() {
        for want in [
            "全市 生态环境保护 工作 会议 召开",
            "县委 常委会 研究 乡村振兴 工作",
            "2018 年 完成 投资 1.2 亿元",
            "GDP 增长 8.5 %",
            "",
        ] {
            assert_eq!(shown(&want.replace(' ', "")), want);
        }
    }

    #[test]
    fn words_of_ones_own_count() {
        let text = "望河县县长李明";
        let at = text.find("李明").unwrap_or_default();
        let own = |from| if from == at { vec![(text.len(), 1.0)] } else { Vec::new() };
        let last = segment_with(text, own).pop();
        assert_eq!(last.map(|piece| &text[piece.range]), Some("李明"));
    }

    #[test]
    fn a_long_text_is_cut_in_linear_time() {
        let text = "中华人民共和国生态环境保护督察工作领导小组".repeat(20_000);
        let begin = std::time::Instant::now();
        assert!(segment(&text).len() > 80_000);
        // A second is twenty times what it takes; a square of the length would take hours.
        assert!(begin.elapsed().as_secs() < 10);
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_the_text(text in "[一-龥的和工作人民政府a-z0-9，。 é\u{301}😀]{0,60}") {
            let mut end = 0;
            for piece in segment(&text) {
                proptest::prop_assert_eq!(piece.range.start, end);
                proptest::prop_assert!(piece.range.end > end);
                end = piece.range.end;
            }
            proptest::prop_assert_eq!(end, text.len());
        }
    }
}
