//! Question marks on sentences that ask nothing.

use super::rules::QUESTION_MARK;
use crate::check::context::is_quoted;
use crate::check::cues::first_chars;
use crate::check::{Findings, Passage};

/// Verbs whose object may be a question that nobody asks.
const ABOUT: &[&str] = &[
    "研究了",
    "讨论了",
    "探讨了",
    "了解",
    "说明了",
    "介绍了",
    "明确了",
    "汇报了",
    "解释了",
    "不知道",
    "研究解决",
    "决定了",
    "取决于",
    "思考",
    "摸清",
    "弄清",
    "搞清",
    "询问",
    "打听",
    "交流了",
    "交流",
    "分析了",
    "回答了",
    "关系到",
    "关注",
    "查看",
    "核查",
    "核实",
    "检查",
    "掌握",
    "考虑",
    "研究",
    "讨论",
    "探讨",
    "说清",
    "讲清",
    "看看",
    "明白",
    "清楚",
    "请教",
    "解答了",
    "介绍",
    "考验",
    "想知道",
];

/// Whose telling it is where the verb alone could be a question's as well.
const TELLERS: &[&str] = &[
    "会议", "大会", "例会", "座谈", "组", "一行", "县委", "市委", "区委", "政府", "负责", "同志",
    "县", "市", "局", "市长", "书记", "干部", "专家", "群众", "代表", "委员", "详细", "认真",
    "重点", "深入", "仔细", "就",
];

const ASKS: &[&str] = &[
    "如何",
    "怎样",
    "怎么",
    "是否",
    "哪些",
    "什么",
    "多少",
    "谁",
    "能否",
    "可否",
    "有没有",
    "为何",
    "多大",
    "多高",
    "多久",
    "高不高",
    "好不好",
    "够不够",
    "实不实",
    "严不严",
    "到位不到位",
    "多长",
    "几个",
    "哪里",
    "何时",
    "行不行",
    "能不能",
    "大不大",
    "难不难",
    "到没到位",
    "有无",
    "快不快",
    "稳不稳",
    "准不准",
    "全不全",
    "会不会",
    "愿不愿",
    "足不足",
    "落没落实",
    "通不通",
    "顺不顺",
    "安不安全",
];

/// 会议研究了如何推进改造？ and 如何用上场？是难题.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, mark) in passage.find('？') {
        let window = text.floor_char_boundary(at.saturating_sub(240));
        let start =
            text[window..at].rfind(['。', '！', '？', '；', '\n', '“']).map_or(window, |it| {
                window + it + text[window + it..].chars().next().map_or(0, char::len_utf8)
            });
        let sentence = &text[start..at];
        let behind = &text[at + mark.len()..];
        let mut tell = |message: &str, fix: Option<&str>, help: &str| {
            if let Some(found) = out.add(QUESTION_MARK, passage, at..at + mark.len(), message) {
                found.help = Some(help.to_owned());
                found.fix.extend(fix.and_then(|mark| passage.edit(at..at + '？'.len_utf8(), mark)));
            }
        };
        if is_quoted(text, at) {
            continue;
        }
        let asks = |text: &str| ASKS.iter().any(|word| text.contains(word));
        // 如何破题？是…: a question as the subject of a statement.
        let subject = [
            "是",
            "成为",
            "成了",
            "一直是",
            "关系",
            "关键在于",
            "取决于",
            "直接关系",
            "考验着",
            "始终是",
            "已成为",
        ];
        let goes_on = subject.iter().any(|word| behind.starts_with(word))
            && !first_chars(behind, 50)
                .split(['。', '！'])
                .next()
                .unwrap_or_default()
                .contains('？');
        let about = ["就如何", "就怎样", "围绕如何", "对如何", "针对如何", "关于如何", "就是否"]
            .iter()
            .any(|word| sentence.contains(word));
        let held = ["进行", "展开", "开展", "作了", "提出", "深入", "交流", "讨论"]
            .iter()
            .any(|word| behind.starts_with(word));
        if (goes_on && asks(sentence)) || (about && held) {
            tell("这一问是句子的一部分，中间用了问号", None, "改成逗号，或删去");
            continue;
        }
        // 是甲？还是乙？
        if behind.starts_with("还是") && first_chars(behind, 40).contains('？') {
            tell("选择问的前一问用了问号", None, "改成逗号，句末才用问号");
            continue;
        }
        // 读书班开班？: nothing in it asks.
        let told = [
            "召开", "举办", "开班", "启动", "完成", "组织", "开展", "建成", "印发", "举行", "投用",
            "竣工",
        ]
        .iter()
        .any(|word| sentence.contains(word));
        let asking = |text: &str| {
            text.contains(|c: char| "吗呢吧么何哪谁岂没否怎什啥几".contains(c))
                || ["难道", "不是", "还是", "多少", "能不能", "会不会", "要不要", "多大", "多久"]
                    .iter()
                    .any(|word| text.contains(word))
        };
        if told && !asking(sentence) && sentence.chars().count() >= 8 {
            tell("这一句没有提问，句末却用了问号", None, "改成句号");
            continue;
        }
        let Some(verb) = ABOUT.iter().filter_map(|verb| sentence.find(verb)).min() else {
            continue;
        };
        // 你了解如何办理吗？ is a question, and so is what stands behind a colon.
        let is_asked = sentence.ends_with(['吗', '呢', '么', '吧'])
            || ["你", "您", "咱", "大家", "请问", "：", "反问", "追问", "问："].iter().any(|word| sentence.contains(word))
            // 如何研究…？
            || asks(&sentence[..verb]);
        let is_told = TELLERS.iter().any(|word| sentence[..verb].contains(word));
        if asks(&sentence[verb..]) && !is_asked && is_told {
            tell("这一句没有提问，句末却用了问号", Some("。"), "改成句号");
        }
    }
}
