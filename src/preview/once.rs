//! The same pages as a folder that needs no server: for a share on the intranet.
//!
//! Made whole beside its place first; a folder that was not made here is never replaced.

use std::fs as disk;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;

use super::desk::Key;
use super::edition::{Around, Edition, State, Whose};
use super::own::{self, Config};
use super::{places, sheet, shelf};
use crate::archive;
use crate::build::{Press, guarded};
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::model::IssueId;
use crate::typeset::Warm;
use crate::workspace::{Workspace, fs};

/// What tells a folder made here from any other.
const MARK: &str = "预览说明.txt";
const ABOUT: &str = "这个文件夹由 jianbao preview --once 生成，双击 index.html 即可查看，不需要联网。\r\n\
    再次生成时整个文件夹会被替换，请不要在里面存放别的文件。\r\n\
    里面有各篇稿件的原文（包括稿件里的注释），请只放在可以看草稿的人能打开的地方。\r\n";

/// What became of one issue.
#[derive(Debug)]
pub struct Leaf {
    /// Which.
    pub id: IssueId,
    /// Pages that can be looked at.
    pub pages: usize,
    /// Errors and warnings.
    pub findings: (usize, usize),
    /// A failure of the machine.
    pub failure: Option<String>,
}

/// Writes the pages of some issues into a folder, which must be new, empty, or made here before.
///
/// # Errors
/// [`Error::Occupied`] when the folder is somebody else's, [`Error::Write`] when something cannot be
/// written; what was there before is still there then.
pub fn once(
    workspace: &Workspace,
    ids: &[IssueId],
    draft: bool,
    dir: &Path,
    now: NaiveTime,
    mut done: impl FnMut(Leaf),
) -> Result<(), Error> {
    let replaced = replaceable(dir)?;
    let parent = dir.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |source| Error::Write { path: dir.to_owned(), source };
    disk::create_dir_all(parent).map_err(failed)?;
    let made = tempfile::Builder::new().prefix(".jianbao-").tempdir_in(parent).map_err(failed)?;
    let folder = Folder { root: made.path().to_owned(), config: Config::folder() };
    folder.write(MARK, ABOUT.as_bytes())?;
    for file in own::FILES {
        folder.write(&format!("page/{}", file.name), file.text.as_bytes())?;
    }
    folder.write("page/all.js", own::bundle().as_bytes())?;
    folder.write("index.html", folder.config.archive_page("全部各期").as_bytes())?;
    let press = Press::new(workspace)?;
    let mut shelf = shelf::Still::new(workspace)?;
    let survey = archive::survey(workspace)?;
    for (index, &id) in ids.iter().enumerate() {
        let key = Key { id, draft };
        let set = guarded(id, || press.sheet(id, draft, &mut Warm::default()));
        let version = u64::try_from(index).unwrap_or(0) + 1;
        let whose = Whose { key, version, changes: 0, time: now };
        let edition = Edition::new(whose, set, &Around::new(workspace, id, &survey), None);
        folder.issue(&edition)?;
        shelf.add(workspace, &edition, format!("{}.html", id.file_stem()));
        let count = |severity| edition.findings.iter().filter(|it| it.severity == severity).count();
        done(Leaf {
            id,
            pages: edition.pages.as_ref().map_or(0, |pages| pages.len()),
            findings: (count(Severity::Error), count(Severity::Warning)),
            failure: edition.failure.clone(),
        });
    }
    folder.data("archive.json", &shelf.list())?;
    folder.data("texts.json", &shelf.texts())?;
    #[cfg(unix)]
    {
        // A temporary folder is private by default; this one is made to be read by others.
        use std::os::unix::fs::PermissionsExt;
        disk::set_permissions(made.path(), disk::Permissions::from_mode(0o755)).map_err(failed)?;
    }
    place(made, dir, replaced).map_err(failed)
}

/// Whether something of ours stands in the place of the folder.
fn replaceable(dir: &Path) -> Result<bool, Error> {
    if dir.join(MARK).is_file() && dir.join("index.html").is_file() {
        return Ok(true);
    }
    if dir.exists() && (!dir.is_dir() || !fs::list(dir)?.is_empty()) {
        return Err(Error::Occupied { path: dir.to_owned() });
    }
    Ok(false)
}

/// Puts the new folder in its place; the old one goes when the new one stands there.
fn place(made: tempfile::TempDir, dir: &Path, replaced: bool) -> std::io::Result<()> {
    if !replaced {
        if dir.is_dir() {
            disk::remove_dir(dir)?;
        }
        disk::rename(made.path(), dir)?;
        let _ = made.keep();
        return Ok(());
    }
    let old = made.path().with_extension("old");
    disk::rename(dir, &old)?;
    if let Err(error) = disk::rename(made.path(), dir) {
        disk::rename(&old, dir)?;
        return Err(error);
    }
    let _ = made.keep();
    disk::remove_dir_all(old)
}

struct Folder {
    root: PathBuf,
    config: Config,
}

impl Folder {
    /// The folder is put in its place as a whole when all of it is there: no file of it need be.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.root.join(path);
        let write = || {
            disk::create_dir_all(path.parent().unwrap_or(&self.root))?;
            disk::write(&path, bytes)
        };
        write().map_err(|source| Error::Write { path: path.clone(), source })
    }

    /// Data as a script: browsers read no data from a folder.
    fn data(&self, path: &str, json: &str) -> Result<(), Error> {
        let file = format!("data/{}.js", path.strip_suffix(".json").unwrap_or(path));
        let name = serde_json::to_string(path).unwrap_or_default();
        self.write(&file, format!("jianbao_data({name}, {json});\n").as_bytes())
    }

    fn issue(&self, edition: &Edition) -> Result<(), Error> {
        let Key { id, draft } = edition.key;
        let stem = id.file_stem();
        let page = self.config.issue_page(&sheet::issue_name(id), &stem, draft);
        self.write(&format!("{stem}.html"), page.as_bytes())?;
        let name = sheet::stem(edition.key);
        let sheet = format!("{{\"run\":\"\",{}", edition.json.trim_start_matches('{'));
        self.data(&format!("sheet/{name}.json"), &sheet)?;
        let version = edition.version;
        self.data(&format!("places/{name}/{version}.json"), &places::places(edition))?;
        for (path, file) in &edition.sources {
            self.data(path, &places::source(file))?;
        }
        if let Some(pages) = &edition.pages {
            for (index, look) in pages.looks().iter().enumerate() {
                let picture = pages.picture(index).unwrap_or_default();
                self.write(&format!("data/pages/{look}.svg"), picture.as_bytes())?;
                let text = places::text(pages, index).unwrap_or_default();
                self.data(&format!("pages/{look}.json"), &text)?;
                let map = places::map(pages, index).unwrap_or_default();
                self.data(&format!("maps/{name}/{version}/{}.json", index + 1), &map)?;
            }
        }
        if edition.state == State::Fresh
            && let Ok(pdf) = edition.pdf()
        {
            self.write(&format!("pdf/{stem}.pdf"), &pdf)?;
        }
        Ok(())
    }
}
