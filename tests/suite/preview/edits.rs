//! What a reader sees while the clerk writes.

use std::fs;

use super::{LAST, LEAD, LEAD_BEGINS, ON_LAST_PAGE, SHOWN, read, read_28};
use crate::project::Project;

const OUTLINE: &str =
    "[...document.querySelectorAll('#outline li[data-index]')].map(li => li.textContent)";

#[test]
fn a_save_shows_without_a_reload_and_where_one_was() {
    read_28(|it| {
        it.turn_to(5);
        it.tab.run("window.stayed = true; document.querySelector('#pages').scrollBy(0, 40)");
        it.tab.wait_for("document.querySelector('#pages').scrollTop > 40");
        let (scrolled, first, last) = (it.scrolled(), it.picture(1), it.picture(5));
        it.edit(LAST, ON_LAST_PAGE, "四是河东天然气公司");
        it.sees("四是河东天然气公司");
        assert!(it.tab.eval::<bool>("window.stayed === true"), "reloaded");
        assert_eq!(it.scrolled(), scrolled);
        it.tab.wait_for(&format!(
            "document.querySelector('.sheet[data-page=\"5\"]').dataset.picture !== '{last}'"
        ));
        // What did not change is not shown anew.
        assert_eq!(it.picture(1), first);
        it.tab.wait_for("document.querySelector('#state').dataset.state === 'fresh'");
        let painted: usize = it.tab.eval("performance.getEntriesByName('painted').length");
        assert!(painted > 0);
    });
}

#[test]
fn editors_save_in_many_ways() {
    read_28(|it| {
        it.edit_by_renaming(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.sees("甲日，张祥带领");
        // Some put the old file aside first.
        let text = it.edited(LEAD, "甲日，", "乙日，");
        it.rename(LEAD, &format!("{LEAD}~"));
        it.project.write(LEAD, text.as_bytes());
        it.sees("乙日，张祥带领");
        // Some take it away.
        fs::remove_file(it.project.path(LEAD)).expect("removed");
        it.project.write(LEAD, text.replace("乙日，", "丙日，").as_bytes());
        it.sees("丙日，张祥带领");
    });
}

#[test]
fn what_is_broken_is_told_and_the_last_good_pages_stay() {
    read_28(|it| {
        let before = it.picture(1);
        let state = |state: &str| {
            it.tab
                .wait_for(&format!("document.querySelector('#state').dataset.state === '{state}'"));
        };
        state("fresh");
        it.edit("2018/028/20-开发区.md", "date: 2018-11-27", "date: 2018-13-27");
        state("old");
        it.tab.wait_for(
            "document.querySelector('#findings li').matches('[data-code=wrong-date][data-severity=error]')",
        );
        let said: String = it.tab.eval("document.querySelector('#findings li').textContent");
        assert!(said.contains("20-开发区.md:5"), "{said}");
        assert!(it.tab.eval::<bool>("document.querySelector('#findings li').checkVisibility()"));
        assert!(!it.tab.eval::<String>("document.querySelector('#state').textContent").is_empty());
        assert_eq!((it.sheets(), it.picture(1)), (5, before.clone()));
        // Told to those who do not see it.
        it.tab.wait_for("document.querySelector('#status').textContent.includes('错误')");

        it.edit("2018/028/20-开发区.md", "date: 2018-13-27", "date: [");
        it.tab.wait_for("document.querySelector('#findings li[data-code=yaml-syntax]')");
        state("old");

        it.edit("2018/028/20-开发区.md", "date: [", "date: 2018-11-27");
        state("fresh");
        it.tab.wait_for("!document.querySelector('#findings li[data-severity=error]')");
        assert_eq!(it.picture(1), before);
    });
}

#[test]
fn an_issue_that_never_was_right_shows_what_can_be_set() {
    let project = Project::briefings();
    let good = fs::read_to_string(project.path(LEAD)).expect("read");
    project.write(LEAD, good.replace("张祥带领", "张祥𠀀带领").as_bytes());
    read(project, &[], "2018/28", |it| {
        it.tab.wait_for("document.querySelector('#findings li[data-code=missing-glyph]')");
        it.tab.wait_for(
            "['partial', 'none'].includes(document.querySelector('#state').dataset.state)",
        );
        it.project.write(LEAD, good.as_bytes());
        it.tab.wait_for("document.querySelector('#state').dataset.state === 'fresh'");
        it.sees("组长张祥");
    });
}

#[test]
fn entries_come_and_change_places() {
    read_28(|it| {
        it.project.write(
            "2018/028/25-怀仁市.md",
            "---\ncolumn: county\ntitle: 怀仁市连夜部署整改工作\nsource: 怀仁市\n---\n怀仁市连夜召开会议。\n"
                .as_bytes(),
        );
        it.tab.wait_for(&format!(
            "{OUTLINE}.length === 5 && {OUTLINE}[2].includes('怀仁市连夜部署')"
        ));
        it.rename("2018/028/25-怀仁市.md", "2018/028/15-怀仁市.md");
        it.tab.wait_for(&format!(
            "{OUTLINE}.length === 5 && {OUTLINE}[1].includes('怀仁市连夜部署')"
        ));
        fs::remove_file(it.project.path("2018/028/15-怀仁市.md")).expect("removed");
        it.tab.wait_for(&format!("{OUTLINE}.length === 4"));
        it.rename("2018/028/40-山阴县.md", "2018/028/15-山阴县.md");
        it.tab.wait_for(&format!("{OUTLINE}[1].includes('山阴县第一时间')"));
        it.tab.wait_for("document.querySelector('#state').dataset.state === 'fresh'");
    });
}

#[test]
fn what_all_share_is_watched_too() {
    read_28(|it| {
        it.edit(
            "2018/028/issue.yaml",
            "number: 28\ndate: 2018-11-27",
            "number: 28\ndate: 2018-11-28",
        );
        it.sees("2018年11月28日");
        it.edit("jianbao.yaml", "name: 工作简报", "name: 督察简报");
        it.tab.wait_for("document.body.textContent.includes('督察简报')");
        it.sees("督察简报");
        // A template of the workspace's own, where there was none.
        let built_in = fs::read_to_string(crate::project::repository().join("templates/issue.typ"))
            .expect("read");
        let own = built_in.replace("[{{ masthead.number }}]", "[本月{{ masthead.number }}]");
        assert_ne!(own, built_in);
        it.project.write("templates/issue.typ", own.as_bytes());
        it.sees("本月第28期");
    });
}

#[test]
fn folders_that_tell_nothing_are_looked_at() {
    read(Project::briefings(), &["--poll"], "2018/28", |it| {
        it.tab.wait_for(SHOWN);
        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.sees("甲日，张祥带领");
        it.edit_by_renaming(LEAD, "甲日，", "乙日，");
        it.sees("乙日，张祥带领");
    });
}

#[test]
fn an_issue_that_vanishes_is_told_and_comes_back() {
    read_28(|it| {
        it.rename("2018/028", "2018/副本");
        it.tab.wait_for("document.body.innerText.match(/不见|不在|没有|找不到/)");
        it.rename("2018/副本", "2018/028");
        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.sees("甲日，张祥带领");
        // What was asked for while it was away may have failed.
        it.tab.errors();
    });
}
