//! Which paths mean a file within a folder, and the same file, on every system.
//!
//! What one system takes for a name is to another a drive, a device, a way out of the folder or no
//! name at all; two names that differ in capitals only are one name to Windows. And whoever sends a
//! file with names in it need not mean well.

use std::collections::BTreeMap;
use std::path::Path;

/// The most bytes of a path, and of one part of it.
const MAX_PATH: usize = 1024;
const MAX_PART: usize = 255;

/// Names that Windows gives to devices, in every folder and with every extension.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
/// What stands in the place of a character that a name may not have.
const INSTEAD: char = '-';

/// Whether a path with `/` between its parts names a visible file within a folder, everywhere.
pub fn is_portable(path: &str) -> bool {
    path.len() <= MAX_PATH && path.split('/').all(|part| fault(part).is_none())
}

/// Why a name, without folders, is none on some system, as a clause; `None` where it is one
/// everywhere.
pub fn fault(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("是空的".to_owned());
    }
    if let Some(c) = name.chars().find(|c| !is_portable_char(*c)) {
        return Some(match c {
            c if REFUSED.contains(c) => format!("里有 Windows 不许用的「{c}」"),
            _ => "里有看不见的控制字符".to_owned(),
        });
    }
    match () {
        // The last dots and blanks of a name are dropped by Windows: `.. ` would be `..`.
        () if name.ends_with(['.', ' ']) => Some("末尾的点或空格会被 Windows 去掉".to_owned()),
        () if name.starts_with('.') => Some("以点开头，是隐藏的".to_owned()),
        () if name.len() > MAX_PART => Some("太长".to_owned()),
        () if is_device(name) => Some("是 Windows 留给设备的名称".to_owned()),
        () => None,
    }
}

/// A path whose every part is a name everywhere: itself where it is one already.
pub fn portable(path: &str) -> String {
    path.split('/').map(portable_name).collect::<Vec<_>>().join("/")
}

fn portable_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if is_portable_char(c) { c } else { INSTEAD }).collect();
    let plain = plain.trim_end_matches(['.', ' ']).trim_start_matches('.');
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.len() < MAX_PART / 4 => (stem, format!(".{ending}")),
        _ => (plain, String::new()),
    };
    let led = if is_device(plain) || stem.is_empty() { "文件-" } else { "" };
    let room = MAX_PART - ending.len() - led.len();
    let mut end = stem.len().min(room);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{led}{}{ending}", stem[..end].trim_end_matches(['.', ' ']))
}

/// Paths that are one to a system without capitals, in pairs: each with the first that is like it.
pub fn alike<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<(&'p str, &'p str)> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for path in paths {
        let before = *first.entry(folded(path)).or_insert(path);
        if before != path {
            found.push((before, path));
        }
    }
    found
}

/// Whether nothing in the folder of a path has its name, or one that differs from it in capitals
/// only: where the workspace is copied to Windows, one of the two would be lost.
pub fn is_free(path: &Path) -> bool {
    if path.symlink_metadata().is_ok() {
        return false;
    }
    let name = folded(&path.file_name().unwrap_or_default().to_string_lossy());
    let folder = path.parent().map(super::fs::list).and_then(Result::ok).unwrap_or_default();
    let of = |path: &Path| folded(&path.file_name().unwrap_or_default().to_string_lossy());
    folder.iter().all(|other| of(other) != name)
}

