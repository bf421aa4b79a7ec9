//! What the files and folders of a workspace are called.

use std::path::Path;

use crate::error::Error;
use crate::model::IssueNumber;

/// File name of the house settings.
pub const SETTINGS_FILE: &str = "jianbao.yaml";
/// File name of an issue's settings within its folder.
pub const ISSUE_FILE: &str = "issue.yaml";
/// File name of the register of what was issued, at the workspace's root.
pub const LEDGER_FILE: &str = "ledger.yaml";

/// File name of the people and units that the house knows, at the workspace's root.
pub const ROSTER_FILE: &str = "roster.yaml";
/// File name of the house's own words, at the workspace's root.
pub const LEXICON_FILE: &str = "lexicon.yaml";

/// File name of what says how a PDF was made that carries its own sources.
pub const PROVENANCE_FILE: &str = "出处.yaml";

/// Whether there is an `issue.yaml` in a folder. One that nobody may look into is not taken for one
/// without.
pub(super) fn is_ready(dir: &Path) -> Result<bool, Error> {
    match dir.join(ISSUE_FILE).metadata() {
        Ok(data) => Ok(data.is_file()),
        Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(Error::Read { path: dir.to_owned(), source })
        }
        Err(_) => Ok(false),
    }
}

pub(super) fn number_of(dir: &Path) -> Option<IssueNumber> {
    dir.file_name()?.to_str()?.parse().ok()
}

pub(super) fn year_of(dir: &Path) -> Option<u16> {
    year(dir.file_name()?.to_str()?).filter(|_| dir.is_dir())
}

/// The year that four digits are.
pub(super) fn year(name: &str) -> Option<u16> {
    let digits = name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| name.parse().ok()).flatten()
}
