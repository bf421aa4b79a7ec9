//! XML → a tree, with the names of namespaces that Word writes put into one form.
//!
//! No entity is ever expanded but the five of XML itself and characters by number; size, number and
//! depth of elements are bounded. What a reader has no use for never becomes part of the tree.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::Damage;

/// The most elements of a part: a novel has fewer.
const ELEMENTS: usize = 150_000;
/// The most attributes of an element: the root of a document by Word has 40.
const ATTRIBUTES: usize = 256;
/// The deepest nesting: tables in tables in text boxes reach 40.
const DEPTH: usize = 128;
/// The most namespaces that are declared at one place: Word declares 40.
const NAMESPACES: usize = 1_000;

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// With the customary prefix, such as `w:p`; `?:` for a namespace that does not concern us.
    pub name: Name,
    attributes: Vec<(Name, Box<str>)>,
    children: Vec<Node>,
}

/// A name, which all that have it share: a part has few names and many elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name(Rc<str>);

#[derive(Clone, Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Name {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Element {
    /// Its child elements.
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its child elements, without itself.
    pub fn into_children(self) -> impl Iterator<Item = Self> {
        self.children.into_iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// The first element of a path of names below it.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| &**value)
    }

    /// The `w:val` of a child.
    pub fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("w:val")
    }

    /// A property that is on when it stands there without a value.
    pub fn toggle(&self, child: &str) -> Option<bool> {
        let value = self.child(child)?.attribute("w:val").unwrap_or("1");
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    /// Whether an attribute is there and says yes.
    pub fn is_on(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| !matches!(value, "0" | "false" | "off"))
    }

    /// Its own text, without that of elements in it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }

    /// All elements of a name at any depth, those within others of the name aside.
    pub fn all<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for child in self.children() {
            if child.name == name {
                found.push(child);
            } else {
                child.all(name, found);
            }
        }
    }

    /// The first element of a name at any depth.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.children()
            .find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }
}

/// Reads a part.
pub fn parse(bytes: &[u8]) -> Result<Element, Damage> {
    parse_without(bytes, |_| false)
}

/// Reads a part without the elements, and all in them, that nobody will ask for: they are told by
/// their names and attributes.
pub fn parse_without(bytes: &[u8], skip: fn(&Element) -> bool) -> Result<Element, Damage> {
    let text = decoded(bytes).ok_or(Damage::Xml)?;
    let mut reader = Reader::from_str(&text);
    let mut names = Names::default();
    // The root of roots: what stands in no element.
    let mut open = vec![Element::default()];
    // How deep it stands in what is left out.
    let mut skipped = 0;
    let mut count = 0;
    loop {
        match reader.read_event().map_err(|_| Damage::Xml)? {
            Event::Start(start) => {
                if skipped > 0 {
                    skipped += 1;
                } else {
                    let element = names.element(&start, open.len())?;
                    if skip(&element) {
                        skipped = 1;
                    } else {
                        open.push(element);
                    }
                }
            }
            Event::Empty(start) => {
                if skipped == 0 {
                    let element = names.element(&start, open.len())?;
                    names.leave(open.len());
                    if !skip(&element) {
                        append(&mut open, Node::Element(element));
                    }
                }
            }
            Event::End(_) => {
                if skipped > 0 {
                    skipped -= 1;
                } else if let Some(mut element) = open.pop().filter(|_| !open.is_empty()) {
                    // Most have one child, and room for four.
                    element.children.shrink_to_fit();
                    close(&mut open, element);
                } else {
                    return Err(Damage::Xml);
                }
                if skipped == 0 {
                    names.leave(open.len());
                }
                continue;
            }
            // Where entities are declared that grow without end.
            Event::DocType(_) => return Err(Damage::DocType),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            _ if skipped > 0 => continue,
            Event::Text(text) => {
                let text = quick_xml::escape::unescape(&text).map_err(|_| Damage::Xml)?;
                append(&mut open, Node::Text(text.into_owned()));
                continue;
            }
            Event::CData(text) => {
                append(&mut open, Node::Text(text.into_inner().into_owned()));
                continue;
            }
            Event::GeneralRef(name) => {
                let written = format!("&{};", name.into_inner());
                let text = quick_xml::escape::unescape(&written).map_err(|_| Damage::Xml)?;
                append(&mut open, Node::Text(text.into_owned()));
                continue;
            }
        }
        count += 1;
        if count > ELEMENTS || open.len() + skipped > DEPTH {
            return Err(Damage::TooLarge);
        }
    }
    match open.len() {
        1 if skipped == 0 => {
            open.pop().and_then(|root| root.into_children().next()).ok_or(Damage::Xml)
        }
        _ => Err(Damage::Xml),
    }
}

