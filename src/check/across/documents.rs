//! One document with two numbers, and one name with a character mistaken, in the entries of an issue.

use std::collections::BTreeMap;
use std::ops::Range;

use super::DIFFERING_FACTS;
use crate::check::cues::{before, first_chars, han_before, is_han};
use crate::check::lists::words;
use crate::check::words::alike;
use crate::check::{Draft, Findings, Passage};

/// Looks at the documents and the names of an issue.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings<'_>) {
    serials(draft, out);
    names(draft, out);
}

/// 《…办法》（柳政办发〔2024〕27号）, and 《…办法》（柳政办发〔2024〕72号）.
fn serials(draft: &Draft<'_>, out: &mut Findings<'_>) {
    let mut first: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (index, story) in draft.stories.iter().enumerate() {
        for passage in story.body() {
            let text = &*passage.text;
            for (at, mark) in text.match_indices("》（") {
                let lead = before(text, at);
                let Some(open) = lead.rfind('《') else { continue };
                let title = &lead[open + '《'.len_utf8()..];
                let rest = &text[at + mark.len()..];
                let Some(close) = rest.find('）').filter(|close| *close <= 72) else { continue };
                let number = &rest[..close];
                if !number.ends_with('号') || !number.contains('〔') || title.chars().count() < 6
                {
                    continue;
                }
                let known = first.entry(title.to_owned()).or_insert((index, number.to_owned()));
                if known.1 != number {
                    let range = at + mark.len()..at + mark.len() + close;
                    let place = match known.0 == index {
                        true => "前面".to_owned(),
                        false => format!("本期的「{}」里", draft.stories[known.0].entry.file),
                    };
                    let message =
                        format!("同一份文件，这里的文号是「{number}」，{place}是「{}」", known.1);
                    out.tell(DIFFERING_FACTS, passage, range, message, "核对文号，两处改成一致");
                }
            }
        }
    }
}

/// How many names of an issue are held against each other.
const MOST_NAMES: usize = 400;

/// 清溪口水库 and 青溪口水库, “茶乡之春” and “茶香之春”: one name with a character mistaken.
fn names(draft: &Draft<'_>, out: &mut Findings<'_>) {
    const BUILT: &[&str] = words!("documents.txt", "BUILT");
    let mut known: Vec<(usize, String)> = Vec::new();
    let mut later: Vec<(usize, &Passage<'_>, Range<usize>)> = Vec::new();
    for (index, story) in
        draft.stories.iter().enumerate().filter(|(_, story)| !story.entry.is_annex())
    {
        for passage in story.body() {
            let text = &*passage.text;
            for (at, open) in text.match_indices('“') {
                let rest = first_chars(&text[at + open.len()..], 12);
                let Some(close) = rest.find('”') else { continue };
                if rest[..close].chars().count() >= 4 && rest[..close].chars().all(is_han) {
                    later.push((index, passage, at + open.len()..at + open.len() + close));
                }
            }
            for work in BUILT.iter().filter(|work| passage.may_have(work)) {
                for (at, _) in text.match_indices(work) {
                    let name = han_before(text, at, 3);
                    if name.chars().count() == 3 {
                        later.push((index, passage, at - name.len()..at + work.len()));
                    }
                }
            }
        }
    }
    later.truncate(MOST_NAMES);
    for (index, passage, range) in later {
        let name = &passage.text[range.clone()];
        let own: Vec<char> = name.chars().collect();
        let other = known.iter().find(|(story, other)| {
            let chars: Vec<char> = other.chars().collect();
            let differ: Vec<usize> = match chars.len() == own.len() {
                true => (0..own.len()).filter(|at| chars[*at] != own[*at]).collect(),
                false => return false,
            };
            let [at] = differ[..] else { return false };
            *story != index && alike(chars[at]).any(|it| it == own[at])
        });
        let both = known.iter().any(|(_, other)| other == name);
        if let Some((story, other)) = other.filter(|_| !both) {
            let file = &draft.stories[*story].entry.file;
            let message = format!("这里是「{name}」，本期的「{file}」里是「{other}」");
            out.tell(DIFFERING_FACTS, passage, range.clone(), message, "核对名称，两处改成一致");
        }
        known.push((index, name.to_owned()));
    }
}
