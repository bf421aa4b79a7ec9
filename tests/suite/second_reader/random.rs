//! Random Word files: whatever paragraphs, tables, lists, notes, breaks, revisions and looks come
//! together, every visible sign is in the entry, in order, and nothing else.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::shown::{Gap, Height, Look, NOTE, Shown, Text};
use super::{docx, import, told_wrong};
use crate::importing::house;

#[derive(Clone, Debug)]
enum Piece {
    Plain(String),
    Bold(String),
    Struck(String),
    Raised(String),
    Lowered(String),
    Hidden(String),
    Inserted(String),
    Deleted(String),
    Field(String),
    Link(String),
    /// A content control, and whether what it shows is only what to write there.
    Control(String, bool),
    /// A box of an old form, ticked or not.
    Form(bool),
    /// The character of Symbol that is α.
    Symbol,
    Note(String),
    Tab,
    Break,
    PageBreak,
}

impl Piece {
    /// Whether readers see anything of it.
    fn is_seen(&self) -> bool {
        !matches!(
            self,
            Self::Hidden(_)
                | Self::Deleted(_)
                | Self::Control(_, true)
                | Self::Tab
                | Self::Break
                | Self::PageBreak
        )
    }
}

/// A paragraph or a table.
#[derive(Clone, Debug)]
enum Block {
    Line(Vec<Piece>),
    /// A numbered paragraph at a level.
    Item(usize, Vec<Piece>),
    Table(Vec<Vec<Vec<Vec<Piece>>>>),
    Box(Vec<Piece>, String),
    /// Two paragraphs whose end between was deleted in a revision.
    Joined(Vec<Piece>, Vec<Piece>),
}

/// Words as they stand in dispatches, and signs that mean something in Markdown. Marks stand one at a
/// time: what is mended where several meet is told, and no matter of the reader.
fn words() -> impl Strategy<Value = String> {
    "[全县各乡镇完成任务一二三a-cX0-9*_#~|<>&=+\\[\\]\\\\`{}/%]{1,8}[，。；]?"
}

/// What is struck begins and ends with no sign: beside a letter, Markdown could not say so.
fn letters() -> impl Strategy<Value = String> {
    "[全县各乡镇完成任务一二三a-cX0-9]{1,6}"
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        8 => words().prop_map(Piece::Plain),
        2 => words().prop_map(Piece::Bold),
        2 => letters().prop_map(Piece::Struck),
        1 => "[0-9+a-c县]{1,3}".prop_map(Piece::Raised),
        1 => "[0-9+a-c县]{1,3}".prop_map(Piece::Lowered),
        1 => words().prop_map(Piece::Hidden),
        1 => words().prop_map(Piece::Inserted),
        1 => words().prop_map(Piece::Deleted),
        1 => words().prop_map(Piece::Field),
        1 => words().prop_map(Piece::Link),
        1 => (words(), any::<bool>()).prop_map(|(words, empty)| Piece::Control(words, empty)),
        1 => any::<bool>().prop_map(Piece::Form),
        1 => Just(Piece::Symbol),
        1 => words().prop_map(Piece::Note),
        1 => Just(Piece::Tab),
        2 => Just(Piece::Break),
        1 => Just(Piece::PageBreak),
    ]
}

fn line() -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(piece(), 1..6)
}

fn block() -> impl Strategy<Value = Block> {
    let cell = prop::collection::vec(line(), 1..3);
    let table = prop::collection::vec(prop::collection::vec(cell, 2..=2), 1..4);
    prop_oneof![
        6 => line().prop_map(Block::Line),
        2 => (0_usize..2, line()).prop_map(|(level, line)| Block::Item(level, line)),
        2 => table.prop_map(Block::Table),
        1 => (line(), words()).prop_map(|(line, words)| Block::Box(line, words)),
        1 => (line(), line()).prop_map(|(one, other)| Block::Joined(one, other)),
    ]
}

