//! How figures are written: years, percentages, Chinese numerals beside digits.

use std::ops::Range;

use super::{DECREASE, MIXED_NUMERAL, NUMBER_RANGE, PERCENTAGE, TWO_DIGIT_YEAR};
use crate::check::{Findings, Passage};
use crate::diagnostic::{Diagnostic, Severity};

/// What a Chinese numeral behind digits counts, where it is no part of a unit such as 千瓦.
const COUNTED: &[&str] =
    &["元", "人", "户", "名", "亩", "吨", "株", "多", "余", "万元", "万亩", "万吨", "个", "家"];

/// What a number of years is about when it is no date.
const SPANS: &[&str] =
    &["刑", "期", "历时", "满", "达", "近", "约", "为", "共", "计", "长", "超过"];

/// Looks at the figures of a passage; `year` is that of the text.
pub fn check(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, c) in text.match_indices(['年', '百', '千', '几', '%', '％', '倍']) {
        match c {
            "年" => two_digit_year(passage, at, year, out),
            "百" | "千" | "几" => mixed(passage, at, c, out),
            "倍" => decrease(passage, at, out),
            _ => points(passage, at, c, out),
        }
    }
    for (at, dash) in text.match_indices(['-', '—', '–', '～', '~']) {
        range(passage, at, dash, out);
    }
    for (at, word) in text.match_indices("百分之") {
        let end = at + word.len();
        let digits = digits_behind(text, end);
        if !digits.is_empty() {
            let number = &text[digits.clone()];
            let message = format!("「{word}{number}」汉字和数字混用");
            if let Some(found) = out.add(PERCENTAGE, passage, at..digits.end, message) {
                found.help = Some(format!("改成「{number}%」"));
                found.fix.extend(passage.edit(at..digits.end, format!("{number}%")));
            }
        }
    }
}

/// What may not be left out behind the first number of a range: without it, that is another number.
const SIGNS: &[&str] = &["%", "万", "亿"];

/// What is counted or measured, where a hyphen between two numbers is surely a range.
const MEASURED: &[&str] = &[
    "元", "人", "名", "户", "亩", "吨", "个", "家", "天", "倍", "次", "公里", "米", "岁", "小时",
    "分钟",
];

/// 10—20%, where 10%—20% is meant, and a hyphen in it.
fn range(passage: &Passage<'_>, at: usize, dash: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = at + dash.len();
    let digit = |b: &u8| b.is_ascii_digit() || *b == b'.';
    let before = text[..at].bytes().rev().take(10).take_while(digit).count();
    let first = at - before..at;
    let second = digits_behind(text, end);
    let (Ok(low), Ok(high)) = (text[first.clone()].parse::<f64>(), text[second.clone()].parse())
    else {
        return;
    };
    let lead = text[..first.start].chars().next_back();
    // A number of a thing (K3-5), a date, a score, or one of several in a row.
    let part = |c: char| c.is_ascii_alphanumeric() || "-—–～~/:：.年月第".contains(c);
    if lead.is_some_and(part) || low >= high {
        return;
    }
    let behind = &text[second.end..];
    let (low, high) = (&text[first.clone()], &text[second.clone()]);
    let shown = first.start..second.end;
    if let Some(sign) = SIGNS.iter().find(|sign| behind.starts_with(**sign)) {
        let whole = first.start..second.end + sign.len();
        let message = format!("「{}」前一个数漏了「{sign}」", &text[whole.clone()]);
        if let Some(found) = out.add(NUMBER_RANGE, passage, whole, message) {
            found.help = Some(format!("改成「{low}{sign}—{high}{sign}」"));
        }
    } else if dash == "-" && MEASURED.iter().any(|unit| behind.starts_with(unit)) {
        let message = format!("数值范围「{}」用了短横", &text[shown]);
        let finding = Diagnostic::error(NUMBER_RANGE.code, message)
            .at(passage.span(at..end))
            .help(format!("改成「{low}—{high}」"));
        out.push_at(NUMBER_RANGE, Severity::Hint, finding);
    }
}

fn digits_behind(text: &str, at: usize) -> Range<usize> {
    let digit = |b: &u8| b.is_ascii_digit() || *b == b'.';
    let length = text.as_bytes()[at..].iter().take(12).take_while(|b| digit(b)).count();
    let number = text[at..at + length].trim_end_matches('.');
    at..at + if number.starts_with('.') { 0 } else { number.len() }
}

