//! A copy that came back, as plain paragraphs: what it says with all tracked changes accepted, by which
//! bookmarks its paragraphs are known, who changed and who remarked what.
//!
//! Reads with the importer's package and XML, within their bounds; judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::export::docx;
use crate::import::docx::xml::Element;
use crate::import::docx::{Damage, package::Package};
use crate::markdown::OBJECT;

/// The most parts that are looked through for what the copy once said.
const MOST_ITEMS: usize = 20;
/// The most paragraphs, as the importer has it: a book has fewer.
const MOST_PARAGRAPHS: usize = 20_000;

/// A copy that came back.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// Of which issue it says it is, and what it calls itself: 2018/28 送审稿.
    pub about: Option<String>,
    /// The files of its entries with their digests, in their order.
    pub sources: Vec<(String, String)>,
    /// What its paragraphs said when it was written, by their names and in their order; empty where a
    /// program did not keep it.
    pub base: Vec<(String, String)>,
    /// Its paragraphs, those of footnotes last.
    pub paragraphs: Vec<Paragraph>,
    /// Whether it has programs in it, which nobody runs.
    pub has_macros: bool,
}

/// A paragraph of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Bookmarks that begin in it.
    pub marks: Vec<String>,
    /// What it says: [`OBJECT`] for pictures and marks of notes, `\n` for new lines.
    pub text: String,
    /// The id of its style.
    pub style: String,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// Whether it stands in a footnote.
    pub in_note: bool,
    /// Who tracked changes in it.
    pub authors: BTreeSet<String>,
    /// What was remarked on it: who, and what.
    pub remarks: Vec<(String, String)>,
}

/// Reads a copy.
///
/// # Errors
/// [`Damage`] when it cannot be read whole.
pub fn read(bytes: &[u8]) -> Result<Copy, Damage> {
    let mut package = Package::open(bytes)?;
    let main = package.relations("")?.get("=officeDocument").cloned().flatten();
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let root = package.part(&main)?.ok_or(Damage::NoDocument)?;
    let body = root.child("w:body").filter(|_| root.name == "w:document");
    let body = body.ok_or(Damage::NoDocument)?;
    let relations = package.relations(&main)?;
    let mut part = |kind: &str| match relations.get(kind).cloned().flatten() {
        Some(name) => package.part(&name),
        None => Ok(None),
    };
    let comments = part("=comments")?.unwrap_or_default();
    let notes = part("=footnotes")?;
    let has_macros = relations.contains_key("=vbaProject");
    let comments = comments.children().filter_map(|comment| {
        let author = comment.attribute("w:author").unwrap_or_default().to_owned();
        let mut said = Vec::new();
        for paragraph in comment.children().filter(|it| it.name == "w:p") {
            let mut reader = Reader::default();
            reader.paragraph(paragraph);
            said.extend(reader.done.into_iter().map(|it| it.text));
        }
        Some((comment.attribute("w:id")?.to_owned(), (author, said.join(" ").trim().to_owned())))
    });
    let mut reader = Reader { comments: comments.collect(), ..Reader::default() };
    reader.blocks(body);
    reader.end();
    if let Some(notes) = &notes {
        reader.in_note = true;
        for note in notes.children().filter(|note| note.attribute("w:type").is_none()) {
            reader.blocks(note);
            reader.end();
        }
    }
    let mut copy = Copy { paragraphs: reader.done, has_macros, ..Copy::default() };
    properties(&mut package, &mut copy)?;
    for index in 1..=MOST_ITEMS {
        let Some(root) = package.part(&format!("customXml/item{index}.xml")).ok().flatten() else {
            continue;
        };
        // The importer's reader puts names of namespaces that it does not know into one form.
        if root.attribute("xmlns") == Some(docx::BASE_PART) || root.name.ends_with(":copy") {
            let texts =
                root.children().filter_map(|it| Some((it.attribute("n")?.to_owned(), it.text())));
            copy.base = texts.collect();
            break;
        }
    }
    let most = copy.paragraphs.len().max(copy.base.len());
    if most > MOST_PARAGRAPHS { Err(Damage::TooLarge) } else { Ok(copy) }
}

fn properties(package: &mut Package<'_>, copy: &mut Copy) -> Result<(), Damage> {
    let Some(root) = package.part("docProps/custom.xml")? else { return Ok(()) };
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    for property in root.children() {
        let value = property.children().next().map(Element::text).unwrap_or_default();
        if let Some(name) = property.attribute("name") {
            values.insert(name, value);
        }
    }
    copy.about = values.remove(docx::PROPERTY);
    while let Some(value) = values.remove(docx::entry_property(copy.sources.len()).as_str()) {
        let (digest, file) = value.split_once(' ').unwrap_or(("", value.as_str()));
        copy.sources.push((file.to_owned(), digest.to_owned()));
    }
    Ok(())
}

#[derive(Default)]
struct Reader {
    comments: BTreeMap<String, (String, String)>,
    done: Vec<Paragraph>,
    /// A paragraph whose end was deleted, and goes on in the next one.
    open: Option<Paragraph>,
    /// Bookmarks that begin between paragraphs.
    waiting: Vec<String>,
    tables: usize,
    in_note: bool,
    /// Fields that are open: what each says it is, and whether its result is read.
    fields: Vec<(String, bool)>,
}

