//! Many issues at once: those that are stale, each written whole, and never over an issued one.
//!
//! Nothing that goes wrong with one issue reaches another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Instant;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::cache::{Cache, Record, folder_key};
use super::inputs::{Ingredients, Inputs, Seen};
use super::parallel::{Ahead, Step, each};
use super::{BuildOptions, Built, Event, Interrupt, Kept, Outcome, Report, Summary};
use crate::archive::{self, Stored, mark, stored};
use crate::diagnostic::{Checked, Diagnostic, Severity, count};
use crate::error::Error;
use crate::export::Output;
use crate::issue::{Correction, Press, Proof, Setting, Stopped, guarded, sort, unread};
use crate::model::{IssueId, Ledger, Mark, Publication};
use crate::read;
use crate::workspace::{LEDGER_FILE, Workspace, fs};

/// Builds issues and hands what happens to `progress`, always on the calling thread, reports in the
/// order of `ids`. One that fails does not stop the others.
///
/// # Errors
/// [`Error`] when what the issues share (templates, fonts, the register) cannot be read; whatever
/// concerns one issue only is in its report.
pub fn build(
    workspace: &Workspace,
    ids: &[IssueId],
    options: &BuildOptions,
    mut progress: impl FnMut(Event),
) -> Result<Summary, Error> {
    let batch = Batch { cache: Cache::open(workspace)?, ..Batch::new(workspace, options)? };
    // What cannot be read is told when it is built.
    let fresh = |id: &IssueId| Some((*id, batch.fresh(*id).ok()??));
    let mut fresh: BTreeMap<IssueId, Report> = match options.stale_only && !options.keep_typ {
        true => ids.par_iter().filter_map(fresh).collect(),
        false => BTreeMap::new(),
    };
    let stale: Vec<IssueId> = ids.iter().copied().filter(|id| !fresh.contains_key(id)).collect();
    progress(Event::Planned { stale: stale.len(), fresh: fresh.len() });
    let mut summary = Summary { damaged_records: batch.cache.damaged, ..Summary::default() };
    let mut written = None;
    let mut tell = |event: Event| {
        if let Event::Done(report) = &event {
            summary.count(report);
            if let Outcome::Built(_) = report.outcome {
                written = Some(report.path.clone());
            }
        }
        progress(event);
    };
    let mut turn = ids.iter();
    if !stale.is_empty() {
        let press = batch.press()?;
        let job = |id| batch.report(&press, id).map(Box::new);
        let step = |step: Step<Box<Report>>| match step {
            Step::Begun(id) => tell(Event::Begun(id)),
            Step::Done(report) => {
                for id in turn.by_ref().take_while(|id| **id != report.id) {
                    if let Some(report) = fresh.remove(id) {
                        tell(Event::Done(Box::new(report)));
                    }
                }
                tell(Event::Done(report));
            }
        };
        thread::scope(|scope| {
            // It is large, and read while the first issues are set; who fails to read it, tells.
            scope.spawn(|| batch.inputs.program(batch.before()));
            each(&stale, options.jobs, options.interrupt.as_deref(), Ahead::ANY, job, step)
        })?;
    }
    for report in fresh.into_values() {
        tell(Event::Done(Box::new(report)));
    }
    summary.left = ids.len() - summary.built - summary.fresh - summary.broken - summary.failed;
    batch.cache.tidy();
    if let Some(written) = &written {
        fs::sweep(written.parent().unwrap_or(Path::new(".")), written);
        fs::sweep(&workspace.cache_dir(), written);
    }
    Ok(summary)
}

/// Larger files than this, in bytes, are not ours.
const MOST_BYTES: u64 = 512 << 20;

/// Files of other outputs than the PDF.
pub type Others = Vec<(&'static Output, Vec<u8>)>;

/// What all issues of a run share.
pub struct Batch<'a> {
    pub workspace: &'a Workspace,
    pub options: &'a BuildOptions,
    pub inputs: Inputs<'a>,
    /// What was built of what: all of it for whoever builds, otherwise the last.
    cache: Cache,
    /// The name of the folder for PDFs, from the workspace's root.
    folder: String,
    /// The register and the stamp of its file.
    ledger: RwLock<(Option<fs::Stamp>, Arc<Ledger>)>,
    /// What is wrong with the register: with errors in it nobody knows what was issued, and
    /// nothing may be written where an issued PDF may stand.
    findings: Vec<Diagnostic>,
}

