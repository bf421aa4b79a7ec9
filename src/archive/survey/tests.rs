//! Each finding over an archive, in so many words.

use crate::diagnostic::Severity;
use crate::read::House;
use crate::workspace::tests::made_up;

/// Folders with an `issue.yaml` each (its lines parted by `; `), the numbering, and what is told:
/// `path:line code message`, warnings with a `?` before them.
#[track_caller]
fn check(settings: &str, files: &[(&str, &str)], want: &[&str]) {
    let settings = ("jianbao.yaml".to_owned(), format!("name: 简报\nissuer: 甲\n{settings}\n"));
    let files = files.iter().map(|(path, text)| match path.ends_with(".yaml") {
        true => ((*path).to_owned(), (*text).to_owned()),
        false => (format!("{path}/issue.yaml"), text.replace("; ", "\n")),
    });
    let files: Vec<(String, String)> = files.chain([settings]).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let (_dir, workspace) = made_up(&files);
    let told: Vec<String> = super::survey(&House::open(workspace).expect("readable"))
        .expect("readable")
        .iter()
        .map(|found| {
            let span = found.span.as_ref().expect("a place");
            let mark = if found.severity == Severity::Warning { "?" } else { "" };
            let (line, _) = span.line_column();
            format!("{mark}{}:{line} {} {}", span.file.path, found.code.name, found.message)
        })
        .collect();
    assert_eq!(told, want);
}

#[test]
fn an_archive_in_order() {
    check("", &[], &[]);
    check("", &[("2018/028", "期号: 28; 日期: 2018-11-27")], &[]);
    check(
        "",
        &[
            ("2018/028", "期号: 28; 日期: 2018-11-27; 总期号: 136"),
            ("2018/增刊1", "期号: 1; 增刊: 是; 日期: 2018-11-29; 总期号: 137"),
            ("2018/029", "期号: 29; 日期: 2018-12-04; 总期号: 138"),
            ("2019/030", "期号: 30; 日期: 2019-01-04; 总期号: 139"),
        ],
        &[],
    );
    check(
        "编号方式: 按年",
        &[
            ("2018/28", "期号: 28; 日期: 2018-11-27; 总期号: 136"),
            ("2019/1", "期号: 1; 日期: 2019-01-04; 总期号: 137"),
            ("2019/2", "期号: 2; 日期: 2019-01-04; 总期号: 138"),
        ],
        &[],
    );
}

