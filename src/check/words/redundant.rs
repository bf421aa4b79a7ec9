//! One thing said twice, or denied twice: 截至…为止, 防止…不再发生.

use std::ops::Range;

use super::REDUNDANT_WORDING;
use crate::check::context::is_quoted;
use crate::check::{Findings, Passage};

/// How far behind the first word the second is looked for, in bytes: a clause.
const REACH: usize = 90;

/// Two words of which one is enough.
struct Pair {
    first: &'static [&'static str],
    second: &'static [&'static str],
    /// Whether marks within a sentence may stand between them.
    over_commas: bool,
    /// What must stand right behind the second; anything where empty.
    behind: &'static [&'static str],
    why: &'static str,
    help: &'static str,
}

const PAIRS: &[Pair] = &[
    Pair {
        first: &["截至", "截止到", "截止"],
        second: &["为止"],
        over_commas: false,
        behind: &[],
        why: "「截至」就是到那时为止",
        help: "删去「为止」",
    },
    Pair {
        first: &["防止", "避免", "杜绝", "严防", "谨防", "以防", "以免", "免得"],
        second: &["不再", "不发生", "不出现", "不要", "不被"],
        over_commas: false,
        behind: &[
            "发生", "出现", "发", "再", "类似", "重演", "复发", "反弹", "返贫", "流失", "损失",
            "受", "。", "，", "；",
        ],
        why: "否定了两次，意思反了",
        help: "删去「不」，或改写成「再次发生」",
    },
    Pair {
        first: &["切忌", "切勿"],
        second: &["不要", "不得", "不能", "不可", "不准", "不许"],
        over_commas: false,
        behind: &[],
        why: "否定了两次，意思反了",
        help: "只留一个",
    },
    Pair {
        first: &["至少", "最少", "不少于", "不低于", "超过", "起码"],
        second: &["以上"],
        over_commas: false,
        behind: &["。", "，", "；", "、", "的"],
        why: "说了两遍",
        help: "删去「以上」",
    },
    Pair {
        first: &["最多", "至多", "不超过", "不多于", "不高于"],
        second: &["以下", "以内"],
        over_commas: false,
        behind: &["。", "，", "；", "、", "的"],
        why: "说了两遍",
        help: "删去「以内」「以下」",
    },
    Pair {
        first: &["日益", "日趋"],
        second: &["越来越"],
        over_commas: false,
        behind: &[],
        why: "说了两遍",
        help: "只留一个",
    },
    Pair {
        first: &["其目的", "目的就", "目的"],
        second: &["是为了"],
        over_commas: false,
        behind: &[],
        why: "「目的」与「为了」重复",
        help: "改成「目的是」，或删去「目的是」",
    },
    Pair {
        first: &["原因"],
        second: &["是因为", "是由于", "所致", "造成的"],
        over_commas: false,
        behind: &[],
        why: "「原因」与「因为」「由于」「所致」重复",
        help: "只留一个",
    },
    Pair {
        first: &["由于", "因为"],
        second: &["的原因", "的缘故"],
        over_commas: false,
        behind: &["，", "。", "；"],
        why: "说了两遍",
        help: "删去「的原因」",
    },
];

/// Looks for pairs of which one is enough.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(REDUNDANT_WORDING) {
        return;
    }
    let text = &*passage.text;
    for pair in PAIRS {
        let mut end = 0;
        for second in pair.second.iter().filter(|word| passage.may_have(word)) {
            for (at, _) in passage.find_word(second) {
                let close = at + second.len();
                // 二级以上的医院 are of a kind, no number.
                let is_kind =
                    text[..at].ends_with(['级', '届', '龄', '层', '档', '代', '岁', '等']);
                if close <= end || is_kind || !follows(&text[close..], pair.behind) {
                    continue;
                }
                let Some(start) = first(text, at, pair) else { continue };
                if is_quoted(text, start) {
                    continue;
                }
                end = close;
                tell(passage, start..close, pair, out);
            }
        }
    }
}

fn follows(rest: &str, words: &[&str]) -> bool {
    words.is_empty() || words.iter().any(|word| rest.starts_with(word))
}

/// Where the first word of a pair begins that stands before the second.
fn first(text: &str, at: usize, pair: &Pair) -> Option<usize> {
    let start = text.floor_char_boundary(at.saturating_sub(REACH));
    let before = &text[start..at];
    let divides = |c: char| "。；！？\n“”：".contains(c) || !pair.over_commas && c == '，';
    let clause = before
        .rfind(divides)
        .map_or(0, |mark| mark + before[mark..].chars().next().map_or(0, char::len_utf8));
    let clause_text = &before[clause..];
    let found = pair.first.iter().filter_map(|word| clause_text.rfind(word)).max()?;
    Some(start + clause + found)
}

fn tell(passage: &Passage<'_>, range: Range<usize>, pair: &Pair, out: &mut Findings<'_>) {
    let written = &passage.text[range.clone()];
    let shown: String = if written.chars().count() > 16 {
        let first: String = written.chars().take(6).collect();
        let last: Vec<char> = written.chars().rev().take(6).collect();
        format!("{first}……{}", last.into_iter().rev().collect::<String>())
    } else {
        written.to_owned()
    };
    let message = format!("「{shown}」{}", pair.why);
    out.tell(REDUNDANT_WORDING, passage, range, message, pair.help.to_owned());
}
