//! What each fuzzer does with its bytes, and what must hold afterwards.
//!
//! A property that does not hold panics. `cargo fuzz` looks for bytes that make it so; `cargo test`
//! of the program replays the kept ones (`corpus/`) through the very same functions. No randomness
//! and no clock: the same bytes do the same.

pub mod check;
pub mod dispatch;
pub mod entry;
pub mod escape;
pub mod ledger;
pub mod title;
pub mod yaml;

mod house;

/// A fuzzer: its name, which is also that of its folder in `corpus/`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every fuzzer.
pub const TARGETS: [Target; 7] = [
    ("entry", entry::run),
    ("escape", escape::run),
    ("yaml", yaml::run),
    ("dispatch", dispatch::run),
    ("title", title::run),
    ("check", check::run),
    ("ledger", ledger::run),
];
