//! PDFs as Typst makes them, and PDFs that nobody should make.

mod hostile;

use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::select;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::*;

/// A page of one text, files beside it, and two faces.
struct Page<'a> {
    main: Source,
    files: &'a [(&'a str, &'a [u8])],
}

static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
static FONTS: OnceLock<(LazyHash<FontBook>, Vec<Font>)> = OnceLock::new();

fn fonts() -> &'static (LazyHash<FontBook>, Vec<Font>) {
    FONTS.get_or_init(|| {
        let faces = ["ZhuqueFangsong-Regular.ttf", "LiberationSerif-Regular.ttf"];
        let fonts: Vec<Font> = faces
            .iter()
            .map(|name| std::fs::read(format!("{}/fonts/{name}", env!("CARGO_MANIFEST_DIR"))))
            .map(|bytes| Font::new(Bytes::new(bytes.expect("a font")), 0).expect("a font"))
            .collect();
        (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
    })
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts().0
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.main.clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash();
        let found = self.files.iter().find(|(name, _)| path.strip_prefix('/') == Some(name));
        found
            .map(|(_, bytes)| Bytes::new(bytes.to_vec()))
            .ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().1.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

const PAPER: &str = "#set page(width: 120mm, height: 80mm, margin: 15mm)\n\
    #set text(font: (\"Liberation Serif\", \"Zhuque Fangsong (technical preview)\"), size: 12pt, lang: \"zh\")\n\
    #set par(justify: true)\n";

/// What Typst makes of a text, as bytes.
fn bytes(text: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let path = VirtualPath::new("main.typ").expect("a path");
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    let world = Page { main: Source::new(id, format!("{PAPER}{text}")), files };
    let compiled = typst::compile::<PagedDocument>(&world);
    assert!(compiled.warnings.is_empty(), "{:?}", compiled.warnings);
    let document = compiled.output.expect("Typst takes it");
    typst_pdf::pdf(&document, &PdfOptions::default()).expect("a PDF")
}

fn pdf(text: &str) -> Pdf {
    Pdf::parse(bytes(text, &[])).expect("a PDF")
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_page_says_what_was_set_row_by_row() {
    let pdf = pdf("张祥要求，“煤改气”工程 2018 年完成 98.5%。\\\n— 第二行 —\n#pagebreak()\n次页");
    assert_eq!(pdf.page_count(), 2);
    let first = pdf.text(1).expect("text");
    assert_eq!(first, "张祥要求，“煤改气”工程 2018 年完成 98.5%。\n— 第二行 —");
    assert_eq!(pdf.text(2).as_deref(), Ok("次页"));
    assert_eq!(pdf.text(0).as_deref(), Ok(""));
    assert_eq!(pdf.text(3).as_deref(), Ok(""));
}

#[test]
fn a_file_of_many_objects_packed_is_read() {
    // As other programs write them: a hundred objects in an object stream.
    let objects: Vec<String> = (4..104).map(|at| format!("<< /A [{at} (x)] /B << >> >>")).collect();
    let starts = objects.iter().scan(0, |at, object| {
        let start = *at;
        *at += object.len() + 1;
        Some(start)
    });
    let head: String = (4..).zip(starts).map(|(number, at)| format!("{number} {at} ")).collect();
    let packed = format!("{head}{}", objects.join(" "));
    let stream = format!(
        "<< /Type /ObjStm /N 100 /First {} /Length {} >> stream\n{packed}\nendstream",
        head.len(),
        packed.len()
    );
    let pages = "<< /Type /Pages /Kids [3 0 R] >>";
    let pdf = Pdf::parse(hostile::written(&[hostile::CATALOG, pages, hostile::LEAF, &stream]));
    assert_eq!(pdf.map(|pdf| pdf.page_count()).ok(), Some(1));
}

#[test]
fn threads_may_share_a_pdf() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&pdf("正文"));
}

