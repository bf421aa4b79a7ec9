//! A small lexicon of official language: what a word does in a title. General words that a briefing
//! of any county uses; names come from the entries.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word does in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A given name: a person, post, place or organ.
    Name,
    /// Anything not known to be something else; taken for a noun.
    Other,
    /// A noun of the lexicon.
    Noun,
    /// A post, which a person's name follows.
    Post,
    /// Opens a predicate and takes an object.
    Verb,
    /// A verb after its subject, and part of a noun elsewhere: 检查, 整改.
    Act,
    /// Stands before a verb: 全力, 扎实.
    Adverb,
    /// A whole predicate in four characters: 多措并举.
    Phrase,
    /// Needs the noun after it, and a verb after that: 在, 赴, 深入.
    Preposition,
    /// Closes the clause of a speaker: 强调.
    Speech,
    /// Joins what stands before it to what comes after it: 和.
    Joint,
    /// Leans on what stands before it: 的, 等.
    Particle,
    /// Ends the name of an organ or a place and sticks to the word before it: 组, 市.
    Suffix,
    /// Ends a noun phrase and sticks to the word before it: 工作, 情况.
    Tail,
    /// Sticks to the word after it: 第, 中央.
    Prefix,
    /// Digits and Han numerals.
    Number,
    /// Punctuation, and anything else that is not a word.
    Mark,
}

/// What the lexicon says of a word.
pub fn kind(word: &str) -> Option<Kind> {
    LEXICON.get(word).copied()
}

/// The longest word of the lexicon or number that is looked for, in characters.
pub const LONGEST: usize = 12;

/// Verbs that open a predicate wherever they stand before an object.
const VERBS: &str = "
    召开 主持召开 组织召开 主持 参加 出席 举办 举行 承办 印发 转发 下发 批转 发布 公布 制定 出台 签订
    开展 组织开展 联合开展 部署开展 实施 推进 推动 推行 推广 促进 加快 加强 强化 深化 优化 细化
    贯彻 贯彻落实 落实 传达 传达学习 学习贯彻 专题学习 专题研究 研究部署 安排部署 动员部署 听取
    审议 抓好 抓实 抓紧 狠抓 打好 打赢 打响 打造 打通 打击 做好 做实 做优 做强 夯实 压实 筑牢
    守牢 守住 守护 坚守 坚持 坚定 聚焦 突出 紧盯 紧扣 围绕 立足 把握 树立 提升 提高 增强 提振
    凝聚 激发 激活 确保 保障 维护 保持 补齐 破解 化解 解决 完善 健全 建立 构建 创建 建成 创新
    探索 实行 完成 实现 达到 取得 创造 增加 扩大 扛起 扛牢 担起 履行 落细 倒逼 引领 助力 赋能
    助推 带动 服务于 立案查处 查处 取缔 关停 曝光 严惩 严查 严打 抢修 抢险 救助 发放 发动 投资
    投入 开通 启动 召集 下降 上升 增长 办结 改善 恢复 营造 培育 引进 争创 荣获 获得 入选 迎接
    配合 支持 参与 收集 回应 谱写 绘就 交出 跑出 吹响 拉开 掀起 走出 走实 拧紧 织密 把好 用好
    用活 盘活 种好 兜牢 兜住 防范 率先 联合召开 联合举办 联合督办 集中销毁 学习 致力于 违反 禁止
    防止 杜绝 减少 降低 遏制 缓解 撬动 化身 承接 跑赢 打破 唱响 擦亮 点亮 盯紧 盯牢 绷紧 厘清
    摸清 摸排 消除 切断 堵住 夺取 赢得 巩固 拓展 延伸 缩短 开创 续写 铺就 注入 释放 汇聚 集聚
    进行 造成 整合 规范 简化 压减 免除 补助 拨付 筹集 争取 引导 鼓励 督促 惠及 覆盖 提供 推出
    新增 破获 侦破 启用 发出 迎来 收获 捐赠 颁发 授予 搭建 搭起 架起 绘制 描绘 书写 讲好 唱好
    念好 下好 成为 认定 获 打开 敲响 开启 吸引 出动 奔赴 抵达 撑起 托起 奏响 跑好 站好 上好 守好 管好 护好 发生 遭遇 不发生 未发生 防止发生 避免发生
