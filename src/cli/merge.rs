//! `jianbao merge`: what was changed in a Word copy that came back, and its way into the entries.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Stop, confirm, open, usage};
use crate::archive;
use crate::error::Error;
use crate::import::docx::Damage;
use crate::merge::{self, Change, Copy, Kind, Merge, OBJECT};
use crate::model::{Issue, IssueId};
use crate::read;
use crate::workspace::{Workspace, fs};

/// No copy is larger, in bytes.
const LARGEST: u64 = 64 << 20;
/// So many characters stand on either side of what was changed.
const AROUND: usize = 12;
/// As much of a paragraph is shown as a whole, in characters.
const WHOLE: usize = 60;

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao merge <副本> [选项]")]
pub struct MergeArgs {
    /// 改好送回来的 Word 副本（.docx）
    #[arg(value_name = "副本")]
    file: PathBuf,
    /// 不问，采用没有冲突的全部改动
    #[arg(long, conflicts_with = "take")]
    yes: bool,
    /// 只采用这几处，如 1,3,5-8；有冲突的写在这里，就以副本为准
    #[arg(long, value_name = "序号")]
    take: Option<String>,
}

pub fn run(directory: Option<&Path>, args: &MergeArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
    let workspace = &house.workspace;
    let copy = open_copy(&args.file)?;
    let id = id_of(&copy, workspace)?;
    let Some(issue) = house.issue(id)?.value else {
        return Err(problem(
            format!("{} 现在读不了", id.spoken()),
            "先运行 jianbao check，改正错误",
        )
        .into());
    };
    let found = merge::merge(&issue, &copy);
    let mut output = crate::cli::output::stdout();
    tell(&mut output, &issue, &copy, &found)?;
    if found.changes.is_empty() {
        return Ok(Exit::Fine);
    }
    let open = |change: &Change| !change.conflict && change.by_hand.is_none();
    let free: Vec<usize> =
        (0..found.changes.len()).filter(|at| found.changes.get(*at).is_some_and(open)).collect();
    let wanted = match &args.take {
        Some(take) => chosen(take, &found).ok_or_else(|| {
            problem(
                format!("「{take}」不是上面列出的序号"),
                "如 1,3,5-8；标着「请到稿件里改」的不能采用",
            )
        })?,
        None if free.is_empty() => return Ok(Exit::Findings),
        None if args.yes => free,
        None if confirm::is_possible() => {
            if !confirm::yes(&format!("采用没有冲突的 {} 处？", free.len()))? {
                return Ok(Exit::Findings);
            }
            free
        }
        None => {
            writeln!(
                output,
                "还没有改稿件。全部采用（有冲突的除外）：加 --yes；只采用几处：加 --take 1,3"
            )?;
            return Ok(Exit::Findings);
        }
    };
    let left = write(workspace, &issue, &found, &wanted, &mut output)?;
    if archive::sound_ledger(workspace)?.current(id).is_some() {
        writeln!(
            output,
            "{id} 已印发：改的只是稿件，印发的 PDF 没有动；核对后用 jianbao publish {id} --reissue \"原因\" 更正"
        )?;
    }
    let open: Vec<String> = (0..found.changes.len())
        .filter(|at| !wanted.contains(at) && found.changes.get(*at).is_some_and(|it| !open(it)))
        .map(|at| (at + 1).to_string())
        .collect();
    if !open.is_empty() {
        writeln!(
            output,
            "还有 {} 处没有改进去：第 {} 处。有冲突的，以副本为准就写 --take {}；标着「请到稿件里改」的，到稿件里改",
            open.len(),
            open.join("、"),
            open.join(",")
        )?;
    }
    Ok(if left || !open.is_empty() { Exit::Findings } else { Exit::Fine })
}

const REMEDY: &str = "请用 Word 或 WPS 打开，另存为 .docx，再试一次";

fn why(damage: Damage) -> &'static str {
    match damage {
        Damage::Zip | Damage::Xml => "文件残缺",
        Damage::DocType => "里面有不该有的声明",
        Damage::TooLarge => "里面的内容太多",
        Damage::Encrypted => "加了密码",
        Damage::NoDocument => "里面没有 Word 文档",
    }
}

