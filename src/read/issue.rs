//! A folder of files → [`Issue`]: settings, `issue.yaml` on top, and the entries in order.
//!
//! Which files belong to an issue is decided here; what an entry says, in [`super::entry`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Checked, Diagnostic, SourceFile, Text, code};
use crate::error::Error;
use crate::model::{Column, EntryKind, Issue, IssueId, IssueNumber, Limit, Masthead};
use crate::workspace::{ISSUE_FILE, IssueFolder, Workspace, fs, renames};

use super::entry::parse_entry;
use super::keys::ISSUE;
use super::layout::{self, Changes, LayoutValue, Origin};
use super::order::in_order;
use super::record::Record;
use super::secrecy;
use super::settings::{self, Settings};
use super::text::{empty, load, load_within, top};
use super::value;
use super::yaml::{self, Value};

/// Reads an issue in its folder, as [`House::issue`](super::House::issue) does.
///
/// # Errors
/// [`Error::Read`] when a file or folder cannot be read.
pub fn read_issue_in(
    workspace: &Workspace,
    house: &Checked<Settings>,
    folder: &IssueFolder,
) -> Result<Checked<Issue>, Error> {
    let IssueFolder { id, path: dir, shown } = folder;
    let Checked { value: house, diagnostics } = house;
    let mut diagnostics = diagnostics.clone();
    let mut issue = match load(workspace, &dir.join(ISSUE_FILE))? {
        Ok(file) => {
            let parsed = parse_issue(&file, *id, house.as_ref().unwrap_or(&Settings::default()));
            diagnostics.extend(parsed.diagnostics);
            parsed.value
        }
        Err(found) => {
            diagnostics.push(*found);
            None
        }
    };
    // Of an unreadable issue.yaml the house's columns are the best guess; without settings there is none.
    let columns = house.as_ref().map(|house| match &issue {
        Some(issue) => issue.columns.clone(),
        None => or_implicit(house.columns.clone()),
    });
    let mut entries = Vec::new();
    let limits = house.as_ref().map(|house| house.limits).unwrap_or_default();
    let files = issue_files(dir)?;
    let told = files.passed_over.iter().map(|file| file.finding(workspace));
    diagnostics.extend(told);
    let most = usize::try_from(limits.entries).unwrap_or(usize::MAX);
    if let Some(first) = files.entries.get(most) {
        let count = files.entries.len();
        let message = format!("「{shown}」里有 {count} 篇稿件，超过 {most} 篇，从这一篇起没有用上");
        let help =
            format!("把不用的移走，或在文件名前加「_」；{}", Limit::ENTRIES.remedy(limits.entries));
        let file = load_within(workspace, first, limits.file_size)?;
        let at = top(&file.unwrap_or_else(|_| empty(workspace.display(first))));
        diagnostics.push(Diagnostic::error(code::TOO_MANY, message).at(at).help(help));
    }
    for path in files.entries.into_iter().take(most) {
        match load_within(workspace, &path, limits.file_size)? {
            Ok(file) => {
                let parsed = parse_entry(&file, columns.as_deref());
                diagnostics.extend(parsed.diagnostics);
                entries.extend(parsed.value);
            }
            Err(found) => diagnostics.push(*found),
        }
    }
    if entries.is_empty() && !diagnostics.iter().any(Diagnostic::is_error) {
        let message = format!("「{shown}」里没有可用的稿件");
        let help = "把稿件（.md 或 .yaml）放进这个文件夹，Word 文件用 jianbao import 导入；文件名以「_」开头或写了「暂缓: 是」的不算";
        diagnostics.push(Diagnostic::error(code::NO_ENTRIES, message).help(help));
    }
    entries.sort_by_key(|entry| entry.column);
    if let Some(issue) = &mut issue {
        issue.entries = entries;
    }
    Ok(Checked { value: issue.filter(|_| house.is_some()), diagnostics })
}

/// Every value of the layout in effect, for the workspace or for one issue, with its origin.
///
/// # Errors
/// [`Error::Read`] when a file or folder cannot be read, [`Error::NoIssue`] when there is no such issue.
pub fn read_layout(
    workspace: &Workspace,
    house: &Checked<Settings>,
    id: Option<IssueId>,
) -> Result<Checked<Vec<LayoutValue>>, Error> {
    let Checked { value: house, mut diagnostics } = house.clone();
    let mut changes = house.as_ref().map(|house| house.changes.clone()).unwrap_or_default();
    if let Some(id) = id {
        match load(workspace, &workspace.issue_folder(id)?.path.join(ISSUE_FILE))? {
            Ok(file) => {
                let Checked { value: node, diagnostics: mut out } =
                    yaml::parse(&file, 0..file.text.len());
                let record =
                    node.as_ref().and_then(|node| Record::of_file(&file, node, &ISSUE, &mut out));
                if let Some(layout) = record.and_then(|record| record.record("layout", &mut out)) {
                    changes = Changes::read(&layout, Origin::Issue, &mut out).over(&changes);
                    changes.build(&mut out);
                }
                diagnostics.extend(in_order(out));
            }
            Err(found) => diagnostics.push(*found),
        }
    }
    let value = house.map(|house| {
        let mut values = changes.listed();
        values.extend(layout::faces(&house.fonts));
        values
    });
    Ok(Checked { value, diagnostics })
}

