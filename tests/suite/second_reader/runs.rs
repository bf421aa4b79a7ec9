//! What stands in the lines of a Word file: runs, fields, notes, drawings, formulas.

use super::docx::{Line, Reader, alternative};
use super::fields::Field;
use super::shown::{ANY, Gap, HOLE, Height, Look, NOTE, Text};
use super::tree::Node;
use super::{equation, looks, signs, unseen};

impl Reader<'_> {
    pub fn inline(&mut self, parent: &Node, line: &mut Line<'_>) {
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
                    let before = line.text.signs.len();
                    self.control(node, &mut |reader, content| reader.inline(content, line));
                    let check = node.at(&["w:sdtPr", "w14:checkbox"]);
                    if let Some(check) = check.filter(|_| line.text.signs.len() == before) {
                        let on = check.child("w14:checked").and_then(|it| it.attribute("w14:val"));
                        let on = on.is_some_and(|it| it != "0" && it != "false");
                        line.text.push(if on { '☑' } else { '☐' }, Look::default());
                    }
                }
                "mc:AlternateContent" => match alternative(node) {
                    Some(content) => self.inline(content, line),
                    None => self.unknown(node),
                },
                "m:oMath" | "m:oMathPara" => formula(node, Height::Line, &mut line.text),
                _ => {}
            }
        }
    }

    pub fn run(&mut self, node: &Node, line: &mut Line<'_>) {
        let look = self.styles.run(line.properties, node.child("w:rPr"));
        if look.hidden {
            self.unseen(node);
            return;
        }
        self.pieces(node, &look, line);
    }

    pub fn pieces(&mut self, parent: &Node, look: &looks::Run, line: &mut Line<'_>) {
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
                "w:sym" => self.text(&sign_of(node).to_string(), &looks::Run::default(), line),
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
                "w:commentReference" => self.comment(node),
                "w:ruby" => {
                    let (mut below, mut above) = (String::new(), String::new());
                    if let Some(base) = node.child("w:rubyBase") {
                        base.texts(&["w:t"], &mut below);
                        self.inline(base, line);
                    }
                    if let Some(ruby) = node.child("w:rt") {
                        ruby.texts(&["w:t"], &mut above);
                    }
                    self.shown.aside.push(("ruby", format!("{below}（{above}）")));
                }
                "w:drawing" | "w:pict" | "w:object" => self.drawing(node, line),
                "mc:AlternateContent" => match alternative(node) {
                    Some(content) => self.pieces(content, look, line),
                    None => self.unknown(node),
                },
                _ => {}
            }
        }
    }

    pub fn text(&mut self, text: &str, look: &looks::Run, line: &mut Line<'_>) {
        if let Some(field) = self.fields.iter_mut().rev().find(|it| !it.in_result) {
            field.code.push_str(text);
            return;
        }
        if self.fields.iter().any(Field::is_form) {
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

    pub fn field(&mut self, node: &Node, line: &mut Line<'_>) {
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
    pub fn show(&mut self, field: &Field, line: &mut Line<'_>) {
        let in_code = self.fields.iter().any(|it| !it.in_result);
        if field.name() == "EQ" && !in_code {
            let found = equation::read(&field.code);
            self.shown.aside.extend(found.readings.into_iter().map(|it| ("ruby", it)));
            return line.text.append(found.text);
        }
        let Some(text) = field.shows() else { return };
        match self.fields.iter_mut().rev().find(|it| !it.in_result) {
            Some(outer) => outer.code.push_str(&text),
            None => line.text.push_str(&text, Look::default()),
        }
    }

    pub fn note(&mut self, node: &Node, line: &mut Line<'_>) {
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

    pub fn drawing(&mut self, node: &Node, line: &mut Line<'_>) {
        for child in &node.children {
            if unseen::is_hidden(child) {
                self.unseen(child);
                continue;
            }
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
                "c:chart" | "dgm:relIds" => {
                    self.shown.pictures += 1;
                    line.text.push(HOLE, Look::default());
                }
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
}

/// The sign of `w:sym`.
pub fn sign_of(node: &Node) -> char {
    let font = node.attribute("w:font").unwrap_or_default();
    let code = node.attribute("w:char").unwrap_or_default();
    let code = u32::from_str_radix(code, 16).unwrap_or(0);
    let of_font = code <= 0xFF || (0xF000..=0xF0FF).contains(&code);
    let sign = if of_font { Some(signs::of(font, code)) } else { char::from_u32(code) };
    sign.unwrap_or(ANY)
}

/// The characters of a formula, in the order in which they are read out.
pub fn formula(node: &Node, height: Height, out: &mut Text) {
    let look = Look { formula: true, height, ..Look::default() };
    match node.name.as_str() {
        "m:t" => node.children.iter().for_each(|child| out.push_str(&child.text, look)),
        "w:del" | "w:moveFrom" | "w:rPr" | "m:rPr" => {}
        "m:f" => {
            let of = |name: &'static str| node.children.iter().filter(move |it| it.name == name);
            of("m:num").for_each(|it| formula(it, height, out));
            out.push('/', look);
            of("m:den").for_each(|it| formula(it, height, out));
        }
        "m:sup" => node.children.iter().for_each(|it| formula(it, Height::Raised, out)),
        "m:sub" => node.children.iter().for_each(|it| formula(it, Height::Lowered, out)),
        _ => node.children.iter().for_each(|it| formula(it, height, out)),
    }
}
