//! Posts that an organ does not have, organs that there are no more, and names put together from two: 政协主任, 人民法院检察长,
//! 县国土资源局, 望河县县委, 供电局公司, 残联合会.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::directory::Directory;
use super::{UNIT_NAME, WRONG_POST};
use crate::check::context::{is_quoted, tells_of_before};
use crate::check::cues::{is_han, sentence_before};
use crate::check::lists::{pairs, words};
use crate::check::{Findings, Passage};

/// Posts as they are mistaken, and the right one. The post is the last part of the first.
const POSTS: &[(&str, &str)] = pairs!("titles.txt", "POSTS");

/// Organs that were given up in the reform of 2018, and after it.
const GONE: &[(&str, &str)] = pairs!("titles.txt", "GONE");

/// The year from which they were gone, and 扶贫办 and 乡村振兴局 later.
const SINCE: i32 = 2019;

/// Names put together from two, and what they are.
const MIXED: &[(&str, &str)] = pairs!("titles.txt", "MIXED");

/// The posts, and those of deputies: 人大常委会副主席.
static ALL_POSTS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    const OFFICES: &[&str] = words!("titles.txt", "OFFICES");
    let own = POSTS.iter().map(|(word, right)| ((*word).to_owned(), *right));
    let deputies = POSTS.iter().filter_map(|(word, right)| {
        let office = OFFICES.iter().find(|office| word.ends_with(**office))?;
        let lead = word.strip_suffix(office)?;
        (!lead.ends_with('副')).then(|| (format!("{lead}副{office}"), *right))
    });
    own.chain(deputies).collect()
});

static FINDER: LazyLock<Option<aho_corasick::AhoCorasick>> = LazyLock::new(|| {
    let posts = ALL_POSTS.iter().map(|(word, _)| word.as_str());
    let words = posts.chain(GONE.iter().chain(MIXED).map(|(word, _)| *word));
    aho_corasick::AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(words)
        .ok()
});

/// Looks at the posts and organs of a passage.
pub fn check(passage: &Passage<'_>, day: NaiveDate, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    pronoun(passage, out);
    for found in FINDER.iter().flat_map(|finder| finder.find_iter(text)) {
        let index = found.pattern().as_usize();
        let range = found.range();
        if is_quoted(text, range.start) {
            continue;
        }
        match index.checked_sub(ALL_POSTS.len()) {
            None => post(passage, range, ALL_POSTS[index].1, out),
            Some(index) => match index.checked_sub(GONE.len()) {
                None => gone(passage, range, GONE[index], (day, directory), out),
                Some(index) => mixed(passage, range, MIXED[index].1, out),
            },
        }
    }
}

/// 政协主任王永清.
fn post(passage: &Passage<'_>, range: Range<usize>, right: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[range.end..];
    // 人大主任会议, 主任科员, 委员会, 政协代表团.
    let longer = rest.starts_with([
        '会', '科', '助', '级', '办', '团', '委', '工', '室', '席', '接', '信', '热', '党', '令',
        '协', '性', '大', '队', '组', '等', '作', '论',
    ]) || rest.starts_with("医师")
        || rest.starts_with("、副");
    // 各乡镇县长…: of several.
    let word = &text[range.clone()];
    let several = word.starts_with(['县', '镇', '乡']) && {
        let lead = crate::check::cues::han_before(text, range.start, 2);
        lead.chars().count() < 2
            || lead.contains(['各', '全', '乡', '镇', '市', '县', '区', '个', '名'])
    };
    if longer || several || text[..range.start].ends_with(['原', '前', '和', '与', '及', '、'])
    {
        return;
    }
    let message = format!("「{}」没有这个职务", &text[range.clone()]);
    out.tell(WRONG_POST, passage, range, message, format!("核对职务，多半是「{right}」"));
}

/// 柳溪县国土资源局.
fn gone(
    passage: &Passage<'_>,
    range: Range<usize>,
    (old, new): (&str, &str),
    (day, directory): (NaiveDate, &Directory),
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let since = match old {
        "扶贫办" | "扶贫开发办公室" => 2022,
        "乡村振兴局" => 2025,
        _ => SINCE,
    };
    let start = NaiveDate::from_ymd_opt(since, 1, 1).unwrap_or(day);
    // What other places have is theirs: only the organs of the house's own counties are known to be gone.
    let own =
        directory.all_counties().map(|unit| directory.units[unit].name.as_str()).any(|name| {
            let lead = text[..range.start].strip_suffix(name);
            lead.is_some_and(|lead| !lead.ends_with(['原', '前', '称', '县', '市']))
        });
    let rest = &text[range.end..];
    let longer = rest.starts_with(['家', '宿', '小', '旧', '老', '原']) || rest.starts_with("（现");
    if day.year() >= since && own && !longer && !tells_of_before(text, range.start, start) {
        let message = format!("「{old}」在机构改革以后没有了");
        out.tell(
            UNIT_NAME,
            passage,
            range,
            message,
            format!("核对名称，多半是「{new}」；说的是改革以前的事，前面写「原」"),
        );
    }
}

/// 望河县县委, 供电局公司.
fn mixed(passage: &Passage<'_>, range: Range<usize>, right: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[range.clone()];
    let lead = text[..range.start].chars().next_back();
    // 各县县委, 全县县委…: of several; 本县县委
    let several = lead.is_none_or(|c| !is_han(c) || "各全本该某个几跨两三四五六七八九".contains(c));
    let whole = !(word.ends_with("联合会") && lead.is_some_and(|c| !"县市区省乡镇旗".contains(c)));
    // 华县县委: of a name of one character.
    let count = crate::check::cues::han_before(text, range.start, 3).chars().count();
    if several || !whole || count < 2 && !word.contains('联') {
        return;
    }
    let message = format!("「{word}」的名称写重了，或是两个名称混在一起");
    out.tell(UNIT_NAME, passage, range, message, format!("改成「{right}」一类"));
}

/// Of whom 他 is not said, and of whom 她 is not.
const WOMEN: &[&str] = words!("titles.txt", "WOMEN");
const MEN: &[&str] = &["大爷", "爷爷", "大叔", "老汉", "先生", "大伯", "大哥"];

/// 妇联主席宋小燕走访困难妇女，他详细询问….
fn pronoun(passage: &Passage<'_>, out: &mut Findings<'_>) {
    const ACTS: &[&str] = words!("titles.txt", "ACTS");
    let text = &*passage.text;
    for (word, own, others) in [("，他", WOMEN, MEN), ("，她", MEN, WOMEN)] {
        if !passage.may_have(word) {
            continue;
        }
        for (at, _) in text.match_indices(word) {
            let lead = sentence_before(text, at);
            let subject = lead.split('，').next().unwrap_or_default();
            let rest = &text[at + word.len()..];
            let others = others.iter().chain(&[
                "丈夫", "妻子", "儿子", "女儿", "父亲", "母亲", "和", "与", "他", "她", "对", "给",
                "帮", "为",
            ]);
            let alone = !others.into_iter().any(|other| subject.contains(other));
            if alone
                && own.iter().any(|it| subject.contains(it))
                && ACTS.iter().any(|it| rest.starts_with(it))
                && !lead.contains('“')
            {
                let range = at + '，'.len_utf8()..at + word.len();
                let message =
                    format!("前面说的是「{subject}」，「{}」对不上", &text[range.clone()]);
                out.tell(WRONG_POST, passage, range, message, "核对说的是谁");
            }
        }
    }
}
