//! Units: what looks like one, and which of the roster's it is.

use super::{Confidence, Guess};
use crate::model::Roster;

/// What names of units end in. House practice.
const ENDINGS: &[&str] = &[
    "人民政府",
    "政府",
    "办公室",
    "政府办",
    "委办",
    "委员会",
    "管委会",
    "领导小组",
    "领导组",
    "指挥部",
    "协调组",
    "督导组",
    "工作组",
    "专班",
    "局",
    "委",
    "厅",
    "院",
    "部",
    "中心",
    "支队",
    "大队",
    "公司",
    "集团",
    "县",
    "区",
    "市",
    "乡",
    "镇",
    "街道",
    "街道办事处",
    "办事处",
    "农场",
    "学校",
    "医院",
    "法院",
    "检察院",
    "总队",
    "协会",
    "联合会",
    "妇联",
    "团委",
    "工会",
    "总工会",
    "纪委",
    "监委",
    "整改办",
    "督查室",
    "研究室",
    "管理处",
    "管理站",
    "监测站",
    "监察队",
    "执法队",
    "环保所",
    "党委",
    "村委会",
    "社区",
    "园区",
    "政协",
    "人大",
    "人大常委会",
    "派出所",
    "司法所",
    "财政所",
    "税务所",
    "供电所",
    "监管所",
    "管理所",
    "工作站",
    "服务站",
    "检查站",
    "公路段",
    "救援队",
    "消防队",
    "银行",
    "电视台",
    "合作社",
    "林场",
    "信息科",
    "秘书科",
    "综合科",
    "督查科",
    "业务科",
    "办公科",
    "信息股",
    "秘书股",
    "综合股",
    "信息处",
    "秘书处",
    "综合处",
    "党支部",
    "党总支",
    "党组",
    "党工委",
];
/// What a sentence or title has and the name of a unit has not.
const VERBS: &[&str] = &[
    "召开", "开展", "推进", "加强", "督查", "调研", "检查", "督导", "组织", "落实", "深入", "积极",
    "全力", "关于", "举办", "部署", "强化", "扎实", "贯彻", "做好", "抓好", "走进", "赴", "整治",
    "慰问", "建成", "打造", "加快", "实现", "启动", "荣获", "完成", "助力", "聚焦", "坚持", "推动",
    "确保", "狠抓", "持续", "着力", "出台", "印发", "改造", "提升",
];

/// Whether a line is the name of a unit and nothing else.
pub fn looks_like_one(line: &str, roster: &Roster) -> bool {
    let line = line.trim();
    let length = line.chars().count();
    if known(line, roster).is_some() {
        return true;
    }
    let Some(ending) =
        ENDINGS.iter().filter(|ending| line.ends_with(**ending)).max_by_key(|ending| ending.len())
    else {
        return false;
    };
    // 人居环境整治领导小组 and 督导组 are units for what they do.
    let stem = &line[..line.len() - ending.len()];
    let stem = VERBS.iter().find_map(|verb| stem.strip_suffix(verb)).unwrap_or(stem);
    let least = if line.ends_with(['县', '区', '市']) { 2 } else { 3 };
    (least..=30).contains(&length)
        && !line.contains(['，', '。', '；', '：', '！', '？', '“', '《', '年', '期'])
        && !VERBS.iter().any(|verb| stem.contains(verb))
}

/// Whether a line begins with what somebody does: 开展义诊活动.
pub fn begins_with_verb(line: &str) -> bool {
    VERBS.iter().filter(|verb| **verb != "关于").any(|verb| line.starts_with(verb))
}

/// The standard name of a unit that is written exactly so in the roster.
pub fn known<'r>(name: &str, roster: &'r Roster) -> Option<&'r str> {
    let is = |own: &str| own == name;
    let unit = roster.units.iter().find(|unit| {
        is(unit.name.as_str())
            || unit.short_names.iter().any(|own| is(own.as_str()))
            || unit.rejected.iter().any(|own| is(own.as_str()))
    })?;
    Some(unit.name.as_str())
}

