//! What rose or fell, held against the two figures between which it did.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, shown};
use super::{CHANGE, PERCENTAGE};
use crate::check::cues::{Cues, first_chars, sentence_before, sentence_behind};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// What stands between the first figure and the second.
const UP: &[&str] = words!("change.txt", "UP");
const DOWN: &[&str] = words!("change.txt", "DOWN");

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (UP, rise),
        (DOWN, fall),
        (&["比", "较"], compared),
        (&["，是", "，为", "，相当于"], times_of),
        (words!("change.txt", "negative"), negative),
    ])
});

/// Looks at what a passage says of rises and falls.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.has_digits() {
        CUES.look(passage, out);
    }
}

fn rise(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    from_to(passage, cue, true, out);
}

fn fall(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    from_to(passage, cue, false, out);
}

/// 增长-3.2%.
fn negative(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits =
        text[cue.end..].bytes().take(8).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if digits == 0
        || !text[cue.end + digits..]
            .starts_with(|c: char| c == '%' || c == '％' || crate::check::cues::is_han(c))
    {
        return;
    }
    let range = cue.start..cue.end + digits;
    let message = format!("「{}」增减已经用字说了，数前面不用负号", &text[range.clone()]);
    out.tell(CHANGE, passage, range, message, "增长是负的，写「下降」；下降的，去掉负号");
}

/// What an amount is not measured by when it counts from the top.
fn is_place(text: &str, amount: &Amount<'_>) -> bool {
    text[..amount.range.start].ends_with('第') && matches!(amount.unit, "位" | "名")
}

/// The last amount that ends right before a place.
fn amount_before(text: &str, at: usize) -> Option<Amount<'_>> {
    let near = sentence_before(text, at);
    let start = at - near.len();
    // The number that the amount begins with is the last one before the place.
    let digit = near.rfind(|c: char| c.is_ascii_digit())?;
    let run = near[..=digit].bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let first = start + digit + 1 - run;
    let found = amount_at(text, first, at)?;
    (at - found.range.end <= 9).then_some(found)
}

/// The first amount behind a place, at most so many characters on; years are passed over.
fn amount_behind(text: &str, at: usize, most: usize) -> Option<Amount<'_>> {
    let near = first_chars(sentence_behind(text, at), most + 14);
    let end = text.len().min(at + near.len() + 24);
    let end = text.floor_char_boundary(end);
    let mut from = 0;
    while let Some(digit) = near[from..].find(|c: char| c.is_ascii_digit()) {
        let first = from + digit;
        if near[..first].chars().count() > most {
            return None;
        }
        let length = near[first..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        if near[first + length..].starts_with(['年', '月', '日', '季']) {
            from = first + length;
            continue;
        }
        return amount_at(text, at + first, end);
    }
    None
}

/// 由200万人次增至250万人次，同比增长20%.
fn from_to(passage: &Passage<'_>, cue: Range<usize>, rises: bool, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(from) = amount_before(text, cue.start) else { return };
    let Some(to) = amount_behind(text, cue.end, 12) else { return };
    let lead = text.floor_char_boundary(from.range.start.saturating_sub(72));
    let is_from = text[lead..from.range.start].contains(['由', '从']);
    if from.unit != to.unit
        || !is_from
        || from.value <= 0.0
        || text[cue.end..to.range.start].contains('，')
    {
        return;
    }
    // 1小时33分钟 is one amount in two.
    if text[..from.range.start].ends_with(['时', '元', '里', '年', '亿', '万', '吨']) {
        return;
    }
    let place = is_place(text, &from);
    let wrong_way = if rises { to.value < from.value } else { to.value > from.value };
    if wrong_way && !place && text[cue.end..to.range.start].chars().count() <= 8 {
        let (a, b) = (&text[from.range.clone()], &text[to.range.clone()]);
        let message = format!("从「{a}」到「{b}」不是「{}」", &text[cue.clone()]);
        out.tell(
            CHANGE,
            passage,
            cue.start..to.range.end,
            message,
            "核对这两个数，或改正前面的动词",
        );
        return;
    }
    difference(passage, &from, &to, to.range.end, out);
}

