//! Posts that an organ does not have, organs that there are no more, and names put together from two: 政协主任, 人民法院检察长,
//! 县国土资源局, 望河县县委, 供电局公司, 残联合会.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::directory::Directory;
use super::{UNIT_NAME, WRONG_POST};
use crate::check::context::{is_quoted, tells_of_before};
use crate::check::cues::{is_han, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// Posts as they are mistaken, and the right one. The post is the last part of the first.
const POSTS: &[(&str, &str)] = &[
    ("人大常委会主席", "主任"),
    ("县人大主席", "主任"),
    ("市人大主席", "主任"),
    ("区人大主席", "主任"),
    ("人大常委会委员长", "主任"),
    ("镇人大主任", "主席"),
    ("乡人大主任", "主席"),
    ("镇人大常委会主任", "人大主席"),
    ("政协主任", "主席"),
    ("政协常委会主任", "主席"),
    ("政协委员会主任", "主席"),
    ("法院检察长", "院长"),
    ("检察院院长", "检察长"),
    ("检察院法官", "检察官"),
    ("法院检察官", "法官"),
    ("派出所局长", "所长"),
    ("派出所队长", "所长"),
    ("司法所局长", "所长"),
    ("税务所局长", "所长"),
    ("供电所局长", "所长"),
    ("卫生院所长", "院长"),
    ("卫生室院长", "负责人"),
    ("公安局所长", "局长"),
    ("公安局院长", "局长"),
    ("村委会书记", "村党支部书记或村委会主任"),
    ("居委会书记", "社区党支部书记或居委会主任"),
    ("村党支部主任", "书记"),
    ("党支部主任", "书记"),
    ("党工委主任", "书记"),
    ("党组主任", "书记"),
    ("县委主任", "书记"),
    ("县委主席", "书记"),
    ("县委县长", "县委书记，或县长"),
    ("市委市长", "市委书记，或市长"),
    ("镇党委镇长", "镇党委书记，或镇长"),
    ("县政府主任", "县长"),
    ("县政府主席", "县长"),
    ("镇政府书记", "镇党委书记，或镇长"),
    ("乡政府书记", "乡党委书记，或乡长"),
    ("县政府书记", "县委书记，或县长"),
    ("市政府书记", "市委书记，或市长"),
    ("镇政府县长", "镇长"),
    ("乡政府镇长", "乡长"),
    ("镇政府乡长", "镇长"),
    ("县妇联主任", "主席"),
    ("市妇联主任", "主席"),
    ("妇联书记", "主席"),
    ("总工会主任", "主席"),
    ("总工会会长", "主席"),
    ("文联主任", "主席"),
    ("残联主席", "理事长"),
    ("残联会长", "理事长"),
    ("科协主任", "主席"),
    ("团县委主席", "书记"),
    ("团县委主任", "书记"),
    ("团市委主席", "书记"),
    ("团市委主任", "书记"),
    ("组织部书记", "部长"),
    ("组织部主任", "部长"),
    ("宣传部书记", "部长"),
    ("宣传部主任", "部长"),
    ("统战部主任", "部长"),
    ("武装部主任", "部长"),
    ("发展改革委局长", "主任"),
    ("发改委局长", "主任"),
    ("卫生健康委局长", "主任"),
    ("卫健委局长", "主任"),
    ("国资委局长", "主任"),
    ("政府办局长", "主任"),
    ("办公室局长", "主任"),
    ("管委会局长", "主任"),
    ("教育局主席", "局长"),
    ("财政局主席", "局长"),
    ("工商联主任", "主席"),
    ("武警支队队长", "支队长"),
    ("小学院长", "校长"),
    ("中学院长", "校长"),
    ("中学局长", "校长"),
    ("小学局长", "校长"),
    ("医院校长", "院长"),
    ("医院局长", "院长"),
    ("医院所长", "院长"),
    ("敬老院局长", "院长"),
    ("政协党组书记、主任", "主席"),
    ("人大常委会党组书记、主席", "主任"),
    ("法院党组书记、检察长", "院长"),
    ("检察院党组书记、院长", "检察长"),
    ("公安局党委书记、所长", "局长"),
    ("镇乡长", "镇长"),
    ("县市长", "县长"),
    ("县常务副市长", "副县长"),
    ("镇县长", "镇长"),
    ("乡县长", "乡长"),
    ("镇市长", "镇长"),
    ("镇县委书记", "镇党委书记"),
    ("乡县委书记", "乡党委书记"),
    ("县镇党委书记", "县委书记，或镇党委书记"),
    ("政协代表", "委员"),
    ("市人大委员", "代表"),
    ("县人大委员", "代表"),
    ("党代会委员", "代表"),
];

/// Organs that were given up in the reform of 2018, and after it.
const GONE: &[(&str, &str)] = &[
    ("国土资源局", "自然资源局"),
    ("国土局", "自然资源局"),
    ("卫计局", "卫生健康局"),
    ("卫计委", "卫生健康委"),
    ("卫生和计划生育局", "卫生健康局"),
    ("环保局", "生态环境局"),
    ("环境保护局", "生态环境局"),
    ("安监局", "应急管理局"),
    ("安全生产监督管理局", "应急管理局"),
    ("工商局", "市场监管局"),
    ("工商行政管理局", "市场监管局"),
    ("质监局", "市场监管局"),
    ("质量技术监督局", "市场监管局"),
    ("食药监局", "市场监管局"),
    ("食品药品监督管理局", "市场监管局"),
    ("扶贫办", "农业农村局"),
    ("扶贫开发办公室", "农业农村局"),
    ("乡村振兴局", "农业农村局"),
    ("国税局", "税务局"),
    ("地税局", "税务局"),
    ("文广新局", "文化和旅游局"),
    ("文化广电新闻出版局", "文化和旅游局"),
    ("旅发委", "文化和旅游局"),
    ("法制办", "司法局"),
    ("畜牧兽医局", "农业农村局"),
    ("农牧局", "农业农村局"),
    ("计生局", "卫生健康局"),
    ("计生委", "卫生健康委"),
    ("人口和计划生育局", "卫生健康局"),
    ("公安消防大队", "消防救援大队"),
    ("公安消防支队", "消防救援支队"),
];

/// The year from which they were gone, and 扶贫办 and 乡村振兴局 later.
const SINCE: i32 = 2019;

/// Names put together from two, and what they are.
const MIXED: &[(&str, &str)] = &[
    ("县县委", "县委"),
    ("县县政府", "县政府"),
    ("县县人大", "县人大"),
    ("县县政协", "县政协"),
    ("县县纪委", "县纪委"),
    ("市市委", "市委"),
    ("市市政府", "市政府"),
    ("市市纪委", "市纪委"),
    ("镇镇党委", "镇党委"),
    ("镇镇政府", "镇政府"),
    ("乡乡党委", "乡党委"),
    ("乡乡政府", "乡政府"),
    ("电局公司", "电公司"),
    ("残联合会", "残联"),
    ("妇联合会", "妇联"),
    ("文联合会", "文联"),
    ("管委会局", "管委会"),
    ("局局党组", "局党组"),
];

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
