//! What comes to each, and what is more than there is: 平均每名护理员照料6名老人, 亩产 by acres, 每百人6.8张, 60%用于甲、
//! 50%用于乙, 3.2万户中已有3.6万户, 发放500份、收回532份, 第一批、第二批、第二批.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, amounts, differ, is_about, shown};
use super::{AVERAGE, SUM_MISMATCH};
use crate::check::cues::{
    Cues, first_chars, han_behind, is_han, number_before, number_behind, sentence_before,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["平均每"], mean),
        (&["亩产", "单产", "每亩产", "亩均产"], yield_of),
        (&["每百", "每千", "每万"], of_so_many),
        (&["%用于", "％用于"], uses),
        (&["中已有", "中有", "中，已有", "中已", "中，已", "中共有"], out_of),
        (words!("per.txt", "more_than_given"), more_than_given),
        (&["第二"], ordinals),
        (&["，每"], priced),
        (&["，分别是", "，分别为", "，其中包括", "（分别是", "，分为"], all_of),
    ])
});

/// Looks at the amounts of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) || passage.may_have("第二") {
        CUES.look(passage, out);
    }
}

fn first(text: &str) -> Option<char> {
    text.chars().next()
}

/// Whether two units count the same: 名, 人 and 位 do.
fn same(a: &str, b: &str) -> bool {
    let plain = |unit: &str| match unit {
        "名" | "人" | "位" => "人".to_owned(),
        unit if unit.starts_with('个') && unit != "个月" => "个".to_owned(),
        unit => unit.to_owned(),
    };
    plain(a) == plain(b)
}

/// 老人120人，护理员24名，平均每名护理员照料6名老人; 冷库12座，总库容3600吨，平均每座库容30吨.
fn mean(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let behind = sentence_behind(text, cue.end);
    let Some(measure) = first(behind) else { return };
    let noun = han_behind(&behind[measure.len_utf8()..], 2);
    let found = amounts(text, cue.end..cue.end + behind.len());
    let Some(each) = found.first() else { return };
    let lead = &text[cue.end..each.range.start];
    if lead.chars().count() > 12
        || lead.contains(['，', '、'])
        || is_about(text, each)
        || each.is_percent()
    {
        return;
    }
    let before = sentence_before(text, cue.start);
    let from = cue.start - before.len();
    let earlier = amounts(text, from..cue.start);
    let mut of_measure = [0; 4];
    let measure: &str = measure.encode_utf8(&mut of_measure);
    // The noun that is counted stands beside the number: 护理员24名, 5个乡镇.
    let beside = |amount: &Amount<'_>, noun: &str| {
        let near = text.floor_char_boundary(amount.range.start.saturating_sub(24));
        let lead = &text[near..amount.range.start];
        let lead = lead.rsplit(['，', '、', '；']).next().unwrap_or_default();
        lead.contains(noun) || first_chars(&text[amount.range.end..], 4).contains(noun)
    };
    let thing = han_behind(&text[each.range.end..], 2);
    let counts: Vec<&Amount<'_>> = earlier.iter().filter(|it| same(it.unit, measure)).collect();
    let totals: Vec<&Amount<'_>> =
        earlier.iter().filter(|it| same(it.unit, each.unit) && !is_about(text, it)).collect();
    let by_noun = same(measure, each.unit);
    let (count, total) = if by_noun {
        if noun.chars().count() < 2 || thing.chars().count() < 2 || noun == thing {
            return;
        }
        let counts: Vec<&Amount<'_>> = counts.into_iter().filter(|it| beside(it, noun)).collect();
        let totals: Vec<&Amount<'_>> = totals.into_iter().filter(|it| beside(it, thing)).collect();
        match (&counts[..], &totals[..]) {
            ([count], [total]) if count.range != total.range => (*count, *total),
            _ => return,
        }
    } else {
        match (&counts[..], &totals[..]) {
            ([count], [total]) => (*count, *total),
            _ => return,
        }
    };
    if is_about(text, count) || count.value <= 0.0 || total.value < each.value {
        return;
    }
    let right = total.value / count.value;
    let off = right * (total.slack() + count.slack());
    // What divides evenly was divided exactly.
    let even = each.decimals == 0 && (right - right.round()).abs() < 1e-9;
    let room = if even { 0.0 } else { each.step() * 1.01 };
    if (right - each.value).abs() > room + off && differ(right, each.value) {
        let message = format!(
            "「{}」除以「{}」是 {}，不是「{}」",
            &text[total.range.clone()],
            &text[count.range.clone()],
            shown(right, each.unit),
            &text[each.range.clone()]
        );
        out.tell(AVERAGE, passage, each.range.clone(), message, super::RECKON);
    }
}

