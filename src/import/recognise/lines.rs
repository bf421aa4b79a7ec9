//! What a single line of the head or the tail of a dispatch is.

use super::dates::{self, Found};
use super::labels::{self, CONTACT, EDITORS, Label, Labelled, PAGE};
use super::{behind, greetings, numbers, page, people, units};
use crate::import::bare::dense;
use crate::import::document::Paragraph;
use crate::model::Roster;

/// What a line says about the dispatch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The title, named as such.
    Title(String),
    /// The unit that sent it.
    Unit(String),
    /// The date.
    Date(Found, String),
    /// Unit and date.
    Both(String, Found, String),
    /// Who wrote it.
    Author(String),
    /// Names that stand where those who wrote sign.
    Names(String),
    /// Something that an entry does not have, with what it is.
    Other(&'static str),
}

/// The most characters of a line that says something; more is text.
const LONGEST: usize = 240;
/// What is told of a label with nothing behind it.
const EMPTY: &str = "空着的项目";
/// What is told of greetings and thanks.
pub const GREETING: &str = "客套话";
/// What stands behind who sent a dispatch: 平鲁区供稿.
pub const SENT: [&str; 3] = ["供稿", "撰稿", "报送"];
/// Where the seal goes on paper, without its brackets.
const SEALS: &[&str] =
    &["盖章", "公章", "章", "印章", "加盖公章", "印", "签章", "代章", "单位公章"];
/// What a line is; empty when it may be a title or text. Several things may stand in one line.
pub fn read(line: &str, roster: &Roster) -> Vec<Line> {
    if line.chars().nth(LONGEST).is_some() {
        return Vec::new();
    }
    let unsealed = without_seal(line);
    let line = unsealed.as_deref().unwrap_or(line);
    let bare = inner(line);
    if bare.is_empty() {
        return Vec::new();
    }
    if let Some(found) = labels::find(bare).and_then(|it| labelled(it.0, &it.1, roster)) {
        return found;
    }
    // 2018年11月20日　望河县水利局. Units alone are a list.
    let parts: Vec<&str> = bare
        .split(['　', '|', '｜', '\n'])
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let several: Option<Vec<Line>> = parts.iter().map(|part| one(part, roster)).collect();
    let several = several.filter(|several| {
        let is_unit = |line: &Line| matches!(line, Line::Unit(_));
        several.len() > 1 && !several.iter().all(is_unit)
    });
    several
        .or_else(|| unit_and_people(bare, roster))
        .or_else(|| sent_by(bare, roster))
        .unwrap_or_else(|| one(line, roster).into_iter().collect())
}

/// 望河县水利局（盖章）: without the brackets that say where the seal goes. Those before a colon are of
/// a label.
fn without_seal(line: &str) -> Option<String> {
    let pairs = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')];
    pairs.into_iter().find_map(|(open, close)| {
        let (before, rest) = line.split_once(open)?;
        let (inside, behind) = rest.split_once(close)?;
        let inside = dense(inside);
        let of_label = behind.trim_start().starts_with(['：', ':']);
        let said = !before.trim().is_empty() || !behind.trim().is_empty();
        (SEALS.contains(&inside.as_str()) && !of_label && said)
            .then(|| format!("{before} {behind}"))
    })
}

/// 平鲁区供稿, 李明　供稿: who sent it before the word that says so.
fn sent_by(line: &str, roster: &Roster) -> Option<Vec<Line>> {
    let said = SENT.iter().find_map(|word| line.strip_suffix(word))?.trim_end();
    if units::looks_like_one(said, roster) {
        return Some(vec![Line::Unit(said.to_owned())]);
    }
    people::are_names(said).then(|| vec![Line::Author(said.to_owned())])
}

/// Whether a line has a label and nothing but what belongs to labels.
pub fn is_labelled(line: &str, roster: &Roster) -> bool {
    let short = line.chars().nth(LONGEST).is_none();
    let found = short.then(|| labels::find(inner(line))).flatten();
    found.is_some_and(|it| labelled(it.0, &it.1, roster).is_some())
}