/// 53.8亿元，比上年的48.6亿元增加4.2亿元.
fn compared(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(from) = amount_behind(text, cue.end, 10) else { return };
    let near = sentence_before(text, cue.start);
    let Some(lead) = near.strip_suffix(['，', '（']).or(Some(near)) else { return };
    let Some(to) = amount_before(text, cue.start - (near.len() - lead.len())) else { return };
    let between = &text[cue.end..from.range.start];
    // 普及率达96.5%，比2020年提高8%.
    let by = ["提高", "提升", "上升", "下降", "降低", "增加"]
        .iter()
        .any(|verb| between.trim_end_matches('了').ends_with(verb));
    let lead = sentence_before(text, to.range.start);
    let lead = lead.rsplit(['，', '、']).next().unwrap_or_default();
    let rate = ["率", "比重", "占比"].iter().any(|word| lead.contains(word));
    if from.is_percent() && to.is_percent() && by && rate && between.chars().count() <= 10 {
        let message = format!("「{}」是两个百分数的差，用百分点", &text[from.range.clone()]);
        out.tell(PERCENTAGE, passage, from.range.clone(), message, "改成「个百分点」");
        return;
    }
    if from.unit == to.unit
        && from.value > 0.0
        && !between.contains(['，', '、', '增', '降', '提', '减', '高', '低', '多', '少'])
    {
        difference(passage, &from, &to, from.range.end, out);
    }
}

/// 达2.6亿元，是上年1.3亿元的3倍.
fn times_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (Some(to), Some(from)) = (amount_before(text, cue.start), amount_behind(text, cue.end, 8))
    else {
        return;
    };
    let Some(rest) = text[from.range.end..].strip_prefix('的') else { return };
    let length = rest.bytes().take(6).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let Ok(said) = rest[..length].parse::<f64>() else { return };
    if from.unit == to.unit && from.value > 0.0 && rest[length..].starts_with(['%', '％']) {
        let ratio = to.value / from.value * 100.0;
        let decimals = rest[..length].split_once('.').map_or(0, |(_, rest)| rest.len());
        let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        if (ratio - said).abs() > step * 0.8 + (from.slack() + to.slack()) * ratio {
            let start = text.len() - rest.len();
            let range =
                start..start + length + rest[length..].chars().next().map_or(1, char::len_utf8);
            let message =
                format!("前一个数是后一个的 {ratio:.1}%，不是「{}」", &text[range.clone()]);
            out.tell(CHANGE, passage, range, message, "算一算，三个数里改正写错的那个");
        }
        return;
    }
    if from.unit != to.unit
        || !rest[length..].starts_with('倍')
        || from.value <= 0.0
        || rest[length + 3..].starts_with(['多', '以'])
    {
        return;
    }
    let decimals = rest[..length].split_once('.').map_or(0, |(_, rest)| rest.len());
    let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    let ratio = to.value / from.value;
    if (ratio - said).abs() > step * 0.55 + (from.slack() + to.slack()) * ratio {
        let start = text.len() - rest.len();
        let range = start..start + length + '倍'.len_utf8();
        let message =
            format!("前一个数是后一个的 {} 倍，不是「{}」", round(ratio), &text[range.clone()]);
        out.tell(CHANGE, passage, range, message, "算一算，三个数里改正写错的那个");
    }
}

/// What says how much one figure is more or less than another.
const BY: &[&str] = words!("change.txt", "BY");

