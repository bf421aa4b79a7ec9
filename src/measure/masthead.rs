//! 报头 on page 1: the name, the number, the issuers and the red rule.

use super::check::worst;
use super::geometry::{Geometry, as_f64};
use super::{Check, MeasuredPage, Part, RED, Row, Rule};
use crate::model::{Anchor, Layout, RuleForm};

/// From the em box of the last row to the red rule, in mm (by analogy with GB/T 9704 7.2.7).
const ABOVE_RULE: f64 = 4.0;
/// The part of its size at which a name is still the largest thing on the page beyond doubt.
const LEAST_NAME: f64 = 0.5;
const LARGER: &str = "名称大于其他字";
const NAME: &str = "GB/T 9704 7.2.4";
const RULE: &str = "GB/T 9704 7.2.7";

pub fn judge(page: &MeasuredPage, layout: &Layout, geometry: &Geometry, out: &mut Vec<Check>) {
    let rules: Vec<&Rule> = page
        .rules
        .iter()
        .filter(|rule| rule.part == Part::Masthead && rule.color == RED && rule.is_horizontal())
        .collect();
    if rules.is_empty() {
        // A house that has nothing red on page 1 has a masthead of its own.
        if page.rows.iter().any(|row| row.color == RED) {
            out.push(Check::same("红线", "有", "无").on(1).by(RULE));
        }
        return;
    }
    let rows: Vec<&Row> = page.rows.iter().filter(|row| row.part == Part::Masthead).collect();
    let checks_of_rule = self::rule(&rules, page, rows.last().copied(), layout, geometry);
    // A prefix is red, too, and stands above the name; the name of a house may be longer than it.
    let largest = |a, b| if b > a { b } else { a };
    let size = rows.iter().map(|row| row.size).fold(0.0, largest);
    let red = rows.iter().rfind(|row| row.color == RED);
    let Some(last) = red.or_else(|| rows.iter().find(|row| row.size >= size)).copied() else {
        out.push(Check::same("简报名称", "有", "无").on(1).by(NAME));
        return;
    };
    // Its lines have one size.
    let of_name = |row: &&Row| row.color == last.color && (row.size - last.size).abs() < 0.01;
    let names: Vec<&Row> = rows.iter().copied().filter(of_name).collect();
    let name = names.first().copied().unwrap_or(last);
    let mut checks = self::name(&names, page, layout, geometry);
    // A name so long that it had to shrink can no longer be told from what stands around it.
    if name.size < LEAST_NAME * layout.masthead.name_size {
        checks.retain(|check| check.name != LARGER);
        checks.extend(checks_of_rule);
        out.extend(checks.into_iter().map(|check| check.on(1)));
        return;
    }
    let above: Vec<&&Row> = rows.iter().filter(|row| row.baseline < name.baseline).collect();
    let crowded = !above.is_empty();
    // With a prefix the offset is the prefix's.
    let prefixed = above.iter().any(|row| row.color == RED);
    if layout.masthead.anchor == Anchor::Ink && !prefixed {
        let offset = if crowded { layout.masthead.crowded_offset } else { layout.masthead.offset };
        let check =
            Check::near("名称上沿至版心上边", offset, name.ink.y0 - geometry.top, 0.1, "毫米");
        checks.push(check.by(NAME));
    }
    let under: Vec<&Row> =
        rows.iter().copied().filter(|row| row.baseline > last.baseline).collect();
    checks.extend(self::under(&under, geometry));
    checks.extend(checks_of_rule);
    out.extend(checks.into_iter().map(|check| check.on(1)));
}

fn name(names: &[&Row], page: &MeasuredPage, layout: &Layout, geometry: &Geometry) -> Vec<Check> {
    let Some(name) = names.last() else { return Vec::new() };
    let is_name = |row: &Row| names.iter().any(|name| std::ptr::eq(*name, row));
    let others = page.rows.iter().filter(|row| !is_name(row));
    let largest = others.map(|row| row.size).fold(0.0, f64::max);
    let centred = names.iter().map(|name| centred("名称居中（中点）", name, geometry).by(NAME));
    let mut checks = vec![Check::same("名称颜色", hex(RED), hex(name.color)).by(NAME)];
    checks.extend(worst(centred));
    checks.extend([
        Check::at_most("名称字号", layout.masthead.name_size, name.size, 0.01, "磅").by("惯例"),
        Check::at_least(LARGER, largest, name.size, 0.0, "磅").by("惯例"),
    ]);
    checks
}

