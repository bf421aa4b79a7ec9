//! `jianbao` compiles entries in Markdown or YAML into numbered Chinese government briefings
//! (工作简报): PDF on GB/T 9704-2012 paper with a red masthead, columns and a tail.
//!
//! What it does, in nine verbs: [`open()`] a workspace, [`read()`] an issue of it, [`import()`] dispatches
//! into it, [`check()`] what is written, [`set()`] the pages, [`export()`] them; [`build()`] does that for many issues
//! and writes their PDFs, [`publish()`] issues them, [`verify()`] makes issued ones again and compares.
//!
//! ```no_run
//! use jianbao::{BuildOptions, Event, build, open};
//!
//! let workspace = open(std::path::Path::new("."))?;
//! let ids = workspace.issues()?;
//! build(&workspace, &ids, &BuildOptions::default(), |event| {
//!     if let Event::Done(report) = event {
//!         for finding in &report.diagnostics {
//!             println!("{}", finding.message);
//!         }
//!     }
//! })?;
//! # Ok::<(), jianbao::Error>(())
//! ```
//!
//! What is wrong with the author's text is a [`Diagnostic`] with a place in their file; what is
//! wrong with the machine is an [`Error`]. The two never mix.
//!
//! The library reads no clock, no environment and no system font: the same input gives the same
//! bytes.

mod archive;
mod batch;
mod check;
pub mod cli;
mod compose;
mod diagnostic;
#[doc(hidden)]
pub mod dictionary;
mod error;
mod export;
mod guide;
mod import;
mod issue;
mod markdown;
mod measure;
mod merge;
mod model;
mod pdf;
mod preview;
mod publish;
mod read;
mod search;
#[doc(hidden)]
pub mod testing;
mod typeset;
mod workbench;
mod workspace;

use std::path::{Path, PathBuf};

pub use batch::{BuildOptions, Built, Event, Issued, Kept, Outcome, Report, Summary, build};
pub use diagnostic::{Checked, Code, Diagnostic, Severity, SourceFile, Span};
pub use error::Error;
pub use export::{Export, LaidOut, OUTPUTS, Ofd, Output, Pdf};
pub use issue::{Inspection, Proof, Setting};
pub use merge::{Change, Kind as ChangeKind, Merge, Rewritten, apply};
pub use model::{Entry, Issue, IssueId, IssueNumber, Ledger, Publication};
pub use publish::{Intent, Publishing, Remade, Verification, VerifyOptions, publish, verify};
pub use workspace::Workspace;

/// Opens the workspace that a folder lies in: the nearest `jianbao.yaml` at or above it.
///
/// ```no_run
/// let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// println!("{} issues", workspace.issues()?.len());
/// # Ok::<(), jianbao::Error>(())
/// ```
///
/// # Errors
/// [`Error::NoWorkspace`] when there is none; [`Error::Read`] when its settings cannot be read.
pub fn open(dir: &Path) -> Result<Workspace, Error> {
    Ok(read::House::open(Workspace::find(dir)?)?.workspace)
}

/// Reads an issue: its settings and entries, and all that is wrong with its files.
///
/// ```no_run
/// # let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// let id = workspace.select("2018/28")?;
/// if let Some(issue) = jianbao::read(&workspace, id)?.value {
///     println!("{} entries", issue.entries.len());
/// }
/// # Ok::<(), jianbao::Error>(())
/// ```
///
/// # Errors
/// [`Error::NoIssue`] when there is none of that number; [`Error::Read`] when a file cannot be read.
pub fn read(workspace: &Workspace, id: IssueId) -> Result<Checked<Issue>, Error> {
    read::read_issue(workspace, id)
}

