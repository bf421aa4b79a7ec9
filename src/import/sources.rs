//! Files, folders and zips that dispatches come in → one file after another.
//!
//! Only one is held in memory at a time.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::docx::{Damage, package};
use super::{members, order};
use crate::diagnostic::{Diagnostic, code};
use crate::error::{Error, explain};
use crate::read;
use crate::workspace::fs;

/// The largest file, in bytes: a document with a dozen photographs.
const FILE: u64 = 48 << 20;
/// The largest zip of documents, in bytes.
const ARCHIVE: u64 = 64 << 20;
/// The most that is unpacked of a zip, in bytes: a hundred documents of ten photographs.
const UNPACKED: u64 = 2 << 30;
/// How deep folders are looked through.
const DEPTH: usize = 8;
/// Endings of what dispatches come as.
const ENDINGS: &[&str] = &["docx", "docm", "txt", "text", "md", "markdown", "html", "htm", "zip"];
/// Endings of what they come as too, most of which cannot be read.
const OTHERS: &[&str] = &[
    "doc", "wps", "rtf", "odt", "fodt", "pdf", "ofd", "et", "xls", "xlsx", "mht", "mhtml", "xhtml",
    "xml", "dot", "dotx", "dotm", "wpt", "uof", "uot", "pages", "rar", "7z", "eml", "ceb", "caj",
];
/// Endings of files that hold others.
const ARCHIVES: &[&str] = &["zip", "rar", "7z"];

/// A file that may be a dispatch.
#[derive(Debug)]
pub struct Source {
    /// Its name, without folders.
    pub name: String,
    /// Where it lies, as shown: `来稿/a.zip › b.docx`.
    pub shown: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The folder it lies in; none within a zip.
    pub folder: Option<PathBuf>,
}

/// What is no dispatch and was not looked at.
#[derive(Debug, Default)]
pub struct Passed {
    /// Names of files in folders and zips that dispatches do not come as.
    pub files: Vec<String>,
    /// Folders without any dispatch, as shown.
    pub empty: Vec<String>,
    /// How many files of folders were looked at.
    met: usize,
}

impl Passed {
    fn add(&mut self, name: &str) {
        // What Windows leaves in folders is nobody's.
        if !["thumbs.db", "desktop.ini"].contains(&name.to_lowercase().as_str()) {
            self.files.push(visible(name));
        }
    }
}

/// What there is to import: a file, or why there is none.
pub type Found = Result<Source, (String, Box<Diagnostic>)>;

/// Goes through files, folders and zips in their order; those of a folder by name. Returns what was
/// passed over.
///
/// # Errors
/// [`Error::Read`] when one cannot be opened or read; what `each` returns.
pub fn gather(
    paths: &[PathBuf],
    each: &mut dyn FnMut(Found) -> Result<(), Error>,
) -> Result<Passed, Error> {
    let mut passed = Passed::default();
    let mut paths = rejoined(paths);
    // As a shell lists what `*` stands for; any other order was meant.
    if paths.is_sorted() {
        paths
            .sort_by(|one, other| order::natural(&one.to_string_lossy(), &other.to_string_lossy()));
    }
    for path in &paths {
        if path.is_dir() {
            let before = passed.met;
            folder(path, path, 0, each, &mut passed)?;
            if passed.met == before {
                passed.empty.push(visible(&path.to_string_lossy().replace('\\', "/")));
            }
        } else {
            file(path, each, &mut passed)?;
        }
    }
    Ok(passed)
}

/// The paths, names with blanks made whole again that a shell has cut because nobody quoted them.
fn rejoined(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut whole = Vec::new();
    let mut at = 0;
    while let Some(path) = paths.get(at) {
        let mut joined = path.clone().into_os_string();
        let mut parts = 1;
        if !path.exists() {
            for (more, part) in paths[at + 1..].iter().enumerate() {
                joined.push(" ");
                joined.push(part);
                if Path::new(&joined).is_file() {
                    parts = more + 2;
                    break;
                }
            }
        }
        whole.push(if parts > 1 { PathBuf::from(joined) } else { path.clone() });
        at += parts;
    }
    whole
}

