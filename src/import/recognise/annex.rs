//! The label of an annex above its title: 附件4.

use crate::import::document::Paragraph;

/// A label, and where it stands among the paragraphs of the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    /// The paragraph that it stands in, or stood in before the title.
    pub at: usize,
    /// What it says.
    pub label: String,
}

/// The label that a head begins with; one that the title follows in the same line is taken off it.
pub fn above(head: &mut [Paragraph]) -> Option<Above> {
    let at = head.iter().position(|paragraph| !paragraph.is_wordless())?;
    let text = head[at].text();
    let (label, rest) = read(&text)?;
    let label = label.to_owned();
    if !rest.is_empty() {
        head[at].skip(text.len() - rest.len());
    }
    Some(Above { at, label })
}

/// Whether a line is such a label and nothing else.
pub fn is_label(text: &str) -> bool {
    read(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// The label that a line begins with, and what is behind. Not 附件：1.… , which lists annexes.
fn read(text: &str) -> Option<(&str, &str)> {
    let blank = |c: char| c.is_whitespace();
    let rest =
        text.trim_start().strip_prefix('附')?.trim_start_matches(blank).strip_prefix('件')?;
    let number =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十０１２３４５６７８９".contains(c);
    let start = rest.trim_start_matches(blank);
    let behind = start.trim_start_matches(number);
    let numbered = behind.len() < start.len();
    let label = &text[..text.len() - behind.len()];
    let said = behind.trim_start_matches(|c: char| blank(c) || "：:、".contains(c));
    let parted = said.len() < behind.len();
    let lists = said.starts_with(|c: char| c.is_ascii_digit()) && !numbered;
    let is_one = said.is_empty() || ((parted || numbered) && !lists);
    // 附件二十页…, 附件1至3…
    let few = label.chars().count() <= 8
        && !said.starts_with(['页', '份', '个', '至', '—', '-', '.', '．']);
    (is_one && few).then(|| (label.trim(), said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_annexes() {
        assert_eq!(read("附件4"), Some(("附件4", "")));
        assert_eq!(read("附 件："), Some(("附 件", "")));
        assert_eq!(read("附件 二"), Some(("附件 二", "")));
        assert_eq!(read("附件4：秋粮收储细则"), Some(("附件4", "秋粮收储细则")));
        assert_eq!(read("附件1 名单"), Some(("附件1", "名单")));
        for text in ["附件齐全", "附件：1.名单", "附件3份", "附属设施", "附件1.名单"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
