//! The styles of a copy: whoever changes one changes everything that is set in it.
//!
//! Elements stand in the order of the schema (ISO/IEC 29500-1, 17.7 and 17.3).

use std::fmt::Write;

use super::copy::Faces;
use super::page::{Page, half_points};
use super::xml::{DECLARATION, NAMESPACES, escaped};

/// The style of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// 正文.
    Normal,
    /// A paragraph of running text, indented by two characters.
    Text,
    /// The title of the leading entry.
    Title,
    /// The title of any other entry.
    ItemTitle,
    /// 栏目.
    Column,
    /// 一、 to （1）.
    Level(u8),
    /// 编者按.
    Note,
    /// A quotation.
    Quote,
    /// An item of a list.
    Item,
    /// A line of code.
    Code,
    /// （××供稿）.
    Source,
    /// The unit and the date under a notice.
    Signature,
    /// 附件1.
    AnnexLabel,
    /// Above a table.
    TableTitle,
    /// In a table.
    Cell,
    /// A picture alone.
    Picture,
    /// Under a picture.
    Caption,
    /// 密级 and 份号.
    Mark,
    /// The red line above the name.
    Prefix,
    /// The name.
    Name,
    /// 期号.
    Number,
    /// 编发单位 and date.
    Issuer,
    /// The red rule.
    Rule,
    /// 本期要目.
    ContentsHead,
    /// A column in it.
    ContentsColumn,
    /// An entry in it.
    ContentsEntry,
    /// 报送发.
    Recipients,
    /// 印发.
    Colophon,
    /// The text of a footnote.
    Footnote,
    /// The number of a page.
    Footer,
}

/// The faces that a style is set in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Body,
    Kai,
    Hei,
    Title,
    Masthead,
    Latin,
}

/// What a style is.
struct Form {
    /// As Word calls it in the list of styles.
    name: &'static str,
    /// The style that it changes.
    base: Option<&'static str>,
    face: Face,
    /// In pt; that of the body where there is none.
    size: Option<f64>,
    red: bool,
    keep: bool,
    align: Option<&'static str>,
    /// Level in the outline, from 0.
    outline: Option<u8>,
    /// Left and first-line indents in hundredths of a character; hanging below zero.
    indent: Option<(i64, i64)>,
    /// Whether characters stand at the pitch of the body.
    tracked: bool,
    /// Rows as high as what stands in them.
    loose: bool,
}

impl Style {
    /// Every style, in the order of the file.
    fn all() -> Vec<Self> {
        let mut all = vec![Self::Normal, Self::Text, Self::Title, Self::ItemTitle, Self::Column];
        all.extend((1..=4).map(Self::Level));
        all.extend([
            Self::Note,
            Self::Quote,
            Self::Item,
            Self::Code,
            Self::Source,
            Self::Signature,
            Self::AnnexLabel,
            Self::TableTitle,
            Self::Cell,
            Self::Picture,
            Self::Caption,
            Self::Mark,
            Self::Prefix,
            Self::Name,
            Self::Number,
            Self::Issuer,
            Self::Rule,
            Self::ContentsHead,
            Self::ContentsColumn,
            Self::ContentsEntry,
            Self::Recipients,
            Self::Colophon,
            Self::Footnote,
            Self::Footer,
        ]);
        all
    }

    /// What paragraphs name it by.
    pub fn id(self) -> String {
        match self {
            Self::Normal => "Normal".to_owned(),
            Self::Title => "Title".to_owned(),
            Self::Text => "NormalIndent".to_owned(),
            Self::Level(level) => format!("JbLevel{}", level.clamp(1, 4)),
            Self::Footnote => "FootnoteText".to_owned(),
            Self::Footer => "Footer".to_owned(),
            style => format!("Jb{style:?}"),
        }
    }

