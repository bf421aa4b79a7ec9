//! A whole that is cut in two, and a total behind its parts: 200批次，合格196批次，不合格6批次; 12处，15处，9处，共计38处.

use std::ops::Range;

use super::SUM_MISMATCH;
use super::quantities::{Amount, differ, shown};
use crate::check::{Findings, Passage};

/// Words of which one says what the other denies.
const OPPOSITES: &[(&str, &str)] = &[
    ("合格", "不合格"),
    ("达标", "不达标"),
    ("通过", "未通过"),
    ("完成", "未完成"),
    ("办结", "未办结"),
    ("同意", "不同意"),
    ("已", "未"),
];

/// 抽检200批次，合格196批次，不合格6批次; and 12处，15处，9处，共计38处.
pub(super) fn check(
    passage: &Passage<'_>,
    sentence: Range<usize>,
    amounts: &[Amount<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    for window in amounts.windows(3) {
        let [whole, part, other] = window else { continue };
        let first = text[whole.range.end..part.range.start].trim_start_matches(['，', '、', '；']);
        let second = text[part.range.end..other.range.start].trim_start_matches(['，', '、', '；']);
        let pair = OPPOSITES.iter().any(|(a, b)| first == *a && second == *b);
        if pair
            && whole.unit == part.unit
            && part.unit == other.unit
            && differ(part.value + other.value, whole.value)
        {
            let why = format!("后面两项加起来是 {}", shown(part.value + other.value, whole.unit));
            return tell_over(passage, whole, other.range.end, &why, out);
        }
    }
    for (at, total) in amounts.iter().enumerate().skip(2) {
        let lead = &text[sentence.start..total.range.start];
        // 共发现危房240户: with the name that the parts have.
        let said = lead.trim_end_matches(['为', '达', '约']);
        let clause = said.rsplit('，').next().unwrap_or_default();
        let noun = crate::check::cues::han_before(said, said.len(), 2);
        let named = clause.starts_with('共')
            && (3..=8).contains(&clause.chars().count())
            && amounts[at - 2..at].iter().all(|part| {
                text[..part.range.start].ends_with(noun)
                    || crate::check::cues::clause_before(text, part.range.start).contains(noun)
            })
            && noun.chars().count() == 2;
        if !["共计", "合计", "总计", "，共", "一共", "共"].iter().any(|word| said.ends_with(word))
            && !named
        {
            continue;
        }
        let parts = amounts[..at].iter().rev();
        let parts: Vec<&Amount<'_>> =
            parts.take_while(|part| part.unit == total.unit && part.value < total.value).collect();
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let between = parts
            .first()
            .is_some_and(|last| text[last.range.end..total.range.start].chars().count() <= 8);
        if parts.len() >= 2
            && between
            && differ(sum, total.value)
            && (sum / total.value - 1.0).abs() < 0.3
        {
            let first = parts.last().map_or(total.range.start, |first| first.range.start);
            let message = format!(
                "各项加起来是 {}，不是「{}」",
                shown(sum, total.unit),
                &text[total.range.clone()]
            );
            out.tell(
                SUM_MISMATCH,
                passage,
                first..total.range.end,
                message,
                "算一算，改正总数或各项",
            );
        }
    }
}

/// Tells of a whole and its parts, up to the end of the last.
pub(super) fn tell_over(
    passage: &Passage<'_>,
    whole: &Amount<'_>,
    end: usize,
    why: &str,
    out: &mut Findings<'_>,
) {
    let written = &passage.text[whole.range.clone()];
    let message = format!("写的是「{written}」，{why}");
    out.tell(SUM_MISMATCH, passage, whole.range.start..end, message, "算一算，改正总数或各项");
}
