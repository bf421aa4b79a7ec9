//! Whether a file that somebody is putting into a folder has come whole.
//!
//! Only its ends are looked at; whether it can be read is seen when it is.

use std::path::Path;

use super::docx::{Damage, package};
use crate::workspace::fs;

/// The largest file that is looked into, in bytes; what is larger is refused by its size anyway.
const LARGEST: u64 = 64 << 20;

/// Whether the directory at the end of a zip is there, and the beginning of each file that it names.
pub fn is_whole(path: &Path) -> bool {
    match fs::read_limited(path, LARGEST) {
        Ok(Some(bytes)) => match package::open(&bytes) {
            // Loaders that take the end first leave room for the rest.
            Ok(mut zip) => (0..zip.len()).all(|index| zip.by_index_raw(index).is_ok()),
            Err(damage) => damage == Damage::TooLarge,
        },
        Ok(None) => true,
        Err(_) => false,
    }
}
