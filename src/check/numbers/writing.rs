//! How a single figure is written, and its unit: .8%, 6．5%, 1，280元, 5m3, PH值.

use std::ops::Range;

use super::about::unit;
use super::{FIGURE, LUNAR_DATE, UNIT_WRITING};
use crate::check::lists::pairs;
use crate::check::{Findings, Part, Passage};
use crate::markdown::Block;

/// Units as they are often written, and as they are.
const LATIN: &[(&str, &str)] = pairs!("writing.txt", "LATIN");

/// Units in 汉字 as they are often written behind a number, what behind makes another unit of them,
/// and as they are.
const WORDS: &[(&str, &[&str], &str)] = &[
    ("平米", &[], "平方米"),
    ("立米", &[], "立方米"),
    ("公分", &[], "厘米"),
    ("平方", &["米", "公", "千", "厘", "毫", "分", "英"], "平方米"),
    ("立方", &["米", "厘", "毫", "分", "千", "公", "体"], "立方米"),
    ("方水", &[], "立方米"),
    ("方土", &["地"], "立方米"),
    ("方，", &[], "立方米"),
    ("方。", &[], "立方米"),
    ("公升", &[], "升"),
    ("公吨", &[], "吨"),
    ("市斤", &[], "斤"),
    ("华里", &[], "里"),
    ("平方千米", &[], "平方公里"),
    ("英里", &[], "公里"),
    ("英寸", &[], "厘米"),
    ("英尺", &[], "米"),
    ("市亩", &[], "亩"),
    ("卡路里", &[], "焦耳"),
    ("马力", &[], "千瓦"),
    ("兆帕斯卡", &[], "兆帕"),
];

/// Looks at the figures of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + digit;
        let end = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        point(passage, start..end, out);
        thousands(passage, start..end, out);
        latin(passage, end, out);
        word(passage, start..end, out);
        at = end;
    }
    if ["P", "p", "/m"].iter().any(|word| passage.may_have(word)) {
        acidity(passage, out);
    }
    if ["千瓦小时", "摄氏"].iter().any(|word| passage.may_have(word)) {
        named(passage, out);
    }
    if ["历", "月"].iter().any(|word| passage.may_have(word)) {
        lunar(passage, out);
    }
}

