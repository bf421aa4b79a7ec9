//! Every folder that bears a number, an issue already or not yet.

use std::path::PathBuf;

use crate::error::Error;
use crate::model::{IssueId, IssueNumber, half_width};

use super::names::is_ready;
use super::root::Workspace;

/// A folder `YEAR/NUMBER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The number its name says.
    pub id: IssueId,
    /// Where it is.
    pub dir: PathBuf,
    /// Its last part as written: `028`, `增刊1`.
    pub name: String,
    /// Whether `issue.yaml` is in it, which makes it an issue.
    pub ready: bool,
}

/// A folder whose name was meant as a number and is none: `０２８`, `第29期`, `二十九`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed {
    /// The number that was meant, with the year of its folder.
    pub id: IssueId,
    /// Where it is.
    pub dir: PathBuf,
    /// What it is called.
    pub name: String,
}

impl Workspace {
    /// All folders whose names were meant as numbers and are none, sorted by number.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn misnamed(&self) -> Result<Vec<Misnamed>, Error> {
        let mut found = Vec::new();
        for (year, dir) in self.in_years()?.into_iter().filter(|(_, dir)| dir.is_dir()) {
            let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_number = name.parse::<IssueNumber>().is_ok();
            if let Some(number) = meant(&name).filter(|_| !is_number) {
                found.push(Misnamed { id: IssueId { year, number }, dir, name });
            }
        }
        found.sort_by(|a, b| (a.id, &a.dir).cmp(&(b.id, &b.dir)));
        Ok(found)
    }

    /// All folders `YEAR/NUMBER`, with or without `issue.yaml`, sorted by number and then by path.
    /// One number may have several (`28` and `028`).
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn numbered(&self) -> Result<Vec<Folder>, Error> {
        let mut folders = Vec::new();
        for (year, dir) in self.in_years()? {
            let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Whatever bears the number has taken it, be it a folder or a file.
            let Ok(number) = name.parse::<IssueNumber>() else { continue };
            let ready = is_ready(&dir)?;
            folders.push(Folder { id: IssueId { year, number }, dir, name, ready });
        }
        // One that was meant as a number has taken it, unless another has it already.
        for Misnamed { id, dir, .. } in self.misnamed()? {
            if !folders
                .iter()
                .any(|folder| folder.id.year == id.year && folder.id.number.meets(id.number))
            {
                let name = proper(id.number);
                folders.push(Folder { id, dir, name, ready: false });
            }
        }
        folders.sort_by(|a, b| (a.id, &a.dir).cmp(&(b.id, &b.dir)));
        Ok(folders)
    }
}

/// What the folder of a number should be called: `029`, `007-008`, `增刊1`.
pub fn proper(number: IssueNumber) -> String {
    match number {
        IssueNumber::Regular(n) => format!("{n:03}"),
        IssueNumber::Joint(first, last) => format!("{first:03}-{last:03}"),
        number => number.to_string(),
    }
}

/// The number that somebody meant who gave a folder this name; `None` where none was.
pub(super) fn meant(name: &str) -> Option<IssueNumber> {
    // Put aside on purpose.
    if name.starts_with(['.', '_', '~']) {
        return None;
    }
    let plain: String = name.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let (supplement, rest) = match plain.strip_prefix("增刊") {
        Some(rest) => ("增刊", rest),
        None => ("", plain.as_str()),
    };
    let lower = rest.to_lowercase();
    let bare = ["no.", "no", "№"].iter().find_map(|mark| lower.strip_prefix(mark));
    let bare = bare.unwrap_or(rest).trim_start_matches('第');
    let bare = bare.strip_suffix('期').or_else(|| bare.strip_suffix('号')).unwrap_or(bare);
    let digits = match bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        true => bare.to_owned(),
        false => chinese(&bare.replace(['—', '–'], "-"))?,
    };
    format!("{supplement}{digits}").parse().ok()
}

/// Digits of a number written in Chinese: 二十九, 二九, 一百零三.
fn chinese(text: &str) -> Option<String> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit =
        |c: char| DIGITS.chars().position(|digit| digit == if c == '〇' { '零' } else { c });
    if text.is_empty() || text.chars().count() > 7 {
        return None;
    }
    // Digit by digit.
    if !text.contains(['十', '百']) {
        return text.chars().map(|c| digit(c).map(|digit| digit.to_string())).collect();
    }
    let (mut number, mut last) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '百' => 100,
            '十' => 10,
            c => {
                last = Some(digit(c)?);
                continue;
            }
        };
        number += last.take().unwrap_or(1) * unit;
    }
    Some((number + last.unwrap_or(0)).to_string())
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn names_that_were_meant_as_numbers() {
        for (name, number) in [
            ("０２８", Some("28")),
            ("第29期", Some("29")),
            ("29期", Some("29")),
            ("第 029 期", Some("29")),
            ("No.29", Some("29")),
            ("第二十九期", Some("29")),
            ("十", Some("10")),
            ("一百零三", Some("103")),
            ("二〇", Some("20")),
            ("增刊第1期", Some("增刊1")),
            ("增刊二", Some("增刊2")),
            ("第7-8期", Some("7-8")),
            ("7－8", Some("7-8")),
            // No number, or put aside.
            ("资料", None),
            ("第期", None),
            ("_第29期", None),
            ("029-备份", None),
            ("2018-11-27", None),
            ("29期稿件", None),
            ("", None),
        ] {
            let got = meant(name).map(|number| number.to_string());
            assert_eq!(got.as_deref(), number, "{name}");
        }
    }
}