/// The rows between the name and the rule.
fn under(rows: &[&Row], geometry: &Geometry) -> Vec<Check> {
    let is_number = |row: &Row| {
        row.text.contains('期')
            && row.text.chars().any(|c| c.is_ascii_digit())
            && !ends_in_date(row)
    };
    let mut order: Vec<&str> = Vec::new();
    for row in rows {
        let what = if is_number(row) { "期号" } else { "编发单位" };
        if order.last() != Some(&what) {
            order.push(what);
        }
    }
    let mut checks = vec![Check::same("名称以下次序", "期号、编发单位", order.join("、"))];
    checks.extend(
        rows.iter()
            .find(|row| is_number(row))
            .map(|row| centred("期号居中（中点）", row, geometry)),
    );
    // An opening mark at the start is trimmed by half: its glyph begins left of its row.
    let opens = |row: &Row| row.text.starts_with(|c| "“‘（《〈【〔「『".contains(c));
    let issuers = rows.iter().filter(|row| !is_number(row) && !is_date(row) && !opens(row));
    checks.extend(worst(issuers.map(|row| {
        Check::near("编发单位左端（空一字）", geometry.left + geometry.cell, row.x0, 0.1, "毫米")
    })));
    checks.extend(rows.iter().find(|row| ends_in_date(row)).map(|row| {
        Check::near("印发日期右端（空一字）", geometry.right - geometry.cell, row.x1, 0.1, "毫米")
    }));
    checks
}

fn rule(
    rules: &[&Rule],
    page: &MeasuredPage,
    above: Option<&Row>,
    layout: &Layout,
    geometry: &Geometry,
) -> Vec<Check> {
    let Some(area) = rules.iter().map(|rule| rule.area).reduce(super::Area::with) else {
        return Vec::new();
    };
    let form = layout.masthead.rule_form;
    let want = if form == RuleForm::Plain { 1.0 } else { 2.0 };
    let mut checks = vec![
        Check::near("红线条数", want, as_f64(rules.len()), 0.0, "条"),
        Check::near("红线左端", geometry.left, area.x0, 0.05, "毫米").by(RULE),
        Check::near("红线右端", geometry.right, area.x1, 0.05, "毫米").by(RULE),
    ];
    checks.extend(worst(rules.iter().map(|rule| {
        Check::near("红线粗细", layout.masthead.rule, rule.thickness(), 0.01, "毫米")
    })));
    if let (RuleForm::Double, [upper, lower]) = (form, rules) {
        let gap = lower.area.y0 - upper.area.y1;
        checks.push(Check::near("红线间距", RuleForm::GAP, gap, 0.02, "毫米"));
    }
    if form == RuleForm::Star {
        checks.push(star(rules, page, geometry));
    }
    // Whole rows under the top of the 版心, and so whole rows above the text.
    let rows = ((area.y1 - geometry.top) / geometry.pitch).round();
    let line = geometry.top + rows * geometry.pitch;
    checks.push(Check::near("红线下沿在行格上", line, area.y1, 0.02, "毫米"));
    checks.extend(above.map(|row| {
        Check::near("红线至编发单位", ABOVE_RULE, area.y0 - row.em_foot(), 0.05, "毫米").by(RULE)
    }));
    checks
}

/// How far the middle of the star is from that of the 版心; there must be one between the lines.
fn star(rules: &[&Rule], page: &MeasuredPage, geometry: &Geometry) -> Check {
    let middle = f64::midpoint(geometry.left, geometry.right);
    let [left, right] = rules else {
        return Check::same("红线中的五角星", "有", "无");
    };
    let between = |star: &&super::Area| {
        let height = f64::midpoint(left.area.y0, left.area.y1);
        left.area.x1 < star.x0 && star.x1 < right.area.x0 && star.y0 < height && height < star.y1
    };
    match page.pictures.iter().find(between) {
        Some(star) => {
            let got = f64::midpoint(star.x0, star.x1);
            Check::near("红线中的五角星", middle, got, 0.05, "毫米")
        }
        None => Check::same("红线中的五角星", "有", "无"),
    }
}

fn centred(name: &'static str, row: &Row, geometry: &Geometry) -> Check {
    let middle = f64::midpoint(geometry.left, geometry.right);
    Check::near(name, middle, f64::midpoint(row.x0, row.x1), 0.1, "毫米")
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Whether a row ends as 2018年11月27日 does.
fn ends_in_date(row: &Row) -> bool {
    date_start(&row.text).is_some()
}

fn is_date(row: &Row) -> bool {
    date_start(&row.text) == Some(0)
}

/// Where the date at the end of a text begins.
fn date_start(text: &str) -> Option<usize> {
    let digits = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = text;
    for unit in ['日', '月', '年'] {
        let before = rest.strip_suffix(unit)?;
        rest = &before[..digits(before)];
        if rest.len() == before.len() {
            return None;
        }
    }
    Some(rest.len())
}
