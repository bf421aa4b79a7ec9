//! Words of newspapers and web pages within a text, and letters between those who wrote and edited it:
//! 笔者看到, （下转第三版）, 点击查看更多图片, 请贵县核实.

use std::ops::Range;
use std::sync::LazyLock;

use super::{LEFT_OVER, NEWS_VOICE};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, first_chars, is_han, sentence_behind};
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["笔者", "小编", "记者", "通讯员", "本报", "本网", "本台", "编者按", "编者注"], author),
        (words!("press.txt", "web"), web),
        (&["只见", "映入眼帘", "扑面而来", "跃入眼帘"], scene),
        (&["请", "妥否", "当否", "是否"], letter),
        (&["同志们：", "同志们，", "同志们！", "朋友们：", "各位领导，", "各位领导："], address),
        (&["联系电话：", "咨询电话：", "报名电话：", "联系人："], contact),
        (&["（记者", "（通讯员", "（本报记者", "(记者", "(通讯员"], by_line),
    ])
});

/// Looks at a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    // 本报讯：望河县建成…, in the title.
    if passage.part == Part::Title
        && let Some(word) =
            ["本报讯", "本网讯", "本台讯"].iter().find(|word| passage.text.starts_with(**word))
    {
        news(passage, 0..word.len(), "简报上没有这些，删去", out);
    }
    if passage.part.is_body() {
        CUES.look(passage, out);
    }
}

fn news(passage: &Passage<'_>, range: Range<usize>, help: &str, out: &mut Findings<'_>) {
    let message = format!("「{}」是报刊、网页上的说法", &passage.text[range.clone()]);
    out.tell(NEWS_VOICE, passage, range, message, help);
}

/// 笔者看到, 小编提醒, 记者了解到.
fn author(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const VERBS: &[&str] = words!("press.txt", "VERBS");
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let rest = &text[cue.end..];
    let opens = text[..cue.start]
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || "。；，：！？（".contains(c));
    // 市广播电视台本报告厅, 大小编制 and 全体记者在会后… are none.
    if !opens || is_quoted(text, cue.start) {
        return;
    }
    let length = match word {
        "小编" if rest.starts_with(['制', '组']) => return,
        "编者按" | "编者注" => 0,
        "本报" | "本网" | "本台" => {
            match ["记者", "讯", "通讯员"].iter().find(|it| rest.starts_with(**it)) {
                // The first words of a text are told elsewhere.
                Some(who) if cue.start > 0 => who.len(),
                _ => return,
            }
        }
        _ => match VERBS.iter().find(|verb| rest.starts_with(**verb)) {
            // So the first paragraph may begin, and is told there.
            Some(verb) if !(word == "记者" && cue.start < 40) => verb.len(),
            _ if matches!(word, "笔者" | "小编") => 0,
            _ => return,
        },
    };
    news(passage, cue.start..cue.end + length, "简报不写作者自己，直接写单位和事情", out);
}

/// （下转第三版）, 点击查看更多精彩图片.
fn web(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = text[..cue.start].chars().next_back();
    let opens = before.is_none_or(|c| c.is_whitespace() || "。；，！？（【(—：".contains(c));
    let rest = &text[cue.end..];
    let wrong = match &text[cue.clone()] {
        "详见第" => first_chars(rest, 4).contains('版'),
        "本版" => rest.starts_with(['编', '责', '图', '组', '稿']),
        "相关链接" | "延伸阅读" => rest.starts_with(['：', ':', '】']),
        _ => true,
    };
    if !opens || !wrong || is_quoted(text, cue.start) {
        return;
    }
    let clause = first_chars(rest, 24);
    let end = clause.find(['。', '，', '；', '！', '）', '】', ')']).unwrap_or(0);
    news(passage, cue.start..cue.end + end, "简报上没有这些，删去", out);
}

/// 同志们，食品安全无小事: a speech that was copied.
fn address(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = crate::check::cues::sentence_before(text, cue.start);
    let is_row = lead.is_empty() || lead.starts_with("各位") && lead.ends_with('、');
    if is_row && !is_quoted(text, cue.start) {
        let message = "这是讲话稿里称呼听众的话".to_owned();
        let range = cue.start - lead.len()..cue.end;
        out.tell(NEWS_VOICE, passage, range, message, "删去，直接写单位和事情");
    }
}

