//! The file of an entry, whatever its bytes: read, composed, set on pages, written as PDF.
//!
//! The first byte chooses: Markdown or YAML, final or draft, with or without a PDF.

use jianbao::testing::Typesetter;

use super::house::{House, ISSUE, choice, sound};

thread_local! {
    static HOUSE: House = House::new(&[]);
}

/// Findings point into the files; what stands on a page came from a place that is there; pages
/// without errors make a PDF.
pub fn run(data: &[u8]) {
    let (how, text) = choice(data);
    let (name, other) = match how & 1 {
        0 => ("10-a.md", "10-a.yaml"),
        _ => ("10-a.yaml", "10-a.md"),
    };
    HOUSE.with(|house| {
        house.remove(other);
        house.write(name, text);
        let set = house.press.typeset(ISSUE, how & 2 != 0).expect("readable files");
        sound(&set.diagnostics);
        if let Some(pages) = &set.value {
            for index in 0..pages.page_count() {
                for cell in pages.runs(index).iter().flat_map(|run| &run.cells) {
                    if let Some(place) = &cell.place {
                        for span in [Some(&place.span), place.field.as_ref()].into_iter().flatten()
                        {
                            assert!(span.file.text.get(span.range.clone()).is_some());
                        }
                    }
                }
            }
            let stopped = set.diagnostics.iter().any(jianbao::testing::Diagnostic::stops_pages);
            if how & 4 != 0 && !stopped {
                let pdf = pages.pdf();
                assert!(pdf.is_ok(), "{:?}", pdf.err());
            }
        }
    });
    Typesetter::forget(4);
}