";
/// Verbs only after a subject, a preposition's noun or a meeting; nouns elsewhere.
const ACTS: &str = "
    走访调研 督查调研 专题调研 实地调研 座谈交流 督查检查 督查督办 检查督导 调研检查 带案下访
    建设 检查 督查 督导 督办 督战 督导检查 监督检查 检查指导 督导调研 调研督导 调研指导 调研 视察
    察看 巡查 巡视 巡察 暗访 暗访督查 走访 走访慰问 慰问 看望 指导 整治 清理 转办 交办 办理 受理
    部署 研究 通报 整改 排查 排查整治 约谈 会商 座谈 宣讲 考察 验收 考核 评估 培训 宣传 审查 查看
    检验 抽查 核查 表彰 调整 修订 实地督导 清运 拆除 参观 观摩 接访 下访 包联 对接 提出 反馈 报送
";
/// What stands between a subject and its verb; 并 too, which may open a line.
const ADVERBS: &str = "
    全力 全力以赴 扎实 深入扎实 积极 切实 认真 坚决 严厉 严格 从严 从快 持续 着力 大力 全面 迅速
    立即 及时 有序 有力 有效 稳步 统筹 进一步 第一时间 联合 依法 主动 率队 带队 实地 现场 专题
    集中 逐项 逐一 全部 按时 如期 同比 环比 累计 共同 携手 不断 继续 加大力度 奋力 高效 精心 精准
    科学 深度 多部门联合 不定期 定期 连夜 坚定不移 毫不动摇 一体 协同 再次 先后 即将 正式 义务
    用心用情 精细 安排专人 分片 并 假期 期间 前夕 近日 日前 高位 高质量 高标准 强力 重拳 靠前
    上门 定向 如何 圆满 顺利 成功 集体 分别 同步 带头 亲自 全方位 尽快 严肃 不 未 勿 拟 已
";
/// Times that a quotation before them belongs to: “五一”假期.
pub const TIMES: &[&str] = &["假期", "期间", "前夕"];
/// Complete in themselves: what follows may be a new clause.
const PHRASES: &str = "
    多措并举 多管齐下 对标对表 精准发力 持续发力 精准施策 综合施策 靶向施策 分类施策 闻令而动
    迎难而上 攻坚克难 真抓实干 担当作为 立行立改 边督边改 举一反三 标本兼治 齐抓共管 上下联动
    部门联动 多部门联动 齐心协力 凝心聚力 勠力同心 众志成城 高位推动 高位推进 统筹兼顾 主动作为
    主动担当 闭环管理 挂图作战 未雨绸缪 防患未然 狠抓落实 落地见效 落实落细 落地生根 落细落实
    走深走实 提质增效 提档升级 以案促改 疏堵结合 精益求精 再接再厉 强力推进 双管齐下 压茬推进
    稳中求进 平稳有序 取信于民 重拳出击 铁腕治污 三措并举 四措并举 五措并举 周密部署 精心组织
    强化举措 创新举措 突出重点 补齐短板
";
/// 组织 and the like too: what they need is somebody who then does it.
const PREPOSITIONS: &str = "
    在 赴 到 深入 走进 前往 莅临 来 率 带领 对 针对 向 从 以 为 就 于 将 把 被 由 据 按照 根据
    通过 关于 围绕 结合 面向 经 自 随 陪同 组织 邀请 动员
";
/// Opens a whole title, so that verbs after it are not its first.
pub const ABOUT: &str = "关于";
/// Joins two names of one thing and, unlike other joints, stands at the start of a line.
pub const ALIAS: &str = "暨";
const SPEECHES: &str = "强调 指出 要求 表示 提出要求";
const JOINTS: &str = "和 与 及 或 暨 以及 及其 及其他";
const PARTICLES: &str = "的 地 得 了 等 着 过 之 时 后 前 中 上 下 内";
const SUFFIXES: &str = "
    组 办 局 委 会 市 县 区 镇 乡 村 部 厅 处 科 室 院 所 站 队 省 州 旗 盟 团 社区 街道 分局
    支队 大队 总队 中队 开发区 领导小组 小组 指挥部 委员会 办公室 办事处 管委会 党组 党委 党支部
    工作组 督导组 专班