/// The unit of the roster that a name means.
pub fn is_of_house<'r>(written: &str, roster: &'r Roster) -> Option<&'r str> {
    known(written, roster).or_else(|| county_of(written, roster))
}

/// Whether a line may be the name of a unit by its place alone, whatever it ends in: 望河县政府法制股.
pub fn may_sign(line: &str) -> bool {
    let of_name = |c: char| c.is_alphabetic() || "（）()·“”".contains(c);
    (4..=20).contains(&line.chars().count())
        && line.chars().all(|c| of_name(c) || c.is_whitespace())
        && !line.is_ascii()
        && !VERBS.iter().any(|verb| line.contains(verb))
        && !["特此", "此致", "敬礼", "完毕", "谢谢", "主办", "图为"]
            .iter()
            .any(|it| line.starts_with(it))
}

/// The units that a line names one behind the other: 甲县公安局　乙县公安局. One, where it is a name.
pub fn each<'l>(line: &'l str, roster: &Roster) -> Vec<&'l str> {
    let parts: Vec<&str> = line
        .split([' ', '　', '、', '\t'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // 望河县 水利局 is one, with a blank in it; a county alone is named with others of its sort.
    let is_county = |part: &&str| part.ends_with(['县', '区', '市']);
    let counties = parts.iter().filter(|part| is_county(part)).count();
    let alike = counties == 0 || counties == parts.len();
    match parts.len() > 1 && alike && parts.iter().all(|part| looks_like_one(part, roster)) {
        true => parts,
        false => vec![line.trim()],
    }
}

/// The unit that a line names, as the house writes it; several as one source.
pub fn standard(written: &str, roster: &Roster, why: &str) -> Guess<String> {
    let parts = each(written, roster);
    if parts.len() < 2 || known(written.trim(), roster).is_some() {
        return one(written, roster, why);
    }
    together(&parts, roster, why)
}

/// Several units as one source.
pub fn together(parts: &[&str], roster: &Roster, why: &str) -> Guess<String> {
    let all: Vec<Guess<String>> = parts.iter().map(|part| one(part, roster, "")).collect();
    let mut names: Vec<&str> = Vec::new();
    for guess in &all {
        if !names.contains(&guess.value.as_str()) {
            names.push(&guess.value);
        }
    }
    let written: String = parts.iter().map(|part| format!("「{part}」")).collect();
    let why = match why.contains(&written) {
        true => why.to_owned(),
        false => format!("{why}，写的是{written}"),
    };
    match names.as_slice() {
        [only] => {
            let confidence = all.iter().map(|it| it.confidence).min().unwrap_or(Confidence::Low);
            Guess::new((*only).to_owned(), confidence, format!("{why}，都是「{only}」"))
        }
        several => Guess::new(several.join("、"), Confidence::Medium, format!("{why}，是几个单位")),
    }
}

fn one(written: &str, roster: &Roster, why: &str) -> Guess<String> {
    let written = written.trim().trim_matches(['（', '）', '(', ')', '【', '】', '[', ']']).trim();
    if let Some(name) = known(written, roster) {
        let reason = match name == written {
            true => format!("{why}，名册里有"),
            false => format!("{why}，写的是「{written}」，按名册写作「{name}」"),
        };
        return Guess::new(name.to_owned(), Confidence::High, reason);
    }
    // 平鲁 is 平鲁区.
    let mut short = roster.units.iter().filter(|unit| unit.county).map(|unit| unit.name.as_str());
    let is_short = |name: &&str| {
        written.chars().count() > 1 && name.strip_suffix(['县', '区', '市']) == Some(written)
    };
    if let Some(name) = short.find(is_short) {
        let reason = format!("{why}，写的是「{written}」，按名册写作「{name}」");
        return Guess::new(name.to_owned(), Confidence::High, reason);
    }
    if let Some(name) = county_of(written, roster) {
        let reason = format!("{why}，写的是「{written}」，按名册归到「{name}」");
        return Guess::new(name.to_owned(), Confidence::High, reason);
    }
    let reason = match roster.units.is_empty() {
        true => why.to_owned(),
        false => format!("{why}，名册里没有"),
    };
    Guess::new(written.to_owned(), Confidence::Medium, reason)
}

/// The county whose office a unit is: 中共山阴县委办公室, 山阴县人民政府. Not its bureaus.
fn county_of<'r>(written: &str, roster: &'r Roster) -> Option<&'r str> {
    const OFFICES: &[&str] = &[
        "委",
        "县委",
        "区委",
        "市委",
        "委办",
        "委办公室",
        "委宣传部",
        "政府",
        "人民政府",
        "政府办",
        "政府办公室",
        "人民政府办公室",
        "委、政府",
        "委、县政府",
        "委、区政府",
        "委县政府",
        "委区政府",
        "管委会",
        "管理委员会",
        "管委会办公室",
        "党政办",
        "党政办公室",
        "党政综合办公室",
        "领导小组办公室",
    ];
    let bare = written.strip_prefix("中共").unwrap_or(written);
    roster
        .units
        .iter()
        .map(|unit| unit.name.as_str())
        .find(|name| bare.strip_prefix(name).is_some_and(|rest| OFFICES.contains(&rest)))
}

