//! What the measured page has to say to the author: faults of the page itself, and what an editor
//! would mend in the text.

use super::geometry::{Geometry, excerpt, round};
use super::tail::tail_rows;
use super::text::paragraphs;
use super::{Check, Measured, MeasuredPage, Part, Row};
use crate::diagnostic::{Diagnostic, Severity, Span, code};
use crate::model::Layout;

/// More faults of the page than this are one fault.
const MOST_FAULTS: usize = 5;
/// A last row with so few characters is a 孤字.
const RUNT: usize = 2;
/// So many rows can be saved by trimming.
const FEW_ROWS: usize = 3;

/// Whose templates set a page.
///
/// What misses the layout under those in the binary is not the author's to mend, and no sound issue
/// may end without its pages because of it; what a house's own may have moved is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    /// The house's own that take part in the issue, such as `briefing.typ`, `entries/update.typ`.
    pub own: Vec<String>,
    /// Whether it is a draft, in which nothing is an error.
    pub draft: bool,
}

impl Templates {
    /// Those that can have brought a fault about.
    fn behind(&self, check: &Check) -> Vec<&str> {
        let of_page = |name: &&str| check.is_of_entries() || !name.starts_with("entries/");
        self.own.iter().map(String::as_str).filter(of_page).collect()
    }
}

/// Findings of the checks that failed, and hints.
pub fn findings(
    measured: &Measured,
    layout: &Layout,
    checks: &[Check],
    templates: &Templates,
) -> Vec<Diagnostic> {
    let wrong = checks.iter().filter(|check| check.fails());
    let (faults, others): (Vec<&Check>, Vec<&Check>) =
        wrong.partition(|check| check.code == Some(code::PAGE_GEOMETRY));
    let mut found: Vec<Diagnostic> = Vec::new();
    for fault in faults.iter().take(MOST_FAULTS) {
        found.push(page_fault(fault, measured, templates));
    }
    if let (Some(last), more @ 1..) = (found.last_mut(), faults.len().saturating_sub(MOST_FAULTS)) {
        last.note = Some(format!("另有 {more} 项不合格，没有一一列出"));
    }
    found.extend(others.into_iter().filter_map(content));
    found.extend(few_rows(measured, layout));
    found.extend(runts(measured, &Geometry::new(layout)));
    found
}

fn page_fault(check: &Check, measured: &Measured, templates: &Templates) -> Diagnostic {
    let Check { name, want, got, .. } = check;
    let unit = if check.unit.is_empty() { String::new() } else { format!(" {}", check.unit) };
    let message = format!("{}{name}不合格：应为 {want}{unit}，实为 {got}{unit}", place(check));
    let own = templates.behind(check);
    let severity =
        if own.is_empty() || templates.draft { Severity::Warning } else { Severity::Error };
    let help = if own.is_empty() {
        let cause = cause(check, measured);
        format!("PDF 照常生成；{cause}；用 jianbao measure 查看全部量值")
    } else {
        let names: Vec<String> = own.iter().map(|name| format!("templates/{name}")).collect();
        format!(
            "本单位的模板 {} 动了这里：改正模板；是特意这样排的，在 jianbao.yaml 里写明「测量: {{例外: {{{}: 原因}}}}」；用 jianbao measure 查看全部量值",
            names.join("、"),
            check.topic()
        )
    };
    Diagnostic { severity, ..Diagnostic::error(code::PAGE_GEOMETRY, message) }
        .at(check.span.clone())
        .help(help)
}

/// What stands there that rows do not expect, and what to do about it.
fn cause(check: &Check, measured: &Measured) -> &'static str {
    let page = check.page.and_then(|page| measured.pages.get(page.checked_sub(1)?));
    let in_text = matches!(check.topic(), "rows" | "cells" | "text-area");
    if check.topic() == "footnotes" {
        "脚注太长，标记所在的页排不下：缩短脚注，或把标记移到靠前的段落"
    } else if check.topic() == "masthead" || check.topic() == "red-rule" {
        "报头里的字太多或太大：缩短名称、前缀或编发单位"
    } else if in_text && page.is_some_and(|page| !page.pictures.is_empty()) {
        "这一页有图片：请看一眼图片旁的几行，妨碍阅读的，把图片单独成段"
    } else if in_text
        && page.is_some_and(|page| page.rows.iter().any(|row| row.part == Part::Table))
    {
        "这一页有表格：请看一眼表格旁的几行"
    } else if in_text && page.is_some_and(|page| !page.marks.is_empty()) {
        "这一页有脚注：请看一眼脚注上方的几行"
    } else {
        "请看一眼这一页，不妨碍的不用管，妨碍的在附近增删几个字"
    }
}

/// 第 2 页第 5 行「…」的.
fn place(check: &Check) -> String {
    let page = check.page.map_or_else(String::new, |page| format!("第 {page} 页"));
    let subject = check.subject.as_deref().unwrap_or_default();
    if page.is_empty() && subject.is_empty() {
        String::new()
    } else {
        format!("{page}{subject}的")
    }
}

