//! How an issue stands: what it says, and whether its PDF is what would come out now.

use std::path::Path;

use super::row::Row;
use crate::archive::Stored;
use crate::batch::{InputKind, Made, Standing};
use crate::cli::batch::obstacles;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{Issue, IssueId, Ledger, Loss, Publication, Withdrawal};
use crate::read::{self, Settings};
use crate::workspace::{ISSUE_FILE, Workspace};

/// What is told of an issue.
#[derive(Debug, Default)]
pub struct State {
    date: String,
    titles: Vec<String>,
    pages: Option<usize>,
    fresh: Option<bool>,
    words: String,
    /// Whether somebody has to mend something.
    pub is_wrong: bool,
    /// What the house has changed since it was issued, besides its own files.
    pub house: Vec<InputKind>,
}

impl State {
    /// That of an issue of which nothing else can be told.
    pub fn bare(words: &str) -> Self {
        Self { words: words.to_owned(), is_wrong: true, ..Self::default() }
    }

    pub(super) fn row(self, id: IssueId) -> Row {
        Row {
            issue: id.to_string(),
            date: self.date,
            titles: self.titles,
            pages: self.pages,
            fresh: self.fresh,
            state: self.words,
        }
    }
}

/// What an issue is looked at with, read once for all of them.
pub struct Within<'a> {
    pub workspace: &'a Workspace,
    pub settings: &'a Checked<Settings>,
    pub standing: &'a Standing<'a>,
    pub ledger: &'a Ledger,
    /// What is wrong with the numbers of the archive.
    pub survey: &'a [Diagnostic],
}

/// How an issue stands.
///
/// # Errors
/// [`Error::Read`] when a file of it cannot be read.
pub fn state(within: &Within<'_>, id: IssueId) -> Result<State, Error> {
    let Within { workspace, settings, standing, ledger, survey } = *within;
    let read = workspace.issue_folder(id).and_then(|folder| {
        let issue = read::read_issue_in(workspace, settings, &folder)?;
        Ok((folder, issue))
    });
    let (folder, issue) = match read {
        // The findings over the archive name the folders.
        Err(Error::DoubledIssue { .. }) => return Ok(State::bare("期号重复")),
        Err(Error::Outside { link, target }) => {
            let words = format!("「{link}」是链接，指向工作区之外的「{target}」，没有读取");
            return Ok(State::bare(&words));
        }
        read => read?,
    };
    let is_wrong = |it: &&Diagnostic| it.is_error() && it.is_within(&folder.shown);
    let wrong_numbers = survey.iter().filter(is_wrong).count();
    let mut state = State::default();
    // As `new` leaves it: nobody has made a mistake yet.
    let is_bare = issue.diagnostics.iter().any(|finding| finding.code == code::NO_ENTRIES);
    let is_broken = issue.has_errors() && !is_bare;
    let undated = issue.diagnostics.iter().any(|finding| {
        let of_issue =
            finding.span.as_ref().is_some_and(|span| span.file.path.ends_with(ISSUE_FILE));
        of_issue
            && finding.is_error()
            && [code::WRONG_DATE, code::MISSING_KEY].contains(&finding.code)
    });
    if let Some(issue) = &issue.value {
        let titles = issue.entries.iter().map(|entry| entry.title_or_composed().value);
        state.titles = titles.map(|title| title.replace('|', "")).collect();
        // The date of an issue without one is a stand-in.
        if !undated {
            state.date = issue.date.to_string();
        }
    }
    match ledger.current(id) {
        Some(publication) => {
            let loss = ledger.lost(&publication.pdf.path, &publication.pdf.sha256);
            issued(&mut state, workspace, standing, issue.value.as_ref(), publication, loss)?;
        }
        None => {
            made(&mut state, standing, id, is_broken || is_bare, wrong_numbers)?;
            if let Some((_, withdrawal)) = ledger.withdrawn(id) {
                taken_back(&mut state, withdrawal);
            }
        }
    }
    if is_broken {
        state.is_wrong = true;
        let words = match state.words.as_str() {
            "未生成" => String::new(),
            words => format!("，{words}"),
        };
        state.words = format!("稿件有错误{words}");
    } else if is_bare && ledger.current(id).is_none() {
        state.words = "没有稿件".to_owned();
    }
    Ok(state)
}

