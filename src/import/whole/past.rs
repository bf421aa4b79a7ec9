//! A past issue as it was recognized.

use chrono::NaiveDate;

use super::contents::{Contents, Note};
use super::head::Head;
use super::tail::Tail;
use crate::import::document::Document;
use crate::import::recognise::{Dispatch, Guess};
use crate::model::{Column, IssueId, IssueNumber};

/// A past issue as it was recognized.
#[derive(Debug)]
pub struct Past {
    /// Year and number.
    pub id: IssueId,
    /// The number as guessed, with the reason.
    pub number: Guess<IssueNumber>,
    /// 总期号.
    pub total: Option<u32>,
    /// 印发日期.
    pub date: Guess<NaiveDate>,
    /// Columns of the issue, in the order of the page.
    pub columns: Vec<Column>,
    /// Entries in the order of the page.
    pub entries: Vec<Dispatch>,
    /// What is to be told, in sentences.
    pub remarks: Vec<String>,
    pub(super) head: Head,
    pub(super) tail: Tail,
    pub(super) contents: Option<Contents>,
    pub(super) note: Option<(Note, Dispatch)>,
    /// Whether the columns are other than those of `jianbao.yaml`.
    pub(super) own_columns: bool,
    pub(super) document: Document,
}

impl Past {
    /// Lets go of the document once it is on the disk: what is told of it stays.
    pub fn settle(&mut self) {
        self.document = Document::default();
    }
}
