//! How figures are written: years, percentages, Chinese numerals beside digits.

use std::ops::Range;

use super::{DECREASE, MIXED_NUMERAL, NUMBER_RANGE, PERCENTAGE, TWO_DIGIT_YEAR, figures};
use crate::check::context::is_quoted;
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// What a Chinese numeral behind digits counts, where it is no part of a unit such as 千瓦.
const COUNTED: &[&str] = words!("forms.txt", "COUNTED");

/// What a number of years is about when it is no date.
const SPANS: &[&str] =
    &["刑", "期", "历时", "满", "达", "近", "约", "为", "共", "计", "长", "超过"];

/// What stands before a year, and what behind one, where both together are about a date.
const SINCE: &[&str] = &["从", "自", "截至", "截止", "截至到", "到", "与", "比", "较"];
const SINCE_BEHIND: &[&str] =
    &["起", "以来", "开始", "底", "初", "末", "度", "上半年", "下半年", "全年", "同期"];

/// Looks at the figures of a passage; `year` is that of the text.
pub fn check(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, c) in passage.find_any(&['年', '百', '千', '几', '%', '％', '倍']) {
        match c {
            "年" => {
                two_digit_year(passage, at, year, out);
                mixed_year(passage, at, out);
                nought(passage, at, out);
            }
            "百" | "千" | "几" => mixed(passage, at, c, out),
            "倍" => decrease(passage, at, out),
            _ => points(passage, at, c, out),
        }
    }
    for (at, dash) in passage.find_any(&['-', '—', '–', '～', '~']) {
        range(passage, at, dash, out);
        hyphen(passage, at, dash, out);
        days_backwards(passage, at, dash, out);
    }
    for (at, word) in passage.find_any(&['至', '到']) {
        days_backwards(passage, at, word, out);
    }
    figures::check(passage, out);
    if !passage.may_have("百分之") {
        return;
    }
    for (at, word) in passage.find_word("百分之") {
        let end = at + word.len();
        let digits = digits_behind(text, end);
        if !digits.is_empty() {
            let number = &text[digits.clone()];
            let message = format!("「{word}{number}」汉字和数字混用");
            out.mend(
                PERCENTAGE,
                passage,
                at..digits.end,
                message,
                format!("改成「{number}%」"),
                format!("{number}%"),
            );
        }
    }
}

/// What may not be left out behind the first number of a range: without it, that is another number.
const SIGNS: &[&str] = &["%", "万", "亿"];

/// What is counted or measured, where a hyphen between two numbers is surely a range.
const MEASURED: &[&str] = words!("forms.txt", "MEASURED");

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
    let behind = &text[second.end..];
    // 11月20-25日 is a range all the same.
    let days = lead == Some('月') && behind.starts_with('日');
    let months = lead == Some('年') && behind.starts_with('月');
    let ranks = lead == Some('第') && behind.starts_with(['名', '位', '批', '期', '周', '组']);
    if lead.is_some_and(part) && !((days || months || ranks) && low < high && dash == "-") {
        return;
    }
    // 2021-25年 is told with the years.
    let short_year = dash == "-" && is_year(low) && !is_year(high) && behind.starts_with('年');
    if short_year {
        if second.len() == 2 && (low as u32) % 100 < high as u32 {
            let whole = first.start..second.end + '年'.len_utf8();
            let message = format!("「{}」后一个年份只写了两位", &text[whole.clone()]);
            out.tell(TWO_DIGIT_YEAR, passage, whole, message, "年份写全四位");
        }
        return;
    }
    if low >= high {
        backwards(passage, first, second, (low, high), out);
        return;
    }
    // 2018-2019年度 is the name of one year.
    let is_years =
        is_year(low) && is_year(high) && behind.starts_with('年') && !behind.starts_with("年度");
    let (low_value, high_value): (f64, f64) = (low, high);
    let (low, high) = (&text[first.clone()], &text[second.clone()]);
    let shown = first.start..second.end;
    if let Some(sign) = SIGNS.iter().find(|sign| behind.starts_with(**sign)) {
        let whole = first.start..second.end + sign.len();
        let message = format!("「{}」前一个数漏了「{sign}」", &text[whole.clone()]);
        out.tell(
            NUMBER_RANGE,
            passage,
            whole,
            message,
            format!("改成「{low}{sign}—{high}{sign}」"),
        );
    } else if dash == "-"
        && ((is_years && !is_quoted(text, at))
            || (!(is_year(low_value) && is_year(high_value))
                && MEASURED.iter().any(|unit| behind.starts_with(unit))))
    {
        let message = format!("数值范围「{}」用了短横", &text[shown]);
        out.tell(NUMBER_RANGE, passage, at..end, message, format!("改成「{low}—{high}」"));
    }
}

