//! Verbs and nouns that do not go together: 提高打击力度 (力度 is 加大), 水平不断扩大 (水平 is 提高).
//!
//! Only pairs that 14 million characters of published official texts have next to never.

use std::ops::Range;
use std::sync::LazyLock;

use super::WRONG_COLLOCATION;
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, han_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// A noun, the verbs that cannot have it for an object, those that cannot have it for a subject, and
/// what is said instead.
struct Row {
    noun: &'static str,
    not_before: &'static [&'static str],
    not_behind: &'static [&'static str],
    right: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        noun: "力度",
        not_before: &["提高", "增强", "加快", "扩大", "提升", "增加"],
        not_behind: &["提高", "加快", "扩大", "增加"],
        right: "加大",
    },
    Row {
        noun: "步伐",
        not_before: &["加大", "提高", "增强", "扩大", "提升", "增加"],
        not_behind: &["加大", "提高", "增强", "扩大", "提升", "增加"],
        right: "加快",
    },
    Row {
        noun: "进度",
        not_before: &["加大", "增强", "扩大", "加强", "增加"],
        not_behind: &["加大", "增强", "扩大", "增加"],
        right: "加快",
    },
    Row {
        noun: "水平",
        not_before: &["增强", "扩大", "加大", "增加", "增长"],
        not_behind: &["扩大", "加大", "加快", "增强", "增加"],
        right: "提高",
    },
    Row {
        noun: "意识",
        not_before: &["加大", "扩大", "加快", "增加"],
        not_behind: &["扩大", "加大", "加快", "增加"],
        right: "增强",
    },
    Row {
        noun: "规模",
        not_before: &["提高", "增强", "加快"],
        not_behind: &["提高", "增强", "加快"],
        right: "扩大",
    },
    Row {
        noun: "效率",
        not_before: &["增强", "加大", "扩大", "加快", "增加"],
        not_behind: &["扩大", "加大", "加快", "增强", "增加"],
        right: "提高",
    },
    Row {
        noun: "质量",
        not_before: &["增强", "扩大", "加大", "加快", "增加"],
        not_behind: &["扩大", "加大", "加快", "增加"],
        right: "提高",
    },
    Row {
        noun: "能力",
        not_before: &["加大", "扩大", "增加"],
        not_behind: &["扩大", "加快", "增加"],
        right: "提高",
    },
    Row {
        noun: "范围",
        not_before: &["提高", "加大", "增强", "加快", "增加"],
        not_behind: &["提高", "加大", "增强", "加快"],
        right: "扩大",
    },
    Row {
        noun: "覆盖面",
        not_before: &["加大", "加快", "加强"],
        not_behind: &["加大", "增强", "加快"],
        right: "扩大",
    },
    Row {
        noun: "覆盖率",
        not_before: &["扩大", "加大", "增强", "加快"],
        not_behind: &["扩大", "加大", "增强", "加快"],
        right: "提高",
    },
    Row {
        noun: "满意度",
        not_before: &["扩大", "加大", "增强", "加快", "增加"],
        not_behind: &["扩大", "加大", "增强", "加快"],
        right: "提高",
    },
    Row {
        noun: "知晓率",
        not_before: &["扩大", "加大", "增强", "加快", "增加"],
        not_behind: &["扩大", "加大", "增强", "加快"],
        right: "提高",
    },
    Row {
        noun: "收入",
        not_before: &["增强", "扩大", "加大", "加快"],
        not_behind: &["增强", "扩大", "加大", "加快"],
        right: "增加",
    },
    Row {
        noun: "信心",
        not_before: &["加大", "扩大", "加快"],
        not_behind: &["扩大", "加大", "加快"],
        right: "增强",
    },
    Row {
        noun: "氛围", not_before: &["制造", "建立", "树立"], not_behind: &[], right: "营造"
    },
    Row { noun: "机制", not_before: &["树立", "营造"], not_behind: &[], right: "建立" },
    Row {
        noun: "条件",
        not_before: &["增强", "加大"],
        not_behind: &["提高", "增强", "加大"],
        right: "改善",
    },
    Row {
        noun: "环境",
        not_before: &["增强", "加大"],
        not_behind: &["提高", "增强", "加大"],
        right: "改善",
    },
    Row { noun: "任务", not_before: &["履行"], not_behind: &[], right: "完成" },
    Row { noun: "职责", not_before: &["完成"], not_behind: &[], right: "履行" },
    Row { noun: "作用", not_before: &["发扬"], not_behind: &[], right: "发挥" },
    Row { noun: "传统", not_before: &["发挥"], not_behind: &[], right: "发扬" },
    Row { noun: "作风", not_before: &["发挥"], not_behind: &[], right: "发扬" },
    Row {
        noun: "问题",
        not_before: &["改善", "优化", "增强"],
        not_behind: &["改善"],
        right: "解决",
    },
    Row {
        noun: "难题",
        not_before: &["改善", "优化", "增强"],
        not_behind: &["改善"],
        right: "解决",
    },
    Row { noun: "难", not_before: &["改善"], not_behind: &[], right: "解决" },
    Row { noun: "优势", not_before: &["提高", "加大"], not_behind: &[], right: "发挥" },
    Row {
        noun: "责任", not_before: &["加大", "提高", "扩大"], not_behind: &[], right: "落实"
    },
    Row {
        noun: "差距",
        not_before: &["减少", "降低"],
        not_behind: &["减少", "降低"],
        right: "缩小",
    },
    Row {
        noun: "距离",
        not_before: &["减少", "降低"],
        not_behind: &["减少", "降低"],
        right: "缩短",
    },
    Row {
        noun: "时限",
        not_before: &["减少", "降低", "缩小"],
        not_behind: &["降低", "缩小"],
        right: "缩短",
    },
    Row {
        noun: "周期",
        not_before: &["降低", "缩小"],
        not_behind: &["降低", "缩小"],
        right: "缩短",
    },
    Row {
        noun: "损失",
        not_before: &["缩小", "缩短"],
        not_behind: &["缩小", "缩短"],
        right: "减少",
    },
    Row {
        noun: "成本",
        not_before: &["缩小", "缩短"],
        not_behind: &["缩小", "缩短"],
        right: "降低",
    },
];