";
/// Those of organs made for one task.
pub const COUNCILS: &[&str] = &["领导小组", "小组", "工作组", "指挥部", "专班"];
const TAILS: &str = "
    工作 情况 方面 部门 单位 问题 活动 制度 机制 体系 会议 行动 战 攻坚战 保卫战 员 长 者 性 化
    法 案 件 大会 工程 项目 台账 景区 风景区 公园 大桥 大道 水库 灌区 林场
";
/// Suffixes of places, which are prefixes too: 市财政局.
pub const PLACES: &[&str] = &["市", "县", "区", "省", "州", "乡", "镇", "村"];
const PREFIXES: &str = "
    第 全 各 副 原 市 县 区 省 州 中央 全市 全县 全省 全国 全区 全乡 全镇 我市 我县 我区 国家 重
    高 低 非 无 新 大 小 总 老 散
";
const POSTS: &str = "
    书记 副书记 县长 区长 市长 省长 乡长 镇长 副县长 副区长 副市长 副乡长 副镇长 常务副县长
    常务副市长 常务副区长 主任 副主任 局长 副局长 部长 副部长 主席 副主席 组长 副组长 秘书长
    副秘书长 常委 院长 检察长 厅长 副厅长 处长 科长 所长 站长 队长 会长 指挥长 总指挥 党组书记
    委员 总书记 同志 主要领导 主要负责同志 负责同志 主要负责人 负责人 代县长 代市长 代区长 一行
    领队 主持人 院长 调研员 专员 巡视员 主官 支队长 大队长 董事长 总经理 经理 校长
";
/// Surnames of one character, the frequent ones.
pub const SURNAMES: &str = "\
    李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁\
    魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎\
    易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛\
    管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁\
    柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀\
    骆闫占明仇巩";
/// What a verb of two characters ends with that tells how far it went: 扛牢.
pub const RESULTS: &str = "牢紧实准稳细透活满足";
/// What is said of a meeting or a ceremony at the end of a clause: 大会召开.
pub const HELD: &[&str] = &["召开", "举行", "闭幕", "开幕", "举办", "开班", "胜利闭幕"];
/// Papers, which belong to the words that say what is in them: 无序建设意见.
pub const PAPERS: &[&str] = &[
    "意见",
    "规范",
    "报告",
    "办法",
    "请示",
    "规定",
    "决定",
    "方案",
    "通知",
    "条例",
    "细则",
    "要点",
    "纪要",
    "措施",
    "计划",
    "规划",
    "批复",
    "制度",
    "实施意见",
    "实施方案",
    "实施细则",
    "通报",
    "公告",
];
/// Say only of what kind the noun after them is, as all words in 级, 型, 式 and 性 do …
const DESCRIBING: &str = "
    基本 公开 多层 既有 所属 所辖 直属 驻地 沿线 限额 专职 兼职 在线 线上 线下
    全程 全域 综合 公益 涉企 涉农 涉法 常规 日常 例行 年度 季度 临时 固定 流动
    主要 重要 重大 重点 优秀 先进 典型 特殊 普通 一般 现代 特色 优质 初级 中级
    高级 一级 二级 首期 首批 首届 首个 首家 首条 首次 中长期 短期 长期 中期
    国际 与会 新型 常态化
