//! Which part of a page is the article, and what stands around it.
//!
//! A page that stands for itself is read whole. Of a page of a site, the smallest element is read
//! that holds nearly all that is written in sentences; its title and the lines with its date and
//! source may stand before it or behind it. Of what is left within, lines that are of the frame stay
//! out.

use std::collections::BTreeSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node, Selector};

use super::frame;
use super::lines::{self, Line};
use super::look::UNSEEN;
use super::weights::{LONG, Weights};
use crate::import::{clean, recognise};

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
/// How many lines behind an article may say who wrote it.
const BEHIND: usize = 8;

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

/// What is read of a page, and how.
#[derive(Default)]
pub struct Article {
    /// The element that is read but for its frames; none where all of the page is.
    root: Option<NodeId>,
    /// Texts before and behind it that are read.
    kept: BTreeSet<NodeId>,
    /// Elements that the root and these texts lie in.
    open: BTreeSet<NodeId>,
    /// What is left out of the root.
    frames: BTreeSet<NodeId>,
    /// Texts that begin a paragraph, though no block does: parts of a line with date and source.
    parts: BTreeSet<NodeId>,
    /// The title, without blanks.
    pub title: Option<String>,
}

/// Where a node lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In what is read.
    Inside,
    /// It holds what is read, and is nothing itself.
    Holder,
    /// In what is left out.
    Outside,
}

impl Article {
    /// That of a page. `name` is what the page calls itself.
    pub fn of(html: &Html, weights: &Weights, name: &str) -> Self {
        let body = lines::body(html);
        if is_written_alone(html) {
            return Self::default();
        }
        let all: Vec<Line<'_>> = lines::of(body, weights)
            .into_iter()
            .flat_map(|line| if is_information(&line) { line.parts() } else { vec![line] })
            .collect();
        let named = Named::of(body);
        let is_framed: Vec<bool> = all.iter().map(|line| named.holds(line)).collect();
        let is_of_site = is_of_site(&all, &is_framed);
        let root = match is_of_site && weights.whole() > 0 {
            true => innermost(body, weights),
            false => body,
        };
        let parted = Parted::of(&all, root, name, &is_framed);
        let mut article = Self { parts: parted.parts(&all), ..Self::default() };
        article.title = parted.title_of(&all, name);
        if !is_of_site {
            return article;
        }
        let keeps: Vec<bool> =
            (0..all.len()).map(|at| parted.keeps(&all, at, is_framed[at])).collect();
        let texts = |within: bool, kept: bool| -> BTreeSet<NodeId> {
            let lines = all.iter().enumerate();
            lines
                .filter(|(at, _)| parted.root.contains(at) == within && keeps[*at] == kept)
                .flat_map(|(_, line)| line.nodes.iter().map(NodeRef::id))
                .collect()
        };
        article.kept = texts(false, true);
        article.frames = texts(true, false);
        let inside = texts(true, true);
        frames(root, &mut article.frames, &inside, &named);
        // Where one of them ends, another may begin.
        let breaks: Vec<NodeId> = all
            .iter()
            .flat_map(|line| &line.nodes)
            .filter(|node| article.kept.contains(&node.id()))
            .filter_map(NodeRef::next_sibling)
            .filter(|it| it.value().as_element().is_some_and(|it| it.name() == "br"))
            .map(|it| it.id())
            .collect();
        article.kept.extend(breaks);
        let kept = all.iter().flat_map(|line| &line.nodes);
        let kept = kept.filter(|node| article.kept.contains(&node.id()));
        for node in kept.copied().chain([*root]) {
            for up in node.ancestors() {
                if !article.open.insert(up.id()) {
                    break;
                }
            }
        }
        article.root = Some(root.id());
        article
    }

    /// Where a node lies; `within` says whether the root is open.
    pub fn place(&self, id: NodeId, within: bool) -> Standing {
        match self.root {
            None => Standing::Inside,
            Some(_) if within && self.frames.contains(&id) => Standing::Outside,
            Some(root) if within || root == id || self.kept.contains(&id) => Standing::Inside,
            Some(_) if self.open.contains(&id) => Standing::Holder,
            Some(_) => Standing::Outside,
        }
    }

