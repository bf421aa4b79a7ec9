//! Programs from outside that look at a PDF: poppler and qpdf.
//!
//! Where one is missing the test that needs it says so loudly and does not run; with `CI=true`
//! it fails.

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Whether these programs are here; a test that needs them ends early when they are not.
#[must_use]
pub fn have(programs: &[&str]) -> bool {
    let missing: Vec<&str> = programs
        .iter()
        .copied()
        // poppler's programs know `-v`, qpdf and python `--version`; starting is enough.
        .filter(|program| Command::new(program).arg("--version").output().is_err())
        .collect();
    missing.is_empty() || did_not_run(&format!("missing: {}", missing.join(", ")))
}

/// Says past the test harness's capture that the current test did not run. Always false.
pub fn did_not_run(why: &str) -> bool {
    let test = std::thread::current().name().unwrap_or("?").to_owned();
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{test} cannot run in CI: {why}");
    let _ = writeln!(std::io::stderr(), "\n*** {test} DID NOT RUN: {why} ***\n");
    false
}

/// What a program says of a PDF, options before and after it; it must succeed.
pub fn ask(program: &str, args: &[&str], pdf: &Path, after: &[&str]) -> String {
    let output = Command::new(program)
        .args(args)
        .arg(pdf)
        .args(after)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?} {}: {stderr}", pdf.display());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text in the order of the page description, a form feed after each page, without the
/// page numbers.
pub fn text(pdf: &Path) -> String {
    let text = ask("pdftotext", &["-raw"], pdf, &["-"]);
    text.split_inclusive('\n').filter(|line| !is_page_number(line)).collect()
}

/// The text of [`text`] without white space, for comparing what is set with what was written.
pub fn dense_text(pdf: &Path) -> String {
    dense(&text(pdf))
}

/// A text without white space.
pub fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_page_number(line: &str) -> bool {
    let digits = line.trim().strip_prefix("— ").and_then(|rest| rest.strip_suffix(" —"));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How many pages a PDF has.
pub fn page_count(pdf: &Path) -> usize {
    let info = ask("pdfinfo", &[], pdf, &[]);
    let pages = info.lines().find_map(|line| line.strip_prefix("Pages:"));
    pages.and_then(|pages| pages.trim().parse().ok()).unwrap_or_else(|| panic!("{info}"))
}

/// A word and its box, as `pdftotext -bbox` has them: the whole tag, and the word.
pub fn words(pdf: &Path) -> Vec<(String, String)> {
    let html = ask("pdftotext", &["-bbox"], pdf, &["-"]);
    let word = |line: &str| {
        let (tag, rest) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        Some((tag.to_owned(), rest.strip_suffix("</word>")?.to_owned()))
    };
    html.lines().filter_map(word).collect()
}

/// A part of a page, in mm from its upper left corner.
#[derive(Clone, Copy)]
pub struct Part {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// The left, top, right and bottom edge in mm of what is painted in a part of a page at least as
/// dark as this (0 is black, 255 white), at 600 pixels an inch; `None` where there is nothing.
pub fn ink(pdf: &Path, page: usize, part: Part, darkness: u8) -> Option<[f64; 4]> {
    let Part { left, top, width, height } = part;
    const PER_MM: f64 = 600.0 / 25.4;
    let pixels = |mm: f64| format!("{:.0}", mm * PER_MM);
    let page = page.to_string();
    let output = Command::new("pdftoppm")
        .args(["-gray", "-r", "600", "-f", &page, "-l", &page])
        .args([
            "-x",
            &pixels(left),
            "-y",
            &pixels(top),
            "-W",
            &pixels(width),
            "-H",
            &pixels(height),
        ])
        .arg(pdf)
        .output()
        .expect("pdftoppm runs");
    // P5, width, height, 255, then a byte a pixel.
    let mut fields = output.stdout.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(fields.next(), Some(&b"P5"[..]), "a grey picture");
    let mut number = || -> usize {
        let field = fields.next().and_then(|field| std::str::from_utf8(field).ok());
        field.and_then(|field| field.parse().ok()).expect("a number")
    };
    let (columns, rows) = (number(), number());
    let data = &output.stdout[output.stdout.len() - columns * rows..];
    let dark: Vec<(usize, usize)> = (0..columns * rows)
        .filter(|&at| data[at] <= darkness)
        .map(|at| (at % columns, at / columns))
        .collect();
    let [left, top] = [left, top].map(|mm| (mm * PER_MM).round());
    let x = |x: usize| (left + x as f64) / PER_MM;
    let y = |y: usize| (top + y as f64) / PER_MM;
    Some([
        x(dark.iter().map(|at| at.0).min()?),
        y(dark.iter().map(|at| at.1).min()?),
        x(dark.iter().map(|at| at.0).max()? + 1),
        y(dark.iter().map(|at| at.1).max()? + 1),
    ])
}
