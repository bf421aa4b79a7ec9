//! Word copies as other programs see them: a schema checker, and LibreOffice, which shows the words of the
//! PDF on as many pages, give or take one, and keeps the bookmarks when it saves.
//!
//! Where one of the programs is missing, the test says so and checks nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::Project;
use crate::word_copy::{SAMPLES, written};

#[expect(clippy::print_stderr, reason = "whoever runs the tests is to know what was not checked")]
fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    let there =
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !there {
        eprintln!("{program} is missing: nothing was checked");
    }
    there
}

/// The copies of all samples in one folder, by their samples.
fn copies(project: &Project) -> Vec<(&'static str, PathBuf)> {
    let mut copies = Vec::new();
    for (sample, stem) in SAMPLES {
        let own = Project::sample(sample);
        let to = project.path(&format!("{sample}.docx"));
        fs::copy(written(&own, stem), &to).expect("copied");
        copies.push((*sample, to));
    }
    copies
}

fn office(project: &Project, form: &str, files: &[(&'static str, PathBuf)]) {
    let profile = project.path("profile");
    let output = Command::new("soffice")
        .arg("--headless")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--convert-to", form, "--outdir"])
        .arg(project.path("converted"))
        .args(files.iter().map(|(_, path)| path))
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
}

/// The characters of a PDF and how often each stands in it, blanks, dots and page numbers aside; and its
/// pages.
fn characters(pdf: &Path) -> (BTreeMap<char, usize>, usize) {
    let text = Command::new("pdftotext").arg(pdf).arg("-").output().expect("pdftotext runs").stdout;
    let text = String::from_utf8(text).expect("UTF-8");
    let pages = text.matches('\u{c}').count();
    let mut counts = BTreeMap::new();
    let is_number = |line: &&str| !(line.starts_with('—') && line.ends_with('—'));
    for c in text.lines().map(str::trim).filter(is_number).flat_map(str::chars) {
        let dots = ['·', '\u{FFFC}', '\u{c}'];
        // Pages of 要目 and numbers of lists may differ; words may not.
        if !c.is_whitespace() && !dots.contains(&c) && !c.is_ascii_digit() {
            *counts.entry(c).or_insert(0) += 1;
        }
    }
    (counts, pages)
}

#[test]
fn the_schema_is_kept() {
    if !is_there("openxml-audit") {
        return;
    }
    let project = Project::new();
    for (sample, copy) in copies(&project) {
        let output = Command::new("openxml-audit").arg(&copy).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("Errors: 0"), "{sample}: {said}");
    }
}

#[test]
fn libreoffice_shows_the_words_of_the_pdf() {
    if !is_there("soffice") {
        return;
    }
    let project = Project::new();
    let copies = copies(&project);
    office(&project, "pdf", &copies);
    for (sample, _) in &copies {
        // Own templates and drawings are in the PDF alone.
        if ["kinds", "full", "vocabulary"].contains(sample) {
            continue;
        }
        let pdf = Project::sample(sample).into_pdf();
        let (ours, pages) = characters(&pdf);
        let (theirs, shown) = characters(&project.path(&format!("converted/{sample}.pdf")));
        assert_eq!(ours, theirs, "{sample}");
        assert!(pages.abs_diff(shown) <= 1, "{sample}: {pages} pages, LibreOffice has {shown}");
    }
}

#[test]
fn a_copy_that_libreoffice_saved_comes_back_unchanged() {
    if !is_there("soffice") {
        return;
    }
    let project = Project::new();
    let copies = copies(&project);
    office(&project, "docx:MS Word 2007 XML", &copies);
    for (sample, _) in &copies {
        let own = Project::sample(sample);
        let saved = project.path(&format!("converted/{sample}.docx"));
        let output = own.run_with(&["merge", &saved.to_string_lossy()]);
        assert!(output.stdout.contains("没有改动"), "{sample}: {output}");
    }
}
