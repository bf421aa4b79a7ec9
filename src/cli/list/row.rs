//! What is told of an issue in a row, and how a title fits one.

use serde::Serialize;

/// One row.
#[derive(Debug, Serialize)]
pub struct Row {
    pub issue: String,
    pub date: String,
    pub titles: Vec<String>,
    pub pages: Option<usize>,
    /// Whether the PDF that stands there is what would come out now; nothing where nobody knows.
    pub fresh: Option<bool>,
    pub state: String,
}

/// The most characters of a title in the table: a terminal is 80 cells wide.
const TITLE: usize = 18;

/// A title, shortened.
pub fn shortened(title: &str) -> String {
    let mut shown: String = title.chars().take(TITLE).collect();
    if shown.len() < title.len() {
        shown.push('…');
    }
    shown
}

/// What is told where there is no issue.
pub const NONE: &str =
    "工作区里还没有任何一期简报：每期是一个「年份/期号」文件夹（如 2018/028），里面有 issue.yaml";
