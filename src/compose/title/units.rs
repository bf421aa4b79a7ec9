//! Where a title names a unit (柳溪镇人民政府, 县住房和城乡建设局): such a name is not broken if it need
//! not be.

use super::lexicon::{Kind, PLACES};
use super::predicates::{Role, Sentence};
use super::widths::ems;
use crate::dictionary::Class;

/// What the last word of a unit's name ends with …
const ENDS: &[&str] = &[
    "局",
    "委",
    "厅",
    "府",
    "院",
    "办",
    "部",
    "所",
    "站",
    "处",
    "台",
    "馆",
    "队",
    "厂",
    "园",
    "联",
    "办公室",
    "委员会",
    "政协",
    "人大",
    "常委会",
    "管委会",
    "村委会",
    "居委会",
    "法院",
    "公司",
    "集团",
    "银行",
    "学校",
    "中学",
    "小学",
    "大学",
    "中心",
    "协会",
    "学会",
    "党委",
    "党组",
    "党支部",
    "支部",
    "工会",
    "联合会",
    "指挥部",
    "小组",
    "工作组",
    "专班",
    "街道",
    "社区",
    "开发区",
    "园区",
    "中心组",
    "代表大会",
    "督察组",
    "督导组",
    "督查组",
    "检查组",
    "调查组",
    "巡察组",
    "调研组",
    "合作社",
    "联社",
    "公安",
];
/// … and words that end so and are none.
const OTHERS: &[&str] = &[
    "干部",
    "党员干部",
    "领导干部",
    "全部",
    "内部",
    "外部",
    "格局",
    "布局",
    "全局",
    "大局",
    "开局",
    "平台",
    "舞台",
    "场所",
    "厕所",
    "好处",
    "互联",
    "住所",
    "家园",
    "校园",
    "田园",
    "花园",
    "公园",
    "网站",
    "车站",
    "督办",
    "交办",
    "承办",
    "主办",
    "领办",
    "转办",
    "部队",
    "美丽家园",
    "幕后",
];
/// Of a name that is longer, in em, the end alone is kept whole.
const LONGEST: f64 = 18.0;

/// Of so many words is a unit's name at most.
const MOST_WORDS: usize = 16;

/// For each word, whether the boundary before it lies within the name of a unit.
pub fn within(sentence: &Sentence, roles: &[Role]) -> Vec<bool> {
    let mut inside = vec![false; sentence.words.len()];
    // From the last to the first: a longer name is found before those within it.
    let mut end = sentence.words.len();
    while end > 0 {
        end -= 1;
        let Some(start) = ends_unit(sentence, end).then(|| start(sentence, roles, end)).flatten()
        else {
            continue;
        };
        inside[start + 1..=end].fill(true);
        end = start;
    }
    inside
}

/// Whether the word is the last one of a unit's name.
fn ends_unit(sentence: &Sentence, index: usize) -> bool {
    let (word, kind) = (sentence.word(index), sentence.kind(index));
    let noun = matches!(kind, Some(Kind::Noun | Kind::Other | Kind::Suffix | Kind::Name));
    // 集资|办|电 is no office.
    let cut = sentence.words.get(index + 1).is_some_and(|next| {
        next.kind == Kind::Other && sentence.word(index + 1).chars().count() == 1
    });
    noun && !cut && ENDS.iter().any(|end| word.ends_with(end)) && !OTHERS.contains(&word)
}

/// The first word of the unit that ends with this one: the outermost place or owner before it with
/// nothing but nouns between.
fn start(sentence: &Sentence, roles: &[Role], end: usize) -> Option<usize> {
    let mut first = None;
    for index in (end.saturating_sub(MOST_WORDS)..end).rev() {
        let word = &sentence.words[index];
        if ems(&sentence.text[word.range.start..sentence.words[end].range.end]) > LONGEST {
            break;
        }
        if owner(sentence, index) {
            first = Some(index);
            // 柳溪|县: the place's own name stands before its kind.
            continue;
        }
        let verb = word.class == Some(Class::Verb);
        let part = match word.kind {
            Kind::Noun | Kind::Tail | Kind::Suffix | Kind::Name => true,
            Kind::Other => !verb,
            Kind::Act | Kind::Verb | Kind::Adverb => roles[index] == Role::Noun,
            // 住房和城乡建设局.
            Kind::Joint => index + 1 < end && sentence.word(index) == "和",
            Kind::Prefix => true,
            // 柳溪县第十二届委员会.
            Kind::Number => {
                sentence.word(index).starts_with('第') && sentence.word(index).ends_with('届')
            }
            _ => false,
        };
        if !part || roles[index] != Role::Noun {
            break;
        }
        if is_name_of_place(sentence, index) {
            first = Some(index);
        }
    }
    first.or_else(|| company(sentence, end))
}

/// The first word of a firm's name that stands behind 与, 和 or 同: 与|中金富邦资产管理有限公司. Such names are
/// in no dictionary, so what looks like 中 or a verb of one character is a part of them.
fn company(sentence: &Sentence, end: usize) -> Option<usize> {
    if !sentence.word(end).ends_with("公司") {
        return None;
    }
    for index in (end.saturating_sub(MOST_WORDS)..end).rev() {
        let word = &sentence.words[index];
        if ems(&sentence.text[word.range.start..sentence.words[end].range.end]) > LONGEST {
            return None;
        }
        let text = sentence.word(index);
        if word.kind == Kind::Joint && ["与", "和", "同"].contains(&text) {
            return (index + 1 < end).then_some(index + 1);
        }
        let is_short = text.chars().count() == 1;
        let part = match word.kind {
            Kind::Noun | Kind::Tail | Kind::Suffix | Kind::Name | Kind::Prefix => true,
            Kind::Other => is_short || word.class != Some(Class::Verb),
            Kind::Particle => text == "中",
            Kind::Act | Kind::Verb => word.class == Some(Class::VerbalNoun) || is_short,
            _ => false,
        };
        if !part {
            return None;
        }
    }
    None
}

/// A place or an organ that the unit belongs to.
fn owner(sentence: &Sentence, index: usize) -> bool {
    let word = sentence.word(index);
    match sentence.words[index].kind {
        Kind::Suffix => {
            PLACES.contains(&word) || ["街道", "社区", "开发区", "园区"].contains(&word)
        }
        Kind::Prefix => {
            PLACES.contains(&word) || ["中央", "国家"].contains(&word) || word.starts_with('全')
        }
        Kind::Name => {
            sentence.words[index].class == Some(Class::Organ)
                || word.ends_with(|c| PLACES.concat().contains(c))
        }
        _ => sentence.words[index].class == Some(Class::Place),
    }
}

/// 柳溪 in 柳溪县.
fn is_name_of_place(sentence: &Sentence, index: usize) -> bool {
    sentence.kind(index + 1) == Some(Kind::Suffix) && PLACES.contains(&sentence.word(index + 1))
}
