//! Many issues → PDFs on disk: those that are stale, each set on its own and written whole or not at all.
//!
//! Decides nothing about text or page; prints nothing. What happened leaves as values.
//!
//! # How a batch stays quick and true
//!
//! A PDF could only come out otherwise when something changed that it is made of: `inputs.rs` lists all
//! of it for an issue — `issue.yaml`, entries, the pictures that were really read, `jianbao.yaml`,
//! templates, fonts, the program itself, options, and what the register says of it — as paths with
//! their SHA-256. One digest over the list is the *fingerprint*. To read every file on every run would
//! take too long, so the cache keeps the stamp (size, time of change, and where the system tells it,
//! the time of any change) beside each digest. An equal stamp is believed, unless the file is hardly
//! older than the PDF made of it: then it may have changed once more within the same tick of the disk's
//! clock, and its content is read. A stamp is only ever a reason not to read; content decides.
//!
//! `.jianbao/built-1.txt` has a line for each PDF, added when the PDF is on disk, with a digest of
//! itself in front. Lines are only added; the last one of a PDF counts. So a killed run spoils at most
//! the line it was writing, two runs at once do not spoil each other’s (one that tidies the file may
//! drop a line just added, whose issue is then built once more), and a line that does not match its
//! digest is passed over with a word and its issue built anew. The version is in the file's name. The
//! PDF is looked at too: one that was deleted or altered is built again.
//!
//! What issues share (settings, templates, fonts) is read once at the beginning; the first look counts
//! for the whole batch. An issue's own files are looked at before it is read and after it is set: if
//! one changed in between, nobody could say what the pages were made of, so they are not written, and
//! the clerk is told.
//!
//! Each issue is set on one thread, in a rayon pool of one thread. In a common pool, a thread that
//! waits for a part of its issue would begin another whole one: half set issues would pile up in memory
//! and on the stack. Typst's memory of earlier results is emptied after each issue but for the last few
//! (`comemo::evict`). Results are told in the order asked for. A crash over one issue (there should be
//! none) is caught and told as that failure.
//!
//! After Ctrl-C no issue is begun; what takes longer than a moment is given up when nobody is putting a
//! file in its place (`interrupt.rs`).
//!
//! For the fingerprint the program is hashed, and not its version read: templates, fonts and code
//! are all in it, and a developer's build has no new version. It is read once per binary, while the
//! first issues are set. `build 28` alone gets all cores.

mod build;
mod cache;
mod inputs;
mod inspect;
mod interrupt;
mod options;
mod pages;
mod parallel;
mod publication;
mod report;
mod standing;

pub use build::{Batch, Others, attempt, build, remade_path};
pub use inputs::{Ingredients, Seen};
pub use inspect::inspect;
pub use interrupt::Interrupt;
pub use options::BuildOptions;
pub use parallel::{Ahead, Step, each};
pub use publication::{PROFILES, is_shared, unportable};
pub use report::{Built, Event, Issued, Kept, Outcome, Report, Summary};
pub use standing::{InputKind, Made, Standing};
