//! The register made anew: from the copy of it in `.jianbao/` where that knows of every issued PDF,
//! otherwise from what the PDFs say of themselves, from the sources in them, and from the files of the
//! workspace where these still come out the same.
//!
//! What cannot be known is said in the entry, and never guessed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound};

use super::companions;
use crate::archive::{self, Marked, mark};
use crate::batch::{Batch, BuildOptions};
use crate::error::Error;
use crate::issue::{Press, Setting, guarded};
use crate::model::{Digest, Entered, IssueId, Ledger, Publication, Withdrawal};
use crate::pdf::{self, Pdf};
use crate::read;
use crate::workspace::{ISSUE_FILE, LEDGER_FILE, PROVENANCE_FILE, Workspace, fs};

/// The largest PDF whose attachments are read, in bytes.
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// Stands for what is not known, where something has to.
const UNKNOWN: &str = "不详";

/// A register that was made anew.
#[derive(Clone, Debug, Default)]
pub struct Rebuilt {
    /// Its PDFs: those in force, and those that were replaced or taken back.
    pub publications: Vec<Arc<Publication>>,
    /// PDFs with the name of an issue that do not say that they were issued, as shown.
    pub silent: Vec<String>,
    /// PDFs that were issued and could not be entered, as shown, and why.
    pub left: Vec<(String, String)>,
    /// Whether it is the copy of it that was kept in `.jianbao/`, byte for byte.
    pub is_copy: bool,
    /// How many entries it had, where that is known and it has fewer now.
    pub had: Option<usize>,
    /// How many entries it has.
    pub entries: usize,
    /// PDFs that the copy knows of and that are not there any more, so that they could not be entered.
    pub gone: Vec<Arc<Publication>>,
}

/// A PDF that was issued, and what its name says of it.
struct Kept {
    marked: Marked,
    sha256: String,
    withdrawn: bool,
    in_force: bool,
}

