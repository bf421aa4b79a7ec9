//! What a file says of itself, and why there may be none.

use chrono::NaiveDate;

/// What a file says of itself besides its pages.
#[derive(Clone, Debug, Default)]
pub struct Particulars {
    /// What names the document for ever; with its content it makes its identifier.
    pub identity: String,
    /// The day it is dated.
    pub date: NaiveDate,
    /// What it is called where its pages have no title.
    pub title: String,
    /// The program that makes it, and its version.
    pub creator: (String, String),
    /// Names and values that a registry reads: the number of the issue, its edition.
    pub custom: Vec<(String, String)>,
    /// Texts that go with it: their paths in the workspace, and their content.
    pub attachments: Vec<(String, Vec<u8>)>,
    /// Whether it is meant for an archive (OFD-A, GB/T 42133): a draft is not. A file that leads to an
    /// address outside of it is none, whatever is meant.
    pub archive: bool,
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A face may not be put into documents.
    #[error("字体「{0}」不许放进文件里")]
    Restricted(String),
    /// A face cannot be taken apart.
    #[error("字体「{0}」残缺，不能放进 OFD")]
    Broken(String),
    /// There is more in it than such a file can hold.
    #[error("这一期太大，一个 OFD 放不下")]
    TooLarge,
}
