//! The archive as a whole: the run of numbers over all issues, and the register of what was issued.
//!
//! Looks at the heads of issues only; what an issue says, and its pages, are for others: what is set
//! anew and issued, `publish` does. Of issued PDFs it knows where they lie, which are in force, replaced,
//! taken back or lost, and reads them in a process of their own. Whoever
//! takes a number or writes into the register holds the workspace's lock while doing so.

mod begin;
mod complete;
mod copy;
mod draft;
mod enter;
mod evidence;
mod issued;
mod lock;
mod lost;
mod register;
mod reserve;
mod sandbox;
mod shelf;
mod survey;
mod withdraw;

pub use begin::{Beginning, Begun, INBOX, begin};
pub use complete::complete;
pub use copy::copy;
pub use enter::enter;
pub use evidence::{Marked, issued, issuing, ledger, marked, printed, register, sound_ledger};
pub use issued::{
    KeptName, KeptPath, Stored, changed_since, issued_mark, kept, mark, stored, told,
};
pub use lock::{Place, intake, place};
pub use lost::{Gone, Meant, gone, lose};
pub use register::{Register, counted, remake, restore};
pub use reserve::{Order, Reserved, is_open, peek, reserve};
pub use sandbox::{Failed, Sandbox, serve};
pub use survey::{survey, survey_beside};
pub use withdraw::{Withdrawn, withdraw};
