//! Whether a file can be walked through at all.
//!
//! The reader walks down pages and brackets as they stand. A hundred thousand brackets use up the
//! stack, which ends the program and cannot be caught; forty nodes of pages, each with the next one
//! twice for its child, are a million million pages. So the file is looked through beforehand,
//! object by object, following none.

use std::collections::BTreeSet;

use hayro::hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object, Stream};
use hayro::hayro_syntax::page::Page;

/// How deep brackets may nest. Files have ten levels; the reader bears 16 000 on a stack of 2 MB.
const MOST_NESTED: usize = 4_000;
/// How often each byte may be looked at: an object may seem to begin within another.
const LOOKS: usize = 16;

/// Whether walking down from the root of the pages, and into each object, comes to an end.
///
/// The pages do when none is child of two. Children that are not listed by their numbers in the
/// object itself, which the format would allow, are not vouched for.
pub fn ends(bytes: &[u8]) -> bool {
    let mut looks = bytes.len().saturating_mul(LOOKS);
    let mut pages = Pages::default();
    let starts = (0..bytes.len()).filter(|&at| begins_object(&bytes[..at]));
    for at in starts {
        if !is_shallow(&bytes[at..], Reach::Object, &mut looks) || !pages.take_in(&bytes[at..]) {
            return false;
        }
    }
    pages.are_tree()
}

/// Whether an object, or the trailer, may begin after these bytes.
fn begins_object(before: &[u8]) -> bool {
    let number = before.strip_suffix(b"obj").is_some_and(|before| {
        before.last().is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace())
    });
    number || before.ends_with(b"trailer")
}

/// Whether what is drawn on a page can be walked through.
pub fn ends_drawing(page: &Page<'_>) -> bool {
    page.page_stream().is_none_or(|content| {
        let mut looks = content.len().saturating_add(1);
        is_shallow(content, Reach::Everything, &mut looks)
    })
}

/// How far brackets are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To the bracket that closes the first.
    Object,
    Everything,
}

/// Whether brackets do not nest too deep from here on. `looks` is how many bytes may still be
/// looked at.
fn is_shallow(bytes: &[u8], reach: Reach, looks: &mut usize) -> bool {
    let (mut depth, mut string, mut at) = (0_usize, 0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += 1;
        match byte {
            b'\\' if string > 0 => at += 1,
            b'(' => string += 1,
            b')' => string = string.saturating_sub(1),
            _ if string > 0 => {}
            b'%' => at += rest.iter().take_while(|byte| !b"\r\n".contains(byte)).count() - 1,
            b'[' | b'<' | b'{' => depth += 1,
            b']' | b'>' | b'}' if depth <= 1 && reach == Reach::Object => break,
            b']' | b'>' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth.max(string) > MOST_NESTED || at > *looks {
            return false;
        }
    }
    *looks = looks.saturating_sub(at);
    true
}

/// Who is a page, or a part of the tree of pages, and whose child.
#[derive(Default)]
struct Pages {
    /// By number; a file that was added to may name the root again.
    roots: BTreeSet<i32>,
    children: Vec<i32>,
}

impl Pages {
    /// Takes note of the object that begins here; false when it cannot be vouched for.
    fn take_in(&mut self, bytes: &[u8]) -> bool {
        let bytes = bytes.trim_ascii_start();
        let Some(dict) = Dict::from_bytes(bytes) else { return true };
        if !self.note(&dict) {
            return false;
        }
        let packed = dict.get::<Name<'_>>("Type").is_some_and(|kind| &*kind == b"ObjStm");
        !packed || Stream::from_bytes(bytes).is_some_and(|stream| self.unpack(&stream))
    }

    /// The objects of an object stream (ISO 32000-1, 7.5.7).
    fn unpack(&mut self, stream: &Stream<'_>) -> bool {
        let Ok(data) = stream.decoded() else { return false };
        let first = stream.dict().get::<usize>("First").filter(|&first| first <= data.len());
        let Some((head, body)) = first.map(|first| data.split_at(first)) else { return false };
        let mut looks = data.len().saturating_mul(LOOKS);
        let numbers = head.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        numbers.skip(1).step_by(2).all(|offset| {
            let offset = std::str::from_utf8(offset).ok().and_then(|text| text.parse().ok());
            let object = offset.and_then(|offset: usize| body.get(offset..)).unwrap_or_default();
            is_shallow(object, Reach::Object, &mut looks)
                && Dict::from_bytes(object.trim_ascii_start()).is_none_or(|dict| self.note(&dict))
        })
    }

    fn note(&mut self, dict: &Dict<'_>) -> bool {
        self.roots.extend(dict.get_ref("Pages").map(|root| root.obj_number));
        let kids = match dict.get_raw::<Object<'_>>("Kids") {
            None => return true,
            Some(MaybeRef::NotRef(Object::Array(kids))) => numbers(&kids),
            Some(_) => None,
        };
        kids.map(|kids| self.children.extend(kids)).is_some()
    }

    fn are_tree(mut self) -> bool {
        self.children.extend(self.roots);
        self.children.sort_unstable();
        self.children.windows(2).all(|pair| pair[0] != pair[1])
    }
}

fn numbers(kids: &Array<'_>) -> Option<Vec<i32>> {
    kids.raw_iter().map(|kid| kid.as_obj_ref().map(|kid| kid.obj_number)).collect()
}
