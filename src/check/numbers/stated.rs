//! One thing said twice beside each other: 超七成（63.5%）, 三分之一（60家）, 3600万元（3.6亿元）, 同比增加240起、增长24.8%,
//! 较去年同月环比, 比第一名高, 上年同期为200万人次、增长60%.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, amounts, differ, shown};
use super::{CHANGE, PERCENTAGE, SHARE};
use crate::check::cues::{
    Cues, clause_before, first_chars, number_before, number_behind, sentence_before,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["环比", "同比"], wrong_base),
        (&["比第一名", "较第一名", "比第1名", "比首位"], above_first),
        (
            &[
                "增加", "减少", "增长", "下降", "多", "少", "净增", "新增", "增产", "减产", "增收",
                "减收",
            ],
            by_so_much,
        ),
        (words!("stated.txt", "bare"), bare),
        (
            &["上年同期", "去年同期", "上年为", "去年为", "上月为", "上年同月", "去年同月"],
            year_before,
        ),
        (words!("stated.txt", "over_task"), over_task),
        (
            &[
                "提高", "回落", "上升", "下降", "提升", "加快", "收窄", "扩大", "降低", "增加",
                "减少",
            ],
            of_rate,
        ),
        (words!("stated.txt", "became"), became),
    ])
});

/// Looks at what a passage says twice.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

/// 较去年同月环比; 较10月份同比.
fn wrong_base(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let clause = clause_before(text, cue.start);
    let Some(at) = clause.rfind(['较', '比', '与']) else { return };
    let base = &clause[at..];
    let base = base.trim_start_matches(['较', '比', '与']);
    if base.chars().count() > 8 || base.contains('、') {
        return;
    }
    let of_year =
        ["去年", "上年", "去年同期", "上年同期", "同期"].iter().any(|it| base.contains(it));
    let month = base.trim_end_matches("份").trim_end_matches(['相', '，']);
    let of_month =
        ["上月", "上个月", "上季度", "上周", "上旬"].iter().any(|it| base.starts_with(it))
            || month
                .strip_suffix('月')
                .is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
    let word = &text[cue.clone()];
    let (wrong, right) = match word {
        "环比" => (of_year, "同比"),
        _ => (of_month && !of_year, "环比"),
    };
    if wrong {
        let message = format!("和「{base}」比的，是「{right}」，不是「{word}」");
        let range = cue.start - base.len()..cue.end;
        out.tell(CHANGE, passage, range, message, "与上年同期比是同比，与上月、上季比是环比");
    }
}