/// What is written into a file, and what is seen of it.
#[derive(Default)]
struct Builder {
    body: String,
    notes: String,
    shown: Shown,
    counts: [usize; 2],
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn run(look: &str, text: &str) -> String {
    let text = escaped(text);
    format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

impl Builder {
    fn pieces(&mut self, pieces: &[Piece]) {
        let plain = Look::default();
        for piece in pieces {
            let (text, look, xml) = match piece {
                Piece::Plain(text) => (text, plain, run("", text)),
                Piece::Bold(text) => (text, plain, run("<w:b/>", text)),
                Piece::Struck(text) => {
                    (text, Look { struck: true, ..plain }, run("<w:strike/>", text))
                }
                Piece::Raised(text) => {
                    let look = "<w:vertAlign w:val=\"superscript\"/>";
                    (text, Look { height: Height::Raised, ..plain }, run(look, text))
                }
                Piece::Lowered(text) => {
                    let look = "<w:vertAlign w:val=\"subscript\"/>";
                    (text, Look { height: Height::Lowered, ..plain }, run(look, text))
                }
                Piece::Inserted(text) => (text, plain, format!("<w:ins>{}</w:ins>", run("", text))),
                Piece::Field(text) => {
                    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>\
                        <w:instrText> REF _a \\h </w:instrText></w:r>\
                        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
                    let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
                    (text, plain, format!("{begin}{}{end}", run("", text)))
                }
                Piece::Link(text) => {
                    let own = run("", text);
                    (text, plain, format!("<w:hyperlink w:anchor=\"_a\">{own}</w:hyperlink>"))
                }
                Piece::Control(text, is_empty) => {
                    let sort = if *is_empty { "<w:showingPlcHdr/>" } else { "<w:text/>" };
                    let own = run("", text);
                    self.body.push_str(&format!(
                        "<w:sdt><w:sdtPr>{sort}</w:sdtPr><w:sdtContent>{own}</w:sdtContent></w:sdt>"
                    ));
                    if !is_empty {
                        self.shown.body.push_str(text, plain);
                    }
                    continue;
                }
                Piece::Form(on) => {
                    let value = u8::from(*on);
                    self.body.push_str(&format!(
                        "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>\
                         <w:default w:val=\"{value}\"/></w:checkBox></w:ffData></w:fldChar></w:r>\
                         <w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>\
                         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
                         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                    ));
                    self.shown.body.push(if *on { '☑' } else { '☐' }, plain);
                    continue;
                }
                Piece::Symbol => {
                    self.body.push_str("<w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/></w:r>");
                    self.shown.body.push('α', plain);
                    continue;
                }
                Piece::Hidden(text) => {
                    self.body.push_str(&run("<w:vanish/>", text));
                    self.shown.aside.push(("hidden", text.clone()));
                    continue;
                }
                Piece::Deleted(text) => {
                    let own =
                        run("", text).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ");
                    self.body.push_str(&format!("<w:del>{own}</w:del>"));
                    self.shown.aside.push(("deletion", text.clone()));
                    continue;
                }
                Piece::Note(text) => {
                    let id = self.shown.notes.len() + 2;
                    self.body.push_str(&format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>"));
                    let own = run("", text);
                    self.notes.push_str(&format!(
                        "<w:footnote w:id=\"{id}\"><w:p><w:r><w:footnoteRef/></w:r>{own}</w:p></w:footnote>"
                    ));
                    let mut note = Text::default();
                    note.push_str(text, plain);
                    self.shown.notes.push(note);
                    self.shown.body.push(NOTE, plain);
                    continue;
                }
                Piece::Tab => {
                    self.body.push_str("<w:r><w:tab/></w:r>");
                    self.shown.body.part(Gap::Blank);
                    continue;
                }
                Piece::Break => {
                    self.body.push_str("<w:r><w:br/></w:r>");
                    self.shown.body.part(Gap::Line);
                    continue;
                }
                Piece::PageBreak => {
                    self.body.push_str("<w:r><w:br w:type=\"page\"/></w:r>");
                    self.shown.body.part(Gap::Paragraph);
                    continue;
                }
            };
            self.body.push_str(&xml);
            self.shown.body.push_str(text, look);
        }
    }

    fn paragraph(&mut self, properties: &str, pieces: &[Piece]) {
        self.shown.body.part(Gap::Paragraph);
        self.body.push_str(&format!("<w:p><w:pPr>{properties}</w:pPr>"));
        self.pieces(pieces);
        self.body.push_str("</w:p>");
        self.shown.body.part(Gap::Paragraph);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Line(line) => self.paragraph("", line),
            Block::Item(level, line) => {
                self.counts[*level] += 1;
                if *level == 0 {
                    self.counts[1] = 0;
                } else {
                    // A level that was never given begins with 1.
                    self.counts[0] = self.counts[0].max(1);
                }
                let number = match level {
                    0 => format!("{}.", self.counts[0]),
                    _ => format!("({})", self.counts[1]),
                };
                let spare = !line.iter().any(Piece::is_seen);
                self.shown.body.part(Gap::Paragraph);
                self.shown.body.number(&number, Look { spare, ..Look::default() }, true);
                let properties =
                    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>");
                self.body.push_str(&format!("<w:p><w:pPr>{properties}</w:pPr>"));
                self.pieces(line);
                self.body.push_str("</w:p>");
                self.shown.body.end();
            }
            Block::Table(rows) => {
                self.body.push_str("<w:tbl><w:tblPr/>");
                for row in rows {
                    self.body.push_str("<w:tr>");
                    for cell in row {
                        self.body.push_str("<w:tc>");
                        cell.iter().for_each(|line| self.paragraph("", line));
                        self.body.push_str("</w:tc>");
                    }
                    self.body.push_str("</w:tr>");
                }
                self.body.push_str("</w:tbl>");
            }
            Block::Joined(one, other) => {
                let deleted = "<w:rPr><w:del w:id=\"1\"/></w:rPr>";
                self.shown.body.part(Gap::Paragraph);
                self.body.push_str(&format!("<w:p><w:pPr>{deleted}</w:pPr>"));
                // A page that ends where the paragraphs met ends nothing.
                let end = one.iter().rposition(Piece::is_seen).map_or(0, |last| last + 1);
                self.pieces(&one[..end]);
                self.body.push_str("</w:p><w:p>");
                let start = other.iter().take_while(|it| !it.is_seen()).count();
                self.pieces(&other[start..]);
                self.body.push_str("</w:p>");
                self.shown.body.part(Gap::Paragraph);
            }
            Block::Box(line, words) => {
                self.shown.body.part(Gap::Paragraph);
                self.body.push_str("<w:p>");
                self.pieces(line);
                self.body.push_str(&format!(
                    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent>\
                     </v:textbox></v:shape></w:pict></w:r></w:p>",
                    run("", words)
                ));
                self.shown.body.part(Gap::Paragraph);
                self.shown.body.push_str(words, Look::default());
                self.shown.body.part(Gap::Paragraph);
            }
        }
    }

    /// The file.
    fn file(&self) -> Vec<u8> {
        const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
        let relation = |id: &str, sort: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{sort}\" Target=\"{target}\"/>")
        };
        let relations =
            |inner: &str| format!("<Relationships xmlns=\"{PACKAGE}\">{inner}</Relationships>");
        let level = |at: usize, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
                 <w:lvlText w:val=\"{text}\"/></w:lvl>"
            )
        };
        let parts = [
            ("_rels/.rels", relations(&relation("a", "officeDocument", "word/document.xml"))),
            (
                "word/_rels/document.xml.rels",
                relations(
                    &(relation("a", "footnotes", "footnotes.xml")
                        + &relation("b", "numbering", "numbering.xml")),
                ),
            ),
            (
                "word/document.xml",
                format!(
                    "<w:document xmlns:w=\"{MAIN}\" xmlns:v=\"urn:schemas-microsoft-com:vml\">\
                     <w:body>{}</w:body></w:document>",
                    self.body
                ),
            ),
            (
                "word/footnotes.xml",
                format!("<w:footnotes xmlns:w=\"{MAIN}\">{}</w:footnotes>", self.notes),
            ),
            (
                "word/numbering.xml",
                format!(
                    "<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"1\">{}{}\
                     </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>\
                     </w:numbering>",
                    level(0, "decimal", "%1."),
                    level(1, "decimal", "(%2)"),
                ),
            ),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("a zip").into_inner()
    }
}

