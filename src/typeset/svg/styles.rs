//! The style sheets of a drawing: what they let elements refer to, and how long they take to apply.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Longest that reading styles may take, in bytes: the parser goes back to the start of a style for
/// each property in it.
const MAX_READ: usize = 2_000_000_000;

/// How long it takes to find what the styles of a drawing say.
#[derive(Default)]
pub(super) struct StyleCost {
    /// Rules of style sheets, each counted as often as it is held against an element.
    pub rules: usize,
    /// Properties that rules set.
    pub properties: usize,
    /// Bytes gone over.
    read: usize,
    /// A string holds what would end a rule, or begin a comment: parsers may not agree on it.
    tricky: bool,
}

impl StyleCost {
    /// Adds what it takes to read a style.
    pub fn read(&mut self, style: &str) {
        let parts = style.bytes().filter(|byte| matches!(byte, b';' | b'{' | b'}' | b',')).count();
        self.read = self.read.saturating_add(parts.saturating_mul(style.len()));
    }

    /// Adds all style sheets, of a drawing so many levels deep.
    pub fn sheet(&mut self, styles: &str, depth: usize) {
        self.read(styles);
        let (text, tricky) = plain(styles);
        self.tricky |= tricky;
        let mut selectors = "";
        let mut start = 0;
        for (at, bracket) in text.match_indices(['{', '}']) {
            let part = &text[start..at];
            start = at + 1;
            if bracket == "{" {
                selectors = part;
                continue;
            }
            let properties = part.matches(';').count() + 1;
            for selector in selectors.split(',') {
                let words = selector.split(|c: char| c.is_whitespace() || matches!(c, '>' | '+'));
                let words = words.filter(|word| !word.is_empty()).count();
                // It is looked for in all that an element lies in, for each word again.
                let again = u32::try_from(words.saturating_sub(2)).unwrap_or(u32::MAX);
                let times = depth.max(2).saturating_pow(again);
                let weight = times.saturating_mul(1 + selector.len() / 64);
                self.rules = self.rules.saturating_add(weight);
                self.properties = self.properties.saturating_add(properties);
            }
        }
    }

    /// Whether they cannot be read in any time.
    pub fn is_endless(&self) -> bool {
        self.tricky || self.read > MAX_READ
    }
}

/// A style with a blank for each of its comments.
pub(super) fn without_comments(style: &str) -> Cow<'_, str> {
    if style.contains("/*") { plain(style).0.into() } else { style.into() }
}

/// The same, and whether a string in it holds what would mean something outside of it.
fn plain(style: &str) -> (String, bool) {
    let mut kept = String::with_capacity(style.len());
    let mut tricky = false;
    let mut rest = style;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let quote = rest.chars().next().unwrap_or_default();
        if rest.starts_with("/*") {
            rest = rest[2..].find("*/").map_or("", |end| &rest[end + 4..]);
            kept.push(' ');
            continue;
        }
        let end = if quote == '/' {
            1
        } else {
            let end = rest[1..].find(quote).map_or(rest.len(), |end| end + 2);
            let string = &rest[..end];
            tricky |= string.contains(['{', '}']) || string.contains("/*");
            end
        };
        kept.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    (kept, tricky)
}

/// What style sheets let elements refer to. A rule counts for whatever bears one of the names in it.
pub(super) fn rules(styles: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut rules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut open = Vec::new();
    let mut start = 0;
    for (at, bracket) in styles.match_indices(['{', '}']) {
        let text = &styles[start..at];
        start = at + 1;
        if bracket == "{" {
            open.push(text);
            continue;
        }
        let references: Vec<&str> = targets(text).collect();
        let selector = open.pop().unwrap_or("*");
        if references.is_empty() {
            continue;
        }
        let part = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#'));
        let names = selector.split(part).flat_map(|word| word.split(['.', '#']));
        // Of what is chosen by anything but a name, it may be all.
        let any = selector.contains(['*', '[', ']', '"', '\'', ':', '/', '@']).then_some("*");
        for name in names.chain(any).filter(|name| !name.is_empty()) {
            rules.entry(name).or_default().extend(&references);
        }
    }
    rules
}

/// The names in `url(#…)`.
pub(super) fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("url(").filter_map(|(at, call)| {
        let target = text[at + call.len()..].trim_start_matches(blank_or_quote);
        let target = target.strip_prefix('#')?;
        target.split(|c: char| c == ')' || blank_or_quote(c)).next()
    })
}

fn blank_or_quote(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out() {
        for (style, left) in [
            ("a/**/b", "a b"),
            ("a{/* don't */b:c}", "a{ b:c}"),
            ("a{b:'/*'/*c*/}", "a{b:'/*' }"),
            ("a /* b", "a  "),
            ("a/b", "a/b"),
        ] {
            assert_eq!(without_comments(style), left, "{style}");
        }
    }

    #[test]
    fn rules_count_by_what_they_are_held_against() {
        let cost = |sheet: &str| {
            let mut cost = StyleCost::default();
            cost.sheet(sheet, 10);
            (cost.rules, cost.properties)
        };
        assert_eq!(cost("a{b:c}"), (1, 1));
        assert_eq!(cost("a,b/*,*/{c:d;e:f}"), (2, 4));
        assert_eq!(cost("a b{c:d} a > b + c d{e:f}"), (101, 2));
        assert_eq!(rules("a:b{c:url(#d)}")["*"], ["d"]);
        assert_eq!(rules("a[b=\"{\"]{c:url(#d)}")["*"], ["d"]);
    }
}
