//! What somebody says, and the marks around it: whether it is told or asked, whole or a part.

use std::ops::Range;
use std::sync::LazyLock;

use super::rules::{COLON, DOUBLED_MARK, QUESTION_MARK, QUOTATION};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, before, behind, first_chars, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["：“"], opened),
        (&["。”"], closed),
        (&["？”。", "！”。"], both),
        (&["吗。", "吗；", "难道说。"], plain_question),
    ])
});

/// Looks at the sayings of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// Verbs of saying.
const SAYS: &[&str] = &["说", "表示", "介绍", "告诉记者", "道", "坦言", "感慨", "回忆", "解释"];

/// Verbs whose object may be a phrase in quotes.
const TAKES: &[&str] = words!("sayings.txt", "TAKES");

/// What such a phrase is of.
const KINDS: &[&str] = words!("sayings.txt", "KINDS");

/// The mark that closes what is quoted from here, and what stands in between.
fn quotation(text: &str, start: usize) -> Option<(&str, usize)> {
    let near = behind(text, start);
    let length = near.find(['”', '“', '\n']).filter(|at| near[*at..].starts_with('”'))?;
    Some((&near[..length], start + length + '”'.len_utf8()))
}

/// “…，”他说：“…” and 提出：“…”的目标.
fn opened(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = before(text, cue.start);
    if let Some(at) = lead.rfind('”')
        && lead[..at].ends_with('，')
        && let said = &lead[at + '”'.len_utf8()..]
        && said.chars().count() <= 40
        && !said.contains(['。', '；', '\n'])
        && let Some(verb) = SAYS.iter().find(|verb| said.ends_with(**verb))
    {
        let message = "说话的人在一段话中间，后面接着说的前面用逗号，不用冒号".to_owned();
        let range = cue.start - verb.len()..cue.end;
        return out.tell(QUOTATION, passage, range, message, format!("改成「{verb}，“」"));
    }
    let Some(verb) = TAKES.iter().find(|verb| lead.ends_with(**verb)) else { return };
    let Some((inside, end)) = quotation(text, cue.end) else { return };
    let is_part = KINDS.iter().any(|kind| text[end..].starts_with(kind));
    if is_part && !inside.ends_with(['。', '！', '？']) && inside.chars().count() <= 40 {
        let range = cue.start - verb.len()..cue.end;
        let message = format!("引的话是句子的一部分，「{verb}」后面不用冒号");
        out.tell(COLON, passage, range, message, "删去冒号");
    }
}

/// What asks.
const ASKS: &[&str] = words!("sayings.txt", "ASKS");

/// 问：“…能到账。”, and 强调“要…，要….”: the mark within is not that of a question, or none leads in.
fn closed(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, cue.start);
    let Some(open) = near.rfind(['“', '”']).filter(|at| near[*at..].starts_with('“')) else {
        return;
    };
    let open = cue.start - near.len() + open;
    let inside = &text[open + '“'.len_utf8()..cue.start];
    let lead = &text[..open];
    let last = inside.rsplit(['。', '！', '？', '；']).next().unwrap_or_default();
    let asked = ["问：", "问道：", "询问：", "追问：", "反问：", "发问：", "提问：", "请教："]
        .iter()
        .any(|word| lead.ends_with(word));
    if asked && (ASKS.iter().any(|word| last.contains(word)) || last.ends_with(['吗', '呢', '么']))
    {
        let shown = text.floor_char_boundary(cue.start.saturating_sub(9)).max(open);
        let message = "引的是问话，末尾却用了句号".to_owned();
        return out.tell(QUESTION_MARK, passage, shown..cue.end, message, "句号改成问号");
    }
    // 反映：“基层报表太多，能不能少报几张。”
    let clause = last.rsplit('，').next().unwrap_or_default();
    let strong = words!("sayings.txt", "closed.strong");
    let asks = lead.ends_with('：')
        && strong.iter().any(|word| clause.find(word).is_some_and(|at| at <= 3 * '能'.len_utf8()))
        && !["知道", "关键", "看", "了解", "清楚", "取决", "决定"]
            .iter()
            .any(|word| last.contains(word));
    if asks {
        let shown = text.floor_char_boundary(cue.start.saturating_sub(15)).max(open);
        let message = "引的是问话，末尾却用了句号".to_owned();
        return out.tell(QUESTION_MARK, passage, shown..cue.end, message, "句号改成问号");
    }
    let told = ["说", "强调", "指出", "表示", "要求", "认为", "坦言", "感慨地说", "介绍说"]
        .iter()
        .any(|word| lead.ends_with(word));
    let is_whole = inside.chars().count() >= 10 && inside.contains('，');
    if told
        && is_whole
        && !inside.contains('\n')
        && !text[cue.end..].starts_with(['的', '这', '、'])
    {
        let from = text.floor_char_boundary(open.saturating_sub(6));
        let message = "引的是整句话，前面用冒号".to_owned();
        out.tell(QUOTATION, passage, from..open + '“'.len_utf8(), message, "补上冒号，改成「：“」");
    }
}

/// 不再发愁“该找谁？”。: the sentence has two ends.
fn both(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let shown = &passage.text[cue.clone()];
    let message = format!("引号里外都有句末的标点「{shown}」");
    let help = "引的是完整的话，留里面的；是话里的一部分，留外面的";
    let start = passage.text.floor_char_boundary(cue.start.saturating_sub(9));
    let range = if is_quoted(&passage.text, start) { start..cue.end } else { cue };
    out.tell(DOUBLED_MARK, passage, range, message, help);
}

/// 到账了吗。
fn plain_question(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // 吗 at the end of a sentence asks, but not in a name such as 凤吗.
    let lead = text[..cue.start].chars().next_back();
    let behind = first_chars(&text[cue.end..], 1);
    if lead.is_some_and(is_han) && behind != "啡" {
        let message = "这一句是问话，末尾却用了句号".to_owned();
        out.tell(QUESTION_MARK, passage, cue, message, "改成问号");
    }
}
