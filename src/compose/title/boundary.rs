//! Where a title may be broken, and at what price.

/// A boundary between two words.
#[derive(Clone, Copy, Debug)]
pub struct Boundary {
    /// Where it is in the text.
    pub at: usize,
    /// What a break here costs …
    pub cost: f64,
    /// … and what it costs that no line ends here.
    pub missed: f64,
}
