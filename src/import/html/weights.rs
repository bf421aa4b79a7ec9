//! How much of a page is written in sentences, element by element, seen and hidden.

use std::collections::{BTreeMap, BTreeSet};

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

use super::css::Sheets;
use super::look::{Look, UNSEEN};
use super::{dates, frame};
use crate::import::recognise;

/// Text of this many characters outside a link is written, even without a mark.
pub const LONG: usize = 15;

/// How much of a page is written in sentences, by element, in characters.
pub struct Weights {
    own: BTreeMap<NodeId, Weight>,
    all: Weight,
    /// Elements that say of themselves that they are not seen.
    hidden: BTreeSet<NodeId>,
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
        let mut hidden = BTreeSet::new();
        let mut open: Vec<Open> = vec![Open::default()];
        for edge in html.root_element().traverse() {
            let Some(last) = open.last_mut() else { break };
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(_) => {
                        let mut inner = Open { weight: Weight::default(), ..*last };
                        if let Some(element) = ElementRef::wrap(node) {
                            let said = sheets.said(element, open.len());
                            let (_, own) = Look::default().within(element, &said);
                            if own.gone || own.unseen {
                                inner.hidden = true;
                                hidden.insert(node.id());
                            }
                            inner.aside |= is_aside(element);
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
        Self { own, all, hidden }
    }

    /// Whether a page was saved before it was shown: what it hides is what it says.
    fn is_unshown(&self) -> bool {
        self.all.text < Self::SHOWN && self.all.hidden > self.all.text
    }

    fn counted(&self, weight: Weight) -> usize {
        weight.text + if self.is_unshown() { weight.hidden } else { 0 }
    }

    /// How much is written in an element.
    pub fn weight(&self, element: ElementRef<'_>) -> usize {
        self.own.get(&element.id()).map_or(0, |weight| self.counted(*weight))
    }

    /// How much is written in all of the page.
    pub fn whole(&self) -> usize {
        self.counted(self.all)
    }

    /// Whether an element holds most of what a page says: hidden or not, it is the article.
    pub fn is_most(&self, element: ElementRef<'_>) -> bool {
        self.weight(element) * 2 > self.whole()
    }

    /// Whether an element says of itself that it is not seen, and is not what a script shows as soon
    /// as the page is open.
    pub fn is_hidden(&self, element: ElementRef<'_>) -> bool {
        self.hidden.contains(&element.id()) && !self.is_shown_later(element)
    }

    /// Whether a script shows an element that the page was saved with as hidden.
    pub fn is_shown_later(&self, element: ElementRef<'_>) -> bool {
        element.attr("id").is_some_and(|id| LATER.contains(&id)) || self.is_most(element)
    }
}

/// 来源：山阴县　发布时间：2018-11-10, or a date alone.
fn is_information(text: &str) -> bool {
    recognise::is_labelled(text) || dates::is_alone(text)
}

/// How much of a text is written and neither a label nor of a frame, in characters.
pub fn written(text: &str) -> usize {
    const MARKS: &[char] = &['。', '，', '；', '、', '！', '？', '.', ','];
    let text = text.trim();
    let length = text.chars().count();
    // 网站首页 | 机构职能 | 工作动态: words beside each other are no sentence.
    let longest = || {
        let runs = text.split(|c: char| c.is_whitespace() || "|｜>＞·/—-:：".contains(c));
        runs.map(|run| run.chars().count()).max().unwrap_or_default()
    };
    let short = !text.contains(MARKS) && (length < LONG || longest() < LONG);
    let is_frame = || frame::is_line(text) || frame::is_of_owner(text) || is_information(text);
    if short || is_frame() { 0 } else { length }
}

/// What the makers of well-known pages call an article that a script shows.
const LATER: &[&str] = &["js_content", "js_article", "activity-detail", "page-content"];

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
