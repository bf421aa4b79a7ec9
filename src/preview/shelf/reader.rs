//! Reads the archive again and again, an issue at a time: first what it says, then what is wrong
//! with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::known::{Archive, EntryText, Known, Row, State, change, lock};
use crate::archive;
use crate::archive::Stored;
use crate::batch::{InputKind, Standing};
use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::issue::{Correction, Press, Setting, guarded};
use crate::model::{Entry, Issue, IssueId, Ledger, Publication};
use crate::preview::desk::Desk;
use crate::preview::watch::Touched;
use crate::read::House;
use crate::typeset::Typeset;
use crate::workspace::Workspace;

/// After a change drafts come first: the archive is read when nothing happened for this long.
const QUIET: Duration = Duration::from_millis(400);
/// While much is read, pages hear of it this often.
const PACE: Duration = Duration::from_millis(250);

/// Whoever reads the archive.
pub struct Reader {
    workspace: Workspace,
    known: Arc<Mutex<Archive>>,
    version: watch::Sender<u64>,
    desk: Arc<Desk>,
    house: Option<House>,
    ledger: Ledger,
    press: Option<Press>,
    /// What is still to be read, and what is to be set in order to know what is wrong with it.
    unread: BTreeSet<IssueId>,
    unset: BTreeSet<IssueId>,
    told: Option<Instant>,
}

impl Reader {
    pub fn new(
        workspace: Workspace,
        known: Arc<Mutex<Archive>>,
        version: watch::Sender<u64>,
        desk: Arc<Desk>,
    ) -> Self {
        Self {
            workspace,
            known,
            version,
            desk,
            house: None,
            ledger: Ledger::default(),
            press: None,
            unread: BTreeSet::new(),
            unset: BTreeSet::new(),
            told: None,
        }
    }

