//! The archive as a whole: the run of numbers over all issues, and the register of what was issued.
//!
//! Looks at the heads of issues only; what an issue says, and its pages, are for others: what is set
//! anew and issued, `publish` does. Of issued PDFs it knows where they lie, which are in force, replaced,
//! taken back or lost, and reads them in a process of their own. Whoever
//! takes a number or writes into the register holds the workspace's lock while doing so.
//!
//! # How a number is taken once
//!
//! Whoever takes a number or writes into the register waits for a lock on `.jianbao/lock`
//! (`archive/lock.rs`). The lock is a help, not the guarantee: some network disks have none, and the
//! folder may be deleted while it is held. A new issue is made whole in a folder whose name begins with
//! a dot and then renamed; renaming fails where something of that name stands, so one of two wins.
//! Continuous numbers could still be taken twice in two years, or as `29` beside `029`: the folders are
//! listed once more after the renaming, and whoever sees its number twice gives way and takes the next.
//!
//! `ledger.yaml` is continued by an own small writer, so that every byte that stood there stays:
//! comments, line ends, encoding. What is about to be written is read first, and must give the register
//! that stood there and the new entry, or nothing is written. The names of keys are the reader's table,
//! for both sides.
//!
//! # The rooms
//!
//! `reserve` takes the next number, `enter` one that is known (a past issue), `survey` tells what
//! is wrong with the run of them; `register` holds `ledger.yaml` while an entry is put at its end;
//! `begin` makes a workspace; `evidence` tells that entries are missing; `issued`, `lost` and
//! `withdraw`: what the register says of issued PDFs and where these lie; `sandbox`: kept PDFs are
//! read in a process of their own, with limits.

mod begin;
mod complete;
mod copy;
mod count;
mod draft;
mod enter;
mod evidence;
mod issued;
mod lock;
mod lost;
mod number;
mod register;
mod reserve;
mod sandbox;
mod shelf;
mod survey;
pub mod tail;
mod withdraw;

pub use begin::{Begun, INBOX, begin};
pub use complete::complete;
pub use copy::copy;
pub use count::counted;
pub use draft::Beginning;
pub use enter::enter;
pub use evidence::{Marked, issued, issuing, ledger, marked, printed, register, sound_ledger};
pub use issued::{
    KeptName, KeptPath, Stored, beside, changed_since, issued_mark, kept, mark, stored,
    stored_other, told,
};
pub use lock::{Place, intake, place};
pub use lost::{Gone, Meant, gone, lose};
pub use number::number_written;
pub use register::{Register, remake, restore};
pub use reserve::{Order, Reserved, is_open, peek, reserve};
pub use sandbox::{Failed, Sandbox, serve};
pub use survey::{survey, survey_beside};
pub use withdraw::{Withdrawn, withdraw};