";
/// … but these.
const NOUNS_SO: &[&str] = &[
    "年级",
    "班级",
    "等级",
    "上级",
    "下级",
    "升级",
    "晋级",
    "评级",
    "定级",
    "分级",
    "提级",
    "转型",
    "类型",
    "典型",
    "模型",
    "成型",
    "方式",
    "模式",
    "形式",
    "仪式",
    "格式",
    "公式",
    "样式",
    "正式",
    "个性",
    "党性",
    "积极性",
    "主动性",
    "重要性",
    "安全性",
    "可能性",
    "稳定性",
    "有效性",
    "必要性",
    "创造性",
    "开幕式",
    "闭幕式",
    "揭牌式",
    "开工式",
    "升旗式",
    "签约式",
    "启动式",
];
/// Begins what a paper closes with: 安排|有关工作的通知.
pub const CLOSERS: &[&str] = &["有关", "若干", "相关"];
/// Set phrases: nouns of more than two characters that no line may cut, and nouns of two that a
/// general dictionary cuts wrongly.
const NOUNS: &str = "
    工作会议 工作方案 工作任务 工作责任 工作要求 工作汇报 工作部署 工作推进会 工作动态 工作作风
    工作机制 推进会 动员会 部署会 动员部署会 协调会 座谈会 现场会 培训会 调度会 例会 专题会
    专题会议 常务会议 常委会 全体会议 扩大会议 中心组 学习会 分析会 启动仪式 培训班 专题培训班
    办公会议 人代会 发布会 反馈会 约谈会 交流会 联席会议 调研组 督察组 督查组 督导组 检查组
    巡视组 巡察组 巡察办 督查室 整改办 环委办 县委 区委 市委 省委 党委 县政府 区政府 市政府
    省政府 人民政府 人民医院 中心医院 人大 人大常委会 政协 纪委 监委 纪委监委 政法委 组织部 宣传部 统战部
    政法委书记 人民检察院 人民法院 公安局 财政局 教育局 总工会 工商联 团委 妇联 住建 住建局
    卫健局 城管 交通 公安 环保 环保局 工信局 水利局 林业局 民政局 住建厅 环委会 安委会 生态环境
    生态文明 环境保护 生态环保 生态环境保护 环保督察 中央环保督察 省级环保督察 生态环保督察
    生态环境保护督察 中央生态环保督察 中央生态环境保护督察 督察 督察反馈 交办案件 交办问题 交办件
    反馈问题 反馈意见 意见建议 意见 建议 精神 大会精神 会议精神 讲话精神 重要指示 指示精神
    重要讲话 决策部署 安排部署 信访 信访举报 群众信访举报 举报案件 信访维稳 信访积案 案件 维稳
    大气污染 大气污染防治 水污染防治 土壤污染防治 污染防治 污染治理 综合治理 综合整治 专项整治
    专项治理 集中整治 专项行动 攻坚行动 整治行动 三年行动 百日攻坚 行动计划 行动方案 实施方案
    应急预案 重污染天气 应急响应 应急演练 空气质量 环境空气质量 环境质量 综合指数 蓝天保卫战 碧水
    净土 清洁取暖 清洁供暖 散煤治理 煤改气 煤改电 散乱污 秸秆禁烧 禁烧 秋冬季 扬尘 施工工地 燃煤
    燃煤锅炉 柴油货车 工业企业 重点企业 民营企业 中小企业 无组织排放 挥发性有机物 有机物 环保设施
    环境违法 违法行为 环境执法 大练兵 深度治理 生态修复 河道治理 河长制 林长制 田长制 母亲河
    绿水青山 污水治理 垃圾分类 农村环境 人居环境 人居环境整治 农村人居环境 美丽家园 美丽乡村
    乡村振兴 脱贫攻坚 基层治理 社会治理 环境治理 环境卫生 考评 河流域 流域 土壤 改造工程 重点工作
    重点任务 重点项目 重点领域 重点行业 目标任务 目标责任 整改任务 整改方案 整改落实 整改
    主体责任 政治责任 责任 责任落实 责任清单 政治站位 损害赔偿 赔偿制度 制度改革 公益诉讼
    责任追究 安全生产 安全隐患 风险隐患 环境风险 隐患排查 消防安全 食品药品 食品药品安全 食品安全
    系统性风险 底线思维 忧患意识 问题导向 问题整改 问题线索 典型问题 典型案件 典型案例 专项斗争
    扫黑除恶 扫黑除恶专项斗争 全面深化改革 专项检查 专项督导 专项 大检查 主题教育 民主生活会
    专题党课 党组织 党支部 党建 党员干部 干部职工 干部群众 领导干部 防汛备汛 防汛抗旱 防灾减灾 森林防火 疫情防控
    风险防控 招商引资 营商环境 经济运行 高质量发展 绿色发展 绿色转型 生态优先 转型发展 转型
    医疗保障 老旧小区 城镇老旧小区 危房改造 农村危房 校园周边 市场供应 实施情况 进展情况 运行情况
    落实情况 情况报告 情况通报 线索核查 新时代 文明实践 公共服务 医疗卫生 服务能力 网格员
    街道办事处 精细化 执法 问责 研究 调研 最后一公里 一线 短板 群众满意 满意度 获得感 台账 清单
    会议 通知 决定 通报 公告 函 批复 办法 规定 报告 纲要 条例 规划 目标 任务 落实 责任制 一岗双责
    党政同责 先进单位 先进个人 组成人员 春节期间 节日期间 假期 旅游产业 文化旅游产业 全域旅游
    上半年 下半年 下一步 大型 不动产 不动产登记 历史遗留问题 安全教育 防溺水 民营经济 数字经济
    县域经济 特色产业 农业农村 农产品 高标准农田 粮食安全 耕地保护 水环境 水生态 固体废物 噪声污染
    油气回收 河湖长制 国土空间 法治政府 依法行政 行政执法 行政审批 政务服务 一网通办 民生实事
    就业创业 社会保障 社会保险 养老服务 义务教育 从严治党 党风廉政建设 廉政建设 基层党建 意识形态
    党史学习教育 集体经济 易地搬迁 驻村帮扶 防返贫监测 民族团结 双拥 森林草原 防灭火 消防救援
    应急管理 自然灾害 地质灾害 道路交通 交通安全 电信诈骗 矛盾纠纷 多元化解 平安建设 第一书记
    志愿服务 志愿者 新闻发布会 招聘会 签约仪式 揭牌仪式 开工仪式 现场推进会 电视电话会议 视频会议
    城市 城市建设 城乡建设 推进会议 调度会议 部署会议 动员会议 分析会议 现场会议 工作推进会议 工作调度会 调度会
    理论学习中心组 代表大会 人民代表大会 党代会 表彰大会 报告会 警示教育会 警示教育 中高考 全体会议 全会 辅导会
    联席会 述职会 听证会 恳谈会 揭牌 主题党日 世界地球日 世界环境日 世界水日 中国水周 门诊共济
    保障机制 共济保障机制 不正之风 群众身边 腐败问题 政府性债务 财会监督 城乡人居环境 高标准农田建设 农村集体 矛盾纠纷
    增加值 规模以上 情况汇报 占道经营 露天烧烤 餐饮油烟 油烟
