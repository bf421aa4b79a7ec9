//! Where each character on the page leads: to the very one in the author's file.

use std::collections::BTreeSet;
use std::fs;

use jianbao::testing::{Part, PlacedCell, PlacedRun, Press, Setting, Typeset, Warm, Workspace};

use crate::project::{HOUSE, Project, repository};

/// The pages of a project's one issue.
fn set(project: &Project, draft: bool) -> Typeset {
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let ids = workspace.issues().expect("issues");
    let press = Press::new(&workspace).expect("templates and fonts");
    let sheet = press
        .set_again(ids[0], Setting::screen(draft, None), &mut Warm::default())
        .expect("readable");
    sheet.value.and_then(|sheet| sheet.typeset).unwrap_or_else(|| panic!("{:?}", sheet.diagnostics))
}

/// The characters of all pages, page by page and run by run.
fn cells(typeset: &Typeset) -> Vec<PlacedCell> {
    let pages = (0..typeset.page_count()).flat_map(|page| typeset.runs(page));
    pages.flat_map(|run| run.cells).filter(|cell| !cell.text.trim().is_empty()).collect()
}

/// So many different characters that every face has.
fn letters() -> Vec<char> {
    let folder = repository().join("briefings/2018/028");
    let mut letters = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("No. 28") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(path).expect("text");
            letters.extend(text.chars().filter(|c| ('\u{4e00}'..'\u{9fff}').contains(c)));
        }
    }
    // What stands on the page anyway.
    let taken = format!("{HOUSE}一二三四五六七八九十是第期年月日附件供稿在现场督查正文");
    letters.retain(|c| !taken.contains(*c));
    letters.into_iter().collect()
}

/// Fills each `_` of a text with a character that stands nowhere else.
fn filled(pattern: &str) -> String {
    let mut letters = letters().into_iter();
    let next = |c| if c == '_' { letters.next().expect("enough letters") } else { c };
    pattern.chars().map(next).collect()
}

/// Where every letter stands only once, each that is shown must lead to where it stands; `pattern`
/// is an entry with `_` for letters, of which none may be lost.
#[track_caller]
fn exact(path: &str, pattern: &str) {
    let text = filled(pattern);
    let picture = fs::read(crate::findings::picture()).expect("a picture");
    let project = Project::with_issue().entry(path, &text).bytes("2024/001/a.png", &picture);
    let cells = cells(&set(&project, false));
    let own = letters();
    for (at, letter) in text.char_indices().filter(|(_, c)| own.contains(c)) {
        let mut shown = cells.iter().filter(|cell| cell.text.starts_with(letter)).peekable();
        assert!(shown.peek().is_some(), "{letter} is not shown:\n{text}");
        for cell in shown {
            let place = cell.place.as_ref().unwrap_or_else(|| panic!("{letter}: no place\n{text}"));
            assert_eq!(place.span.file.path, path, "{letter}\n{text}");
            assert_eq!(place.span.range, at..at + letter.len_utf8(), "{letter}\n{text}");
            assert_eq!(place.field, None, "{letter}\n{text}");
        }
    }
}

#[test]
fn every_character_of_a_body_leads_to_itself() {
    let head = "---\ntitle: ____\n---\n";
    for body in [
        "________。____，____“____”——____……\n\n______",
        "____\n____  ____\n　　____\\\n____",
        "**____**__*____*__~~____~~__[____](https://example.com)__",
        "# ____\n\n____\n\n## ____\n\n____\n\n### ____\n\n____",
        "一、____\n\n____\n\n（一）____\n\n一是____。____。",
        "- ____\n- ____\n  - ____\n\n1. ____\n2. ____",
        "> ____\n> ____\n\n____",
        "| ____ | ____ |\n|---|---|\n| ____ | **____** |",
        "____[^1]____\n\n[^1]: ____**____**",
        "![](a.png \"____\")\n\n____",
        "____&amp;____&copy;____\\*____\\_\\_",
        "____ABC____2018____（____）",
    ] {
        exact("2024/001/10-a.md", &format!("{head}{body}\n"));
    }
}

#[test]
fn every_character_of_a_field_leads_to_itself() {
    for text in [
        "title: ________________________________________________\nbody: 正文\n",
        "title: __________|____________\nbody: 正文\n",
        "title: \"______\\\"____\\\"__\"\nbody: 正文\n",
        "title: ____\nbody: >-\n  ____\n  ____。\n",
        "title: ____\nbody: |\n  ____。\n\n  ____**____**。\n",
        "title: ____\nbody: \"____。\\n\\n____。\"\n",
        "title: ____\nmeasures:\n  - ____。____。\n  - ____。____，____。\n",
        "kind: report\ntitle: ____\nsource: ______\nbody: 正文\n",
        "kind: inspection\nleader: {name: ___, post: ____}\nplace: ____\ntopic: ______\nbody: 正文\n",
    ] {
        exact("2024/001/10-a.yaml", text);
    }
}