/// What stands before and behind the digits.
fn point(passage: &Passage<'_>, digits: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (before, behind) = (&text[..digits.start], &text[digits.end..]);
    // .8%: the nought before the point is missing.
    if let Some(lead) = before.strip_suffix('.')
        && behind.starts_with(['%', '％'])
        && lead.chars().next_back().is_none_or(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        && !lead.is_empty()
    {
        let range = digits.start - 1..digits.end;
        let message = format!("「{}」小数点前面缺了数字", &text[range.clone()]);
        out.tell(
            FIGURE,
            passage,
            range,
            message,
            format!("核对原文，改成「0.{}」一类", &text[digits]),
        );
        return;
    }
    let Some(mark) = behind.chars().next().filter(|c| matches!(c, '．' | '，' | '。')) else {
        return;
    };
    let next = digits.end + mark.len_utf8();
    let count = text.as_bytes()[next..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    let after = &text[next + count..];
    if count == 0 || before.ends_with(['.', '．', ',', '，', '、', '-', '/', '第']) {
        return;
    }
    let whole = digits.start..next + count;
    let (a, b) = (&text[digits.clone()], &text[next..next + count]);
    let is_share = after.starts_with(['%', '％', '℃']) || after.starts_with("个百分点");
    let is_scaled = is_share || after.starts_with(['万', '亿']);
    let right = match mark {
        '．' if is_scaled || unit(after).is_some() => {
            format!("{a}.{b}")
        }
        // 第二季度增长6。5%; but 完成3。5%的 begins a sentence only where a blank stands.
        '。' if is_scaled && count <= 2 => format!("{a}.{b}"),
        '，' if count == 3
            && digits.len() <= 3
            && !a.starts_with('0')
            && is_counted(after)
            && !before.contains("分别") =>
        {
            format!("{a}{b}")
        }
        _ => return,
    };
    let message = match mark {
        '，' => format!("「{}」的千位用了中文逗号", &text[whole.clone()]),
        _ => format!("「{}」的小数点写成了「{mark}」", &text[whole.clone()]),
    };
    if let Some(found) = out.add(FIGURE, passage, whole.clone(), message) {
        found.help = Some(format!("改成「{right}」"));
        // Two figures with a comma between them are thinkable, a decimal point like this is not.
        if mark == '．' {
            found.fix.extend(passage.edit(digits.end..next, "."));
        }
    }
}

/// 1,23吨: a mark that stands at no thousand. Where it does, as in 1,260条, the standard has it.
fn thousands(passage: &Passage<'_>, digits: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let behind = &text[digits.end..];
    if !behind.starts_with(',')
        || text[..digits.start].ends_with(['.', ',', '-', '/', '(', '[', '=', '(', '（'])
        || text[..digits.start].ends_with(|c: char| c.is_ascii_alphabetic())
        || matches!(passage.part, Part::Block(Block::Cell))
    {
        return;
    }
    let number = |c: char| c.is_ascii_digit() || c == ',';
    let rest = behind.trim_start_matches(number);
    let whole = digits.start..text.len() - rest.len();
    let shown = &text[whole.clone()];
    let groups: Vec<&str> = shown.split(',').collect();
    let rest = rest
        .strip_prefix('.')
        .map_or(rest, |decimals| decimals.trim_start_matches(|c: char| c.is_ascii_digit()));
    if groups.iter().any(|group| group.is_empty()) || !is_counted(rest) || groups.len() > 4 {
        return;
    }
    let right = groups[1..].iter().all(|group| group.len() == 3)
        && groups[0].len() <= 3
        && !shown.starts_with('0');
    // 1,2,3组 are several numbers.
    if right || groups.len() > 2 || groups.iter().all(|group| group.len() < 2) {
        return;
    }
    let message = format!("「{shown}」里的逗号不在千位上");
    out.tell(FIGURE, passage, whole, message, "核对这个数；是两个数的，用中文逗号");
}

/// 4.2万平米.
fn word(passage: &Passage<'_>, digits: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut at = digits.end;
    for _ in 0..2 {
        let rest = &text[at..];
        if let Some(scale) =
            rest.chars().next().filter(|c| matches!(c, '万' | '亿' | '余' | '多' | '千' | '百'))
        {
            at += scale.len_utf8();
        }
    }
    let rest = &text[at..];
    let found = WORDS.iter().find(|(wrong, not_before, _)| {
        rest.strip_prefix(wrong)
            .is_some_and(|behind| !not_before.iter().any(|word| behind.starts_with(word)))
    });
    let Some((wrong, not_before, right)) = found else { return };
    // 三方，甲方: only what is so many thousands is surely measured.
    if wrong.starts_with('方') && !text[..at].ends_with(['万', '亿']) {
        return;
    }
    let wrong = &wrong.trim_end_matches(['，', '。']);
    let range = at..at + wrong.len();
    let message = format!("「{wrong}」不是规范的计量单位");
    if let Some(found) = out.add(UNIT_WRITING, passage, range.clone(), message) {
        let same = right.starts_with("平方")
            || right.starts_with("立方")
            || *wrong == "公分"
            || *wrong == "公升";
        found.help = Some(if same {
            format!("改成「{right}」")
        } else {
            format!("换算成「{right}」")
        });
        if not_before.is_empty() && same {
            found.fix.extend(passage.edit(range, *right));
        }
    }
}

fn is_counted(after: &str) -> bool {
    let scaled = after.strip_prefix(['万', '亿', '余', '多']).unwrap_or(after);
    unit(scaled).is_some()
}

/// A unit in Latin letters right behind digits.
fn latin(passage: &Passage<'_>, at: usize, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let at = text[at..]
        .strip_prefix(['万', '亿', '余', '多'])
        .map_or(at, |rest| text.len() - rest.len());
    let rest = &text[at..];
    let length = rest.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count();
    let written = &rest[..length];
    // 3M2型设备 has a name, and no area.
    if rest[length..].starts_with(['型', '号', '系', '线', '区', '楼']) {
        return;
    }
    let Some((_, right)) = LATIN.iter().find(|(wrong, _)| *wrong == written) else { return };
    tell(passage, at..at + length, right, out);
}

/// PH值 and mg/m3.
fn acidity(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, word) in passage.find_any(&['P', 'p']) {
        let behind = &text[at + word.len()..];
        let second = behind.starts_with(['H', 'h']);
        let letter = |c: char| c.is_ascii_alphanumeric();
        let after = behind.get(1..).unwrap_or_default();
        let is_value = after.starts_with(['值', '为', '在', '＜', '＞', '<', '>', '≥', '≤'])
            || after.starts_with(|c: char| c.is_ascii_digit());
        if second && is_value && !text[..at].ends_with(letter) && !text[at..].starts_with("pH") {
            tell(passage, at..at + 2, "pH", out);
        }
    }
    for (at, _) in passage.find_word("/m") {
        let rest = &text[at + 1..];
        let length = rest.bytes().take(4).take_while(u8::is_ascii_alphanumeric).count();
        if matches!(&rest[..length], "m2" | "m3")
            && text[..at].ends_with(|c: char| c.is_ascii_alphabetic())
        {
            let right = if rest.as_bytes()[1] == b'2' { "m²" } else { "m³" };
            tell(passage, at + 1..at + 3, right, out);
        }
    }
}

/// 摄氏25度 and 千瓦小时.
fn named(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, word) in passage.find_word("千瓦小时") {
        tell(passage, at..at + word.len(), "千瓦时", out);
    }
    for (at, word) in passage.find_word("摄氏") {
        let rest = &text[at + word.len()..];
        let numeral = |c: &char| c.is_ascii_digit() || ".零一二三四五六七八九十".contains(*c);
        let length: usize = rest.chars().take(6).take_while(numeral).map(char::len_utf8).sum();
        if length > 0 && rest[length..].starts_with('度') {
            let end = at + word.len() + length + '度'.len_utf8();
            tell(passage, at..end, &format!("{}摄氏度", &rest[..length]), out);
        }
    }
}

