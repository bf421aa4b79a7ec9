//! The manual's part on the settings of the page, in Markdown, from their table.

use std::fmt::Write;

use super::page::{FONTS, LAYOUT};
use super::table::{Key, Kind, Table};

/// Every setting of the page: what it is called, what it may be, and where it acts.
pub fn manual() -> String {
    let mut out = String::from(
        "# 版式的各项设置\n\n\
         写在 `jianbao.yaml` 里，各期通用；「版式」也可以写在 `issue.yaml` 里，只改一期。\
         哪一项现在是什么、是谁定的，用 `jianbao profile` 查看。\
         由 `jianbao profile --manual` 生成。\n",
    );
    section(&mut out, &LAYOUT, "版式");
    section(&mut out, &FONTS, "字体");
    out
}

fn section(out: &mut String, table: &Table, path: &str) {
    let _ = write!(
        out,
        "\n## {path}\n\n| 项目 | 可写的值 | 默认 | 依据 | 作用处 | 说明 |\n|---|---|---|---|---|---|\n"
    );
    for key in table.keys {
        let Some(setting) = &key.setting else { continue };
        let default = match &key.value {
            Kind::Choice(words) => words
                .iter()
                .find(|word| word.0 == setting.default)
                .map_or(setting.default, |word| word.1),
            Kind::NumberOr(.., word) if word.0 == setting.default => word.1,
            Kind::Bool if setting.default == "true" => "是",
            Kind::Bool => "否",
            _ => setting.default,
        };
        let _ = writeln!(
            out,
            "| {} `{}` | {} | {default} | {} | {} | {} |",
            key.chinese.join("、"),
            key.name,
            allowed(key),
            setting.source,
            setting.acts,
            key.about
        );
    }
    for key in table.keys {
        if let Kind::Map(inner) = key.value {
            section(out, inner, &format!("{path} › {}", key.chinese.join("、")));
        }
    }
}

/// What may be written, in a few words.
fn allowed(key: &Key) -> String {
    let unit = key.setting.as_ref().map_or("", |setting| setting.unit);
    match &key.value {
        Kind::Integer(least, most) => format!("{least} 至 {most} {unit}"),
        Kind::Number(unit, least, most) => format!("{least} 至 {most} {unit}"),
        Kind::NumberOr(unit, least, most, word) => {
            format!("{least} 至 {most} {unit}，或 {}", word.1)
        }
        Kind::Bool => "是、否".to_owned(),
        Kind::Choice(words) => words.iter().map(|word| word.1).collect::<Vec<&str>>().join("、"),
        Kind::Texts => "一个或几个名称".to_owned(),
        _ => "名称".to_owned(),
    }
}
