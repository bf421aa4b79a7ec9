//! A Word copy that came back → what was changed in it, and the entries with it.
//!
//! Three sides: what the copy said when it was written, what it says now, and what the entry says now.
//! Nothing is written here, and nothing is taken over unless somebody asks for it.

mod align;
mod apply;
mod changes;
mod copy;
mod known;
mod since;
mod units;

pub use align::edits;
pub use apply::{Rewritten, apply};
pub use changes::{Change, Kind, Merge, merge};
pub use copy::{Copy, read};
pub use since::since;

pub use crate::markdown::OBJECT;
