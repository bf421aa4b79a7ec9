//! Shares and running totals of one thing in two entries that contradict each other.

use std::ops::Range;

use super::readings::shared;
use super::{DIFFERING_FACTS, FALLING_TOTAL};
use crate::check::cues::{han_before, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// A sentence of a story.
pub(super) struct Sentence<'d, 'a> {
    pub(super) story: usize,
    pub(super) passage: &'d Passage<'a>,
    pub(super) range: Range<usize>,
    pub(super) text: &'d str,
    pub(super) county: Option<usize>,
    /// Which signs it has: only what both sentences have is looked at.
    pub(super) signs: u8,
}

pub(super) fn digits(text: &str) -> usize {
    text.bytes().take(3).take_while(u8::is_ascii_digit).count()
}

/// The day up to which a sentence counts: 截至10月底 is the 31st.
fn until(text: &str) -> Option<(u32, u32)> {
    let at = ["截至", "截止"].iter().find_map(|word| Some(text.find(word)? + word.len()))?;
    let rest = text[at..].trim_start_matches('到');
    let rest = match rest.find('年') {
        Some(year) if rest[..year].bytes().all(|b| b.is_ascii_digit()) => {
            &rest[year + '年'.len_utf8()..]
        }
        _ => rest,
    };
    let count = digits(rest);
    let month = rest[..count].parse().ok()?;
    let behind = rest[count..].strip_prefix('月')?;
    let length = digits(behind);
    let day = behind[..length].parse().unwrap_or(31);
    Some((month, day))
}

/// 截至10月底…整改率达到92%, and 截至11月底…85%; 截至11月20日累计…326户, and 截至11月27日…318户.
pub(super) fn check(
    own: &Sentence<'_, '_>,
    other: &Sentence<'_, '_>,
    file: &str,
    out: &mut Findings<'_>,
) {
    if own.county != other.county || own.county.is_none() {
        return;
    }
    let (Some(here), Some(there)) = (until(own.text), until(other.text)) else { return };
    let Some((name, at, place)) = shared(own.text, other.text, 5) else { return };
    // What is shared stands before the number in both.
    let number = |text: &str, from: usize| -> Option<(Range<usize>, f64, String)> {
        let digit = text[from..].find(|c: char| c.is_ascii_digit())?;
        let start = from + digit;
        if text[from..start].chars().count() > 6 || text[from..start].contains(['，', '、', '。'])
        {
            return None;
        }
        let count =
            text[start..].bytes().take(10).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let value = text[start..start + count].parse().ok()?;
        let unit: String =
            text[start + count..].chars().take(2).filter(|c| is_han(*c) || *c == '%').collect();
        let unit: String = match unit.chars().next() {
            Some('%') => "%".to_owned(),
            Some('万' | '亿') => unit,
            Some(first) => first.to_string(),
            None => return None,
        };
        Some((start..start + count + unit.len(), value, unit))
    };
    let (Some((range, a, unit)), Some((other_range, b, other_unit))) =
        (number(own.text, at + name.len()), number(other.text, place + name.len()))
    else {
        return;
    };
    let same_rate = here == there && unit == "%" && name.contains('率');
    const GOES_UP: &[&str] = words!("shares.txt", "GOES_UP");
    let counted = |text: &str| GOES_UP.iter().any(|word| text.contains(word));
    if unit != other_unit
        || (a - b).abs() < 1e-9
        || !(same_rate || counted(han_before(own.text, range.start, 16)))
    {
        return;
    }
    let (shown, was) = (&own.text[range.clone()], &other.text[other_range]);
    let range = own.range.start + range.start..own.range.start + range.end;
    // Plain numbers of two months are looked at with the other figures.
    let same_month = here.0 == there.0;
    if here == there && unit == "%" {
        let message = format!("同一件事，这里是「{shown}」，本期的「{file}」里是「{was}」");
        out.tell(DIFFERING_FACTS, own.passage, range, message, "向报送单位核实，两处改成一致");
    } else if ((here > there && a < b) || (here < there && a > b)) && (unit == "%" || same_month) {
        let message = format!("「{shown}」和本期「{file}」里的「{was}」对不上：后来累计的反而少");
        out.tell(FALLING_TOTAL, own.passage, range, message, "向报送单位核实，哪一处写错了");
    }
}
