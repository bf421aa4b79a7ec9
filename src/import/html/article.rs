//! Which part of a page is the article, and what stands around it.
//!
//! A page that stands for itself is read whole. Of a page of a site, the smallest element is read
//! that holds nearly all that is written in sentences; its title and the line with its date may
//! stand before it.

use std::collections::{BTreeMap, BTreeSet};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node, Selector};

use super::css::Sheets;
use super::look::Look;
use crate::import::recognise;

/// Elements that no reader sees.
pub const UNSEEN: &[&str] = &[
    "script", "style", "head", "noscript", "noframes", "template", "title", "meta", "link", "base",
    "datalist", "colgroup", "col", "param", "source", "track", "area", "rp",
];
/// Elements that hold what is not the article's.
const AROUND: &[&str] = &["nav", "aside"];
/// Elements that an article may have its own head and foot in.
const SECTIONS: &[&str] = &["article", "main", "section", "aside", "nav"];
/// Elements that are text and not its frame.
const TEXT: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "span",
    "font",
    "b",
    "strong",
    "a",
];
/// Text of this many characters outside a link is written, even without a mark.
const LONG: usize = 15;

/// The most lines before an article that are looked at.
const LINES: usize = 1_000;

/// Nodes of a page, in its order.
type Nodes<'h> = Vec<NodeRef<'h, Node>>;

/// How much of a page is written in sentences, by element, in characters.
pub struct Weights {
    own: BTreeMap<NodeId, Weight>,
    all: Weight,
}

/// How much an element holds.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// What may be of an article.
    text: usize,
    /// The same of what a reader does not see.
    hidden: usize,
}

/// An element that is open while weights are taken.
#[derive(Clone, Copy, Default)]
struct Open {
    weight: Weight,
    /// Whether it holds nothing of an article.
    aside: bool,
    hidden: bool,
}

impl Weights {
    /// What a page shows beside an article that it was saved with as hidden, at most, in characters.
    const SHOWN: usize = 300;

    /// Those of a page.
    pub fn of(html: &Html, sheets: &Sheets) -> Self {
        let mut own = BTreeMap::new();
        let mut open: Vec<Open> = vec![Open::default()];
        for edge in html.root_element().traverse() {
            let Some(last) = open.last_mut() else { break };
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(_) => {
                        let mut inner = Open { weight: Weight::default(), ..*last };
                        if let Some(element) = ElementRef::wrap(node).filter(|_| !inner.aside) {
                            inner.aside = is_aside(element);
                            let said = sheets.said(element, open.len());
                            let (_, own) = Look::default().within(element, &said);
                            inner.hidden |= own.gone || own.unseen;
                        }
                        open.push(inner);
                    }
                    Node::Text(text) if !last.aside => {
                        let length = written(text);
                        match last.hidden {
                            true => last.weight.hidden += length,
                            false => last.weight.text += length,
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(_) = node.value() {
                        let weight = open.pop().unwrap_or_default().weight;
                        if let Some(last) = open.last_mut() {
                            last.weight.text += weight.text;
                            last.weight.hidden += weight.hidden;
                        }
                        if weight.text + weight.hidden > 0 {
                            own.insert(node.id(), weight);
                        }
                    }
                }
            }
        }
        let all = own.get(&html.root_element().id()).copied().unwrap_or_default();
        Self { own, all }
    }

    /// Whether a page was saved before it was shown: what it hides is what it says.
    fn is_unshown(&self) -> bool {
        self.all.text < Self::SHOWN && self.all.hidden > self.all.text
    }

    fn counted(&self, weight: Weight) -> usize {
        weight.text + if self.is_unshown() { weight.hidden } else { 0 }
    }

    fn weight(&self, element: ElementRef<'_>) -> usize {
        self.own.get(&element.id()).map_or(0, |weight| self.counted(*weight))
    }

    /// Whether an element holds most of what a page says: hidden or not, it is the article.
    pub fn is_most(&self, element: ElementRef<'_>) -> bool {
        self.weight(element) * 2 > self.counted(self.all)
    }
}

/// How much of a text is written and no label, in characters.
fn written(text: &str) -> usize {
    const MARKS: &[char] = &['。', '，', '；', '、', '！', '？', '.', ','];
    let length = text.trim().chars().count();
    let of_site = ["版权所有", "©", "ICP备", "Copyright"].iter().any(|it| text.contains(it));
    if !of_site && (length >= LONG || text.contains(MARKS)) { length } else { 0 }
}

/// Words in the names of parts of a page that hold what others wrote, or nobody.
const ASIDE: &[&str] = &[
    "comment",
    "footer",
    "copyright",
    "sidebar",
    "recommend",
    "related",
    "tuijian",
    "friend-link",
    "friendlink",
    "statement",
    "shenming",
    "disclaimer",
    "breadcrumb",
    "pinglun",
];

