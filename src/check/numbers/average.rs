//! Averages held against their total, and one amount given in two units.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, amounts, shown};
use super::{AVERAGE, SUM_MISMATCH};
use crate::check::cues::{Cues, first_chars, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// Averages, and what each is of.
const OF: &[(&str, &[&str])] = &[
    ("日均", &["天", "日"]),
    ("人均", &["人", "名"]),
    ("户均", &["户"]),
    ("月均", &["个月"]),
    ("亩均", &["亩"]),
    ("年均", &["年"]),
    ("村均", &["个村", "村"]),
    ("场均", &["场", "场次"]),
    ("平均每人", &["人", "名"]),
    ("平均每户", &["户"]),
    ("平均每天", &["天"]),
    ("平均每亩", &["亩"]),
    ("每户平均", &["户"]),
    ("每人平均", &["人", "名"]),
    ("平均每村", &["个村", "村"]),
];

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (words!("average.txt", "average"), average),
        (&["合", "即", "（约", "（"], converted),
        (&["每户", "每人", "每亩", "每名", "每头", "每个"], times),
    ])
});

/// Looks at the averages of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

/// 8天共接待16万人次，日均2.4万人次.
fn average(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((_, units)) = OF.iter().find(|(word, _)| *word == &text[cue.clone()]) else { return };
    let near = first_chars(&text[cue.end..], 8);
    let Some(digit) = near.find(|c: char| c.is_ascii_digit()) else { return };
    let said = near[..digit].trim_end_matches(['约', '达', '为', '到', '可']);
    // 近, 超 leave room that nobody can measure.
    if said.ends_with(['近', '超', '逾', '过', '第']) || said.contains(['，', '。', '、', '；'])
    {
        return;
    }
    let end = text.floor_char_boundary((cue.end + digit + 40).min(text.len()));
    let Some(each) = amount_at(text, cue.end + digit, end) else { return };
    if text[each.range.end..].starts_with(['多', '余', '以', '左', '—', '-', '至', '的'])
        || each.is_percent()
    {
        return;
    }
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let found = amounts(text, start..cue.start);
    let is_sure = |amount: &Amount<'_>| {
        !text[amount.range.end..].starts_with(['多', '余', '以', '左'])
            && !text[..amount.range.start].ends_with(['近', '超', '逾', '过', '每'])
    };
    let totals: Vec<&Amount<'_>> = found.iter().filter(|amount| amount.unit == each.unit).collect();
    let counts: Vec<&Amount<'_>> =
        found.iter().filter(|amount| units.contains(&amount.unit)).collect();
    let (&[total], &[count]) = (&totals[..], &counts[..]) else { return };
    let clause = sentence_before(text, total.range.start);
    // 投资160万元，户均增收2万元: one is no part of the other.
    let same_thing = said.is_empty()
        || (clause.contains(said) && !said.is_empty())
        || text[total.range.end..cue.start].contains(said);
    if !is_sure(total)
        || !is_sure(count)
        || !same_thing
        || count.value <= 0.0
        || total.range == count.range
    {
        return;
    }
    let right = total.value / count.value;
    let off = right * (total.slack() + count.slack());
    // What divides evenly was divided exactly.
    let whole = right / each.scale;
    let even = each.decimals == 0 && (whole - whole.round()).abs() < 1e-9;
    let room = if even { 1e-6 * right } else { each.step() * 1.05 };
    if (right - each.value).abs() <= room + off {
        return;
    }
    let written = &text[each.range.clone()];
    let message = format!(
        "「{}」除以「{}」是 {}，不是「{written}」",
        &text[total.range.clone()],
        &text[count.range.clone()],
        shown(right, each.unit)
    );
    out.tell(AVERAGE, passage, each.range.clone(), message, "算一算，三个数里改正写错的那个");
}

/// 每户补助2000元，共补助150户，合计发放32万元.
fn times(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(unit) = text[cue.clone()].chars().nth(1) else { return };
    let end = cue.end + crate::check::cues::sentence_behind(text, cue.end).len();
    let found = amounts(text, cue.end..end);
    let Some((each, rest)) = found.split_first() else { return };
    let counts: Vec<&Amount<'_>> = rest.iter().filter(|it| it.unit.starts_with(unit)).collect();
    let totals: Vec<&Amount<'_>> = rest.iter().filter(|it| it.unit == each.unit).collect();
    let (&[count], &[total]) = (&counts[..], &totals[..]) else { return };
    let near = text[cue.end..each.range.start].chars().count() <= 8;
    let lead = &text[count.range.end.min(total.range.start)..total.range.start];
    let is_total =
        ["合计", "共计", "总计", "共发放", "累计发放", "共补助", "共需", "合计发放", "共兑付"]
            .iter()
            .any(|word| lead.contains(word));
    let about = |amount: &Amount<'_>| {
        text[amount.range.end..].starts_with(['多', '余', '以', '左', '至', '—'])
            || text[..amount.range.start].ends_with(['近', '超', '逾', '约'])
    };
    let right = each.value * count.value;
    if near
        && is_total
        && ![each, count, total].iter().any(|amount| about(amount))
        && (right - total.value).abs() > total.step() * 0.8
        && total.range.start > count.range.end
    {
        let written = &text[total.range.clone()];
        let message = format!(
            "「{}」乘以「{}」是 {}，不是「{written}」",
            &text[each.range.clone()],
            &text[count.range.clone()],
            shown(right, each.unit)
        );
        out.tell(AVERAGE, passage, total.range.clone(), message, "算一算，三个数里改正写错的那个");
    }
}

/// Pairs of units: how many of the second the first is.
const UNITS: &[(&str, &str, f64)] = &[
    ("公顷", "亩", 15.0),
    ("平方公里", "亩", 1500.0),
    ("平方公里", "公顷", 100.0),
    ("公斤", "斤", 2.0),
    ("千克", "斤", 2.0),
    ("吨", "公斤", 1000.0),
    ("吨", "斤", 2000.0),
    ("公里", "里", 2.0),
    ("公里", "米", 1000.0),
    ("千米", "米", 1000.0),
    ("公顷", "平方米", 10000.0),
    ("小时", "分钟", 60.0),
];

/// 1200亩（约合180公顷）.
fn converted(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let behind = text[cue.end..].trim_start_matches(['约', '为']);
    if !behind.starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    let at = text.len() - behind.len();
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(other) = amount_at(text, at, end) else { return };
    let lead = text[..cue.start].trim_end_matches(['约', '折', '（', '，']);
    // （1200亩）right behind its amount only.
    if text[cue.clone()].starts_with('（') && text[..cue.start].len() != lead.len() {
        return;
    }
    let before = sentence_before(lead, lead.len());
    let Some(own) = amounts(lead, lead.len() - before.len()..lead.len())
        .pop()
        .filter(|own| own.range.end == lead.len())
    else {
        return;
    };
    let times = UNITS.iter().find_map(|(big, small, times)| match (own.unit, other.unit) {
        (a, b) if a == *big && b == *small => Some(*times),
        (a, b) if a == *small && b == *big => Some(1.0 / times),
        _ => None,
    });
    let Some(times) = times else { return };
    let right = own.value * times;
    if (right - other.value).abs() <= right * 0.02 + other.step() * 1.05 {
        return;
    }
    let written = &text[other.range.clone()];
    let message = format!(
        "「{}」合 {}，不是「{written}」",
        &text[own.range.clone()],
        shown(right, other.unit)
    );
    out.tell(SUM_MISMATCH, passage, other.range.clone(), message, "换算一下，改正其中一个");
}
