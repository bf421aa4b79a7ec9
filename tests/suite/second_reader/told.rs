//! What an import told: its sentences, and the words that it quoted in them.

use super::shown::squeezed;

/// What an import told, in sentences.
pub struct Told {
    pub sentences: Vec<String>,
    /// What it quoted of what is not in the text of the entry.
    pub quotes: Vec<String>,
    /// What was changed, and into what, and at how many places: 「,」→「，」 2 处.
    pub changes: Vec<Change>,
}

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub old: String,
    pub new: String,
    pub times: usize,
}

/// Sentences with these words quote what is kept, so that nothing is left out by them.
const KEPT: &[&str] = &[
    "文字留下了",
    "标了删除线",
    "已用上",
    "接成一段",
    "各成一段",
    "原在：",
    "写成了一行",
    "写成了稿件的脚注",
    "写成小标题",
    "可能不止一篇",
    "只留下里面的字",
];

impl Told {
    pub fn new(sentences: Vec<String>) -> Self {
        let mut quotes = Vec::new();
        let is_left = |it: &&String| !KEPT.iter().any(|word| it.contains(word));
        for sentence in sentences.iter().filter(is_left) {
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
            // 期号没有用：第12期；…
            if let Some((_, rest)) = sentence.split_once('：') {
                quotes.push(rest);
                quotes.extend(rest.split('；'));
            }
        }
        let quotes = quotes.into_iter().map(squeezed).filter(|quote| !quote.is_empty()).collect();
        let mut changes: Vec<Change> =
            sentences.iter().flat_map(|sentence| changes(sentence)).collect();
        // What became something that was changed again.
        for _ in 0..2 {
            let further = |one: &Change| {
                let next = changes.iter().find(|it| it.old == one.new && it.old != one.old)?;
                Some(Change { new: next.new.clone(), ..one.clone() })
            };
            let further: Vec<_> = changes.iter().filter_map(further).collect();
            changes.extend(further);
        }
        Self { sentences, quotes, changes }
    }

    /// Whether words were told; a few only where they were told alone.
    pub fn has(&self, words: &str) -> bool {
        const FEW: usize = 4;
        let few = words.chars().count() < FEW;
        self.quotes.iter().any(|quote| quote == words || (!few && quote.contains(words)))
    }

    /// The number in a sentence that begins with a word: 落款处的印章 2 个，没有用.
    pub fn count(&self, word: &str) -> usize {
        let of = |sentence: &String| {
            let rest = sentence.strip_prefix(word)?.trim_start();
            rest.split(' ').next()?.parse::<usize>().ok()
        };
        self.sentences.iter().filter_map(of).sum()
    }
}

/// What a sentence tells as changed: two quotes with a word between that says so.
fn changes(sentence: &str) -> Vec<Change> {
    let words = ["」→「", "」改为「", "」改成「", "」换成「", "」写成「"];
    let times = |behind: &str| {
        let (number, _) = behind.strip_prefix(' ')?.split_once(" 处")?;
        number.parse::<usize>().ok()
    };
    let found =
        words.iter().flat_map(|word| sentence.match_indices(word)).filter_map(|(at, word)| {
            let old = sentence[..at].rfind('「').map(|start| &sentence[start + 3..at])?;
            let (new, behind) = sentence[at + word.len()..].split_once('」')?;
            let times = times(behind).unwrap_or(1);
            Some(Change { old: squeezed(old), new: squeezed(new), times })
        });
    let removed = sentence.match_indices("删「").filter_map(|(at, word)| {
        let (old, behind) = sentence[at + word.len()..].split_once('」')?;
        let times = times(behind).unwrap_or(1);
        Some(Change { old: squeezed(old), new: String::new(), times })
    });
    found.chain(removed).filter(|it| !it.old.is_empty()).collect()
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
