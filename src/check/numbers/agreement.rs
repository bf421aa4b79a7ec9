//! Rates and amounts of one sentence that do not agree: 增长1.2倍，由5亿元增加到6亿元; 120万人次，增长15%，比去年增加40万人次;
//! 全部完成，完成率98%; 4个部门、12个乡镇共18个单位.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, amounts, differ, shown};
use super::{CHANGE, MIXED_NUMERAL, PERCENTAGE, SHARE, SUM_MISMATCH};
use crate::check::cues::{
    Cues, clause_before, first_chars, number_before, number_behind, sentence_before,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["%，由", "%，从", "倍，由", "倍，从"], rate_first),
        (&["%，比", "%，较", "%，净增", "%，增加"], rate_and_gain),
        (words!("agreement.txt", "all_done"), all_done),
        (&["个百分点"], level_in_points),
        (words!("agreement.txt", "of_task"), of_task),
        (&["共"], joined),
        (&["余名", "余人", "余户", "余家", "多名", "多人", "多户"], hundreds),
        (&["元/人", "元/户", "元/亩", "元/吨", "元/台", "元/次"], unit_price),
        (&["期共", "项共", "年共", "批共", "次共", "地共", "季共", "者共"], several),
        (&["中有", "中，有", "中已有", "中，已有"], of_them),
        (&["率"], bare_rate),
        (&["，比上年增加", "，比去年增加", "，比上年增长", "，比去年增长"], more_than_it_was),
    ])
});

/// Looks at the figures of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

/// Half of the last digit of a number that is written so.
fn half_step(number: &str) -> f64 {
    let decimals = number.split_once('.').map_or(0, |(_, rest)| rest.len());
    0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0))
}

/// 增长1.2倍，由5亿元增加到6亿元.
fn rate_first(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let number = &text[cue.start - digits..cue.start];
    let Ok(said) = number.parse::<f64>() else { return };
    let lead = text[..cue.start - digits].trim_end_matches('了');
    let rises = ["增长", "增加", "提高", "提升"].iter().any(|word| lead.ends_with(word));
    let falls = ["下降", "减少", "降低", "压缩", "缩短"].iter().any(|word| lead.ends_with(word));
    let behind = sentence_behind(text, cue.end);
    let clause = behind.split(['，', '；']).next().unwrap_or_default();
    let found = amounts(text, cue.end..cue.end + clause.len());
    let [from, to] = &found[..] else { return };
    let measure = |amount: &Amount<'_>| match amount.unit.starts_with('个') {
        true => "个".to_owned(),
        false => amount.unit.to_owned(),
    };
    if measure(from) != measure(to) || from.value <= 0.0 || from.is_percent() || !(rises || falls) {
        return;
    }
    let times = text[cue.clone()].starts_with('倍');
    let change = (to.value - from.value).abs() / from.value * if times { 1.0 } else { 100.0 };
    let room = half_step(number) * 1.1 + change * (from.slack() + to.slack());
    let about =
        [from, to].iter().any(|amount| text[amount.range.end..].starts_with(['多', '余', '左']));
    if (change - said).abs() > room && !about && (rises == (to.value > from.value)) {
        let sign = if times { "倍" } else { "%" };
        let range = cue.start - digits..cue.start + sign.len();
        let message = format!(
            "「{}」到「{}」是 {:.1}{sign}，不是「{}」",
            &text[from.range.clone()],
            &text[to.range.clone()],
            change,
            &text[range.clone()]
        );
        out.tell(CHANGE, passage, range, message, super::RECKON);
    }
}

