//! Line breaks within a paragraph: which end it, and which were only typed to begin a new line.
//!
//! Knows nothing of heads and tails; `head` takes the lines of titles before.

use super::{lines, people, units};
use crate::import::document::{Align, Block, Paragraph, Run, quoted};
use crate::import::{bullets, clean, document};
use crate::model::Roster;

/// The most characters of a heading.
const HEADING: usize = 40;
/// The most characters of a line of a list of names, of an address, of a verse.
const SHORT: usize = 16;

/// A paragraph without the lines of a sort, which become paragraphs of their own.
pub fn apart(paragraph: Paragraph, is_apart: &dyn Fn(&str) -> bool) -> Vec<Paragraph> {
    let text = paragraph.text();
    if !text.contains('\n') || !text.lines().any(is_apart) {
        return vec![paragraph];
    }
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open = false;
    for line in lines_of(paragraph) {
        let own = is_apart(&line.text());
        match out.last_mut().filter(|_| open && !own) {
            Some(last) => {
                last.push(Run { text: "\n".to_owned(), ..Run::default() });
                line.runs.into_iter().for_each(|run| last.push(run));
            }
            None => out.push(line),
        }
        open = !own;
    }
    out
}

/// Blanks before a line, in half characters, that are the indent of a paragraph.
const INDENT: usize = 4;

/// What was decided, as it is to be told.
#[derive(Debug, Default)]
pub struct LineReport {
    /// Where lines were joined: the words on both sides.
    joined: Vec<String>,
    /// Short lines that became paragraphs.
    listed: Vec<String>,
}

impl LineReport {
    /// Forgets short lines that did not stay in the text: what became of them is told elsewhere.
    pub fn keep(&mut self, stays: &dyn Fn(&str) -> bool) {
        self.listed.retain(|line| stays(line));
    }

    /// In sentences.
    pub fn remarks(&self) -> Vec<String> {
        let of = |said: &[String], what: &str, how: &str| {
            let count = said.len();
            (count > 0).then(|| format!("段内{what} {count} {how}：{}", quoted(said, count)))
        };
        let joined = of(&self.joined, "换行", "处，一句话没有完，接成一段");
        let listed = of(&self.listed, "短行", "行，各成一段，请核对");
        joined.into_iter().chain(listed).collect()
    }
}

/// Settles every line break in paragraphs; those of tables stay.
pub fn settle(blocks: Vec<Block>, told: &mut LineReport) -> Vec<Block> {
    let several = |block| match block {
        Block::Paragraph(paragraph) => {
            split(paragraph, told).into_iter().map(Block::Paragraph).collect()
        }
        table @ Block::Table(_) => vec![table],
    };
    blocks.into_iter().flat_map(several).collect()
}

/// What a break is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// The end of a paragraph.
    Ends,
    /// The end of a short line that stands for itself.
    Lists,
    /// Nothing.
    Joins,
}

/// The paragraphs that a paragraph with line breaks is.
pub fn split(paragraph: Paragraph, told: &mut LineReport) -> Vec<Paragraph> {
    if !paragraph.text().contains('\n') {
        return vec![paragraph];
    }
    // The lines of an item are one item.
    let (is_item, is_heading) = (paragraph.bullet.is_some(), paragraph.level.is_some());
    let stands_apart = paragraph.align != Align::Start;
    let mut all = lines_of(paragraph);
    let indented: Vec<bool> = all.iter().map(|line| indent(line) >= INDENT).collect();
    let shown: Vec<bool> = all.iter().map(|line| !line.runs.iter().all(Run::is_blank)).collect();
    all.iter_mut().for_each(|line| clean::trim(&mut line.runs));
    let texts: Vec<String> = all.iter().map(Paragraph::text).collect();
    let mut breaks: Vec<Break> = (1..all.len())
        .map(|at| {
            let (before, after) = (&all[at - 1], &all[at]);
            let ends = !is_item
                && (stands_apart
                    || !shown[at - 1]
                    || !shown[at]
                    || indented[at]
                    || ends(before, after, &texts[at - 1], &texts[at], is_heading));
            if ends { Break::Ends } else { Break::Joins }
        })
        .collect();
    if !is_item && !is_heading {
        lists(&texts, &mut breaks);
    }
    let mut out: Vec<Paragraph> = Vec::new();
    for (at, line) in all.into_iter().enumerate() {
        let joins = at > 0 && breaks[at - 1] == Break::Joins;
        match out.last_mut().filter(|_| joins) {
            Some(last) if !texts[at].is_empty() => {
                told.joined.push(document::around(&texts[at - 1], &texts[at]));
                join(last, line);
            }
            _ => out.push(line),
        }
        let is_listed = |at: usize| breaks.get(at) == Some(&Break::Lists);
        if is_listed(at) || at > 0 && is_listed(at - 1) {
            told.listed.push(texts[at].clone());
        }
    }
    out.retain(|part| !part.runs.is_empty());
    // What runs on below a heading in one paragraph is no heading.
    for part in out.iter_mut().filter(|_| is_heading) {
        let text = part.text();
        if text.chars().count() > HEADING || text.contains('。') && out_of_place(&text) {
            part.level = None;
        }
    }
    out
}