/// Puts an element into the one around it; of what is written in several forms, the one that is read.
fn close(open: &mut [Element], element: Element) {
    if element.name != "mc:AlternateContent" {
        return append(open, Node::Element(element));
    }
    match chosen(&element) {
        Some(chosen) => {
            let form = element.into_children().nth(chosen).unwrap_or_default();
            form.children.into_iter().for_each(|node| append(open, node));
        }
        // Whoever reads it tells what it says.
        None => append(open, Node::Element(element)),
    }
}

fn append(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        match (last.children.last_mut(), node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, node) => last.children.push(node),
        }
    }
}

/// The names of a part, each made once.
#[derive(Default)]
struct Names {
    /// Prefixes that are declared, the customary ones that they mean, and the depth of the element
    /// that declares them.
    declared: Vec<(Box<str>, &'static str, usize)>,
    /// Names as they are written, while nothing else is declared.
    elements: HashMap<Box<str>, Name>,
    attributes: HashMap<Box<str>, Name>,
}

impl Names {
    /// An element that begins at a depth.
    fn element(&mut self, start: &BytesStart<'_>, depth: usize) -> Result<Element, Damage> {
        let mut attributes = Vec::new();
        let mut written = 0;
        // Each is held against all before it when they are checked: made-up ones take for ever.
        for attribute in start.attributes().with_checks(false) {
            written += 1;
            if written > ATTRIBUTES {
                return Err(Damage::TooLarge);
            }
            let attribute = attribute.map_err(|_| Damage::Xml)?;
            let key = attribute.key.into_inner();
            // When which lines were written says nothing about them.
            if key.starts_with("w:rsid") {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|_| Damage::Xml)?;
            match key.strip_prefix("xmlns") {
                Some("") => self.declare("", &value, depth)?,
                Some(rest) if rest.starts_with(':') => self.declare(&rest[1..], &value, depth)?,
                _ => attributes.push((key, value.into_owned())),
            }
        }
        let name = self.of_element(start.name().into_inner());
        let named = attributes.into_iter().map(|(key, value)| match key {
            // Prefixes that a form of several asks for, as the customary ones.
            "Requires" => {
                let asked = value.split_whitespace().map(|own| self.customary(own));
                let asked = asked.collect::<Vec<_>>().join(" ");
                (self.of_attribute(key), asked.into())
            }
            _ => (self.of_attribute(key), value.into_boxed_str()),
        });
        let mut attributes: Vec<_> = named.collect();
        attributes.shrink_to_fit();
        Ok(Element { name, attributes, children: Vec::new() })
    }

    fn declare(&mut self, own: &str, namespace: &str, depth: usize) -> Result<(), Damage> {
        if self.declared.len() == NAMESPACES {
            return Err(Damage::TooLarge);
        }
        self.declared.push((own.into(), prefix(namespace), depth));
        self.forget();
        Ok(())
    }

    /// Forgets what was declared at a depth.
    fn leave(&mut self, depth: usize) {
        let before = self.declared.len();
        while self.declared.last().is_some_and(|(_, _, own)| *own >= depth) {
            self.declared.pop();
        }
        if self.declared.len() < before {
            self.forget();
        }
    }

    /// New maps, because emptying one takes as long as it was once large.
    fn forget(&mut self) {
        if !self.elements.is_empty() {
            self.elements = HashMap::new();
        }
        if !self.attributes.is_empty() {
            self.attributes = HashMap::new();
        }
    }

    fn of_element(&mut self, written: &str) -> Name {
        if let Some(name) = self.elements.get(written) {
            return name.clone();
        }
        let (own, local) = written.split_once(':').unwrap_or(("", written));
        let name = match (self.customary(own), local) {
            // Text boxes hold their text in an element of several namespaces.
            (prefix, "txbxContent") if prefix != "?" => Name("w:txbxContent".into()),
            (prefix, _) => Name(format!("{prefix}:{local}").into()),
        };
        self.elements.insert(written.into(), name.clone());
        name
    }

    /// One without a prefix is of no namespace.
    fn of_attribute(&mut self, written: &str) -> Name {
        if let Some(name) = self.attributes.get(written) {
            return name.clone();
        }
        let name = match written.split_once(':') {
            Some((own, local)) => Name(format!("{}:{local}", self.customary(own)).into()),
            None => Name(written.into()),
        };
        self.attributes.insert(written.into(), name.clone());
        name
    }

    fn customary(&self, own: &str) -> &'static str {
        match self.declared.iter().rev().find(|(prefix, ..)| **prefix == *own) {
            Some((_, customary, _)) => customary,
            // Declared by XML itself.
            None if own == "xml" => "xml",
            None => "?",
        }
    }
}