/// 5%-10%, 3月-5月, 9时-11时: each number has its unit, and a hyphen stands between; and 2021——2025年.
fn hyphen(passage: &Passage<'_>, at: usize, dash: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (before, behind) = (&text[..at], &text[at + dash.len()..]);
    if dash == "—" {
        // A dash of two, where one joins.
        let Some(rest) = behind.strip_prefix('—') else { return };
        let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let left = before.trim_end_matches(['%', '年', '月', '日', '时', '万', '亿', '℃', '元']);
        let ends = number(left.chars().next_back()) && before.len() - left.len() <= 6;
        let digits = rest.bytes().take(6).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        if ends
            && digits > 0
            && rest[digits..].starts_with([
                '%', '年', '月', '日', '时', '万', '亿', '℃', '元', '人', '个', '户', '天', '亩',
                '吨',
            ])
        {
            let message = "起止之间用了破折号".to_owned();
            out.tell(NUMBER_RANGE, passage, at..at + 2 * dash.len(), message, "改成一字线「—」");
        }
        return;
    }
    if dash != "-" {
        return;
    }
    let Some(unit) = before.chars().next_back().filter(|c| "%％年月日时点万亿元℃度".contains(*c))
    else {
        return;
    };
    let lead = &before[..before.len() - unit.len_utf8()];
    let digits = behind.bytes().take(8).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if lead.ends_with(|c: char| c.is_ascii_digit())
        && digits > 0
        && behind[digits..].starts_with(|c: char| {
            c == unit
                || (unit == '月' && c == '日')
                || (unit == '日' && c == '月')
                || (unit == '年' && c == '月')
                || (unit == '月' && c == '年')
        })
        && !is_quoted(text, at)
    {
        let message = "起止之间用了短横".to_owned();
        out.mend(NUMBER_RANGE, passage, at..at + 1, message, "改成一字线「—」", "—");
    }
}

fn is_year(value: f64) -> bool {
    (1900.0..2100.0).contains(&value) && value.fract() == 0.0
}

/// 5—3天, 2025—2021年.
fn backwards(
    passage: &Passage<'_>,
    first: Range<usize>,
    second: Range<usize>,
    (low, high): (f64, f64),
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let behind = &text[second.end..];
    let years = is_year(low) && is_year(high) && behind.starts_with('年');
    // 2018—19年 is short for 2018—2019年; a score has no unit.
    let mut units = MEASURED.iter().filter(|unit| !matches!(**unit, "倍" | "个"));
    let counted = units.any(|unit| behind.starts_with(unit))
        && low < 1000.0
        // 12—3月 goes over the year's end.
        && !behind.starts_with(['月', '日', '年', '点', '周', '级']);
    if low > high && (years || counted) {
        let range = first.start..second.end;
        let message = format!("「{}」前面的数比后面的大", &text[range.clone()]);
        out.tell(NUMBER_RANGE, passage, range, message, "核对这两个数，小的写在前面");
    }
}

