//! What is wrong with the run of numbers: told from the heads of all issues and the register.
//!
//! Of a single issue it tells only what concerns its number; the rest is told when it is built.

mod runs;
mod series;
mod totals;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::model::IssueId;
use crate::read::{House, LedgerFile, Numbering};
use crate::workspace::LEDGER_FILE;

use super::register::Register;
use super::shelf::{self, Volume};
use super::withdraw::later;

/// The findings over the whole archive, by file and place: numbers doubled, left out or not those of
/// their folders; dates that run backwards; 总期号 that do not count up; issued issues whose folders
/// are gone; and what is wrong with the register itself.
///
/// Where `jianbao.yaml` has errors, numbers are compared within each year only, for the numbering
/// may not be what it says.
///
/// # Errors
/// [`Error::Read`] when a folder or file cannot be read.
pub fn survey(house: &House) -> Result<Vec<Diagnostic>, Error> {
    let (register, found) = shelf::ledger(&house.workspace)?;
    surveyed(house, &register, found)
}

/// The same for whoever holds the register: it is not read again, and findings about its entries do
/// not say where they stand.
///
/// # Errors
/// As [`survey`].
pub fn survey_beside(house: &House, register: &Register) -> Result<Vec<Diagnostic>, Error> {
    surveyed(house, register.file(), Vec::new())
}

fn surveyed(
    house: &House,
    register: &LedgerFile,
    mut found: Vec<Diagnostic>,
) -> Result<Vec<Diagnostic>, Error> {
    let settings = house.settings.value.as_ref().filter(|_| !house.settings.has_errors());
    let numbering = settings.map(|settings| settings.numbering);
    let volumes = shelf::volumes(&house.workspace)?;
    found.extend(examine(&volumes, register, numbering));
    found.sort_by(|a, b| {
        let key = |found: &Diagnostic| {
            found.span.as_ref().map(|span| (span.file.path.clone(), span.range.start))
        };
        key(a).cmp(&key(b))
    });
    Ok(found)
}

fn examine(
    volumes: &[Volume],
    register: &LedgerFile,
    numbering: Option<Numbering>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let own = volumes.iter().flat_map(|volume| &volume.diagnostics);
    found.extend(own.filter(|finding| finding.code == code::WRONG_NUMBER).cloned());
    found.extend(folders_doubled(volumes));
    for supplement in [false, true] {
        found.extend(series::examine(volumes, register, numbering, supplement));
    }
    found.extend(totals::examine(volumes, numbering));
    found.extend(lost(volumes, register));
    found.extend(taken_back(register));
    found
}

/// Several folders of one year that are the same issue: `28` and `028`.
fn folders_doubled(volumes: &[Volume]) -> Vec<Diagnostic> {
    let ready: Vec<&Volume> = volumes.iter().filter(|volume| volume.folder.ready).collect();
    let same = ready.chunk_by(|a, b| a.folder.id == b.folder.id).filter(|same| same.len() > 1);
    same.filter_map(|same| {
        let last = same.last()?;
        let id = last.folder.id;
        let names: Vec<String> =
            same.iter().map(|volume| format!("{:04}/{}", id.year, volume.folder.name)).collect();
        let message = format!("「{id}」有 {} 个文件夹：{}", names.len(), names.join("、"));
        Some(
            Diagnostic::error(code::DOUBLED_NUMBER, message)
                .at(last.place())
                .help("留下一个，其余的改成没有用过的期号，或移到别处"),
        )
    })
    .collect()
}

/// Issues in the register that have no folder.
fn lost(volumes: &[Volume], register: &LedgerFile) -> Vec<Diagnostic> {
    let folders: BTreeSet<IssueId> = volumes.iter().map(|volume| volume.folder.id).collect();
    let in_force: BTreeSet<IssueId> = register.ledger.in_force().collect();
    // One issue may have been issued several times.
    let mut gone = BTreeMap::new();
    for (index, publication) in register.ledger.publications.iter().enumerate() {
        if in_force.contains(&publication.id) && !folders.contains(&publication.id) {
            gone.insert(publication.id, register.place(index));
        }
    }
    gone.into_iter()
        .map(|(id, place)| {
            let message = format!("「{id}」在 {LEDGER_FILE} 里登记过，但没有它的文件夹");
            Diagnostic::warning(code::LOST_ISSUE, message)
                .at(place)
                .help("从备份中取回它的文件夹；改过名的，改回原名")
        })
        .collect()
}

/// Numbers that were taken back after later ones had been issued: they stay empty.
fn taken_back(register: &LedgerFile) -> Vec<Diagnostic> {
    let ledger = &register.ledger;
    let taken_back: BTreeSet<IssueId> = ledger
        .publications
        .iter()
        .map(|publication| publication.id)
        .filter(|id| ledger.withdrawn(*id).is_some())
        .collect();
    let told = taken_back.into_iter().filter_map(|id| {
        let later = later(ledger, id).into_iter().min()?;
        let (_, withdrawal) = ledger.withdrawn(id)?;
        let day = withdrawal.recorded.format("%Y-%m-%d");
        let message = format!("「{id}」已于 {day} 撤回，后面的「{later}」已经印发，这个期号空着");
        let place = ledger.publications.iter().rposition(|publication| publication.id == id);
        Some(
            Diagnostic::warning(code::NUMBER_GAP, message)
                .at(place.and_then(|index| register.place(index)))
                .help("改好后仍用这个期号印发；不再印的，在下一期说明"),
        )
    });
    told.collect()
}

#[cfg(test)]
mod tests;
