//! Whose work a dispatch tells of: a leader of the house's own who inspects something.

use chrono::NaiveDate;

use super::{Confidence, Guess};
use crate::model::{Person, Roster};

/// What a leader does on an inspection.
const VERBS: &[&str] = &["督查", "调研", "检查", "督导", "督办", "视察", "暗访", "走访"];

/// A leader who inspects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspector {
    /// 姓名.
    pub name: String,
    /// 职务, as the dispatch writes it or else as the roster has it.
    pub post: Option<String>,
    /// Where, by the title.
    pub place: Option<String>,
    /// What about, by the title.
    pub topic: Option<String>,
}

/// The leader of the house's own who leads the first sentence and inspects, if there is one. Leaders
/// of the units that send dispatches do not count: what they do is news of their unit.
pub fn inspector(
    title: &str,
    first: &str,
    roster: &Roster,
    date: Option<NaiveDate>,
) -> Option<Guess<Inspector>> {
    let sentence = first.split('。').next().unwrap_or(first);
    let (person, verb) = leads(sentence, roster)?;
    if unit_of(person, roster).is_some() {
        return None;
    }
    let name = person.name.as_str();
    let post = written_post(title, person).or_else(|| written_post(sentence, person));
    let post = post.or_else(|| posts_on(person, date).next().map(str::to_owned));
    let (place, topic) = place_and_topic(title, name);
    let reason = format!("首句写领导「{name}」{verb}，名册里有");
    let value = Inspector { name: name.to_owned(), post, place, topic };
    Some(Guess::new(value, Confidence::High, reason))
}

/// The unit of the roster whose leader leads the first sentence and inspects: what he does is news of
/// his unit, wherever he does it.
pub fn unit_of_leader<'r>(first: &str, roster: &'r Roster) -> Option<(&'r str, &'r str)> {
    let (person, _) = leads(first.split('。').next().unwrap_or(first), roster)?;
    Some((person.name.as_str(), unit_of(person, roster)?))
}

/// The first leader of a sentence, where he leads it and inspects, and the word for it.
fn leads<'r>(sentence: &str, roster: &'r Roster) -> Option<(&'r Person, &'static str)> {
    let (person, at) = roster
        .leaders
        .iter()
        .filter_map(|person| Some((person, sentence.find(person.name.as_str())?)))
        .min_by_key(|(_, at)| *at)?;
    let behind = at + person.name.as_str().len();
    let verb = VERBS.iter().find(|verb| sentence[behind..].contains(**verb))?;
    // 「市长高键」 may lead the sentence or only be quoted in it.
    let before = &sentence[..at];
    (!before.contains(['“', '《', '；']) && before.chars().count() <= 60).then_some((person, verb))
}

/// The unit of the roster that one of a leader's posts names.
fn unit_of<'r>(person: &Person, roster: &'r Roster) -> Option<&'r str> {
    let of = |post: &str| {
        let begins = |unit: &&crate::model::Unit| post.starts_with(unit.name.as_str());
        roster.units.iter().filter(begins).map(|unit| unit.name.as_str()).max_by_key(|it| it.len())
    };
    person.posts.iter().find_map(|post| of(post.title.as_str()))
}

fn posts_on(person: &Person, date: Option<NaiveDate>) -> impl Iterator<Item = &str> {
    let held = move |from: Option<NaiveDate>, to: Option<NaiveDate>| {
        date.is_none_or(|date| {
            from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
        })
    };
    person.posts.iter().filter(move |post| held(post.from, post.to)).map(|post| post.title.as_str())
}

/// The post before a name, where what stands there has one of the roster's in it.
fn written_post(text: &str, person: &Person) -> Option<String> {
    let at = text.find(person.name.as_str())?;
    let before = text[..at].rsplit(['，', '。', '；', '：', '|']).next()?.trim();
    let is_post = person.posts.iter().any(|post| before.ends_with(post.title.as_str()));
    is_post.then(|| before.to_owned()).filter(|post| post.chars().count() <= 40)
}

