//! What a drawing (SVG) must not have: scripts, references to anything outside of it, and what would
//! take too long or too much memory to draw.
//!
//! Knows it by the very parser that draws it. Nothing of this is run or fetched anyway; but a picture
//! that asks for it is not one to be passed on in a PDF or an archive.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine;
use usvg::roxmltree::{Document, Node, ParsingOptions};

mod drawn;
mod flaw;
mod letters;
mod listed;
mod styles;
mod weight;

use drawn::drawn;
pub use flaw::Flaw;
use flaw::{MAX_DRAWN, MAX_HEIGHT};
pub use letters::{Lettering, lettering};
use listed::{BASE64, DRAWN_SPACES, carried, forbidden, other};
use styles::StyleCost;
use weight::weigh;

/// Largest drawing: a map of a county has less.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most nodes (elements, stretches of text) of one.
const MAX_NODES: u32 = 400_000;
/// Elements within elements.
const MAX_DEPTH: usize = 128;
/// Most corners of their lines, counted likewise.
const MAX_POINTS: usize = 8_000_000;
/// Most looks at whether a rule of a style sheet is meant for an element.
const MAX_MATCHED: usize = 10_000_000;
/// Most properties that style sheets can set, each counted for every element.
const MAX_SET: usize = 200_000_000;

/// The one kind of document type that programs for drawing write, and that says nothing.
const DOCTYPE: &str = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG ";

/// Looks a drawing through. `picture` says whether a picture within it can be used.
///
/// # Errors
/// What is wrong with it.
pub fn check(
    bytes: &[u8],
    picture: impl Fn(&[u8]) -> Result<(), String> + Send + Sync,
) -> Result<(), Flaw> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return Err(Flaw::Packed);
    }
    if bytes.len() > MAX_BYTES {
        return Err(Flaw::TooMuch);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(Flaw::Damaged("not UTF-8".to_owned()));
    };
    let text = without_doctype(text)?;
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|error| match error {
        usvg::roxmltree::Error::NodesLimitReached => Flaw::TooMuch,
        usvg::roxmltree::Error::DtdDetected => declared(),
        error => Flaw::Damaged(error.to_string()),
    })?;
    let line = |node: Node| document.text_pos_at(node.range().start).row;
    let mut styles = String::new();
    let mut unlisted = None;
    let mut cost = StyleCost::default();
    let mut deepest = 0;
    // By the number of a node: how deep it lies.
    let mut depths = vec![0usize; 1];
    for node in document.descendants() {
        let depth = node.parent().map_or(0, |parent| depths[parent.id().get_usize()] + 1);
        depths.resize(depths.len().max(node.id().get_usize() + 1), 0);
        depths[node.id().get_usize()] = depth;
        deepest = deepest.max(depth);
        if depth > MAX_DEPTH {
            return Err(Flaw::TooMuch);
        }
        if let Some(what) = forbidden(node) {
            return Err(Flaw::Unsafe(format!("{what}（第 {} 行）", line(node))));
        }
        if unlisted.is_none() {
            unlisted = other(node).map(|what| format!("{what}（第 {} 行）", line(node)));
        }
        if node.is_element() && node.tag_name().name() == "style" {
            styles.extend(node.descendants().filter_map(|text| text.text()));
            // It ends with its element, whatever is still open in it.
            styles.push('}');
        }
        if let Some(style) = node.attribute("style") {
            cost.read(style);
        }
    }
    if let Some(what) = unlisted {
        return Err(Flaw::Unlisted(what));
    }
    cost.sheet(&styles, deepest);
    let much = |nodes: usize| {
        cost.rules.saturating_mul(nodes) > MAX_MATCHED
            || cost.properties.saturating_mul(nodes) > MAX_SET
    };
    if cost.is_endless() || much(depths.len()) {
        return Err(Flaw::TooMuch);
    }
    let weight = weigh(&document, &styles);
    if much(weight.count)
        || weight.count > MAX_DRAWN
        || weight.points > MAX_POINTS
        || weight.height > MAX_HEIGHT
    {
        return Err(Flaw::TooMuch);
    }
    drawn(&document, picture)
}

/// A drawing without the document type that programs write by habit. Any other one is refused: it may
/// declare entities that unfold to gigabytes, or name files.
fn without_doctype(text: &str) -> Result<Cow<'_, str>, Flaw> {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let blank = rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
        let rest = &rest[blank..];
        at += blank;
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else if rest.starts_with("<!") {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let written = &rest[..end];
            let plain = written.split_whitespace().collect::<Vec<_>>().join(" ");
            let system = plain.rsplit('"').nth(1).unwrap_or_default();
            let habit = plain.starts_with(DOCTYPE)
                && !plain.contains('[')
                && ["http://www.w3.org/", "https://www.w3.org/"]
                    .iter()
                    .any(|it| system.starts_with(it));
            if !habit {
                return Err(declared());
            }
            // Blanks in its place, so that places stay.
            let gap: String = written.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
            return Ok([&text[..at], &gap, &text[at + end..]].concat().into());
        } else {
            None
        };
        match end {
            Some(end) => at += end,
            None => return Ok(text.into()),
        }
    }
}

fn declared() -> Flaw {
    Flaw::Unsafe("有文档类型声明（<!DOCTYPE>），可能引用外部文件或无限展开".to_owned())
}

