//! Entries as paragraphs: titles, text, lists, footnotes.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::page::{Page, half_points, twips};
use super::parts::{self, Relation};
use super::styles::{Style, indent};
use super::xml::{DECLARATION, NAMESPACES, escaped};
use super::{Copy, Image, marks};
use crate::compose::wording;
use crate::markdown::{self, Flow, FlowBlock, Line, LineSort, Look, Piece, Seen};
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
    prefix: String,
    /// Bookmarks and pictures so far, which are counted together.
    ids: usize,
    relations: Vec<Relation>,
    note_relations: Vec<Relation>,
    media: Vec<(String, Image)>,
    /// Which picture stands where, so that each is put in once.
    known: BTreeMap<String, usize>,
    starts: Vec<u64>,
    notes: String,
    note_count: usize,
    in_note: bool,
    base: Vec<(String, String)>,
    /// Empty rows that are to stand before what comes next, in twentieths of a point.
    pub weak: i64,
    /// What of them stands already behind what came last.
    pub after: i64,
    /// Where the properties of the last paragraph end, if nothing stands behind it.
    last: Option<usize>,
    /// Width of the text that is being written.
    pub width: i64,
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
}

impl Props {
    fn written(&self, style: Style) -> String {
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
        out.push_str("</w:pPr>");
        out
    }
}

/// What stands in an entry that its lines refer to.
struct Body<'f> {
    flow: &'f Flow,
    /// What its paragraphs are called before their number.
    name: String,
    /// The footnotes that were written, by their index: their numbers in the copy.
    written: BTreeMap<usize, usize>,
    /// Those that are being written.
    open: Vec<usize>,
}