impl<'a> Batch<'a> {
    pub fn new(workspace: &'a Workspace, options: &'a BuildOptions) -> Result<Self, Error> {
        // The stamp first: what changes in between is read once more.
        let stamp = fs::stamp(&workspace.root().join(LEDGER_FILE))?;
        let ledger = archive::ledger(workspace)?;
        Self::with(workspace, options, stamp, ledger)
    }

    /// For whoever holds the register, and knows what it says.
    pub fn beside(
        workspace: &'a Workspace,
        options: &'a BuildOptions,
        register: Checked<Ledger>,
    ) -> Result<Self, Error> {
        Self::with(workspace, options, None, register)
    }

    /// For whoever makes the register: nothing is known of what was issued.
    pub fn apart_from_register(
        workspace: &'a Workspace,
        options: &'a BuildOptions,
    ) -> Result<Self, Error> {
        Self::with(workspace, options, None, Checked { value: None, diagnostics: Vec::new() })
    }

    fn with(
        workspace: &'a Workspace,
        options: &'a BuildOptions,
        stamp: Option<fs::Stamp>,
        ledger: Checked<Ledger>,
    ) -> Result<Self, Error> {
        let out = options.out.clone().unwrap_or_else(|| workspace.default_out());
        Ok(Self {
            folder: folder_key(workspace, &out),
            workspace,
            options,
            findings: ledger.diagnostics,
            ledger: RwLock::new((stamp, Arc::new(ledger.value.unwrap_or_default()))),
            inputs: Inputs::new(workspace, options.program.as_deref())?,
            cache: Cache::open_latest(workspace)?,
        })
    }

    /// What the last run saw of the files that issues share.
    fn before(&self) -> Option<(&[Seen], fs::Stamp)> {
        self.cache.latest().map(|record| (&record.files[..], record.pdf.stamp))
    }

    /// Templates and fonts, which must not change while they are read.
    pub fn press(&self) -> Result<Press, Error> {
        let shared = self.inputs.shared(self.before())?;
        let press = Press::new(self.workspace)?;
        match self.inputs.changed(&shared)? {
            Some(path) => Err(Error::Changed { path }),
            None => Ok(press),
        }
    }

    fn is_interrupted(&self) -> bool {
        self.options.interrupt.as_ref().is_some_and(|interrupt| interrupt.is_asked())
    }

    /// Builds one issue; everything that is wrong with it is in the report, and only there.
    /// `None` when the batch was stopped before it was written.
    pub fn report(&self, press: &Press, id: IssueId) -> Option<Report> {
        let start = Instant::now();
        let mut report = Report::new(id, self.target(id));
        let done = attempt(&mut report, |report| {
            let correction = self.ledger().current(report.id).and_then(Correction::of);
            let (mut proof, made_of) = self.proof(press, report, false, correction)?;
            report.held = self.held(report, &proof)?;
            if let Some(kept) = self.ledger().current(id).filter(|kept| self.is_at(report, kept))
                && kept.attached
            {
                // It is held against one that carries its sources, so it has to carry them too.
                proof = self.with_sources(press, &proof, &made_of, kept.recorded)??;
            }
            let (mut others, findings) = self.others(&proof, None);
            report.diagnostics.extend(findings);
            sort(&mut report.diagnostics);
            // Nobody issues anything between the look into the register and the writing. Waited for
            // before it is told that something is being written, so that waiting can be interrupted.
            let place = archive::place(self.workspace, false)?;
            let _writing = self.options.interrupt.as_deref().map(Interrupt::writing);
            if self.is_interrupted() {
                return Ok(false);
            }
            if !self.options.draft {
                // Somebody may have issued it while it was set.
                self.ledger_now()?;
                if let Some(mark) = self.as_issued(press, &mut proof, &made_of) {
                    others = self.others(&proof, Some(&mark)).0;
                }
            }
            let sha256 = fs::sha256(&proof.pdf);
            let (stamp, kept) = self.write(report, &proof, &sha256)?;
            let others = self.write_others(report, others)?;
            drop(place);
            let built = Built { pages: proof.pages, bytes: proof.pdf.len(), kept };
            report.outcome = Outcome::Built(built);
            let issued = self.issued(report.id);
            let pdf = Seen { path: file_name(&report.path), stamp, sha256 };
            self.remember(report, &proof, made_of, pdf, others, issued.as_deref())?;
            Ok(true)
        });
        report.time = start.elapsed();
        done.unwrap_or(true).then_some(report)
    }

