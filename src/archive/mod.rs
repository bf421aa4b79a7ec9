//! The archive as a whole: the run of numbers over all issues, and the register of what was issued.
//!
//! Looks at the heads of issues only; what an issue says, and its pages, are for others. Whoever
//! takes a number or writes into the register holds the workspace's lock while doing so.

mod draft;
mod enter;
mod lock;
mod register;
mod reserve;
mod shelf;
mod survey;

pub use enter::enter;
pub use lock::{Place, intake, place};
pub use register::{Register, shrunk};
pub use reserve::{Order, Reserved, peek, reserve};
pub use survey::survey;
