//! Issuing: the final PDF in its place, what it was made of in the register.
//!
//! The PDF comes first and the entry second: the register never names what is not on disk.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::companions;
use crate::archive::{self, KeptName, KeptPath, Register, Stored, mark, stored};
use crate::batch::{
    Ahead, Batch, BuildOptions, Built, Event, Ingredients, Interrupt, Issued, Kept, Others,
    Outcome, Report, Seen, Step, Summary, attempt, each, remade_path, unportable,
};
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::issue::{Correction, Press, Proof, Setting, Stopped, sort, unread};
use crate::model::{Entered, IssueId, Ledger, Publication};
use crate::read::House;
use crate::workspace::{Workspace, fs};

/// How to issue.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// Why an issue that was issued already is issued once more; without it, it is not.
    pub reason: Option<String>,
    /// Why an issue is issued with places that nobody has looked at; without it, it is not.
    pub unread: Option<String>,
    /// Whether the PDF carries its own sources.
    pub attach: bool,
    /// Whether somebody is asked before an issue is issued, who may take his time.
    pub asks: bool,
    /// The time now.
    pub at: DateTime<FixedOffset>,
}

/// What is about to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Which issue.
    pub id: IssueId,
    /// Its date.
    pub date: NaiveDate,
    /// Pages.
    pub pages: usize,
    /// Entries.
    pub entries: usize,
    /// 版次.
    pub edition: u32,
    /// Which time the number is issued.
    pub turn: u32,
}

/// Issues: sets each on all cores, puts its PDF in its place and enters it, in the order of `ids`.
/// One that cannot be issued does not stop the others. What is about to be issued is shown to `agreed`
/// first, while nobody is kept waiting for the register; one that it does not agree to is not issued.
///
/// # Errors
/// [`Error`] when what the issues share cannot be read, or the register not be held.
pub fn publish(
    workspace: &Workspace,
    ids: &[IssueId],
    options: &BuildOptions,
    how: &Publishing,
    agreed: impl Fn(&Intent) -> bool,
    mut progress: impl FnMut(Event),
) -> Result<Summary, Error> {
    // First of all: what another process is issuing counts, once it is done.
    let mut register = Register::open(workspace)?;
    if let Some(register) = &mut register.value {
        register.expect(ids.len());
    }
    let house = House::open(workspace.clone())?;
    // Before templates and fonts are in memory: it reads the heads of all issues.
    let survey = match &register.value {
        Some(held) => archive::survey_beside(&house, held)?,
        None => archive::survey(&house)?,
    };
    let batch = match &register.value {
        Some(held) => {
            let value = Some(held.ledger().clone());
            let known = Checked { value, diagnostics: register.diagnostics.clone() };
            Batch::beside(workspace, options, known)?
        }
        None => Batch::new(workspace, options)?,
    };
    let press = batch.press()?;
    let mut summary = Summary::default();
    let mut written = None;
    progress(Event::Planned { stale: ids.len(), fresh: 0 });
    let job = |id| Some(batch.candidate(&press, &survey, id, how));
    each(ids, options.jobs, options.interrupt.as_deref(), Ahead::FEW, job, |step| match step {
        Step::Begun(id) => progress(Event::Begun(id)),
        Step::Done(candidate) => {
            let mut report = candidate.report;
            match (&mut register.value, candidate.ready) {
                (Some(register), Some(ready)) => {
                    attempt(&mut report, |report| {
                        let intent = ready.intent(register.ledger(), how);
                        let is_agreed = match (intent, how.asks) {
                            (None, _) => true,
                            (Some(intent), false) => agreed(&intent),
                            (Some(intent), true) => register.set_down(|| agreed(&intent))?,
                        };
                        if !is_agreed {
                            report.outcome = Outcome::Declined;
                            return Ok(());
                        }
                        batch.issue(register, report, *ready, how)
                    });
                }
                // Without a register nothing is issued, and this is why.
                (None, Some(_)) => report.diagnostics.extend(register.diagnostics.iter().cloned()),
                (_, None) => {}
            }
            sort(&mut report.diagnostics);
            summary.count(&report);
            if let Outcome::Issued(_, Issued { new: true, .. }) = report.outcome {
                written = Some(report.path.clone());
            }
            progress(Event::Done(Box::new(report)));
        }
    })?;
    summary.left = ids.len()
        - [summary.built, summary.fresh, summary.broken, summary.failed, summary.declined]
            .iter()
            .sum::<usize>();
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
    /// The digest of its PDF without any words about it, as older programs issued it.
    plain: String,
    /// The digests of its PDF as each of these editions, by turn and edition.
    editions: BTreeMap<(u32, u32), String>,
    /// What goes out beside the PDF, and as which turn and edition.
    others: Others,
    others_are: Option<(u32, u32)>,
}

