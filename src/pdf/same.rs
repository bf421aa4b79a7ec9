//! Whether two pages are drawn from equal objects: then they look alike, and need not be drawn.
//!
//! A PDF made by another version of the program often differs in what it says of itself only.

use std::collections::BTreeSet;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, MaybeRef, ObjRef, Object, ObjectIdentifier};
use hayro::hayro_syntax::page::Page;

/// Deeper than this objects are not followed; they do not count as equal then.
const MAX_DEPTH: usize = 64;
/// What of a page bears on its looks, besides its content.
const KEYS: [&str; 3] = ["Resources", "Group", "Annots"];

/// Two documents, and what is known of their objects.
pub struct Same<'a> {
    first: &'a Pdf,
    second: &'a Pdf,
    /// Pairs that are equal, as far as those are that are being looked at.
    equal: BTreeSet<(ObjectIdentifier, ObjectIdentifier)>,
}

impl<'a> Same<'a> {
    pub fn new(first: &'a Pdf, second: &'a Pdf) -> Self {
        Self { first, second, equal: BTreeSet::new() }
    }

    /// Whether the pages are drawn alike for certain.
    pub fn pages(&mut self, first: &Page<'a>, second: &Page<'a>) -> bool {
        let same = first.page_stream() == second.page_stream()
            && first.render_dimensions() == second.render_dimensions()
            && first.initial_transform(true) == second.initial_transform(true)
            // What is inherited from above is not looked for.
            && first.raw().contains_key("Resources")
            && KEYS.iter().all(|key| {
                let [first, second] = [first, second].map(|page| page.raw().get_raw(key));
                self.maybe(first, second, 0)
            });
        if !same {
            // A circle was taken for equal on the word of a pair that is not.
            self.equal.clear();
        }
        same
    }

    fn maybe(
        &mut self,
        first: Option<MaybeRef<Object<'a>>>,
        second: Option<MaybeRef<Object<'a>>>,
        depth: usize,
    ) -> bool {
        match (first, second) {
            (None, None) => true,
            (Some(MaybeRef::NotRef(first)), Some(MaybeRef::NotRef(second))) => {
                self.objects(&first, &second, depth)
            }
            (Some(MaybeRef::Ref(first)), Some(MaybeRef::Ref(second))) => {
                self.references(first, second, depth)
            }
            _ => false,
        }
    }

    fn references(&mut self, first: ObjRef, second: ObjRef, depth: usize) -> bool {
        let (first, second) = (first.into(), second.into());
        if !self.equal.insert((first, second)) {
            return true;
        }
        match (self.first.xref().get(first), self.second.xref().get(second)) {
            (Some(first), Some(second)) => self.objects(&first, &second, depth),
            (None, None) => true,
            _ => false,
        }
    }

    fn objects(&mut self, first: &Object<'a>, second: &Object<'a>, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        match (first, second) {
            (Object::Dict(first), Object::Dict(second)) => self.dicts(first, second, depth),
            (Object::Stream(first), Object::Stream(second)) => {
                first.raw_data() == second.raw_data()
                    && self.dicts(first.dict(), second.dict(), depth)
            }
            (Object::Array(first), Object::Array(second)) => {
                let (mut first, mut second) = (first.raw_iter(), second.raw_iter());
                loop {
                    match (first.next(), second.next()) {
                        (None, None) => break true,
                        (first, second) => {
                            if !self.maybe(first, second, depth + 1) {
                                break false;
                            }
                        }
                    }
                }
            }
            _ => first == second,
        }
    }

    fn dicts(&mut self, first: &Dict<'a>, second: &Dict<'a>, depth: usize) -> bool {
        let keys = first.len() == second.len();
        keys && first
            .entries()
            .all(|(key, value)| self.maybe(Some(value), second.get_raw(&key), depth + 1))
    }
}