fn problem(problem: String, remedy: &str) -> Error {
    Error::Selection { problem, remedy: remedy.to_owned() }
}

/// Reads a copy.
///
/// # Errors
/// [`Error::Selection`] when it cannot be read whole; [`Error::Read`] when the file cannot.
pub fn open_copy(path: &Path) -> Result<Copy, Error> {
    let shown = path.display();
    let bytes = fs::read_limited(path, LARGEST)?.ok_or_else(|| {
        let said = format!("「{shown}」超过 {} MB，没有读", LARGEST >> 20);
        problem(said, "副本里放的图片太大，请在 Word 里压缩图片再存")
    })?;
    merge::read(&bytes)
        .map_err(|damage| problem(format!("读不了「{shown}」：{}", why(damage)), REMEDY))
}

/// The issue that a copy says it is of.
fn id_of(copy: &Copy, workspace: &Workspace) -> Result<IssueId, Error> {
    let said = copy.about.as_deref().and_then(|about| about.split_whitespace().next());
    let said = said.ok_or_else(|| {
        let what = "这不是本程序写的副本，或者其中的属性被删去了".to_owned();
        problem(
            what,
            "是来稿的，用 jianbao import 导入；是副本的，请在 jianbao word 写出的文件里改",
        )
    })?;
    workspace.select(said)
}

/// Refuses a copy that is not of an issue.
///
/// # Errors
/// [`Error::Selection`] when it is none, or of another issue.
pub fn is_of(copy: &Copy, workspace: &Workspace, id: IssueId) -> Result<(), Error> {
    let own = id_of(copy, workspace)?;
    if own == id {
        return Ok(());
    }
    Err(problem(format!("那份副本是 {own} 的，不是 {id} 的"), "写同一期的副本"))
}

/// The changes that numbers name; none where one is no number of theirs, or cannot be taken over.
fn chosen(take: &str, found: &Merge) -> Option<Vec<usize>> {
    let mut all = BTreeSet::new();
    for part in take.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '—', '–']).unwrap_or((part, part));
        let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        if first == 0 || last > found.changes.len() {
            return None;
        }
        all.extend(first - 1..last);
    }
    let able = |at: &usize| found.changes.get(*at).is_some_and(|it| it.by_hand.is_none());
    (!all.is_empty() && all.iter().all(able)).then(|| all.into_iter().collect())
}

/// Writes the entries; whether something was wanted that could not be done.
fn write(
    workspace: &Workspace,
    issue: &Issue,
    found: &Merge,
    wanted: &[usize],
    output: &mut impl Write,
) -> Result<bool, Stop> {
    let (rewritten, refused) = merge::apply(issue, found, wanted);
    let mut left = !refused.is_empty();
    for one in &rewritten {
        let path = workspace.root().join(&one.before.path);
        let bytes = workspace.bytes(&path, u64::MAX - 1)?.unwrap_or_default();
        let edits: Vec<_> =
            one.edits.iter().map(|(range, text)| (range.clone(), text.as_str())).collect();
        let Some(new) = read::rewritten(&bytes, &edits) else {
            writeln!(
                output,
                "{}　没有改：这个文件的编码不规范；请用记事本另存为 UTF-8，再运行一次",
                one.before.path
            )?;
            left = true;
            continue;
        };
        fs::replace(&path, &bytes, &new)?;
        writeln!(output, "{}　改了 {} 处", one.before.path, one.taken.len())?;
    }
    let numbers: Vec<String> = refused.iter().map(|at| (at + 1).to_string()).collect();
    if !numbers.is_empty() {
        writeln!(output, "第 {} 处改进去会动到别的内容，没有改，请到稿件里改", numbers.join("、"))?;
    }
    Ok(left)
}