    /// Whether a node is the element that is read.
    pub fn is_root(&self, id: NodeId) -> bool {
        self.root == Some(id)
    }

    /// Whether all of a page is read.
    pub fn is_whole(&self) -> bool {
        self.root.is_none()
    }

    /// Whether a text begins a paragraph, though no block does.
    pub fn begins_part(&self, id: NodeId) -> bool {
        self.parts.contains(&id)
    }
}

/// Elements of a page that are frames by their kind or by what they are called.
struct Named(BTreeSet<NodeId>);

impl Named {
    fn of(body: ElementRef<'_>) -> Self {
        let mut found = BTreeSet::new();
        let mut open: Option<NodeId> = None;
        for edge in body.traverse() {
            match edge {
                Edge::Open(node) => {
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    if open.is_none() && (is_around(element) || frame::is_named(element)) {
                        open = Some(node.id());
                    }
                    if open.is_some() {
                        found.insert(node.id());
                    }
                }
                Edge::Close(node) if open == Some(node.id()) => open = None,
                Edge::Close(_) => {}
            }
        }
        Self(found)
    }

    fn holds(&self, line: &Line<'_>) -> bool {
        let parent = line.nodes.first().and_then(NodeRef::parent);
        parent.is_some_and(|parent| self.0.contains(&parent.id()))
    }
}