/// Makes the register where there is none.
///
/// # Errors
/// [`Error::Selection`] where there is one, or nothing that it could be made of; [`Error::Read`] and
/// [`Error::Write`] of the disk.
pub fn rebuild(workspace: &Workspace, at: DateTime<FixedOffset>) -> Result<Rebuilt, Error> {
    refuse_existing(workspace)?;
    let mut rebuilt = Rebuilt::default();
    let mut issues: BTreeMap<IssueId, Vec<Kept>> = BTreeMap::new();
    for marked in archive::marked(workspace)? {
        let shown = workspace.display(&marked.path);
        let stem = marked.mark.id.file_stem();
        let name = marked.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let rest = name.strip_prefix(&stem).map(str::to_owned);
        let (in_force, withdrawn) = match rest.as_deref() {
            Some("") => (true, false),
            Some(rest) if rest.starts_with("-撤回") => (false, true),
            Some(rest) if rest.starts_with("-第") => (false, false),
            _ => {
                rebuilt.left.push((shown, "文件名改过，不知道是哪一期的".to_owned()));
                continue;
            }
        };
        let sha256 = fs::sha256_of(&marked.path)?;
        let all = issues.entry(marked.mark.id).or_default();
        all.push(Kept { marked, sha256, withdrawn, in_force });
    }
    let printed = archive::printed(workspace);
    let is_silent =
        |id: &IssueId| !issues.get(id).is_some_and(|all| all.iter().any(|kept| kept.in_force));
    rebuilt.silent = printed
        .iter()
        .filter(|(id, _)| is_silent(id))
        .map(|(_, path)| workspace.display(path))
        .collect();
    let copy = archive::copy(workspace);
    let had = archive::counted(workspace).max(copy.as_ref().map(|copy| copy.ledger.entries()));
    // Byte for byte what was lost, unless some PDF shows that it is not the last word.
    let is_whole = |ledger: &Ledger| {
        let is_known = |kept: &Kept| ledger.publications.iter().any(|it| kept.is_of(it));
        had == Some(ledger.entries()) && issues.values().flatten().all(is_known)
    };
    let copy = match copy {
        Some(copy) if is_whole(&copy.ledger) => {
            let restored = archive::restore(workspace, copy)?;
            return match restored {
                Some(ledger) => Ok(rebuilt.with(workspace, ledger, had, true)),
                None => refuse_existing(workspace).map(|()| rebuilt),
            };
        }
        copy => copy.map(|copy| copy.ledger).unwrap_or_default(),
    };
    if issues.is_empty() {
        let problem = "out 里没有印发过的 PDF，没有可以用来重建登记的".to_owned();
        let remedy = "从备份中取回 ledger.yaml 和 out 文件夹；旧版程序印发的 PDF 里没有写明期号和版次，不能用来重建".to_owned();
        return Err(Error::Selection { problem, remedy });
    }
    let options = BuildOptions::default();
    let batch = Batch::apart_from_register(workspace, &options)?;
    let press = batch.press()?;
    // As the register keeps it.
    let at = at.trunc_subsecs(0);
    let mut entries = Vec::new();
    for (id, all) in issues {
        let chains = chains(all);
        let last = chains.len().saturating_sub(1);
        for (place, chain) in chains.into_iter().enumerate() {
            let mut before: Option<String> = None;
            let mut open = None;
            for kept in chain {
                let noted =
                    copy.publications.iter().rev().find(|it| kept.is_of(it)).map(AsRef::as_ref);
                let publication = batch.known(&press, &kept, noted, before.take(), at)?;
                let Some(publication) = publication else {
                    let why = "PDF 里没有写明日期或页数".to_owned();
                    rebuilt.left.push((workspace.display(&kept.marked.path), why));
                    continue;
                };
                before = Some(workspace.display(&kept.marked.path));
                let edition = publication.edition;
                let known = noted.and_then(|noted| noted.withdrawn.clone());
                entries.push(Entered::Issued(Box::new(publication)));
                let withdrawn = Entered::Withdrawn {
                    id,
                    edition,
                    sha256: kept.sha256.clone(),
                    withdrawal: Withdrawal {
                        kept: kept.withdrawn.then(|| workspace.display(&kept.marked.path)),
                        ..known.unwrap_or_else(|| unknown_withdrawal(at))
                    },
                };
                match kept.withdrawn {
                    true => entries.push(withdrawn),
                    false => open = Some(withdrawn),
                }
            }
            // What was issued after it shows that it was taken back, though nothing else does.
            entries.extend(open.filter(|_| place < last));
        }
    }
    rebuilt.gone = copy
        .publications
        .into_iter()
        .filter(|noted| {
            !entries
                .iter()
                .any(|it| matches!(it, Entered::Issued(it) if it.pdf.sha256 == noted.pdf.sha256))
        })
        .collect();
    match archive::remake(workspace, &entries)? {
        Some(ledger) => Ok(rebuilt.with(workspace, ledger, had, false)),
        None => refuse_existing(workspace).map(|()| rebuilt),
    }
}

impl Rebuilt {
    /// With the register that was made.
    fn with(
        mut self,
        workspace: &Workspace,
        ledger: Ledger,
        had: Option<usize>,
        is_copy: bool,
    ) -> Self {
        fs::sweep(workspace.root(), &workspace.root().join(LEDGER_FILE));
        self.entries = ledger.entries();
        self.had = had.filter(|had| *had > self.entries);
        self.publications = ledger.publications;
        self.is_copy = is_copy;
        self
    }
}

impl Kept {
    /// Whether this is the PDF of an entry.
    fn is_of(&self, publication: &Publication) -> bool {
        publication.id == self.marked.mark.id && publication.pdf.sha256 == self.sha256
    }
}

fn unknown_withdrawal(at: DateTime<FixedOffset>) -> Withdrawal {
    Withdrawal { recorded: at, reason: "不详（登记照 PDF 重建）".to_owned(), kept: None }
}

