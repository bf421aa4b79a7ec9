//! The order of the entries of an issue: the numbers that their files' names begin with change places.
//!
//! All files get their new names or none does.

use std::path::Path;

use super::known;
use super::named::{names_in, number, one};
use crate::archive;
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::{Workspace, renames};

/// Numbers are this far apart where entries are numbered anew, so that another one finds room.
const STEP: usize = 10;

/// What arranging came to.
#[derive(Debug, Default)]
pub struct Arranged {
    /// Whether an earlier run that was killed has been completed, and nothing else been done.
    pub completed: bool,
    /// Entries with their new names, in the new order.
    pub renamed: Vec<(String, String)>,
}

/// Brings entries of an issue into an order. Those that are named change places among themselves, so
/// that all others stay where they are. `refuse` is asked whether the issue may be changed, while
/// nobody else changes it.
///
/// # Errors
/// [`Error::Selection`] when an entry is not there, or named twice; [`Error::Write`] when a file cannot
/// be renamed, and then none is.
pub fn arrange(
    workspace: &Workspace,
    id: IssueId,
    wanted: &[String],
    refuse: impl FnOnce() -> Result<(), Error>,
) -> Result<Arranged, Error> {
    let _lock = archive::intake(workspace)?;
    let folder = workspace.issue_folder(id)?.path;
    workspace.contained(&folder.join("sources"))?;
    let mut arranged = Arranged::default();
    // Numbers were given for what was there before: they mean something else once that is done.
    if renames::complete(&folder)?.any {
        arranged.completed = true;
        return Ok(arranged);
    }
    refuse()?;
    let names = names_in(&folder)?;
    let mut order = Vec::new();
    for written in wanted {
        let at =
            one(&names, written.rsplit(['/', '\\']).next().unwrap_or(written), &id.to_string())?;
        if order.contains(&at) {
            return Err(Error::Selection {
                problem: format!("「{}」写了两次", names[at]),
                remedy: "每篇稿件写一次，从前到后".to_owned(),
            });
        }
        order.push(at);
    }
    let order: Vec<&str> = order.into_iter().map(|at| names[at].as_str()).collect();
    let numbers = numbers(&names, &order, id)?;
    let mut taken: Vec<String> =
        names.iter().filter(|name| !order.contains(&name.as_str())).cloned().collect();
    for (old, number) in order.iter().zip(numbers) {
        let new = free(&folder, &order, &taken, old, &number);
        taken.push(new.clone());
        arranged.renamed.push(((*old).to_owned(), new));
    }
    if arranged.renamed.iter().all(|(old, new)| old == new) {
        arranged.renamed.clear();
        return Ok(arranged);
    }
    let mut all: Vec<(String, String)> =
        arranged.renamed.iter().filter(|(old, new)| old != new).cloned().collect();
    all.extend(earlier(workspace, &folder, &all)?);
    renames::rename_all(&folder, &all)?;
    Ok(arranged)
}

/// The numbers for entries in their new order: those that they have, from the least to the greatest.
fn numbers(names: &[String], order: &[&str], id: IssueId) -> Result<Vec<String>, Error> {
    let mut own: Vec<&str> = order.iter().map(|name| number(name)).collect();
    let value = |digits: &&str| {
        let digits = digits.trim_start_matches('0').to_owned();
        (digits.len(), digits)
    };
    own.sort_by_key(value);
    let is_apart = own.windows(2).all(|pair| value(&pair[0]) < value(&pair[1]));
    if is_apart && own.iter().all(|digits| !digits.is_empty()) {
        return Ok(own.into_iter().map(str::to_owned).collect());
    }
    if order.len() == names.len() {
        return Ok((1..=order.len()).map(|place| format!("{:02}", place * STEP)).collect());
    }
    let left: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !order.contains(name)).collect();
    Err(Error::Selection {
        problem: format!("{id} 里写到的稿件有的没有编号或编号相同，换不了位置"),
        remedy: format!("把这一期的稿件都写上，会重新编号；还没有写的：{}", left.join("、")),
    })
}

/// An entry's name with another number.
fn free(folder: &Path, order: &[&str], taken: &[String], old: &str, digits: &str) -> String {
    let rest = &old[number(old).len()..];
    let rest = if number(old).is_empty() { format!("-{rest}") } else { rest.to_owned() };
    let (stem, ending) = rest.rsplit_once('.').unwrap_or((&rest, "md"));
    let mut count = 1;
    loop {
        let name = match count {
            1 => format!("{digits}{rest}"),
            _ => format!("{digits}{stem}-{count}.{ending}"),
        };
        // Of those that are renamed too, the old names become free.
        let is_free =
            order.contains(&name.as_str()) || folder.join(&name).symlink_metadata().is_err();
        if is_free && !taken.contains(&name) {
            return name;
        }
        count += 1;
    }
}

/// What entries were before they were replaced is kept under their names, and goes with them.
fn earlier(
    workspace: &Workspace,
    folder: &Path,
    renamed: &[(String, String)],
) -> Result<Vec<(String, String)>, Error> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (old, new) in renamed {
        let stem = new.rsplit_once('.').map_or(new.as_str(), |(stem, _)| stem);
        for (path, rest) in known::earlier_of(workspace, folder, &folder.join(old))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            let from = format!("sources/{name}");
            let to = format!("sources/{}{stem}{rest}.{ending}", known::EARLIER);
            let clashes = found.iter().any(|(old, new)| *old == from || *new == to);
            if !clashes {
                found.push((from, to));
            }
        }
    }
    // One that would take the place of another that stays is left as it is; it is known by what it says.
    let olds: Vec<String> = found.iter().map(|(old, _)| old.clone()).collect();
    found.retain(|(_, new)| olds.contains(new) || folder.join(new).symlink_metadata().is_err());
    Ok(found)
}
