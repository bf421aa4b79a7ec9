//! Fields: what they show stands in the text, what they are made of does not.
//!
//! Word keeps what a field last showed beside its code. Where it keeps nothing, what it would show is
//! worked out for boxes and lists of forms and for EQ; of others the code is told.

use super::flow::Open;
use super::reader::{Field, Reader};
use super::styles::RunLook;
use super::xml::Element;
use super::{eq, errors};
use crate::import::document::Dropped;
use crate::import::symbols;

/// How deep fields stand in each other: Word ends at 20.
const DEEPEST: usize = 100;
/// The most bytes of a code that are looked at.
const MOST: usize = 10_000;

/// Fields that never show anything.
const SILENT: &[&str] = &[
    "XE",
    "TC",
    "RD",
    "TA",
    "SET",
    "ASK",
    "FILLIN",
    "NEXT",
    "NEXTIF",
    "SKIPIF",
    "PRIVATE",
    "ADVANCE",
    "FORMTEXT",
    "DATABASE",
    "COMMENTS",
    "BIDIOUTLINE",
];
/// Fields that list what stands where, with the numbers of pages.
const CONTENTS: &[&str] = &["TOC", "INDEX", "TOA"];

impl Field {
    /// One that shows nothing of what stands in it.
    fn left_out(what: Dropped) -> Self {
        Self { separated: true, left_out: Some((String::new(), Some(what))), ..Self::default() }
    }

    fn takes(&self) -> bool {
        self.in_code || self.left_out.is_some()
    }

    /// Whether it is a link, which has a colour of its own.
    pub fn is_link(&self) -> bool {
        self.code.trim_start().to_uppercase().starts_with("HYPERLINK")
    }

    /// Takes what it does not show.
    fn take(&mut self, text: &str) {
        if self.in_code && self.code.len() < MOST {
            self.code.push_str(text);
            self.seen.push_str(text);
        } else if let Some((words, _)) = &mut self.left_out {
            words.push_str(text);
        }
    }

    /// The words that a button shows, which stand in its code behind two others.
    fn words(&self) -> String {
        let words = self.seen.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
        let formats = ["MERGEFORMAT", "CHARFORMAT"].map(|name| format!("\\* {name}"));
        let words = formats.iter().fold(words, |words, format| words.replace(format, ""));
        words.trim().to_owned()
    }

    /// The first word of the code, in capitals, and the rest.
    fn parts(&self) -> (String, &str) {
        let code = self.code.trim_start();
        let end = code.find([' ', '\t', '\u{3000}', '\\', '"']).unwrap_or(code.len());
        (code[..end].to_uppercase(), code[end..].trim())
    }
}

impl Reader<'_, '_> {
    /// `w:fldChar`.
    pub(super) fn field_mark(&mut self, mark: &Element, look: &RunLook, open: &mut Open<'_>) {
        match mark.attribute("w:fldCharType") {
            Some("begin") => {
                let form = mark.child("w:ffData").and_then(form);
                // One that has no end must not take the text behind it.
                let in_code = self.fields_close;
                self.open_field(Field { in_code, form, ..Field::default() });
            }
            Some("separate") => self.separate(look, open),
            Some("end") => self.close_field(look, open),
            _ => {}
        }
    }

    /// `w:fldSimple`: its code is an attribute.
    pub(super) fn simple_field(
        &mut self,
        element: &Element,
        open: &mut Open<'_>,
    ) -> Result<(), super::Damage> {
        let code = element.attribute("w:instr").unwrap_or_default().to_owned();
        let form = element.child("w:ffData").and_then(form);
        let look = RunLook::default();
        self.open_field(Field { code, form, ..Field::default() });
        let depth = self.fields.len();
        self.separate(&look, open);
        self.inline(element, open)?;
        self.fields.truncate(depth);
        self.close_field(&look, open);
        Ok(())
    }

