//! A document of one county with the number of another: 柳溪县印发…（石政办发〔2024〕15号）.

use std::ops::Range;

use super::DOCUMENT_NUMBER;
use crate::check::cues::{han_before, sentence_before};
use crate::check::people::Directory;
use crate::check::{Findings, Passage};

/// What follows the character of a county in the number of a document.
const ORGANS: &[&str] = &["政", "办", "委", "府", "党", "发"];
/// Longer is no such abbreviation: 石政办发.
const LONGEST: usize = 5;

/// Holds each number of a document against the only county that its sentence names.
pub fn check(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, _) in passage.find('〔') {
        let name = han_before(text, at, LONGEST + 1);
        let Some(first) = name.chars().next().filter(|_| name.chars().count() <= LONGEST) else {
            continue;
        };
        let rest = &name[first.len_utf8()..];
        if !ORGANS.iter().any(|organ| rest.starts_with(organ)) {
            continue;
        }
        // Only a character that one county alone begins with tells whose number it is.
        let of = |unit: &usize| directory.units[*unit].name.as_str().starts_with(first);
        let named: Vec<usize> =
            directory.counties(sentence_before(text, at - name.len())).collect();
        let Some(&own) = named.first().filter(|own| named.iter().all(|it| it == *own)) else {
            continue;
        };
        let mut others = directory.all_counties().filter(of);
        let Some(other) = others.next().filter(|_| others.next().is_none()) else { continue };
        if other != own {
            tell(passage, at - name.len()..at, directory, (own, other), out);
        }
    }
}

fn tell(
    passage: &Passage<'_>,
    range: Range<usize>,
    directory: &Directory,
    (own, other): (usize, usize),
    out: &mut Findings<'_>,
) {
    let name = |unit: usize| directory.units[unit].name.as_str();
    let written = &passage.text[range.clone()];
    let message = format!("文件是「{}」的，文号「{written}」却是「{}」的", name(own), name(other));
    out.tell(DOCUMENT_NUMBER, passage, range, message, "核对文号的代字");
}
