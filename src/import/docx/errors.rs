//! What Word and WPS write where a field cannot show what it should: 错误!未找到引用源。

use std::ops::Range;

use super::reader::Reader;
use crate::import::document::{Dropped, Paragraph, Run};

/// What is put in its place. `check` finds it, so that the issue is not issued with a gap.
pub const GAP: &str = "【待补：引用】";

/// How such texts begin.
const STARTS: &[&str] = &["错误!", "错误！", "錯誤!", "錯誤！", "Error!", "Error！"];

/// Texts of Word, without their beginning and their end, of the simple and the traditional script
/// and in English.
const TEXTS: &[&str] = &[
    "未找到引用源",
    "未找到引用来源",
    "未定义书签",
    "书签未定义",
    "未找到书签",
    "未指定书签",
    "未给出书签名",
    "不是有效的书签名",
    "书签自引用无效",
    "超链接引用无效",
    "超级链接引用无效",
    "链接无效",
    "不是有效链接",
    "未找到目录项",
    "未找到图形项目表",
    "未找到图表目录项",
    "未找到索引项",
    "未找到引文目录项",
    "文档中没有指定样式的文字",
    "没有指定样式的文字",
    "未定义样式",
    "样式未定义",
    "使用“开始”选项卡将",
    "未知的文档属性名称",
    "未知文档属性名称",
    "不能通过编辑域代码创建对象",
    "未指定文件名",
    "没有指定文件名",
    "文件名无效",
    "不是有效的文件名",
    "未指定顺序",
    "未指定序列",
    "未指定开关参数",
    "开关参数未指定",
    "未指定主控文档",
    "只能用于主控文档",
    "未找到源",
    "找不到參照來源",
    "找不到参照来源",
    "尚未定義書籤",
    "書籤未定義",
    "超連結參照不正確",
    "找不到目錄項目",
    "Reference source not found",
    "Bookmark not defined",
    "No bookmark name given",
    "Not a valid bookmark self-reference",
    "Hyperlink reference not valid",
    "Not a valid link",
    "Not a valid filename",
    "Not a valid result for table",
    "No text of specified style in document",
    "Unknown document property name",
    "Objects cannot be created from editing field codes",
    "No table of contents entries found",
    "No table of figures entries found",
    "No table of authorities entries found",
    "No index entries found",
    "No sequence specified",
    "Style not defined",
    "Switch argument not specified",
    "Filename not specified",
    "Main Document Only",
    "Main document only",
    "Cannot open file",
    "Cannot read file",
];

/// The longest sentence that is taken for such a text, in bytes.
const LONGEST: usize = 240;

/// Whether what a field shows is such a text, known or not.
pub fn is_result(text: &str) -> bool {
    let text = text.trim_start();
    text.len() <= LONGEST && STARTS.iter().any(|start| text.starts_with(start))
}

/// The stretches of a text that are such, in their order.
fn stretches(text: &str) -> Vec<Range<usize>> {
    let starts = STARTS.iter().flat_map(|start| text.match_indices(start));
    let mut found: Vec<Range<usize>> = starts
        .filter_map(|(at, start)| {
            let rest = text[at + start.len()..].trim_start_matches([' ', '\u{A0}', '　']);
            let said = TEXTS.iter().find(|said| rest.starts_with(**said))?;
            let end = text.len() - rest.len() + said.len();
            // 「未给出书签名」 and 「未给出书签名称」; the stop belongs to it.
            let more = text[end..].chars().take_while(|c| "称。.".contains(*c));
            Some(at..end + more.map(char::len_utf8).sum::<usize>())
        })
        .collect();
    found.sort_by_key(|range| range.start);
    found.dedup_by(|next, before| next.start < before.end);
    found
}

impl Reader<'_, '_> {
    /// Puts marks where such texts stand in a paragraph, whatever brought them there.
    pub(super) fn reference_errors(&mut self, paragraph: &mut Paragraph) {
        if !paragraph.runs.iter().any(|run| run.text.contains(['!', '！'])) {
            return;
        }
        let text = paragraph.text();
        let stretches = stretches(&text);
        let mut next = stretches.iter().peekable();
        let mut at = 0;
        for run in std::mem::take(&mut paragraph.runs) {
            if run.text.is_empty() {
                paragraph.push(run);
                continue;
            }
            let end = at + run.text.len();
            let mut kept = at;
            let piece = |range: Range<usize>| Run { text: text[range].to_owned(), ..run.clone() };
            while let Some(stretch) = next.peek().filter(|stretch| stretch.start < end) {
                if stretch.start >= at {
                    paragraph.push(piece(kept..stretch.start));
                    paragraph.push(Run { text: GAP.to_owned(), bold: false, ..run.clone() });
                    self.document.drop_text(Dropped::Reference, &text[(*stretch).clone()]);
                }
                kept = stretch.end.min(end);
                if stretch.end > end {
                    break;
                }
                next.next();
            }
            paragraph.push(piece(kept..end));
            at = end;
        }
        paragraph.runs.retain(|run| !run.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_errors() {
        let found = |text: &str| {
            let all = stretches(text);
            all.into_iter().map(|it| text[it].to_owned()).collect::<Vec<_>>().join("|")
        };
        for (text, want) in [
            ("详见错误!未找到引用源。，已整改", "错误!未找到引用源。"),
            ("见错误！未定义书签。和错误!未定义书签。", "错误！未定义书签。|错误!未定义书签。"),
            ("see Error! Reference source not found..", "Error! Reference source not found.."),
            ("见错误! 超链接引用无效。", "错误! 超链接引用无效。"),
            ("错误!未找到引用源", "错误!未找到引用源"),
            ("这是错误！必须纠正。", ""),
            ("纠正错误!", ""),
        ] {
            assert_eq!(found(text), want, "{text}");
        }
        assert!(is_result("错误!没有见过的说法。") && !is_result("表1"));
    }
}
