//! A page as a tree, within bounds: what would take too long or too much is no page of an article.

use scraper::Html;

/// The most nodes of a page.
pub const NODES: usize = 200_000;
/// The most elements that are open at once: a parser looks through all of them again and again.
const DEPTH: usize = 2_000;

/// Elements that stay open beyond the paragraph they were opened in.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements that have no end, or that the next of their kind ends.
const BRIEF: &[&str] = &[
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "frame",
    "head", "hr", "html", "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param",
    "rb", "rp", "rt", "rtc", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];
/// Elements within which `<` opens nothing.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noscript"];

/// Reads a page into a tree; `None` when there is more of it than an article can have.
pub fn tree(text: &str) -> Option<Html> {
    if grows(text) {
        return None;
    }
    let html = Html::parse_document(text);
    (html.tree.nodes().take(NODES + 1).count() <= NODES).then_some(html)
}

/// Whether parsing makes far more of a page than it says: a parser opens every element of
/// [`FORMATTING`] that was never closed anew in each element that follows.
fn grows(text: &str) -> bool {
    let (mut open, mut elements, mut copies) = (0_usize, 0, 0);
    let mut depth = 0_usize;
    let mut from = 0;
    while let Some(at) = text[from..].find('<') {
        let rest = &text[from + at + 1..];
        from += at + 1;
        if let Some(comment) = rest.strip_prefix("!--") {
            from += 3 + comment.find("-->").unwrap_or(comment.len());
            continue;
        }
        let (closes, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..length].to_ascii_lowercase();
        let name = name.as_str();
        if !closes && length > 0 {
            elements += 1;
            copies += open;
        }
        if FORMATTING.contains(&name) {
            open = if closes { open.saturating_sub(1) } else { open + 1 };
        }
        if RAW.contains(&name) {
            // No more of these than pages have: each is looked for to the end.
            if !closes && elements <= NODES {
                from += past(&text[from..], name);
            }
        } else if length > 0 && !BRIEF.contains(&name) {
            depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        }
        if elements > NODES || copies > 2 * NODES || depth > DEPTH {
            return true;
        }
    }
    false
}

/// How many bytes there are before the end of an element within which nothing else begins.
fn past(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let end = from + at;
        let behind = text.as_bytes().get(end + 2..end + 2 + name.len());
        if behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name.as_bytes())) {
            return end;
        }
        from = end + 2;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_is_no_page() {
        assert!(!grows(&"<div><p>甲".repeat(1_000)));
        assert!(!grows(&"<p>甲<li>乙<td>丙".repeat(10_000)));
        assert!(!grows(&format!("<script>{}</script>", "a<b".repeat(10_000))));
        assert!(!grows(&format!("<!--{}-->", "<div>".repeat(10_000))));
        assert!(!grows(&"<div>甲</div>".repeat(10_000)));
        assert!(grows(&"<div>".repeat(DEPTH + 1)));
        assert!(grows(&"<script><div>".repeat(DEPTH + 1)));
        assert!(grows(&format!("{}{}", "<b>".repeat(2_000), "<p>".repeat(2_000))));
    }
}