fn tell(output: &mut impl Write, issue: &Issue, copy: &Copy, found: &Merge) -> io::Result<()> {
    let about =
        copy.about.as_deref().and_then(|about| about.split_once(' ')).map_or("", |(_, it)| it);
    writeln!(output, "{}　{about}", issue.id.spoken())?;
    if found.has_macros {
        writeln!(output, "注意：副本里有宏，没有运行，也没有收")?;
    }
    for file in &found.missing {
        writeln!(output, "副本里的「{file}」这一期已经没有了，其中的改动没有收")?;
    }
    if copy.base.is_empty() {
        writeln!(
            output,
            "副本里送出时的文字被删去了：稿件后来又改过的段落，只能看出不同，看不出是谁改的"
        )?;
    }
    if found.by_likeness > 0 {
        writeln!(output, "有 {} 段的书签丢了，是照文字认出来的，请核对", found.by_likeness)?;
    }
    if found.changes.is_empty() {
        writeln!(output, "没有改动")?;
    }
    let mut entry = None;
    for (index, change) in found.changes.iter().enumerate() {
        if entry != Some(change.entry) {
            entry = Some(change.entry);
            let heading = match change.entry.and_then(|at| issue.entries.get(at)) {
                Some(entry) => {
                    format!("{}　{}", entry.file, entry.title_or_composed().value.replace('|', ""))
                }
                None => "全期".to_owned(),
            };
            writeln!(output, "\n{}", plain(&heading))?;
        }
        one(output, index + 1, change)?;
    }
    if !found.changes.is_empty() {
        writeln!(output)?;
    }
    Ok(())
}

fn one(output: &mut impl Write, number: usize, change: &Change) -> io::Result<()> {
    let sort = match change.kind {
        Kind::Words => "改字",
        Kind::Title => "改标题",
        Kind::Deleted => "删段",
        Kind::New => "加段",
        Kind::Moved => "移段",
        Kind::Remark => "批注",
        Kind::Setting => "报头报尾",
    };
    let by: Vec<String> = change.by.iter().map(|who| plain(who)).collect();
    let by = if by.is_empty() { String::new() } else { format!("　{}", by.join("、")) };
    let state = match (change.by_hand, change.conflict) {
        (Some(why), _) => format!("　（{why}）"),
        (None, true) => "　（冲突：稿件后来也改了这里）".to_owned(),
        (None, false) => String::new(),
    };
    writeln!(output, "{number:>4}　{sort}{by}{state}")?;
    let line = |output: &mut dyn Write, label: &str, text: &str| {
        writeln!(output, "　　　{label}{}", plain(text))
    };
    match (change.kind, &change.was, &change.copy) {
        _ if change.conflict => {
            line(output, "送出时：", change.was.as_deref().unwrap_or("（不知道）"))?;
            line(output, "稿件里：", change.now.as_deref().unwrap_or("（已经没有）"))?;
            line(output, "副本里：", change.copy.as_deref().unwrap_or("（删去了）"))
        }
        (Kind::Words | Kind::Title | Kind::Setting, Some(was), Some(copy)) => {
            line(output, "", &marked(was, copy))
        }
        (Kind::Remark, Some(was), Some(copy)) => {
            line(output, "", &format!("{}　在「{}」", copy, short(was)))
        }
        (_, _, Some(copy)) => line(output, "", &short(copy)),
        (_, Some(was), None) => line(output, "", &short(was)),
        _ => Ok(()),
    }
}

/// What was taken out in 〔－〕, what was put in in 〔＋〕, with a few words around.
fn marked(was: &str, copy: &str) -> String {
    let old: Vec<char> = was.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    for (range, put) in merge::edits(was, copy) {
        let between = old.get(at..range.start).unwrap_or_default();
        if between.len() > 2 * AROUND {
            if at > 0 {
                out.extend(between.iter().take(AROUND));
            }
            out.push('…');
            out.extend(between.iter().skip(between.len() - AROUND));
        } else {
            out.extend(between);
        }
        let gone: String = old.get(range.clone()).unwrap_or_default().iter().collect();
        if !gone.is_empty() {
            out.push_str(&format!("〔－{gone}〕"));
        }
        if !put.is_empty() {
            out.push_str(&format!("〔＋{put}〕"));
        }
        at = range.end;
    }
    let rest = old.get(at..).unwrap_or_default();
    out.extend(rest.iter().take(AROUND));
    if rest.len() > AROUND {
        out.push('…');
    }
    out
}

fn short(text: &str) -> String {
    let mut out: String = text.chars().take(WHOLE).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// Text from a copy on one line of a terminal.
fn plain(text: &str) -> String {
    text.replace(OBJECT, "〔图或注〕").replace('\n', "⏎")
}
