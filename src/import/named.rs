//! Which entry of which issue is meant: by its path, or by its issue and its number or name.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::IssueId;
use crate::read;
use crate::workspace::{IssueFolder, Workspace};

/// An entry in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Its issue.
    pub id: IssueId,
    /// The folder of the issue.
    pub folder: PathBuf,
    /// The file.
    pub entry: PathBuf,
}

/// The entry that is meant: a path from where one stands or as the program shows it, or an issue and
/// an entry of it (`28/40`, `2018/28/山阴县`).
///
/// # Errors
/// [`Error::Selection`] when there is none; [`Error::Read`] when a folder cannot be listed.
pub fn named(workspace: &Workspace, written: &Path) -> Result<Shelved, Error> {
    // As typed from where one stands, or as the program shows it.
    let inside = workspace.root().join(written);
    let path = if written.is_file() { written } else { &inside };
    if path.is_file() {
        return at(workspace, path)?.ok_or_else(|| no_entry(workspace, path));
    }
    let text = written.to_string_lossy().replace('\\', "/");
    if let Some((issue, entry)) = text.rsplit_once('/')
        && let Ok(id) = workspace.select(issue)
    {
        let folder = workspace.issue_folder(id)?.path;
        let names = names_in(&folder)?;
        let found = one(&names, entry, &format!("{id}"))?;
        return Ok(Shelved { id, entry: folder.join(&names[found]), folder });
    }
    let problem = format!("没有稿件「{text}」");
    let remedy =
        "写稿件文件的路径，如 2018/028/40-山阴县.md；或写期号和编号，如 2018/28/40".to_owned();
    Err(Error::Selection { problem, remedy })
}

/// The issue that a file is an entry of; `None` where it is of none.
///
/// # Errors
/// [`Error::Read`] when a folder cannot be listed or the path not be followed.
pub fn at(workspace: &Workspace, path: &Path) -> Result<Option<Shelved>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    // The folder as it really is, and the entry by its own name: it may be a link itself.
    let name = path.file_name().unwrap_or_default();
    let parent = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize().map_err(failed)?;
    for id in workspace.issues()? {
        let Ok(IssueFolder { path: folder, .. }) = workspace.issue_folder(id) else { continue };
        let same = folder.canonicalize().is_ok_and(|folder| folder == parent);
        if same && read::issue_files(&folder)?.entries.iter().any(|it| it.file_name() == Some(name))
        {
            return Ok(Some(Shelved { id, entry: folder.join(name), folder }));
        }
    }
    Ok(None)
}

fn no_entry(workspace: &Workspace, path: &Path) -> Error {
    let shown = workspace.display(path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let remedy = match name.starts_with(['_', '.', '~']) {
        true => format!("文件名以「{}」开头的不算稿件；要用它，先改掉这个名字", &name[..1]),
        false => "稿件是某一期文件夹里的 .md 或 .yaml 文件，如 2018/028/40-山阴县.md".to_owned(),
    };
    Error::Selection {
        problem: format!("「{shown}」不是这个工作区里某一期的稿件"), remedy
    }
}

/// The names of the entries in the folder of an issue, in their order.
///
/// # Errors
/// [`Error::Read`] when it cannot be listed.
pub fn names_in(folder: &Path) -> Result<Vec<String>, Error> {
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(read::issue_files(folder)?.entries.iter().map(name).collect())
}

/// Which of the entries of `issue` is meant, by its file's name, that name without its ending, its
/// number, or what stands behind the number.
///
/// # Errors
/// [`Error::Selection`] when none is, or several are.
pub fn one(names: &[String], written: &str, issue: &str) -> Result<usize, Error> {
    let wanted = written.trim();
    let digits: String = wanted.chars().map(half_width).collect();
    let ways: [&dyn Fn(&str) -> bool; 4] = [
        &|name| name == wanted,
        &|name| stem(name) == wanted,
        &|name| {
            is_number(&digits)
                && number(name).trim_start_matches('0') == digits.trim_start_matches('0')
                && !number(name).is_empty()
        },
        &|name| slug(name) == wanted && !wanted.is_empty(),
    ];
    let mut found = Vec::new();
    for way in ways {
        found = (0..names.len()).filter(|at| way(&names[*at])).collect();
        if !found.is_empty() {
            break;
        }
    }
    match found[..] {
        [one] => Ok(one),
        [] => Err(Error::Selection {
            problem: format!("{issue} 里没有稿件「{wanted}」"),
            remedy: match names.is_empty() {
                true => "这一期还没有稿件".to_owned(),
                false => format!("这一期的稿件：{}", names.join("、")),
            },
        }),
        _ => {
            let both: Vec<&str> = found.iter().map(|at| names[*at].as_str()).collect();
            Err(Error::Selection {
                problem: format!("{issue} 里有 {} 篇稿件是「{wanted}」", both.len()),
                remedy: format!("写明文件名：{}", both.join("、")),
            })
        }
    }
}

/// The digits that a file's name begins with.
pub fn number(name: &str) -> &str {
    &name[..name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len())]
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What stands behind the number, without the ending.
fn slug(name: &str) -> &str {
    stem(name)[number(stem(name)).len()..].trim_start_matches(['-', '_', ' ', '.', '、'])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_named_in_four_ways() {
        let names =
            "10-朔城区.md 20-平鲁区.yaml 030、山阴县.md 40-1-应县.md 40-2-怀仁.md 说明.md 5.md";
        let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
        let check = |written: &str, want: &str| {
            let got = match one(&names, written, "2018/28") {
                Ok(at) => names[at].clone(),
                Err(error) => error.to_string(),
            };
            assert_eq!(got, want, "{written}");
        };
        check("10", "10-朔城区.md");
        check(" ３０ ", "030、山阴县.md");
        check("030", "030、山阴县.md");
        check("山阴县", "030、山阴县.md");
        check("平鲁区", "20-平鲁区.yaml");
        check("20-平鲁区", "20-平鲁区.yaml");
        check("20-平鲁区.yaml", "20-平鲁区.yaml");
        check("说明", "说明.md");
        check("5", "5.md");
        check("40", "2018/28 里有 2 篇稿件是「40」");
        check("0", "2018/28 里没有稿件「0」");
        check("", "2018/28 里没有稿件「」");
        check("7", "2018/28 里没有稿件「7」");
    }
}