/// 联系电话：0000-1234567: an announcement that was copied.
fn contact(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let opens = text[..cue.start].chars().next_back().is_none_or(|c| "，。；（ \n".contains(c));
    let rest = first_chars(&text[cue.end..], 16);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    // Public notices have it by right.
    let lead = crate::check::cues::sentence_before(text, cue.start);
    let asks = ["欢迎", "踊跃", "报名", "咨询", "详询", "热线", "参与"];
    let opens = opens && asks.iter().any(|word| lead.contains(word));
    if opens && digits >= 5 && !is_quoted(text, cue.start) {
        let numbers = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        news(passage, cue.start..cue.end + numbers, "简报上没有这些，删去", out);
    }
}

/// （记者 王强）柳溪县近日…: who wrote it, at the beginning or the end of a paragraph.
fn by_line(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let inside = first_chars(&text[cue.end..], 24);
    let Some(end) = inside.find(['）', ')']) else { return };
    let close = cue.end + end + inside[end..].chars().next().map_or(0, char::len_utf8);
    let name = inside[..end].trim_start_matches(['：', ':']);
    let is_name = !name.trim().is_empty()
        && name.chars().all(|c| is_han(c) || c.is_whitespace() || c == '、')
        && (name.starts_with(char::is_whitespace) || inside.starts_with(['：', ':']));
    if is_name && cue.start == 0 && close < text.len() {
        news(passage, cue.start..close, "作者写在「作者」里，正文里删去", out);
    }
}

/// 走进石梁县红星村，只见….
fn scene(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = crate::check::cues::sentence_before(text, cue.start);
    let comes =
        ["走进", "来到", "步入", "踏入", "漫步", "走在", "驱车", "一进", "站在", "推开", "置身"];
    let Some(at) = comes.iter().find_map(|verb| {
        let at = lead.find(verb)?;
        (at == 0 || lead[..at].ends_with('，')).then_some(at)
    }) else {
        return;
    };
    let near = lead[at..].chars().count() <= 40;
    if near && !is_quoted(text, cue.start) {
        news(passage, cue.start - lead.len() + at..cue.end, "简报直接写事情，不写见闻", out);
    }
}

/// What those who edit do with a text.
const EDITED: &[&str] = words!("press.txt", "EDITED");

/// 请贵县核实。, 以上内容请领导审定。: a sentence that is said to the writer or the editor.
fn letter(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const TO: &[&str] = words!("press.txt", "TO");
    const WHAT: &[&str] = words!("press.txt", "WHAT");
    let text = &*passage.text;
    let lead = crate::check::cues::sentence_before(text, cue.start);
    let start = cue.start - lead.len();
    // The sentence is nothing but that.
    let open = text[..start].chars().next_back();
    let rest = sentence_behind(text, cue.end);
    let end = cue.end + rest.len();
    let said = &text[start..end];
    let is_first = said.find('请').is_some_and(|at| start + at == cue.start);
    if !is_first || said.chars().count() > 26 || is_quoted(text, cue.start) {
        return;
    }
    let bare = lead.trim_end_matches('，');
    let is_what = bare.is_empty()
        || WHAT
            .iter()
            .any(|what| bare == *what || bare.starts_with(what) && bare.chars().count() <= 10);
    let asked = rest.trim_start_matches(['予', '各', '烦']);
    let to = TO.iter().any(|to| asked.starts_with(to) || bare.ends_with(to));
    let edited = EDITED.iter().any(|word| rest.contains(word));
    let whole = open.is_none_or(|c| c.is_whitespace() || "。！？；".contains(c));
    if is_what
        && edited
        && whole
        && (to || !bare.is_empty())
        && rest.chars().all(|c| is_han(c) || "，、".contains(c))
    {
        let close =
            text[end..].chars().next().filter(|c| "。！；".contains(*c)).map_or(0, char::len_utf8);
        let range = start..end + close;
        let message = format!("「{said}」是写给编辑、领导的话");
        out.tell(LEFT_OVER, passage, range, message, "办完以后删去这一句");
    }
}
