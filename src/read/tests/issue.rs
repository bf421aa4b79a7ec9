//! Issues: `issue.yaml` alone, and whole folders.

use crate::model::{Issue, IssueId, IssueNumber};
use crate::read::issue::parse_issue;
use crate::read::read_issue;
use crate::read::settings::parse_settings;
use crate::workspace::Workspace;
use crate::workspace::tests::made_up;

use super::{file, told};

const HOUSE: &str = "name: 工作简报\nissuer: 甲\ndistribution: {report: [省委], copies: 10}\nlayout: {duplex: true}\ncolumns: [{id: a}, {id: b, title: 乙}]\n";

#[track_caller]
fn check(number: &str, text: &str, want: &str) -> Option<Issue> {
    let house = parse_settings(&file("jianbao.yaml", HOUSE)).value.expect("settings");
    let id = IssueId { year: 2018, number: number.parse().expect("a number") };
    let read = parse_issue(&file("issue.yaml", text), id, &house);
    assert_eq!(told(&read.diagnostics, false), want, "{text}");
    read.value
}

#[test]
fn an_issue_overrides_its_house() {
    let issue = check(
        "28",
        "期号: 028\n日期: ２０１８/11/27\n总期号: 136\n份号: 000028\n要目: 是\n报送: {增发: 乙, 份数: 20}\n版式: {方案: grid}\n编者按: |\n  甲\n\n  乙\n",
        "",
    );
    let issue = issue.expect("an issue");
    assert_eq!(
        (issue.total, issue.contents, issue.date.to_string().as_str()),
        (Some(136), true, "2018-11-27")
    );
    assert_eq!(issue.masthead.serial.map(|text| text.value).as_deref(), Some("000028"));
    assert_eq!((issue.masthead.name.as_str(), issue.masthead.issuers.len()), ("工作简报", 1));
    assert_eq!((issue.distribution.report.len(), issue.distribution.extra.len()), (1, 1));
    assert_eq!(issue.distribution.copies, Some(20));
    assert!(issue.layout.duplex && issue.layout.line_model == crate::model::LineModel::Grid);
    assert_eq!(issue.editors_note.as_ref().map(|text| text.as_str()), Some("甲\n\n乙\n"));
    let issue =
        check("增刊1", "number: 1\nsupplement: true\ndate: 2018.1.2\ncolumns: [{title: 丙}]", "")
            .expect("an issue");
    assert_eq!(issue.columns.iter().map(|column| column.id.as_str()).collect::<Vec<_>>(), ["丙"]);
    check("增刊1", "number: 增刊1\ndate: 2018-1-2", "");
}

/// An empty value is none; this word takes away what the house has.
#[test]
fn an_issue_goes_without_what_its_house_has() {
    let house = "name: 工作简报\nissuer: 甲\n前缀: 乙\n密级: 内部\n签发: {编辑: 丙, 审核: 丁}\n";
    let house = parse_settings(&file("jianbao.yaml", house)).value.expect("settings");
    let id = IssueId { year: 2018, number: IssueNumber::Regular(1) };
    let of = |more: &str| {
        let text = format!("期号: 1\n日期: 2018-1-2\n{more}");
        let read = parse_issue(&file("issue.yaml", &text), id, &house);
        assert_eq!(told(&read.diagnostics, false), "", "{more}");
        let issue = read.value.expect("an issue");
        let (head, signed) = (issue.masthead, issue.sign_off);
        [head.prefix, head.classification, signed.editor, signed.reviewer]
            .map(|text| text.map_or_else(|| "-".to_owned(), |text| text.value))
            .join(" ")
    };
    assert_eq!(of(""), "乙 内部 丙 丁");
    assert_eq!(of("前缀: \n密级: \"\"\n"), "乙 内部 丙 丁");
    assert_eq!(of("前缀: 无\n密级: 无\n签发: {编辑: 无}\n"), "- - - 丁");
}

