//! Lists of words that rules go by, each in the text file beside its rule.
//!
//! In a file, `## NAME` begins a list; words stand apart by blanks and line ends; a line that begins
//! with `#` begins or ends a list or is a remark. What a list is for stands at its constant. They are
//! taken apart when the program is compiled: at run time they cost nothing, and a list that is not
//! there does not compile.

/// The words of a list of a file, as `&'static [&'static str; N]`.
macro_rules! words {
    ($file:literal, $name:literal) => {{
        const FILE: &str = include_str!($file);
        const WORDS: [&str; $crate::check::lists::count(FILE, $name)] =
            $crate::check::lists::split(FILE, $name);
        &WORDS
    }};
}
pub(super) use words;

/// The words of a list two by two, as `&'static [(&'static str, &'static str); N]`.
macro_rules! pairs {
    ($file:literal, $name:literal) => {{
        const FILE: &str = include_str!($file);
        const PAIRS: [(&str, &str); $crate::check::lists::count(FILE, $name) / 2] =
            $crate::check::lists::pair($crate::check::lists::words!($file, $name));
        &PAIRS
    }};
}
pub(super) use pairs;

/// How many words a list has.
pub(super) const fn count(file: &str, name: &str) -> usize {
    let mut at = start(file, name);
    let mut count = 0;
    while let Some((_, to)) = next(file, at) {
        (at, count) = (to, count + 1);
    }
    count
}

/// The words of a list that has so many.
pub(super) const fn split<const N: usize>(file: &'static str, name: &str) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = start(file, name);
    let mut count = 0;
    while let Some((from, to)) = next(file, at) {
        words[count] = file.split_at(to).0.split_at(from).1;
        (at, count) = (to, count + 1);
    }
    words
}

/// Words two by two.
pub(super) const fn pair<const N: usize>(
    words: &[&'static str],
) -> [(&'static str, &'static str); N] {
    let mut pairs = [("", ""); N];
    let mut at = 0;
    while at < N {
        pairs[at] = (words[2 * at], words[2 * at + 1]);
        at += 1;
    }
    pairs
}

/// Where the words of a list begin: behind the line of its name.
const fn start(file: &str, name: &str) -> usize {
    let (text, name) = (file.as_bytes(), name.as_bytes());
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'#' && (at == 0 || text[at - 1] == b'\n') {
            let mut same = 0;
            while same < name.len() && at + 3 + same < text.len() {
                if text[at + 3 + same] != name[same] {
                    break;
                }
                same += 1;
            }
            if same == name.len() && text[at + 1] == b'#' && text[at + 3 + same] == b'\n' {
                return at + 3 + same;
            }
        }
        at += 1;
    }
    assert!(at < text.len(), "no list of that name");
    at
}

/// The next word behind a place, unless the list ends before.
const fn next(file: &str, mut from: usize) -> Option<(usize, usize)> {
    let text = file.as_bytes();
    while from < text.len() && (text[from] == b' ' || text[from] == b'\n') {
        from += 1;
    }
    if from == text.len() || (text[from] == b'#' && text[from - 1] == b'\n') {
        return None;
    }
    let mut to = from;
    while to < text.len() && text[to] != b' ' && text[to] != b'\n' {
        to += 1;
    }
    Some((from, to))
}

/// The pairs of a list such as `國国 會会`.
pub fn pairs_of(list: &'static str) -> impl Iterator<Item = (char, char)> {
    list.split_whitespace().filter_map(|pair| {
        let mut chars = pair.chars();
        Some((chars.next()?, chars.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# remark\n## ONE\n一 二\n三四\n\n# remark\n## ON\n五\n## LAST\n六";

    #[test]
    fn a_list_is_taken_apart() {
        assert_eq!(split::<{ count(FILE, "ONE") }>(FILE, "ONE"), ["一", "二", "三四"]);
        assert_eq!(split::<{ count(FILE, "ON") }>(FILE, "ON"), ["五"]);
        assert_eq!(split::<{ count(FILE, "LAST") }>(FILE, "LAST"), ["六"]);
        assert_eq!(pair::<2>(&["一", "二", "三", "四"]), [("一", "二"), ("三", "四")]);
    }

    #[test]
    #[should_panic(expected = "no list of that name")]
    fn a_list_that_is_not_there_is_told() {
        count(FILE, "TWO");
    }
}
