//! `jianbao import`: texts whose heads and tails are not as plain as they might be.

use crate::importing::{entries, house};

const TEXT: &str =
    "11月28日，柳溪县组织开展河道清障行动，出动人员120人次，清运垃圾45吨，群众反映良好。";

/// What an entry is to say: its name, text, lines of its head, words of its text, and words that are
/// in none of it but in the report.
struct Case<'c> {
    text: String,
    head: &'c [&'c str],
    kept: &'c [&'c str],
    told: &'c [&'c str],
}

#[track_caller]
fn check(case: Case<'_>) {
    let project = house().file("来稿/a.txt", &case.text);
    let output = project.run_with(&["import", "来稿/a.txt", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    let all = entries(&project);
    let (_, entry) = all.first().expect("an entry");
    let (head, body) = entry[4..].split_once("\n---\n").expect("a head");
    for line in case.head {
        assert!(head.lines().any(|own| own == *line), "no 「{line}」 in\n{entry}\n{output}");
    }
    for words in case.kept {
        assert!(body.contains(words), "no 「{words}」 in\n{entry}\n{output}");
    }
    for words in case.told {
        assert!(!body.contains(words), "「{words}」 in\n{entry}\n{output}");
        assert!(output.stdout.contains(words), "「{words}」 is not told:\n{output}");
    }
}

#[test]
fn an_e_mail_says_title_unit_and_day() {
    check(Case {
        text: "发件人：柳溪县政府办<a@example.com>\n发送时间：2018年11月29日 15:30\n收件人：市信息科\n\
               主题：柳溪县开展河道清障\n附件：照片.zip\n\n市信息科：\n　　现报上信息一条，请审用。\n\n\
               柳溪县开展河道清障\n\n　　近期，柳溪县开展河道清障行动，群众反映良好。\n\n祝好！\n柳溪县政府办\n"
            .to_owned(),
        head: &["标题: 柳溪县开展河道清障", "来源: 柳溪县政府办", "日期: 2018-11-29"],
        kept: &["近期，柳溪县开展河道清障行动"],
        told: &["市信息科：", "现报上信息一条，请审用。", "祝好！"],
    });
}

#[test]
fn units_that_sign_together_are_one_source() {
    check(Case {
        text: format!("柳溪县开展河道清障\n{TEXT}\n柳溪县公安局\n柳溪县水利局\n2018年11月29日\n"),
        head: &["来源: 柳溪县公安局、柳溪县水利局", "日期: 2018-11-29"],
        kept: &[TEXT],
        told: &[],
    });
}

#[test]
fn a_number_of_a_page_or_a_seal_hides_no_signature() {
    check(Case {
        text: format!(
            "柳溪县开展河道清障\n{TEXT}\n柳溪县水利局（盖章）\n2018年11月29日\n（此件公开发布）\n\
             编辑：李明　审核：王芳　（共印30份）\n"
        ),
        head: &["来源: 柳溪县水利局", "日期: 2018-11-29"],
        kept: &[TEXT],
        told: &["此件公开发布", "共印30份"],
    });
}

#[test]
fn an_annex_behind_the_signature_stays_behind_the_text() {
    check(Case {
        text: format!(
            "柳溪县开展河道清障\n{TEXT}\n柳溪县水利局\n2018年11月29日\n附件1\n清障台账\n上游45吨\n"
        ),
        head: &["来源: 柳溪县水利局", "日期: 2018-11-29"],
        kept: &["良好。\n\n附件1\n\n清障台账\n\n上游45吨"],
        told: &[],
    });
}

#[test]
fn what_tells_of_work_is_text() {
    check(Case {
        text: format!(
            "柳溪县严把救助审核关\n{TEXT}\n一审：乡镇受理申请210件，退回8件；\n\
             校对：名单逐户比对，公示7天无异议。\n打印：宣传单页5000份\n"
        ),
        head: &[],
        kept: &["一审：乡镇受理", "校对：名单逐户", "打印：宣传单页5000份"],
        told: &[],
    });
    check(Case {
        text: format!(
            "柳溪县秋粮现场会日程\n{TEXT}\n签到　12月3日 8:30\n地点：县政府广场\n参观　12月3日 9:30\n\
             地点：河口镇粮库\n散会　12月3日 17:30\n请认真准备。\n"
        ),
        head: &[],
        kept: &["签到", "参观", "散会"],
        told: &[],
    });
}

#[test]
fn pictures_of_a_chat_leave_gaps_in_their_places() {
    check(Case {
        text: format!(
            "老赵 2018/11/29 16:20:05\n柳溪县开展河道清障\n{TEXT}\n[图片]\n会后入户走访。\n\
             李明 2018/11/29 16:22:40\n「[图片]」现场热烈。\n"
        ),
        head: &["标题: 柳溪县开展河道清障"],
        kept: &["良好。\n\n【待补：图片】\n\n会后入户走访。", "【待补：图片】\n\n现场热烈。"],
        told: &["老赵 2018/11/29", "[图片]"],
    });
}
