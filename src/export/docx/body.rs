//! Entries as paragraphs: titles, text, lists, footnotes.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::copy::{Copy, Image};
use super::marks;
use super::page::{Page, half_points, twips};
use super::parts::{self, Relation};
use super::styles::Style;
use super::xml::{DECLARATION, NAMESPACES, escaped};
use crate::compose::wording;
use crate::markdown::{Body, Flow, Look};
use crate::model::{Entry, Issue, LeadIns};

/// What a copy's text became.
pub struct Written {
    pub document: String,
    pub footnotes: String,
    pub relations: Vec<Relation>,
    pub note_relations: Vec<Relation>,
    pub media: Vec<(String, Image)>,
    /// The first numbers of lists with numbers.
    pub starts: Vec<u64>,
    /// What each marked paragraph says, by its name.
    pub base: Vec<(String, String)>,
}

/// Writes the text of a copy.
pub struct Writer<'a> {
    pub copy: &'a Copy<'a>,
    pub page: Page,
    pub out: String,
    pub prefix: String,
    /// Bookmarks and pictures so far, which are counted together.
    ids: usize,
    relations: Vec<Relation>,
    note_relations: Vec<Relation>,
    media: Vec<(String, Image)>,
    /// Which picture stands where, so that each is put in once.
    known: BTreeMap<String, usize>,
    pub starts: Vec<u64>,
    pub notes: String,
    pub note_count: usize,
    pub in_note: bool,
    base: Vec<(String, String)>,
    /// Empty rows that are to stand before what comes next, in twentieths of a point.
    pub weak: i64,
    /// What of them stands already behind what came last.
    pub after: i64,
    /// Where the properties of the last paragraph end, if nothing stands behind it.
    pub last: Option<usize>,
    /// Width of the text that is being written.
    pub width: i64,
    /// Whether the pages that follow are counted from one again.
    restarts: bool,
}

/// How a paragraph differs from its style.
#[derive(Clone, Debug, Default)]
pub struct Props {
    pub keep: bool,
    pub page_break: bool,
    pub list: Option<(usize, usize)>,
    pub borders: String,
    pub tabs: String,
    /// The height of its rows, exactly.
    pub exact: Option<i64>,
    pub before: i64,
    pub after: i64,
    pub indent: String,
    pub align: Option<&'static str>,
    /// What is said of the paragraph's end.
    pub mark: String,
}

impl Props {
    pub fn written(&self, style: Style) -> String {
        let mut out = format!("<w:pPr><w:pStyle w:val=\"{}\"/>", style.id());
        if self.keep {
            out.push_str("<w:keepNext/>");
        }
        if self.page_break {
            out.push_str("<w:pageBreakBefore/>");
        }
        if let Some((level, list)) = self.list {
            let _ = write!(
                out,
                "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
            );
        }
        out.push_str(&self.borders);
        if !self.tabs.is_empty() {
            let _ = write!(out, "<w:tabs>{}</w:tabs>", self.tabs);
        }
        if self.before != 0 || self.after != 0 || self.exact.is_some() {
            out.push_str("<w:spacing");
            if self.before != 0 {
                let _ = write!(out, " w:before=\"{}\"", self.before);
            }
            if self.after != 0 {
                let _ = write!(out, " w:after=\"{}\"", self.after);
            }
            if let Some(exact) = self.exact {
                let _ = write!(out, " w:line=\"{exact}\" w:lineRule=\"exact\"");
            }
            out.push_str("/>");
        }
        out.push_str(&self.indent);
        if let Some(align) = self.align {
            let _ = write!(out, "<w:jc w:val=\"{align}\"/>");
        }
        out.push_str(&self.mark);
        out.push_str("</w:pPr>");
        out
    }
}

/// The text of an entry or a 编者按 as it is shown.
pub fn flow_of(issue: &Issue, body: &Body) -> Flow {
    let deepest = usize::try_from(issue.limits.nesting).unwrap_or(usize::MAX);
    body.flow(issue.layout.lead_ins == LeadIns::Bold, deepest)
}