/// What is told of an issue that was not issued.
fn made(
    state: &mut State,
    standing: &Standing<'_>,
    id: IssueId,
    is_broken: bool,
    wrong_numbers: usize,
) -> Result<(), Error> {
    match standing.of(id)? {
        Made::Nothing => state.words = "未生成".to_owned(),
        Made::Built { pages, changed, errors, held } => {
            // As `publish` counts: what is wrong with its number among the others keeps it back, too.
            let obstacles = obstacles(errors + wrong_numbers, held);
            state.pages = Some(pages);
            state.fresh = Some(changed.is_empty() && !is_broken);
            state.words = match (changed.is_empty(), obstacles) {
                (true, None) => "已生成".to_owned(),
                (true, Some(obstacles)) => format!("已生成，{obstacles}"),
                (false, _) => format!("已生成，之后{}有改动", words(&changed)),
            };
            state.is_wrong |= changed.is_empty() && errors > 0;
        }
        Made::Unknown { pages } => {
            state.pages = pages;
            state.words = "有 PDF，不知是不是最新的".to_owned();
        }
    }
    Ok(())
}

/// What was taken back is as if it had never been issued, and still known for it.
fn taken_back(state: &mut State, withdrawal: &Withdrawal) {
    let since = match state.words.as_str() {
        "未生成" => String::new(),
        words => format!("，{words}"),
    };
    state.words = format!("已撤回（{}）{since}", withdrawal.recorded.format("%Y-%m-%d"));
}

/// What is told of an issue that is in the register.
fn issued(
    state: &mut State,
    workspace: &Workspace,
    standing: &Standing<'_>,
    issue: Option<&Issue>,
    publication: &Publication,
    loss: Option<&Loss>,
) -> Result<(), Error> {
    state.pages = Some(publication.pages);
    state.words = "已印发".to_owned();
    if publication.edition > 1 {
        state.words.push_str(&format!("（第 {} 版）", publication.edition));
    }
    let there = crate::archive::stored(workspace, publication)?;
    let is_known = there == Stored::Missing && loss.is_some();
    match there {
        Stored::Whole => {}
        Stored::Missing if is_known => state.words.push_str("，PDF 已登记遗失"),
        Stored::Missing => state.words.push_str("，PDF 不见了"),
        Stored::Altered => state.words.push_str("，PDF 被改过"),
    }
    state.is_wrong |= there != Stored::Whole && !is_known;
    for other in &publication.others {
        let form = Path::new(&other.path).extension().unwrap_or_default().to_string_lossy();
        let form = form.to_uppercase();
        match crate::archive::stored_other(workspace, publication, other)? {
            Stored::Whole => state.words.push_str(&format!("，另有 {form}")),
            Stored::Missing => {
                state.words.push_str(&format!("，{form} 不见了"));
                state.is_wrong = true;
            }
            // Whoever puts a seal on it changes it, as he should.
            Stored::Altered => state.words.push_str(&format!("，{form} 已加盖印章或被改过")),
        }
    }
    let changed = match issue {
        Some(issue) => crate::archive::changed_since(workspace, issue, publication)?,
        None => true,
    };
    if changed {
        state.words.push_str("，稿件有改动");
    }
    state.house = standing.house_since(publication)?;
    let holds = !changed && state.house.is_empty() && !state.is_wrong;
    // Of what is not there nobody can say whether it holds.
    state.fresh = (!is_known).then_some(holds);
    Ok(())
}

/// Kinds of files as clerks call them.
pub fn words(kinds: &[InputKind]) -> String {
    kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join("、")
}
