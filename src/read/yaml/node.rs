//! A tree of texts, and how large one may be.

use crate::diagnostic::{Span, Text};

/// Deepest nesting of lists and mappings.
pub(super) const MAX_DEPTH: usize = 32;
/// How much one file may hold.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Limits {
    /// Most nodes, those reached again through aliases included.
    pub nodes: usize,
    /// Most bytes of scalars, likewise.
    pub bytes: usize,
}

/// Longest key in bytes.
pub(super) const MAX_KEY: usize = 256;
/// Most findings of one sort in one file.
pub(super) const MAX_FINDINGS: usize = 50;

/// A piece of YAML and its place.
#[derive(Clone, Debug)]
pub(in crate::read) struct Node {
    pub value: Value,
    pub span: Span,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(in crate::read) enum Value {
    /// Nothing after the colon, `null` or `~`.
    Null,
    /// Any scalar; numbers and truth values too, as written.
    Scalar(Text),
    List(Vec<Node>),
    /// Keys in the order of the file; of duplicates the first.
    Map(Vec<(Text, Node)>),
}

impl Value {
    /// What it is, for a message.
    pub(in crate::read) fn noun(&self) -> &'static str {
        match self {
            Self::Null => "空值",
            Self::Scalar(_) => "一段文字",
            Self::List(_) => "列表",
            Self::Map(_) => "一组项目",
        }
    }
}
