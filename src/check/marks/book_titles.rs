//! 《》 on what has no title, or around too much or too little of one.

use std::ops::Range;

use super::rules::BOOK_TITLE;
use crate::check::cues::{behind, clause_before, first_chars, han_before, han_behind, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// What a meeting, a drive, an honour or an organization ends with: no titles of works.
const NO_WORKS: &[&str] = words!("book_titles.txt", "NO_WORKS");

/// What the papers that somebody carries are called.
const PAPERS: &[&str] = words!("book_titles.txt", "PAPERS");

/// What meetings and courses are called.
const MEETINGS: &[&str] = words!("book_titles.txt", "MEETINGS");

/// What stands before such a name, or behind it.
const AROUND_BEFORE: &[&str] = words!("book_titles.txt", "AROUND_BEFORE");
const AROUND_BEHIND: &[&str] = words!("book_titles.txt", "AROUND_BEHIND");

/// What documents are called, by which their titles end.
const DOCUMENTS: &[&str] = words!("book_titles.txt", "DOCUMENTS");

/// Looks at a title.
pub fn book_title(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = behind(text, range.end);
    let Some(length) = near.find(['》', '《', '\n']).filter(|at| near[*at..].starts_with('》'))
    else {
        return;
    };
    let inside = &near[..length];
    let whole = range.start..range.end + length + '》'.len_utf8();
    let after = &text[whole.end..];
    let ends = |words: &[&str]| words.iter().any(|word| inside.ends_with(word));
    // 《……的意见精神》
    let cut = ["文件精神", "通知精神", "精神", "要求", "部署", "文件"].iter().find_map(|word| {
        let rest = inside.strip_suffix(word)?;
        let of_document = DOCUMENTS.iter().any(|kind| *kind != "法" && rest.ends_with(kind));
        (of_document || (rest.starts_with("关于") && *word != "文件")).then_some(*word)
    });
    if let Some(word) = cut.filter(|word| inside.starts_with("关于") || *word != "文件") {
        let message = format!("「{word}」不是文件名里的字，写在书名号外面");
        let help = format!("把「》」移到「{word}」前面");
        let at = whole.end - '》'.len_utf8() - word.len();
        let start = text.floor_char_boundary(at.saturating_sub(2 * '关'.len_utf8())).max(range.end);
        return out.tell(BOOK_TITLE, passage, start..whole.end, message, help);
    }
    // 《关于……》的通知
    let issuing = ["关于印发", "关于转发", "关于下达", "关于公布"]
        .iter()
        .any(|word| inside.contains(word) && !inside.contains('〈'));
    if (inside.starts_with("关于") || issuing)
        && !(inside.ends_with("的通知"))
        && (issuing
            || !DOCUMENTS
                .iter()
                .any(|kind| inside.ends_with(kind) && *kind != "法" && *kind != "标准"))
        && let Some(rest) = after.strip_prefix('的')
        && let Some(kind) =
            ["通知", "实施意见", "意见", "方案", "决定", "通报", "请示", "批复", "办法"]
                .iter()
                .find(|kind| rest.starts_with(**kind))
    {
        let message = format!("「的{kind}」是文件名里的字，写在书名号里面");
        let end = whole.end + "的".len() + kind.len();
        return out.tell(
            BOOK_TITLE,
            passage,
            whole.start..end,
            message,
            format!("改成「……的{kind}》」"),
        );
    }
    // 《望河县人民政府》, 《望河日报》社
    let organ = words!("book_titles.txt", "book_title.organ");
    let is_organ = ends(organ) && inside.chars().all(is_han) && !inside.starts_with("关于");
    let paper = after.starts_with('社')
        && !after.starts_with("社会")
        && !after.starts_with("社论")
        && ends(&["报", "杂志", "日报", "晚报"]);
    if is_organ || paper {
        let end = if paper { whole.end + '社'.len_utf8() } else { whole.end };
        let message = "单位的名称不用书名号".to_owned();
        return out.tell(BOOK_TITLE, passage, whole.start..end, message, "去掉书名号");
    }
    // 《安全生产月》宣传活动, 获评《全国文明村》
    let is_short = inside.chars().count() <= 16
        && !inside.starts_with("关于")
        && !inside.contains(['〈', '，']);
    // 《营业执照》, 《全市春季农业生产现场会》: papers and meetings, whatever stands around.
    let paper = is_short && ends(PAPERS) && inside.chars().all(is_han);
    if paper || ends(MEETINGS) && !inside.starts_with("关于") {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        return out.tell(BOOK_TITLE, passage, whole, message, "去掉书名号");
    }
    let lead = han_before(text, range.start, 4);
    // 开展《文明过马路》志愿服务活动
    let drive =
        ["志愿服务", "专项行动", "专项整治", "主题实践", "主题党日", "文明实践", "行动", "活动"]
            .iter()
            .any(|word| after.starts_with(word));
    let goes_on = han_behind(after, 9);
    // 举办《百姓舞台》群众文化活动, but 《民法典》宣传活动 is about a book.
    let event =
        words!("book_titles.txt", "book_title.event").iter().any(|word| goes_on.contains(word))
            && !goes_on.contains(|c: char| "读诵学宣讲普写书释解法首发著".contains(c));
    let drive = drive || event;
    let document = DOCUMENTS.iter().any(|kind| inside.ends_with(kind))
        || inside.ends_with(['典', '书', '曲', '歌', '报', '刊']);
    let clause = clause_before(text, range.start);
    let begun =
        ["开展", "组织", "举办", "启动", "参加", "举行"].iter().any(|word| clause.contains(word));
    if drive && is_short && begun && !document && inside.chars().all(|c| is_han(c) || c == '、') {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        return out.tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」"));
    }
    // 推出《石梁红薯粉》区域公用品牌
    let brand =
        words!("book_titles.txt", "book_title.brand").iter().any(|word| goes_on.starts_with(word))
            && !["品牌建设", "品牌培育", "品牌发展", "品牌战略", "品牌管理", "商标管理", "商标法"]
                .iter()
                .any(|word| goes_on.contains(word))
            || ["工作品牌", "服务品牌", "党建品牌", "文化品牌", "治理品牌", "劳务品牌", "旅游品牌"]
                .iter()
                .any(|word| goes_on.starts_with(word));
    if brand && is_short && !document && inside.chars().all(is_han) {
        let message = format!("「{inside}」是品牌的名称，不用书名号");
        return out.tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」"));
    }
    let around = AROUND_BEFORE.iter().any(|word| lead.ends_with(word))
        || AROUND_BEHIND.iter().any(|word| after.starts_with(word));
    if is_short
        && ends(NO_WORKS)
        && around
        && inside.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || c == '·')
    {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        out.tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」，或去掉书名号"));
    }
}

/// <<管理办法>>, <管理办法>.
pub fn angle(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if text[..range.start].ends_with(['<', '＜']) {
        return;
    }
    let rest = &text[range.start..];
    let inner = rest.trim_start_matches(['<', '≪', '«', '＜']);
    let signs = rest.len() - inner.len();
    let near = first_chars(inner, 50);
    let Some(length) = near.find(['>', '≫', '»', '＞', '\n', '<']) else { return };
    let close = &near[length..];
    let inside = &near[..length];
    let marks = close.len() - close.trim_start_matches(['>', '≫', '»', '＞']).len();
    // a<b and c>d compare; a title is all 汉字 and its like.
    let is_title = inside.chars().filter(|c| is_han(*c)).count() >= 3
        && inside.starts_with(|c: char| is_han(c) || c == '（')
        && !inside.contains(['，', '。', '；', '=']);
    let compares = text[..range.start].ends_with(|c: char| c.is_ascii_alphanumeric());
    if marks == 0 || !is_title || compares {
        return;
    }
    let end = range.start + signs + length + marks;
    let message = "书名号写成了尖括号".to_owned();
    out.tell(BOOK_TITLE, passage, range.start..end, message, format!("改成「《{inside}》」"));
}