    /// Reads something of which nothing is shown; its words are told.
    pub(super) fn leave_out<T>(
        &mut self,
        what: Dropped,
        read: impl FnOnce(&mut Self) -> Result<T, super::Damage>,
    ) -> Result<T, super::Damage> {
        self.open_field(Field::left_out(what));
        let depth = self.fields.len();
        let done = read(self)?;
        self.contents_begun |= what == Dropped::Contents;
        // Fields that begin in it may end behind it.
        if self.fields.len() >= depth
            && let Field { left_out: Some((words, _)), .. } = self.fields.remove(depth - 1)
        {
            self.tell_left_out(what, &words);
        }
        Ok(done)
    }

    /// Tells words that were left out, together with those around them that were left out too.
    fn tell_left_out(&mut self, what: Dropped, words: &str) {
        if self.shows_nothing() {
            self.is_taken(words);
        } else {
            self.tell(what, words);
        }
    }

    /// Tells the heading of a table of contents before its lines.
    pub(super) fn tell_heading(&mut self, said: Option<String>) {
        let Some(said) = said else { return };
        let is_contents = |what: &Option<Dropped>| *what == Some(Dropped::Contents);
        let mut open = self.fields.iter_mut().filter_map(|field| field.left_out.as_mut());
        if let Some((words, _)) = open.find(|(_, what)| is_contents(what)) {
            words.insert_str(0, &format!("{said} "));
        } else if let Some(last) =
            self.document.dropped.get_mut(&Dropped::Contents).and_then(|it| it.said.last_mut())
        {
            last.insert_str(0, &format!("{said} "));
        } else {
            self.tell(Dropped::Contents, &said);
        }
    }

    /// Part of the code of a field, as what other fields show in it is too.
    pub(super) fn code(&mut self, text: &str, is_hidden: bool) {
        let field = self.fields.iter_mut().rev().find(|field| !field.separated);
        if let Some(field) = field.filter(|field| field.code.len() < MOST) {
            field.code.push_str(text);
            if !is_hidden {
                field.seen.push_str(text);
            }
        }
    }

    /// Takes text that is part of a code, or of a result that is left out.
    pub(super) fn is_taken(&mut self, text: &str) -> bool {
        let taker = self.fields.iter_mut().rev().find(|field| field.takes());
        let is_taken = taker.map(|field| field.take(text)).is_some();
        if !is_taken && !text.is_empty() {
            self.fields.iter_mut().for_each(|field| field.has_shown = true);
        }
        is_taken
    }

    /// Whether nothing is shown now.
    pub(super) fn shows_nothing(&self) -> bool {
        self.fields.iter().any(Field::takes)
    }

    /// A paragraph begins: words that are left out are told line by line.
    pub(super) fn fields_at_paragraph(&mut self) {
        if self.shows_nothing() {
            self.is_taken(" ");
        }
    }

    fn open_field(&mut self, field: Field) {
        if self.fields.len() >= DEEPEST {
            self.fields.remove(0);
        }
        self.fields.push(field);
    }

    fn separate(&mut self, look: &RunLook, open: &mut Open<'_>) {
        let here = (self.paragraphs, open.length());
        let closes = self.fields_close;
        let Some(field) = self.fields.last_mut().filter(|field| !field.separated) else { return };
        (field.separated, field.in_code, field.start) = (true, false, here);
        let (name, _) = field.parts();
        if CONTENTS.contains(&name.as_str()) && closes {
            field.left_out = Some((String::new(), Some(Dropped::Contents)));
            self.contents_begun = true;
        } else if let Some(value) = field.form.take() {
            self.text(&value, look, open);
            if let Some(field) = self.fields.last_mut() {
                field.left_out = Some((String::new(), None));
            }
        }
    }

    fn close_field(&mut self, look: &RunLook, open: &mut Open<'_>) {
        let Some(mut field) = self.fields.pop() else { return };
        if let Some((words, what)) = field.left_out {
            if let Some(what) = what {
                self.tell_left_out(what, &words);
            }
            return;
        }
        if let Some(value) = field.form.take() {
            return self.text(&value, look, open);
        }
        if field.separated && field.has_shown {
            let (paragraph, start) = field.start;
            if paragraph == self.paragraphs && errors::is_result(&open.tail(start)) {
                let said = open.cut(start);
                self.reference_error(&said, look, open);
            }
            // An address that nobody sees.
            if field.is_link() && field.code.contains([':', '@']) && !self.shows_nothing() {
                self.document.drop(Dropped::Link);
            }
            return;
        }
        self.without_result(&field, look, open);
    }

