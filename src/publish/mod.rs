//! Issuing, and what can be done with an issued PDF again: entered, verified, taken apart, the register
//! made anew from the PDFs.
//!
//! Numbers, locks and the register's file are `archive`'s; prints nothing.

mod extract;
mod issue;
mod rebuild;
#[cfg(test)]
mod tests;
mod verify;

pub use extract::{Extracted, extract};
pub use issue::{Intent, Publishing, publish};
pub use rebuild::{Rebuilt, rebuild};
pub use verify::{
    Change, InputChange, Outcome, PagePicture, Verification, VerifyOptions, WrongEntry, picture,
    verify,
};