#[test]
fn mistakes_in_an_issue() {
    let date = "\ndate: 2018-1-2";
    let check =
        |number: &str, text: &str, want: &str| check(number, &format!("{text}{date}"), want);
    check(
        "28",
        "",
        "1:1 missing-key 本期设置缺少「期号」 | 补上一行「期号: …」（或「number: …」）：期号，与所在文件夹一致",
    );
    check(
        "28",
        "number: 27",
        "1:9 wrong-number 期号「27」与文件夹「28」不一致 | 改成「number: 28」，或给文件夹改名",
    );
    check(
        "28",
        "number: 第28期",
        "1:9 wrong-number 期号「第28期」不是从 1 开始的整数 | 写成「number: 28」；合刊写成「7-8」，文件夹名也写成「007-008」",
    );
    check(
        "28",
        "number: 0",
        "1:9 wrong-number 期号「0」不是从 1 开始的整数 | 写成「number: 28」；合刊写成「7-8」，文件夹名也写成「007-008」",
    );
    check("28", "number: [28]", "1:9 wrong-number 期号应是一个整数 | 写成「number: 28」");
    check(
        "28",
        "number: 28\n增刊: 是",
        "2:5 wrong-number 这一期写明是增刊，但文件夹是「28」 | 删去增刊这一项，或把文件夹改名为「增刊28」",
    );
    check(
        "增刊1",
        "number: 1",
        "1:9 wrong-number 文件夹「增刊1」是增刊，但这里没有写明 | 加上一行「增刊: 是」（或「supplement: true」）",
    );
    check(
        "28",
        "number: 28\ntotal: 0",
        "2:8 wrong-value 「total」应是 1 到 999999 之间的整数，这里写的是「0」 | 改成 1 到 999999 之间的数",
    );
    for key in ["限制", "limits", "检查", "编号方式"] {
        let told = format!(
            "2:1 unknown-key 不认识的项目「{key}」 | 写在 jianbao.yaml 里，各期都一样，不能只为一期改"
        );
        check("28", &format!("number: 28\n{key}: {{a: 1}}"), &told);
    }
    check(
        "28",
        "number: 28\nlayout: {grid: {lines: 40}}",
        "2:24 wrong-value 每页 40 行排不下：版心高 225.0 毫米，每行只有 5.6 毫米，16 磅的字至少要 6.2 毫米 | 减少每页行数，减小上下边距或正文字号",
    );
}

#[test]
fn what_is_like_an_entry_is_missed_aloud() {
    let dir = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    put("jianbao.yaml", "name: n\nissuer: i\n");
    put("2018/028/issue.yaml", "number: 28\ndate: 2018-11-27\n");
    let entry = "---\ntitle: t\n---\nx";
    for name in [
        "10-a.md",
        "2-b.md.txt",
        "3-c．md",
        "稿件/4-d.md",
        "5-e.docx",
        "_6.txt",
        "assets/7.md",
        "8.md.bak",
    ] {
        put(&format!("2018/028/{name}"), entry);
    }
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    let id = IssueId { year: 2018, number: IssueNumber::Regular(28) };
    let read = read_issue(&workspace, id).expect("readable");
    assert_eq!(read.value.expect("an issue").entries.len(), 1);
    let told: Vec<&str> = read
        .diagnostics
        .iter()
        .filter_map(|found| found.span.as_ref()?.file.path.strip_prefix("2018/028/"))
        .collect();
    assert_eq!(told, ["2-b.md.txt", "3-c．md", "5-e.docx", "稿件/4-d.md"]);
    assert!(
        read.diagnostics.iter().all(|found| found.code == crate::diagnostic::code::NOT_AN_ENTRY)
    );
}