/// Puts dispatches (Word, web pages, texts, mails, folders and zips of them) into an issue as entries,
/// and keeps their originals. The value is the new entries, as shown; one that came before stays as it
/// is. No value where the issue cannot be read.
///
/// ```no_run
/// # let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// let id = workspace.select("2018/28")?;
/// let imported = jianbao::import(&workspace, id, &["来稿/望河县.docx".into()])?;
/// for entry in imported.value.unwrap_or_default() {
///     println!("{entry}");
/// }
/// # Ok::<(), jianbao::Error>(())
/// ```
///
/// # Errors
/// [`Error::Usage`] when the issue has been issued; [`Error::Read`] and [`Error::Write`] of the disk.
/// What was written before is whole.
pub fn import(
    workspace: &Workspace,
    id: IssueId,
    files: &[PathBuf],
) -> Result<Checked<Vec<String>>, Error> {
    let mut intake = match import::Intake::begin(workspace, id)? {
        Ok(intake) => intake,
        Err(diagnostics) => return Ok(Checked { value: None, diagnostics }),
    };
    let mut found = std::mem::take(&mut intake.diagnostics);
    let mut plans = Vec::new();
    import::gather(files, &mut |source| {
        let outcome = match source {
            Ok(source) => intake.take(&source, false)?.outcome,
            Err((_, finding)) => import::Outcome::Refused(finding),
        };
        match outcome {
            import::Outcome::Refused(finding) => found.push(*finding),
            // Nobody was asked whether a later version may replace an entry.
            import::Outcome::Entry(plan) if plan.earlier.is_none() => plans.push(plan),
            _ => {}
        }
        Ok(())
    })?;
    let plans: Vec<&import::Plan> = plans.iter().map(AsRef::as_ref).collect();
    let batch = intake.write(&plans);
    if let Some(failure) = batch.failure {
        return Err(failure);
    }
    let mut entries = Vec::new();
    for done in batch.done.into_iter().flatten() {
        match done {
            Ok(written) => entries.push(written.entry),
            Err(finding) => found.push(*finding),
        }
    }
    Ok(Checked { value: Some(entries), diagnostics: found })
}

/// Reads an issue for mistakes: what reading and composing it finds, and what the rules find.
///
/// ```no_run
/// # let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// let id = workspace.select("2018/28")?;
/// for finding in jianbao::check(&workspace, id)?.diagnostics {
///     println!("{}: {}", finding.code.name, finding.message);
/// }
/// # Ok::<(), jianbao::Error>(())
/// ```
///
/// # Errors
/// [`Error::Read`] when settings, templates or fonts cannot be read; what concerns the issue alone is in
/// what is returned.
pub fn check(workspace: &Workspace, id: IssueId) -> Result<Inspection, Error> {
    Ok(issue::Press::new(workspace)?.inspect(id))
}

/// Sets an issue: its pages judged by their layout, and its PDF in memory. No value where findings stop
/// it.
///
/// ```no_run
/// # let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// let id = workspace.select("2018/28")?;
/// let draft = jianbao::Setting { draft: true, ..jianbao::Setting::default() };
/// if let Some(proof) = jianbao::set(&workspace, id, draft)?.value {
///     println!("{} pages, {} bytes", proof.pages, proof.pdf.len());
/// }
/// # Ok::<(), jianbao::Error>(())
/// ```
///
/// # Errors
/// [`Error::Read`] when a file cannot be read.
pub fn set(workspace: &Workspace, id: IssueId, how: Setting) -> Result<Checked<Proof>, Error> {
    issue::Press::new(workspace)?.proof(id, how)
}

/// Writes a set issue as an output has it: the bytes of one file.
///
/// ```no_run
/// # let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// # let id = workspace.select("2018/28")?;
/// if let Some(proof) = jianbao::set(&workspace, id, jianbao::Setting::default())?.value {
///     for output in jianbao::OUTPUTS {
///         let made = jianbao::export(&proof, output.export);
///         println!("{}: {:?} bytes", output.name, made.value.map(|bytes| bytes.len()));
///     }
/// }
/// # Ok::<(), jianbao::Error>(())
/// ```
pub fn export(proof: &Proof, how: &dyn Export) -> Checked<Vec<u8>> {
    how.bytes(&proof.laid_out(None))
}

/// Holds a Word copy that came back against the issue that it is of: what was changed in it. [`apply`]
/// says what entries become of it. No value where the copy or the issue cannot be read.
///
/// ```no_run
/// # let workspace = jianbao::open(std::path::Path::new("briefings"))?;
/// let id = workspace.select("2018/28")?;
/// let copy = std::fs::read("2018-028-送审稿.docx").expect("a file");
/// if let Some(merge) = jianbao::merge(&workspace, id, &copy)?.value {
///     println!("{} changes", merge.changes.len());
/// }
/// # Ok::<(), jianbao::Error>(())
/// ```
///
/// # Errors
/// [`Error::NoIssue`] when there is none of that number; [`Error::Read`] when a file cannot be read.
pub fn merge(workspace: &Workspace, id: IssueId, copy: &[u8]) -> Result<Checked<Merge>, Error> {
    let read = read::read_issue(workspace, id)?;
    let Ok(copy) = merge::read(copy) else {
        let finding =
            Diagnostic::error(diagnostic::code::UNREADABLE_DISPATCH, "读不了这份 Word 副本");
        let finding = finding.help("请用 Word 或 WPS 打开，另存为 .docx，再试一次");
        return Ok(Checked { value: None, diagnostics: vec![finding] });
    };
    Ok(read.and_then(|issue| Some(merge::merge(&issue, &copy))))
}
