//! Sentences that lack a part, and conjunctions that do not belong together: 通过…，使…; 只要…，才….
//!
//! Only forms that 14 million characters of published official texts have next to never.

use std::ops::Range;
use std::sync::LazyLock;

use super::FAULTY_SENTENCE;
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, clause_before, first_chars, han_behind, is_han, sentence_before, sentence_behind,
};
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["，使"], no_subject),
        (&["只要"], only_if),
        (&["只有"], if_only),
        (&["即"], as_well),
        (&["能否", "能不能", "是否"], one_of_two),
        (&["为主题", "为主要内容", "为主线", "为载体"], no_object),
        (&["们"], many),
        (&["以至"], so_that),
        (
            &[
                "合格", "达标", "满意", "覆盖", "成活", "优良", "参保", "入学", "巩固", "办结",
                "签约", "普及", "参与",
            ],
            no_rate,
        ),
        (&["力度"], doing),
    ])
});

/// Looks at the sentences of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if out.wants(FAULTY_SENTENCE) {
        CUES.look(passage, out);
    }
}

/// 通过开展活动，使群众…: who does it is not said.
fn no_subject(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = sentence_before(text, cue.start);
    let lead = before.trim_start_matches(|c: char| !is_han(c));
    let verb = cue.start + '，'.len_utf8();
    let rest = &text[verb..];
    let is_other = ["使用", "使命", "使馆", "使节", "使者"].iter().any(|it| rest.starts_with(it));
    let clauses = lead.matches('，').count();
    let by_means = ["通过", "经过", "随着"].iter().any(|it| lead.starts_with(it)) && clauses <= 1;
    let under = lead.starts_with('在')
        && clauses == 0
        && ["下", "中"].iter().any(|end| lead.ends_with(end));
    if (by_means || under) && !is_other && lead.len() == before.trim_start().len() {
        let opening = first_chars(lead, 2);
        let message = format!("「{opening}……，使……」缺主语");
        let help = format!("删去「{}」或「使」", if under { "在……下" } else { opening });
        tell(passage, verb..verb + '使'.len_utf8(), message, &help, out);
    }
}

/// 只要…，才…: 只有…，才… or 只要…，就….
fn only_if(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    conjunctions(passage, cue, "才", "就", "「只要」配「就」，「只有」配「才」", out);
}

/// 只有…，就….
fn if_only(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    // 只有3个，就地…; 只有一人。
    let counts =
        passage.text[cue.end..].starts_with(|c: char| c.is_ascii_digit() || "一两几".contains(c));
    if !counts {
        conjunctions(passage, cue, "就能", "才", "「只有」配「才」，「只要」配「就」", out);
    }
}

fn conjunctions(
    passage: &Passage<'_>,
    cue: Range<usize>,
    wrong: &str,
    right: &str,
    why: &str,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let behind = sentence_behind(text, cue.end);
    let Some((first, second)) = behind.split_once('，') else { return };
    let near = first_chars(second, 6);
    let Some(at) = near.find(wrong) else { return };
    if first.contains([wrong, right].map(|it| it.chars().next().unwrap_or(' ')))
        || near[..at].contains(right)
        || near[..at].contains('，')
    {
        return;
    }
    let place = cue.end + first.len() + '，'.len_utf8() + at;
    let said = &text[cue.clone()];
    let message = format!("「{said}……{wrong}」的关联词用错了");
    tell(passage, place..place + wrong.len(), message, why, out);
}

/// 即方便了群众，又减轻了负担: 既….
fn as_well(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let before = clause_before(text, cue.start);
    let first = han_behind(rest, 18);
    let other = [
        "将", "使", "可", "日", "时", "便", "为", "是", "期", "刻", "兴", "席", "付", "墨", "来",
        "位",
    ];
    let behind = rest[first.len()..].strip_prefix('，');
    if other.iter().any(|it| first.starts_with(it))
        || first.chars().count() < 3
        || before.chars().count() > 8
        || ["立", "随", "旋", "迅", "当", "亦", "也", "一"].iter().any(|it| before.ends_with(it))
        || !behind.is_some_and(|it| it.starts_with('又') || it.starts_with("也"))
    {
        return;
    }
    let message = "「即……，又……」应是「既……，又……」".to_owned();
    if let Some(found) = tell(passage, cue.clone(), message, "改成「既」", out) {
        found.fix.extend(passage.edit(cue, "既"));
    }
}

