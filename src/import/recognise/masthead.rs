//! The head that a county's own briefing or a form has above the title.

use super::lines::Line;
use super::numbers;
use crate::import::bare::dense;
use crate::import::document::Paragraph;

/// How many paragraphs the masthead of a county's own briefing has: its name, in a line or several,
/// above its number or before it.
pub fn length(head: &[Paragraph], read: &[Vec<Line>]) -> usize {
    const NAMES: &[&str] =
        &["简报", "信息", "动态", "专报", "快报", "要情", "通报", "专刊", "报告", "情况", "参考"];
    let plain = |index: usize| dense(&head[index].text());
    let is_name = |text: &str| NAMES.iter().any(|name| text.ends_with(name));
    let short = |text: &str| text.chars().count() <= 30;
    for (index, found) in read.iter().enumerate().take(6) {
        let text = plain(index);
        // 山阴县工作简报（第12期）
        let with_number = text.match_indices(['第', '（', '(']).any(|(at, _)| {
            let (name, number) = text.split_at(at);
            is_name(name) && short(name) && numbers::is_number_of_issue(number)
        });
        if with_number {
            return index + 1;
        }
        if found.contains(&Line::Other("期号")) {
            let named = (0..index).rev().map(plain).find(|text| short(text) && is_name(text));
            return if named.is_some() { index } else { 0 };
        }
    }
    0
}

/// 信息报送表: the name of a form.
pub fn is_form(line: &str) -> bool {
    let ends = ["报送表", "报送单", "审批表", "审批单", "审签单", "报送函", "采用单", "登记表"];
    ends.iter().any(|end| line.ends_with(end)) && line.chars().count() <= 20
}
