//! XML → a tree, with the names of namespaces that Word writes put into one form.
//!
//! No entity is ever expanded but the five of XML itself and characters by number; size, number and
//! depth of elements are bounded.

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};

use super::{Damage, alternatives};

/// The most elements of a part: a novel has fewer.
const ELEMENTS: usize = 150_000;
/// The most attributes of an element: the root of a document by Word has 40.
const ATTRIBUTES: usize = 256;
/// The deepest nesting: tables in tables in text boxes reach 40.
const DEPTH: usize = 128;

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// With the customary prefix, such as `w:p`; `?:` for a namespace that does not concern us.
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    Element(Element),
    Text(String),
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
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
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
    let text = decoded(bytes).ok_or(Damage::Xml)?;
    let mut reader = NsReader::from_str(&text);
    // The root of roots: what stands in no element.
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| Damage::Xml)?;
        let prefix = prefix(&namespace);
        match event {
            Event::Start(start) => {
                let element = element(&reader, prefix, &start)?;
                open.push(element);
            }
            Event::Empty(start) => {
                let element = element(&reader, prefix, &start)?;
                append(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if let Some(element) = open.pop().filter(|_| !open.is_empty()) {
                    close(&mut open, element);
                } else {
                    return Err(Damage::Xml);
                }
                continue;
            }
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
            // Where entities are declared that grow without end.
            Event::DocType(_) => return Err(Damage::DocType),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
        }
        count += 1;
        if count > ELEMENTS || open.len() > DEPTH {
            return Err(Damage::TooLarge);
        }
    }
    match open.len() {
        1 => open.pop().and_then(|root| root.children().next().cloned()).ok_or(Damage::Xml),
        _ => Err(Damage::Xml),
    }
}

/// Puts an element into the one around it; of what is written in several forms, the one that is read.
fn close(open: &mut [Element], element: Element) {
    if element.name != "mc:AlternateContent" {
        return append(open, Node::Element(element));
    }
    match alternatives::chosen(&element) {
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

fn element(
    reader: &NsReader<&[u8]>,
    prefix: &str,
    start: &BytesStart<'_>,
) -> Result<Element, Damage> {
    // Text boxes hold their text in an element of several namespaces.
    let name = match local(start.name()) {
        "txbxContent" if prefix != "?" => "w:txbxContent".to_owned(),
        local => format!("{prefix}:{local}"),
    };
    let mut attributes = Vec::new();
    // Each is held against all before it when they are checked: made-up ones take for ever.
    for attribute in start.attributes().with_checks(false) {
        if attributes.len() == ATTRIBUTES {
            return Err(Damage::TooLarge);
        }
        let attribute = attribute.map_err(|_| Damage::Xml)?;
        let (namespace, _) = reader.resolver().resolve_attribute(attribute.key);
        let name = match namespace {
            ResolveResult::Unbound => local(attribute.key).to_owned(),
            bound => format!("{}:{}", self::prefix(&bound), local(attribute.key)),
        };
        let value = attribute.normalized_value(XmlVersion::Explicit1_0);
        let mut value = value.map_err(|_| Damage::Xml)?.into_owned();
        if name == "Requires" {
            value = required(reader, &value);
        }
        attributes.push((name, value));
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

/// Prefixes that a form of several asks for, as the customary ones.
fn required(reader: &NsReader<&[u8]>, prefixes: &str) -> String {
    let customary = prefixes.split_whitespace().map(|own| {
        let name = format!("{own}:x");
        prefix(&reader.resolver().resolve_prefix(QName(&name).prefix(), false))
    });
    customary.collect::<Vec<_>>().join(" ")
}

fn local<'n>(name: QName<'n>) -> &'n str {
    name.local_name().into_inner()
}

/// The customary prefix of a namespace, of the older and of the strict form of the standard.
fn prefix(namespace: &ResolveResult<'_>) -> &'static str {
    let ResolveResult::Bound(namespace) = namespace else { return "?" };
    const MAIN: [&str; 2] = ["http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"];
    let name: &str = namespace.as_ref();
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
        "http://www.w3.org/XML/1998/namespace" => "xml",
        _ => "?",
    }
}

/// UTF-8, or UTF-16 with its mark: the two that XML must be read in.
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}
