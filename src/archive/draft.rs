//! The `issue.yaml` of a new issue, and the `jianbao.yaml` of a new workspace: what they must say, and
//! what they may say as comments.
//!
//! Each comment that begins with `# ` is valid once these two characters are gone; what only
//! explains begins with `#　`.

use chrono::NaiveDate;

use crate::model::IssueNumber;
use crate::read;

/// What a series begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// 简报名称.
    pub name: String,
    /// 编发单位.
    pub issuer: String,
    /// The headings of the 栏目, in the order of the page; none where nobody has named any.
    pub columns: Vec<String>,
    /// Whom the tail names: 报, 送 or 发 (or another of its labels) with the units as written.
    pub recipients: Vec<(String, String)>,
    /// How many copies are printed.
    pub copies: Option<u32>,
    /// The first number.
    pub number: IssueNumber,
    /// The date of the first issue.
    pub date: NaiveDate,
}

/// The text of the file.
pub(super) fn issue_yaml(number: IssueNumber, date: NaiveDate, total: Option<u32>) -> String {
    let supplement = if number.is_supplement() { "增刊: 是\n" } else { "" };
    let total = match total {
        Some(total) => format!("总期号: {total}\n"),
        None => String::new(),
    };
    format!("期号: {}\n{supplement}日期: {date}\n{total}{OTHERS}", number.digits())
}

/// The text of the settings: what was said, then what may be said as comments.
pub(super) fn settings_yaml(with: &Beginning) -> String {
    let (name, issuer) = (read::scalar(&with.name), read::scalar(&with.issuer));
    let mut text = format!("{HOUSE_HEAD}名称: {name}\n编发单位: {issuer}\n");
    if !with.columns.is_empty() {
        text += "栏目:\n";
        text.extend(with.columns.iter().map(|title| column(title)));
    }
    if !with.recipients.is_empty() || with.copies.is_some() {
        text += "报送:\n";
        let listed = with.recipients.iter();
        text.extend(listed.map(|(label, units)| format!("  {label}: {}\n", read::scalar(units))));
        text.extend(with.copies.map(|copies| format!("  份数: {copies}\n")));
    }
    text += HOUSE_OTHERS;
    if with.columns.is_empty() {
        text += HOUSE_COLUMNS;
    }
    if with.recipients.is_empty() && with.copies.is_none() {
        text += HOUSE_TAIL;
    }
    let profiles: Vec<&str> = read::profile_names().collect();
    text + &HOUSE_LAST.replace("{方案}", &profiles.join("、"))
}

/// A line of the columns. Of some headings the kind is certain; with it, dispatches that come in go
/// where they belong.
fn column(title: &str) -> String {
    let named = [("领导", "领导督查"), ("通知", "通知"), ("公告", "通知")];
    let kind = named.iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| kind);
    let title = read::scalar(title);
    match kind {
        Some(kind) => format!("  - {{标题: {title}, 类型: {kind}}}\n"),
        None => format!("  - {title}\n"),
    }
}

const HOUSE_HEAD: &str = "\
#　本系列简报各期共用的设置；某一期要改的，写在那一期的 issue.yaml 里。
";

const HOUSE_OTHERS: &str = "
#　下面各项用得着时，删去行首的「# 」，改成本单位的内容；全部项目见 jianbao guide 里的「全部项目」。

# 前缀: 中共望河县委办公室
# 编号方式: 按年
# 密级: 内部资料　注意保存
";

const HOUSE_COLUMNS: &str = "\
# 栏目:
#   - {标识: 督查, 类型: 领导督查}
#   - {标题: 县区动态, 标记: ◆, 类型: 县区动态}
";

const HOUSE_TAIL: &str = "\
# 报送:
#   报: [省委, 省政府]
#   送: [市级各有关单位]
#   发: [各县（市、区）]
#   份数: 120
";

const HOUSE_LAST: &str = "\
# 签发: {编辑: 张三, 审核: 李四, 签发: 王五}
# 检查:
#   提示: 是
#   来稿期限: 15
# 更正: {说明: \"本期为第{版次}版，{原因}\"}

#　版式方案：{方案}；各项数值见 jianbao profile。
# 版式:
#   方案: gb9704
";

const OTHERS: &str = "
#　稿件放在这个文件夹里，一篇一个文件（.md 或 .yaml），按文件名的先后排列；图片放在 assets 文件夹里。
#　下面各项用得着时，删去行首的「# 」，改成本期的内容。

# 密级: 内部资料　注意保存
# 份号: \"000001\"
# 要目: 是
# 编者按: |
#   按语写在这里，每行前空两格。
#
#   空一行就是另起一段。

#　只写本期与 jianbao.yaml 不同的；报、送、发、增发都可以列多个单位。
# 报送:
#   报: [省委, 省政府]
#   送: [市级各有关单位]
#   发: [各县（市、区）]
#   增发: [某某单位]
#   份数: 120
# 签发: {编辑: 张三, 审核: 李四, 签发: 王五}

#　名称、前缀、编发单位、栏目、版式也可以只为本期改，写法同 jianbao.yaml。
";
