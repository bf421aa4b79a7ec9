//! A dispatch that still speaks as it did where it came from: 本报讯, 记者从…获悉, 责任编辑, and 我县 in a
//! briefing that the city prints.

use super::{NEWS_VOICE, OWN_VOICE};
use crate::check::context::is_quoted;
use crate::check::cues::{first_chars, han_before, is_han};
use crate::check::lists::words;
use crate::check::people::Directory;
use crate::check::{Findings, Part, Passage, Story};

/// Looks at a story.
pub fn check(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    if out.wants(NEWS_VOICE) {
        newspaper(story, out);
    }
    if out.wants(OWN_VOICE) {
        own(story, directory, out);
    }
}

/// What news begin with.
const HEADS: &[&str] =
    &["本报讯", "本台讯", "本网讯", "本刊讯", "本台消息", "本报消息", "本网消息"];

/// What stands at the end of news, in brackets or as a line.
const TAILS: &[&str] = &[
    "责任编辑",
    "责编",
    "值班编辑",
    "编辑：",
    "编辑:",
    "审核：",
    "校对：",
    "通讯员",
    "本报记者",
    "记者 ",
    "记者：",
    "记者　",
    "文/",
    "文／",
    "摄影：",
    "供图",
    "图文：",
    "图／文",
    "图/文",
    "摄）",
    "监制：",
    "转载",
    "来源：网络",
    "融媒体中心",
    "扫码",
    "阅读原文",
    "点击",
    "转自",
];

/// 本报讯, 记者从…获悉, （责任编辑：张伟）, 图为…。
fn newspaper(story: &Story<'_>, out: &mut Findings<'_>) {
    let body: Vec<&Passage<'_>> = story.body().collect();
    let (Some(first), Some(last)) = (body.first(), body.last()) else { return };
    let text = &*first.text;
    let bare = text.trim_start();
    let start = text.len() - bare.len();
    let help = "简报不是新闻稿，删去";
    if let Some(head) = HEADS.iter().find(|head| bare.starts_with(**head)) {
        let end = start + head.trim_end().len();
        let message = format!("「{}」是新闻的说法", &text[start..end]);
        out.tell(NEWS_VOICE, first, start..end, message, help);
    } else if let Some(length) = heard(bare) {
        let range = start..start + length;
        let message = format!("「{}」是新闻的说法", &text[range.clone()]);
        out.tell(NEWS_VOICE, first, range, message, "直接写单位和事情");
    }
    credit(last, out);
    for passage in &body {
        caption(story, passage, out);
    }
}

/// 记者从云岭县卫生健康局获悉，: how long it is.
fn heard(text: &str) -> Option<usize> {
    let near = first_chars(text, 44);
    // 近日，记者从…
    let lead = near.find("记者")?;
    let before = &near[..lead];
    let opens = before.chars().count() <= 12
        && (before.is_empty()
            || before.ends_with('，')
            || before.chars().all(|c| is_han(c) || c.is_ascii_digit()));
    let rest = &near[lead + "记者".len()..];
    let verb = ["获悉", "了解，", "了解到", "看到", "采访了解到"]
        .iter()
        .find_map(|verb| Some(rest.find(verb)? + verb.len()))?;
    let from = before.ends_with('据')
        || rest.starts_with(['从', '在', '近', '日', '昨', '今', '走', '来']);
    let plain = !rest[..verb].contains(['。', '；']);
    (opens && from && plain).then_some(lead + "记者".len() + verb)
}

/// （责任编辑：张伟） at the end.
fn credit(last: &Passage<'_>, out: &mut Findings<'_>) {
    let text = last.text.trim_end();
    let inside = text.strip_suffix(['）', ')', '】']).and_then(|inside| {
        let open = inside.rfind(['（', '(', '【'])?;
        Some((open, &inside[open + inside[open..].chars().next().map_or(0, char::len_utf8)..]))
    });
    let line = inside
        .or_else(|| (text.chars().count() <= 24 && !text.contains('。')).then_some((0, text)));
    let Some((open, line)) = line else { return };
    let says = TAILS.iter().any(|tail| line.starts_with(tail.trim_end_matches('）')))
        || line.ends_with(" 摄")
        || line.starts_with("记者") && line.chars().count() <= 16;
    if says && line.chars().count() <= 40 && !line.contains(['，', '。']) {
        let message = format!("「{line}」是新闻的署名");
        out.tell(NEWS_VOICE, last, open..text.len(), message, "简报不署记者、编辑，删去");
    }
}

