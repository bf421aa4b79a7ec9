//! Why something is issued again or entered by hand, in the words of whoever does it.

use super::now;
use crate::error::Error;
use crate::publish::Publishing;

/// How to issue at this moment, without asking anybody.
pub fn publishing(reason: Option<String>, attach: bool) -> Publishing {
    let at = now::now().fixed_offset();
    Publishing { reason, unread: None, attach, asks: false, at }
}

/// A reason that says something.
pub fn reason(given: &str) -> Result<String, Error> {
    said(given, "重新印发要写明原因，例如：--reissue \"更正第3页的职务\"")
}

/// A reason as given, unless it says nothing: then how to give one.
pub fn said(given: &str, otherwise: &str) -> Result<String, Error> {
    let reason = given.trim();
    match reason.is_empty() {
        true => Err(Error::Usage(otherwise.to_owned())),
        false => Ok(reason.to_owned()),
    }
}