";

/// A word that stands in two lists is what the later list says.
static LEXICON: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    let lists = [
        (NOUNS, Kind::Noun),
        (POSTS, Kind::Post),
        (VERBS, Kind::Verb),
        (ACTS, Kind::Act),
        (ADVERBS, Kind::Adverb),
        (PHRASES, Kind::Phrase),
        (PREPOSITIONS, Kind::Preposition),
        (SPEECHES, Kind::Speech),
        (SUFFIXES, Kind::Suffix),
        (TAILS, Kind::Tail),
        (PREFIXES, Kind::Prefix),
        (JOINTS, Kind::Joint),
        (PARTICLES, Kind::Particle),
    ];
    let words = lists.iter().flat_map(|(list, kind)| list.split_whitespace().map(|w| (w, *kind)));
    words.collect()
});

/// What numbers are made of.
pub const NUMERALS: &str = "0123456789.,%％一二三四五六七八九十百千万亿两〇";
/// What a numeral counts; sticks to it.
pub const UNITS: &str =
    "年月日时分次批件个家台起号期届项名位户条吨米公里亩元度季级类种轮座处人天周倍份余至线";

/// Whether the word says only of what kind the noun after it is: 村级|集体, 公开|招聘.
pub fn describes(word: &str) -> bool {
    let ends = ["级", "型", "式", "性"].iter().any(|end| word.ends_with(end));
    let kind = matches!(word.chars().count(), 2 | 3) && ends && !NOUNS_SO.contains(&word);
    kind || DESCRIBING.split_whitespace().any(|it| it == word)
}