/// Holds what stands behind two figures against them.
fn difference(
    passage: &Passage<'_>,
    from: &Amount<'_>,
    to: &Amount<'_>,
    at: usize,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let rest = sentence_behind(text, at);
    let near = first_chars(rest, 22);
    if doubled(passage, from, to, at..at + near.len(), out) {
        return;
    }
    let Some(digit) = near.find(|c: char| c.is_ascii_digit()) else { return };
    let lead = near[..digit].replace("同比", "").replace("环比", "");
    let verb =
        BY.iter().find(|word| lead.trim_end_matches(['了', '达', '到', '为']).ends_with(**word));
    // 比全市平均高…, 年均增长…: measured by something else.
    let other = [
        "比", "较", "平均", "年均", "分别", "高于", "计划", "全", "近", "约", "超", "逾", "累计",
        "其中", "第", "、",
    ];
    let own = lead.trim_start_matches(['，', '（', '多', '余']);
    // 补贴标准提高50%: something else than what the figures count.
    let verb = verb.filter(|verb| own.chars().count() <= verb.chars().count() + 5);
    if verb.is_none()
        || other.iter().any(|word| own.contains(word))
        || own.matches('，').count() > 1
    {
        return;
    }
    let end = text.floor_char_boundary((at + digit + 40).min(text.len()));
    let start = at + digit;
    let length =
        text[start..].bytes().take(12).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let Ok(said) = text[start..start + length].parse::<f64>() else { return };
    let decimals = text[start..start + length].split_once('.').map_or(0, |(_, rest)| rest.len());
    let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    let behind = &text[start + length..end];
    let gap = to.value - from.value;
    let ratio = to.value / from.value;
    let off = (from.slack() + to.slack()) * ratio;
    let points = behind.starts_with("个百分点");
    let percent = behind.starts_with(['%', '％']);
    let is_more =
        |text: &str| text.starts_with(['多', '余', '以', '左', '—', '-', '～', '至', '到']);
    if is_more(behind.trim_start_matches(['%', '％', '倍', '元', '个'])) {
        return;
    }
    let (right, fits) = if points || (percent && from.is_percent()) {
        if !from.is_percent() {
            let range = start..start + length + "个百分点".len();
            let message = format!("前后两个数不是百分数，「{}」应用「%」", &text[range.clone()]);
            out.tell(CHANGE, passage, range, message, "比例之差才用百分点；增减的幅度用「%」");
            return;
        }
        let exact = (gap.abs() - said).abs() <= step * 0.55;
        if percent {
            let relative =
                (gap.abs() / from.value * 100.0 - said).abs() <= step * 1.05 + off * 100.0;
            if exact && !relative {
                let range = start..start + length + behind.chars().next().map_or(1, char::len_utf8);
                let message = format!("「{}」是两个百分数的差，用百分点", &text[range.clone()]);
                out.tell(PERCENTAGE, passage, range, message, format!("改成「{said}个百分点」"));
                return;
            }
            (format!("{}个百分点", round(gap.abs())), relative)
        } else {
            (format!("{}个百分点", round(gap.abs())), exact)
        }
    } else if percent {
        let right = gap.abs() / from.value * 100.0;
        (format!("{right:.1}%"), (right - said).abs() <= step * 1.05 + off * 100.0)
    } else if behind.starts_with('倍') {
        if gap <= 0.0 {
            return;
        }
        let right = ratio - 1.0;
        (format!("{}倍", round(right)), (right - said).abs() <= step * 0.55 + off)
    } else {
        let Some(by) = amount_at(text, start, end).filter(|by| by.unit == from.unit) else {
            return;
        };
        let loose = if by.step() > from.step().min(to.step()) {
            by.step() * 0.55
        } else if text[from.range.clone()].contains('.') {
            // Each of the three was rounded by itself.
            by.step() * 1.05
        } else {
            1e-6 * by.value.max(1.0)
        };
        (shown(gap.abs(), by.unit), (gap.abs() - by.value).abs() <= loose)
    };
    if fits {
        return;
    }
    let unit: usize = if points {
        "个百分点".len()
    } else {
        let unit = amount_at(text, start, end).map(|by| by.range.end - start - length);
        unit.unwrap_or_else(|| behind.chars().next().map_or(0, char::len_utf8))
    };
    let range = start..start + length + unit;
    let message = format!(
        "「{}」和「{}」相差 {right}，不是「{}」",
        &text[from.range.clone()],
        &text[to.range.clone()],
        &text[range.clone()]
    );
    out.tell(CHANGE, passage, range, message, "算一算，三个数里改正写错的那个");
}

fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

/// 五年间翻了两番; whether something of that sort was said.
fn doubled(
    passage: &Passage<'_>,
    from: &Amount<'_>,
    to: &Amount<'_>,
    near: Range<usize>,
    out: &mut Findings<'_>,
) -> bool {
    let text = &*passage.text;
    let Some(at) = text[near.clone()].find('翻') else { return false };
    let start = near.start + at;
    let rest = text[start + '翻'.len_utf8()..].trim_start_matches('了');
    let Some(number) = rest.chars().next() else { return false };
    let times = match number {
        '一' | '1' => 1,
        '两' | '2' | '二' => 2,
        '三' | '3' => 3,
        '四' | '4' => 4,
        '五' | '5' => 5,
        _ => return false,
    };
    let behind = &rest[number.len_utf8()..];
    if !behind.starts_with('番') {
        return false;
    }
    let ratio = to.value / from.value;
    let want = 2_f64.powi(times);
    if !(want * 0.93..want * 1.47).contains(&ratio) {
        let end = text.len() - behind.len() + '番'.len_utf8();
        let message =
            format!("后一个数是前一个的 {} 倍，不是「{}」", round(ratio), &text[start..end]);
        out.tell(CHANGE, passage, start..end, message, "翻一番是原来的两倍，翻两番是四倍");
    }
    true
}
