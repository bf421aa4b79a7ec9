//! What readers see of our Typst markup and of HTML, as lines that can be compared.
//!
//! The markup is read as the templates will: only the functions that `src/markdown` calls are
//! known, anything else fails the test. White space outside of code counts as one space.

use scraper::{ElementRef, Html, Node};
use typst::syntax::ast::{self, AstNode, Expr};
use typst::syntax::{SyntaxNode, parse};

/// What is seen of some markup.
#[derive(Default)]
pub struct Shown {
    /// What is read: pictures as their descriptions, no marks of lists.
    pub lines: Vec<String>,
    /// What stands on the page: no descriptions, but the marks of lists.
    pub on_page: String,
}

/// Lines as they are written.
#[derive(Default)]
struct Lines {
    done: Vec<String>,
    open: String,
}

impl Lines {
    /// Text in which white space is but a gap.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if !c.is_ascii_whitespace() {
                self.open.push(c);
            } else if !self.open.is_empty() && !self.open.ends_with(' ') {
                self.open.push(' ');
            }
        }
    }

    /// Ends a line.
    fn end(&mut self) {
        let line = std::mem::take(&mut self.open);
        let line = line.trim_matches(|c: char| c.is_ascii_whitespace());
        if !line.is_empty() {
            self.done.push(line.to_owned());
        }
    }

    /// A block of code, in which white space stays.
    fn code(&mut self, code: &str) {
        self.end();
        self.done.extend(code.trim_end_matches('\n').split('\n').map(str::to_owned));
    }

    fn finish(mut self) -> Vec<String> {
        self.end();
        self.done
    }
}

/// What a browser shows of HTML; pictures are their descriptions.
pub fn of_html(html: &str) -> Vec<String> {
    let mut lines = Lines::default();
    html_inside(Html::parse_fragment(html).root_element(), &mut lines);
    lines.finish()
}

fn html_inside(element: ElementRef, lines: &mut Lines) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => lines.text(text),
            Node::Element(_) => html_element(ElementRef::wrap(child).expect("an element"), lines),
            _ => {}
        }
    }
}

fn html_element(element: ElementRef, lines: &mut Lines) {
    match element.value().name() {
        "img" => lines.text(element.value().attr("alt").unwrap_or_default()),
        "pre" => lines.code(&element.text().collect::<String>()),
        "script" | "style" | "template" | "title" => {}
        "em" | "strong" | "a" | "code" | "del" | "span" | "b" | "i" => html_inside(element, lines),
        _ => {
            lines.end();
            html_inside(element, lines);
            lines.end();
        }
    }
}

/// What the templates show of our markup.
///
/// # Panics
/// When it is no Typst, or anything that our Markdown does not write.
pub fn of_typst(typst: &str) -> Shown {
    let root = parse(typst);
    assert!(!root.diagnosis().errors, "no Typst: {typst}");
    let mut reader = Reader { lines: Lines::default(), on_page: String::new() };
    reader.markup(root.cast().expect("markup"));
    Shown { lines: reader.lines.finish(), on_page: reader.on_page }
}

struct Reader {
    lines: Lines,
    on_page: String,
}

impl Reader {
    fn markup(&mut self, markup: ast::Markup) {
        for expr in markup.exprs() {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: Expr) {
        match expr {
            Expr::Text(text) => self.text(text.get()),
            Expr::Escape(escape) => self.text(escape.get().encode_utf8(&mut [0; 4])),
            Expr::Str(string) => self.text(&string.get()),
            Expr::Space(_) => self.text(" "),
            Expr::Parbreak(_) => self.lines.end(),
            Expr::Label(_) => {}
            Expr::ContentBlock(block) => self.markup(block.body()),
            Expr::FuncCall(call) => self.call(call),
            other => panic!("not ours: {:?}", other.to_untyped()),
        }
    }

    fn text(&mut self, text: &str) {
        self.lines.text(text);
        self.on_page.push_str(text);
    }

    fn block(&mut self, content: Expr) {
        self.lines.end();
        self.expr(content);
        self.lines.end();
    }

    fn call(&mut self, call: ast::FuncCall) {
        let args = Args::of(call);
        match (ident(call.callee()).as_str(), args.positional.as_slice()) {
            ("strong" | "emph" | "strike" | "code", [content]) | ("link", [_, content]) => {
                self.expr(*content);
            }
            ("linebreak" | "separator", []) => self.lines.end(),
            ("quotation", [content]) | ("level", [_, content]) => self.block(*content),
            ("code-block", [Expr::Str(code)]) => {
                self.lines.code(&code.get());
                self.on_page.push_str(&code.get());
            }
            ("bullets", items) => {
                for item in items {
                    self.on_page.push('·');
                    self.block(*item);
                }
            }
            ("numbered", items) => {
                let Some(Expr::Int(start)) = args.named("start") else { panic!("no start") };
                for (item, number) in items.iter().zip(start.get()..) {
                    self.on_page.push_str(&format!("{number}."));
                    self.block(*item);
                }
            }
            ("grid-table", cells) => {
                let Some(Expr::Array(header)) = args.named("header") else { panic!("no header") };
                for item in header.items() {
                    let ast::ArrayItem::Pos(cell) = item else { panic!("a spread") };
                    self.block(cell);
                }
                cells.iter().for_each(|cell| self.block(*cell));
            }
            ("side-by-side", pictures) => pictures.iter().for_each(|picture| self.expr(*picture)),
            ("picture" | "arguments" | "inline-picture", [_]) => {
                let Some(Expr::Str(alt)) = args.named("alt") else { panic!("no description") };
                self.lines.text(&alt.get());
                if let Some(caption @ Expr::ContentBlock(_)) = args.named("caption") {
                    self.block(caption);
                }
            }
            (name, args) => panic!("not ours: {name} with {} arguments", args.len()),
        }
    }
}

/// The arguments of a call.
struct Args<'a> {
    positional: Vec<Expr<'a>>,
    named: Vec<(String, Expr<'a>)>,
}

impl<'a> Args<'a> {
    fn of(call: ast::FuncCall<'a>) -> Self {
        let mut args = Self { positional: Vec::new(), named: Vec::new() };
        for arg in call.args().items() {
            match arg {
                ast::Arg::Pos(expr) => args.positional.push(expr),
                ast::Arg::Named(named) => {
                    args.named.push((named.name().get().to_string(), named.expr()));
                }
                ast::Arg::Spread(_) => panic!("a spread"),
            }
        }
        args
    }

    fn named(&self, name: &str) -> Option<Expr<'a>> {
        self.named.iter().find(|(known, _)| known == name).map(|(_, expr)| *expr)
    }
}

fn ident(callee: Expr) -> String {
    let node: &SyntaxNode = callee.to_untyped();
    node.leaf_text().to_string()
}
