//! Where a title is broken: nothing is lost, nothing stands where it may not.
//!
//! The first byte is the width of a line in em; behind a line break stands a name.

use jianbao::testing::{TitleWidths, break_organ, break_title};

use super::house::choice;

/// All characters but blanks and bars come back, in their order and from their places.
pub fn run(data: &[u8]) {
    let (width, rest) = choice(data);
    let text = String::from_utf8_lossy(rest);
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default();
    let names: Vec<&str> = lines.filter(|name| !name.is_empty()).take(4).collect();
    let line = f64::from(width % 40).max(2.0);
    let widths = TitleWidths { line, last: (line - f64::from(width / 40)).max(1.0) };
    hold(title, &break_title(title, widths, &names));
    hold(title, &break_organ(title, widths));
}

fn hold(title: &str, lines: &[jianbao::testing::TitleLine]) {
    let mut end = 0;
    for line in lines {
        assert!(line.range.start >= end, "{title:?}: {lines:?}");
        end = line.range.end;
        let origin = title.get(line.range.clone());
        assert!(origin.is_some(), "{title:?}: {lines:?}");
        assert_eq!(dense(&line.text), dense(origin.unwrap_or_default()), "{title:?}");
        assert!(!line.text.trim().is_empty(), "{title:?}: {lines:?}");
    }
    let all: String = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(dense(&all), dense(title), "{title:?}: {lines:?}");
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}
