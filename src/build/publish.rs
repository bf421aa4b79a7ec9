//! Issuing: the final PDF in its place, what it was made of in the register.
//!
//! The PDF comes first and the entry second: the register never names what is not on disk.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, FixedOffset};

use super::batch::{Batch, attempt, beside};
use super::inputs::{Ingredients, Seen, VERSION};
use super::parallel::{Step, each};
use super::press::{Press, Proof, Setting};
use super::verify::Stored;
use super::{BuildOptions, Built, Event, Halt, Issued, Kept, Report, Summary, sort};
use crate::archive::{self, Register};
use crate::compose::{Attachment, Composer};
use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::model::{Digest, Issue, IssueId, Publication};
use crate::read;
use crate::typeset::engine_version;
use crate::workspace::{ISSUE_FILE, PROVENANCE_FILE, SETTINGS_FILE, Workspace, fs, is_portable};

/// How to issue.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// Why an issue that was issued already is issued once more; without it, it is not.
    pub reason: Option<String>,
    /// Whether the PDF carries its own sources.
    pub attach: bool,
    /// The time now.
    pub at: DateTime<FixedOffset>,
}

/// Issues: sets each on all cores, puts its PDF in its place and enters it, in the order of `ids`.
/// One that cannot be issued does not stop the others.
///
/// # Errors
/// [`Error`] when what the issues share cannot be read, or the register not be held.
pub fn publish(
    workspace: &Workspace,
    ids: &[IssueId],
    options: &BuildOptions,
    how: &Publishing,
    mut progress: impl FnMut(Event),
) -> Result<Summary, Error> {
    // First of all: what another process is issuing counts, once it is done.
    let mut register = Register::open(workspace)?;
    let batch = Batch::new(workspace, options)?;
    let press = batch.press()?;
    let survey = archive::survey(workspace)?;
    let mut summary = Summary::default();
    let mut written = None;
    progress(Event::Planned { stale: ids.len(), fresh: 0 });
    let job = |id| Some(batch.candidate(&press, &survey, id, how));
    each(ids, options.jobs, options.halt.as_deref(), job, |step| match step {
        Step::Begun(id) => progress(Event::Begun(id)),
        Step::Done(candidate) => {
            let mut report = candidate.report;
            match (&mut register.value, candidate.ready) {
                (Some(register), Some(ready)) => {
                    attempt(&mut report, |report| batch.issue(register, report, *ready, how));
                }
                // Without a register nothing is issued, and this is why.
                (None, Some(_)) => report.diagnostics.extend(register.diagnostics.iter().cloned()),
                (_, None) => {}
            }
            sort(&mut report.diagnostics);
            summary.count(&report);
            if report.issued.as_ref().is_some_and(|issued| issued.new) {
                written = Some(report.path.clone());
            }
            progress(Event::Done(Box::new(report)));
        }
    })?;
    summary.left = ids.len() - summary.built - summary.fresh - summary.broken - summary.failed;
    if let Some(written) = &written {
        for dir in [&workspace.default_out(), workspace.root(), &workspace.cache_dir()] {
            fs::sweep(dir, written);
        }
    }
    Ok(summary)
}

/// An issue that is set and not yet issued.
struct Candidate {
    report: Report,
    ready: Option<Box<Ready>>,
}

/// What is needed to issue it.
struct Ready {
    proof: Proof,
    made_of: Ingredients,
    publication: Publication,
}

/// How the names of built-in profiles begin in the register.
pub const PROFILES: &str = "内置版式/";

