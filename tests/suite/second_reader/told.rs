//! What an import told: its sentences, and the words that it quoted in them.

use super::shown::squeezed;

/// What an import told, in sentences.
pub struct Told {
    pub sentences: Vec<String>,
    /// What it quoted, and whether that is only the beginning.
    pub quotes: Vec<(String, bool)>,
    /// What was changed, and into what: 「,」→「，」.
    pub changes: Vec<(String, String)>,
}

impl Told {
    pub fn new(sentences: Vec<String>) -> Self {
        let mut quotes = Vec::new();
        for sentence in &sentences {
            let mut open = Vec::new();
            let mut first = None;
            for (at, c) in sentence.char_indices() {
                match c {
                    '「' => {
                        open.push(at + c.len_utf8());
                        first = first.or(Some(at + c.len_utf8()));
                    }
                    '」' => {
                        quotes.extend(open.pop().map(|start| &sentence[start..at]));
                        // A mark of the text itself may have no fellow.
                        quotes.extend(first.map(|start| &sentence[start..at]));
                        if open.is_empty() {
                            first = None;
                        }
                    }
                    _ => {}
                }
            }
        }
        // 期号没有用：第12期；…
        for sentence in &sentences {
            if let Some((_, rest)) = sentence.split_once('：') {
                quotes.push(rest);
                quotes.extend(rest.split('；'));
            }
        }
        let quotes = quotes.into_iter().map(|quote| {
            let begun = quote.strip_suffix("……");
            (squeezed(begun.unwrap_or(quote)), begun.is_some())
        });
        let quotes = quotes.filter(|(quote, _)| !quote.is_empty()).collect();
        let mut changes: Vec<(String, String)> =
            sentences.iter().flat_map(|sentence| changes(sentence)).collect();
        // What became something that was changed again.
        for _ in 0..2 {
            let further = |(old, new): &(String, String)| {
                let next = changes.iter().find(|(from, _)| from == new && from != old)?;
                Some((old.clone(), next.1.clone()))
            };
            let further: Vec<_> = changes.iter().filter_map(further).collect();
            changes.extend(further);
        }
        Self { sentences, quotes, changes }
    }

    /// Whether words were told, if many by their beginning; a few only where they were told alone.
    pub fn has(&self, words: &str) -> bool {
        const FEW: usize = 4;
        let few = words.chars().count() < FEW;
        self.quotes.iter().any(|(quote, begun)| {
            quote == words
                || (!few && quote.contains(words))
                || (*begun && words.starts_with(quote.as_str()))
        })
    }

    pub fn says(&self, word: &str) -> bool {
        self.sentences.iter().any(|sentence| sentence.contains(word))
    }
}

/// What a sentence tells as changed: two quotes with a word between that says so.
fn changes(sentence: &str) -> Vec<(String, String)> {
    let words = ["」→「", "」改为「", "」改成「", "」换成「", "」写成「"];
    let found = words.iter().flat_map(|word| sentence.match_indices(word));
    let removed = sentence.match_indices("删「").filter_map(|(at, word)| {
        let old = &sentence[at + word.len()..];
        Some((squeezed(&old[..old.find('」')?]), String::new()))
    });
    found
        .filter_map(|(at, word)| {
            let old = sentence[..at].rfind('「').map(|start| &sentence[start + 3..at])?;
            let new = &sentence[at + word.len()..];
            let new = &new[..new.find('」')?];
            Some((squeezed(old), squeezed(new)))
        })
        .chain(removed)
        .filter(|(old, _)| !old.is_empty())
        .collect()
}

/// Keys that an entry has for what a dispatch writes before the value.
pub const LABELS: &[&str] = &[
    "标题",
    "题目",
    "信息标题",
    "来源",
    "单位",
    "报送单位",
    "来稿单位",
    "供稿单位",
    "日期",
    "时间",
    "报送时间",
    "报送日期",
    "发布时间",
    "作者",
    "供稿",
    "供稿人",
    "撰稿",
    "撰稿人",
    "内容",
    "正文",
    "信息内容",
    "主要内容",
    "联系人",
    "电话",
    "联系电话",
    "通讯员",
    "记者",
    "文",
    "摄影",
];
