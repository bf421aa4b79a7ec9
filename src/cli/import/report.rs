//! What an import came to: a table, and below it the reasons.

use std::fmt;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::cli::{render, table as columns_of_text};
use crate::import::{Confidence, Dispatch, Guess, Item, Outcome, Passed, Plan, Written};
use crate::model::Column;

/// A kind as clerks call it.
pub struct KindName<'k>(pub &'k str);

impl fmt::Display for KindName<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.0 {
            "inspection" => "领导督查",
            "update" => "县区动态",
            kind => kind,
        })
    }
}

/// A title as it fits a table.
pub fn shortened(title: &str) -> String {
    const MOST: usize = 24;
    match title.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}

/// How sure a guess is, in one character.
pub fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "高",
        Confidence::Medium => "中",
        Confidence::Low => "低",
    }
}

fn column_of(dispatch: &Dispatch, columns: &[Column]) -> String {
    let column = dispatch.column.as_ref().and_then(|guess| columns.get(guess.value));
    column.map_or_else(String::new, |column| {
        column.title.as_ref().map_or_else(|| column.id.clone(), |title| title.value.clone())
    })
}

/// The table for people.
pub fn table(
    output: &mut impl Write,
    items: &[Item],
    done: &[Option<Written>],
    columns: &[Column],
    replace: bool,
) -> io::Result<()> {
    for item in items {
        if let Outcome::Refused(finding) = &item.outcome {
            render::full(output, finding)?;
        }
    }
    let mut rows =
        vec![["来稿", "标题", "来源", "日期", "类型", "栏目", "把握", "说明"].map(str::to_owned)];
    let mut reasons = Vec::new();
    let (mut new, mut renewed, mut known, mut refused, mut waiting) = (0, 0, 0, 0, 0);
    let mut done = done.iter();
    for item in items {
        let only = |what: String| {
            let blank = String::new;
            [item.shown.clone(), blank(), blank(), blank(), blank(), blank(), blank(), what]
        };
        rows.push(match &item.outcome {
            Outcome::Refused(_) => {
                refused += 1;
                only("没有导入，见上".to_owned())
            }
            Outcome::Known(entry) => {
                known += 1;
                only(format!("已导入过：{entry}"))
            }
            Outcome::Superseded(entry) => {
                known += 1;
                only(format!("已导入过，已被新稿代替（{entry}）"))
            }
            Outcome::Entry(plan) => {
                let written = done.next().and_then(Option::as_ref);
                let what = match (written, &plan.earlier) {
                    (Some(Written { kept: Some(kept), .. }), _) => {
                        renewed += 1;
                        format!("换了新稿，旧稿在 {kept}")
                    }
                    (Some(written), _) => {
                        new += 1;
                        let remarks = match remarks(plan, Some(written)).len() {
                            0 => String::new(),
                            count => format!("，说明 {count} 条"),
                        };
                        format!("→ {}{remarks}", written.entry)
                    }
                    (None, Some(entry)) => {
                        waiting += 1;
                        format!("与 {entry} 的原稿同名、同标题，内容不同，没有导入")
                    }
                    (None, None) => String::new(),
                };
                if let Some(written) = written {
                    reasons.push((written, plan));
                }
                let dispatch = &plan.dispatch;
                let or_none = |text: Option<&str>| text.unwrap_or("？").to_owned();
                let kind = dispatch.kind.as_ref().map_or("", |kind| kind.value);
                let source = dispatch.source.as_ref().map(|it| it.value.as_str());
                let source = match dispatch.inspector {
                    Some(_) => source.unwrap_or("—").to_owned(),
                    None => or_none(source),
                };
                [
                    item.shown.clone(),
                    shortened(&or_none(dispatch.title.as_ref().map(|it| it.value.as_str()))),
                    source,
                    dispatch.date.as_ref().map_or("？".to_owned(), |it| it.value.to_string()),
                    KindName(kind).to_string(),
                    column_of(dispatch, columns),
                    sure(dispatch.confidence()).to_owned(),
                    what,
                ]
            }
        });
    }
    if rows.len() > 1 {
        columns_of_text::write(output, &rows)?;
        writeln!(output)?;
    }
    for (written, plan) in reasons {
        writeln!(output, "{}", written.entry)?;
        let guesses = guesses(&plan.dispatch, columns);
        let told: Vec<String> = guesses
            .iter()
            .map(|(key, _, sure, reason)| format!("{key}〔{sure}〕{reason}"))
            .collect();
        writeln!(output, "  依据　{}", told.join("；"))?;
        for remark in remarks(plan, Some(written)) {
            writeln!(output, "  说明　{remark}")?;
        }
    }
    if new + renewed > 0 {
        writeln!(output)?;
    }
    let parts = [
        (new, "份导入成稿件"),
        (renewed, "份换了新稿"),
        (known, "份以前导入过，没有动"),
        (waiting, "份同名、同标题而内容不同，没有动"),
        (refused, "份没有导入"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let all = if parts.is_empty() { "没有找到来稿".to_owned() } else { parts.join("，") };
    writeln!(output, "{all}")?;
    if new + renewed > 0 {
        writeln!(output, "下一步：打开稿件，核对写着「请核对」的各项，然后运行 jianbao check")?;
    }
    if replace && new > 0 && renewed + waiting == 0 {
        writeln!(output, "没有换掉哪一篇：本期没有原稿同名的稿件；上面导入的是另外的稿件")?;
    }
    if waiting > 0 && !replace {
        writeln!(
            output,
            "同名、同标题而内容不同的，若是新版，加 --replace 换掉原来的稿件（先列出改动再问）；若是另一份稿件，改了文件名再导入"
        )?;
    }
    Ok(())
}

/// What is read, for those who have something else.
const READ: &str = "能读的是 .docx、.txt、.md、.html，和装着这些的 .zip";

/// Files that were not looked at, and folders that have no others.
pub fn passed_over(passed: &Passed) -> io::Result<()> {
    /// How many names are told.
    const MOST: usize = 10;
    let mut output = anstream::stderr();
    for folder in &passed.empty {
        writeln!(output, "文件夹「{folder}」里没有能读的来稿（{READ}）")?;
    }
    if passed.files.is_empty() {
        return Ok(());
    }
    let names = passed.files.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("、");
    let more = match passed.files.len() {
        count if count > MOST => format!(" 等 {count} 个"),
        _ => String::new(),
    };
    writeln!(output, "没有看的文件：{names}{more}（{READ}）")
}

/// What was left out and changed, and where the original is if another had its name.
fn remarks(plan: &Plan, written: Option<&Written>) -> Vec<String> {
    let mut remarks = plan.remarks.clone();
    let Some(Written { renamed: Some(original), .. }) = written else { return remarks };
    remarks.push(match &plan.namesake {
        Some(entry) => format!(
            "与 {entry} 的原稿同名而标题不同，作为另一份稿件导入，原稿存为 {original}；\
             若是那一份的新版，删去这一篇，再加 --replace 导入"
        ),
        None => format!("已有同名的原稿，这一份的存为 {original}"),
    });
    remarks
}

/// Every guess of a dispatch: key, value, how sure, why.
fn guesses(
    dispatch: &Dispatch,
    columns: &[Column],
) -> Vec<(&'static str, String, &'static str, String)> {
    let mut all = Vec::new();
    let mut add = |key, value: Option<(String, Confidence, &str)>| match value {
        Some((value, confidence, reason)) => {
            all.push((key, value, sure(confidence), reason.to_owned()));
        }
        None => all.push((key, String::new(), "低", "没有找到".to_owned())),
    };
    fn of<T: ToString>(guess: Option<&Guess<T>>) -> Option<(String, Confidence, &str)> {
        guess.map(|it| (it.value.to_string(), it.confidence, it.reason.as_str()))
    }
    add("标题", of(dispatch.title.as_ref()));
    if dispatch.source.is_some() || dispatch.inspector.is_none() {
        add("来源", of(dispatch.source.as_ref()));
    }
    add("日期", of(dispatch.date.as_ref()));
    if dispatch.author.is_some() {
        add("作者", of(dispatch.author.as_ref()));
    }
    add("类型", of(dispatch.kind.as_ref()));
    if let Some(column) = &dispatch.column {
        let name = column_of(dispatch, columns);
        add("栏目", Some((name, column.confidence, column.reason.as_str())));
    }
    all
}

/// Everything, for programs.
pub fn json(
    output: &mut impl Write,
    items: &[Item],
    done: &[Option<Written>],
    columns: &[Column],
) -> io::Result<()> {
    let mut done = done.iter();
    let rows = items.iter().map(|item| match &item.outcome {
        Outcome::Refused(finding) => {
            json!({ "file": item.shown, "outcome": "refused", "problem": finding.message, "help": finding.help })
        }
        Outcome::Known(entry) => {
            json!({ "file": item.shown, "outcome": "known", "entry": entry })
        }
        Outcome::Superseded(entry) => {
            json!({ "file": item.shown, "outcome": "superseded", "entry": entry })
        }
        Outcome::Entry(plan) => entry(item, plan, done.next().and_then(Option::as_ref), columns),
    });
    writeln!(output, "{:#}", Value::from(rows.collect::<Vec<_>>()))
}

fn entry(item: &Item, plan: &Plan, written: Option<&Written>, columns: &[Column]) -> Value {
    let guesses = guesses(&plan.dispatch, columns).into_iter().map(|(key, value, sure, reason)| {
        json!({ "field": key, "value": value, "confidence": sure, "reason": reason })
    });
    let outcome = match (written, &plan.earlier) {
        (Some(Written { kept: Some(_), .. }), _) => "replaced",
        (Some(_), _) => "imported",
        (None, _) => "changed",
    };
    json!({
        "file": item.shown,
        "outcome": outcome,
        "entry": written.map(|written| &written.entry).or(plan.earlier.as_ref()),
        "guesses": guesses.collect::<Vec<Value>>(),
        "remarks": remarks(plan, written),
    })
}
