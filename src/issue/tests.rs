//! Rows as Typst really sets them: those that were decided, and for No. 28 those of the print.

use std::collections::BTreeMap;
use std::fs as std_fs;
use std::path::Path;

use typst::layout::{Frame, FrameItem, Transform};

use super::*;
use crate::compose::Document;
use crate::model::{IssueId, IssueNumber};
use crate::read;
use crate::typeset::{Typeset, Warm};
use crate::workspace::{Workspace, fs};

const PT: f64 = 25.4 / 72.0;

/// A row of a laid-out page; lengths in mm.
#[derive(Debug, Default)]
struct SetRow {
    text: String,
    /// Where each glyph begins, and where the last one's cell ends.
    xs: Vec<f64>,
    end: f64,
}

/// The rows of a page's text area from the top, by their baselines in hundredths of a millimetre.
fn rows(frame: &Frame) -> BTreeMap<i64, SetRow> {
    let mut glyphs = Vec::new();
    collect(frame, Transform::identity(), &mut glyphs);
    glyphs.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut rows: BTreeMap<i64, SetRow> = BTreeMap::new();
    for (y, x, end, text) in glyphs {
        let row = rows.entry((y * 100.0).round() as i64).or_default();
        row.text.push_str(&text);
        row.xs.push(x);
        row.end = end;
    }
    rows
}

fn collect(frame: &Frame, at: Transform, into: &mut Vec<(f64, f64, f64, String)>) {
    for (point, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(point.x, point.y));
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), into);
            }
            FrameItem::Text(text) => {
                let mut x = here.tx.to_mm();
                for glyph in &text.glyphs {
                    let end = x + glyph.x_advance.at(text.size).to_mm();
                    into.push((here.ty.to_mm(), x, end, text.text[glyph.range()].to_owned()));
                    x = end;
                }
            }
            _ => {}
        }
    }
}

/// Composes and sets No. 28 of a workspace.
fn set(root: &Path) -> (Document, Typeset) {
    let workspace = Workspace::open(root).expect("a workspace");
    let press = Press::new(&workspace).expect("templates and fonts");
    let id = IssueId { year: 2018, number: IssueNumber::Regular(28) };
    let issue = read::read_issue(&workspace, id).expect("readable").value.expect("an issue");
    let folder = workspace.issue_folder(id).expect("a folder").path;
    let (how, warm) = (Setting::default(), &mut Warm::default());
    let page = press.lay_out(&issue, &folder, &how, warm, &mut Times::default());
    let page = page.expect("readable").expect("templates");
    assert!(page.diagnostics.is_empty(), "{:?}", page.diagnostics);
    (page.document, page.typeset.expect("pages"))
}

/// A copy of the repository's workspace with this layout.
fn briefings(layout: &str) -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    let dir = tempfile::tempdir().expect("a folder");
    std_fs::create_dir_all(dir.path().join("2018/028")).expect("a folder");
    let settings = std_fs::read_to_string(from.join("jianbao.yaml")).expect("settings");
    let settings: String = settings
        .lines()
        .take_while(|line| !line.starts_with("layout:"))
        .fold(String::new(), |text, line| text + line + "\n");
    std_fs::write(dir.path().join("jianbao.yaml"), format!("{settings}layout: {layout}\n"))
        .expect("written");
    for file in fs::list(&from.join("2018/028")).expect("entries") {
        if file.is_file() {
            let name = file.file_name().expect("a name");
            std_fs::copy(&file, dir.path().join("2018/028").join(name)).expect("copied");
        }
    }
    dir
}

/// The pages of No. 28 as text: the rows on the grid, an empty line for an empty row.
/// `first` is the baseline of row 1, `pitch` the height of a row, in mm.
fn shown(typeset: &Typeset, masthead: usize) -> String {
    let pitch = (225.0 - 16.0 * PT) / 21.0;
    let first = 37.0 + 0.88 * 16.0 * PT;
    let mut out = String::new();
    for (index, page) in typeset.pages().pages().iter().enumerate() {
        let mut texts = vec![String::new(); 22];
        for (y, row) in rows(&page.frame) {
            let number = ((y as f64 / 100.0 - first) / pitch).round();
            if (0.0..22.0).contains(&number) && (y as f64) < 26200.0 {
                texts[number as usize].push_str(&row.text);
            }
        }
        out.push_str(&format!("— {} —\n", index + 1));
        for text in texts.iter().skip(if index == 0 { masthead } else { 0 }) {
            out.push_str(text.trim());
            out.push('\n');
        }
    }
    out
}

