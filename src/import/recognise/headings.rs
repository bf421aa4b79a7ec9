//! Headings without a number, by the face they are set in: 黑体 for the first level, 楷体 for the
//! second (GB/T 9704-2012, 7.3.3). Bold alone is no evidence: a clerk stresses with it.

use super::super::clean;
use super::super::document::{Block, Paragraph, quoted};

/// The most characters of a heading.
const LONGEST: usize = 30;
/// A paragraph of more characters is running text.
const SHORT: usize = 30;

/// What a face is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    /// 黑体.
    Hei,
    /// 楷体.
    Kai,
    Other,
}

/// Gives paragraphs that stand out by their face the level of headings. Returns what is to be told.
pub fn settle(body: &mut [Block]) -> Vec<String> {
    let Some(of_text) = prevailing(body) else { return Vec::new() };
    let mut found = Vec::new();
    for at in 0..body.len() {
        let leads = matches!(body.get(at + 1), Some(Block::Paragraph(next)) if is_running(next));
        let Some(Block::Paragraph(paragraph)) = body.get_mut(at) else { continue };
        if !leads || !may_be_one(paragraph) {
            continue;
        }
        paragraph.level = match face(paragraph).filter(|face| *face != of_text) {
            Some(Face::Hei) => Some(1),
            Some(Face::Kai) => Some(2),
            _ => continue,
        };
        found.push(paragraph.text());
    }
    let count = found.len();
    match count {
        0 => Vec::new(),
        _ => vec![format!("按字体（黑体、楷体）写成小标题 {count} 个：{}", quoted(&found, count))],
    }
}

fn is_running(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    paragraph.bullet.is_none() && (text.contains('。') || text.chars().count() > SHORT)
}

fn may_be_one(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    let text = text.trim();
    let short = (2..=LONGEST).contains(&text.chars().count());
    let plain = paragraph.level.is_none()
        && paragraph.bullet.is_none()
        && !paragraph.has_pictures()
        && !clean::is_numbered(text);
    let aside = text.starts_with(['（', '(', '图', '表', '注', '附', '—', '【', '“', '《']);
    // 压实责任。 is written as a heading too.
    let text = text.strip_suffix('。').unwrap_or(text);
    let is_sentence = text.contains(['。', '；', '\n'])
        || text.ends_with(['：', ':', '，', '、', '！', '？', '!', '?', '…', '.']);
    short && plain && !aside && !is_sentence
}

/// The face of all of a paragraph that shows.
fn face(paragraph: &Paragraph) -> Option<Face> {
    let mut shown = paragraph.runs.iter().filter(|run| !run.text.trim().is_empty());
    let first = of(&shown.next()?.face)?;
    shown.all(|run| of(&run.face) == Some(first)).then_some(first)
}

/// The face that most of the running text is in.
fn prevailing(body: &[Block]) -> Option<Face> {
    let mut counts = [(Face::Hei, 0), (Face::Kai, 0), (Face::Other, 0)];
    for block in body {
        let Block::Paragraph(paragraph) = block else { continue };
        if !is_running(paragraph) {
            continue;
        }
        for run in &paragraph.runs {
            let own = of(&run.face);
            for (face, count) in &mut counts {
                *count += if own == Some(*face) { run.text.chars().count() } else { 0 };
            }
        }
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .max_by_key(|(_, count)| *count)
        .map(|it| it.0)
}

fn of(face: &str) -> Option<Face> {
    let lower = face.to_lowercase();
    let is = |names: &[&str]| names.iter().any(|name| lower.contains(name));
    match lower.as_str() {
        "" => None,
        _ if is(&["黑体", "simhei", "heiti"]) => Some(Face::Hei),
        _ if is(&["楷体", "楷_gb", "kaiti", "simkai"]) => Some(Face::Kai),
        _ => Some(Face::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Run;

    fn block(text: &str, face: &str) -> Block {
        let run = Run { text: text.to_owned(), face: face.to_owned(), ..Run::default() };
        Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() })
    }

    #[test]
    fn faces_of_headings() {
        let text = "会议要求，各乡镇要压实责任，确保完成任务。";
        let levels = |lines: &[(&str, &str)]| {
            let mut body: Vec<Block> = lines.iter().map(|(text, face)| block(text, face)).collect();
            settle(&mut body);
            let level = |block: &Block| match block {
                Block::Paragraph(paragraph) => paragraph.level,
                Block::Table(_) => None,
            };
            body.iter().map(level).collect::<Vec<_>>()
        };
        let song = "仿宋_GB2312";
        assert_eq!(levels(&[("主要做法", "黑体"), (text, song)]), [Some(1), None]);
        assert_eq!(levels(&[("建章立制", "楷体_GB2312"), (text, song)]), [Some(2), None]);
        // The text is in the same face, or in none that is known.
        assert_eq!(levels(&[("主要做法", "黑体"), (text, "黑体")]), [None, None]);
        assert_eq!(levels(&[("主要做法", "黑体"), (text, "")]), [None, None]);
        // Nothing follows; a sentence; a caption.
        assert_eq!(levels(&[(text, song), ("主要做法", "黑体")]), [None, None]);
        assert_eq!(levels(&[("压实责任。", "黑体"), (text, song)]), [Some(1), None]);
        assert_eq!(levels(&[("压实。责任。", "黑体"), (text, song)]), [None, None]);
        assert_eq!(levels(&[("要求如下：", "黑体"), (text, song)]), [None, None]);
        assert_eq!(levels(&[("图为施工现场", "楷体"), (text, song)]), [None, None]);
    }
}