/// The text of an entry or a 编者按 as it is shown.
pub fn flow_of(issue: &Issue, text: &crate::diagnostic::Text) -> Flow {
    let deepest = usize::try_from(issue.limits.nesting).unwrap_or(usize::MAX);
    markdown::flow(text, issue.layout.lead_ins == LeadIns::Bold, deepest)
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

    fn within(&mut self, bookmark: &str, runs: &str) -> String {
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
    pub fn section(&self, aside: bool) -> String {
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
            "<w:cols w:space=\"425\"/><w:docGrid w:type=\"lines\" w:linePitch=\"{row}\"/></w:sectPr>"
        );
        out
    }

    /// Ends the pages so far; those that follow lie otherwise.
    pub fn end_section(&mut self, aside: bool) {
        let section = self.section(aside);
        if self.last.is_none() {
            self.paragraph(Style::Normal, &Props { exact: Some(20), ..Props::default() }, "");
        }
        if let Some(last) = self.last.take() {
            self.out.insert_str(last, &section);
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
        let mark = if mark.is_empty() { String::new() } else { run(&Look::default(), &format!("{mark} ")) };
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
        let marked = self.marked(&format!("{:02}_t", at + 1), &said, &runs);
        let target = self.title_mark(at);
        let runs = self.within(&target, &marked);
        let props = Props {
            exact: Some(pitch),
            before: before + slack / 2,
            after: slack - slack / 2 + i64::from(issue.layout.blank.after_title) * row,
            ..Props::default()
        };
        self.paragraph(style, &props, &runs);
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
            let runs =
                format!("{}{marked}{}", run(&Look::default(), "（"), run(&Look::default(), "供稿）"));
            let props = Props { indent: self.from_right(1), ..Props::default() };
            self.paragraph(Style::Source, &props, &runs);
        }
        if entry.kind.value == "notice" {
            if let Some(source) = source {
                let runs = run(&Look::default(), source.as_str());
                let marked = self.marked(&format!("{name}s"), source.as_str(), &runs);
                let props = Props { indent: self.from_right(4), ..Props::default() };
                self.paragraph(Style::Signature, &props, &marked);
            }
            if let Some(date) = entry.date {
                let runs = run(&Look::default(), &wording::chinese(date));
                let runs = self.marked(&format!("x_d{at}"), "", &runs);
                let props = Props { indent: self.from_right(4), ..Props::default() };
                self.paragraph(Style::Signature, &props, &runs);
            }
        }
    }

    fn from_right(&self, cells: i64) -> String {
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

    // ------------------------------------------------------------ text

    /// The blocks of a text; `label` stands before the first of them. Tables of one that is `aside` have
    /// pages on their sides.
    pub fn text(&mut self, flow: &Flow, name: &str, plain: Style, label: &str, aside: bool) {
        let mut body =
            Body { flow, name: name.to_owned(), written: BTreeMap::new(), open: Vec::new() };
        let mut label = label.to_owned();
        // Lists with numbers, by their place in the text.
        let mut lists = BTreeMap::new();
        for block in &flow.blocks {
            match block {
                FlowBlock::Line(line) => {
                    let before = self.before(0);
                    self.line(line, plain, before, &std::mem::take(&mut label), &mut lists, &mut body);
                }
                FlowBlock::Pictures(figures) => self.figures(figures, name),
                FlowBlock::Table(table) => {
                    if aside {
                        self.end_section(false);
                        self.width = self.page.side_width();
                    }
                    let table = self.table(table, &mut |writer, line| writer.runs(line, &mut body));
                    self.put_table(&table);
                    if aside {
                        self.end_section(true);
                        self.width = self.page.width();
                    }
                }
                FlowBlock::Rule => {
                    let props = Props {
                        borders: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" \
                                  w:color=\"auto\"/></w:pBdr>"
                            .to_owned(),
                        exact: Some(self.page.row / 2),
                        after: self.page.row - self.page.row / 2,
                        indent: {
                            let side = self.width * 3 / 10;
                            format!("<w:ind w:left=\"{side}\" w:right=\"{side}\"/>")
                        },
                        ..Props::default()
                    };
                    self.paragraph(Style::Normal, &props, "");
                }
            }
        }
    }

    fn line(
        &mut self,
        line: &Line,
        plain: Style,
        before: i64,
        label: &str,
        lists: &mut BTreeMap<usize, usize>,
        body: &mut Body<'_>,
    ) {
        let mut props = Props { before, ..Props::default() };
        let style = match line.sort {
            LineSort::Heading(level) => Style::Level(level),
            LineSort::Code => Style::Code,
            _ if line.lists > 0 => Style::Item,
            _ if line.quotes > 0 => Style::Quote,
            _ => plain,
        };
        if style == Style::Item {
            let level = (line.lists - 1).min(8);
            match line.item {
                Some(mark) => {
                    let list = match mark.start {
                        None => parts::DOTS,
                        Some(start) => *lists.entry(mark.list).or_insert_with(|| {
                            self.starts.push(start);
                            parts::DOTS + self.starts.len()
                        }),
                    };
                    props.list = Some((level, list));
                }
                None => {
                    let cells = i64::try_from(2 * (level + 1) + 1).unwrap_or(3);
                    props.indent = indent(cells * 100, 0, &self.page);
                }
            }
        }
        let mut runs = self.runs(line, body);
        if let Some(figure) = &line.beside {
            runs.insert_str(0, &self.floating(figure));
        }
        self.paragraph(style, &props, &format!("{label}{runs}"));
    }

    /// The runs of a line within its bookmark.
    fn runs(&mut self, line: &Line, body: &mut Body<'_>) -> String {
        let pieces = self.pieces(&line.pieces, body);
        let refers = line.pieces.iter().any(|piece| matches!(piece.shown, Seen::Note(_)));
        if !body.open.is_empty() && refers {
            // A note within a note is written out: what the paragraph says is not what its author wrote.
            return pieces;
        }
        self.marked(&format!("{}p{}", body.name, line.number), &line.text(), &pieces)
    }

    fn pieces(&mut self, pieces: &[Piece], body: &mut Body<'_>) -> String {
        let mut out = String::new();
        for Piece { shown, look, .. } in pieces {
            let runs = match shown {
                Seen::Text(text) => run(look, text),
                Seen::Break => "<w:r><w:br/></w:r>".to_owned(),
                Seen::Note(at) => self.note(*at, body),
                Seen::Picture(figure) => self.in_line(figure),
            };
            match &look.link {
                Some(address) if leads(address) => {
                    let id = self.relate("hyperlink", address.clone(), true);
                    let _ = write!(out, "<w:hyperlink r:id=\"{id}\">{runs}</w:hyperlink>");
                }
                _ => out.push_str(&runs),
            }
        }
        out
    }

    /// The mark of a footnote; the first one brings the text of the note along.
    fn note(&mut self, at: usize, body: &mut Body<'_>) -> String {
        let flow = body.flow;
        let blocks = flow.notes.get(at).map_or(&[][..], Vec::as_slice);
        if !body.open.is_empty() {
            if body.open.contains(&at) {
                return String::new();
            }
            // Word knows no footnotes of footnotes.
            body.open.push(at);
            let mut out = run(&Look::default(), "（");
            for line in lines_of(blocks) {
                out.push_str(&self.pieces(&line.pieces, body));
            }
            body.open.pop();
            out.push_str(&run(&Look::default(), "）"));
            return out;
        }
        if let Some(number) = body.written.get(&at) {
            let target = format!("{}_f{number}", self.prefix);
            return field(
                &format!("NOTEREF {target} \\f \\h"),
                "①",
                "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>",
                false,
            );
        }
        self.note_count += 1;
        let number = self.note_count;
        body.written.insert(at, number);
        body.open.push(at);
        self.in_note = true;
        let mut note = format!("<w:footnote w:id=\"{number}\">");
        let lines = lines_of(blocks);
        let mark = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
        let properties = Props::default().written(Style::Footnote);
        if lines.is_empty() {
            let _ = write!(note, "<w:p>{properties}{mark}</w:p>");
        }
        for (index, line) in lines.into_iter().enumerate() {
            let mark = if index == 0 { mark } else { "" };
            let runs = self.runs(line, body);
            let _ = write!(note, "<w:p>{properties}{mark}{runs}</w:p>");
        }
        note.push_str("</w:footnote>");
        self.in_note = false;
        body.open.pop();
        self.notes.push_str(&note);
        let reference = format!(
            "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>\
             <w:footnoteReference w:id=\"{number}\"/></w:r>"
        );
        let target = format!("{}_f{number}", self.prefix);
        self.within(&target, &reference)
    }
}

/// The lines of a note: pictures have no place there, and tables are read row by row.
fn lines_of(blocks: &[FlowBlock]) -> Vec<&Line> {
    let mut lines = Vec::new();
    blocks.iter().for_each(|block| block.lines(&mut lines));
    lines
}

/// Whether Word can follow an address.
fn leads(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        && address.chars().all(plain)
        && address.matches('#').count() < 2
        && !address.contains(['[', ']'])
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
