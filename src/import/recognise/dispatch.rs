//! What a dispatch turned out to be, and what the house knew of it.

use chrono::NaiveDate;

use super::guess::{Confidence, Guess};
use super::people::Inspector;
use crate::import::document::{Block, Paragraph};
use crate::model::{Column, Entry, Roster};

/// What a dispatch is looked up in: what the house knows.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'h> {
    /// People and units.
    pub roster: &'h Roster,
    /// Columns of the issue.
    pub columns: &'h [Column],
    /// 印发日期 of the issue.
    pub date: NaiveDate,
}

/// What a dispatch turned out to be.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    /// Title; `|` between its lines.
    pub title: Option<Guess<String>>,
    /// The unit that sent it.
    pub source: Option<Guess<String>>,
    /// Its date.
    pub date: Option<Guess<NaiveDate>>,
    /// Who wrote it.
    pub author: Option<Guess<String>>,
    /// The leader, of an inspection.
    pub inspector: Option<Guess<Inspector>>,
    /// Kind: `inspection` or `update`.
    pub kind: Option<Guess<&'static str>>,
    /// The index of the column.
    pub column: Option<Guess<usize>>,
    /// Whether it is to wait.
    pub hold: bool,
    /// The text.
    pub body: Vec<Block>,
    /// The texts of footnotes, by the places that the text names them by.
    pub notes: Vec<Vec<Paragraph>>,
    /// Lines that were left out, with what they were taken for.
    pub left_out: Vec<(&'static str, String)>,
    /// What else is worth telling.
    pub remarks: Vec<String>,
}

impl Dispatch {
    /// Whether so much of its text is bold that it means nothing.
    pub fn is_all_bold(&self) -> bool {
        let (mut bold, mut all) = (0, 0);
        for block in &self.body {
            if let Block::Paragraph(paragraph) = block {
                for run in &paragraph.runs {
                    let length = run.text.chars().count();
                    all += length;
                    bold += if run.bold { length } else { 0 };
                }
            }
        }
        bold * 10 > all * 6
    }

    /// Whether it is of a kind that a unit sends: not what a leader does, nor an annex.
    pub fn needs_source(&self) -> bool {
        let is_annex = self.kind.as_ref().is_some_and(|kind| kind.value == Entry::ANNEX);
        self.inspector.is_none() && !is_annex
    }

    /// How sure the least sure of its guesses is.
    pub fn confidence(&self) -> Confidence {
        let missing = self.title.is_none()
            || self.date.is_none()
            || (self.source.is_none() && self.needs_source());
        let sure = [
            self.title.as_ref().map(|guess| guess.confidence),
            self.source.as_ref().map(|guess| guess.confidence),
            self.date.as_ref().map(|guess| guess.confidence),
            self.kind.as_ref().map(|guess| guess.confidence),
            self.column.as_ref().map(|guess| guess.confidence),
        ];
        let least = sure.into_iter().flatten().min().unwrap_or(Confidence::Low);
        if missing { Confidence::Low } else { least }
    }
}
