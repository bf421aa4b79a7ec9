//! What stands around an article on the pages of sites and of accounts, by what it says or how its
//! makers call it: ways, buttons, counts, owners.

use scraper::ElementRef;

use crate::import::bare::dense;
use crate::import::recognise;

/// Lines that are buttons, choices or counts, whole and without blanks.
const WHOLE: &[&str] = &[
    "原创",
    "关注",
    "已关注",
    "登录",
    "注册",
    "登录注册",
    "退出",
    "搜索",
    "首页",
    "简",
    "繁",
    "无障碍",
    "无障碍浏览",
    "无障碍阅读",
    "长者版",
    "长者模式",
    "关怀版",
    "适老化",
    "适老版",
    "移动版",
    "手机版",
    "网站地图",
    "联系我们",
    "关于我们",
    "设为首页",
    "阅读原文",
    "阅读全文",
    "举报",
    "反馈",
    "举报/反馈",
    "投诉",
    "赞",
    "点赞",
    "在看",
    "写留言",
    "留言",
    "评论",
    "发表",
    "发表评论",
    "提交",
    "我来说两句",
    "我要评论",
    "登录后参与评论",
    "收藏",
    "转发",
    "分享",
    "立即打开",
    "打开",
    "查看更多",
    "更多",
    "放大",
    "缩小",
    "听全文",
    "全文朗读",
    "预览时标签不可点",
    "继续滑动看下一个",
    "轻触阅读原文",
    "向上滑动看下一个",
    "喜欢此内容的人还喜欢",
    "end",
    "THEEND",
];

/// What lines begin with that lead elsewhere, or ask the reader to do something.
const BEGINS: &[&str] = &[
    "上一篇：",
    "下一篇：",
    "上一条：",
    "下一条：",
    "前一篇：",
    "后一篇：",
    "上篇：",
    "下篇：",
    "上一页",
    "下一页",
    "上一篇文章",
    "下一篇文章",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
    "分享至",
    "分享让更多人",
    "当前位置",
    "您的位置",
    "你的位置",
    "您现在的位置",
    "您当前的位置",
    "您所在的位置",
    "您当前所在位置",
    "您现在所在的位置",
    "所在位置",
    "现在位置",
    "扫一扫",
    "微信扫一扫",
    "扫码关注",
    "扫描二维码",
    "长按识别",
    "长按二维码",
    "长按上方",
    "点击上方",
    "点击蓝字",
    "点击关注",
    "点击下方",
    "打开APP",
    "欢迎访问",
    "欢迎光临",
    "今天是",
    "热门搜索",
    "本站热词",
    "打印本页",
    "关闭窗口",
    "我要纠错",
    "浏览字号",
    "微信号：",
    "功能介绍",
    "网友评论",
    "登录后",
    "特别声明：以上内容",
];

/// Headings of lists of other articles, whole and without blanks or a colon.
const LISTS: &[&str] = &[
    "相关阅读",
    "相关新闻",
    "相关文章",
    "相关稿件",
    "相关推荐",
    "相关报道",
    "相关链接",
    "相关信息",
    "相关内容",
    "延伸阅读",
    "推荐阅读",
    "推荐文章",
    "推荐新闻",
    "为您推荐",
    "猜你喜欢",
    "热门推荐",
    "热门文章",
    "热门新闻",
    "热点新闻",
    "热点推荐",
    "热门视频",
    "最新文章",
    "最新新闻",
    "近期文章",
    "往期回顾",
    "往期推荐",
    "友情链接",
    "精彩推荐",
    "点击排行",
    "阅读排行",
    "热点排行",
    "新闻排行",
    "作者最新文章",
    "栏目导航",
    "站内导航",
    "更多新闻",
];

/// Words of those who run a site, and of what they will not answer for.
const OWNERS: &[&str] = &[
    "版权所有",
    "©1",
    "©2",
    "ICP备",
    "ICP证",
    "公网安备",
    "网站标识码",
    "Copyright",
    "CopyRight",
    "copyright",
    "AllRightsReserved",
    "免责声明",
    "版权声明",
    "如有侵权",
    "本网转载",
    "凡本网注明",
    "凡注明",
    "未经授权",
    "未经书面授权",
    "不代表本站",
    "不代表本网",
    "不代表平台",
    "并不表明本站",
    "违法和不良信息举报",
    "技术支持：",
    "技术支持:",
    "最佳分辨率",
    "浏览器不支持",
    "建议使用",
];

/// Words that the makers of pages call frames by, as a class or an id or a part of one.
const NAMES: &[&str] = &[
    "nav",
    "navs",
    "navbar",
    "navi",
    "navigation",
    "menu",
    "menus",
    "submenu",
    "crumb",
    "crumbs",
    "bread",
    "breadcrumb",
    "breadcrumbs",
    "curpos",
    "weizhi",
    "dqwz",
    "topbar",
    "foot",
    "footer",
    "copyright",
    "share",
    "bdshare",
    "bdsharebuttonbox",
    "sharebox",
    "fenxiang",
    "pager",
    "pagination",
    "prev",
    "prevnext",
    "pagenext",
    "related",
    "relate",
    "recommend",
    "tuijian",
    "sidebar",
    "aside",
    "comment",
    "comments",
    "pinglun",
    "login",
    "search",
    "searchbox",
    "toolbar",
    "qrcode",
    "ewm",
    "erweima",
    "friendlink",
    "links",
    "sitemap",
    "disclaimer",
    "wza",
    "ad",
    "ads",
    "advert",
    "gg",
];