impl Ready {
    fn new(proof: Proof, made_of: Ingredients, publication: Publication) -> Self {
        let plain = fs::sha256(&proof.pdf);
        Self {
            proof,
            made_of,
            publication,
            plain,
            editions: BTreeMap::new(),
            others: Vec::new(),
            others_are: None,
        }
    }

    /// Makes what goes out beside the PDF of this edition of a turn.
    fn make_others(
        &mut self,
        batch: &Batch<'_>,
        turn: u32,
        edition: u32,
    ) -> Result<(), Vec<Diagnostic>> {
        if self.others_are == Some((turn, edition)) {
            return Ok(());
        }
        let (others, findings) =
            batch.others(&self.proof, Some(&mark(&self.publication, turn, edition)));
        if findings.iter().any(Diagnostic::is_error) {
            return Err(findings);
        }
        (self.others, self.others_are) = (others, Some((turn, edition)));
        Ok(())
    }

    /// Makes it this edition of a turn.
    fn become_edition(&mut self, turn: u32, edition: u32) -> Result<(), Vec<Diagnostic>> {
        let own = (self.publication.turn, self.publication.edition);
        if self.editions.contains_key(&(turn, edition)) && own == (turn, edition) {
            return Ok(());
        }
        self.proof.pdf = self.proof.issued(&mark(&self.publication, turn, edition))?;
        self.publication.turn = turn;
        self.publication.edition = edition;
        self.publication.pdf.sha256 = fs::sha256(&self.proof.pdf);
        self.editions.insert((turn, edition), self.publication.pdf.sha256.clone());
        Ok(())
    }

    /// Whether it comes out as an edition that was issued.
    fn is_same(&mut self, before: &Publication) -> Result<bool, Vec<Diagnostic>> {
        if self.plain == before.pdf.sha256 {
            return Ok(true);
        }
        let (turn, edition) = (before.turn, before.edition);
        if !self.editions.contains_key(&(turn, edition)) {
            self.become_edition(turn, edition)?;
        }
        Ok(self.editions.get(&(turn, edition)) == Some(&before.pdf.sha256))
    }

