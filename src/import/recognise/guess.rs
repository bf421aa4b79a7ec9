//! A guess: a value, how sure it is, and why.

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Somebody must look.
    Low,
    /// Probably right.
    Medium,
    /// As good as certain.
    High,
}

/// A value that was guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess<T> {
    /// What.
    pub value: T,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in Chinese.
    pub reason: String,
}

impl<T> Guess<T> {
    /// A guess.
    pub fn new(value: T, confidence: Confidence, reason: impl Into<String>) -> Self {
        Self { value, confidence, reason: reason.into() }
    }
}
