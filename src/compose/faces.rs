//! How wide characters are: asked of whoever has the faces.

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
