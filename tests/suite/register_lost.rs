//! What is lost and can be known all the same: the entry of an issue that was issued again, the
//! register beside its copy, the PDF that nobody finds any more.

use std::fs;

use crate::project::{ENTRY, Project, TEXT, ledger, says, two_issued};

/// Takes the last entries away, and with them all that the program keeps for itself.
fn without_last(project: &Project, entries: usize) {
    let text = ledger(project);
    let starts: Vec<usize> = text.match_indices("- 期号:").map(|(at, _)| at).collect();
    project.write("ledger.yaml", &text.as_bytes()[..starts[starts.len() - entries]]);
    fs::remove_dir_all(project.path(".jianbao")).expect("removed");
}

/// Issued again with the very same text, it says of itself that this is another time.
#[test]
fn what_is_issued_again_as_it_was_is_known_for_it() {
    let project = two_issued();
    let first = project.pdf("2024-001.pdf");
    for turn in [2, 3] {
        says(&project, &["publish", "--yes", "1", "--withdraw", "期号编错"], 0, "已撤回");
        says(&project, &["publish", "--yes", "1"], 0, "第 1 版（撤回后再次印发）");
        assert!(
            ledger(&project).contains(&format!("  印发次数: {turn}\n")),
            "{}",
            ledger(&project)
        );
    }
    assert!(project.pdf("2024-001.pdf") != first && project.pdf("2024-001-撤回.pdf") == first);
    for args in [&["build", "1"][..], &["verify", "1"], &["publish", "--yes", "1"]] {
        says(&project, args, 0, "一致");
    }
    let pdf = project.pdf("2024-001.pdf");
    // The entry alone; with that of the withdrawal before it; with the time before that.
    for entries in [1, 2, 3] {
        let project = Project::copy_of(&project.path(""));
        without_last(&project, entries);
        for (args, status) in [
            (&["list"][..], 1),
            (&["verify", "--all"], 1),
            (&["check", "--all"], 1),
            (&["publish", "--yes", "1"], 1),
            (&["publish", "--yes", "1", "--withdraw", "再撤回"], 1),
            (&["build", "1"], 1),
            (&["move", ENTRY, "--to", "2024/2"], 2),
        ] {
            says(&project, args, status, "「2024/1」印发过（第 1 版，out/2024-001.pdf）");
        }
        assert!(project.pdf("2024-001.pdf") == pdf);
        // From what the PDFs say, in the order in which they were issued.
        fs::remove_file(project.path("ledger.yaml")).expect("removed");
        says(&project, &["register", "rebuild"], 0, "登记了 4 份 PDF");
        says(&project, &["list"], 0, "已印发");
        says(&project, &["verify", "--all"], 0, "一致 2 期");
    }
}

/// Why it goes out again is kept with it, and no reason is kept where there is none to give.
#[test]
fn why_it_is_issued_again_is_kept() {
    let project = two_issued();
    says(&project, &["publish", "--yes", "1", "--withdraw", "期号编错"], 0, "已撤回");
    says(&project, &["publish", "--yes", "1", "--reissue", "期号核对过了"], 0, "已印发");
    let text = ledger(&project);
    assert!(text.contains("  印发次数: 2\n  重发原因: 期号核对过了\n"), "{text}");
    says(&project, &["verify", "1"], 0, "一致");
    let project = Project::with_issue().entry(ENTRY, TEXT);
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "以前没有印发过，这是第 1 版");
    assert!(!ledger(&project).contains("重发原因"));
}

