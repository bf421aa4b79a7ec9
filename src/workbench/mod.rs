//! What a person does in the browser, done to the files: the workbench behind the page.
//!
//! The files are the truth. Every [`Action`] is something that the command line does too, and leaves the
//! folder as that would; text editors, the command line and the workbench work on one folder at a time.
//! Whoever changes a file says which content was meant (`based`, its SHA-256): where another one stands
//! there by now nothing is written, and both are handed back. Everything but issuing can be undone, see
//! [`history`].
//!
//! Names of files that come from a page are looked for among those that there are; none ever becomes
//! part of a path in another way. Knows nothing of HTTP: `preview` asks and answers.

mod act;
mod action;
mod answer;
mod bench;
mod files;
mod history;
mod intake;
mod issuing;
#[cfg(test)]
mod tests;
mod view;

pub use action::{Action, Spot};
pub use answer::Refusal;
pub use bench::Workbench;
