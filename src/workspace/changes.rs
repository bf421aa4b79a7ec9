//! Which issues have changed since a moment or since a revision in git.
//!
//! Goes by what the disk and git tell of files; never looks into one.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::error::Error;
use crate::model::{IssueId, IssueNumber};

use super::revision::{NoRevision, said};
use super::{SETTINGS_FILE, Workspace, fs, names};

/// Folders within folders are followed so far; nobody's pictures lie deeper.
const DEEPEST: usize = 16;

impl Workspace {
    /// The issues with a file, or a folder that a file was taken out of, modified at `moment` or
    /// after it; all of them when that holds for what they share: `jianbao.yaml`, templates, fonts.
    ///
    /// # Errors
    /// [`Error::Read`] when a file or folder cannot be looked at.
    pub fn changed_since(&self, moment: SystemTime) -> Result<Vec<IssueId>, Error> {
        let shared = [self.root.join(SETTINGS_FILE), self.fonts_dir()];
        for path in shared.into_iter().chain(self.templates_dir()) {
            if modified_since(&path, moment, DEEPEST)? {
                return self.issues();
            }
        }
        let mut changed = Vec::new();
        for (id, folder) in self.issue_folders()? {
            if modified_since(&folder, moment, DEEPEST)? {
                changed.push(id);
            }
        }
        changed.dedup();
        Ok(changed)
    }

    /// The issues whose files differ from those of a revision in git, whether the change is
    /// committed or not, and those with new files; all of them when what they share differs.
    ///
    /// # Errors
    /// [`Error::Selection`] when git is not installed, the workspace is in no repository or the
    /// repository has no such revision; [`Error::Read`] when a folder cannot be listed.
    pub fn changed_since_revision(&self, revision: &str) -> Result<Vec<IssueId>, Error> {
        let hash = self.commit(revision).map_err(|why| self.not_picked(revision, why))?;
        // A renamed file is gone from where it was, too.
        let differing = [
            "diff",
            "--name-only",
            "-z",
            "--relative",
            "--no-renames",
            "--no-ext-diff",
            &hash,
            "--",
            ".",
        ];
        let new = ["ls-files", "--others", "--exclude-standard", "-z", "--", "."];
        let mut changed = Vec::new();
        for command in [&differing[..], &new[..]] {
            let output = self.git(command).map_err(|why| self.not_picked(revision, why))?;
            if !output.status.success() {
                return Err(Error::Selection {
                    problem: format!("git 没有列出「{revision}」以来的改动：{}", said(&output)),
                    remedy: "请先在工作区里运行 git status，看 git 能否正常使用".to_owned(),
                });
            }
            let paths = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
            for path in paths.map(|path| String::from_utf8_lossy(path).into_owned()) {
                match reach(&path) {
                    Reach::All => return self.issues(),
                    Reach::One(id) => changed.push(id),
                    Reach::None => {}
                }
            }
        }
        // One that was taken out altogether is no issue any more.
        let issues = self.issues()?;
        Ok(issues.into_iter().filter(|id| changed.contains(id)).collect())
    }
}

impl Workspace {
    /// Why issues cannot be picked by a revision, and what to write instead.
    fn not_picked(&self, revision: &str, why: NoRevision) -> Error {
        let root = self.root.display();
        let write_a_date = "请写日期，例如 --changed-since 2018-11-27";
        let (problem, remedy) = match why {
            NoRevision::NoGit => ("这台电脑没有安装 git，不能按版本挑选".to_owned(), write_a_date),
            NoRevision::NoRepository => (
                format!(
                    "「{revision}」不是日期，工作区「{root}」又没有用 git 管理，不能按版本挑选"
                ),
                write_a_date,
            ),
            NoRevision::Foreign => (
                format!("git 不肯读取工作区「{root}」：它属于另一个用户"),
                "请按 git status 的提示，用 git config --global --add safe.directory 把它列为可信",
            ),
            NoRevision::Unknown => (
                format!("git 里没有「{revision}」这个版本"),
                "写日期（如 2018-11-27），或写 git 的版本（如 HEAD~1、main、提交号）",
            ),
            NoRevision::Silent(said) => {
                (format!("git 没有给出「{revision}」里的文件：{said}"), write_a_date)
            }
            NoRevision::Failed(error) => return error,
        };
        Error::Selection { problem, remedy: remedy.to_owned() }
    }
}