/// Reads `issue.yaml`, with the house's values where it is silent; entries are added later.
pub(super) fn parse_issue(file: &Arc<SourceFile>, id: IssueId, house: &Settings) -> Checked<Issue> {
    let Checked { value: node, diagnostics: mut found } = yaml::parse(file, 0..file.text.len());
    let out = &mut found;
    let record = node.as_ref().and_then(|node| Record::of_file(file, node, &ISSUE, out));
    let value = record.map(|record| {
        record.close(out);
        number(&record, id, out);
        let changes = record
            .record("layout", out)
            .map(|layout| Changes::read(&layout, Origin::Issue, out).over(&house.changes));
        let date = record.date("date", out);
        if let (Some(date), Some(field)) = (date, record.get("date"))
            && date.year() != i32::from(id.year)
        {
            let message = format!("日期是 {} 年，文件夹却是 {} 年", date.year(), id.year);
            out.push(
                Diagnostic::warning(code::WRONG_DATE, message)
                    .at(field.node.span.clone())
                    .help("请核对：若是从别的期复制来的，请改成本期的日期"),
            );
        }
        let classification = record.text_over("classification", house.classification.as_ref(), out);
        out.extend(classification.as_ref().and_then(secrecy::warning));
        let stand_in = NaiveDate::from_ymd_opt(i32::from(id.year), 1, 1).unwrap_or_default();
        Issue {
            id,
            total: record.integer("total", out),
            date: date.unwrap_or(stand_in),
            is_dated: date.is_some_and(|date| date.year() == i32::from(id.year)),
            masthead: Masthead {
                name: record.text("name", out).unwrap_or_else(|| house.name.clone()),
                prefix: record.text_over("prefix", house.prefix.as_ref(), out),
                issuers: record.texts("issuer", out).unwrap_or_else(|| house.issuers.clone()),
                classification,
                serial: record.text("serial", out),
            },
            editors_note: record.markdown("editors-note", out).map(Into::into),
            note_label: match record.get("editors-note").map(|field| field.name.as_str().trim()) {
                Some("按语") => "按语",
                _ => "编者按",
            },
            correction: None,
            contents: record.boolean("contents", out).unwrap_or(false),
            columns: or_implicit(
                settings::columns(&record, out).unwrap_or_else(|| house.columns.clone()),
            ),
            entries: Vec::new(),
            distribution: settings::distribution(&record, &house.distribution, out),
            sign_off: settings::sign_off(&record, &house.sign_off, out),
            profile: changes.as_ref().unwrap_or(&house.changes).profile(),
            layout: changes.map_or(house.layout, |changes| changes.build(out)),
            limits: house.limits,
        }
    });
    Checked { value, diagnostics: in_order(found) }
}

/// A briefing without columns is one column without heading.
fn or_implicit(mut columns: Vec<Column>) -> Vec<Column> {
    if columns.is_empty() {
        columns.push(Column {
            id: String::new(),
            title: None,
            mark: None,
            kind: Text::unplaced(EntryKind::DEFAULT),
        });
    }
    columns
}

/// Reports a number, or a 增刊, that is not that of the folder.
pub(super) fn number(record: &Record<'_>, id: IssueId, out: &mut Vec<Diagnostic>) {
    let supplement = record.boolean("supplement", out);
    let wrong =
        |message: String, help: String| Diagnostic::error(code::WRONG_NUMBER, message).help(help);
    let Some(field) = record.get("number") else { return };
    let at = field.node.span.clone();
    let right = format!("{}: {}", field.name.as_str().trim(), id.number.digits());
    let Value::Scalar(text) = &field.node.value else {
        let help = format!("写成「{right}」");
        out.push(wrong("期号应是一个整数".to_owned(), help).at(at));
        return;
    };
    // 「增刊1」 is how the folder is called, so it is understood here as well.
    let bare = text.as_str().trim().strip_prefix("增刊");
    let is_supplement = bare.is_some();
    let digits = bare.map(Text::unplaced).unwrap_or_else(|| text.clone());
    let given = is_supplement || supplement.unwrap_or(false);
    let joint = value::joint(&digits).filter(|_| !given);
    let number = match (joint, value::integer("期号", &digits, None, 1, 999_999)) {
        (Some(joint), _) => joint,
        (None, Ok(number)) if id.number.is_supplement() => IssueNumber::Supplement(number),
        (None, Ok(number)) => IssueNumber::Regular(number),
        (None, Err(_)) => {
            let message = format!("期号「{}」不是从 1 开始的整数", value::shown(text));
            let help = format!("写成「{right}」；合刊写成「7-8」，文件夹名也写成「007-008」");
            out.push(wrong(message, help).at(at));
            return;
        }
    };
    if number != id.number {
        let shown = number.digits();
        let message = format!("期号「{shown}」与文件夹「{}」不一致", id.number);
        let help = match number {
            IssueNumber::Joint(first, last) => {
                format!("改成「{right}」；是合刊的，给文件夹改名为「{first:03}-{last:03}」")
            }
            _ => format!("改成「{right}」，或给文件夹改名"),
        };
        out.push(wrong(message, help).at(at));
    } else if given && !id.number.is_supplement() {
        let place = record.get("supplement").map_or(at, |field| field.node.span.clone());
        let message = format!("这一期写明是增刊，但文件夹是「{}」", id.number);
        out.push(
            wrong(message, format!("删去增刊这一项，或把文件夹改名为「增刊{}」", number.digits()))
                .at(place),
        );
    } else if !given && id.number.is_supplement() {
        let place = record.get("supplement").map_or(at, |field| field.node.span.clone());
        let message = format!("文件夹「{}」是增刊，但这里没有写明", id.number);
        out.push(
            wrong(message, "加上一行「增刊: 是」（或「supplement: true」）".to_owned()).at(place),
        );
    }
}