/// A dispatch with these blocks between its first sentence and its last.
fn dispatch(blocks: &[Block]) -> (Vec<u8>, Shown) {
    let plain = |text: &str| vec![Piece::Plain(text.to_owned())];
    let mut builder = Builder::default();
    builder.paragraph("<w:jc w:val=\"center\"/>", &plain("望河县推进秋粮收储工作"));
    builder.paragraph("", &plain("11月19日，望河县召开秋粮收储工作推进会，安排部署下一阶段任务。"));
    blocks.iter().for_each(|block| builder.block(block));
    builder.paragraph(
        "",
        &plain("会议要求，各乡镇要压实责任，倒排工期，确保年底前全面完成收储任务。"),
    );
    (builder.file(), builder.shown)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96, max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_put_together_comes_out(blocks in prop::collection::vec(block(), 1..7)) {
        let (file, shown) = dispatch(&blocks);
        let project = house();
        let path = project.path("随机.docx");
        std::fs::write(&path, &file).expect("written");
        let imported = import(&project, &[&path]);
        let wrong = told_wrong(&imported[0], &shown);
        prop_assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), imported[0].entry);
        // The second reader sees what was put in.
        let again = docx::read(&file).expect("a Word file");
        prop_assert_eq!(again.body.signs, shown.body.signs);
    }
}
