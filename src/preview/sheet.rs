//! An edition as the page reads it: JSON, whose every field `page/` relies on.
//!
//! Names of data (`picture`, `map`, `places` …) are opaque to the page: it asks for them as they are.

use std::collections::BTreeMap;

use serde::Serialize;

use super::edition::{Edition, State};
use super::named::stem;
use crate::diagnostic::{Diagnostic, Edit, Severity, SourceFile, Span};
use crate::measure::{self, Measured, Part};
use crate::model::{Entry, Issue};

#[derive(Serialize)]
struct Sheet<'a> {
    version: u64,
    issue: String,
    name: String,
    masthead: Option<String>,
    date: Option<String>,
    draft: bool,
    /// `fresh`, `old`, `partial` or `none`: see [`State`].
    state: &'static str,
    pages: Vec<Page>,
    /// `None` where rows cannot be counted.
    rows: Option<Rows>,
    outline: Vec<Item>,
    /// Worst first.
    findings: Vec<Finding<'a>>,
    /// The texts of the author's files, by path.
    sources: BTreeMap<String, String>,
    /// Where entries and findings stand, in the order of `outline` and `findings`.
    places: String,
    published: Option<Published>,
    /// The name of the PDF; `None` where errors stop it.
    pdf: Option<String>,
    /// What the machine could not do.
    failure: Option<String>,
    /// The time of day.
    built: String,
    /// In ms.
    took: f64,
    parts: Parts,
}

#[derive(Serialize)]
struct Page {
    /// Equal for pages that look the same.
    picture: String,
    /// Its rows, for searching, copying and reading aloud.
    text: String,
    /// What came from where; another one in each edition.
    map: String,
    /// In mm.
    width: f64,
    height: f64,
}

/// How far the last page is filled.
#[derive(Serialize)]
struct Rows {
    page: usize,
    used: usize,
    of: u32,
}

/// An entry.
#[derive(Serialize)]
struct Item {
    title: String,
    column: Option<String>,
    source: Option<String>,
    date: Option<String>,
    path: String,
    line: usize,
    /// Where it begins, from 1; `None` where no row of it is known.
    page: Option<usize>,
}

/// A finding with its place as an editor counts.
#[derive(Serialize)]
pub struct Finding<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    note: Option<&'a str>,
    help: Option<&'a str>,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    /// UTF-16 units of the file's text, as JavaScript counts.
    at: Option<[usize; 2]>,
    /// What mends it, where a mend is known: stretches of the same file, counted likewise, and what
    /// comes in their place.
    fix: Vec<(usize, usize, &'a str)>,
}

#[derive(Serialize)]
struct Published {
    edition: u32,
    /// 印发日期, as printed.
    date: String,
    /// Whether the issue's files are others now.
    changed: bool,
}

/// In ms.
#[derive(Serialize)]
struct Parts {
    read: f64,
    compose: f64,
    typeset: f64,
    findings: f64,
}

/// An edition with all of it as the page reads it; the files that are named there are noted in it.
pub fn written(mut edition: Edition) -> Edition {
    edition.json = json(&mut edition);
    edition
}

