//! Names of laws with a word left out, added or mistaken: 《中华人民共和国乡村振兴法》, 《信访工作条列》.

use std::ops::Range;
use std::sync::LazyLock;

use super::DOCUMENT_TITLE;
use crate::check::cues::{Cues, behind, first_chars, is_han};
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[(&["《"], title), (&["中华人民共和国"], bare), (&["条第"], clauses)])
});

/// Laws and regulations that everybody cites, those no longer in force as well, without 中华人民共和国.
const LAWS: &str = include_str!("laws.txt");

/// Looks at the laws that a passage names.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// 第一千零六十七条第1款: one half in 汉字, the other in digits.
fn clauses(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: char| "一二三四五六七八九十百千零〇两".contains(c);
    let lead = text[..cue.start].trim_end_matches(numeral);
    let is_han_number = lead.len() < cue.start && lead.ends_with('第');
    let digits = text[cue.end..].bytes().take(4).take_while(u8::is_ascii_digit).count();
    let behind = &text[cue.end + digits..];
    if is_han_number && digits > 0 && behind.starts_with(['款', '项', '目']) {
        let start = cue.end - '第'.len_utf8();
        let end = cue.end + digits + '款'.len_utf8();
        let message = format!("前面的条用汉字，「{}」也用汉字", &text[start..end]);
        out.tell(DOCUMENT_TITLE, passage, start..end, message, "法律的条、款、项用汉字");
    }
}

/// Ends of titles as they are mistyped, and as they are.
const ENDS: &[(&str, &str)] = &[
    ("条列", "条例"),
    ("条利", "条例"),
    ("条律", "条例"),
    ("方按", "方案"),
    ("办发", "办法"),
    ("细侧", "细则"),
    ("规化", "规划"),
    ("计化", "计划"),
    ("通之", "通知"),
    ("通只", "通知"),
    ("决订", "决定"),
    ("规订", "规定"),
    ("意件", "意见"),
    ("预按", "预案"),
    ("刚要", "纲要"),
    ("钢要", "纲要"),
    ("请试", "请示"),
    ("批付", "批复"),
    ("制渡", "制度"),
];

/// The name of a law of the list that a name is nearly: one character changed, or a word of two more
/// or less.
fn near(name: &str) -> Option<&'static str> {
    let own: Vec<char> = name.chars().collect();
    let kind = own.last()?;
    if own.len() < 4 || LAWS.lines().any(|law| law == name) {
        return None;
    }
    LAWS.lines().find(|law| {
        let chars: Vec<char> = law.chars().collect();
        if chars.last() != Some(kind) || chars.len() < 5 && chars.len() != own.len() {
            return false;
        }
        if chars.len() == own.len() {
            // 农民工工资保障支付条例: the same characters in another order.
            let sorted = |chars: &[char]| {
                let mut chars = chars.to_vec();
                chars.sort_unstable();
                chars
            };
            if chars.len() >= 7 && sorted(&chars) == sorted(&own) {
                return true;
            }
            let differ = chars.iter().zip(&own).filter(|(a, b)| a != b).count();
            return chars.len() >= 5 && differ == 1;
        }
        let (long, short) = if chars.len() > own.len() { (&chars, &own) } else { (&own, &chars) };
        let gap = long.len() - short.len();
        // What is left out stands within, and not at the ends.
        gap <= 2
            && short.len() >= 5
            && (1..short.len())
                .any(|at| long[..at] == short[..at] && long[at + gap..] == short[at..])
    })
}

/// 《中华人民共和国乡村振兴法》.
fn title(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near_by = behind(text, cue.end);
    let Some(length) =
        near_by.find(['》', '《', '\n']).filter(|at| near_by[*at..].starts_with('》'))
    else {
        return;
    };
    let inside = &near_by[..length];
    let whole = cue.start..cue.end + length + '》'.len_utf8();
    let bare = inside.split('（').next().unwrap_or_default();
    if let Some((wrong, right)) = ENDS.iter().find(|(wrong, _)| bare.ends_with(wrong)) {
        let end = cue.end + bare.len();
        let message = format!("「{wrong}」应是「{right}」");
        return out.tell(
            DOCUMENT_TITLE,
            passage,
            end - wrong.len()..end,
            message,
            format!("改成「{right}」"),
        );
    }
    // 《关于印发〈…〉的》, 《关于关于…》
    if inside.ends_with("〉的") || inside.starts_with("关于") && inside.ends_with('的') {
        let message = "文件的标题没有写完".to_owned();
        let start = text.floor_char_boundary(whole.end.saturating_sub(18)).max(whole.start);
        return out.tell(
            DOCUMENT_TITLE,
            passage,
            start..whole.end,
            message,
            "补上文种，如「的通知」",
        );
    }
    let national = inside.strip_prefix("中华人民共和国");
    let name = national.unwrap_or(inside);
    // A name of another kind is a local regulation's; only those of the whole state are on the list.
    if !name.chars().all(is_han) || national.is_none() && name.chars().count() < 5 {
        return;
    }
    // 《中华人民共和国土地管法》: with the name of the state before it a short one is sure as well.
    let short = || {
        let own: Vec<char> = name.chars().collect();
        let one_less = |law: &&str| {
            let chars: Vec<char> = law.chars().collect();
            chars.len() == own.len() + 1
                && (1..own.len()).any(|at| chars[..at] == own[..at] && chars[at + 1..] == own[at..])
        };
        let known = LAWS.lines().any(|law| law == name);
        LAWS.lines().find(|law| national.is_some() && own.len() == 4 && !known && one_less(law))
    };
    // 《中华人民共和国乡村振兴促进去》: the name of the state leads in a law.
    let end = || {
        let lead = |text: &'static str| text.char_indices().next_back().map(|(at, _)| &text[..at]);
        let own = name.char_indices().next_back().map(|(at, _)| &name[..at])?;
        let is_long = national.is_some() && own.chars().count() >= 4;
        LAWS.lines().find(|law| is_long && lead(law) == Some(own) && *law != name)
    };
    if let Some(right) = near(name).or_else(short).or_else(end) {
        let message = format!("没有「{inside}」，有「{right}」");
        out.tell(
            DOCUMENT_TITLE,
            passage,
            whole,
            message,
            format!("核对法规的名称，如「《{right}》」"),
        );
    }
}

/// 依据中华人民共和国安全生产法有关规定.
fn bare(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if text[..cue.start].ends_with(['《', '〈', '“', '≪', '<', '/', '[', '（'])
        || crate::check::context::is_quoted(text, cue.start)
    {
        return;
    }
    let rest = first_chars(&text[cue.end..], 24);
    let law = LAWS
        .lines()
        .filter(|law| law.ends_with(['法', '例', '典']) && rest.starts_with(law))
        .max_by_key(|law| law.len());
    let Some(law) = law else { return };
    let after = &rest[law.len()..];
    if after.starts_with(['学', '律', '院', '人', '治', '规', '草', '修', '》', '〉', '/'])
    {
        return;
    }
    let name = &text[cue.start..cue.end + law.len()];
    let message = format!("「{name}」没有用书名号");
    out.tell(
        DOCUMENT_TITLE,
        passage,
        cue.start..cue.end + law.len(),
        message,
        format!("改成「《{name}》」"),
    );
}
