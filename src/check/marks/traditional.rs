//! Traditional and variant characters among simplified ones.

use std::sync::LazyLock;

use super::line::Scan;
use super::rules::TRADITIONAL_CHARACTER;
use super::space::is_surname;
use crate::dictionary::{Class, lookup};

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// For each 汉字 the one to write instead, or NUL. Of the characters that have several simplified
/// forms, that are still right in names, or that GB/T 2312 has as well, none is in it.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table = vec!['\0'; (LAST - FIRST + 1) as usize];
    for (traditional, simplified) in crate::check::lists::pairs_of(include_str!("traditional.txt"))
    {
        if let Some(place) = place(traditional).and_then(|place| table.get_mut(place)) {
            *place = simplified;
        }
    }
    table
});

fn place(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

/// The form to write instead of a character, if it is a traditional one.
pub fn simplified(c: char) -> Option<char> {
    SIMPLIFIED.get(place(c)?).copied().filter(|&simplified| simplified != '\0')
}

/// A run of traditional characters.
pub fn character(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let end = scan.run(at, |c| simplified(c).is_some());
    if end == at {
        return at + 1;
    }
    // An inscription, a book's title and a name are written as they are.
    if scan.quoted > 0 || scan.is_name() {
        return end;
    }
    let wrong = scan.text(at..end);
    let right: String = wrong.chars().filter_map(simplified).collect();
    let message = format!("「{wrong}」是繁体字或异体字，应为「{right}」");
    if scan.is_known_name(at..end) {
        return end;
    }
    let edit = scan.replace(at..end, &right).filter(|_| !may_be_name(scan, at, end));
    scan.tell(TRADITIONAL_CHARACTER, at..end, message, "改为规范的简化字", edit);
    end
}

/// How often, at least, a word is counted that a run is surely part of.
const FREQUENT: f64 = 200.0;

/// Whether what stands here may be the name of a person or of a place, which may be written so.
fn may_be_name(scan: &Scan<'_, '_, '_>, at: usize, end: usize) -> bool {
    let plain = |c: char| simplified(c).unwrap_or(c);
    let surname = |place: usize| scan.get(place).is_some_and(|c| is_surname(plain(c)));
    // 张明啟: a surname stands up to two characters before.
    if (at.saturating_sub(2)..at).any(surname)
        || (end..end + 2).any(|place| {
            scan.get(place).is_some_and(|c| "县市区镇乡村屯庄州省路街桥同".contains(c))
        })
    {
        return true;
    }
    // A run that begins with one is no name where it is part of a word, as in 一週.
    let word = |start: usize, length: usize| {
        let word: String =
            (start..start + length).filter_map(|it| scan.get(it)).map(plain).collect();
        lookup(&word).is_some_and(|entry| {
            entry.frequency() >= FREQUENT
                && !matches!(entry.class, Class::Person | Class::Place | Class::Proper)
        })
    };
    surname(at) && !(word(at.saturating_sub(1), 2) || word(at, 2))
}
