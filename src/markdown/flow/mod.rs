//! What a Markdown text shows, as plain lines, tables and pictures in order: for whoever sets it by other
//! means than Typst, and leads changes of what is shown back into the text.
//!
//! Nothing is measured or judged here.

mod shown;
mod walk;

pub use shown::{
    CellSide, Figure, Figures, Flow, FlowBlock, FlowCell, FlowTable, Line, LineSort, Look, Piece,
    Shown,
};
pub(super) use walk::of_tree;