impl Batch<'_> {
    fn candidate(
        &self,
        press: &Press,
        survey: &[Diagnostic],
        id: IssueId,
        how: &Publishing,
    ) -> Candidate {
        let start = Instant::now();
        let mut report = Report::new(id, self.target(id));
        let ready = attempt(&mut report, |report| {
            let Some((proof, made_of)) = self.proof(press, report, how.reason.is_some())? else {
                return Ok(None);
            };
            // A number that is wrong among the others must not get out.
            let folder = self.workspace.display(&self.workspace.issue_dir(id)?);
            let of_issue = survey.iter().filter(|finding| finding.is_within(&folder));
            report.diagnostics.extend(of_issue.cloned());
            if report.diagnostics.iter().any(Diagnostic::is_error) {
                return Ok(None);
            }
            let mut publication = self.publication(press, &proof, &made_of, how.at);
            // What was once issued with its sources goes on to carry them.
            let before = self.ledger();
            let before = before.current(id);
            publication.attached = how.attach || before.is_some_and(|before| before.attached);
            let mut proof = proof;
            if publication.attached {
                report.diagnostics.extend(unportable(&publication));
                if report.diagnostics.iter().any(Diagnostic::is_error) {
                    return Ok(None);
                }
                match self.with_sources(press, &proof, &made_of, how.at)? {
                    Ok(with_sources) => proof = with_sources,
                    Err(findings) => {
                        report.diagnostics.extend(findings);
                        return Ok(None);
                    }
                }
            }
            publication.pdf.sha256 = fs::sha256(&proof.pdf);
            Ok(Some(Box::new(Ready { proof, made_of, publication })))
        });
        report.time = start.elapsed();
        Candidate { report, ready: ready.flatten() }
    }

    /// Puts the final PDF of an issue in its place and into the register.
    fn issue(
        &self,
        register: &mut Register,
        report: &mut Report,
        ready: Ready,
        how: &Publishing,
    ) -> Result<(), Error> {
        let Ready { proof, made_of, mut publication } = ready;
        let place = archive::place(self.workspace, true)?;
        let _writing = self.options.halt.as_deref().map(Halt::writing);
        let mut in_force = report.path.clone();
        let built = Built { pages: proof.pages, bytes: proof.pdf.len() };
        if let Some(before) = register.ledger().current(report.id).cloned() {
            let there = stored(self.workspace, &before)?;
            if before.pdf.sha256 == publication.pdf.sha256 && there != Stored::Altered {
                if there == Stored::Missing {
                    fs::write_atomic(&self.workspace.root().join(&before.pdf.path), &proof.pdf)?;
                    report.kept = Some(Kept::Restored);
                }
                report.built = Some(built);
                report.issued = Some(Issued { edition: before.edition, new: false, before: None });
                return Ok(());
            }
            let Some(reason) = &how.reason else {
                let aside = earlier(&self.workspace.root().join(&before.pdf.path), before.edition);
                let is_put_by = there == Stored::Altered
                    && fs::stamp(&aside)?.is_some()
                    && fs::sha256_of(&aside)? == before.pdf.sha256;
                report.diagnostics.push(match is_put_by {
                    true => half_done(&before, &self.workspace.display(&aside)),
                    false => already(&before, there, publication.attached),
                });
                return Ok(());
            };
            publication.edition = before.edition + 1;
            publication.reason = Some(reason.clone());
            in_force = self.workspace.root().join(&before.pdf.path);
            match self.put_by(&before, &publication.pdf.sha256)? {
                Ok(earlier) => publication.earlier = earlier,
                Err(finding) => {
                    report.diagnostics.push(*finding);
                    return Ok(());
                }
            }
        }
        let stamp = fs::write_atomic(&report.path, &proof.pdf)?;
        let entered = register.append(&publication);
        let is_entered = entered.as_ref().is_ok_and(|entered| entered.value.is_some());
        if let (Some(earlier), false) = (&publication.earlier, is_entered) {
            // The PDF in force goes back, which takes no room on a disk that is full.
            std::fs::rename(self.workspace.root().join(earlier), &in_force)
                .map_err(|source| Error::Write { path: in_force, source })?;
        }
        let entered = entered?;
        report.diagnostics.extend(entered.diagnostics);
        if entered.value.is_none() {
            return Ok(());
        }
        // It was waiting for this.
        let waiting = beside(&report.path);
        if fs::stamp(&waiting)?.is_some() && fs::sha256_of(&waiting)? == publication.pdf.sha256 {
            fs::remove(&waiting)?;
        }
        drop(place);
        report.built = Some(built);
        let before = publication.earlier.map(|path| self.workspace.root().join(path));
        report.issued = Some(Issued { edition: publication.edition, new: true, before });
        let sha256 = publication.pdf.sha256;
        self.remember(report, &proof, made_of, sha256.clone(), stamp, Some(&sha256))
    }

    /// What the register would say of an issue as it is set now, as a first edition.
    pub(super) fn publication(
        &self,
        press: &Press,
        proof: &Proof,
        made_of: &Ingredients,
        at: DateTime<FixedOffset>,
    ) -> Publication {
        let issue = &proof.issue;
        let digest = |file: &Seen| Digest { path: file.path.clone(), sha256: file.sha256.clone() };
        let files = made_of.files.iter();
        let sources = files.clone().filter(|file| self.is_used(proof, &file.path)).map(digest);
        let shared = files.filter(|file| is_shared(&file.path));
        let built_in = [
            Digest {
                path: "内置模板".to_owned(),
                sha256: fs::sha256(Composer::built_in().as_bytes()),
            },
            Digest {
                path: format!("{PROFILES}{}", issue.profile),
                sha256: fs::sha256(read::profile_source(issue.profile).as_bytes()),
            },
        ];
        Publication {
            id: issue.id,
            edition: 1,
            reason: None,
            total: issue.total,
            date: issue.date,
            recorded: at,
            titles: issue
                .entries
                .iter()
                .map(|entry| entry.title_or_composed().value.replace('|', ""))
                .collect(),
            pages: proof.pages,
            pdf: Digest { path: self.key(&self.target(issue.id)), sha256: fs::sha256(&proof.pdf) },
            earlier: None,
            attached: false,
            profile: issue.profile.to_owned(),
            tool: format!("jianbao {VERSION}（typst {}）", engine_version()),
            sources: sources.collect(),
            shared: shared.map(digest).chain(built_in).collect(),
            fonts: press.fonts_used(proof),
        }
    }

    /// Whether a file of the issue's folder is on its pages: entries put aside are not issued.
    fn is_used(&self, proof: &Proof, path: &str) -> bool {
        let Ok(folder) = self.workspace.issue_dir(proof.issue.id) else { return false };
        let folder = format!("{}/", self.workspace.display(&folder));
        let Some(name) = path.strip_prefix(&folder) else { return false };
        name == ISSUE_FILE
            || proof.issue.entries.iter().any(|entry| entry.file == name)
            || proof.pictures().iter().any(|picture| picture.path == name)
    }

    /// The issue set once more, with its sources in it.
    pub(super) fn with_sources(
        &self,
        press: &Press,
        proof: &Proof,
        made_of: &Ingredients,
        at: DateTime<FixedOffset>,
    ) -> Result<Result<Proof, Vec<Diagnostic>>, Error> {
        let publication = self.publication(press, proof, made_of, at);
        let mut files = vec![Attachment {
            path: PROVENANCE_FILE.to_owned(),
            about: "排出这份 PDF 的程序、版式和字体".to_owned(),
            bytes: read::provenance(&publication).into_bytes(),
        }];
        let own = publication.sources.iter().chain(&publication.shared);
        for file in own.filter(|file| made_of.files.iter().any(|seen| seen.path == file.path)) {
            let path = self.workspace.root().join(&file.path);
            let bytes = self.workspace.bytes(&path, u64::MAX - 1)?.unwrap_or_default();
            if fs::sha256(&bytes) != file.sha256 {
                return Err(Error::Changed { path });
            }
            let about = if file.path.starts_with("templates/") {
                "模板"
            } else if file.path.contains("/assets/") {
                "图片"
            } else {
                "稿件和设置"
            };
            files.push(Attachment { path: file.path.clone(), about: about.to_owned(), bytes });
        }
        let how = Setting { attachments: files, ..Setting::default() };
        let proof = press.proof(publication.id, how)?;
        Ok(proof.value.ok_or(proof.diagnostics))
    }

    /// Keeps the PDF that is about to be replaced, under the name of its edition, and says where from
    /// the workspace's root; `None` where there is none any more.
    fn put_by(
        &self,
        before: &Publication,
        new: &str,
    ) -> Result<Result<Option<String>, Box<Diagnostic>>, Error> {
        let path = self.workspace.root().join(&before.pdf.path);
        let aside = earlier(&path, before.edition);
        let shown = self.workspace.display(&aside);
        let digest = |path: &Path| fs::stamp(path)?.map(|_| fs::sha256_of(path)).transpose();
        let (there, kept) = (digest(&path)?, digest(&aside)?);
        // A run that was ended between the PDF and its entry has put the old one by already; what
        // stands in its place then is what that run made.
        if kept.as_ref() == Some(&before.pdf.sha256) {
            return Ok(Ok(Some(shown)));
        }
        let Some(there) = there.filter(|there| there != new) else { return Ok(Ok(None)) };
        if there != before.pdf.sha256 {
            let shown = self.workspace.display(&path);
            let message = format!("存档的「{shown}」与登记的不符，可能被人改过，没有重新印发");
            let help = "先把这个文件移到别处（或改名），再重新印发";
            return Ok(Err(Box::new(Diagnostic::error(code::ISSUED, message).help(help))));
        }
        if kept.is_some() {
            let message = format!("要把上一版存为「{shown}」，但已有内容不同的同名文件");
            let help = "先把那个文件移到别处（或改名），再重新印发";
            return Ok(Err(Box::new(Diagnostic::error(code::ISSUED, message).help(help))));
        }
        let bytes = fs::read_limited(&path, u64::MAX - 1)?.unwrap_or_default();
        fs::write_atomic(&aside, &bytes)?;
        Ok(Ok(Some(shown)))
    }
}