/// A heading may end in a full stop; more than one sentence, or a comma in it, is text.
fn out_of_place(text: &str) -> bool {
    text.matches('。').count() > 1 || text.contains('，')
}

/// The lines of a paragraph as paragraphs like it, blanks and all.
pub fn lines_of(mut paragraph: Paragraph) -> Vec<Paragraph> {
    // Pictures put aside stay with the first and the last of them.
    let [above, below] = std::mem::take(&mut paragraph.aside);
    let blank = Paragraph { runs: Vec::new(), ..paragraph.clone() };
    let mut parts = vec![blank.clone()];
    for run in paragraph.runs {
        for (index, piece) in run.text.split('\n').enumerate() {
            if index > 0 {
                parts.push(blank.clone());
            }
            let inset = run.inset.clone().filter(|_| index == 0);
            let piece = Run { text: piece.to_owned(), inset, ..run.clone() };
            if let Some(last) = parts.last_mut().filter(|_| !piece.is_empty()) {
                last.push(piece);
            }
        }
    }
    let has_runs = |part: &&mut Paragraph| !part.runs.is_empty();
    if let Some(first) = parts.iter_mut().find(has_runs) {
        first.aside[0] = above;
    }
    if let Some(last) = parts.iter_mut().rev().find(has_runs) {
        last.aside[1] = below;
    }
    parts
}

/// Blanks before a line, in half characters.
fn indent(line: &Paragraph) -> usize {
    let text = line.text();
    let blanks = text.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '　' { 2 } else { 1 }).sum()
}

/// Whether a line ends its paragraph, by what it says, what follows, and how both look.
fn ends(before: &Paragraph, after: &Paragraph, text: &str, next: &str, is_heading: bool) -> bool {
    let length = text.chars().count();
    // A heading of two lines is one, unless text follows.
    if is_heading && !next.contains('。') && next.chars().count() <= HEADING {
        return ends_sentence(text) || begins_item(next);
    }
    let open = text.ends_with(['，', '、', '；', '（', '“', '《', '—']);
    let numbered = clean::is_numbered(text);
    let is_short = length <= HEADING && !text.contains('。') && !open;
    // A numbered line with a comma that is longer than what follows was broken by its width.
    let is_wrapped = text.contains(['，', '、']) && length > next.chars().count();
    let looks = Looks::of(before).differ(&Looks::of(after));
    let labelled = |text: &str| lines::is_labelled(text, &Roster::default());
    ends_sentence(text)
        || begins_item(next)
        || (is_short && (looks || (numbered && !is_wrapped) || is_heading))
        || labelled(text)
        || labelled(next)
        || (length >= 6 && !open && begins_report(next))
}

/// Whether nothing is to follow in the paragraph: a final mark, closing ones aside.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '）', ')', '》', '」', '』', '】']);
    bare.ends_with(['。', '！', '？', '；', '：', '…', '!', '?', ';', ':'])
}