impl<'a> Writer<'a> {
    /// One that has written nothing.
    pub fn new(copy: &'a Copy<'a>, page: Page) -> Self {
        Self {
            copy,
            page,
            out: String::new(),
            prefix: marks::prefix(copy.issue.id),
            ids: 0,
            relations: parts::of_document(),
            note_relations: Vec::new(),
            media: Vec::new(),
            known: BTreeMap::new(),
            starts: Vec::new(),
            notes: String::new(),
            note_count: 0,
            in_note: false,
            base: Vec::new(),
            weak: 0,
            after: 0,
            last: None,
            width: page.width(),
            restarts: false,
        }
    }

    /// The parts, when everything is written.
    pub fn finish(mut self) -> Written {
        let section = self.section(false);
        let document = format!(
            "{DECLARATION}<w:document {NAMESPACES}><w:body>{}{section}</w:body></w:document>",
            std::mem::take(&mut self.out)
        );
        let line = |kind: &str, id: i32, what: &str| {
            format!(
                "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:line=\"240\" \
                 w:lineRule=\"auto\"/></w:pPr><w:r><w:{what}/></w:r></w:p></w:footnote>"
            )
        };
        let footnotes = format!(
            "{DECLARATION}<w:footnotes {NAMESPACES}>{}{}{}</w:footnotes>",
            line("separator", -1, "separator"),
            line("continuationSeparator", 0, "continuationSeparator"),
            self.notes
        );
        Written {
            document,
            footnotes,
            relations: self.relations,
            note_relations: self.note_relations,
            media: self.media,
            starts: self.starts,
            base: self.base,
        }
    }

    /// Everything.
    pub fn issue(&mut self) {
        let issue = self.copy.issue;
        if self.copy.sheet {
            self.sheet();
        }
        self.masthead();
        self.notes_before();
        if issue.contents {
            self.contents();
        }
        for (index, column) in issue.columns.iter().enumerate() {
            let mut entries: Vec<(usize, &Entry)> = issue.entries.iter().enumerate().collect();
            entries.retain(|(_, entry)| entry.column == index);
            if let Some(title) = column.title.as_ref().filter(|_| !entries.is_empty()) {
                let mark = column.mark.as_ref().map_or("", |mark| mark.as_str());
                self.column(index, mark, title.as_str());
            }
            for (place, (at, entry)) in entries.into_iter().enumerate() {
                self.entry(at, entry, column.title.is_none(), place == 0);
            }
        }
        for (at, entry) in issue.entries.iter().enumerate() {
            if entry.column >= issue.columns.len() {
                self.annex(at, entry);
            }
        }
        self.tail();
    }

    // ------------------------------------------------------------ paragraphs

    /// A paragraph of finished runs.
    pub fn paragraph(&mut self, style: Style, props: &Props, runs: &str) {
        self.out.push_str("<w:p>");
        self.out.push_str(&props.written(style));
        self.last = Some(self.out.len() - "</w:pPr>".len());
        self.out.push_str(runs);
        self.out.push_str("</w:p>");
        self.after = props.after;
        self.weak = 0;
    }

    /// A table, behind which no paragraph is the last.
    pub fn put_table(&mut self, table: &str) {
        self.out.push_str(table);
        (self.last, self.after, self.weak) = (None, 0, 0);
    }

    /// The empty rows before what comes next, where `rows` are wanted.
    pub fn before(&mut self, rows: u32) -> i64 {
        let wanted = self.weak.max(i64::from(rows) * self.page.row);
        self.weak = 0;
        (wanted - self.after).max(0)
    }

    /// Runs within a bookmark of a name; `text` is what it says.
    pub fn marked(&mut self, name: &str, text: &str, runs: &str) -> String {
        let bookmark = marks::bookmark(&self.prefix, name, text);
        self.base.push((name.to_owned(), text.to_owned()));
        self.within(&bookmark, runs)
    }