/// What lies in the folder of an issue.
#[derive(Debug)]
pub struct IssueFiles {
    /// The entries by name: leading numbers count as numbers, so that `2-x` precedes `10-x`.
    pub entries: Vec<PathBuf>,
    /// What lies there like a dispatch and is none by its name or place: an article must not be
    /// missing from the print without a word.
    pub passed_over: Vec<PassedOver>,
}

/// A file that looks like an entry and is none.
#[derive(Debug)]
pub struct PassedOver {
    /// The file.
    pub path: PathBuf,
    /// Whether it lies one folder too deep; otherwise its name is the reason.
    deep: bool,
}

impl PassedOver {
    fn finding(&self, workspace: &Workspace) -> Diagnostic {
        let (why, help) = if self.deep {
            ("在下一层文件夹里", "把它移到本期文件夹里；不用的稿件在文件夹名前加「_」")
        } else {
            (
                "的扩展名不是稿件的",
                "Word 文件用 jianbao import 导入；是稿件的，改名为以 .md、.yaml 或 .yml 结尾；不用的文件在名字前加「_」",
            )
        };
        let shown = workspace.display(&self.path);
        let message = format!("文件「{shown}」{why}，没有用上");
        Diagnostic::warning(code::NOT_AN_ENTRY, message).at(top(&empty(shown))).help(help)
    }
}

/// Looks through the folder of an issue.
///
/// # Errors
/// [`Error::Read`] when it cannot be listed.
pub fn issue_files(dir: &Path) -> Result<IssueFiles, Error> {
    let mut files = IssueFiles { entries: Vec::new(), passed_over: Vec::new() };
    // A run that was killed over it may have left files under their old names. Where the disk does
    // not let them be moved, they are where they were.
    let gone = renames::complete(dir).map(|completed| completed.gone).unwrap_or_default();
    for path in fs::list(dir)? {
        let name = name_of(&path);
        if name.starts_with(['.', '_', '~']) || name.to_lowercase() == ISSUE_FILE {
            continue;
        }
        if gone.contains(&name) {
            continue;
        }
        if path.is_dir() {
            if fs::contained(dir, &path).is_err() {
                continue;
            }
            // Pictures, and the originals that dispatches came as.
            if name != "assets" && name != "sources" {
                let inner = fs::list(&path)?.into_iter();
                let entries = inner.filter(|path| path.is_file() && is_entry(&name_of(path)));
                files.passed_over.extend(entries.map(|path| PassedOver { path, deep: true }));
            }
        } else if is_entry(&name) {
            files.entries.push(path);
        } else if is_like_an_entry(&name) {
            files.passed_over.push(PassedOver { path, deep: false });
        }
    }
    files.entries.sort_by_cached_key(|path| order(&name_of(path)));
    Ok(files)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether a name is one that a dispatch may come under.
fn is_like_an_entry(name: &str) -> bool {
    let lower = name.to_lowercase();
    let endings = [".txt", ".markdown", ".mdown", ".text", ".doc", ".docx", ".wps", ".rtf", ".odt"];
    endings.iter().any(|ending| lower.ends_with(ending))
        || ["．md", "。md", "．yaml", "．yml"].iter().any(|ending| lower.ends_with(ending))
}

/// Whether a file of that name is an entry, and not a setting, a draft put aside or an editor's leavings.
fn is_entry(name: &str) -> bool {
    let lower = name.to_lowercase();
    let entry = [".md", ".yaml", ".yml"].iter().any(|extension| lower.ends_with(extension));
    entry && !name.starts_with(['.', '_', '~']) && lower != ISSUE_FILE
}

/// Sorts by leading number (its length without zeros, then its digits), then by name.
fn order(name: &str) -> (bool, usize, String, String) {
    let digits = &name[..name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len())];
    let number = digits.trim_start_matches('0');
    (digits.is_empty(), number.len(), number.to_owned(), name.to_owned())
}
