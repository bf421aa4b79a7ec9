//! A file of the author's, as findings point into it.

/// One file as its author wrote it, decoded to UTF-8 and without a byte-order mark.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct SourceFile {
    /// The path to show, relative to the workspace, with `/` between the parts.
    pub path: String,
    /// The decoded text; all offsets count its bytes.
    pub text: String,
}
