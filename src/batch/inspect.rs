//! Many issues read for mistakes.

use super::parallel::{Ahead, Step, each};
use crate::error::Error;
use crate::issue::{Inspection, Press};
use crate::model::IssueId;

/// Reads issues for mistakes on all cores and hands on what was found, always on the calling thread,
/// in the order of `ids`. Writes nothing.
///
/// # Errors
/// [`Error`] when what the issues share cannot be read.
pub fn inspect(
    press: &Press,
    ids: &[IssueId],
    jobs: Option<usize>,
    mut found: impl FnMut(Inspection),
) -> Result<(), Error> {
    // Read once, before many ask for it.
    press.archive()?;
    each(
        ids,
        jobs,
        None,
        Ahead::ANY,
        |id| Some(press.inspect(id)),
        |step| {
            if let Step::Done(inspection) = step {
                found(inspection);
            }
        },
    )
}