fn folder(
    root: &Path,
    dir: &Path,
    depth: usize,
    each: &mut dyn FnMut(Found) -> Result<(), Error>,
    passed: &mut Passed,
) -> Result<(), Error> {
    let mut paths = match fs::list(dir) {
        Ok(paths) => paths,
        // The folder that was named itself: nothing else is to be said of it.
        Err(error) if depth == 0 => return Err(error),
        Err(Error::Read { source, .. }) => {
            passed.met += 1;
            let shown = visible(&dir.to_string_lossy().replace('\\', "/"));
            let finding = unreadable("文件夹", &shown, &source);
            return each(Err((shown, finding)));
        }
        Err(error) => return Err(error),
    };
    paths.sort_by(|one, other| order::natural(&name_of(one), &name_of(other)));
    for path in paths {
        let name = name_of(&path);
        if is_hidden(&name) {
            continue;
        }
        // What is put aside by its name is left alone, and told.
        if name.starts_with(['~', '_']) {
            if path.is_dir() {
                passed.add(&format!("{name}/"));
            } else if path.is_file() && is_dispatch(&name) {
                passed.add(&name);
            }
            continue;
        }
        // What a link within the folder leads to is met where it lies.
        if path.is_symlink() {
            if let Err(Error::Outside { target, .. }) = fs::contained(root, &path)
                && (path.is_dir() || is_dispatch(&name))
            {
                let shown = path.to_string_lossy().replace('\\', "/");
                let message =
                    format!("「{shown}」是链接，指向这个文件夹之外的「{target}」，没有导入");
                let help = "确实要导入的，把它指向的文件写在命令里，或复制进来";
                passed.met += 1;
                each(Err((shown, refusal(message, help))))?;
            }
            continue;
        }
        if path.is_dir() && is_of_page(&path) {
            // What the page shows of it is taken with the page.
        } else if path.is_dir() && depth < DEPTH {
            folder(root, &path, depth + 1, each, passed)?;
        } else if path.is_dir() {
            passed.met += 1;
            let shown = visible(&path.to_string_lossy().replace('\\', "/"));
            let message = format!("文件夹「{shown}」套得太深，没有看");
            each(Err((shown, refusal(message, "把里面的来稿移到外面的文件夹里，再导入"))))?;
        } else if is_dispatch(&name) && (path.is_file() || path.symlink_metadata().is_err()) {
            // One that has gone since the folder was listed is told, not left out in silence.
            passed.met += 1;
            match file(&path, each, passed) {
                // One that cannot be read keeps nobody from the others. Where one has just gone,
                // somebody is at work in the folder.
                Err(Error::Read { path: unread, source })
                    if unread == path && source.kind() != ErrorKind::NotFound =>
                {
                    let shown = visible(&path.to_string_lossy().replace('\\', "/"));
                    let finding = unreadable("文件", &shown, &source);
                    each(Err((shown, finding)))?;
                }
                done => done?,
            }
        } else if path.is_file() {
            passed.add(&name);
        } else if is_dispatch(&name) && !path.is_dir() {
            // A pipe or a device: reading it would wait, or never end.
            passed.met += 1;
            let shown = visible(&path.to_string_lossy().replace('\\', "/"));
            let finding = unreadable("文件", &shown, &ErrorKind::InvalidInput.into());
            each(Err((shown, finding)))?;
        }
    }
    Ok(())
}