/// How many kilograms a unit of weight is.
fn weight(unit: &str) -> Option<f64> {
    match unit {
        "吨" => Some(1000.0),
        "公斤" | "千克" => Some(1.0),
        "斤" => Some(0.5),
        _ => None,
    }
}

/// 玉米18万亩，平均亩产450公斤，总产达8100万吨.
fn yield_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = sentence_before(text, cue.start);
    let fields = amounts(text, cue.start - before.len()..cue.start);
    let fields: Vec<&Amount<'_>> = fields.iter().filter(|it| it.unit == "亩").collect();
    let behind = sentence_behind(text, cue.end);
    let found = amounts(text, cue.end..cue.end + behind.len());
    let [each, rest @ ..] = &found[..] else { return };
    let &[field] = &fields[..] else { return };
    let Some(total) = rest.iter().find(|it| {
        let lead = &text[each.range.end..it.range.start];
        let lead = lead.rsplit('，').next().unwrap_or_default();
        ["总产", "总产量", "产量", "共产"].iter().any(|word| lead.starts_with(word))
            && weight(it.unit).is_some()
    }) else {
        return;
    };
    let (Some(a), Some(b)) = (weight(each.unit), weight(total.unit)) else { return };
    if text[cue.end..each.range.start].chars().count() > 5 || is_about(text, field) {
        return;
    }
    let right = field.value * each.value * a / b;
    let room = if [field, each, total].iter().any(|it| is_about(text, it)) { 0.12 } else { 0.02 };
    if (right / total.value - 1.0).abs() > room + total.step() / total.value {
        let message = format!(
            "「{}」乘以「{}」是 {}，不是「{}」",
            &text[field.range.clone()],
            &text[each.range.clone()],
            shown(right, total.unit),
            &text[total.range.clone()]
        );
        out.tell(AVERAGE, passage, total.range.clone(), message, super::RECKON);
    }
}

/// 每百人拥有床位6.8张，46万人共有床位3128张.
fn of_so_many(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let scale = match &text[cue.clone()] {
        "每百" => 100.0,
        "每千" => 1000.0,
        _ => 10000.0,
    };
    let behind = sentence_behind(text, cue.end);
    if !behind.starts_with(['人', '名', '户']) {
        return;
    }
    // 张 is no unit that amounts know: read by its digits.
    let digit = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
    let digits = number_behind(&behind[digit..]);
    let Ok(each) = behind[digit..digit + digits].parse::<f64>() else { return };
    let Some(unit) = first(&behind[digit + digits..]).filter(|c| is_han(*c)) else { return };
    let rest = &behind[digit + digits..];
    let start = cue.end + digit + digits;
    let people = amounts(text, start..start + rest.len());
    let Some(people) = ten_thousand(rest).or_else(|| {
        people
            .iter()
            .find(|it| matches!(it.unit, "人" | "户") && it.value >= 10_000.0)
            .map(|it| it.value)
    }) else {
        return;
    };
    let total = rest.match_indices(unit).skip(1).find_map(|(at, _)| {
        let digits = number_before(rest, at);
        rest[at - digits..at].parse::<f64>().ok()
    });
    let Some(total) = total else { return };
    let right = total / people * scale;
    if people > 0.0 && (right / each > 2.0 || right / each < 0.5) {
        let range = cue.start..cue.end + digit + digits;
        let message = format!(
            "算下来是 {} {unit}，对不上「{}」",
            (right * 100.0).round() / 100.0,
            &text[range.clone()]
        );
        out.tell(AVERAGE, passage, range, message, super::RECKON);
    }
}

/// 46万常住人口: the people before their noun.
fn ten_thousand(text: &str) -> Option<f64> {
    let at = text.find("万常住").or_else(|| text.find("万人口")).or_else(|| text.find("万居民"))?;
    let digits = number_before(text, at);
    text[at - digits..at].parse::<f64>().ok().map(|it| it * 1e4)
}

/// 收益的60%用于农田管护，50%用于农村道路.
fn uses(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // Told from the first of the sentence.
    let before = sentence_before(text, cue.start);
    if before.contains("%用于") || before.contains("％用于") {
        return;
    }
    let digits = number_before(text, cue.start);
    let start = cue.start - digits;
    let sentence = sentence_behind(text, start);
    let mut sum = 0.0;
    let mut count = 0;
    let mut end = start;
    for (at, word) in sentence.match_indices("%用于").chain(sentence.match_indices("％用于")) {
        let digits = number_before(sentence, at);
        let Ok(share) = sentence[at - digits..at].parse::<f64>() else { continue };
        let lead = &sentence[..at - digits];
        if lead.ends_with(['的']) && count > 0 {
            return;
        }
        sum += share;
        count += 1;
        end = start + at + word.len();
    }
    if count >= 2 && sum > 100.5 {
        let message = format!("几项加起来是 {}，超过了 100%", shown(sum, "%"));
        out.tell(SUM_MISMATCH, passage, start..end, message, super::RECKON);
    }
}

