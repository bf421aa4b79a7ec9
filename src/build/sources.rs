//! The workspace's own templates, read for the composer.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Checked, SourceFile};
use crate::error::Error;
use crate::read;
use crate::workspace::{Workspace, fs};

/// The `.typ` files in `templates/` and `templates/entries/`, as they are named there.
///
/// # Errors
/// [`Error::Read`] when a folder or file cannot be read.
pub fn templates(workspace: &Workspace) -> Result<Checked<Vec<Arc<SourceFile>>>, Error> {
    let dir = workspace.templates_dir();
    let mut found = Checked { value: Some(Vec::new()), diagnostics: Vec::new() };
    for folder in [dir.clone(), dir.join("entries")] {
        for path in fs::list(&folder)?.into_iter().filter(|path| is_template(path)) {
            let file = read::read_source(workspace, &path)?;
            found.diagnostics.extend(file.diagnostics);
            found.value.get_or_insert_default().extend(file.value);
        }
    }
    Ok(found)
}

fn is_template(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "typ")
}
