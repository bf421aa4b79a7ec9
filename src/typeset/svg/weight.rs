//! How much a drawing draws, by what refers to what in it: counted before anything is made of it, and
//! never too low.

use std::collections::BTreeMap;

use usvg::roxmltree::{Document, Node};

use super::flaw::MAX_HEIGHT;
use super::styles;

/// What hangs on an element.
#[derive(Clone, Copy)]
pub(super) struct Weight {
    /// Elements, each as often as it is drawn.
    pub count: usize,
    /// Corners of their lines.
    pub points: usize,
    /// Steps down to the last of them, by way of everything referred to.
    pub height: usize,
}

/// What refers to what.
struct Graph<'a> {
    /// Elements by their names.
    targets: BTreeMap<&'a str, Node<'a, 'a>>,
    /// By the class, name or kind of an element, what style sheets let it refer to; what they say of
    /// all is under `*`.
    rules: BTreeMap<&'a str, Vec<&'a str>>,
}

/// How much there is in all.
pub(super) fn weigh(document: &Document, sheet: &str) -> Weight {
    let mut graph = Graph { targets: BTreeMap::new(), rules: styles::rules(sheet) };
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            graph.targets.entry(id).or_insert(node);
        }
    }
    graph.hanging(document.root(), &mut Vec::new(), 0)
}

impl<'a> Graph<'a> {
    fn hanging(&self, node: Node<'a, 'a>, known: &mut Vec<Option<Weight>>, depth: usize) -> Weight {
        let index = node.id().get_usize();
        known.resize(known.len().max(index + 1), None);
        if let Some(weight) = known[index] {
            return weight;
        }
        let points = vertices(node);
        if depth > MAX_HEIGHT {
            return Weight { count: 1, points, height: usize::MAX };
        }
        // Who refers to himself does so once.
        known[index] = Some(Weight { count: 1, points, height: 1 });
        // Each letter is a line of its own.
        let letters: usize = node.children().filter_map(|text| text.text()).map(str::len).sum();
        let letters = if node.tag_name().name().starts_with('t') { letters / 4 } else { 0 };
        let mut own = Weight { count: 1 + letters, points, height: 0 };
        for child in node.children().filter(Node::is_element) {
            own.add(self.hanging(child, known, depth + 1));
        }
        for id in self.references(node) {
            let Some(target) = self.targets.get(id) else { continue };
            let weight = self.hanging(*target, known, depth + 1);
            // Colours that run into one another are not drawn one by one.
            if target.tag_name().name().ends_with("Gradient") {
                own.height = own.height.max(weight.height);
            } else {
                own.add(weight);
            }
        }
        own.height = own.height.saturating_add(1);
        known[index] = Some(own);
        own
    }

    /// All that an element shows in its place, is painted with or is cut off by.
    fn references(&self, node: Node<'a, 'a>) -> Vec<&'a str> {
        let mut found = Vec::new();
        let mut names = vec!["*", node.tag_name().name()];
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            match name {
                "href" => found.extend(value.trim().strip_prefix('#')),
                "class" => names.extend(value.split_whitespace()),
                "id" => names.push(value),
                _ => found.extend(styles::targets(value)),
            }
        }
        found.extend(names.iter().filter_map(|name| self.rules.get(name)).flatten());
        found
    }
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.points = self.points.saturating_add(other.points);
        self.height = self.height.max(other.height);
    }
}

/// No fewer than the points the line of an element has.
fn vertices(node: Node) -> usize {
    let tag = node.tag_name().name();
    let mut points = 0usize;
    let mut arcs = 0usize;
    let mut radius = 0usize;
    for attribute in node.attributes() {
        let value = attribute.value();
        match attribute.name() {
            "d" | "points" => {
                // Each number but the first behind a letter has something before it that is no digit,
                // but for those of arcs; each letter may be two points.
                let between = value.bytes().filter(|byte| !byte.is_ascii_digit()).count();
                points = points.saturating_add(between + 1);
                if value.contains(['a', 'A']) {
                    // Five of the gaps are in the arc itself.
                    arcs = arcs.saturating_add(between / 5 + 1);
                    // Steps may add up.
                    let steps = between.to_string().len();
                    radius = radius.max(digits(value).saturating_add(steps));
                }
            }
            "r" | "rx" | "ry" if matches!(tag, "rect" | "circle" | "ellipse") => {
                arcs = 4;
                radius = radius.max(digits(value));
            }
            _ => {}
        }
    }
    points.saturating_add(arcs.saturating_mul(curves(radius)))
}

/// How many curves an arc becomes at most, by the digits of its radius: the larger it is, the more.
fn curves(digits: usize) -> usize {
    // The sixth root of the radius, in tenths.
    let exponent = f64::from(u32::try_from(digits).unwrap_or(u32::MAX).min(60));
    let curves = 10f64.powf((exponent + 1.1) / 6.0).max(4.0).ceil();
    curves as usize
}

/// The digits before the point of the largest number in a text, or more where it has an exponent.
fn digits(text: &str) -> usize {
    let (mut most, mut whole, mut after_point) = (0, 0, false);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => whole += usize::from(!after_point),
            b'.' => (whole, after_point) = (0, true),
            b'e' | b'E' if bytes.peek() != Some(&b'-') => return usize::MAX,
            _ => (whole, after_point) = (0, false),
        }
        most = most.max(whole);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at_least(element: &str, points: usize) {
        let document = Document::parse(element).expect("XML");
        let found = vertices(document.root_element());
        assert!(found >= points, "{element}: {found}");
        assert!(found <= points * 20 + 20, "{element}: {found}");
    }

    /// However the numbers are told apart.
    #[test]
    fn points_are_not_undercounted() {
        at_least(&format!("<path d='M0 0{}'/>", "h1zh1z".repeat(100)), 400);
        at_least(&format!("<path d='M0 0h{}'/>", ".1".repeat(100)), 101);
        at_least(&format!("<path d='M0 0h{}'/>", "+1".repeat(100)), 101);
        at_least(&format!("<path d='M0 0h{}'/>", "1\n".repeat(100)), 101);
        at_least(&format!("<path d='M0 0a{}'/>", "1 1 1 001 1 ".repeat(100)), 401);
        at_least(&format!("<polyline d='' points='{}'/>", "1\n1\t".repeat(100)), 100);
        at_least("<circle r='9'/>", 4);
    }

    #[test]
    fn large_arcs_are_many_curves() {
        for line in ["M0 0A1e30 1e30 0 1 1 1e30 0", "M0 0A1E+30 1 0 1 1 .5e30 0"] {
            let element = format!("<path d='{line}'/>");
            let document = Document::parse(&element).expect("XML");
            assert!(vertices(document.root_element()) > 100_000, "{line}");
        }
        for (text, most) in [("1e-5", 1), ("123.4567", 3), ("1.5.25-12", 2), ("2e3", usize::MAX)] {
            assert_eq!(digits(text), most, "{text}");
        }
    }
}