/// 3.2万户居民中已有3.6万户.
fn out_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(sentence_behind(text, cue.end), 14);
    let Some(digit) = near.find(|c: char| c.is_ascii_digit()) else { return };
    if near[..digit].chars().count() > 6 || near[..digit].contains(['，', '、', '比', '超']) {
        return;
    }
    let at = cue.end + digit;
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(part) = amount_at(text, at, end) else { return };
    let before = sentence_before(text, cue.start);
    let Some(whole) = amounts(text, cue.start - before.len()..cue.start).pop() else { return };
    let between = &text[whole.range.end..cue.start];
    if whole.unit.chars().next() == part.unit.chars().next()
        && between.chars().count() <= 8
        && !between.contains(['，', '、'])
        && part.value > whole.value
        && !part.is_percent()
        && !is_about(text, &whole)
    {
        let message = format!(
            "一共「{}」，不会有「{}」",
            &text[whole.range.clone()],
            &text[part.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, part.range.clone(), message, super::RECKON);
    }
}

/// What is given out or found, and what comes of it: no more than that.
const PAIRS: &[(&str, &[&str])] = &[
    ("收回", &["发放", "发出", "下发"]),
    ("回收", &["发放", "发出", "下发", "投放"]),
    ("整改", &["排查", "发现", "查出", "排查出", "查找", "摸排"]),
    ("办结", &["受理", "接到", "接件", "交办", "转办"]),
    ("录取", &["报名", "报考"]),
    ("合格", &["抽检", "检测", "抽查", "送检"]),
    ("实到", &["应到"]),
    ("实际参", &["应参"]),
    ("到会", &["应到"]),
    ("销号", &["排查", "发现", "交办", "反馈"]),
    ("化解", &["排查", "受理", "发现"]),
    ("完工", &["开工", "实施"]),
    ("签约", &["洽谈", "对接"]),
    ("获奖", &["参赛"]),
];

