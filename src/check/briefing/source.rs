//! A source that is another county than the one the text speaks of.

use std::collections::BTreeMap;

use super::SOURCE_COUNTY;
use crate::check::people::Directory;
use crate::check::{Findings, Part, Story};

/// How often another county is named, at least, for the text to be about it.
const OFTEN: usize = 2;

/// Holds the source of a story against the counties that its title and text name.
pub fn check(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    if !out.wants(SOURCE_COUNTY) {
        return;
    }
    let is_source = |part: Part| part == Part::Source;
    let Some(source) = story.passages.iter().find(|passage| is_source(passage.part)) else {
        return;
    };
    let Some(own) = directory.counties(&source.text).next() else { return };
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for passage in story.passages.iter().filter(|passage| !is_source(passage.part)) {
        for county in directory.counties(&passage.text) {
            *named.entry(county).or_default() += 1;
        }
    }
    let other = named.iter().max_by_key(|(_, count)| **count);
    let Some((other, count)) = other.filter(|_| !named.contains_key(&own)) else { return };
    // A text that speaks of several counties is the whole city's.
    if *count < OFTEN || named.len() > 1 {
        return;
    }
    let (own, other) = (&directory.units[own].name, &directory.units[*other].name);
    let message = format!("来源是「{}」，正文说的却是「{}」", own.as_str(), other.as_str());
    if let Some(found) = out.add(SOURCE_COUNTY, source, 0..source.text.len(), message) {
        found.help = Some("核对来源".to_owned());
    }
}