/// Whether an element holds nothing of an article, by its kind or its name.
fn is_aside(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let named = [element.attr("id"), element.attr("class")].into_iter().flatten().any(|it| {
        let it = it.to_lowercase();
        ASIDE.iter().any(|word| it.contains(word))
    });
    let heading = ["h1", "h2", "h3", "h4", "h5", "h6", "a"].contains(&name);
    heading || UNSEEN.contains(&name) || (named && !["body", "html", "article"].contains(&name))
}

/// Whether an element holds what stands around an article: navigation, the head and foot of a site.
pub fn is_around(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let within_section = || {
        let names = element.ancestors().filter_map(ElementRef::wrap);
        names.map(|it| it.value().name()).any(|name| SECTIONS.contains(&name))
    };
    let role = element.attr("role").is_some_and(|role| {
        ["navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"]
            .contains(&role)
    });
    role || AROUND.contains(&name) || (["header", "footer"].contains(&name) && !within_section())
}

/// What is read of a page.
pub struct Article<'h> {
    /// The title, and lines with its date and source, where they stand before the text.
    pub head: Vec<ElementRef<'h>>,
    /// The text.
    pub root: ElementRef<'h>,
    /// What stands around both.
    pub around: Nodes<'h>,
}

impl<'h> Article<'h> {
    /// That of a page. `name` is what the page calls itself.
    pub fn of(html: &'h Html, weights: &Weights, name: &str) -> Self {
        let body = Selector::parse("body").ok().and_then(|body| html.select(&body).next());
        let body = body.unwrap_or_else(|| html.root_element());
        let whole = Self { head: Vec::new(), root: body, around: Vec::new() };
        if is_written_alone(html) || weights.counted(weights.all) == 0 {
            return whole;
        }
        let root = innermost(body, weights);
        let (before, behind) = outside(body, root);
        if !before.iter().chain(&behind).any(|node| is_of_site(*node)) {
            return whole;
        }
        let (head, mut around) = head(before, root, name);
        around.extend(behind);
        Self { head, root, around }
    }
}

/// Whether a writing program made the page: it has nothing but the text.
pub fn is_written_alone(html: &Html) -> bool {
    let Ok(marks) = Selector::parse("meta[name=generator i], meta[name=progid i]") else {
        return false;
    };
    let programs = ["word", "wps", "kingsoft", "libreoffice", "openoffice", "pandoc"];
    html.select(&marks).filter_map(|mark| mark.attr("content")).any(|content| {
        let content = content.to_lowercase();
        // The one that makes sites is called after the press.
        programs.iter().any(|name| content.contains(name)) && !content.contains("wordpress")
    })
}

/// The smallest element that holds nearly all that is written.
fn innermost<'h>(body: ElementRef<'h>, weights: &Weights) -> ElementRef<'h> {
    let mut root = body;
    let mut best = body;
    loop {
        let Some(child) = root.child_elements().max_by_key(|child| weights.weight(*child)) else {
            return best;
        };
        let name = child.value().name();
        let most = weights.weight(child) * 10 >= weights.counted(weights.all) * 6;
        if !most || TEXT.contains(&name) || has_own_text(root, child) {
            return best;
        }
        root = child;
        // A part of a table is nothing without it.
        if !["table", "tbody", "thead", "tfoot", "tr"].contains(&name) {
            best = child;
        }
    }
}

/// Whether an element has paragraphs of its own beside a child: it is the text then.
fn has_own_text(element: ElementRef<'_>, child: ElementRef<'_>) -> bool {
    element.children().filter(|node| node.id() != child.id()).any(|node| match node.value() {
        Node::Text(text) => text.trim().chars().count() >= LONG,
        Node::Element(it) if ["p", "blockquote", "pre"].contains(&it.name()) => {
            ElementRef::wrap(node).is_some_and(|it| unlinked(it) > 0)
        }
        Node::Element(it) if ["td", "tr", "tbody"].contains(&it.name()) => {
            ElementRef::wrap(node).is_some_and(|it| unlinked(it) >= 6)
        }
        // A list of text, not of columns.
        Node::Element(it) if ["li", "dd", "dt"].contains(&it.name()) => {
            ElementRef::wrap(node).is_some_and(|it| unlinked(it) >= 6 && !holds_block(it))
        }
        _ => false,
    })
}

fn holds_block(element: ElementRef<'_>) -> bool {
    let mut inner = element.descendants().filter_map(ElementRef::wrap);
    inner.any(|it| ["div", "table", "section"].contains(&it.value().name()))
}

fn is_link(name: &str) -> bool {
    name == "a" || UNSEEN.contains(&name)
}

/// How many characters of an element are outside links.
fn unlinked(element: ElementRef<'_>) -> usize {
    let mut linked = 0_usize;
    let mut count = 0;
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(it) => linked += usize::from(is_link(it.name())),
                Node::Text(text) if linked == 0 => count += text.trim().chars().count(),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(it) = node.value() {
                    linked -= usize::from(is_link(it.name()));
                }
            }
        }
    }
    count
}

