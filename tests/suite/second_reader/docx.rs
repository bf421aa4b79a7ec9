//! Word files, read a second way: what is printed with all revisions accepted, from the top to the end.

use super::fields::Field;
use super::looks::{self, Styles};
use super::numbers::{Mark, Numbers};
use super::package::{Package, Relations};
use super::shown::{ANY, Gap, HOLE, Height, Look, NOTE, Shown, Text};
use super::tree::Node;
use super::{page, signs};

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
    };
    let mut out = Text::default();
    reader.blocks(document.child("w:body")?, &mut out);
    let mut shown = reader.shown;
    shown.body = out;
    Some(shown)
}

struct Reader<'p> {
    package: &'p Package,
    relations: Relations,
    styles: Styles,
    numbers: Numbers,
    footnotes: Option<Node>,
    endnotes: Option<Node>,
    comments: Option<Node>,
    fields: Vec<Field>,
    shown: Shown,
    headers: Vec<String>,
    /// Whether the next paragraph goes on in the line of the last.
    joins: bool,
    is_note: bool,
    in_cell: bool,
}

/// A paragraph that is being read.
struct Line<'n> {
    text: Text,
    boxes: Vec<Text>,
    properties: Option<&'n Node>,
}

impl Reader<'_> {
    fn blocks(&mut self, parent: &Node, out: &mut Text) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:p" => self.paragraph(node, out),
                "w:tbl" => self.rows(node, out),
                "w:sdt" => self.control(node, &mut |reader, content| reader.blocks(content, out)),
                "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" => self.blocks(node, out),
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(node) {
                        self.blocks(content, out);
                    }
                }
                "w:altChunk" => self.chunk(node, out),
                "w:sectPr" => self.section(node),
                _ => {}
            }
        }
    }

    /// A content control: its placeholder is none of the text, and contents are told.
    fn control(&mut self, node: &Node, inner: &mut dyn FnMut(&mut Self, &Node)) {
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
        let mut whole = Text::default();
        if !is_gone {
            let place = self.styles.place(properties);
            let names = self.styles.names(properties);
            let found = self.numbers.next(&place, &names, &self.styles);
            if let Some(Mark::Number(number, blank)) = found {
                let bare = is_empty && self.shown.pictures == pictures;
                let spare = bare && !self.in_cell;
                whole.push_str(&number, Look { spare, ..Look::default() });
                whole.part(if blank { Gap::Blank } else { Gap::None });
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
        self.joins = ends_in_next || (drop && !is_empty);
        if !self.joins {
            out.part(Gap::Paragraph);
        }
        for text in line.boxes {
            out.part(Gap::Paragraph);
            out.append(text);
            out.part(Gap::Paragraph);
        }
        if let Some(section) = properties.and_then(|it| it.child("w:sectPr")) {
            self.section(section);
        }
    }

    fn inline(&mut self, parent: &Node, line: &mut Line<'_>) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:r" => self.run(node, line),
                "w:ins" | "w:moveTo" | "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:bdo"
                | "w:dir" => self.inline(node, line),
                "w:del" | "w:moveFrom" => {
                    let mut text = String::new();
                    node.texts(&["w:delText", "w:t"], &mut text);
                    self.shown.aside.push(("deletion", text));
                }
                "w:fldSimple" => {
                    let code = node.attribute("w:instr").unwrap_or_default().to_owned();
                    let before = line.text.signs.len();
                    self.inline(node, line);
                    if line.text.signs.len() == before {
                        self.show(&Field { code, ..Field::default() }, line);
                    }
                }
                "w:sdt" => {
                    self.control(node, &mut |reader, content| reader.inline(content, line));
                }
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(node) {
                        self.inline(content, line);
                    }
                }
                "m:oMath" | "m:oMathPara" => formula(node, &mut line.text),
                _ => {}
            }
        }
    }

    fn run(&mut self, node: &Node, line: &mut Line<'_>) {
        let look = self.styles.run(line.properties, node.child("w:rPr"));
        if look.hidden {
            let mut text = String::new();
            node.texts(&["w:t"], &mut text);
            self.shown.aside.push(("hidden", text));
            return;
        }
        self.pieces(node, &look, line);
    }

    fn pieces(&mut self, parent: &Node, look: &looks::Run, line: &mut Line<'_>) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:t" => {
                    let mut text = String::new();
                    node.texts(&["w:t"], &mut text);
                    self.text(&text, look, line);
                }
                "w:instrText" => {
                    let mut text = String::new();
                    node.texts(&["w:instrText"], &mut text);
                    if let Some(field) = self.fields.iter_mut().rev().find(|it| !it.in_result) {
                        field.code.push_str(&text);
                    }
                }
                "w:tab" | "w:ptab" => self.text(" ", look, line),
                "w:cr" => self.text("\n", look, line),
                "w:br" => match node.attribute("w:type") {
                    None | Some("textWrapping") => self.text("\n", look, line),
                    Some(_) => line.text.part(Gap::Paragraph),
                },
                "w:noBreakHyphen" => self.text("-", look, line),
                "w:sym" => {
                    let font = node.attribute("w:font").unwrap_or_default();
                    let code = node.attribute("w:char").unwrap_or_default();
                    let code = u32::from_str_radix(code, 16).unwrap_or(0);
                    let of_font = code <= 0xFF || (0xF000..=0xF0FF).contains(&code);
                    let sign =
                        if of_font { Some(signs::of(font, code)) } else { char::from_u32(code) };
                    self.text(&sign.unwrap_or(ANY).to_string(), &looks::Run::default(), line);
                }
                "w:fldChar" => self.field(node, line),
                "w:delText" => {
                    let mut text = String::new();
                    node.texts(&["w:delText"], &mut text);
                    self.shown.aside.push(("deletion", text));
                }
                "w:footnoteReference" | "w:endnoteReference" => {
                    self.note(node, line);
                    if node.attribute("w:customMarkFollows").is_some_and(|it| it != "0") {
                        break;
                    }
                }
                "w:commentReference" => {
                    let id = node.attribute("w:id").unwrap_or_default();
                    let comment = self.comments.as_ref().and_then(|part| {
                        part.children.iter().find(|it| it.attribute("w:id") == Some(id))
                    });
                    let mut text = String::new();
                    if let Some(comment) = comment {
                        comment.texts(&["w:t"], &mut text);
                    }
                    self.shown.aside.push(("comment", text));
                }
                "w:ruby" => {
                    if let Some(base) = node.child("w:rubyBase") {
                        self.inline(base, line);
                    }
                    let mut text = String::new();
                    if let Some(above) = node.child("w:rt") {
                        above.texts(&["w:t"], &mut text);
                    }
                    self.shown.aside.push(("ruby", text));
                }
                "w:drawing" | "w:pict" | "w:object" => self.drawing(node, line),
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(node) {
                        self.pieces(content, look, line);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, look: &looks::Run, line: &mut Line<'_>) {
        if let Some(field) = self.fields.iter_mut().rev().find(|it| !it.in_result) {
            field.code.push_str(text);
            return;
        }
        for field in &mut self.fields {
            field.said |= !text.trim().is_empty();
        }
        let height = match (look.raised, look.lowered) {
            (true, _) => Height::Raised,
            (_, true) => Height::Lowered,
            _ => Height::Line,
        };
        let own = Look { struck: look.struck, height, ..Look::default() };
        let is_symbol = signs::is_font(&look.face);
        for c in text.chars() {
            let code = u32::from(c);
            let c = match code {
                0x21..=0xFF | 0xF000..=0xF0FF if is_symbol => signs::of(&look.face, code),
                0xF000..=0xF0FF => ANY,
                _ => c,
            };
            match look.capitals {
                true => c.to_uppercase().for_each(|c| line.text.push(c, own)),
                false => line.text.push(c, own),
            }
        }
    }

    fn field(&mut self, node: &Node, line: &mut Line<'_>) {
        match node.attribute("w:fldCharType") {
            Some("begin") => {
                let form = node.child("w:ffData").cloned();
                self.fields.push(Field { form, ..Field::default() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                if let Some(field) = self.fields.pop()
                    && !field.said
                {
                    self.show(&field, line);
                }
            }
            _ => {}
        }
    }

    /// A field without a result.
    fn show(&mut self, field: &Field, line: &mut Line<'_>) {
        let Some(text) = field.shows() else { return };
        match self.fields.iter_mut().rev().find(|it| !it.in_result) {
            Some(outer) => outer.code.push_str(&text),
            None => {
                let formula = field.name() == "EQ";
                line.text.push_str(&text, Look { formula, ..Look::default() });
            }
        }
    }

    fn note(&mut self, node: &Node, line: &mut Line<'_>) {
        if self.is_note || self.fields.iter().any(|field| !field.in_result) {
            return;
        }
        let part = match node.name.as_str() {
            "w:footnoteReference" => &self.footnotes,
            _ => &self.endnotes,
        };
        let id = node.attribute("w:id").unwrap_or_default();
        let found = part.as_ref().and_then(|part| {
            part.children.iter().find(|it| it.attribute("w:id") == Some(id)).cloned()
        });
        let Some(note) = found else { return };
        let mut text = Text::default();
        let fields = std::mem::take(&mut self.fields);
        let joins = std::mem::take(&mut self.joins);
        self.is_note = true;
        self.blocks(&note, &mut text);
        self.is_note = false;
        (self.fields, self.joins) = (fields, joins);
        line.text.push(NOTE, Look::default());
        self.shown.notes.push(text);
    }

    fn drawing(&mut self, node: &Node, line: &mut Line<'_>) {
        for child in &node.children {
            match child.name.as_str() {
                "w:txbxContent" | "wne:txbxContent" => {
                    let mut text = Text::default();
                    let fields = std::mem::take(&mut self.fields);
                    let joins = std::mem::take(&mut self.joins);
                    self.blocks(child, &mut text);
                    (self.fields, self.joins) = (fields, joins);
                    line.boxes.push(text);
                }
                "a:blip" | "v:imagedata" => self.shown.pictures += 1,
                "c:chart" | "dgm:relIds" => line.text.push(HOLE, Look::default()),
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(child) {
                        self.drawing(content, line);
                    }
                }
                "v:textpath" => {
                    let text = child.attribute("string").unwrap_or_default();
                    self.shown.aside.push(("art", text.to_owned()));
                }
                _ => self.drawing(child, line),
            }
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
                    let continued =
                        below.is_some_and(|it| it.attribute("w:val") != Some("restart"));
                    let deleted = properties.is_some_and(|it| it.child("w:cellDel").is_some());
                    if deleted {
                        let mut text = String::new();
                        node.texts(&["w:delText", "w:t"], &mut text);
                        self.shown.aside.push(("deletion", text));
                    } else if !continued {
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
        let inner = if bytes.starts_with(b"PK") { read(bytes) } else { Some(page::read(bytes)) };
        let Some(inner) = inner else { return };
        out.part(Gap::Paragraph);
        out.append(inner.body);
        out.part(Gap::Paragraph);
        self.shown.notes.extend(inner.notes);
        self.shown.aside.extend(inner.aside);
        self.shown.pictures += inner.pictures;
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
            part.texts(&["w:t"], &mut text);
            if text.contains(|c: char| c.is_alphabetic() && !"第页共".contains(c)) {
                self.shown.aside.push(("header", text));
            }
        }
    }
}

/// The first form all of whose extensions Word knows, else the fallback.
fn alternative(node: &Node) -> Option<&Node> {
    const KNOWN: &[&str] = &[
        "wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "wpi", "w16se", "w16cid", "wne", "v", "o",
    ];
    let choices = node.children.iter().filter(|child| child.name == "mc:Choice");
    let known = |choice: &&Node| {
        let mut needs = choice.attribute("Requires").unwrap_or_default().split_whitespace();
        needs.all(|need| KNOWN.contains(&need))
    };
    let mut choices = choices.filter(known);
    choices.next().or_else(|| node.child("mc:Fallback"))
}

/// The characters of a formula, in the order in which they are read out.
fn formula(node: &Node, out: &mut Text) {
    let look = Look { formula: true, ..Look::default() };
    match node.name.as_str() {
        "m:t" => node.children.iter().for_each(|child| out.push_str(&child.text, look)),
        "w:del" | "w:moveFrom" | "w:rPr" | "m:rPr" => {}
        "m:f" => {
            node.children.iter().filter(|it| it.name == "m:num").for_each(|it| formula(it, out));
            out.push('/', look);
            node.children.iter().filter(|it| it.name == "m:den").for_each(|it| formula(it, out));
        }
        _ => node.children.iter().for_each(|child| formula(child, out)),
    }
}