/// What labels and what is behind them come to; none where one of them announces something else,
/// and the line is text.
fn labelled(before: &str, parts: &[Labelled<'_>], roster: &Roster) -> Option<Vec<Line>> {
    let mut found = Vec::new();
    if !before.is_empty() {
        let of_page = parts.iter().any(|it| {
            matches!(it.label, Label::Published | Label::Count) || it.label == Label::Other(PAGE)
        });
        let rest = unit_and_people(before, roster);
        let rest = rest.or_else(|| one(before, roster).map(|line| vec![line]));
        // The name of a page before when it went up.
        let named = || (of_page && before.chars().count() <= 12).then(|| vec![Line::Other(PAGE)]);
        found.extend(rest.or_else(named)?);
    }
    for part in parts {
        let said = part.said;
        let is_number = |c: char| c.is_ascii_digit() || "次人万+＋,，.… ".contains(c);
        found.extend(match part.label {
            _ if part.loose && !is_name_or_number(said, roster) => return None,
            Label::Count => {
                vec![said.chars().all(is_number).then_some(Line::Other(PAGE))?]
            }
            Label::Other(what) => {
                behind::belongs(part.word, what, said, roster).then(|| vec![Line::Other(what)])?
            }
            _ if said.is_empty() => vec![Line::Other(EMPTY)],
            Label::Title => vec![Line::Title(unquoted(said))],
            Label::Unit => of_unit(said, roster)?,
            Label::Date => vec![date(said)?],
            Label::Published => vec![match (date(said), dates::first(said)) {
                (Some(date), _) => date,
                // 2018-11-10 收藏
                (None, Some(found)) => Line::Date(found, said.to_owned()),
                (None, None) if said.chars().count() <= 12 && !said.contains(['，', '。']) => {
                    Line::Other("看不懂的日期")
                }
                (None, None) => return None,
            }],
            Label::Author => of_author(said, roster)?,
        });
    }
    Some(found)
}

fn is_name_or_number(said: &str, roster: &Roster) -> bool {
    people::are_names(said)
        || units::looks_like_one(said, roster)
        || numbers::has_telephone(said)
        || unit_and_people(said, roster).is_some()
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').to_owned()
}

/// What stands behind 来源： or 报送单位：.
fn of_unit(said: &str, roster: &Roster) -> Option<Vec<Line>> {
    let said = unquoted(said);
    let seal = ["（盖章）", "(盖章)", "（公章）", "(公章)", "（章）"];
    let said = seal.iter().fold(said.as_str(), |said, seal| said.trim_end_matches(seal)).trim();
    if page::NOBODY.contains(&said) {
        return Some(vec![Line::Other("网页的来源")]);
    }
    if let Some(both) = unit_and_date(said) {
        return Some(vec![both]);
    }
    if let Some(both) = unit_and_people(said, roster) {
        return Some(both);
    }
    // 保卫科 李明: what stands before names is the unit, whatever it ends in.
    if let Some((unit, names)) = said.split_once([' ', '　'])
        && people::are_names(names)
        && !people::is_name(unit)
    {
        return Some(vec![Line::Unit(unit.to_owned()), Line::Author(names.trim().to_owned())]);
    }
    let site = page::SITES.iter().find_map(|site| said.strip_suffix(site));
    let site = site.filter(|unit| units::looks_like_one(unit, roster));
    let said = site.unwrap_or(said);
    // 单位：万元 belongs to a table.
    let is_measure = said.chars().count() <= 4
        && said.ends_with(['元', '亩', '吨', '人', '%', '％', '个', '户']);
    let short = (2..=30).contains(&said.chars().count()) && !said.contains(['。', '，']);
    // 来源：群众举报120件 tells where something comes from.
    let counts =
        said.contains(|c: char| c.is_ascii_digit()) && !units::looks_like_one(said, roster);
    (short && !counts && !is_measure).then(|| vec![Line::Unit(said.to_owned())])
}

/// What stands behind 作者： or 供稿：: people, a unit, both, and perhaps a telephone.
fn of_author(said: &str, roster: &Roster) -> Option<Vec<Line>> {
    let said = unquoted(said);
    if units::looks_like_one(&said, roster) {
        return Some(vec![Line::Unit(said)]);
    }
    if let Some(both) = unit_and_people(&said, roster) {
        return Some(both);
    }
    if page::NOBODY.contains(&said.as_str())
        || ["管理员", "小编", "编辑部"].contains(&said.as_str())
        || said.eq_ignore_ascii_case("admin")
    {
        return Some(vec![Line::Other(EDITORS)]);
    }
    if !said.contains(|c: char| c.is_ascii_digit()) {
        let part = |part: &str| people::are_names(part) || units::looks_like_one(part, roster);
        let short = said.chars().count() <= 40 && !said.contains('。');
        let short = short && (!said.contains(['，', '；']) || said.split(['，', '；']).all(part));
        return short.then(|| vec![Line::Author(said)]);
    }
    if !numbers::is_telephone_of(&said) {
        return None;
    }
    // 某某 13800000000 says two things.
    let name = said.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let name = ["联系电话", "电话", "手机"]
        .iter()
        .fold(name.trim_end_matches(|c: char| !c.is_alphabetic()), |name, word| {
            name.strip_suffix(word).unwrap_or(name)
        });
    let name = name.trim_matches([' ', '　', '（', '(', '，', ',', '：', ':', '-', '—']);
    let author = (!name.is_empty()).then(|| Line::Author(name.to_owned()));
    Some(author.into_iter().chain([Line::Other(CONTACT)]).collect())
}

/// 山阴县水利局 张三: a unit, and behind blanks the names of those who wrote.
fn unit_and_people(line: &str, roster: &Roster) -> Option<Vec<Line>> {
    let (unit, names) = line.split_once([' ', '　'])?;
    let unit = Some(unit).filter(|unit| units::looks_like_one(unit, roster))?;
    let names = ["供稿", "撰稿", "报道"]
        .iter()
        .fold(names.trim(), |names, word| names.strip_suffix(word).unwrap_or(names).trim_end());
    let names: Vec<&str> = names.split([' ', '　', '、']).filter(|name| !name.is_empty()).collect();
    let is_name = |name: &&str| people::is_name(name) && !units::looks_like_one(name, roster);
    let named = (1..=3).contains(&names.len()) && names.iter().all(is_name);
    named.then(|| vec![Line::Unit(unit.to_owned()), Line::Author(names.join("、"))])
}

fn one(line: &str, roster: &Roster) -> Option<Line> {
    let bare = inner(line);
    // 山 阴 县: spaced to fill a line.
    let spaced = bare.split([' ', '　']).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let joined = spaced.concat();
    let is_spaced = spaced.len() > 1 && spaced.iter().all(|part| part.chars().count() == 1);
    let bare = if is_spaced { joined.as_str() } else { bare };
    if let Some(date) = date(bare) {
        return Some(date);
    }
    if numbers::is_number_of_issue(bare) {
        return Some(Line::Other("期号"));
    }
    if numbers::is_number_of_paper(bare) {
        return Some(Line::Other("发文字号"));
    }
    if numbers::is_contact(bare) {
        return Some(Line::Other(CONTACT));
    }
    if let Some(names) = bare.strip_suffix(['：', ':']) {
        let mut names = names.split(['、', '，', ',']).map(str::trim);
        // 各镇人民政府、县政府各工作部门：
        let all = |name: &str| {
            let whole = ["部门", "机构", "单位", "乡镇", "街道"];
            name.contains('各') && whole.iter().any(|end| name.ends_with(end)) || name == "直属机构"
        };
        // 山阴县： leads to what is told of it.
        if names.all(|name| {
            units::known(name, roster).is_none()
                && (units::looks_like_one(name, roster) || all(name))
        }) {
            return Some(Line::Other("主送单位"));
        }
    }
    if numbers::is_print_run(bare) {
        return Some(Line::Other("印数"));
    }
    if numbers::is_number_of_page(bare) {
        return Some(Line::Other("页码"));
    }
    if SEALS.contains(&bare) && bare.chars().count() > 1 {
        return Some(Line::Other("盖章处"));
    }
    if behind::is_of_paper(bare) {
        return Some(Line::Other("公开方式"));
    }
    if behind::is_credit(bare) {
        return Some(Line::Other("摄影、供图"));
    }
    if bare.chars().all(|c| "—-－_─━=＝*＊|｜ 　".contains(c)) {
        return Some(Line::Other("分隔线"));
    }
    if greetings::is_one(bare) {
        return Some(Line::Other(GREETING));
    }
    if page::is_around(bare) {
        return Some(Line::Other(PAGE));
    }
    if let Some(Line::Both(medium, ..)) = unit_and_date(bare)
        && page::is_medium(&medium)
    {
        return Some(Line::Other(PAGE));
    }
    if let Some(Line::Both(unit, found, text)) = unit_and_date(bare)
        && units::looks_like_one(&unit, roster)
    {
        return Some(Line::Both(unit, found, text));
    }
    units::looks_like_one(bare, roster).then(|| Line::Unit(bare.to_owned()))
}

/// 2018年11月25日, 2018-11-25 10:23:11, 11月25日 星期日: a date and perhaps the hour.
fn date(text: &str) -> Option<Line> {
    let bare = text.trim().trim_matches(['（', '）', '(', ')', '。', '【', '】']);
    let Some(found) = dates::first(bare) else {
        return is_month(bare).then_some(Line::Other("只有年月的日期"));
    };
    let rest = [&bare[..found.range.start], &bare[found.range.end..]].concat();
    is_hour(&rest).then(|| Line::Date(found, bare.to_owned()))
}

/// 2018年11月.
fn is_month(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c);
    let year_and_month = text.strip_suffix('月').and_then(|rest| rest.split_once('年'));
    year_and_month.is_some_and(|(year, month)| {
        year.chars().count() == 4
            && year.chars().all(digit)
            && (1..=2).contains(&month.trim().chars().count())
            && month.trim().chars().all(digit)
    })
}

