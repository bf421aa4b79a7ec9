//! Grows the tree from the parser's events.

use std::collections::BTreeMap;
use std::ops::Range;
use std::vec;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, OffsetMap, code};
use crate::markdown::findings::Findings;
use crate::markdown::footnote;
use crate::markdown::join::{self, Decision, Join};
use crate::markdown::parser_copy::ParserCopy;
use crate::markdown::picture::{locate, shortened};

use super::fragment::Fragments;
use super::{Definition, Kind, Node, Note, Tree, height, link, literal, marks, options, table};

/// So many pictures without a description are told one by one: whoever has more knows by then.
const UNDESCRIBED: usize = 100;

/// Reads a Markdown text.
pub(in crate::markdown) fn grow(source: &str, findings: &mut Findings) -> Tree {
    let copy = ParserCopy::of(source);
    let mut parser = Parser::new_ext(&copy.text, options()).into_offset_iter();
    let events: Vec<(Event, Range<usize>)> = parser.by_ref().collect();
    link::report_unused(parser.reference_definitions(), &events, &copy, findings);
    let events = events.into_iter().map(|(event, range)| match event {
        // To the parser any two blanks at the end of a line break it, also a tab nobody sees.
        Event::HardBreak if !breaks_line(&copy.text[range.clone()]) => (Event::SoftBreak, range),
        event => (copy.restore_event(event), range),
    });
    let events = underlined(events.collect(), source);
    let joins = join::decide(source, events.iter());
    let mut builder = Builder {
        source,
        findings,
        joins: joins.into_iter(),
        stack: Vec::new(),
        nodes: Vec::new(),
        flat: 0,
        depth: 0,
        notes: Vec::new(),
        names: BTreeMap::new(),
        undescribed: 0,
        html: None,
        fragments: Fragments::default(),
    };
    for (event, range) in events {
        builder.see(event, range);
    }
    table::give_titles(&mut builder.nodes, source);
    literal::inspect(&builder.nodes, source, builder.findings);
    for definition in builder.notes.iter().filter_map(|note| note.definition.as_ref()) {
        literal::inspect(&definition.nodes, source, builder.findings);
    }
    let Builder { nodes, mut notes, depth, findings, .. } = builder;
    footnote::settle(&mut notes, findings);
    table::without_rule(&nodes, source, findings);
    Tree { nodes, notes, depth }
}

/// Lines of `---` or `===` below a paragraph make no heading of it: clerks draw lines with them.
fn underlined<'e>(
    events: Vec<(Event<'e>, Range<usize>)>,
    source: &str,
) -> Vec<(Event<'e>, Range<usize>)> {
    let is_underlined = |range: &Range<usize>| !source[range.clone()].trim_start().starts_with('#');
    let mut out = Vec::with_capacity(events.len());
    for (event, range) in events {
        match event {
            Event::Start(Tag::Heading { .. }) if is_underlined(&range) => {
                out.push((Event::Start(Tag::Paragraph), range));
            }
            Event::End(TagEnd::Heading(_)) if is_underlined(&range) => {
                let text = source[range.clone()].trim_end();
                let start = range.start + text.rfind(['\n', '\r']).map_or(0, |end| end + 1);
                let line = start..range.start + text.len();
                out.push((Event::End(TagEnd::Paragraph), range));
                if source[line.clone()].trim_start().starts_with('-') {
                    out.push((Event::Rule, line));
                } else {
                    let written = source[line.clone()].to_owned();
                    out.push((Event::Start(Tag::Paragraph), line.clone()));
                    out.push((Event::Text(written.into()), line.clone()));
                    out.push((Event::End(TagEnd::Paragraph), line));
                }
            }
            event => out.push((event, range)),
        }
    }
    out
}

/// Whether the end of a line is a line break: a backslash or two spaces.
fn breaks_line(end: &str) -> bool {
    end.starts_with('\\') || end.trim_end_matches(['\n', '\r']).ends_with("  ")
}

struct Builder<'s, 'f, 't> {
    source: &'s str,
    findings: &'f mut Findings<'t>,
    joins: vec::IntoIter<Decision>,
    /// The elements that have begun and not ended.
    stack: Vec<Open>,
    /// The finished blocks of the body.
    nodes: Vec<Node>,
    /// The deepest nesting so far.
    depth: usize,
    /// How many elements are open that become plain text.
    flat: usize,
    notes: Vec<Note>,
    /// Folded name → index into `notes`.
    names: BTreeMap<String, usize>,
    /// Pictures without a description so far.
    undescribed: usize,
    /// The HTML block that has begun.
    html: Option<(String, OffsetMap)>,
    fragments: Fragments,
}

struct Open {
    node: Node,
    /// Whether it counts as a level: an item does not, its list does.
    level: bool,
    /// Whether it is a picture, in which everything is plain text.
    picture: bool,
    /// The text to set if nothing is in it.
    fallback: Option<String>,
}