#[test]
fn numbers_doubled() {
    check(
        "",
        &[("2018/028", "期号: 28; 日期: 2018-11-27"), ("2018/28", "期号: 28; 日期: 2018-11-27")],
        &["2018/28/issue.yaml:1 doubled-number 「2018/28」有 2 个文件夹：2018/028、2018/28"],
    );
    check(
        "",
        &[("2018/28", "日期: 2018-11-27; 期号: 28"), ("2019/28", "日期: 2019-11-27; 期号: 28")],
        &[
            "2019/28/issue.yaml:2 doubled-number 「2019/28」与「2018/28」的期号相同，而编号方式是「连续」",
        ],
    );
    let twice: Vec<(String, &str)> = [2018, 2019]
        .into_iter()
        .flat_map(|year| [1, 2, 3, 5].map(|number| (format!("{year}/{number}"), "number: 1")))
        .collect();
    let files: Vec<(String, String)> = twice
        .iter()
        .map(|(path, _)| {
            (path.clone(), format!("期号: {}", path.rsplit('/').next().expect("a number")))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    check(
        "",
        &files,
        &[
            "?2018/5/issue.yaml:1 number-gap 2018 年缺第 4 期",
            "2019/1/issue.yaml:1 doubled-number 2019 年与 2018 年有 4 期的期号相同，而编号方式是「连续」：第 1—3、5 期",
            "?2019/5/issue.yaml:1 number-gap 2019 年缺第 4 期",
        ],
    );
    check(
        "编号方式: 按年",
        &files,
        &[
            "?2018/5/issue.yaml:1 number-gap 2018 年缺第 4 期",
            "?2019/5/issue.yaml:1 number-gap 2019 年缺第 4 期",
        ],
    );
    // Of settings that cannot be read, nothing between years follows.
    check(
        "编号方式: 按",
        &files,
        &[
            "?2018/5/issue.yaml:1 number-gap 2018 年缺第 4 期",
            "?2019/5/issue.yaml:1 number-gap 2019 年缺第 4 期",
        ],
    );
}

#[test]
fn numbers_left_out() {
    check(
        "",
        &[
            ("2018/24", "期号: 24"),
            ("2018/28", "期号: 28"),
            ("2019/30", "期号: 30"),
            ("2019/增刊1", "期号: 1; 增刊: 是"),
            ("2019/增刊4", "期号: 4; 增刊: 是"),
        ],
        &[
            "?2018/28/issue.yaml:1 number-gap 缺第 25—27、29 期",
            "?2019/增刊4/issue.yaml:1 number-gap 缺增刊第 2、3 期",
        ],
    );
    check(
        "编号方式: 按年",
        &[("2018/24", "期号: 24"), ("2019/3", "期号: 3"), ("2019/4", "期号: 4")],
        &["?2019/3/issue.yaml:1 number-gap 2019 年缺第 1、2 期"],
    );
    // A folder that is not ready yet is not missing.
    check("", &[("2018/24", "期号: 24"), ("2018/25/x.yaml", ""), ("2018/26", "期号: 26")], &[]);
    check(
        "",
        &[("2018/1", "期号: 1"), ("2018/999999", "期号: 999999")],
        &["?2018/999999/issue.yaml:1 number-gap 缺第 2—999998 期"],
    );
}

#[test]
fn dates_running_backwards() {
    check(
        "",
        &[
            ("2018/27", "期号: 27; 日期: 2018-11-25"),
            ("2018/28", "期号: 28; 日期: 2018-11-20"),
            ("2018/29", "期号: 29; 日期: 2018-11-20"),
            ("2018/增刊1", "期号: 1; 增刊: 是; 日期: 2018-01-20"),
        ],
        &[
            "?2018/28/issue.yaml:2 date-backwards 「2018/28」的日期 2018-11-20 早于前一期「2018/27」的 2018-11-25",
        ],
    );
    check(
        "",
        &[("2018/30", "期号: 30; 日期: 2018-11-25"), ("2019/29", "期号: 29; 日期: 2019-01-02")],
        &[
            "?2018/30/issue.yaml:2 date-backwards 「2018/30」的日期 2018-11-25 早于前一期「2019/29」的 2019-01-02",
        ],
    );
    // A date of another year is told of when the issue is built.
    check(
        "",
        &[("2018/27", "期号: 27; 日期: 2019-11-25"), ("2018/28", "期号: 28; 日期: 2018-11-20")],
        &[],
    );
}

#[test]
fn totals_that_do_not_count_up() {
    check(
        "",
        &[
            ("2018/27", "期号: 27; 总期号: 135"),
            ("2018/28", "期号: 28; 总期号: 135"),
            ("2018/29", "期号: 29; 总期号: 139"),
            ("2018/30", "期号: 30; 总期号: 130"),
            ("2018/31", "期号: 31"),
            ("2018/32", "期号: 32; 总期号: 132"),
            ("2018/增刊1", "期号: 1; 增刊: 是; 总期号: 137"),
        ],
        &[
            "2018/28/issue.yaml:2 total-number 「2018/28」与「2018/27」的总期号都是 135",
            "?2018/29/issue.yaml:2 total-number 「2018/29」的总期号是 139，前一期「2018/28」是 135，中间缺 136、138",
            "?2018/30/issue.yaml:2 total-number 「2018/30」的总期号 130 小于前一期「2018/29」的 139",
        ],
    );
}

#[test]
fn a_folder_called_otherwise() {
    check(
        "",
        &[("2018/28", "期号: 27; 日期: 2018-11-31; 总期号: 0")],
        &["2018/28/issue.yaml:1 wrong-number 期号「27」与文件夹「28」不一致"],
    );
}

#[test]
fn the_register_and_the_folders() {
    let entry = |id: &str| {
        let hash = "0".repeat(64);
        format!(
            "- 期号: {id}\n  日期: 2018-12-01\n  登记时间: 2018-12-01T00:00:00Z\n  页数: 1\n  文件: a.pdf\n  sha256: {hash}\n  版式: a\n  程序: b\n"
        )
    };
    check(
        "",
        &[
            ("2018/26", "期号: 26"),
            ("2018/28", "期号: 28"),
            ("ledger.yaml", &(entry("2018/26") + &entry("2018/27"))),
        ],
        &["?ledger.yaml:9 lost-issue 「2018/27」在 ledger.yaml 里登记过，但没有它的文件夹"],
    );
    check(
        "",
        &[("2018/26", "期号: 26"), ("ledger.yaml", &entry("26"))],
        &["ledger.yaml:1 ledger 期号「26」的写法不对"],
    );
}