#[test]
fn repeated_characters_lead_to_one_after_the_other() {
    let run = "方".repeat(90);
    let text = format!("---\ntitle: 标题\n---\n{run}**{run}**，{run}\n\n{run}\n");
    let project = Project::with_issue().entry("2024/001/10-a.md", &text);
    let cells = cells(&set(&project, false));
    let shown = cells.iter().filter(|cell| cell.text == "方");
    let places: Vec<usize> =
        shown.map(|cell| cell.place.as_ref().expect("a place").span.range.start).collect();
    let written: Vec<usize> = text.match_indices('方').map(|(at, _)| at).collect();
    assert_eq!(places, written);
}

#[test]
fn hardly_a_character_of_a_body_is_without_a_place() {
    let (mut all, mut placed) = (0, 0);
    let samples = ["full", "grid", "jiyao", "joint", "kinds", "vocabulary", "distribution"];
    let projects = samples.map(Project::sample).into_iter().chain([Project::briefings()]);
    for project in projects {
        let typeset = set(&project, false);
        for (index, page) in typeset.measured().pages.iter().enumerate() {
            for run in typeset.runs(index) {
                let of_body = page.rows.iter().any(|row| {
                    let body = matches!(
                        row.part,
                        Part::Body | Part::List | Part::Table | Part::Quote | Part::Footnote
                    );
                    body && run.top < row.baseline && row.baseline < run.bottom
                });
                for cell in run.cells.iter().filter(|cell| of_body && !cell.text.trim().is_empty())
                {
                    all += 1;
                    let Some(place) = &cell.place else { continue };
                    let written = &place.span.file.text[place.span.range.clone()];
                    // By its name or number: `&copy;`.
                    assert!(written == cell.text || written == "&", "{written} as {}", cell.text);
                    assert_eq!(place.field, None, "{cell:?}");
                    placed += 1;
                }
            }
        }
    }
    assert!(all > 10_000 && placed * 100 >= all * 99, "{placed} of {all}");
}

#[test]
fn each_character_stands_where_it_is_printed() {
    let project = Project::with_body("第一行的文字，12 个。");
    let typeset = set(&project, false);
    let row = typeset.measured().pages[0].rows.iter().find(|row| row.text.starts_with("第一行"));
    let row = row.expect("the row");
    let at = |run: &&PlacedRun| run.top < row.baseline && row.baseline < run.bottom;
    let runs = typeset.runs(0);
    let runs: Vec<&PlacedRun> = runs.iter().filter(at).collect();
    let text: String =
        runs.iter().flat_map(|run| &run.cells).map(|cell| cell.text.as_str()).collect();
    assert_eq!(text, "第一行的文字，12 个。");
    let edge = |x: Option<f64>| x.expect("a cell");
    let cells = || runs.iter().flat_map(|run| &run.cells);
    assert!((edge(cells().map(|cell| cell.x0).reduce(f64::min)) - row.x0).abs() < 0.01);
    assert!((edge(cells().map(|cell| cell.x1).reduce(f64::max)) - row.x1).abs() < 0.01);
    for run in &runs {
        assert!((run.top - (row.baseline - 0.88 * (run.bottom - run.top))).abs() < 0.01, "{run:?}");
        for pair in run.cells.windows(2) {
            assert!((pair[0].x1 - pair[1].x0).abs() < 0.001 && pair[0].x0 < pair[0].x1, "{pair:?}");
        }
    }
}

#[test]
fn a_watermark_is_nothing_to_click_on() {
    let project = Project::with_body("正文。");
    let (last, draft) = (set(&project, false), set(&project, true));
    assert_eq!(last.runs(0), draft.runs(0));
    assert_ne!(last.look(0), draft.look(0));
}

#[test]
fn a_look_is_of_what_is_seen() {
    let project = |settings: &str, body: &str| {
        let entry = format!("---\ntitle: 标题\n---\n{body}\n");
        let project = Project::with_issue().settings(settings);
        set(&project.entry("2024/001/10-a.md", &entry), false)
    };
    let long = "正文的一段。\n\n".repeat(60);
    let first = project(HOUSE, &long);
    let looks =
        |typeset: &Typeset| (0..typeset.page_count()).map(|page| typeset.look(page)).collect();
    let all: Vec<String> = looks(&first);
    assert!(all.len() > 2 && all.iter().all(|look| look.len() == 32), "{all:?}");
    // The same from other places; the last paragraph otherwise; another name on page 1.
    let moved: Vec<String> = looks(&project(&format!("# 注释\n{HOUSE}"), &format!("\n\n{long}")));
    assert_eq!(all, moved);
    let changed: Vec<String> = looks(&project(
        HOUSE,
        &format!("{}正文的一句。", long.trim_end().trim_end_matches("正文的一段。")),
    ));
    assert_eq!(all[..all.len() - 1], changed[..all.len() - 1]);
    assert_ne!(all.last(), changed.last());
    let named: Vec<String> = looks(&project(&HOUSE.replace("工作", "要情"), &long));
    assert_ne!(all[0], named[0]);
    assert_eq!(all[1..], named[1..]);
    assert_eq!(first.look(99), "");
}
