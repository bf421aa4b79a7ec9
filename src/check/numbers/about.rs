//! Numbers that are said to be about something twice: 近3000余户, 约50人左右.

use super::DOUBLE_APPROXIMATE;
use crate::check::{Findings, Passage};

/// What says before a number that it is about so much, and what before it makes another word of it.
const BEFORE: &[(&str, &str)] = &[
    ("近", "附最邻临靠亲就接将新"),
    ("约", "节预公合签契制条集简特违履赴立解失大"),
    ("大约", ""),
    ("将近", ""),
    ("接近", ""),
    ("约有", ""),
    ("近有", "附"),
    ("大概", ""),
    ("超过", ""),
];

/// What says so behind the number, before what is counted.
const WITHIN: &[&str] = &["余", "多"];

/// What says so behind what is counted.
const BEHIND: &[&str] = &["左右", "上下"];

/// What is counted. Longer ones first.
pub const UNITS: &[&str] = &[
    "平方公里",
    "平方米",
    "立方米",
    "万立方米",
    "千瓦时",
    "万千瓦",
    "千瓦",
    "公里",
    "公顷",
    "公斤",
    "千克",
    "万元",
    "亿元",
    "万亩",
    "万吨",
    "万人",
    "万户",
    "人次",
    "个月",
    "小时",
    "分钟",
    "个",
    "户",
    "人",
    "名",
    "家",
    "处",
    "件",
    "项",
    "次",
    "起",
    "台",
    "辆",
    "套",
    "亩",
    "吨",
    "元",
    "米",
    "村",
    "所",
    "座",
    "条",
    "份",
    "批",
    "栋",
    "口",
    "眼",
    "头",
    "只",
    "株",
    "位",
    "支",
    "场",
    "棵",
    "岁",
    "天",
    "度",
    "种",
    "类",
    "%",
    "％",
];

/// The longest number, in characters.
const LONGEST: usize = 14;

/// Looks at the numbers of a passage that are said to be about so much.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(DOUBLE_APPROXIMATE) {
        return;
    }
    let text = &*passage.text;
    for (word, not_behind) in BEFORE.iter().filter(|(word, _)| passage.may_have(word)) {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            if text[..at].ends_with(|c| not_behind.contains(c)) {
                continue;
            }
            let Some(end) = said_again(text, start) else { continue };
            let shown = &text[at..end];
            let message = format!("「{shown}」前后都说是约数");
            if let Some(found) = out.add(DOUBLE_APPROXIMATE, passage, at..end, message) {
                found.help =
                    Some("前面的「近」「约」和后面的「余」「多」「左右」只留一个".to_owned());
            }
        }
    }
}

/// Where a number that begins at a place is said to be about so much once more.
fn said_again(text: &str, start: usize) -> Option<usize> {
    let numeral =
        |c: &char| c.is_ascii_digit() || ".,，一二三四五六七八九十百千万亿两几〇零".contains(*c);
    let length: usize =
        text[start..].chars().take(LONGEST).take_while(numeral).map(char::len_utf8).sum();
    let number = text[start..start + length].trim_end_matches(['.', ',', '，']);
    if number.is_empty() {
        return None;
    }
    let behind = start + number.len();
    let rest = &text[behind..];
    let unit =
        |rest: &str| UNITS.iter().find(|unit| rest.starts_with(**unit)).map(|unit| unit.len());
    if let Some(word) = WITHIN.iter().find(|word| rest.starts_with(**word)) {
        let counted = &rest[word.len()..];
        let scale = counted.strip_prefix(['万', '亿']).unwrap_or(counted);
        return unit(scale).map(|_| behind + word.len());
    }
    let length = unit(rest)?;
    let rest = &rest[length..];
    let word = BEHIND.iter().find(|word| rest.starts_with(**word))?;
    Some(behind + length + word.len())
}
