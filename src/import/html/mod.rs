//! Web pages saved from a browser or a writing program → [`Document`]: the article, as it is shown.
//!
//! What stands around the article is left out and told. Nothing is fetched: a page knows only what
//! lies beside it.

mod address;
mod article;
mod colour;
mod controls;
mod css;
mod dates;
mod formula;
mod frame;
mod left;
mod lines;
mod list;
mod look;
mod office;
mod page;
mod picture;
mod reader;
mod table;
mod title;
mod walk;
mod weights;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::document::{Block, Document, Dropped};
use article::Article;
use css::Sheets;
use look::Look;
use reader::Reader;
use weights::Weights;

/// Reads a page; `beside` fetches what lies beside it, by the address that the page names.
/// `None` when there is more of it than an article can have.
pub fn read(text: &str, beside: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Option<Document> {
    let html = page::tree(text)?;
    let sheets = Sheets::of(&html, beside);
    let weights = Weights::of(&html, &sheets);
    let notes = office::Notes::of(&html);
    let named = title::names(&html);
    let article = Article::of(&html, &weights, &named.concat());
    let mut reader = Reader::new(&sheets, &weights, &notes, &article, beside);
    reader.stand_ins = address::stand_ins(&html);
    reader.walk(html.root_element(), Look::default());
    reader.end_notes();
    let mut document = reader.document;
    title::settle(
        &mut document,
        &named,
        article.title.as_deref(),
        article::is_written_alone(&html),
    );
    struck(&mut document);
    Some(document)
}

/// All words of an element, seen or not.
fn all_words(element: ElementRef<'_>) -> String {
    let is_text = |node: &NodeRef<'_, Node>| {
        let outer = node.parent().and_then(ElementRef::wrap);
        !outer.is_some_and(|outer| look::UNSEEN.contains(&outer.value().name()))
    };
    let texts = element.descendants().filter(is_text).filter_map(|it| it.value().as_text());
    texts.map(|text| &**text).collect()
}

/// The words of a part of a page that a reader sees, with blanks between its lines.
fn words(node: NodeRef<'_, Node>, sheets: &Sheets) -> String {
    let mut out = String::new();
    let mut skipped = None;
    for edge in node.traverse() {
        match edge {
            Edge::Close(node) => {
                if skipped == Some(node.id()) {
                    skipped = None;
                }
            }
            Edge::Open(_) if skipped.is_some() => {}
            Edge::Open(node) => match node.value() {
                Node::Text(text) => {
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !text.is_empty() {
                        out.push_str(&text);
                    }
                }
                Node::Element(element) => {
                    let name = element.name();
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    let (_, own) = Look::default().within(element, &sheets.said(element, 8));
                    if look::UNSEEN.contains(&name) || own.gone || own.unseen {
                        skipped = Some(node.id());
                    } else if controls::is_control(name) {
                        let control = controls::read(element);
                        out.push_str(&control.shown);
                        out.push_str(&control.left_out.join(" "));
                        skipped = Some(node.id());
                    } else if (own.block || name == "a" || name == "br") && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                _ => {}
            },
        }
    }
    out.trim().to_owned()
}

/// Tells what is struck out, each stretch with its words.
fn struck(document: &mut Document) {
    let mut told: Vec<String> = Vec::new();
    let mut one = |paragraph: &super::document::Paragraph| {
        let mut goes_on = false;
        for run in paragraph.runs.iter().filter(|run| !run.text.is_empty()) {
            match told.last_mut().filter(|_| run.struck && goes_on) {
                Some(last) => last.push_str(&run.text),
                None if run.struck => told.push(run.text.clone()),
                None => {}
            }
            goes_on = run.struck;
        }
    };
    document.blocks.iter().flat_map(Block::paragraphs).for_each(&mut one);
    document.notes.iter().flatten().for_each(&mut one);
    for text in told.iter().filter(|text| !text.trim().is_empty()) {
        document.drop_text(Dropped::Struck, text);
    }
}

#[cfg(test)]
mod site_tests;
#[cfg(test)]
mod tests;
