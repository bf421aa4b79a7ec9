//! Which paths mean a file within a folder, and the same file, on every system.
//!
//! What one system takes for a name is to another a drive, a device, a way out of the folder or no
//! name at all; and whoever sends a file with names in it need not mean well.

/// The most bytes of a path, and of one part of it.
const MAX_PATH: usize = 1024;
const MAX_PART: usize = 255;

/// Names that Windows gives to devices, in every folder and with every extension.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Whether a path with `/` between its parts names a visible file within a folder, everywhere.
pub fn is_portable(path: &str) -> bool {
    path.len() <= MAX_PATH && path.split('/').all(is_portable_part)
}

fn is_portable_part(part: &str) -> bool {
    // The last dots and blanks of a name are dropped by Windows: `.. ` would be `..`.
    let visible = !part.is_empty() && !part.starts_with('.') && !part.ends_with(['.', ' ']);
    visible && part.len() <= MAX_PART && part.chars().all(is_portable_char) && !is_device(part)
}

fn is_portable_char(c: char) -> bool {
    // Marks that turn the direction of writing can make `exe.txt` of `txt.exe`.
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !turns && !r#"\:*?"<>|"#.contains(c)
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

    use super::is_portable;

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

    proptest! {
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