/// 图为市民在公园内健身。, where the entry has no picture.
fn caption(story: &Story<'_>, passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    const PICTURES: &[&str] = words!("voice.txt", "PICTURES");
    let found = PICTURES.iter().filter(|word| passage.may_have(word));
    for (at, word) in found.flat_map(|word| text.match_indices(word)) {
        let opens = text[..at].chars().next_back().is_none_or(|c| "。\n（ 　”".contains(c));
        let rest = first_chars(&text[at + word.len()..], 50);
        let Some(end) = rest.find(['。', '）', '\n']) else { continue };
        let picture = story
            .file()
            .is_some_and(|file| ["![", "<img"].iter().any(|mark| file.text.contains(mark)));
        if opens && !picture && rest.starts_with(is_han) && !is_quoted(text, at) {
            let close = rest[end..].chars().next().map_or(0, char::len_utf8);
            let range = at..at + word.len() + end + close;
            let message =
                format!("「{}」说的是照片，这篇稿件里没有照片", &text[at..at + word.len() + end]);
            out.tell(NEWS_VOICE, passage, range, message, "补上照片，或删去这一句");
        }
    }
}

/// What somebody calls their own that is not the city's.
const OURS: &[char] =
    &['县', '区', '镇', '乡', '局', '委', '校', '院', '村', '办', '所', '站', '街', '中'];

/// Whether a text names a county or a city: 旬阳县, but not 我县, 全市.
fn names_elsewhere(text: &str) -> bool {
    text.match_indices(['县', '市', '省']).any(|(at, _)| {
        let name = han_before(text, at, 2);
        name.chars().count() == 2
            && !name.ends_with(|c: char| {
                "我全该各本市县区州贵你两几到在从向由的了是和与省个出为对、级跨邻外进赴新城于超上集股楼夜门早菜都"
                    .contains(c)
            })
    })
}

/// 近日，我县建成…, in a text that names the county.
fn own(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let named = |passage: &Passage<'_>| directory.counties(&passage.text).next().is_some();
    let texts = || {
        story
            .passages
            .iter()
            .filter(|passage| passage.part.is_body() || passage.part == Part::Title)
    };
    // Whose text it is shows in the text; a reprint of somebody else's names no county of ours.
    let of_county = texts().any(named);
    let of_source =
        story.passages.iter().any(|passage| passage.part == Part::Source && named(passage));
    // Where the text names none of ours, the source tells; unless it speaks of places elsewhere.
    let of_source = of_source && !texts().any(|passage| names_elsewhere(&passage.text));
    for passage in texts() {
        if !(of_county || of_source) {
            continue;
        }
        let text = &*passage.text;
        for (at, word) in text.match_indices('我') {
            let rest = &text[at + word.len()..];
            let Some(level) = rest.chars().next().filter(|c| OURS.contains(c)) else { continue };
            let end = at + word.len() + level.len_utf8();
            let next = text[end..].chars().next();
            // 我区 of 自我区分, 我中有你, 我所在的, 我办事.
            let word_of = match level {
                '区' => next.is_some_and(|c| "分别域".contains(c)),
                '中' => !text[end..].starts_with('心'),
                '街' => !text[end..].starts_with('道'),
                '所' => next.is_some_and(|c| "在有说知见做能谓以".contains(c)),
                '办' => next.is_some_and(|c| "事了理成不到过".contains(c)),
                '委' => next.is_some_and(|c| "托员屈".contains(c)),
                '村' | '站' | '局' | '院' => next.is_some_and(|c| "在住里长".contains(c)),
                _ => false,
            };
            let before = text[..at].chars().next_back();
            let own = before.is_some_and(|c| "自你忘敌小大本".contains(c));
            let phrase = han_before(text, at, 2).ends_with("唯");
            if word_of || own || phrase || is_quoted(text, at) {
                continue;
            }
            let range = at..end;
            let message = format!("「{}」在市里的简报上不知道是谁", &text[range.clone()]);
            out.tell(OWN_VOICE, passage, range, message, "写明是哪个县、哪个单位");
        }
    }
}
