//! Which footnotes are set as notes, and which have nothing that refers to them.

use crate::diagnostic::{Diagnostic, code};

use super::findings::Findings;
use super::tree::Note;

/// Finds the notes that cannot be reached from the body and sets them in place.
///
/// Reached means reached from the body: two notes that refer to each other and to which
/// nothing else refers would otherwise vanish together.
pub(super) fn settle(notes: &mut [Note], findings: &mut Findings) {
    // By place: 0 is the body, n + 1 the text of note n.
    let mut outgoing = vec![Vec::new(); notes.len() + 1];
    for (at, note) in notes.iter().enumerate() {
        for inside in &note.references {
            outgoing[inside.map_or(0, |inside| inside + 1)].push(at);
        }
    }
    let mut reached = vec![false; notes.len()];
    reach(&outgoing, &mut reached, 0);
    for (at, note) in notes.iter_mut().enumerate() {
        if reached[at] {
            continue;
        }
        let Some(definition) = &note.definition else {
            continue;
        };
        let message = format!("脚注「{}」没有被引用", note.name);
        let help = format!("在要加注的文字后面写 [^{}]，或删去这条脚注", note.name);
        let finding = Diagnostic::warning(code::FOOTNOTE, message).help(help);
        findings.add(&definition.range, finding);
        note.in_place = true;
        reached[at] = true;
        reach(&outgoing, &mut reached, at + 1);
    }
}

/// Marks the notes that a place refers to, and so on from there.
fn reach(outgoing: &[Vec<usize>], reached: &mut [bool], from: usize) {
    let mut open = vec![from];
    while let Some(place) = open.pop() {
        for &at in &outgoing[place] {
            if !reached[at] {
                reached[at] = true;
                open.push(at + 1);
            }
        }
    }
}
