//! Whether an issued PDF could be made again: set in memory and held against the one that is kept.
//!
//! Writes nothing but the pictures of differing pages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Companion;
use crate::archive::{self, Failed, Sandbox, Stored, mark, stored};
use crate::batch::{
    Ahead, Batch, BuildOptions, InputKind, Interrupt, PROFILES, Step, each, is_shared,
};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::issue::{Correction, Press, Setting, guarded};
use crate::model::{Digest, IssueId, Loss, Publication};
use crate::pdf::Difference;
use crate::workspace::{SETTINGS_FILE, Workspace, fs};

/// Resolution of the pictures of differing pages, in dots per inch: small print is legible.
const DPI: u32 = 110;
/// The most pages of an issue that pictures are made of.
const MOST_PICTURES: usize = 12;

/// How to verify.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    /// Folder for pictures of pages that differ.
    pub pictures: PathBuf,
    /// How many threads; as many as there are cores where `None`.
    pub jobs: Option<usize>,
    /// By which it can be stopped.
    pub interrupt: Option<Arc<Interrupt>>,
    /// This program, which is called once more to draw what was kept; it is drawn within this process
    /// where `None`.
    pub program: Option<PathBuf>,
    /// Whether pictures are made at once of all pages that look otherwise; others are [`picture`]'s.
    pub all_pictures: bool,
}

/// What became of the verification of one issue.
#[derive(Debug)]
pub struct Verification {
    /// Which.
    pub id: IssueId,
    /// The entry of the register that it was held against.
    pub publication: Publication,
    /// What stands in the place of the issued PDF.
    pub stored: Stored,
    /// That it is known to be lost, where nothing stands there.
    pub lost: Option<Loss>,
    /// Whether it comes out the same.
    pub outcome: Remade,
    /// What it is made of now and was not then.
    pub inputs: Vec<InputChange>,
    /// What is wrong with the register's entry, where the PDF shows that it is.
    pub register: Option<WrongEntry>,
    /// The files that were issued beside the PDF.
    pub others: Vec<Companion>,
    /// A failure of the machine.
    pub failure: Option<Error>,
}

/// What of an entry in the register is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongEntry {
    /// The digest: the kept PDF comes out the same, byte for byte.
    Digest,
    /// The path: the PDF that was issued lies here, from the workspace's root.
    Path(String),
}

/// Whether an issued PDF comes out the same.
#[derive(Debug)]
pub enum Remade {
    /// Byte for byte.
    Same,
    /// Otherwise, and in what, where the kept PDF can be looked at.
    Differs(Option<Box<Difference>>, Vec<PagePicture>),
    /// Otherwise, and the kept PDF cannot be looked at, for this reason.
    Unreadable(Failed),
    /// It cannot be set any more; what was found.
    Broken(Vec<Diagnostic>),
}

/// The picture of a page, as it was and as it would be.
#[derive(Clone, Debug)]
pub struct PagePicture {
    /// The page, from 1.
    pub page: usize,
    /// Its file.
    pub path: PathBuf,
}

/// Something an issue is made of that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputChange {
    /// What it is.
    pub kind: InputKind,
    /// Its path; of program and profile, what they were and what they are.
    pub path: String,
    /// How it changed.
    pub change: Change,
}

/// How something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its content.
    Changed,
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
}

/// Verifies issues that were issued, on all cores, and hands each result to `done` in the order of
/// `publications`.
///
/// # Errors
/// [`Error`] when templates, fonts or the register cannot be read.
pub fn verify(
    workspace: &Workspace,
    publications: &[Publication],
    options: &VerifyOptions,
    mut done: impl FnMut(Verification),
) -> Result<(), Error> {
    let how = BuildOptions::default();
    let batch = Batch::new(workspace, &how)?;
    let press = batch.press()?;
    let ids: Vec<IssueId> = publications.iter().map(|publication| publication.id).collect();
    let job = |id: IssueId| {
        let publication = publications.iter().find(|publication| publication.id == id)?;
        let mut verification = Verification {
            id,
            publication: publication.clone(),
            stored: Stored::Missing,
            lost: None,
            outcome: Remade::Same,
            inputs: Vec::new(),
            register: None,
            others: Vec::new(),
            failure: None,
        };
        if let Err(error) = guarded(id, || batch.verify(&press, &mut verification, options)) {
            verification.failure = Some(error);
        }
        Some(verification)
    };
    each(&ids, options.jobs, options.interrupt.as_deref(), Ahead::ANY, job, |step| {
        if let Step::Done(verification) = step {
            done(verification);
        }
    })
}