#[test]
fn outlined_text_is_read_once() {
    let pdf = pdf("#text(fill: black, stroke: 0.3pt)[粗黑的字]");
    assert_eq!(pdf.text(1).as_deref(), Ok("粗黑的字"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back(text in proptest::collection::vec(select(characters()), 1..60)) {
        let text: String = text.into_iter().collect();
        let set = pdf(&format!("#{:?}", Escaped(&text)));
        let pages = (1..=set.page_count()).map(|page| set.text(page).expect("text"));
        prop_assert_eq!(dense(&pages.collect::<String>()), dense(&text));
    }

    #[test]
    fn attachments_come_back_byte_for_byte(
        content in proptest::collection::vec(any::<u8>(), 1..4000),
        name in "[a-z一-丿0-9]{1,12}(/[a-z一-丿 ]{1,12}){0,3}\\.(md|yaml|png)",
    ) {
        let source = format!("#pdf.attach({name:?}, relationship: \"source\")\n正文");
        let pdf = Pdf::parse(bytes(&source, &[(&name, &content)])).expect("a PDF");
        let found = pdf.attachments().expect("attachments");
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].bytes, &content);
        prop_assert_eq!(&found[0].name, &name);
    }
}

/// What the faces have of ASCII, of the marks of Chinese and of its commonest 20 000 characters.
fn characters() -> Vec<char> {
    let wanted = (' '..='~').chain('\u{2010}'..='\u{2027}').chain('\u{3000}'..='\u{301f}');
    let wanted = wanted.chain('\u{4e00}'..='\u{9fa5}').chain('\u{ff01}'..='\u{ff5e}');
    let has = |c: char| fonts().1.iter().any(|font| font.info().coverage.contains(c.into()));
    wanted.filter(|&c| has(c)).collect()
}

/// A Typst string.
struct Escaped<'a>(&'a str);

impl std::fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{}\"", self.0.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[test]
fn many_attachments_keep_their_order() {
    let names: Vec<String> = (0..150).map(|number| format!("2018/{number:03}.md")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, name.as_bytes())).collect();
    let source: String = names.iter().map(|name| format!("#pdf.attach({name:?})\n")).collect();
    let pdf = Pdf::parse(bytes(&(source + "正文"), &files)).expect("a PDF");
    let found = pdf.attachments().expect("attachments");
    assert_eq!(found.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), names);
    assert!(found.iter().all(|file| file.bytes == file.name.as_bytes()));
}

#[test]
fn a_pdf_without_attachments_has_none() {
    assert_eq!(pdf("正文").attachments(), Ok(Vec::new()));
}

const FOOTER: &str = "#set page(footer: context [— #counter(page).display() —])\n";

/// The changes between two texts, as a person reads them.
fn changes(kept: &str, new: &str) -> Vec<String> {
    let [kept, new] = [kept, new].map(|text| pdf(&format!("{FOOTER}{text}")));
    let difference = compare(&kept, &new).expect("compared");
    let shown = |change: &TextChange| {
        format!(
            "{}→{}: [{}] → [{}]",
            change.kept_page,
            change.new_page,
            change.removed.join("|"),
            change.added.join("|")
        )
    };
    difference.text.iter().map(shown).collect()
}

#[test]
fn a_pdf_differs_from_itself_in_nothing() {
    let text = format!("{FOOTER}= 标题\n正文。“引文。”再来；#lorem(400)");
    let (kept, new) = (pdf(&text), pdf(&text));
    let difference = compare(&kept, &new).expect("compared");
    let pages = (kept.page_count(), kept.page_count());
    assert!(pages.0 > 2);
    assert_eq!(difference, Difference { pages, ..Difference::default() });
    assert_eq!(difference.verdict(), Verdict::Same);
}

#[test]
fn what_a_pdf_says_of_itself_is_no_difference() {
    let text = "正文。#pagebreak()次页。";
    let kept = bytes(&format!("#set document(title: \"甲\", author: \"乙\")\n{text}"), &[]);
    let new = bytes(text, &[]);
    assert_ne!(kept, new);
    let [kept, new] = [kept, new].map(|bytes| Pdf::parse(bytes).expect("a PDF"));
    assert_eq!(compare(&kept, &new).map(|difference| difference.verdict()), Ok(Verdict::Same));
}

#[test]
fn a_changed_sentence_is_told_alone() {
    assert_eq!(
        changes("甲县开会。乙县督查！丙县整改。", "甲县开会。乙县检查！丙县整改。"),
        ["1→1: [乙县督查！] → [乙县检查！]"]
    );
}