    fn form(self) -> Form {
        let plain = Form {
            name: "",
            base: Some("Normal"),
            face: Face::Body,
            size: None,
            red: false,
            keep: false,
            align: None,
            outline: None,
            indent: None,
            tracked: true,
            loose: false,
        };
        let small = Form { size: Some(14.0), tracked: false, ..plain };
        let indent = Some((0, 200));
        let centre = Some("center");
        let title = Form { face: Face::Title, keep: true, align: centre, tracked: false, ..plain };
        match self {
            Self::Normal => Form { name: "Normal", base: None, align: Some("both"), ..plain },
            Self::Text => Form { name: "Normal Indent", indent, ..plain },
            Self::Title => Form { name: "Title", size: Some(22.0), outline: Some(0), ..title },
            Self::ItemTitle => {
                Form { name: "篇目标题", size: Some(18.0), outline: Some(1), ..title }
            }
            Self::Column => {
                let align = Some("left");
                Form {
                    name: "栏目", face: Face::Hei, keep: true, align, outline: Some(0), ..plain
                }
            }
            Self::Level(level) => {
                let (name, face) = match level {
                    0 | 1 => ("一级标题", Face::Hei),
                    2 => ("二级标题", Face::Kai),
                    3 => ("三级标题", Face::Body),
                    _ => ("四级标题", Face::Body),
                };
                let outline = Some(level.clamp(1, 4) + 1);
                Form { name, face, keep: true, outline, indent, ..plain }
            }
            Self::Note => Form { name: "编者按", face: Face::Kai, indent, ..plain },
            Self::Quote => {
                Form { name: "引文", face: Face::Kai, indent: Some((200, 200)), ..plain }
            }
            Self::Item => Form { name: "列项", ..plain },
            Self::Code => {
                Form { name: "原样文字", align: Some("left"), indent: Some((200, 0)), ..plain }
            }
            Self::Source => Form { name: "供稿单位", align: Some("right"), ..plain },
            Self::Signature => Form { name: "落款", align: Some("right"), ..plain },
            Self::AnnexLabel => Form { name: "附件", face: Face::Hei, keep: true, ..plain },
            Self::TableTitle => {
                Form { name: "表题", face: Face::Hei, keep: true, align: centre, ..small }
            }
            Self::Cell => Form { name: "表格文字", align: centre, ..small },
            Self::Picture => Form { name: "图片", align: centre, loose: true, ..plain },
            Self::Caption => Form { name: "图注", face: Face::Kai, align: centre, ..small },
            Self::Mark => {
                Form { name: "密级份号", face: Face::Hei, align: Some("left"), ..plain }
            }
            Self::Prefix => {
                Form { name: "报头上行", size: Some(22.0), red: true, keep: false, ..title }
            }
            Self::Name => {
                let (face, size) = (Face::Masthead, Some(62.0));
                Form { name: "报头名称", face, size, red: true, keep: false, ..title }
            }
            Self::Number => Form { name: "期号", align: centre, ..plain },
            Self::Issuer => {
                Form { name: "编发单位", face: Face::Kai, align: Some("left"), ..plain }
            }
            Self::Rule => Form { name: "红线", tracked: false, ..plain },
            Self::ContentsHead => {
                Form { name: "要目标题", face: Face::Hei, keep: true, align: centre, ..plain }
            }
            Self::ContentsColumn => {
                Form { name: "要目栏目", face: Face::Hei, align: Some("left"), ..plain }
            }
            Self::ContentsEntry => {
                Form {
                    name: "要目篇目", align: Some("left"), indent: Some((200, -200)), ..plain
                }
            }
            Self::Recipients => Form { name: "报送单位", ..small },
            Self::Colophon => Form { name: "印发", align: Some("left"), ..small },
            Self::Footnote => {
                Form { name: "footnote text", size: Some(12.0), tracked: false, ..plain }
            }
            Self::Footer => Form { name: "footer", face: Face::Latin, ..small },
        }
    }
}

/// A list of faces for one stretch of text. Signs that both Latin and Chinese have, such as quotation
/// marks and dashes, are Chinese.
fn fonts(face: Face, faces: &Faces) -> String {
    let own = match face {
        Face::Body => &faces.body,
        Face::Kai => &faces.kai,
        Face::Hei => &faces.hei,
        Face::Title => &faces.title,
        Face::Masthead => &faces.masthead,
        Face::Latin => &faces.latin,
    };
    // These two draw their own digits and letters.
    let drawn = matches!(face, Face::Hei | Face::Title | Face::Masthead);
    let latin = escaped(if drawn { own } else { &faces.latin });
    let own = escaped(if face == Face::Latin { &faces.body } else { own });
    format!(
        "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"{latin}\" w:eastAsia=\"{own}\" w:hAnsi=\"{latin}\" \
         w:cs=\"{latin}\"/>"
    )
}

