//! 的, 地 and 得 taken for each other, where what stands around tells for certain.

use std::ops::Range;

use super::PARTICLE;
use crate::check::context::is_quoted;
use crate::check::{Findings, Passage};
use crate::dictionary::{Class, Entry, lookup};

/// What says how something is done, and hardly ever what a thing is like.
const HOW: &[&str] = &[
    "扎实",
    "扎扎实实",
    "切实",
    "稳步",
    "有序",
    "有力",
    "有效",
    "深入",
    "认真",
    "积极",
    "主动",
    "严格",
    "全面",
    "持续",
    "不断",
    "逐步",
    "坚决",
    "大力",
    "高效",
    "快速",
    "迅速",
    "及时",
    "充分",
    "自觉",
    "广泛",
    "顺利",
    "圆满",
    "平稳",
    "坚定不移",
    "毫不动摇",
    "实实在在",
    "创造性",
    "因地制宜",
    "循序渐进",
    "有条不紊",
    "一丝不苟",
    "源源不断",
    "如火如荼",
    "深入细致",
    "有计划",
    "有步骤",
    "有针对性",
    "卓有成效",
    "旗帜鲜明",
    "毫不松懈",
    "坚持不懈",
    "持之以恒",
    "更加有效",
    "更加有力",
];

/// What is done, and is no word for a thing, nor what a thing is named after.
const DO: &[&str] = &[
    "推进",
    "开展",
    "抓好",
    "做好",
    "办好",
    "管好",
    "用好",
    "建好",
    "打好",
    "打赢",
    "推动",
    "贯彻",
    "履行",
    "压实",
    "夯实",
    "筑牢",
    "守住",
    "守牢",
    "兜牢",
    "破解",
    "宣讲",
    "落实好",
    "完成",
    "落实",
    "抓",
    "促进",
    "投入到",
    "融入",
];

/// What makes a thing of what is done: 推进会, 完成情况, 落实机制.
const THING: &[&str] = &[
    "会", "机制", "力", "措施", "体系", "方案", "计划", "情况", "速度", "过程", "作用", "度", "率",
    "者", "举措", "效果", "成效", "工作", "活动", "办法", "方式", "方法", "手段", "路径", "模式",
    "和", "与", "及", "等", "的", "下", "中", "是", "手", "地", "机", "组", "局", "效应", "意见",
    "要求",
];

/// What has such a thing done: 进行扎实的推进.
const HAVE: &[&str] =
    &["进行", "得到", "给予", "予以", "作出", "做出", "加以", "实现", "取得", "缺乏", "没有", "是"];

/// What can be done in a manner told behind 得.
const DONE: &[&str] = &[
    "抓", "干", "做", "办", "管", "改", "走", "跑", "搞", "学", "记", "答", "谈", "推", "落", "建",
    "护", "变", "长", "想", "看", "听", "说", "写", "查", "战", "防", "治", "摸", "吃", "住", "睡",
    "坐", "站", "挺", "压", "扎", "讲", "落实", "执行", "完成", "开展", "推进", "掌握", "运用",
    "准备", "安排", "组织", "整改", "发展", "表现", "配合",
];

/// In what manner.
const MANNER: &[&str] = &[
    "好",
    "实",
    "细",
    "准",
    "快",
    "严",
    "紧",
    "牢",
    "稳",
    "深",
    "透",
    "清",
    "明",
    "远",
    "对",
    "齐",
    "满",
    "够",
    "扎实",
    "到位",
    "漂亮",
    "出色",
    "彻底",
    "及时",
    "不错",
    "清楚",
    "明白",
    "有声有色",
    "有条不紊",
    "红红火火",
];

/// How much so.
const MORE: &[&str] = &["更加", "更", "很", "不够", "不", "非常", "越来越", "比较", "十分"];

/// The longest manner, with the mark behind it, in bytes.
const LONGEST: usize = 24;

/// How far back a clause is looked through, in bytes.
const REACH: usize = 45;

/// Looks at each 的.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(PARTICLE) {
        return;
    }
    let text = &*passage.text;
    for (at, own) in passage.find('的') {
        let (before, behind) = (&text[..at], &text[at + own.len()..]);
        let right = if is_manner(before, behind) {
            "得"
        } else if is_how(before, behind) {
            "地"
        } else {
            continue;
        };
        if !is_quoted(text, at) {
            tell(passage, at..at + own.len(), right, out);
        }
    }
}

/// 扎实的推进农村厕所革命: how, what is done, and to what.
fn is_how(before: &str, behind: &str) -> bool {
    // Most of what stands behind 的 is known at one look to be nothing that is done.
    let first = behind.chars().next();
    if !first.is_some_and(|c| DO.iter().any(|word| word.starts_with(c))) {
        return false;
    }
    let Some(how) = HOW.iter().find(|word| before.ends_with(*word)) else { return false };
    let Some(done) = DO.iter().filter(|word| behind.starts_with(*word)).max_by_key(|it| it.len())
    else {
        return false;
    };
    let rest = &behind[done.len()..];
    let start = before.floor_char_boundary((before.len() - how.len()).saturating_sub(REACH));
    let clause = &before[start..before.len() - how.len()];
    let clause = clause.rsplit(['，', '。', '；', '：', '、', '\n']).next().unwrap_or_default();
    let goes_on =
        rest.starts_with(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || "“《".contains(c));
    goes_on
        && !THING.iter().any(|word| rest.starts_with(word))
        && !HAVE.iter().any(|word| clause.contains(word))
}

/// 抓的实，: what is done, in what manner, and the clause ends.
fn is_manner(before: &str, behind: &str) -> bool {
    // Manners are short.
    let near = &behind[..behind.floor_char_boundary(LONGEST.min(behind.len()))];
    let end = near.find(['，', '。', '；', '、', '！', '\n']);
    let Some(end) = end.or_else(|| (near.len() == behind.len()).then_some(near.len())) else {
        return false;
    };
    let manner = &behind[..end];
    let is_more = |more: &&str| manner.strip_prefix(*more).is_some_and(|it| MANNER.contains(&it));
    if !MANNER.contains(&manner) && !MORE.iter().any(is_more) {
        return false;
    }
    let done = DONE.iter().filter(|word| before.ends_with(*word)).max_by_key(|it| it.len());
    let Some(done) = done else { return false };
    // 实干的好: the character before makes another word of it.
    let stem = before.strip_suffix(done).and_then(|stem| stem.chars().next_back());
    done.chars().count() > 1 || stem.and_then(|c| lookup(&format!("{c}{done}"))).is_none_or(is_done)
}

/// Whether a word is one for what is done: 狠抓, but not 骨干.
fn is_done(word: Entry) -> bool {
    matches!(word.class, Class::Verb | Class::VerbalNoun)
}

fn tell(passage: &Passage<'_>, range: Range<usize>, right: &str, out: &mut Findings<'_>) {
    let text = &passage.text;
    let start = text[..range.start].char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let shown: String = text[start..].chars().take(5).collect();
    let message = format!(
        "「{}」里的「的」应是「{right}」",
        shown.trim_end_matches(['，', '。', '；', '、'])
    );
    if let Some(found) = out.add(PARTICLE, passage, range.clone(), message) {
        found.help = Some(format!("改成「{right}」"));
        found.fix.extend(passage.edit(range, right));
    }
}
