//! The head of a dispatch: the paragraphs before its text.

use super::lines::{self, Line};
use super::{Confidence, Dispatch, Guess, House, is_text, note, units};
use crate::import::clean;
use crate::import::document::{Align, Block, Paragraph};

/// The most paragraphs that a head has.
const LONGEST: usize = 14;
/// The most characters of a title.
const TITLE: usize = 80;
/// The most lines of a title. Profiles set three.
const LINES: usize = 4;

/// Takes the head off, and returns the title.
pub fn take(
    blocks: &mut Vec<Block>,
    house: House<'_>,
    dispatch: &mut Dispatch,
) -> Option<Guess<String>> {
    let mut head: Vec<Paragraph> = Vec::new();
    while let Some(Block::Paragraph(first)) = blocks.first() {
        let is_item = first.bullet.is_some();
        if head.len() == LONGEST || is_text(first) || begins_text(first) || is_item {
            break;
        }
        let Block::Paragraph(first) = blocks.remove(0) else { break };
        head.push(first);
    }
    // A dispatch of nothing but short lines has no text to be the head of.
    let mut read: Vec<Vec<Line>> =
        head.iter().map(|paragraph| lines::read(&paragraph.text(), house.roster)).collect();
    // 时间 beside 地点 is when a meeting was, and text.
    let of_meeting = ["地点", "会议地点", "主持", "参加", "出席", "参会"];
    let begins = |paragraph: &Paragraph, words: &[&str]| {
        let text = paragraph.text();
        words.iter().any(|word| text.trim_start().starts_with(word))
    };
    let is_meeting = head.iter().any(|paragraph| begins(paragraph, &of_meeting));
    for (paragraph, found) in head.iter().zip(&mut read).filter(|_| is_meeting) {
        if begins(paragraph, &["时间"]) {
            found.clear();
        }
    }
    let own_masthead = masthead(&head, &read);
    // What is named as the title leaves the other lines to the text.
    let named = dispatch.title.is_some()
        || read.iter().flatten().any(|line| matches!(line, Line::Title(_)));
    let labelled = |index: usize| is_labelled(&head[index].text(), house);
    let free = |index: usize| {
        !named && read[index].is_empty() && index >= own_masthead && !labelled(index)
    };
    // A long line that ends like the name of a unit, where there is no other, is the title.
    let like_unit = |index: usize| {
        !named
            && index >= own_masthead
            && matches!(read[index].as_slice(), [Line::Unit(unit)] if unit.chars().count() > 12
                && units::is_of_house(unit, house.roster).is_none())
    };
    let chosen = title(&head, &free).or_else(|| title(&head, &like_unit));
    let lines: Vec<usize> = chosen.clone().map(Iterator::collect).unwrap_or_default();
    let mut kept = Vec::new();
    for (index, (paragraph, found)) in head.iter().zip(read).enumerate() {
        let shown = paragraph.text().replace('\n', " ");
        match found {
            _ if lines.contains(&index) => {}
            lines if lines.is_empty() && (index < own_masthead || is_form(&shown)) => {
                dispatch.left_out.push(("来稿自己的报头", shown));
            }
            lines if lines.is_empty() => kept.push(Block::Paragraph(paragraph.clone())),
            lines => lines.into_iter().for_each(|line| note(line, &shown, "文前", house, dispatch)),
        }
    }
    // Above the title, what is no line of a head is not the text's either, but nothing is lost.
    blocks.splice(0..0, kept);
    if let Some(named) = dispatch.title.take() {
        return Some(named);
    }
    let range = chosen?;
    let paragraphs = &head[range];
    let mut text = paragraphs.iter().map(Paragraph::text).collect::<Vec<_>>().join("|");
    text = text.replace('\n', "|").replace('　', " ");
    while text.contains("||") {
        text = text.replace("||", "|");
    }
    if let Some((unit, rest)) = lines::unit_before(&text, house.roster) {
        let guess = units::standard(unit, house.roster, "标题前");
        dispatch.source.get_or_insert(guess);
        text = rest.to_owned();
    }
    let text = text.trim_end_matches(['。', '，']).to_owned();
    let first = paragraphs.first()?;
    let looks = looks(first);
    let (confidence, reason) = match looks.is_empty() {
        false => (Confidence::High, format!("正文前，{}", looks.join("、"))),
        true => (Confidence::Medium, "正文前的第一行".to_owned()),
    };
    Some(Guess::new(text, confidence, reason))
}

/// 地点：县政府: a short word and a colon, which no title begins with unless it is a unit.
fn is_labelled(text: &str, house: House<'_>) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| label.trim());
    label.is_some_and(|label| {
        (1..=4).contains(&label.chars().count()) && !units::looks_like_one(label, house.roster)
    })
}

