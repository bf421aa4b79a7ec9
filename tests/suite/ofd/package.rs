//! A package taken apart, and everything in it that is not as GB/T 33190 has it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::schema::{GRAPHIC, RULES, TEXTS, in_order};

/// The parts of a package.
pub struct Package {
    parts: BTreeMap<String, Vec<u8>>,
}

/// An element of a part.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap_or(f64::NAN)
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        numbers(self.get(name))
    }

    /// It and everything within it.
    fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.children.iter().flat_map(Element::all));
        all
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.all().into_iter().filter(move |element| element.name == name)
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(' ').map(|word| word.parse().unwrap_or(f64::NAN)).collect()
}

impl Package {
    /// Takes a file apart; it must be a zip.
    pub fn read(bytes: &[u8]) -> Self {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut parts = BTreeMap::new();
        for index in 0..zip.len() {
            let mut part = zip.by_index(index).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("its bytes");
            assert!(parts.insert(name, content).is_none(), "a part twice");
        }
        Self { parts }
    }

    pub fn text(&self, part: &str) -> &str {
        let bytes = self.parts.get(part).unwrap_or_else(|| panic!("no {part}"));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    /// The text of all pages.
    pub fn pages(&self) -> String {
        let names = self.parts.keys().filter(|name| name.ends_with("Content.xml"));
        names.map(|name| self.text(name)).collect()
    }

    /// OFD or OFD-A.
    pub fn kind(&self) -> String {
        self.part("OFD.xml").get("DocType").to_owned()
    }

    fn part(&self, name: &str) -> Element {
        parsed(self.text(name))
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Faults::default();
        let parts: BTreeMap<&str, Element> = self
            .parts
            .keys()
            .filter(|name| name.ends_with(".xml"))
            .map(|name| (name.as_str(), self.part(name)))
            .collect();
        for (name, part) in &parts {
            part.all().iter().for_each(|element| ordered(name, element, &mut faults));
        }
        self.referred(&parts, &mut faults);
        self.faces(&parts, &mut faults);
        let ids = |name: &str| -> BTreeSet<String> {
            let found = parts.values().flat_map(|part| part.all()).filter(|it| it.name == name);
            found.map(|it| it.get("ID").to_owned()).collect()
        };
        let (fonts, pictures, pages) = (ids("Font"), ids("MultiMedia"), ids("Page"));
        for (name, part) in &parts {
            for element in part.all() {
                for (attribute, known) in
                    [("Font", &fonts), ("ResourceID", &pictures), ("PageID", &pages)]
                {
                    let id = element.get(attribute);
                    faults.unless(id.is_empty() || known.contains(id), || {
                        format!("{name}: {attribute} {id} is nowhere")
                    });
                }
            }
            if part.name == "Page" {
                on_paper(name, part, &mut faults);
            }
        }
        identified(&parts, &mut faults);
        faults.0
    }

    /// Every part is named by another, and every one that is named is there.
    fn referred(&self, parts: &BTreeMap<&str, Element>, faults: &mut Faults) {
        let mut named = BTreeSet::from(["OFD.xml".to_owned()]);
        for (name, part) in parts {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let base = if part.name == "Res" { part.get("BaseLoc") } else { "" };
            let joined = |path: &str| {
                let all = [folder, base, path];
                all.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("/")
            };
            for element in part.all() {
                match element.name.as_str() {
                    "DocRoot" | "PublicRes" | "DocumentRes" | "FontFile" | "MediaFile"
                    | "FileLoc" => drop(named.insert(joined(&element.text))),
                    "Attachments" if !element.text.is_empty() => {
                        named.insert(joined(&element.text));
                    }
                    "Page" if !element.get("BaseLoc").is_empty() => {
                        named.insert(joined(element.get("BaseLoc")));
                    }
                    _ => {}
                }
            }
        }
        let there: BTreeSet<String> = self.parts.keys().cloned().collect();
        faults.unless(named == there, || {
            let lacking: Vec<_> = named.symmetric_difference(&there).collect();
            format!("not both named and there: {lacking:?}")
        });
    }

    /// Every character has a glyph in its face, and every glyph that is named is in it.
    fn faces(&self, parts: &BTreeMap<&str, Element>, faults: &mut Faults) {
        let mut faces = BTreeMap::new();
        for font in parts.get("Doc_0/PublicRes.xml").into_iter().flat_map(|it| it.named("Font")) {
            let file = font.named("FontFile").next().map_or("", |it| it.text.as_str());
            let bytes = self.parts.get(&format!("Doc_0/Res/{file}"));
            match ttf_parser::Face::parse(bytes.map_or(&[][..], Vec::as_slice), 0) {
                Ok(face) => drop(faces.insert(font.get("ID").to_owned(), face)),
                Err(error) => faults.0.push(format!("{file}: {error}")),
            }
        }
        for (name, part) in parts {
            for run in part.named("TextObject") {
                let Some(face) = faces.get(run.get("Font")) else { continue };
                let told: Vec<u16> = run
                    .named("Glyphs")
                    .flat_map(|it| it.text.split(' '))
                    .filter_map(|glyph| glyph.parse().ok())
                    .collect();
                let count = face.number_of_glyphs();
                faults.unless(told.iter().all(|glyph| (1..count).contains(glyph)), || {
                    format!("{name}: {told:?} of {count} glyphs")
                });
                let codes: Vec<&Element> = run.named("TextCode").collect();
                for c in codes.iter().flat_map(|code| code.text.chars()) {
                    faults.unless(!told.is_empty() || face.glyph_index(c).is_some(), || {
                        format!("{name}: {c:?} has no glyph")
                    });
                }
                for code in codes {
                    let steps = match code.get("DeltaX") {
                        "" => 0,
                        steps => steps.split(' ').count(),
                    };
                    let wanted = told.len().max(code.text.chars().count()) - 1;
                    faults.unless(steps == wanted, || {
                        format!("{name}: {steps} steps in {:?}", code.text)
                    });
                    faults.unless(code.text.trim() == code.text && !code.text.is_empty(), || {
                        format!("{name}: blanks around {:?}", code.text)
                    });
                }
            }
        }
    }
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn unless(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        // A dozen tell as much as a thousand.
        if !holds && self.0.len() < 12 {
            self.0.push(fault());
        }
    }
}

/// Whether an element is one that we may write, with its children in their order.
fn ordered(part: &str, element: &Element, faults: &mut Faults) {
    let Element { name, attributes, children, text } = element;
    let names: Vec<&str> = children.iter().map(|child| child.name.as_str()).collect();
    if TEXTS.contains(&name.as_str()) {
        faults.unless(names.is_empty() && attributes.is_empty(), || format!("{part}: {name}"));
        return;
    }
    let is_page = name == "Page" && part.ends_with("Content.xml");
    let (known, inner): (Vec<&str>, Result<(), String>) = match name.as_str() {
        "Page" if !is_page => (vec!["!ID", "!BaseLoc"], in_order(&names, &[])),
        "Page" => {
            use super::schema::Count::{Maybe, One};
            (vec![], in_order(&names, &[("Area", Maybe), ("Content", One)]))
        }
        // Objects stand in any order.
        "Layer" => (vec!["!ID", "Type"], Ok(())),
        // In `Document` it names the part that has them.
        "Attachments" if !text.is_empty() => (vec![], in_order(&names, &[])),
        _ => match RULES.iter().find(|(known, ..)| known == name) {
            Some((_, own, inner)) => {
                let graphic = if name.ends_with("Object") { GRAPHIC } else { &[] };
                ([*own, graphic].concat(), in_order(&names, inner))
            }
            None => (vec![], Err("no element of ours".to_owned())),
        },
    };
    if let Err(fault) = inner {
        faults.unless(false, || format!("{part}: {name}: {fault}"));
    }
    for attribute in attributes.keys().filter(|it| !it.starts_with("xmlns")) {
        let is_known = known.iter().any(|known| known.trim_start_matches('!') == attribute);
        faults.unless(is_known, || format!("{part}: {name} with {attribute}"));
    }
    for must in known.iter().filter_map(|known| known.strip_prefix('!')) {
        faults.unless(attributes.contains_key(must), || format!("{part}: {name} without {must}"));
    }
}

/// Identifiers are whole numbers, each given once, and none is larger than the largest.
fn identified(parts: &BTreeMap<&str, Element>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    let most = parts.get("Doc_0/Document.xml").and_then(|it| it.named("MaxUnitID").next());
    let most: u32 = most.and_then(|it| it.text.parse().ok()).unwrap_or(0);
    for element in parts.values().flat_map(Element::all) {
        if let Some(id) = element.attributes.get("ID") {
            let number = id.parse().unwrap_or(0);
            faults.unless((1..=most).contains(&number) && seen.insert(number), || {
                format!("{} {id} of {most}", element.name)
            });
        }
    }
}

/// Every object lies on the paper and has an extent, and what is drawn lies in its box.
fn on_paper(name: &str, page: &Element, faults: &mut Faults) {
    let size = page.named("PhysicalBox").next().map(|it| numbers(&it.text)).unwrap_or_default();
    let &[0.0, 0.0, width, height] = &size[..] else {
        return faults.unless(false, || format!("{name}: a page of {size:?}"));
    };
    for object in page.named("Layer").flat_map(|layer| &layer.children) {
        let bounds = object.numbers("Boundary");
        let on_it = match bounds[..] {
            [x, y, w, h] => {
                x >= 0.0
                    && y >= 0.0
                    && w > 0.0
                    && h > 0.0
                    && x + w <= width + 1e-6
                    && y + h <= height + 1e-6
            }
            _ => false,
        };
        faults.unless(on_it, || format!("{name}: {} at {bounds:?} of {size:?}", object.name));
        faults.unless(object.name != "TextObject" || object.number("Size") > 0.0, || {
            format!("{name}: a size of {}", object.get("Size"))
        });
        for data in object.named("AbbreviatedData") {
            let mut words = data.text.split(' ');
            while let Some(word) = words.next() {
                let count = match word {
                    "M" | "L" => 2,
                    "B" => 6,
                    "C" => 0,
                    _ => return faults.unless(false, || format!("{name}: {word} in a path")),
                };
                let fit =
                    (0..count).all(|_| words.next().is_some_and(|it| it.parse::<f64>().is_ok()));
                faults.unless(fit, || format!("{name}: {}", data.text));
            }
        }
    }
}

fn parsed(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => open.push(begun(&start)),
            Event::Empty(start) => {
                let element = begun(&start);
                open.last_mut().expect("a parent").children.push(element);
            }
            Event::End(_) => {
                let element = open.pop().expect("an element");
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return element,
                }
            }
            Event::Text(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                let shown = unescape(&format!("&{};", &*name)).expect("a character").into_owned();
                open.last_mut().expect("an element").text.push_str(&shown);
            }
            Event::Eof => panic!("the part ends in {:?}", open.last().map(|it| &it.name)),
            _ => {}
        }
    }
}

fn begun(start: &BytesStart<'_>) -> Element {
    let name = start.name();
    let name = name.as_ref();
    let name = name.strip_prefix("ofd:").unwrap_or_else(|| panic!("{name} without its prefix"));
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        let value = unescape(&attribute.value).expect("a value").into_owned();
        (attribute.key.as_ref().to_owned(), value)
    });
    Element {
        name: name.to_owned(),
        attributes: attributes.collect(),
        children: Vec::new(),
        text: String::new(),
    }
}