#[test]
fn no_28_has_the_rows_of_the_print() {
    let dir = briefings("{profile: shuozhou-2018}");
    let (_, typeset) = set(dir.path());
    let expected = include_str!("../../tests/data/issue-28-rows.txt");
    assert_eq!(shown(&typeset, 9), expected);
    // Han stand at their natural pitch: only rows without a mark are spread, none is tracked.
    for page in typeset.pages().pages() {
        for (y, row) in rows(&page.frame) {
            let text: Vec<char> = row.text.chars().collect();
            let right = 210.0 - 31.75;
            for (pair, xs) in text.windows(2).zip(row.xs.windows(2)) {
                let both_han = pair.iter().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(c));
                let advance = xs[1] - xs[0];
                assert!(!both_han || y < 12000 || advance > 0.994 * 16.0 * PT, "{row:?}");
            }
            assert!(row.end < right + 0.5 * 16.0 * PT + 0.01, "{row:?}");
        }
    }
}

/// Paragraphs of everything that can stand in a row, always the same.
fn hard_text() -> String {
    const PARTS: &[&str] = &[
        "督察组要求",
        "，",
        "。",
        "、",
        "全面排查整改",
        "“回头看”",
        "（试行）",
        "《森林法》",
        "：“",
        "。”",
        "——",
        "……",
        "11 月 27 日",
        "2018",
        "12.5%",
        "Rust",
        " GB/T 9704 ",
        "**一要强化责任落实**。",
        "**二**",
        "*楷体，字*",
        "；",
        "！",
        "朔州市平鲁区中煤",
        "的",
        "人民群众满意度和幸福感",
        "），",
        "？”",
        "·",
        "`code`",
        "1、",
        "[^1]",
    ];
    let mut state = 28_u64;
    let mut text = String::new();
    for _ in 0..40 {
        for _ in 0..40 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PARTS[(state >> 33) as usize % PARTS.len()]);
        }
        text.push_str("字。\n\n");
    }
    text + "[^1]: 注\n"
}

/// The rows that a body's markup asks for, as plain text, and whether each is to reach the edge.
fn asked(typst: &str) -> Vec<(String, bool)> {
    let body = typst.split_once("\n\n").expect("an import").1;
    let mut rows = Vec::new();
    for paragraph in body.trim().split("\n\n") {
        let paragraph = paragraph.trim_end_matches("#linebreak(justify: true)");
        let mut left = paragraph.matches("#linebreak(justify: true)").count();
        for row in paragraph.split("#linebreak(justify: true)") {
            let mut plain = row.to_owned();
            for markup in [
                "#strong[",
                "#emph[",
                "#code(\"",
                "#footnote[注]<entry-1-note-1>",
                "#footnote(<entry-1-note-1>)",
            ] {
                plain = plain.replace(markup, if markup.starts_with("#foot") { "①" } else { "" });
            }
            while let Some(start) = plain.find("#h(") {
                let end = plain[start..].find(')').expect("an end") + start + 1;
                plain.replace_range(start..end, "");
            }
            let plain =
                plain.replace("\")", "").replace("#\"  \"", "").replace([']', '\\', ' '], "");
            rows.push((plain, left > 0));
            left = left.saturating_sub(1);
        }
    }
    rows
}

/// Sets the hard text; every row must be as asked, from edge to edge.
fn obeys(layout: &str, left: f64, right: f64) {
    let dir = briefings(layout);
    for file in fs::list(&dir.path().join("2018/028")).expect("entries") {
        if !file.ends_with("issue.yaml") {
            std_fs::remove_file(file).expect("removed");
        }
    }
    let entry = format!("---\ncolumn: inspection\ntitle: 标题\n---\n{}", hard_text());
    std_fs::write(dir.path().join("2018/028/10-a.md"), entry).expect("written");
    let (document, typeset) = set(dir.path());
    let asked = asked(&document.files["/entries/01-body.typ"].text);
    let mut found = Vec::new();
    for page in typeset.pages().pages() {
        for (y, row) in rows(&page.frame) {
            let note = row.text.trim().chars().all(|c| "①注".contains(c));
            if y < 26200 && row.xs[0] < left + 14.0 && !note {
                found.push(row);
            }
        }
    }
    let start =
        found.iter().position(|row| row.text.starts_with(&asked[0].0[..6])).expect("the text");
    let found = &found[start..];
    let mut hung = 0;
    for (row, (asked, spread)) in found.iter().zip(&asked) {
        // The raised marks of footnotes stand on baselines of their own.
        let text = asked.replace('①', "");
        assert_eq!(row.text.replace(' ', ""), text, "{layout}");
        // What spreads a loose row counts behind its last character too.
        let end = row.xs.last().map_or(row.end, |last| row.end.min(last + 16.0 * PT));
        assert!(end < right + 0.51 * 16.0 * PT, "{row:?}");
        assert!(!spread || asked.ends_with('①') || row.end > right - 0.05, "{row:?}");
        hung += usize::from(row.end > right + 0.1);
    }
    assert!(hung > 0, "nothing hangs");
    assert_eq!(found.len(), asked.len(), "{layout}");
}

#[test]
fn typst_sets_the_rows_it_is_given() {
    obeys("{profile: shuozhou-2018}", 31.75, 210.0 - 31.75);
    obeys("{linebreaks: office}", 28.0, 184.0);
    obeys("{linebreaks: office, grid: {chars: 26}}", 28.0, 184.0);
}