/// Of 「张三 在某地现场督查某工作」, where and what.
fn place_and_topic(title: &str, name: &str) -> (Option<String>, Option<String>) {
    let Some((_, rest)) = title.split_once(name) else { return (None, None) };
    let rest = rest.trim_start_matches([' ', '|', '　']);
    let at = |verb: &str| rest.find(verb).map(|at| (at, verb.len()));
    let Some((at, length)) = VERBS.iter().filter_map(|verb| at(verb)).min() else {
        return (None, None);
    };
    let (before, topic) = (&rest[..at], rest[at + length..].trim());
    let place = ["深入", "在", "赴", "到"].iter().find_map(|lead| before.strip_prefix(lead));
    let place = place.map(|place| {
        ["现场", "实地", "专题"]
            .iter()
            .fold(place, |place, how| place.strip_suffix(how).unwrap_or(place))
    });
    let plain = |text: &str| {
        let whole = !text.is_empty() && !text.contains([' ', '|', '，', '、']);
        whole.then(|| text.to_owned())
    };
    (place.and_then(plain), plain(topic))
}

/// Whether a text is a name as people have them: a surname, and a character or two.
pub fn is_name(text: &str) -> bool {
    const WORDS: &[&str] =
        &["全文", "高考", "方案", "金融", "文件", "常委", "安全", "任务", "程序"];
    (2..=3).contains(&text.chars().count())
        && text.starts_with(crate::check::is_surname)
        && text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        && !WORDS.contains(&text)
}

/// Whether a text is names and nothing else.
pub fn are_names(text: &str) -> bool {
    let names: Vec<&str> =
        text.split([' ', '　', '、', '，', ',']).filter(|name| !name.is_empty()).collect();
    // 徐 欣 is spaced to the width of three.
    let one = names.len() == 2 && names.iter().all(|part| part.chars().count() == 1);
    if one { is_name(&names.concat()) } else { !names.is_empty() && names.into_iter().all(is_name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Text;
    use crate::model::{Post, Unit};

    #[test]
    fn leaders_of_units() {
        let post = |title: &str| Post {
            title: Text::unplaced(title),
            short_titles: Vec::new(),
            from: None,
            to: None,
            rank: None,
        };
        let person = |name: &str, title: &str| Person {
            name: Text::unplaced(name),
            former_names: Vec::new(),
            posts: vec![post(title)],
        };
        let unit = |name: &str| Unit {
            name: Text::unplaced(name),
            rejected: Vec::new(),
            short_names: Vec::new(),
            from: None,
            county: true,
        };
        let leaders = vec![person("李明", "望河县委书记"), person("王芳", "市长")];
        let roster = Roster { leaders, units: vec![unit("望河县"), unit("石梁县")] };
        let of = |first: &str| unit_of_leader(first, &roster).map(|(_, unit)| unit);
        let own = Some("望河县");
        assert_eq!(of("11月20日，望河县委书记李明到石梁县调研秋收。"), own);
        assert_eq!(of("11月20日，县委书记李明带队到石梁县检查。"), own);
        assert_eq!(of("11月20日，市长王芳到石梁县调研，李明陪同。"), None);
        assert_eq!(of("11月20日，望河县委书记李明主持会议。"), None);
        assert_eq!(of("石梁县召开会议，“学习李明调研经验”。"), None);
    }

    #[test]
    fn where_and_what() {
        let of = |title: &str| place_and_topic(title, "张祥");
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            of("组长张祥 在朔城区现场督查清洁供暖工作"),
            (some("朔城区"), some("清洁供暖工作"))
        );
        assert_eq!(of("张祥调研农村饮水安全"), (None, some("农村饮水安全")));
        assert_eq!(of("张祥主持召开会议"), (None, None));
    }
}
