//! Word files, read a second way: what is printed with all revisions accepted, from the top to the end.

use super::fields::Field;
use super::looks::Styles;
use super::numbers::{Mark, Numbers};
use super::package::{Package, Relations};
use super::runs::formula;
use super::shown::{ANY, Gap, HOLE, Height, Look, Shown, Text};
use super::tree::{self, Node};
use super::{page, plain};

/// Reads a file; `None` where it is no Word file.
pub fn read(bytes: &[u8]) -> Option<Shown> {
    let package = Package::open(bytes)?;
    let main = package.relations("").into_values().find(|(sort, _)| sort == "officeDocument");
    let main = main.map_or_else(|| "word/document.xml".to_owned(), |(_, target)| target);
    let document = package.part(&main)?;
    let relations = package.relations(&main);
    let of = |sort: &str| {
        let found = relations.values().find(|(own, _)| own == sort);
        found.and_then(|(_, target)| package.part(target))
    };
    let mut reader = Reader {
        styles: Styles::new(of("styles")),
        numbers: Numbers::new(of("numbering")),
        footnotes: of("footnotes"),
        endnotes: of("endnotes"),
        comments: of("comments"),
        package: &package,
        relations,
        fields: Vec::new(),
        shown: Shown::default(),
        headers: Vec::new(),
        joins: false,
        is_note: false,
        in_cell: false,
        above: (Vec::new(), 0),
    };
    let mut out = Text::default();
    reader.blocks(document.child("w:body")?, &mut out);
    let mut shown = reader.shown;
    shown.body = out;
    Some(shown)
}

/// A walk through the file.
pub struct Reader<'p> {
    pub package: &'p Package,
    pub relations: Relations,
    pub styles: Styles,
    pub numbers: Numbers,
    pub footnotes: Option<Node>,
    pub endnotes: Option<Node>,
    pub comments: Option<Node>,
    pub fields: Vec<Field>,
    pub shown: Shown,
    pub headers: Vec<String>,
    /// Whether the next paragraph goes on in the line of the last.
    pub joins: bool,
    pub is_note: bool,
    pub in_cell: bool,
    /// Columns of the table whose cell above goes on below, and the column that is read.
    pub above: (Vec<usize>, usize),
}

/// A paragraph that is being read.
pub struct Line<'n> {
    pub text: Text,
    pub boxes: Vec<Text>,
    pub properties: Option<&'n Node>,
}

