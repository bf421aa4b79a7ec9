//! `jianbao.yaml`.

use crate::model::{Limit, Limits, LineBreaks, LineModel};
use crate::read::keys::LIMITS;
use crate::read::settings::{Numbering, Settings, parse_settings};

use super::{file, told};

/// Settings of which only what follows `name` and `issuer` is of interest.
#[track_caller]
fn check(rest: &str, want: &str) -> Settings {
    let text = format!("name: 工作简报\nissuer: 甲\n{rest}");
    let read = parse_settings(&file("jianbao.yaml", &text));
    assert_eq!(told(&read.diagnostics, false), want, "{text}");
    read.value.expect("settings")
}

#[test]
fn all_of_it_in_chinese() {
    let settings = check(
        "报头前缀: 前\n编号方式: 按年\n密级: 内部资料　注意保存\n栏目:\n  - {标识: a, 类型: inspection}\n  - 标题: 县区动态\n    标记: ◆\n\
         分发:\n  报: [省委、省政府]\n  送: 市委\n  份数: 120\n签发: {签发: 张三}\n版式:\n  双面: 是\n  行距方式: 网格\n  断行: 整段\n\
         \x20 网格: {行数: 20, 字数: ２６}\n  页边距: {上: 37mm, 左: 28}\n  报头: {下移: 20}\n  页码: 否\n",
        "",
    );
    assert_eq!(settings.numbering, Numbering::Yearly);
    assert_eq!(
        settings.columns.iter().map(|c| (c.id.as_str(), c.kind.as_str())).collect::<Vec<_>>(),
        [("a", "inspection"), ("县区动态", "update")]
    );
    assert_eq!(settings.distribution.send[0].as_str(), "市委");
    assert_eq!(settings.distribution.copies, Some(120));
    assert_eq!(settings.sign_off.approver.map(|text| text.value).as_deref(), Some("张三"));
    let layout = settings.layout;
    assert_eq!((layout.grid.lines, layout.grid.chars, layout.masthead.offset), (20, 26, 20.0));
    assert_eq!(
        (layout.duplex, layout.page_number, layout.line_model),
        (true, false, LineModel::Grid)
    );
    assert_eq!(layout.line_breaks, LineBreaks::Optimized);
}

#[test]
fn limits_that_are_not_given_are_the_usual_ones() {
    assert_eq!(check("", "").limits, Limits::default());
    let limits = check("限制: {页数: 2000, time: 60}", "").limits;
    assert_eq!(limits, Limits { pages: 2000, time: 60, ..Limits::default() });
    // Each key is its own limit, and may be lowered as well as raised.
    for limit in Limit::ALL {
        for value in [1, limit.ceiling] {
            let given = check(&format!("limits: {{{}: {value}}}", limit.key), "").limits;
            let want = Limits::with(|each| if each == limit { value } else { each.default });
            assert_eq!(given, want, "{}", limit.name);
        }
        let key = LIMITS.find(limit.key).expect("a key");
        assert_eq!(key.chinese[0], limit.name, "messages name the key");
        assert!(key.about.contains(&format!("默认 {}", limit.default)), "{}", key.about);
        assert!((1..limit.ceiling).contains(&limit.default), "{}", limit.name);
    }
}

#[test]
fn limits_that_cannot_be() {
    let told = "3:10 wrong-value 「页数」应是 1 到 5000 之间的整数，这里写的是「5001」 | 改成 1 到 5000 之间的数，单位是页\n\
        3:20 wrong-value 「用时」应是 1 到 3600 之间的整数，这里写的是「0」 | 改成 1 到 3600 之间的数，单位是秒\n\
        3:23 unknown-key 不认识的项目「图片」 | 是不是「图片大小」？";
    let limits = check("限制: {页数: 5001, 用时: 0, 图片: 3}", told).limits;
    assert_eq!(limits, Limits::default());
    let told = "3:10 wrong-value 「页数」应是 1 到 5000 之间的整数，这里写的是「99999999999」 | 改成 1 到 5000 之间的数，单位是页\n\
        3:29 wrong-value 「文件大小」应是 1 到 8 之间的整数，这里写的是「10MB」 | 只写数，单位是 MB\n\
        3:39 wrong-value 「用时」应是 1 到 3600 之间的整数，这里写的是「5分钟」 | 只写数，单位是秒";
    check("限制: {页数: 99999999999, 文件大小: 10MB, 用时: 5分钟}", told);
}

#[test]
fn what_is_made_of_an_issue() {
    assert!(check("", "").outputs.is_empty());
    assert_eq!(check("输出: [pdf, OFD, ofd]", "").outputs, ["pdf", "ofd"]);
    assert_eq!(check("outputs: ofd", "").outputs, ["ofd"]);
    let told = "3:11 wrong-value 不能输出「纸」 | 能输出的有：pdf、ofd，如「输出: [pdf, ofd]」";
    assert_eq!(check("输出: [pdf, 纸]", told).outputs, ["pdf"]);
}