/// 一、, （一）, 1., ①, 一是, 第一，, ●: what begins an item. Not 1.5万亩.
pub fn begins_item(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_decimal = digits.len() < text.len()
        && digits
            .strip_prefix(['.', '．'])
            .is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    let number = |c: char| "一二三四五六七八九十".contains(c);
    let behind = text.trim_start_matches(number);
    let counted =
        behind.len() < text.len() && (behind.starts_with("是") || behind.starts_with("要"));
    let ordered = text.strip_prefix('第').is_some_and(|rest| {
        let behind = rest.trim_start_matches(number);
        behind.len() < rest.len() && behind.starts_with(['，', '、', '：'])
    });
    (clean::is_numbered(text) && !is_decimal)
        || counted
        || ordered
        || bullets::after(text).is_some()
}

/// 11月20日，…… and 近日，……: how the text of a dispatch begins.
fn begins_report(text: &str) -> bool {
    let words =
        ["近日", "日前", "近期", "连日来", "今年以来", "近年来", "为进一步", "为深入", "为全面"];
    let date = super::dates::first(text).filter(|found| found.range.start == 0);
    let behind = |end: usize| text[end..].starts_with(['，', ',', '上', '下']);
    words.iter().any(|word| text.starts_with(word)) || date.is_some_and(|it| behind(it.range.end))
}

/// How a line looks as a whole.
struct Looks {
    bold: bool,
    face: String,
    size: Option<f32>,
}

impl Looks {
    fn of(line: &Paragraph) -> Self {
        let mut faces = line.runs.iter().filter(|run| !run.is_blank()).map(|run| run.face.as_str());
        let first = faces.next().unwrap_or_default();
        let face = if faces.all(|face| face == first) { first } else { "" };
        Self { bold: line.is_bold(), face: face.to_owned(), size: line.size() }
    }

    /// Whether a line stands out against the next.
    fn differ(&self, next: &Self) -> bool {
        let faces = !self.face.is_empty() && !next.face.is_empty() && self.face != next.face;
        let larger = matches!((self.size, next.size), (Some(own), Some(next)) if own > next);
        (self.bold && !next.bold) || faces || larger
    }
}

/// Finds short lines that stand for themselves among those that would be joined: all of a stretch
/// without a mark, or names and units one below the other.
fn lists(texts: &[String], breaks: &mut [Break]) {
    let mut start = 0;
    while start < texts.len() {
        let length = breaks[start..].iter().take_while(|it| **it == Break::Joins).count() + 1;
        let stretch = &texts[start..start + length];
        let marks = ['。', '，', '；', '：', '！', '？', '、', ',', ';'];
        // Latin words and figures go on: PM2.5 and ⏎ PM10.
        let is_word = |c: char| c.is_ascii_alphanumeric();
        let goes_on = |two: &[String]| two[0].ends_with(is_word) && two[1].starts_with(is_word);
        let is_list = length > 1
            && stretch.iter().all(|it| it.chars().count() <= SHORT && !it.contains(marks))
            && !stretch.windows(2).any(goes_on);
        let roster = Roster::default();
        let is_unit = |text: &str| units::looks_like_one(text, &roster);
        let alike = |one: &str, other: &str| {
            (people::are_names(one) && people::are_names(other)) || (is_unit(one) && is_unit(other))
        };
        for at in start..start + length - 1 {
            if is_list || alike(&texts[at], &texts[at + 1]) {
                breaks[at] = Break::Lists;
            }
        }
        start += length;
    }
}