    pub fn within(&mut self, bookmark: &str, runs: &str) -> String {
        self.ids += 1;
        let id = self.ids;
        format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{bookmark}\"/>{runs}<w:bookmarkEnd w:id=\"{id}\"/>"
        )
    }

    /// The bookmark that 要目 leads to: the title of an entry.
    pub fn title_mark(&self, at: usize) -> String {
        format!("{}_{:02}", self.prefix, at + 1)
    }

    /// The next number of a picture.
    pub fn next_id(&mut self) -> usize {
        self.ids += 1;
        self.ids
    }

    /// A relation of the part that is being written.
    pub fn relate(&mut self, kind: &'static str, target: String, outside: bool) -> String {
        let relations = if self.in_note { &mut self.note_relations } else { &mut self.relations };
        if let Some(known) = relations.iter().find(|it| it.kind == kind && it.target == target) {
            return known.id.clone();
        }
        let id = format!("rId{}", relations.len() + 1);
        relations.push(Relation { id: id.clone(), kind, target, outside });
        id
    }

    /// The name of a picture's part, and the picture; none where the copy has no such picture.
    pub fn medium(&mut self, path: &str) -> Option<(String, Image)> {
        let image = self.copy.pictures.get(path)?;
        let at = match self.known.get(path) {
            Some(at) => *at,
            None => {
                let at = self.media.len();
                let name = format!("media/image{}.{}", at + 1, image.extension);
                self.media.push((name, image.clone()));
                self.known.insert(path.to_owned(), at);
                at
            }
        };
        self.media.get(at).cloned()
    }

    /// What a page is; those on their sides are `aside`.
    pub fn section(&mut self, aside: bool) -> String {
        let Page { paper, margins: (top, right, bottom, left), row, foot, .. } = self.page;
        let (head, tail) = (parts::ODD, parts::EVEN);
        let mut out = format!(
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"{head}\"/>\
             <w:footerReference w:type=\"even\" r:id=\"{tail}\"/><w:footnotePr>\
             <w:numFmt w:val=\"decimalEnclosedCircleChinese\"/></w:footnotePr><w:type w:val=\"nextPage\"/>"
        );
        // The number's row is 16 pt high, its dash 7 mm under the 版心 (7.5).
        let footer = paper.1 - foot - super::page::twips_of_mm(7.0) - 160;
        if aside {
            let (top, right, bottom, left) = (left, top, right, paper.1 - foot);
            let _ = write!(
                out,
                "<w:pgSz w:w=\"{}\" w:h=\"{}\" w:orient=\"landscape\"/><w:pgMar w:top=\"{top}\" \
                 w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"851\" \
                 w:footer=\"851\" w:gutter=\"0\"/>",
                paper.1, paper.0
            );
        } else {
            let _ = write!(
                out,
                "<w:pgSz w:w=\"{}\" w:h=\"{}\"/><w:pgMar w:top=\"{top}\" w:right=\"{right}\" \
                 w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"851\" w:footer=\"{footer}\" \
                 w:gutter=\"0\"/>",
                paper.0, paper.1
            );
        }
        // Rows only: a grid of characters as well is not read alike by all programs, so these stand at
        // their distance by the spacing of the styles.
        let _ = write!(
            out,
            "{}<w:cols w:space=\"425\"/><w:docGrid w:type=\"lines\" w:linePitch=\"{row}\"/></w:sectPr>",
            if std::mem::take(&mut self.restarts) { "<w:pgNumType w:start=\"1\"/>" } else { "" }
        );
        out
    }

    /// Ends the page of the sheet, which has no number; those that follow are counted from one.
    pub fn end_sheet(&mut self) {
        let section = self.section(false);
        let at = section.find("<w:footnotePr>").unwrap_or(0);
        let section = format!("<w:sectPr>{}", section.get(at..).unwrap_or_default());
        self.end_with(&section);
        self.restarts = true;
    }

    /// Ends the pages so far; those that follow lie otherwise.
    pub fn end_section(&mut self, aside: bool) {
        let section = self.section(aside);
        self.end_with(&section);
    }

    fn end_with(&mut self, section: &str) {
        if self.last.is_none() {
            self.paragraph(Style::Normal, &Props { exact: Some(20), ..Props::default() }, "");
        }
        if let Some(last) = self.last.take() {
            self.out.insert_str(last, section);
        }
        (self.after, self.weak) = (0, 0);
    }

    // ------------------------------------------------------------ entries

    fn column(&mut self, index: usize, mark: &str, title: &str) {
        let blank = self.copy.issue.layout.blank;
        let before = self.before(blank.before_column);
        let after = i64::from(blank.after_column) * self.page.row;
        let runs = run(&Look::default(), title);
        let marked = self.marked(&format!("c{index}"), title, &runs);
        let mark = if mark.is_empty() {
            String::new()
        } else {
            run(&Look::default(), &format!("{mark} "))
        };
        let props = Props { before, after, ..Props::default() };
        self.paragraph(Style::Column, &props, &format!("{mark}{marked}"));
    }

    fn entry(&mut self, at: usize, entry: &Entry, lead: bool, first: bool) {
        let issue = self.copy.issue;
        let rows = if first && !lead { 0 } else { issue.layout.blank.before_title };
        self.title(at, entry, lead, rows);
        self.under_title(at, entry);
    }

    fn title(&mut self, at: usize, entry: &Entry, lead: bool, rows: u32) {
        let issue = self.copy.issue;
        let text = entry.title_or_composed();
        let (size, lines) = wording::title(issue, entry, lead, &text);
        let before = self.before(rows);
        if lines.is_empty() {
            return;
        }
        // A line of size s takes s + 7/8 of 三号 (3.2); the whole takes full rows.
        let count = i64::try_from(lines.len()).unwrap_or(1);
        let natural = twips(size + self.page.body * 7.0 / 8.0);
        let row = self.page.row;
        let full = ((count * natural - row / 4 + row - 1) / row).max(1);
        let pitch = natural.min(full * row / count);
        let slack = full * row - count * pitch;
        let mut runs = String::new();
        // What the style has not: a title that had to be smaller.
        let style = if lead { Style::Title } else { Style::ItemTitle };
        let own = if lead { 22.0 } else { 18.0 };
        let look = if (size - own).abs() < 0.01 {
            String::new()
        } else {
            let size = half_points(size);
            format!("<w:rPr><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>")
        };
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                runs.push_str("<w:r><w:br/></w:r>");
            }
            let text = escaped(&line.text);
            let _ = write!(runs, "<w:r>{look}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        }
        let said = squeezed(&text.value);
        let name = format!("{:02}_t", at + 1);
        let was = self
            .copy
            .since
            .and_then(|since| since.touched.get(&name))
            .map(|touched| touched.iter().map(|touch| touch.gone.as_str()).collect::<String>());
        if let Some(was) = was {
            // Its lines are broken anew: it is new as a whole.
            runs = format!("{}{}", self.deleted(&was), self.inserted(&runs));
        }
        let marked = self.marked(&name, &said, &runs);
        let target = self.title_mark(at);
        let runs = self.within(&target, &marked);
        let props = Props {
            exact: Some(pitch),
            before: before + slack / 2,
            after: slack - slack / 2 + i64::from(issue.layout.blank.after_title) * row,
            ..Props::default()
        };
        self.paragraph(style, &props, &runs);
        self.gone_behind(&name);
    }

    fn under_title(&mut self, at: usize, entry: &Entry) {
        let issue = self.copy.issue;
        let flow = flow_of(issue, &entry.body);
        let name = format!("{:02}_", at + 1);
        self.text(&flow, &name, Style::Text, "", entry.landscape && !entry.is_annex());
        for (number, measure) in (1..).zip(&entry.measures) {
            let (ordinal, lead, rest) = wording::measure(number, measure);
            let look = Look { strong: !lead.is_empty(), ..Look::default() };
            let text = format!("{lead}{rest}");
            let label = run(&look, &ordinal);
            let runs = format!("{}{}", run(&look, lead), run(&Look::default(), rest));
            let marked = self.marked(&format!("{name}m{number}"), &text, &runs);
            let before = self.before(0);
            let props = Props { before, ..Props::default() };
            self.paragraph(Style::Text, &props, &format!("{label}{marked}"));
        }
        let source = entry.source.as_ref();
        if let Some(source) = source.filter(|_| wording::has_source_line(issue, entry)) {
            let runs = run(&Look::default(), source.as_str());
            let marked = self.marked(&format!("{name}s"), source.as_str(), &runs);
            let runs = format!(
                "{}{marked}{}",
                run(&Look::default(), "（"),
                run(&Look::default(), "供稿）")
            );
            let props = Props { indent: self.right_indent(1), ..Props::default() };
            self.paragraph(Style::Source, &props, &runs);
        }
        if entry.kind.value == "notice" {
            if let Some(source) = source {
                let runs = run(&Look::default(), source.as_str());
                let marked = self.marked(&format!("{name}s"), source.as_str(), &runs);
                let props = Props { indent: self.right_indent(4), ..Props::default() };
                self.paragraph(Style::Signature, &props, &marked);
            }
            if let Some(date) = entry.date {
                let runs = run(&Look::default(), &wording::chinese(date));
                let runs = self.marked(&format!("x_d{at}"), "", &runs);
                let props = Props { indent: self.right_indent(4), ..Props::default() };
                self.paragraph(Style::Signature, &props, &runs);
            }
        }
    }

    fn right_indent(&self, cells: i64) -> String {
        format!("<w:ind w:rightChars=\"{}\" w:right=\"{}\"/>", cells * 100, cells * self.page.cell)
    }

    fn annex(&mut self, at: usize, entry: &Entry) {
        let issue = self.copy.issue;
        if entry.landscape {
            self.end_section(false);
            self.width = self.page.side_width();
        }
        let label = wording::annex_label(issue, entry);
        let row = self.page.row;
        let props = Props { page_break: !entry.landscape, after: row, ..Props::default() };
        let runs = self.marked(&format!("x_a{at}"), "", &run(&Look::default(), &label));
        self.paragraph(Style::AnnexLabel, &props, &runs);
        self.title(at, entry, false, 0);
        self.under_title(at, entry);
        if entry.landscape {
            self.end_section(true);
            self.width = self.page.width();
        }
    }
}

