//! Rules about words: slips that everybody makes, and those a house keeps a list of.

mod list;

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Passage, Rulebook};
use crate::diagnostic::Diagnostic;
pub use list::Wordlist;
use list::{Sort, Word};

/// The rules.
pub const GROUP: Group = Group { name: "用词", rules: RULES, check };

rules! {
    /// 公文里常见的错别字。
    ///
    /// 程序带有一张错词表，只收在公文里一定错的写法（如「布署」），或看前后文就知道错的（如「截止目前」）。
    ///
    /// - 错：会议对秋冬季工作进行了布署
    /// - 对：会议对秋冬季工作进行了部署
    ///
    /// 本单位确实要用的词，写在 `lexicon.yaml` 的「不查」里。
    WRONG_WORD = "wrong-word", Warning;
    /// 容易混淆的词用错了。
    ///
    /// 两个词都有，意思不一样。只收看前后文就能断定的，如「截止」后面是日期、「反应」后面是情况；提示里写明怎样区分。
    ///
    /// - 错：截止2018年11月底，全市完成改造3万户
    /// - 对：截至2018年11月底，全市完成改造3万户
    ///
    /// 本单位确实要用的词，写在 `lexicon.yaml` 的「不查」里。
    CONFUSED_WORD = "confused-word", Warning;
    /// 本单位词表里不让用的词。
    ///
    /// 工作区的 `lexicon.yaml` 可以列出自己的错词、旧称和要统一的说法：
    ///
    /// ```yaml
    /// 词表:
    ///   - {错: 环保局, 对: 生态环境局, 除非: [原环保局], 说明: 2019 年机构改革后改称}
    /// 不查: [截止目前]
    /// ```
    HOUSE_WORD = "house-word", Warning;
}

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    for passage in draft.passages() {
        for (range, word) in book.words.find(&passage.text) {
            tell(passage, range, word, out);
        }
    }
}

fn tell(passage: &Passage<'_>, range: std::ops::Range<usize>, word: &Word, out: &mut Findings<'_>) {
    let rule = match word.sort {
        Sort::Slip => WRONG_WORD,
        Sort::Confused => CONFUSED_WORD,
        Sort::House => HOUSE_WORD,
    };
    let wrong = &passage.text[range.clone()];
    let message = match &word.right {
        Some(right) => format!("「{wrong}」应是「{right}」"),
        None => format!("「{wrong}」不要用"),
    };
    let mut finding = Diagnostic::error(rule.code, message).at(passage.span(range.clone()));
    finding.note.clone_from(&word.reason);
    if let Some(right) = &word.right {
        finding.help = Some(format!("改成「{right}」"));
        finding.fix.extend(passage.edit(range, right.as_str()));
    }
    match word.level {
        Some(level) => out.push_at(rule, level, finding),
        None => drop(out.push(rule, finding)),
    }
}
