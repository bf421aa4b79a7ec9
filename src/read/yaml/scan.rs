//! A look at the lines before libyaml sees them: what can be mended is mended, what libyaml
//! would be slow or obscure about is refused.
//!
//! Not a parser: it knows quotes, comments, block scalars and brackets well enough to tell
//! where a line begins a key. Where it errs, libyaml has the last word.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Edit, SourceFile, Span, code};
use crate::read::keys;

use super::node::{MAX_DEPTH, MAX_FINDINGS};
use super::place::lines;

/// libyaml takes time in proportion to tokens × open brackets; this many bytes × brackets is seconds.
const MAX_WORK: usize = 4_000_000_000;

/// What the look has brought.
pub(super) struct Scan {
    /// The stretch, mended; of the same length, so that all offsets hold.
    pub mended: String,
    /// Findings, in the order of the file.
    pub findings: Vec<Diagnostic>,
    /// Whether parsing is pointless.
    pub fatal: bool,
}

/// Looks at a stretch of a file.
pub(super) fn scan(file: &Arc<SourceFile>, range: Range<usize>) -> Scan {
    let text = file.text.get(range.clone()).unwrap_or_default();
    let mut scanner = Scanner {
        file,
        base: range.start,
        mended: text.to_owned(),
        findings: Vec::new(),
        fatal: false,
        spoiled: false,
        depth: 0,
        indent: -1,
        quote: None,
        plain: false,
        block: None,
    };
    if let Some((at, c)) = text.char_indices().find(|&(_, c)| invisible(c)) {
        let message = format!("文件中有看不见的字符 U+{:04X}", u32::from(c));
        scanner.refuse(
            code::YAML_SYNTAX,
            at..at + c.len_utf8(),
            &message,
            "删去它前后的几个字，重新输入",
        );
    }
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets.saturating_mul(text.len()) > MAX_WORK {
        scanner.refuse(code::TOO_LARGE, 0..0, "文件中的括号太多", "请检查是否粘进了别的数据");
    }
    let mut stage = Stage::Before;
    for (start, line) in lines(text) {
        if scanner.fatal {
            break;
        }
        let marker = |mark: &str| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        let silent = line.trim_start_matches([' ', '\t']);
        let silent = silent.is_empty() || silent.starts_with('#');
        stage = match stage {
            Stage::Before if line.starts_with('%') => {
                scanner.refuse(
                    code::YAML_SYNTAX,
                    start..start + 1,
                    "这里不应有以「%」开头的行",
                    "删去这一行",
                );
                continue;
            }
            Stage::Before if marker("---") => {
                scanner.tokens(start, line, 3);
                Stage::Inside
            }
            Stage::Before | Stage::Inside if marker("...") => Stage::After,
            Stage::Inside if marker("---") => Stage::After,
            Stage::After if !silent => {
                let help = "一个文件只放一份内容；删去多余的「---」或「...」，或拆成两个文件";
                scanner.refuse(
                    code::YAML_SYNTAX,
                    start..start + line.len(),
                    "文件里有不止一份内容",
                    help,
                );
                continue;
            }
            Stage::After => Stage::After,
            Stage::Before if silent => Stage::Before,
            Stage::Before | Stage::Inside => {
                scanner.line(start, line);
                Stage::Inside
            }
        };
    }
    Scan {
        mended: scanner.mended,
        findings: scanner.findings,
        fatal: scanner.fatal || scanner.spoiled,
    }
}

/// What libyaml refuses, and the byte-order mark, which it lets shift the columns.
fn invisible(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    control || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Where in the one document a file may hold.
#[derive(Clone, Copy)]
enum Stage {
    /// Only comments and empty lines so far.
    Before,
    Inside,
    /// After `...`, or at a second `---`.
    After,
}

struct Scanner<'a> {
    file: &'a Arc<SourceFile>,
    base: usize,
    mended: String,
    findings: Vec<Diagnostic>,
    fatal: bool,
    /// Fatal, but the rest of the lines can still be looked at.
    spoiled: bool,
    /// Open brackets.
    depth: usize,
    /// Column of the innermost block collection; what stands further right belongs to it.
    indent: isize,
    /// An open quote.
    quote: Option<char>,
    /// Whether the last line ended in a plain scalar that may go on.
    plain: bool,
    /// An open block scalar.
    block: Option<Block>,
}

