//! 报头, 编者按 and 要目.

use super::body::{Props, Writer, field, flow_of, run, squeezed};
use super::page::{half_points, twips, twips_of_mm};
use super::styles::Style;
use crate::compose::{ems, wording};
use crate::markdown::Look;
use crate::model::{MM_PER_PT, RuleForm};

/// The largest size of the red line above the name, in pt (house practice, as in the PDF).
const PREFIX_SIZE: f64 = 22.0;
/// A row of large text is so much higher than its type, so that nothing of it is cut off.
const ROOM: f64 = 1.2;

/// A paragraph of the masthead: the top of its type from the top of the paper, in pt.
struct Row {
    style: Style,
    top: f64,
    size: f64,
    /// A style's own look, where it differs.
    look: String,
    /// The name of its bookmark.
    name: String,
    /// Its texts; a tab stands between two that are far apart.
    runs: Vec<String>,
    tabs: String,
    align_cell: bool,
}

impl Writer<'_> {
    /// 报头: every line at its place on the page.
    pub fn masthead(&mut self) {
        let issue = self.copy.issue;
        let layout = &issue.layout;
        let head = &issue.masthead;
        let mm = |mm: f64| mm / MM_PER_PT;
        let width = mm(layout.text_width());
        let row = layout.row_pitch() / MM_PER_PT;
        let size = layout.body_size;
        let top = mm(layout.margins.top);
        let prefix: Vec<String> = head
            .prefix
            .as_ref()
            .map(|prefix| wording::prefix(prefix).into_iter().map(|line| line.text).collect())
            .unwrap_or_default();
        let crowded = !prefix.is_empty() || head.classification.is_some() || head.serial.is_some();
        let offset =
            mm(if crowded { layout.masthead.crowded_offset } else { layout.masthead.offset });
        let mut names: Vec<String> =
            wording::lines_of(&head.name.value).map(str::to_owned).collect();
        if names.is_empty() {
            names.push(head.plain_name());
        }
        let widest = names.iter().map(|line| ems(line)).fold(1.0, f64::max);
        let name_size = layout.masthead.name_size.min(0.96 * width / widest);
        // The letters spread to 80 % of the text width, at most 0.35 em apart.
        let gap = if widest >= 2.0 {
            ((0.8 * width - widest * name_size) / (widest.round() - 1.0))
                .clamp(0.0, 0.35 * name_size)
        } else {
            0.0
        };
        let prefix_size =
            prefix.iter().map(|line| 0.98 * width / ems(line).max(1.0)).fold(PREFIX_SIZE, f64::min);
        let count = |lines: usize| lines as f64;
        let prefix_height = if prefix.is_empty() {
            0.0
        } else {
            count(prefix.len()) * prefix_size + count(prefix.len() - 1) * mm(2.0) + mm(5.0)
        };
        let issuers: Vec<String> =
            wording::issuers(issue).into_iter().map(|(line, _)| line.text).collect();
        let rule = mm(layout.masthead.rule);
        let rule_height = match layout.masthead.rule_form {
            RuleForm::Double => 2.0 * rule + mm(RuleForm::GAP),
            RuleForm::Plain | RuleForm::Star => rule,
        };
        let name_pitch = ROOM * name_size;
        let names_height = name_size + count(names.len() - 1) * name_pitch;
        let natural = top
            + offset
            + prefix_height
            + names_height
            + mm(10.39)
            + row * count(issuers.len())
            + size
            + mm(4.0)
            + rule_height;
        let after = f64::from(layout.blank.after_masthead);
        let rows = ((natural + after * row - top) / row - 0.001).ceil();
        let surplus = top + (rows - after) * row - natural;
        let mut y = top + offset + surplus;
        let mut parts = Vec::new();
        let plain = |style, top, size, text: &str, name: &str| Row {
            style,
            top,
            size,
            look: String::new(),
            name: name.to_owned(),
            runs: vec![text.to_owned()],
            tabs: String::new(),
            align_cell: false,
        };
        if head.classification.is_some() || head.serial.is_some() {
            let marks = [&head.classification, &head.serial];
            let runs = marks.map(|mark| mark.as_ref().map_or("", |mark| mark.as_str()).to_owned());
            let [left, right] = runs;
            let tabs = format!("<w:tab w:val=\"right\" w:pos=\"{}\"/>", self.page.width());
            let mut mark = plain(Style::Mark, top, size, &left, "h_k");
            if !right.is_empty() {
                mark.runs.extend(["\t".to_owned(), right]);
                mark.tabs = tabs;
            }
            parts.push(mark);
        }
        for (index, line) in prefix.iter().enumerate() {
            let top = y + count(index) * (prefix_size + mm(2.0));
            let name = format!("h_a{index}");
            let mut part = plain(Style::Prefix, top, prefix_size, line, &name);
            part.look = sized(prefix_size, PREFIX_SIZE);
            parts.push(part);
        }
        y += prefix_height;
        for (index, line) in names.iter().enumerate() {
            let name = format!("h_n{index}");
            let top = y + count(index) * name_pitch;
            let mut part = plain(Style::Name, top, name_size, line, &name);
            let spacing = twips(gap);
            part.look = format!("<w:spacing w:val=\"{spacing}\"/>{}", sized(name_size, 0.0));
            parts.push(part);
        }
        y += names_height + mm(10.39);
        parts.push(plain(Style::Number, y, size, &wording::number(issue), "h_i"));
        let last = issuers.len();
        for (index, line) in issuers.iter().enumerate() {
            y += row;
            let mut part = plain(Style::Issuer, y, size, line, &format!("h_u{index}"));
            part.align_cell = true;
            if index + 1 == last {
                part.runs.extend(["\t".to_owned(), wording::date(issue)]);
                let end = self.page.width() - self.page.cell;
                part.tabs = format!("<w:tab w:val=\"right\" w:pos=\"{end}\"/>");
            }
            parts.push(part);
        }
        y += size + mm(4.0);
        // Twentieths of a point from the top of the text: nothing that is rounded adds up.
        let origin = twips(0.0) + self.page.margins.0;
        let mut at = origin;
        for part in parts {
            let height = twips(part.size * ROOM);
            let start = (twips(part.top) - (height - twips(part.size)) / 2).max(at);
            self.masthead_row(part, start - at, height);
            at = start + height;
        }
        self.red_rule(rule, (twips(y) - at).max(20));
        self.weak = i64::from(layout.blank.after_masthead) * self.page.row;
    }

    fn masthead_row(&mut self, row: Row, before: i64, exact: i64) {
        let mut runs = String::new();
        let mut said = String::new();
        let single = row.runs.len() == 1;
        for text in &row.runs {
            if text == "\t" {
                said.push(' ');
                runs.push_str("<w:r><w:tab/></w:r>");
                continue;
            }
            said.push_str(text);
            // Letters are spread, but the last one brings no gap behind it.
            let end = text.char_indices().next_back().map_or(0, |(at, _)| at);
            let (start, last) = text.split_at(end);
            let run = |look: &str, text: &str| {
                if text.is_empty() {
                    return String::new();
                }
                let text = super::xml::escaped(text);
                format!(
                    "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>{look}</w:rPr>\
                     <w:t xml:space=\"preserve\">{text}</w:t></w:r>"
                )
            };
            if row.style == Style::Name && single {
                let still = row.look.split_once("/>").map_or("", |(_, rest)| rest);
                let still = format!("<w:spacing w:val=\"0\"/>{still}");
                runs.push_str(&run(&row.look, start));
                runs.push_str(&run(&still, last));
            } else {
                runs.push_str(&run(&row.look, text));
            }
        }
        let runs = self.marked(&row.name, &said, &runs);
        let indent =
            if row.align_cell { super::styles::indent(100, 0, &self.page) } else { String::new() };
        let props =
            Props { exact: Some(exact), before, tabs: row.tabs, indent, ..Props::default() };
        self.paragraph(row.style, &props, &runs);
    }

    /// The red rule, as the border of a paragraph: `thick` in pt, `room` from the last row to it.
    fn red_rule(&mut self, thick: f64, room: i64) {
        // Word counts borders in eighths of a point, from 2 to 96.
        let eighths = ((thick * 8.0).round() as i64).clamp(2, 96);
        let form = match self.copy.issue.layout.masthead.rule_form {
            RuleForm::Plain => "single",
            RuleForm::Double => "double",
            RuleForm::Star => return self.star_rule(room),
        };
        let borders = format!(
            "<w:pBdr><w:bottom w:val=\"{form}\" w:sz=\"{eighths}\" w:space=\"0\" \
             w:color=\"FF0000\"/></w:pBdr>"
        );
        let exact = 20;
        let before = (room - exact).max(0);
        self.paragraph(
            Style::Rule,
            &Props { borders, exact: Some(exact), before, ..Props::default() },
            "",
        );
    }

    /// A line with a star in its middle: two tabs that draw lines, the star between them.
    fn star_rule(&mut self, room: i64) {
        let width = self.page.width();
        let half = (width - twips_of_mm(RuleForm::STAR)) / 2;
        let gap = twips_of_mm(RuleForm::BESIDE_STAR);
        let tab = |at: i64, kind: &str, leader: &str| {
            format!("<w:tab w:val=\"{kind}\" w:leader=\"{leader}\" w:pos=\"{at}\"/>")
        };
        let tabs = format!(
            "{}{}{}{}",
            tab(half - gap, "left", "heavy"),
            tab(width / 2, "center", "none"),
            tab(width - half + gap, "left", "none"),
            tab(width, "right", "heavy")
        );
        let red = "<w:rPr><w:rFonts w:hint=\"eastAsia\"/><w:color w:val=\"FF0000\"/></w:rPr>";
        let runs = format!(
            "<w:r>{red}<w:tab/></w:r><w:r>{red}<w:tab/></w:r><w:r>{red}<w:t>★</w:t></w:r>\
             <w:r>{red}<w:tab/></w:r><w:r>{red}<w:tab/></w:r>"
        );
        let exact = twips(self.page.body);
        let before = (room - exact / 2).max(0);
        let props = Props { tabs, exact: Some(exact), before, ..Props::default() };
        self.paragraph(Style::Rule, &props, &runs);
    }

    /// What stands between masthead and entries: what is said of a second edition, and 编者按.
    pub fn notes_before(&mut self) {
        let issue = self.copy.issue;
        let row = self.page.row;
        if let Some(correction) = &issue.correction {
            let before = self.before(1);
            let label = hei("更正：");
            let runs = run(&Look::default(), correction);
            let runs = self.marked("h_g", correction, &runs);
            self.paragraph(
                Style::Note,
                &Props { before, ..Props::default() },
                &format!("{label}{runs}"),
            );
            self.weak = row;
        }
        if let Some(note) = &issue.editors_note {
            let flow = flow_of(issue, note);
            self.weak = self.weak.max(row);
            self.text(&flow, "n_", Style::Note, &hei(&format!("{}：", issue.note_label)), false);
            self.weak = row;
        }
    }

    /// 本期要目: every column and entry with its page.
    pub fn contents(&mut self) {
        let issue = self.copy.issue;
        let before = self.before(1);
        let head = run(&Look::default(), "本期要目");
        let head = self.marked("x_c", "", &head);
        self.paragraph(Style::ContentsHead, &Props { before, ..Props::default() }, &head);
        for (index, column) in issue.columns.iter().enumerate() {
            let entries: Vec<usize> = (0..issue.entries.len())
                .filter(|at| issue.entries.get(*at).is_some_and(|entry| entry.column == index))
                .collect();
            if let Some(title) = column.title.as_ref().filter(|_| !entries.is_empty()) {
                let mark = column
                    .mark
                    .as_ref()
                    .map_or(String::new(), |mark| format!("{} ", mark.as_str()));
                let runs = run(&Look::default(), &format!("{mark}{}", title.as_str()));
                let runs = self.marked(&format!("x_c{index}"), "", &runs);
                self.paragraph(Style::ContentsColumn, &Props::default(), &runs);
            }
            entries.into_iter().for_each(|at| self.contents_row(at));
        }
        let annexes: Vec<usize> = (0..issue.entries.len())
            .filter(|at| issue.entries.get(*at).is_some_and(|it| it.column >= issue.columns.len()))
            .collect();
        annexes.into_iter().for_each(|at| self.contents_row(at));
        self.weak = self.page.row;
    }

    fn contents_row(&mut self, at: usize) {
        let issue = self.copy.issue;
        let Some(entry) = issue.entries.get(at) else { return };
        let mut title = entry.title_or_composed().value.replace('|', "");
        if entry.is_annex() {
            title = format!("{}　{title}", wording::annex_label(issue, entry));
        }
        if squeezed(&title).is_empty() {
            return;
        }
        let end = self.page.width();
        let tabs = format!("<w:tab w:val=\"right\" w:leader=\"middleDot\" w:pos=\"{end}\"/>");
        let page = self.copy.pages.get(&at).map_or_else(|| "1".to_owned(), usize::to_string);
        let code = format!("PAGEREF {} \\h", self.title_mark(at));
        let runs = format!(
            "{}<w:r><w:tab/></w:r>{}",
            run(&Look::default(), &title),
            field(&code, &page, "", true)
        );
        let runs = self.marked(&format!("x_e{at}"), "", &runs);
        self.paragraph(Style::ContentsEntry, &Props { tabs, ..Props::default() }, &runs);
    }
}

/// Text in 黑体.
fn hei(text: &str) -> String {
    let text = super::xml::escaped(text);
    format!(
        "<w:r><w:rPr><w:rStyle w:val=\"JbHei\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    )
}

/// A size that is not the style's.
fn sized(size: f64, own: f64) -> String {
    if (size - own).abs() < 0.01 {
        return String::new();
    }
    let size = half_points(size);
    format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}
