//! What issues are held against: the rules as the house wants them, and what stands in other issues.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::check::{Archive, Rulebook};
use crate::diagnostic::{Checked, SourceFile};
use crate::error::Error;
use crate::model::{IssueId, megabytes};
use crate::read::{self, House};

/// What the house wants of its drafts; the findings are about the files that say so.
pub(super) fn rulebook(house: &House) -> Result<Checked<Rulebook>, Error> {
    let (roster, lexicon) = (house.roster()?.clone(), house.lexicon()?.clone());
    let settings = house.settings.value.as_ref();
    let settings = settings.map(|settings| settings.check.clone()).unwrap_or_default();
    let (book, about_rules) = Rulebook::new(
        &settings,
        roster.value.unwrap_or_default(),
        &lexicon.value.unwrap_or_default(),
    );
    let mut diagnostics = [roster.diagnostics, lexicon.diagnostics, about_rules].concat();
    for finding in &mut diagnostics {
        // The rules go by these files, the pages do not.
        finding.is_of_rule = true;
        if finding.is_error() && finding.note.is_none() {
            let note = "核对稿件要用这个文件；改正以前，各期都不能印发";
            finding.note = Some(note.to_owned());
        }
    }
    Ok(Checked { value: Some(book), diagnostics })
}

/// How many issues' texts are in memory while the archive is read.
const AT_ONCE: usize = 64;

/// What stands in all issues. A file that cannot be read is told of where its issue is read.
pub(super) fn archive(house: &House) -> Result<Archive, Error> {
    let (workspace, limits) = (&house.workspace, house.limits());
    let most = usize::try_from(limits.entries).unwrap_or(usize::MAX);
    let texts = |id: &IssueId| -> Vec<(IssueId, String, Arc<SourceFile>)> {
        let files = workspace.issue_folder(*id).and_then(|it| read::issue_files(&it.path));
        let paths = files.map(|files| files.entries).unwrap_or_default();
        let text = |path: &PathBuf| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            let bytes = workspace.bytes(path, megabytes(limits.file_size)).ok()??;
            Some((*id, name.clone(), read::decoded(&name, &bytes)))
        };
        paths.iter().take(most).filter_map(text).collect()
    };
    let mut archive = Archive::default();
    // Some at a time: of the texts only what counts is kept.
    for some in workspace.issues()?.chunks(AT_ONCE) {
        let issues: Vec<Vec<_>> = some.par_iter().map(texts).collect();
        for (id, name, file) in issues.into_iter().flatten() {
            archive.add(id, &name, &file.text);
        }
    }
    Ok(archive)
}
