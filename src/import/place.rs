//! Where in an issue an entry stands: the number that its file's name begins with.
//!
//! Entries of a column stand in the order in which the roster lists their units; what is there
//! already keeps its name.

use std::path::Path;

use super::recognise::Dispatch;
use crate::archive;
use crate::error::Error;
use crate::model::{Entry, Issue, IssueId, Limit, Roster, Unit, megabytes};
use crate::read;
use crate::workspace::{Workspace, fs, is_free};

/// The largest entry, in bytes: as large as one can be.
pub const ENTRY: u64 = megabytes(Limit::FILE_SIZE.ceiling);
/// Numbers are below this; what is above is none, but a date or a telephone number.
const MOST: u32 = 100_000_000;
/// How far apart numbers are, so that another entry finds room.
const STEP: u32 = 10;

/// What decides where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    column: usize,
    /// The place of its unit in the roster; units that are not in it come last.
    rank: usize,
    /// What the file is called.
    slug: String,
}

impl Rank {
    /// What decides where a dispatch stands.
    pub fn of(dispatch: &Dispatch, roster: &Roster) -> Self {
        let source = dispatch.source.as_ref().map(|source| source.value.as_str());
        let inspector = dispatch.inspector.as_ref().map(|guess| &guess.value);
        let topic = inspector.and_then(|it| it.topic.as_deref());
        let title = dispatch.title.as_ref().map(|title| title.value.as_str());
        let slug = source.or(topic).or(title).unwrap_or("来稿");
        // Annexes come after all columns.
        let is_annex = dispatch.kind.as_ref().is_some_and(|kind| kind.value == Entry::ANNEX);
        let none = if is_annex { usize::MAX } else { 0 };
        Self {
            column: dispatch.column.as_ref().map_or(none, |column| column.value),
            rank: rank(source, roster),
            slug: slug.chars().filter(|c| c.is_alphanumeric()).take(12).collect(),
        }
    }

    /// What entries are sorted by: the place of their column, and of their unit in it.
    pub fn order(&self) -> (usize, usize) {
        (self.column, self.rank)
    }

    /// What decides where an entry that is written already stands, under a name of its own.
    pub fn of_entry(entry: &Entry, slug: &str, roster: &Roster) -> Self {
        let source = entry.source.as_ref().map(|source| source.as_str());
        Self { column: entry.column, rank: rank(source, roster), slug: slug.to_owned() }
    }
}

/// The place of a unit in the roster; that of an office or bureau of a county is the county's.
fn rank(source: Option<&str>, roster: &Roster) -> usize {
    let place = |is: &dyn Fn(&Unit) -> bool| roster.units.iter().position(is);
    let of = |source: &str| {
        let bare = source.strip_prefix("中共").unwrap_or(source);
        let county = |unit: &Unit| unit.county && bare.starts_with(unit.name.as_str());
        place(&|unit| unit.name.as_str() == source).or_else(|| place(&county))
    };
    source.and_then(of).unwrap_or(roster.units.len())
}

/// The entries of an issue by number.
#[derive(Debug)]
pub struct EntryNumbers {
    /// Number, column, rank.
    taken: Vec<(u32, usize, usize)>,
}

impl EntryNumbers {
    /// The entries that are there, those that wait among them.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder cannot be listed or an entry not be read.
    pub fn of(issue: &Issue, roster: &Roster, folder: &Path) -> Result<Self, Error> {
        let number = |entry: &Entry| {
            let digits = entry.file.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            let number = entry.file[..digits].parse().ok().filter(|number| *number < MOST)?;
            let source = entry.source.as_ref().map(|source| source.as_str());
            Some((number, entry.column, rank(source, roster)))
        };
        let mut taken: Vec<_> = issue.entries.iter().filter_map(number).collect();
        for path in read::issue_files(folder)?.entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if issue.entries.iter().any(|entry| entry.file == name) {
                continue;
            }
            let Some(bytes) = fs::read_limited(&path, ENTRY)? else { continue };
            let file = read::decoded(&name, &bytes);
            taken.extend(
                read::read_entry_or_waiting(&file, &issue.columns).as_ref().and_then(number),
            );
        }
        Ok(Self { taken })
    }

    /// A name for an entry that nothing in the folder has; `coming` entries, this one among them,
    /// are still to be placed.
    pub fn name(&mut self, rank: &Rank, ending: &str, coming: usize, folder: &Path) -> String {
        let before = |it: &&(u32, usize, usize)| (it.1, it.2) <= (rank.column, rank.rank);
        let after = self.taken.iter().filter(before).map(|it| it.0).max().unwrap_or(0);
        let behind = self.taken.iter().filter(|it| !before(it)).map(|it| it.0);
        let next = behind.filter(|number| *number > after).min();
        let number = match next {
            None => (after / STEP + 1) * STEP,
            // Room is left for those that come after it.
            Some(next) => {
                let room = (next - after) / (coming as u32 + 1);
                after + room.clamp(u32::from(next - after > 1), STEP)
            }
        };
        self.taken.push((number, rank.column, rank.rank));
        let slug = if rank.slug.is_empty() { "来稿" } else { &rank.slug };
        let mut count = 1;
        loop {
            let name = match count {
                1 => format!("{number:02}-{slug}.{ending}"),
                _ => format!("{number:02}-{slug}-{count}.{ending}"),
            };
            if is_free(&folder.join(&name)) {
                return name;
            }
            count += 1;
        }
    }
}

/// An issue that has been issued is not changed any more.
///
/// # Errors
/// [`Error::Usage`] when it has been; [`Error::Selection`] where the register is not whole, so that
/// nobody knows; [`Error::Read`] of it.
pub fn refuse_issued(workspace: &Workspace, id: IssueId) -> Result<(), Error> {
    let ledger = archive::sound_ledger(workspace)?;
    match ledger.current(id) {
        // The register has the day of printing, which need not be that on which it went out.
        Some(_) => Err(Error::Usage(format!("{id} 已印发，不能再放进或移出稿件"))),
        None => Ok(()),
    }
}