/// 得分91.6分，比第一名望河县高0.8分.
fn above_first(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(sentence_behind(text, cue.end), 8);
    let Some(at) = near.find(['高', '多', '领', '快']) else { return };
    if near[..at].contains('，') {
        return;
    }
    let word = near[at..].chars().next().map_or(0, char::len_utf8);
    let number = near[at + word..].starts_with(|c: char| c.is_ascii_digit())
        || near[at..].starts_with("领先");
    if number {
        let end = cue.end + at + word;
        let more = text[end..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
        let range = cue.start..(end + more + '分'.len_utf8()).min(text.len());
        let range = range.start..text.floor_char_boundary(range.end);
        out.tell_of(CHANGE, passage, range, ("说不通：第一名是最高的", "核对名次，或高低"));
    }
}

/// The percentage that a clause begins with, 增长 and the like before it.
fn growth(text: &str, at: usize) -> Option<(f64, f64, Range<usize>)> {
    let rest = &text[at..];
    let rest = rest.strip_prefix(['，', '、', '（'])?;
    let rest = ["同比", "环比", "较上年", "较去年"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let verb = ["增长", "下降", "增幅", "降幅", "上升", "减少", "增加", "增速", "上涨"]
        .iter()
        .find(|verb| rest.starts_with(**verb))?;
    let rest = rest[verb.len()..].trim_start_matches(['了', '达', '为', '到']);
    let digits = number_behind(rest);
    let value: f64 = rest[..digits].parse().ok()?;
    let sign = rest[digits..].chars().next().filter(|c| matches!(c, '%' | '％'))?;
    let decimals = rest[..digits].split_once('.').map_or(0, |(_, rest)| rest.len());
    let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    let start = text.len() - rest.len();
    let end = start + digits + sign.len_utf8();
    (!text[end..].starts_with(['以', '左', '多', '—', '-', '～', '至'])).then_some((
        value,
        step,
        start..end,
    ))
}

/// 1860起，同比增加240起，增长24.8%.
fn by_so_much(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches('了');
    let at = text.len() - rest.len();
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(by) = amount_at(text, at, end).filter(|it| it.range.start == at) else { return };
    let Some((said, step, place)) = growth(text, by.range.end) else { return };
    let lead = sentence_before(text, cue.start);
    let from = cue.start - lead.len();
    let own = amounts(text, from..cue.start);
    let own: Vec<&Amount<'_>> =
        own.iter().filter(|it| it.unit.chars().next() == by.unit.chars().next()).collect();
    let Some(now) = own.last().filter(|now| cue.start - now.range.end <= 36) else { return };
    let between = &text[now.range.end..cue.start];
    let compared = ["同比", "比", "较"].iter().any(|word| between.contains(word));
    let word = &text[cue.clone()];
    let rises = !matches!(word, "减少" | "下降" | "少" | "减产" | "减收");
    let said_rise = text[by.range.end..place.start].contains(['增', '升', '涨']);
    if compared && rises != said_rise && !by.is_percent() {
        let message = format!(
            "「{word}{}」和「{}」一增一减",
            &text[by.range.clone()],
            text[by.range.end..place.end].trim_start_matches('，')
        );
        out.tell(CHANGE, passage, by.range.start..place.end, message, "核对是增是减");
        return;
    }
    let base = if rises { now.value - by.value } else { now.value + by.value };
    // What is reckoned at the prices of then grows otherwise.
    let real = ["现价", "总值", "增加值", "GDP", "可比"].iter().any(|word| lead.contains(word));
    if real
        || !compared
        || base <= 0.0
        || by.is_percent()
        || between.matches('，').count() > 1
        || between.contains(['、', '；'])
    {
        return;
    }
    if text[..now.range.start].ends_with(['近', '超', '约', '逾', '过'])
        || text[now.range.end..].starts_with(['多', '余'])
    {
        return;
    }
    let right = by.value / base * 100.0;
    let off = (by.step() / by.value.max(1e-9) + now.slack())
        * right
        * if by.decimals > 0 { 0.6 } else { 0.0 };
    if (right - said).abs() > step * 1.05 + off {
        let message = format!(
            "「{}」里增减了「{}」，是 {right:.1}%，不是「{}」",
            &text[now.range.clone()],
            &text[by.range.clone()],
            &text[place.clone()]
        );
        out.tell(
            CHANGE,
            passage,
            by.range.start..place.end,
            message,
            "算一算，三个数里改正写错的那个",
        );
    }
}

/// 由105下降到112: plain numbers.
fn bare(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = number_before(text, cue.start);
    let behind = number_behind(&text[cue.end..]);
    let lead = text[..cue.start - before].chars().next_back();
    let (Ok(from), Ok(to)) = (
        text[cue.start - before..cue.start].parse::<f64>(),
        text[cue.end..cue.end + behind].parse::<f64>(),
    ) else {
        return;
    };
    let over = text[cue.end + behind..].starts_with(['，', '。', '；']);
    let falls = text[cue.clone()].starts_with(['下', '降', '减']);
    let wrong = if falls { to > from } else { to < from };
    if over && wrong && lead.is_some_and(|c| "由从的".contains(c)) {
        let range = cue.start - before..cue.end + behind;
        out.tell_of(CHANGE, passage, range, ("升降和前后两个数对不上", "核对这两个数，或改正动词"));
    }
}

/// 260万人次，上年同期为200万人次，同比增长60%.
fn year_before(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches(['为', '是', '的', '仅', '有']);
    let at = text.len() - rest.len();
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(before) = amount_at(text, at, end).filter(|it| it.range.start == at) else { return };
    let lead = sentence_before(text, cue.start);
    let trimmed = lead.trim_end_matches(['，', '（', '而']);
    let close = cue.start - (lead.len() - trimmed.len());
    if lead.len() == trimmed.len() {
        return;
    }
    let Some(now) =
        amounts(text, close - trimmed.len()..close).pop().filter(|now| now.range.end == close)
    else {
        return;
    };
    let behind = before.range.end
        + if text[before.range.end..].starts_with('）') { '）'.len_utf8() } else { 0 };
    let Some((said, step, place)) = growth(text, behind) else { return };
    if now.unit != before.unit || before.value <= 0.0 {
        return;
    }
    let right = ((now.value - before.value) / before.value * 100.0).abs();
    let off = (now.slack() + before.slack()) * (100.0 + right);
    if (right - said).abs() > step * 1.05 + off {
        let message = format!(
            "从「{}」到「{}」是 {right:.1}%，不是「{}」",
            &text[before.range.clone()],
            &text[now.range.clone()],
            &text[place.clone()]
        );
        out.tell(CHANGE, passage, place, message, "算一算，三个数里改正写错的那个");
    }
}

/// 完成42公里，超年度任务（40公里）10%; 超年度任务40公里的10%.
fn over_task(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..]
        .trim_start_matches(['任', '务', '计', '划', '目', '标', '（', '的', '年', '度', '数']);
    let at = text.len() - rest.len();
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(task) = amount_at(text, at, end).filter(|it| it.range.start == at) else { return };
    let tail = text[task.range.end..].trim_start_matches(['）', '的', '，']);
    let digits = number_behind(tail);
    let Ok(said) = tail[..digits].parse::<f64>() else { return };
    let lead = sentence_before(text, cue.start);
    let own = amounts(text, cue.start - lead.len()..cue.start);
    let Some(done) = own.last() else { return };
    if !tail[digits..].starts_with(['%', '％'])
        || done.unit != task.unit
        || done.value <= task.value
    {
        return;
    }
    let right = (done.value / task.value - 1.0) * 100.0;
    if (right - said).abs() > 1.05 {
        let start = text.len() - tail.len();
        let range = at..start + digits + 1;
        let message = format!("超出的是 {right:.1}%，不是「{said}%」");
        out.tell(SHARE, passage, range, message, "算一算，三个数里改正写错的那个");
    }
}

/// Rates whose differences are points: of a rate of accidents people do say by how many percent it fell.
const RATES: &[&str] = words!("stated.txt", "RATES");

/// 增速较前三季度提高0.4%.
fn of_rate(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let clause = clause_before(text, cue.start);
    // 占GDP比重提高1.2%
    let direct = ["比重", "占比", "增速", "增幅", "降幅"].iter().any(|rate| clause.ends_with(rate));
    let compared = ['较', '比'].iter().any(|word| {
        let at = clause.rfind(*word);
        at.is_some_and(|at| {
            let name = clause[..at].trim_end_matches(['同', '环']);
            RATES.iter().any(|rate| name.ends_with(rate)) && clause[at..].chars().count() <= 10
        })
    });
    if !direct && !compared {
        return;
    }
    let rest = text[cue.end..].trim_start_matches('了');
    let digits = number_behind(rest);
    let small = rest[..digits].parse::<f64>().is_ok_and(|value| value < 15.0);
    if small && rest[digits..].starts_with(['%', '％']) {
        let sign = rest[digits..].chars().next().map_or(1, char::len_utf8);
        let end = text.len() - rest.len() + digits + sign;
        let words = ("说的是两个百分数的差，用百分点", "改成「个百分点」");
        out.tell_of(PERCENTAGE, passage, cue.start..end, words);
    }
}

/// 由每立方米2.0元调整为2.2元，上调0.2%.
fn became(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = sentence_before(text, cue.start);
    let Some(from) = amounts(text, cue.start - lead.len()..cue.start).pop() else { return };
    let rest = text[cue.end..]
        .trim_start_matches(['每', '人', '户', '月', '年', '亩', '吨', '的', '现', '在']);
    let at = text.len() - rest.len();
    let end = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(to) = amount_at(text, at, end).filter(|it| it.range.start == at) else { return };
    if cue.start != from.range.end
        || to.unit != from.unit
        || from.value <= 0.0
        || !lead.contains(['由', '从'])
    {
        return;
    }
    let near = first_chars(sentence_behind(text, to.range.end), 16);
    let Some(digit) = near.find(|c: char| c.is_ascii_digit()) else { return };
    let verb = near[..digit].trim_start_matches('，').trim_end_matches(['了', '达']);
    if ![
        "上调", "下调", "上涨", "下降", "涨幅", "降幅", "提高", "降低", "增长", "上浮", "增幅",
        "提升",
    ]
    .contains(&verb)
    {
        return;
    }
    let start = to.range.end + digit;
    let digits = number_behind(&text[start..]);
    let Ok(said) = text[start..start + digits].parse::<f64>() else { return };
    if !text[start + digits..].starts_with(['%', '％']) {
        return;
    }
    let right = ((to.value - from.value) / from.value * 100.0).abs();
    if (right - said).abs() > 1.05 && differ(right, said) {
        let message = format!(
            "从「{}」到「{}」是 {}，不是「{said}%」",
            &text[from.range.clone()],
            &text[to.range.clone()],
            shown((right * 10.0).round() / 10.0, "%")
        );
        out.tell(
            CHANGE,
            passage,
            start - verb.len()..start + digits + 1,
            message,
            "算一算，三个数里改正写错的那个",
        );
    }
}