/// 120万人次，同比增长15%，比去年增加40万人次.
fn rate_and_gain(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let Ok(rate) = text[cue.start - digits..cue.start].parse::<f64>() else { return };
    let lead = text[..cue.start - digits].trim_end_matches('了');
    if !["同比增长", "，增长", "同比增加"].iter().any(|word| lead.ends_with(word)) {
        return;
    }
    let rest = &text[cue.start + "%，".len()..];
    let start = text.len() - rest.len();
    let near = first_chars(rest, 12);
    let bare =
        words!("agreement.txt", "rate_and_gain.bare").iter().find(|word| near.starts_with(**word));
    let Some(bare) = bare else { return };
    let end = text.floor_char_boundary((start + bare.len() + 40).min(text.len()));
    let Some(gain) = amount_at(text, start + bare.len(), end) else { return };
    let before = sentence_before(text, cue.start - digits);
    let from = cue.start - digits - before.len();
    let found = amounts(text, from..cue.start - digits);
    let Some(total) = found.last().filter(|total| total.unit == gain.unit) else { return };
    let near_by = text[total.range.end..cue.start - digits].chars().count() <= 8;
    let right = total.value - total.value / (1.0 + rate / 100.0);
    if near_by
        && rate > 0.0
        && (right - gain.value).abs() > right * 0.12 + gain.step() + total.step() * 0.5
    {
        let message = format!(
            "「{}」增长 {rate}%，增加的约是 {}，不是「{}」",
            &text[total.range.clone()],
            shown((right / gain.scale).round() * gain.scale, gain.unit),
            &text[gain.range.clone()]
        );
        out.tell(CHANGE, passage, gain.range.clone(), message, super::RECKON);
    }
}

/// 全部完成任务，完成率达98%.
fn all_done(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.start + "全部".len()..cue.end];
    let rest = first_chars(&text[cue.end..], 16);
    let rate = format!("，{word}率");
    let Some(at) = rest.find(&rate) else { return };
    let behind = &rest[at + rate.len()..];
    let bare = behind.trim_start_matches(['达', '到', '为', '是']);
    let digits = number_behind(bare);
    let Ok(said) = bare[..digits].parse::<f64>() else { return };
    if said < 100.0 && bare[digits..].starts_with(['%', '％']) {
        let start = cue.end + at + rate.len() + (behind.len() - bare.len());
        let range = start..start + digits + 1;
        let message = format!("前面说「全部{word}」，{word}率不会是「{}」", &text[range.clone()]);
        out.tell(SHARE, passage, range, message, super::RECKON);
    }
}

/// 失业率控制在3.6个百分点以内: a rate is so many per cent, not points.
fn level_in_points(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let lead = &text[..cue.start - digits];
    let is =
        words!("agreement.txt", "level_in_points.is").iter().find(|word| lead.ends_with(**word));
    let Some(is) = is.filter(|_| digits > 0) else { return };
    let name = clause_before(text, lead.len() - is.len());
    let rated = ["率", "比重", "占比", "比例"].iter().any(|word| name.ends_with(word));
    // 贡献率为2个百分点 is one of a growth.
    if rated && !name.contains(['贡', '拉', '差', '幅']) {
        let range = cue.start - digits..cue.end;
        let message = format!("比率用「%」，不用百分点：「{}」", &text[range.clone()]);
        out.tell(PERCENTAGE, passage, range, message, "两个百分数相减的差才用百分点");
    }
}

/// 26.8万头，完成全年任务32万头的93.8%.
fn of_task(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = sentence_before(text, cue.start);
    let Some(lead) = lead.strip_suffix('，') else { return };
    let start = cue.start - "，".len() - lead.len();
    let found = amounts(text, start..cue.start - "，".len());
    let Some(part) = found.last().filter(|part| part.range.end == cue.start - "，".len()) else {
        return;
    };
    let end = text.floor_char_boundary((cue.end + 40).min(text.len()));
    let Some(whole) = amount_at(text, cue.end, end).filter(|whole| whole.unit == part.unit) else {
        return;
    };
    let Some(rest) = text[whole.range.end..].strip_prefix('的') else { return };
    let digits = number_behind(rest);
    let Ok(said) = rest[..digits].parse::<f64>() else { return };
    if whole.value <= 0.0 || !rest[digits..].starts_with(['%', '％']) {
        return;
    }
    let right = part.value / whole.value * 100.0;
    let room = half_step(&rest[..digits]) * 2.1 + right * (part.slack() + whole.slack());
    if (right - said).abs() > room {
        let start = text.len() - rest.len();
        let range = start..start + digits + 1;
        let message = format!(
            "「{}」是「{}」的 {right:.1}%，不是「{}」",
            &text[part.range.clone()],
            &text[whole.range.clone()],
            &text[range.clone()]
        );
        out.tell(SHARE, passage, range, message, super::RECKON);
    }
}

