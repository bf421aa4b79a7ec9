//! Files as a page opens and writes them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;

use super::action::Spot;
use super::answer::{Done, Opened, Refusal, issue, told};
use super::bench::Workbench;
use crate::archive;
use crate::diagnostic::SourceFile;
use crate::error::Error;
use crate::import::names_in;
use crate::model::IssueId;
use crate::read::{self, Shape, Unset};
use crate::workspace::{ISSUE_FILE, LEXICON_FILE, ROSTER_FILE, SETTINGS_FILE, fs, portable};

/// The largest text that is opened, in bytes.
const LARGEST: u64 = 4 << 20;
/// How far the numbers of entries are apart.
const STEP: u32 = 10;

impl Workbench {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Refusal`] where there is none, or it is no text.
    pub fn open(&self, at: &Spot) -> Result<Opened, Refusal> {
        let path = self.path(at)?;
        let (bytes, file) = self.source(&path)?;
        Ok(opened(&at.file, &bytes, &file))
    }

    /// The path of a file that there is.
    pub(super) fn path(&self, at: &Spot) -> Result<PathBuf, Refusal> {
        let Some(stem) = &at.issue else {
            let own = [SETTINGS_FILE, ROSTER_FILE, LEXICON_FILE];
            return match own.into_iter().find(|own| *own == at.file) {
                Some(own) => Ok(self.workspace.root().join(own)),
                None => Err(no_file(&at.file)),
            };
        };
        let id = issue(stem)?;
        if at.file == ISSUE_FILE {
            return Ok(self.workspace.issue_folder(id)?.path.join(ISSUE_FILE));
        }
        self.entry_path(id, &at.file)
    }

    /// The issue and the path of an entry.
    pub(super) fn entry_of(&self, at: &Spot) -> Result<(IssueId, PathBuf), Refusal> {
        let id = issue(at.issue.as_deref().unwrap_or_default())?;
        Ok((id, self.entry_path(id, &at.file)?))
    }

    pub(super) fn entry_path(&self, id: IssueId, file: &str) -> Result<PathBuf, Refusal> {
        let folder = self.workspace.issue_folder(id)?.path;
        let names = names_in(&folder)?;
        let name = names.iter().find(|name| *name == file).ok_or_else(|| no_file(file))?;
        Ok(folder.join(name))
    }

    /// The bytes of a file, where they are the ones that were meant.
    pub(super) fn opened_as(&self, path: &Path, based: &str) -> Result<Vec<u8>, Refusal> {
        match self.workspace.bytes(path, LARGEST)? {
            Some(bytes) if fs::sha256(&bytes) == based => Ok(bytes),
            Some(bytes) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let file = read::decoded(&self.workspace.display(path), &bytes);
                Err(Refusal::Conflict { now: Some(opened(&name, &bytes, &file)) })
            }
            None => Err(Refusal::Said("文件太大，不能在这里改".to_owned())),
        }
    }

    pub(super) fn source(&self, path: &Path) -> Result<(Vec<u8>, Arc<SourceFile>), Refusal> {
        let shown = self.workspace.display(path);
        let Some(bytes) = self.workspace.bytes(path, LARGEST)? else {
            return Err(Refusal::Said(format!("「{shown}」太大，不能在这里改")));
        };
        let file = read::decode(shown, &bytes).map_err(|it| Refusal::Said(it.message))?;
        Ok((bytes, file))
    }

    pub(super) fn write(&self, at: &Spot, based: &str, text: &str) -> Result<Done, Refusal> {
        let path = self.path(at)?;
        let mut history = self.history();
        let old = self.opened_as(&path, based)?;
        let file = read::decode(self.workspace.display(&path), &old)
            .map_err(|finding| Refusal::Said(finding.message))?;
        let (range, with) = difference(&file.text, text);
        let Some(new) = read::rewritten(&old, &[(range, with.as_str())]) else {
            let shown = &file.path;
            return Err(Refusal::Said(format!(
                "「{shown}」的编码不规范，在这里改会动到别处；请用记事本打开，另存为 UTF-8，再改"
            )));
        };
        let what = format!("修改「{}」", at.file);
        history.typed(&what, (self.now)(), &file.path, (&old, &new), || {
            self.replace(&path, &old, &new)
        })?;
        Ok(Done { file: Some(at.file.clone()), digest: Some(fs::sha256(&new)), ..Done::default() })
    }

    pub(super) fn set(
        &self,
        at: &Spot,
        based: &str,
        key: &str,
        value: &Json,
    ) -> Result<Done, Refusal> {
        let what = format!("修改「{}」的{key}", at.file);
        self.key(at, based, key, &what, |old, shape, shown| {
            let new = read::set_key(old, shape, shown, key, value)?;
            // Whoever writes it has looked at it.
            read::confirm_key(&new, shape, shown, key)
        })
    }

    pub(super) fn confirm(&self, at: &Spot, based: &str, key: &str) -> Result<Done, Refusal> {
        let what = format!("核对「{}」的{key}", at.file);
        self.key(at, based, key, &what, |old, shape, shown| {
            read::confirm_key(old, shape, shown, key)
        })
    }

    fn replace(&self, path: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
        let _lock = archive::intake(&self.workspace)?;
        fs::replace(path, old, new)?;
        fs::sweep(path.parent().unwrap_or(path), path);
        Ok(())
    }

    /// Changes what stands for a key of a file.
    fn key(
        &self,
        at: &Spot,
        based: &str,
        key: &str,
        what: &str,
        change: impl FnOnce(&[u8], Shape, &str) -> Result<Vec<u8>, Unset>,
    ) -> Result<Done, Refusal> {
        let path = self.path(at)?;
        let mut history = self.history();
        let old = self.opened_as(&path, based)?;
        let shown = self.workspace.display(&path);
        let new = change(&old, shape(&at.file), &shown).map_err(|why| {
            Refusal::Said(match why {
                Unset::UnknownKey => format!("没有「{key}」这一项"),
                Unset::Unsound => {
                    format!("「{shown}」的项目区有错，先改好列出的错误，或直接改文字")
                }
            })
        })?;
        history
            .typed(what, (self.now)(), &shown, (&old, &new), || self.replace(&path, &old, &new))?;
        Ok(Done { file: Some(at.file.clone()), digest: Some(fs::sha256(&new)), ..Done::default() })
    }

    /// A roster or a lexicon, where the house has none.
    pub(super) fn make(&self, file: &str) -> Result<Done, Refusal> {
        let about = match file {
            ROSTER_FILE => "# 名册：领导的姓名和职务，各单位的名称\n",
            LEXICON_FILE => "# 词表：本单位的错词，和不查的词\n",
            _ => return Err(no_file(file)),
        };
        let path = self.workspace.root().join(file);
        self.around(&format!("新建「{file}」"), std::slice::from_ref(&path), || {
            fs::write_new(&path, about.as_bytes())?;
            Ok(())
        })?;
        Ok(Done { file: Some(file.to_owned()), ..told("已新建") })
    }

    /// A new entry behind those that there are.
    pub(super) fn entry(
        &self,
        stem: &str,
        title: &str,
        column: Option<&str>,
    ) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        self.refuse_issued(id, "不能再加稿件")?;
        let title = title.trim();
        if title.is_empty() {
            return Err(Refusal::Said("请写上标题".to_owned()));
        }
        let folder = self.workspace.issue_folder(id)?.path;
        let _lock = archive::intake(&self.workspace)?;
        let names = names_in(&folder)?;
        let digits = |name: &String| -> Option<u32> {
            let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
            name[..end].parse().ok()
        };
        let last = names.iter().filter_map(digits).max().unwrap_or(0);
        let number = (last / STEP + 1) * STEP;
        let short: String = title.chars().filter(|c| c.is_alphanumeric()).take(12).collect();
        let name = portable(&format!("{number:02}-{short}.md"));
        let mut text = format!("---\n标题: {}\n", read::scalar(title));
        if let Some(column) = column {
            text.push_str(&format!("栏目: {}\n", read::scalar(column)));
        }
        text.push_str("---\n\n");
        let path = folder.join(&name);
        self.around(&format!("新建稿件「{name}」"), std::slice::from_ref(&path), || {
            match fs::write_new(&path, text.as_bytes())? {
                Some(_) => Ok(()),
                None => Err(Error::Edited { path: path.clone() }.into()),
            }
        })?;
        let digest = fs::sha256(text.as_bytes());
        Ok(Done { file: Some(name), digest: Some(digest), ..told("已新建稿件") })
    }
}

fn no_file(file: &str) -> Refusal {
    Refusal::Said(format!("没有「{file}」，可能已改名或移走；请刷新页面"))
}

/// What sort of file a name is of.
pub(super) fn shape(file: &str) -> Shape {
    match file {
        SETTINGS_FILE => Shape::Settings,
        ISSUE_FILE => Shape::Issue,
        ROSTER_FILE => Shape::Roster,
        LEXICON_FILE => Shape::Lexicon,
        _ => Shape::Entry,
    }
}

pub(super) fn opened(name: &str, bytes: &[u8], file: &SourceFile) -> Opened {
    Opened {
        file: name.to_owned(),
        text: file.text.replace("\r\n", "\n"),
        digest: fs::sha256(bytes),
    }
}

/// What of a text is replaced by what, so that it becomes `new`, whose lines all end in `\n`: what did
/// not change keeps the ends of its lines, what is new gets those of the file.
fn difference(old: &str, new: &str) -> (std::ops::Range<usize>, String) {
    // The text as the page has it, and where each of its characters stands in the file.
    let mut at = Vec::new();
    let mut plain = Vec::new();
    let mut rest = old.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        at.push(start);
        if c == '\r' && rest.peek().is_some_and(|(_, next)| *next == '\n') {
            rest.next();
            plain.push('\n');
        } else {
            plain.push(c);
        }
    }
    at.push(old.len());
    let new: Vec<char> = new.replace("\r\n", "\n").chars().collect();
    let same = plain.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let room = plain.len().min(new.len()) - same;
    let tail =
        plain.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let with: String = new[same..new.len() - tail].iter().collect();
    let with = if old.contains("\r\n") { with.replace('\n', "\r\n") } else { with };
    (at[same]..at[plain.len() - tail], with)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_text_becomes_the_other_and_the_rest_stays(
            old in "[a甲\r\n]{0,12}", new in "[a甲\n]{0,12}"
        ) {
            let (range, with) = difference(&old, &new);
            let mut got = old.clone();
            got.replace_range(range.clone(), &with);
            proptest::prop_assert_eq!(got.replace("\r\n", "\n"), new);
            proptest::prop_assert!(got.starts_with(&old[..range.start]));
            proptest::prop_assert!(got.ends_with(&old[range.end..]));
        }
    }
}
