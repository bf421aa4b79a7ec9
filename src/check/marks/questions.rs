//! Question marks on sentences that ask nothing.

use super::rules::QUESTION_MARK;
use crate::check::context::is_quoted;
use crate::check::cues::first_chars;
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// Verbs whose object may be a question that nobody asks.
const ABOUT: &[&str] = words!("questions.txt", "ABOUT");

/// Whose telling it is where the verb alone could be a question's as well.
const TELLERS: &[&str] = words!("questions.txt", "TELLERS");

const ASKS: &[&str] = words!("questions.txt", "ASKS");

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
        let subject = words!("questions.txt", "check.subject");
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
