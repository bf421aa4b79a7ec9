//! Rules about words: slips that everybody makes, and those a house keeps a list of.

mod alike;
mod beside;
mod collocation;
mod collocations;
mod doubled;
mod grammar;
mod list;
mod meant;
mod misspelt;
mod particle;
mod redundant;
mod right;
mod taken;
mod unmet;

use std::ops::Range;

use chrono::NaiveDate;

use super::across::Archive;
use super::context::{is_quoted, tells_of_before};
use super::rule::rules;
use super::{Draft, Findings, Group, Part, Passage, Rulebook};
use crate::diagnostic::Diagnostic;
pub use alike::alike;
pub use list::Wordlist;
use list::{Sort, Word};
use meant::Finder;

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
    /// 两个词都有，意思不一样。只收看前后文就能断定的，如「截止」后面是日期、「反应」的是问题、「渡过」的是一段时间；提示里写明怎样区分。
    ///
    /// - 错：截止2018年11月底，全市完成改造3万户
    /// - 对：截至2018年11月底，全市完成改造3万户
    ///
    /// 本单位确实要用的词，写在 `lexicon.yaml` 的「不查」里。
    CONFUSED_WORD = "confused-word", Warning;
    /// 这里没有这个词，多半是同音字、形近字写错了，或两个字写颠倒了、漏了一个字。
    ///
    /// 程序带有一部词典，记着公文里各词出现多少次。一处文字拆开来不成词，换上一个同音或形近的字、调换两个字或补上
    /// 一个字就成了公文里常用的词，前后也连得上，就提醒；四个字的词语改了才通的，是错误，可以自动改。姓名、地名、
    /// 引号和书名号里的不查；本单位要用的词，写在 `lexicon.yaml` 的「不查」里。
    ///
    /// - 错：完善基础设失、加强环境治量监测、坚持以高质量展统揽全局
    /// - 对：完善基础设施、加强环境质量监测、坚持以高质量发展统揽全局
    MISSPELT_WORD = "misspelt-word", Warning;
    /// 一个字、一个词多写了一遍。
    ///
    /// - 错：会议议强调、小微企业的的信贷、做好做好追肥
    /// - 对：会议强调、小微企业的信贷、做好追肥
    DOUBLED_CHARACTER = "doubled-character", Warning;
    /// 一个意思说了两遍，或否定了两次。
    ///
    /// 「截至」就是到那时为止，「切忌」就是千万不要；「防止不再发生」否定了两次，意思正好反了。
    ///
    /// - 错：截至目前为止，已建成680个；防止类似问题不再发生；超过200户以上
    /// - 对：截至目前，已建成680个；防止类似问题再次发生；超过200户
    REDUNDANT_WORDING = "redundant-wording", Warning;
    /// 动词和名词搭配不上。
    ///
    /// 力度是「加大」的，步伐是「加快」的，水平是「提高」的，任务是「完成」的，职责是「履行」的。
    /// 只收公文里从来不这样说的。
    ///
    /// - 错：提高打击力度、加大建设步伐、服务水平不断扩大、改善就医难问题
    /// - 对：加大打击力度、加快建设步伐、服务水平不断提高、解决就医难问题
    WRONG_COLLOCATION = "wrong-collocation", Warning;
    /// 句子缺了成分，或关联词用错了。
    ///
    /// 「通过……，使……」没有主语；「只要」配「就」，「只有」配「才」；「既……，又……」不写成「即」；
    /// 「能否」说两面，后面也要说两面；「合格达99%」漏了「率」。
    ///
    /// - 错：通过开展活动，使群众的意识增强；即方便了群众，又减轻了负担；开展以清理楼道为主题，清运杂物46吨
    /// - 对：开展活动，使群众的意识增强；既方便了群众，又减轻了负担；开展以清理楼道为主题的活动，清运杂物46吨
    FAULTY_SENTENCE = "faulty-sentence", Warning;
    /// 「的」「地」「得」用错了。
    ///
    /// 怎样做，用「地」；做得怎样，用「得」。只收看前后文就能断定的。
    ///
    /// - 错：扎实的推进厕所革命；整改抓的实、见效快
    /// - 对：扎实地推进厕所革命；整改抓得实、见效快
    PARTICLE = "particle", Warning;
    /// 本单位词表里不让用的词。
    ///
    /// 工作区的 `lexicon.yaml` 可以列出自己的错词、旧称和要统一的说法：
    ///
    /// ```yaml
    /// 词表:
    ///   - {错: 环保局, 对: 生态环境局, 除非: [原环保局], 自: 2019-03-01, 说明: 2019 年机构改革后改称}
    /// 不查: [截止目前]
    /// ```
    ///
    /// 写了「自」的，那一天以前的稿件、说以前某年的句子不查。引号、书名号里的只提醒，不自动改；
    /// 名册里的姓名和单位名称不查。
    HOUSE_WORD = "house-word", Warning;
}

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    let issued = draft.issue.date;
    let mut finder = Finder::default();
    for passage in &draft.note {
        look(passage, issued, book, &mut finder, out);
    }
    for story in &draft.stories {
        let day = story.entry.date.unwrap_or(issued);
        for passage in &story.passages {
            look(passage, day, book, &mut finder, out);
        }
    }
}

/// Looks for wrong words in a passage of a text of that day.
fn look(
    passage: &Passage<'_>,
    day: NaiveDate,
    book: &Rulebook,
    finder: &mut Finder,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let found = book.words.find(text);
    if !matches!(passage.part, Part::Name | Part::Author) {
        // What the lists know is told once.
        let listed: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        misspelt::check(passage, &listed, book, finder, out);
        if passage.part.is_body() || passage.part == Part::Title {
            taken::check(passage, &listed, out);
            redundant::check(passage, out);
            collocation::check(passage, out);
            grammar::check(passage, out);
            particle::check(passage, out);
        }
    }
    for (range, word) in found {
        let then =
            word.from.is_some_and(|from| day < from || tells_of_before(text, range.start, from));
        // A house that gives a name so wants it so.
        if then || book.directory.names(text, &range) {
            continue;
        }
        // What is quoted stays as it was said, and what was stays as it was called.
        let is_told = is_quoted(text, range.start)
            || (word.sort == Sort::House && tells_of_before(text, range.start, day));
        tell(passage, range, &word, !is_told, out);
    }
}

fn tell(
    passage: &Passage<'_>,
    range: Range<usize>,
    word: &Word,
    is_mendable: bool,
    out: &mut Findings<'_>,
) {
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
        finding.help = Some(if is_mendable {
            format!("改成「{right}」")
        } else {
            format!("核对原文；不是照引原文的，改成「{right}」")
        });
        if is_mendable {
            finding.fix.extend(passage.edit(range, right.as_str()));
        }
    }
    match word.level {
        Some(level) => out.push_at(rule, level, finding),
        None => drop(out.push(rule, finding)),
    }
}