impl Reader {
    fn end(&mut self) {
        self.done.extend(self.open.take());
        self.waiting.clear();
        self.fields.clear();
    }

    fn blocks(&mut self, parent: &Element) {
        for element in parent.children() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element),
                "w:tbl" => {
                    self.done.extend(self.open.take());
                    self.tables += 1;
                    self.blocks(element);
                    self.tables -= 1;
                }
                "w:bookmarkStart" => {
                    self.waiting.extend(element.attribute("w:name").map(str::to_owned));
                }
                "w:tr" if is_deleted(element.at(&["w:trPr"])) => {}
                "w:tr" | "w:tc" | "w:sdtContent" | "w:sdt" | "w:ins" | "w:moveTo"
                | "w:customXml" | "w:smartTag" => self.blocks(element),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let properties = element.child("w:pPr");
        let mut paragraph = self.open.take().unwrap_or_else(|| Paragraph {
            style: properties.and_then(|it| it.value("w:pStyle")).unwrap_or_default().to_owned(),
            in_table: self.tables > 0,
            in_note: self.in_note,
            ..Paragraph::default()
        });
        paragraph.marks.append(&mut self.waiting);
        self.inline(element, &mut paragraph);
        let mark = properties.and_then(|it| it.child("w:rPr"));
        let author = mark.and_then(|mark| {
            mark.children().find(|it| {
                matches!(it.name.as_str(), "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo")
            })
        });
        paragraph.authors.extend(author.and_then(|it| it.attribute("w:author")).map(str::to_owned));
        if is_deleted(mark) {
            self.open = Some(paragraph);
        } else {
            self.done.push(paragraph);
        }
    }

    fn inline(&mut self, parent: &Element, paragraph: &mut Paragraph) {
        for element in parent.children() {
            match element.name.as_str() {
                "w:r" => self.run(element, paragraph),
                "w:ins" | "w:moveTo" => {
                    paragraph.authors.extend(element.attribute("w:author").map(str::to_owned));
                    self.inline(element, paragraph);
                }
                "w:del" | "w:moveFrom" => {
                    paragraph.authors.extend(element.attribute("w:author").map(str::to_owned));
                }
                "w:bookmarkStart" => {
                    paragraph.marks.extend(element.attribute("w:name").map(str::to_owned));
                }
                "w:fldSimple" => {
                    let code = element.attribute("w:instr").unwrap_or_default();
                    if !self.is_counted(code, paragraph) {
                        self.inline(element, paragraph);
                    }
                }
                "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:sdt" | "w:sdtContent"
                | "w:bdo" | "w:dir" => self.inline(element, paragraph),
                _ => {}
            }
        }
    }

    /// Whether what a field shows is no text of an author: a number that is counted. The mark of a note
    /// that is referred to once more is one.
    fn is_counted(&self, code: &str, paragraph: &mut Paragraph) -> bool {
        match code.split_whitespace().next().unwrap_or_default() {
            "NOTEREF" => {
                paragraph.text.push(OBJECT);
                true
            }
            "PAGEREF" | "PAGE" | "NUMPAGES" => true,
            _ => false,
        }
    }

    fn run(&mut self, run: &Element, paragraph: &mut Paragraph) {
        if run.child("w:rPr").and_then(|look| look.toggle("w:vanish")) == Some(true) {
            return;
        }
        for element in run.children() {
            let hidden = self.fields.iter().any(|(_, read)| !read);
            match element.name.as_str() {
                "w:fldChar" => match element.attribute("w:fldCharType") {
                    Some("begin") => self.fields.push((String::new(), false)),
                    Some("separate") => {
                        if let Some((code, _)) = self.fields.last().cloned() {
                            let counted = self.is_counted(&code, paragraph);
                            if let Some(field) = self.fields.last_mut() {
                                field.1 = !counted;
                            }
                        }
                    }
                    Some("end") => drop(self.fields.pop()),
                    _ => {}
                },
                "w:instrText" => {
                    if let Some((code, _)) = self.fields.last_mut() {
                        code.push_str(&element.text());
                    }
                }
                "w:commentReference" => {
                    let id = element.attribute("w:id").unwrap_or_default();
                    paragraph.remarks.extend(self.comments.get(id).cloned());
                }
                _ if hidden => {}
                "w:t" => paragraph.text.push_str(&element.text().replace(['\t', '\n', '\r'], " ")),
                "w:tab" | "w:ptab" => paragraph.text.push(' '),
                "w:br" if matches!(element.attribute("w:type"), Some("page" | "column")) => {}
                "w:br" | "w:cr" => paragraph.text.push('\n'),
                "w:noBreakHyphen" => paragraph.text.push('-'),
                "w:footnoteReference" | "w:endnoteReference" => paragraph.text.push(OBJECT),
                // One that floats stands beside the text and not in it.
                "w:drawing" if element.child("wp:anchor").is_none() => paragraph.text.push(OBJECT),
                "w:pict" | "w:object" => paragraph.text.push(OBJECT),
                _ => {}
            }
        }
    }
}

/// Whether properties say that what they belong to was deleted, or moved elsewhere.
fn is_deleted(properties: Option<&Element>) -> bool {
    properties.is_some_and(|it| {
        it.children().any(|it| matches!(it.name.as_str(), "w:del" | "w:moveFrom"))
    })
}
