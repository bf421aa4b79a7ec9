//! 登记遗失: PDFs that were issued and are gone for good. The register says so, and why; from then on
//! nobody is told of a mistake that nobody can mend.

use chrono::{DateTime, FixedOffset};

use super::issued::{Stored, edition_of, stored_at, told};
use super::register::Register;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{Entered, IssueId, Ledger, Loss, Publication};
use crate::workspace::Workspace;

/// Which PDFs are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// All of an issue that are gone.
    Issue(IssueId),
    /// The one that should lie at this path, from the workspace's root.
    Path(String),
}

/// A PDF that is not in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The entry for the register, but for time and reason.
    pub loss: Loss,
    /// What it is: `第 1 版（2018-11-28 登记）`.
    pub what: String,
    /// Whether it is in force.
    pub in_force: bool,
}

/// The PDFs among those that are meant which are gone, and of which nobody has said so. No value where
/// none is, or the register has errors; the findings say which.
///
/// # Errors
/// [`Error::Read`] of the disk.
pub fn gone(
    workspace: &Workspace,
    meant: &Meant,
    reason: &str,
    at: DateTime<FixedOffset>,
) -> Result<Checked<Vec<Gone>>, Error> {
    let read = super::ledger(workspace)?;
    if read.has_errors() {
        return Ok(Checked { value: None, diagnostics: read.diagnostics });
    }
    let ledger = read.value.unwrap_or_default();
    let (mut gone, mut found, mut known) = (Vec::new(), Vec::new(), Vec::new());
    for (publication, path) in places(&ledger, meant) {
        let what = edition_of(&ledger, publication);
        let Publication { id, edition, pdf, .. } = publication;
        if let Some(loss) = ledger.lost(path, &pdf.sha256) {
            known.push(format!("{what}的「{path}」{}", told(loss)));
            continue;
        }
        match stored_at(workspace, *id, path, &pdf.sha256)? {
            Stored::Whole => {}
            Stored::Missing => gone.push(Gone {
                loss: Loss {
                    id: *id,
                    edition: *edition,
                    path: path.to_owned(),
                    sha256: pdf.sha256.clone(),
                    recorded: at,
                    reason: reason.to_owned(),
                },
                what,
                in_force: ledger.current(*id) == Some(publication),
            }),
            Stored::Altered => {
                let message =
                    format!("「{id}」{what}的「{path}」还在，只是与登记的不符，可能被人改过");
                let help = "把它移到别处，从备份中取回原件；确实没有原件的，移走以后再登记遗失";
                found.push(Diagnostic::error(code::LEDGER, message).help(help));
            }
        }
    }
    if gone.is_empty() && found.is_empty() {
        found.push(none_gone(meant, &known));
    }
    let value = (!gone.is_empty()).then_some(gone);
    Ok(Checked { value, diagnostics: found })
}

/// Where the PDFs that are meant should lie.
fn places<'l>(
    ledger: &'l Ledger,
    meant: &'l Meant,
) -> impl Iterator<Item = (&'l Publication, &'l str)> {
    let in_force = ledger.in_force().filter_map(|id| ledger.current(id));
    let in_force = in_force.map(|publication| (publication, publication.pdf.path.as_str()));
    ledger.kept().chain(in_force).filter(move |(publication, path)| match meant {
        Meant::Issue(id) => publication.id == *id,
        Meant::Path(own) => path == own,
    })
}

fn none_gone(meant: &Meant, known: &[String]) -> Diagnostic {
    let of = match meant {
        Meant::Issue(id) => format!("「{id}」"),
        Meant::Path(path) => format!("「{path}」"),
    };
    if !known.is_empty() {
        let message = format!("{of}没有别的要登记：{}", known.join("；"));
        return Diagnostic::error(code::LEDGER, message).help("找到了的放回原处就行，不用改登记");
    }
    let message = match meant {
        Meant::Issue(_) => format!("{of}登记过的 PDF 都在，没有遗失的"),
        Meant::Path(_) => format!("{of}不是登记过的 PDF，或者没有遗失"),
    };
    Diagnostic::error(code::LEDGER, message).help("哪一个不见了，用 jianbao list 查看")
}

/// Enters that PDFs are lost. The value is there when all of them are in the register.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] of the disk.
pub fn lose(workspace: &Workspace, gone: &[Gone]) -> Result<Checked<()>, Error> {
    let opened = Register::open(workspace)?;
    let Some(mut register) = opened.value else {
        return Ok(Checked { value: None, diagnostics: opened.diagnostics });
    };
    for Gone { loss, .. } in gone {
        // Somebody else may have entered it meanwhile.
        if register.ledger().lost(&loss.path, &loss.sha256).is_some() {
            continue;
        }
        let entered = register.append(Entered::Lost(loss.clone()))?;
        if entered.value.is_none() {
            return Ok(Checked { value: None, diagnostics: entered.diagnostics });
        }
    }
    Ok(Checked { value: Some(()), diagnostics: Vec::new() })
}
