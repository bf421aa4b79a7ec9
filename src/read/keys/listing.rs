//! The manual's part on the keys of the files that clerks write, in Markdown, from their tables. What
//! is about the page stands in `manual`.

use std::fmt::Write;

use super::table::{Key, Kind, Table};
use super::tables::{ENTRY, ISSUE, LEXICON, ROSTER, SETTINGS};

/// Every key: what it is called, what it may be, and what it means.
pub fn listing() -> String {
    let mut out = String::new();
    let mut done: Vec<&str> = Vec::new();
    for (file, table) in [
        ("jianbao.yaml", &SETTINGS),
        ("issue.yaml", &ISSUE),
        ("稿件", &ENTRY),
        ("roster.yaml", &ROSTER),
        ("lexicon.yaml", &LEXICON),
    ] {
        section(&mut out, table, file, &mut done);
    }
    out
}

fn section(out: &mut String, table: &'static Table, heading: &str, done: &mut Vec<&'static str>) {
    done.push(table.id);
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = write!(out, "### {heading}\n\n| 项目 | 中文名 | 值 | 说明 |\n|---|---|---|---|\n");
    for key in table.keys {
        let required = if key.required { "（必填）" } else { "" };
        let _ = writeln!(
            out,
            "| `{}`{required} | {} | {} | {} |",
            key.name,
            key.chinese.join("、"),
            allowed(key),
            key.about.replace('|', "\\|")
        );
    }
    for key in table.keys {
        if let Kind::Map(inner) | Kind::Maps(inner) | Kind::MapsOrTexts(inner) = key.value
            && !["layout", "fonts"].contains(&inner.id)
            && !done.contains(&inner.id)
        {
            let name = key.chinese.first().copied().unwrap_or(key.name);
            section(out, inner, &format!("{heading} › {name}"), done);
        }
    }
}

/// What may be written, in a few words.
fn allowed(key: &Key) -> String {
    let words = |words: &[super::table::Choice]| {
        words.iter().map(|word| word.1).collect::<Vec<&str>>().join("、")
    };
    match &key.value {
        Kind::Text => "文字".to_owned(),
        Kind::Markdown => "Markdown".to_owned(),
        Kind::Texts => "一个或几个".to_owned(),
        Kind::Integer(least, most) => format!("{least} 至 {most}"),
        Kind::Number(unit, least, most) | Kind::NumberOr(unit, least, most, _) => {
            format!("{least} 至 {most} {unit}")
        }
        Kind::Bool => "是、否".to_owned(),
        Kind::Date => "日期".to_owned(),
        Kind::Choice(choices) => words(choices),
        Kind::Words(choices) => format!("名称: {}", words(choices)),
        Kind::Reasons => "名称: 说明".to_owned(),
        Kind::Map(_) => "一组项目".to_owned(),
        Kind::Maps(_) => "几组项目".to_owned(),
        Kind::MapsOrTexts(_) => "几组项目，或几个名称".to_owned(),
    }
}