/// 3月15日至10日, 3月15日至3月10日.
fn days_backwards(passage: &Passage<'_>, at: usize, word: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(before) = text[..at].strip_suffix('日') else { return };
    let Some(day) = digits_before(text, before.len(), 2).or_else(|| {
        let count = before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
        (count > 0).then(|| before.len() - count..before.len())
    }) else {
        return;
    };
    let Some(moon) = text[..day.start].strip_suffix('月') else { return };
    let count = moon.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let month = &moon[moon.len() - count..];
    let mut rest = &text[at + word.len()..];
    let digits = |text: &str| text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let mut next = digits(rest);
    if let Some(behind) = rest[next..].strip_prefix('月') {
        if rest[..next] != *month {
            return;
        }
        rest = behind;
        next = digits(rest);
    }
    let (Ok(from), Ok(to)) = (text[day.clone()].parse::<u32>(), rest[..next].parse::<u32>()) else {
        return;
    };
    if month.is_empty() || to >= from || !rest[next..].starts_with('日') {
        return;
    }
    let end = text.len() - rest.len() + next + '日'.len_utf8();
    let range = moon.len() - count..end;
    let message = format!("「{}」止比起还早", &text[range.clone()]);
    out.tell(NUMBER_RANGE, passage, range, message, "核对起止的日期");
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
    let before = text[..digits.start].trim_end();
    let number = text[month.clone()].parse::<u32>();
    let is_month = matches!(number, Ok(1..=12)) && text[month.end..].starts_with('月');
    // 从18年起, 截至18年底: no length of time is said so.
    let is_since = SINCE.iter().any(|word| before.ends_with(word))
        && SINCE_BEHIND.iter().any(|word| text[behind..].starts_with(word));
    if !(is_month || is_since) {
        return;
    }
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
    let month = if is_month { &text[behind..month.end + '月'.len_utf8()] } else { "" };
    let message = format!("「{shown}{month}」的年份只写了两位");
    out.tell(TWO_DIGIT_YEAR, passage, digits.start..behind, message, format!("改成「{whole}年」"));
}

/// 二零一八年: the nought of a year is 〇.
fn nought(passage: &Passage<'_>, at: usize, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: &char| "〇零一二三四五六七八九".contains(*c);
    let count = text[..at].chars().rev().take(5).take_while(numeral).count();
    let start = at.saturating_sub(4 * '〇'.len_utf8());
    if count != 4 || !text[start..at].contains('零') {
        return;
    }
    let right = text[start..at].replace('零', "〇");
    let message = format!("年份「{}」里的零写成「〇」", &text[start..at]);
    out.mend(MIXED_NUMERAL, passage, start..at, message, format!("改成「{right}」"), right);
}

/// 二〇二二年9月.
fn mixed_year(passage: &Passage<'_>, at: usize, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: &char| "〇零一二三四五六七八九".contains(*c);
    let count = text[..at].chars().rev().take(5).take_while(numeral).count();
    let month = digits_behind(text, at + '年'.len_utf8());
    if count != 4 || month.is_empty() || !text[month.end..].starts_with('月') {
        return;
    }
    let start = at - 4 * '〇'.len_utf8();
    let range = start..month.end + '月'.len_utf8();
    let message = format!("「{}」数字和汉字混用", &text[range.clone()]);
    out.tell(MIXED_NUMERAL, passage, range, message, "年、月、日都用阿拉伯数字，或都用汉字");
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
        out.tell(
            PERCENTAGE,
            passage,
            at..end,
            message,
            format!("说比例变化的，删去「{sign}」；说增长幅度的，删去「个百分点」"),
        );
    }
}

/// 减少了3倍: what is less by its threefold would be below nothing.
fn decrease(passage: &Passage<'_>, at: usize, out: &mut Findings<'_>) {
    const WORDS: &[&str] =
        &["减少", "下降", "降低", "缩短", "缩小", "压减", "回落", "减轻", "压缩", "节约", "节省"];
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
        out.tell(
            DECREASE,
            passage,
            range,
            message,
            "改成百分数或分数，如「下降50%」「减少三分之二」",
        );
    }
}
