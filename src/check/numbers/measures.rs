//! Figures with a unit that cannot be theirs: PM2.5 in 微克/平方米, 厂房1.2万平方公里, 亩产286吨, a road 6.5公里
//! wide, 每月…元/月, 零下-6℃.

use std::ops::Range;
use std::sync::LazyLock;

use super::{FIGURE, UNIT_WRITING};
use crate::check::cues::{Cues, clause_before, number_before, number_behind, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["零下-", "零下－", "零下—"], below),
        (&["/平方米", "/m2", "/m²", "/㎡"], air),
        (&["平方公里"], area),
        (&["亿人次", "亿辆次"], visitors),
        (&["亩产"], yield_of),
        (&["宽", "高"], wide),
        (&["元/月", "元/年", "元/天", "元/亩", "元/户", "元/人", "元/次", "元/日"], each_twice),
    ])
});

/// Looks at the measures of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

/// 零下-6℃.
fn below(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_behind(&text[cue.end..]);
    if digits > 0 {
        out.tell_of(
            FIGURE,
            passage,
            cue.start..cue.end + digits,
            ("「零下」和负号说了两遍", "只留一个"),
        );
    }
}

/// PM2.5平均浓度为28微克/平方米.
fn air(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let unit = ["微克", "毫克", "纳克", "μg", "mg"].iter().find(|unit| lead.ends_with(**unit));
    let sentence = sentence_before(text, cue.start);
    if let Some(unit) = unit
        && (sentence.contains("浓度") || sentence.contains("PM"))
    {
        out.tell_of(
            UNIT_WRITING,
            passage,
            cue.start - unit.len()..cue.end,
            ("不是浓度的单位", "空气里的浓度按立方米计"),
        );
    }
}

/// What is never measured in square kilometres.
const BUILT: &[&str] = words!("measures.txt", "BUILT");

/// 改造厂房1.2万平方公里.
fn area(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let scaled = text[..cue.start].trim_end_matches(['万', '余', '多']);
    let digits = number_before(text, scaled.len());
    let clause = clause_before(text, scaled.len() - digits);
    let near = clause.chars().count() <= 14;
    if digits > 0
        && near
        && BUILT.iter().any(|word| clause.contains(word))
        && !clause.contains("规划")
    {
        let range = scaled.len() - digits..cue.end;
        out.tell_of(
            UNIT_WRITING,
            passage,
            range,
            ("大得不像是房屋、场地的面积", "核对单位，多半是「平方米」"),
        );
    }
}

/// 全县接待游客4.6亿人次.
fn visitors(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let sentence = sentence_before(text, cue.start);
    let local = sentence.contains('县') && !sentence.contains(['省', '州', '国', '市', '区']);
    let wider = [
        "全国", "全省", "铁路", "民航", "出行", "流动", "点击", "浏览", "阅读", "播放", "观看",
        "曝光", "旅客",
    ]
    .iter()
    .any(|word| sentence.contains(word));
    if digits > 0 && local && !wider && sentence.contains(['游', '接']) {
        out.tell_of(
            FIGURE,
            passage,
            cue.start - digits..cue.end,
            ("大得不像是一个县的", "核对是不是「万人次」"),
        );
    }
}

/// 亩产286吨.
fn yield_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..]
        .trim_start_matches(['量', '达', '到', '为', '约', '近', '超', '过', '可', '高']);
    let digits = number_behind(rest);
    let value: f64 = rest[..digits].parse().unwrap_or(0.0);
    if value >= 40.0 && rest[digits..].starts_with('吨') {
        let start = text.len() - rest.len();
        out.tell_of(
            UNIT_WRITING,
            passage,
            start..start + digits + '吨'.len_utf8(),
            ("大得不像是亩产", "核对单位，多半是「公斤」"),
        );
    }
}

/// 全长4.2公里、宽6.5公里.
fn wide(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches(['约', '为', '达', '度']);
    let digits = number_behind(rest);
    if digits == 0 || !(rest[digits..].starts_with("公里") || rest[digits..].starts_with("千米"))
    {
        return;
    }
    let sentence = sentence_before(text, cue.start);
    let way = ["路", "桥", "渠", "堤", "街", "坝", "墙", "步道", "沟"]
        .iter()
        .any(|word| sentence.contains(word));
    let lead = text[..cue.start].chars().next_back();
    let free = lead.is_none_or(|c| "、，。；：路面均平底".contains(c));
    if way && free && !sentence.ends_with('海') {
        let start = text.len() - rest.len();
        out.tell_of(
            UNIT_WRITING,
            passage,
            cue.start..start + digits + "公里".len(),
            ("不像是道路、工程的尺寸", "核对单位，多半是「米」"),
        );
    }
}

/// 每人每月补助600元/月.
fn each_twice(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(unit) = text[cue.clone()].chars().next_back() else { return };
    let digits = number_before(text, cue.start);
    let clause = clause_before(text, cue.start);
    let each = format!("每{unit}");
    let same = clause.contains(&each) || (unit == '天' && clause.contains("每日"));
    if digits > 0 && same {
        let message = format!("前面有「{each}」，这里的「/{unit}」重复了");
        out.tell(
            UNIT_WRITING,
            passage,
            cue.start - digits..cue.end,
            message,
            format!("删去「/{unit}」"),
        );
    }
}
