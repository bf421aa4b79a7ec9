//! Takes a piece of HTML apart: comments, line breaks, tags and the text between.
//!
//! Not an HTML parser: it knows enough to name what a clerk pasted.

use std::ops::Range;

/// A part of a piece of HTML; comments are no part, they are their author's notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text between tags.
    Text(Range<usize>),
    /// `<br>`.
    LineBreak(usize),
    /// Any other tag.
    Tag { name: String, closing: bool, range: Range<usize> },
    /// A comment that never ends.
    OpenComment(Range<usize>),
}

/// Takes a piece of HTML apart.
pub(super) fn dissect(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some((end, part)) = markup(html, start) else {
            at = start + 1;
            continue;
        };
        push_text(&mut parts, text_start..start);
        parts.extend(part);
        text_start = end;
        at = end;
    }
    push_text(&mut parts, text_start..html.len());
    parts
}

/// Whether the piece is comments and nothing else.
pub(super) fn is_comment(html: &str) -> bool {
    dissect(html).is_empty()
}

/// Whether the piece is `<br>` and nothing else.
pub(super) fn is_line_break(html: &str) -> bool {
    matches!(dissect(html).as_slice(), [Part::LineBreak(_)])
}

/// Whether the piece is a tag of raised or lowered text, the two elements that an entry may have.
pub(super) fn is_script(html: &str) -> bool {
    matches!(html.trim_matches(['<', '>', '/']), "sup" | "sub" | "SUP" | "SUB")
}

/// The end of the markup that starts at this `<`, and what it is; `None` if it is a mere `<`.
fn markup(html: &str, start: usize) -> Option<(usize, Option<Part>)> {
    let rest = &html[start..];
    if let Some(comment) = rest.strip_prefix("<!--") {
        // CommonMark: `<!-->` and `<!--->` are whole comments.
        let short = [">", "->"].iter().find(|end| comment.starts_with(**end));
        let length = short.map(|end| end.len()).or_else(|| comment.find("-->").map(|at| at + 3));
        return Some(match length {
            Some(length) => (start + 4 + length, None),
            None => (html.len(), Some(Part::OpenComment(start..html.len()))),
        });
    }
    let inner = rest.get(1..)?;
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end =
        inner.find(|each: char| !(each.is_ascii_alphanumeric() || "-!?[".contains(each)));
    let name = &inner[..name_end.unwrap_or(inner.len())];
    if !name.starts_with(|first: char| first.is_ascii_alphabetic() || "!?".contains(first)) {
        return None;
    }
    // A tag may run over the end of the piece, as the last line of an unfinished one does.
    let end = rest.find('>').map_or(html.len(), |at| start + at + 1);
    let part = if name.eq_ignore_ascii_case("br") {
        Part::LineBreak(start)
    } else {
        Part::Tag { name: name.to_ascii_lowercase(), closing, range: start..end }
    };
    Some((end, Some(part)))
}

fn push_text(parts: &mut Vec<Part>, range: Range<usize>) {
    if !range.is_empty() {
        parts.push(Part::Text(range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let parts: Vec<String> = dissect(html)
            .into_iter()
            .map(|part| match part {
                Part::Text(range) => format!("text {}", &html[range]),
                Part::LineBreak(_) => "break".into(),
                Part::Tag { name, closing, .. } => {
                    format!("{name}{}", if closing { "/" } else { "" })
                }
                Part::OpenComment(_) => "open".into(),
            })
            .collect();
        assert_eq!(parts.join(", "), expected, "{html}");
    }

    #[test]
    fn takes_html_apart() {
        check("<!-- 注 -->", "");
        check("<!-->甲", "text 甲");
        check("<!-- 注 --> 正文", "text  正文");
        check("<!-- 注", "open");
        check("<BR/>", "break");
        check("<div class='a'>甲<br>乙</div>", "div, text 甲, break, text 乙, div/");
        check("3<5", "text 3<5");
        check("<![CDATA[甲]]>", "![cdata[");
        check("<", "text <");
        check("<p", "p");
    }
}
