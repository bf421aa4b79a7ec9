//! Formulas of a page (MathML): what a line can say of them.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use crate::import::document::Script;

/// Elements whose parts stand one behind the other.
const LINE: &[&str] = &["math", "mrow", "mi", "mn", "mo", "mtext", "mstyle", "mspace", "semantics"];

/// A formula as text of several heights; `None` where a line cannot say what it does.
pub fn written(math: ElementRef<'_>) -> Option<Vec<(String, Script)>> {
    let mut out: Vec<(String, Script)> = Vec::new();
    // What is open, each with the number of its children so far.
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut script = Script::Line;
    let mut skipped = None;
    for edge in math.traverse() {
        match edge {
            _ if skipped.is_some() => {
                if let Edge::Close(node) = edge
                    && Some(node.id()) == skipped
                {
                    skipped = None;
                }
            }
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let name = element.name();
                    if name.starts_with("annotation") {
                        skipped = Some(node.id());
                        continue;
                    }
                    let place = open.last_mut().map_or(("", 0), |(outer, children)| {
                        *children += 1;
                        (*outer, *children)
                    });
                    let simple = || ElementRef::wrap(node).is_some_and(is_simple);
                    match place {
                        ("mfrac", 2) => out.push(("/".to_owned(), script)),
                        ("msup", 2) if script == Script::Line => script = Script::Raised,
                        ("msub", 2) if script == Script::Line => script = Script::Lowered,
                        _ => {}
                    }
                    match name {
                        "mfrac" | "msup" | "msub" if script != Script::Line => return None,
                        "mfrac" if !simple() => return None,
                        "mfrac" | "msup" | "msub" => {}
                        name if LINE.contains(&name) => {}
                        _ => return None,
                    }
                    open.push((name, 0));
                }
                Node::Text(text) => {
                    let text: String = text.chars().filter(|c| !is_blank(*c)).collect();
                    if !text.is_empty() {
                        out.push((text, script));
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(_) = node.value() {
                    open.pop();
                    if matches!(open.last(), Some(("msup" | "msub", 2))) {
                        script = Script::Line;
                    }
                }
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Whether both parts of a fraction are as simple as that a line says which is over which.
fn is_simple(fraction: ElementRef<'_>) -> bool {
    let parts: Vec<ElementRef<'_>> = fraction.child_elements().collect();
    let names = |part: &ElementRef<'_>| {
        part.descendants()
            .filter_map(ElementRef::wrap)
            .filter(|it| it.value().name() != "mrow")
            .count()
    };
    parts.len() == 2 && parts.iter().all(|part| names(part) == 1)
}

/// Blanks, and signs of formulas that nobody sees.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2061}'..='\u{2064}' | '\u{200B}')
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    fn shown(inner: &str) -> String {
        let html = Html::parse_document(&format!("<math>{inner}</math>"));
        let math = Selector::parse("math").expect("a selector");
        let parts = written(html.select(&math).next().expect("a formula"));
        let Some(parts) = parts else { return "-".to_owned() };
        let part = |(text, script): (String, Script)| match script {
            Script::Line => text,
            Script::Raised => format!("^{text}"),
            Script::Lowered => format!("_{text}"),
        };
        parts.into_iter().map(part).collect()
    }

    #[test]
    fn what_a_line_can_say() {
        assert_eq!(shown("<mi>x</mi><mo>=</mo><mn>3</mn>"), "x=3");
        assert_eq!(shown("<mfrac><mn>1</mn><mn>3</mn></mfrac>"), "1/3");
        assert_eq!(
            shown("<mrow><msup><mi>m</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></mrow>"),
            "m^2+1"
        );
        assert_eq!(shown("<msub><mi>CO</mi><mn>2</mn></msub>"), "CO_2");
        assert_eq!(
            shown("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>"),
            "-"
        );
        assert_eq!(shown("<msqrt><mn>2</mn></msqrt>"), "-");
        assert_eq!(shown("<semantics><mn>2</mn><annotation>x</annotation></semantics>"), "2");
        assert_eq!(shown(""), "-");
    }
}
