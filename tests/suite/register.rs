//! The register from the first number to the lost file: where a series begins, what is not issued
//! unread, what is taken back, and what is told where entries or PDFs are missing.

use std::fs;

use crate::project::{ENTRY, HOUSE, Project, TEXT, ledger, says, two_issued};

#[test]
fn a_workspace_is_made_once() {
    let project = Project::new().file("说明.txt", "原有的文件\n");
    says(&project, &["list"], 2, "jianbao init");
    says(&project, &["init"], 2, "jianbao init --yes");
    assert!(!project.path("jianbao.yaml").exists());
    let args = ["init", "--name", "望河\"简报\": #1", "--issuer", "望河县", "--number", "12"];
    says(&project, &[&args[..], &["--date", "2024-01-15"]].concat(), 0, "已建好文件夹 2024/012");
    let settings = fs::read_to_string(project.path("jianbao.yaml")).expect("UTF-8");
    assert!(project.path("来稿").is_dir() && project.path("说明.txt").is_file());
    // Every line that may be used is valid once its mark is gone.
    let used: String =
        settings.lines().map(|line| format!("{}\n", line.trim_start_matches("# "))).collect();
    project.write("jianbao.yaml", used.as_bytes());
    let text = TEXT.replace("来源:", "栏目: 县区动态\n来源:");
    project.write("2024/012/10-a.md", text.as_bytes());
    says(&project, &["build", "12", "--format", "short"], 0, "out/2024-012.pdf");
    project.write("jianbao.yaml", settings.as_bytes());
    for args in
        [&["init", "--yes"][..], &["init", "里面", "--yes"], &["-C", "2024", "init", "--yes"]]
    {
        says(&project, args, 2, "工作区");
    }
    assert_eq!(fs::read_to_string(project.path("jianbao.yaml")).expect("UTF-8"), settings);
    assert!(!project.path("里面").exists());
    let project = Project::new();
    says(&project, &["init", "新/简报", "--yes", "--name", " "], 2, "是空的");
    says(&project, &["init", "新/简报", "--yes", "--number", "0"], 2, "期号「0」");
    assert!(!project.path("新").exists());
    says(&project, &["init", "新/简报", "--yes"], 0, "第1期");
    assert!(project.path("新/简报/jianbao.yaml").is_file());
}

#[test]
fn a_series_begins_anywhere() {
    let project =
        Project::new().settings(HOUSE).file("来稿.txt", "甲县抓好工作\n1月15日，甲县召开会议。\n");
    says(&project, &["import", "来稿.txt", "--issue", "12"], 2, "加 --yes");
    assert!(!project.path("2024").exists());
    let args = ["import", "来稿.txt", "--issue", "12", "--yes", "--date", "2024-01-15"];
    says(&project, &args, 0, "2024/012");
    says(&project, &["new", "14", "--date", "2024-01-16"], 2, "下一期是第13期，不能取第14期");
    says(&project, &["new", "12", "--date", "2024-01-16"], 2, "第12期已经有了：文件夹 2024/012");
    says(&project, &["new", "--number", "13", "--date", "2024-01-16"], 0, "第13期");
    says(&project, &["list"], 0, "2024/13");
    assert!(!project.run(["list"]).stderr.contains('缺'));
    says(&project, &["new", "增刊3", "--date", "2024-01-17"], 0, "增刊第3期");
    for wrong in ["0", "第12期", "7-8", "1000000", "-1", ""] {
        let output = project.run_with(&["new", "--number", wrong]);
        assert_eq!(output.status, 2, "{output}");
    }
    // The folder that stands there for the time being gives way, and no other.
    let project = Project::new();
    says(&project, &["init", "--yes", "--date", "2024-01-15"], 0, "2024/001");
    says(&project, &["new", "12", "--date", "2024-01-16"], 0, "空的文件夹 2024/001 没有用过");
    assert!(!project.path("2024/001").exists());
    says(&project, &["new", "14", "--date", "2024-01-16"], 2, "下一期是第13期");
    let project = Project::with_issue().entry(ENTRY, TEXT);
    says(&project, &["new", "12"], 2, "下一期是第2期");
}

