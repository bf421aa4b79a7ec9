//! What the tree says and where it says it stands.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::node::MAX_FINDINGS;
use super::*;
use crate::diagnostic::{Severity, Span};

fn file(text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { path: "a.yaml".to_owned(), text: text.to_owned() })
}

fn place(span: &Span) -> String {
    let (line, column) = span.line_column();
    format!("{line}:{column}")
}

fn dump(node: &Node, out: &mut String) {
    let _ = match &node.value {
        Value::Null => write!(out, "~@{}", place(&node.span)),
        Value::Scalar(text) => {
            let source = &node.span.file.text[node.span.range.clone()];
            let mark = if source == text.as_str() { "" } else { "≠" };
            write!(out, "{mark}{:?}@{}", text.as_str(), place(&text.whole().expect("placed")))
        }
        Value::List(items) => {
            out.push('[');
            for item in items {
                dump(item, out);
                out.push(' ');
            }
            write!(out, "]@{}", place(&node.span))
        }
        Value::Map(entries) => {
            out.push('{');
            for (key, value) in entries {
                let _ = write!(out, "{}@{}=", key.as_str(), place(&key.whole().expect("placed")));
                dump(value, out);
                out.push(' ');
            }
            write!(out, "}}@{}", place(&node.span))
        }
    };
}

fn shown(text: &str) -> String {
    let file = file(text);
    let Checked { value, diagnostics } = parse(&file, 0..text.len());
    let mut out = String::new();
    if let Some(node) = value {
        dump(&node, &mut out);
    }
    for found in diagnostics {
        let mark = if found.severity == Severity::Warning { "?" } else { "!" };
        let at = place(found.span.as_ref().expect("a place"));
        let _ = write!(out, " {mark}{at} {} {}", found.code.name, found.message);
    }
    out.trim().to_owned()
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(shown(text), want, "{text}");
}

