//! A document whose parts stand in one XML file (Flat OPC) → these parts, as a zip would have them.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::Damage;
use super::xml::decoded;

/// The namespace of the file around the parts.
const PACKAGE: &str = "http://schemas.microsoft.com/office/2006/xmlPackage";
/// The most namespaces that the elements around a part declare.
const NAMES: usize = 256;

/// Whether a file is of this sort, by how it begins.
pub fn is_such(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4_000)];
    // UTF-16 has the same letters with a zero beside each.
    let letters: Vec<u8> = start.iter().copied().filter(|byte| *byte != 0).collect();
    letters.windows(PACKAGE.len()).any(|window| window == PACKAGE.as_bytes())
}

/// A part that is being read.
#[derive(Default)]
struct Part {
    name: String,
    /// Where its XML begins, and how long the name of its first element is.
    xml: Option<usize>,
    base64: String,
}

/// The parts by name, without the `/` before it.
///
/// # Errors
/// [`Damage`] when it is no such file, or broken.
pub fn parts(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Damage> {
    let text = decoded(bytes).ok_or(Damage::Xml)?;
    let mut reader = NsReader::from_str(&text);
    let mut parts = BTreeMap::new();
    let (mut part, mut outer) = (Part::default(), Vec::new());
    let (mut depth, mut in_base64) = (0_usize, false);
    loop {
        let before = place(&reader);
        let (namespace, event) = reader.read_resolved_event().map_err(|_| Damage::Xml)?;
        let is_own = matches!(&namespace, ResolveResult::Bound(it) if it.as_ref() == PACKAGE);
        match event {
            Event::DocType(_) => return Err(Damage::DocType),
            Event::Eof => break,
            Event::Start(start) => {
                match (depth, start.local_name().into_inner()) {
                    (0, "package") if is_own => {}
                    (0, _) => return Err(Damage::NoDocument),
                    (1, "part") if is_own => {
                        part = Part { name: name(&start)?, ..Part::default() };
                    }
                    (2, "binaryData") if is_own => in_base64 = true,
                    (3, _) if part.xml.is_none() => part.xml = Some(before),
                    _ => {}
                }
                if depth < 3 {
                    declared(&start, &mut outer)?;
                }
                depth += 1;
            }
            Event::Empty(_) if depth == 3 && part.xml.is_none() => {
                keep(&mut parts, &part.name, within(&text[before..place(&reader)], &outer))?;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                in_base64 = false;
                match depth {
                    3 => {
                        if let Some(start) = part.xml {
                            let xml = within(&text[start..place(&reader)], &outer);
                            keep(&mut parts, &part.name, xml)?;
                        }
                    }
                    1 if !part.base64.is_empty() => {
                        let bytes = STANDARD.decode(&part.base64).map_err(|_| Damage::Xml)?;
                        keep(&mut parts, &part.name, bytes)?;
                    }
                    _ => {}
                }
            }
            Event::Text(text) if in_base64 => {
                part.base64.extend(text.chars().filter(|c| !c.is_ascii_whitespace()));
            }
            _ => {}
        }
    }
    if depth > 0 || parts.is_empty() { Err(Damage::Xml) } else { Ok(parts) }
}

fn place(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn name(part: &BytesStart<'_>) -> Result<String, Damage> {
    for attribute in part.attributes().with_checks(false).flatten() {
        if attribute.key.local_name().into_inner() == "name" {
            let name = attribute.value.trim_start_matches('/').to_owned();
            return Ok(name);
        }
    }
    Err(Damage::Xml)
}

/// Notes the namespaces that an element around the parts declares.
fn declared(element: &BytesStart<'_>, outer: &mut Vec<(String, String)>) -> Result<(), Damage> {
    for attribute in element.attributes().with_checks(false).flatten() {
        let key = attribute.key.into_inner();
        if (key == "xmlns" || key.starts_with("xmlns:")) && attribute.value.as_ref() != PACKAGE {
            if outer.len() == NAMES {
                return Err(Damage::TooLarge);
            }
            outer.push((key.to_owned(), attribute.value.clone().into_owned()));
        }
    }
    Ok(())
}

/// The XML of a part, with the namespaces that only the elements around it declare.
fn within(xml: &str, outer: &[(String, String)]) -> Vec<u8> {
    let end = xml.find(['>', '/', ' ', '\t', '\r', '\n']).unwrap_or(xml.len());
    let (open, rest) = xml.split_at(end);
    let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
    let mut out = open.to_owned();
    // The nearest declaration counts.
    let mut seen: Vec<&str> = Vec::new();
    for (key, value) in outer.iter().rev() {
        let own = [" ", "\t", "\r", "\n"].iter().any(|gap| tag.contains(&format!("{gap}{key}=")));
        if !own && !seen.contains(&key.as_str()) {
            let value = value.replace('"', "&quot;");
            out.push_str(&format!(" {key}=\"{value}\""));
            seen.push(key);
        }
    }
    out.push_str(rest);
    out.into_bytes()
}

fn keep(parts: &mut BTreeMap<String, Vec<u8>>, name: &str, bytes: Vec<u8>) -> Result<(), Damage> {
    if parts.len() == FILES {
        return Err(Damage::TooLarge);
    }
    parts.entry(name.to_lowercase()).or_insert(bytes);
    Ok(())
}

/// The most files of a zip.
pub const FILES: usize = 5_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_as_a_zip_would_have_them() {
        let file = concat!(
            r#"<?xml version="1.0"?><?mso-application progid="Word.Document"?>"#,
            r#"<p:package xmlns:p="http://schemas.microsoft.com/office/2006/xmlPackage" xmlns:w="urn:w">"#,
            r#"<p:part p:name="/word/Document.xml"><p:xmlData><w:a b=">"><w:c/></w:a></p:xmlData></p:part>"#,
            r#"<p:part p:name="/word/b.xml"><p:xmlData xmlns:w="urn:x"><w:b/></p:xmlData></p:part>"#,
            r#"<p:part p:name="/word/c.xml"><p:xmlData><w:a xmlns:w="urn:own"/></p:xmlData></p:part>"#,
            "<p:part p:name='/m/a.png'><p:binaryData>AAEC\r\nAwQ=</p:binaryData></p:part>",
            "</p:package>",
        );
        let parts = parts(file.as_bytes()).expect("parts");
        let shown: Vec<String> = parts
            .iter()
            .map(|(name, bytes)| format!("{name} {}", String::from_utf8_lossy(bytes)))
            .collect();
        assert_eq!(
            shown,
            [
                "m/a.png \u{0}\u{1}\u{2}\u{3}\u{4}",
                r#"word/b.xml <w:b xmlns:w="urn:x"/>"#,
                r#"word/c.xml <w:a xmlns:w="urn:own"/>"#,
                r#"word/document.xml <w:a xmlns:w="urn:w" b=">"><w:c/></w:a>"#,
            ]
        );
    }

    #[test]
    fn what_is_no_such_file() {
        for (file, damage) in [
            ("<a/>", Damage::Xml),
            ("<a></a>", Damage::NoDocument),
            ("<!DOCTYPE a []><a></a>", Damage::DocType),
            ("", Damage::Xml),
        ] {
            assert_eq!(parts(file.as_bytes()).err(), Some(damage), "{file}");
        }
    }
}
