//! The same pages as a folder that needs no server: for a share on the intranet.
//!
//! Made whole beside its place first; a folder that was not made here is never replaced.

use std::fs as disk;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use serde_json::Value;

use super::edition::{Around, Edition, Whose};
use super::named::{self, Key, of_stem, source_name};
use super::own::{self, Config};
use super::sheet::written;
use super::{places, shelf, since, spots};
use crate::archive;
use crate::diagnostic::{Checked, Severity};
use crate::error::Error;
use crate::issue::{Press, Set, Setting, guarded};
use crate::model::IssueId;
use crate::read::House;
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

/// What lies in the folder besides the pages of issues.
const PARTS: [&str; 5] = [MARK, "index.html", "page", "data", "pdf"];
/// What Windows and macOS put into folders that somebody looked at.
const LITTER: [&str; 3] = ["thumbs.db", "desktop.ini", ".ds_store"];
/// How the names of folders begin that are being written.
const UNFINISHED: &str = ".jianbao-";
/// Whoever writes a folder for longer than this, in ns, was killed: one hour.
const ABANDONED: i64 = 3600 * 1_000_000_000;

/// Writes the pages of some issues into a folder, which must be new, empty, or made here before and
/// without anything else in it. `dir` must be an absolute path that ends in a name. After each issue
/// `done` says whether to go on; where it does not, everything stays as it was.
///
/// # Errors
/// [`Error::Occupied`] when the folder is somebody else's, [`Error::Write`] when something cannot be
/// written; what was there before is still there then.
pub fn once(
    workspace: &Workspace,
    ids: &[IssueId],
    draft: bool,
    dir: &Path,
    now: NaiveDateTime,
    mut done: impl FnMut(Leaf) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, Error> {
    let failed = |source| Error::Write { path: dir.to_owned(), source };
    // The folder itself is replaced: a link to it is to stay one.
    let target =
        if dir.is_symlink() { dir.canonicalize().map_err(failed)? } else { dir.to_owned() };
    let parent = target.parent().unwrap_or(&target);
    recover(&target).map_err(failed)?;
    replaceable(&target, dir)?;
    disk::create_dir_all(parent).map_err(failed)?;
    let made = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent).map_err(failed)?;
    let folder = Folder {
        root: made.path().to_owned(),
        config: Config::folder(Some(now.format("%Y年%-m月%-d日 %H:%M").to_string())),
    };
    folder.write(MARK, ABOUT.as_bytes())?;
    sweep(parent, made.path());
    for file in own::FILES {
        folder.write(&format!("page/{}", file.name), file.text.as_bytes())?;
    }
    folder.write("page/all.js", own::bundle().as_bytes())?;
    folder.write("index.html", folder.config.archive_page("全部各期").as_bytes())?;
    let house = House::open(workspace.clone())?;
    let press = Press::of(house.clone())?;
    let mut shelf = shelf::Still::new(&house)?;
    let survey = archive::survey(&house)?;
    for &id in ids {
        let key = Key { id, draft };
        let around = Around::new(workspace, id, &survey);
        let set = guarded(id, || press.set(id, Setting::screen(draft, around.correction())));
        let whose = Whose { key, version: version(&set), changes: 0, time: now.time() };
        let edition = written(Edition::new(whose, set, &around, None));
        folder.issue(workspace, &edition)?;
        shelf.add(workspace, &edition, format!("{}.html", id.file_stem()));
        let count = |severity| edition.findings.iter().filter(|it| it.severity == severity).count();
        let leaf = Leaf {
            id,
            pages: edition.pages.as_ref().map_or(0, |pages| pages.len()),
            findings: (count(Severity::Error), count(Severity::Warning)),
            failure: edition.failure.as_ref().map(|failure| failure.message.clone()),
        };
        if done(leaf).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    folder.data("archive.json", &shelf.list())?;
    folder.data("texts.json", &shelf.texts())?;
    #[cfg(unix)]
    {
        // A temporary folder is private by default; this one is made to be read by others.
        use std::os::unix::fs::PermissionsExt;
        disk::set_permissions(made.path(), disk::Permissions::from_mode(0o755)).map_err(failed)?;
    }
    // Somebody may have put something there meanwhile.
    let replaced = replaceable(&target, dir)?;
    place(made, &target, replaced).map_err(failed)?;
    Ok(ControlFlow::Continue(()))
}

/// Another number for another content, so that a browser takes no old map for a new one: their
/// names have nothing else of what is in them. Exact in JavaScript, whose numbers have 53 bits.
fn version(set: &Result<Checked<Set>, Error>) -> u64 {
    let mut content = String::new();
    if let Ok(set) = set {
        if let Some(typeset) = set.value.as_ref().and_then(|sheet| sheet.typeset.as_ref()) {
            (0..typeset.page_count()).for_each(|page| content += &typeset.look(page));
            typeset.files().iter().for_each(|file| content += &source_name(file));
        }
        for finding in &set.diagnostics {
            let at = finding.span.as_ref();
            let at = at.map(|span| (source_name(&span.file), span.range.clone()));
            content += &format!("{} {at:?}", finding.message);
        }
    }
    let digest = fs::sha256(content.as_bytes());
    digest.get(..12).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

/// Whether something of ours stands in the place of the folder, and nothing else in it. `shown` is
/// what the clerk wrote.
fn replaceable(dir: &Path, shown: &Path) -> Result<bool, Error> {
    let occupied = || Error::Occupied { path: shown.to_owned() };
    if !dir.exists() {
        return Ok(false);
    }
    if !dir.is_dir() {
        return Err(occupied());
    }
    let inside = fs::list(dir)?;
    if inside.is_empty() {
        return Ok(false);
    }
    let ours = is_ours(dir) && inside.iter().all(|path| is_known(path));
    if ours { Ok(true) } else { Err(occupied()) }
}

/// Whether a folder was made here.
fn is_ours(dir: &Path) -> bool {
    dir.join(MARK).is_file() && !dir.is_symlink()
}

/// Whether the folder may have something of this name in it.
fn is_known(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_issue = name.strip_suffix(".html").is_some_and(|stem| of_stem(stem).is_some());
    is_issue || PARTS.contains(&&*name) || LITTER.contains(&&*name.to_lowercase())
}

/// Where the old folder goes while the new one takes its place.
fn aside(dir: &Path) -> PathBuf {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    dir.with_file_name(format!("{UNFINISHED}{name}.old"))
}

/// Ends what a killed run left half done: the old folder back in its place, or away.
fn recover(dir: &Path) -> std::io::Result<()> {
    let old = aside(dir);
    if !is_ours(&old) {
        return Ok(());
    }
    if dir.exists() {
        // Should some of it stay, nobody is harmed.
        let _ = disk::remove_dir_all(old);
        return Ok(());
    }
    disk::rename(old, dir)
}

/// Removes what killed runs left in a folder: folders that are an hour older than `newest`, one
/// just begun. Failing to do so harms nobody.
fn sweep(parent: &Path, newest: &Path) {
    let begun = |dir: &Path| fs::stamp(&dir.join(MARK)).ok().flatten();
    let (Some(now), Ok(paths)) = (begun(newest), fs::list(parent)) else { return };
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What was put aside may be the only one there is: see `recover`.
        if name.starts_with(UNFINISHED)
            && !name.ends_with(".old")
            && is_ours(&path)
            && let Some(old) = begun(&path)
            && now.modified.saturating_sub(old.modified) > ABANDONED
        {
            let _ = disk::remove_dir_all(path);
        }
    }
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
    let old = aside(dir);
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

    fn issue(&self, workspace: &Workspace, edition: &Edition) -> Result<(), Error> {
        let Key { id, draft } = edition.key;
        let stem = id.file_stem();
        let made = edition.pdf();
        let faults = if draft || made.is_err() { edition.archive_faults() } else { Vec::new() };
        let told = (!faults.is_empty()).then(|| written(edition.told(edition.version, faults)));
        let edition = told.as_ref().unwrap_or(edition);
        let made = made.ok().filter(|_| told.is_none());
        let page = self.config.issue_page(&id.spoken(), &stem, draft);
        self.write(&format!("{stem}.html"), page.as_bytes())?;
        let name = named::stem(edition.key);
        let mut sheet: Value = serde_json::from_str(&edition.json).unwrap_or_default();
        sheet["pdf"] = self.pdf(workspace, edition, made)?.into();
        self.data(&format!("sheet/{name}.json"), &sheet.to_string())?;
        let version = edition.version;
        self.data(&format!("places/{name}/{version}.json"), &spots::places(edition))?;
        for (path, file) in &edition.sources {
            self.data(path, &places::source(file))?;
        }
        if let Some(pages) = &edition.pages {
            for (index, look) in pages.looks().iter().enumerate() {
                let picture = pages.picture(index).unwrap_or_default();
                self.write(&format!("data/pages/{look}.svg"), &picture)?;
                let text = pages.text(index).unwrap_or_default();
                self.data(&format!("pages/{look}.json"), &String::from_utf8_lossy(&text))?;
                let map = places::map(&pages.typeset, index).unwrap_or_default();
                self.data(&format!("maps/{name}/{version}/{}.json", index + 1), &map)?;
            }
        }
        Ok(())
    }

    /// Writes the PDF and gives its name, which is not that of the issued one unless it is the same;
    /// the issued one lies beside it.
    fn pdf(
        &self,
        workspace: &Workspace,
        edition: &Edition,
        made: Option<Vec<u8>>,
    ) -> Result<Option<String>, Error> {
        let stem = named::stem(edition.key);
        let published = edition.published.iter().flatten().next();
        if let Some(Ok(issued)) = published.map(|it| since::issued_bytes(workspace, it)) {
            self.write(&format!("pdf/{}.pdf", edition.key.id.file_stem()), &issued)?;
        }
        let Some(pdf) = made else { return Ok(None) };
        let other = published.is_some_and(|it| it.pdf.sha256 != fs::sha256(&pdf));
        let again = if other && !edition.key.draft { "-重排" } else { "" };
        let name = format!("{stem}{again}.pdf");
        self.write(&format!("pdf/{name}"), &pdf)?;
        Ok(Some(name))
    }
}
