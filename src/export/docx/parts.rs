//! The parts of a copy that are no text: types, relations, settings, faces, lists, page numbers, what it
//! says of itself.

use std::fmt::Write;

use super::copy::{Copy, Faces};
use super::page::Page;
use super::styles::Style;
use super::xml::{DECLARATION, NAMESPACES, escaped};
use crate::compose::wording;
use crate::model::{Layout, PageNumberPlace};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// `[Content_Types].xml`; `pictures` are the extensions of the pictures in the copy.
pub fn types(pictures: &[&str]) -> String {
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    for extension in pictures {
        let kind = if *extension == "jpg" { "jpeg" } else { extension };
        let _ = write!(out, "<Default Extension=\"{extension}\" ContentType=\"image/{kind}\"/>");
    }
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    for (part, kind) in [
        ("word/document.xml", format!("{word}.document.main+xml")),
        ("word/styles.xml", format!("{word}.styles+xml")),
        ("word/settings.xml", format!("{word}.settings+xml")),
        ("word/fontTable.xml", format!("{word}.fontTable+xml")),
        ("word/numbering.xml", format!("{word}.numbering+xml")),
        ("word/footnotes.xml", format!("{word}.footnotes+xml")),
        ("word/footer1.xml", format!("{word}.footer+xml")),
        ("word/footer2.xml", format!("{word}.footer+xml")),
        (
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml".to_owned(),
        ),
        (
            "customXml/itemProps1.xml",
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml".to_owned(),
        ),
        (
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
        ),
        (
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
        ),
        (
            "docProps/custom.xml",
            "application/vnd.openxmlformats-officedocument.custom-properties+xml".to_owned(),
        ),
    ] {
        let _ = write!(out, "<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
    }
    out.push_str("</Types>");
    out
}

/// A relation: its id, what it is, where it leads, and whether out of the file.
pub struct Relation {
    /// What the part calls it.
    pub id: String,
    /// The end of its type.
    pub kind: &'static str,
    /// A part, or an address.
    pub target: String,
    /// Whether it is an address.
    pub outside: bool,
}

/// The relations of a part.
pub fn relations(relations: &[Relation]) -> String {
    let mut out = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for Relation { id, kind, target, outside } in relations {
        let kind = if *kind == "core-properties" {
            format!("{PACKAGE}/relationships/metadata/core-properties")
        } else {
            format!("{OFFICE}/{kind}")
        };
        let mode = if *outside { " TargetMode=\"External\"" } else { "" };
        let target = escaped(target);
        let _ =
            write!(out, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>");
    }
    out.push_str("</Relationships>");
    out
}

fn inside(id: &str, kind: &'static str, target: &str) -> Relation {
    Relation { id: id.to_owned(), kind, target: target.to_owned(), outside: false }
}

/// The relations of the whole file.
pub fn of_file() -> String {
    relations(&[
        inside("rId1", "officeDocument", "word/document.xml"),
        inside("rId2", "core-properties", "docProps/core.xml"),
        inside("rId3", "extended-properties", "docProps/app.xml"),
        inside("rId4", "custom-properties", "docProps/custom.xml"),
    ])
}

/// The relation of what was written to what describes it.
pub fn of_base() -> String {
    relations(&[inside("rId1", "customXmlProps", "itemProps1.xml")])
}

/// The relations that every copy's text has.
pub fn of_document() -> Vec<Relation> {
    vec![
        inside("rId1", "styles", "styles.xml"),
        inside("rId2", "settings", "settings.xml"),
        inside("rId3", "fontTable", "fontTable.xml"),
        inside("rId4", "numbering", "numbering.xml"),
        inside("rId5", "footnotes", "footnotes.xml"),
        inside(ODD, "footer", "footer1.xml"),
        inside(EVEN, "footer", "footer2.xml"),
        inside("rId8", "customXml", "../customXml/item1.xml"),
        inside("rId9", "theme", "theme/theme1.xml"),
    ]
}

/// The relation of the page number on odd pages.
pub const ODD: &str = "rId6";
/// The same on even pages.
pub const EVEN: &str = "rId7";

/// `word/settings.xml`.
pub fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/>\
         <w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:footnotePr><w:numFmt w:val=\"decimalEnclosedCircleChinese\"/><w:footnote w:id=\"-1\"/>\
         <w:footnote w:id=\"0\"/></w:footnotePr><w:compat><w:doNotExpandShiftReturn/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" \
         w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"
    )
}