impl Builder<'_, '_, '_> {
    fn see(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.push_text(text.into_string(), range),
            Event::Code(code) => {
                let written = &self.source[range.clone()];
                let ticks = written.len() - written.trim_start_matches('`').len();
                let inside = range.start + ticks..(range.end - ticks).max(range.start + ticks);
                self.push(Node::leaf(Kind::Code(code.into_string()), inside));
            }
            Event::Html(code) => {
                if let Some((html, map)) = &mut self.html {
                    map.push(html.len(), range.start);
                    html.push_str(&code);
                }
            }
            Event::InlineHtml(code) => self.push_html(&code, &OffsetMap::shifted(range.start)),
            Event::SoftBreak | Event::HardBreak => {
                let decision = self.joins.next();
                if decision.is_some_and(|decision| decision.doubtful) && self.flat == 0 {
                    let message = "换了一行，没有空行，两行印成了一段";
                    let help = "要另起一段，中间空一行；本来就是一段，把两行接成一行";
                    // The end of the line before: the mark that made it a sentence.
                    let last = self.source[..range.start].chars().next_back();
                    let start = range.start - last.map_or(0, char::len_utf8);
                    let finding = Diagnostic::warning(code::MERGED_LINES, message).help(help);
                    self.findings.add(&(start..range.start), finding);
                }
                let join = decision.map_or(Join::Nothing, |decision| decision.join);
                self.push(Node::leaf(Kind::Break(join), range));
            }
            Event::Rule => self.push(Node::leaf(Kind::Rule, range)),
            Event::FootnoteReference(name) => self.refer(&name, range),
            // Not enabled, see `options`.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push_text(text.into_string(), range);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        let level = !matches!(
            tag,
            Tag::Paragraph
                | Tag::HtmlBlock
                | Tag::Item
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
        );
        if self.flat == 0 && level {
            let levels = self.stack.iter().filter(|open| open.level).count();
            if levels >= self.findings.deepest() {
                self.findings.add_too_deep(&range);
                self.flat = 1;
                return;
            }
            self.depth = self.depth.max(levels + 1);
        }
        if self.flat > 0 || self.stack.last().is_some_and(|open| open.picture) {
            self.flat += 1;
            if matches!(tag, Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. }) {
                self.push(Node::leaf(Kind::Break(Join::Space), range.start..range.start));
            }
            return;
        }
        let mut fallback = None;
        let picture = matches!(tag, Tag::Image { .. });
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading(level as u8),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(_) => Kind::CodeBlock,
            Tag::List(start) => Kind::List { start },
            Tag::Item => Kind::Item,
            Tag::Table(alignments) => Kind::Table { alignments, widths: Vec::new(), heads: 1 },
            Tag::TableHead => Kind::Row,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell { across: 1, down: 1 },
            Tag::FootnoteDefinition(name) => Kind::Definition(self.note(&name)),
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough if self.source[range.clone()].starts_with("~~") => Kind::Strike,
            Tag::Link { link_type, dest_url, .. } => {
                fallback = Some(dest_url.to_string());
                match link::address(link_type, &dest_url) {
                    Ok(address) => Kind::Link(address),
                    Err(finding) => {
                        self.findings.add(&range, *finding);
                        Kind::Plain
                    }
                }
            }
            Tag::Image { dest_url, title, .. } => match locate(&dest_url) {
                Ok(path) => {
                    let caption = title.into_string();
                    Kind::Picture { path, caption, width: None, side: None }
                }
                Err(finding) => {
                    fallback = Some(dest_url.into_string());
                    self.findings.add(&range, *finding);
                    Kind::Plain
                }
            },
            Tag::HtmlBlock => {
                self.html = Some((String::new(), OffsetMap::default()));
                Kind::Paragraph
            }
            // `~` alone is a range (5~10 人) and strikes nothing out; the rest is not enabled.
            _ => Kind::Plain,
        };
        let tilde = matches!(kind, Kind::Plain) && self.source[range.clone()].starts_with('~');
        let start = range.start;
        self.stack.push(Open { node: Node::leaf(kind, range), level, picture, fallback });
        if tilde {
            self.push_text("~".into(), start..start + 1);
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if self.flat > 0 {
            self.flat -= 1;
            return;
        }
        match tag {
            TagEnd::HtmlBlock => {
                if let Some((html, map)) = self.html.take() {
                    self.push_html(&html, &map);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.keep_excess_cells(&range),
            TagEnd::Strikethrough if !self.source[range.clone()].starts_with("~~") => {
                self.push_text("~".into(), range.end.saturating_sub(1)..range.end);
            }
            _ => {}
        }
        let Some(Open { mut node, fallback, .. }) = self.stack.pop() else {
            return;
        };
        marks::settle(&mut node.children, self.source, self.findings);
        if let Kind::Table { alignments, .. } = &node.kind {
            let columns = alignments.len();
            let told = table::widths(&node, self.source, columns);
            let rows = table::join_cells(&mut node.children, self.source, self.findings);
            if let Kind::Table { widths, heads, .. } = &mut node.kind {
                (*widths, *heads) = (told, rows);
            }
        } else {
            table::give_titles(&mut node.children, self.source);
        }
        if let Some(text) = fallback.filter(|text| node.children.is_empty() && !text.is_empty()) {
            node.children.push(Node::leaf(Kind::Text(text), range.clone()));
        }
        match node.kind {
            Kind::Picture { ref path, .. } if node.children.is_empty() => {
                self.undescribed += 1;
                let message = match self.undescribed {
                    count if count <= UNDESCRIBED => {
                        format!("图片「{}」没有文字说明", shortened(path))
                    }
                    count if count == UNDESCRIBED + 1 => {
                        "从这里起还有图片没有文字说明，没有一一列出".to_owned()
                    }
                    _ => return self.push(node),
                };
                let help = "在方括号里写明图片内容，如 ![张祥察看煤改气工程](assets/1.jpg)";
                let finding = Diagnostic::warning(code::PICTURE_ALT, message).help(help);
                self.findings.add(&range, finding);
                self.push(node);
            }
            Kind::Definition(at) => self.define(at, node),
            _ => self.push(node),
        }
    }

    fn push(&mut self, node: Node) {
        match self.stack.last_mut() {
            Some(open) => open.node.children.push(node),
            None => self.nodes.push(node),
        }
    }

    /// Adds text; the parser cuts it at every bracket, which would hide what they enclose.
    fn push_text(&mut self, text: String, range: Range<usize>) {
        let siblings = match self.stack.last_mut() {
            Some(open) => &mut open.node.children,
            None => &mut self.nodes,
        };
        if let Some(Node { kind: Kind::Text(before), range: place, .. }) = siblings.last_mut()
            && place.end == range.start
            && place.len() == before.len()
            && range.len() == text.len()
        {
            before.push_str(&text);
            place.end = range.end;
        } else if !text.is_empty() {
            siblings.push(Node::leaf(Kind::Text(text), range));
        }
    }

    fn push_html(&mut self, html: &str, map: &OffsetMap) {
        for node in self.fragments.nodes(html, map, self.findings) {
            self.push(node);
        }
    }

    /// GFM drops the cells of a row that has more than the header; here they join the last one.
    fn keep_excess_cells(&mut self, row: &Range<usize>) {
        let Some(Open { node, .. }) = self.stack.last_mut() else {
            return;
        };
        let Some(cell) = node.children.last_mut() else {
            return;
        };
        let Some(rest) = self.source.get(cell.range.end..row.end) else {
            return;
        };
        if rest.contains(|each: char| each != '|' && !each.is_whitespace()) {
            let end = cell.range.end + rest.trim_end().trim_end_matches('|').trim_end().len();
            let text = self.source[cell.range.end..end].to_owned();
            let place = cell.range.end..end;
            cell.children.push(Node::leaf(Kind::Text(text), place.clone()));
            let finding = Diagnostic::warning(code::TABLE, "表格这一行的格子比表头多");
            let help = "多出的格子已并入最后一格，请把表头补齐，或删去多余的「|」";
            self.findings.add(&place, finding.help(help));
        }
    }

    fn refer(&mut self, name: &str, range: Range<usize>) {
        if self.stack.last().is_some_and(|open| open.picture) {
            self.push_text(format!("[^{name}]"), range);
            return;
        }
        let at = self.note(name);
        let inside = self.stack.iter().rev().find_map(|open| match open.node.kind {
            Kind::Definition(inside) => Some(inside),
            _ => None,
        });
        self.notes[at].references.push(inside);
        self.push(Node::leaf(Kind::Reference(at), range));
    }

    fn define(&mut self, at: usize, node: Node) {
        let note = &mut self.notes[at];
        if note.definition.is_some() {
            let message = format!("脚注「{}」写了两次内容", shortened(&note.name));
            let help = "给其中一条换一个名称，或删去一条";
            let finding = Diagnostic::warning(code::FOOTNOTE, message).help(help);
            self.findings.add(&node.range, finding);
            for child in node.children {
                self.push(child);
            }
            return;
        }
        let leaf = Node::leaf(node.kind, node.range.clone());
        let (height, range) = (height(&node.children), node.range);
        note.definition = Some(Definition { nodes: node.children, height, range });
        self.push(leaf);
    }

    /// The note of this name.
    fn note(&mut self, name: &str) -> usize {
        *self.names.entry(name.to_lowercase()).or_insert_with(|| {
            self.notes.push(Note {
                name: name.to_owned(),
                definition: None,
                references: Vec::new(),
                in_place: false,
            });
            self.notes.len() - 1
        })
    }
}
