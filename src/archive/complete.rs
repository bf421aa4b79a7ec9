//! A folder that bears a number and has no `issue.yaml`: the file is put there, and it is an issue.

use chrono::{Datelike, NaiveDate};

use super::draft::issue_yaml;
use super::lock::lock;
use super::{evidence, shelf};
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::IssueId;
use crate::read::House;
use crate::workspace::{Folder, ISSUE_FILE, fs};

/// Writes the `issue.yaml` that a folder lacks; what lies there stays. No value where settings or
/// register have errors, the number is in force, the date is of another year, or somebody else has
/// written the file meanwhile; the findings say which.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] when the disk does not do as asked.
pub fn complete(
    house: &House,
    folder: &Folder,
    date: NaiveDate,
) -> Result<Checked<IssueId>, Error> {
    let workspace = &house.workspace;
    let _lock = lock(workspace)?;
    let Checked { value, diagnostics } = evidence::both(house)?;
    let refused = |found: Diagnostic| Ok(Checked { value: None, diagnostics: vec![found] });
    let Some((_, ledger)) = value else { return Ok(Checked { value: None, diagnostics }) };
    let id = folder.id;
    let shown = workspace.display(&folder.dir);
    if ledger.current(id).is_some() {
        let message = format!("「{id}」已登记印发，文件夹 {shown} 里却没有 {ISSUE_FILE}");
        let help = "从备份取回这一期的文件夹";
        return refused(Diagnostic::error(code::LOST_ISSUE, message).help(help));
    }
    if date.year() != i32::from(id.year) {
        let message = format!("文件夹 {shown} 是 {} 年的，日期却是 {date}", id.year);
        let help =
            format!("写明印发日期，例如：jianbao new {} --date {}-01-15", id.number, id.year);
        return refused(Diagnostic::error(code::WRONG_DATE, message).help(help));
    }
    let path = folder.dir.join(ISSUE_FILE);
    workspace.contained(&path)?;
    let volumes = shelf::volumes(workspace)?;
    let total = super::reserve::total(&volumes, &ledger, id.number.is_supplement());
    let text = issue_yaml(id.number, date, total);
    match fs::write_new(&path, text.as_bytes())? {
        Some(_) => Ok(Checked { value: Some(id), diagnostics }),
        None => {
            let message = format!("{shown} 里刚刚有了 {ISSUE_FILE}，没有改动它");
            refused(Diagnostic::error(code::DOUBLED_NUMBER, message))
        }
    }
}
