//! People as a story itself names them: the same one with another character, or with another post; a
//! post said on both sides of a name.

use std::ops::Range;

use super::POSTS;
use super::directory::Directory;
use super::{NEAR_NAME, WRONG_POST};
use crate::check::context::is_quoted;
use crate::check::cues::{first_chars, han_behind, is_han};
use crate::check::lists::words;
use crate::check::marks::is_surname;
use crate::check::{Findings, Passage, Story};

/// Posts of others, that stand before a name or behind it as well.
const MORE_POSTS: &[&str] = words!("told.txt", "MORE_POSTS");

fn posts() -> impl Iterator<Item = &'static str> {
    POSTS.iter().chain(MORE_POSTS).copied()
}

/// Posts of which nobody has two at once.
const LEADING: &[&str] = &["书记", "市长", "县长", "区长", "镇长", "乡长", "局长"];

/// What somebody does whose name begins a sentence.
const ACTS: &[&str] = words!("told.txt", "ACTS");

/// What may follow a name of two characters or of three.
const GOES_ON: &str = "在出主到赴来指强要说表率带深听与和参讲对检调实现走慰看作为分等一同的先传围督巡视会察代向还宣部介认逐牵组于通最汇受，、。；）";

/// How many people of a story are kept in mind.
const MOST: usize = 40;

/// Somebody with a post.
struct Person<'t> {
    name: &'t str,
    /// The clause up to the name: all the posts that it gives.
    lead: &'t str,
}

/// Looks at the people of a story.
pub fn check(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let mut people: Vec<Person<'_>> = Vec::new();
    for passage in story.body() {
        let text: &str = &passage.text;
        let mut places: Vec<(usize, &str)> = Vec::new();
        for post in posts() {
            places.extend(passage.find_word(post));
        }
        places.sort_unstable();
        for (at, post) in places {
            let start = at + post.len();
            if let Some(name) = name_at(&text[start..]) {
                twice(passage, at, post, name, out);
                another_post(passage, at, post, name, &people, out);
                one_seat(passage, at, post, name, out);
                if people.len() < MOST && !people.iter().any(|person| person.name == name) {
                    let lead = text[..start].rfind(['，', '。', '；', '：', '\n', '“']);
                    let lead = lead.map_or(0, |at| text.ceil_char_boundary(at + 1));
                    people.push(Person { name, lead: &text[lead..start] });
                }
            }
            other_post(passage, at, post, &people, out);
        }
    }
    if people.is_empty() {
        return;
    }
    for passage in story.body() {
        others(passage, &people, directory, out);
    }
}

/// The name that a text begins with: a surname, and one or two characters up to what goes on.
fn name_at(text: &str) -> Option<&str> {
    let near = first_chars(text, 4);
    [3, 2].iter().find_map(|count| {
        let name = first_chars(near, *count);
        let next = near[name.len()..].chars().next();
        let whole = name.chars().count() == *count && name.chars().all(is_han);
        let goes_on = next.is_none_or(|c| GOES_ON.contains(c))
            || posts().any(|post| text[name.len()..].starts_with(post));
        // 书记员, 主任医师; 县长王在…: the last character is no part of the name.
        let tail = name
            .chars()
            .last()
            .is_some_and(|c| !"在到赴的和与对主率带说指要会是受向由同随被给请听，".contains(c));
        (whole && goes_on && tail && name.starts_with(is_surname)).then_some(name)
    })
}

/// 市长李明市长.
fn twice(passage: &Passage<'_>, at: usize, post: &str, name: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = at + post.len() + name.len();
    let again = text[end..].strip_prefix("同志").unwrap_or(&text[end..]);
    if again.starts_with(post)
        && !again[post.len()..].starts_with(['助', '办', '信', '会'])
        && name.chars().all(is_han)
    {
        let range = at..text.len() - again.len() + post.len();
        let message = format!("「{}」的职务写了两遍", &text[range.clone()]);
        out.tell(WRONG_POST, passage, range, message, "留下姓名前面的职务");
    }
}

