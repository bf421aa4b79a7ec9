//! Any text, in any field and in Markdown, is set as itself and as nothing else.
//!
//! The first byte chooses whether pages are set too. The rest is a text: the generated markup of it
//! parses to text, every field of an issue that holds it makes no code that one with a harmless
//! text would not make, and it comes back from the text layer of the pages.

use std::collections::HashSet;

use jianbao::testing::{
    ComposeOptions, Composer, Document, FontSet, Issue, Text, Typesetter, escape, read_issue,
    string_literal, to_typst,
};
use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

use super::house::{House, ISSUE, choice, sound};

/// The functions that markup made from Markdown may call, and the names of their arguments.
const OF_MARKDOWN: [&str; 33] = [
    "arguments",
    "strong",
    "emph",
    "strike",
    "code",
    "code-block",
    "level",
    "bullets",
    "numbered",
    "grid-table",
    "picture",
    "side-by-side",
    "inline-picture",
    "footnote",
    "quotation",
    "separator",
    "link",
    "linebreak",
    "tight",
    "start",
    "depth",
    "columns",
    "align",
    "header",
    "merged",
    "across",
    "down",
    "widths",
    "title",
    "repeated",
    "inside",
    "alt",
    "caption",
];
/// Node kinds that markup made from Markdown may have.
const PLAIN: [SyntaxKind; 24] = [
    SyntaxKind::Markup,
    SyntaxKind::Text,
    SyntaxKind::Space,
    SyntaxKind::Parbreak,
    SyntaxKind::Escape,
    SyntaxKind::Label,
    SyntaxKind::Hash,
    SyntaxKind::FuncCall,
    SyntaxKind::Args,
    SyntaxKind::Named,
    SyntaxKind::Array,
    SyntaxKind::ContentBlock,
    SyntaxKind::Str,
    SyntaxKind::Int,
    SyntaxKind::Bool,
    SyntaxKind::None,
    SyntaxKind::Comma,
    SyntaxKind::Colon,
    SyntaxKind::LeftParen,
    SyntaxKind::RightParen,
    SyntaxKind::LeftBracket,
    SyntaxKind::RightBracket,
    SyntaxKind::Ident,
    SyntaxKind::End,
];
/// Harmless texts, one of which breaks into several lines.
const HARMLESS: [&str; 2] =
    ["甲", "甲市认真贯彻落实上级部署要求 全力推进环境保护督察问题整改 取得明显成效"];

struct Tools {
    issue: Issue,
    house: House,
    composer: Composer,
    typesetter: Typesetter,
    /// The code that an issue of harmless texts makes: kinds of nodes and names.
    usual: HashSet<(SyntaxKind, String)>,
}

thread_local! {
    static TOOLS: Tools = Tools::new();
}

impl Tools {
    fn new() -> Self {
        let house = House::new(&[
            (
                "10-a.yaml",
                "column: lead\nleader: {name: 甲, post: 乙}\nplace: 丙\ntopic: 丁\nbody: 戊\n",
            ),
            ("20-b.md", "---\ncolumn: county\ntitle: 甲\nsource: 乙\nauthor: 丙\n---\n丁\n"),
            (
                "30-c.md",
                "---\ncolumn: county\ntitle: 甲\nkind: notice\nsource: 乙\ndate: 2024-01-10\nmeasures: [甲。乙, 丙]\n---\n丁\n",
            ),
            ("40-d.md", "---\nkind: annex\ntitle: 甲\n---\n丁\n"),
        ]);
        let issue = read_issue(&house.workspace, ISSUE).expect("readable").value.expect("an issue");
        let composer = Composer::new(&[]).value.expect("built-in templates");
        let typesetter = Typesetter::new(FontSet::embedded());
        let mut tools = Self { issue, house, composer, typesetter, usual: HashSet::new() };
        for text in HARMLESS {
            tools.usual.extend(code_of(&tools.compose(text)));
        }
        tools
    }

    fn compose(&self, text: &str) -> Document {
        let issue = filled(&self.issue, text);
        let composed = self.composer.compose(&issue, ComposeOptions::default(), &self.typesetter);
        sound(&composed.diagnostics);
        composed.value.expect("a document")
    }
}

/// See above.
pub fn run(data: &[u8]) {
    let (how, bytes) = choice(data);
    let text = String::from_utf8_lossy(bytes);
    exactly(&text);
    only_text(&text);
    let text: String = text.chars().filter(|c| *c != '|').take(200).collect();
    if text.trim().is_empty() {
        return;
    }
    TOOLS.with(|tools| {
        let document = tools.compose(&text);
        for (kind, name) in code_of(&document) {
            let code = (kind, name);
            assert!(tools.usual.contains(&code), "{code:?} comes of {text:?}");
        }
        if how & 1 == 0 {
            return;
        }
        let set = tools.typesetter.typeset(&document, &tools.house.folder).expect("readable");
        sound(&set.diagnostics);
        let pages = set.value.expect("pages");
        let runs = (0..pages.page_count()).flat_map(|index| pages.runs(index));
        let layer: String = runs.flat_map(|run| run.cells).map(|cell| cell.text).collect();
        let times = occurrences(&layer, &text);
        assert!(times >= FIELDS, "{text:?} stands {times} times in {layer:?}");
    });
    Typesetter::forget(4);
}

