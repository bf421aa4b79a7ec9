//! serde_yaml's events → [`Node`]s with places.
//!
//! serde_yaml tells no places of good values, but it stamps every error with the place of
//! the event it came from. So the visitor of a scalar puts the value aside and fails; the
//! visitor of the collection around it catches the error, reads the place from it and goes
//! on, for the event has been consumed. Only what is put in `Build::abort` ends the reading.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Visitor,
};

use crate::diagnostic::{Diagnostic, OffsetMap, SourceFile, Span, Text, code};
use crate::read::value::shown;

use super::align::align;
use super::node::{Limits, MAX_DEPTH, MAX_FINDINGS, MAX_KEY, Node, Value};
use super::place::{Places, of_error};

/// Why the reading was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abort {
    TooDeep,
    TooMany,
    Tag,
    KeyNotText,
    KeyTooLong,
}

/// A scalar put aside until its place is known.
enum Pending {
    Null,
    /// A plain number or truth value; its text is taken from the source, as written.
    Typed,
    Text(String),
}

/// The state of one reading.
pub(super) struct Build<'a> {
    file: &'a Arc<SourceFile>,
    /// What libyaml sees: a stretch of the file, mended, of the same length.
    source: &'a str,
    /// Where the stretch begins in the file.
    base: usize,
    places: Places<'a>,
    limits: Limits,
    pending: Option<Pending>,
    nodes: usize,
    bytes: usize,
    /// Set once the reading is to end: why, and where in the file if not where serde_yaml's error is.
    pub(super) abort: Option<(Abort, Option<usize>)>,
    /// Duplicate keys.
    pub(super) findings: Vec<Diagnostic>,
}

impl<'a> Build<'a> {
    pub(super) fn new(
        file: &'a Arc<SourceFile>,
        source: &'a str,
        base: usize,
        limits: Limits,
    ) -> Self {
        let places = Places::new(source);
        Self {
            file,
            source,
            base,
            places,
            limits,
            pending: None,
            nodes: 0,
            bytes: 0,
            abort: None,
            findings: Vec::new(),
        }
    }

    /// Reads the whole document.
    pub(super) fn document(&mut self) -> Result<Node, serde_yaml::Error> {
        let deserializer = serde_yaml::Deserializer::from_str(self.source);
        let seed = Seed { build: self, depth: 0, key: false, near: 0..0 };
        match seed.deserialize(deserializer) {
            Err(error) => self.caught(&error).ok_or(error),
            node => node,
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start + self.base..range.end + self.base)
    }

    /// The node of a scalar whose visitor failed on purpose; `None` for a real error.
    fn caught(&mut self, error: &impl fmt::Display) -> Option<Node> {
        if self.abort.is_some() {
            return None;
        }
        let pending = self.pending.take()?;
        let (line, column) = of_error(&error.to_string());
        let at = self.after_anchor(self.places.offset(line, column));
        let rest = self.source.get(at..)?;
        if rest.starts_with('!') {
            self.abort = Some((Abort::Tag, Some(at + self.base)));
            return None;
        }
        let token = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.~".contains(c)));
        let token = &rest[..token.unwrap_or(rest.len())];
        self.spend(if matches!(pending, Pending::Typed) { token.len() } else { 0 });
        Some(match pending {
            Pending::Null => {
                let len =
                    if matches!(token, "null" | "Null" | "NULL" | "~") { token.len() } else { 0 };
                Node { value: Value::Null, span: self.span(at..at + len) }
            }
            Pending::Typed => {
                let text = Text::new(token, self.file, OffsetMap::shifted(at + self.base));
                Node { value: Value::Scalar(text), span: self.span(at..at + token.len()) }
            }
            Pending::Text(value) => {
                let aligned = align(self.source, at, &value, self.base);
                let span = if value.is_empty() {
                    self.span(at..at + 1)
                } else {
                    Span::new(self.file, aligned.start..aligned.end)
                };
                Node { value: Value::Scalar(Text::new(value, self.file, aligned.map)), span }
            }
        })
    }

