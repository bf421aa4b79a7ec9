//! The head of an e-mail that was copied with its text: who, to whom, when, and about what.

use super::document::{Align, Block, Document, Dropped, Letter, Paragraph, Run};
use super::recognise::dates;
use crate::import::bare::dense;

/// What the lines of a head begin with.
const LABELS: &[&str] = &[
    "发件人",
    "收件人",
    "抄送",
    "密送",
    "发送时间",
    "发送日期",
    "日期",
    "时间",
    "主题",
    "附件",
    "回复",
    "答复",
    "重要性",
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "sent",
    "attachments",
    "reply-to",
    "importance",
];
/// What a subject begins with when it was sent on.
const SENT_ON: &[&str] = &["转发", "回复", "答复", "fw", "fwd", "re"];
/// The most lines of a head.
const MOST: usize = 14;

/// Takes the head of an e-mail off a text: tells its lines, and puts its subject where the title
/// stands. Returns how many bytes it had.
pub fn take(text: &str, document: &mut Document) -> usize {
    let (mut end, mut at) = (0, 0);
    let mut head: Vec<&str> = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    let (mut subject, mut from, mut sent) = (None, None, None);
    for line in text.split_inclusive('\n').take(MOST * 2) {
        let shown = line.trim();
        at += line.len();
        if shown.is_empty() {
            // Between label lines some programs leave blank ones.
            continue;
        }
        let dashes = shown.trim_matches(['-', '_', '—', '=', ' ', '　']);
        let is_rule = dashes.is_empty()
            || ["原始邮件", "转发邮件信息", "original message"]
                .contains(&dashes.to_lowercase().as_str());
        let label = shown.split_once(['：', ':']).map(|(label, value)| {
            let label = dense(label);
            (label.to_lowercase(), value.trim())
        });
        match label.filter(|(label, _)| LABELS.contains(&label.as_str())) {
            Some((label, value)) => {
                match label.as_str() {
                    "主题" | "subject" => subject = Some(value),
                    "发件人" | "from" => from = Some(value),
                    "发送时间" | "发送日期" | "日期" | "时间" | "date" | "sent" => {
                        sent = Some(value)
                    }
                    _ => {}
                }
                labels.push(label);
            }
            None if is_rule => {}
            None => break,
        }
        if head.len() == MOST {
            break;
        }
        head.push(shown);
        end = at;
    }
    let has = |names: [&str; 2]| labels.iter().any(|label| names.contains(&label.as_str()));
    if labels.len() < 3 || !has(["发件人", "from"]) || !has(["主题", "subject"]) {
        return 0;
    }
    for line in head {
        document.drop_text(Dropped::Mail, line);
    }
    let subject = bare(subject.unwrap_or_default());
    document.letter = Letter {
        subject: Some(subject.to_owned()).filter(|it| !it.is_empty()),
        from: from.map(without_address).filter(|it| !it.is_empty()).map(str::to_owned),
        sent: sent.and_then(dates::first),
    };
    let bare = dense(subject);
    let follows = text[end..].lines().filter(|line| !line.trim().is_empty()).take(4);
    let is_there = follows.map(dense).any(|line| line == bare);
    if !is_there && !subject.is_empty() {
        let run = Run { text: subject.to_owned(), ..Run::default() };
        let title = Paragraph {
            runs: vec![run],
            is_title: true,
            align: Align::Start,
            ..Paragraph::default()
        };
        document.blocks.push(Block::Paragraph(title));
    }
    end
}

/// 应县政府办 of 应县政府办<yx@example.com>, with or without quotes.
fn without_address(from: &str) -> &str {
    let name = from.split(['<', '＜', '(', '（', '[']).next().unwrap_or_default();
    name.trim_matches(|c: char| c.is_whitespace() || "\"'“”;；".contains(c))
}

/// A subject without what says that it was sent on.
fn bare(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((before, behind)) = rest.split_once(['：', ':']) {
        if !SENT_ON.contains(&before.trim().to_lowercase().as_str()) {
            break;
        }
        rest = behind.trim();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_letters() {
        let of = |text: &str| {
            let mut document = Document::default();
            let end = take(text, &mut document);
            let title = document
                .blocks
                .iter()
                .map(|block| block.paragraph().map_or_else(String::new, Paragraph::text));
            (title.collect::<String>(), text[end..].to_owned())
        };
        let letter = "------------------ 原始邮件 ------------------\n发件人: \"石梁县\" <a@b>;\n\
            发送时间: 2018年11月20日 9:30\n收件人: c@d\n\n主题: 转发：石梁县抓好春耕\n\n各位领导：\n";
        assert_eq!(of(letter), ("石梁县抓好春耕".to_owned(), "\n各位领导：\n".to_owned()));
        let own = "From: a\nTo: b\nSubject: Fwd: Re: 石梁县抓好春耕\n石梁县抓好春耕\n11月";
        assert_eq!(of(own), (String::new(), "石梁县抓好春耕\n11月".to_owned()));
        let mut document = Document::default();
        take(letter, &mut document);
        let it = &document.letter;
        assert_eq!(it.subject.as_deref(), Some("石梁县抓好春耕"));
        assert_eq!(it.from.as_deref(), Some("石梁县"));
        assert!(it.sent.is_some());
        for text in ["时间：11月20日\n地点：县政府\n主题：春耕\n", "主题：春耕\n正文", ""]
        {
            assert_eq!(of(text), (String::new(), text.to_owned()));
        }
    }
}
