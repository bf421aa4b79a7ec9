//! One person with two posts, and one post with two persons, in the same issue.

use std::collections::BTreeMap;
use std::ops::Range;

use super::TWO_POSTS;
use crate::check::cues::{first_chars, han_before, is_han};
use crate::check::marks::is_surname;
use crate::check::{Draft, Findings, Passage};

/// Posts of which a place has one, with the levels of places that have them.
const POSTS: &[(&str, &str)] = &[
    ("县委书记", "县"),
    ("区委书记", "区"),
    ("市委书记", "市"),
    ("县长", "县"),
    ("区长", "区"),
    ("市长", "市"),
    ("镇长", "镇"),
    ("乡长", "乡"),
    ("镇党委书记", "镇"),
    ("乡党委书记", "乡"),
    ("局长", "局"),
];

/// What follows a name.
const GOES_ON: &str = "在出主到赴来指强要说表率带深听与和参讲对检调实现走慰看作为分等一同的先传围督巡视会察代向还宣部，、。；）";

/// Somebody in a post.
struct Holder<'d, 'a> {
    story: usize,
    passage: &'d Passage<'a>,
    range: Range<usize>,
    /// 望河县.
    place: &'d str,
    post: &'static str,
    /// Two characters, or three.
    name: &'d str,
}

/// Looks at the posts of an issue.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings<'_>) {
    let mut holders = Vec::new();
    for (story, entry) in draft.stories.iter().enumerate() {
        for passage in entry.body() {
            find(story, passage, &mut holders);
        }
    }
    // By person, by post; the first that was said.
    let mut by_post: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut by_person: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, holder) in holders.iter().enumerate() {
        let first = *by_post.entry((holder.place, holder.post)).or_insert(at);
        let of_person = *by_person.entry((holder.place, holder.name)).or_insert(at);
        let (named, posted) = (&holders[first], &holders[of_person]);
        let file = |other: &Holder<'_, '_>| match other.story == holder.story {
            true => "前面".to_owned(),
            false => format!("本期的「{}」里", draft.stories[other.story].entry.file),
        };
        let message = if !same_name(named.name, holder.name) {
            format!(
                "{}{}这里是「{}」，{}是「{}」",
                holder.place,
                holder.post,
                holder.name,
                file(named),
                named.name
            )
        } else if posted.post != holder.post {
            format!(
                "「{}」这里是「{}」，{}是「{}」",
                holder.name,
                holder.post,
                file(posted),
                posted.post
            )
        } else {
            continue;
        };
        out.tell(
            TWO_POSTS,
            holder.passage,
            holder.range.clone(),
            message,
            "向报送单位核实，两处改成一致",
        );
    }
}

/// Whether one name may be the other with what follows it.
fn same_name(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn find<'d, 'a>(story: usize, passage: &'d Passage<'a>, out: &mut Vec<Holder<'d, 'a>>) {
    let text: &'d str = &passage.text;
    let mut found = Vec::new();
    for (post, level) in POSTS {
        for (at, _) in passage.find_word(post) {
            let own = if post.starts_with(level) && post.len() > level.len() + 3 {
                level.len()
            } else {
                0
            };
            // 望河县委书记 has its level within; 望河县县长 before.
            let before = &text[..at + own];
            let place = han_before(before, before.len(), 3);
            let lead = &before[..before.len() - place.len()];
            let is_then = ["原", "时任", "前任", "曾任", "副", "代", "前"]
                .iter()
                .any(|word| lead.ends_with(word) || place.contains(word));
            if !place.ends_with(level)
                || place.chars().count() < 3
                || is_then
                || text[..at].ends_with(['副', '代'])
            {
                continue;
            }
            let start = at + post.len();
            let behind = first_chars(&text[start..], 4);
            let name = [2, 3].iter().find_map(|length| {
                let name = first_chars(behind, *length);
                let next = behind[name.len()..].chars().next();
                let whole = name.chars().count() == *length && name.chars().all(is_han);
                (whole && next.is_none_or(|c| GOES_ON.contains(c) || !is_han(c))).then_some(name)
            });
            let Some(name) = name.filter(|name| name.starts_with(is_surname)) else { continue };
            found.push(Holder {
                story,
                passage,
                range: start - post.len()..start + name.len(),
                place,
                post,
                name,
            });
        }
    }
    found.sort_by_key(|holder: &Holder<'_, '_>| holder.range.start);
    out.append(&mut found);
}
