//! Files that are no PDFs, broken ones, and ones made to break their reader.

use super::*;

/// Everything that can be asked of a PDF; only its end matters.
fn ask(bytes: Vec<u8>) {
    let Ok(pdf) = Pdf::parse(bytes) else { return };
    for page in 0..=pdf.page_count().min(3) {
        let _ = pdf.text(page);
        let _ = pdf.pixels(page, 20.0);
    }
    let _ = pdf.attachments();
    let _ = compare(&pdf, &pdf);
}

fn sample() -> &'static [u8] {
    static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let source = "#pdf.attach(\"a.md\")\n= 标题\n正文，*粗*。#pagebreak()#table([一], [二])";
        bytes(source, &[("a.md", b"content")])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        ask(bytes);
    }

    #[test]
    fn a_file_cut_short(end in any::<prop::sample::Index>()) {
        ask(sample()[..end.index(sample().len())].to_vec());
    }

    #[test]
    fn a_file_with_other_bytes_in_it(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
    ) {
        let mut bytes = sample().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        ask(bytes);
    }

    /// Digits are lengths, numbers of objects and offsets: what a reader trusts.
    #[test]
    fn a_file_with_other_numbers_in_it(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), b'0'..=b'9'), 1..20),
    ) {
        let mut bytes = sample().to_vec();
        let digits: Vec<usize> =
            (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
        for (at, digit) in changes {
            bytes[digits[at.index(digits.len())]] = digit;
        }
        ask(bytes);
    }
}

/// A PDF of these objects, the first of them the catalog.
pub fn written(objects: &[&str]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let at = file.len();
    let size = objects.len() + 1;
    file += &format!("{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n");
    file.into_bytes()
}

pub const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";
pub const LEAF: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>";

#[test]
fn a_plain_tree_of_pages_is_read() {
    let pages = "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>";
    let pdf = Pdf::parse(written(&[CATALOG, pages, LEAF, LEAF])).expect("a PDF");
    assert_eq!(pdf.page_count(), 2);
}

#[test]
fn pages_that_are_their_own_parents() {
    let refused = |objects: &[&str]| {
        assert_eq!(Pdf::parse(written(objects)).err(), Some(Unreadable::Broken), "{objects:?}");
    };
    refused(&[CATALOG, "<< /Type /Pages /Kids [2 0 R] >>"]);
    refused(&[CATALOG, "<< /Type /Pages /K#69ds [3 0 R] >>", "<< /Type /Pages /Kids [2 0 R] >>"]);
    refused(&[
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] >>",
        "<< /Type /Pages /Kids [4 0 R] >>",
        "<< /Type /Pages /Kids [3 0 R] >>",
    ]);
    refused(&[CATALOG, "<< /Type /Pages /Kids 3 0 R >>", "[2 0 R]"]);
    refused(&[CATALOG, "<< /Type /Pages /Kids [<< /Type /Pages /Kids [2 0 R] >>] >>"]);
}

#[test]
fn brackets_without_end() {
    for depth in [1_000, 100_000, 5_000_000] {
        let open = "[".repeat(depth);
        ask(written(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] >>", LEAF, &open]));
        ask(written(&[&format!("<< /Pages 2 0 R /X {open}"), "<< /Kids [3 0 R] >>", LEAF]));
        let content = format!("<< /Length {} >> stream\n{open}\nendstream", depth);
        let page = "<< /Type /Page /Contents 4 0 R /MediaBox [0 0 100 100] >>";
        ask(written(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] >>", page, &content]));
    }
}

#[test]
fn a_name_tree_in_a_circle() {
    let catalog = "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 4 0 R >> >>";
    let objects = [catalog, "<< /Kids [3 0 R] >>", LEAF, "<< /Kids [4 0 R] >>"];
    let pdf = Pdf::parse(written(&objects)).expect("a PDF");
    assert_eq!(pdf.attachments(), Ok(Vec::new()));
}

/// Each node has the next one twice for its child: a file of forty objects with 2^40 leaves.
fn doubling(first: usize, leaf: &str) -> Vec<String> {
    let node = |at: usize| format!("<< /Type /Pages /Kids [{} 0 R {} 0 R] >>", at + 1, at + 1);
    (0..40).map(|at| node(first + at)).chain([leaf.to_owned()]).collect()
}

#[test]
fn trees_that_double_at_every_level() {
    let pages = doubling(2, LEAF);
    let objects: Vec<&str> = std::iter::once(CATALOG).chain(pages.iter().map(|x| &**x)).collect();
    assert_eq!(Pdf::parse(written(&objects)).err(), Some(Unreadable::Broken));
}

#[test]
fn a_page_larger_than_the_earth() {
    let leaf = "<< /Type /Page /MediaBox [0 0 1e30 1e30] >>";
    ask(written(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] >>", leaf]));
    let leaf = "<< /Type /Page /MediaBox [0 0 0 -5] >>";
    ask(written(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] >>", leaf]));
}
