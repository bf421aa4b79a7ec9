//! `roster.yaml` → [`Roster`]: the people and units that a house knows.

use super::keys::ROSTER;
use super::order::in_order;
use super::record::Record;
use super::text::load;
use super::yaml;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{Person, Post, Roster, Unit};
use crate::workspace::{ROSTER_FILE, Workspace};

/// Reads `roster.yaml`; a workspace without one has an empty one. What is wrong in it is left out.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_roster(workspace: &Workspace) -> Result<Checked<Roster>, Error> {
    let path = workspace.root().join(ROSTER_FILE);
    if !path.exists() {
        return Ok(Checked { value: Some(Roster::default()), diagnostics: Vec::new() });
    }
    let file = match load(workspace, &path)? {
        Ok(file) => file,
        Err(found) => return Ok(Checked { value: None, diagnostics: vec![*found] }),
    };
    let Checked { value: node, diagnostics: mut out } = yaml::parse(&file, 0..file.text.len());
    let record = node.as_ref().and_then(|node| Record::of_file(&file, node, &ROSTER, &mut out));
    let value = record.map(|record| {
        record.close(&mut out);
        let leaders = record.records("leaders", &mut out).unwrap_or_default();
        let units = record.records("units", &mut out).unwrap_or_default();
        Roster {
            leaders: leaders.iter().filter_map(|leader| person(leader, &mut out)).collect(),
            units: units.iter().filter_map(|record| unit(record, &mut out)).collect(),
        }
    });
    Ok(Checked { value, diagnostics: in_order(out) })
}

fn person(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Person> {
    let posts = record.records("posts", out).unwrap_or_default();
    let posts = posts.iter().filter_map(|record| post(record, out)).collect();
    let former_names = record.texts("former-names", out).unwrap_or_default();
    let name = record.text("name", out).filter(|name| !name.as_str().is_empty())?;
    Some(Person { name, former_names, posts })
}

fn post(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Post> {
    let (from, to) = (record.date("from", out), record.date("to", out));
    let rank = record.integer("rank", out);
    let short_titles = record.texts("short-titles", out).unwrap_or_default();
    let title = record.text("title", out).filter(|title| !title.as_str().is_empty())?;
    if let (Some(first), Some(last)) = (from, to)
        && first > last
    {
        let message = format!("「{}」的任职时间，止比起还早", title.as_str());
        let found = Diagnostic::error(code::WRONG_DATE, message).at(title.whole());
        out.push(found.help("核对「自」和「至」两个日期"));
        return None;
    }
    Some(Post { title, short_titles, from, to, rank })
}

fn unit(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Unit> {
    let rejected = record.texts("rejected", out).unwrap_or_default();
    let short_names = record.texts("short-names", out).unwrap_or_default();
    let from = record.date("from", out);
    let county = record.boolean("county", out).unwrap_or(false);
    let name = record.text("name", out).filter(|name| !name.as_str().is_empty())?;
    Some(Unit { name, rejected, short_names, from, county })
}