/// What lies in `body` before and behind `root`, in its order.
fn outside<'h>(body: ElementRef<'h>, root: ElementRef<'h>) -> (Nodes<'h>, Nodes<'h>) {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    let mut inner = *root;
    while inner.id() != body.id() {
        let first: Vec<_> = inner.prev_siblings().collect();
        before.push(first.into_iter().rev().collect());
        behind.extend(inner.next_siblings());
        let Some(outer) = inner.parent() else { break };
        inner = outer;
    }
    (before.into_iter().rev().flat_map(|nodes: Nodes<'h>| nodes).collect(), behind)
}

/// Whether something shows that a page is one of a site.
fn is_of_site(node: NodeRef<'_, Node>) -> bool {
    node.descendants().filter_map(ElementRef::wrap).any(|it| {
        let name = it.value().name();
        let linked = name == "a" && it.attr("href").is_some_and(|it| !it.starts_with('#'));
        let named = it.text().any(|text| !text.trim().is_empty());
        named && (linked || is_around(it) || ["header", "footer", "button"].contains(&name))
    })
}

/// Takes the title and the line with date and source out of what stands before the article; returns
/// them and what is left.
fn head<'h>(
    before: Nodes<'h>,
    root: ElementRef<'h>,
    name: &str,
) -> (Vec<ElementRef<'h>>, Nodes<'h>) {
    let heading = Selector::parse("h1, h2, h3").ok();
    let has_own =
        heading.as_ref().is_some_and(|it| root.select(it).any(|it| named_by(&text(it), name) > 0));
    let lines: Vec<ElementRef<'h>> =
        before.iter().flat_map(|node| leaves(*node)).take(LINES).collect();
    // What the page calls itself by is its title; else the last heading that stands before the text.
    let by_name = |at: usize| named_by(&text(lines[at]), name);
    let named = (0..lines.len()).filter(|at| by_name(*at) > 0).max_by_key(|at| by_name(*at));
    let is_heading = |it: &ElementRef<'h>| {
        let mut names = it.ancestors().filter_map(ElementRef::wrap).chain([*it]);
        let is_heading = names.any(|it| ["h1", "h2"].contains(&it.value().name()));
        let mut up = it.ancestors().filter_map(ElementRef::wrap);
        is_heading && !up.any(is_around) && !text(*it).is_empty()
    };
    let title = match named {
        _ if has_own => None,
        Some(at) => Some(at),
        None => lines.iter().rposition(is_heading),
    };
    let mut head: Vec<ElementRef<'h>> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(title.unwrap_or(0)) {
        let is_title = Some(at) == title;
        if is_title || ((title.is_some() || has_own) && is_of_date(&text(*line))) {
            head.push(*line);
        }
    }
    // What is left of the elements that those were taken out of is around as before.
    let taken: BTreeSet<NodeId> = head.iter().map(|it| it.id()).collect();
    let parted: BTreeSet<NodeId> =
        head.iter().flat_map(|it| it.ancestors()).map(|it| it.id()).collect();
    let mut left = Vec::new();
    let mut open: Nodes<'h> = before.into_iter().rev().collect();
    while let Some(node) = open.pop() {
        match () {
            () if taken.contains(&node.id()) => {}
            () if parted.contains(&node.id()) => open.extend(node.children().rev()),
            () => left.push(node),
        }
    }
    (head, left)
}

/// Elements of a node that have text and no paragraphs within: its lines.
fn leaves<'h>(node: NodeRef<'h, Node>) -> Vec<ElementRef<'h>> {
    const INNER: &[&str] = &[
        "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "ul", "li", "section",
        "header", "dl", "form",
    ];
    node.descendants()
        .filter_map(ElementRef::wrap)
        .filter(|it| INNER.contains(&it.value().name()))
        .filter(|it| {
            !it.descendants()
                .skip(1)
                .filter_map(ElementRef::wrap)
                .any(|inner| INNER.contains(&inner.value().name()))
        })
        .collect()
}

/// The text of an element, without blanks.
fn text(element: ElementRef<'_>) -> String {
    let seen = element.descendants().filter_map(|node| match node.value() {
        Node::Text(text) => {
            let parent = node.parent().and_then(ElementRef::wrap);
            let unseen = parent.is_some_and(|it| UNSEEN.contains(&it.value().name()));
            (!unseen).then_some(&**text)
        }
        _ => None,
    });
    seen.flat_map(str::chars).filter(|c| !c.is_whitespace()).take(400).collect()
}

/// How much of what a page calls itself by a line is, in characters; 0 where it is none of it.
pub fn named_by(line: &str, name: &str) -> usize {
    const LEAST: usize = 5;
    let length = line.chars().count();
    if length >= LEAST && name.contains(line) { length } else { 0 }
}

/// 来源：山阴县　发布时间：2018-11-10.
fn is_of_date(line: &str) -> bool {
    const LONGEST: usize = 120;
    const LABELS: &[&str] = &["来源", "作者", "供稿", "发布", "时间", "日期", "记者", "通讯员"];
    let length = line.chars().count();
    (4..=LONGEST).contains(&length)
        && (recognise::dates::first(line).is_some()
            || LABELS.iter().any(|label| line.contains(label)) && line.contains(['：', ':']))
}
