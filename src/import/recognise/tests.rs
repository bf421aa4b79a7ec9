//! Nothing vanishes: what is taken off a text is a field of the entry, or told word by word.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::Text;
use crate::import::clean;
use crate::import::document::Table;
use crate::model::{Person, Post, Unit};

fn roster() -> Roster {
    let unit = |name: &str, short: &[&str]| Unit {
        name: Text::unplaced(name),
        rejected: Vec::new(),
        short_names: short.iter().map(|name| Text::unplaced(*name)).collect(),
        from: None,
        county: name.ends_with(['县', '区']),
    };
    let post = Post {
        title: Text::unplaced("市长"),
        short_titles: Vec::new(),
        from: None,
        to: None,
        rank: None,
    };
    let leader =
        Person { name: Text::unplaced("王芳"), former_names: Vec::new(), posts: vec![post] };
    let units = vec![unit("望河县", &["望河"]), unit("河口镇", &[]), unit("市水利局", &["水利局"])];
    Roster { leaders: vec![leader], units }
}

/// Lines of every sort, as they stand in heads, texts and tails.
const LINES: &[&str] = &[
    "望河县抓好春耕备耕工作",
    "石梁县人民医院",
    "开展义诊活动",
    "关于秋粮收储情况的报告",
    "望河县人民政府办公室",
    "河口镇",
    "河口镇：完成九成",
    "河口镇：全力推进秋粮收储",
    "【望河县】多措并举抓实秋收",
    "【石梁县】多措并举抓实秋收",
    "望河",
    "水利局 李明",
    "（石梁县水利局 李明 供稿）",
    "（供稿：李明）",
    "（李明）",
    "供稿：石梁县水利局",
    "供稿人 李明",
    "撰稿：李明 审核：王芳；签发：张伟",
    "作者：李明 13800000000",
    "作者：管理员",
    "报送单位（盖章）：望河县农业农村局",
    "联系人：李明　电话：0349-1234567",
    "李明 0349-1234567",
    "来源：本站",
    "来源：望河县人民政府网",
    "来源：望河县",
    "来源：",
    "单位：万元",
    "发布时间：2018-11-10 10:23:11 | 来源：石梁县 | 浏览次数：123",
    "发布时间：昨天",
    "望河发布 发布时间：2018-11-10 浏览次数：12次",
    "【字体：大 中 小】",
    "【打印】 【关闭】",
    "首页 > 政务公开 > 工作动态",
    "责任编辑：李明",
    "上一篇：石梁县召开大会",
    "2018年11月20日",
    "二〇一八年十一月二十日",
    "2018年11月",
    "2018-11-20 09:30",
    "望河县水利局 2018年11月20日",
    "石梁县（2018年11月20日）",
    "会议编号：2019---001",
    "附件4",
    "附件2：秋粮收储细则",
    "附件：1.名单 2.表格",
    "目录",
    "一、总体情况……1",
    "第28期",
    "望河县工作简报（第12期）",
    "望政发〔2018〕86号",
    "各位领导好：",
    "市协调联络领导小组：",
    "标题：石梁县建成粮仓",
    "题目：又一个",
    "李明 2018/11/27 9:03:11",
    "李明 10:23",
    "[图片]",
    "[文件] 望河县简报.docx",
    "现场照片[图片]，请看[强]",
    "收到",
    "报：省委办公厅",
    "共印120份",
    "———————",
    "一、总体情况",
    "（一）压实责任",
    "二、强化收购保障\n全县增设收购点八个，做到应收尽收。",
    "李明\n王芳\n张伟",
    "会议要求各乡镇\n落实到位。",
    "治理了120\n98处",
    "望河县水利局\n2018年11月20日",
    "'千万工程'经验推进会在望河县召开",
    "● 第一项",
    "市长王芳调研秋粮收储",
    "本报讯（通讯员 李明）11月20日，望河县召开会议，安排部署下一步工作。",
    "11月20日，市长王芳到石梁县调研秋粮收储，要求压实责任、抓好落实。",
    "11月19日，望河县召开秋粮收储工作推进会，安排部署下一阶段任务。",
    "会议要求，各乡镇要压实责任，确保完成任务。（望河县水利局 李明）",
    "会议要求，各乡镇要压实责任，确保完成任务。（李明）",
    "图为施工现场",
    "望河县水务局（盖章）",
    "（盖章）",
    "望河县公安局　石梁县水利局",
    "望河县供稿",
    "（此处插图）",
    "会后入户走访。【照片】「[图片]」",
    "终审：领导小组审定296件",
    "电话：回访群众1200人次，满意率达到98%",
    "（李明 摄）",
    "（此件公开发布）",
    "— 1 —",
    "祝好！",
    "现报上信息一条，请审用。",
    "附：核查表",
    "附件1",
    "报到 11月27日 14:30",
    "注：数据截至10月底",
    "时间：11月20日",
    "地点：县政府",
];

