//! The examples of the CommonMark specification, through our Markdown: nothing fails, the markup is
//! Typst, and readers see what the reference HTML shows. Where they do not, `differences` says why.
//!
//! The specification is not committed: `COMMONMARK_SPEC` names the `spec.txt` of the npm package
//! `commonmark-spec`, which `.ci/run` fetches.

mod differences;
mod shown;

use std::fmt::Write;
use std::fs;

use jianbao::testing::{
    ComposeOptions, Composer, FontSet, Issue, Layout, Text, Typesetter, Workspace, profile_layout,
    read_issue, to_typst,
};

use crate::outside::{dense, did_not_run};
use crate::project::Project;

/// How many examples version 0.31 has.
const EXAMPLES: usize = 652;

/// An example: Markdown and the HTML it means.
struct Example {
    section: String,
    markdown: String,
    html: String,
}

/// The examples, if the specification is here; the first one is number 1.
fn examples() -> Option<Vec<Example>> {
    let Ok(path) = std::env::var("COMMONMARK_SPEC") else {
        did_not_run("COMMONMARK_SPEC names no spec.txt of the npm package commonmark-spec");
        return None;
    };
    let spec = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let examples = read(&spec);
    assert_eq!(examples.len(), EXAMPLES, "examples in {path}");
    Some(examples)
}

/// Reads the examples: each stands in a fence of 32 backticks, a line with a full stop between
/// Markdown and HTML, tabs as arrows.
fn read(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let begin = format!("{fence} example");
    let mut examples = Vec::new();
    let mut section = String::new();
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            section = heading.trim_start_matches('#').trim().to_owned();
        } else if line == begin {
            let mut part = |end: &str| -> String {
                let lines = lines.by_ref().take_while(|line| *line != end);
                lines.map(|line| line.replace('→', "\t") + "\n").collect()
            };
            let (markdown, html) = (part("."), part(&fence));
            examples.push(Example { section: section.clone(), markdown, html });
        }
    }
    examples
}

/// Whether all of `part` is in `whole`, in its order; white space does not count.
fn is_within(part: &[String], whole: &[String]) -> bool {
    let mut whole = whole.iter().flat_map(|line| line.chars());
    let mut part = part.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace());
    part.all(|c| whole.any(|each| each == c))
}

#[test]
fn every_example_shows_what_its_html_shows() {
    let Some(examples) = examples() else { return };
    let differences = differences::all();
    let mut wrong = String::new();
    for (number, Example { section, markdown, html }) in (1..).zip(&examples) {
        let markup = to_typst(&Text::unplaced(markdown.as_str()), "e1", true);
        let (ours, theirs) = (shown::of_typst(&markup.typst).lines, shown::of_html(html));
        let codes: Vec<&str> = markup.diagnostics.iter().map(|it| it.code.name).collect();
        let what = match differences.get(&number) {
            None if ours != theirs => "differs".to_owned(),
            Some(_) if ours == theirs => "agrees by now: strike it out".to_owned(),
            Some(why) if !is_within(&theirs, &ours) => format!("{why:?} loses text"),
            Some(why)
                if !why.told_by().is_empty()
                    && !why.told_by().iter().any(|code| codes.contains(code)) =>
            {
                format!("{why:?} is not told")
            }
            _ => continue,
        };
        writeln!(
            wrong,
            "{number} ({section}): {what}\n{markdown}\n  HTML {theirs:?}\n  ours {ours:?} {codes:?}\n"
        )
        .expect("written");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The title of an example's entry, which tells it apart on the page.
fn title(number: usize) -> String {
    format!("例甲{number:03}乙")
}

/// All examples as entries of one issue.
fn issue(project: &Project, examples: &[Example]) -> Issue {
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let ids = workspace.issues().expect("issues");
    let read = read_issue(&workspace, ids[0]).expect("readable");
    let mut issue = read.value.unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    let entry = issue.entries.remove(0);
    for (number, example) in (1..).zip(examples) {
        let mut entry = entry.clone();
        entry.title = Some(Text::unplaced(title(number)));
        entry.body = Text::unplaced(example.markdown.as_str()).into();
        issue.entries.push(entry);
    }
    issue
}

#[test]
fn every_example_stands_on_the_page() {
    let Some(examples) = examples() else { return };
    let project = Project::with_body("正文。");
    let composer = Composer::new(&[]).value.expect("built-in templates");
    let typesetter = Typesetter::new(FontSet::embedded());
    let mut issue = issue(&project, &examples);
    // Rows as Typst breaks them, and as the program does.
    for profile in ["gb9704", "shuozhou-2018"] {
        let layout = profile_layout(profile).expect("a built-in profile");
        issue.layout = Layout { page_number: false, ..layout };
        let document = composer.compose(&issue, ComposeOptions::default(), &typesetter);
        let document = document.value.expect("a document");
        let set = typesetter.typeset(&document, &project.path("2024/001")).expect("readable");
        // Letters that no face has, pictures that are not there.
        let expected = ["missing-glyph", "picture"];
        let other = set.diagnostics.iter().find(|it| !expected.contains(&it.code.name));
        assert!(other.is_none(), "{profile}: {other:?}");
        let pages = set.value.unwrap_or_else(|| panic!("{profile}: {:?}", set.diagnostics));
        let runs = (0..pages.page_count()).flat_map(|page| pages.runs(page));
        let text: String = runs.flat_map(|run| run.cells).map(|cell| cell.text).collect();
        let text = dense(&text);
        let mut rest = text.as_str();
        let mut wrong = String::new();
        for (number, example) in (1..).zip(&examples) {
            let markup = to_typst(&Text::unplaced(example.markdown.as_str()), "e1", true);
            let expected = dense(&shown::of_typst(&markup.typst).on_page);
            (_, rest) = rest.split_once(&title(number)).expect("its title");
            let got = rest.split_once(&title(number + 1)).map_or(rest, |(here, _)| here);
            if got != expected {
                writeln!(wrong, "{number}\n  page   {got}\n  markup {expected}").expect("written");
            }
        }
        assert!(wrong.is_empty(), "{profile}\n{wrong}");
    }
}
