//! Where each character of a text stands, so that what looks for a few of them need not read it all.

use std::ops::Range;

/// Most rows; a paragraph has about as many characters.
const MOST_ROWS: usize = 256;

/// The characters of a text, in their order and by their numbers.
pub struct Index {
    chars: Vec<(u32, char)>,
    /// Where the characters begin in `places` whose numbers end alike, and where the last ones end.
    rows: Vec<u32>,
    /// Places in `chars`, row by row, each row in the order of the text.
    places: Vec<u32>,
}

impl Index {
    /// Of that text.
    pub fn of(text: &str) -> Self {
        let count = text.chars().count();
        let mut rows = vec![0; count.next_power_of_two().min(MOST_ROWS) + 1];
        let mask = rows.len() - 2;
        let mut chars = Vec::with_capacity(count);
        for (at, c) in text.char_indices() {
            chars.push((at as u32, c));
            rows[row(c, mask) + 1] += 1;
        }
        let mut end = 0;
        for row in &mut rows {
            end += *row;
            *row = end;
        }
        let mut places = vec![0; count];
        let mut next = rows.clone();
        for (place, (_, c)) in (0..).zip(&chars) {
            let next = &mut next[row(*c, mask)];
            places[*next as usize] = place;
            *next += 1;
        }
        Self { chars, rows, places }
    }

    /// The characters, each with its byte.
    pub fn chars(&self) -> &[(u32, char)] {
        &self.chars
    }

    /// The bytes where a character stands, ascending.
    pub fn find(&self, c: char) -> impl Iterator<Item = usize> + '_ {
        let chars = self.places[self.row(c)].iter().map(|place| self.chars[*place as usize]);
        chars.filter(move |(_, other)| *other == c).map(|(at, _)| at as usize)
    }

    /// How often a character stands there at most.
    pub fn most(&self, c: char) -> usize {
        self.row(c).len()
    }

    fn row(&self, c: char) -> Range<usize> {
        let row = row(c, self.rows.len() - 2);
        self.rows[row] as usize..self.rows[row + 1] as usize
    }
}

fn row(c: char, mask: usize) -> usize {
    u32::from(c) as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn each_character_is_found_where_it_stands(
            text in "[一-丿，。0-9a-zé😀]{0,400}",
            other in "[一-龥，a-z😀]",
        ) {
            let index = Index::of(&text);
            for c in text.chars().chain(other.chars()) {
                let found: Vec<usize> = index.find(c).collect();
                let want: Vec<usize> = text.match_indices(c).map(|(at, _)| at).collect();
                proptest::prop_assert_eq!(found, want);
            }
        }
    }
}