/// What is there is never written over, however little of it is left.
fn refuse_existing(workspace: &Workspace) -> Result<(), Error> {
    if workspace.root().join(LEDGER_FILE).symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Error::Selection {
        problem: format!("{LEDGER_FILE} 已经有了，没有改动它"),
        remedy: "它完整时不用重建；确有缺失的，先把它移到别处留着（以后可以核对），再运行 jianbao register rebuild".to_owned(),
    })
}

/// The PDFs of an issue as they followed each other, those of each time that it was issued in a list.
fn chains(all: Vec<Kept>) -> Vec<Vec<Kept>> {
    let mut turns: BTreeMap<u32, Vec<Kept>> = BTreeMap::new();
    for kept in all {
        turns.entry(kept.marked.mark.turn).or_default().push(kept);
    }
    turns.into_values().flat_map(of_turn).collect()
}

/// Of PDFs that say they were issued at the same time: editions that were taken back, then those that
/// lead to the one in force. Only the last of each is there for certain.
fn of_turn(mut all: Vec<Kept>) -> Vec<Vec<Kept>> {
    all.sort_by(|a, b| {
        let key = |kept: &Kept| (kept.in_force, kept.withdrawn, kept.marked.path.clone());
        key(a).cmp(&key(b))
    });
    let mut earlier: Vec<Kept> = Vec::new();
    let mut ends = Vec::new();
    for kept in all.drain(..) {
        if kept.in_force || kept.withdrawn { ends.push(kept) } else { earlier.push(kept) }
    }
    let mut found: Vec<Vec<Kept>> = Vec::new();
    // The one in force has the first choice among the earlier ones, the latest names first.
    for end in ends.into_iter().rev() {
        let mut chain = Vec::new();
        for edition in (1..end.marked.mark.edition).rev() {
            let at = earlier.iter().rposition(|kept| kept.marked.mark.edition == edition);
            // What is missing between them leaves no way to those before.
            let Some(at) = at else { break };
            chain.push(earlier.remove(at));
        }
        chain.reverse();
        chain.push(end);
        found.push(chain);
    }
    // Of an issue whose PDF in force is gone, the last edition is all there is.
    if !earlier.is_empty() {
        earlier.sort_by_key(|kept| kept.marked.mark.edition);
        found.insert(0, earlier);
    }
    found.reverse();
    found
}

