//! A Markdown text, read once for all who ask: for its prose, for its markup.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::findings::{DEEPEST, Findings, Found};
use super::flow::{self, Flow};
use super::markup::Markup;
use super::prose::{self, Prose};
use super::tree::{self, Tree};
use super::{levels, write};
use crate::diagnostic::Text;

/// A Markdown text with its tree, which is grown when somebody first asks for it and shared by all
/// copies.
#[derive(Clone, Debug, Default)]
pub struct Body {
    text: Text,
    tree: Arc<OnceLock<Grown>>,
}

/// A tree, and what was found while it grew.
#[derive(Debug)]
struct Grown {
    tree: Tree,
    found: Found,
}

impl Body {
    /// The body that a text is.
    pub fn new(text: Text) -> Self {
        Self { text, tree: Arc::default() }
    }

    /// Its text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The blocks of its prose in their order, footnotes at the end.
    pub fn prose(&self) -> Vec<Prose> {
        prose::of_tree(&self.tree().tree)
    }

    /// It as Typst markup.
    ///
    /// `prefix` keeps the labels of footnotes apart where several texts form one document; it
    /// consists of ASCII letters, digits and hyphens, and no two texts of a document share it.
    ///
    /// `lead_ins` asks for the sentences that 一是, 一要 … lead in to be bold.
    ///
    /// `deepest` is how deep elements may be nested.
    ///
    /// Never fails: what cannot be set as meant is reported and its text is set plainly.
    pub fn to_typst(&self, prefix: &str, lead_ins: bool, deepest: usize) -> Markup {
        let (shared, own) = (self.tree(), OnceLock::new());
        // Only where something lies deeper than one of the limits does the limit make a difference.
        let is_same = !shared.found.is_too_deep() && shared.tree.depth <= deepest;
        let grown = if is_same { shared } else { own.get_or_init(|| grow(&self.text, deepest)) };
        let nodes = levels::settled(grown.tree.nodes.clone(), lead_ins);
        let findings = Findings::beyond(grown.found.clone(), &self.text, deepest);
        write::write(&nodes, &grown.tree.notes, &self.text, prefix, findings)
    }

    /// What it shows, for whoever sets it by other means than Typst; `lead_ins` and `deepest` as above.
    pub fn flow(&self, lead_ins: bool, deepest: usize) -> Flow {
        let (shared, own) = (self.tree(), OnceLock::new());
        let is_same = !shared.found.is_too_deep() && shared.tree.depth <= deepest;
        let grown = if is_same { shared } else { own.get_or_init(|| grow(&self.text, deepest)) };
        let nodes = levels::settled(grown.tree.nodes.clone(), lead_ins);
        flow::of_tree(&nodes, &grown.tree.notes)
    }

    fn tree(&self) -> &Grown {
        self.tree.get_or_init(|| grow(&self.text, DEEPEST))
    }
}

fn grow(text: &Text, deepest: usize) -> Grown {
    let mut findings = Findings::beyond(Found::default(), text, deepest);
    let tree = tree::grow(text.as_str(), &mut findings);
    Grown { tree, found: findings.found() }
}

impl Deref for Body {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.text
    }
}

impl From<Text> for Body {
    fn from(text: Text) -> Self {
        Self::new(text)
    }
}

/// Markdown → Typst markup; see [`Body::to_typst`].
pub fn to_typst(text: &Text, prefix: &str, lead_ins: bool) -> Markup {
    to_typst_within(text, prefix, lead_ins, DEEPEST)
}

/// The same with another limit on how deep elements may be nested.
pub fn to_typst_within(text: &Text, prefix: &str, lead_ins: bool, deepest: usize) -> Markup {
    Body::new(text.clone()).to_typst(prefix, lead_ins, deepest)
}

/// The blocks of the prose of a Markdown text; see [`Body::prose`].
pub fn prose(text: &Text) -> Vec<Prose> {
    Body::new(text.clone()).prose()
}
