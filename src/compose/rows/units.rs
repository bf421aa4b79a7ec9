//! What should stay together: a number and its unit, a name.

use super::{After, Item};

/// Units, the longest first where one begins another. A number is followed by at most one word
/// for “more than”, one power of ten and one unit: 130 多株, 3 万人, 2.5 亿元.
const UNITS: &[&str] = &[
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "公斤",
    "千克",
    "毫米",
    "厘米",
    "公顷",
    "小时",
    "分钟",
    "千瓦时",
    "千瓦",
    "美元",
    "年",
    "月",
    "日",
    "号",
    "期",
    "个",
    "件",
    "人",
    "户",
    "吨",
    "米",
    "天",
    "时",
    "分",
    "秒",
    "元",
    "次",
    "名",
    "家",
    "条",
    "项",
    "亩",
    "度",
    "届",
    "岁",
    "周",
    "层",
    "栋",
    "辆",
    "台",
    "套",
    "处",
    "座",
    "株",
    "页",
    "倍",
    "%",
    "％",
    "‰",
    "℃",
    "°",
];
const MORE: &str = "多余几来";
const POWERS: &str = "十百千万亿";

/// Keeps numbers with what stands right before and after them (第 28 期, 11 月, 3 万人).
pub(super) fn hold_units(text: &[char], items: &mut [Item]) {
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while text.get(at).is_some_and(|c| c.is_ascii_digit() || ".,:".contains(*c)) {
            at += 1;
        }
        let before = skip_spaces_back(text, start);
        if before > 0 && text[before - 1] == '第' {
            hold(items, before - 1..start);
        }
        let unit = skip_spaces(text, at);
        let mut end = unit;
        end += usize::from(text.get(end).is_some_and(|c| MORE.contains(*c)));
        while text.get(end).is_some_and(|c| POWERS.contains(*c)) {
            end += 1;
        }
        end += usize::from(text.get(end).is_some_and(|c| MORE.contains(*c)));
        let length = UNITS
            .iter()
            .find(|unit| unit.chars().eq(text[end..].iter().copied().take(unit.chars().count())))
            .map_or(0, |unit| unit.chars().count());
        end += length;
        if length > 0 || text[unit..end].iter().any(|c| POWERS.contains(*c)) {
            hold(items, at - 1..end - 1);
        }
        at = at.max(end);
    }
}

/// Keeps each of the names whole.
pub(super) fn hold_names(text: &[char], names: &[&str], items: &mut [Item]) {
    for name in names {
        let name: Vec<char> = name.chars().collect();
        if name.len() < 2 {
            continue;
        }
        for at in 0..text.len().saturating_sub(name.len() - 1) {
            if text[at..].starts_with(&name) {
                hold(items, at..at + name.len() - 1);
            }
        }
    }
}

fn hold(items: &mut [Item], range: std::ops::Range<usize>) {
    for item in &mut items[range] {
        if item.after == After::Free {
            item.after = After::Held;
        }
    }
}

fn skip_spaces(text: &[char], mut at: usize) -> usize {
    while text.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

fn skip_spaces_back(text: &[char], mut at: usize) -> usize {
    while at > 0 && text[at - 1] == ' ' {
        at -= 1;
    }
    at
}