/// `word/fontTable.xml`: faces by name; none is embedded.
pub fn fonts(faces: &Faces) -> String {
    let mut out = format!("{DECLARATION}<w:fonts {NAMESPACES}>");
    let mut names = vec![&faces.masthead, &faces.title, &faces.body, &faces.kai, &faces.hei];
    names.sort();
    names.dedup();
    for name in names {
        let _ = write!(
            out,
            "<w:font w:name=\"{}\"><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/>\
             <w:pitch w:val=\"variable\"/></w:font>",
            escaped(name)
        );
    }
    let latin = escaped(&faces.latin);
    let _ = write!(
        out,
        "<w:font w:name=\"{latin}\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/>\
         <w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    );
    out
}

/// The list that all dots belong to; those with numbers follow it.
pub const DOTS: usize = 1;

/// `word/numbering.xml`: `starts` are the first numbers of the lists that have numbers.
pub fn numbering(starts: &[u64], page: &Page) -> String {
    let mut out = format!("{DECLARATION}<w:numbering {NAMESPACES}>");
    for (id, form) in [(0, "bullet"), (1, "decimal")] {
        let _ = write!(
            out,
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        );
        for level in 0..9 {
            let text = if id == 0 { "·".to_owned() } else { format!("%{}.", level + 1) };
            let left = (2 * (level + 1) + 1) * page.cell;
            let _ = write!(
                out,
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{form}\"/>\
                 <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr>\
                 <w:ind w:left=\"{left}\" w:hanging=\"{}\"/></w:pPr></w:lvl>",
                page.cell
            );
        }
        out.push_str("</w:abstractNum>");
    }
    let _ = write!(out, "<w:num w:numId=\"{DOTS}\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (index, start) in starts.iter().enumerate() {
        let id = DOTS + 1 + index;
        let start = (*start).min(i32::MAX as u64);
        let _ = write!(out, "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/>");
        for level in 0..9 {
            let _ = write!(
                out,
                "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
            );
        }
        out.push_str("</w:num>");
    }
    out.push_str("</w:numbering>");
    out
}

/// The page number: — 1 —, 空一字 from the outer edge (7.5).
pub fn footer(layout: &Layout, page: &Page, odd: bool) -> String {
    let mut out = format!(
        "{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"{}\"/>",
        Style::Footer.id()
    );
    let cell = page.cell;
    let place = match layout.page_number_place {
        PageNumberPlace::Centre => "<w:jc w:val=\"center\"/>".to_owned(),
        PageNumberPlace::Outer if odd => {
            format!("<w:ind w:rightChars=\"100\" w:right=\"{cell}\"/><w:jc w:val=\"right\"/>")
        }
        PageNumberPlace::Outer => {
            format!("<w:ind w:leftChars=\"100\" w:left=\"{cell}\"/><w:jc w:val=\"left\"/>")
        }
    };
    let _ = write!(out, "<w:spacing w:line=\"320\" w:lineRule=\"exact\"/>{place}</w:pPr>");
    if layout.page_number {
        let mark = layout.page_number_form.mark();
        let before = if mark.is_empty() { String::new() } else { format!("{mark} ") };
        let behind = if mark.is_empty() { String::new() } else { format!(" {mark}") };
        // As Latin letters: the dashes of the two sorts of faces differ.
        let run = |inner: &str| {
            format!("<w:r><w:rPr><w:rFonts w:hint=\"default\"/></w:rPr>{inner}</w:r>")
        };
        let text = |text: &str| run(&format!("<w:t xml:space=\"preserve\">{text}</w:t>"));
        if !before.is_empty() {
            out.push_str(&text(&before));
        }
        out.push_str(&run("<w:fldChar w:fldCharType=\"begin\"/>"));
        out.push_str(&run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"));
        out.push_str(&run("<w:fldChar w:fldCharType=\"separate\"/>"));
        out.push_str(&text(if odd { "1" } else { "2" }));
        out.push_str(&run("<w:fldChar w:fldCharType=\"end\"/>"));
        if !behind.is_empty() {
            out.push_str(&text(&behind));
        }
    }
    out.push_str("</w:p></w:ftr>");
    out
}

/// `docProps/core.xml`: title, author and date are the issue's, never the machine's.
pub fn core(copy: &Copy<'_>) -> String {
    let issue = copy.issue;
    let number = wording::number(issue).replace(' ', "");
    let title = escaped(&format!("{}{number}", issue.masthead.plain_name()));
    let issuers: Vec<String> =
        issue.masthead.issuers.iter().map(|text| text.value.replace('|', "")).collect();
    let author = escaped(&issuers.join("、"));
    let time = format!("{}T00:00:00Z", issue.date);
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{author}</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{time}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{time}</dcterms:modified></cp:coreProperties>"
    )
}

/// What a copy says that it was written by, until another program saves it.
const PROGRAM: &str = "jianbao";

/// `docProps/app.xml`.
pub fn app() -> String {
    format!(
        "{DECLARATION}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>{PROGRAM}</Application></Properties>"
    )
}

/// `docProps/custom.xml`: properties by which a copy is known again.
pub fn custom(properties: &[(String, String)]) -> String {
    let mut out = format!(
        "{DECLARATION}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">"
    );
    for (index, (name, value)) in properties.iter().enumerate() {
        let _ = write!(
            out,
            "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{}\" name=\"{}\">\
             <vt:lpwstr>{}</vt:lpwstr></property>",
            index + 2,
            escaped(name),
            escaped(value)
        );
    }
    out.push_str("</Properties>");
    out
}

/// `customXml/item1.xml`: what each marked paragraph said when the copy was written.
pub fn base(texts: &[(String, String)]) -> String {
    let mut out = format!("{DECLARATION}<copy xmlns=\"{BASE}\">");
    for (name, text) in texts {
        let _ = write!(out, "<p n=\"{}\">{}</p>", escaped(name), escaped(text));
    }
    out.push_str("</copy>");
    out
}

/// The namespace of that part.
pub const BASE: &str = "urn:jianbao:copy";

/// `customXml/itemProps1.xml`.
pub fn base_properties() -> String {
    format!(
        "{DECLARATION}<ds:datastoreItem ds:itemID=\"{{6A1B2C3D-0028-4E5F-8A9B-6A69616E6261}}\" \
         xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs>\
         <ds:schemaRef ds:uri=\"{BASE}\"/></ds:schemaRefs></ds:datastoreItem>"
    )
}