/// Verbs of which the nearest to a noun is the one that has it for an object.
const VERBS: &[&str] = words!("collocation.txt", "VERBS");

/// How far before a noun its verb is looked for, in characters.
const REACH: usize = 14;

/// What stands between a subject and its verb.
const ADVERBS: &[&str] = words!("collocation.txt", "ADVERBS");

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let nouns: Vec<&str> = ROWS.iter().map(|row| row.noun).collect();
    Cues::new(&[(&nouns, look)])
});

/// Looks at the nouns of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if out.wants(WRONG_COLLOCATION) {
        CUES.look(passage, out);
    }
}

fn look(passage: &Passage<'_>, noun: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(row) = ROWS.iter().find(|row| row.noun == &text[noun.clone()]) else { return };
    if is_quoted(text, noun.start) {
        return;
    }
    let rest = &text[noun.end..];
    if ends(rest)
        && let Some((at, verb)) = verb_before(text, noun.start)
        && row.not_before.contains(&verb)
    {
        return tell(passage, at..noun.end, verb, row, out);
    }
    let mut verb = rest;
    while let Some(word) = ADVERBS.iter().find(|word| verb.starts_with(**word)) {
        verb = &verb[word.len()..];
    }
    let wrong = row.not_behind.iter().find(|word| verb.starts_with(**word));
    if let Some(word) = wrong.filter(|word| ends(verb[word.len()..].trim_start_matches('了'))) {
        let end = text.len() - verb.len() + word.len();
        tell(passage, noun.start..end, word, row, out);
    }
}

/// Whether a clause ends here.
fn ends(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| "，。；、！：\n”）".contains(c))
}

/// The verb nearest before a place, and where it begins.
fn verb_before(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let near = han_before(text, at, REACH);
    // 改善|的问题: the verb belongs to what qualifies the noun.
    if near.ends_with('的') {
        return None;
    }
    let start = at - near.len();
    let verbs = VERBS.iter().filter_map(|verb| Some((near.rfind(verb)?, *verb)));
    let (found, verb) = verbs.max_by_key(|(found, verb)| (*found, verb.len()))?;
    // 改善|…中的问题: it is no object of the verb.
    (!near[found + verb.len()..].contains("中的")).then_some((start + found, verb))
}

fn tell(passage: &Passage<'_>, place: Range<usize>, verb: &str, row: &Row, out: &mut Findings<'_>) {
    let message = format!("「{verb}」和「{}」搭配不上", row.noun);
    out.tell(
        WRONG_COLLOCATION,
        passage,
        place,
        message,
        format!("「{}」用「{}」", row.noun, row.right),
    );
}