/// 4个县直部门、12个乡镇共18个单位.
fn joined(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches('计');
    let at = text.len() - rest.len();
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(total) = amount_at(text, at, end).filter(|total| total.range.start == at) else {
        return;
    };
    let before = sentence_before(text, cue.start);
    let row = before.rsplit(['，', '：', '；']).next().unwrap_or_default();
    let start = cue.start - row.len();
    let parts = amounts(text, start..cue.start);
    let measure = |amount: &Amount<'_>| amount.unit.chars().next();
    let items: Vec<&str> = row.split(['、', '和']).collect();
    // Each item begins with its number, and the last one ends right here.
    let tidy = items.len() == parts.len()
        && items.iter().skip(1).all(|item| item.starts_with(|c: char| c.is_ascii_digit()))
        && items.iter().all(|item| item.chars().count() <= 14)
        && parts.len() >= 2
        && parts.iter().all(|part| measure(part) == measure(&total) && part.decimals == 0);
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    if tidy && differ(sum, total.value) && total.decimals == 0 && !total.is_percent() && sum > 0.0 {
        let message =
            format!("前面各项加起来是 {}，不是「{}」", shown(sum, ""), &text[total.range.clone()]);
        out.tell(SUM_MISMATCH, passage, total.range.clone(), message, super::RECKON);
    }
}

/// 党员干部三百余名、群众1200余名.
fn hundreds(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: &char| "一二两三四五六七八九十百千".contains(*c);
    let size: usize =
        text[..cue.start].chars().rev().take(6).take_while(numeral).map(char::len_utf8).sum();
    let number = &text[cue.start - size..cue.start];
    if size < 2 * '百'.len_utf8() || !number.ends_with(['百', '千']) {
        return;
    }
    let word = &text[cue.clone()];
    let sentence = [sentence_before(text, cue.start - size), sentence_behind(text, cue.end)];
    // The other of the row has the same measure and is in figures.
    let beside = sentence.iter().any(|part| {
        part.match_indices(word).any(|(at, _)| part[..at].ends_with(|c: char| c.is_ascii_digit()))
    });
    if beside {
        let range = cue.start - size..cue.end;
        let message = format!("「{}」用了汉字，同一句里别的数用阿拉伯数字", &text[range.clone()]);
        out.tell(MIXED_NUMERAL, passage, range, message, "同类的数用同一种写法");
    }
}

/// How many tonnes a unit of mass is.
fn tonnes(unit: &str) -> Option<f64> {
    match unit {
        "吨" | "万吨" => Some(1.0),
        "公斤" | "千克" => Some(0.001),
        "斤" => Some(0.0005),
        _ => None,
    }
}

/// 总产量达到12.6万公斤，比上年增加0.4万吨.
fn more_than_it_was(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = sentence_before(text, cue.start);
    let found = amounts(text, cue.start - before.len()..cue.start);
    let Some(total) = found.last().filter(|total| cue.start - total.range.end <= 6) else { return };
    let end = text.floor_char_boundary((cue.end + 40).min(text.len()));
    let Some(gain) = amount_at(text, cue.end, end) else { return };
    let (Some(a), Some(b)) = (tonnes(total.unit), tonnes(gain.unit)) else { return };
    if total.unit != gain.unit && gain.value * b > total.value * a {
        let message = format!(
            "增加的「{}」比总数「{}」还多",
            &text[gain.range.clone()],
            &text[total.range.clone()]
        );
        out.tell(CHANGE, passage, total.range.start..gain.range.end, message, super::RECKON);
    }
}

/// 补贴300元/人，共2600人，总计发放68万元.
fn unit_price(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(measure) = text[cue.clone()].chars().next_back() else { return };
    // 825元/人月
    if text[cue.end..].starts_with(['月', '年', '天', '次', '·', '/', '日', '期']) {
        return;
    }
    let digits = number_before(text, cue.start);
    let Ok(price) = text[cue.start - digits..cue.start].parse::<f64>() else { return };
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let end = cue.end + sentence_behind(text, cue.end).len();
    let found = amounts(text, start..end);
    let own = cue.start - digits;
    let counts: Vec<&Amount<'_>> = found
        .iter()
        .filter(|it| it.unit.starts_with(measure) || measure == '人' && it.unit == "名")
        .collect();
    let totals: Vec<&Amount<'_>> = found
        .iter()
        .filter(|it| it.unit == "元" && it.range.start != own)
        .filter(|it| {
            let lead = clause_before(text, it.range.start);
            ["总计", "合计", "共计", "共发放", "共补助", "累计发放", "共兑付", "共需"]
                .iter()
                .any(|word| lead.contains(word))
        })
        .collect();
    let (&[count], &[total]) = (&counts[..], &totals[..]) else { return };
    let about = |it: &Amount<'_>| {
        text[it.range.end..].starts_with(['多', '余', '左'])
            || text[..it.range.start].ends_with(['近', '超', '约'])
    };
    let right = price * count.value;
    if !about(count)
        && !about(total)
        && (right - total.value).abs() > total.step() * 0.8
        && digits > 0
    {
        let message = format!(
            "「{price}元」乘以「{}」是 {}，不是「{}」",
            &text[count.range.clone()],
            shown(right, "元"),
            &text[total.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, total.range.clone(), message, super::RECKON);
    }
}

