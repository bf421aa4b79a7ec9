//! What libyaml objects to, in Chinese.
//!
//! Says nothing about keys or values: only about what is not YAML.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile, Span, code};

use super::super::keys;
use super::node::{MAX_DEPTH, MAX_KEY};
use super::place::{Places, of_error};
use super::tree::Abort;

const QUOTE_IT: &str = "把整个值放进半角单引号，如 标题: '……'";
const ALIGN: &str = "同一级的项目要左对齐，每行写成「项目: 内容」，冒号用半角，后面加一个空格";

/// Part of libyaml's message, where it points, what it means, what to do. The first that fits counts.
const MESSAGES: &[(&str, Blame, &str, &str)] = &[
    (
        "while scanning a quoted scalar",
        Blame::Context,
        "引号没有成对",
        "在这段文字末尾补上同样的半角引号",
    ),
    (
        "found unknown escape",
        Blame::Problem,
        "双引号里有不认识的「\\」写法",
        "「\\」要写成「\\\\」，或改用单引号",
    ),
    ("could not find expected ':'", Blame::Context, "这一行缺少冒号", ALIGN),
    ("mapping values are not allowed", Blame::Problem, "这里不应有冒号", QUOTE_IT),
    ("found a tab character", Blame::Problem, "缩进用了制表符", "把制表符（Tab）换成空格"),
    (
        "block sequence entries are not allowed",
        Blame::Problem,
        "这里不应有「- 」",
        "列表要另起一行",
    ),
    (
        "did not find expected '-' indicator",
        Blame::Problem,
        "列表没有对齐",
        "同一列表的各行「- 」要左对齐",
    ),
    ("did not find expected key", Blame::Problem, "这里的写法或缩进与上文不一致", ALIGN),
    (
        "did not find expected ',' or ']'",
        Blame::Context,
        "方括号没有成对，或各项之间缺少半角逗号",
        "检查「[」「]」和各项之间的半角逗号",
    ),
    (
        "did not find expected ',' or '}'",
        Blame::Context,
        "花括号没有成对，或各项之间缺少半角逗号",
        "检查「{」「}」和各项之间的半角逗号",
    ),
    ("did not find expected node content", Blame::Problem, "这里缺少内容", QUOTE_IT),
    ("scanning an alias", Blame::Problem, "以「*」开头的值没有加引号", QUOTE_IT),
    ("scanning an anchor", Blame::Problem, "以「&」开头的值没有加引号", QUOTE_IT),
    ("unknown anchor", Blame::Problem, "以「*」开头的值没有加引号", QUOTE_IT),
    (
        "scanning a block scalar",
        Blame::Problem,
        "「|」或「>」后面的写法有误",
        "「|」后面直接换行，正文从下一行开始，每行前加两个空格",
    ),
    ("tag", Blame::Problem, "以「!」开头的值没有加引号", QUOTE_IT),
    (
        "found unexpected document indicator",
        Blame::Context,
        "引号没有成对",
        "在这段文字末尾补上同样的半角引号",
    ),
];

#[derive(Clone, Copy, PartialEq)]
enum Blame {
    /// Where libyaml stopped.
    Problem,
    /// Where the construct began that it could not finish.
    Context,
}

/// The slips that libyaml takes for something else, told by the line it stopped at: what they are
/// and what to do. Text after a closing quote; a key with spaces before it; a text that is not indented.
fn slip(source: &str, index: usize) -> Option<(&'static str, &'static str)> {
    let start = source.get(..index)?.rfind('\n').map_or(0, |at| at + 1);
    let line = source[start..].lines().next()?;
    let before = source[..start].lines().next_back().unwrap_or_default();
    let (key, value) = line.split_once(": ").unwrap_or((line, ""));
    let value = value.trim();
    if let Some(quote) = value.chars().next().filter(|c| ['"', '\''].contains(c))
        && value[1..].find(quote).is_some_and(|end| end + 2 < value.len())
    {
        return Some((
            "半角引号后面还有文字",
            "引文用全角引号“”；要用半角引号，就把整个内容放进另一种半角引号，如 标题: '\"……\"……'",
        ));
    }
    if let Some(slip) = braced(value) {
        return Some(slip);
    }
    // The key before it has a value of its own, so nothing may hang under it.
    let indented = line.starts_with(' ') && !line.trim_start().starts_with('-');
    let closed = before.split_once(": ").is_some_and(|(_, value)| {
        let value = value.trim();
        !before.starts_with(' ') && !value.is_empty() && !value.starts_with(['|', '>'])
    });
    if indented && closed && keys::is_known(key.trim()) {
        return Some(("项目名前面多了空格", "删去这一行开头的空格"));
    }
    let unindented = !line.starts_with(' ') && !line.contains(':') && !line.trim().is_empty();
    if unindented && before.trim_end().ends_with(['|', '>']) {
        return Some((
            "这一行没有缩进，接不上上一行的内容",
            "属于上一项的文字，每行开头加两个空格，上一项写成「正文: |」的样子",
        ));
    }
    None
}