fn json(edition: &mut Edition) -> String {
    let issue = edition.issue.clone();
    let folder = edition.folder.clone();
    let mut sources = BTreeMap::new();
    let mut name = |edition: &mut Edition, file| {
        let name = edition.source(file);
        sources.insert(file.path.clone(), name);
    };
    // Where the pages are older than the text, both its old and its new files are named; by their
    // paths the new ones are meant.
    let files = edition.pages.as_ref().map(|pages| pages.typeset.files()).unwrap_or_default();
    files.iter().for_each(|file| name(edition, file));
    let titles = issue.iter().flat_map(|issue| &issue.entries).flat_map(places);
    let told: Vec<Span> =
        titles.chain(edition.findings.iter().filter_map(|finding| finding.span.clone())).collect();
    told.iter().for_each(|span| name(edition, &span.file));

    let key = edition.key;
    let pages = edition.pages.as_ref();
    // Among what is wrong, so that it is counted and nobody overlooks it.
    let failed = edition.failure.iter().map(|failure| Finding {
        severity: "error",
        code: "failure",
        message: &failure.message,
        note: None,
        help: failure.help,
        path: None,
        line: None,
        column: None,
        at: None,
        fix: Vec::new(),
    });
    let milliseconds = |time: std::time::Duration| (time.as_secs_f64() * 1e4).round() / 10.0;
    let sheet = Sheet {
        version: edition.version,
        issue: key.id.file_stem(),
        name: key.id.spoken(),
        masthead: issue.as_ref().map(|issue| issue.masthead.plain_name()),
        date: issue.as_ref().map(|issue| long_date(issue.date)),
        draft: key.draft,
        state: match edition.state {
            State::Fresh => "fresh",
            State::Old => "old",
            State::Partial => "partial",
            State::None => "none",
        },
        pages: pages.map_or_else(Vec::new, |pages| {
            let looks = pages.looks().iter().zip(&pages.typeset.measured().pages);
            looks
                .map(|(look, page)| Page {
                    picture: format!("pages/{look}.svg"),
                    text: format!("pages/{look}.json"),
                    map: format!("maps/{}/{}/{}.json", stem(key), edition.version, page.number),
                    width: page.width,
                    height: page.height,
                })
                .collect()
        }),
        rows: pages.and_then(|pages| {
            let fill = measure::fill(pages.typeset.measured(), pages.typeset.layout())?;
            Some(Rows { page: fill.page, used: fill.used, of: fill.of })
        }),
        outline: issue.as_ref().map_or_else(Vec::new, |issue| {
            let beginnings = pages.map(|pages| beginnings(pages.typeset.measured()));
            let beginnings = beginnings.unwrap_or_default();
            issue.entries.iter().map(|entry| item(issue, entry, &folder, &beginnings)).collect()
        }),
        findings: failed.chain(edition.findings.iter().map(finding)).collect(),
        sources,
        places: format!("places/{}/{}.json", stem(key), edition.version),
        published: edition.published.iter().flatten().next().map(|publication| Published {
            edition: publication.edition,
            date: long_date(publication.date),
            changed: edition.altered,
        }),
        pdf: (edition.state == State::Fresh
            && !edition.findings.iter().any(Diagnostic::stops_pages))
        .then(|| format!("{}.pdf", key.id.file_stem())),
        failure: edition.failure.as_ref().map(|failure| failure.message.clone()),
        built: edition.time.format("%H:%M:%S").to_string(),
        took: milliseconds(edition.parts.total()),
        parts: Parts {
            read: milliseconds(edition.parts.read),
            compose: milliseconds(edition.parts.compose),
            typeset: milliseconds(edition.parts.typeset),
            findings: milliseconds(edition.parts.findings),
        },
    };
    serde_json::to_string(&sheet).unwrap_or_default()
}

fn long_date(date: chrono::NaiveDate) -> String {
    date.format("%Y年%-m月%-d日").to_string()
}

/// The page on which each file's text is met first; that titles are listed in a 要目 does not count.
fn beginnings(measured: &Measured) -> BTreeMap<&str, usize> {
    let mut first = BTreeMap::new();
    for page in &measured.pages {
        for row in page.rows.iter().filter(|row| row.part != Part::Contents) {
            if let Some(span) = &row.span {
                first.entry(span.file.path.as_str()).or_insert(page.number);
            }
        }
    }
    first
}

fn item(issue: &Issue, entry: &Entry, folder: &str, beginnings: &BTreeMap<&str, usize>) -> Item {
    let path = format!("{folder}/{}", entry.file);
    let column = issue.columns.get(entry.column).and_then(|column| column.title.as_ref());
    let place = places(entry).next();
    Item {
        title: entry.title_or_composed().value.replace('|', ""),
        column: column.map(|title| title.value.clone()),
        source: entry.source.as_ref().map(|source| source.value.replace('|', "")),
        date: entry.date.map(|date| date.format("%-m月%-d日").to_string()),
        page: beginnings.get(path.as_str()).copied(),
        path,
        line: place.map_or(1, |place| place.line_column().0),
    }
}

/// Where an entry begins: at its title, or else at its body.
pub fn places(entry: &Entry) -> impl Iterator<Item = Span> {
    [entry.title.as_ref(), Some(&entry.body)].into_iter().flatten().filter_map(|text| text.whole())
}

/// A finding for the page.
pub fn finding(finding: &Diagnostic) -> Finding<'_> {
    let span = finding.span.as_ref();
    let place = span.map(Span::line_column);
    Finding {
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        },
        code: finding.code.name,
        message: &finding.message,
        note: finding.note.as_deref(),
        help: finding.help.as_deref(),
        path: span.map(|span| span.file.path.as_str()),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        at: span.map(|span| [span.range.start, span.range.end].map(|at| utf16(&span.file, at))),
        fix: match span {
            Some(span) if finding.fix.iter().all(|edit| edit.span.file.path == span.file.path) => {
                let place = |edit: &'_ Edit| {
                    let Span { file, range } = &edit.span;
                    (utf16(file, range.start), utf16(file, range.end))
                };
                let edits = finding.fix.iter();
                edits.map(|edit| (place(edit).0, place(edit).1, edit.text.as_str())).collect()
            }
            _ => Vec::new(),
        },
    }
}

/// An offset in bytes as one in UTF-16 units.
fn utf16(file: &SourceFile, at: usize) -> usize {
    file.text[..at].chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_as_javascript_counts() {
        let file = SourceFile { path: "a.md".to_owned(), text: "a甲𠮷b".to_owned() };
        let ends: Vec<usize> = [0, 1, 4, 8, 9].iter().map(|&at| utf16(&file, at)).collect();
        assert_eq!(ends, [0, 1, 2, 4, 5]);
    }
}
