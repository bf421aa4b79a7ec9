//! A recognized dispatch → the text of an entry, as a clerk would write it.
//!
//! Whatever stands in the dispatch is what readers see: marks of Markdown in it are escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::clean;
use super::document::{Block, Content, Joined, Paragraph, Run, Shown, Table};
use super::emphasis::{self, Piece, escaped};
use super::pictures::captions;
use super::pictures::lengths::TEXT_WIDTH;
use super::recognise::{Confidence, Dispatch, Guess, notes_of};
use crate::model::Column;
use crate::read;

/// What stands in for a title that was not found; `check` does not let it be issued.
pub const NO_TITLE: &str = "【待补：标题】";

/// The most characters of a heading that a full stop ends; more is a paragraph of text.
const LONGEST: usize = 30;

/// Where the original lies, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its path within the folder.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The text of the entry. `pictures` are the paths of its pictures within the folder.
pub fn write(
    dispatch: &Dispatch,
    columns: &[Column],
    original: &Original,
    pictures: &[String],
) -> String {
    let mut text = String::from("---\n");
    head(dispatch, columns, original, &mut text);
    text.push_str("---\n");
    text.push_str(&body(dispatch, pictures));
    text
}

/// The text below the head of the entry; also that of a note of the editors.
pub fn body(dispatch: &Dispatch, pictures: &[String]) -> String {
    let mut text = String::new();
    let notes = notes_of(&dispatch.body);
    let look = Look {
        all_bold: dispatch.is_all_bold(),
        above: above(&dispatch.body),
        notes: notes.iter().enumerate().map(|(at, note)| (*note, at + 1)).collect(),
    };
    // How deep the item before stands.
    let mut depth = None;
    for block in &dispatch.body {
        let before = std::mem::take(&mut depth);
        match block {
            Block::Paragraph(paragraph) if paragraph.is_wordless() => {
                shown(paragraph, pictures, &mut text);
            }
            Block::Paragraph(item) if item.bullet.is_some() => {
                let level = item.bullet.unwrap_or(0);
                let own = before.map_or(0, |before: u8| level.min(before + 1));
                let gap = if before.is_some() { "" } else { "\n" };
                let indent = "  ".repeat(usize::from(own));
                let words = self::paragraph(item, &look, pictures);
                let _ = writeln!(text, "{gap}{indent}- {words}");
                depth = Some(own);
            }
            Block::Paragraph(paragraph) => {
                let words = self::paragraph(paragraph, &look, pictures);
                let _ = writeln!(text, "\n{words}");
            }
            Block::Table(table) => {
                text.push('\n');
                self::table(table, &look, pictures, &mut text);
            }
        }
    }
    for (at, note) in notes.iter().enumerate() {
        let paragraphs = dispatch.notes.get(*note).map(Vec::as_slice).unwrap_or_default();
        // A line that a writer broke is a paragraph of the note: 120 over 98 is no 12098.
        let inner: Vec<String> = paragraphs
            .iter()
            .flat_map(Paragraph::lines)
            .map(|runs| marked(&runs, false, true, &look, pictures).trim_end().to_owned())
            .filter(|it| !it.is_empty())
            .collect();
        let _ = writeln!(text, "\n[^{}]: {}", at + 1, inner.join("\n\n    "));
    }
    text
}

/// A paragraph of pictures: those that fit into the width of the page beside each other, the others
/// below.
fn shown(paragraph: &Paragraph, pictures: &[String], out: &mut String) {
    // Margins may be narrower than those of the standard.
    const ROOM: f32 = TEXT_WIDTH * 1.1;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut left = 0.0;
    for run in &paragraph.runs {
        if run.text.contains('\n') {
            left = 0.0;
        }
        let Some(shown) = run.picture() else { continue };
        let width = shown.width.unwrap_or(0.0);
        let is_gap = matches!(shown.content, Content::Gap(_));
        match rows.last_mut().filter(|_| width <= left && !is_gap) {
            Some(row) => row.push(picture(shown, pictures)),
            None => {
                rows.push(vec![picture(shown, pictures)]);
                left = if is_gap { 0.0 } else { ROOM };
            }
        }
        left -= width;
    }
    for row in rows {
        let _ = writeln!(out, "\n{}", row.join(" "));
    }
}

/// A picture in Markdown, or the gap that it leaves.
fn picture(shown: &Shown, pictures: &[String]) -> String {
    let path = match shown.content {
        Content::Picture(index) => pictures.get(index),
        Content::Gap(what) => return format!("【待补：{what}】"),
    };
    let Some(path) = path else { return "【待补：图片】".to_owned() };
    let alt = if shown.alt.is_empty() { captions::bare(&shown.caption) } else { &shown.alt };
    let caption = match shown.caption.as_str() {
        "" => String::new(),
        caption => format!(" \"{}\"", quoted(caption)),
    };
    let width = shown.width.filter(|width| *width < TEXT_WIDTH);
    let width = width.map(|width| format!("{{宽={:.1}cm}}", (width / 10.0).max(0.1)));
    format!("![{}]({path}{caption}){}", escaped(alt, false), width.unwrap_or_default())
}

