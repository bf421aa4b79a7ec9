//! The XML of a package: written straight into a string, in the order in which it is told.

use std::fmt::Write;

/// Decimal places of a length in mm: a thousandth is finer than any printer.
pub const PLACES: u32 = 3;

/// The namespace of GB/T 33190; some readers look for the prefix `ofd:` itself.
const NAMESPACE: &str = "http://www.ofdspec.org/2016";

/// An XML file being written.
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
    /// Whether the beginning of the last element may still take attributes.
    in_tag: bool,
}

impl Xml {
    /// A file with a root element.
    pub fn new(root: &'static str) -> Self {
        let text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let mut xml = Self { text, open: Vec::new(), in_tag: false };
        xml.open(root);
        xml.attribute("xmlns:ofd", NAMESPACE);
        xml
    }

    /// Begins an element.
    pub fn open(&mut self, name: &'static str) -> &mut Self {
        self.end_tag();
        self.text.push_str("<ofd:");
        self.text.push_str(name);
        self.open.push(name);
        self.in_tag = true;
        self
    }

    /// An attribute of the element that was begun last.
    pub fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        escape(value, &mut self.text);
        self.text.push('"');
        self
    }

    /// The same for a number that names something.
    pub fn id(&mut self, name: &str, value: u32) -> &mut Self {
        // Writing into a string cannot fail.
        let _ = write!(self.text, " {name}=\"{value}\"");
        self
    }

    /// The same for numbers, in mm or without a unit.
    pub fn numbers(&mut self, name: &str, values: &[f64], places: u32) -> &mut Self {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.text.push(' ');
            }
            number(*value, places, &mut self.text);
        }
        self.text.push('"');
        self
    }

    /// Text within the element that was begun last.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.end_tag();
        escape(text, &mut self.text);
        self
    }

    /// Ends the element that was begun last and is not ended yet.
    pub fn close(&mut self) -> &mut Self {
        let Some(name) = self.open.pop() else { return self };
        if std::mem::take(&mut self.in_tag) {
            self.text.push_str("/>");
        } else {
            self.text.push_str("</ofd:");
            self.text.push_str(name);
            self.text.push('>');
        }
        self
    }

    /// An element with text and nothing else.
    pub fn element(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.open(name).text(text).close()
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.into_bytes()
    }

    fn end_tag(&mut self) {
        if std::mem::take(&mut self.in_tag) {
            self.text.push('>');
        }
    }
}

/// Writes a number with so many decimal places at most.
pub fn number(value: f64, places: u32, to: &mut String) {
    let scaled = (value * 10_f64.powi(places.cast_signed())).round();
    // What is not finite is nowhere.
    let scaled = if scaled.is_finite() { scaled.clamp(-1e15, 1e15) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and within the range")]
    let scaled = scaled as i64;
    let unit = 10_i64.pow(places);
    if scaled < 0 {
        to.push('-');
    }
    let (whole, part) = (scaled.abs() / unit, scaled.abs() % unit);
    let _ = write!(to, "{whole}");
    if part > 0 {
        let width = usize::try_from(places).unwrap_or(0);
        let digits = format!("{part:0width$}");
        to.push('.');
        to.push_str(digits.trim_end_matches('0'));
    }
}

/// Whether XML 1.0 may have a character (2.2, Char).
pub fn may_stand(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{1_0000}'..)
}

fn escape(text: &str, to: &mut String) {
    for c in text.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(to, "&#{};", u32::from(c));
            }
            c if may_stand(c) => to.push(c),
            _ => to.push('\u{FFFD}'),
        }
    }
}

/// The size of a page, in mm.
pub fn physical_box((width, height): (f64, f64), xml: &mut Xml) {
    let mut text = String::from("0 0 ");
    number(width, PLACES, &mut text);
    text.push(' ');
    number(height, PLACES, &mut text);
    xml.element("PhysicalBox", &text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, places, shown) in [
            (0.0, 3, "0"),
            (-0.0004, 3, "0"),
            (-0.5, 3, "-0.5"),
            (5.644_44, 4, "5.6444"),
            (210.0, 3, "210"),
            (0.030_4, 3, "0.03"),
            (f64::NAN, 3, "0"),
            (f64::INFINITY, 3, "0"),
        ] {
            let mut text = String::new();
            number(value, places, &mut text);
            assert_eq!(text, shown, "{value}");
        }
    }

    #[test]
    fn what_xml_may_not_have_is_replaced() {
        let mut xml = Xml::new("Page");
        xml.open("A").attribute("b", "<\"\u{1}\n&").text("甲\u{0}>").close();
        let text = String::from_utf8(xml.finish()).expect("UTF-8");
        let within = "<ofd:A b=\"&lt;&quot;\u{FFFD}&#10;&amp;\">甲\u{FFFD}&gt;</ofd:A></ofd:Page>";
        assert!(text.ends_with(within), "{text}");
    }
}