#[test]
fn a_wrong_date_does_not_stop_the_rest() {
    let issue = check(
        "28",
        "number: 28\ndate: 2018-11-31",
        "2:7 wrong-date 日期「2018-11-31」不存在：11月没有31日 | 年月日都要写，用阿拉伯数字，例如 2018-11-27 或 2018年11月27日",
    );
    assert_eq!(issue.expect("an issue").date.to_string(), "2018-01-01");
    let missing = check(
        "28",
        "number: 28",
        "1:1 missing-key 本期设置缺少「日期」 | 补上一行「日期: …」（或「date: …」）：印发日期，如 2018-11-27 或 2018年11月27日",
    );
    assert!(missing.is_some());
    assert!(check("28", "28", "1:1 wrong-value 本期设置应是一行一行的「项目: 内容」，这里是一段文字 | 每行写成「项目: 内容」，可用的项目：期号、日期、总期号、增刊、密级、份号、编者按、要目、签发、名称、前缀、编发单位、栏目、报送、版式").is_none());
}

/// A workspace with the files given, read as issue 2018/28.
fn folder(files: &[(&str, &[u8])]) -> (Option<Issue>, String) {
    let (_dir, workspace) = made_up(files);
    let read = read_issue(&workspace, IssueId { year: 2018, number: IssueNumber::Regular(28) })
        .expect("readable");
    (read.value, told(&read.diagnostics, true))
}

#[test]
fn a_whole_folder() {
    let entry = |column: &str, title: &str| {
        format!("---\ncolumn: {column}\ntitle: {title}\n---\nx\n").into_bytes()
    };
    let gb = encoding_rs::GB18030.encode("column: b\ntitle: 山阴县\nbody: 正文\n").0.into_owned();
    let (issue, told) = folder(&[
        ("jianbao.yaml", HOUSE.as_bytes()),
        ("2018/028/issue.yaml", b"\xEF\xBB\xBFnumber: 28\r\ndate: 2018-11-27\r\n"),
        ("2018/028/10-b.md", &entry("b", "b10")),
        ("2018/028/9-b.md", &entry("乙", "b9")),
        ("2018/028/30-a.MD", &entry("a", "a30")),
        ("2018/028/40-b.yml", &gb),
        ("2018/028/_draft.md", b"x"),
        ("2018/028/.x.md", b"x"),
        ("2018/028/~$x.md", b"x"),
        ("2018/028/10-b.md.bak", b"x"),
        ("2018/028/assets/x.md", b"x"),
    ]);
    assert_eq!(told, "");
    let issue = issue.expect("an issue");
    let order: Vec<&str> =
        issue.entries.iter().filter_map(|entry| Some(entry.title.as_ref()?.as_str())).collect();
    assert_eq!(order, ["a30", "b9", "b10", "山阴县"]);
}

#[test]
fn findings_come_file_by_file() {
    let (issue, told) = folder(&[
        ("jianbao.yaml", b"name: x\nissuer: y\nfoo: z\n"),
        ("2018/028/issue.yaml", b"number: 28\n"),
        ("2018/028/2.md", b"x"),
        ("2018/028/10.md", b"---\ntitle: \xFF\n---\n"),
        ("2018/028/11.md", &vec![b'x'; 3_000_000]),
    ]);
    assert!(issue.is_some_and(|issue| issue.entries.len() == 1));
    let starts: Vec<String> =
        told.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        starts,
        [
            "jianbao.yaml:3:1 unknown-key",
            "2018/028/issue.yaml:1:1 missing-key",
            "2018/028/2.md:1:1 missing-title",
            "2018/028/10.md:1:1 unreadable-encoding",
            "2018/028/11.md:1:1 too-large",
        ]
    );
}

#[test]
fn unreadable_settings_leave_no_issue_but_findings() {
    let (issue, told) = folder(&[
        ("jianbao.yaml", b"name: \"x\n"),
        ("2018/028/issue.yaml", b"number: 28\ndate: 2018-11-31\n"),
        ("2018/028/2.md", b"---\ncolumn: somewhere\ntitle: t\n---\n"),
    ]);
    assert!(issue.is_none());
    let starts: Vec<&str> = told.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(starts, ["yaml-syntax", "wrong-date", "empty-entry"]);
}