/// What a changed file touches.
#[derive(Debug, PartialEq, Eq)]
enum Reach {
    All,
    One(IssueId),
    None,
}

/// What a file touches by its path from the root of the workspace.
fn reach(path: &str) -> Reach {
    let mut steps = path.split('/');
    match (steps.next(), steps.next(), steps.next()) {
        (Some(SETTINGS_FILE), None, _) | (Some("templates" | "fonts"), Some(_), _) => Reach::All,
        (Some(year), Some(number), Some(_)) => match (names::year(year), number.parse()) {
            (Some(year), Ok(number)) => {
                let number: IssueNumber = number;
                Reach::One(IssueId { year, number })
            }
            _ => Reach::None,
        },
        _ => Reach::None,
    }
}

/// Whether a file or anything in a folder was modified at `moment` or after it; what does not
/// exist was not.
fn modified_since(path: &Path, moment: SystemTime, depth: usize) -> Result<bool, Error> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    // First of a link itself: it may lead nowhere, or back.
    let own = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unreadable(error)),
    };
    // Folders are followed through links only at the top, so that none is walked in a circle.
    let followed = |metadata: &Metadata| metadata.is_file() || depth == DEEPEST;
    let target = path.metadata().ok().filter(followed);
    for metadata in [Some(&own), target.as_ref()].into_iter().flatten() {
        if metadata.modified().map_err(unreadable)? >= moment {
            return Ok(true);
        }
    }
    let is_dir = own.is_dir() || target.is_some_and(|target| target.is_dir());
    if is_dir && depth > 0 {
        for path in fs::list(path)? {
            if modified_since(&path, moment, depth - 1)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_path_touches_one_issue_or_all() {
        let one = |number| Reach::One(IssueId { year: 2018, number });
        for (path, want) in [
            ("jianbao.yaml", Reach::All),
            ("templates/briefing.typ", Reach::All),
            ("templates/entries/a.typ", Reach::All),
            ("fonts/仿宋.ttf", Reach::All),
            ("2018/028/10-a.md", one(IssueNumber::Regular(28))),
            ("2018/028/pictures/a.png", one(IssueNumber::Regular(28))),
            ("2018/增刊01/issue.yaml", one(IssueNumber::Supplement(1))),
            ("2018/_028/10-a.md", Reach::None),
            ("2018/028", Reach::None),
            ("out/2018-028.pdf", Reach::None),
            ("2018/jianbao.yaml", Reach::None),
            ("templates", Reach::None),
        ] {
            assert_eq!(reach(path), want, "{path}");
        }
    }

    fn set_modified(path: &Path, to: SystemTime) {
        let file = std::fs::File::open(path).expect("opened");
        file.set_modified(to).expect("dated");
    }

    #[test]
    fn files_and_folders_have_their_dates() {
        let dir = tempfile::tempdir().expect("a folder");
        let workspace = Workspace::in_making(dir.path());
        let paths =
            ["jianbao.yaml", "2018/001/issue.yaml", "2018/002/issue.yaml", "2018/002/p/a.png"];
        for path in paths {
            fs::write_atomic(&dir.path().join(path), b"x").expect("written");
        }
        let day = |day: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400);
        for path in ["2018/001", "2018/002/p", "2018/002", "2018"].into_iter().chain(paths) {
            set_modified(&dir.path().join(path), day(10));
        }
        let changed = || -> Vec<String> {
            let ids = workspace.changed_since(day(20)).expect("looked at");
            ids.iter().map(IssueId::to_string).collect()
        };
        assert!(changed().is_empty());
        // The very moment counts.
        set_modified(&dir.path().join("2018/002/p/a.png"), day(20));
        assert_eq!(changed(), ["2018/2"]);
        std::fs::remove_file(dir.path().join("2018/002/p/a.png")).expect("removed");
        assert_eq!(changed(), ["2018/2"]);
        set_modified(&dir.path().join("jianbao.yaml"), day(21));
        assert_eq!(changed(), ["2018/1", "2018/2"]);
    }
}