/// Whether a folder is what a browser saved beside a page: 简报_files beside 简报.html.
fn is_of_page(folder: &Path) -> bool {
    let name = name_of(folder);
    let page = ["_files", ".files"].iter().find_map(|ending| name.strip_suffix(ending));
    page.is_some_and(|page| {
        let beside = |ending: &str| folder.with_file_name(format!("{page}.{ending}")).is_file();
        ["html", "htm", "mht", "HTM", "HTML"].into_iter().any(beside)
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The folder that a file lies in; that of a bare name is the current one.
fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// A name as it may stand in a terminal: nothing in it that moves the cursor or turns the text.
fn visible(name: &str) -> String {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    name.replace(hides, "�")
}

/// Whether a file is hidden, or what a system or Word leaves beside an open file.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name == "__MACOSX"
}

/// What stands behind the last dot of a name, in lower case.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn is_dispatch(name: &str) -> bool {
    let ending = ending(name);
    ENDINGS.contains(&ending.as_str()) || OTHERS.contains(&ending.as_str())
}

/// Why a file that was named is no dispatch, seen by its name alone.
fn told_by_name(path: &Path, shown: &str, name: &str) -> Option<Box<Diagnostic>> {
    if !path.is_file() {
        return None;
    }
    if let Some(rest) = name.strip_prefix("~$") {
        // Word puts the two signs before a short name, and in the place of the first characters of a
        // longer one.
        let is_opened = |other: &String| {
            let begins = other.strip_suffix(rest).map(|begins| begins.chars().count());
            !other.starts_with('~') && begins.is_some_and(|count| count <= 2)
        };
        let beside = fs::list(&folder_of(path)).unwrap_or_default();
        let mut opened = beside.iter().map(|path| name_of(path)).filter(is_opened);
        let itself = match (opened.next(), opened.next()) {
            (Some(only), None) => format!("「{}」本身", visible(&only)),
            _ => "稿件本身".to_owned(),
        };
        let message = format!("「{shown}」是 Word 打开文件时的临时文件，不是稿件");
        return Some(refusal(message, &format!("关掉 Word 后导入{itself}")));
    }
    None
}

fn file(
    path: &Path,
    each: &mut dyn FnMut(Found) -> Result<(), Error>,
    passed: &mut Passed,
) -> Result<(), Error> {
    let shown = visible(&path.to_string_lossy().replace('\\', "/"));
    let name = name_of(path);
    if let Some(finding) = told_by_name(path, &shown, &name) {
        return each(Err((shown, finding)));
    }
    let may_hold = ARCHIVES.contains(&ending(&name).as_str());
    let limit = if may_hold { ARCHIVE } else { FILE };
    let Some(bytes) = fs::read_limited(path, limit)? else {
        let finding = refusal(
            format!("文件「{shown}」超过 {} MB", limit >> 20),
            "把其中的图片压缩后另存，或分成几个文件",
        );
        return each(Err((shown, finding)));
    };
    if may_hold && is_zip(&bytes) && !is_document(&bytes) {
        return zip(&shown, bytes, each, passed);
    }
    each(Ok(Source { name, shown, bytes, folder: Some(folder_of(path)) }))
}

fn is_zip(bytes: &[u8]) -> bool {
    // One that takes itself out begins as a program.
    bytes.starts_with(b"PK") || members::list(bytes).is_some()
}

/// Whether a zip is a Word document that was given the wrong name.
fn is_document(bytes: &[u8]) -> bool {
    package::open(bytes).is_ok_and(|zip| zip.index_for_name("[Content_Types].xml").is_some())
}

fn zip(
    shown: &str,
    mut bytes: Vec<u8>,
    each: &mut dyn FnMut(Found) -> Result<(), Error>,
    passed: &mut Passed,
) -> Result<(), Error> {
    let members = members::list(&bytes).unwrap_or_default();
    let parted = members::part(&mut bytes, &members);
    let mut archive = match package::open(&bytes) {
        Ok(archive) if parted => archive,
        Ok(_) => return each(Err((shown.to_owned(), refused(shown, Damage::Zip)))),
        Err(damage) => return each(Err((shown.to_owned(), refused(shown, damage)))),
    };
    let same = members.len() == archive.len();
    // Names in zips made in Chinese Windows are GB18030.
    let mut names: Vec<(usize, String)> = archive
        .file_names_raw()
        .enumerate()
        .map(|(index, raw)| {
            let raw = members.get(index).filter(|_| same).map_or(raw, |member| &member.name);
            (index, read::decoded("", raw).text.replace('\\', "/"))
        })
        .collect();
    names.retain(|(_, path)| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let hidden = path.split('/').any(|part| part != ".." && is_hidden(part));
        let aside = path.split('/').any(|part| part.starts_with(['~', '_']));
        if !hidden && !name.is_empty() && (aside || !is_dispatch(name)) {
            passed.add(name);
        }
        !hidden && !aside && is_dispatch(name)
    });
    names.sort_by(|one, other| order::natural(&one.1, &other.1).then(one.0.cmp(&other.0)));
    if names.is_empty() {
        let finding = refusal(
            format!("压缩包「{shown}」里没有可以导入的稿件"),
            "核对压缩包里是不是 .docx、.txt、.md 或 .html 文件",
        );
        return each(Err((shown.to_owned(), finding)));
    }
    let (mut unpacked, mut locked) = (0, 0);
    for (index, path) in names {
        // Only the last part of the name counts: a path in a zip leads nowhere on the disk.
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let member = members.get(index).filter(|_| same);
        let again = match member.map_or(0, |member| member.again) {
            0 => String::new(),
            again => format!("（同名的第 {} 份）", again + 1),
        };
        let inner = format!("{shown} › {}{again}", visible(&path));
        if let Some(packing) = member.and_then(members::Member::unknown_packing) {
            let finding = packed(&inner, packing);
            each(Err((inner, finding)))?;
            continue;
        }
        if unpacked > UNPACKED {
            let finding = refused(shown, Damage::TooLarge);
            return each(Err((shown.to_owned(), finding)));
        }
        let bytes = package::bytes(&mut archive, index, FILE);
        // What is refused was unpacked up to the limit.
        unpacked += bytes.as_ref().map_or(FILE, |bytes| bytes.len() as u64);
        let found = match bytes {
            Ok(bytes) if ending(&name) == "zip" && !is_document(&bytes) => {
                let finding = refusal(
                    format!("「{inner}」是压缩包里的压缩包，没有打开"),
                    "先解压到文件夹里，再导入这个文件夹",
                );
                Err((inner, finding))
            }
            Ok(bytes) => Ok(Source { name, shown: inner, bytes, folder: None }),
            Err(Damage::Encrypted) => {
                locked += 1;
                continue;
            }
            Err(damage) => {
                let finding = refused(&inner, damage);
                Err((inner, finding))
            }
        };
        each(found)?;
    }
    if locked > 0 {
        let message = format!("压缩包「{shown}」里有 {locked} 个文件加了密码");
        let finding = refusal(message, "先输入密码，解压到文件夹里，再导入这个文件夹");
        each(Err((shown.to_owned(), finding)))?;
    }
    Ok(())
}

