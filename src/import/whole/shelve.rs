//! A past issue onto the disk: `issue.yaml`, an entry for each title, the original and its pictures,
//! all at once or not at all; and read back before it counts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Past, issue_yaml};
use crate::archive;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::document::{Block, Content, Paragraph};
use crate::import::entry::{self, Original};
use crate::import::intake::safe_name;
use crate::import::recognise::Dispatch;
use crate::import::sources::Source;
use crate::read::{House, Settings};
use crate::workspace::{ISSUE_FILE, fs};

/// How far apart the numbers of entries are, so that another one finds room.
const STEP: usize = 10;
/// The most characters of a title in the name of a file.
const SLUG: usize = 12;

/// What became of a past issue.
#[derive(Debug)]
pub enum Placed {
    /// It stands in the archive.
    Done(Shelved),
    /// It does not; why, and the way out.
    Refused(Vec<Diagnostic>),
}

/// An issue that was made.
#[derive(Debug)]
pub struct Shelved {
    /// Its folder, as shown.
    pub folder: String,
    /// Its entries in the order of the page, as shown.
    pub entries: Vec<String>,
}

/// Writes the issue.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] of the disk.
pub fn place(
    house: &House,
    past: &Past,
    source: &Source,
    settings: &Settings,
) -> Result<Placed, Error> {
    let workspace = &house.workspace;
    let name = safe_name(&source.name);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
    let original = Original { file: format!("sources/{name}"), sha256: fs::sha256(&source.bytes) };
    let pictures: Vec<String> = (past.document.pictures.iter().enumerate())
        .map(|(index, picture)| format!("assets/{stem}-{}.{}", index + 1, picture.extension))
        .collect();
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let text = issue_yaml::write(past, settings, &pictures);
    files.push((PathBuf::from(ISSUE_FILE), text.into_bytes()));
    let mut names = Vec::new();
    let width = (past.entries.len() * STEP).to_string().len().max(2);
    for (index, dispatch) in past.entries.iter().enumerate() {
        let number = (index + 1) * STEP;
        let file = format!("{number:0width$}-{}.md", slug(dispatch));
        let text = entry::write(dispatch, &past.columns, &original, &pictures);
        files.push((PathBuf::from(&file), text.into_bytes()));
        names.push(file);
    }
    files.push((PathBuf::from(&original.file), source.bytes.clone()));
    let shown = shown(past);
    for (index, picture) in past.document.pictures.iter().enumerate() {
        if shown.contains(&index) {
            files.push((PathBuf::from(&pictures[index]), picture.bytes.clone()));
        }
    }
    let fill = |dir: &Path| {
        for (path, bytes) in &files {
            let path = dir.join(path);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|source| Error::Write { path: folder.to_owned(), source })?;
            }
            fs::write_atomic(&path, bytes)?;
        }
        Ok(())
    };
    // What this program could not read again is no import.
    let holds = || {
        let read = house.issue(past.id)?;
        let is_whole =
            read.value.as_ref().is_some_and(|issue| issue.entries.len() == past.entries.len());
        let mut wrong = read.diagnostics;
        wrong.retain(Diagnostic::is_error);
        if wrong.is_empty() && !is_whole {
            let message = format!("「{}」写成的稿件读不回来", source.shown);
            wrong.push(*crate::import::sources::refusal(message, "请把这个文件发给程序的维护者"));
        }
        Ok(wrong)
    };
    let entered = archive::enter(house, past.id, &fill, &holds)?;
    Ok(match entered.value {
        Some(dir) => Placed::Done(Shelved {
            folder: workspace.display(&dir),
            entries: names.iter().map(|name| workspace.display(&dir.join(name))).collect(),
        }),
        None => Placed::Refused(entered.diagnostics),
    })
}

/// What the file of an entry is called behind its number.
fn slug(dispatch: &Dispatch) -> String {
    let source = dispatch.source.as_ref().map(|source| source.value.as_str());
    let title = dispatch.title.as_ref().map(|title| title.value.as_str());
    let inspector = dispatch.inspector.as_ref().map(|guess| &guess.value);
    let topic = inspector.and_then(|it| it.topic.as_deref());
    let name = source.or(topic).or(title).unwrap_or("稿件");
    let slug: String = name.chars().filter(|c| c.is_alphanumeric()).take(SLUG).collect();
    if slug.is_empty() { "稿件".to_owned() } else { slug }
}

/// The pictures that entries show.
fn shown(past: &Past) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let notes = past.note.iter().map(|(_, dispatch)| dispatch);
    for dispatch in past.entries.iter().chain(notes) {
        let paragraphs = dispatch.body.iter().flat_map(Block::paragraphs);
        found.extend(paragraphs.flat_map(Paragraph::pictures).filter_map(
            |shown| match shown.content {
                Content::Picture(index) => Some(index),
                Content::Gap(_) => None,
            },
        ));
    }
    found
}
