//! The `issue.yaml` of a past issue: what it must say, and what it has otherwise than the house.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use super::Past;
use super::labels::Slot;
use super::tail::listed;
use crate::diagnostic::Text;
use crate::import::bare::dense;
use crate::import::entry;
use crate::import::recognise::{Confidence, Guess};
use crate::model::{IssueNumber, SourceLines};
use crate::read::{self, Settings};

/// What takes away what the house has.
const NONE: &str = "无";

/// 2018年11月27日.
pub fn chinese(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The text of the file. `pictures` are the paths of the pictures of the document.
pub fn write(past: &Past, settings: &Settings, pictures: &[String]) -> String {
    let mut out = String::new();
    doubt(&mut out, "期号", &past.number);
    line(&mut out, "期号", &past.id.number.digits());
    if matches!(past.id.number, IssueNumber::Supplement(_)) {
        line(&mut out, "增刊", "是");
    }
    doubt(&mut out, "日期", &past.date);
    line(&mut out, "日期", &past.date.value.to_string());
    if let Some(total) = past.total {
        line(&mut out, "总期号", &total.to_string());
    }
    masthead(past, settings, &mut out);
    if past.contents.is_some() {
        line(&mut out, "要目", "是");
    }
    if let Some((note, dispatch)) = &past.note {
        let text = entry::body(dispatch, pictures);
        let _ = writeln!(out, "{}: |", note.label);
        for row in text.trim_matches('\n').lines() {
            let _ = writeln!(out, "{}", format!("  {row}").trim_end());
        }
    }
    if past.own_columns {
        out.push_str("栏目:\n");
        for column in &past.columns {
            let mut fields: Vec<(&str, String)> = Vec::new();
            let title = column.title.as_ref().map(|title| title.value.clone());
            if title.as_ref() != Some(&column.id) {
                fields.push(("标识", read::scalar(&column.id)));
            }
            fields.extend(title.map(|title| ("标题", read::scalar(&title))));
            fields.extend(column.mark.as_ref().map(|mark| ("标记", read::scalar(mark.as_str()))));
            if column.kind.as_str() != "update" {
                fields.push(("类型", read::scalar(column.kind.as_str())));
            }
            for (index, (key, value)) in fields.iter().enumerate() {
                let lead = if index == 0 { "  - " } else { "    " };
                let _ = writeln!(out, "{lead}{key}: {value}");
            }
        }
    }
    distribution(past, settings, &mut out);
    // The lines （××供稿） stand in the entries; the page must not print them once more.
    if settings.layout.source_lines == SourceLines::All {
        out.push_str("版式:\n  供稿行: 不排\n");
    }
    out
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key}: {value}");
}

fn doubt<T>(out: &mut String, key: &str, guess: &Guess<T>) {
    if guess.confidence < Confidence::High {
        let _ = writeln!(out, "# 请核对{key}：{}", guess.reason.replace('\n', " "));
    }
}

/// 密级, 份号, name, prefix and 编发单位, where they are not the house's.
fn masthead(past: &Past, settings: &Settings, out: &mut String) {
    let head = &past.head;
    let own = |text: Option<&Text>| text.map_or(String::new(), |text| dense(text.as_str()));
    match &head.classification {
        Some(marking) if dense(marking) != own(settings.classification.as_ref()) => {
            line(out, "密级", &read::scalar(marking));
        }
        None if settings.classification.is_some() => line(out, "密级", NONE),
        _ => {}
    }
    if let Some(serial) = &head.serial {
        line(out, "份号", &read::scalar(serial));
    }
    if let Some(name) = &head.name {
        let written = dense(&[head.prefix.concat(), name.value.clone()].concat());
        let bare = |text: String| text.replace('|', "");
        let of_house = bare([own(settings.prefix.as_ref()), own(Some(&settings.name))].concat());
        if written != of_house {
            doubt(out, "名称", name);
            let same = dense(&name.value) == bare(own(Some(&settings.name)));
            if !same {
                line(out, "名称", &read::scalar(&name.value));
            }
            match head.prefix.join("|") {
                prefix if prefix.is_empty() => {
                    if settings.prefix.is_some() {
                        line(out, "前缀", NONE);
                    }
                }
                prefix => line(out, "前缀", &read::scalar(&prefix)),
            }
        }
    }
    let written: String = head.issuers.iter().map(|issuer| dense(issuer)).collect();
    let of_house: String =
        settings.issuers.iter().map(|issuer| dense(issuer.as_str()).replace('|', "")).collect();
    match head.issuers.as_slice() {
        [] => {}
        _ if written == of_house => {}
        [only] => line(out, "编发单位", &read::scalar(only)),
        several => list(out, "", "编发单位", several),
    }
}

fn list(out: &mut String, indent: &str, key: &str, items: &[String]) {
    match items {
        [] => {
            let _ = writeln!(out, "{indent}{key}: []");
        }
        items => {
            let _ = writeln!(out, "{indent}{key}:");
            for item in items {
                let _ = writeln!(out, "{indent}  - {}", read::scalar(item));
            }
        }
    }
}

/// 报, 送, 发, the print run and who signed.
fn distribution(past: &Past, settings: &Settings, out: &mut String) {
    let of = |slot: Slot| -> Vec<String> {
        let own = past.tail.slots.iter().chain(&past.head.signed).filter(|(own, _)| *own == slot);
        own.flat_map(|(_, text)| if slot.is_person() { vec![text.clone()] } else { listed(text) })
            .filter(|text| !text.is_empty())
            .collect()
    };
    let house = &settings.distribution;
    let joined = |texts: &[Text]| -> String {
        texts
            .iter()
            .map(|text| dense(text.as_str().trim_end_matches(['。', '，', '；'])))
            .collect::<Vec<_>>()
            .join("，")
    };
    let mut part = String::new();
    for (slot, key, own) in [
        (Slot::Report, "报", &house.report),
        (Slot::Send, "送", &house.send),
        (Slot::Issue, "发", &house.issue),
        (Slot::Extra, "增发", &house.extra),
    ] {
        let written = of(slot);
        if dense(&written.join("，")) != joined(own) {
            list(&mut part, "  ", key, &written);
        }
    }
    if let Some(copies) = past.tail.copies.filter(|copies| Some(*copies) != house.copies) {
        let _ = writeln!(part, "  份数: {copies}");
    }
    if !part.is_empty() {
        let _ = write!(out, "报送:\n{part}");
    }
    let signed = &settings.sign_off;
    let mut part = String::new();
    for (slot, key, own) in [
        (Slot::Editor, "编辑", &signed.editor),
        (Slot::Reviewer, "审核", &signed.reviewer),
        (Slot::Approver, "签发", &signed.approver),
    ] {
        let written = of(slot).join("、");
        let of_house = own.as_ref().map_or(String::new(), |own| dense(own.as_str()));
        if dense(&written) != of_house {
            let value = if written.is_empty() { NONE.to_owned() } else { read::scalar(&written) };
            let _ = writeln!(part, "  {key}: {value}");
        }
    }
    if !part.is_empty() {
        let _ = write!(out, "签发:\n{part}");
    }
}