/// 一期3.2亿元，二期2.6亿元，两期共6.8亿元.
fn several(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = text[..cue.start].chars().next_back().unwrap_or(' ');
    let Some(count) = "两三四五六".chars().position(|c| c == numeral).map(|at| at + 2) else {
        return;
    };
    let end = text.floor_char_boundary((cue.end + 60).min(text.len()));
    let near = first_chars(&text[cue.end..], 10);
    let Some(digit) = near.find(|c: char| c.is_ascii_digit()) else { return };
    let Some(total) = amount_at(text, cue.end + digit, end) else { return };
    let before = sentence_before(text, cue.start);
    let found = amounts(text, cue.start - before.len()..cue.start);
    let parts: Vec<&Amount<'_>> = found.iter().filter(|part| part.unit == total.unit).collect();
    if parts.len() != count
        || total.is_percent()
        || parts.iter().any(|part| text[part.range.end..].starts_with(['多', '余']))
    {
        return;
    }
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let room = parts.iter().map(|part| part.step()).fold(total.step(), f64::max)
        * if total.decimals > 0 { 1.01 } else { 0.5 };
    let exact = parts.iter().all(|part| part.decimals == 0) && total.decimals == 0;
    if (sum - total.value).abs() > if exact { 0.5 } else { room }
        && parts.iter().all(|part| part.value < total.value)
    {
        let message = format!(
            "前面各项加起来是 {}，不是「{}」",
            shown(sum, total.unit),
            &text[total.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, total.range.clone(), message, super::RECKON);
    }
}

/// Whether two amounts count the same thing: 个 with its noun.
fn is_of(text: &str, part: &Amount<'_>, whole: &Amount<'_>) -> bool {
    let noun = |amount: &Amount<'_>| text[amount.range.end..].chars().next();
    part.unit.chars().next() == whole.unit.chars().next() && noun(part) == noun(whole)
}

/// 8个乡镇中有9个乡镇完成了任务.
fn of_them(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = text.floor_char_boundary((cue.end + 40).min(text.len()));
    let Some(part) = amount_at(text, cue.end, end) else { return };
    let before = sentence_before(text, cue.start);
    let found = amounts(text, cue.start - before.len()..cue.start);
    let Some(whole) =
        found.last().filter(|whole| text[whole.range.end..cue.start].chars().count() <= 4)
    else {
        return;
    };
    if part.range.start == cue.end
        && is_of(text, &part, whole)
        && part.value > whole.value
        && !part.is_percent()
    {
        let message =
            format!("「{}」里不会有「{}」", &text[whole.range.clone()], &text[part.range.clone()]);
        out.tell(SUM_MISMATCH, passage, part.range.clone(), message, super::RECKON);
    }
}

/// 森林覆盖率提高到62.8，: the sign is missing.
fn bare_rate(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const RATES: &[&str] = words!("agreement.txt", "RATES");
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let known = RATES.iter().any(|word| lead.ends_with(word));
    let rest = &text[cue.end..];
    let bare =
        ["提高到", "提升到", "达到", "稳定在", "保持在", "降至", "升至", "达", "为", "是", ""]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
    let digits = number_behind(bare);
    let value: f64 = bare[..digits].parse().unwrap_or(0.0);
    let ends = bare[digits..].starts_with(['，', '。', '；']);
    let natural = lead.ends_with("自然增长");
    let most = if lead.ends_with("完成") { 1000.0 } else { 100.0 };
    if known && digits >= 2 && (1.0..=most).contains(&value) && ends && !natural {
        let start = text.len() - bare.len();
        let range = start..start + digits;
        let message = format!("比率「{}」后面漏了「%」", &text[range.clone()]);
        out.tell(PERCENTAGE, passage, range, message, "补上「%」");
    }
}