/// Findings for sources that could not be given back everywhere under their names.
fn unportable(publication: &Publication) -> impl Iterator<Item = Diagnostic> {
    let files = publication.sources.iter().chain(&publication.shared);
    files.filter(|file| !is_portable(&file.path)).map(|file| {
        let message = format!("「{}」的文件名不能附在 PDF 里", file.path);
        let help = "给文件改名，不用 ? * : \" < > | 这些字符；引用它的地方也要改";
        Diagnostic::error(code::FILE_NAME, message).help(help)
    })
}

/// Whether a file is one that issues have in common: the house's settings or a template.
pub fn is_shared(path: &str) -> bool {
    path == SETTINGS_FILE || path.starts_with("templates/")
}

/// Whether the files of an issue are not those that were issued: one changed, went or came.
///
/// # Errors
/// [`Error::Read`] when one cannot be read.
pub fn changed_since(
    workspace: &Workspace,
    issue: &Issue,
    publication: &Publication,
) -> Result<bool, Error> {
    let folder = workspace.display(&workspace.issue_dir(issue.id)?);
    let recorded = |file: &str| {
        let path = format!("{folder}/{file}");
        publication.sources.iter().any(|source| source.path == path)
    };
    if !issue.entries.iter().all(|entry| recorded(&entry.file)) {
        return Ok(true);
    }
    for source in &publication.sources {
        let path = workspace.root().join(&source.path);
        if fs::stamp(&path)?.is_none() || fs::sha256_of(&path)? != source.sha256 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What stands in the place of an issued PDF.
///
/// # Errors
/// [`Error::Read`] when it cannot be read; [`Error::Selection`] when the register, which anybody can
/// edit, names a place out of the workspace.
pub fn stored(workspace: &Workspace, publication: &Publication) -> Result<Stored, Error> {
    let Publication { id, pdf, .. } = publication;
    if !fs::is_below(&pdf.path) {
        return Err(Error::Selection {
            problem: format!("ledger.yaml 里「{id}」的 PDF「{}」不在工作区里", pdf.path),
            remedy: "登记可能被人改过，从备份中取回 ledger.yaml".to_owned(),
        });
    }
    let path = workspace.root().join(&pdf.path);
    Ok(match fs::stamp(&path)? {
        None => Stored::Missing,
        Some(_) if fs::sha256_of(&path)? == publication.pdf.sha256 => Stored::Whole,
        Some(_) => Stored::Altered,
    })
}

/// Where the PDF of an edition goes that is no longer in force: `2018-028-第1版.pdf`.
fn earlier(path: &Path, edition: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{stem}-第{edition}版.pdf"))
}

/// What is told where a run was ended between the PDF of a new edition and its entry.
fn half_done(before: &Publication, aside: &str) -> Diagnostic {
    let Publication { id, edition, pdf, .. } = before;
    let message =
        format!("「{id}」上次重新印发没有做完：登记的还是第 {edition} 版，它在「{aside}」");
    let help = format!(
        "写明原因再运行一次：jianbao publish {id} --reissue \"原因\"；不要重新印发了，就把「{aside}」改名为「{}」",
        pdf.path
    );
    Diagnostic::error(code::ISSUED, message).help(help)
}

fn already(before: &Publication, there: Stored, attached: bool) -> Diagnostic {
    let Publication { id, recorded, edition, .. } = before;
    let day = recorded.format("%Y-%m-%d");
    if there == Stored::Altered {
        let message = format!(
            "「{id}」已于 {day} 印发（第 {edition} 版），存档的 PDF 与登记的不符，可能被人改过"
        );
        let help = format!(
            "把「{}」移到别处（或改名），从备份取回原件；详情见 jianbao verify {id}",
            before.pdf.path
        );
        return Diagnostic::error(code::ISSUED, message).help(help);
    }
    let other = if attached && !before.attached {
        "当时没有附带稿件"
    } else {
        "现在排出来的与它不同"
    };
    let message = format!("「{id}」已于 {day} 印发（第 {edition} 版），{other}，没有再印发");
    let help = if attached && !before.attached {
        format!("要附上，写明原因重新印发：jianbao publish {id} --attach --reissue \"附上稿件\"")
    } else {
        format!(
            "先看哪里不同：jianbao verify {id}；确实要更正的，写明原因重新印发：jianbao publish {id} --reissue \"原因\""
        )
    };
    Diagnostic::error(code::ISSUED, message).help(help)
}
