//! Which 汉字 are taken for each other: by their sound (`sounds.txt`) and by their look (`looks.txt`).

use std::sync::LazyLock;

/// Rows of one sound, and those of one look by their first character.
static SOUNDS: &str = include_str!("sounds.txt");
static LOOKS: &str = include_str!("looks.txt");

const FIRST: u32 = 0x4E00;
const CHARACTERS: usize = 0x9FFF - 0x4E00 + 1;

/// The rows of each 汉字, 1 more than their places among the rows: two of sound, one of look; 0 is none.
struct Rows {
    of: Vec<[u16; 3]>,
    rows: Vec<&'static str>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let mut rows = Rows { of: vec![[0; 3]; CHARACTERS], rows: Vec::with_capacity(4_500) };
    for line in SOUNDS.lines().filter(|line| !line.starts_with('#')) {
        let (_, row) = line.split_once(' ').unwrap_or_default();
        rows.rows.push(row);
        for c in row.chars() {
            let Some(own) = place(c).and_then(|at| rows.of.get_mut(at)) else { continue };
            let free = if own[0] == 0 { 0 } else { 1 };
            own[free] = rows.rows.len() as u16;
        }
    }
    for line in LOOKS.lines().filter(|line| !line.starts_with('#')) {
        let mut chars = line.chars();
        let Some(at) = chars.next().and_then(place) else { continue };
        rows.rows.push(chars.as_str());
        if let Some(own) = rows.of.get_mut(at) {
            own[2] = rows.rows.len() as u16;
        }
    }
    rows
});

fn place(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

/// The characters that one is taken for, some of them twice: those of its sound first.
pub fn alike(c: char) -> impl Iterator<Item = char> {
    let own = place(c).and_then(|at| ROWS.of.get(at)).copied().unwrap_or_default();
    let rows = own.into_iter().filter_map(|row| ROWS.rows.get(usize::from(row).checked_sub(1)?));
    rows.flat_map(|row| row.chars()).filter(move |other| *other != c)
}

/// Whether two characters have one sound.
pub fn is_one_sound(one: char, other: char) -> bool {
    let own = place(one).and_then(|at| ROWS.of.get(at)).copied().unwrap_or_default();
    let rows = own.into_iter().take(2);
    rows.filter_map(|row| ROWS.rows.get(usize::from(row).checked_sub(1)?))
        .any(|row| row.contains(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_taken_for_others() {
        for (one, others) in
            [('已', "己以"), ('拔', "拨"), ('函', "涵"), ('戮', "戳"), ('弛', "驰"), ('象', "像向")]
        {
            let found: String = alike(one).collect();
            assert!(others.chars().all(|c| found.contains(c)), "{one}: {found}");
        }
        assert_eq!(alike('，').count() + alike('a').count(), 0);
        assert!(is_one_sound('象', '像') && !is_one_sound('拔', '拨'));
    }

    #[test]
    fn no_character_is_taken_for_itself() {
        for line in LOOKS.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            let own = chars.next().expect("a character");
            assert!(!chars.as_str().contains(own) && !chars.as_str().is_empty(), "{line}");
        }
    }
}