/// Whether something shows that a page is one of a site.
fn is_of_site(all: &[Line<'_>], is_framed: &[bool]) -> bool {
    let lines = || all.iter().zip(is_framed).filter(|(line, _)| !line.written);
    let linked = lines().filter(|(line, _)| line.leads && line.is_linked() && !line.leads_to_file);
    linked.count() > 1
        || lines().any(|(line, framed)| {
            *framed || line.is_part || frame::is_line(&line.text) || frame::is_of_owner(&line.text)
        })
}

/// The lines of a page by where they stand.
struct Parted {
    /// Those of the element that is read.
    root: std::ops::Range<usize>,
    /// Those of the title.
    title: std::ops::Range<usize>,
    /// The first of the text.
    first: usize,
    /// The last of the text.
    last: usize,
    /// Whether date or source stand between title and text.
    informed: bool,
    /// The heading of a list of other articles behind the text.
    others: usize,
}

impl Parted {
    fn of(all: &[Line<'_>], root: ElementRef<'_>, name: &str, is_framed: &[bool]) -> Self {
        let within: BTreeSet<NodeId> = root.descendants().map(|node| node.id()).collect();
        let is_within =
            |line: &Line<'_>| line.nodes.first().is_some_and(|node| within.contains(&node.id()));
        let start = all.iter().position(is_within).unwrap_or(all.len());
        let end = all.iter().rposition(is_within).map_or(start, |last| last + 1);
        let written = |at: &usize| all[*at].written && !(is_framed[*at] && all[*at].is_linked());
        let mut first = (start..end).find(written).unwrap_or(end);
        let last = (start..end).rev().find(written).map_or(end, |last| last + 1);
        let mut title = self::title(all, start, first, name, is_framed);
        // A word of greeting may stand above the title.
        let is_title = |at: &usize| {
            all[*at].heading.is_some() && named_by(&all[*at].bare(), name) > 0 && !is_framed[*at]
        };
        if title.is_empty()
            && let Some(at) = (first..last.min(first + BEHIND)).find(is_title)
        {
            title = at..at + 1;
            first = (at..end).find(written).unwrap_or(end);
        }
        let informed = (title.end..first).any(|at| is_information(&all[at]));
        let others = (last..end).find(|at| frame::is_heading(&all[*at].text)).unwrap_or(end);
        Self { root: start..end, title, first, last, informed, others }
    }

    /// Whether a line is read.
    fn keeps(&self, all: &[Line<'_>], at: usize, is_framed: bool) -> bool {
        let line = &all[at];
        let has_title = !self.title.is_empty();
        let is_frame = || {
            let leads = line.is_linked() && !line.leads_to_file && !line.text.starts_with("附件");
            leads || is_framed || frame::is_line(&line.text) || frame::is_of_owner(&line.text)
        };
        match () {
            () if self.title.contains(&at) => true,
            () if at < self.title.start.min(self.first) || (!has_title && at < self.root.start) => {
                // Before the title stands what is left of the frame, if not the date alone.
                let is_said = at > 0 && is_open(&all[at - 1]);
                let speaks = !self.informed && (has_source(line) || is_said);
                let stays = !has_title && self.root.contains(&at) && !is_frame();
                speaks || stays
            }
            () if at < self.first => {
                let is_subtitle = line.text.starts_with(['—', '－']);
                // 发布机构： and in the next cell who.
                let is_said =
                    at > 0 && is_open(&all[at - 1]) && all[at - 1].written == line.written;
                match line.is_part {
                    true => recognise::is_of_head(&line.text) && !frame::is_line(&line.text),
                    false => {
                        is_information(line)
                            || is_subtitle
                            || is_said
                            || (line.written && !is_frame())
                            || (self.root.contains(&at) && !is_frame())
                    }
                }
            }
            () if at < self.last => {
                !(frame::is_line(&line.text) || (is_framed && line.is_linked())) || line.written
            }
            () if self.root.contains(&at) => {
                at < self.others && (is_signature(line) || !is_frame())
            }
            () => at < self.root.end + BEHIND && at < self.others && is_signature(line),
        }
    }

    /// Texts that begin a paragraph within a line with date and source.
    fn parts(&self, all: &[Line<'_>]) -> BTreeSet<NodeId> {
        let parts = all.iter().take(self.first).filter(|line| line.is_part);
        parts.filter_map(|line| line.nodes.first()).map(NodeRef::id).collect()
    }

    /// The title, where the page calls itself so.
    fn title_of(&self, all: &[Line<'_>], name: &str) -> Option<String> {
        let lines = || all[self.title.clone()].iter();
        let named = lines().all(|line| named_by(&line.bare(), name) > 0);
        let title: String = lines().map(Line::bare).collect();
        (named && !title.is_empty()).then_some(title)
    }
}

/// The lines of the title: what the page calls itself by, else the last heading before the text.
fn title(
    all: &[Line<'_>],
    start: usize,
    first: usize,
    name: &str,
    is_framed: &[bool],
) -> std::ops::Range<usize> {
    let by_name = |at: usize| named_by(&all[at].bare(), name);
    let may_be = |at: &usize| !all[*at].is_linked() || all[*at].heading.is_some();
    let named = (0..first).filter(|at| by_name(*at) > 0 && may_be(at));
    let named = named.max_by_key(|at| (by_name(*at), *at));
    let level = |at: &usize| all[*at].heading.filter(|level| *level <= 3);
    let is_heading = |at: &usize| {
        let line = &all[*at];
        let near = level(at).is_some_and(|level| level <= 2) || *at >= start;
        near && !is_framed[*at] && !is_information(line) && !clean::is_numbered(&line.text)
    };
    let headings = || (0..first).filter(|at| level(at).is_some() && is_heading(at));
    let heading = headings().min_by_key(|at| (level(at), std::cmp::Reverse(*at)));
    let Some(at) = named.or(heading) else { return 0..0 };
    // Two lines of one title.
    let same = |one: usize, other: usize| all[one].block.id() == all[other].block.id();
    let goes_on = |one: usize, other: usize| same(one, other) && by_name(other) > 0;
    let mut range = at..at + 1;
    while range.start > 0 && goes_on(range.start, range.start - 1) {
        range.start -= 1;
    }
    while range.end < first && goes_on(range.end - 1, range.end) {
        range.end += 1;
    }
    range
}

/// Adds to the frames of a root the elements that hold nothing else, and pictures and windows that
/// stand before and behind what is read.
fn frames(
    root: ElementRef<'_>,
    frames: &mut BTreeSet<NodeId>,
    kept: &BTreeSet<NodeId>,
    named: &Named,
) {
    const SHOWN: &[&str] = &["img", "video", "audio", "svg", "canvas"];
    const WINDOWS: &[&str] = &["iframe", "embed", "object"];
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    let (mut seen, mut linked) = (0, 0_usize);
    let mut found = Vec::new();
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                let id = node.id();
                seen += usize::from(kept.contains(&id));
                let Some(element) = ElementRef::wrap(node) else {
                    if let Some(last) = open.last_mut() {
                        last.0 += usize::from(frames.contains(&id) || kept.contains(&id));
                        last.1 += usize::from(frames.contains(&id));
                    }
                    continue;
                };
                let name = element.value().name();
                linked += usize::from(name == "a");
                let is_shown = SHOWN.contains(&name) || WINDOWS.contains(&name);
                let outside = seen == 0 || seen == kept.len();
                let is_frame = is_shown
                    && outside
                    && !kept.is_empty()
                    && (WINDOWS.contains(&name) || linked > 0 || named.0.contains(&id));
                open.push((usize::from(is_shown), usize::from(is_frame)));
            }
            Edge::Close(node) => {
                let Some(element) = ElementRef::wrap(node) else { continue };
                linked -= usize::from(element.value().name() == "a");
                let (all, out) = open.pop().unwrap_or_default();
                if all > 0 && all == out && node.id() != root.id() {
                    found.push(node.id());
                }
                if let Some(last) = open.last_mut() {
                    last.0 += all;
                    last.1 += out;
                }
            }
        }
    }
    frames.extend(found);
}

/// Whether a line says when or by whom an article was written: 来源：山阴县　发布时间：2018-11-10.
fn is_information(line: &Line<'_>) -> bool {
    const LONGEST: usize = 120;
    let bare = line.bare();
    let leads = ["上一", "下一", "今天是", "当前位置", "您"].iter().any(|it| bare.starts_with(it));
    (4..=LONGEST).contains(&line.length)
        && !line.written
        && !leads
        && (recognise::dates::first(&line.text).is_some() || has_source(line))
}

/// 来源：…, 发布时间：….
fn has_source(line: &Line<'_>) -> bool {
    const LABELS: &[&str] = &[
        "来源",
        "稿源",
        "作者",
        "供稿",
        "发布",
        "时间",
        "日期",
        "记者",
        "通讯员",
        "发文机关",
        "发文机构",
    ];
    let text = line.bare();
    let labelled = |label: &&str| {
        text.match_indices(*label).any(|(at, _)| {
            let behind = text[at + label.len()..].chars().take(3).collect::<String>();
            behind.contains(['：', ':'])
        })
    };
    !line.written && line.length <= 120 && LABELS.iter().any(labelled)
}

/// Whether a line is a label that the next one says something for.
fn is_open(line: &Line<'_>) -> bool {
    line.text.ends_with(['：', ':']) && has_source(line)
}

/// Whether a line says by whom an article is, behind its text.
fn is_signature(line: &Line<'_>) -> bool {
    !frame::is_line(&line.text) && has_source(line) && recognise::is_labelled(&line.text)
}

/// Whether a writing program made the page: it has nothing but the text.
pub fn is_written_alone(html: &Html) -> bool {
    let Ok(marks) = Selector::parse("meta[name=generator i], meta[name=progid i]") else {
        return false;
    };
    // Word says so in the names that it uses.
    let root = html.root_element();
    if root.value().attrs().any(|(_, value)| value == "urn:schemas-microsoft-com:office:word") {
        return true;
    }
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
        // Texts in boxes of one kind, one behind the other.
        let class = |it: ElementRef<'_>| it.attr("class").unwrap_or_default().to_owned();
        let is_like = |it: ElementRef<'_>| {
            it.id() != child.id()
                && it.value().name() == child.value().name()
                && class(it) == class(child)
                && weights.weight(it) > 0
        };
        let is_row = ["td", "th"].contains(&child.value().name());
        if !is_row && root.child_elements().any(is_like) {
            return best;
        }
        let name = child.value().name();
        let most = weights.weight(child) * 10 >= weights.whole() * 6;
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

/// How much of what a page calls itself by a line is, in characters; 0 where it is none of it.
pub fn named_by(line: &str, name: &str) -> usize {
    const LEAST: usize = 5;
    let length = line.chars().count();
    if length >= LEAST && name.contains(line) { length } else { 0 }
}
