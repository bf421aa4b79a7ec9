//! Turns Markdown and plain text into Typst markup that sets exactly that text.
//!
//! The markup calls functions that `templates/briefing.typ` defines (`#level`, `#bullets`,
//! `#picture`, …) and never uses Typst's own toggles such as `*` and `_`, whose meaning depends
//! on word boundaries that Chinese does not have. Nothing here reads a file: whether a picture
//! exists is for others to find out. Front matter is cut off before the text comes here.
//!
//! Three habits of clerks are met half-way, because strict CommonMark would print nonsense:
//! a paragraph indented by four spaces is a paragraph and not code, `**一是。**各级` is bold
//! although the full stop stands inside, and `5~10人` strikes nothing out.
//!
//! The rooms: `parser_copy`, the text as the parser sees it; `join`, what a line break means;
//! `tree`, with everything doubtful settled; `levels` and `numbered`, 一、（一） and 一是 typed as plain
//! paragraphs; `write`, the markup; `running`, what each paragraph shows, for whoever breaks it
//! into rows; `prose`, what readers see, for whoever reads it for mistakes; `flow`, the same as
//! lines, tables and pictures, for other writers; `body`, a text read once for all of them;
//! `escape`.

mod body;
mod escape;
mod findings;
mod flow;
mod footnote;
mod html;
mod join;
mod levels;
mod markup;
mod numbered;
mod parser_copy;
mod picture;
mod prose;
mod running;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub use body::{Body, prose, to_typst, to_typst_within};
pub use escape::{escape, escape_with_map, string_literal};
pub use flow::{
    CellSide, Figure, Figures, Flow, FlowBlock, FlowCell, FlowTable, Line, LineSort, Look, Piece,
    Shown as Seen,
};
pub(crate) use join::is_wide;
pub use join::is_wide_punctuation;
pub use markup::Markup;
pub use numbered::OBJECT;
pub use picture::{Side as FigureSide, Width as FigureWidth, percent_decoded};
pub use prose::{Block, Prose};
pub use running::{Paragraph, Shown, Visible};
