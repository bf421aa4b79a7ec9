//! The headings of a document, as a reader lists them beside its pages.

use typst::foundations::{NativeElement, StyleChain};
use typst::introspection::{Introspector, Location, PagedPosition};
use typst::model::HeadingElem;
use typst_layout::PagedDocument;

use super::{SceneHeading, ScenePlace};

/// Its headings, without those that no list shows.
pub fn headings(pages: &PagedDocument) -> Vec<SceneHeading> {
    let introspector = pages.introspector();
    let found = introspector.query(&HeadingElem::ELEM.select());
    let headings = found.iter().filter_map(|content| {
        let heading = content.to_packed::<HeadingElem>()?;
        let listed = heading.bookmarked.get(StyleChain::default());
        if !listed.unwrap_or_else(|| heading.outlined.get(StyleChain::default())) {
            return None;
        }
        let words = heading.body.plain_text();
        let title = match &heading.numbers {
            Some(number) => format!("{number} {words}"),
            None => words.to_string(),
        };
        let level = heading.resolve_level(StyleChain::default()).get();
        Some(SceneHeading { level, title, place: place_of(pages, content.location()?)? })
    });
    headings.collect()
}

/// Where an element stands.
pub fn place_of(pages: &PagedDocument, location: Location) -> Option<ScenePlace> {
    pages.introspector().position(location).map(place)
}

/// A position of Typst in mm.
pub fn place(position: PagedPosition) -> ScenePlace {
    let PagedPosition { page, point } = position;
    ScenePlace { page: page.get() - 1, x: point.x.to_mm(), y: point.y.to_mm() }
}