#[test]
fn titles_are_told_apart_from_the_text_below() {
    assert_eq!(
        changes("= 甲县落实\n正文如此。", "= 甲县严格落实\n正文如此。"),
        ["1→1: [甲县落实] → [甲县严格落实]"]
    );
    // A word in bold does not break a sentence, nor does a quotation's end begin one.
    assert_eq!(
        changes("他说：“*马上*办。”随后离开。", "他说：“*立即*办。”随后离开。"),
        ["1→1: [他说：“马上办。”] → [他说：“立即办。”]"]
    );
}

#[test]
fn what_came_and_what_went_has_its_page() {
    let filler = "这是很长的一句话，".repeat(40);
    assert_eq!(
        changes(&format!("{filler}完。末句。"), &format!("{filler}完。新句。末句。")),
        ["2→2: [] → [新句。]"]
    );
    assert_eq!(changes("末句。多余。", "末句。"), ["1→1: [多余。] → []"]);
}

#[test]
fn a_sentence_over_two_pages_is_one_whatever_stands_between() {
    // A note at the foot and the page number come between its halves.
    let start = "这是一个很长的句子，".repeat(20);
    let kept = format!("开头。{start}#footnote[注文。]{start}结束。末句。");
    let moved = format!("#v(2em)\n{kept}");
    assert_eq!(changes(&kept, &moved), [""; 0]);
    let changed = kept.replace("结束。", "终结。");
    let found = changes(&kept, &changed);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("结束。] → [") && found[0].ends_with("终结。]"), "{found:?}");
}

#[test]
fn verdicts_from_looks_to_text() {
    let verdict = |kept: &str, new: &str| {
        let difference = compare(&pdf(kept), &pdf(new)).expect("compared");
        (difference.verdict(), difference.first_differing_page)
    };
    assert_eq!(verdict("甲。", "甲。#place(dy: 2mm, line())"), (Verdict::Looks, Some(1)));
    assert_eq!(verdict("甲。", "#text(red)[甲。]"), (Verdict::Looks, Some(1)));
    assert_eq!(
        verdict("甲。#pagebreak()乙。", "甲。#pagebreak(weak: true)\n#v(5mm)\n乙。"),
        (Verdict::Looks, Some(2))
    );
    assert_eq!(verdict("甲。乙。", "甲。#pagebreak()乙。"), (Verdict::Pages, Some(1)));
    assert_eq!(verdict("甲。", "甲。#pagebreak()"), (Verdict::Pages, Some(2)));
    assert_eq!(verdict("甲。", "乙。"), (Verdict::Text, Some(1)));
}

#[test]
fn the_share_of_a_page_that_differs_is_measured() {
    let black = "#place(dx: -15mm, dy: -15mm, rect(width: 60mm, height: 80mm, fill: black))";
    let difference = compare(&pdf("甲"), &pdf(&format!("{black}甲"))).expect("compared");
    let [PageLooks { page: 1, share, .. }] = difference.looks[..] else {
        panic!("{difference:?}");
    };
    assert!((0.48..0.52).contains(&share), "{share}");
}

#[test]
fn pixels_are_those_of_the_page() {
    let pdf = pdf("#place(dx: -15mm, dy: -15mm, rect(width: 60mm, height: 80mm, fill: red))");
    let image = pdf.pixels(1, 25.4).expect("drawn").expect("a page");
    assert_eq!((image.width, image.height), (120, 80));
    assert_eq!(image.pixels[40 * 120 + 30], [255, 65, 54, 255]);
    assert_eq!(image.pixels[40 * 120 + 90], [255; 4]);
    assert_eq!(pdf.pixels(2, 25.4), Ok(None));
    // A page of no paper's size comes out small, not as a mountain of pixels.
    let huge = pdf.pixels(1, 1e9).expect("drawn").expect("a page");
    assert!(huge.pixels.len() <= 40_100_000, "{}", huge.pixels.len());
}

#[test]
fn two_pages_stand_side_by_side() {
    let size = |png: &[u8]| {
        let number =
            |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert!(png.starts_with(b"\x89PNG"));
        (number(16), number(20))
    };
    let (kept, new) = (pdf("甲"), pdf("乙#pagebreak()丙"));
    for page in [1, 2] {
        let png = side_by_side(&kept, &new, page, 25.4).expect("a picture");
        assert_eq!(size(&png), (120 + 8 + 120, 80));
    }
}