#[test]
fn mistakes_in_settings() {
    check(
        "标提: x",
        "3:1 unknown-key 不认识的项目「标提」 | 可用的项目：名称、前缀、编发单位、编号方式、栏目、报送、签发、密级、更正、输出、检查、版式、字体、测量、限制",
    );
    check(
        "distributon: {}",
        "3:1 unknown-key 不认识的项目「distributon」 | 是不是「distribution」？",
    );
    check(
        "prefix: [a]",
        "3:9 wrong-value 「prefix」应是一段文字，这里是列表 | 写成「prefix: 内容」；内容以「[」「{」开头时放进引号",
    );
    check("名称: 乙", "3:1 duplicate-key 「名称」写了两次 | 删去其中一处");
    check(
        "numbering: 随便",
        "3:12 wrong-value 「numbering」不能是「随便」 | 可以写：continuous（连续）、yearly（按年）",
    );
    // A heading alone is a column.
    check("columns: 县区动态", "");
    check("columns: [甲]", "");
    check(
        "columns: [{mark: x}]",
        "3:12 missing-key 栏目缺少「标识」 | 补上一行「标识: …」（或「id: …」）：稿件里用的标识；不写则用标题",
    );
    check(
        "columns:\n- {id: a}\n- {id: a}",
        "5:8 wrong-value 有两个栏目都叫「a」 | 换一个标识，或删去其中一个",
    );
    check(
        "columns: [{id: a, kind: ../x}]",
        "3:25 wrong-value 类型「../x」不能用作模板的名称 | 类型只能用汉字、小写字母、数字和「-」，如 update",
    );
    check(
        "报送: {报: [甲: 乙]}",
        "3:10 wrong-value 「报」的第 1 项应是一段文字，这里是一组项目 | 每项写成一行「- 内容」；内容里有「: 」时放进引号",
    );
    check(
        "报送: {份数: 很多}",
        "3:10 wrong-value 「份数」应是 1 到 9999999 之间的整数，这里写的是「很多」 | 只写阿拉伯数字",
    );
    check(
        "名称：",
        "3:1 duplicate-key 「名称」写了两次 | 删去其中一处\n?3:3 full-width-colon 「名称」后面用了全角冒号，已按半角处理 | 把「：」改成半角冒号加空格「: 」",
    );
}

#[test]
fn required_settings() {
    let told = |text: &str| told(&parse_settings(&file("jianbao.yaml", text)).diagnostics, false);
    assert_eq!(
        told("name:\n"),
        "1:1 missing-key 简报设置缺少「名称」 | 补上一行「名称: …」（或「name: …」）：简报名称，报头的红色大字；「|」处分成两行\n\
         1:1 missing-key 简报设置缺少「编发单位」 | 补上一行「编发单位: …」（或「issuer: …」）：编发单位；联合编发时写成列表，主办单位在前"
    );
    assert_eq!(told("").lines().count(), 2);
    assert!(
        told("- a").starts_with("1:3 wrong-value 简报设置应是一行一行的「项目: 内容」，这里是列表"),
        "{}",
        told("- a")
    );
}

#[test]
fn layouts_that_do_not_fit() {
    check("layout: {profile: grid}", "");
    check(
        "layout: {profile: gb9740}",
        "3:19 wrong-value 没有版式方案「gb9740」 | 是不是「gb9704」？",
    );
    check(
        "layout: {profile: 我的}",
        "3:19 wrong-value 没有版式方案「我的」 | 现有的方案：gb9704、grid、shuozhou-2018、jiyao",
    );
    check(
        "layout: {margins: {left: 3}}",
        "3:26 wrong-value 左边距 3 毫米太窄：再窄打印机就印不到，装订也会压住字 | 至少 10 毫米",
    );
    check(
        "layout: {margins: {bottom: 12}}",
        "3:28 wrong-value 下边距 12 毫米太窄：页码排在版心下 7 毫米处，下面还要留出打印机印不到的纸边 | 至少 20 毫米",
    );
    check("layout: {page-number: false, margins: {bottom: 12}}", "");
    check(
        "layout: {margins: {top: 101}}",
        "3:25 wrong-value 「top」应是 0 到 100 之间的数（毫米），这里写的是「101」 | 只写数字，单位是毫米",
    );
    check(
        "layout: {body-size: 三号}",
        "3:21 wrong-value 「body-size」应是 5 到 80 之间的数（磅），这里写的是「三号」 | 只写数字，单位是磅",
    );
    check(
        "layout: {grid: {chars: 36}}",
        "3:24 wrong-value 每行 36 字排不下：版心宽 156.0 毫米，每字只有 4.3 毫米，16 磅的字至少要 4.5 毫米 | 减少每行字数，减小左右边距或正文字号",
    );
    check(
        "layout: {body-size: 30}",
        "3:21 wrong-value 每行 28 字排不下：版心宽 156.0 毫米，每字只有 5.6 毫米，30 磅的字至少要 8.5 毫米 | 减少每行字数，减小左右边距或正文字号\n3:21 wrong-value 每页 22 行排不下：版心高 225.0 毫米，每行只有 10.2 毫米，30 磅的字至少要 11.6 毫米 | 减少每页行数，减小上下边距或正文字号",
    );
    let settings = check(
        "layout: {margins: {left: 100, right: 100}, duplex: true}",
        "3:26 wrong-value 每行 28 字排不下：版心宽 10.0 毫米，每字只有 0.4 毫米，16 磅的字至少要 4.5 毫米 | 减少每行字数，减小左右边距或正文字号",
    );
    assert_eq!((settings.layout.margins.left, settings.layout.duplex), (28.0, true));
}
