//! What verifying an issue came to, in sentences.

use crate::archive::Stored;
use crate::batch::InputKind;
use crate::pdf::{Difference, TextChange, Verdict};
use crate::publish::{Change, Companion, InputChange, Remade, Verification, WrongEntry};

/// Whether the issued PDF is in its place and comes out the same.
pub fn is_well(verification: &Verification) -> bool {
    let is_as_known = match &verification.lost {
        // There is nothing to hold it against, and the register says why.
        Some(_) => !matches!(verification.outcome, Remade::Broken(_)),
        None => {
            verification.stored == Stored::Whole && matches!(verification.outcome, Remade::Same)
        }
    };
    let others = verification.others.iter().all(Companion::is_well);
    verification.failure.is_none() && verification.register.is_none() && is_as_known && others
}

/// In a few words, what was found.
pub fn verdict(verification: &Verification) -> &'static str {
    if verification.failure.is_some() {
        return "没能核对";
    }
    match (&verification.register, &verification.outcome) {
        (Some(WrongEntry::Digest), _) => return "能排出原样，登记的指纹不对",
        (Some(WrongEntry::Path(_)), Remade::Same) => return "一致，但登记的路径不对",
        _ => {}
    }
    match (&verification.outcome, &verification.lost) {
        (Remade::Same, Some(_)) => return "一致，存档的 PDF 已登记遗失",
        (Remade::Differs(..), Some(_)) => return "存档的 PDF 已登记遗失，无法对照",
        _ => {}
    }
    match (&verification.outcome, verification.stored) {
        (Remade::Same, Stored::Whole) => match verification.others.iter().all(Companion::is_well) {
            true => "一致",
            false => "PDF 一致，一同印发的文件不对",
        },
        (Remade::Same, Stored::Missing) => "一致，但存档的 PDF 不见了",
        (Remade::Same, Stored::Altered) => "能排出原样，但存档的 PDF 被改过",
        (Remade::Broken(_), _) => "排不出来",
        (Remade::Unreadable(_), _) => "不一致，存档的 PDF 画不出来",
        (Remade::Differs(Some(difference), _), _) => match difference.verdict() {
            Verdict::Text => "文字不同",
            Verdict::Pages => "文字相同，页数不同",
            Verdict::Looks => "文字相同，版面不同",
            Verdict::Same => "页面相同，只有文件内部不同",
        },
        (Remade::Differs(None, _), Stored::Missing) => "不一致，存档的 PDF 不见了，无法对照",
        (Remade::Differs(None, _), Stored::Altered) => "不一致，存档的 PDF 被改过，无法对照",
        (Remade::Differs(None, _), Stored::Whole) => "不一致，存档的 PDF 无法读取",
    }
}

/// Changes of the text, two lines each.
pub fn texts(changes: &[&TextChange]) -> Vec<String> {
    let mut lines = Vec::new();
    for change in changes {
        let [then, now] = marked(&change.removed.join("／"), &change.added.join("／"));
        lines.push(format!("第 {} 页　印发：{then}", change.kept_page));
        lines.push(format!("第 {} 页　现在：{now}", change.new_page));
    }
    lines
}

/// Pitches, steps and edges smaller than this are the same: points, or mm.
const ALIKE: f64 = 0.05;

/// How the text is set otherwise.
pub fn forms(difference: &Difference) -> Vec<String> {
    let (then, now) = difference.forms;
    let mut parts = Vec::new();
    let mut tell = |what: &str, then: f64, now: f64, unit: &str| {
        if then > 0.0 && now > 0.0 && (then - now).abs() > ALIKE {
            parts.push(format!("{what} {} → {}{unit}", number(then), number(now)));
        }
    };
    tell("行距", then.pitch, now.pitch, " 磅");
    tell("字距", then.step, now.step, " 磅");
    // Glyphs have blank of their own at their edges.
    if (then.left - now.left).abs() > 0.5 {
        tell("左边", then.left, now.left, " 毫米");
    }
    if parts.is_empty() { parts } else { vec![format!("版面：{}", parts.join("，"))] }
}

fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// How far down a page the masthead reaches at most, and from where on the tail stands.
const MASTHEAD: f64 = 0.45;
const TAIL: f64 = 0.7;

/// Which pages look otherwise, and where on them.
pub fn looks(difference: &Difference) -> Vec<String> {
    let pages: Vec<String> = difference
        .looks
        .iter()
        .map(|looks| format!("第 {} 页（{:.1}%）", looks.page, looks.share * 100.0))
        .collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let whole = difference.pages.1;
    let place = match difference.looks[..] {
        [only] if only.page == 1 && only.between.1 < MASTHEAD => "，在上部（报头）",
        [only] if only.page == whole && only.between.0 > TAIL => "，在下部（报尾）",
        _ => "",
    };
    vec![format!("看上去不同的页：{}{place}", pages.join("、"))]
}

/// What of all issues has changed that one is made of, a line each.
pub fn causes(verification: &Verification) -> Vec<String> {
    let shared = verification.inputs.iter().filter(|input| input.kind != InputKind::Source);
    shared.map(input).collect()
}

/// Two texts with what differs between 【】: in a long sentence one character is hard to find.
fn marked(then: &str, now: &str) -> [String; 2] {
    if then.is_empty() || now.is_empty() {
        return [then, now].map(|text| if text.is_empty() { "（没有）" } else { text }.to_owned());
    }
    let [head, then, now, tail] = apart(then, now);
    [then, now].map(|text| format!("{head}【{text}】{tail}"))
}

/// What two texts begin with, what only the one and only the other has, and what they end with.
pub fn apart(then: &str, now: &str) -> [String; 4] {
    let [then, now]: [Vec<char>; 2] = [then, now].map(|text| text.chars().collect());
    let head = then.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let rest = then[head..].iter().rev().zip(now[head..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    let piece = |part: &[char]| part.iter().collect::<String>();
    [
        piece(&then[..head]),
        piece(&then[head..then.len() - tail]),
        piece(&now[head..now.len() - tail]),
        piece(&then[then.len() - tail..]),
    ]
}

pub fn input(input: &InputChange) -> String {
    let kind = input.kind.word();
    let change = match (input.kind, input.change) {
        (InputKind::Tool, _) => "换过版本",
        (InputKind::Profile, _) => "换过",
        (_, Change::Changed) => "改动过",
        (_, Change::Added) => "是印发后加的",
        (_, Change::Removed) => "已经没有了",
    };
    format!("{kind}{change}：{}", input.path)
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn what_differs_is_marked() {
        let check = |then, now, want: [&str; 2]| assert_eq!(marked(then, now), want);
        check("要抓紧整改。", "要限期整改。", ["要【抓紧】整改。", "要【限期】整改。"]);
        check("整改。", "限期整改。", ["【】整改。", "【限期】整改。"]);
        check("好好。", "好好好。", ["好好【】。", "好好【好】。"]);
        check("甲。", "乙", ["【甲。】", "【乙】"]);
        check("", "甲。", ["（没有）", "甲。"]);
    }
}
