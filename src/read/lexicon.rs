//! `lexicon.yaml` → [`Lexicon`]: the words that a house wants replaced.

use super::keys::LEXICON;
use super::order::in_order;
use super::record::Record;
use super::settings::severity;
use super::text::load;
use super::yaml;
use crate::diagnostic::{Checked, Severity};
use crate::error::Error;
use crate::model::{Lexicon, Slip};
use crate::workspace::{LEXICON_FILE, Workspace};

/// Reads `lexicon.yaml`; a workspace without one has an empty one. What is wrong in it is left out.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_lexicon(workspace: &Workspace) -> Result<Checked<Lexicon>, Error> {
    let path = workspace.root().join(LEXICON_FILE);
    if !path.exists() {
        return Ok(Checked { value: Some(Lexicon::default()), diagnostics: Vec::new() });
    }
    let file = match load(workspace, &path)? {
        Ok(file) => file,
        Err(found) => return Ok(Checked { value: None, diagnostics: vec![*found] }),
    };
    let Checked { value: node, diagnostics: mut out } = yaml::parse(&file, 0..file.text.len());
    let record = node.as_ref().and_then(|node| Record::of_file(&file, node, &LEXICON, &mut out));
    let value = record.map(|record| {
        record.close(&mut out);
        let slips = record.records("words", &mut out).unwrap_or_default();
        Lexicon {
            slips: slips.iter().filter_map(|slip| read_slip(slip, &mut out)).collect(),
            allowed: record.texts("allowed", &mut out).unwrap_or_default(),
        }
    });
    Ok(Checked { value, diagnostics: in_order(out) })
}

fn read_slip(record: &Record<'_>, out: &mut Vec<crate::diagnostic::Diagnostic>) -> Option<Slip> {
    let mut texts = |name: &str| record.texts(name, out).unwrap_or_default();
    let (after, before, unless) = (texts("after"), texts("before"), texts("unless"));
    let level = record.choice("level", out).and_then(severity).unwrap_or(Severity::Warning);
    let wrong = record.text("wrong", out).filter(|wrong| !wrong.as_str().is_empty())?;
    Some(Slip {
        wrong,
        right: record.text("right", out),
        level,
        after,
        before,
        unless,
        from: record.date("from", out),
        reason: record.text("reason", out),
    })
}