/// The customary prefix of a namespace, of the older and of the strict form of the standard.
fn prefix(name: &str) -> &'static str {
    const MAIN: [&str; 2] = ["http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"];
    if let Some(rest) = MAIN.iter().find_map(|main| name.strip_prefix(main)) {
        return match rest.replace("/2006", "").as_str() {
            "wordprocessingml/main" => "w",
            "drawingml/main" => "a",
            "drawingml/wordprocessingDrawing" => "wp",
            "drawingml/picture" => "pic",
            "drawingml/chart" => "c",
            "officeDocument/math" => "m",
            "officeDocument/relationships" => "r",
            "package/relationships" => "rel",
            "markup-compatibility" => "mc",
            _ => "?",
        };
    }
    match name {
        "urn:schemas-microsoft-com:vml" => "v",
        "urn:schemas-microsoft-com:office:office" => "o",
        "urn:schemas-microsoft-com:office:word" => "w10",
        "http://schemas.microsoft.com/office/word/2006/wordml" => "wne",
        "http://schemas.microsoft.com/office/word/2010/wordml" => "w14",
        "http://schemas.microsoft.com/office/word/2012/wordml" => "w15",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape" => "wps",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" => "wpg",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" => "wpc",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" => "wp14",
        "http://schemas.microsoft.com/office/drawing/2010/main" => "a14",
        "http://schemas.microsoft.com/office/drawing/2007/8/2/chart" => "c14",
        _ => "?",
    }
}

/// UTF-8, or UTF-16 with its mark: the two that XML must be read in.
pub fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => str::from_utf8(rest).ok().map(Cow::Borrowed),
        _ => str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

/// The words of an element, deleted ones too.
pub fn words(element: &Element) -> String {
    let mut text = String::new();
    texts(element, &["w:t", "w:delText", "m:t"], &mut text);
    text
}

/// The text of all elements of some names, at any depth; that of paragraphs apart.
pub fn texts(element: &Element, names: &[&str], out: &mut String) {
    for child in element.children() {
        if names.contains(&child.name.as_str()) {
            out.push_str(&child.text());
        }
        texts(child, names, out);
        if child.name == "w:p" {
            out.push(' ');
        }
    }
}

/// The namespaces that are understood here, by their customary prefixes.
const UNDERSTOOD: &[&str] = &[
    "w", "r", "m", "a", "c", "v", "o", "wp", "pic", "wps", "wpg", "wpc", "wne", "w10", "w14",
    "w15", "wp14", "a14", "c14",
];

/// Which child of `mc:AlternateContent` is read: the first choice of which all that it requires is
/// understood, or else what is there for everybody (ISO/IEC 29500-3, 7.6). `None` where no form can be
/// read.
fn chosen(element: &Element) -> Option<usize> {
    let is_read = |form: &Element| match form.name.as_str() {
        "mc:Choice" => {
            let required = form.attribute("Requires").unwrap_or_default();
            required.split_whitespace().all(|prefix| UNDERSTOOD.contains(&prefix))
        }
        "mc:Fallback" => true,
        _ => false,
    };
    element.children().position(is_read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_form_that_is_understood() {
        let names = concat!(
            r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
            r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
            r#"xmlns:x="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
            r#"xmlns:new="http://example.com/new""#,
        );
        let read = |forms: &str| {
            let text =
                format!("<w:p {names}><mc:AlternateContent>{forms}</mc:AlternateContent></w:p>");
            let root = parse(text.as_bytes()).expect("XML");
            root.children().map(|child| child.name.to_string()).collect::<Vec<_>>().join(" ")
        };
        let (a, b) = ("<w:a/>", "<w:b/>");
        let choice =
            |of: &str, inner: &str| format!(r#"<mc:Choice Requires="{of}">{inner}</mc:Choice>"#);
        let back = |inner: &str| format!("<mc:Fallback>{inner}</mc:Fallback>");
        // The prefix says nothing, its namespace does.
        assert_eq!(read(&(choice("x", a) + &back(b))), "w:a");
        assert_eq!(read(&(choice("new", a) + &back(b))), "w:b");
        assert_eq!(read(&(choice("x new", a) + &back(b))), "w:b");
        assert_eq!(read(&(choice("unbound", a) + &back(b))), "w:b");
        assert_eq!(read(&(choice("new", a) + &choice("w x", b) + &back("<w:c/>"))), "w:b");
        assert_eq!(read(&(choice("x", "") + &back(b))), "");
        assert_eq!(read(&choice("new", a)), "mc:AlternateContent");
        let inner = format!("<mc:AlternateContent>{}</mc:AlternateContent>", choice("x", b));
        assert_eq!(read(&back(&inner)), "w:b");
        assert_eq!(read(&choice("x", "<x:txbxContent/>")), "w:txbxContent");
    }
}