impl Batch<'_> {
    /// What can be known of an issued PDF; `None` where it does not even say its date and pages.
    fn known(
        &self,
        press: &Press,
        kept: &Kept,
        noted: Option<&Publication>,
        earlier: Option<String>,
        at: DateTime<FixedOffset>,
    ) -> Result<Option<Publication>, Error> {
        let Kept { marked: Marked { path, mark }, sha256, .. } = kept;
        let shown = self.workspace.display(path);
        if let Some(noted) = noted {
            let rebuilt = format!("照 PDF「{shown}」重建；其余照 .jianbao 里留的底账");
            return Ok(Some(Publication {
                edition: mark.edition,
                turn: mark.turn,
                earlier,
                rebuilt: Some(rebuilt),
                withdrawn: None,
                ..noted.clone()
            }));
        }
        let said = pdf::stated(&fs::tail(path, pdf::TAIL)?);
        let date = said.date.as_deref().and_then(|date| date.parse::<NaiveDate>().ok());
        let (Some(date), Some(pages)) = (date, said.pages) else { return Ok(None) };
        let reason = (mark.edition > 1).then(|| format!("{UNKNOWN}（登记照 PDF 重建）"));
        // Where it lay when it was in force.
        let target = self.key(&self.target(mark.id));
        let pdf = Digest { path: target, sha256: sha256.clone() };
        let made_again = match kept.in_force || kept.withdrawn {
            true => guarded(mark.id, || self.made_again(press, kept, at)).unwrap_or(None),
            false => None,
        };
        let told = |what: &str| Some(format!("照 PDF「{shown}」重建；{what}"));
        let recorded = "登记时间是重建的时间，当时是否未核先发不知道";
        if let Some(publication) = made_again {
            return Ok(Some(Publication {
                edition: mark.edition,
                turn: mark.turn,
                reason,
                earlier,
                pdf,
                rebuilt: told(&format!("{recorded}，其余与当时相同")),
                ..publication
            }));
        }
        let attached = attachments(path);
        let provenance = attached.get(PROVENANCE_FILE).map(|bytes| read::provenance_of(bytes));
        let is_attached = provenance.is_some();
        let provenance = provenance.unwrap_or_default();
        let folder = attached.keys().find_map(|name| name.strip_suffix(ISSUE_FILE));
        let (mut sources, mut shared) = (Vec::new(), Vec::new());
        for (name, bytes) in attached.iter().filter(|(name, _)| *name != PROVENANCE_FILE) {
            let digest = Digest { path: name.clone(), sha256: fs::sha256(bytes) };
            match folder.is_some_and(|folder| name.starts_with(folder)) {
                true => sources.push(digest),
                false => shared.push(digest),
            }
        }
        let unknown = match is_attached {
            true => format!("{recorded}，稿件、版式、字体照 PDF 里附带的；标题和总期号不知道"),
            false => format!("{recorded}；标题、总期号、版式、稿件和字体的指纹不知道"),
        };
        Ok(Some(Publication {
            id: mark.id,
            edition: mark.edition,
            turn: mark.turn,
            reason,
            earlier,
            total: None,
            date,
            recorded: at,
            titles: Vec::new(),
            pages,
            pdf,
            others: companions::found(self, path, &self.target(mark.id), mark, None)?,
            attached: is_attached,
            profile: provenance.profile.unwrap_or_else(|| UNKNOWN.to_owned()),
            tool: provenance.tool.or(said.program).unwrap_or_else(|| UNKNOWN.to_owned()),
            sources,
            shared: shared.into(),
            fonts: provenance.fonts.into(),
            unread: None,
            rebuilt: told(&unknown),
            withdrawn: None,
        }))
    }

    /// What the register would say of an issue that still comes out as this very PDF.
    fn made_again(
        &self,
        press: &Press,
        kept: &Kept,
        at: DateTime<FixedOffset>,
    ) -> Result<Option<Publication>, Error> {
        let Kept { marked: Marked { mark: said, .. }, sha256, .. } = kept;
        let proof = press.proof(said.id, Setting::default())?;
        let Some(proof) = proof.value else { return Ok(None) };
        let made_of = self.ingredients(&proof)?;
        let mut publication = self.publication(press, &proof, &made_of, at);
        let own = mark(&publication, said.turn, said.edition);
        if own.sources != said.sources {
            return Ok(None);
        }
        let is_it =
            |pdf: Result<Vec<u8>, _>| pdf.is_ok_and(|pdf: Vec<u8>| fs::sha256(&pdf) == *sha256);
        let attached;
        let made = if is_it(proof.issued(&own)) {
            &proof
        } else {
            publication.attached = true;
            attached = self.with_sources(press, &proof, &made_of, at)?;
            match &attached {
                Ok(proof) if is_it(proof.issued(&own)) => proof,
                _ => return Ok(None),
            }
        };
        let target = self.target(said.id);
        publication.others = companions::found(self, &kept.marked.path, &target, said, Some(made))?;
        Ok(Some(publication))
    }
}

/// The files in a PDF by their names; none where they cannot be read.
fn attachments(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = fs::read_limited(path, MAX_BYTES).ok().flatten();
    let files = bytes.and_then(|bytes| Pdf::parse(bytes).ok()?.attachments().ok());
    files.unwrap_or_default().into_iter().map(|file| (file.name, file.bytes)).collect()
}