/// A text that begins with something in brackets: 「{版次}印」, `[图]说明`.
fn braced(value: &str) -> Option<(&'static str, &'static str)> {
    let (close, message) = match value.chars().next()? {
        '{' => ('}', "以「{」开头的值没有加引号"),
        '[' => (']', "以「[」开头的值没有加引号"),
        _ => return None,
    };
    let rest = value.split_once(close)?.1.trim_start();
    let goes_on = rest.chars().next().is_some_and(|c| !['#', ',', ']', '}'].contains(&c));
    goes_on.then_some((message, QUOTE_IT))
}

/// A message without its places: they count from the stretch that was parsed, not from the file.
fn without_places(message: &str) -> String {
    let mut parts = message.split(" at line ");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let after = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = after.strip_prefix(" column ").unwrap_or(after);
        shown.push_str(after.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    shown
}

/// The finding for an error of serde_yaml in the stretch `source` that begins at `base` of `file`.
pub(super) fn explain(
    file: &Arc<SourceFile>,
    base: usize,
    source: &str,
    error: &serde_yaml::Error,
    abort: Option<(Abort, Option<usize>)>,
) -> Diagnostic {
    let index = error.location().map_or(0, |place| place.index()).min(source.len());
    if let Some((abort, at)) = abort {
        let at = at.unwrap_or(base + index);
        return given_up(abort).at(Span::new(file, at..at));
    }
    let shown = error.to_string();
    let said = |part: &str| shown.contains(part);
    if said("recursion limit") || said("repetition limit") {
        return given_up(Abort::TooDeep).at(Span::new(file, base + index..base + index));
    }
    let found = source.get(index..).and_then(|rest| rest.chars().next());
    let (blame, message, help) = match found {
        _ if said("cannot start any token") => (Blame::Problem, "", ""),
        _ => MESSAGES.iter().find(|(part, ..)| said(part)).map_or(
            (Blame::Problem, "YAML 的写法有误", ALIGN),
            |&(_, blame, message, help)| (blame, message, help),
        ),
    };
    // The place of the context is only in the text of the error, and only where it differs.
    let place = match shown.rsplit_once(", while ") {
        Some((_, context)) if blame == Blame::Context => {
            let (line, column) = of_error(context);
            Places::new(source).offset(line, column)
        }
        _ => index,
    };
    let slip = slip(source, place).or_else(|| slip(source, index));
    let diagnostic = match found {
        _ if slip.is_some() => {
            let (message, help) = slip.unwrap_or_default();
            Diagnostic::error(code::YAML_SYNTAX, message).help(help)
        }
        _ if !message.is_empty() => Diagnostic::error(code::YAML_SYNTAX, message).help(help),
        Some('\t') => {
            Diagnostic::error(code::YAML_SYNTAX, "缩进用了制表符").help("把制表符（Tab）换成空格")
        }
        found => {
            let mark = found.unwrap_or(' ');
            Diagnostic::error(code::YAML_SYNTAX, format!("以「{mark}」开头的值没有加引号"))
                .help(QUOTE_IT)
        }
    };
    let at = base + back_to_text(source, place);
    diagnostic.at(Span::new(file, at..at)).note(format!("原始信息：{}", without_places(&shown)))
}

/// A place in the empty end of a file is of no use to anyone: the end of the last text before it is.
fn back_to_text(source: &str, at: usize) -> usize {
    match source.get(at..) {
        Some(rest) if rest.trim().is_empty() => {
            source.get(..at).map_or(at, |before| before.trim_end().len())
        }
        _ => at,
    }
}

fn given_up(abort: Abort) -> Diagnostic {
    match abort {
        Abort::TooDeep => {
            Diagnostic::error(code::TOO_LARGE, format!("内容嵌套超过 {MAX_DEPTH} 层"))
                .help("减少括号或缩进的层数")
        }
        Abort::TooMany => {
            Diagnostic::error(code::TOO_LARGE, "文件中的项目太多").help("请检查是否粘进了别的数据")
        }
        Abort::Tag => {
            Diagnostic::error(code::YAML_SYNTAX, "以「!」开头的值没有加引号").help(QUOTE_IT)
        }
        Abort::KeyNotText => {
            Diagnostic::error(code::YAML_SYNTAX, "冒号前面应是项目的名称").help(ALIGN)
        }
        Abort::KeyTooLong => Diagnostic::error(
            code::YAML_SYNTAX,
            format!("冒号前面的项目名超过 {} 个字", MAX_KEY / 3),
        )
        .help("检查是否多了一个冒号；值里有冒号时要放进引号"),
    }
}
