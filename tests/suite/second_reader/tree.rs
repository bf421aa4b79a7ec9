//! XML as a plain tree; names are told by their namespace, whatever prefix a program gave it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::shown::ANY;

/// An element, or text.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// `w:p`; empty for text.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    pub text: String,
}

impl Node {
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The `w:val` of a child.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("w:val")
    }

    /// Whether a property is on; `None` where nothing is said of it.
    pub fn is_on(&self, name: &str) -> Option<bool> {
        let property = self.child(name)?;
        let value = property.attribute("w:val").unwrap_or("1");
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    /// The text of all elements of a name, at any depth.
    pub fn texts(&self, names: &[&str], out: &mut String) {
        if names.contains(&self.name.as_str()) {
            self.children.iter().for_each(|child| out.push_str(&child.text));
            return;
        }
        self.children.iter().for_each(|child| child.texts(names, out));
    }
}

/// The prefix that a namespace has here.
pub fn prefix(uri: &str) -> &'static str {
    let is = |part: &str| uri.contains(part);
    match uri {
        _ if is("wordprocessingml/main") || is("wordprocessingml/2006/main") => "w:",
        _ if is("relationships") && is("officeDocument") => "r:",
        _ if is("officeDocument") && is("/math") => "m:",
        _ if is("markup-compatibility") => "mc:",
        _ if is("wordprocessingDrawing") => "wp:",
        _ if is("drawingml") && is("/picture") => "pic:",
        _ if is("drawingml") && is("/chart") => "c:",
        _ if is("drawingml") && is("/diagram") => "dgm:",
        _ if is("drawingml") && (is("/main")) => "a:",
        _ if is("wordprocessingShape") => "wps:",
        _ if is("wordprocessingGroup") => "wpg:",
        _ if is("wordprocessingCanvas") => "wpc:",
        "urn:schemas-microsoft-com:vml" => "v:",
        "urn:schemas-microsoft-com:office:office" => "o:",
        _ if is("office/word/2010/wordml") => "w14:",
        _ if is("office/word/2012/wordml") => "w15:",
        _ if is("office/word/2006/wordml") => "wne:",
        _ if is("xmlPackage") => "pkg:",
        _ if is("package/2006/relationships") => "",
        "" => "",
        _ => "?:",
    }
}

fn resolved(found: &ResolveResult<'_>, local: &str) -> String {
    let prefix = match found {
        ResolveResult::Bound(namespace) => prefix(namespace.as_ref()),
        _ => "",
    };
    format!("{prefix}{local}")
}

/// Reads a part; `None` where it is no XML.
pub fn read(bytes: &[u8]) -> Option<Node> {
    let text = utf8(bytes);
    let mut reader = NsReader::from_str(&text);
    let mut open: Vec<Node> = vec![Node::default()];
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        match event {
            Event::Start(start) => {
                let name = resolved(&namespace, start.local_name().as_ref());
                open.push(element(&reader, name, &start));
            }
            Event::Empty(start) => {
                let name = resolved(&namespace, start.local_name().as_ref());
                let node = element(&reader, name, &start);
                open.last_mut()?.children.push(node);
            }
            Event::End(_) => {
                let node = open.pop()?;
                open.last_mut()?.children.push(node);
            }
            Event::Text(text) => said(&mut open, &text)?,
            Event::CData(text) => said(&mut open, &text)?,
            Event::GeneralRef(name) => {
                said(&mut open, &unescaped(&format!("&{};", &*name)))?;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    open.pop()?.children.into_iter().find(|node| !node.name.is_empty())
}

fn said(open: &mut [Node], text: &str) -> Option<()> {
    let node = Node { text: text.to_owned(), ..Node::default() };
    open.last_mut()?.children.push(node);
    Some(())
}

fn element(reader: &NsReader<&[u8]>, name: String, start: &BytesStart<'_>) -> Node {
    let attributes = start.attributes().flatten().map(|attribute| {
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let name = resolved(&namespace, local.as_ref());
        (name, unescaped(&attribute.value))
    });
    Node { name, attributes: attributes.collect(), ..Node::default() }
}

/// Text with its five entities and numbers resolved.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let found = end.and_then(|end| {
            let name = &rest[1..end];
            let number =
                name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                });
            let named = match name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                "nbsp" => Some(' '),
                "middot" => Some('·'),
                "ldquo" => Some('“'),
                "rdquo" => Some('”'),
                "lsquo" => Some('‘'),
                "rsquo" => Some('’'),
                "mdash" => Some('—'),
                "hellip" => Some('…'),
                "times" => Some('×'),
                "emsp" | "ensp" | "thinsp" => Some(' '),
                _ if name.len() > 1 && name.chars().all(|c| c.is_ascii_alphanumeric()) => Some(ANY),
                _ => None,
            };
            number.and_then(char::from_u32).or(named).map(|c| (c, end))
        });
        match found {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn utf8(bytes: &[u8]) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|it| unit([it[0], it[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