/// `word/styles.xml`.
pub fn styles(page: &Page, faces: &Faces) -> String {
    let mut out =
        format!("{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>");
    let size = half_points(page.body);
    let _ = write!(
        out,
        "{}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>\
         <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/></w:pPr>\
         </w:pPrDefault></w:docDefaults>",
        fonts(Face::Body, faces)
    );
    for style in Style::all() {
        out.push_str(&one(style, page, faces));
    }
    out.push_str(
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
         <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"character\" w:styleId=\"FootnoteReference\">\
         <w:name w:val=\"footnote reference\"/><w:basedOn w:val=\"DefaultParagraphFont\"/>\
         <w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>",
    );
    let _ = write!(
        out,
        "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"JbKai\"><w:name w:val=\"楷体字\"/>\
         <w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr>{}</w:rPr></w:style>\
         <w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"JbHei\"><w:name w:val=\"黑体字\"/>\
         <w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr>{}</w:rPr></w:style>",
        fonts(Face::Kai, faces),
        fonts(Face::Hei, faces)
    );
    out.push_str(
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">\
         <w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr>\
         <w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>\
         <w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>\
         <w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
         <w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style></w:styles>",
    );
    out
}

fn one(style: Style, page: &Page, faces: &Faces) -> String {
    let form = style.form();
    let id = style.id();
    let built_in =
        ["Normal", "Title", "NormalIndent", "FootnoteText", "Footer"].contains(&id.as_str());
    let mut out = String::from("<w:style w:type=\"paragraph\"");
    if style == Style::Normal {
        out.push_str(" w:default=\"1\"");
    } else if !built_in {
        out.push_str(" w:customStyle=\"1\"");
    }
    let _ = write!(out, " w:styleId=\"{id}\"><w:name w:val=\"{}\"/>", form.name);
    if let Some(base) = form.base {
        let _ = write!(out, "<w:basedOn w:val=\"{base}\"/>");
    }
    if form.outline.is_some() {
        // What is written behind a title is text.
        out.push_str("<w:next w:val=\"NormalIndent\"/>");
    }
    out.push_str("<w:qFormat/><w:pPr>");
    if form.keep {
        out.push_str("<w:keepNext/><w:keepLines/>");
    }
    if style == Style::Normal {
        out.push_str(
            "<w:widowControl w:val=\"0\"/><w:kinsoku/><w:overflowPunct/>\
             <w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:snapToGrid w:val=\"0\"/>",
        );
        let _ = write!(
            out,
            "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{}\" w:lineRule=\"exact\"/>",
            page.row
        );
    } else if form.loose {
        let _ = write!(out, "<w:spacing w:line=\"{}\" w:lineRule=\"atLeast\"/>", page.row);
    } else if style == Style::Footnote {
        // As the PDF has it: rows of 18 pt for text of 12.
        out.push_str("<w:spacing w:line=\"360\" w:lineRule=\"exact\"/>");
    }
    if let Some((left, first)) = form.indent {
        out.push_str(&indent(left, first, page));
    }
    if let Some(align) = form.align {
        let _ = write!(out, "<w:jc w:val=\"{align}\"/>");
    }
    if let Some(level) = form.outline {
        let _ = write!(out, "<w:outlineLvl w:val=\"{level}\"/>");
    }
    out.push_str("</w:pPr><w:rPr>");
    out.push_str(&fonts(form.face, faces));
    if form.red {
        out.push_str("<w:color w:val=\"FF0000\"/>");
    }
    let tracking = if form.tracked { page.tracking } else { 0 };
    let _ = write!(out, "<w:spacing w:val=\"{tracking}\"/>");
    if let Some(size) = form.size {
        let size = half_points(size);
        let _ = write!(out, "<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    }
    out.push_str("</w:rPr></w:style>");
    out
}

/// An indent in hundredths of a character of the body, with what Word is to take where it cannot count
/// characters.
pub fn indent(left: i64, first: i64, page: &Page) -> String {
    let at = |chars: i64| chars * page.cell / 100;
    let mut out = String::from("<w:ind");
    if left != 0 {
        let _ = write!(out, " w:leftChars=\"{left}\" w:left=\"{}\"", at(left));
    }
    match first {
        0 => {}
        first if first < 0 => {
            let _ = write!(out, " w:hangingChars=\"{}\" w:hanging=\"{}\"", -first, at(-first));
        }
        first => {
            let _ = write!(out, " w:firstLineChars=\"{first}\" w:firstLine=\"{}\"", at(first));
        }
    }
    out.push_str("/>");
    out
}
