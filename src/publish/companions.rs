//! What is issued beside a PDF in other forms: put in its place, kept when it is replaced, put back when
//! it is gone.
//!
//! Such a file may have been sealed since it was issued: what stands there is somebody's work, and is
//! never written over without being kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::archive::{self, Stored};
use crate::batch::{Batch, Others, Report, Seen};
use crate::error::Error;
use crate::export::{OUTPUTS, Output};
use crate::issue::Proof;
use crate::model::{Digest, Mark, Publication};
use crate::workspace::{Workspace, fs};

/// Larger files than this, in bytes, are not ours.
const MOST_BYTES: u64 = 512 << 20;

/// A file that was put by, and where it was.
pub struct PutBy {
    aside: PathBuf,
    path: PathBuf,
}

impl PutBy {
    /// Puts it back, which takes no room on a disk that is full.
    ///
    /// # Errors
    /// [`Error::Write`] when it cannot be renamed.
    pub fn undo(self) -> Result<(), Error> {
        let Self { aside, path } = self;
        std::fs::rename(&aside, &path).map_err(|source| Error::Write { path, source })
    }
}

/// The files as the register names them, beside a PDF.
pub fn digests(batch: &Batch<'_>, pdf: &Path, others: &Others) -> Vec<Digest> {
    let digest = |(output, bytes): &(&'static Output, Vec<u8>)| Digest {
        path: batch.key(&pdf.with_extension(output.export.extension())),
        sha256: fs::sha256(bytes),
    };
    others.iter().map(digest).collect()
}

/// Writes the files beside the PDF of a report.
///
/// # Errors
/// [`Error::Write`] when one cannot be written.
pub fn write(report: &mut Report, others: &Others) -> Result<Vec<Seen>, Error> {
    let mut written = Vec::new();
    for (output, bytes) in others {
        let path = report.path.with_extension(output.export.extension());
        let stamp = fs::write_atomic(&path, bytes)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        written.push(Seen { path: name, stamp, sha256: fs::sha256(bytes) });
        report.others.push(path);
    }
    Ok(written)
}

/// Keeps what stands in the places of the files that are about to be written, where it was issued or
/// somebody has put a seal on it: under the name of the edition that it belongs to.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] when the disk does not do as asked.
pub fn put_by(
    workspace: &Workspace,
    before: Option<&Publication>,
    new: &[Digest],
) -> Result<Vec<PutBy>, Error> {
    let mut kept = Vec::new();
    let issued = before.map_or(&[][..], |before| &before.others);
    let paths: BTreeSet<&str> = new.iter().chain(issued).map(|it| it.path.as_str()).collect();
    for shown in paths.into_iter().filter(|path| fs::is_below(path)) {
        let path = workspace.root().join(shown);
        let Some(_) = fs::stamp(&path)? else { continue };
        let bytes = fs::read_limited(&path, MOST_BYTES)?.unwrap_or_default();
        let there = fs::sha256(&bytes);
        // A run that was ended before its entry has put the old one by already.
        if new.iter().any(|new| new.path == shown && new.sha256 == there) {
            continue;
        }
        let is_issued = issued.iter().any(|other| other.path == shown);
        let output =
            OUTPUTS.iter().find(|it| path.extension() == Some(it.export.extension().as_ref()));
        let is_signed = output.is_some_and(|output| output.export.is_signed(&bytes));
        let what = match before.filter(|_| is_issued) {
            Some(before) => format!("第{}版", before.edition),
            None if is_signed => "印发前盖章".to_owned(),
            None => continue,
        };
        let aside = free(&path, &what);
        fs::write_atomic(&aside, &bytes)?;
        // What nothing comes in the place of belongs to an edition that is in force no more.
        if new.iter().all(|new| new.path != shown) {
            fs::remove(&path)?;
        }
        kept.push(PutBy { aside, path });
    }
    Ok(kept)
}

/// The first name that nothing has: `2018-028-第1版.ofd`, `2018-028-第1版-2.ofd`.
fn free(path: &Path, what: &str) -> PathBuf {
    let mut count = 1;
    loop {
        let name = archive::beside(path, what, count);
        if name.symlink_metadata().is_err() {
            return name;
        }
        count += 1;
    }
}

/// Puts files back that were issued with a PDF and are gone, where they come out the same.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] when the disk does not do as asked.
pub fn restore(workspace: &Workspace, before: &Publication, others: &Others) -> Result<(), Error> {
    for other in before.others.iter().filter(|other| fs::is_below(&other.path)) {
        let path = workspace.root().join(&other.path);
        let made = others.iter().find(|(_, bytes)| fs::sha256(bytes) == other.sha256);
        if let Some((_, bytes)) = made
            && fs::stamp(&path)?.is_none()
        {
            fs::write_atomic(&path, bytes)?;
        }
    }
    Ok(())
}

/// A file that was issued beside a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Its path from the workspace's root.
    pub path: String,
    /// What stands there.
    pub stored: Stored,
    /// Whether it comes out the same now, byte for byte; `None` where nobody can say.
    pub same: Option<bool>,
    /// Whether what stands there is what was issued, with a seal or a signature put on it.
    pub sealed: bool,
}

impl Companion {
    /// Whether it is there as it was issued, seals aside.
    pub fn is_well(&self) -> bool {
        self.stored == Stored::Whole || self.sealed
    }

    /// Holds it against the one that is made now.
    ///
    /// # Errors
    /// [`Error::Read`] when it cannot be read.
    pub fn compare(
        &mut self,
        workspace: &Workspace,
        issued: &Digest,
        proof: &Proof,
        own: &Mark,
    ) -> Result<(), Error> {
        let ending = Path::new(&issued.path).extension().unwrap_or_default();
        let output = OUTPUTS.iter().find(|output| ending == output.export.extension());
        let Some(output) = output else { return Ok(()) };
        let Some(made) = output.export.bytes(&proof.laid_out(Some(own))).value else {
            return Ok(());
        };
        let same = fs::sha256(&made) == issued.sha256;
        self.same = Some(same);
        if same && self.stored == Stored::Altered {
            let kept = fs::read_limited(&workspace.root().join(&issued.path), MOST_BYTES)?;
            self.sealed = kept.is_some_and(|kept| output.export.is_sealed(&made, &kept));
        }
        Ok(())
    }
}
