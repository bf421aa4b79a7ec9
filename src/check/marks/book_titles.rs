//! 《》 on what has no title, or around too much or too little of one.

use std::ops::Range;

use super::quoted::tell;
use super::rules::BOOK_TITLE;
use crate::check::cues::{behind, clause_before, first_chars, han_before, han_behind, is_han};
use crate::check::{Findings, Passage};

/// What a meeting, a drive, an honour or an organization ends with: no titles of works.
const NO_WORKS: &[&str] = &[
    "月",
    "周",
    "日",
    "节",
    "行动",
    "活动",
    "工程",
    "称号",
    "先进个人",
    "先进集体",
    "先进单位",
    "标兵",
    "模范",
    "劳模",
    "能手",
    "奖",
    "奖章",
    "奖状",
    "红旗",
    "锦旗",
    "会",
    "会议",
    "论坛",
    "培训班",
    "研讨班",
    "杯",
    "赛",
    "大赛",
    "竞赛",
    "村",
    "镇",
    "乡",
    "县",
    "市",
    "区",
    "社区",
    "单位",
    "示范点",
    "示范区",
    "示范县",
    "示范村",
    "基地",
    "企业",
    "公司",
    "中心",
    "品牌",
    "商标",
    "模式",
    "机制",
    "理念",
    "精神",
    "课程",
    "专业",
    "平台",
    "家庭",
    "好人",
    "工匠",
    "学校",
    "年",
    "仪式",
    "工作法",
    "协会",
    "小组",
    "服务队",
    "志愿者",
];

/// What the papers that somebody carries are called.
const PAPERS: &[&str] = &[
    "残疾人证",
    "许可证",
    "资格证",
    "执照",
    "身份证",
    "户口簿",
    "户口本",
    "证书",
    "产权证",
    "居住证",
    "合格证",
    "登记证",
    "毕业证",
    "驾驶证",
    "行驶证",
    "健康证",
    "工作证",
    "准考证",
    "优待证",
    "结业证",
    "上岗证",
    "聘书",
    "奖状",
    "明白卡",
    "监督卡",
    "联系卡",
    "结婚证",
    "出生证",
    "不动产证",
    "房产证",
    "老年证",
    "光荣证",
    "服务卡",
    "社保卡",
];

/// What meetings and courses are called.
const MEETINGS: &[&str] = &[
    "现场会",
    "推进会",
    "动员会",
    "座谈会",
    "观摩会",
    "培训班",
    "研讨班",
    "招聘会",
    "对接会",
    "表彰会",
    "部署会",
    "调度会",
    "洽谈会",
    "交流会",
    "启动仪式",
    "签约仪式",
    "开工仪式",
    "揭牌仪式",
    "动员大会",
    "表彰大会",
    "运动会",
];

/// What stands before such a name, or behind it.
const AROUND_BEFORE: &[&str] = &[
    "获评",
    "荣获",
    "获得",
    "评为",
    "授予",
    "评选",
    "创建",
    "创成",
    "争创",
    "开展",
    "举办",
    "举行",
    "召开",
    "参加",
    "启动",
    "命名为",
    "认定为",
    "列为",
    "入选",
    "获",
    "组织",
    "主题为",
    "荣膺",
    "摘得",
    "推行",
    "推广",
    "实施",
    "打造",
    "成立",
    "建成",
    "搭建",
    "弘扬",
    "注册",
    "开设",
];
const AROUND_BEHIND: &[&str] = &[
    "宣传",
    "主题",
    "活动",
    "称号",
    "荣誉",
    "专项",
    "竞赛",
    "大赛",
    "奖",
    "创建",
    "评选",
    "期间",
    "集中",
    "咨询",
    "系列",
    "开幕",
    "闭幕",
    "在",
    "圆满",
    "工作法",
    "品牌",
    "模式",
];

