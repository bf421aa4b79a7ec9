//! The archive as a whole: the run of numbers over all issues, and the register of what was issued.
//!
//! Looks at the heads of issues only; what an issue says, and its pages, are for others. Whoever
//! takes a number or writes into the register holds the workspace's lock while doing so.

mod begin;
mod complete;
mod copy;
mod draft;
mod enter;
mod evidence;
mod lock;
mod register;
mod reserve;
mod shelf;
mod survey;

pub use begin::{Beginning, Begun, INBOX, begin};
pub use complete::complete;
pub use copy::copy;
pub use enter::enter;
pub use evidence::{Marked, issued, issuing, ledger, marked, printed, register, sound_ledger};
pub use lock::{Place, intake, place};
pub use register::{Register, counted, remake, restore};
pub use reserve::{Order, Reserved, is_open, peek, reserve};
pub use survey::{survey, survey_beside};
