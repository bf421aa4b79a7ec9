//! What stands around the text of a web page and was copied with it.

use super::labels;

/// What pages call the source of what nobody sent.
pub const NOBODY: &[&str] = &[
    "本站",
    "本网",
    "本刊",
    "原创",
    "本站原创",
    "本站整理",
    "网络",
    "互联网",
    "转载",
    "未知",
    "暂无",
    "无",
    "-",
    "—",
    "佚名",
];
/// What stands behind the name of a unit whose page it is.
pub const SITES: &[&str] = &[
    "门户网站",
    "政府网站",
    "政府网",
    "政务网",
    "官方网站",
    "官网",
    "网站",
    "微信公众号",
    "公众号",
    "网",
];

/// Whether a word is of a page: 来源, 浏览, 望河县人民政府网.
pub fn is_word(word: &str) -> bool {
    labels::named(word).is_some() || SITES.iter().any(|site| word.ends_with(site))
}

/// Whether a name is that of an account or a paper, which stands with a date above what it brings.
pub fn is_medium(name: &str) -> bool {
    const MEDIA: &[&str] =
        &["发布", "融媒", "日报", "晚报", "在线", "公众号", "新闻", "资讯", "传媒", "之窗"];
    (3..=12).contains(&name.chars().count()) && MEDIA.iter().any(|end| name.ends_with(end))
}

/// What stands around the text of a page and has no label: its buttons, its way, its owner.
pub fn is_around(line: &str) -> bool {
    const BUTTONS: &[&str] = &[
        "打印",
        "打印本页",
        "打印此页",
        "关闭",
        "关闭窗口",
        "关闭本页",
        "返回",
        "返回顶部",
        "返回首页",
        "分享",
        "收藏",
        "收藏本页",
        "大",
        "中",
        "小",
        "微信",
        "微博",
        "朗读",
        "默认",
        "超大",
        "纠错",
        "我要纠错",
        "推荐",
        "下载",
        "加入收藏",
        "TOP",
        "请输入验证码",
    ];
    let words = || {
        line.split(|c: char| c.is_whitespace() || "|｜【】[]〖〗/·".contains(c))
            .filter(|word| !word.is_empty())
    };
    let buttons =
        words().all(|word| BUTTONS.contains(&word)) && words().any(|word| word.chars().count() > 1);
    // 首页 > 新闻, 某网 首页 新闻 查看内容
    let way = words().any(|word| word == "首页" || word.starts_with("首页>"))
        && words().count() > 1
        && !line.contains('。');
    let greets = ["欢迎光临", "欢迎访问"].iter().any(|start| line.starts_with(start));
    let owner =
        ["ICP备", "公网安备", "版权所有", "网站标识码"].iter().any(|word| line.contains(word));
    let scanned = line.starts_with("扫一扫") && line.chars().count() <= 24;
    buttons
        || way
        || (greets && line.chars().count() <= 24)
        || (owner && !line.contains('。'))
        || scanned
}
