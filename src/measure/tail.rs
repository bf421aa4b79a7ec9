//! 报尾: three rules at their places, text that keeps off them, parity (GB/T 9704 7.4).

use super::check::worst;
use super::geometry::{Geometry, as_f64, excerpt};
use super::{Check, Measured, MeasuredPage, Part, Row, Rule};
use crate::model::{Layout, MM_PER_PT};

/// First and last rule, in mm.
const THICK: f64 = 0.35;
/// The rule between, in mm.
const THIN: f64 = 0.25;
/// 四号, in pt.
const SIZE: f64 = 14.0;
const CLAUSE: &str = "GB/T 9704 7.4";

pub fn judge(measured: &Measured, layout: &Layout, geometry: &Geometry, out: &mut Vec<Check>) {
    let Some(last) = measured.pages.last().filter(|_| measured.has_tail) else { return };
    let mut checks = rules(last, geometry);
    checks.extend(rows(last, geometry));
    checks.extend(distance(last, geometry));
    if layout.duplex {
        let parity = if last.number.is_multiple_of(2) { "双数页" } else { "单数页" };
        checks.push(Check::same("报尾在双数页", "双数页", parity));
    }
    out.extend(checks.into_iter().map(|check| check.on(last.number)));
}

/// The rules over the width of a page's tail, from the top.
fn tail_rules(page: &MeasuredPage) -> Vec<&Rule> {
    let wide = |rule: &&Rule| {
        rule.part == Part::Tail && rule.is_horizontal() && rule.length() > page.width / 2.0
    };
    let mut rules: Vec<&Rule> = page.rules.iter().filter(wide).collect();
    rules.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
    rules
}

pub fn tail_rows(page: &MeasuredPage) -> Vec<&Row> {
    page.rows.iter().filter(|row| row.part == Part::Tail).collect()
}

fn rules(page: &MeasuredPage, geometry: &Geometry) -> Vec<Check> {
    let rules = tail_rules(page);
    let count = tail_rows(page).len();
    // Without recipients there is one row, and nothing to divide.
    let want = if count > 1 { 3 } else { 2 };
    let mut checks =
        vec![Check::near("报尾横线", as_f64(want), as_f64(rules.len()), 0.0, "条").by(CLAUSE)];
    if rules.len() != want {
        return checks;
    }
    let ends = rules.iter().enumerate().flat_map(|(index, rule)| {
        let ends = [
            Check::near("报尾横线左端", geometry.left, rule.area.x0, 0.05, "毫米"),
            Check::near("报尾横线右端", geometry.right, rule.area.x1, 0.05, "毫米"),
        ];
        ends.map(|check| check.of(format!("第 {} 条", index + 1), None).by(CLAUSE))
    });
    let (left, right): (Vec<Check>, Vec<Check>) =
        ends.partition(|check| check.want == super::Want::Near(geometry.left));
    checks.extend(worst(left));
    checks.extend(worst(right));
    let thick = [rules.first(), rules.last()].into_iter().flatten();
    checks.extend(worst(thick.map(|rule| {
        Check::near("报尾首末条粗细", THICK, rule.thickness(), 0.01, "毫米").by(CLAUSE)
    })));
    let (top, foot) = (rules[0].area.y0, rules[rules.len() - 1].area.y1);
    let want = geometry.foot - as_f64(count) * geometry.pitch;
    checks.push(Check::near("报尾首条上沿", want, top, 0.05, "毫米").by(CLAUSE));
    if let [_, thin, _] = rules.as_slice() {
        let middle = f64::midpoint(thin.area.y0, thin.area.y1);
        // Names too long for one row take two.
        let under = tail_rows(page).iter().filter(|row| row.baseline > middle).count();
        let want = geometry.foot - as_f64(under) * geometry.pitch;
        checks.push(Check::near("报尾中间条", want, middle, 0.05, "毫米").by(CLAUSE));
        checks.push(Check::near("报尾中间条粗细", THIN, thin.thickness(), 0.01, "毫米").by(CLAUSE));
    }
    checks.push(Check::near("报尾末条下沿", geometry.foot, foot, 0.05, "毫米").by(CLAUSE));
    checks
}

fn rows(page: &MeasuredPage, geometry: &Geometry) -> Vec<Check> {
    let rows = tail_rows(page);
    let edge = geometry.left + geometry.cell;
    let of =
        |check: Check, row: &Row| check.of(format!("「{}」", excerpt(&row.text)), row.span.clone());
    let size = rows.iter().map(|row| of(Check::near("报尾字号", SIZE, row.size, 0.01, "磅"), row));
    let mut checks: Vec<Check> = worst(size).into_iter().collect();
    let starts = rows.iter().enumerate().map(|(index, row)| {
        let before = index.checked_sub(1).and_then(|before| rows.get(before));
        let goes_on = before
            .is_some_and(|before| row.paragraph.is_some() && before.paragraph == row.paragraph);
        // 回行与冒号后的首字对齐: a label of one character and its colon are two.
        let own = |first: &&&Row| first.paragraph == row.paragraph;
        let label = rows.iter().find(own).map_or("", |first| first.text.as_str());
        let long = label.starts_with("主送：") || label.starts_with("抄送：");
        let hang = if long { 3.0 } else { 2.0 };
        let want = if goes_on { edge + hang * SIZE * MM_PER_PT } else { edge };
        of(Check::near("报尾行左端", want, row.x0, 0.05, "毫米"), row)
    });
    checks.extend(worst(starts));
    let ends = rows.iter().enumerate().filter(|(index, row)| {
        let next = rows.get(index + 1);
        row.paragraph.is_some() && next.is_none_or(|next| next.paragraph != row.paragraph)
    });
    checks.extend(worst(ends.map(|(_, row)| {
        let end = row.text.chars().last().unwrap_or(' ');
        of(Check::same("报送发以句号结束", "。", end.to_string()), row)
    })));
    checks.extend(rows.last().filter(|row| row.text.ends_with("份）")).map(|row| {
        of(
            Check::near("印数右端（空一字）", geometry.right - geometry.cell, row.x1, 0.1, "毫米"),
            row,
        )
    }));
    checks.into_iter().map(|check| check.by("GB/T 9704 7.4.2")).collect()
}

/// Half a row's leading stays free between text and tail.
fn distance(page: &MeasuredPage, geometry: &Geometry) -> Option<Check> {
    let top = tail_rules(page).first()?.area.y0;
    let text = page.rows.iter().filter(|row| row.part != Part::Tail);
    let text = text.map(|row| (row.em_foot(), row.span.clone()));
    let others = page.rules.iter().filter(|rule| rule.part != Part::Tail).map(|rule| rule.area.y1);
    let others = others.chain(page.pictures.iter().map(|picture| picture.y1));
    // A picture fills its rows: their edge is its own.
    let others = others.map(|foot| (foot - geometry.pad(), None));
    let (foot, span) = text.chain(others).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let check = Check::at_least("正文至报尾", geometry.pad(), top - foot, 0.1, "毫米");
    Some(Check { span, ..check })
}
