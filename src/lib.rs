//! `jianbao` compiles entries in Markdown or YAML into numbered Chinese government briefings
//! (工作简报): PDF on GB/T 9704-2012 paper with a red masthead, columns and a tail.
//!
//! A workspace on disk becomes an [`Issue`]; a [`Composer`] makes Typst files of it through Tera
//! templates; a [`Typesetter`] lays them out. [`build()`] does all of it for many issues:
//!
//! ```no_run
//! use jianbao::{BuildOptions, Event, Workspace, build};
//!
//! let workspace = Workspace::find(std::path::Path::new("."))?;
//! let ids = workspace.issues()?;
//! build(&workspace, &ids, &BuildOptions::default(), |event| {
//!     if let Event::Done(report) = event {
//!         for finding in &report.diagnostics {
//!             println!("{}", finding.message);
//!         }
//!     }
//! })?;
//! # Ok::<(), jianbao::Error>(())
//! ```
//!
//! What is wrong with the author's text is a [`Diagnostic`] with a place in their file; what is
//! wrong with the machine is an [`Error`]. The two never mix.
//!
//! The library reads no clock, no environment and no system font: the same input gives the same
//! bytes.

mod archive;
mod batch;
mod check;
pub mod cli;
mod compose;
mod diagnostic;
pub mod dictionary;
mod error;
mod export;
mod import;
mod issue;
mod markdown;
mod measure;
mod merge;
mod model;
mod pdf;
mod preview;
mod publish;
mod read;
mod search;
mod typeset;
mod workspace;

pub use archive::{
    Beginning, Begun, Marked as MarkedPdf, Order, Register, Reserved, begin, is_open, ledger, peek,
    reserve, survey,
};
pub use archive::{Failed, Sandbox, Stored, Withdrawn, withdraw};
pub use batch::{
    BuildOptions, Built, Event, InputKind, Interrupt, Issued, Kept, Made, Report, Standing,
    Summary, build, inspect,
};
pub use check::{
    Archive, Draft, Findings, GROUPS as RULE_GROUPS, Group as RuleGroup, Part as PassagePart,
    Passage, Rule as CheckRule, Rulebook, Story, check,
};
pub use compose::{
    Attachment, ComposeOptions, Composer, Document, Faces, HalfWidth, Origin, Picture, Template,
    TitleLine, TitleWidths, TypstFile, break_organ, break_title,
};
pub use diagnostic::{
    Checked, Code, Diagnostic, Edit, OffsetMap, Severity, SourceFile, Span, Text, code,
};
pub use error::{Error, explain};
pub use export::{Export, LaidOut, OUTPUTS, Output, PageSvg, Pdf as PdfOutput, Word, docx::Since};
pub use import::{
    Arranged, Batch, Confidence, Dispatch, Found, Guess, House, Inspector, Intake, Item, Known,
    Marked, Moved, Outcome as ImportOutcome, Passed, Plan, Shelved, Source, Written, arrange,
    gather, is_waiting, is_whole, look, mark, named, transfer,
};
pub use issue::{
    Correction, Inspection, Measurement, Mended, Mending, Press, Proof, Setting, Sheet, Times, mend,
};
pub use markdown::{
    Block, Markup, OBJECT, Paragraph, Prose, Shown, Visible, escape, prose, string_literal,
    to_typst, to_typst_within,
};
pub use measure::{
    Area, Check, Got, Measured, MeasuredPage, PageNumber, Part, Row, Rule, Want, judge,
};
pub use merge::{
    Change as CopyChange, Copy as WordCopy, Kind as CopyChangeKind, Merge, Rewritten, apply, merge,
    read as read_copy,
};
pub use model::*;
pub use pdf::{
    Attachment as AttachedFile, Difference, Form, Image, PageLooks, Pdf, Stated, TextChange,
    Unreadable, Verdict, compare, side_by_side,
};
pub use preview::{Editor, Event as PreviewEvent, PreviewOptions, Stop, once, preview};
pub use publish::{
    Change, Extracted, InputChange, Intent, Outcome, PagePicture, Publishing, Rebuilt,
    Verification, VerifyOptions, WrongEntry, extract, picture, publish, rebuild, verify,
};
pub use read::{
    Heading, LayoutValue, LedgerFile, Numbering, Origin as LayoutOrigin, Placed, Provenance,
    Settings, Shape, WholeIssue, bounded, profile_layout, profile_names, read_date, read_heading,
    read_issue, read_layout, read_ledger, read_lexicon, read_roster, read_settings,
    read_whole_issue, schema,
};
pub use search::{FindOptions, Findings as FoundWords, Hit, Leaves, Within, find};
pub use typeset::{FontSet, Place, PlacedCell, PlacedRun, Typeset, Typesetter, Warm};
pub use workspace::{Caller, Holder, Selection, Shard, Workspace};