/// A fault that the text brought about.
fn content(check: &Check) -> Option<Diagnostic> {
    let page = check.page.unwrap_or(1);
    let subject = check.subject.as_deref().unwrap_or_default();
    let code = check.code?;
    let (message, help) = if code == code::OVERFLOW {
        (
            format!("第 {page} 页{subject}伸出版心 {} 毫米", check.got),
            "在很长的网址或字母串中间加空格，把表格、图片改窄，或改用横排附件",
        )
    } else if code == code::TITLE_TOO_WIDE {
        (
            format!(
                "第 {page} 页的标题有一行排不下：最多 {:.0} 字，实有 {:.0} 字",
                limit(check),
                size(check)
            ),
            "在标题里用「|」写明断行处，或缩短标题",
        )
    } else if code == code::ROW_EDGE {
        (
            format!("第 {page} 页{subject}{}：「{}」", check.name, check.got),
            "请核对这一行前后的标点，或改动前后一两个字",
        )
    } else if code == code::STRANDED_HEADING {
        (
            format!("{subject}是第 {page} 页的最后一行，与下文分在两页"),
            "在这一页增删一两行，让标题与下文在一起",
        )
    } else {
        return None;
    };
    Some(Diagnostic::warning(code, message).at(check.span.clone()).help(help))
}

fn limit(check: &Check) -> f64 {
    match check.want {
        super::Want::AtMost(limit) => limit.floor(),
        _ => 0.0,
    }
}

fn size(check: &Check) -> f64 {
    match check.got {
        super::Got::Number(number) => number,
        super::Got::Text(_) => 0.0,
    }
}

/// Last rows of one or two characters, each with how many to trim.
fn runts(measured: &Measured, geometry: &Geometry) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rows in paragraphs(measured) {
        let [.., before, last] = rows.as_slice() else { continue };
        // A short row after a short one was broken there by the author.
        let full = before.row.x1 > geometry.right - 1.5 * geometry.cell;
        if !full || last.row.cells > RUNT {
            continue;
        }
        let (text, cells) = (&last.row.text, last.row.cells);
        let message = format!("段落的最后一行只有「{text}」");
        let diagnostic = Diagnostic::warning(code::RUNT, message);
        found.push(Diagnostic {
            severity: Severity::Hint,
            note: Some(format!("在第 {} 页", last.page.number)),
            help: Some(format!("这一段删去 {cells} 个字，就能少一行")),
            span: last.row.span.clone(),
            ..diagnostic
        });
    }
    found
}

/// Rows whose removal saves a page, if they are few.
fn few_rows(measured: &Measured, layout: &Layout) -> Option<Diagnostic> {
    let geometry = Geometry::new(layout);
    let lines = geometry.lines as usize;
    let end = measured.pages.iter().rfind(|page| page.has_content())?;
    let tail = measured.pages.last().map_or(0, |last| tail_rows(last).len());
    let total = |page: usize, rows: usize| {
        let page = if tail > 0 && rows + tail > lines { page + 1 } else { page };
        page + usize::from(tail > 0 && layout.duplex && !page.is_multiple_of(2))
    };
    let (used, last) = used_rows(end, &geometry)?;
    let pages = measured.pages.len();
    if total(end.number, used) != pages {
        return None;
    }
    let before = end.number.checked_sub(2).and_then(|index| measured.pages.get(index));
    // The page before takes no more than it has: a title or an annex begins its own page.
    let runs_on = before
        .and_then(|before| used_rows(before, &geometry))
        .is_some_and(|(used, _)| used == lines)
        && end
            .rows
            .first()
            .is_some_and(|row| matches!(row.part, Part::Body | Part::List | Part::Quote));
    let saved = |rows: usize| match used.checked_sub(rows) {
        Some(left @ 1..) => Some(pages.saturating_sub(total(end.number, left))),
        _ if runs_on => Some(pages.saturating_sub(total(end.number - 1, lines + used - rows))),
        _ => None,
    };
    let (rows, saved) =
        (1..=FEW_ROWS).find_map(|rows| Some((rows, saved(rows).filter(|&saved| saved > 0)?)))?;
    let message = format!("再删 {rows} 行，全期可省 {saved} 页");
    let help = format!("正文现在到第 {} 页第 {used} 行「{}」为止", end.number, excerpt(&last.0));
    Some(Diagnostic::warning(code::FEW_ROWS, message).at(last.1).help(help))
}

/// How far the text fills its last page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The page, from 1: the last with anything but a tail on it.
    pub page: usize,
    /// Rows taken up, counted from the top.
    pub used: usize,
    /// Rows of a page.
    pub of: u32,
}

/// How far the text fills its last page; `None` where its rows cannot be counted.
pub fn fill(measured: &Measured, layout: &Layout) -> Option<Fill> {
    let geometry = Geometry::new(layout);
    let end = measured.pages.iter().rfind(|page| page.has_content())?;
    let (used, _) = used_rows(end, &geometry)?;
    Some(Fill { page: end.number, used, of: geometry.lines })
}

/// The last row of a page that text or a picture takes up, and the text and place of its last row;
/// `None` for a page that ends in footnotes or lies on its side.
fn used_rows(page: &MeasuredPage, geometry: &Geometry) -> Option<(usize, (String, Option<Span>))> {
    if page.is_landscape() || page.rows.iter().any(|row| row.part == Part::Footnote) {
        return None;
    }
    let flows = |row: &&Row| row.part != Part::Tail;
    let last = page.rows.iter().rfind(flows)?;
    let text = page.rows.iter().filter(flows).map(Row::em_foot);
    let rules = page.rules.iter().filter(|rule| rule.part != Part::Tail).map(|rule| rule.area.y1);
    let pictures = page.pictures.iter().map(|picture| picture.y1);
    let foot = text.chain(rules).chain(pictures).reduce(f64::max)?;
    let rows = ((foot - geometry.row_top) / geometry.pitch - 0.03).ceil();
    Some((round(rows), (last.text.clone(), last.span.clone())))
}