/// A text within the quotes of a caption.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What is known of a text as a whole.
struct Look {
    /// Whether bold means nothing.
    all_bold: bool,
    /// By how much the levels of its headings are too deep.
    above: u8,
    /// The numbers of footnotes.
    notes: BTreeMap<usize, usize>,
}

/// By how much the levels of a text's headings are above those of print, where 一、 is the first and
/// （一） the second: one that has such a number tells, or else the highest is the first.
fn above(body: &[Block]) -> u8 {
    let headings = body.iter().filter_map(|block| {
        let paragraph = block.paragraph()?;
        Some((paragraph.level?, paragraph.text()))
    });
    let mut least: Option<u8> = None;
    for (level, text) in headings {
        if let Some(own) = clean::level_of_number(&text) {
            return level.saturating_sub(own);
        }
        least = Some(least.map_or(level, |least| least.min(level)));
    }
    least.map_or(0, |least| least.saturating_sub(1))
}

fn head(dispatch: &Dispatch, columns: &[Column], original: &Original, out: &mut String) {
    let mut line = |key: &str, value: &str, doubt: Option<(Confidence, &str)>| {
        if let Some((_, reason)) = doubt.filter(|(sure, _)| *sure < Confidence::High) {
            let _ = writeln!(out, "# 请核对{key}：{}", reason.replace('\n', " "));
        }
        let _ = writeln!(out, "{}", format!("{key}: {value}").trim_end());
    };
    fn doubt<T>(guess: &Guess<T>) -> Option<(Confidence, &str)> {
        Some((guess.confidence, guess.reason.as_str()))
    }
    let column =
        dispatch.column.as_ref().and_then(|guess| Some((guess, columns.get(guess.value)?)));
    if let Some(kind) = &dispatch.kind
        && column.is_none_or(|(_, column)| column.kind.as_str() != kind.value)
    {
        line("类型", kind.value, doubt(kind));
    }
    if let Some((guess, column)) = column {
        line("栏目", &read::scalar(column_name(columns, column)), doubt(guess));
    }
    match &dispatch.title {
        Some(title) => line("标题", &read::scalar(&title.value), doubt(title)),
        None => {
            line("标题", &read::scalar(NO_TITLE), Some((Confidence::Low, "来稿里没有找到标题")));
        }
    }
    let inspector = dispatch.inspector.as_ref().map(|guess| &guess.value);
    match &dispatch.source {
        Some(source) => line("来源", &read::scalar(&source.value), doubt(source)),
        None if dispatch.needs_source() => {
            line("来源", "", Some((Confidence::Low, "来稿里没有找到报送单位")));
        }
        None => {}
    }
    if let Some(author) = &dispatch.author {
        line("作者", &read::scalar(&author.value), doubt(author));
    }
    if let Some(inspector) = inspector {
        let mut leader = format!("\n  姓名: {}", read::scalar(&inspector.name));
        if let Some(post) = &inspector.post {
            let _ = write!(leader, "\n  职务: {}", read::scalar(post));
        }
        let _ = writeln!(out, "领导:{leader}");
        for (key, value) in [("地点", &inspector.place), ("事项", &inspector.topic)] {
            if let Some(value) = value {
                let _ = writeln!(out, "{key}: {}", read::scalar(value));
            }
        }
    }
    match &dispatch.date {
        Some(date) => {
            let shown = date.value.to_string();
            if date.confidence < Confidence::High {
                let _ = writeln!(out, "# 请核对日期：{}", date.reason);
            }
            let _ = writeln!(out, "日期: {shown}");
        }
        None => out.push_str("# 请核对日期：来稿里没有找到日期，补在下一行，去掉「#」\n# 日期: \n"),
    }
    if dispatch.hold {
        out.push_str("暂缓: 是\n");
    }
    let file = read::scalar(&original.file);
    let _ = write!(out, "原稿:\n  文件: {file}\n  sha256: {}\n", original.sha256);
}

/// What an entry calls its column: by its title, unless another one before has the same.
fn column_name<'c>(columns: &'c [Column], column: &'c Column) -> &'c str {
    let title = |it: &'c Column| it.title.as_ref().map(|title| title.as_str());
    let first = columns.iter().find(|other| title(other) == title(column));
    match title(column).filter(|_| first.is_some_and(|first| first.id == column.id)) {
        Some(title) => title,
        None => column.id.as_str(),
    }
}

