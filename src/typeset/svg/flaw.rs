//! Why a drawing is not used, and the bounds that more than one count holds it to.

/// The same, with what is referred to.
pub(super) const MAX_HEIGHT: usize = 256;

/// Most shapes, each counted as often as it is drawn.
pub(super) const MAX_DRAWN: usize = 400_000;

/// Why a drawing is not used.
#[derive(Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is none, or a damaged one; what the parser said.
    Damaged(String),
    /// A clause that says what is in it.
    Unsafe(String),
    /// A clause that says what is in it that no drawing may have.
    Unlisted(String),
    /// A clause that says what is wrong with a picture within it.
    Within(String),
    /// It is too large or too intricate.
    TooMuch,
    /// Its lines have too many dashes.
    Dashed,
    /// It is packed (SVGZ): how large it is, only unpacking would tell.
    Packed,
}
