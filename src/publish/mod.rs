//! Issuing, and what can be done with an issued PDF again: entered, verified, taken apart, the register
//! made anew from the PDFs.
//!
//! Numbers, locks and the register's file are `archive`'s; prints nothing.
//!
//! # How what was issued stays what it was
//!
//! `publish` sets an issue, writes the PDF, and then adds the entry to `ledger.yaml`: a run that is
//! killed in between leaves a PDF without an entry, never an entry without its PDF. A batch holds the
//! register from beginning to end; its PDFs and those of builds are put in their places under another
//! lock (`archive::place`), held for the moment of writing only, after a look into the register as it
//! is then: a build neither writes over what was issued while it ran nor waits for a whole batch. Where
//! the entry cannot be made, the PDF in force is put back. From then on `build` compares what it made
//! with the entry: the same bytes are not written, others go into a file beside (`…-重排.pdf`). Only
//! `--reissue` replaces an issued PDF, and the one before is kept under the name of its edition first.
//! PDF and entry are put in their places under a short lock of their own (`.jianbao/place.lock`), which
//! builds share: none looks into the register before an entry and writes after it. `.jianbao/issued`
//! tells how many entries there were; a register with fewer stops everything that writes. A PDF says
//! that it was issued (number, edition, digest of its sources, in its metadata) only if it was: a build
//! marks its bytes only where that gives the issued ones, so that builds keep theirs.
//! `.jianbao/issuing` tells a publication that was cut off from an entry that was lost.
//!
//! Several files are renamed at once (`order`) in two phases (`workspace/renames`): whoever lists the
//! folder next completes what was agreed.
//!
//! `verify` sets an issued issue again in memory. Where the bytes differ, both PDFs are read by the
//! same reader (`pdf`), so that equal content gives equal text and equal pixels, whichever version of
//! the program made them. Which input changed is told by comparing the lists of digests.
//!
//! The sources in a PDF are files of the closed world like any others, put into it by calls of
//! `pdf.attach` at the end of `main.typ`, where they move nothing. Fonts are not among them: their
//! licences seldom allow it. `出处.yaml` names them.
//!
//! An issued issue is built beside, not refused: a house that changes its masthead wants to see all
//! past issues in the new one, and none of them replaces what was issued. That `verify` reads PDFs,
//! rather than have the register keep text and positions of each issue, leaves the kept PDF the
//! evidence and the register readable. `companions` are files issued beside the PDF in other forms.

mod companions;
mod extract;
mod issue;
mod rebuild;
#[cfg(test)]
mod tests;
mod verify;

pub use companions::Companion;
pub use extract::{Extracted, extract};
pub use issue::{Intent, Publishing, publish};
pub use rebuild::{Rebuilt, rebuild};
pub use verify::{
    Change, InputChange, PagePicture, Remade, Verification, VerifyOptions, WrongEntry, picture,
    verify,
};
