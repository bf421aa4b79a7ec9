//! 密级 and 份号: what stands in the corners above a masthead.

use super::lines::{is_rule, segments};
use crate::import::bare::dense;

/// 内部资料　注意保存, 密级：内部, 机密★1年: the marking, and what stands behind it.
pub fn secrecy(line: &str) -> Option<(String, Option<String>)> {
    const MARKINGS: &[&str] = &[
        "内部资料",
        "内部刊物",
        "内部文件",
        "内部材料",
        "内部",
        "密级",
        "秘密",
        "机密",
        "绝密",
        "工作秘密",
        "注意保存",
        "不得外传",
        "阅后",
    ];
    let line = line.trim();
    let bare = line.trim_start_matches(['（', '(', '【', '[']);
    let found = MARKINGS.iter().any(|word| bare.starts_with(word) || dense(bare).starts_with(word));
    if !found || line.chars().count() > 40 || line.contains(['，', '。', '、']) {
        return None;
    }
    // 份号 at the other end of the row.
    let parts = segments(line);
    let last = parts.last().filter(|last| parts.len() > 1 && serial(last).is_some());
    let (marking, rest) = match last {
        Some(last) => (line.strip_suffix(last.as_str()).unwrap_or(line), Some(last.clone())),
        None => (line, None),
    };
    let ends = |text: &str| !text.ends_with(['县', '区', '局', '会', '议']);
    ends(marking.trim()).then(|| (marking.trim().to_owned(), rest))
}

/// 000028, 份号：000028, №0012: the digits.
pub fn serial(line: &str) -> Option<String> {
    let bare = dense(line);
    let labels = ["份号", "编号", "序号", "NO.", "No.", "№", "N0."];
    let (labelled, rest) = labels
        .iter()
        .find_map(|label| bare.strip_prefix(label))
        .map_or((false, bare.as_str()), |rest| (true, rest.trim_start_matches([':', '：'])));
    let digits = rest.chars().all(|c| c.is_ascii_digit());
    let enough = if labelled { 1..=8 } else { 5..=8 };
    (digits && enough.contains(&rest.len())).then(|| rest.to_owned())
}

/// 密级, 份号 and the like, which are no part of the masthead's name.
pub fn is_aside(line: &str) -> bool {
    secrecy(line).is_some() || serial(line).is_some() || is_rule(line)
}