impl Batch<'_> {
    fn verify(
        &self,
        press: &Press,
        verification: &mut Verification,
        options: &VerifyOptions,
    ) -> Result<(), Error> {
        let publication = &verification.publication;
        let there = stored(self.workspace, publication);
        if !matches!(there, Ok(Stored::Whole | Stored::Altered)) {
            verification.register = self.elsewhere(publication)?;
        }
        // Wherever the register says it is: it is there.
        verification.stored = match &verification.register {
            Some(_) => Stored::Whole,
            None => there?,
        };
        if verification.stored == Stored::Missing {
            let pdf = &publication.pdf;
            verification.lost = self.ledger().lost(&pdf.path, &pdf.sha256).cloned();
        }
        for other in &publication.others {
            let stored = archive::stored_other(self.workspace, publication, other)?;
            let path = other.path.clone();
            verification.others.push(Companion { path, stored, same: None, sealed: false });
        }
        let how = Setting { correction: Correction::of(publication), ..Setting::default() };
        let proof = match press.proof(verification.id, how) {
            Err(Error::NoIssue { .. }) => None,
            proof => Some(proof?),
        };
        let proof = match proof.map(|proof| (proof.value, proof.diagnostics)) {
            Some((Some(proof), _)) => proof,
            broken => {
                let findings = broken.map(|(_, findings)| findings).unwrap_or_default();
                verification.inputs = self.files_changed(publication)?;
                verification.outcome = Remade::Broken(findings);
                return Ok(());
            }
        };
        let made_of = self.ingredients(&proof)?;
        let now = self.publication(press, &proof, &made_of, publication.recorded);
        verification.inputs = changes(publication, &now);
        let proof = if publication.attached {
            match self.with_sources(press, &proof, &made_of, publication.recorded)? {
                Ok(proof) => proof,
                Err(findings) => {
                    verification.outcome = Remade::Broken(findings);
                    return Ok(());
                }
            }
        } else {
            proof
        };
        let own = mark(&now, publication.turn, publication.edition);
        for (known, other) in verification.others.iter_mut().zip(&publication.others) {
            known.compare(self.workspace, other, &proof, &own)?;
        }
        // Older programs issued PDFs that say nothing of themselves.
        let is_same = |pdf: &[u8]| fs::sha256(pdf) == publication.pdf.sha256;
        let described = proof.issued(&own);
        if described.as_ref().is_ok_and(|pdf| is_same(pdf)) || is_same(&proof.pdf) {
            return Ok(());
        }
        let pdf = described.unwrap_or(proof.pdf);
        if verification.stored == Stored::Altered {
            let path = self.workspace.root().join(&publication.pdf.path);
            if fs::sha256_of(&path)? == fs::sha256(&pdf) {
                verification.register = Some(WrongEntry::Digest);
            }
        }
        verification.outcome = match verification.stored {
            Stored::Whole => {
                let path = match &verification.register {
                    Some(WrongEntry::Path(path)) => path,
                    _ => &publication.pdf.path,
                };
                compare(verification.id, &self.workspace.root().join(path), &pdf, options)?
            }
            Stored::Missing | Stored::Altered => Remade::Differs(None, Vec::new()),
        };
        Ok(())
    }

    /// Whether the PDF that was issued lies where it belongs, and the register has another path.
    fn elsewhere(&self, publication: &Publication) -> Result<Option<WrongEntry>, Error> {
        let path = self.target(publication.id);
        let is_it = fs::stamp(&path)?.is_some() && fs::sha256_of(&path)? == publication.pdf.sha256;
        let key = self.key(&path);
        Ok((is_it && key != publication.pdf.path).then_some(WrongEntry::Path(key)))
    }

    /// What changed on disk, for an issue that cannot be set.
    fn files_changed(&self, publication: &Publication) -> Result<Vec<InputChange>, Error> {
        let mut sources = Vec::new();
        for file in &publication.sources {
            let path = self.workspace.root().join(&file.path);
            if fs::stamp(&path)?.is_some() {
                sources.push(Digest { path: file.path.clone(), sha256: fs::sha256_of(&path)? });
            }
        }
        let shared = self.inputs.shared(None)?.into_iter().filter(|file| is_shared(&file.path));
        let shared = shared.map(|file| Digest { path: file.path, sha256: file.sha256 });
        let built_in = publication.shared.iter().filter(|file| file.path.starts_with("内置"));
        let shared = shared.chain(built_in.cloned()).collect();
        Ok(changes(publication, &Publication { sources, shared, ..publication.clone() }))
    }
}

