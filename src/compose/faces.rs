//! How wide characters are: asked of whoever has the faces.
//!
//! Office rows are decided in `compose`, because Typst has no such line breaking. `compose` may not
//! know `typeset`, so it states what it needs (how wide is this character in this role) and
//! `typeset` answers: the arrow still points one way, and rows can be tested without a font.

/// The faces a document will be set in.
pub trait Faces {
    /// The width in em of a character of a role (`body`, `kai`, …; see `fonts.typ`) that is not
    /// one em wide by definition: Latin letters, digits, spaces, symbols.
    fn advance(&self, role: &str, c: char) -> f64;
}

/// Every such character half an em wide, a space a quarter: near enough without any face.
#[derive(Clone, Copy, Debug, Default)]
pub struct HalfWidth;

impl Faces for HalfWidth {
    fn advance(&self, _: &str, c: char) -> f64 {
        if c == ' ' { 0.25 } else { 0.5 }
    }
}
