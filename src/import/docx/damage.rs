//! Why a document cannot be read.

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It is no zip file, or its contents cannot be unpacked.
    Zip,
    /// A part of it is not well-formed.
    Xml,
    /// A part declares entities, which no writing program does.
    DocType,
    /// More, or larger, than a dispatch can have.
    TooLarge,
    /// It has a password.
    Encrypted,
    /// It is a zip file, but no Word document.
    NoDocument,
}
