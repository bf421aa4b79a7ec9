//! Words taken for another, told by what else stands in the clause.

use std::ops::Range;

use super::CONFUSED_WORD;
use crate::check::context::is_quoted;
use crate::check::{Findings, Passage};
use crate::diagnostic::Diagnostic;

/// How far around a word its clause is looked through, in bytes.
const REACH: usize = 60;

/// A word that is another one where certain words stand around it.
struct Taken {
    wrong: &'static str,
    right: &'static str,
    /// Longer words in which it is right.
    unless: &'static [&'static str],
    /// Of these one stands before it in the clause; anything where empty.
    before: &'static [&'static str],
    /// Of these none does.
    not_before: &'static [&'static str],
    /// Of these one stands behind it in the clause; anything where empty.
    behind: &'static [&'static str],
    /// Of these none stands right behind it.
    not_next: &'static [&'static str],
    why: &'static str,
}

const WORDS: &[Taken] = &[
    Taken {
        wrong: "权力",
        right: "权利",
        unless: &["产权力", "维权力", "版权力", "人权力"],
        before: &[
            "享有",
            "平等",
            "保障",
            "维护",
            "保护",
            "侵犯",
            "侵害",
            "剥夺",
            "受教育",
            "接受",
            "合法",
            "公民",
            "妇女",
            "儿童",
            "未成年人",
            "消费者",
            "劳动者",
            "农民工",
            "残疾人",
            "老年人",
            "当事人",
        ],
        not_before: &[
            "监督", "制约", "规范", "行使", "运用", "关进", "机关", "国家", "行政", "滥用", "手中",
            "公权", "以权", "中央", "党政",
        ],
        behind: &[],
        not_next: &["机关", "运行", "监督", "制约", "清单", "责任", "下放", "寻租", "机构"],
        why: "权力：职责范围内的支配力量；权利：依法享有的权益",
    },
    Taken {
        wrong: "反应",
        right: "反映",
        unless: &[
            "反应釜",
            "反应堆",
            "反应器",
            "反应机制",
            "反应能力",
            "反应速度",
            "反应迅速",
            "反应过",
            "反应时间",
            "反应出来",
        ],
        before: &[
            "群众", "村民", "居民", "市民", "企业", "职工", "业主", "家长", "网民", "商户", "农户",
            "代表", "委员", "信访", "热线", "投诉", "来信", "来电",
        ],
        not_before: &[
            "应急", "快速", "化学", "过敏", "不良", "连锁", "生理", "应激", "市场", "第一", "立即",
            "迅速",
        ],
        behind: &["问题", "情况", "诉求", "意见", "件", "事项", "困难", "呼声", "线索"],
        not_next: &[
            "强烈", "热烈", "良好", "平淡", "迅速", "积极", "不一", "很", "较", "快", "及时",
            "灵敏", "。",
        ],
        why: "反映：把情况告诉上级；反应：受到刺激后的变化",
    },
    Taken {
        wrong: "渡过",
        right: "度过",
        unless: &[],
        before: &[],
        not_before: &["江", "河", "湖", "海", "船", "舟", "桥"],
        behind: &[
            "期", "年", "节", "假", "冬", "夏", "春", "晚", "一生", "时光", "时间", "暑", "周末",
            "生日", "日子", "岁月",
        ],
        not_next: &["难", "危", "困", "最", "艰", "江", "河", "黄河", "长江", "湖", "海"],
        why: "渡：过水、过难关；度：过一段时间",
    },
    Taken {
        wrong: "度过",
        right: "渡过",
        unless: &["度过难忘"],
        before: &[],
        not_before: &[],
        behind: &["难关", "险滩", "危机", "黄河", "长江"],
        not_next: &["了一", "一个", "春", "节", "假"],
        why: "渡：过水、过难关；度：过一段时间",
    },
    Taken {
        wrong: "启示",
        right: "启事",
        unless: &["启示录"],
        before: &[
            "发布", "刊登", "张贴", "招聘", "招领", "寻人", "寻物", "征集", "征稿", "招租", "招商",
            "招标", "招生", "遗失", "更正", "迁址",
        ],
        not_before: &["得到", "获得", "带来", "经验", "深刻", "重要", "有益", "几点", "给", "重大"],
        behind: &[],
        not_next: &["意义", "和", "与", "作用", "我们", "是"],
        why: "启事：公开说明的文字；启示：得到的领悟",
    },
    Taken {
        wrong: "即要",
        right: "既要",
        unless: &[],
        before: &[],
        not_before: &[],
        behind: &["又要", "也要", "更要"],
        not_next: &[],
        why: "「既要……又要」的「既」是「已经」；即：就是",
    },
    Taken {
        wrong: "即能",
        right: "既能",
        unless: &[],
        before: &[],
        not_before: &[],
        behind: &["又能", "也能", "还能"],
        not_next: &[],
        why: "「既能……又能」的「既」是「已经」；即：就是",
    },
    Taken {
        wrong: "即有",
        right: "既有",
        unless: &["立即有", "随即有", "当即有"],
        before: &[],
        not_before: &[],
        behind: &["又有", "也有"],
        not_next: &[],
        why: "「既有……又有」的「既」是「已经」；即：就是",
    },
    Taken {
        wrong: "截止",
        right: "截至",
        unless: &["截止日期", "截止时间", "截止日", "截止期", "截止阀"],
        before: &[],
        not_before: &["报名", "申报", "提交", "受理", "征集", "投标", "缴费", "登记", "报送"],
        behind: &["已", "共", "累计", "完成", "全县", "全市"],
        not_next: &["，", "。", "；", "、", "时", "日", "后", "前", "了", "的", "于", "到期"],
        why: "截至：到那时为止，以后还会变；截止：到期停止",
    },
    Taken {
        wrong: "以至",
        right: "以致",
        unless: &["以至于", "以至诚"],
        before: &[],
        not_before: &[],
        behind: &["事故", "损失", "伤亡", "失控", "延误", "失败", "中断", "受损", "死亡", "受伤"],
        not_next: &[],
        why: "以致：下文是上述原因造成的不好的结果；以至：直到",
    },
    Taken {
        wrong: "必需",
        right: "必须",
        unless: &[
            "必需品",
            "必需的",
            "必需物",
            "必需经费",
            "必需材料",
            "必需设备",
            "必需药",
            "必需要素",
            "必需要件",
            "必需条件",
            "必需营养",
            "必需氨基酸",
            "必需。",
            "必需，",
            "必需、",
            "必需和",
        ],
        before: &[],
        not_before: &["生活", "生产", "所", "日常", "人体", "群众"],
        behind: &[
            "做", "加强", "坚持", "抓", "按", "在", "把", "严", "落实", "确保", "采取", "遵守",
            "执行", "完成", "整改", "到位", "保证", "佩戴", "持", "经", "报", "参加", "开展",
            "履行", "建立", "达到", "接受", "签", "安装", "配备", "提前",
        ],
        not_next: &[],
        why: "必须：一定要；必需：一定要有的",
    },
    Taken {
        wrong: "象",
        right: "像",
        unless: &[
            "象征",
            "现象",
            "对象",
            "形象",
            "气象",
            "印象",
            "迹象",
            "景象",
            "抽象",
            "大象",
            "象棋",
            "象牙",
            "假象",
            "表象",
            "万象",
            "想象",
            "象限",
            "意象",
            "象山",
            "象屿",
            "小象",
            "亚洲象",
            "野象",
            "象群",
            "乱象",
            "险象",
            "天象",
            "物象",
            "心象",
            "象形",
            "卦象",
            "象州",
            "怪象",
            "星象",
            "幻象",
            "具象",
            "法象",
            "象鼻",
        ],
        before: &[],
        not_before: &[],
        behind: &["一样", "似的", "那样", "这样", "一般"],
        not_next: &[],
        why: "像：相似、如同；象：大象、形状",
    },
];

