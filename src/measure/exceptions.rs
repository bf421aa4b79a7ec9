//! What checks are called, and which of them a house has declared to differ on purpose.
//!
//! Judges nothing: a check that was found wrong stays wrong and is marked as an exception.

use super::Check;
use crate::diagnostic::{Diagnostic, Text, code};

/// Checks of one part of the page under one name.
struct Topic {
    /// As exceptions name it.
    name: &'static str,
    /// The same in Chinese.
    chinese: &'static str,
    /// Its checks.
    checks: &'static [&'static str],
    /// Whether entries' own templates can bring it about, and not only those of the page.
    of_entries: bool,
}

/// Every check there is.
const TOPICS: &[Topic] = &[
    Topic { name: "paper", chinese: "纸张", of_entries: false, checks: &["纸宽", "纸高"] },
    Topic {
        name: "masthead",
        chinese: "报头",
        of_entries: false,
        checks: &[
            "简报名称",
            "名称颜色",
            "名称居中（中点）",
            "名称字号",
            "名称大于其他字",
            "名称上沿至版心上边",
            "名称以下次序",
            "编发单位左端（空一字）",
            "印发日期右端（空一字）",
        ],
    },
    Topic {
        name: "issue-number",
        chinese: "期号",
        of_entries: false,
        checks: &["期号居中（中点）"],
    },
    Topic {
        name: "red-rule",
        chinese: "红线",
        of_entries: false,
        checks: &[
            "红线",
            "红线条数",
            "红线左端",
            "红线右端",
            "红线粗细",
            "红线间距",
            "红线下沿在行格上",
            "红线至编发单位",
            "红线中的五角星",
        ],
    },
    Topic {
        name: "rows",
        chinese: "行格",
        of_entries: true,
        checks: &["行距", "行在行格上（基线）", "首行基线", "末行基线", "满页行数", "天头"],
    },
    Topic {
        name: "cells",
        chinese: "字格",
        of_entries: true,
        checks: &["全汉字满行字数", "含标点满行字数", "字距", "正文行左端"],
    },
    Topic {
        name: "text-area",
        chinese: "版心",
        of_entries: true,
        checks: &["左右超出版心", "上下超出版心"],
    },
    Topic {
        name: "page-number",
        chinese: "页码",
        of_entries: false,
        checks: &[
            "页码",
            "页码字号",
            "页码横线高度",
            "页码高度",
            "页码左端",
            "页码右端",
            "页码居中（中点）",
        ],
    },
    Topic {
        name: "footnotes", chinese: "脚注", of_entries: true, checks: &["脚注所在的页"]
    },
    Topic { name: "first-page", chinese: "首页", of_entries: true, checks: &["首页有正文"] },
    Topic {
        name: "row-ends",
        chinese: "行首行尾",
        of_entries: true,
        checks: &["避头尾", "行首无点号后括号", "行尾无前引号前括号"],
    },
    Topic {
        name: "titles",
        chinese: "标题",
        of_entries: true,
        checks: &["标题行宽", "标题不落在页末"],
    },
    Topic {
        name: "tail",
        chinese: "报尾",
        of_entries: false,
        checks: &[
            "报尾横线",
            "报尾横线左端",
            "报尾横线右端",
            "报尾首末条粗细",
            "报尾首条上沿",
            "报尾中间条",
            "报尾中间条粗细",
            "报尾末条下沿",
            "报尾字号",
            "报尾行左端",
            "报送发以句号结束",
            "印数右端（空一字）",
            "报尾在双数页",
            "正文至报尾",
        ],
    },
];

impl Check {
    fn topic_row(&self) -> Option<&'static Topic> {
        TOPICS.iter().find(|topic| topic.checks.contains(&self.name))
    }

    /// What exceptions name it by, together with others of its part of the page: `red-rule`.
    pub fn topic(&self) -> &'static str {
        let topic = self.topic_row();
        debug_assert!(topic.is_some(), "{} has no topic", self.name);
        topic.map_or("", |topic| topic.name)
    }

    /// Whether templates of entries can bring it about, and not only those of the page.
    pub fn is_of_entries(&self) -> bool {
        self.topic_row().is_none_or(|topic| topic.of_entries)
    }
}

/// What a house has declared.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    /// A topic's English name, or a check's own; and what the page has instead.
    declared: Vec<(&'static str, String)>,
}

impl Exceptions {
    /// Exceptions by the names of their checks; the findings are of names that no check has.
    pub fn new(written: &[(Text, Text)]) -> (Self, Vec<Diagnostic>) {
        let (mut declared, mut out) = (Vec::new(), Vec::new());
        for (name, reason) in written {
            let wanted = name.as_str().trim();
            let topic = TOPICS.iter().find(|topic| [topic.name, topic.chinese].contains(&wanted));
            let check =
                TOPICS.iter().flat_map(|topic| topic.checks).find(|check| **check == wanted);
            match topic.map(|topic| topic.name).or(check.copied()) {
                Some(known) => declared.push((known, reason.value.clone())),
                None => out.push(unknown(name)),
            }
        }
        (Self { declared }, out)
    }

    /// Marks the checks that are wrong on purpose.
    pub fn mark(&self, checks: &mut [Check]) {
        for check in checks.iter_mut().filter(|check| !check.ok) {
            let topic = check.topic();
            let of = |(name, _): &&(&str, String)| *name == check.name || *name == topic;
            check.exception = self.declared.iter().find(of).map(|(_, reason)| reason.clone());
        }
    }
}

fn unknown(name: &Text) -> Diagnostic {
    let message = format!("没有名为「{}」的检查", name.as_str().trim());
    let near = TOPICS
        .iter()
        .flat_map(|topic| {
            [topic.name, topic.chinese].into_iter().chain(topic.checks.iter().copied())
        })
        .map(|known| (strsim::normalized_damerau_levenshtein(name.as_str(), known), known))
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let listed: Vec<String> =
        TOPICS.iter().map(|topic| format!("{}（{}）", topic.name, topic.chinese)).collect();
    let listed = listed.join("、");
    Diagnostic::error(code::WRONG_VALUE, message).at(name.whole()).help(match near {
        Some((_, near)) => format!("是不是「{near}」？可以写：{listed}"),
        None => format!("可以写：{listed}；或 jianbao measure 列出的一个项目"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_used_once() {
        let mut names: Vec<&str> = TOPICS
            .iter()
            .flat_map(|topic| [topic.name].into_iter().chain(topic.checks.iter().copied()))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn an_exception_covers_its_part_of_the_page() {
        let written = |name: &str| (Text::unplaced(name), Text::unplaced("五角星"));
        for (name, covered) in [
            ("red-rule", true),
            ("红线", true),
            ("红线粗细", true),
            ("红线左端", false),
            ("page-number", false),
        ] {
            let (exceptions, out) = Exceptions::new(&[written(name)]);
            assert_eq!(out, [], "{name}");
            let mut checks = [Check::near("红线粗细", 0.7, 1.4, 0.01, "毫米")];
            exceptions.mark(&mut checks);
            assert_eq!(!checks[0].fails(), covered, "{name}");
            assert!(!checks[0].ok, "{name}");
        }
        let (_, out) = Exceptions::new(&[written("red-role")]);
        assert_eq!(out.len(), 1);
        assert!(out[0].help.as_ref().is_some_and(|help| help.contains("是不是「red-rule」")));
    }
}
