//! What an import came to: a table, and below it the reasons.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use super::done::Done;
use crate::cli::{render, table as columns_of_text};
use crate::diagnostic::Diagnostic;
use crate::import::{Confidence, Dispatch, Guess, Item, Outcome, Passed, Plan, Written};
use crate::model::{Column, EntryKind};

/// A kind as clerks call it.
pub struct KindName<'k>(pub &'k str);

impl fmt::Display for KindName<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(EntryKind::named(self.0).map_or(self.0, |kind| kind.chinese))
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

/// A remark as it fits below the table; all of it stands in the other format.
pub fn in_short(remark: &str) -> Cow<'_, str> {
    /// In characters: a screen of them.
    const MOST: usize = 1_000;
    match remark.char_indices().nth(MOST) {
        Some((end, _)) => {
            let count = remark.chars().count();
            let rest = "其余的请看原稿；导入时加 --format json，全部列出";
            Cow::Owned(format!("{}……（全文 {count} 字，{rest}）", &remark[..end]))
        }
        None => Cow::Borrowed(remark),
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

/// How many files came to what.
#[derive(Default)]
struct Counts {
    new: usize,
    renewed: usize,
    known: usize,
    taken_out: usize,
    waiting: usize,
    refused: usize,
}

/// The table for people, and below it, entry by entry, what is to be looked at and what was done.
pub fn table(
    output: &mut impl Write,
    items: &[Item],
    done: &[Done],
    columns: &[Column],
    replace: bool,
) -> io::Result<()> {
    for item in items {
        if let Outcome::Refused(finding) = &item.outcome {
            render::full(output, finding)?;
        }
    }
    render::all(
        output,
        done.iter().flatten().filter_map(|it| it.as_ref().err().map(AsRef::as_ref)),
    )?;
    let mut rows =
        vec![["来稿", "标题", "来源", "日期", "类型", "栏目", "把握", "说明"].map(str::to_owned)];
    let mut told = Vec::new();
    let mut counts = Counts::default();
    let mut done = done.iter();
    for item in items {
        let only = |what: String| {
            let blank = String::new;
            [item.shown.clone(), blank(), blank(), blank(), blank(), blank(), blank(), what]
        };
        rows.push(match &item.outcome {
            Outcome::Refused(_) => {
                counts.refused += 1;
                only("没有导入，见上".to_owned())
            }
            Outcome::Known(entry) => {
                counts.known += 1;
                only(format!("已导入过：{entry}"))
            }
            Outcome::Superseded(entry) => {
                counts.known += 1;
                only(format!("已导入过，已被新稿代替（{entry}）"))
            }
            Outcome::TakenOut(original) => {
                counts.taken_out += 1;
                only(format!("已撤下：原稿在 {original}，没有稿件用它"))
            }
            Outcome::Entry(plan) => {
                let done = done.next().and_then(Option::as_ref);
                if let Some(Ok(written)) = done {
                    told.push((written, plan));
                }
                row(item, plan, done, columns, &mut counts)
            }
        });
    }
    if rows.len() > 1 {
        columns_of_text::write(output, &rows)?;
        writeln!(output)?;
    }
    for (written, plan) in told {
        facts(output, written, plan, columns)?;
    }
    counts.write(output, replace)
}

/// The line of a dispatch that becomes an entry, or might.
fn row(
    item: &Item,
    plan: &Plan,
    done: Option<&Result<Written, Box<Diagnostic>>>,
    columns: &[Column],
    counts: &mut Counts,
) -> [String; 8] {
    let what = match (done, &plan.earlier) {
        (Some(Ok(Written { kept: Some(kept), .. })), _) => {
            counts.renewed += 1;
            format!("换了新稿，旧稿在 {kept}")
        }
        (Some(Ok(written)), _) => {
            counts.new += 1;
            let remarks = match remarks(plan, Some(written)).len() {
                0 => String::new(),
                count => format!("，说明 {count} 条"),
            };
            format!("→ {}{remarks}", written.entry)
        }
        (Some(Err(_)), _) => {
            counts.refused += 1;
            "没有导入，见上".to_owned()
        }
        (None, Some(entry)) => {
            counts.waiting += 1;
            format!("与 {entry} 的原稿同名、同标题，内容不同，没有导入")
        }
        // Those before it were written when it went wrong.
        (None, None) => "没有来得及导入".to_owned(),
    };
    let dispatch = &plan.dispatch;
    let or_none = |text: Option<&str>| text.unwrap_or("？").to_owned();
    let kind = dispatch.kind.as_ref().map_or("", |kind| kind.value);
    let source = dispatch.source.as_ref().map(|it| it.value.as_str());
    let source = match dispatch.needs_source() {
        false => source.unwrap_or("—").to_owned(),
        true => or_none(source),
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

/// What is told of an entry, a line for each fact: first what somebody has to look at, then what is
/// missing, then what was done, and last why the rest is certain.
fn facts(
    output: &mut impl Write,
    written: &Written,
    plan: &Plan,
    columns: &[Column],
) -> io::Result<()> {
    writeln!(output, "{}", written.entry)?;
    let mut certain = Vec::new();
    for guess in guesses(&plan.dispatch, columns) {
        let Told { key, value, sure, reason } = guess;
        match (sure, value.as_str()) {
            ("高", _) => certain.push(format!("{key}：{reason}")),
            (_, "") => writeln!(output, "  请核对　{key}：{reason}")?,
            (_, value) => writeln!(output, "  请核对　{key}「{value}」：{reason}")?,
        }
    }
    let mut rest = Vec::new();
    for remark in remarks(plan, Some(written)) {
        let told = in_short(&remark);
        match remark.as_str() {
            _ if remark.contains("待补") => writeln!(output, "  待补　　{told}")?,
            _ if remark.contains("请核对") || remark.contains("若是") => {
                writeln!(output, "  请核对　{told}")?;
            }
            _ => rest.push(told.into_owned()),
        }
    }
    for remark in rest {
        writeln!(output, "  说明　　{remark}")?;
    }
    if !certain.is_empty() {
        writeln!(output, "  依据　　{}", certain.join("；"))?;
    }
    Ok(())
}

/// How many of each, those that there are; or what is said where there are none.
pub fn summed(parts: &[(usize, &str)], none: &str) -> String {
    let there = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = there.map(|(count, what)| format!("{count} {what}")).collect();
    if told.is_empty() { none.to_owned() } else { told.join("，") }
}

impl Counts {
    fn write(&self, output: &mut impl Write, replace: bool) -> io::Result<()> {
        let Self { new, renewed, known, taken_out, waiting, refused } = *self;
        if new + renewed > 0 {
            writeln!(output)?;
        }
        let parts = [
            (new, "份导入成稿件"),
            (renewed, "份换了新稿"),
            (known, "份以前导入过，没有动"),
            (taken_out, "份已撤下，没有动"),
            (waiting, "份同名、同标题而内容不同，没有动"),
            (refused, "份没有导入"),
        ];
        writeln!(output, "{}", summed(&parts, "没有找到来稿"))?;
        if new + renewed > 0 {
            writeln!(output, "下一步：打开稿件，核对写着「请核对」的各项，然后运行 jianbao check")?;
        }
        if replace && new > 0 && renewed + waiting == 0 {
            let what = "本期没有同名、同标题、同单位的稿件；上面导入的是另外的稿件";
            writeln!(output, "没有换掉哪一篇：{what}")?;
        }
        if taken_out > 0 {
            let what = "导入过，后来稿件删去或移开了的；还要用，加 --again 再导入";
            writeln!(output, "已撤下的，是{what}")?;
        }
        if waiting > 0 && !replace {
            writeln!(
                output,
                "同名、同标题而内容不同的，若是新版，加 --replace 换掉原来的稿件（先列出改动再问）；若是另一份稿件，改了文件名再导入"
            )?;
        }
        Ok(())
    }
}

/// What is read, for those who have something else.
const READ: &str = "能读的是 .docx、.txt、.md、.html，和装着这些的 .zip";

/// Files that were not looked at, and folders that have no others.
pub fn passed_over(passed: &Passed) -> io::Result<()> {
    /// How many names are told.
    const MOST: usize = 10;
    let mut output = crate::cli::output::stderr();
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

/// What was left out and changed, what it is like, and where the original is if another had its name.
pub fn remarks(plan: &Plan, written: Option<&Written>) -> Vec<String> {
    let mut remarks = [plan.likeness.as_slice(), &plan.remarks].concat();
    if let Some(Written { renamed: Some(original), .. }) = written {
        remarks.push(format!("已有同名的原稿，这一份的存为 {original}"));
    }
    remarks.extend(written.and_then(|written| written.mended.clone()));
    remarks
}

/// A guess as it is told.
pub struct Told {
    /// The field.
    pub key: &'static str,
    /// What was guessed; empty where nothing was.
    pub value: String,
    /// How sure it is.
    pub sure: &'static str,
    /// Why.
    pub reason: String,
}

/// Every guess of a dispatch.
pub fn guesses(dispatch: &Dispatch, columns: &[Column]) -> Vec<Told> {
    let mut all = Vec::new();
    let mut add = |key, value: Option<(String, Confidence, &str)>| {
        all.push(match value {
            Some((value, confidence, reason)) => {
                Told { key, value, sure: sure(confidence), reason: reason.to_owned() }
            }
            None => {
                Told { key, value: String::new(), sure: "低", reason: "没有找到".to_owned() }
            }
        });
    };
    fn of<T: ToString>(guess: Option<&Guess<T>>) -> Option<(String, Confidence, &str)> {
        guess.map(|it| (it.value.to_string(), it.confidence, it.reason.as_str()))
    }
    add("标题", of(dispatch.title.as_ref()));
    if dispatch.source.is_some() || dispatch.needs_source() {
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