    /// What will be issued; `None` where nothing will be.
    fn intent(&self, ledger: &Ledger, how: &Publishing) -> Option<Intent> {
        let id = self.publication.id;
        if let Some(before) = ledger.current(id) {
            let is_same = self.plain == before.pdf.sha256
                || self.editions.get(&(before.turn, before.edition)) == Some(&before.pdf.sha256);
            if is_same || how.reason.is_none() {
                return None;
            }
        }
        Some(Intent {
            id,
            date: self.publication.date,
            pages: self.proof.pages,
            entries: self.proof.issue.entries.len(),
            edition: ledger.next_edition(id),
            turn: ledger.next_turn(id),
        })
    }
}

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
        let ready = attempt(&mut report, |report| self.ready(press, survey, report, how));
        report.time = start.elapsed();
        Candidate { report, ready }
    }

    fn ready(
        &self,
        press: &Press,
        survey: &[Diagnostic],
        report: &mut Report,
        how: &Publishing,
    ) -> Result<Box<Ready>, Stopped> {
        let id = report.id;
        let ledger = self.ledger();
        let before = ledger.current(id);
        let correction = match (before, &how.reason) {
            (Some(before), Some(reason))
                if press.correction_note().is_some() && !self.is_unchanged(press, before)? =>
            {
                Some(Correction { edition: before.edition + 1, reason: reason.clone() })
            }
            (before, _) => before.and_then(Correction::of),
        };
        let (mut proof, made_of) = self.proof(press, report, how.reason.is_some(), correction)?;
        // A number that is wrong among the others must not get out.
        let of_issue = survey.iter().filter(|finding| finding.is_within(&proof.folder.shown));
        report.diagnostics.extend(of_issue.cloned());
        // What was issued is not held against rules any more, unless it is to go out again.
        let mut unread = false;
        if before.is_none() || how.reason.is_some() {
            unread::add(&proof.issue, &proof.folder, self.workspace, &mut report.diagnostics)?;
            unread = unread::hold(&mut report.diagnostics, how.unread.is_some());
        }
        go_on(report)?;
        let mut publication = self.publication(press, &proof, &made_of, how.at);
        publication.unread = how.unread.clone().filter(|_| unread);
        // What was once issued with its sources goes on to carry them.
        publication.attached = how.attach || before.is_some_and(|before| before.attached);
        report.diagnostics.extend(unportable(&publication));
        if publication.attached {
            go_on(report)?;
            proof = self.with_sources(press, &proof, &made_of, how.at)??;
        }
        let mut ready = Box::new(Ready::new(proof, made_of, publication));
        match before {
            None => {
                let turn = ledger.next_turn(id);
                ready.become_edition(turn, 1)?;
                ready.make_others(self, turn, 1)?;
            }
            Some(before) => {
                let Publication { turn, edition, .. } = *before;
                if !ready.is_same(before)? && how.reason.is_some() {
                    ready.become_edition(turn, edition + 1)?;
                    ready.make_others(self, turn, edition + 1)?;
                } else if !before.others.is_empty() {
                    // To be put back where they are gone.
                    ready.make_others(self, turn, edition)?;
                }
            }
        }
        Ok(ready)
    }

    /// Whether an issue that was issued still comes out the same, by the words that it had then.
    fn is_unchanged(&self, press: &Press, before: &Publication) -> Result<bool, Error> {
        let how = Setting { correction: Correction::of(before), ..Setting::default() };
        let Some(mut proof) = press.proof(before.id, how)?.value else { return Ok(false) };
        let made_of = self.ingredients(&proof)?;
        let now = self.publication(press, &proof, &made_of, before.recorded);
        if before.attached {
            match self.with_sources(press, &proof, &made_of, before.recorded)? {
                Ok(with_sources) => proof = with_sources,
                Err(_) => return Ok(false),
            }
        }
        let issued = proof.issued(&mark(&now, before.turn, before.edition));
        Ok(issued.is_ok_and(|pdf| fs::sha256(&pdf) == before.pdf.sha256)
            || fs::sha256(&proof.pdf) == before.pdf.sha256)
    }

    /// Puts the final PDF of an issue in its place and into the register.
    fn issue(
        &self,
        register: &mut Register,
        report: &mut Report,
        mut ready: Ready,
        how: &Publishing,
    ) -> Result<(), Stopped> {
        let place = archive::place(self.workspace, true)?;
        let _writing = self.options.interrupt.as_deref().map(Interrupt::writing);
        let mut in_force = report.path.clone();
        let mut earlier = None;
        let mut reason = None;
        if let Some(before) = register.ledger().current(report.id).cloned() {
            let there = stored(self.workspace, &before)?;
            if ready.is_same(&before)? && there != Stored::Altered {
                return self.restore(report, &ready, &before, there);
            }
            let Some(why) = &how.reason else {
                let attached = ready.publication.attached;
                return Err(self.refused(&before, there, attached, register.ledger())?.into());
            };
            reason = Some(why.clone());
            in_force = self.workspace.root().join(&before.pdf.path);
        }
        let edition = register.ledger().next_edition(report.id);
        let turn = register.ledger().next_turn(report.id);
        if turn > 1 && edition == 1 {
            // After it was taken back: why it goes out again is worth keeping.
            reason = how.reason.clone();
        } else if edition == 1 && how.reason.is_some() {
            report.diagnostics.push(no_reason(report.id));
        }
        ready.become_edition(turn, edition)?;
        ready.make_others(self, turn, edition)?;
        if let Some(before) = register.ledger().current(report.id) {
            earlier = self.put_by(before, &ready.publication.pdf.sha256, register.ledger())?;
        }
        let Ready { proof, made_of, mut publication, plain, others, .. } = ready;
        publication.reason = reason;
        publication.earlier = earlier;
        publication.others = companions::digests(self, &report.path, &others);
        let before = register.ledger().current(report.id);
        let put_by = companions::put_by(self.workspace, before, &publication.others)?;
        // Whoever finds the PDF before it is entered knows that it is being issued.
        archive::issuing(self.workspace, &publication.pdf.sha256)?;
        let stamp = fs::write_atomic(&report.path, &proof.pdf)?;
        let others = companions::write(report, &others)?;
        let entered = register.append(Entered::Issued(Box::new(publication.clone())));
        let is_entered = entered.as_ref().is_ok_and(|entered| entered.value.is_some());
        if let (Some(earlier), false) = (&publication.earlier, is_entered) {
            // The PDF in force goes back, which takes no room on a disk that is full.
            fs::rename(&self.workspace.root().join(earlier), &in_force)
                .map_err(|source| Error::Write { path: in_force, source })?;
        }
        if !is_entered {
            put_by.into_iter().try_for_each(companions::PutBy::undo)?;
        }
        let entered = entered?;
        report.diagnostics.extend(entered.diagnostics);
        if entered.value.is_none() {
            return Ok(());
        }
        archive::issued(self.workspace, &publication.pdf.sha256);
        // It was waiting for this.
        let waiting = remade_path(&report.path);
        if fs::stamp(&waiting)?.is_some() && fs::sha256_of(&waiting)? == plain {
            fs::remove(&waiting)?;
        }
        drop(place);
        let built = Built { pages: proof.pages, bytes: proof.pdf.len(), kept: None };
        let before = publication.earlier.map(|path| self.workspace.root().join(path));
        let issued = Issued { edition: publication.edition, new: true, before };
        report.outcome = Outcome::Issued(built, issued);
        let sha256 = publication.pdf.sha256;
        let path = report.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let pdf = Seen { path, stamp, sha256: sha256.clone() };
        self.remember(report, &proof, made_of, pdf, others, Some(&sha256))?;
        Ok(())
    }

    /// Notes that an issue was issued already just as it is, and puts its PDF back where it is gone.
    fn restore(
        &self,
        report: &mut Report,
        ready: &Ready,
        before: &Publication,
        there: Stored,
    ) -> Result<(), Stopped> {
        let mark = mark(&ready.publication, before.turn, before.edition);
        let bytes = match ready.plain == before.pdf.sha256 {
            true => ready.proof.plain()?,
            false => ready.proof.issued(&mark)?,
        };
        let is_gone = there == Stored::Missing;
        if is_gone {
            fs::write_atomic(&self.workspace.root().join(&before.pdf.path), &bytes)?;
        }
        companions::restore(self.workspace, before, &ready.others)?;
        let kept = is_gone.then_some(Kept::Restored);
        let built = Built { pages: ready.proof.pages, bytes: bytes.len(), kept };
        let issued = Issued { edition: before.edition, new: false, before: None };
        report.outcome = Outcome::Issued(built, issued);
        Ok(())
    }

    /// Why an issue that was issued is not issued once more.
    fn refused(
        &self,
        before: &Publication,
        there: Stored,
        attached: bool,
        ledger: &Ledger,
    ) -> Result<Diagnostic, Error> {
        if there == Stored::Altered {
            let path = self.workspace.root().join(&before.pdf.path);
            let aside = KeptName::of(&path, before.edition).find(self.workspace, ledger, before)?;
            if let KeptPath::There(aside) = aside {
                return Ok(half_done(before, &self.workspace.display(&aside)));
            }
        }
        Ok(already(before, there, attached))
    }

    /// Keeps the PDF that is about to be replaced, under the name of its edition, and says where from
    /// the workspace's root; `None` where there is none any more.
    fn put_by(
        &self,
        before: &Publication,
        new: &str,
        ledger: &Ledger,
    ) -> Result<Option<String>, Stopped> {
        let path = self.workspace.root().join(&before.pdf.path);
        let aside = KeptName::of(&path, before.edition).find(self.workspace, ledger, before)?;
        let there = fs::stamp(&path)?.map(|_| fs::sha256_of(&path)).transpose()?;
        // A run that was ended between the PDF and its entry has put the old one by already; what
        // stands in its place then is what that run made.
        let aside = match aside {
            KeptPath::There(aside) => return Ok(Some(self.workspace.display(&aside))),
            KeptPath::Free(aside) => aside,
        };
        let Some(there) = there.filter(|there| there != new) else { return Ok(None) };
        if there != before.pdf.sha256 {
            let shown = self.workspace.display(&path);
            let message = format!("存档的「{shown}」与登记的不符，可能被人改过，没有重新印发");
            let help = "先把这个文件移到别处（或改名），再重新印发";
            return Err(Diagnostic::error(code::ISSUED, message).help(help).into());
        }
        let bytes = fs::read_limited(&path, u64::MAX - 1)?.unwrap_or_default();
        fs::write_atomic(&aside, &bytes)?;
        Ok(Some(self.workspace.display(&aside)))
    }
}

/// Whether nothing in a report keeps an issue from being issued.
fn go_on(report: &Report) -> Result<(), Vec<Diagnostic>> {
    // What does is told already.
    if report.errors() > 0 { Err(Vec::new()) } else { Ok(()) }
}

/// What is told where somebody says why an issue is issued again that never was.
fn no_reason(id: IssueId) -> Diagnostic {
    let message = format!("「{id}」以前没有印发过，这是第 1 版，--reissue 写的原因没有登记");
    let help = "头一次印发不用写原因；确实印发过的，运行 jianbao list 看登记是否完整";
    Diagnostic::warning(code::ISSUED, message).help(help)
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
