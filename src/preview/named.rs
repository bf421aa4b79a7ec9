//! What is set and shown, and the names that a page asks for it by.

use crate::diagnostic::SourceFile;
use crate::model::IssueId;
use crate::workspace::fs;

/// What is set: an issue, as a draft or as the final one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Which.
    pub id: IssueId,
    /// With the watermark 草稿.
    pub draft: bool,
}

/// What an issue's data are named by: `2018-028`, as a draft `2018-028-草稿`.
pub fn stem(key: Key) -> String {
    format!("{}{}", key.id.file_stem(), if key.draft { "-草稿" } else { "" })
}

/// The issue that [`stem`] names.
pub fn of_stem(stem: &str) -> Option<Key> {
    let (name, draft) = match stem.strip_suffix("-草稿") {
        Some(name) => (name, true),
        None => (stem, false),
    };
    Some(Key { id: IssueId::of_file_stem(name)?, draft })
}

/// The name a file of the author's is asked for: another one for each text it had.
pub fn source_name(file: &SourceFile) -> String {
    let digest = fs::sha256(format!("{}\0{}", file.path, file.text).as_bytes());
    format!("sources/{}.json", &digest[..20])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_is_found_again_by_what_its_data_are_named() {
        for (name, found) in [
            ("2018-028", Some("2018/28")),
            ("2018-增刊01", Some("2018/增刊1")),
            ("2018-028-草稿", Some("2018/28")),
            ("2018-28", None),
            ("2018-1000", Some("2018/1000")),
            ("../2018-028", None),
            ("2018", None),
            ("-", None),
            ("", None),
        ] {
            let key = of_stem(name);
            assert_eq!(key.map(|key| key.id.to_string()).as_deref(), found, "{name}");
            if let Some(key) = key {
                assert_eq!(stem(key), name);
            }
        }
    }
}