/// With the program's own folder there, the register comes back as it was, reasons and all.
#[test]
fn a_register_comes_back_from_its_copy() {
    let project = two_issued();
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正第1页"], 0, "第 2 版");
    says(&project, &["publish", "--yes", "2", "--withdraw", "期号编错"], 0, "已撤回");
    let whole = ledger(&project);
    fs::remove_file(project.path("ledger.yaml")).expect("removed");
    says(&project, &["register", "rebuild"], 0, "与丢失前一字不差");
    assert_eq!(ledger(&project), whole);
    says(&project, &["list"], 0, "已撤回");
    // A copy that knows less than the PDFs is none; what it knows is used.
    let last = whole.rfind("\n- 期号").expect("an entry");
    project.write(".jianbao/ledger.yaml", &whole.as_bytes()[..=last]);
    fs::remove_file(project.path("ledger.yaml")).expect("removed");
    says(&project, &["register", "rebuild"], 0, "其余照 .jianbao 里留的底账");
    let made = ledger(&project);
    assert!(made.contains("更正第1页") && made.contains("撤回: 不详"), "{made}");
    // Where it is damaged or gone, what cannot be known is said.
    for copy in [Some("- 期号: {"), None] {
        match copy {
            Some(copy) => project.write(".jianbao/ledger.yaml", copy.as_bytes()),
            None => fs::remove_file(project.path(".jianbao/ledger.yaml")).expect("removed"),
        }
        fs::remove_file(project.path("ledger.yaml")).expect("removed");
        says(&project, &["register", "rebuild"], 0, "登记时间是重建的时间");
    }
}

/// Fewer entries than there were are told, once; then it is what there is.
#[test]
fn what_cannot_be_made_anew_is_said() {
    let project = two_issued();
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正第1页"], 0, "第 2 版");
    for name in ["ledger.yaml", ".jianbao/ledger.yaml", "out/2024-001-第1版.pdf"] {
        fs::remove_file(project.path(name)).expect("removed");
    }
    says(&project, &["register", "rebuild"], 1, "原来有 3 条登记，只重建了 2 条，少 1 条");
    says(&project, &["list"], 0, "已印发（第 2 版）");
}

/// A PDF that nobody finds any more is entered as lost, and is no mistake from then on.
#[test]
fn a_pdf_that_is_lost_is_entered() {
    let project = two_issued();
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "第 2 版");
    says(&project, &["publish", "--yes", "2", "--withdraw", "期号编错"], 0, "已撤回");
    let kept = project.pdf("2024-001-第1版.pdf");
    let lost = ["register", "lost", "out/2024-001-第1版.pdf", "--reason", "硬盘损坏"];
    says(&project, &lost, 1, "不是登记过的 PDF，或者没有遗失");
    says(&project, &["register", "lost", "1", "--reason", "硬盘损坏"], 1, "没有遗失的");
    fs::remove_file(project.path("out/2024-001-第1版.pdf")).expect("removed");
    fs::remove_file(project.path("out/2024-002-撤回.pdf")).expect("removed");
    says(&project, &["list"], 1, "jianbao register lost out/2024-001-第1版.pdf");
    says(&project, &["register", "lost", "1", "--reason", " "], 2, "写明原因");
    let before = ledger(&project);
    says(&project, &lost, 0, "第 1 版的 out/2024-001-第1版.pdf　已登记遗失");
    let text = ledger(&project);
    assert!(text.starts_with(&before), "{text}");
    assert!(text.contains("  遗失: 硬盘损坏\n  文件: out/2024-001-第1版.pdf\n"), "{text}");
    says(&project, &lost, 1, "已于");
    assert_eq!(ledger(&project), text);
    says(&project, &["verify", "1"], 0, "登记遗失（硬盘损坏）");
    // The other one is missing still, until that is entered as well.
    says(&project, &["list"], 1, "2024-002-撤回.pdf」不见了");
    says(&project, &["register", "lost", "2", "--reason", "没有备份"], 0, "已登记遗失");
    says(&project, &["list"], 0, "登记遗失（没有备份）");
    says(&project, &["verify", "--all"], 0, "登记遗失");
    // Found again it is as before, and altered it is nobody's.
    project.write("out/2024-001-第1版.pdf", &kept);
    let output = project.run(["list"]);
    assert!(output.status == 0 && !output.to_string().contains("硬盘损坏"), "{output}");
    project.write("out/2024-001-第1版.pdf", b"%PDF-1.7 other");
    says(&project, &["list"], 1, "与登记的不符");
    // The register with it can be read, continued and made anew.
    project.write("out/2024-001-第1版.pdf", &kept);
    says(&project, &["publish", "--yes", "2"], 0, "已印发");
    let whole = ledger(&project);
    fs::remove_file(project.path("ledger.yaml")).expect("removed");
    says(&project, &["register", "rebuild"], 0, "一字不差");
    assert_eq!(ledger(&project), whole);
    // Cut off, it is missing like any other entry.
    let last = whole.rfind("\n- 期号").expect("an entry");
    project.write("ledger.yaml", &whole.as_bytes()[..=last]);
    says(&project, &["list"], 1, "里少了 1 条登记");
}