    /// Reads until nobody holds the other end of `tasks`.
    pub fn work(&mut self, tasks: &Receiver<Touched>) {
        self.survey(true);
        loop {
            // With work to do, only a look at what has come; otherwise it is waited for.
            let wait = if self.unread.is_empty() && self.unset.is_empty() {
                tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                tasks.recv_timeout(Duration::ZERO)
            };
            match wait {
                Ok(touched) => {
                    if !self.gather(touched, tasks) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => self.step(),
            }
        }
    }

    /// Notes what changed, and whatever else changes until there is quiet; false at the end.
    fn gather(&mut self, touched: Touched, tasks: &Receiver<Touched>) -> bool {
        let mut all = touched;
        loop {
            match tasks.recv_timeout(QUIET) {
                Ok(more) => all.extend(more),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        if all.house {
            (self.house, self.press) = (None, None);
        }
        // What is new comes with the survey.
        let known: Vec<IssueId> = lock(&self.known).issues.keys().copied().collect();
        self.unread.extend(known.into_iter().filter(|id| all.concerns(*id)));
        if all.house || all.ledger || all.folders {
            self.survey(all.house || all.ledger);
        }
        true
    }

    /// Looks at the archive as a whole: which issues there are, and their numbers.
    fn survey(&mut self, read_all: bool) {
        // The settings may have another limit now than when the preview was opened.
        let house = self.house().cloned();
        if let Ok(house) = &house {
            self.workspace = house.workspace.clone();
        }
        let issues = self.workspace.issues();
        let findings = house.as_ref().map_or(Ok(Vec::new()), archive::survey);
        let unready = self.workspace.unready();
        let register = archive::ledger(&self.workspace);
        let ledger = register.as_ref().ok().and_then(|it| it.value.clone()).unwrap_or_default();
        let house_changed = house_since(&self.workspace, &ledger).unwrap_or_default();
        let mut archive = change(&self.known);
        archive.notices.clear();
        archive.notices.extend(house_changed);
        let failed = [
            issues.as_ref().err(),
            findings.as_ref().err(),
            unready.as_ref().err(),
            register.as_ref().err(),
        ];
        archive.notices.extend(failed.into_iter().flatten().map(ToString::to_string));
        archive.notices.extend(unready.unwrap_or_default().iter().map(|folder| {
            format!(
                "文件夹「{folder}」里没有 issue.yaml，或名称不是期号（如 028、增刊1），没有算作一期"
            )
        }));
        self.ledger = register.ok().and_then(|it| it.value).unwrap_or_default();
        let issues = issues.unwrap_or_default();
        archive.issues.retain(|id, _| issues.contains(id));
        self.unread.retain(|id| issues.contains(id));
        for id in issues {
            let is_new = !archive.issues.contains_key(&id);
            archive.issues.entry(id).or_insert_with(|| Known { row: bare(id), texts: Vec::new() });
            if is_new || read_all {
                self.unread.insert(id);
            }
        }
        let mut all: Vec<Diagnostic> = Vec::new();
        match house {
            Ok(house) => {
                archive.name_after(&house.settings);
                all.extend(house.settings.diagnostics);
            }
            Err(error) => archive.notices.push(error.to_string()),
        }
        all.extend(findings.unwrap_or_default());
        all.sort_by_key(|finding| finding.severity);
        archive.findings.clone_from(&all);
        drop(archive);
        self.desk.surveyed(Arc::new(all));
        self.tell(true);
    }

    /// The settings, read once until they change.
    fn house(&mut self) -> Result<&House, Error> {
        match self.house {
            Some(ref house) => Ok(house),
            None => Ok(self.house.insert(House::open(self.workspace.clone())?)),
        }
    }

    /// Reads one issue, newest first, or sets one.
    fn step(&mut self) {
        if let Some(id) = self.unread.pop_last() {
            let known = guarded(id, || self.read(id)).unwrap_or_else(|error| {
                let mut known = Known { row: bare(id), texts: Vec::new() };
                known.row.fail(error.to_string());
                known
            });
            if known.row.state == State::Checking {
                self.unset.insert(id);
            }
            change(&self.known).issues.insert(id, known);
        } else if let Some(id) = self.unset.pop_last() {
            let set = guarded(id, || self.set(id));
            if let Some(known) = change(&self.known).issues.get_mut(&id) {
                match set {
                    Ok((findings, pages)) => known.row.set(&findings, pages),
                    Err(error) => known.row.fail(error.to_string()),
                }
            }
        }
        self.tell(self.unread.is_empty() && self.unset.is_empty());
    }

    fn read(&mut self, id: IssueId) -> Result<Known, Error> {
        let read = self.house()?.issue(id)?;
        Ok(known(&self.workspace, id, read.value.as_ref(), &read.diagnostics, &self.ledger))
    }

    /// Findings and pages of an issue.
    fn set(&mut self, id: IssueId) -> Result<(Vec<Diagnostic>, Option<usize>), Error> {
        let press = match &self.press {
            Some(press) => press,
            None => {
                let house = self.house()?.clone();
                self.press.insert(Press::of(house)?)
            }
        };
        let correction = self.ledger.current(id).and_then(Correction::of);
        let sheet = press.set(id, Setting::screen(false, correction))?;
        let typeset = sheet.value.as_ref().and_then(|sheet| sheet.typeset.as_ref());
        Ok((sheet.diagnostics, typeset.map(Typeset::page_count)))
    }

    /// Lets pages know that there is something new, at once or when they have not heard for long.
    fn tell(&mut self, now: bool) {
        if now || self.told.is_none_or(|told| told.elapsed() > PACE) {
            self.told = Some(Instant::now());
            self.version.send_modify(|version| *version += 1);
        }
    }
}

/// An issue of which nothing is known but its number.
fn bare(id: IssueId) -> Row {
    let name = id.number.spoken();
    Row { issue: id.file_stem(), href: format!("/{id}"), name, ..Row::default() }
}

/// What is known of an issue from its texts and the register.
pub fn known(
    workspace: &Workspace,
    id: IssueId,
    issue: Option<&Issue>,
    findings: &[Diagnostic],
    ledger: &Ledger,
) -> Known {
    let mut known = Known { row: bare(id), texts: Vec::new() };
    let row = &mut known.row;
    if findings.iter().any(|finding| finding.code == code::NO_ENTRIES) {
        row.problem = Some("还没有稿件".to_owned());
    }
    if issue.is_none() {
        row.problem = Some("有错误，暂时看不到里面的稿件".to_owned());
    }
    if let Some(publication) = ledger.current(id) {
        row.state = State::Published;
        row.edition = Some(publication.edition);
        row.pages = Some(publication.pages);
        if let Some(issue) = issue {
            row.problem = since(workspace, issue, publication, ledger);
        }
    }
    if let Some((_, withdrawal)) = ledger.withdrawn(id) {
        let day = withdrawal.recorded.format("%Y-%m-%d");
        row.problem.get_or_insert_with(|| format!("已于 {day} 撤回"));
    }
    if let Some(issue) = issue {
        row.date = Some(issue.date.format("%-m月%-d日").to_string());
        let titles = issue.entries.iter().map(|entry| plain(&entry.title_or_composed().value));
        row.titles = titles.collect();
        known.texts = issue.entries.iter().map(text).collect();
    }
    known
}

/// What has happened to an issue since it was issued.
fn since(
    workspace: &Workspace,
    issue: &Issue,
    publication: &Publication,
    ledger: &Ledger,
) -> Option<String> {
    let pdf = &publication.pdf;
    let is_lost = ledger.lost(&pdf.path, &pdf.sha256).is_some();
    let stored = crate::archive::stored(workspace, publication);
    let changed = crate::archive::changed_since(workspace, issue, publication);
    match (stored, changed) {
        (Ok(Stored::Missing), _) if is_lost => Some("存档的 PDF 已登记遗失".to_owned()),
        (Ok(Stored::Missing), _) => Some("存档的 PDF 不见了".to_owned()),
        (Ok(Stored::Altered), _) => Some("存档的 PDF 被改过".to_owned()),
        (_, Ok(true)) => Some("印发后稿件有改动".to_owned()),
        (Err(error), _) | (_, Err(error)) => Some(error.to_string()),
        _ => None,
    }
}

/// What the house has changed since issues were issued, in a sentence for each kind of change.
fn house_since(workspace: &Workspace, ledger: &Ledger) -> Result<Vec<String>, Error> {
    let standing = Standing::new(workspace, None)?;
    let mut changed: BTreeMap<Vec<InputKind>, BTreeSet<IssueId>> = BTreeMap::new();
    for publication in ledger.in_force().filter_map(|id| ledger.current(id)) {
        let kinds = standing.house_since(publication)?;
        if !kinds.is_empty() {
            changed.entry(kinds).or_default().insert(publication.id);
        }
    }
    let sentence = |(kinds, ids): (&Vec<InputKind>, &BTreeSet<IssueId>)| {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let first = ids.first().map(ToString::to_string).unwrap_or_default();
        let which = if ids.len() == 1 { first } else { format!("{first} 等 {} 期", ids.len()) };
        format!("{which}印发以后，{}有改动；存档的 PDF 不变，重排可能与它不同", kinds.join("、"))
    };
    Ok(changed.iter().map(sentence).collect())
}

fn text(entry: &Entry) -> EntryText {
    EntryText {
        title: plain(&entry.title_or_composed().value),
        source: entry.source.as_ref().map(|source| plain(&source.value)),
        text: entry.body.value.clone(),
    }
}

/// Without the marks for breaks.
fn plain(title: &str) -> String {
    title.replace('|', "")
}
