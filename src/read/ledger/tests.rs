//! What is written comes back; what is wrong is told in so many words; what stood there stays.

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;

use super::LedgerFile;
use crate::model::{Digest, Entered, IssueId, Ledger, Loss, Publication, Withdrawal};
use crate::read::tests::told;

fn digest(path: &str) -> Digest {
    Digest { path: path.to_owned(), sha256: "0123456789abcdef".repeat(4) }
}

fn publication(number: &str) -> Publication {
    Publication {
        id: IssueId { year: 2018, number: number.parse().expect("a number") },
        edition: 1,
        turn: 1,
        reason: None,
        total: Some(136),
        date: NaiveDate::from_ymd_opt(2018, 11, 27).expect("a date"),
        recorded: DateTime::parse_from_rfc3339("2018-11-28T16:20:00+08:00").expect("a time"),
        titles: vec!["市委常委、常务副市长张祥 在朔城区".to_owned()],
        pages: 5,
        pdf: digest("out/2018-028.pdf"),
        earlier: None,
        others: Vec::new(),
        attached: false,
        profile: "shuozhou-2018".to_owned(),
        tool: "jianbao 0.1.0（typst 0.15.1）".to_owned(),
        sources: vec![digest("2018/028/issue.yaml"), digest("2018/028/10-清洁供暖.md")],
        shared: vec![digest("jianbao.yaml")].into(),
        fonts: Vec::new().into(),
        unread: None,
        rebuilt: None,
        withdrawn: None,
    }
}

fn entered(publication: &Publication) -> Entered {
    Entered::Issued(Box::new(publication.clone()))
}

#[track_caller]
fn parsed(bytes: &[u8]) -> LedgerFile {
    let read = LedgerFile::parse(bytes.to_vec());
    assert_eq!(told(&read.diagnostics, false), "", "{}", String::from_utf8_lossy(bytes));
    read.value.expect("a register")
}

fn text_of(file: &LedgerFile) -> String {
    String::from_utf8(file.bytes().to_vec()).expect("UTF-8")
}

#[test]
fn an_entry_as_people_see_it() {
    let mut second = publication("28");
    second.edition = 2;
    second.reason = Some("更正: 第3页职务".to_owned());
    second.attached = true;
    second.others = vec![digest("out/2018-028.ofd")];
    second.earlier = Some("out/2018-028-第1版.pdf".to_owned());
    second.shared = Vec::new().into();
    let once = LedgerFile::default().with(&entered(&publication("28"))).expect("written");
    let twice = once.with(&entered(&second)).expect("written");
    let hash = "0123456789abcdef".repeat(4);
    let want = format!(
        "\
# 印发登记。由 jianbao publish 写入：每印发一期，在末尾加一条；请勿手工修改。
# sha256 和各行开头的 64 位数字是文件内容的指纹，可用 sha256sum（Windows 用 certutil -hashfile 文件 SHA256）核对。

- 期号: 2018/28
  日期: 2018-11-27
  总期号: 136
  登记时间: 2018-11-28T16:20:00+08:00
  标题:
    - 市委常委、常务副市长张祥 在朔城区
  页数: 5
  文件: out/2018-028.pdf
  sha256: {hash}
  版式: shuozhou-2018
  程序: jianbao 0.1.0（typst 0.15.1）
  稿件:
    - {hash}  2018/028/issue.yaml
    - {hash}  2018/028/10-清洁供暖.md
  公共文件:
    - {hash}  jianbao.yaml

- 期号: 2018/28
  日期: 2018-11-27
  总期号: 136
  登记时间: 2018-11-28T16:20:00+08:00
  版次: 2
  重发原因: \"更正: 第3页职务\"
  上一版: out/2018-028-第1版.pdf
  标题:
    - 市委常委、常务副市长张祥 在朔城区
  页数: 5
  文件: out/2018-028.pdf
  sha256: {hash}
  同时印发:
    - {hash}  out/2018-028.ofd
  附带稿件: 是
  版式: shuozhou-2018
  程序: jianbao 0.1.0（typst 0.15.1）
  稿件:
    - {hash}  2018/028/issue.yaml
    - {hash}  2018/028/10-清洁供暖.md
"
    );
    assert_eq!(text_of(&twice), want);
    let read = parsed(twice.bytes());
    assert_eq!(read.ledger.current(second.id), Some(&second));
    let lines: Vec<usize> =
        (0..2).map(|at| read.place(at).expect("a place").line_column().0).collect();
    assert_eq!(lines, [4, 21]);
}

