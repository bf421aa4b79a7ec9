//! Characters and punctuation: rules that look at a character and its neighbours.
//!
//! Each passage is gone over once, character by character, and what stands there decides which rule
//! looks at it. No rule looks further than a fixed number of characters; only marks that come in
//! pairs are followed through the whole text, with a stack.

mod alike;
mod book_titles;
mod clauses;
mod doubled;
mod half_width;
mod line;
mod pairs;
mod pauses;
mod places;
mod questions;
mod quoted;
pub mod rules;
mod sayings;
mod shapes;
mod signs;
mod space;
mod stops;
mod straight;
mod torn;
mod traditional;
mod width;

pub use half_width::is_foreign;
pub use rules::RULES;
pub use space::is_surname;

use self::line::{Line, Scan};
use super::across::Archive;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "标点和字符", rules: RULES, check };

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, findings: &mut Findings<'_>) {
    for passage in draft.passages() {
        let line = Line::of(passage);
        let mut scan =
            Scan { passage, line: &line, findings, quoted: 0, directory: &book.directory };
        go_over(&mut scan);
        if line.is_chinese {
            straight::quotes(&mut scan);
            places::check(passage, scan.findings);
        }
    }
    for story in &draft.stories {
        clauses::last(story, findings);
        torn::check(story, findings);
    }
    pairs::check(draft, findings);
}

/// Shows each character to the rules it may concern; they say where to go on.
fn go_over(scan: &mut Scan<'_, '_, '_>) {
    let mut at = 0;
    while let Some(c) = scan.get(at) {
        at = match c {
            '\u{4E00}'..='\u{9FFF}' if traditional::simplified(c).is_none() => at + 1,
            '\u{4E00}'..='\u{9FFF}' => traditional::character(scan, at),
            '“' | '《' => {
                scan.quoted += 1;
                at + 1
            }
            '”' | '》' => {
                scan.quoted = scan.quoted.saturating_sub(1);
                at + 1
            }
            '，' | '。' | '；' | '：' | '、' | '？' | '！' => doubled::points(scan, at),
            '.' if scan.get(at + 1) == Some('.') => doubled::dots(scan, at),
            ',' | ';' | ':' | '.' => half_width::point(scan, at),
            '?' | '!' => half_width::exclamation(scan, at),
            '(' | '（' => half_width::bracket(scan, at),
            '．' | '·' => doubled::dots(scan, at),
            '…' => doubled::leader(scan, at),
            '・' if scan.get(at + 1) == Some('・') => doubled::dots(scan, at),
            '・' | '‧' | '•' | 'ㄧ' => alike::between(scan, at),
            'ー' if scan.get(at + 1) != Some('ー') => alike::between(scan, at),
            '—' => doubled::dash(scan, at),
            '-' | '―' | '─' | '－' | 'ー' => doubled::strokes(scan, at),
            ' ' | '\u{A0}' | '\u{3000}' => space::space(scan, at),
            '\u{FE50}'..='\u{FE5E}' | '\u{FF61}'..='\u{FF64}' | '＂' | '＇' => {
                alike::small(scan, at)
            }
            '○' | '◯' | '⭘' => alike::circle(scan, at),
            '0' if !beside_digit(scan, at) => alike::circle(scan, at),
            'O' | 'o' | 'l' | 'I' if scan.before(at).is_some_and(|c| c.is_ascii_digit()) => {
                alike::letter(scan, at)
            }
            'O' | 'o' => alike::circle(scan, at),
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => width::alphanumeric(scan, at),
            '\u{370}'..='\u{52F}' if alike::latin(c).is_some() => alike::foreign(scan, at),
            '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' => alike::radical(scan, at),
            c if alike::is_control(c) => alike::control(scan, at),
            _ => at + 1,
        };
    }
}

/// Most noughts stand in a number of digits.
fn beside_digit(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() && c != '0' || c == '.');
    digit(scan.before(at)) || digit(scan.get(at + 1))
}