/// Whether a line, whose blanks do not count, is of a frame wherever it stands.
pub fn is_line(line: &str) -> bool {
    /// What lines of frames have at most, in characters: longer ones are of an article.
    const LONGEST: usize = 60;
    let bare = dense(line);
    let bare = bare.trim_matches(|c: char| "【】[]［］〖〗|｜·>＞»-—_+×✕".contains(c));
    if bare.is_empty() || bare.chars().nth(LONGEST).is_some() {
        return false;
    }
    let ends = bare.ends_with(['。', '！', '？'])
        && !["点击", "欢迎"].iter().any(|start| bare.starts_with(start));
    let mut words = line.split(|c: char| c.is_whitespace() || "|｜/·".contains(c));
    WHOLE.contains(&bare)
        || words.all(|word| word.is_empty() || WHOLE.contains(&word))
        || is_heading(bare)
        || (!ends && BEGINS.iter().any(|start| bare.starts_with(start)))
        || is_count(bare)
        || is_robot(bare)
        || (!ends && recognise::is_of_page(line.trim()))
}

/// 阅读 100　赞 5　在看 3; 评论 0; 1.2万次阅读.
fn is_count(bare: &str) -> bool {
    const COUNTED: &[&str] = &[
        "阅读量",
        "浏览量",
        "访问量",
        "点击量",
        "阅读",
        "浏览",
        "访问",
        "点击",
        "赞",
        "在看",
        "点赞",
        "评论",
        "收藏",
        "转发",
        "分享",
        "留言",
        "人参与",
        "次数",
    ];
    let mut rest = bare.to_owned();
    for word in COUNTED {
        rest = rest.replace(word, "");
    }
    rest.len() < bare.len()
        && rest.chars().any(|c| c.is_ascii_digit())
        && rest
            .chars()
            .all(|c| c.is_ascii_digit() || "万亿次人条个+.,，、：:()（）·|｜/ ".contains(c))
}

/// 作者admin: nobody.
fn is_robot(bare: &str) -> bool {
    let who = ["作者", "编辑", "发布者", "发布人"].iter().find_map(|it| bare.strip_prefix(it));
    let who = who.map(|who| who.trim_start_matches(['：', ':']).to_lowercase());
    who.is_some_and(|who| {
        ["admin", "administrator", "管理员", "系统管理员", "小编"].contains(&who.as_str())
    })
}

/// Whether a line leads to other articles, which stand below it.
pub fn is_heading(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).take(12).collect();
    LISTS.contains(&bare.trim_end_matches(['：', ':', '>', '+']))
}

/// Whether a line says who runs a site or what they will not answer for.
pub fn is_of_owner(line: &str) -> bool {
    let bare = dense(line);
    let runs = ["主办", "承办", "运维", "维护", "地址", "网站地图", "邮编", "备案", "标识码"]
        .iter()
        .filter(|word| bare.contains(**word));
    OWNERS.iter().any(|word| bare.contains(word))
        || (bare.chars().count() <= 120 && !bare.contains('。') && runs.count() > 1)
        || bare.starts_with("主办单位：")
}

/// Whether an element is called a frame by its makers.
pub fn is_named(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let names = || [element.attr("id"), element.attr("class")].into_iter().flatten();
    !["body", "html", "article", "main"].contains(&name)
        && names().any(|it| {
            let it = it.to_lowercase();
            let mut words = it.split(|c: char| !c.is_ascii_alphabetic());
            words.any(|word| NAMES.contains(&word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_frames() {
        for line in [
            "点击上方蓝字关注我们",
            "阅读 100　赞 5　在看 3",
            "上一篇：石梁县召开会议",
            "【打印本页】【关闭窗口】",
            "分享到：微信 微博",
            "您现在的位置：首页 > 政务动态",
            "登录 注册",
            "相关阅读",
            "评论 0",
            "举报/反馈",
            "作者 admin",
        ] {
            assert!(is_line(line), "{line}");
        }
        for line in [
            "望河县召开会议",
            "来源：望河县水利局",
            "编辑：李明",
            "会议由李明主持。",
            "分享到的经验要用到工作中去。",
            "共收集意见 25 条",
            "阅读活动开展3次，覆盖学生120人。",
            "一、总体情况",
            "下一步打算",
            "（记者 李明）",
            "2018年11月20日",
            "30户",
        ] {
            assert!(!is_line(line), "{line}");
        }
        assert!(is_of_owner("主办：望河县人民政府　承办：望河县人民政府办公室"));
        assert!(is_of_owner("Copyright © 2018"));
        assert!(!is_of_owner("主办：望河县文旅局"));
        assert!(!is_of_owner("会议由县水利局主办。"));
    }
}