/// Texts that YAML is tempted to take for something else, and whatever there is.
fn text() -> impl Strategy<Value = String> {
    let tempting = [
        "",
        " ",
        "　",
        "null",
        "~",
        "True",
        "no",
        "28",
        "0x1F",
        "1e5",
        ".inf",
        "-",
        "- a",
        "a: b",
        "a #b",
        "# a",
        "标题：甲",
        "标题: 甲",
        "[a",
        "{a}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "'",
        "\"",
        "\\",
        "a\nb",
        "a\r\nb",
        "\u{85}",
        "\u{2028}",
        "\u{FEFF}",
        "\0",
        " a",
        "a ",
        "　a",
        "---",
        "...",
        "期号: 1",
        "a  b",
        "a\tb",
        "?",
        "? a",
        "=",
        "<<",
        "🀄",
    ];
    prop_oneof![
        any::<String>(),
        "[ -~]{0,12}",
        "[-:#，。：一二三“”　 a1\"']{0,12}",
        prop::sample::select(tempting.to_vec()).prop_map(str::to_owned),
    ]
}

/// A text that says something: what must be there may not be blank.
fn said() -> impl Strategy<Value = String> {
    text().prop_filter("blank", |text| !text.trim().is_empty())
}

proptest! {
    #[test]
    fn every_text_comes_back(
        titles in prop::collection::vec(text(), 0..4),
        paths in prop::collection::vec(said(), 0..3),
        [reason, pdf, profile, tool] in [said(), said(), said(), said()],
        second in any::<bool>(),
    ) {
        let mut file = LedgerFile::default();
        let mut publication = publication("增刊1");
        if second {
            file = file.with(&entered(&publication)).expect("written");
            publication.edition = 2;
            publication.reason = Some(reason);
        }
        publication.titles = titles;
        publication.pdf.path = pdf;
        publication.profile = profile;
        publication.tool = tool;
        publication.fonts = paths.iter().map(|path| digest(path)).collect();
        let written = file.with(&entered(&publication));
        prop_assert!(written.is_ok(), "{publication:?}");
        let read = parsed(written.expect("written").bytes());
        prop_assert_eq!(read.ledger.publications.last().map(AsRef::as_ref), Some(&publication));
    }

    #[test]
    fn no_bytes_are_too_strange_to_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let read = LedgerFile::parse(bytes);
        prop_assert!(read.value.is_some() || read.diagnostics.iter().any(|found| found.is_error()));
    }
}

