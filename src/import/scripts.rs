//! Raised and lowered text in Unicode's own characters, where all of them exist: m², 10⁴, H₂O.

use super::document::{Paragraph, Script};

/// Digits and signs, raised and lowered.
const SIGNS: [(char, char, char); 15] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
    ('=', '⁼', '₌'),
    ('(', '⁽', '₍'),
    (')', '⁾', '₎'),
];

/// Writes so what can be written so, also where a text knows no looks, as in a title.
pub fn settle(paragraph: &mut Paragraph) {
    for run in &mut paragraph.runs {
        if run.script != Script::Line
            && let Some(written) = written(&run.text, run.script)
        {
            (run.text, run.script) = (written, Script::Line);
        }
    }
}

/// The text in such characters; `None` where one of them has none.
pub fn written(text: &str, script: Script) -> Option<String> {
    let one = |c: char| {
        let (_, raised, lowered) = SIGNS.iter().find(|(plain, ..)| *plain == c)?;
        match script {
            Script::Line => Some(c),
            Script::Raised => Some(*raised),
            Script::Lowered => Some(*lowered),
        }
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Run;

    #[test]
    fn what_has_characters_of_its_own() {
        let of = |text: &str, script: Script| {
            let run = Run { text: text.to_owned(), script, ..Run::default() };
            let mut paragraph = Paragraph { runs: vec![run], ..Paragraph::default() };
            settle(&mut paragraph);
            (paragraph.text(), paragraph.runs[0].script)
        };
        assert_eq!(of("-3", Script::Raised), ("⁻³".to_owned(), Script::Line));
        assert_eq!(of("2", Script::Lowered), ("₂".to_owned(), Script::Line));
        assert_eq!(of("n+1", Script::Raised), ("n+1".to_owned(), Script::Raised));
    }
}
