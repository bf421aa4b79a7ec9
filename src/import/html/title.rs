//! The title of a page that its text does not show as one: what the page calls itself by tells.

use scraper::{Html, Selector};

use crate::import::bare::dense;
use crate::import::document::{Align, Block, Document, Dropped, Paragraph, Run};

/// How many paragraphs a title may stand behind.
const HEAD: usize = 12;
/// The fewest characters of a title.
const LEAST: usize = 6;

/// What a page calls itself by, without blanks: to other programs, and in the frame of the window.
pub fn names(html: &Html) -> Vec<String> {
    let places = [
        ("meta[property='og:title']", Some("content")),
        ("meta[name=ArticleTitle i]", Some("content")),
        ("head > title", None),
    ];
    let mut names = Vec::new();
    for (selector, attribute) in places {
        let Ok(selector) = Selector::parse(selector) else { continue };
        for element in html.select(&selector).take(1) {
            let name = match attribute {
                Some(attribute) => element.attr(attribute).unwrap_or_default().to_owned(),
                None => element.text().collect(),
            };
            let name: String = name.chars().take(300).filter(|c| !c.is_whitespace()).collect();
            names.extend(Some(name).filter(|name| !name.is_empty()));
        }
    }
    names
}

/// Marks the paragraph that is the title, where no heading does; where there is none, the name of
/// the page stands for it. `found` is the title that was found among the lines of the page.
pub fn settle(document: &mut Document, names: &[String], found: Option<&str>, written_alone: bool) {
    if let Some(found) = found
        && mark(document, found)
    {
        return;
    }
    let has_heading =
        paragraphs(document).any(|it| it.is_title || it.level.is_some_and(|level| level <= 2));
    if has_heading {
        return;
    }
    let shown = |it: &Paragraph| dense(&it.text());
    let fits =
        |text: &str| text.chars().count() >= LEAST && names.iter().any(|name| name.contains(text));
    let best = paragraphs(document)
        .map(&shown)
        .filter(|text| fits(text))
        .max_by_key(|text| text.chars().count());
    if let Some(best) = best {
        for block in document.blocks.iter_mut().take(HEAD) {
            if let Block::Paragraph(paragraph) = block
                && shown(paragraph) == best
            {
                paragraph.is_title = true;
                break;
            }
        }
        return;
    }
    let is_centered = |it: &Paragraph| it.align == Align::Center || it.is_bold();
    if written_alone || paragraphs(document).any(is_centered) {
        return;
    }
    let Some(name) = names.iter().map(|name| own_part(name)).find(|name| {
        let han = name.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
        han >= LEAST
    }) else {
        return;
    };
    // Where the text begins with the very words, in two lines or within a sentence, it has them.
    let text: String = paragraphs(document).map(shown).collect();
    if text.contains(name) {
        return;
    }
    let run = Run { text: name.to_owned(), ..Run::default() };
    let title = Paragraph { runs: vec![run], is_title: true, ..Paragraph::default() };
    document.drop_text(Dropped::PageName, name);
    document.blocks.insert(0, Block::Paragraph(title));
}

/// Marks the paragraphs that are a title, as lines of it where they are several.
fn mark(document: &mut Document, title: &str) -> bool {
    let mut rest = title;
    let mut at = Vec::new();
    for (index, block) in document.blocks.iter().enumerate().take(HEAD) {
        let Block::Paragraph(paragraph) = block else { continue };
        let shown = dense(&paragraph.text());
        match rest.strip_prefix(shown.as_str()) {
            Some(left) if !shown.is_empty() => {
                rest = left;
                at.push(index);
            }
            _ if !at.is_empty() => break,
            _ => {}
        }
    }
    if !rest.is_empty() {
        return false;
    }
    for index in at {
        if let Some(Block::Paragraph(paragraph)) = document.blocks.get_mut(index)
            && paragraph.level != Some(1)
        {
            paragraph.is_title = true;
        }
    }
    true
}

/// The paragraphs among which a title may be.
fn paragraphs(document: &Document) -> impl Iterator<Item = &Paragraph> {
    document.blocks.iter().take(HEAD).filter_map(Block::paragraph)
}

/// A name without that of the site, which stands behind it.
fn own_part(name: &str) -> &str {
    name.split(['_', '|', '-', '–', '—', '·']).next().unwrap_or(name)
}