    /// What else is wanted of an issue than its PDF, as bytes, and what is wrong with it. One that
    /// cannot be made keeps no other from being written.
    pub fn others(&self, proof: &Proof, mark: Option<&Mark>) -> (Others, Vec<Diagnostic>) {
        let (mut others, mut findings) = (Vec::new(), Vec::new());
        for output in &self.options.outputs {
            let made = output.export.bytes(&proof.laid_out(mark));
            findings.extend(made.diagnostics);
            others.extend(made.value.map(|bytes| (*output, bytes)));
        }
        (others, findings)
    }

    /// Writes the files of other outputs beside the PDF of a report; over one that was issued nothing
    /// is written, and it may have been sealed since.
    fn write_others(&self, report: &mut Report, others: Others) -> Result<Vec<Seen>, Error> {
        let ledger = self.ledger();
        let issued = ledger.current(report.id).map_or(&[][..], |kept| &kept.others);
        let mut written = Vec::new();
        for (output, bytes) in others {
            let mut path = report.path.with_extension(output.export.extension());
            let sha256 = fs::sha256(&bytes);
            let key = self.key(&path);
            let mut there = fs::stamp(&path)?;
            if there.is_some() {
                let kept = fs::read_limited(&path, MOST_BYTES)?.unwrap_or_default();
                let is_same = fs::sha256(&kept) == sha256;
                let is_issued = issued.iter().any(|kept| kept.path == key);
                if !is_same && (is_issued || output.export.is_signed(&kept)) {
                    path = remade_path(&path);
                }
                there = there.filter(|_| is_same);
            }
            let stamp = match there {
                Some(stamp) => stamp,
                None => fs::write_atomic(&path, &bytes)?,
            };
            written.push(Seen { path: file_name(&path), stamp, sha256 });
            report.others.push(path);
        }
        Ok(written)
    }

    /// How many places keep an issue from being issued, and are no errors here.
    fn held(&self, report: &Report, proof: &Proof) -> Result<usize, Error> {
        if self.options.draft || self.ledger().current(report.id).is_some() {
            return Ok(0);
        }
        let mut found = report.diagnostics.clone();
        unread::add(&proof.issue, &proof.folder, self.workspace, &mut found)?;
        unread::hold(&mut found, false);
        Ok(count(&found, Severity::Error) - report.errors())
    }

    /// What comes out as it was issued says so of itself as that does; other pages were not issued.
    /// Gives what it says.
    pub fn as_issued(
        &self,
        press: &Press,
        proof: &mut Proof,
        made_of: &Ingredients,
    ) -> Option<Mark> {
        let ledger = self.ledger();
        let kept = ledger.current(proof.issue.id)?;
        let now = self.publication(press, proof, made_of, kept.recorded);
        let mark = mark(&now, kept.turn, kept.edition);
        let pdf = proof.issued(&mark).ok().filter(|pdf| fs::sha256(pdf) == kept.pdf.sha256)?;
        proof.pdf = pdf;
        Some(mark)
    }

    /// Where an issue's PDF goes, unless an issued one stands there.
    pub fn target(&self, id: IssueId) -> PathBuf {
        let out = self.options.out.clone().unwrap_or_else(|| self.workspace.default_out());
        let draft = if self.options.draft { "-草稿" } else { "" };
        out.join(format!("{}{draft}.pdf", id.file_stem()))
    }

    /// The name a PDF goes by, in the cache and in the register.
    pub fn key(&self, pdf: &Path) -> String {
        Path::new(&self.folder).join(file_name(pdf)).to_string_lossy().replace('\\', "/")
    }