/// What stands beside a date that says when: nothing, 10:23:11, 星期日, 上午9时.
fn is_hour(rest: &str) -> bool {
    let mut rest = rest.to_owned();
    for word in ["星期", "周", "上午", "下午", "凌晨", "中午", "晚上"] {
        rest = rest.replacen(word, " ", 1);
    }
    let mark = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || ":：.时点分秒一二三四五六日天（）()".contains(c)
    };
    rest.chars().all(mark) && rest.chars().filter(char::is_ascii_digit).count() <= 6
}

/// 山阴县水利局 2018年11月25日, 山阴县水利局（2018年11月25日）.
fn unit_and_date(text: &str) -> Option<Line> {
    let found = dates::first(text)?;
    let behind = &text[found.range.end..];
    let unit = text[..found.range.start].trim_end_matches(['（', '(', '，', ',', ' ', '　']);
    let unit = unit.trim_end_matches(['编', '印', '发', ' ', '　']).trim();
    let whole = is_hour(behind) && !unit.is_empty();
    whole.then(|| Line::Both(unit.to_owned(), found, text.to_owned()))
}

/// Without brackets around all of it.
fn inner(line: &str) -> &str {
    let line = line.trim();
    for (open, close) in [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')] {
        let inner = line.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return inner.trim();
        }
    }
    // One full-width, one not.
    let mixed = line.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    mixed.filter(|rest| !rest.contains(['（', '(', '）', ')'])).unwrap_or(line).trim()
}