impl Reader<'_> {
    pub fn blocks(&mut self, parent: &Node, out: &mut Text) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:p" => self.paragraph(node, out),
                "w:tbl" => {
                    let outer = std::mem::take(&mut self.above);
                    self.rows(node, out);
                    self.above = outer;
                }
                "w:sdt" => self.control(node, &mut |reader, content| reader.blocks(content, out)),
                "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" => self.blocks(node, out),
                "mc:AlternateContent" => match alternative(node) {
                    Some(content) => self.blocks(content, out),
                    None => self.unknown(node),
                },
                "m:oMath" | "m:oMathPara" => {
                    out.part(Gap::Paragraph);
                    formula(node, Height::Line, out);
                    out.end();
                }
                "w:altChunk" => self.chunk(node, out),
                "w:sectPr" => self.section(node),
                _ => {}
            }
        }
    }

    /// A content control: its placeholder is none of the text, and contents are told.
    pub fn control(&mut self, node: &Node, inner: &mut dyn FnMut(&mut Self, &Node)) {
        let properties = node.child("w:sdtPr");
        let says = |name: &str| properties.and_then(|it| it.is_on(name)) == Some(true);
        if says("w:showingPlcHdr") {
            return;
        }
        let gallery = properties.and_then(|it| it.child("w:docPartObj"));
        let gallery = gallery.and_then(|it| it.value("w:docPartGallery")).unwrap_or_default();
        let Some(content) = node.child("w:sdtContent") else { return };
        if gallery == "Table of Contents" {
            let mut text = String::new();
            content.texts(&["w:t"], &mut text);
            self.shown.aside.push(("contents", text));
            return;
        }
        inner(self, content);
    }

    fn paragraph(&mut self, node: &Node, out: &mut Text) {
        let properties = node.child("w:pPr");
        let mark = properties.and_then(|it| it.child("w:rPr"));
        let mut line = Line { text: Text::default(), boxes: Vec::new(), properties };
        let pictures = self.shown.pictures;
        self.inline(node, &mut line);
        let ends_in_next =
            mark.is_some_and(|it| it.child("w:del").is_some() || it.child("w:moveFrom").is_some());
        let is_empty = line.text.signs.is_empty();
        let is_gone = is_empty
            && self.shown.pictures == pictures
            && (ends_in_next || mark.and_then(|it| it.is_on("w:vanish")) == Some(true));
        if let Some(section) = properties.and_then(|it| it.child("w:sectPr")) {
            self.section(section);
        }
        if is_gone && line.boxes.is_empty() {
            // As if it had never been there.
            return;
        }
        let mut whole = Text::default();
        // What goes on in a line has no number of its own.
        if !self.joins {
            let place = self.styles.place(properties);
            let names = self.styles.names(properties);
            let found = self.numbers.next(&place, &names, &self.styles);
            if found == Some(Mark::Bullet) && !is_empty {
                // In a list of the entry it is that list's own.
                whole.push(ANY, Look { spare: true, ..Look::default() });
                whole.part(Gap::Blank);
            }
            if let Some(Mark::Number(number, blank)) = found {
                let bare = is_empty && self.shown.pictures == pictures;
                let spare = bare && !self.in_cell;
                whole.number(&number, Look { spare, ..Look::default() }, blank);
            }
        }
        whole.append(line.text);
        if !std::mem::take(&mut self.joins) {
            out.part(Gap::Paragraph);
        }
        let is_contents =
            self.styles.is_contents(properties) || self.fields.iter().any(Field::is_contents);
        if is_contents && !whole.signs.is_empty() {
            let text = super::shown::characters(&whole.signs);
            self.shown.aside.push(("contents", text));
        } else {
            out.append(whole);
        }
        let frame = properties.and_then(|it| it.child("w:framePr"));
        let drop = frame.and_then(|it| it.attribute("w:dropCap")).is_some_and(|it| it != "none");
        let end_is_hidden = mark.and_then(|it| it.is_on("w:vanish")) == Some(true) && !is_empty;
        self.joins = ends_in_next || end_is_hidden || (drop && !is_empty);
        if !self.joins {
            out.end();
        }
        for text in line.boxes {
            out.part(Gap::Paragraph);
            out.append(text);
            out.part(Gap::Paragraph);
        }
    }

    fn rows(&mut self, parent: &Node, out: &mut Text) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:tr" => {
                    let properties = node.child("w:trPr");
                    if properties.is_some_and(|it| it.child("w:del").is_some()) {
                        let mut text = String::new();
                        node.texts(&["w:delText", "w:t"], &mut text);
                        self.shown.aside.push(("deletion", text));
                        continue;
                    }
                    let before = properties.and_then(|it| it.value("w:gridBefore"));
                    self.above.1 = before.and_then(|it| it.parse().ok()).unwrap_or(0);
                    self.cells(node, out);
                }
                "w:sdt" => self.control(node, &mut |reader, content| reader.rows(content, out)),
                "w:ins" | "w:customXml" => self.rows(node, out),
                _ => {}
            }
        }
        out.part(Gap::Paragraph);
    }

    fn cells(&mut self, parent: &Node, out: &mut Text) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:tc" => {
                    let properties = node.child("w:tcPr");
                    let below = properties.and_then(|it| it.child("w:vMerge"));
                    let goes_on = below.is_some_and(|it| it.attribute("w:val") != Some("restart"));
                    let column = self.above.1;
                    let span = properties.and_then(|it| it.value("w:gridSpan"));
                    self.above.1 += span.and_then(|it| it.parse().ok()).unwrap_or(1);
                    // Where nothing has begun, it is seen.
                    let continued = goes_on && self.above.0.contains(&column);
                    let next = self.above.1;
                    self.above.0.retain(|it| !(column..next).contains(it));
                    self.above.0.extend(below.map(|_| column));
                    let deleted = properties.is_some_and(|it| it.child("w:cellDel").is_some());
                    if deleted {
                        let mut text = String::new();
                        node.texts(&["w:delText", "w:t"], &mut text);
                        self.shown.aside.push(("deletion", text));
                    } else if continued {
                        self.unseen(node);
                    } else {
                        out.part(Gap::Paragraph);
                        let outer = std::mem::replace(&mut self.in_cell, true);
                        self.blocks(node, out);
                        self.in_cell = outer;
                        out.part(Gap::Paragraph);
                    }
                }
                "w:sdt" => self.control(node, &mut |reader, content| reader.cells(content, out)),
                "w:customXml" => self.cells(node, out),
                _ => {}
            }
        }
    }

    /// A document of another kind within this one.
    fn chunk(&mut self, node: &Node, out: &mut Text) {
        let id = node.attribute("r:id").unwrap_or_default();
        let Some((_, target)) = self.relations.get(id).cloned() else { return };
        let Some(bytes) = self.package.bytes(&target) else { return };
        let inner = match bytes {
            [b'P', b'K', ..] => read(bytes),
            [b'{', b'\\', b'r', b't', b'f', ..] => {
                out.part(Gap::Paragraph);
                return out.push(HOLE, Look::default());
            }
            [b'M' | b'F', ..] => Some(plain::mail(bytes)),
            _ => Some(page::read(bytes)),
        };
        let Some(inner) = inner else { return };
        out.part(Gap::Paragraph);
        out.append(inner.body);
        out.part(Gap::Paragraph);
        self.shown.notes.extend(inner.notes);
        self.shown.aside.extend(inner.aside);
        self.shown.pictures += inner.pictures;
        self.shown.hidden_pictures += inner.hidden_pictures;
    }

    /// Headers and footers that say more than the number of the page.
    fn section(&mut self, node: &Node) {
        for reference in &node.children {
            if !matches!(reference.name.as_str(), "w:headerReference" | "w:footerReference") {
                continue;
            }
            let first = node.is_on("w:titlePg") == Some(true);
            match reference.attribute("w:type") {
                Some("first") if !first => continue,
                Some("even") => continue,
                _ => {}
            }
            let id = reference.attribute("r:id").unwrap_or_default();
            let Some((_, target)) = self.relations.get(id).cloned() else { continue };
            if self.headers.contains(&target) {
                continue;
            }
            self.headers.push(target.clone());
            let Some(part) = self.package.part(&target) else { continue };
            let mut text = String::new();
            printed(&part, &mut text);
            if text.contains(|c: char| c.is_alphabetic() && !"第页共".contains(c)) {
                self.shown.aside.push(("header", text));
            }
        }
    }
}

/// The first form all of whose extensions Word knows, else the fallback.
pub fn alternative(node: &Node) -> Option<&Node> {
    const KNOWN: &[&str] = &[
        "wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "wpi", "w16se", "w16cid", "wne", "v", "o",
    ];
    let known = |choice: &&Node| {
        let mut needs = choice.attribute("Requires").unwrap_or_default().split_whitespace();
        // A prefix means what the file says it does.
        needs.all(|need| {
            let name = format!("?:{need}");
            match choice.attribute(&name).or(node.attribute(&name)) {
                Some(uri) => tree::prefix(uri) != "?:",
                None => KNOWN.contains(&need),
            }
        })
    };
    let mut choices = node.children.iter().filter(|child| child.name == "mc:Choice").filter(known);
    choices.next().or_else(|| node.child("mc:Fallback"))
}

/// The text of a header, in the one form of what has several.
fn printed(node: &Node, out: &mut String) {
    match node.name.as_str() {
        "w:t" => node.texts(&["w:t"], out),
        "mc:AlternateContent" => alternative(node).into_iter().for_each(|it| printed(it, out)),
        _ => node.children.iter().for_each(|child| printed(child, out)),
    }
}
