//! The tail of an issue in one line, as a clerk says it: 报：县委、县政府；送：县直各单位；120份.

use crate::error::Error;

/// The answer of whoever wants none.
pub const NONE: &str = "不排报尾";

/// The labels that a tail may have.
const LABELS: [&str; 6] = ["主送", "报", "送", "发", "抄送", "增发"];

/// What stands in the tail.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Labels with their units as written.
    pub recipients: Vec<(String, String)>,
    /// How many copies are printed.
    pub copies: Option<u32>,
}

/// Reads the line.
///
/// # Errors
/// [`Error::Selection`] of a part that has no label, or one that there is not.
pub fn read(line: &str) -> Result<Tail, Error> {
    let mut tail = Tail::default();
    if line.trim() == NONE {
        return Ok(tail);
    }
    let parts = line.split(['；', ';', '。']).map(str::trim).filter(|part| !part.is_empty());
    for part in parts {
        if let Some(copies) = copies(part) {
            tail.copies = Some(copies);
            continue;
        }
        let (label, units) = part.split_once(['：', ':']).unwrap_or(("", part));
        let (label, units) = (label.trim(), units.trim());
        let is_new = tail.recipients.iter().all(|(known, _)| known != label);
        if !LABELS.contains(&label) || units.is_empty() || !is_new {
            let problem = format!("报尾里的「{part}」看不明白");
            let remedy = "各部分用分号隔开，每部分写「报：」「送：」或「发：」和单位，最后可以写份数，例如 报：县委、县政府；送：县直各单位；120份".to_owned();
            return Err(Error::Selection { problem, remedy });
        }
        tail.recipients.push((label.to_owned(), units.to_owned()));
    }
    Ok(tail)
}

/// The number of `120份`, `共印120份` or `份数：120`.
fn copies(part: &str) -> Option<u32> {
    let digits = part.strip_suffix('份').unwrap_or(part).trim();
    let named = ["份数：", "份数:", "印数：", "印数:", "共印", "印"];
    let bare = named.iter().find_map(|name| digits.strip_prefix(name));
    match (bare, part.ends_with('份')) {
        (Some(digits), _) => digits.trim().parse().ok(),
        (None, true) => digits.parse().ok(),
        (None, false) => None,
    }
}

/// The items of a list: 领导活动、县区动态.
pub fn listed(line: &str) -> Vec<String> {
    let items = line.split(['、', '，', ',', '；', ';']).map(str::trim);
    items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Tail, read};

    #[test]
    fn a_tail_as_it_is_said() {
        let units = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(label, units)| ((*label).to_owned(), (*units).to_owned())).collect()
        };
        for (line, recipients, copies) in [
            ("", &[][..], None),
            ("不排报尾", &[], None),
            ("报：县委、县政府", &[("报", "县委、县政府")], None),
            (
                "报: 县委、县政府; 送：县直各单位；发：各乡镇；共印120份。",
                &[("报", "县委、县政府"), ("送", "县直各单位"), ("发", "各乡镇")],
                Some(120),
            ),
            ("份数：80", &[], Some(80)),
            ("送：县委；80份", &[("送", "县委")], Some(80)),
        ] {
            let tail = read(line).expect(line);
            assert_eq!(tail, Tail { recipients: units(recipients), copies }, "{line}");
        }
        for wrong in ["县委、县政府", "给：县委", "报：", "报：县委；报：县政府", "份", "报；送"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