fn tell(passage: &Passage<'_>, range: Range<usize>, right: &str, out: &mut Findings<'_>) {
    let message = format!("单位「{}」的写法不对", &passage.text[range.clone()]);
    out.mend(UNIT_WRITING, passage, range, message, format!("改成「{right}」"), right);
}

/// 农历8月15, 腊月23.
fn lunar(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut tell = |range: Range<usize>| {
        let message = format!("「{}」的农历日期用了阿拉伯数字", &text[range.clone()]);
        out.tell(
            LUNAR_DATE,
            passage,
            range,
            message,
            "农历的月、日用汉字，如「农历八月十五」「腊月二十三」",
        );
    };
    let digits = |text: &str| text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let may = |word: &&str| passage.may_have(word);
    for word in ["农历", "阴历", "旧历"].into_iter().filter(may) {
        for (at, _) in passage.find_word(word) {
            let start = at + word.len();
            let month = digits(&text[start..]);
            let moon = start + month;
            if !(1..=2).contains(&month) || !text[moon..].starts_with('月') {
                continue;
            }
            let day = moon + '月'.len_utf8();
            tell(at..day + digits(&text[day..]));
        }
    }
    for word in ["正月", "腊月", "冬月"].into_iter().filter(may) {
        for (at, _) in passage.find_word(word) {
            let start = at + word.len();
            let count = digits(&text[start..]);
            let behind = &text[start + count..];
            if (1..=2).contains(&count) && !behind.starts_with(['个', '月', '年', '.', '人', '户'])
            {
                tell(at..start + count);
            }
        }
    }
}
