//! One of several parts of the issues, so that several machines can share a batch.

use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::fs;

/// A part of all issues. Which one an issue falls into depends on nothing but its own year and
/// number: parts never overlap, lose nothing, and stay as they are when issues are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    part: u64,
    of: u64,
}

impl Shard {
    /// `1/4`: the first of four parts.
    ///
    /// # Errors
    /// [`Error::Selection`] when it is written otherwise, or there is no such part.
    pub fn parse(written: &str) -> Result<Self, Error> {
        let digits: String = super::wish::parts(written).concat();
        let number = |text: &str| text.parse::<u32>().ok().map(u64::from);
        let pair = digits.split_once('/').and_then(|(part, of)| Some((number(part)?, number(of)?)));
        match pair {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            Some((_, 0)) | None => Err(Error::Selection {
                problem: format!("「{written}」不是「第几份/共几份」"),
                remedy: "分成四份、做第一份，写 1/4".to_owned(),
            }),
            Some((part, of)) => Err(Error::Selection {
                problem: format!("「{written}」里没有第 {part} 份：一共 {of} 份"),
                remedy: format!("第几份从 1 写到 {of}，如 1/{of}"),
            }),
        }
    }

    /// Whether an issue falls into this part.
    pub fn contains(self, id: IssueId) -> bool {
        // The first eight bytes, as 16 hexadecimal digits.
        let digest = fs::sha256(id.to_string().as_bytes());
        let head = u64::from_str_radix(&digest[..16], 16).unwrap_or_default();
        head % self.of == self.part - 1
    }
}
