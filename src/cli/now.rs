//! The time now, whatever the clock of the machine says.

use std::time::SystemTime;

use chrono::{DateTime, Local};

/// The time now, here. A machine whose battery is empty may think that it is before 1970, which
/// `Local::now` does not bear.
pub fn now() -> DateTime<Local> {
    DateTime::<Local>::from(SystemTime::now())
}
