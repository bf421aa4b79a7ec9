//! What may stand behind a label that announces nothing of an entry: a name, a number, little else.
//!
//! 终审：李明 passes a dispatch on; 终审：领导小组审定296件 tells of work, and is text.

use super::labels::{CONTACT, EDITORS, OF_PAGES, PAGE};
use super::{numbers, people, units};
use crate::model::Roster;

/// The most characters of a word that is no name and no number.
const WORD: usize = 5;
/// The most words.
const WORDS: usize = 8;

/// Whether what stands behind a label, which is told as `what`, is what belongs to it.
pub fn belongs(word: &str, what: &str, said: &str, roster: &Roster) -> bool {
    let said = &without_print_run(said);
    if said.is_empty() || people::are_names(said) || is_brief(said) {
        return true;
    }
    if units::looks_like_one(said, roster) && !said.contains(|c: char| c.is_ascii_digit()) {
        return true;
    }
    match what {
        "报送发" => are_receivers(said, roster),
        CONTACT => said.contains('@') && !said.contains('。') || is_person(said, roster),
        EDITORS => is_person(said, roster),
        PAGE if OF_PAGES.contains(&word) => true,
        PAGE => numbers::is_number_of_paper(said) || is_day(said),
        _ => is_plain(said, 30),
    }
}

/// Few short words: 大 中 小, 有效, 王某某、李某.
fn is_brief(said: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || "、/／|｜·[]【】（）()-—>＞".contains(c);
    let words: Vec<&str> = said.split(parts).filter(|word| !word.is_empty()).collect();
    let single = words.len() > 1 || words.iter().all(|word| word.chars().count() < WORD);
    words.len() <= WORDS && single && words.iter().all(|word| is_plain(word, WORD))
}

/// Few characters, and neither a number nor a sentence among them.
fn is_plain(said: &str, most: usize) -> bool {
    said.chars().count() <= most
        && !said.contains(['，', '。', '；', '！', '？'])
        && !said.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// A person with a unit or a telephone: 县水利局 李明，李明 13800000000.
fn is_person(said: &str, roster: &Roster) -> bool {
    let is_one = |part: &str| {
        people::are_names(part)
            || units::looks_like_one(part, roster)
            || numbers::is_telephone_of(part)
            || is_brief(part)
            || is_day(part)
            || part
                .split_once([' ', '　'])
                .is_some_and(|(unit, names)| people::are_names(names) && is_plain(unit, 20))
    };
    numbers::is_telephone_of(said)
        || is_day(said)
        || said.split(['，', ',', '；', ';']).map(str::trim).all(is_one)
}

fn is_day(said: &str) -> bool {
    let found = super::dates::first(said);
    found.is_some_and(|found| found.range.start == 0 && said.chars().count() <= 20)
}

/// 省委、省政府；各县（市、区）: whom a paper goes to.
fn are_receivers(said: &str, roster: &Roster) -> bool {
    const WHOLE: &[&str] = &[
        "单位", "领导", "部门", "常委", "委员", "成员", "同志", "乡镇", "街道", "办", "组", "委",
        "府", "人大", "政协", "书记", "县长", "市长", "区长", "主任", "企业", "学校", "村", "股室",
        "科室", "局", "部", "存档", "有关", "县", "区", "市", "镇", "乡", "）", ")", "长", "会",
    ];
    let said = said.trim_end_matches(['。', '.']);
    let is_one = |part: &str| {
        let part = part.trim();
        part.is_empty()
            || units::looks_like_one(part, roster)
            || WHOLE.iter().any(|it| part.ends_with(it))
    };
    !said.contains('。')
        && !said.contains(|c: char| c.is_ascii_digit())
        && said.split(['，', ',', '、', '；', ';', ' ', '　']).all(is_one)
}

/// Without （共印50份） at the end.
fn without_print_run(said: &str) -> String {
    let said = said.trim();
    let at = said.rfind(['（', '(']).filter(|at| numbers::is_print_run(&said[*at..]));
    said[..at.unwrap_or(said.len())].trim().to_owned()
}

/// （此件公开发布）, 此件依申请公开: how far a paper goes.
pub fn is_of_paper(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace() && *c != '。').collect();
    let of_paper = bare.starts_with("此件") && bare.contains("公开");
    let whole = ["主动公开", "依申请公开", "不予公开"].contains(&bare.as_str());
    let named =
        ["公开属性：", "信息公开选项：", "公开类别："].iter().any(|it| bare.starts_with(it));
    (of_paper || whole || named) && bare.chars().count() <= 14
}

/// （李明　摄）, 李明/摄, 望河县融媒体中心供图: who took the pictures.
pub fn is_credit(line: &str) -> bool {
    let words = ["摄影报道", "摄影", "供图", "图片", "摄"];
    let Some(word) = words.iter().find(|word| line.ends_with(**word)) else { return false };
    let who = line[..line.len() - word.len()].trim_end_matches([' ', '　', '/', '／', '：', ':']);
    let parted = who.len() + word.len() < line.len() || *word != "图片";
    parted
        && (people::are_names(who)
            || (*word == "供图" && units::looks_like_one(who, &Roster::default())))
}

#[cfg(test)]
mod tests {
    use super::super::lines::read;
    use super::*;

    /// Labels are taken off with names, numbers and few words behind them, and never with a sentence.
    #[test]
    fn what_belongs_to_labels() {
        let roster = Roster::default();
        for line in [
            "终审：李明",
            "初审：李明 复审：王芳 终审：张伟",
            "审核：县委宣传部",
            "审核人：县委办 王芳",
            "编辑：赵五　　审核：钱六　　签发：孙七　　（共印50份）",
            "电话：0349-1234567",
            "电话：12345",
            "联系人：李明，电话：138",
            "联系电话：0349-1234567转802",
            "邮箱：wanghe@example.com",
            "制作：某某",
            "分享到：微信 微博 QQ空间",
            "打印：",
            "有效性：有效",
            "索引号：1150/2018-00012",
            "上一篇：石梁县召开大会，部署工作",
            "报：省委、省政府，省人大。",
            "发：各县（市、区）协调联络组，市直各单位",
            "生效日期：2018年11月20日",
            "（共印120份）",
            "共印 50 份",
            "— 1 —",
            "（此件公开发布）",
            "（李明　摄）",
            "李明/摄",
        ] {
            let found = read(line, &roster);
            assert!(!found.is_empty(), "{line} is text");
        }
        for line in [
            "终审：领导小组审定296件",
            "审核：县直部门核查308件，核减资金120万元",
            "制作：宣传展板60块，张贴标语300条",
            "电话：回访群众1200人次，满意率达到98%",
            "电话：每天接听咨询，耐心解答群众疑问",
            "分享：经验做法在全省推广学习交流",
            "打印：各类证照3200份",
            "有效性：经检测达到95%以上",
            "校对：数据逐项核准，一户不漏",
            "主动公开信息120条",
            "送：化肥种子300吨",
            "发：救灾物资2000件",
            "传真：报送材料40余份",
            "关键词：实干。全县上下拧成一股绳",
            "录入：信息系统12000条，准确率100%",
            "共印发宣传册3000册",
            "文字：材料全部归档，图片同步留存",
            "来源：群众举报120件",
            "发布时间：每月5日前由各乡镇统一报送",
        ] {
            let found = read(line, &roster);
            assert!(found.is_empty(), "{line} is {found:?}");
        }
    }
}