/// How many fields [`filled`] fills that are sure to be set upright in one piece.
const FIELDS: usize = 17;

/// The issue with a text in every field.
fn filled(issue: &Issue, text: &str) -> Issue {
    let put = || Text::unplaced(text);
    let mut issue = issue.clone();
    issue.masthead.name = put();
    issue.masthead.prefix = Some(put());
    issue.masthead.issuers = vec![put()];
    issue.masthead.classification = Some(put());
    issue.masthead.serial = Some(put());
    for column in issue.columns.iter_mut().filter(|column| column.title.is_some()) {
        (column.title, column.mark) = (Some(put()), Some(put()));
    }
    for recipients in [
        &mut issue.distribution.report,
        &mut issue.distribution.send,
        &mut issue.distribution.issue,
    ] {
        *recipients = vec![put()];
    }
    issue.sign_off.editor = Some(put());
    issue.sign_off.reviewer = Some(put());
    issue.sign_off.approver = Some(put());
    for entry in &mut issue.entries {
        let fields = [&mut entry.title, &mut entry.source, &mut entry.author, &mut entry.place];
        for field in fields.into_iter().chain([&mut entry.topic]).flatten() {
            *field = put();
        }
        if let Some(leader) = &mut entry.leader {
            (leader.name, leader.post) = (put(), Some(put()));
        }
        entry.measures.iter_mut().for_each(|measure| *measure = put());
    }
    issue
}

/// The code in the files of a document: everything that is not text, with the names it has.
fn code_of(document: &Document) -> Vec<(SyntaxKind, String)> {
    fn visit(node: &SyntaxNode, found: &mut Vec<(SyntaxKind, String)>) {
        assert!(node.kind() != SyntaxKind::Error, "{node:?}");
        let name = match node.kind() {
            SyntaxKind::Text | SyntaxKind::Space | SyntaxKind::Escape | SyntaxKind::Str => return,
            // Which level, how many columns.
            SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Numeric => String::new(),
            _ => node.leaf_text().to_string(),
        };
        found.push((node.kind(), name));
        node.children().for_each(|child| visit(child, found));
    }
    let mut found = Vec::new();
    let own =
        |file: &jianbao::testing::TypstFile| file.template.as_ref().is_some_and(|t| t.verbatim);
    for file in document.files.values().filter(|file| !own(file)) {
        visit(&parse(&file.text), &mut found);
    }
    found
}

/// Escaped, a text is nothing but text, and the same; so is a string.
fn exactly(text: &str) {
    fn visit(node: &SyntaxNode, into: &mut String) {
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::Space => into.push_str(node.leaf_text()),
            SyntaxKind::Escape => {
                into.extend(node.cast::<ast::Escape>().map(|escape| escape.get()));
            }
            SyntaxKind::Str => {
                into.extend(node.cast::<ast::Str>().map(|string| string.get().to_string()));
            }
            SyntaxKind::Markup | SyntaxKind::Hash | SyntaxKind::End => {
                if node.kind() == SyntaxKind::Markup {
                    node.children().for_each(|child| visit(child, into));
                }
            }
            kind => panic!("{kind:?}"),
        }
    }
    let markup = escape(text);
    let mut set = String::new();
    visit(&parse(&markup), &mut set);
    assert_eq!(dense(&set), dense(text), "{markup:?}");
    let literal = parse(&format!("#{}", string_literal(text)));
    let value = literal.children().find_map(|node| node.cast::<ast::Str>());
    assert_eq!(value.map(|value| value.get().to_string()).as_deref(), Some(text));
}

/// Markup made from Markdown calls what it may call and nothing else.
fn only_text(text: &str) {
    fn visit(node: &SyntaxNode) {
        let kind = node.kind();
        assert!(PLAIN.contains(&kind), "{kind:?}");
        if kind == SyntaxKind::Ident {
            let name = node.leaf_text().as_str();
            assert!(OF_MARKDOWN.contains(&name), "{name}");
        }
        node.children().for_each(visit);
    }
    let markup = to_typst(&Text::unplaced(text), "e1", text.len().is_multiple_of(2));
    let root = parse(&markup.typst);
    assert!(!root.diagnosis().errors, "{}", markup.typst);
    visit(&root);
    sound(&markup.diagnostics);
}

/// How often a text stands in another, white space and what has no glyph aside.
///
/// Where something in it is written from right to left, the page has it in the order of the eye, and
/// only the characters are counted.
fn occurrences(layer: &str, text: &str) -> usize {
    let (layer, text) = (dense(layer), dense(text));
    if text.chars().any(is_leftward) {
        let count = |text: &str, c: char| text.chars().filter(|&other| other == c).count();
        let of = |c| count(&layer, c) / count(&text, c);
        return text.chars().map(of).min().unwrap_or(usize::MAX);
    }
    match text.is_empty() {
        true => usize::MAX,
        false => layer.matches(&text).count(),
    }
}

/// Whether a character is, or may make others, written from right to left (Unicode's blocks of such
/// scripts, and its marks for them).
fn is_leftward(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{2068}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
