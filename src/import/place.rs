//! Where in an issue an entry stands: the number that its file's name begins with.
//!
//! Entries of a column stand in the order in which the roster lists their units; what is there
//! already keeps its name.

use std::path::Path;

use super::recognise::Dispatch;
use crate::diagnostic::SourceFile;
use crate::error::Error;
use crate::model::{Column, Entry, Issue, Limit, Roster, Unit, megabytes};
use crate::read;
use crate::workspace::{fs, is_free};

/// The largest entry, in bytes: as large as one can be.
const ENTRY: u64 = megabytes(Limit::FILE_SIZE.ceiling);
/// Numbers are below this; what is above is none, but a date or a telephone number.
const MOST: u32 = 100_000_000;
/// How far apart numbers are, so that another entry finds room.
const STEP: u32 = 10;

/// What decides where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    column: usize,
    /// The place of its unit in the roster; units that are not in it come last.
    rank: usize,
    /// What the file is called.
    slug: String,
}

impl Placed {
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

/// An entry, also one that is held back: that one keeps its place.
pub fn entry_or_waiting(file: &SourceFile, columns: &[Column]) -> Option<Entry> {
    let is_shown = |line: &&str| !["暂缓", "hold"].iter().any(|key| line.starts_with(key));
    let lines: Vec<&str> = file.text.lines().filter(is_shown).collect();
    read::read_entry(&read::decoded(&file.path, lines.join("\n").as_bytes()), columns).value
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
pub struct Shelf {
    /// Number, column, rank.
    taken: Vec<(u32, usize, usize)>,
}

impl Shelf {
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
            taken.extend(entry_or_waiting(&file, &issue.columns).as_ref().and_then(number));
        }
        Ok(Self { taken })
    }

    /// A name for an entry that nothing in the folder has; `coming` entries, this one among them,
    /// are still to be placed.
    pub fn name(&mut self, placed: &Placed, ending: &str, coming: usize, folder: &Path) -> String {
        let before = |it: &&(u32, usize, usize)| (it.1, it.2) <= (placed.column, placed.rank);
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
        self.taken.push((number, placed.column, placed.rank));
        let slug = if placed.slug.is_empty() { "来稿" } else { &placed.slug };
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