/// Why a file is not imported, and the way out.
pub fn refusal(message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code::UNREADABLE_DISPATCH, message).help(help))
}

/// Why what the system does not give is not imported.
fn unreadable(what: &str, shown: &str, error: &io::Error) -> Box<Diagnostic> {
    refusal(format!("{what}「{shown}」读不了"), &explain(error))
}

/// Why a damaged file is not imported.
pub fn refused(shown: &str, damage: Damage) -> Box<Diagnostic> {
    let (what, help) = match damage {
        Damage::Zip | Damage::Xml => (
            "已损坏，打不开",
            "请报送单位重新发送；或用 Word、WPS 打开修复，另存为 .docx；若只在装了加密软件的电脑上打得开，先在那里解密",
        ),
        Damage::DocType => (
            "里有不该有的内容（DTD），没有打开",
            "用 Word 或 WPS 打开，另存为 .docx；来历不明的文件不要打开",
        ),
        Damage::TooLarge => ("太大或太复杂，超出限度", "把其中的图片压缩后另存，或分成几个文件"),
        Damage::Encrypted => ("加了密码", "用 Word 或 WPS 打开，去掉密码，另存为 .docx"),
        Damage::NoDocument => {
            ("不是 Word 文档", "核对文件；若是表格或演示文稿，把文字复制到 Word 里另存为 .docx")
        }
    };
    refusal(format!("文件「{shown}」{what}"), help)
}

/// Why a file is not read that is packed in a way that nothing here unpacks.
pub fn packed(shown: &str, packing: &str) -> Box<Diagnostic> {
    let message = format!("文件「{shown}」是用「{packing}」压缩的，这种压缩方法打不开");
    refusal(
        message,
        "用压缩软件解压后，导入解出来的文件或文件夹；或重新压缩为普通的 .zip（Deflate）",
    )
}
