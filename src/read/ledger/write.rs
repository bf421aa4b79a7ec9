//! [`Entered`] → the lines of `ledger.yaml`, under the names that the reader knows.
//!
//! A small writer of its own: what it writes is read by people in a plain editor, in an order and
//! with comments that no general one keeps.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, SecondsFormat};

use crate::model::{Digest, Entered, Publication};
use crate::read::keys::LEDGER;

/// What stands at the top of a new file.
const HEAD: &str = "\
# 印发登记。由 jianbao publish 写入：每印发一期，在末尾加一条；请勿手工修改。
# sha256 和各行开头的 64 位数字是文件内容的指纹，可用 sha256sum（Windows 用 certutil -hashfile 文件 SHA256）核对。
";

/// The text to put after `before`, which is all that the file holds: the head of a new file, the
/// end of an unfinished last line, an empty line and the entry, with the line ends of `before`.
pub(super) fn entry_after(before: &str, entered: &Entered) -> String {
    let mut out = String::new();
    if before.trim().is_empty() {
        out.push_str(HEAD);
    } else if !before.ends_with('\n') {
        out.push('\n');
    }
    out.push('\n');
    out.push_str(&entry(entered));
    let first_line = before.split_inclusive('\n').next().unwrap_or_default();
    if first_line.ends_with("\r\n") { out.replace('\n', "\r\n") } else { out }
}

/// The entry alone.
pub(super) fn entry(entered: &Entered) -> String {
    let mut out = String::from("- ");
    let mut line = |name: &'static str, value: &str| {
        // A list that is empty is not written.
        if !value.is_empty() {
            out.push_str(if out.len() > 2 { "  " } else { "" });
            out.push_str(&line(name, value));
        }
    };
    match entered {
        Entered::Issued(publication) => issued(publication, &mut line),
        Entered::Withdrawn { id, edition, sha256, withdrawal } => {
            line("issue", &id.to_string());
            line("recorded", &time(withdrawal.recorded));
            if *edition > 1 {
                line("edition", &edition.to_string());
            }
            line("withdrawn", &scalar(&withdrawal.reason));
            if let Some(kept) = &withdrawal.kept {
                line("kept", &scalar(kept));
            }
            line("digest", sha256);
        }
        Entered::Lost(loss) => {
            line("issue", &loss.id.to_string());
            line("recorded", &time(loss.recorded));
            if loss.edition > 1 {
                line("edition", &loss.edition.to_string());
            }
            line("lost", &scalar(&loss.reason));
            line("pdf", &scalar(&loss.path));
            line("digest", &loss.sha256);
        }
    }
    out
}

fn time(time: DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

fn issued(publication: &Publication, line: &mut impl FnMut(&'static str, &str)) {
    line("issue", &publication.id.to_string());
    line("date", &publication.date.to_string());
    if let Some(total) = publication.total {
        line("total", &total.to_string());
    }
    line("recorded", &time(publication.recorded));
    if publication.edition > 1 {
        line("edition", &publication.edition.to_string());
    }
    if publication.turn > 1 {
        line("turn", &publication.turn.to_string());
    }
    if let Some(reason) = &publication.reason {
        line("reason", &scalar(reason));
    }
    if let Some(earlier) = &publication.earlier {
        line("earlier", &scalar(earlier));
    }
    if let Some(unread) = &publication.unread {
        line("unread", &scalar(unread));
    }
    if let Some(rebuilt) = &publication.rebuilt {
        line("rebuilt", &scalar(rebuilt));
    }
    line("titles", &list(publication.titles.iter().map(|title| scalar(title))));
    line("pages", &publication.pages.to_string());
    line("pdf", &scalar(&publication.pdf.path));
    line("digest", &publication.pdf.sha256);
    line("others", &list(publication.others.iter().map(digest)));
    if publication.attached {
        line("attached", "是");
    }
    line("profile", &scalar(&publication.profile));
    line("tool", &scalar(&publication.tool));
    line("sources", &list(publication.sources.iter().map(digest)));
    line("shared", &list(publication.shared.iter().map(digest)));
    line("fonts", &list(publication.fonts.iter().map(digest)));
}

/// A key with its value, under its Chinese name.
pub fn line(name: &'static str, value: &str) -> String {
    // The items of a list stand on the lines below.
    let gap = if value.starts_with('\n') { "" } else { " " };
    format!("{}:{gap}{value}\n", LEDGER.written(name))
}

/// The items of a list, a line each.
pub fn list(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("\n    - {item}")).collect()
}

/// As `sha256sum` prints it.
pub fn digest(digest: &Digest) -> String {
    scalar(&format!("{}  {}", digest.sha256, digest.path))
}

/// A string as YAML: plain where nobody could take it for anything else, otherwise in double quotes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    // A colon, a number sign and the signs of YAML are left out wherever they stand.
    let fit = |c: char| {
        c.is_ascii_alphanumeric()
            || "-_./+()=~@ ".contains(c)
            || matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2FFFF}')
            || "，。、；！？（）《》「」“”‘’—…·　".contains(c)
    };
    // What numbers, truth values and nothing at all cannot have in them.
    let is_text =
        |c: char| !c.is_ascii() || matches!(c, '/' | ' ' | '(' | '@') || c.is_ascii_lowercase();
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    // White space at either end would be lost; after a full-width one, a line is taken for mis-indented.
    text.chars().all(fit)
        && text.trim() == text
        && text.chars().next().is_some_and(|c| c.is_alphanumeric() || "《「“（".contains(c))
        && text.chars().any(is_text)
        && !words.contains(&text.to_ascii_lowercase().as_str())
        && !is_number(text)
}

/// Whether YAML would take it for a number; the places of those are found by other rules.
fn is_number(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.parse::<f64>().is_ok()
        || ["0x", "0o", "0b"].iter().any(|prefix| lower.starts_with(prefix))
}

/// A string in double quotes: the form that can hold anything.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        let number = u32::from(c);
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            // Whatever breaks a line or cannot be seen; not all of private use has a place in GB18030.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{E000}'..='\u{F8FF}')
                || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') =>
            {
                let _ = match number {
                    0..=0xFF => write!(out, "\\x{number:02X}"),
                    _ => write!(out, "\\u{number:04X}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