    /// A field that shows nothing by itself.
    fn without_result(&mut self, field: &Field, look: &RunLook, open: &mut Open<'_>) {
        let (name, rest) = field.parts();
        match name.as_str() {
            "EQ" => self.formula(eq::shown(rest), rest, look, open),
            // They show the words of their code.
            "MACROBUTTON" | "GOTOBUTTON" => {
                let words = field.words();
                self.text(words.trim_matches('"'), look, open);
            }
            "SYMBOL" => self.symbol_field(rest, look, open),
            "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" | "LISTNUM" => {
                self.text("【待补：编号】", look, open);
                self.tell(Dropped::Field, &field.code);
            }
            name if SILENT.contains(&name) || CONTENTS.contains(&name) || name.is_empty() => {}
            _ if self.shows_nothing() => {}
            _ => self.tell(Dropped::Field, &field.code),
        }
    }

    /// A sign by its number: SYMBOL 163 \f "Wingdings 2".
    fn symbol_field(&mut self, rest: &str, look: &RunLook, open: &mut Open<'_>) {
        let mut words = rest.split_whitespace();
        let number = words.next().unwrap_or_default().trim_matches('"');
        let code = match number.strip_prefix("0x").or_else(|| number.strip_prefix("0X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        let font = rest.split_once("\\f").map_or("", |(_, font)| font.trim_start());
        let font = match font.strip_prefix('"') {
            Some(font) => font.split('"').next().unwrap_or_default(),
            None => font.split_whitespace().next().unwrap_or_default(),
        };
        let mut unknown = Vec::new();
        let mut tell = |sign| unknown.push(sign);
        let sign = code.and_then(|code| symbols::by_code(font, code, &look.faces, &mut tell));
        match sign {
            Some(sign) => self.seen(sign.to_string(), &unknown, look, open),
            None => self.tell(Dropped::Field, rest),
        }
    }

    /// What Word writes where a reference leads nowhere.
    pub(super) fn reference_error(&mut self, said: &str, look: &RunLook, open: &mut Open<'_>) {
        let look = RunLook { bold: Some(false), ..look.clone() };
        self.text(errors::GAP, &look, open);
        self.tell(Dropped::Reference, said);
    }

    /// Tells words that were left out, if any.
    pub(super) fn tell(&mut self, what: Dropped, words: &str) {
        if !words.trim().is_empty() {
            self.document.drop_text(what, words);
        }
    }
}

/// What a box or a list of a form shows (ISO/IEC 29500-1, 17.16.7 and 17.16.9).
fn form(form: &Element) -> Option<String> {
    if let Some(check) = form.child("w:checkBox") {
        let is_on = check.toggle("w:checked").or_else(|| check.toggle("w:default"));
        return Some(if is_on == Some(true) { "☑" } else { "☐" }.to_owned());
    }
    let list = form.child("w:ddList")?;
    let index = list.value("w:result").or_else(|| list.value("w:default"));
    let index = index.and_then(|index| index.parse().ok()).unwrap_or(0);
    let entry = list.children().filter(|child| child.name == "w:listEntry").nth(index)?;
    Some(entry.attribute("w:val")?.to_owned())
}

/// Whether every field of a text that begins there also ends there.
pub fn close(element: &Element) -> bool {
    fn walk(element: &Element, open: &mut i64) -> bool {
        element.children().all(|child| match child.name.as_str() {
            "w:fldChar" => {
                *open += match child.attribute("w:fldCharType") {
                    Some("begin") => 1,
                    Some("end") => -1,
                    _ => 0,
                };
                *open >= 0
            }
            "w:del" | "w:moveFrom" => true,
            _ => walk(child, open),
        })
    }
    let mut open = 0;
    walk(element, &mut open) && open == 0
}