/// 云岭县委书记郑文斌…县长郑文斌.
fn another_post(
    passage: &Passage<'_>,
    at: usize,
    post: &str,
    name: &str,
    people: &[Person<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let Some(person) =
        people.iter().find(|person| person.name == name).filter(|_| LEADING.contains(&post))
    else {
        return;
    };
    let lead = text[..at].rfind(['，', '。', '；', '：', '\n', '“']);
    let lead = lead.map_or(0, |at| text.ceil_char_boundary(at + 1));
    let now = &text[lead..at + post.len()];
    let one = |text: &str| LEADING.iter().filter(|post| text.contains(**post)).count() == 1;
    let then = ["原", "时任", "曾任", "前", "任命", "当选", "兼"]
        .iter()
        .any(|word| person.lead.contains(word) || now.contains(word));
    let vice = |text: &str| text.contains('副');
    if one(person.lead)
        && one(now)
        && !person.lead.contains(post)
        && !then
        && !vice(person.lead)
        && !vice(now)
        && !is_quoted(text, at)
    {
        let range = at..at + post.len() + name.len();
        let message =
            format!("前面写的是「{}{name}」，这里是「{}」", person.lead, &text[range.clone()]);
        out.tell(WRONG_POST, passage, range, message, "核对职务，两处改成一致");
    }
}

/// 县长吴长河、县长马晓辉: nobody shares that seat.
fn one_seat(passage: &Passage<'_>, at: usize, post: &str, name: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if !["市长", "县长", "区长", "镇长", "乡长"].contains(&post)
        || text[..at].ends_with(['副', '代'])
    {
        return;
    }
    let end = at + post.len() + name.len();
    let Some(rest) = text[end..].strip_prefix(['、', '和', '与']) else { return };
    let Some(other) = rest.strip_prefix(post).and_then(name_at).filter(|other| *other != name)
    else {
        return;
    };
    let range = at..text.len() - rest.len() + post.len() + other.len();
    let message = format!("「{}」：{post}只有一位", &text[range.clone()]);
    out.tell(WRONG_POST, passage, range, message, "核对职务");
}

/// 石梁县委书记郑涛…郑涛县长强调: another post than the one that was given.
fn other_post(
    passage: &Passage<'_>,
    at: usize,
    post: &str,
    people: &[Person<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    if !LEADING.contains(&post) {
        return;
    }
    let bare = text[..at].trim_end_matches('副');
    let Some(person) = people.iter().find(|person| bare.ends_with(person.name)) else { return };
    let start = bare.len() - person.name.len();
    let opens = text[..start].chars().next_back().is_none_or(|c| !is_han(c));
    let known = LEADING.iter().filter(|post| person.lead.contains(**post)).count() == 1;
    let vice = |text: &str| text.contains(&format!("副{post}"));
    // 副县长高鹏…高鹏县长 is more than he is.
    let same = person.lead.contains(post) && vice(person.lead) == (bare.len() < at);
    let then = ["原", "时任", "曾任", "前"].iter().any(|word| person.lead.contains(word));
    // 郑涛县长 goes on; 郑涛 县长办公会 does not.
    let rest = &text[at + post.len()..];
    if opens
        && known
        && !same
        && !then
        && !rest.starts_with(['办', '助', '信', '热', '会', '级', '令', '质'])
        && !is_quoted(text, start)
    {
        let range = start..at + post.len();
        let message = format!(
            "前面写的是「{}{}」，这里是「{}」",
            person.lead,
            person.name,
            &text[range.clone()]
        );
        out.tell(WRONG_POST, passage, range, message, "核对职务，两处改成一致");
    }
}

/// 刘志强…。刘志刚表示: nobody of that name was told of, and one of nearly that name was.
fn others(
    passage: &Passage<'_>,
    people: &[Person<'_>],
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let mut opens = true;
    for (at, c) in text.char_indices() {
        if !is_han(c) {
            opens = "，。；：\n “”".contains(c) || c.is_whitespace();
            continue;
        }
        if !std::mem::take(&mut opens) || !is_surname(c) {
            continue;
        }
        let rest = &text[at..];
        for person in people {
            let count = person.name.chars().count();
            let written = first_chars(rest, count);
            let differ = person.name.chars().zip(written.chars()).filter(|(a, b)| a != b).count();
            let is_own = people.iter().any(|other| rest.starts_with(other.name))
                || directory
                    .leaders
                    .iter()
                    .any(|leader| leader.names().any(|name| rest.starts_with(name)));
            let acts = ACTS.iter().any(|word| rest[written.len()..].starts_with(word));
            // 刘敏…刘明指出: of two characters one that is taken for it, and nobody but a leader does so.
            let said = ["指出", "强调", "要求", "表示"]
                .iter()
                .any(|word| rest[written.len()..].starts_with(word));
            let taken = person
                .name
                .chars()
                .zip(written.chars())
                .filter(|(a, b)| a != b)
                .all(|(a, b)| super::near_names::is_taken(a, b));
            if (count == 3 || count == 2 && said && taken)
                && written.starts_with(person.name.chars().next().unwrap_or(' '))
                && written.chars().count() == count
                && han_behind(written, 3).len() == written.len()
                && differ == 1
                && acts
                && !is_own
            {
                let range: Range<usize> = at..at + written.len();
                let message = format!("前面写的是「{}」，这里是「{written}」", person.name);
                out.tell(
                    NEAR_NAME,
                    passage,
                    range,
                    message,
                    "核对姓名，两处改成一致；确是两个人的，写全后一个的职务",
                );
                break;
            }
        }
    }
}