/// Looks for words taken for another, apart from those that the lists have found.
pub fn check(passage: &Passage<'_>, listed: &[Range<usize>], out: &mut Findings<'_>) {
    if !out.wants(CONFUSED_WORD) {
        return;
    }
    let text = &*passage.text;
    for word in WORDS.iter().filter(|word| passage.may_have(word.wrong)) {
        for (at, _) in passage.find_word(word.wrong) {
            let range = at..at + word.wrong.len();
            let next = listed.partition_point(|other| other.end <= at);
            let is_listed = listed.get(next).is_some_and(|other| other.start < range.end);
            if !is_listed && word.is_taken(text, &range) && !is_quoted(text, at) {
                tell(passage, range, word, out);
            }
        }
    }
}

impl Taken {
    fn is_taken(&self, text: &str, range: &Range<usize>) -> bool {
        let start = text.floor_char_boundary(range.start.saturating_sub(REACH));
        let end = text.ceil_char_boundary((range.end + REACH).min(text.len()));
        let points = ['，', '。', '；', '：', '！', '？', '\n', '“', '”'];
        let before = text[start..range.start].rsplit(points).next().unwrap_or_default();
        let rest = &text[range.end..end];
        let behind = match self.wrong {
            // What belongs together stands on both sides of a comma.
            "即要" | "即能" | "即有" | "以至" | "截止" => {
                rest.split(['。', '；', '\n']).next()
            }
            _ => rest.split(points).next(),
        }
        .unwrap_or_default();
        let is_in = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
        let longer = self.unless.iter().any(|longer| {
            longer.match_indices(self.wrong).any(|(place, _)| {
                let start = range.start.checked_sub(place);
                start.is_some_and(|start| text.as_bytes()[start..].starts_with(longer.as_bytes()))
            })
        });
        !longer
            && (self.before.is_empty() || is_in(self.before, before))
            && !is_in(self.not_before, before)
            && (self.behind.is_empty() || is_in(self.behind, behind))
            && !self.not_next.iter().any(|word| rest.starts_with(word))
    }
}

fn tell(passage: &Passage<'_>, range: Range<usize>, word: &Taken, out: &mut Findings<'_>) {
    let message = format!("「{}」应是「{}」", word.wrong, word.right);
    let mut finding = Diagnostic::error(CONFUSED_WORD.code, message)
        .at(passage.span(range))
        .help(format!("核对意思，改成「{}」", word.right));
    finding.note = Some(word.why.to_owned());
    out.push(CONFUSED_WORD, finding);
}
