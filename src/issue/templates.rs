//! The workspace's own templates, read for the composer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, SourceFile, code};
use crate::error::{COPY_IN, Error};
use crate::model::Limits;
use crate::read;
use crate::workspace::{Workspace, fs};

/// The `.typ` files in `templates/` and `templates/entries/`, as they are named there.
///
/// # Errors
/// [`Error::Read`] when a folder or file cannot be read.
pub fn own(workspace: &Workspace, limits: &Limits) -> Result<Checked<Vec<Arc<SourceFile>>>, Error> {
    let mut found = Checked { value: Some(Vec::new()), diagnostics: Vec::new() };
    let outside = folders(workspace).into_iter().find_map(|dir| workspace.contained(&dir).err());
    if let Some(error) = outside {
        let finding = Diagnostic::error(code::LINK_OUTSIDE, error.to_string());
        found.diagnostics.push(finding.help(COPY_IN));
    }
    for path in files(workspace)? {
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
pub fn files(workspace: &Workspace) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for dir in folders(workspace) {
        if workspace.contained(&dir).is_ok() {
            files.extend(fs::list(&dir)?);
        }
    }
    files.retain(|path| is_template(path));
    Ok(files)
}

/// Where templates may lie; nowhere, where the built-in ones alone are to be used.
fn folders(workspace: &Workspace) -> Vec<PathBuf> {
    let dir = workspace.templates_dir();
    let entries = dir.as_ref().map(|dir| dir.join("entries"));
    dir.into_iter().chain(entries).collect()
}

fn is_template(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "typ")
}
