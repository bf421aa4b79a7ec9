//! An issue set again and again, as it is edited: what comes out is what a first setting gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jianbao::testing::{
    Diagnostic, IssueId, IssueNumber, PlacedRun, Press, Setting, Typesetter, Warm, Workspace,
};

use crate::generate;
use crate::project::Project;

const EDITS: usize = 40;

/// All that a reader of the screen is given.
#[derive(Debug, PartialEq)]
struct Shown {
    looks: Vec<String>,
    runs: Vec<Vec<PlacedRun>>,
    findings: Vec<Diagnostic>,
}

fn set(
    press: &Press,
    id: IssueId,
    warm: &mut Warm,
    pictures: &mut BTreeMap<String, String>,
) -> Shown {
    let sheet = press.set_again(id, Setting::screen(false, None), warm).expect("readable");
    let typeset = sheet.value.and_then(|sheet| sheet.typeset);
    let pages = 0..typeset.as_ref().map_or(0, |typeset| typeset.page_count());
    let of = |page| typeset.as_ref().map(|typeset| (typeset.look(page), typeset.runs(page)));
    let (looks, runs) = pages.clone().filter_map(of).unzip();
    // A picture is fetched by its look: equal looks must be equal pictures, whenever they were made.
    for page in pages {
        let Some(typeset) = &typeset else { continue };
        let picture = typeset.svg(page);
        assert!(picture.starts_with("<svg") && !picture.contains("<text"), "{picture}");
        let known = pictures.entry(typeset.look(page)).or_insert_with(|| picture.clone());
        assert_eq!(*known, picture, "page {page}");
    }
    Shown { looks, runs, findings: sheet.diagnostics }
}

/// Numbers that look drawn at random and are the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What may be put in: text, markup, half of it, and what breaks a file.
const PUT_IN: &[&str] = &[
    "又",
    "，",
    "“",
    "**",
    "\n\n",
    "\n",
    " ",
    "1. ",
    "# ",
    "|",
    "[^1]",
    "`",
    "&copy;",
    "新的一段文字。",
    "\n\n一是新的要求。落实到位。\n\n",
    "\n---\n",
    "𠀀",
    "\\",
    "\n\n![图](assets/scene.png)\n\n",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = all.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// One edit of one file; now and then a file comes, goes, or is what it was at first.
fn edit(folder: &Path, first: &BTreeMap<PathBuf, String>, draw: &mut Draw) {
    let files = files(folder);
    let path = draw.of(&files).clone();
    let mut text: Vec<char> = fs::read_to_string(&path).expect("text").chars().collect();
    let at = draw.below(text.len() + 1);
    match draw.below(10) {
        0 => {
            for (path, text) in first {
                fs::write(path, text).expect("written");
            }
            return;
        }
        1 if path.extension().is_some_and(|extension| extension == "md") => {
            let name = format!("{:02}-新.md", draw.below(90));
            fs::copy(&path, folder.join(name)).expect("copied");
            return;
        }
        2 if files.len() > 3 && !path.ends_with("issue.yaml") => {
            fs::remove_file(&path).expect("removed");
            return;
        }
        3 | 4 => drop(text.drain(at..(at + draw.below(40)).min(text.len()))),
        5 => {
            let settings = folder.join("issue.yaml");
            let text = fs::read_to_string(&settings).expect("text");
            let text = match text.strip_suffix("\ncontents: true\n") {
                Some(without) => format!("{without}\n"),
                None => format!("{}\ncontents: true\n", text.trim_end()),
            };
            return fs::write(settings, text).expect("written");
        }
        _ => drop(text.splice(at..at, draw.of(PUT_IN).chars())),
    }
    fs::write(path, text.into_iter().collect::<String>()).expect("written");
}

/// Edits an issue many times; each time it is set with what the last setting left, and afresh.
fn agrees(project: &Project, id: IssueId, seed: u64) {
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let press = Press::new(&workspace).expect("templates and fonts");
    let folder = workspace.issue_folder(id).expect("an issue").path;
    let first = files(&folder).into_iter().map(|path| {
        let text = fs::read_to_string(&path).expect("text");
        (path, text)
    });
    let first: BTreeMap<PathBuf, String> = first.collect();
    let (mut warm, mut pictures) = (Warm::default(), BTreeMap::new());
    let mut draw = Draw(seed);
    let mut with_pages = 0;
    for number in 0..EDITS {
        let again = set(&press, id, &mut warm, &mut pictures);
        Typesetter::forget(0);
        let afresh = set(&press, id, &mut Warm::default(), &mut pictures);
        assert_eq!(again.looks, afresh.looks, "after {number} edits");
        assert!(
            again == afresh,
            "after {number} edits: {:#?}\n{:#?}",
            again.findings,
            afresh.findings
        );
        with_pages += usize::from(!again.looks.is_empty());
        edit(&folder, &first, &mut draw);
    }
    assert!(with_pages > EDITS / 4, "hardly anything was set: {with_pages}");
}

const THIRD: IssueId = IssueId { year: 2018, number: IssueNumber::Regular(3) };

#[test]
fn edited_at_random_an_issue_is_set_as_if_for_the_first_time() {
    let project = Project::sample("full");
    agrees(&project, IssueId { year: 2024, number: IssueNumber::Regular(3) }, 1);
}

#[test]
fn a_longer_one_too() {
    let project = Project::new();
    generate::make_archive(&project.path(""), 3, 11);
    agrees(&project, THIRD, 2);
}

#[test]
fn one_whose_first_page_has_to_be_tightened_too() {
    let project = Project::new();
    generate::make_archive(&project.path(""), 3, 12);
    // 要目 of so many rows that page 1 is full.
    for number in 0..10 {
        let text = format!("---\ncolumn: county\ntitle: 第{number}件事情的办理情况\n---\n正文。\n");
        project.write(&format!("2018/003/7{number}-短.md"), text.as_bytes());
    }
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let press = Press::new(&workspace).expect("templates and fonts");
    let sheet = press
        .set_again(THIRD, Setting::screen(false, None), &mut Warm::default())
        .expect("readable");
    let told: Vec<&str> = sheet.diagnostics.iter().map(|it| it.code.name).collect();
    assert!(told.contains(&"first-page"), "{told:?}");
    agrees(&project, THIRD, 3);
}