/// A field with what it shows until it is counted anew.
pub fn field(code: &str, shown: &str, look: &str, dirty: bool) -> String {
    let dirty = if dirty { " w:dirty=\"true\"" } else { "" };
    format!(
        "<w:r>{look}<w:fldChar w:fldCharType=\"begin\"{dirty}/></w:r>\
         <w:r>{look}<w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>\
         <w:r>{look}<w:fldChar w:fldCharType=\"separate\"/></w:r>\
         <w:r>{look}<w:t>{shown}</w:t></w:r>\
         <w:r>{look}<w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

/// Text of a look. Signs that both Latin and Chinese have are Chinese.
pub fn run(look: &Look, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut properties = String::new();
    if look.emphasis {
        properties.push_str("<w:rStyle w:val=\"JbKai\"/>");
    } else {
        properties.push_str("<w:rFonts w:hint=\"eastAsia\"/>");
    }
    if look.strong {
        properties.push_str("<w:b/><w:bCs/>");
    }
    if look.struck {
        properties.push_str("<w:strike/>");
    }
    match look.raised {
        Some(true) => properties.push_str("<w:vertAlign w:val=\"superscript\"/>"),
        Some(false) => properties.push_str("<w:vertAlign w:val=\"subscript\"/>"),
        None => {}
    }
    let text = escaped(&text.replace(['\t', '\n', '\r'], " "));
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A title without blanks and marks of breaks: what remains when its lines are broken anew.
pub fn squeezed(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}