    /// The place of an event includes its anchor; the scalar itself comes after it.
    fn after_anchor(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        if !rest.starts_with('&') {
            return at;
        }
        let name = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let gap = rest[name..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
        self.spend(name + gap);
        at + name + gap
    }

    /// Counts a node; false when the reading is to end.
    fn count(&mut self, bytes: usize) -> bool {
        self.nodes += 1;
        self.spend(bytes);
        self.abort.is_none()
    }

    /// Counts bytes looked at: through aliases a small file can ask for the same bytes again and again.
    fn spend(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.nodes > self.limits.nodes || self.bytes > self.limits.bytes {
            self.abort.get_or_insert((Abort::TooMany, None));
        }
    }

    /// The span of a collection: from its first child to its last with the brackets around them, or of the
    /// brackets after `near`.
    fn cover(
        &mut self,
        brackets: (char, char),
        near: std::ops::Range<usize>,
        first: Option<&Span>,
        last: Option<&Span>,
    ) -> Span {
        if let (Some(first), Some(last)) = (first, last) {
            // An alias leads back, so the last child may stand before the first.
            let (start, end) = (first.range.start, last.range.end.max(first.range.end));
            let before = self.source.get(..start.saturating_sub(self.base)).unwrap_or_default();
            let after = self.source.get(end.saturating_sub(self.base)..).unwrap_or_default();
            let (outer, inner) = (before.trim_end_matches(' '), after.trim_start_matches(' '));
            self.spend(before.len() - outer.len() + after.len() - inner.len());
            let opened = outer.ends_with(brackets.0) && inner.starts_with(brackets.1);
            return if opened {
                self.span(outer.len() - 1..self.source.len() - inner.len() + 1)
            } else {
                Span::new(self.file, start..end)
            };
        }
        let start = near.end.saturating_sub(self.base);
        let blank = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '?' | ',');
        let rest = self.source.get(start..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start_matches(blank).len();
        let open = start + gap;
        let inner = self.source.get(open + 1..).unwrap_or_default().trim_start();
        let close = self.source.len() - inner.len();
        self.spend(gap + close.saturating_sub(open));
        let found = self.source.get(open..).is_some_and(|rest| rest.starts_with(brackets.0));
        if found && inner.starts_with(brackets.1) {
            self.span(open..close + 1)
        } else {
            Span::new(self.file, near)
        }
    }
}

/// Reads one node.
struct Seed<'s, 'a> {
    build: &'s mut Build<'a>,
    depth: usize,
    /// Whether the node is a key.
    key: bool,
    /// What was read just before, in the file: an empty collection is looked for behind it.
    near: std::ops::Range<usize>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Seed<'_, '_> {
    fn aside<E: serde::de::Error>(self, pending: Pending, bytes: usize) -> Result<Node, E> {
        if self.key && bytes > MAX_KEY {
            // Every error repeats the keys that lead to it, so a huge key would be copied for each value under it.
            self.build.abort = Some((Abort::KeyTooLong, None));
        } else if self.build.count(bytes) {
            self.build.pending = Some(pending);
        }
        Err(E::custom("·"))
    }

    fn give_up<E: serde::de::Error>(self, why: Abort) -> Result<Node, E> {
        self.build.abort.get_or_insert((why, None));
        Err(E::custom("·"))
    }

    /// Why a collection cannot be read here.
    fn refused(&mut self) -> Option<Abort> {
        if self.key {
            return Some(Abort::KeyNotText);
        }
        if self.depth >= MAX_DEPTH {
            return Some(Abort::TooDeep);
        }
        (!self.build.count(0)).then_some(Abort::TooMany)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Node, E> {
        self.aside(Pending::Typed, 0)
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Node, E> {
        self.aside(Pending::Typed, 0)
    }

    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<Node, E> {
        self.aside(Pending::Typed, 0)
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Node, E> {
        self.aside(Pending::Typed, 0)
    }

    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Node, E> {
        self.aside(Pending::Typed, 0)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Node, E> {
        self.aside(Pending::Typed, 0)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        self.aside(Pending::Text(value.to_owned()), value.len())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        self.aside(Pending::Null, 0)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        self.aside(Pending::Null, 0)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        self.give_up(Abort::Tag)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Node, A::Error> {
        if let Some(why) = self.refused() {
            return self.give_up(why);
        }
        let mut items: Vec<Node> = Vec::new();
        loop {
            let near = items.last().map_or(self.near.clone(), |node| node.span.range.clone());
            let seed = Seed { build: self.build, depth: self.depth + 1, key: false, near };
            match seq.next_element_seed(seed) {
                Ok(Some(node)) => items.push(node),
                Ok(None) => break,
                Err(error) => items.push(self.build.caught(&error).ok_or(error)?),
            }
        }
        let span = self.build.cover(
            ('[', ']'),
            self.near,
            items.first().map(|n| &n.span),
            items.last().map(|n| &n.span),
        );
        Ok(Node { value: Value::List(items), span })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node, A::Error> {
        if let Some(why) = self.refused() {
            return self.give_up(why);
        }
        let mut entries: Vec<(Text, Node)> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let (mut first, mut last): (Option<Span>, Option<Span>) = (None, None);
        loop {
            let near = self.near.clone();
            let key = match map.next_key_seed(Seed {
                build: self.build,
                depth: self.depth,
                key: true,
                near,
            }) {
                Ok(None) => break,
                Ok(Some(node)) => node,
                Err(error) => self.build.caught(&error).ok_or(error)?,
            };
            let Value::Scalar(name) = key.value else {
                self.build.abort = Some((Abort::KeyNotText, Some(key.span.range.start)));
                return Err(A::Error::custom("·"));
            };
            let seed = Seed {
                build: self.build,
                depth: self.depth + 1,
                key: false,
                near: key.span.range.clone(),
            };
            let value = match map.next_value_seed(seed) {
                Ok(node) => node,
                Err(error) => self.build.caught(&error).ok_or(error)?,
            };
            last = Some(value.span.clone());
            first.get_or_insert(key.span.clone());
            match seen.get(&name.value) {
                // Lines are counted from the top each time, so a hostile file is not told of all its duplicates.
                Some(earlier) if self.build.findings.len() < MAX_FINDINGS => {
                    self.build.findings.push(duplicate(&name, earlier, key.span));
                }
                Some(_) => {}
                None => {
                    seen.insert(name.value.clone(), key.span);
                    entries.push((name, value));
                }
            }
        }
        let span = self.build.cover(('{', '}'), self.near, first.as_ref(), last.as_ref());
        Ok(Node { value: Value::Map(entries), span })
    }
}

/// The finding for a key that was written before, at `earlier`.
pub(in crate::read) fn duplicate(name: &Text, earlier: &Span, span: Span) -> Diagnostic {
    Diagnostic::error(code::DUPLICATE_KEY, format!("「{name}」写了两次", name = shown(name)))
        .at(span)
        .note(format!("第一次在第 {} 行", earlier.line_column().0))
        .help("删去其中一处")
}
