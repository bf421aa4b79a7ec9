//! Web pages saved from a browser → [`Document`]: the article, without what stands around it.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Node, Selector};

use super::document::{Align, Block, Document, Dropped, Paragraph, Picture, Run, Shown, Table};
use super::symbols;

/// The most nodes of a page.
const NODES: usize = 200_000;
/// All pictures together, in bytes.
const PICTURES: usize = 40 << 20;
/// The deepest nesting that is followed; below it there is no text of an article.
const DEPTH: usize = 200;

/// Elements whose text is not the article's.
const AROUND: &[&str] = &[
    "script", "style", "head", "nav", "header", "footer", "aside", "form", "button", "noscript",
    "template", "iframe", "select", "svg", "math",
];
/// Elements that stay open beyond the paragraph they were opened in.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements that begin a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "main",
    "blockquote",
    "center",
    "pre",
    "dd",
    "dt",
    "dl",
    "figure",
    "figcaption",
    "body",
    "html",
    "hr",
    "address",
    "tbody",
];

/// Reads a page; `picture` fetches what lies beside it, by the address that the page names.
/// `None` when there is more of it than an article can have.
pub fn read(text: &str, picture: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Option<Document> {
    if grows(text) {
        return None;
    }
    let html = Html::parse_document(text);
    if html.tree.nodes().take(NODES + 1).count() > NODES {
        return None;
    }
    let mut reader = Reader {
        document: Document::default(),
        open: Paragraph::default(),
        lists: Vec::new(),
        number: String::new(),
        pictures: BTreeMap::new(),
        left: PICTURES,
        picture,
    };
    let root = article(&html).unwrap_or_else(|| html.root_element());
    let heading = Selector::parse("h1").ok().and_then(|h1| html.select(&h1).next());
    let inside = heading.is_none_or(|h1| h1.ancestors().any(|node| node.id() == root.id()));
    if let Some(h1) = heading.filter(|_| !inside) {
        reader.block(h1, Look::default(), 0);
    }
    reader.block(root, Look::default(), 0);
    reader.close();
    Some(reader.document)
}

/// Whether parsing makes far more of a page than it says: a parser opens every element of
/// [`FORMATTING`] that was never closed anew in each element that follows.
fn grows(text: &str) -> bool {
    let (mut open, mut elements, mut copies) = (0_usize, 0, 0);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let (closes, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let length = rest.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..length].to_ascii_lowercase();
        let is_formatting = FORMATTING.contains(&name.as_str());
        match (closes, is_formatting) {
            (true, true) => open = open.saturating_sub(1),
            (true, false) => {}
            (false, formatting) => {
                elements += 1;
                copies += open;
                open += usize::from(formatting);
            }
        }
    }
    elements > NODES || copies > 2 * NODES
}

/// The element that most of the text stands directly in, as paragraphs.
fn article(html: &Html) -> Option<ElementRef<'_>> {
    let paragraphs = Selector::parse("p").ok()?;
    let mut sums: BTreeMap<_, usize> = BTreeMap::new();
    let mut all = 0;
    for paragraph in html.select(&paragraphs) {
        let length = paragraph.text().map(|text| text.trim().len()).sum::<usize>();
        let parent = paragraph.parent()?;
        *sums.entry(parent.id()).or_default() += length;
        all += length;
    }
    let (id, most) = sums.into_iter().max_by_key(|(_, sum)| *sum)?;
    let element = html.tree.get(id).and_then(ElementRef::wrap)?;
    (most * 10 >= all * 6 && most > 0).then_some(element)
}

#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    align: Align,
    level: Option<u8>,
    size: Option<f32>,
    symbols: Option<symbols::Font>,
}

struct Reader<'p> {
    document: Document,
    open: Paragraph,
    /// Lists that are open: the number of the next item of one that is numbered.
    lists: Vec<Option<u32>>,
    /// The number that the next text begins with.
    number: String,
    /// Pictures that were fetched, with their places among those of the document.
    pictures: BTreeMap<String, Option<usize>>,
    /// Bytes that pictures may still have.
    left: usize,
    picture: &'p mut dyn FnMut(&str) -> Option<Vec<u8>>,
}