fn paragraph(paragraph: &Paragraph, look: &Look, pictures: &[String]) -> String {
    let text = paragraph.text();
    let numbered = clean::is_numbered(&text);
    if paragraph.runs.is_empty() {
        return String::new();
    }
    // The layout knows how headings look, and which of those with Chinese numbers are such.
    let short = text.chars().count() <= LONGEST;
    let is_sentence = text.strip_suffix('。').filter(|_| short).unwrap_or(&text).contains('。');
    let is_heading = !is_sentence && clean::level_of_number(&text).is_none_or(|it| it > 2);
    if let Some(level) = paragraph.level.filter(|_| is_heading) {
        let level = level.saturating_sub(look.above).clamp(1, 4);
        let marks = "#".repeat(usize::from(level));
        let words = marked(&paragraph.runs, false, false, look, pictures);
        // Signs like those before a heading may stand behind it, and are none of its words.
        let words = match words.trim().strip_suffix('#') {
            Some(rest) => format!("{rest}\\#"),
            None => words.trim().to_owned(),
        };
        return format!("{marks} {words}");
    }
    let plain = look.all_bold || (numbered && (paragraph.is_bold() || is_run_in(&paragraph.runs)));
    marked(&paragraph.runs, !plain, true, look, pictures)
}

/// Whether the bold at the beginning is a heading that runs into its text: （一）压实责任。
fn is_run_in(runs: &[Run]) -> bool {
    runs.first().is_some_and(|first| first.bold && first.text.trim_end().ends_with('。'))
        && runs.iter().skip(1).all(|run| !run.bold)
}

/// Runs, with their bold where it is wanted; `first` where they begin a paragraph.
fn marked(runs: &[Run], with_bold: bool, first: bool, look: &Look, pictures: &[String]) -> String {
    // Runs that differ in face or size only are one, and blanks are of the run before.
    let mut stretches: Vec<Run> = Vec::new();
    for run in runs {
        let run =
            Run { bold: with_bold && run.bold, face: String::new(), size: None, ..run.clone() };
        match stretches.last_mut().filter(|last| last.inset.is_none() && run.inset.is_none()) {
            Some(last) if last.looks_like(&run) || run.text.trim().is_empty() => {
                last.text.push_str(&run.text);
            }
            _ => stretches.push(run),
        }
    }
    let mut pieces = Vec::new();
    for run in &stretches {
        if let Some(number) = run.note().and_then(|note| look.notes.get(&note)) {
            pieces.push(Piece::Written(format!("[^{number}]")));
        }
        if let Some(shown) = run.picture() {
            pieces.push(Piece::Written(picture(shown, pictures)));
        }
        pieces.push(Piece::Text(run));
    }
    emphasis::write(&pieces, first)
}

fn table(table: &Table, look: &Look, pictures: &[String], out: &mut String) {
    let width = table.width();
    for (index, (row, joined)) in table.rows.iter().zip(table.joined()).enumerate() {
        out.push('|');
        for (column, joined) in joined.into_iter().enumerate() {
            match joined {
                Joined::Own => {}
                Joined::Left => {
                    out.push_str(" << |");
                    continue;
                }
                Joined::Above => {
                    out.push_str(" ^^ |");
                    continue;
                }
            }
            let cell = row.get(column).map(Vec::as_slice).unwrap_or_default();
            let parts: Vec<String> = cell
                .iter()
                .flat_map(Paragraph::lines)
                .map(|runs| marked(&runs, false, false, look, pictures).trim().to_owned())
                .filter(|it| !it.is_empty())
                .collect();
            let cell = parts.join("<br>");
            // Alone in a cell it would join it to the one above.
            let cell = if cell == "^^" { "\\^^" } else { cell.as_str() };
            let _ = write!(out, " {cell} |");
        }
        out.push('\n');
        if index == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(width));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(parts: &[(&str, bool)]) -> Paragraph {
        let run = |(text, bold): &(&str, bool)| Run {
            text: (*text).to_owned(),
            bold: *bold,
            ..Run::default()
        };
        Paragraph { runs: parts.iter().map(run).collect(), ..Paragraph::default() }
    }

    #[test]
    fn bold_as_clerks_write_it() {
        let look = Look { all_bold: false, above: 0, notes: BTreeMap::new() };
        let of = |parts: &[(&str, bool)]| paragraph(&runs(parts), &look, &[]);
        assert_eq!(
            of(&[("要求，", false), ("一要强化责任。", true), ("针对", false)]),
            "要求，**一要强化责任**。针对"
        );
        assert_eq!(of(&[("（一）压实责任。", true), ("各县", false)]), "（一）压实责任。各县");
        assert_eq!(of(&[("一、总体要求", true)]), "一、总体要求");
        assert_eq!(of(&[("全", true), (" ", false), ("文", true)]), "**全 文**");
        assert_eq!(of(&[("1. 抓好*重点*_x_ <b>", false)]), "1\\. 抓好\\*重点\\*\\_x\\_ \\<b\\>");
        assert_eq!(of(&[("1.抓好", false)]), "1.抓好");
    }
}