/// The one that is in force: its pages can be made again, or nobody can say whether they can.
#[test]
fn the_pdf_in_force_that_is_lost() {
    let project = two_issued();
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    says(&project, &["list"], 1, "PDF 不见了");
    says(&project, &["verify", "1"], 1, "jianbao register lost out/2024-001.pdf");
    says(&project, &["register", "lost", "1", "--reason", "误删"], 0, "jianbao build 2024/1");
    says(&project, &["list"], 0, "PDF 已登记遗失");
    says(&project, &["verify", "--all"], 0, "一致，存档的 PDF 已登记遗失 1 期");
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    says(&project, &["verify", "1"], 0, "存档的 PDF 已登记遗失，无法对照");
    project.write(ENTRY, TEXT.as_bytes());
    says(&project, &["build", "1"], 0, "已按原样补上");
    says(&project, &["verify", "1"], 0, "　一致\n");
}

/// Editions of one number that was taken back are told apart by their days.
#[test]
fn first_editions_of_one_number_have_their_days() {
    let project = two_issued();
    for words in ["要求", "指出"] {
        project.write(ENTRY, TEXT.replace("强调", words).as_bytes());
        says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "第 2 版");
        says(&project, &["publish", "--yes", "1", "--withdraw", "又错"], 0, "已撤回");
        project.write(ENTRY, TEXT.as_bytes());
        says(&project, &["publish", "--yes", "1"], 0, "第 1 版");
    }
    let mut text = ledger(&project);
    let times: Vec<usize> = text.match_indices("登记时间: ").map(|(at, _)| at).collect();
    for (at, day) in [(0, "2024-02-01"), (2, "2024-02-02"), (3, "2024-02-03"), (4, "2024-02-04")] {
        let from = times[at] + "登记时间: ".len();
        text.replace_range(from..from + day.len(), day);
    }
    project.write("ledger.yaml", text.as_bytes());
    for name in ["第1版", "撤回", "第1版-2"] {
        fs::remove_file(project.path(&format!("out/2024-001-{name}.pdf"))).expect("removed");
    }
    let output = project.run(["list"]).to_string();
    for told in [
        "「2024/1」第 1 版（2024-02-01 登记）的 PDF「out/2024-001-第1版.pdf」",
        "「2024/1」第 2 版（2024-02-02 登记，2024-02-03 撤回）的 PDF「out/2024-001-撤回.pdf」",
        "「2024/1」第 1 版（第 2 次印发，2024-02-04 登记）的 PDF「out/2024-001-第1版-2.pdf」",
    ] {
        assert!(output.contains(told), "{told}: {output}");
    }
}

/// Twenty years of entries take hardly more memory than a few: they are read one by one, and what
/// they have in common is there once.
#[cfg(target_os = "linux")]
#[test]
fn a_long_register_takes_little_memory() {
    let project = two_issued();
    let text = ledger(&project);
    let from = text.rfind("- 期号: 2024/2\n").expect("an entry");
    let entry = &text[from..];
    let few = project.run(["list"]).peak_mib;
    let many: String = (3..3000)
        .map(|number| {
            let name = format!("out/2024-{number:03}.pdf");
            let own = entry.replacen("2024/2\n", &format!("2024/{number}\n"), 1);
            format!("\n{}", own.replace("out/2024-002.pdf", &name))
        })
        .collect();
    let size = many.len() as u64 / 1024 / 1024;
    project.write("ledger.yaml", (text + &many).as_bytes());
    let output = project.run(["list"]);
    assert!(output.stderr.contains("「2024/2999」在 ledger.yaml 里登记过"), "{output}");
    let peak = output.peak_mib;
    assert!(peak < few + 10 * size, "{few} MiB before, {peak} MiB with {size} MiB of entries");
}