/// Puts a line behind another. Latin words and figures keep a blank between them.
fn join(last: &mut Paragraph, mut line: Paragraph) {
    let [above, below] = std::mem::take(&mut line.aside);
    last.aside[1].extend(above.into_iter().chain(below));
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let ends = last.runs.last().is_some_and(|run| run.text.ends_with(is_word));
    let apart = ends && line.runs.first().is_some_and(|run| run.text.starts_with(is_word));
    if let Some(run) = last.runs.last_mut().filter(|_| apart) {
        run.text.push(' ');
    }
    line.runs.into_iter().for_each(|run| last.push(run));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, bold: bool) -> Run {
        Run { text: text.to_owned(), bold, ..Run::default() }
    }

    fn of(paragraph: Paragraph) -> String {
        let mut told = LineReport::default();
        let parts = split(paragraph, &mut told);
        parts.iter().map(Paragraph::text).collect::<Vec<_>>().join("¶")
    }

    fn parts(text: &str) -> String {
        of(Paragraph { runs: vec![run(text, false)], ..Paragraph::default() })
    }

    #[test]
    fn what_ends_a_paragraph_and_what_does_not() {
        for (text, want) in [
            ("会议要求抓好\n各项工作。\n会后，大家表示", "会议要求抓好各项工作。¶会后，大家表示"),
            ("要求如下：\n一、抓好", "要求如下：¶一、抓好"),
            ("加强领导\n（一）抓好", "加强领导¶（一）抓好"),
            (
                "二、强化收购保障\n全县增设收购点八个，做到应收尽收。",
                "二、强化收购保障¶全县增设收购点八个，做到应收尽收。",
            ),
            ("（一）压实责任\n成立专班。", "（一）压实责任¶成立专班。"),
            ("1.压实责任\n成立专班，挂图作战。", "1.压实责任¶成立专班，挂图作战。"),
            (
                "（一）坚持高位推动，压实各级责任，形成上\n下联动的格局。",
                "（一）坚持高位推动，压实各级责任，形成上下联动的格局。",
            ),
            ("会议强调，\n一是加强领导\n二是强化督导", "会议强调，¶一是加强领导¶二是强化督导"),
            ("全县共完成\n1.5万亩，占", "全县共完成1.5万亩，占"),
            ("共治理了120\n98处，占八成。", "共治理了120 98处，占八成。"),
            ("PM2.5 and\nPM10", "PM2.5 and PM10"),
            ("会议要求 \n　各乡镇 \n\t落实到位。", "会议要求各乡镇落实到位。"),
            ("会议要求，各乡镇\n　　第二段顶着两个空。", "会议要求，各乡镇¶第二段顶着两个空。"),
            ("李明\n王芳\n张伟", "李明¶王芳¶张伟"),
            ("李明\n王芳\n等参加会议。", "李明¶王芳等参加会议。"),
            ("参会单位：\n县农业农村局\n县水利局", "参会单位：¶县农业农村局¶县水利局"),
            ("望河县城关镇\n人民路12号", "望河县城关镇¶人民路12号"),
            ("在“千万工程”\n引领下推进。", "在“千万工程”引领下推进。"),
            ("他说：“好。”\n大家鼓掌", "他说：“好。”¶大家鼓掌"),
            (
                "望河县抓好春耕\n11月20日，望河县召开会议。",
                "望河县抓好春耕¶11月20日，望河县召开会议。",
            ),
            ("来源：望河县\n11月20日召开", "来源：望河县¶11月20日召开"),
            ("甲\n\n乙", "甲¶乙"),
        ] {
            assert_eq!(parts(text), want, "{text}");
        }
    }

    #[test]
    fn looks_tell_a_heading() {
        let two = |first: Run, second: Run| {
            of(Paragraph { runs: vec![first, run("\n", false), second], ..Paragraph::default() })
        };
        let text = "各收购点设服务台，随到随收。";
        assert_eq!(
            two(run("对农户的服务", true), run(text, false)),
            format!("对农户的服务¶{text}")
        );
        let face = |text: &str, face: &str| Run { face: face.to_owned(), ..run(text, false) };
        let (hei, fang) = (face("对农户的服务", "黑体"), face(text, "仿宋"));
        assert_eq!(two(hei, fang), format!("对农户的服务¶{text}"));
        // All of it is bold: nothing stands out.
        assert_eq!(two(run("对农户的服务", true), run(text, true)), format!("对农户的服务{text}"));
        let mut center =
            Paragraph { runs: vec![run("望河县\n抓好春耕", false)], ..Paragraph::default() };
        center.align = Align::Center;
        assert_eq!(of(center), "望河县¶抓好春耕");
    }

    #[test]
    fn what_was_decided_is_told() {
        let mut told = LineReport::default();
        for text in ["会议要求抓好\n各项工作。", "李明\n王芳"] {
            split(Paragraph { runs: vec![run(text, false)], ..Paragraph::default() }, &mut told);
        }
        assert_eq!(
            told.remarks(),
            [
                "段内换行 1 处，一句话没有完，接成一段：「会议要求抓好／各项工作。」",
                "段内短行 2 行，各成一段，请核对：「李明」「王芳」"
            ]
        );
    }
}
