//! Titles as an editor would break them, and what holds for any title.

use super::*;

/// A title as it is broken, its lines joined by `/`.
fn shown(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("/")
}

/// 24 em fit at 18 pt, the size of an item's title; 20 at 22 pt, that of the first.
fn check(title: &str, width: f64, names: &[&str], want: &str) {
    let lines = break_by_meaning(title, Widths::even(width), names);
    assert_eq!(shown(&lines), want, "{title}");
}

#[test]
fn titles_break_where_an_editor_would() {
    let mut count = 0;
    let mut misses = Vec::new();
    let table = include_str!("titles.txt");
    for row in table.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let mut fields = row.split(' ');
        let want = fields.next().unwrap_or_default();
        let (mut width, mut names) = (24.0, Vec::new());
        for field in fields {
            match field.split_at(1) {
                ("@", "22") => width = 20.0,
                ("+", name) => names.push(name),
                _ => panic!("neither size nor name: {field}"),
            }
        }
        count += 1;
        let title = want.replace('/', "");
        let got = shown(&break_by_meaning(&title, Widths::even(width), &names));
        if got != want {
            misses.push(format!("want {want}\n got {got}\n"));
        }
    }
    assert!(count >= 60);
    assert!(misses.is_empty(), "{} of {count}:\n{}", misses.len(), misses.concat());
}

/// Units and posts stand on one line, whatever is said of them and however wide a line is.
#[test]
fn units_and_posts_are_not_split() {
    let units = [
        "柳溪镇人民政府",
        "望河县老城街道办事处",
        "石梁县人大常委会",
        "望河县公安局交警大队",
        "县住房和城乡建设局",
        "市退役军人事务局",
        "石梁县农业农村局",
        "望河县人民法院",
        "望河县城市建设投资集团有限公司",
        "石梁县人民政府办公室",
        "县纪委监委",
        "柳溪镇大槐树村委会",
    ];
    let posts = ["县委副书记、县长", "常务副县长", "党组书记、局长", "人大常委会副主任", "总书记"];
    let said = [
        "扎实推进老旧小区改造和城乡人居环境整治工作",
        "关于印发《农村公路养护管理办法（试行）》的通知",
        "举办2024年度干部职工业务能力提升培训班",
        "主要负责同志带队督导检查安全生产和消防安全工作",
        "“三个聚焦”推动基层治理和民生实事落地见效",
    ];
    for width in [20.0, 24.0] {
        for said in said {
            for unit in units {
                let title = format!("{unit}{said}");
                let lines = shown(&break_by_meaning(&title, Widths::even(width), &[]));
                assert!(lines.contains(unit), "{lines}");
            }
            for post in posts {
                let title = format!("石梁县{post}王芳{said}");
                let lines = shown(&break_by_meaning(&title, Widths::even(width), &[]));
                for post in post.split('、') {
                    assert!(lines.contains(post), "{lines}");
                }
                assert!(lines.contains("王芳"), "{lines}");
            }
        }
    }
}

#[test]
fn set_phrases_are_not_cut() {
    for phrase in [
        "老旧小区",
        "人工智能",
        "中华人民共和国",
        "世界地球日",
        "门诊共济",
        "不正之风",
        "理论学习中心组",
        "基本公共卫生",
        "土地使用权",
        "矛盾纠纷",
    ] {
        for before in ["望河县扎实做好", "关于进一步加强和改进", "县委常委会会议专题研究"]
        {
            for after in ["有关工作", "宣传和服务保障有关工作的通知"] {
                let title = format!("{before}{phrase}{after}");
                for width in 9..=24 {
                    let lines = break_by_meaning(&title, Widths::even(width.into()), &[]);
                    assert!(shown(&lines).contains(phrase), "{}", shown(&lines));
                }
            }
        }
    }
}

#[test]
fn an_authors_space_before_a_leaning_word_is_no_place() {
    let lines = break_by_meaning(
        "石梁县召开农村人居环境整治推进会 和冬季清洁取暖工作部署会",
        Widths::even(20.0),
        &[],
    );
    assert!(lines.len() > 1);
    assert!(lines[1..].iter().all(|line| !line.text.starts_with('和')), "{}", shown(&lines));
}

/// The titles of No. 28, as printed.
const PRINTED: [(&str, &[&str]); 4] = [
    (
        "朔州市政府秘书长、市协调联络领导小组组长张祥/在朔城区现场督查清洁供暖工作",
        &["张祥", "朔州市政府秘书长、市协调联络领导小组组长", "朔城区"],
    ),
    ("强化责任落实坚持问题导向/全力抓好中央环保督察交办问题整改", &["朔州经济开发区"]),
    (
        "平鲁区委副书记、区长马占文/深入现场督导检查中央生态环境保护督察/“回头看”交办案件整改工作",
        &["平鲁区"],
    ),
    ("山阴县第一时间贯彻落实/中央第二生态环保督察组提出的意见和建议", &["山阴县"]),
];

#[test]
fn number_28_breaks_as_printed_without_its_spaces() {
    for (want, names) in PRINTED {
        check(&want.replace('/', ""), 24.0, names, want);
        check(&want.replace('/', ""), 24.0, &[], want);
    }
    // The same at the size of a first title.
    check(
        &PRINTED[0].0.replace('/', ""),
        20.0,
        PRINTED[0].1,
        "朔州市政府秘书长、/市协调联络领导小组组长张祥/在朔城区现场督查清洁供暖工作",
    );
}