/// 发放问卷500份，收回有效问卷532份.
fn more_than_given(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let near = first_chars(sentence_behind(text, cue.end), 12);
    let Some(digit) = near.find(|c: char| c.is_ascii_digit()) else { return };
    let noun = &near[..digit];
    if noun.chars().count() > 6 || noun.contains(['，', '、', '率', '。', '到', '前']) {
        return;
    }
    let at = cue.end + digit;
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(part) = amount_at(text, at, end).filter(|it| it.range.start == at) else { return };
    let before = sentence_before(text, cue.start);
    let from = cue.start - before.len();
    let earlier = amounts(text, from..cue.start);
    let Some(whole) =
        earlier.last().filter(|it| it.unit.chars().next() == part.unit.chars().next())
    else {
        return;
    };
    let lead = sentence_before(text, whole.range.start);
    let lead = lead.rsplit(['，', '、']).next().unwrap_or_default();
    let own = PAIRS.iter().filter(|(it, _)| *it == word).flat_map(|(_, words)| words.iter());
    let given = own.into_iter().any(|it| lead.contains(it));
    let between = &text[whole.range.end..cue.start];
    let plain = between.chars().count() <= 8
        && !["累计", "不", "未", "存量", "上年", "限期", "其中", "往年"]
            .iter()
            .any(|it| between.contains(it));
    if given
        && plain
        && part.value > whole.value
        && !part.is_percent()
        && !is_about(text, whole)
        && !noun.contains("不")
    {
        let message = format!(
            "「{}」比前面的「{}」还多",
            &text[part.range.clone()],
            &text[whole.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, part.range.clone(), message, super::RECKON);
    }
}

/// 第一批300户、第二批260户、第二批300户.
fn ordinals(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const NUMBERS: &str = "一二三四五六七八九十";
    let text = &*passage.text;
    let Some(measure) = first(&text[cue.end..]).filter(|c| "批期组轮段类档片梯标车队".contains(*c))
    else {
        return;
    };
    let lead = sentence_before(text, cue.start);
    let start = cue.start - lead.len();
    let sentence = sentence_behind(text, start);
    let found: Vec<(usize, usize)> = sentence
        .match_indices('第')
        .filter_map(|(at, word)| {
            let mut rest = sentence[at + word.len()..].chars();
            let number = rest.next()?;
            let place = NUMBERS.chars().position(|c| c == number)?;
            (rest.next() == Some(measure)).then_some((at, place))
        })
        .collect();
    // Told from the first 第二 of the sentence.
    if found.len() < 3
        || found.iter().find(|(_, place)| *place == 1).map(|(at, _)| start + at) != Some(cue.start)
    {
        return;
    }
    let opens = found[0].1 == 0 && found[1].1 == 1;
    let wrong =
        found.windows(2).skip(1).find(|pair| pair[1].1 == pair[0].1 || pair[1].1 == pair[0].1 + 2);
    let close = found.windows(2).all(|pair| sentence[pair[0].0..pair[1].0].chars().count() <= 30);
    if let Some(pair) = wrong.filter(|_| opens && close) {
        let at = start + pair[1].0;
        let range = at..at + 3 * '第'.len_utf8();
        let message = format!("「{}」的次序不对", &text[range.clone()]);
        out.tell(SUM_MISMATCH, passage, range, message, "核对次序");
    }
}

/// 120名，分别是小学72名、初中38名、高中20名: all of them.
fn all_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = sentence_before(text, cue.start);
    let Some(whole) = amounts(text, cue.start - before.len()..cue.start).pop() else { return };
    let end = cue.end + sentence_behind(text, cue.end).len();
    let found = amounts(text, cue.end..end);
    let mut at = cue.end;
    let mut parts: Vec<&Amount<'_>> = Vec::new();
    for part in &found {
        let name = text[at..part.range.start].trim_start_matches(['、', '和', '及']);
        if !same(part.unit, whole.unit)
            || name.chars().count() > 12
            || name.contains(['，', '、', '；', '：'])
            || name.is_empty()
        {
            break;
        }
        parts.push(part);
        at = part.range.end;
    }
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let listed = text[at..].starts_with(['，', '。', '；', '）']);
    let near = text[whole.range.end..cue.start].chars().count() <= 8;
    let plain = parts
        .iter()
        .all(|part| part.decimals == 0 && !is_about(text, part) && part.value <= whole.value);
    if parts.len() >= 2
        && listed
        && near
        && plain
        && whole.decimals == 0
        && !whole.is_percent()
        && differ(sum, whole.value)
        && sum > whole.value * 0.7
    {
        let message = format!(
            "各项加起来是 {}，前面写的是「{}」",
            shown(sum, whole.unit),
            &text[whole.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, whole.range.start..at, message, super::RECKON);
    }
}

/// Whether a number is another with one digit changed, two changed places, or ten times as much.
pub fn is_slip(right: f64, said: f64) -> bool {
    if right <= 0.0 || said <= 0.0 || !differ(right, said) {
        return false;
    }
    let power = (right / said).log10();
    if (power - power.round()).abs() < 1e-9 {
        return true;
    }
    let digits = |value: f64| -> Vec<char> {
        let text = format!("{:.0}", value * 100.0);
        text.trim_end_matches('0').chars().collect()
    };
    let (a, b) = (digits(right), digits(said));
    let count = a.iter().zip(&b).filter(|(a, b)| a != b).count();
    let same_size = format!("{right:.0}").len() == format!("{said:.0}").len();
    let mut sorted = (a.clone(), b.clone());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    same_size
        && a.len() == b.len()
        && a.len() >= 2
        && (count == 1 || sorted.0 == sorted.1 && count == 2)
}

/// 为2400户安装报警器，每台120元，支出38.8万元; 320名学生，每人500元，共计1.6万元.
fn priced(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let behind = sentence_behind(text, cue.end);
    let found = amounts(text, cue.end..cue.end + behind.len());
    let [each, total, ..] = &found[..] else { return };
    let before = sentence_before(text, cue.start);
    let earlier = amounts(text, cue.start - before.len()..cue.start);
    let counts: Vec<&Amount<'_>> = earlier
        .iter()
        .filter(|it| !it.unit.ends_with('元') && !it.is_percent() && it.decimals == 0)
        .collect();
    let &[count] = &counts[..] else { return };
    let near = text[cue.end..each.range.start].chars().count() <= 6;
    let lead = &text[each.range.end..total.range.start];
    let spent =
        ["共", "支出", "投入", "合计", "总计", "发放", "需", "兑付", "补贴", "拨付", "花费"]
            .iter()
            .any(|word| lead.contains(word));
    let right = each.value * count.value;
    if near
        && spent
        && each.unit == "元"
        && total.unit == "元"
        && lead.starts_with('，')
        && lead.chars().count() <= 10
        && ![each, total, count].iter().any(|it| is_about(text, it))
        && is_slip(right, total.value)
    {
        let message = format!(
            "「{}」乘以「{}」是 {}，不是「{}」",
            &text[count.range.clone()],
            &text[each.range.clone()],
            shown(right, "元"),
            &text[total.range.clone()]
        );
        out.tell(AVERAGE, passage, total.range.clone(), message, super::RECKON);
    }
}
