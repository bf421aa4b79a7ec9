//! The workspace's own templates, read for the composer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Checked, SourceFile};
use crate::error::Error;
use crate::model::Limits;
use crate::read;
use crate::workspace::{Workspace, fs};

/// The `.typ` files in `templates/` and `templates/entries/`, as they are named there.
///
/// # Errors
/// [`Error::Read`] when a folder or file cannot be read.
pub fn templates(
    workspace: &Workspace,
    limits: &Limits,
) -> Result<Checked<Vec<Arc<SourceFile>>>, Error> {
    let mut found = Checked { value: Some(Vec::new()), diagnostics: Vec::new() };
    for path in template_files(workspace)? {
        let file = read::read_source(workspace, &path, limits)?;
        found.diagnostics.extend(file.diagnostics);
        found.value.get_or_insert_default().extend(file.value);
    }
    Ok(found)
}

/// Where they lie.
///
/// # Errors
/// [`Error::Read`] when a folder cannot be listed.
pub fn template_files(workspace: &Workspace) -> Result<Vec<PathBuf>, Error> {
    let dir = workspace.templates_dir();
    let mut files = fs::list(&dir)?;
    files.extend(fs::list(&dir.join("entries"))?);
    files.retain(|path| is_template(path));
    Ok(files)
}

fn is_template(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "typ")
}