#[test]
fn the_authors_places_rule() {
    check(
        "强化责任落实 坚持问题导向 全力抓好中央环保督察交办问题整改",
        24.0,
        &[],
        "强化责任落实　坚持问题导向/全力抓好中央环保督察交办问题整改",
    );
    check(
        "平鲁区委副书记、区长马占文 深入现场督导检查中央生态环境保护督察 “回头看”交办案件整改工作",
        24.0,
        &[],
        "平鲁区委副书记、区长马占文/深入现场督导检查中央生态环境保护督察/“回头看”交办案件整改工作",
    );
    check("山阴县第一时间|贯彻落实督察组意见", 24.0, &[], "山阴县第一时间/贯彻落实督察组意见");
    check("关于召开 Rust Conf 2018 的通知", 24.0, &[], "关于召开 Rust Conf 2018 的通知");
}

#[test]
fn an_issuer_breaks_between_the_parts_of_its_name() {
    for want in [
        "中央生态环境保护督察“回头看”/朔州市协调联络领导小组",
        "中共临河市委/全面深化改革委员会办公室",
        "中共永宁县委“不忘初心、牢记使命”/主题教育领导小组办公室",
        "临河市打击欺诈骗取医疗保障基金/专项治理工作领导小组办公室",
        "永宁县新型冠状病毒肺炎/疫情防控工作领导小组办公室",
        "永宁县扫黑除恶专项斗争/领导小组办公室",
        "临河市推进城乡环境综合整治工作/联席会议办公室",
        "中共永宁县纪律检查委员会/永宁县监察委员会",
        "临河市人民政府防汛抗旱指挥部办公室",
    ] {
        let lines = break_organ(&want.replace('/', ""), Widths { line: 26.0, last: 17.0 });
        assert_eq!(shown(&lines), want);
    }
}

#[test]
fn a_name_is_broken_only_when_no_line_can_hold_it() {
    let name = "临河市秋冬季大气污染综合治理攻坚行动指挥部";
    let title = format!("{name}召开会议");
    check(&title, 24.0, &[name], "临河市秋冬季大气污染综合治理攻坚行动指挥部/召开会议");
    check(&title, 20.0, &[name], "临河市秋冬季大气污染综合治理/攻坚行动指挥部召开会议");
}

#[test]
fn a_title_without_any_place_is_filled_and_loses_nothing() {
    let title = "一".repeat(100);
    let lines = break_by_meaning(&title, Widths::even(24.0), &[&title]);
    assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), title);
    assert!(lines.iter().all(|line| ems(&line.text) <= 24.0));
}

#[test]
fn a_very_long_text_takes_no_long_time() {
    let title = "县区工作，和“会议”的通知".repeat(1000);
    let lines = break_by_meaning(&title, Widths::even(24.0), &["县区"]);
    assert!(lines.iter().all(|line| ems(&line.text) <= 24.0));
}

#[test]
fn a_space_that_begins_a_word_is_one_place() {
    // To the dictionary the accent belongs to the space before it.
    let lines = break_by_meaning("甲乙丙丁 \u{301}戊己庚辛", Widths::even(5.0), &[]);
    assert_eq!(shown(&lines), "甲乙丙丁/\u{301}戊己庚辛");
}

fn kept(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}

/// Words in any order, with marks and leaning words between them.
fn rows_of_words() -> impl proptest::strategy::Strategy<Value = String> {
    let words = "(应县|工作|召开|会议|整改|全力|督导组|张某某|第3批|大气污染|在乡镇){1,3}";
    let pattern = format!("({words}(的|、|和|等|，|”|“)){{1,5}}{words}");
    proptest::string::string_regex(&pattern).expect("a pattern")
}

proptest::proptest! {
    #[test]
    fn no_character_is_lost(title in "[一-十、“”《》—·：　 |a-z0-9的和市县在\u{301}]{1,80}", width in 2..26_u8) {
        let lines = break_by_meaning(&title, Widths::even(width.into()), &["市县", "十a"]);
        let set: String = lines.iter().map(|line| line.text.as_str()).collect();
        proptest::prop_assert_eq!(kept(&set), kept(&title));
        for line in &lines {
            proptest::prop_assert!(ems(&line.text) <= f64::from(width), "{:?}", line);
            proptest::prop_assert_eq!(kept(&title[line.range.clone()]), kept(&line.text));
        }
    }

    /// Not even where lines are too narrow for anything good.
    #[test]
    fn no_line_begins_with_what_leans(
        title in "(县委|督查组|和|的|及|与|等|、|，|张某|整改|会议|河道|推进会){2,20}",
        width in 6..26_u8,
    ) {
        let lines = break_by_meaning(&title, Widths::even(width.into()), &["张某"]);
        let leans = |c: char| LEANING.contains(c) || CLOSING.contains(c);
        // Where a row of such words is as long as a line there is no other place.
        let longest = title.split(|c| !leans(c)).map(|run| run.chars().count()).max();
        if longest < Some(3) {
            for line in lines.iter().skip(1) {
                proptest::prop_assert!(!line.text.starts_with(leans), "{}", shown(&lines));
            }
        }
    }

    #[test]
    fn no_line_begins_or_ends_with_what_leans(title in rows_of_words()) {
        let lines = break_by_meaning(&title, Widths::even(20.0), &["应县", "张某某"]);
        for pair in lines.windows(2) {
            let (above, below) = (pair[0].text.as_str(), pair[1].text.as_str());
            proptest::prop_assert!(!below.starts_with(['的', '、', '和', '等', '，', '”']), "{below}");
            proptest::prop_assert!(!above.ends_with(['和', '在', '“']), "{above}");
        }
        let whole = lines.iter().any(|line| line.text.contains("张某某"));
        proptest::prop_assert!(whole || !title.contains("张某某"));
    }
}