fn compare(id: IssueId, kept: &Path, new: &[u8], options: &VerifyOptions) -> Result<Remade, Error> {
    let sandbox = Sandbox::of(options.program.clone());
    let difference = match sandbox.compare(kept, new) {
        Ok(difference) => difference,
        Err(Failed::NotCalled) => return Err(Error::Aside { path: kept.to_owned() }),
        Err(why) => return Ok(Remade::Unreadable(why)),
    };
    let mut made = Vec::new();
    if options.all_pictures {
        let pages: Vec<usize> = difference.looks.iter().map(|looks| looks.page).collect();
        made = draw(&sandbox, id, kept, new, &pages, options)?;
    }
    Ok(Remade::Differs(Some(Box::new(difference)), made))
}

/// Pictures of pages as they were and as they would be.
fn draw(
    sandbox: &Sandbox,
    id: IssueId,
    kept: &Path,
    new: &[u8],
    pages: &[usize],
    options: &VerifyOptions,
) -> Result<Vec<PagePicture>, Error> {
    let mut made = Vec::new();
    for &page in pages.iter().take(MOST_PICTURES) {
        let path = options.pictures.join(format!("{}-第{page}页.png", id.file_stem()));
        if let Ok(png) = sandbox.beside(kept, new, page, DPI) {
            fs::write_atomic(&path, &png)?;
            made.push(PagePicture { page, path });
        }
    }
    Ok(made)
}

/// Makes pictures of pages of issues that were verified and differ, each set once more.
///
/// # Errors
/// [`Error`] when templates, fonts or the register cannot be read, or a picture cannot be written.
pub fn picture(
    workspace: &Workspace,
    wanted: &[(Publication, Vec<usize>)],
    options: &VerifyOptions,
    mut done: impl FnMut(IssueId, Vec<PagePicture>),
) -> Result<(), Error> {
    if wanted.is_empty() {
        return Ok(());
    }
    let how = BuildOptions::default();
    let batch = Batch::new(workspace, &how)?;
    let press = batch.press()?;
    let sandbox = Sandbox::of(options.program.clone());
    let ids: Vec<IssueId> = wanted.iter().map(|(publication, _)| publication.id).collect();
    let job = |id: IssueId| {
        let (publication, pages) = wanted.iter().find(|(publication, _)| publication.id == id)?;
        let made = guarded(id, || {
            let how = Setting { correction: Correction::of(publication), ..Setting::default() };
            let Some(proof) = press.proof(id, how)?.value else {
                return Ok(Vec::new());
            };
            let path = match batch.elsewhere(publication)? {
                Some(WrongEntry::Path(path)) => path,
                _ => publication.pdf.path.clone(),
            };
            let kept = workspace.root().join(path);
            draw(&sandbox, id, &kept, &proof.pdf, pages, options)
        });
        Some((id, made))
    };
    let mut failure = None;
    each(&ids, options.jobs, options.interrupt.as_deref(), Ahead::ANY, job, |step| {
        if let Step::Done((id, made)) = step {
            match made {
                Ok(pictures) => done(id, pictures),
                Err(error) => failure = failure.take().or(Some(error)),
            }
        }
    })?;
    failure.map_or(Ok(()), Err)
}

/// What differs between what an issue was made of and what it is made of.
fn changes(then: &Publication, now: &Publication) -> Vec<InputChange> {
    let source = |_: &str| InputKind::Source;
    let shared = |path: &str| match path {
        SETTINGS_FILE => InputKind::Settings,
        path if path.starts_with(PROFILES) => InputKind::Profile,
        _ => InputKind::Template,
    };
    let font = |_: &str| InputKind::Font;
    let mut found = Vec::new();
    lists(&then.sources, &now.sources, source, &mut found);
    lists(&then.shared, &now.shared, shared, &mut found);
    if then.profile != now.profile {
        // One instead of another, not one gone and another come.
        found.retain(|input| input.kind != InputKind::Profile);
        let path = format!("{} → {}", then.profile, now.profile);
        found.push(InputChange { kind: InputKind::Profile, path, change: Change::Changed });
    }
    lists(&then.fonts, &now.fonts, font, &mut found);
    if then.tool != now.tool {
        let path = format!("{} → {}", then.tool, now.tool);
        found.push(InputChange { kind: InputKind::Tool, path, change: Change::Changed });
    }
    found
}

fn lists(
    then: &[Digest],
    now: &[Digest],
    kind: impl Fn(&str) -> InputKind,
    found: &mut Vec<InputChange>,
) {
    let in_list = |list: &[Digest], path: &str| list.iter().position(|file| file.path == path);
    for file in then {
        let change = match in_list(now, &file.path) {
            Some(at) if now[at].sha256 == file.sha256 => continue,
            Some(_) => Change::Changed,
            None => Change::Removed,
        };
        found.push(InputChange { kind: kind(&file.path), path: file.path.clone(), change });
    }
    for file in now.iter().filter(|file| in_list(then, &file.path).is_none()) {
        let change = Change::Added;
        found.push(InputChange { kind: kind(&file.path), path: file.path.clone(), change });
    }
}