/// A unit in brackets before a title: 【山阴县】第一时间……, or 山阴县：…… where the roster knows it.
pub fn unit_before<'l>(line: &'l str, roster: &Roster) -> Option<(&'l str, &'l str)> {
    for (open, close) in [('【', '】'), ('[', ']'), ('［', '］')] {
        if let Some((unit, rest)) = line.strip_prefix(open).and_then(|rest| rest.split_once(close))
        {
            let is_unit = units::looks_like_one(unit, roster) && !rest.trim().is_empty();
            return is_unit.then(|| (unit, rest.trim()));
        }
    }
    let (unit, rest) = line.split_once(['：', ':'])?;
    (units::known(unit.trim(), roster).is_some() && !rest.trim().is_empty())
        .then(|| (unit.trim(), rest.trim()))
}

/// Whether a paragraph is running text, not a line of the head.
pub fn is_text(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    let length = text.chars().count();
    length > 80 || (text.contains('。') && length > 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_heads_and_tails() {
        let roster = Roster::default();
        let one = |line: Option<Line>| match line {
            Some(Line::Title(text)) => format!("题 {text}"),
            Some(Line::Unit(text)) => format!("单位 {text}"),
            Some(Line::Date(..)) => "日期".to_owned(),
            Some(Line::Both(unit, ..)) => format!("单位和日期 {unit}"),
            Some(Line::Author(text) | Line::Names(text)) => format!("作者 {text}"),
            Some(Line::Other(what)) => what.to_owned(),
            None => "-".to_owned(),
        };
        let is = |line: &str| match read(line, &roster) {
            several if several.is_empty() => one(None),
            several => {
                several.into_iter().map(|line| one(Some(line))).collect::<Vec<_>>().join("，")
            }
        };
        assert_eq!(is("标题：抓好春耕"), "题 抓好春耕");
        assert_eq!(is("（报送单位：山阴县）"), "单位 山阴县");
        assert_eq!(is("（2018年11月25日）"), "日期");
        assert_eq!(is("山阴县人民政府办公室  2018年11月25日"), "单位 山阴县人民政府办公室，日期");
        assert_eq!(is("（供稿：某某）"), "作者 某某");
        assert_eq!(is("供稿：山阴县水利局"), "单位 山阴县水利局");
        assert_eq!(is("联系人：某某　电话：0349-0000000"), "联系人和电话，联系人和电话");
        assert_eq!(is("来源：平鲁区　发布时间：2018-11-10"), "单位 平鲁区，日期");
        assert_eq!(is("第 12 期（总第30期）"), "期号");
        assert_eq!(is("各位领导好："), "客套话");
        assert_eq!(is("报：省委办公厅"), "报送发");
        assert_eq!(is("山 阴　县"), "单位 山阴县");
        assert_eq!(is("2018年第15期"), "期号");
        assert_eq!(is("第三期干部培训班开班"), "-");
        assert_eq!(is("怀环发〔2018〕86号"), "发文字号");
        assert_eq!(is("市协调联络领导小组："), "主送单位");
        assert_eq!(is("各镇人民政府、城关街道办事处,县政府各工作部门、直属机构:"), "主送单位");
        assert_eq!(is("会议要求："), "-");
        assert_eq!(is("中共右玉县委办公室（2018年11月20日）"), "单位和日期 中共右玉县委办公室");
        assert_eq!(is("报送单位：朔城区 2018年11月22日"), "单位和日期 朔城区");
        assert_eq!(is("来源：平鲁区　2018-11-10"), "单位和日期 平鲁区");
        assert_eq!(is("（山阴县水利局 张三 李四）"), "单位 山阴县水利局，作者 张三、李四");
        assert_eq!(is("山阴县政府 部署"), "-");
        assert_eq!(is("撰稿人：某某 13800000000"), "作者 某某，联系人和电话");
        assert_eq!(is("联系人 某某 手机 13800000000"), "联系人和电话");
        assert_eq!(is("某主任您好，现报送我区信息一条，请审阅"), "客套话");
        assert_eq!(is("时间：11月20日上午在县政府召开"), "-");
        assert_eq!(is("———————"), "分隔线");
        assert_eq!(
            is("发布时间：2018-11-10 10:23 | 来源：平鲁区 | 浏览次数：9"),
            "日期，单位 平鲁区，网页上的次数、字号、导航"
        );
        assert_eq!(is("2018-11-10 10:23:11"), "日期");
        assert_eq!(is("2018年11月"), "只有年月的日期");
        assert_eq!(is("【字体：大 中 小】"), "网页上的次数、字号、导航");
        assert_eq!(is("来源：望河县人民政府网"), "单位 望河县人民政府网");
        assert_eq!(is("来源：保卫科 李明"), "单位 保卫科，作者 李明");
        assert_eq!(is("撰稿：李明 审核：王芳"), "作者 李明，编辑、审核、签发");
        assert_eq!(is("报送单位（盖章）：望河县农业农村局"), "单位 望河县农业农村局");
        assert_eq!(is("望河县水利局　供稿人：李明"), "单位 望河县水利局，作者 李明");
        assert_eq!(is("会议编号：2019---001"), "-");
        assert_eq!(is("单位：万元"), "-");
        assert_eq!(is("会议要求，来源：望河县"), "-");
        assert_eq!(is("来源："), "空着的项目");
        assert_eq!(is("山阴县第一时间贯彻落实督察组意见"), "-");
        assert_eq!(is("会议指出：要抓好落实"), "-");
        assert_eq!(is("第一时间落实"), "-");
    }

    #[test]
    fn units_before_titles() {
        let roster = Roster::default();
        assert_eq!(unit_before("【应县】抓好春耕", &roster), Some(("应县", "抓好春耕")));
        assert_eq!(unit_before("【聚焦】抓好春耕", &roster), None);
        assert_eq!(unit_before("应县：抓好春耕", &roster), None);
    }
}
