//! What was issued is left as it is: who wants to change an issue is told how.

use crate::archive;
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::Workspace;

/// Refuses to change an issue that has been issued. `what` is what cannot be done, as a clause.
///
/// # Errors
/// [`Error::Selection`] when it has been, or when nobody knows because the register is damaged;
/// [`Error::Read`] of the register.
pub fn refuse(workspace: &Workspace, id: IssueId, what: &str) -> Result<(), Error> {
    let ledger = archive::sound_ledger(workspace)?;
    if ledger.current(id).is_none() {
        return Ok(());
    }
    Err(Error::Selection {
        problem: format!("{id} 已印发，{what}"),
        remedy: format!(
            "印错了要收回的，先用 jianbao publish {id} --withdraw \"原因\" 撤回，再改；只是更正的，改好稿件后用 jianbao publish {id} --reissue \"原因\" 重新印发"
        ),
    })
}