    /// The report of an issue whose PDF is there and could only come out the same.
    fn fresh(&self, id: IssueId) -> Result<Option<Report>, Error> {
        let path = self.target(id);
        let record = self.cache.get(&self.key(&path)).filter(|record| record.errors == 0);
        let Some(record) = record else { return Ok(None) };
        let pdf = path.with_file_name(&record.pdf.path);
        let Some(stamp) = stamp_of(&pdf, &record.pdf)? else { return Ok(None) };
        for output in &self.options.outputs {
            let ending = output.export.extension();
            let is_its =
                |seen: &&Seen| Path::new(&seen.path).extension().is_some_and(|it| it == ending);
            let Some(known) = record.others.iter().find(is_its) else { return Ok(None) };
            if stamp_of(&pdf.with_file_name(&known.path), known)?.is_none() {
                return Ok(None);
            }
        }
        let before = Some((&record.files[..], record.pdf.stamp));
        let now = self.inputs.of(id, &record.pictures, before)?;
        let program = self.inputs.program(before)?;
        let fingerprint =
            now.fingerprint(self.options, self.issued(id).as_deref(), program.as_ref());
        if fingerprint != record.fingerprint {
            return Ok(None);
        }
        // One beside an issued PDF says nothing of that; where that is not whole, it is told anew.
        if let Some(kept) = self.ledger().current(id)
            && pdf != path
            && stored(self.workspace, kept)? != Stored::Whole
        {
            return Ok(None);
        }
        let kept = self.issued(id).and_then(|issued| {
            let own = pdf == path;
            match (issued == record.pdf.sha256, own) {
                (true, _) => Some(Kept::Same),
                (false, false) => Some(Kept::Differs),
                // In another folder than the issued one.
                (false, true) => None,
            }
        });
        let bytes = usize::try_from(stamp.size).unwrap_or(usize::MAX);
        let built = Built { pages: record.pages, bytes, kept };
        let outcome = Outcome::Fresh { built, warned_before: record.warnings };
        Ok(Some(Report { outcome, held: record.held, ..Report::new(id, pdf) }))
    }

    /// The register as this run knows it.
    pub fn ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// The register as it is now: somebody may have issued something since this run began.
    fn ledger_now(&self) -> Result<Arc<Ledger>, Error> {
        let path = self.workspace.root().join(LEDGER_FILE);
        let stamp = fs::stamp(&path)?;
        if self.ledger.read().unwrap_or_else(PoisonError::into_inner).0 != stamp {
            let read = read::read_ledger(self.workspace)?;
            let Some(ledger) = read.sound() else {
                return Err(Error::Changed { path });
            };
            *self.ledger.write().unwrap_or_else(PoisonError::into_inner) =
                (stamp, Arc::new(ledger));
        }
        Ok(self.ledger())
    }

    /// The digest of the PDF that was issued.
    fn issued(&self, id: IssueId) -> Option<String> {
        self.ledger().current(id).map(|publication| publication.pdf.sha256.clone())
    }

    /// An issue in memory and what it was made of; what is found is put into the report. One that was
    /// issued is held against the rules only to be issued again.
    ///
    /// # Errors
    /// [`Stopped`] by findings, or by a file that cannot be read or changed meanwhile.
    pub fn proof(
        &self,
        press: &Press,
        report: &mut Report,
        reissued: bool,
        correction: Option<Correction>,
    ) -> Result<(Proof, Ingredients), Stopped> {
        let id = report.id;
        let before = self.inputs.of(id, &[], None)?;
        let keep_typ = self.options.keep_typ.then(|| report.path.with_extension("typ"));
        let how = Setting {
            draft: self.options.draft,
            keep_typ,
            // What was issued is not held against rules any more: nobody can change it.
            check: reissued || self.ledger().current(id).is_none(),
            correction,
            ..Setting::default()
        };
        let set = press.proof(id, how)?;
        report.diagnostics = [self.findings.clone(), set.diagnostics].concat();
        let sound = !self.findings.iter().any(Diagnostic::is_error);
        // What stops it is in the report.
        let proof = set.value.filter(|_| sound).ok_or(Vec::new())?;
        let made_of = self.unchanged(id, &before, &proof)?;
        Ok((proof, made_of))
    }

    /// What an issue that was set is made of.
    ///
    /// # Errors
    /// [`Error::Read`] when a file cannot be read.
    pub fn ingredients(&self, proof: &Proof) -> Result<Ingredients, Error> {
        let paths: Vec<String> = proof.pictures().iter().map(|file| file.path.clone()).collect();
        self.inputs.of(proof.issue.id, &paths, None)
    }

    /// What an issue was made of, provided that nobody changed it meanwhile: pages of which nobody
    /// could say what they were made of are not written.
    fn unchanged(
        &self,
        id: IssueId,
        before: &Ingredients,
        proof: &Proof,
    ) -> Result<Ingredients, Error> {
        let paths: Vec<String> = proof.pictures().iter().map(|file| file.path.clone()).collect();
        let known = Some((&before.files[..], fs::Stamp::NEVER));
        let after = self.inputs.of(id, &paths, known)?;
        let folder = &proof.folder.shown;
        let picture = |file: &Seen| {
            proof.pictures().iter().find(|read| format!("{folder}/{}", read.path) == file.path)
        };
        let same = |file: &&Seen| match picture(file) {
            Some(read) => read.sha256 == file.sha256,
            None => before.files.contains(file),
        };
        let other = after.files.iter().find(|file| !same(file)).or_else(|| {
            let gone = |file: &&Seen| !after.files.iter().any(|now| now.path == file.path);
            before.files.iter().find(gone)
        });
        match other {
            Some(file) => Err(Error::Changed { path: self.workspace.root().join(&file.path) }),
            None => Ok(after),
        }
    }