impl Reader<'_> {
    fn close(&mut self) {
        let mut done = std::mem::take(&mut self.open);
        // The paragraph in an item is the item.
        if done.runs.is_empty() {
            self.open.bullet = done.bullet.take();
        }
        if !done.text().trim().is_empty() || done.has_pictures() {
            self.document.blocks.push(Block::Paragraph(done));
        }
    }

    fn block(&mut self, element: ElementRef<'_>, look: Look, depth: usize) {
        let name = element.value().name();
        if AROUND.contains(&name) || depth > DEPTH || is_hidden(element) {
            return;
        }
        let is_block = BLOCKS.contains(&name);
        let look = look.within(element);
        match name {
            "br" => return self.text("\n", look),
            "table" => {
                self.close();
                return self.table(element, look, depth);
            }
            "img" => return self.image(element),
            "a" if element.value().attr("href").is_some_and(|it| it.starts_with("http")) => {
                self.document.drop(Dropped::Link);
            }
            _ => {}
        }
        if is_block {
            self.close();
        }
        match name {
            "ul" => self.lists.push(None),
            "ol" => {
                let start = element.value().attr("start").and_then(|it| it.parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "li" => self.item(),
            _ => {}
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    let joined = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                    let ends = |c: char| c.is_ascii_whitespace();
                    let before = text.starts_with(ends) && !joined.is_empty();
                    let after = text.ends_with(ends) && !joined.is_empty();
                    let wide = |c: Option<char>| c.is_none_or(|c| !c.is_ascii());
                    // A line end in the source between Chinese characters is no blank.
                    let before = before && !wide(joined.chars().next());
                    let after = after && !wide(joined.chars().next_back());
                    let pad = |on: bool| if on { " " } else { "" };
                    self.text(&format!("{}{joined}{}", pad(before), pad(after)), look);
                }
                Node::Element(_) => {
                    if let Some(inner) = ElementRef::wrap(child) {
                        self.block(inner, look, depth + 1);
                    }
                }
                _ => {}
            }
        }
        if is_block {
            self.close();
        }
        match name {
            "ul" | "ol" => drop(self.lists.pop()),
            // One with nothing in it.
            "li" => {
                self.open.bullet = None;
                self.number.clear();
            }
            _ => {}
        }
    }

    /// The beginning of an item: its number, or its bullet.
    fn item(&mut self) {
        let depth = self.lists.len().saturating_sub(1).min(8) as u8;
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.number = format!("{number}.");
                *number = number.saturating_add(1);
            }
            _ => self.open.bullet = Some(depth),
        }
    }

    fn text(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        if self.open.runs.is_empty() {
            self.open.align = look.align;
            self.open.level = look.level;
        }
        let text = match look.symbols {
            Some(font) => {
                font.shown(text, &mut |sign| self.document.drop_text(Dropped::Symbol, &sign))
            }
            None => text.to_owned(),
        };
        let number = match text.trim().is_empty() {
            true => String::new(),
            false => std::mem::take(&mut self.number),
        };
        let run = Run { text: number + &text, bold: look.bold, size: look.size, ..Run::default() };
        self.open.push(run);
    }

    fn image(&mut self, element: ElementRef<'_>) {
        let address = element.value().attr("src").unwrap_or_default();
        // The same one may stand in many places.
        let index = match self.pictures.get(address) {
            Some(index) => *index,
            None => {
                let room = |picture: &Picture| picture.bytes.len() <= self.left;
                let picture = (self.picture)(address).and_then(Picture::of).filter(room);
                let index = picture.map(|picture| {
                    self.left -= picture.bytes.len();
                    self.document.pictures.push(picture);
                    self.document.pictures.len() - 1
                });
                self.pictures.insert(address.to_owned(), index);
                index
            }
        };
        match index {
            Some(picture) => self.open.push(Run::of_picture(Shown { picture, width: None })),
            None => {
                self.document.drop(Dropped::Object);
                self.text("【待补：此处原有图片】", Look::default());
            }
        }
    }

    fn table(&mut self, element: ElementRef<'_>, look: Look, depth: usize) {
        const COLUMNS: usize = 31;
        let mut table = Table::default();
        // Columns that a cell above still fills, with the rows left.
        let mut filled = [0_usize; COLUMNS];
        for row in rows(element) {
            let mut out: Vec<Vec<Paragraph>> = Vec::new();
            for cell in elements(row).filter(|cell| ["td", "th"].contains(&cell.value().name())) {
                while out.len() < COLUMNS && filled[out.len()] > 0 {
                    filled[out.len()] -= 1;
                    out.push(Vec::new());
                }
                let span = |name: &str| {
                    let span = cell.value().attr(name).and_then(|it| it.parse::<usize>().ok());
                    span.unwrap_or(1).clamp(1, COLUMNS)
                };
                let (across, down) = (span("colspan"), span("rowspan"));
                if across > 1 || down > 1 {
                    self.document.drop(Dropped::Merged);
                }
                let start = self.document.blocks.len();
                self.block(cell, look, depth + 1);
                self.close();
                let blocks = self.document.blocks.split_off(start);
                let mut own: Vec<Paragraph> = Vec::new();
                for block in blocks {
                    match block {
                        Block::Paragraph(paragraph) => own.push(paragraph),
                        Block::Table(inner) => {
                            self.document.drop(Dropped::NestedTable);
                            own.extend(inner.rows.into_iter().flatten().flatten());
                        }
                    }
                }
                for index in 0..across {
                    if index > 0 && out.len() >= COLUMNS {
                        break;
                    }
                    if let Some(left) = filled.get_mut(out.len()) {
                        *left = down - 1;
                    }
                    out.push(if index == 0 { std::mem::take(&mut own) } else { Vec::new() });
                }
            }
            table.rows.push(out);
        }
        if table.rows.iter().all(|row| row.len() <= 1) {
            // A frame around text.
            let inner = table.rows.into_iter().flatten().flatten().map(Block::Paragraph);
            self.document.blocks.extend(inner);
        } else {
            self.document.blocks.push(Block::Table(table));
        }
    }
}