/// A drawing without what is not drawn: comments, the author's notes to himself, and what his program
/// keeps there, often with the path of the file and the name of whoever made it. `None` where there
/// is nothing of that.
pub fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let blanked = without_doctype(text).ok()?;
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&blanked, options).ok()?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for node in document.descendants() {
        let space = node.tag_name().namespace();
        let foreign =
            |space: Option<&str>| space.is_some_and(|space| !DRAWN_SPACES.contains(&space));
        let whole = node.is_comment()
            || node.is_pi()
            || node.is_element() && (foreign(space) || node.tag_name().name() == "metadata");
        if whole {
            edits.push((node.range(), String::new()));
            continue;
        }
        for attribute in node.attributes() {
            if foreign(attribute.namespace()) {
                edits.push((attribute.range(), String::new()));
            } else if attribute.name() == "href"
                && let Some(picture) = picture_cleaned(attribute.value())
            {
                edits.push((attribute.range_value(), picture));
            }
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut kept = Vec::new();
    let mut at = 0;
    for (range, new) in &edits {
        // Not within one that is left out already.
        if range.start >= at {
            kept.extend_from_slice(&bytes[at..range.start]);
            kept.extend_from_slice(new.as_bytes());
        }
        at = at.max(range.end);
    }
    kept.extend_from_slice(&bytes[at..]);
    (!edits.is_empty()).then_some(kept)
}

/// A picture within a drawing, without what nobody sees; `None` where there is nothing of that.
fn picture_cleaned(address: &str) -> Option<String> {
    let (head, _) = address.split_once(',')?;
    let bytes = carried(address)?;
    let photograph = bytes.starts_with(&[0xFF, 0xD8]) || bytes.starts_with(b"\x89PNG");
    let cleaned = photograph.then(|| super::metadata::cleaned(bytes.clone()))?;
    (cleaned != bytes).then(|| format!("{},{}", head.trim(), BASE64.encode(cleaned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(inner: &str) -> Result<(), Flaw> {
        let drawing = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"80\">{inner}</svg>"
        );
        check(drawing.as_bytes(), |_| Ok(()))
    }

    #[track_caller]
    fn too_much(inner: &str) {
        let shown: String = inner.chars().take(200).collect();
        assert_eq!(checked(inner), Err(Flaw::TooMuch), "{shown}");
    }

    #[track_caller]
    fn fine(inner: &str) {
        let shown: String = inner.chars().take(200).collect();
        assert_eq!(checked(inner), Ok(()), "{shown}");
    }

    /// What unfolds is refused by name, wherever it is used and whether it is.
    #[test]
    fn what_is_not_on_the_list() {
        for (inner, called) in [
            ("<marker id=\"m\"/>", "线端标记（<marker>）（第 1 行）"),
            ("<g>\n<pattern/></g>", "图案填充（<pattern>）（第 2 行）"),
            ("<mask/>", "蒙版（<mask>）"),
            ("<filter><feTurbulence/></filter>", "滤镜（<filter>）"),
            ("<animate/>", "动画（<animate>）"),
            ("<blink/>", "有画不出来的内容（<blink>）"),
            ("<g filter=\"blur(9)\"/>", "滤镜（filter）"),
            ("<g style=\"fill:red;filter : drop-shadow(1 1)\"/>", "滤镜（filter）"),
            ("<style>g{FILTER/**/:blur(9px)}</style>", "滤镜（filter）"),
        ] {
            match checked(inner) {
                Err(Flaw::Unlisted(what)) => assert!(what.contains(called), "{inner}: {what}"),
                other => panic!("{inner}: {other:?}"),
            }
        }
        fine("<g filter=\"none\" style=\"filter:none;color-interpolation-filters:sRGB\"/>");
        fine("<x:filter xmlns:x=\"urn:x\"/><font><font-face/><glyph d=\"M0 0\"/></font>");
        fine(
            "<clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath>\
             <g clip-path=\"url(#c)\"><circle r=\"9\"/></g>",
        );
    }

    #[test]
    fn what_cuts_off_is_counted_each_time() {
        let level = |at: usize, property: &str| {
            let one = format!("<rect width=\"9\" height=\"9\" {property}/>");
            format!("<clipPath id=\"l{}\">{}</clipPath>", at + 1, one.repeat(10))
        };
        let by_attribute: String =
            (0..8).map(|at| level(at, &format!("clip-path=\"url(#l{at})\""))).collect();
        let last = "<rect width=\"9\" height=\"9\" clip-path=\"url(#l8)\"/>";
        too_much(&(by_attribute + last));
        let rules: String = (0..9).map(|at| format!(".c{at}{{clip-path:url(#l{at})}}")).collect();
        let by_class: String = (0..8).map(|at| level(at, &format!("class=\"c{at}\""))).collect();
        too_much(&format!("<style>{rules}</style>{by_class}<g class=\"c8\"/>"));
    }

    #[test]
    fn large_arcs() {
        // A single one that becomes millions of curves.
        too_much("<path d=\"M0 0A1e100 1e100 0 1 1 1e100 0\"/>");
        fine(&"<path d=\"M0 0A100 100 0 1 1 90 0\"/><circle r=\"9\"/>".repeat(1_000));
    }

    #[test]
    fn style_sheets_that_take_long() {
        let sheet = |rules: &str, elements: usize| {
            format!("<style>{rules}</style>{}", "<g/>".repeat(elements))
        };
        too_much(&sheet(&"*{fill:url(#a)}".repeat(30_000), 30_000));
        too_much(&sheet(&format!("a{}{{fill:red}}", ",a".repeat(30_000)), 30_000));
        too_much(&sheet(
            &format!("{}{{{}}}", "a,".repeat(10_000), "fill:red;".repeat(10_000)),
            900,
        ));
        too_much(&sheet(&format!("*{}{{fill:red}}", " *".repeat(20)), 100));
        too_much(&sheet(&"a{;}".repeat(100_000), 9));
        too_much(&format!("<g style=\"{}\"/>", "a:b;".repeat(100_000)));
        fine(&sheet(&".a .b, g{fill:red;stroke:#fff}".repeat(100), 20_000));
    }
}
