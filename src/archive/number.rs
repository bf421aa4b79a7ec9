//! The number of an issue as a person writes it.

use crate::error::Error;
use crate::model::{IssueNumber, half_width};

/// Reads a number: `12`, `012`, `第１２期`, `增刊3`.
///
/// # Errors
/// [`Error::Selection`] of what is none.
pub fn number_written(text: &str) -> Result<IssueNumber, Error> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let plain = plain.as_str();
    let plain = plain.strip_prefix('第').unwrap_or(plain);
    let plain = plain.strip_suffix('期').unwrap_or(plain);
    let number = plain.trim().parse::<IssueNumber>().ok();
    number.filter(|number| number.count() == 1).ok_or_else(|| Error::Selection {
        problem: format!("期号「{text}」的写法不对"),
        remedy: "期号是 1 到 999999 的一个数，例如 12；增刊写成 增刊1".to_owned(),
    })
}
