//! Words that stand where a picture was or is to come: `[图片]` of a chat, 【图片】, （此处插图）.
//!
//! Each leaves a gap in its place, which is printed as 【待补：图片】 until somebody fills it.

use super::Dispatch;
use crate::import::bare::dense;
use crate::import::clean;
use crate::import::document::{Block, Paragraph, Run, Shown, quoted};

/// Words in square or round brackets, and what they stand for.
const WORDS: &[(&str, &str)] = &[
    ("图片", "图片"),
    ("照片", "图片"),
    ("Photo", "图片"),
    ("Image", "图片"),
    ("image", "图片"),
    ("图", "图片"),
    ("视频", "视频"),
    ("Video", "视频"),
];
/// How words begin that say where one is to come: 此处插图, 插入照片.
const VERBS: &[&str] =
    &["插入", "粘贴", "放置", "附上", "插", "附", "配", "贴", "放", "为", "有", "加"];
/// What they end in.
const NOUNS: &[&str] = &["图", "图片", "照片", "现场图片", "现场照片", "配图", "插图", "附图"];
/// The most characters of a mark.
const LONGEST: usize = 12;

/// Puts gaps in the place of such words. Returns whether a chat wrote one of them.
pub fn leave(blocks: &mut [Block], dispatch: &mut Dispatch) -> bool {
    let mut of_chat = false;
    let mut words: Vec<String> = Vec::new();
    let one = |paragraph: &mut Paragraph| {
        let text = paragraph.text();
        if !text.contains(OPENS) {
            return;
        }
        let told = words.len();
        for run in std::mem::take(&mut paragraph.runs) {
            of_chat |= settle(run, paragraph, &mut words);
        }
        if words.len() > told {
            stand_apart(paragraph);
        }
    };
    blocks.iter_mut().flat_map(Block::paragraphs_mut).for_each(one);
    let count = words.len();
    if count > 0 {
        let quoted = quoted(&words, count);
        let told = format!("图片的记号 {count} 处，在原处留了「【待补：…】」：{quoted}");
        dispatch.remarks.push(told);
    }
    of_chat
}

const OPENS: [char; 5] = ['[', '［', '【', '（', '('];

fn settle(run: Run, paragraph: &mut Paragraph, words: &mut Vec<String>) -> bool {
    let mut of_chat = false;
    let text = run.text.clone();
    // What is kept begins here.
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find(OPENS).map(|found| at + found) {
        let Some((end, what)) = mark(&text[open..]).map(|(length, what)| (open + length, what))
        else {
            at = open + text[open..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        // 「[图片]」, as chats quote one.
        let quoted = text[..open].ends_with('「') && text[end..].starts_with('」');
        let (start, end) = match quoted {
            true => (open - '「'.len_utf8(), end + '」'.len_utf8()),
            false => (open, end),
        };
        of_chat |= text[open..].starts_with('[');
        words.push(text[start..end].to_owned());
        let before = Run { text: text[from..start].to_owned(), inset: None, ..run.clone() };
        if !before.is_empty() {
            paragraph.runs.push(before);
        }
        paragraph.runs.push(Run::of_picture(Shown::gap(what)));
        (from, at) = (end, end);
    }
    match from {
        0 => paragraph.runs.push(run),
        _ if from < text.len() => {
            paragraph.runs.push(Run { text: text[from..].to_owned(), ..run });
        }
        _ => {}
    }
    of_chat
}

/// How many bytes of a text are such a mark, and what it stands for.
fn mark(text: &str) -> Option<(usize, &'static str)> {
    let mut characters = text.char_indices();
    let (_, open) = characters.next()?;
    let close = match open {
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '（' => '）',
        _ => ')',
    };
    let (end, _) = characters.take(LONGEST).find(|(_, c)| *c == close)?;
    let inside = dense(&text[open.len_utf8()..end]);
    // 图片1, 照片二
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let word = inside.trim_end_matches(number);
    let round = matches!(open, '（' | '(');
    let named = WORDS.iter().find(|(own, _)| *own == word && !(round && *own == "图"));
    // （图1） and 【图】 refer to one.
    let named = named.filter(|(own, _)| *own != "图" || word.len() == inside.len());
    let what = named.map(|(_, what)| *what).or_else(|| is_place(word).then_some("图片"))?;
    Some((end + close.len_utf8(), what))
}

/// 此处插图, 插入照片, 附图位置.
fn is_place(word: &str) -> bool {
    let word = word.strip_suffix("位置").unwrap_or(word);
    let rest = word.strip_prefix("此处").unwrap_or(word);
    let noun = VERBS.iter().find_map(|verb| rest.strip_prefix(verb)).unwrap_or(rest);
    noun.len() < word.len() && NOUNS.contains(&noun)
}

/// Breaks the line behind a gap at the end of a sentence, so that it keeps its place.
fn stand_apart(paragraph: &mut Paragraph) {
    let mut before = String::new();
    let mut runs = Vec::with_capacity(paragraph.runs.len());
    let all = std::mem::take(&mut paragraph.runs);
    let last = all.iter().rposition(|run| !run.text.trim().is_empty()).unwrap_or(0);
    for (at, run) in all.into_iter().enumerate() {
        before.push_str(&run.text);
        let ends = run.picture().is_some() && before.trim_end().ends_with(clean::FINAL);
        runs.push(run);
        if ends && at < last {
            runs.push(Run { text: "\n".to_owned(), ..Run::default() });
        }
    }
    paragraph.runs = runs;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Content;

    fn of(text: &str) -> String {
        let run = Run { text: text.to_owned(), ..Run::default() };
        let mut blocks =
            vec![Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() })];
        leave(&mut blocks, &mut Dispatch::default());
        let Some(Block::Paragraph(it)) = blocks.first() else { return String::new() };
        let shown = |run: &Run| match run.picture().map(|shown| shown.content) {
            Some(Content::Gap(what)) => format!("<{what}>"),
            _ => run.text.clone(),
        };
        it.runs.iter().map(shown).collect()
    }

    #[test]
    fn words_in_the_place_of_pictures() {
        for (text, want) in [
            ("[图片]", "<图片>"),
            ("[图片][图片]", "<图片><图片>"),
            ("开展巡查。[图片]", "开展巡查。<图片>"),
            ("「[图片]」现场热烈", "<图片>现场热烈"),
            ("【图片】", "<图片>"),
            ("（此处插图）", "<图片>"),
            ("(照片2)", "<图片>"),
            ("前 ［照片］ 后", "前 <图片> 后"),
            ("[视频]", "<视频>"),
            ("（此处插入照片1）为会场", "<图片>为会场"),
            ("开展巡查。「[图片]」现场热烈。", "开展巡查。<图片>\n现场热烈。"),
            ("现场（插入照片）热烈。", "现场<图片>热烈。"),
            ("如下（见图1）", "如下（见图1）"),
            ("（图1）", "（图1）"),
            ("[文件] 简报.docx", "[文件] 简报.docx"),
            ("【图片新闻】甲", "【图片新闻】甲"),
            ("（一）压实责任", "（一）压实责任"),
            ("[图片", "[图片"),
            ("共收到图片[2018]", "共收到图片[2018]"),
        ] {
            assert_eq!(of(text), want, "{text}");
        }
    }
}
