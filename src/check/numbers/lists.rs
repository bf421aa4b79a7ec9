//! Lists that say how many they are: 三项措施：建队伍、备物资、强巡护、严追责; 赵大山、钱有林、孙玉柱4人; 县委书记甲、县长乙3名县领导.

use std::ops::Range;
use std::sync::LazyLock;

use super::SUM_MISMATCH;
use crate::check::cues::{Cues, clause_before, first_chars, is_han};
use crate::check::lists::words;
use crate::check::marks::is_surname;
use crate::check::people::POSTS;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (words!("lists.txt", "measures"), measures),
        (&["”：", "”，即", "”（"], quoted),
        (&["人", "名", "位"], people),
    ])
});

/// Looks at the lists of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// The number that a text ends with, and its bytes.
fn number(text: &str) -> Option<(usize, usize)> {
    let digits = text.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text[text.len() - digits..].parse().ok()?, digits));
    }
    let letter = text.chars().next_back()?;
    let at = "一二三四五六七八九十".chars().position(|c| c == letter);
    let value = if letter == '两' { Some(2) } else { at.map(|at| at + 1) }?;
    // 十三项 and 第三项 are others.
    let lead = text[..text.len() - letter.len_utf8()].chars().next_back();
    let part = lead.is_some_and(|c| "一二三四五六七八九十百第".contains(c));
    (!part).then_some((value, letter.len_utf8()))
}

fn tell(passage: &Passage<'_>, range: Range<usize>, listed: usize, out: &mut Findings<'_>) {
    let message = format!("写的是「{}」，列出的有 {listed} 个", &passage.text[range.clone()]);
    out.tell(SUM_MISMATCH, passage, range, message, "数一数，改正数字或名单");
}

/// 三项措施：建队伍、备物资、强巡护、严追责.
fn measures(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, length)) = number(&text[..cue.start]) else { return };
    let near = first_chars(&text[cue.end..], 90);
    let Some(end) = near.find(['，', '。', '；', '\n']) else { return };
    let items: Vec<&str> = near[..end].split('、').collect();
    // Items of one length are one each; so are those that begin with the same character.
    let size = |item: &&str| item.chars().count();
    let count = items.first().map_or(0, size);
    let head = items.first().and_then(|item| item.chars().next());
    let alike = items.iter().all(|item| size(item) == count)
        || items.iter().all(|item| item.chars().next() == head && (3..=9).contains(&size(item)));
    let whole = near[end..].starts_with('。') || items.len() > said;
    let plain = items.iter().all(|item| {
        item.chars().all(is_han) && (2..=9).contains(&size(item)) && !item.ends_with('等')
    });
    if items.len() >= 3 && alike && plain && whole && items.len() != said && said >= 2 {
        tell(passage, cue.start - length..cue.end - '：'.len_utf8(), items.len(), out);
    }
}

/// “三到位”：宣传到位、排查到位、整改到位、督查到位.
fn quoted(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(open) = text[..cue.start].rfind('“') else { return };
    let name = &text[open + '“'.len_utf8()..cue.start];
    let Some(first) = name.chars().next() else { return };
    let Some((said, _)) = number(&name[..first.len_utf8()]) else { return };
    let noun = name[first.len_utf8()..].trim_start_matches(['个', '大', '项']);
    let near = first_chars(&text[cue.end..], 90);
    let Some(end) = near.find(['，', '。', '；', '）', '\n']) else { return };
    let items: Vec<&str> = near[..end].split('、').collect();
    let each = (1..=4).contains(&noun.chars().count())
        && noun.chars().all(is_han)
        && items.iter().all(|item| item.ends_with(noun) || item.starts_with(noun));
    if each && items.len() >= 2 && said >= 2 && items.len() != said {
        tell(passage, open + '“'.len_utf8()..cue.start, items.len(), out);
    }
}

/// Other posts that stand before a name.
const MORE_POSTS: [&str; 3] = ["常委", "组长", "校长"];

/// Whether an item of a list is a name: all of it, or what stands behind a post.
fn is_name(item: &str) -> bool {
    let own = POSTS
        .iter()
        .chain(&MORE_POSTS)
        .filter_map(|post| item.rfind(post).map(|at| at + post.len()))
        .max()
        .map_or(item, |at| &item[at..]);
    let count = own.chars().count();
    (2..=3).contains(&count) && own.chars().all(is_han) && own.starts_with(is_surname)
}

/// 劳模李大勇: the first of a list has its kind before it.
fn ends_with_name(item: &str) -> bool {
    item.char_indices()
        .rev()
        .nth(2)
        .is_some_and(|(at, c)| at > 0 && is_surname(c) && item[at..].chars().all(is_han))
}

/// 赵大山、钱有林、孙玉柱4人; 县委书记张建军、县长孙立新3名县领导.
fn people(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, length)) = number(&text[..cue.start]) else { return };
    let lead = clause_before(text, cue.start - length);
    let lead = lead.rsplit(['“', '”', '（', '）', ' ']).next().unwrap_or_default();
    if !lead.contains('、') || !(2..=20).contains(&said) {
        return;
    }
    // 张三、李四2名同志; 3人 of another sort goes on in another way.
    let behind = &text[cue.end..];
    let sort = match &text[cue.clone()] {
        "人" => !behind.starts_with(['次', '均', '民', '大', '才', '口', '以', '左', '组', '小']),
        _ => words!("lists.txt", "people").iter().any(|word| behind.starts_with(word)),
    };
    let mut items: Vec<&str> = Vec::new();
    let mut posts = 0;
    for item in lead.split('、') {
        // 县委副书记、县长孙立新 is one.
        if POSTS.iter().chain(&MORE_POSTS).any(|post| item.ends_with(post)) {
            posts += 1;
            continue;
        }
        items.push(item);
    }
    let joint = items
        .last()
        .and_then(|last| ["和", "与", "及"].iter().find_map(|word| last.split_once(word)));
    let count = items.len() + usize::from(joint.is_some_and(|(a, b)| is_name(a) && is_name(b)));
    let named = items.iter().enumerate().all(|(at, item)| {
        is_name(item)
            || (at == 0 && items.len() >= 3 && ends_with_name(item))
            || (at + 1 == items.len() && joint.is_some_and(|(a, b)| is_name(a) && is_name(b)))
    });
    if sort && named && count >= 2 && count != said && posts <= count {
        tell(passage, cue.start - length..cue.end, count, out);
    }
}