/// A name as a system without capitals compares it, near enough: what is alike to one of them is
/// alike here.
pub fn folded(name: &str) -> String {
    name.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// What no name has on Windows; the parts of its paths stand between `\`.
const REFUSED: &str = r#"\:*?"<>|"#;

fn is_portable_char(c: char) -> bool {
    // Marks that turn the direction of writing can make `exe.txt` of `txt.exe`.
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !turns && !REFUSED.contains(c) && c != '/'
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    // COM1 to COM9, LPT1 to LPT9, and with the small figures too.
    let port = ["COM", "LPT"].iter().find_map(|port| stem.strip_prefix(port));
    let mut port = port.unwrap_or_default().chars();
    let ported = matches!((port.next(), port.next()), (Some('0'..='9' | '¹' | '²' | '³'), None));
    ported || DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::{alike, fault, is_free, is_portable, portable};

    #[test]
    fn paths_of_a_workspace_are_portable() {
        for path in [
            "jianbao.yaml",
            "2018/028/10-清洁供暖.md",
            "2018/增刊1/assets/图 1（改）.png",
            "templates/entries/visit.typ",
            "出处.yaml",
            "a..b",
            "console.md",
            "COM10.md",
        ] {
            assert!(is_portable(path), "{path}");
        }
    }

    #[test]
    fn tricks_are_not() {
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "..",
            "../a",
            "a/../b",
            "a/.. /b",
            "./a",
            "a/.git/config",
            ".bashrc",
            "C:",
            "C:/a",
            "C:a",
            "a\\b",
            "..\\a",
            "\\\\server\\a",
            "a:stream",
            "a\0b",
            "a\nb",
            "\u{1b}[31m",
            "nul",
            "NUL.md",
            "a/Con.yaml",
            "con .txt",
            "com1.md",
            "LPT9",
            "COM¹",
            "aux.tar.gz",
            "a.",
            "a ",
            "a./b",
            "what?.md",
            "a*",
            "图\u{202e}gnp.exe",
        ] {
            assert!(!is_portable(path), "{path:?}");
        }
        assert!(!is_portable(&"长".repeat(100)));
        assert!(!is_portable(&"a/".repeat(600)));
    }

    #[test]
    fn why_a_name_is_none_is_told() {
        for (name, why) in [
            ("10-柳溪县.md", ""),
            ("什么?.md", "里有 Windows 不许用的「?」"),
            ("a\\b.png", "里有 Windows 不许用的「\\」"),
            ("图\u{202e}gnp.exe", "里有看不见的控制字符"),
            ("附件. ", "末尾的点或空格会被 Windows 去掉"),
            ("Aux.yaml", "是 Windows 留给设备的名称"),
            (".md", "以点开头，是隐藏的"),
            ("", "是空的"),
        ] {
            assert_eq!(fault(name).unwrap_or_default(), why, "{name:?}");
        }
    }

    #[test]
    fn names_are_made_portable() {
        for (path, made) in [
            ("assets/图 1（改）.png", "assets/图 1（改）.png"),
            ("assets/什么?.png", "assets/什么-.png"),
            ("sources/11:30 来稿.docx", "sources/11-30 来稿.docx"),
            ("con.md", "文件-con.md"),
            ("LPT1.tar.gz", "文件-LPT1.tar.gz"),
            ("附件..", "附件"),
            ("附件 .md", "附件.md"),
            (".md", "md"),
            ("...", "文件-"),
            ("a\\b", "a-b"),
        ] {
            assert_eq!(portable(path), made, "{path:?}");
        }
    }

    #[test]
    fn names_that_differ_in_capitals_are_told() {
        let paths = ["assets/a.png", "assets/A.PNG", "assets/b.png", "Assets/B.png", "c", "c"];
        let pairs = [("assets/a.png", "assets/A.PNG"), ("assets/b.png", "Assets/B.png")];
        assert_eq!(alike(paths), pairs);
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("图A.png"), "").expect("written");
        for (name, free) in [("图A.png", false), ("图a.PNG", false), ("图B.png", true)] {
            assert_eq!(is_free(&dir.path().join(name)), free, "{name}");
        }
        assert!(is_free(&dir.path().join("no/such")));
    }

    proptest! {
        /// Whatever a name was, what is made of it is one everywhere, and stays what it is.
        #[test]
        fn what_is_made_portable_is_portable(name in "([a.~$ ?:|*-]|con|\\PC|\u{0}){1,200}") {
            let made = portable(&name);
            let short = name.split('/').all(|part| part.len() <= 255) && name.len() < 900;
            if short && !name.contains('/') {
                prop_assert!(is_portable(&made), "{made:?}");
                prop_assert_eq!(portable(&made), made.clone());
            }
            if is_portable(&name) {
                prop_assert_eq!(made, name);
            }
        }

        /// Whatever passes lies in the folder, as deep as it has parts.
        #[test]
        fn a_portable_path_stays_inside(path in "([a.~$ /\\\\:\u{0}]|\\.\\./|\\PC){0,20}") {
            if is_portable(&path) {
                let parts: Vec<Component<'_>> = Path::new(&path).components().collect();
                prop_assert!(parts.iter().all(|part| matches!(part, Component::Normal(_))));
                prop_assert_eq!(parts.len(), path.split('/').count());
            }
        }
    }
}
