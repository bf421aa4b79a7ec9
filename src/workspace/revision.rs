//! A revision in git: which commit it is, and an issue as it was then.
//!
//! Asks the `git` of the machine; never writes into the repository.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Output, Stdio};

use crate::error::Error;
use crate::model::IssueId;

use super::{SETTINGS_FILE, Workspace};

/// Why git does not help. What that means to whoever asked is for them to say.
#[derive(Debug)]
pub enum NoRevision {
    /// It is not installed.
    NoGit,
    /// The workspace lies in no repository.
    NoRepository,
    /// The repository is another user's, and git does not trust it.
    Foreign,
    /// The repository has no such revision.
    Unknown,
    /// It gave no files; its own first words about that.
    Silent(String),
    /// The machine failed.
    Failed(Error),
}

impl From<Error> for NoRevision {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A file in a commit: its object, and its path from the workspace.
#[derive(Debug, PartialEq, Eq)]
struct Blob<'a> {
    object: &'a str,
    path: &'a str,
}

/// git answers with one line before each object, never a long one.
const LONGEST_HEAD: u64 = 4096;

impl Workspace {
    /// The commit that a revision names, in hexadecimal digits.
    ///
    /// # Errors
    /// When git is not installed, the workspace is in no repository or the repository has no such
    /// revision.
    pub fn commit(&self, revision: &str) -> Result<String, NoRevision> {
        // Nothing that git could take for an option reaches it, and nothing that is no name.
        let is_name = !revision.starts_with('-') && !revision.chars().any(char::is_control);
        if revision.is_empty() || !is_name {
            return Err(NoRevision::Unknown);
        }
        if !self.git(&["rev-parse", "--is-inside-work-tree"])?.status.success() {
            let said = said(&self.git(&["rev-parse", "--git-dir"])?);
            return Err(match said.contains("dubious ownership") {
                true => NoRevision::Foreign,
                false => NoRevision::NoRepository,
            });
        }
        let commit = format!("{revision}^{{commit}}");
        let commit =
            self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let hash = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
        if !commit.status.success() || hash.is_empty() {
            return Err(NoRevision::Unknown);
        }
        Ok(hash)
    }

    /// Writes an issue, and what it shares with others, as they were at a commit into an empty
    /// folder: a workspace with one issue. What was not there then is not there now; links are left
    /// out, they could lead anywhere.
    ///
    /// # Errors
    /// When git does not give the files, or one cannot be written.
    pub fn restore(&self, commit: &str, id: IssueId, into: &Path) -> Result<(), NoRevision> {
        let year = format!("{:04}", id.year);
        let shared = [SETTINGS_FILE, "templates", "fonts", &year];
        let listed = self.git(&[&["ls-tree", "-r", "-z", commit, "--"], &shared[..]].concat())?;
        if !listed.status.success() {
            return Err(NoRevision::Silent(said(&listed)));
        }
        let mut blobs: Vec<Blob> =
            listed.stdout.split(|byte| *byte == 0).filter_map(blob).collect();
        // Within the year, only the one issue.
        blobs.retain(|blob| {
            let inside = blob.path.strip_prefix(&year).and_then(|path| path.strip_prefix('/'));
            let folder = inside.and_then(|inside| inside.split('/').next());
            folder.is_none_or(|folder| folder.parse() == Ok(id.number))
        });
        // One process for all of them. It gives the bytes that were committed; `git show` would
        // pass them through whatever programs the repository names.
        let mut git = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_run)?;
        let given = match (git.stdin.take(), git.stdout.take()) {
            (Some(mut asked), Some(answers)) => {
                let mut answers = BufReader::new(answers);
                blobs.iter().try_for_each(|blob| take(&mut asked, &mut answers, blob, into))
            }
            _ => Err(NoRevision::Silent(String::new())),
        };
        // Both pipes are closed by now: it ends.
        let _ = git.wait();
        given
    }

    /// Runs git in the workspace.
    pub(super) fn git(&self, args: &[&str]) -> Result<Output, NoRevision> {
        self.command(args).output().map_err(not_run)
    }

    /// git as it is to be run in the workspace: it takes no lock that a user at work there would
    /// run into.
    fn command(&self, args: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.arg("--no-optional-locks").arg("-C").arg(&self.root).args(args).env("LC_ALL", "C");
        // Of a repository that was cloned in part it would fetch the rest.
        git.env("GIT_ALLOW_PROTOCOL", "none");
        git
    }
}

fn not_run(source: io::Error) -> NoRevision {
    match source.kind() {
        io::ErrorKind::NotFound => NoRevision::NoGit,
        _ => NoRevision::Failed(Error::Read { path: PathBuf::from("git"), source }),
    }
}

/// `100644 blob OBJECT\tPATH`, when it is a plain file with a path that leads nowhere else.
fn blob(line: &[u8]) -> Option<Blob<'_>> {
    let (about, path) = str::from_utf8(line).ok()?.split_once('\t')?;
    let mut about = about.split(' ');
    let is_file = about.next()?.starts_with("100") && about.next()? == "blob";
    let is_inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    (is_file && is_inside).then_some(Blob { object: about.next()?, path })
}

