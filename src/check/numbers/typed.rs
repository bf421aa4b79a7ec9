//! Figures and their units as a slip of the hand leaves them: 3.8余万, 1..2万, 205年, 13月上旬, 党的20大.

use std::ops::Range;
use std::sync::LazyLock;

use super::{DOUBLE_APPROXIMATE, FIGURE, IMPOSSIBLE_DATE, MIXED_NUMERAL, UNIT_WRITING};
use crate::check::cues::{Cues, clause_before};
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["余万", "多万", "余亿", "多亿"], behind_decimals),
        (&[".."], two_points),
        (&["￥", "¥"], currency),
        (&["公里/小时", "千米/小时", "公斤/亩", "千克/亩", "斤/亩"], rate),
        (&["月上旬", "月中旬", "月下旬", "月底", "月初", "月份"], month),
        (&["年1", "年2", "年3", "年4", "年5", "年6", "年7", "年8", "年9"], year),
        (&["℅", "％℃", "%℃", "％%", "%％", "%%"], percent),
        (&["年"], long_year),
        (&[",", "、"], decimal),
        (&["上百余", "上千余", "上万余", "上百多", "上千多", "上万多"], about),
        (&["党的18大", "党的19大", "党的20大", "“3农”", "“4好农村路”", "“5一”"], set_name),
    ])
});

/// Looks at the figures of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// How many bytes of digits, and of what else, a text ends with.
fn number_before(text: &str, at: usize, more: &[u8]) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_digit() || more.contains(byte);
    text[..at].bytes().rev().take(12).take_while(is_part).count()
}

/// 3.8余万株.
fn behind_decimals(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let length = number_before(&passage.text, cue.start, b".");
    if passage.text[cue.start - length..cue.start].contains('.') {
        let words = ("「余」「多」的位置不对", "带小数的，写在「万」「亿」的后面，如「3.8万余」");
        out.tell_of(FIGURE, passage, cue.start - length..cue.end, words);
    }
}

/// 1..2万亩.
fn two_points(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let length = number_before(text, cue.start, b"");
    let behind = text[cue.end..].bytes().take_while(u8::is_ascii_digit).take(6).count();
    if length > 0 && behind > 0 {
        let words = ("小数点多了一个", "核对这个数，只留一个小数点");
        out.tell_of(FIGURE, passage, cue.start - length..cue.end + behind, words);
    }
}

/// ￥3000元.
fn currency(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    let digits =
        rest.bytes().take(14).take_while(|b| b.is_ascii_digit() || b".,".contains(b)).count();
    let unit = rest[digits..].trim_start_matches(['万', '亿']);
    if digits > 0 && unit.starts_with('元') {
        let end = passage.text.len() - unit.len() + '元'.len_utf8();
        out.tell_of(UNIT_WRITING, passage, cue.start..end, ("货币写了两遍", "正文里只写「元」"));
    }
}

/// 时速30公里/小时, 亩产460公斤/亩.
fn rate(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let lead = clause_before(&passage.text, cue.start);
    let word = if passage.text[cue.clone()].ends_with("小时") { "时速" } else { "亩产" };
    if !lead.contains(word) {
        return;
    }
    let slash = cue.start + passage.text[cue.clone()].find('/').unwrap_or(0);
    let length = number_before(&passage.text, cue.start, b".");
    if length == 0 {
        return;
    }
    let message = format!("「{word}」已经说了，后面不再写「{}」", &passage.text[slash..cue.end]);
    out.tell(
        UNIT_WRITING,
        passage,
        cue.start - length..cue.end,
        message,
        format!("改成「{}」", &passage.text[cue.start - length..slash]),
    );
}

/// 13月上旬.
fn month(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let length = number_before(&passage.text, cue.start, b"");
    let range = cue.start - length..cue.start;
    let number: Option<u32> = passage.text[range.clone()].parse().ok();
    if number.is_some_and(|number| !(1..=12).contains(&number)) {
        out.tell_of(IMPOSSIBLE_DATE, passage, range.start..cue.end, ("没有这个月份", "核对月份"));
    }
}

/// 205年10月.
fn year(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let length = number_before(text, cue.start, b".");
    let digits = text[cue.end - 1..].bytes().take_while(u8::is_ascii_digit).take(3).count();
    let is_date = text[cue.end - 1 + digits..].starts_with('月');
    // 19世纪, 百年 and the like have no month behind them.
    if matches!(length, 3 | 5) && is_date && !text[cue.start - length..cue.start].contains('.') {
        let range = cue.start - length..cue.start + '年'.len_utf8();
        out.tell_of(IMPOSSIBLE_DATE, passage, range, ("年份的位数不对", "年份写四位"));
    }
}

/// 98.3℅, 1.5％℃.
fn percent(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let length = number_before(&passage.text, cue.start, b".");
    if length > 0 {
        let shown = &passage.text[cue.clone()];
        let (message, help) = match shown {
            "℅" => ("「℅」不是百分号".to_owned(), "改成「%」"),
            _ => (format!("「{shown}」多了一个符号"), "核对单位，只留一个"),
        };
        out.tell(UNIT_WRITING, passage, cue.start - length..cue.end, message, help);
    }
}

/// 20226年以来.
fn long_year(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let length = number_before(text, cue.start, b".,");
    let digits = &text[cue.start - length..cue.start];
    let goes_on = ["以来", "底", "初", "度", "前", "末"].iter();
    if length == 5
        && (digits.starts_with("20") || digits.starts_with("19"))
        && digits.bytes().all(|b| b.is_ascii_digit())
        && goes_on.clone().any(|word| text[cue.end..].starts_with(word))
    {
        let range = cue.start - length..cue.end;
        out.tell_of(IMPOSSIBLE_DATE, passage, range, ("年份的位数不对", "年份写四位"));
    }
}

/// What stands right before a sum.
const SUMS: [char; 11] = ['资', '达', '约', '入', '值', '额', '长', '款', '近', '积', '金'];

/// 总长3,5公里, 总投资12、8亿元.
fn decimal(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let length = number_before(text, cue.start, b"");
    let behind = text[cue.end..].bytes().take(4).take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&length) || !(1..=2).contains(&behind) {
        return;
    }
    let start = cue.start - length;
    let rest = &text[cue.end + behind..];
    let unit = ["亿", "万", "公里", "千米", "吨", "平方", "个百分点", "%", "倍", "米"]
        .iter()
        .any(|unit| rest.starts_with(unit));
    let several = clause_before(text, start).contains("分别");
    if unit && !several && text[..start].ends_with(SUMS) {
        let range = start..cue.end + behind;
        let message = format!("「{}」里的小数点写错了", &text[range.clone()]);
        out.tell(FIGURE, passage, range, message, "改成「.」；是两个数的，把单位都写上");
    }
}

/// 上百余场.
fn about(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    // 以上百余场: what stands before belongs to it.
    let lead = &passage.text[..cue.start];
    if !lead.ends_with(['以', '网', '线', '晚', '早', '马', '地', '史', '路', '会', '山', '身'])
    {
        let words = ("约数说了两遍", "「上」和「余」「多」只留一个");
        out.tell_of(DOUBLE_APPROXIMATE, passage, cue, words);
    }
}

/// 党的20大.
fn set_name(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let words = ("里的数是名称的一部分，用汉字", "如「党的二十大」「“三农”」");
    out.tell_of(MIXED_NUMERAL, passage, cue, words);
}