#[test]
fn scalars_keep_their_text_and_place() {
    check(
        "a: 000028\nb: 1.10\nc: true\nd: 0x1F",
        r#"{a@1:1="000028"@1:4 b@2:1="1.10"@2:4 c@3:1="true"@3:4 d@4:1="0x1F"@4:4 }@1:1"#,
    );
    check("a:\nb: ~\nc: null\n", "{a@1:1=~@1:3 b@2:1=~@2:4 c@3:1=~@3:4 }@1:1");
    check("标题: 山阴县 # 注\n来源: 甲", r#"{标题@1:1="山阴县"@1:5 来源@2:1="甲"@2:5 }@1:1"#);
    check(
        "{a: 1, b: [2, 2018-11-27], c: []}",
        r#"{a@1:2="1"@1:5 b@1:8=["2"@1:12 "2018-11-27"@1:15 ]@1:11 c@1:28=[]@1:31 }@1:1"#,
    );
    check("- 甲\r\n- - 乙\r\n  - 丙\r\n", r#"["甲"@1:3 ["乙"@2:5 "丙"@3:5 ]@2:5 ]@1:3"#);
    check(
        "a: 'it''s'\nb: \"x\\ty\\u5c71\"\nc: ''\n",
        "{a@1:1=≠\"it's\"@1:5 b@2:1=≠\"x\\ty山\"@2:5 c@3:1=≠\"\"@3:5 }@1:1",
    );
    check("", "~@1:1");
    check("# only\n", "~@2:1");
    check("山阴县", r#""山阴县"@1:1"#);
    check("a: &x 甲\nb: *x", r#"{a@1:1="甲"@1:7 b@2:1="甲"@1:7 }@1:1"#);
}

#[test]
fn blocks_are_placed_exactly() {
    check(
        "b: |\n  山\n\n    阴\n  县\nc: 1\n",
        r#"{b@1:1=≠"山\n\n  阴\n县\n"@2:3 c@6:1="1"@6:4 }@1:1"#,
    );
    check("b: >-\r\n  甲\r\n  乙\r\n\r\n  丙\r\n", r#"{b@1:1=≠"甲 乙\n丙"@2:3 }@1:1"#);
    check("b: |2\n   甲\n", r#"{b@1:1=" 甲\n"@2:3 }@1:1"#);
    check("- |\n 标题：山\n- x", r#"["标题：山\n"@2:2 "x"@3:3 ]@2:2"#);
}

/// Each visible character of a value stands where the value says.
#[track_caller]
fn characters_are_placed(text: &str, value: &str) {
    let file = file(text);
    let node = parse(&file, 0..text.len()).value.expect("YAML");
    let Value::Map(entries) = node.value else { panic!("no mapping: {text}") };
    let Value::Scalar(got) = &entries[0].1.value else { panic!("no scalar: {text}") };
    assert_eq!(got.as_str(), value, "{text}");
    for (at, c) in value.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let span = got.span(at..at + c.len_utf8()).expect("placed");
        let original = &text[span.range];
        assert!(
            original.starts_with(c) || original.starts_with(['\\', '\'']),
            "{c:?} ← {original:?} in {text:?}"
        );
    }
}

#[test]
fn folded_and_escaped_characters_are_placed() {
    characters_are_placed("a: 山 阴\n   县  x\n\n   y\n", "山 阴 县  x\ny");
    characters_are_placed("a: 'it''s\n\n  山 '\n", "it's\n山 ");
    characters_are_placed("a: \"x \\\n   y \\t z\n  山\\\\阴\"\n", "x y \t z 山\\阴");
    characters_are_placed("a: \"1\n\n\n  2 \\n 3\"\n", "1\n\n2 \n 3");
    characters_are_placed("a: >\n  甲\n   乙\n\n\n  丙\n  丁\n", "甲\n 乙\n\n\n丙 丁\n");
    characters_are_placed("a: |+ # 注\n  \n  甲\n    乙\n\n", "\n甲\n  乙\n\n");
}

#[test]
fn full_width_colons_are_mended() {
    check(
        "标题：山阴县\ntitle ：x",
        r#"{标题@1:1="山阴县"@1:4 title@2:1="x"@2:8 }@1:1 ?1:3 full-width-colon 「标题」后面用了全角冒号，已按半角处理 ?2:7 full-width-colon 「title」后面用了全角冒号，已按半角处理"#,
    );
    check(
        "columns:\n  - 标题：甲\n    类型：x",
        r#"{columns@1:1=[{标题@2:5="甲"@2:8 类型@3:5="x"@3:8 }@2:5 ]@2:5 }@1:1 ?2:7 full-width-colon 「标题」后面用了全角冒号，已按半角处理 ?3:7 full-width-colon 「类型」后面用了全角冒号，已按半角处理"#,
    );
    // Not where it is text: after another dash, in a block, in quotes, in a line that goes on.
    check("- 来源：甲", r#"["来源：甲"@1:3 ]@1:3"#);
    check("a: |\n  标题：甲\nb: x", r#"{a@1:1="标题：甲\n"@2:3 b@3:1="x"@3:4 }@1:1"#);
    check("a: 甲\n  来源：乙", r#"{a@1:1=≠"甲 来源：乙"@1:4 }@1:1"#);
    check("a: \"甲\n  来源：乙\"", r#"{a@1:1=≠"甲 来源：乙"@1:5 }@1:1"#);
    check("乱写：甲", r#""乱写：甲"@1:1"#);
}

#[test]
fn what_is_not_yaml_is_explained() {
    check("a: 1\nb: \"甲\nc: 2\n", "!2:4 yaml-syntax 引号没有成对");
    check("\"甲", "!1:1 yaml-syntax 引号没有成对");
    check("a: 1\n甲乙\nb: 2\n", "!2:1 yaml-syntax 这一行缺少冒号");
    check("a: 甲: 乙", "!1:5 yaml-syntax 这里不应有冒号");
    check("a: 1\n b: 2\n", "!2:3 yaml-syntax 这里不应有冒号");
    check("a:\n  - 1\n  b: 2\n", "!3:3 yaml-syntax 列表没有对齐");
    check("a:\n\t- 1\n", "!2:1 yaml-syntax 缩进用了制表符");
    check("a: @甲", "!1:4 yaml-syntax 以「@」开头的值没有加引号");
    check("a: [甲, 乙\nb: 1\n", "!1:4 yaml-syntax 方括号没有成对，或各项之间缺少半角逗号");
    check("a: *重点*", "!1:5 yaml-syntax 以「*」开头的值没有加引号");
    check("a: *b", "!1:4 yaml-syntax 以「*」开头的值没有加引号");
    check("a: \"x\" y\n", "!1:8 yaml-syntax 半角引号后面还有文字");
    check("栏目: 甲\n  标题: 乙\n", "!2:5 yaml-syntax 项目名前面多了空格");
    check("正文: |\n甲乙丙\n", "!2:1 yaml-syntax 这一行没有缩进，接不上上一行的内容");
    check("a: \"\\q\"", "!1:5 yaml-syntax 双引号里有不认识的「\\」写法");
    check(
        "标题:山\n来源:甲\n",
        "!1:3 yaml-syntax 「标题」的冒号后面缺少空格 !2:3 yaml-syntax 「来源」的冒号后面缺少空格",
    );
    check("a: |\n　　正文\n", "!2:1 yaml-syntax 行首用了全角空格");
    check("a: 1\n---\nb: 2", "!3:1 yaml-syntax 文件里有不止一份内容");
    check("a: 1\n...\n\n# x\nb: 2", "!5:1 yaml-syntax 文件里有不止一份内容");
    check("---\na: 1\n...\n", r#"{a@2:1="1"@2:4 }@2:1"#);
    check("%TAG ! x\n---\na: 1", "!1:1 yaml-syntax 这里不应有以「%」开头的行");
    check("a: x\u{8}y", "!1:5 yaml-syntax 文件中有看不见的字符 U+0008");
    check("a: !foo x", "!1:4 yaml-syntax 以「!」开头的值没有加引号");
    check("a: !!str x", "!1:4 yaml-syntax 以「!」开头的值没有加引号");
    check("a: !foo {b: 1}", "!1:4 yaml-syntax 以「!」开头的值没有加引号");
    check("? [a]\n: 1", "!1:3 yaml-syntax 冒号前面应是项目的名称");
    check(": 1", "!1:1 yaml-syntax 这里的写法或缩进与上文不一致");
    check("~: 1", "!1:1 yaml-syntax 冒号前面应是项目的名称");
    check(
        "a: 1\nb: 2\na: 3\n",
        r#"{a@1:1="1"@1:4 b@2:1="2"@2:4 }@1:1 !3:1 duplicate-key 「a」写了两次"#,
    );
}

#[test]
fn hostile_nesting_is_refused_at_once() {
    let text = |piece: &str, times: usize| piece.repeat(times);
    let bomb = (1..40).fold("a0: &a0 [x]\n".to_owned(), |bomb, i| {
        format!("{bomb}a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(", "))
    });
    for (name, text) in [
        ("brackets", text("[", 100_000)),
        ("mappings", text("{a: ", 100_000)),
        ("dashes", text("- ", 100_000)),
        ("questions", text("? ", 100_000)),
        ("hidden brackets", text("[\"]\",", 300_000)),
        ("directives", (0..50_000).map(|i| format!("%TAG !a{i}! b\n")).collect()),
        ("list", format!("[{}]", text("a,", 500_000))),
        ("aliases", bomb),
        ("loop", "&a [*a]".to_owned()),
        ("long keys", format!("? {}\n: [{}]", text("a", 500_000), text("a,", 90_000))),
        ("duplicates", text("a: b\n", 45_000)),
        ("one line", format!("[{}]", text("山,", 99_000))),
        ("indents", (0..1000).map(|i| format!("{}a:\n", " ".repeat(i))).collect()),
    ] {
        let start = Instant::now();
        let file = file(&text);
        let read = parse(&file, 0..text.len());
        let fine = matches!(name, "duplicates" | "one line");
        let told: Vec<&String> = read.diagnostics.iter().map(|found| &found.message).collect();
        assert_eq!(read.value.is_some(), fine, "{name}: {told:?}");
        assert!(read.diagnostics.len() <= MAX_FINDINGS, "{name}");
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Pieces of YAML in any order never panic, and every place is one of the text.
    #[test]
    fn pieces_never_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        let file = file(&text);
        let read = parse(&file, 0..text.len());
        prop_assert!(read.value.is_some() || !read.diagnostics.is_empty());
    }

    /// Any text written as the value of a key is read again as it was.
    #[test]
    fn what_is_written_is_read(pieces in prop::collection::vec(piece_or_character(), 0..8), key in "标题|来源|k") {
        let text = pieces.concat();
        let written = scalar(&text);
        prop_assert!(!written.contains(['\n', '\r']), "{written}");
        let lines = format!("{key}: {written}\n作者: 乙\n");
        let read = parse(&file(&lines), 0..lines.len());
        prop_assert!(read.diagnostics.is_empty(), "{lines} {:?}", read.diagnostics);
        let Some(Value::Map(fields)) = read.value.map(|node| node.value) else {
            return Err(TestCaseError::fail(lines));
        };
        let Some((_, Node { value: Value::Scalar(value), .. })) = fields.first() else {
            return Err(TestCaseError::fail(lines));
        };
        prop_assert_eq!(&value.value, &text, "{}", lines);
        prop_assert_eq!(fields.len(), 2, "{}", lines);
        // What can be changed in the file is there just so, and changing it changes that alone.
        for (at, c) in text.char_indices() {
            let Some(span) = value.verbatim(at..at + c.len_utf8()) else { continue };
            let mut changed = lines.clone();
            changed.replace_range(span.range, "“");
            let read = parse(&file(&changed), 0..changed.len());
            let Some(Value::Map(fields)) = read.value.map(|node| node.value) else {
                // At the ends of a bare value anything may be a sign of YAML.
                prop_assert!(written.starts_with(|c| c == text.chars().next().unwrap_or(c)), "{changed}");
                continue;
            };
            if let Some((_, Node { value: Value::Scalar(value), .. })) = fields.first()
                && written.starts_with(['"', '\''])
            {
                let wanted = format!("{}“{}", &text[..at], &text[at + c.len_utf8()..]);
                prop_assert_eq!(&value.value, &wanted, "{}", changed);
            }
        }
    }

    /// A text written as a block comes back with each character in its place.
    #[test]
    fn blocks_come_back(lines in prop::collection::vec("[山阴县a:#'\"\\-][山阴县a:#'\" \u{3000}\\-]{0,8}", 1..6), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let text = format!("a: |{end}{}b: 1{end}", lines.iter().map(|line| format!("  {line}{end}")).collect::<String>());
        characters_are_placed(&text, &lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    }

    /// A text written in double quotes over several lines comes back with each character in its place.
    #[test]
    fn quotes_come_back(words in prop::collection::vec("[山阴县a:#'\\-]{1,4}", 1..6)) {
        let text = format!("a: \"{}\"", words.join(" \n  "));
        characters_are_placed(&text, &words.join(" "));
        let text = format!("a: \"{}\"", words.join("\\n\\\n \\  "));
        characters_are_placed(&text, &words.join("\n  "));
        let text = format!("a: '{}'", words.iter().map(|word| word.replace('\'', "''")).collect::<Vec<_>>().join("\n\n "));
        characters_are_placed(&text, &words.join("\n"));
    }
}

fn piece_or_character() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES).prop_map(str::to_owned);
    prop_oneof![3 => piece, 1 => any::<char>().prop_map(String::from)]
}

const PIECES: &[&str] = &[
    "a",
    "标题",
    ": ",
    ":",
    "：",
    "\n",
    "\r\n",
    "\r",
    "  ",
    " ",
    "\t",
    "- ",
    "-",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "|",
    ">",
    "|2",
    "\n  ",
    "\n    ",
    "&a ",
    "*a",
    "!b ",
    "!!int ",
    "# ",
    "#",
    "%",
    "---\n",
    "...\n",
    "? ",
    "1",
    "1.5",
    "true",
    "null",
    "~",
    "\\",
    "\\n",
    "\\u5c71",
    "\u{85}",
    "\u{2028}",
    "\u{3000}",
    "\u{FEFF}",
    "\u{7}",
    "山阴县",
    "<<: ",
    "@",
    "`",
    "0x",
    "''",
];