#[test]
fn nothing_unread_is_issued() {
    let confirm =
        "---\n# 请核对来源：来稿里没有写\n来源: 望河县\n标题: 望河县召开会议\n---\n正文。\n";
    let gap = "---\n标题: 望河县召开会议\n来源: 望河县\n---\n会议强调【待补：图片】要抓紧。\n";
    let quiet = format!("{HOUSE}check:\n  levels: {{left-over: 关}}\n");
    for (settings, text, place) in [
        (HOUSE, confirm, "10-a.md:2"),
        (HOUSE, gap, "10-a.md:5"),
        (&*quiet, confirm, "10-a.md:2"),
        (&*quiet, gap, "10-a.md:5"),
    ] {
        let project = Project::with_issue().settings(settings).entry(ENTRY, text);
        says(&project, &["publish", "--yes", "1"], 1, place);
        says(&project, &["publish", "--yes", "1", "--unread", " "], 2, "写明原因");
        assert!(!project.path("ledger.yaml").exists() && !project.path("out").exists());
        says(&project, &["publish", "--yes", "1", "--unread", "领导已口头核对"], 0, "已印发");
        assert!(ledger(&project).contains("  未核先发: 领导已口头核对\n"), "{}", ledger(&project));
        says(&project, &["verify", "1"], 0, "一致");
    }
    let project =
        Project::with_issue().entry(ENTRY, TEXT).file("roster.yaml", "领导:\n  - 职务: []\n");
    says(&project, &["publish", "--yes", "1"], 1, "roster.yaml:2");
    says(&project, &["publish", "--yes", "1", "--unread", "名册下周再改"], 0, "已印发");
    // In the head of an issue too; and where all was read, the reason is none.
    let project = Project::new()
        .settings(HOUSE)
        .issue("2024/001", "number: 1\n# 请核对日期：报头里没有\ndate: 2024-01-15\n")
        .entry(ENTRY, TEXT);
    says(&project, &["publish", "--yes", "1"], 1, "issue.yaml:2");
    project.write("2024/001/issue.yaml", b"number: 1\ndate: 2024-01-15\n");
    let output = project.run(["publish", "--yes", "1", "--unread", "都看过"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(output.stderr, "将印发：2024年第1期　2024-01-15　1 页　1 篇　第 1 版\n", "{output}");
    assert!(!ledger(&project).contains("未核先发"));
}

#[test]
fn an_issue_is_taken_back() {
    let project = two_issued();
    let (kept, before) = (project.pdf("2024-001.pdf"), ledger(&project));
    says(&project, &["publish", "--yes", "1", "--withdraw", " "], 2, "撤回要写明原因");
    says(&project, &["publish", "--yes", "3", "--withdraw", "错"], 2, "没有符合「3」");
    says(&project, &["publish", "--yes", "1", "--withdraw", "期号编错"], 0, "后面的2024年第2期已经印发");
    assert!(project.pdf("2024-001-撤回.pdf") == kept && !project.path("out/2024-001.pdf").exists());
    let after = ledger(&project);
    assert!(after.starts_with(&before), "{after}");
    assert!(after.contains("  撤回: 期号编错\n  存为: out/2024-001-撤回.pdf\n"), "{after}");
    says(&project, &["publish", "--yes", "1", "--withdraw", "期号编错"], 0, "早已撤回，没有重复登记");
    assert_eq!(ledger(&project), after);
    says(&project, &["list"], 0, "已撤回");
    says(&project, &["list"], 0, "「2024/1」已于");
    says(&project, &["verify", "1"], 0, "期号编错");
    // Its number and its folder are free.
    project.write("2024/001/20-b.md", "---\n标题: 石梁县\n来源: 石梁县\n---\n正文。\n".as_bytes());
    says(&project, &["move", "2024/001/20-b.md", "--to", "2024/2"], 2, "已印发");
    says(&project, &["publish", "--yes", "1"], 0, "已印发，登记在 ledger.yaml");
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "第 2 版");
    says(&project, &["publish", "--yes", "1", "--withdraw", "又错"], 0, "out/2024-001-撤回-2.pdf");
    project.write(ENTRY, TEXT.replace("强调", "认为").as_bytes());
    says(&project, &["publish", "--yes", "1"], 0, "已印发，登记在 ledger.yaml");
    project.write(ENTRY, TEXT.replace("强调", "指出").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "out/2024-001-第1版-2.pdf");
    says(&project, &["verify", "--all"], 0, "核对 2 期：一致 2 期");
    // Each PDF of all these is held against its digest.
    for name in
        ["2024-001-撤回.pdf", "2024-001-撤回-2.pdf", "2024-001-第1版.pdf", "2024-001-第1版-2.pdf"]
    {
        let path = project.path("out").join(name);
        let bytes = fs::read(&path).expect("read");
        fs::write(&path, b"%PDF-1.7 other").expect("written");
        for args in [&["verify", "--all"][..], &["verify", "1"], &["list"]] {
            says(&project, args, 1, &format!("{name}」与登记的不符"));
        }
        fs::remove_file(&path).expect("removed");
        for args in [&["verify", "--all"][..], &["list"]] {
            says(&project, args, 1, &format!("{name}」不见了"));
        }
        says(&project, &["verify", "2"], 0, "一致");
        fs::write(&path, bytes).expect("written");
    }
    says(&project, &["list"], 0, "已印发");
    // Altered, it is nobody's to take back.
    project.write("out/2024-002.pdf", b"%PDF-1.7 other");
    says(&project, &["publish", "--yes", "2", "--withdraw", "错"], 1, "与登记的不符");
}

/// The register gone or cut short, with and without what the program keeps for itself.
#[test]
fn a_register_that_lost_entries_is_noticed_by_all() {
    let project = two_issued();
    let whole = ledger(&project);
    let last = whole.rfind("\n- 期号").expect("an entry");
    for own in [true, false] {
        for left in [None, Some(""), Some(&whole[..=last])] {
            let project = Project::copy_of(&project.path(""));
            fs::remove_file(project.path("ledger.yaml")).expect("removed");
            if let Some(left) = left {
                project.write("ledger.yaml", left.as_bytes());
            }
            if !own {
                fs::remove_dir_all(project.path(".jianbao")).expect("removed");
            }
            project.write("来稿.txt", "石梁县抓好工作\n1月15日，石梁县召开会议。\n".as_bytes());
            let (before, pdf) =
                (fs::read(project.path("ledger.yaml")).ok(), project.pdf("2024-002.pdf"));
            for (args, status) in [
                (&["list"][..], 1),
                (&["list", "--entries"], 1),
                (&["find", "供暖"], 1),
                (&["verify", "--all"], 1),
                (&["check", "--all"], 1),
                (&["check", "--fix"], 2),
                (&["build", "--all", "--force"], 1),
                (&["publish", "--yes", "2"], 1),
                (&["publish", "--yes", "2", "--withdraw", "错"], 1),
                (&["new"], 1),
                (&["new", "3"], 1),
                (&["move", "2024/002/10-a.md", "--to", "2024/1"], 2),
                (&["import", "来稿.txt", "--issue", "2"], 2),
                (&["import", "来稿.txt", "--issue", "3"], 2),
            ] {
                says(&project, args, status, "ledger.yaml");
                let now = (fs::read(project.path("ledger.yaml")).ok(), project.pdf("2024-002.pdf"));
                assert!(now == (before.clone(), pdf.clone()), "{args:?}");
            }
            assert!(!project.path("2024/003").exists());
        }
    }
}

#[test]
fn a_register_is_made_anew() {
    let project = two_issued();
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正", "--attach"], 0, "第 2 版");
    says(&project, &["publish", "--yes", "2", "--withdraw", "错"], 0, "已撤回");
    says(&project, &["publish", "--yes", "2"], 0, "已印发");
    let (whole, first) = (ledger(&project), TEXT);
    says(&project, &["register", "rebuild"], 2, "ledger.yaml 已经有了");
    project.write("ledger.yaml", b"");
    says(&project, &["register", "rebuild"], 2, "ledger.yaml 已经有了");
    // Its sources are in the PDF; what they are now is another thing.
    project.write(ENTRY, first.as_bytes());
    for own in [true, false] {
        fs::remove_file(project.path("ledger.yaml")).expect("removed");
        if !own {
            fs::remove_dir_all(project.path(".jianbao")).expect("removed");
        }
        says(&project, &["register", "rebuild"], 0, "登记了 4 份 PDF");
        let made = ledger(&project);
        let lines = |text: &str, key: &str| {
            let lines = text.lines().filter(|line| line.trim_start().starts_with(key));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        for key in
            ["- 期号", "sha256", "版次", "页数", "文件", "上一版", "附带稿件", "存为", "日期"]
        {
            let (mut was, mut is) = (lines(&whole, key), lines(&made, key));
            was.sort();
            is.sort();
            assert_eq!(is, was, "{made}");
        }
        says(&project, &["list"], 0, "2024/2");
        says(&project, &["verify", "2"], 0, "一致");
        says(&project, &["verify", "1"], 1, "文字不同");
        says(&project, &["new", "--date", "2024-02-01"], 0, "第3期");
        fs::remove_dir_all(project.path("2024/003")).expect("removed");
    }
    let empty = Project::with_issue();
    says(&empty, &["register", "rebuild"], 2, "没有印发过的 PDF");
    assert!(!empty.path("ledger.yaml").exists());
}

/// A number whose PDF is there is not given again, whatever became of its folder.
#[test]
fn a_number_with_a_pdf_is_taken() {
    let project = Project::with_issue().entry(ENTRY, TEXT);
    let built = project.run(["build", "1"]);
    assert_eq!(built.status, 0, "{built}");
    fs::rename(project.path("out/2024-001.pdf"), project.path("out/2024-007.pdf"))
        .expect("renamed");
    says(&project, &["new", "--date", "2024-02-01"], 0, "「2024/7」没有文件夹，但有它的 PDF");
    assert!(project.path("2024/008/issue.yaml").is_file());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_workspace_stays_a_link() {
    use std::os::unix::fs::symlink;
    let project = Project::with_issue()
        .file("共用/登记.yaml", "")
        .file("共用/稿件.md", "---\n标题: 望河县召开会议\n来源: 望河县\n---\n会议要求,要抓紧。\n");
    symlink("共用/登记.yaml", project.path("ledger.yaml")).expect("a link");
    symlink("../../共用/稿件.md", project.path(ENTRY)).expect("a link");
    says(&project, &["check", "1", "--fix"], 0, "10-a.md");
    let text = |path: &str| fs::read_to_string(project.path(path)).expect("UTF-8");
    assert!(text("共用/稿件.md").contains("会议要求，要抓紧"), "{}", text("共用/稿件.md"));
    says(&project, &["publish", "--yes", "1"], 0, "已印发");
    assert!(text("共用/登记.yaml").contains("- 期号: 2024/1\n"));
    for link in ["ledger.yaml", ENTRY] {
        let data = project.path(link).symlink_metadata().expect("there");
        assert!(data.file_type().is_symlink(), "{link}");
    }
}

/// Without the program's own notes the PDFs in `out/` are all that tells.
#[test]
fn a_lost_entry_of_an_issue_in_force_is_noticed() {
    let without_last = |project: &Project, entries: usize| {
        let text = ledger(project);
        let starts: Vec<usize> = text.match_indices("- 期号:").map(|(at, _)| at).collect();
        assert_eq!(starts.len(), entries);
        project.write("ledger.yaml", &text.as_bytes()[..starts[entries - 1]]);
        fs::remove_dir_all(project.path(".jianbao")).expect("removed");
    };
    let project = two_issued();
    project.write(ENTRY, TEXT.replace("压实", "落实").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "第 2 版");
    without_last(&project, 3);
    let edition = fs::read(project.path("out/2024-001.pdf")).expect("a PDF");
    project.write(ENTRY, TEXT.replace("压实", "夯实").as_bytes());
    for args in
        [&["list"][..], &["verify", "1"], &["build", "1"], &["publish", "--yes", "1", "--reissue", "再"]]
    {
        let output = project.run_with(args);
        assert_ne!(output.status, 0, "{output}");
        assert!(output.to_string().contains("第 2 版"), "{output}");
    }
    assert!(fs::read(project.path("out/2024-001.pdf")).expect("a PDF") == edition);

    let project = two_issued();
    says(&project, &["publish", "--yes", "2", "--withdraw", "期号编错"], 0, "已撤回");
    without_last(&project, 3);
    for args in [&["list"][..], &["build", "2"], &["publish", "--yes", "2"]] {
        let output = project.run_with(args);
        assert_ne!(output.status, 0, "{output}");
        assert!(output.to_string().contains("没有登记撤回"), "{output}");
    }
    assert!(!project.path("out/2024-002.pdf").exists());
}

/// 「请核对」 behind a value is one like that on a line of its own.
#[test]
fn what_is_to_be_confirmed_behind_a_value_is_seen() {
    let project =
        Project::with_issue().entry(ENTRY, &TEXT.replace("望河县\n", "望河县 # 请核对\n"));
    says(&project, &["publish", "--yes", "1"], 1, "请核对");
    assert!(!project.path("ledger.yaml").exists());
}