/// A block scalar: its content's indentation once known.
#[derive(Clone, Copy)]
struct Block {
    content: Option<isize>,
}

impl Scanner<'_> {
    fn refuse(&mut self, code: Code, range: Range<usize>, message: &str, help: &str) {
        let span = Span::new(self.file, range.start + self.base..range.end + self.base);
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(Diagnostic::error(code, message).at(span).help(help));
        }
        self.fatal = true;
    }

    fn line(&mut self, start: usize, line: &str) {
        let column = line.len() - line.trim_start_matches(' ').len();
        let rest = &line[column..];
        if self.inside_block(column as isize, rest.is_empty()) {
            return;
        }
        if self.quote.is_some() {
            return self.tokens(start, line, 0);
        }
        let lead = rest.len() - rest.trim_start_matches('\t').len();
        let rest = &rest[lead..];
        if rest.is_empty() || rest.starts_with('#') {
            self.plain &= rest.is_empty();
            return;
        }
        if self.depth > 0 || (self.plain && column as isize > self.indent) {
            return self.tokens(start, line, column + lead);
        }
        if rest.starts_with('\u{3000}') {
            let width = rest.len() - rest.trim_start_matches(['\u{3000}', ' ']).len();
            let at = start + column;
            let help = "缩进改用半角空格；如是多行正文，正文每行前要有比项目名更多的半角空格";
            return self.refuse(code::YAML_SYNTAX, at..at + width, "行首用了全角空格", help);
        }
        self.plain = false;
        self.item(start, line, column + lead);
    }

    /// Whether a line belongs to the open block scalar; closes it where it ends.
    fn inside_block(&mut self, column: isize, blank: bool) -> bool {
        let Some(block) = &mut self.block else { return false };
        if blank {
            return true;
        }
        let least = *block.content.get_or_insert(column.max(self.indent + 1).max(1));
        if column >= least {
            return true;
        }
        self.block = None;
        false
    }

    /// A line that begins an item of a list or a key: dashes, then perhaps a known key.
    fn item(&mut self, start: usize, line: &str, mut at: usize) {
        let mut known: fn(&str) -> bool = keys::is_known;
        let mut listed = false;
        while line[at..]
            .strip_prefix('-')
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            self.indent = at as isize;
            at += 1 + line[at + 1..].len() - line[at + 1..].trim_start_matches(' ').len();
            known = keys::is_known_of_column;
            listed = true;
        }
        let rest = &line[at..];
        let Some((end, colon)) = rest.char_indices().find(|&(_, c)| matches!(c, ':' | '：'))
        else {
            return self.tokens(start, line, at);
        };
        let name = rest[..end].trim_end();
        let after = &rest[end + colon.len_utf8()..];
        let here = start + at + end;
        if known(name) {
            if colon == '：' {
                self.mended.replace_range(here..here + colon.len_utf8(), ":  ");
                self.warn(here..here + colon.len_utf8(), name);
                self.indent = at as isize;
                return self.tokens(start, line, at + end + colon.len_utf8());
            }
            if !listed && !after.is_empty() && !after.starts_with([' ', '\t']) {
                let message = format!("「{name}」的冒号后面缺少空格");
                self.refuse(
                    code::YAML_SYNTAX,
                    here..here + 1,
                    &message,
                    &format!("写成「{name}: 内容」"),
                );
                // This mistake seldom comes alone, so the other lines are looked at too.
                self.fatal = false;
                self.spoiled = true;
                self.indent = at as isize;
            }
        }
        self.tokens(start, line, at);
    }

    fn warn(&mut self, range: Range<usize>, name: &str) {
        if self.findings.len() < MAX_FINDINGS {
            let (start, end) = (range.start + self.base, range.end + self.base);
            let span = Span::new(self.file, start..end);
            let is_spaced = self.file.text[end..].starts_with([' ', '\n', '\r']);
            let text = if is_spaced { ":" } else { ": " }.to_owned();
            let mut finding = Diagnostic::warning(
                code::FULL_WIDTH_COLON,
                format!("「{name}」后面用了全角冒号，已按半角处理"),
            )
            .at(span.clone())
            .help("把「：」改成半角冒号加空格「: 」");
            finding.fix.push(Edit { span, text });
            self.findings.push(finding);
        }
    }

    /// The tokens of a line from `at` on.
    fn tokens(&mut self, start: usize, line: &str, mut at: usize) {
        let mut first = at;
        if let Some(quote) = self.quote {
            match closing(&line[at..], quote) {
                Some(end) => (self.quote, at) = (None, at + end),
                None => return,
            }
        } else if self.plain {
            at += self.plain_len(&line[at..], true);
        }
        while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = &line[at..];
            let next_blank = matches!(rest.as_bytes().get(c.len_utf8()), None | Some(b' ' | b'\t'));
            match c {
                ' ' | '\t' => at += 1,
                '#' if at == 0 || line[..at].ends_with([' ', '\t']) => {
                    self.plain = false;
                    self.comment(start, line, at);
                    return;
                }
                '"' | '\'' => match closing(&rest[1..], c) {
                    Some(end) => {
                        first = at;
                        at += 1 + end;
                    }
                    None => {
                        self.quote = Some(c);
                        return;
                    }
                },
                '[' | '{' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        let here = start + at;
                        let message = format!("括号嵌套超过 {MAX_DEPTH} 层");
                        return self.refuse(
                            code::TOO_LARGE,
                            here..here + 1,
                            &message,
                            "减少括号的层数",
                        );
                    }
                    at += 1;
                }
                ']' | '}' => {
                    self.depth = self.depth.saturating_sub(1);
                    at += 1;
                }
                ',' if self.depth > 0 => at += 1,
                ':' if next_blank || self.depth > 0 => {
                    if self.depth == 0 {
                        self.indent = first as isize;
                    }
                    at += 1;
                }
                '-' | '?' if next_blank && self.depth == 0 => {
                    self.indent = at as isize;
                    at += 1;
                }
                '|' | '>' if self.depth == 0 => {
                    let digit = rest.chars().skip(1).take(2).find_map(|c| c.to_digit(10));
                    let content = digit.map(|digit| self.indent.max(0) + digit as isize);
                    self.block = Some(Block { content });
                    return;
                }
                '&' | '*' | '!' => {
                    at += rest.find([' ', '\t', ',', ']', '}']).unwrap_or(rest.len())
                }
                _ => {
                    first = at;
                    at += self.plain_len(rest, false);
                }
            }
        }
    }

    /// Tells of a comment behind a value that was meant as a part of it: 大唐热电 #2 机组.
    fn comment(&mut self, start: usize, line: &str, at: usize) {
        let text = line[at..].trim_start_matches('#');
        let before = line[..at].trim_start();
        let touches = text.starts_with(|c: char| c.is_alphanumeric());
        if before.is_empty() || !touches || self.findings.len() >= MAX_FINDINGS {
            return;
        }
        let span = Span::new(self.file, start + at + self.base..start + line.len() + self.base);
        let message = format!("「#」后面的「{}」成了注释，不会印出来", text.trim());
        let help = "要印出来，把整个值放进双引号，如 标题: \"大唐热电 #2 机组\"；确是注释，在「#」后面空一格";
        self.findings.push(Diagnostic::warning(code::CUT_BY_COMMENT, message).at(span).help(help));
    }

    /// Length of a plain scalar's part in this line; notes whether it may go on in the next.
    fn plain_len(&mut self, rest: &str, continued: bool) -> usize {
        let bytes = rest.as_bytes();
        let end = (0..bytes.len()).find(|&i| {
            let after = bytes.get(i + 1);
            let flow = |byte: &u8| self.depth > 0 && b",[]{}".contains(byte);
            match bytes[i] {
                b':' => after.is_none_or(|byte| matches!(byte, b' ' | b'\t') || flow(byte)),
                b'#' => i > 0 && matches!(bytes[i - 1], b' ' | b'\t'),
                byte => (continued || i > 0) && flow(&byte),
            }
        });
        self.plain = end.is_none();
        end.unwrap_or(bytes.len())
    }
}

/// The offset just after the quote that closes.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|&(_, next)| next == '\'') {
                chars.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}
