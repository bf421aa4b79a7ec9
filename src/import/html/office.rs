//! What writing programs put into the pages that they save: revisions, remarks, footnotes, tables of
//! contents.

use std::collections::BTreeMap;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use super::css::Said;
use crate::import::bare::dense;

/// What an element of a writing program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text that a revision took out.
    Deletion,
    /// The mark of a remark, or an ornament beside it.
    Anchor,
    /// A remark.
    Comment,
    /// A line of a table of contents.
    Contents,
    /// A header or footer.
    Header,
}

/// What an element is, by what its program wrote; `None` where it is text like any other.
pub fn part(element: ElementRef<'_>, said: &[Said]) -> Option<Part> {
    let is = |property: &str, value: &str| {
        said.iter().any(|(name, said)| *name == property && said.as_str() == value)
    };
    let class = |name: &str| element.value().classes().any(|it| it.eq_ignore_ascii_case(name));
    let name = element.value().name();
    let dated = element.attr("cite").is_some() || element.attr("datetime").is_some();
    let id = element.attr("id").unwrap_or_default();
    // LibreOffice calls them so.
    let titled = name == "div" && matches!(element.attr("title"), Some("header" | "footer"));
    match () {
        () if class("msodel") || (name == "del" && dated) => Some(Part::Deletion),
        () if is("mso-special-character", "comment") || class("msocomanchor") => Some(Part::Anchor),
        () if class("msocomoff") || class("msocommentreference") => Some(Part::Anchor),
        () if is("mso-element", "comment") || class("msocomtxt") || id.starts_with("_com_") => {
            Some(Part::Comment)
        }
        () if titled || is("mso-element", "header") || is("mso-element", "footer") => {
            Some(Part::Header)
        }
        () if (1..=9).any(|level| class(&format!("msotoc{level}"))) || class("msotocheading") => {
            Some(Part::Contents)
        }
        () => None,
    }
}

/// Footnotes of a page: links to a place that links back.
#[derive(Default)]
pub struct Notes<'h> {
    /// Marks in the text, with the numbers of their notes.
    pub marks: BTreeMap<NodeId, usize>,
    /// What holds the text of each note, and the mark that stands before it.
    pub texts: Vec<(ElementRef<'h>, String)>,
    /// The same by what holds it.
    pub holders: BTreeMap<NodeId, usize>,
    /// Links from notes to their marks.
    pub back: BTreeMap<NodeId, ()>,
    /// Marks whose note is missing.
    pub lost: BTreeMap<NodeId, ()>,
}

impl<'h> Notes<'h> {
    /// The most links that are looked at.
    const MOST: usize = 20_000;
    /// The most links back to one mark.
    const BACK: usize = 20;

    /// Those of a page.
    pub fn of(html: &'h Html) -> Self {
        let mut notes = Self::default();
        let (Ok(links), Ok(named)) = (Selector::parse("a[href]"), Selector::parse("[id], a[name]"))
        else {
            return notes;
        };
        let mut places: BTreeMap<&str, ElementRef<'h>> = BTreeMap::new();
        for place in html.select(&named) {
            for name in [place.attr("id"), place.attr("name")].into_iter().flatten() {
                places.entry(name).or_insert(place);
            }
        }
        let target = |link: &ElementRef<'h>| link.attr("href")?.rsplit_once('#').map(|(_, id)| id);
        let all: Vec<ElementRef<'h>> = html.select(&links).take(Self::MOST).collect();
        // Which links lead to a place.
        let mut leading: BTreeMap<&str, Vec<ElementRef<'h>>> = BTreeMap::new();
        for link in &all {
            if let Some(id) = target(link) {
                leading.entry(id).or_default().push(*link);
            }
        }
        for link in all {
            if notes.back.contains_key(&link.id()) || !is_mark(link) {
                continue;
            }
            let Some(id) = target(&link) else { continue };
            let Some(place) = places.get(id) else {
                if is_named_note(id) {
                    notes.lost.insert(link.id(), ());
                }
                continue;
            };
            let Some(holder) = holder(*place, link) else { continue };
            let back: Vec<NodeId> = own_names(link)
                .iter()
                .flat_map(|name| leading.get(name).into_iter().flatten().take(Self::BACK))
                .filter(|back| back.ancestors().any(|up| up.id() == holder.id()))
                .map(|back| back.id())
                .collect();
            let raised = link
                .ancestors()
                .take(3)
                .filter_map(ElementRef::wrap)
                .any(|it| it.value().name() == "sup");
            let stands_before = place.id() > link.id();
            if (back.is_empty() && !(raised && is_named_note(id))) || !stands_before {
                continue;
            }
            // A link back has the mark in it.
            let mark = match back.is_empty() {
                true => link.text().collect::<String>().trim().to_owned(),
                false => String::new(),
            };
            notes.back.extend(back.into_iter().map(|id| (id, ())));
            let number = *notes.holders.entry(holder.id()).or_insert_with(|| {
                notes.texts.push((holder, mark));
                notes.texts.len() - 1
            });
            notes.marks.insert(link.id(), number);
        }
        notes
    }
}

/// Whether a link is as short as a mark: `[1]`, ①, *.
fn is_mark(link: ElementRef<'_>) -> bool {
    const LONGEST: usize = 8;
    let text: String = link.text().flat_map(str::chars).take(200).collect();
    let text = dense(&text);
    let is_mark = |c: char| !c.is_alphabetic() || "注尾脚释ivxabc".contains(c);
    !text.is_empty() && text.chars().count() <= LONGEST && text.chars().all(is_mark)
}

/// Whether a place is called as programs call those of notes.
fn is_named_note(id: &str) -> bool {
    let id = id.trim_start_matches('_').to_lowercase();
    ["ftn", "edn", "fn", "footnote", "endnote", "sdfootnote", "sdendnote", "cite_note", "note"]
        .iter()
        .any(|start| id.starts_with(start))
}

/// The names by which a mark may be led to: its own, and those of what is closest around it.
fn own_names<'h>(link: ElementRef<'h>) -> Vec<&'h str> {
    let around = link.ancestors().take(2).filter_map(ElementRef::wrap);
    let within = link.descendants().filter_map(ElementRef::wrap).take(8);
    around.chain(within).flat_map(|it| [it.attr("id"), it.attr("name")]).flatten().collect()
}

/// What holds the text of a note whose place was found: the paragraph, or the item or box of its own.
fn holder<'h>(place: ElementRef<'h>, mark: ElementRef<'h>) -> Option<ElementRef<'h>> {
    const HIGHEST: usize = 6;
    const HOLDERS: &[&str] = &["p", "li", "dd", "td", "div", "aside", "section"];
    let holds_mark = |it: &ElementRef<'h>| mark.ancestors().any(|up| up.id() == it.id());
    let up = [place].into_iter().chain(place.ancestors().filter_map(ElementRef::wrap));
    let mut found: Option<ElementRef<'h>> = None;
    for it in up.take(HIGHEST) {
        let name = it.value().name();
        if holds_mark(&it) || ["body", "html", "ol", "ul", "table"].contains(&name) {
            break;
        }
        let own = name == "li" || (name == "div" && (it.attr("id").is_some_and(is_named_note)));
        if own || (found.is_none() && HOLDERS.contains(&name)) {
            found = Some(it);
        }
        if own {
            break;
        }
    }
    found
}