    /// Writes the PDF, and never over one that was issued: that is left where it is when the new one
    /// is the same, and given company when it is not. Gives the stamp of the PDF that stands there.
    fn write(
        &self,
        report: &mut Report,
        proof: &Proof,
        sha256: &str,
    ) -> Result<(fs::Stamp, Option<Kept>), Error> {
        let ledger = self.ledger_now()?;
        let issued = ledger.current(report.id).filter(|issued| self.is_at(report, issued));
        let mut kept = None;
        if let Some(issued) = issued {
            let stamp = fs::stamp(&report.path)?;
            let there = match stamp {
                Some(_) => Some(fs::sha256_of(&report.path)? == issued.pdf.sha256),
                None => None,
            };
            let now = match (sha256 == issued.pdf.sha256, there) {
                (true, Some(true)) => Kept::Same,
                (true, None) => Kept::Restored,
                (_, Some(false)) => Kept::Altered,
                (false, Some(true)) => Kept::Differs,
                (false, None) => Kept::Gone,
            };
            kept = Some(now);
            if let (Kept::Same, Some(stamp)) = (now, stamp) {
                return Ok((stamp, kept));
            }
            if now != Kept::Restored {
                report.path = remade_path(&report.path);
            }
        }
        Ok((fs::write_atomic(&report.path, &proof.pdf)?, kept))
    }

    /// Whether a report's PDF would stand where an issued one belongs.
    fn is_at(&self, report: &Report, kept: &Publication) -> bool {
        self.key(&report.path) == kept.pdf.path
            || is_seen_again(&report.path, &self.workspace.root().join(&kept.pdf.path))
    }

    /// Notes in the cache how a PDF came about.
    pub fn remember(
        &self,
        report: &Report,
        proof: &Proof,
        made_of: Ingredients,
        pdf: Seen,
        others: Vec<Seen>,
        issued: Option<&str>,
    ) -> Result<(), Error> {
        let program = self.inputs.program(self.before())?;
        let fingerprint = made_of.fingerprint(self.options, issued, program.as_ref());
        self.cache.add(&Record {
            key: self.key(&self.target(report.id)),
            fingerprint,
            files: made_of.files.into_iter().chain(program).collect(),
            pictures: proof.pictures().iter().map(|file| file.path.clone()).collect(),
            pdf,
            pages: proof.pages,
            warnings: count(&report.diagnostics, Severity::Warning),
            errors: report.errors(),
            held: report.held,
            others,
        });
        Ok(())
    }
}

/// The stamp of a file that is still what it was; `None` of any other.
fn stamp_of(path: &Path, known: &Seen) -> Result<Option<fs::Stamp>, Error> {
    let Some(stamp) = fs::stamp(path)? else { return Ok(None) };
    let same = stamp == known.stamp || fs::sha256_of(path)? == known.sha256;
    Ok(same.then_some(stamp))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Does some work for a report; what stops it is noted there.
pub fn attempt<T>(
    report: &mut Report,
    work: impl FnOnce(&mut Report) -> Result<T, Stopped>,
) -> Option<T> {
    match guarded(report.id, || Ok(work(report))) {
        Ok(Ok(value)) => return Some(value),
        Ok(Err(Stopped::Found(findings))) => report.diagnostics.extend(findings),
        Ok(Err(Stopped::Failed(error))) | Err(error) => report.outcome = Outcome::Failed(error),
    }
    None
}

/// Whether a file is most likely another by another way: over the network, or through a file system of
/// one's own, a folder has numbers of its own there, and its files have their sizes and times.
fn is_seen_again(path: &Path, other: &Path) -> bool {
    let seen = |path: &Path| fs::stamp(path).ok().flatten().map(|it| (it.size, it.modified));
    path != other && seen(path).is_some_and(|own| seen(other) == Some(own))
}

/// The name beside an issued file: `2018-028-重排.pdf`.
pub fn remade_path(path: &Path) -> PathBuf {
    archive::beside(path, "重排", 1)
}

#[cfg(test)]
mod tests;
