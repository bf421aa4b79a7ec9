//! The page number (GB/T 9704 7.5): what it says, how large, where.

use super::geometry::Geometry;
use super::{Check, MeasuredPage};
use crate::model::{Layout, PageNumberForm, PageNumberPlace};

/// From the 版心 to the stroke of the dashes, in mm.
const BELOW: f64 = 7.0;
/// 四号, in pt.
const SIZE: f64 = 14.0;
const CLAUSE: &str = "GB/T 9704 7.5";

pub fn judge(page: &MeasuredPage, layout: &Layout, geometry: &Geometry, out: &mut Vec<Check>) {
    let number = page.number;
    let mut add = |check: Check| out.push(check.on(number).by(CLAUSE));
    // A tail alone, and the empty page before it, carry none.
    let wanted = layout.page_number && page.has_content();
    let dash = layout.page_number_form.mark();
    let want = if wanted { format!("{dash}{number}{dash}") } else { "无".to_owned() };
    let got = page.page_number.as_ref().map_or("无", |number| &number.text);
    add(Check::same("页码", want, got));
    let Some(mark) = page.page_number.as_ref().filter(|_| wanted) else { return };
    add(Check::near("页码字号", SIZE, mark.size, 0.01, "磅"));
    add(match layout.page_number_form {
        // The middle of the digits lies higher than that of a dash.
        PageNumberForm::Plain => {
            Check::near("页码高度", geometry.foot + BELOW, mark.dash, 1.0, "毫米")
        }
        _ => Check::near("页码横线高度", geometry.foot + BELOW, mark.dash, 0.3, "毫米"),
    });
    if layout.page_number_place == PageNumberPlace::Centre {
        let middle = f64::midpoint(geometry.left, geometry.right);
        let got = f64::midpoint(mark.x0, mark.x1);
        add(Check::near("页码居中（中点）", middle, got, 0.15, "毫米"));
        return;
    }
    // 单页码居右空一字，双页码居左空一字.
    add(if number.is_multiple_of(2) {
        Check::near("页码左端", geometry.left + geometry.cell, mark.x0, 0.15, "毫米")
    } else {
        Check::near("页码右端", geometry.right - geometry.cell, mark.x1, 0.15, "毫米")
    });
}