fn elements(parent: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    parent.children().filter_map(ElementRef::wrap)
}

/// The rows of a table, not those of tables in its cells.
fn rows(table: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    elements(table).flat_map(|part| match part.value().name() {
        "tr" => vec![part],
        "thead" | "tbody" | "tfoot" => {
            elements(part).filter(|row| row.value().name() == "tr").collect()
        }
        _ => Vec::new(),
    })
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    let style = element.value().attr("style").unwrap_or_default().replace(' ', "");
    element.value().attr("hidden").is_some() || style.contains("display:none")
}

impl Look {
    fn within(mut self, element: ElementRef<'_>) -> Self {
        let style =
            element.value().attr("style").unwrap_or_default().replace(' ', "").to_lowercase();
        let align = element.value().attr("align").unwrap_or_default();
        let name = element.value().name();
        if align == "center" || style.contains("text-align:center") || name == "center" {
            self.align = Align::Center;
        } else if align == "right" || style.contains("text-align:right") {
            self.align = Align::End;
        } else if !align.is_empty() || style.contains("text-align:") {
            self.align = Align::Start;
        }
        let weight =
            style.split("font-weight:").nth(1).map(|it| it.split(';').next().unwrap_or(it));
        match (name, weight) {
            (_, Some("bold" | "bolder" | "600" | "700" | "800" | "900")) => self.bold = true,
            (_, Some(_)) => self.bold = false,
            ("b" | "strong" | "th", None) => self.bold = true,
            _ => {}
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) {
            self.level = Some(level);
        }
        let size = style.split("font-size:").nth(1).map(|it| it.split(';').next().unwrap_or(it));
        let points = size.and_then(|size| {
            let pt = |unit: &str, factor: f32| {
                Some(size.strip_suffix(unit)?.parse::<f32>().ok()? * factor)
            };
            pt("pt", 1.0).or_else(|| pt("px", 0.75))
        });
        self.size = points.or(self.size);
        let of_tag = element.value().attr("face").map(symbols::Face::named);
        let style = element.value().attr("style").unwrap_or_default();
        if let Some(face) = symbols::of_css(style).or(of_tag) {
            self.symbols = face.font();
        }
        self
    }
}
