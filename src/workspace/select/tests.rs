//! Tables of what can be written and what it picks out, and what holds for any of it.

use proptest::prelude::*;

use super::wish::parts;
use super::*;
use crate::model::IssueNumber::{Regular, Supplement};

/// The issues of a table: `2017: 1 2 增1; 2018: 3`.
fn issues(years: &str) -> Vec<IssueId> {
    let mut all = Vec::new();
    for line in years.split(';') {
        let (year, numbers) = line.trim().split_once(':').expect("a year");
        for number in numbers.split_whitespace() {
            let number = number.replace('增', "增刊").parse().expect("a number");
            all.push(IssueId { year: year.parse().expect("a year"), number });
        }
    }
    all.sort();
    all
}

/// What a wish picks out of issues, as words, or the sentence that refuses it.
fn picked(all: &[IssueId], wanted: &str) -> String {
    let mut found = Vec::new();
    for part in parts(wanted) {
        let Some(wish) = wish::parse(&part) else { return "无法识别".to_owned() };
        match choose(all, &part, wish) {
            Ok(selection) => found.extend(selection.ids),
            Err(Error::Selection { problem, remedy }) => return format!("{problem}。{remedy}"),
            Err(error) => return error.to_string(),
        }
    }
    found.sort();
    found.dedup();
    found.iter().map(IssueId::to_string).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(all: &str, cases: &[(&str, &str)]) {
    let all = issues(all);
    for (wanted, want) in cases {
        assert_eq!(picked(&all, wanted), *want, "{wanted}");
    }
}

#[test]
fn one_issue_is_named_in_several_ways() {
    for (text, want) in [
        ("28", Some((None, Regular(28)))),
        ("2018/028", Some((Some(2018), Regular(28)))),
        ("2018\\028\\", Some((Some(2018), Regular(28)))),
        ("2018-028.pdf", Some((Some(2018), Regular(28)))),
        ("2018-增刊01", Some((Some(2018), Supplement(1)))),
        ("第28期", Some((None, Regular(28)))),
        ("第2018期", Some((None, Regular(2018)))),
        ("２８", Some((None, Regular(28)))),
        ("2018年 第28期", Some((Some(2018), Regular(28)))),
        ("2018年增刊第1期", Some((Some(2018), Supplement(1)))),
        ("增刊1", Some((None, Supplement(1)))),
        (" 增刊 1 ", Some((None, Supplement(1)))),
        ("2018/028/10-a.md", None),
        ("18/28", None),
        ("0", None),
        ("..", None),
        ("", None),
    ] {
        let parsed = match &parts(text)[..] {
            [part] => wish::parse(part),
            _ => None,
        };
        let want = want.map(|(year, number)| Wish::At(End::Name { year, number }));
        assert_eq!(parsed, want, "{text}");
    }
}

#[test]
fn ranges_of_numbers_run_over_the_years() {
    check(
        "2017: 18 19 20 增1; 2018: 21 22 23 25 增2 增3",
        &[
            ("20..22", "2017/20 2018/21 2018/22"),
            ("20至22", "2017/20 2018/21 2018/22"),
            ("第２０期 到 第２２期", "2017/20 2018/21 2018/22"),
            ("20-22", "2017/20 2018/21 2018/22"),
            ("20——22", "2017/20 2018/21 2018/22"),
            ("20。。22", "2017/20 2018/21 2018/22"),
            ("20～22", "2017/20 2018/21 2018/22"),
            ("22..22", "2018/22"),
            ("23..99", "2018/23 2018/25"),
            ("23..", "2018/23 2018/25"),
            ("..19", "2017/18 2017/19"),
            ("2018/22..2018/23", "2018/22 2018/23"),
            ("2018/22..23", "2018/22 2018/23"),
            ("2018年22至23期", "2018/22 2018/23"),
            ("2018-022.pdf..2018-023.pdf", "2018/22 2018/23"),
            ("2017/19..2018/21", "2017/19 2017/20 2018/21"),
            ("2017/20..", "2017/20 2018/21 2018/22 2018/23 2018/25"),
            ("..2017/19", "2017/18 2017/19"),
            ("增刊1..增刊3", "2017/增刊1 2018/增刊2 2018/增刊3"),
            ("增刊2..3", "2018/增刊2 2018/增刊3"),
            ("增刊2..", "2018/增刊2 2018/增刊3"),
            ("..增刊1", "2017/增刊1"),
            ("30..40", ""),
            ("18、20，25", "2017/18 2017/20 2018/25"),
            ("18 20 20..21", "2017/18 2017/20 2018/21"),
            ("28..20", "「28..20」的两端写反了。从小到大写：20..28"),
            ("2018/9..3", "「2018/9..3」的两端写反了。从小到大写：2018/3..2018/9"),
            ("增刊3..1", "「增刊3..1」的两端写反了。从小到大写：增刊1..增刊3"),
            (
                "20..增刊3",
                "「20..增刊3」的一端是正刊，另一端是增刊。正刊和增刊分开写，如 20..28 增刊1..增刊3",
            ),
        ],
    );
}

#[test]
fn numbers_that_begin_anew_each_year_need_it() {
    check(
        "2017: 1 2 3; 2018: 1 2 增1",
        &[
            ("2", "「2」在多个年份都有：2017/2、2018/2，请写明年份"),
            ("1..2", "「1..2」在多个年份都有：2017/1、2018/1，请写明年份"),
            ("2..", "「2..」在多个年份都有：2017/2、2018/2，请写明年份"),
            ("3..", "2017/3"),
            ("2018/1..2", "2018/1 2018/2"),
            ("2017/2..2018/1", "2017/2 2017/3 2018/1"),
            ("增刊1..5", "2018/增刊1"),
        ],
    );
}

#[test]
fn years_and_series() {
    check(
        "2016: 7; 2017: 1 增1; 2018: 1 2 增1",
        &[
            ("2018", "2018/1 2018/2 2018/增刊1"),
            ("2018年", "2018/1 2018/2 2018/增刊1"),
            ("2018/", "2018/1 2018/2 2018/增刊1"),
            ("2017..2018", "2017/1 2017/增刊1 2018/1 2018/2 2018/增刊1"),
            ("2018年..", "2018/1 2018/2 2018/增刊1"),
            ("..2016", "2016/7"),
            ("增刊", "2017/增刊1 2018/增刊1"),
            ("正刊", "2016/7 2017/1 2018/1 2018/2"),
            ("2018/增刊", "2018/增刊1"),
            ("2018年增刊", "2018/增刊1"),
            ("2018/正刊", "2018/1 2018/2"),
            ("2019", ""),
            ("2018年..2016年", "「2018年..2016年」的两端写反了。从小到大写：2016..2018"),
            (
                "2017/1..2018",
                "「2017/1..2018」的一端是期号，另一端是年份。两端都写期号，如 2018/3..2018/9；或者都写年份，如 2017..2018",
            ),
        ],
    );
}

#[test]
fn four_digits_are_a_year_where_there_is_one() {
    let both = "「2018」既有这一年的简报，也有这个期号的简报。要这一年的写「2018年」，要这一期的写「第2018期」";
    check(
        "2017: 2017 2018; 2018: 2019",
        &[
            ("2018", both),
            ("2018年", "2018/2019"),
            ("第2018期", "2017/2018"),
            ("2019", "2018/2019"),
        ],
    );
    check("2001: 2018 2019", &[("2018", "2001/2018"), ("2018..2019", "2001/2018 2001/2019")]);
    check(
        "2017: 2017 2018",
        &[(
            "2017..2018",
            "「2017..2018」既可以是年份，也可以是期号。要这些年份的写「2017年..2018年」，要这些期的写「第2017期..第2018期」",
        )],
    );
}

#[test]
fn parts_of_a_batch_are_written_as_a_fraction() {
    for good in ["1/1", "1/4", "4/4", "１／４", " 2 / 4 "] {
        assert!(Shard::parse(good).is_ok(), "{good}");
    }
    for (bad, want) in [
        ("0/4", "「0/4」里没有第 0 份：一共 4 份"),
        ("5/4", "「5/4」里没有第 5 份：一共 4 份"),
        ("1/0", "「1/0」不是「第几份/共几份」"),
        ("x", "「x」不是「第几份/共几份」"),
        ("1/-4", "「1/-4」不是「第几份/共几份」"),
        ("", "「」不是「第几份/共几份」"),
    ] {
        assert_eq!(Shard::parse(bad).expect_err(bad).to_string(), want);
    }
}

/// Where an issue falls is part of the interface: machines of different versions share a batch.
#[test]
fn parts_do_not_change_between_versions() {
    let all = issues("2018: 1 2 3 4 5 6 增1 增2");
    let part = |written: &str| {
        let shard = Shard::parse(written).expect("a part");
        all.iter().filter(|id| shard.contains(**id)).map(IssueId::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        [part("1/2"), part("2/2")].map(|part| part.join(" ")),
        ["2018/1 2018/2 2018/3 2018/5", "2018/4 2018/6 2018/增刊1 2018/增刊2"]
    );
}

fn any_issues() -> impl Strategy<Value = Vec<IssueId>> {
    let number = prop_oneof![(1..60u32).prop_map(Regular), (1..9u32).prop_map(Supplement)];
    let id = (2015..2020u16, number).prop_map(|(year, number)| IssueId { year, number });
    prop::collection::btree_set(id, 0..60).prop_map(|ids| ids.into_iter().collect())
}

proptest! {
    #[test]
    fn parts_of_a_batch_are_disjoint_and_complete(all in any_issues(), of in 1..9u32) {
        for id in all {
            let holding = (1..=of)
                .filter(|part| Shard::parse(&format!("{part}/{of}")).expect("a part").contains(id));
            prop_assert_eq!(holding.count(), 1);
        }
    }

    #[test]
    fn a_range_is_its_numbers_one_by_one(all in any_issues(), from in 1..60u32, length in 0..9u32) {
        let to = from + length;
        let one_by_one: String = (from..=to)
            .filter(|number| all.iter().any(|id| id.number == Regular(*number)))
            .map(|number| format!("{number}、"))
            .collect();
        let (range, single) = (picked(&all, &format!("{from}..{to}")), picked(&all, &one_by_one));
        if single.contains("多个年份") {
            prop_assert!(range.contains("多个年份"), "{} / {}", range, single);
        } else {
            prop_assert_eq!(range, single);
        }
    }

    #[test]
    fn years_make_up_the_whole(all in any_issues()) {
        let whole: Vec<String> = all.iter().map(IssueId::to_string).collect();
        prop_assert_eq!(picked(&all, "2015年 .. 2019年"), whole.join(" "));
        prop_assert_eq!(picked(&all, "正刊、增刊"), whole.join(" "));
    }

    #[test]
    fn any_words_are_understood_or_refused(words in "[0-9第期年增刊正至到./\\-~、， 。a\u{3000}２]{0,12}") {
        let all = issues("2017: 1 2 增1; 2018: 1 2018");
        picked(&all, &words);
    }
}
