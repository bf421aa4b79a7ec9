//! Raised and lowered text in Unicode's own characters, where all of them exist: m², 10⁴, H₂O.

use super::document::Script;

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
