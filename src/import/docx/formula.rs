//! A formula in one line of text, where such a line says the same: a/b, x², H₂O, √2.

use unicode_normalization::UnicodeNormalization as _;

use super::flow::Open;
use super::reader::Reader;
use super::styles::RunLook;
use crate::import::document::{Dropped, Script};

/// What is put where a formula stood that no line can say. `check` finds it, so that the issue is not
/// issued with a gap.
const GAP: &str = "【待补：公式】";

/// A formula, or a part of one. Methods that add to it give `None` where the line would say something
/// else than the formula.
#[derive(Debug, Default)]
pub struct Line {
    /// Its text.
    pub pieces: Vec<(String, Script)>,
    /// What is to be told of it, with its words.
    pub told: Vec<(Dropped, String)>,
    /// It begins with a fraction, which makes another number with a digit before it.
    begins: bool,
    /// It ends in a fraction or a root, which goes on with what follows.
    ends: bool,
}

impl Line {
    /// Its characters.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Adds characters.
    pub fn add(&mut self, text: &str, script: Script) -> Option<()> {
        if self.ends && text.starts_with(is_of_term) {
            return None;
        }
        if !text.is_empty() {
            self.ends = false;
            match self.pieces.last_mut().filter(|(_, last)| *last == script) {
                Some((last, _)) => last.push_str(text),
                None => self.pieces.push((text.to_owned(), script)),
            }
        }
        Some(())
    }

    /// Adds another line.
    pub fn append(&mut self, other: Self) -> Option<()> {
        let empty = self.pieces.is_empty();
        if other.begins && self.text().ends_with(is_of_term) {
            return None;
        }
        for (text, script) in other.pieces {
            self.add(&text, script)?;
        }
        self.begins |= empty && other.begins;
        self.ends = other.ends;
        self.told.extend(other.told);
        Some(())
    }

    /// Adds a line that is raised or lowered.
    pub fn script(&mut self, other: Self, script: Script) -> Option<()> {
        let plain = other.pieces.iter().all(|(_, own)| *own == Script::Line);
        if !plain || other.begins || (self.ends && !other.pieces.is_empty()) {
            return None;
        }
        self.told.extend(other.told);
        other.pieces.iter().try_for_each(|(text, _)| self.add(text, script))
    }

    /// Adds a fraction.
    pub fn fraction(&mut self, above: Self, below: Self) -> Option<()> {
        if above.pieces.is_empty() && below.pieces.is_empty() {
            return Some(());
        }
        let mut fraction = Self::default();
        if !is_term(&above.text()) || !is_term(&below.text()) || above.begins || below.begins {
            return None;
        }
        fraction.append(above)?;
        fraction.add("/", Script::Line)?;
        fraction.append(below)?;
        fraction.told.push((Dropped::Fraction, fraction.text()));
        (fraction.begins, fraction.ends) = (true, true);
        self.append(fraction)
    }

    /// Adds a root of a degree, which may be empty.
    pub fn root(&mut self, degree: &Self, of: Self) -> Option<()> {
        let sign = match degree.text().trim() {
            "" | "2" => "√",
            "3" => "∛",
            "4" => "∜",
            _ => return None,
        };
        if !is_term(&of.text()) || of.begins {
            return None;
        }
        self.add(sign, Script::Line)?;
        self.append(of)?;
        self.ends = true;
        Some(())
    }
}

/// Whether a character goes on with a number or a name.
fn is_of_term(c: char) -> bool {
    c.is_alphanumeric() && !('\u{3400}'..='\u{9FFF}').contains(&c)
}

/// Whether a text is one number or name, or stands in brackets: no sign in it binds less than the line
/// of a fraction.
fn is_term(text: &str) -> bool {
    let sign = |c: char| matches!(c, '.' | '%' | '％' | '‰' | '°' | '℃' | '′');
    let inner = text.strip_prefix(['(', '（']).and_then(|text| text.strip_suffix([')', '）']));
    let inner = inner.filter(|inner| !inner.contains(['(', ')', '（', '）', '/']));
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || sign(c));
    text.chars().any(char::is_alphanumeric) && (is_plain || inner.is_some())
}

/// The sign that a character in a circle is: ① of 1, ㊙ of 秘.
pub fn circled(text: &str) -> Option<char> {
    const SIGNS: [std::ops::RangeInclusive<char>; 5] =
        ['①'..='⑳', 'Ⓐ'..='⓪', '㉑'..='㉟', '㊀'..='㊰', '㊱'..='㊿'];
    let text: String = text.nfkc().collect();
    SIGNS.into_iter().flatten().find(|sign| sign.nfkc().eq(text.chars()))
}

impl Reader<'_, '_> {
    /// Puts a formula into a paragraph, or a mark where no line can say it; `said` are its characters.
    pub(super) fn formula(
        &mut self,
        line: Option<Line>,
        said: &str,
        look: &RunLook,
        open: &mut Open<'_>,
    ) {
        let Some(line) = line else {
            self.text(GAP, look, open);
            if !self.shows_nothing() {
                self.document.drop_text(Dropped::Formula, said);
            }
            return;
        };
        // 3 and ½ are no 31/2.
        if line.begins && open.ends_with(is_of_term) {
            self.text(" ", look, open);
        }
        for (text, script) in &line.pieces {
            let script = if *script == Script::Line { look.script } else { Some(*script) };
            self.text(text, &RunLook { script, ..look.clone() }, open);
        }
        open.after_formula = line.ends;
        if !self.shows_nothing() {
            line.told.iter().for_each(|(what, said)| self.tell(*what, said));
        }
    }

    /// Whether a blank must part text from a formula before it.
    pub(super) fn is_parted(open: &mut Open<'_>, text: &str) -> bool {
        std::mem::take(&mut open.after_formula) && text.starts_with(is_of_term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_in_circles() {
        for (text, sign) in [
            ("1", '①'),
            ("20", '⑳'),
            ("21", '㉑'),
            ("50", '㊿'),
            ("0", '⓪'),
            ("A", 'Ⓐ'),
            ("三", '㊂'),
            ("秘", '㊙'),
            ("７", '⑦'),
        ] {
            assert_eq!(circled(text), Some(sign), "{text}");
        }
        for text in ["密", "51", "", "12a"] {
            assert_eq!(circled(text), None, "{text}");
        }
    }
}
