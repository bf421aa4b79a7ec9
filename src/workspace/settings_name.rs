//! Files that were meant as `jianbao.yaml` and are called otherwise: what Notepad, a Chinese keyboard
//! and Explorer make of the name.

use std::path::{Path, PathBuf};

use super::{SETTINGS_FILE, fs};
use crate::model::half_width;

/// The file of a folder that was meant as its settings, where it has none of the right name. A folder
/// that cannot be looked into has none.
pub(super) fn meant(dir: &Path) -> Option<PathBuf> {
    // Where capitals do not count, this is the file itself.
    let itself =
        |name: &str| name.eq_ignore_ascii_case(SETTINGS_FILE) && dir.join(SETTINGS_FILE).is_file();
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        is_meant(&name) && !itself(&name) && path.is_file()
    };
    fs::list(dir).unwrap_or_default().into_iter().find(named)
}

/// Whether a name was meant as `jianbao.yaml` and is another: `jianbao.yaml.txt`, `jianbao.yml`,
/// `ｊianbao．yaml`, `jianbao。yaml`, `Jianbao.YAML`.
fn is_meant(name: &str) -> bool {
    // Put aside on purpose.
    if name == SETTINGS_FILE || name.starts_with(['.', '_', '~']) {
        return false;
    }
    let plain: String = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '。' | '｡' | '·' => '.',
            c => half_width(c),
        })
        .flat_map(char::to_lowercase)
        .collect();
    let Some(endings) = plain.strip_prefix("jianbao") else { return false };
    let endings: Vec<&str> = endings.split('.').collect();
    // The first part is what stands before the first dot: nothing.
    let yaml = |ending: &&str| ["yaml", "yml"].contains(ending);
    matches!(endings[..], ["", ending] if yaml(&ending) || ending == "txt")
        || matches!(endings[..], ["", first, last] if yaml(&first) && (yaml(&last) || last == "txt"))
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn names_that_were_meant() {
        for (name, meant) in [
            ("jianbao.yaml", false),
            ("jianbao.yaml.txt", true),
            ("jianbao.yml", true),
            ("jianbao.txt", true),
            ("jianbao.yml.txt", true),
            ("jianbao.yaml.yaml", true),
            ("Jianbao.YAML", true),
            ("ｊianbao．yaml", true),
            ("jianbao。yaml", true),
            ("jianbao .yaml", true),
            ("_jianbao.yml", false),
            (".jianbao.yaml", false),
            ("jianbao", false),
            ("jianbao.exe", false),
            ("jianbao.yaml.bak", false),
            ("jianbao-2018.yaml", false),
            ("issue.yaml", false),
            ("", false),
        ] {
            assert_eq!(is_meant(name), meant, "{name}");
        }
    }
}
