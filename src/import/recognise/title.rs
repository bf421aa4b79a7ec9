//! Which lines of a head are the title, by how they look.

use super::units;
use crate::import::document::{Align, Paragraph};
use crate::import::pictures::aside;

/// The most characters of a title.
const TITLE: usize = 80;
/// The most lines of a title. Profiles set three.
const LINES: usize = 4;

/// The paragraphs of the title: of those free, the one that looks most like it, and its like beside it.
pub fn choose(head: &[Paragraph], free: &dyn Fn(usize) -> bool) -> Option<std::ops::Range<usize>> {
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
        let same = is_like(it, other);
        // Of plain text, nothing but length tells: two short lines are one title.
        let plain = it.size().is_none() && it.align == Align::Start;
        let short = !plain || it.text().chars().count() + other.text().chars().count() <= TITLE;
        fits(&index) && ((same && short) || subtitle)
    };
    let mut start = best;
    // No picture parts the lines of a title.
    let goes_on = |index: usize| !aside::parts(&head[index]);
    while start > 0 && goes_on(start) && like(start - 1) && best - start < LINES {
        start -= 1;
    }
    let mut end = best + 1;
    while end < head.len() && goes_on(end) && like(end) && end - start < LINES {
        end += 1;
    }
    Some(start..end)
}

/// Whether two lines are of one face and size, and stand alike.
fn is_like(one: &Paragraph, other: &Paragraph) -> bool {
    let faces = match (face(one), face(other)) {
        ("", _) | (_, "") => is_title_face(one) == is_title_face(other),
        (one, other) => one == other,
    };
    faces
        && one.align == other.align
        && one.is_title == other.is_title
        && one.level == other.level
        && one.size() == other.size()
}

/// Whether the name of a unit is a line of the title that stands below or above it: where nothing
/// tells the two apart, it is.
pub fn belongs(unit: &Paragraph, line: &Paragraph, is_above: bool) -> bool {
    let (name, title) = (unit.text(), line.text());
    if !is_like(unit, line) || name.chars().count() + title.chars().count() > TITLE {
        return false;
    }
    let apart = unit.align == Align::Center || unit.is_title || unit.level.is_some();
    if !is_above {
        // Below what a title ends in, a unit signs.
        let whole = [
            "报告", "汇报", "情况", "通知", "总结", "方案", "简报", "意见", "纪要", "函", "讲话",
            "材料",
        ];
        return apart && !whole.iter().any(|word| title.trim().ends_with(word));
    }
    // Plain lines: 开展义诊活动 is no title without who does it.
    apart || units::begins_with_verb(title.trim())
}

fn face(paragraph: &Paragraph) -> &str {
    let shown = paragraph.runs.iter().find(|run| !run.text.trim().is_empty());
    shown.map_or("", |run| run.face.as_str())
}

/// Whether its face is one that only titles have.
pub fn is_title_face(paragraph: &Paragraph) -> bool {
    let faces = ["小标宋", "大标宋", "标宋", "黑体"];
    paragraph.runs.first().is_some_and(|run| faces.iter().any(|face| run.face.contains(face)))
}

/// What makes a paragraph look like a title.
pub fn looks(paragraph: &Paragraph) -> Vec<String> {
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