/// Whether a short paragraph is the first of the text all the same.
fn begins_text(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    let centered = paragraph.align == Align::Center || paragraph.is_title;
    !centered
        && (clean::is_numbered(&text) || text.ends_with(['。', '；', '：']) && !is_line(&text))
}

/// 各位领导好： ends like text and is a line of the head.
fn is_line(text: &str) -> bool {
    !lines::read(text, &crate::model::Roster::default()).is_empty()
}

/// How many paragraphs the masthead of a county's own briefing has: its name, in a line or several,
/// above its number or before it.
fn masthead(head: &[Paragraph], read: &[Vec<Line>]) -> usize {
    const NAMES: &[&str] =
        &["简报", "信息", "动态", "专报", "快报", "要情", "通报", "专刊", "报告", "情况", "参考"];
    let plain = |index: usize| -> String {
        head[index].text().chars().filter(|c| !c.is_whitespace()).collect()
    };
    let is_name = |text: &str| NAMES.iter().any(|name| text.ends_with(name));
    let short = |text: &str| text.chars().count() <= 30;
    for (index, found) in read.iter().enumerate().take(6) {
        let text = plain(index);
        // 山阴县工作简报（第12期）
        let with_number = text.match_indices(['第', '（', '(']).any(|(at, _)| {
            let (name, number) = text.split_at(at);
            is_name(name) && short(name) && lines::is_number_of_issue(number)
        });
        if with_number {
            return index + 1;
        }
        if found.contains(&Line::Other("期号")) {
            let named = (0..index).rev().map(plain).find(|text| short(text) && is_name(text));
            return if named.is_some() { index } else { 0 };
        }
    }
    0
}

/// 信息报送表: the name of a form.
fn is_form(line: &str) -> bool {
    let ends = ["报送表", "报送单", "审批表", "审批单", "审签单", "报送函", "采用单", "登记表"];
    ends.iter().any(|end| line.ends_with(end)) && line.chars().count() <= 20
}

/// The paragraphs of the title: of those free, the one that looks most like it, and its like beside it.
fn title(head: &[Paragraph], free: &dyn Fn(usize) -> bool) -> Option<std::ops::Range<usize>> {
    let fits = |index: &usize| free(*index) && head[*index].text().chars().count() <= TITLE;
    let score = |index: &usize| {
        let it = &head[*index];
        let size = it.size().map_or(0, |size| (size * 10.0) as i64);
        let weight = i64::from(it.is_title) * 400
            + i64::from(it.level == Some(1)) * 300
            + i64::from(it.align == Align::Center) * 150
            + i64::from(is_title_face(it)) * 150
            + i64::from(it.is_bold()) * 60;
        // Of equals, the first.
        (size + weight, -(*index as i64))
    };
    let best = (0..head.len()).filter(fits).max_by_key(score)?;
    let like = |index: usize| {
        let (it, other) = (&head[index], &head[best]);
        let subtitle = it.text().starts_with(['—', '－', '-']);
        let same = it.align == other.align
            && it.is_title == other.is_title
            && it.level == other.level
            && it.size() == other.size()
            && is_title_face(it) == is_title_face(other);
        // Of plain text, nothing but length tells: two short lines are one title.
        let plain = it.size().is_none() && it.align == Align::Start;
        let short = !plain || it.text().chars().count() + other.text().chars().count() <= TITLE;
        fits(&index) && ((same && short) || subtitle)
    };
    let mut start = best;
    while start > 0 && like(start - 1) && best - start < LINES {
        start -= 1;
    }
    let mut end = best + 1;
    while end < head.len() && like(end) && end - start < LINES {
        end += 1;
    }
    Some(start..end)
}

fn is_title_face(paragraph: &Paragraph) -> bool {
    let faces = ["小标宋", "大标宋", "标宋", "黑体"];
    paragraph.runs.first().is_some_and(|run| faces.iter().any(|face| run.face.contains(face)))
}

/// What makes a paragraph look like a title.
fn looks(paragraph: &Paragraph) -> Vec<String> {
    let mut looks = Vec::new();
    if paragraph.is_title {
        looks.push("标题样式".to_owned());
    } else if let Some(level) = paragraph.level {
        looks.push(format!("{level} 级标题样式"));
    }
    if paragraph.align == Align::Center {
        looks.push("居中".to_owned());
    }
    if let Some(face) =
        paragraph.runs.first().map(|run| &run.face).filter(|_| is_title_face(paragraph))
    {
        looks.push(face.clone());
    }
    if let Some(size) = paragraph.size().filter(|size| *size > 16.0) {
        looks.push(format!("{size} 磅"));
    }
    if paragraph.is_bold() {
        looks.push("加粗".to_owned());
    }
    looks
}
