//! All that the tests, benches and fuzzers look at: the rooms of the program from within.
//!
//! No part of what is offered: names here come and go with what is tested.

pub use crate::archive::{
    Beginning, Begun, Marked as MarkedPdf, Order, Register, Reserved, begin, is_open, ledger, peek,
    reserve, survey,
};
pub use crate::archive::{Failed, Sandbox, Stored, Withdrawn, withdraw};
pub use crate::batch::{
    BuildOptions, Built, Event, InputKind, Interrupt, Issued, Kept, Made, Outcome, Report,
    Standing, Summary, build, inspect,
};
pub use crate::check::{
    Archive, Draft, Findings, GROUPS as RULE_GROUPS, Group as RuleGroup, Part as PassagePart,
    Passage, Rule as CheckRule, Rulebook, Story, check,
};
pub use crate::compose::{
    Attachment, ComposeOptions, Composer, Document, Faces, HalfWidth, Origin, Picture, Template,
    TitleLine, TitleWidths, TypstFile, break_organ, break_title,
};
pub use crate::diagnostic::{
    Checked, Code, Diagnostic, Edit, OffsetMap, Severity, SourceFile, Span, Text, code,
};
pub use crate::dictionary;
pub use crate::error::{Error, explain};
pub use crate::export::{Export, LaidOut, OUTPUTS, Ofd, Output, PageSvg, Pdf as PdfOutput};
pub use crate::import::{
    Arranged, Batch, Confidence, Dispatch, Found, Guess, Inspector, Intake, Item, Known, Marked,
    Moved, Outcome as ImportOutcome, Passed, Plan, Reference, Shelved, Source, Written, arrange,
    gather, is_waiting, is_whole, look, mark, named, transfer,
};
pub use crate::issue::{
    Correction, Goal, Inspection, Measurement, Mended, Mending, Press, Proof, Set, Setting, Times,
    mend,
};
pub use crate::markdown::{
    Block, Body, Markup, OBJECT, Paragraph, Prose, Shown, Visible, escape, prose, string_literal,
    to_typst, to_typst_within,
};
pub use crate::measure::{
    Area, Check, Got, Measured, MeasuredPage, PageNumber, Part, Row, Rule, Want, judge,
};
pub use crate::model::*;
pub use crate::pdf::{
    Attachment as AttachedFile, Difference, Form, Image, PageLooks, Pdf, Stated, TextChange,
    Unreadable, Verdict, compare, side_by_side,
};
pub use crate::preview::{Editor, Event as PreviewEvent, PreviewOptions, Stop, once, preview};
pub use crate::publish::{
    Change, Companion, Extracted, InputChange, Intent, PagePicture, Publishing, Rebuilt, Remade,
    Verification, VerifyOptions, WrongEntry, extract, picture, publish, rebuild, verify,
};
pub use crate::read::{
    Heading, LayoutValue, LedgerFile, Numbering, Origin as LayoutOrigin, Placed, Provenance,
    Settings, Shape, WholeIssue, profile_layout, profile_names, read_date, read_heading,
    read_issue, read_layout, read_ledger, read_lexicon, read_roster, read_settings,
    read_whole_issue, schema,
};
pub use crate::search::{FindOptions, Findings as FoundWords, Hit, Leaves, Within, find};
pub use crate::typeset::{
    Bounds, Colour, Face, FontSet, GlyphRun, Join, Matrix, PictureFile, PictureFormat, Place,
    PlacedCell, PlacedGlyph, PlacedRun, Scene, SceneHeading, SceneItem, SceneLink, ScenePage,
    ScenePath, ScenePicture, ScenePlace, Segment, Stroke, Target, Typeset, Typesetter, Warm,
};
pub use crate::workspace::{Caller, Holder, Selection, Shard, Workspace};
