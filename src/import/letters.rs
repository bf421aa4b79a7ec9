//! Mathematical letters (𝜏, 𝐴), which few faces have → the plain letters that they are.

use unicode_normalization::UnicodeNormalization as _;

/// A text with plain letters, and the letters that it had; `None` where it has none of these.
pub fn plain(text: &str) -> Option<(String, String)> {
    if !text.contains(is_mathematical) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match is_mathematical(c) {
            true => plain.extend(c.nfkc()),
            false => plain.push(c),
        }
    }
    Some((plain, text.chars().filter(|c| is_mathematical(*c)).collect()))
}

/// Whether it is a letter or digit of the block of mathematical ones; the italic h stands elsewhere.
fn is_mathematical(c: char) -> bool {
    ('\u{1D400}'..='\u{1D7FF}').contains(&c) || c == '\u{210E}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits() {
        let both = |plain: &str, said: &str| Some((plain.to_owned(), said.to_owned()));
        assert_eq!(plain("𝜏=𝐴²，ℎ"), both("τ=A²，h", "𝜏𝐴ℎ"));
        assert_eq!(plain("𝟑个𝓐级"), both("3个A级", "𝟑𝓐"));
        assert_eq!(plain("τ=A²"), None);
    }
}