/// Asks for one file and writes it, without holding all of it in memory.
fn take(
    asked: &mut ChildStdin,
    answers: &mut BufReader<ChildStdout>,
    blob: &Blob,
    into: &Path,
) -> Result<(), NoRevision> {
    let unread = |source| Error::Read { path: PathBuf::from("git"), source };
    writeln!(asked, "{}", blob.object).map_err(unread)?;
    let mut head = String::new();
    answers.take(LONGEST_HEAD).read_line(&mut head).map_err(unread)?;
    let size = head.trim_end().strip_prefix(blob.object).and_then(|it| it.strip_prefix(" blob "));
    let Some(size) = size.and_then(|size| size.parse().ok()) else {
        return Err(NoRevision::Silent(head.trim_end().to_owned()));
    };
    let path = into.join(blob.path);
    let mut write = || -> io::Result<u64> {
        fs::create_dir_all(path.parent().unwrap_or(into))?;
        io::copy(&mut answers.take(size), &mut fs::File::create(&path)?)
    };
    let written = write().map_err(|source| Error::Write { path: path.clone(), source })?;
    let mut end = [0];
    answers.read_exact(&mut end).map_err(unread)?;
    if written == size && end == *b"\n" {
        Ok(())
    } else {
        Err(NoRevision::Silent(format!("{}: cut short", blob.path)))
    }
}

/// The first line of what git complains of.
pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IssueNumber;

    #[test]
    fn only_plain_files_are_taken() {
        for (line, path) in [
            ("100644 blob 0a1b\t2018/028/10-清洁 供暖.md", Some("2018/028/10-清洁 供暖.md")),
            ("100755 blob 0a1b\ttemplates/a.typ", Some("templates/a.typ")),
            ("120000 blob 0a1b\t2018/028/issue.yaml", None),
            ("160000 commit 0a1b\tfonts/house", None),
            ("100644 blob 0a1b\t../a.md", None),
            ("100644 blob 0a1b\t/etc/a.md", None),
            ("", None),
        ] {
            assert_eq!(blob(line.as_bytes()).map(|blob| blob.path), path, "{line}");
        }
    }

    /// A repository with one commit, and the commit.
    fn repository(dir: &Path) -> Option<(Workspace, String)> {
        let workspace = Workspace::in_making(dir);
        let author = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
        for args in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "x"]] {
            let output = workspace.git(&[&author[..], args].concat()).ok()?;
            assert!(output.status.success(), "{args:?}: {}", said(&output));
        }
        let commit = workspace.commit("HEAD").expect("a commit");
        Some((workspace, commit))
    }

    #[test]
    #[cfg(unix)]
    fn an_issue_is_written_as_it_was_committed() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = |name: &str| dir.path().join(name);
        for (name, text) in [
            ("jianbao.yaml", "name: 简报\r\n"),
            ("2018/028/10-a.md", "甲县\n"),
            ("2018/028/空.md", ""),
            ("2018/029/10-b.md", "乙县\n"),
            ("out/2018-028.pdf", "%PDF"),
            // Whoever reads a file through this is led outside the repository's own bytes.
            (".gitattributes", "*.md diff=evil\n"),
        ] {
            fs::create_dir_all(path(name).parent().expect("a folder")).expect("made");
            fs::write(path(name), text).expect("written");
        }
        std::os::unix::fs::symlink("/etc/hostname", path("2018/028/20-b.md")).expect("a link");
        let Some((workspace, commit)) = repository(dir.path()) else { return };
        let evil = format!("touch '{}'; cat", path("touched").display());
        workspace.git(&["config", "diff.evil.textconv", &evil]).expect("runs");
        fs::write(path("2018/028/10-a.md"), "甲县改了\n").expect("written");

        let then = tempfile::tempdir().expect("a folder");
        let id = IssueId { year: 2018, number: IssueNumber::Regular(28) };
        workspace.restore(&commit, id, then.path()).expect("restored");
        let read = |name: &str| fs::read_to_string(then.path().join(name)).ok();
        assert_eq!(read("jianbao.yaml").as_deref(), Some("name: 简报\r\n"));
        assert_eq!(read("2018/028/10-a.md").as_deref(), Some("甲县\n"));
        assert_eq!(read("2018/028/空.md").as_deref(), Some(""));
        for absent in ["2018/028/20-b.md", "2018/029", "out", ".gitattributes"] {
            assert!(then.path().join(absent).symlink_metadata().is_err(), "{absent}");
        }
        assert!(!path("touched").exists());

        for revision in ["", "-h", "--all", "HEAD\n", "HE\0AD", "HEAD~7", "没有"] {
            let answer = workspace.commit(revision);
            assert!(matches!(answer, Err(NoRevision::Unknown)), "{revision:?}: {answer:?}");
        }
    }
}