/// The digits right before a place, if there are any, at most `most`, and nothing that makes them
/// part of something longer.
fn digits_before(text: &str, at: usize, most: usize) -> Option<Range<usize>> {
    let bytes = text[..at].bytes().rev();
    let length = bytes.take(most + 1).take_while(u8::is_ascii_digit).count();
    let start = at - length;
    let before = text[..start].chars().next_back();
    let part = |c: char| {
        c.is_ascii_alphanumeric() || ".-－—–~～/:：〔[".contains(c) || ('０'..='９').contains(&c)
    };
    (1..=most).contains(&length).then_some(start..at).filter(|_| !before.is_some_and(part))
}

/// 18年11月, where 2018年11月 is meant.
fn two_digit_year(passage: &Passage<'_>, at: usize, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(digits) = digits_before(text, at, 2).filter(|digits| digits.len() == 2) else {
        return;
    };
    let behind = at + '年'.len_utf8();
    let month = digits_behind(text, behind);
    let Ok(number @ 1..=12) = text[month.clone()].parse::<u32>() else { return };
    if !text[month.end..].starts_with('月') {
        return;
    }
    let before = text[..digits.start].trim_end();
    // 12年6月 of a sentence, or of a term of office.
    if SPANS.iter().any(|span| before.ends_with(span)) {
        return;
    }
    let Ok(short) = text[digits.clone()].parse::<i32>() else { return };
    let century = year - year.rem_euclid(100);
    let whole = if century + short > year + 1 { century - 100 + short } else { century + short };
    if year - whole > 30 {
        return;
    }
    let shown = &text[digits.start..behind];
    let message = format!("「{shown}{number}月」的年份只写了两位");
    if let Some(found) = out.add(TWO_DIGIT_YEAR, passage, digits.start..behind, message) {
        found.help = Some(format!("改成「{whole}年」"));
    }
}

/// 3千元, 20几个.
fn mixed(passage: &Passage<'_>, at: usize, numeral: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(digits) = digits_before(text, at, 6) else { return };
    let end = at + numeral.len();
    let behind = &text[end..];
    let counted = COUNTED.iter().find(|unit| behind.starts_with(**unit));
    let (Some(unit), number) = (counted, &text[digits.clone()]) else { return };
    // 1024千人 is a column of a statistic; 5个几何 is nothing.
    if number.len() > 3 || (numeral == "几" && !number.ends_with('0')) {
        return;
    }
    let message = format!("「{number}{numeral}{unit}」数字和汉字混用");
    if let Some(found) = out.add(MIXED_NUMERAL, passage, digits.start..end, message) {
        let zeros = if numeral == "百" { "00" } else { "000" };
        found.help = Some(match numeral {
            "几" => "概数全用汉字，如「二十几」".to_owned(),
            _ => format!("改成「{number}{zeros}{unit}」"),
        });
    }
}

/// 5%个百分点.
fn points(passage: &Passage<'_>, at: usize, sign: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = at + sign.len();
    if text[end..].starts_with("个百分点") {
        let message = format!("「{sign}个百分点」说了两遍");
        if let Some(found) = out.add(PERCENTAGE, passage, at..end, message) {
            found.help =
                Some(format!("说比例变化的，删去「{sign}」；说增长幅度的，删去「个百分点」"));
        }
    }
}

/// 减少了3倍: what is less by its threefold would be below nothing.
fn decrease(passage: &Passage<'_>, at: usize, out: &mut Findings<'_>) {
    const WORDS: &[&str] = &["减少", "下降", "降低", "缩短", "缩小"];
    let text = &*passage.text;
    let numeral = |c: char| c.is_ascii_digit() || ".一二两三四五六七八九十数".contains(c);
    let before = text[..at].trim_end_matches(numeral);
    if before.len() == at || at - before.len() > 12 {
        return;
    }
    let bare = before.strip_suffix('了').unwrap_or(before);
    if let Some(word) = WORDS.iter().find(|word| bare.ends_with(**word)) {
        let range = bare.len() - word.len()..at + '倍'.len_utf8();
        let message = format!("「{}」说不通，减少不能用倍", &text[range.clone()]);
        if let Some(found) = out.add(DECREASE, passage, range, message) {
            found.help = Some("改成百分数或分数，如「下降50%」「减少三分之二」".to_owned());
        }
    }
}
