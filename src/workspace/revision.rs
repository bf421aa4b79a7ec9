//! A revision in git: which commit it is, and an issue as it was then.
//!
//! Asks the `git` of the machine; never writes into the repository.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::error::Error;
use crate::model::IssueId;

use super::{SETTINGS_FILE, Workspace, fs};

/// The way out where git cannot help.
const WRITE_A_DATE: &str = "请写日期，例如 --changed-since 2018-11-27";

impl Workspace {
    /// The commit that a revision names, in hexadecimal digits.
    ///
    /// # Errors
    /// [`Error::Selection`] when git is not installed, the workspace is in no repository or the
    /// repository has no such revision.
    pub fn commit(&self, revision: &str) -> Result<String, Error> {
        let unknown = || Error::Selection {
            problem: format!("git 里没有「{revision}」这个版本"),
            remedy: "写日期（如 2018-11-27），或写 git 的版本（如 HEAD~1、main、提交号）"
                .to_owned(),
        };
        // Nothing that git could take for an option reaches it.
        if revision.is_empty() || revision.starts_with('-') {
            return Err(unknown());
        }
        if !self.git(&["rev-parse", "--is-inside-work-tree"])?.status.success() {
            return Err(self.no_repository(revision)?);
        }
        let commit = format!("{revision}^{{commit}}");
        let commit =
            self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let hash = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
        if !commit.status.success() || hash.is_empty() {
            return Err(unknown());
        }
        Ok(hash)
    }

    /// Writes an issue, and what it shares with others, as they were at a commit into a folder: a
    /// workspace with one issue. What was not there then is not there now.
    ///
    /// # Errors
    /// [`Error::Selection`] when git does not give the files, [`Error::Write`] when one cannot be
    /// written.
    pub fn restore(&self, commit: &str, id: IssueId, into: &Path) -> Result<(), Error> {
        let failed = |output: &Output| Error::Selection {
            problem: format!("git 没有给出「{commit}」里的文件：{}", said(output)),
            remedy: WRITE_A_DATE.to_owned(),
        };
        let year = format!("{:04}", id.year);
        let listed = self.git(&[
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            commit,
            "--",
            SETTINGS_FILE,
            "templates",
            "fonts",
            &year,
        ])?;
        if !listed.status.success() {
            return Err(failed(&listed));
        }
        let paths = listed.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        for path in paths.map(|path| String::from_utf8_lossy(path).into_owned()) {
            // Within the year, only the one issue.
            let inside = path.strip_prefix(&format!("{year}/"));
            let folder = inside.and_then(|inside| inside.split('/').next());
            if folder.is_some_and(|folder| folder.parse() != Ok(id.number)) {
                continue;
            }
            let file = self.git(&["show", &format!("{commit}:./{path}")])?;
            if !file.status.success() {
                return Err(failed(&file));
            }
            fs::write_atomic(&into.join(&path), &file.stdout)?;
        }
        Ok(())
    }

    fn no_repository(&self, revision: &str) -> Result<Error, Error> {
        let said = said(&self.git(&["rev-parse", "--git-dir"])?);
        Ok(if said.contains("dubious ownership") {
            Error::Selection {
                problem: format!("git 不肯读取工作区「{}」：它属于另一个用户", self.root.display()),
                remedy: "请按 git status 的提示，用 git config --global --add safe.directory 把它列为可信"
                    .to_owned(),
            }
        } else {
            Error::Selection {
                problem: format!(
                    "「{revision}」不是日期，工作区「{}」又没有用 git 管理，不能按版本挑选",
                    self.root.display()
                ),
                remedy: WRITE_A_DATE.to_owned(),
            }
        })
    }

    /// Runs git in the workspace. It takes no lock that a user at work there would run into.
    pub(super) fn git(&self, args: &[&str]) -> Result<Output, Error> {
        let run = Command::new("git")
            .arg("--no-optional-locks")
            .arg("-C")
            .arg(&self.root)
            .args(args)
            .env("LC_ALL", "C")
            .output();
        run.map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::Selection {
                problem: "这台电脑没有安装 git，不能按版本挑选".to_owned(),
                remedy: WRITE_A_DATE.to_owned(),
            },
            _ => Error::Read { path: PathBuf::from("git"), source },
        })
    }
}

/// The first line of what git complains of.
pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()
}