/// What documents are called, by which their titles end.
const DOCUMENTS: &[&str] = &[
    "通知", "意见", "方案", "办法", "条例", "规定", "决定", "通报", "报告", "请示", "批复", "函",
    "纪要", "规划", "计划", "细则", "公告", "通告", "公报", "决议", "预案", "指南", "规程", "规范",
    "标准", "要点", "清单", "制度", "法",
];

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
        return tell(BOOK_TITLE, passage, start..whole.end, message, help, out);
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
        return tell(
            BOOK_TITLE,
            passage,
            whole.start..end,
            message,
            format!("改成「……的{kind}》」"),
            out,
        );
    }
    // 《望河县人民政府》, 《望河日报》社
    let organ = [
        "人民政府",
        "办公室",
        "委员会",
        "领导小组",
        "有限公司",
        "集团公司",
        "人民法院",
        "人民检察院",
        "指挥部",
    ];
    let is_organ = ends(&organ) && inside.chars().all(is_han) && !inside.starts_with("关于");
    let paper = after.starts_with('社')
        && !after.starts_with("社会")
        && !after.starts_with("社论")
        && ends(&["报", "杂志", "日报", "晚报"]);
    if is_organ || paper {
        let end = if paper { whole.end + '社'.len_utf8() } else { whole.end };
        let message = "单位的名称不用书名号".to_owned();
        return tell(BOOK_TITLE, passage, whole.start..end, message, "去掉书名号", out);
    }
    // 《安全生产月》宣传活动, 获评《全国文明村》
    let is_short = inside.chars().count() <= 16
        && !inside.starts_with("关于")
        && !inside.contains(['〈', '，']);
    // 《营业执照》, 《全市春季农业生产现场会》: papers and meetings, whatever stands around.
    let paper = is_short && ends(PAPERS) && inside.chars().all(is_han);
    if paper || ends(MEETINGS) && !inside.starts_with("关于") {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        return tell(BOOK_TITLE, passage, whole, message, "去掉书名号", out);
    }
    let lead = han_before(text, range.start, 4);
    // 开展《文明过马路》志愿服务活动
    let drive =
        ["志愿服务", "专项行动", "专项整治", "主题实践", "主题党日", "文明实践", "行动", "活动"]
            .iter()
            .any(|word| after.starts_with(word));
    let goes_on = han_behind(after, 9);
    // 举办《百姓舞台》群众文化活动, but 《民法典》宣传活动 is about a book.
    let event = [
        "文化活动",
        "体育活动",
        "惠民活动",
        "文艺活动",
        "慰问活动",
        "公益活动",
        "展销活动",
        "交友活动",
        "联谊活动",
        "系列活动",
        "比武",
        "竞赛",
        "比赛",
        "大赛",
        "招聘",
        "培训",
        "晚会",
        "专场",
        "巡演",
        "义诊",
    ]
    .iter()
    .any(|word| goes_on.contains(word))
        && !goes_on.contains(|c: char| "读诵学宣讲普写书释解法首发著".contains(c));
    let drive = drive || event;
    let document = DOCUMENTS.iter().any(|kind| inside.ends_with(kind))
        || inside.ends_with(['典', '书', '曲', '歌', '报', '刊']);
    let clause = clause_before(text, range.start);
    let begun =
        ["开展", "组织", "举办", "启动", "参加", "举行"].iter().any(|word| clause.contains(word));
    if drive && is_short && begun && !document && inside.chars().all(|c| is_han(c) || c == '、') {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        return tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」"), out);
    }
    // 推出《石梁红薯粉》区域公用品牌
    let brand = [
        "区域公用品牌",
        "公用品牌",
        "品牌",
        "商标",
        "地理标志",
        "农产品品牌",
        "注册商标",
        "系列产品",
    ]
    .iter()
    .any(|word| goes_on.starts_with(word))
        && !["品牌建设", "品牌培育", "品牌发展", "品牌战略", "品牌管理", "商标管理", "商标法"]
            .iter()
            .any(|word| goes_on.contains(word))
        || ["工作品牌", "服务品牌", "党建品牌", "文化品牌", "治理品牌", "劳务品牌", "旅游品牌"]
            .iter()
            .any(|word| goes_on.starts_with(word));
    if brand && is_short && !document && inside.chars().all(is_han) {
        let message = format!("「{inside}」是品牌的名称，不用书名号");
        return tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」"), out);
    }
    let around = AROUND_BEFORE.iter().any(|word| lead.ends_with(word))
        || AROUND_BEHIND.iter().any(|word| after.starts_with(word));
    if is_short
        && ends(NO_WORKS)
        && around
        && inside.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || c == '·')
    {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」，或去掉书名号"), out);
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
    tell(BOOK_TITLE, passage, range.start..end, message, format!("改成「《{inside}》」"), out);
}