#[test]
fn what_stood_there_stays() {
    let fresh = LedgerFile::default().with(&entered(&publication("27"))).expect("written");
    let text = text_of(&fresh);
    let commented = text.replace("  页数: 5", "  页数: 5   # 张三核对过");
    let crlf = commented.replace('\n', "\r\n");
    let marked = [b"\xEF\xBB\xBF".as_slice(), crlf.as_bytes()].concat();
    let utf16: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(crlf.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let gb = encoding_rs::GB18030.encode(&crlf).0.into_owned();
    let files: [&[u8]; 8] = [
        text.as_bytes(),
        commented.as_bytes(),
        commented.trim_end().as_bytes(),
        crlf.as_bytes(),
        &marked,
        &utf16,
        &gb,
        b"# only a comment",
    ];
    for bytes in files {
        let file = parsed(bytes);
        let after = file.with(&entered(&publication("28"))).expect("written");
        let after = after.bytes();
        assert!(after.starts_with(bytes));
        let read = parsed(after);
        let wanted = Ledger {
            publications: [
                file.ledger.publications.as_slice(),
                &[std::sync::Arc::new(publication("28"))],
            ]
            .concat(),
            losses: Vec::new(),
        };
        assert_eq!(read.ledger, wanted);
        if bytes == crlf.as_bytes() {
            let shown = String::from_utf8_lossy(after);
            assert_eq!(shown.matches('\n').count(), shown.matches("\r\n").count());
        }
    }
}

#[test]
fn nothing_is_put_after_an_end_that_would_swallow_it() {
    let fresh = LedgerFile::default().with(&entered(&publication("27"))).expect("written");
    let text = text_of(&fresh);
    for end in ["  重发原因: |\n    某某\n...\n", "...\n"] {
        let file =
            LedgerFile::parse(format!("{text}{end}").into_bytes()).value.expect("a register");
        let found = file.with(&entered(&publication("28"))).expect_err("refused");
        assert_eq!(found.message, "「ledger.yaml」的末尾接不上新的一条");
        assert!(found.span.is_some());
    }
}

/// One entry, with a line changed or added.
#[track_caller]
fn check(from: &str, to: &str, want: &str) {
    let fresh = LedgerFile::default().with(&entered(&publication("28"))).expect("written");
    let text = text_of(&fresh);
    assert!(text.contains(from), "{from}");
    let read = LedgerFile::parse(text.replacen(from, to, 1).into_bytes());
    assert_eq!(told(&read.diagnostics, false), want);
}

#[test]
fn mistakes_in_their_places() {
    check("", "", "");
    check(
        "期号: 2018/28",
        "期号: 28",
        "4:7 ledger 期号「28」的写法不对 | 写明年份和期号，例如 2018/28、2018/增刊1",
    );
    check(
        "2018-11-27",
        "2018-11-31",
        "5:7 wrong-date 日期「2018-11-31」不存在：11月没有31日 | 从备份中取回 ledger.yaml；登记不要手工补写",
    );
    check(
        "T16:20:00+08:00",
        "",
        "7:9 ledger 登记时间「2018-11-28」的写法不对 | 例如 2018-11-28T16:20:00+08:00",
    );
    check(
        "  页数: 5\n",
        "",
        "4:3 missing-key 印发登记缺少「页数」 | 从备份中取回 ledger.yaml；登记不要手工补写",
    );
    check(
        "页数: 5",
        "页树: 5",
        "4:3 missing-key 印发登记缺少「页数」 | 从备份中取回 ledger.yaml；登记不要手工补写\n10:3 unknown-key 不认识的项目「页树」 | 从备份中取回 ledger.yaml；登记不要手工补写",
    );
    check(
        "sha256: 0123",
        "sha256: 0X23",
        "12:11 ledger 指纹「0X23456789abcdef0123…」不是 64 位小写十六进制数字 | 从备份中取回 ledger.yaml；登记不要手工补写",
    );
    check(
        "def  2018/028/issue.yaml",
        "def 2018/028/issue.yaml",
        "16:7 ledger 「稿件」里的「0123456789abcdef0123…」写法不对 | 每行是 64 位小写十六进制数字、两个空格和文件的路径",
    );
    check(
        "  页数",
        "  版次: 2\n  页数",
        "10:7 ledger 「2018/28」第一次登记，版次却是 2 | 每条登记由程序写入，不要删改；从备份中取回这个文件",
    );
    check(
        "  页数",
        "  重发原因: 更正\n  页数",
        "10:9 ledger 「2018/28」写了重发原因，版次却是第 1 版 | 核对版次；第一次印发不写重发原因",
    );
    check(
        "- 期号",
        "期号: 1\n- 期号",
        "5:1 yaml-syntax 这里的写法或缩进与上文不一致 | 从备份中取回 ledger.yaml；登记不要手工补写",
    );
}

#[test]
fn editions_count_up() {
    let once = LedgerFile::default().with(&entered(&publication("28"))).expect("written");
    let entry = text_of(&once);
    let entry = entry.split_once("\n\n").expect("a head").1.to_owned();
    let check = |second: &str, want: &str| {
        let text = format!("{entry}\n{}", entry.replacen("  页数", &format!("{second}  页数"), 1));
        let read = LedgerFile::parse(text.into_bytes());
        assert_eq!(told(&read.diagnostics, false), want);
    };
    check("  版次: 2\n  重发原因: 更正\n", "");
    check("  版次: 2\n", "24:7 ledger 「2018/28」第 2 版没有写重发原因 | 补上一行「重发原因: …」");
    check(
        "  版次: 3\n  重发原因: 更正\n",
        "24:7 ledger 「2018/28」前面登记到第 1 版，这里的版次却是 3 | 每条登记由程序写入，不要删改；从备份中取回这个文件",
    );
    check(
        "",
        "18:7 ledger 「2018/28」前面登记到第 1 版，这里的版次却是 1 | 每条登记由程序写入，不要删改；从备份中取回这个文件",
    );
}

/// An entry that takes the one before back, and what may follow.
#[test]
fn an_issue_that_was_taken_back() {
    let first = publication("28");
    let once = LedgerFile::default().with(&entered(&first)).expect("written");
    let taken_back = Entered::Withdrawn {
        id: first.id,
        edition: 1,
        sha256: first.pdf.sha256.clone(),
        withdrawal: Withdrawal {
            recorded: first.recorded,
            reason: "期号: 编错".to_owned(),
            kept: Some("out/2018-028-撤回.pdf".to_owned()),
        },
    };
    let back = once.with(&taken_back).expect("written");
    let text = text_of(&back);
    let added = text.strip_prefix(&text_of(&once)).expect("nothing else changed");
    let digest = "0123456789abcdef".repeat(4);
    assert_eq!(
        added,
        format!(
            "\n- 期号: 2018/28\n  登记时间: 2018-11-28T16:20:00+08:00\n  撤回: \"期号: 编错\"\n  \
             存为: out/2018-028-撤回.pdf\n  sha256: {digest}\n"
        )
    );
    let read = parsed(back.bytes()).ledger;
    assert_eq!((read.current(first.id), read.entries(), read.next_edition(first.id)), (None, 2, 1));
    let kept: Vec<&str> = read.kept().map(|(_, path)| path).collect();
    assert_eq!(kept, ["out/2018-028-撤回.pdf"]);
    // Not twice, nor what was never there.
    assert!(back.with(&taken_back).is_err() && LedgerFile::default().with(&taken_back).is_err());
    let twice = format!("{text}{added}");
    let found = told(&LedgerFile::parse(twice.into_bytes()).diagnostics, false);
    assert!(found.contains("这一条撤回的，前面没有对应的登记"), "{found}");
    // The number is free, and its editions begin anew.
    let again = back.with(&entered(&first)).expect("written");
    assert!(parsed(again.bytes()).ledger.current(first.id).is_some());
    // Which time it is issued is said from the second on, and why, where somebody said why.
    assert_eq!(read.next_turn(first.id), 2);
    let second = Publication { turn: 2, reason: Some("改了期号".to_owned()), ..first.clone() };
    let again = back.with(&entered(&second)).expect("written");
    assert!(
        text_of(&again).contains("  印发次数: 2\n  重发原因: 改了期号\n"),
        "{}",
        text_of(&again)
    );
    let read = parsed(again.bytes()).ledger;
    assert_eq!((read.current(first.id), read.next_turn(first.id)), (Some(&second), 2));
}

/// That a PDF is lost is entered beside it, and of none that was never issued.
#[test]
fn a_pdf_that_is_lost() {
    let first = publication("28");
    let once = LedgerFile::default().with(&entered(&first)).expect("written");
    let loss = Loss {
        id: first.id,
        edition: 1,
        path: "out/2018-028-第1版.pdf".to_owned(),
        sha256: first.pdf.sha256.clone(),
        recorded: first.recorded,
        reason: "硬盘损坏".to_owned(),
    };
    let after = once.with(&Entered::Lost(loss.clone())).expect("written");
    let added = text_of(&after).strip_prefix(&text_of(&once)).expect("more").to_owned();
    let digest = "0123456789abcdef".repeat(4);
    assert_eq!(
        added,
        format!(
            "\n- 期号: 2018/28\n  登记时间: 2018-11-28T16:20:00+08:00\n  遗失: 硬盘损坏\n  \
             文件: out/2018-028-第1版.pdf\n  sha256: {digest}\n"
        )
    );
    let read = parsed(after.bytes()).ledger;
    assert_eq!((read.entries(), read.lost(&loss.path, &loss.sha256)), (2, Some(&loss)));
    assert_eq!(read.lost("out/2018-028.pdf", &loss.sha256), None);
    let other = Loss { sha256: "f".repeat(64), ..loss };
    assert!(once.with(&Entered::Lost(other.clone())).is_err());
    let text = text_of(&once) + &added.replace(&digest, &other.sha256);
    let found = told(&LedgerFile::parse(text.into_bytes()).diagnostics, false);
    assert!(found.contains("这一条登记遗失的，前面没有对应的登记"), "{found}");
}

#[test]
fn a_file_of_another_sort() {
    for (text, want) in [
        ("", ""),
        ("# nothing yet\n", ""),
        ("a: b", "1:1 wrong-value 印发登记应是一条一条的列表，这里是一组项目"),
        ("- 28", "1:3 wrong-value 印发登记的每一条应是一组项目，这里是一段文字"),
    ] {
        let found = told(&LedgerFile::parse(text.into()).diagnostics, false);
        assert_eq!(found.split(" | ").next().unwrap_or_default(), want);
    }
}

/// Twenty years of a weekly, with twenty files each: more than a clerk's file may hold.
#[test]
fn a_long_register_is_read() {
    let mut one = publication("1");
    one.sources = vec![digest("2018/028/10-清洁供暖.md"); 20];
    let fresh = LedgerFile::default().with(&entered(&one)).expect("written");
    let text = text_of(&fresh);
    let entry = text.split_once("\n\n").expect("a head").1;
    let all: String =
        (1..=1000).map(|n| entry.replace("2018/1\n", &format!("2018/{n}\n"))).collect();
    assert!(all.len() > 2 * 1024 * 1024);
    let file = parsed(all.as_bytes());
    assert_eq!(file.ledger.publications.len(), 1000);
    assert!(file.with(&entered(&publication("1001"))).is_ok());
}
