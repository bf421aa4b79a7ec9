//! How PDFs stand to what they are made of now: whether the last build still holds, and what has
//! changed since an issue was issued.
//!
//! Sets nothing and writes nothing.

use std::path::Path;

use super::cache::{Cache, Record, folder_key};
use super::inputs::{Inputs, PROGRAM, Seen, is_of_rules};
use super::pages::page_count;
use super::publication::is_shared;
use crate::error::Error;
use crate::model::{Digest, IssueId, Publication};
use crate::workspace::{SETTINGS_FILE, Workspace, fs};

/// What an issue is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKind {
    /// `issue.yaml`, an entry or a picture.
    Source,
    /// `jianbao.yaml`.
    Settings,
    /// A template, of the workspace or of the program.
    Template,
    /// The named profile of the page.
    Profile,
    /// A font file.
    Font,
    /// `roster.yaml` or `lexicon.yaml`.
    Rules,
    /// The program.
    Tool,
}

impl InputKind {
    /// What clerks call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Source => "稿件",
            Self::Settings => "设置",
            Self::Template => "模板",
            Self::Profile => "版式",
            Self::Font => "字体",
            Self::Rules => "名册或词表",
            Self::Tool => "程序",
        }
    }
}

/// A workspace whose PDFs are looked at.
pub struct Standing<'a> {
    workspace: &'a Workspace,
    inputs: Inputs<'a>,
    cache: Cache,
    folder: String,
}

/// The PDF of an issue that was not issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// There is none.
    Nothing,
    /// As it was last built, and what of it has changed since; nothing where it still holds.
    Built {
        /// Pages.
        pages: usize,
        /// Each once, in the order of [`InputKind`].
        changed: Vec<InputKind>,
        /// How many errors were told that stop no page, but the issue.
        errors: usize,
        /// How many places nobody had looked at, besides these.
        held: usize,
    },
    /// Nobody knows how it came about: somebody put it there, or deleted the program's own notes.
    Unknown {
        /// Pages, where it says so itself.
        pages: Option<usize>,
    },
}

impl<'a> Standing<'a> {
    /// Reads what earlier builds noted. `program` is the one that runs: with another, pages may be
    /// others.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn new(workspace: &'a Workspace, program: Option<&'a Path>) -> Result<Self, Error> {
        Ok(Self {
            workspace,
            inputs: Inputs::new(workspace, program)?,
            cache: Cache::open(workspace)?,
            folder: folder_key(workspace, &workspace.default_out()),
        })
    }

    /// How the PDF of an issue stands that was not issued.
    ///
    /// # Errors
    /// [`Error::Read`] when a file cannot be read.
    pub fn of(&self, id: IssueId) -> Result<Made, Error> {
        let name = format!("{}.pdf", id.file_stem());
        let path = self.workspace.default_out().join(&name);
        let Some(stamp) = fs::stamp(&path)? else { return Ok(Made::Nothing) };
        let key = Path::new(&self.folder).join(&name).to_string_lossy().replace('\\', "/");
        let record = self.cache.get(&key).filter(|record| record.pdf.path == name);
        let Some(record) = record else {
            return Ok(Made::Unknown { pages: page_count(&path)? });
        };
        if stamp != record.pdf.stamp && fs::sha256_of(&path)? != record.pdf.sha256 {
            return Ok(Made::Unknown { pages: page_count(&path)? });
        }
        let before = Some((&record.files[..], record.pdf.stamp));
        let mut now = self.inputs.of(id, &record.pictures, before)?.files;
        now.extend(self.inputs.program(before)?);
        // Who runs without knowing which program it is cannot say that it is another one.
        let knows_program = now.iter().any(|file| file.path == PROGRAM);
        let then = record.files.iter().filter(|file| knows_program || file.path != PROGRAM);
        let then: Vec<Digest> = then.map(Seen::digest).collect();
        let now: Vec<Digest> = now.iter().map(Seen::digest).collect();
        let Record { pages, errors, held, .. } = *record;
        Ok(Made::Built { pages, changed: differing(&then, &now), errors, held })
    }

    /// What the house has changed since an issue was issued, besides the issue's own files: settings,
    /// templates, faces of its own.
    ///
    /// # Errors
    /// [`Error::Read`] when a file cannot be read.
    pub fn house_since(&self, publication: &Publication) -> Result<Vec<InputKind>, Error> {
        let before = self.cache.latest().map(|record| (&record.files[..], record.pdf.stamp));
        let shared = self.inputs.shared(before)?;
        let now: Vec<Digest> =
            shared.iter().filter(|it| is_shared(&it.path)).map(Seen::digest).collect();
        let mut then = publication.shared.to_vec();
        then.retain(|file| is_shared(&file.path));
        let mut changed = differing(&then, &now);
        // Those that the pages use; a face that has come since need not be used.
        let is_other = |font: &Digest| {
            let own = shared.iter().find(|file| file.path == font.path);
            !font.path.starts_with("内置") && own.is_none_or(|own| own.sha256 != font.sha256)
        };
        if publication.fonts.iter().any(is_other) {
            changed.push(InputKind::Font);
        }
        Ok(changed)
    }
}

/// The kinds of files that are not in both lists with the same content.
fn differing(then: &[Digest], now: &[Digest]) -> Vec<InputKind> {
    let others = |these: &[Digest], those: &[Digest]| -> Vec<InputKind> {
        let missing = these.iter().filter(|file| !those.contains(file));
        missing.map(|file| kind(&file.path)).collect()
    };
    let mut kinds = [others(then, now), others(now, then)].concat();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// What a file is to a page, by its path.
fn kind(path: &str) -> InputKind {
    let lower = path.to_lowercase();
    let is_font = [".ttf", ".otf", ".ttc", ".otc"].iter().any(|ending| lower.ends_with(ending));
    match path {
        PROGRAM => InputKind::Tool,
        SETTINGS_FILE => InputKind::Settings,
        path if is_of_rules(path) => InputKind::Rules,
        path if path.starts_with("templates/") => InputKind::Template,
        _ if is_font => InputKind::Font,
        _ => InputKind::Source,
    }
}