fn look() -> impl Strategy<Value = (Align, Option<f32>, &'static str, Option<u8>, bool)> {
    (
        prop_oneof![4 => Just(Align::Start), 2 => Just(Align::Center), 1 => Just(Align::End)],
        prop_oneof![3 => Just(None), 1 => Just(Some(16.0)), 1 => Just(Some(22.0))],
        prop_oneof![3 => Just(""), 1 => Just("方正小标宋简体"), 1 => Just("楷体"), 1 => Just("黑体")],
        prop_oneof![8 => Just(None), 1 => Just(Some(1)), 1 => Just(Some(2))],
        any::<bool>(),
    )
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let bullet = prop_oneof![9 => Just(None), 1 => Just(Some(0))];
    let text = proptest::sample::select(LINES);
    (text, look(), bullet, 0..12_u8).prop_map(|(text, look, bullet, picture)| {
        let (align, size, face, level, bold) = look;
        let run =
            Run { text: text.to_owned(), face: face.to_owned(), size, bold, ..Run::default() };
        let mut runs = vec![run];
        if picture == 0 {
            runs.push(Run::of_picture(Default::default()));
        }
        Paragraph { runs, align, level, bullet, ..Paragraph::default() }
    })
}

/// A form of labels and values, or any table.
fn table() -> impl Strategy<Value = Block> {
    let cell = |text: &'static str| {
        let run = Run { text: text.to_owned(), ..Run::default() };
        vec![Paragraph { runs: vec![run], ..Paragraph::default() }]
    };
    let label = proptest::sample::select(
        &[
            "标题",
            "报送单位",
            "内容",
            "备注",
            "联系人",
            "日期",
            "签发",
            "乡镇",
            "信息报送表",
            "是否公开",
            "望河县水务局",
        ][..],
    );
    let row = (label, proptest::sample::select(LINES), any::<bool>());
    proptest::collection::vec(row, 1..5).prop_map(move |rows| {
        let row = |(label, value, filled)| match filled {
            true => vec![cell(label), cell(value)],
            false => vec![cell(label)],
        };
        Block::Table(Table { rows: rows.into_iter().map(row).collect(), ..Table::default() })
    })
}

fn document() -> impl Strategy<Value = Document> {
    let block = prop_oneof![19 => paragraph().prop_map(Block::Paragraph), 1 => table()];
    proptest::collection::vec(block, 0..14)
        .prop_map(|blocks| Document { blocks, ..Document::default() })
}

/// Han characters and digits, counted.
fn count(text: &str, counts: &mut BTreeMap<char, usize>) {
    let is_counted = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c) || c.is_ascii_digit();
    for c in text.chars().filter(is_counted) {
        *counts.entry(c).or_default() += 1;
    }
}

fn count_blocks(blocks: &[Block], counts: &mut BTreeMap<char, usize>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => count(&paragraph.text(), counts),
            Block::Table(table) => {
                table.rows.iter().flatten().flatten().for_each(|it| count(&it.text(), counts));
            }
        }
    }
}