/// The only unit of the roster that a text names; its counties before its other units.
pub fn only_named<'r>(text: &str, roster: &'r Roster) -> Option<&'r str> {
    let named = |county: bool| {
        let mut found = roster.units.iter().filter(|unit| unit.county == county).filter(|unit| {
            text.contains(unit.name.as_str())
                || unit.short_names.iter().any(|own| text.contains(own.as_str()))
        });
        let first = found.next();
        match found.next() {
            None => first.map(|unit| unit.name.as_str()),
            Some(_) => None,
        }
    };
    // 朔城区 in 朔州经济开发区 stands beside it: whose it is nobody can say.
    match (named(true), named(false)) {
        (Some(_), Some(_)) => None,
        (county, other) => county.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Text;
    use crate::model::Unit;

    fn roster() -> Roster {
        let unit = |name: &str, short: &[&str]| Unit {
            name: Text::unplaced(name),
            rejected: Vec::new(),
            short_names: short.iter().map(|name| Text::unplaced(*name)).collect(),
            from: None,
            county: name.ends_with(['县', '区']),
        };
        let units = vec![unit("山阴县", &["山阴"]), unit("市生态环境局", &["市环保局"])];
        Roster { leaders: Vec::new(), units }
    }

    #[test]
    fn units_as_the_house_writes_them() {
        let name = |written: &str| standard(written, &roster(), "落款").value;
        assert_eq!(name("（山阴县）"), "山阴县");
        assert_eq!(name("市环保局"), "市生态环境局");
        assert_eq!(name("中共山阴县委办公室"), "山阴县");
        assert_eq!(name("山阴县水利局"), "山阴县水利局");
        assert_eq!(name("应县"), "应县");
    }

    #[test]
    fn what_a_unit_looks_like() {
        let roster = roster();
        let looks = |line: &str| looks_like_one(line, &roster);
        assert!(looks("山阴") && looks("应县人民政府办公室") && looks("市水务局"));
        assert!(looks("农村人居环境整治领导小组") && looks("市委督导组") && looks("朔城区整改办"));
        assert!(!looks("山阴县建成智慧环保指挥中心") && !looks("加快建设美丽山阴县"));
        assert!(!looks("李书记到山阴县调研水利局") && !looks("一个全新的开始"));
        assert!(
            !looks("关于加强农村人居环境整治的工作局") && !looks("强化责任落实，建设美丽山阴县")
        );
    }
}