/// 能否抓好…，是…的重要保证: two possibilities have one result.
fn one_of_two(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let behind = sentence_behind(text, cue.end);
    let Some((_, second)) = behind.split_once("，是") else { return };
    let clause = second.split('，').next().unwrap_or(second);
    let one_sided =
        ["保证", "保障", "前提", "基础", "条件"].iter().any(|end| clause.ends_with(end));
    if one_sided && !clause.contains(['否', '不']) {
        let said = &text[cue.clone()];
        let message = format!("前面「{said}」说了两面，后面只说一面");
        tell(passage, cue, message, "删去「能否」，或后面也说两面", out);
    }
}

/// 开展以清理杂物为主题，共清运…: what was done has no noun.
fn no_object(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let clause = clause_before(text, cue.start);
    let verb = ["开展", "举办", "举行", "组织", "开展了", "举办了", "举行了"]
        .iter()
        .find_map(|verb| clause.find(&format!("{verb}以")));
    if verb.is_some() && rest.starts_with(['，', '。', '；']) {
        let message = format!("「以……{}」后面缺了中心语", &text[cue.clone()]);
        tell(passage, cue, message, "补上「的活动」一类的词", out);
    }
}

/// 广大居民们, 32名队员们: said twice that they are many.
fn many(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = clause_before(text, cue.start);
    if ["我", "你", "他", "她", "它", "咱", "人", "哥", "爷"].iter().any(|it| near.ends_with(it))
    {
        return;
    }
    let counted = |at: usize, word: &str| {
        let between = near[at + word.len()..].chars();
        let mut length = 0;
        between.clone().all(is_han)
            && between.inspect(|_| length += 1).all(|c| !"的和、与".contains(c))
            && (1..=5).contains(&length)
    };
    let broad = near.rfind("广大").is_some_and(|at| counted(at, "广大"));
    let number = ["名", "位"].iter().any(|unit| {
        near.rfind(unit).is_some_and(|at| {
            counted(at, unit)
                && near[..at].trim_end_matches('余').ends_with(|c: char| c.is_ascii_digit())
        })
    });
    if broad || number {
        let lead = if broad { "广大" } else { "几名" };
        let message = format!("前面说了「{lead}」，后面的「们」多余");
        tell(passage, cue, message, "删去「们」", out);
    }
}

/// 由于连日降雪，…以至停运: 以致.
fn so_that(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let sentence = sentence_before(text, cue.start);
    let lead = sentence.rsplit('，').next().unwrap_or_default();
    if (sentence.contains("由于") || sentence.contains('因'))
        && lead.is_empty()
        && !text[cue.end..].starts_with('于')
    {
        let message = "「以至」应是「以致」".to_owned();
        tell(passage, cue, message, "以致：引出不好的结果；以至：一直到", out);
    }
}

/// 合格达99.6%: 合格率.
fn no_rate(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let number = ["达到", "达", "为"].iter().find_map(|word| rest.strip_prefix(word));
    let Some(number) = number else { return };
    let digits = number.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if digits > 0 && number[digits..].starts_with('%') {
        let word = &text[cue.clone()];
        let message = format!("「{word}」后面漏了「率」");
        let help = format!("改成「{word}率」");
        tell(passage, cue, message, &help, out);
    }
}

/// 对非法捕捞进行严厉打击力度: what is done is no 力度.
fn doing(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = clause_before(text, cue.start);
    let Some(at) = near.rfind("进行") else { return };
    let between = &near[at + "进行".len()..];
    if between.chars().count() <= 8
        && between.chars().all(|c| is_han(c) && c != '的')
        && text[cue.end..].starts_with(['，', '。', '；', '、'])
    {
        let start = cue.start - near.len() + at;
        let message = "「进行……力度」两种说法混在一起了".to_owned();
        tell(passage, start..cue.end, message, "改成「加大……力度」，或删去「力度」", out);
    }
}

fn tell<'o>(
    passage: &Passage<'_>,
    place: Range<usize>,
    message: String,
    help: &str,
    out: &'o mut Findings<'_>,
) -> Option<&'o mut crate::diagnostic::Diagnostic> {
    if is_quoted(&passage.text, place.start) {
        return None;
    }
    let found = out.add(FAULTY_SENTENCE, passage, place, message)?;
    found.help = Some(help.to_owned());
    Some(found)
}