/// What of a sentence of the report is quoted from the dispatch.
fn quotes(text: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut rest) = (0_usize, text.chars());
    for c in rest.by_ref() {
        match c {
            '「' => depth += 1,
            '」' => depth = depth.saturating_sub(1),
            c if depth > 0 => out.push(c),
            _ => {}
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn nothing_vanishes(mut document in document()) {
        clean::document(&mut document);
        let roster = roster();
        let date = NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
        let got = recognise(&document, "来稿", Reference { roster: &roster, columns: &[], date });
        let mut wanted = BTreeMap::new();
        count_blocks(&document.blocks, &mut wanted);
        let mut found = BTreeMap::new();
        count_blocks(&got.body, &mut found);
        let texts = [&got.title, &got.source, &got.author];
        for guess in texts.into_iter().flatten() {
            count(&guess.value, &mut found);
            count(&quotes(&guess.reason), &mut found);
        }
        for reason in [
            got.date.as_ref().map(|guess| &guess.reason),
            got.kind.as_ref().map(|guess| &guess.reason),
        ] {
            count(&quotes(reason.map_or("", String::as_str)), &mut found);
        }
        for (_, line) in &got.left_out {
            count(line, &mut found);
        }
        for remark in got.remarks.iter().filter(|it| it.starts_with("图片的记号")) {
            count(&quotes(remark), &mut found);
        }
        for (c, times) in wanted {
            let kept = found.get(&c).copied().unwrap_or_default();
            prop_assert!(kept >= times, "「{c}」 {kept} of {times} in {document:#?}\n{got:#?}");
        }
        // Nothing is said that nobody wrote, either: the text only gets less.
        let mut all = BTreeMap::new();
        count_blocks(&document.blocks, &mut all);
        let mut body = BTreeMap::new();
        count_blocks(&got.body, &mut body);
        for (c, times) in body {
            let wrote = all.get(&c).copied().unwrap_or_default();
            prop_assert!(times <= wrote, "「{c}」 {times} of {wrote} in {document:#?}\n{got:#?}");
        }
    }
}

/// A title holds nothing that is struck out, raised or lowered: what stood there is told.
#[test]
fn titles_hold_plain_words() {
    use crate::import::document::Script;
    let run = |text: &str| Run {
        text: text.to_owned(),
        size: Some(22.0),
        face: "方正小标宋简体".to_owned(),
        ..Run::default()
    };
    let of = |runs: Vec<Run>| {
        let title = Paragraph { runs, align: Align::Center, ..Paragraph::default() };
        let said = "11月20日，望河县召开会议。会议要求抓好落实，确保完成全年任务。";
        let text = Run { text: said.to_owned(), ..Run::default() };
        let text = Paragraph { runs: vec![text], ..Paragraph::default() };
        let blocks = [title, text].map(Block::Paragraph).to_vec();
        let document = Document { blocks, ..Document::default() };
        let date = NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
        let roster = roster();
        let got = recognise(&document, "来稿", Reference { roster: &roster, columns: &[], date });
        (got.title.map(|title| title.value).unwrap_or_default(), got.remarks.join("\n"))
    };
    let struck = Run { struck: true, ..run("32") };
    let (title, told) = of(vec![run("望河县"), struck, run("28个乡镇完成秋收。")]);
    assert_eq!(title, "望河县【待补：划掉的字】28个乡镇完成秋收");
    assert!(told.contains("标题里划掉的字 1 处") && told.contains("「32」"), "{told}");
    assert!(told.contains("标题末尾的「。」没有用"), "{told}");
    let raised = Run { script: Script::Raised, ..run("n") };
    let (title, told) = of(vec![run("望河县建成10"), raised, run("级泵站")]);
    assert_eq!(title, "望河县建成10n级泵站");
    assert!(told.contains("标题里的上标、下标 1 处，写成了平排的字，请核对：「n」"), "{told}");
    // A short word and a colon are no label where they look like a title.
    for title in ["喜报：望河县荣获全省先进", "图解：望河县秋粮收储"] {
        assert_eq!(of(vec![run(title)]).0, title);
    }
}
