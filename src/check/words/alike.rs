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
    /// One after the other, and where each ends.
    chars: Vec<char>,
    ends: Vec<u32>,
}

impl Rows {
    fn read() -> Self {
        let mut rows = Self {
            of: vec![[0; 3]; CHARACTERS],
            chars: Vec::with_capacity(40_000),
            ends: Vec::with_capacity(4_500),
        };
        for line in SOUNDS.lines().filter(|line| !line.starts_with('#')) {
            let (_, row) = line.split_once(' ').unwrap_or_default();
            let number = rows.add(row);
            for c in row.chars() {
                let Some(own) = place(c).and_then(|at| rows.of.get_mut(at)) else { continue };
                let free = if own[0] == 0 { 0 } else { 1 };
                own[free] = number;
            }
        }
        for line in LOOKS.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            let Some(at) = chars.next().and_then(place) else { continue };
            let number = rows.add(chars.as_str());
            if let Some(own) = rows.of.get_mut(at) {
                own[2] = number;
            }
        }
        rows
    }

    /// Puts a row behind the others; its number.
    fn add(&mut self, row: &str) -> u16 {
        self.chars.extend(row.chars());
        self.ends.push(self.chars.len() as u32);
        self.ends.len() as u16
    }

    fn get(&self, number: u16) -> &[char] {
        let Some(at) = usize::from(number).checked_sub(1) else { return &[] };
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        self.chars.get(start..end(at)).unwrap_or_default()
    }
}

static ROWS: LazyLock<Rows> = LazyLock::new(Rows::read);

fn place(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

/// The rows of a character: two of its sound, one of its look. It stands in those of its sound too.
pub fn rows(c: char) -> [&'static [char]; 3] {
    let own = place(c).and_then(|at| ROWS.of.get(at)).copied().unwrap_or_default();
    own.map(|row| ROWS.get(row))
}

/// The characters that one is taken for, some of them twice: those of its sound first.
pub fn alike(c: char) -> impl Iterator<Item = char> {
    rows(c).into_iter().flatten().copied().filter(move |other| *other != c)
}

/// Whether two characters have one sound.
pub fn is_one_sound(one: char, other: char) -> bool {
    let [first, second, _] = rows(one);
    first.contains(&other) || second.contains(&other)
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
