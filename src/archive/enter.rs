//! A past issue into the archive: its number is known, below or above those that are there, and its
//! folder appears with everything in it or not at all.

use std::path::{Path, PathBuf};

use super::evidence;
use super::lock::lock;
use super::reserve::{folder_name, is_doubled, make, remove_unfinished, withdraw};
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::IssueId;
use crate::read::{House, Numbering};
use crate::workspace::{Folder, fs};

/// Makes the folder of an issue whose number nobody has taken; `fill` writes what is in it. Once it
/// stands, `holds` says what is wrong with it: it is then taken back. No value where the number is
/// taken, or where the settings or the register have errors; the findings say which.
///
/// A folder of that number that is empty is used.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] when the disk does not do as asked; what `fill` and `holds`
/// return.
pub fn enter(
    house: &House,
    id: IssueId,
    fill: &dyn Fn(&Path) -> Result<(), Error>,
    holds: &dyn Fn() -> Result<Vec<Diagnostic>, Error>,
) -> Result<Checked<PathBuf>, Error> {
    let workspace = &house.workspace;
    let lock = lock(workspace)?;
    let Checked { value, diagnostics } = evidence::both(house)?;
    let Some((settings, ledger)) = value else { return Ok(Checked { value: None, diagnostics }) };
    let refused = |found: Diagnostic| Ok(Checked { value: None, diagnostics: vec![found] });
    if let Some(full) = evidence::full(house)? {
        return refused(full);
    }
    let continuous = settings.numbering == Numbering::Continuous;
    let is_same =
        |other: IssueId| other.number.meets(id.number) && (continuous || other.year == id.year);
    let issued = ledger.in_force().find(|issued| is_same(*issued));
    if let Some(issued) = issued {
        let message = format!("{issued} 已登记印发，不能再导入同一期号");
        return refused(doubled(message, issued, id));
    }
    let folders = workspace.numbered()?;
    let year_dir = workspace.root().join(format!("{:04}", id.year));
    let mut dir = year_dir.join(folder_name(folders.iter(), id.number));
    for folder in folders.iter().filter(|folder| is_same(folder.id)) {
        if folder.id.year == id.year && is_empty(folder)? {
            // Nobody has put anything there: the number is the issue's.
            std::fs::remove_dir(&folder.dir)
                .map_err(|source| Error::Write { path: folder.dir.clone(), source })?;
            dir.clone_from(&folder.dir);
            continue;
        }
        let shown = workspace.display(&folder.dir);
        let message = format!("第 {} 期已经有了：文件夹 {shown}", id.number);
        return refused(doubled(message, folder.id, id));
    }
    workspace.contained(&dir)?;
    if lock.held {
        remove_unfinished(&year_dir);
    }
    let taken = |dir: &Path| {
        let message = format!("第 {} 期刚刚有人建了：文件夹 {}", id.number, workspace.display(dir));
        doubled(message, id, id)
    };
    if !make(&year_dir, &dir, fill)? {
        return refused(taken(&dir));
    }
    if is_doubled(workspace, id, settings.numbering)? {
        withdraw(&dir)?;
        return refused(taken(&dir));
    }
    let wrong = match holds() {
        Ok(wrong) => wrong,
        Err(error) => {
            withdraw(&dir)?;
            return Err(error);
        }
    };
    if wrong.is_empty() {
        return Ok(Checked { value: Some(dir), diagnostics: Vec::new() });
    }
    withdraw(&dir)?;
    // Only while it is empty.
    let _ = std::fs::remove_dir(&year_dir);
    Ok(Checked { value: None, diagnostics: wrong })
}

fn is_empty(folder: &Folder) -> Result<bool, Error> {
    Ok(folder.dir.is_dir() && !folder.dir.is_symlink() && fs::list(&folder.dir)?.is_empty())
}

/// That a number is taken, and the way out.
fn doubled(message: String, other: IssueId, id: IssueId) -> Diagnostic {
    let help = match other.year == id.year {
        true => "要重新导入，先把那个文件夹移到工作区外面；期号不对的，用 --issue 写明",
        false => {
            "每年从第 1 期编起的，在 jianbao.yaml 里写「编号方式: 按年」；期号不对的，用 --issue 写明"
        }
    };
    Diagnostic::error(code::DOUBLED_NUMBER, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IssueNumber;
    use crate::workspace::Workspace;

    fn house(settings: &str, folders: &[&str]) -> (tempfile::TempDir, House) {
        let root = tempfile::tempdir().expect("a folder");
        let settings = format!("name: 工作简报\nissuer: 望河县\n{settings}");
        std::fs::write(root.path().join("jianbao.yaml"), settings).expect("written");
        for folder in folders {
            std::fs::create_dir_all(root.path().join(folder)).expect("made");
        }
        let workspace = Workspace::open(root.path()).expect("a workspace");
        (root, House::open(workspace).expect("readable"))
    }

    #[track_caller]
    fn check(settings: &str, folders: &[&str], year: u16, want: &str) {
        let (_root, house) = house(settings, folders);
        let id = IssueId { year, number: IssueNumber::Regular(3) };
        let fill = |dir: &Path| {
            fs::write_atomic(&dir.join("issue.yaml"), b"number: 3\ndate: 2026-01-05\n").map(drop)
        };
        let entered = enter(&house, id, &fill, &|| Ok(Vec::new())).expect("done");
        let shown = match entered.value {
            Some(dir) => house.workspace.display(&dir),
            None => entered.diagnostics[0].message.clone(),
        };
        assert_eq!(shown, want, "{folders:?}");
    }

    #[test]
    fn numbers_of_past_issues_are_taken_once() {
        check("", &[], 2026, "2026/003");
        check("", &["2025/28", "2026/29"], 2026, "2026/03");
        check("", &["2026/003"], 2026, "2026/003");
        check("", &["2026/3"], 2026, "2026/3");
        check("", &["2026/003/assets"], 2026, "第 3 期已经有了：文件夹 2026/003");
        check("", &["2025/003/assets"], 2026, "第 3 期已经有了：文件夹 2025/003");
        check("编号方式: 按年\n", &["2025/003/assets"], 2026, "2026/003");
        check("", &["2026/增刊3/assets"], 2026, "2026/003");
    }

    #[test]
    fn what_does_not_hold_is_taken_back() {
        let (_root, house) = house("", &[]);
        let id = IssueId { year: 2026, number: IssueNumber::Regular(3) };
        let wrong = || Ok(vec![Diagnostic::error(code::WRONG_VALUE, "不对".to_owned())]);
        let entered = enter(&house, id, &|_| Ok(()), &wrong).expect("done");
        assert!(entered.value.is_none() && entered.diagnostics.len() == 1);
        assert!(!house.workspace.root().join("2026").exists());
    }
}
