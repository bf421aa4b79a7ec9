//! The page of all issues, and the pages as a folder.

use std::fs;

use super::{SHOWN, browser, read};
use crate::generate::make_archive;
use crate::project::Project;

const VISIBLE: &str = "[...document.querySelectorAll('li[data-issue]')]
    .filter(li => li.checkVisibility()).map(li => li.dataset.issue).join()";

/// Three made-up issues, and a phrase that only the body of the second has.
fn three() -> (Project, &'static str) {
    let project = Project::new();
    make_archive(&project.path(""), 3, 7);
    let phrase = "山海经里的比翼鸟";
    project.write(
        "2018/002/80-鸟.md",
        format!("---\ntitle: 另一件事\nsource: 甲县\ncolumn: county\n---\n昨日见到{phrase}。\n")
            .as_bytes(),
    );
    (project, phrase)
}

#[test]
fn a_phrase_is_found_and_one_click_leads_to_it() {
    let (project, phrase) = three();
    read(project, &[], "", |it| {
        it.tab.wait_for(&format!("{VISIBLE} === '2018-003,2018-002,2018-001'"));
        assert!(
            it.tab.eval::<bool>("!!document.querySelector('main section[data-year=\"2018\"]')")
        );
        it.tab.wait_for("!document.querySelector('li[data-state=checking]')");
        it.tab.click("#search");
        it.tab.types(phrase);
        it.tab.wait_for(&format!("{VISIBLE} === '2018-002'"));
        it.tab.click("li[data-issue='2018-002'] a");
        it.tab.wait_for("decodeURI(location.pathname) === '/2018/2'");
        it.tab.wait_for(SHOWN);
        it.tab.click("#home");
        it.tab.wait_for("location.pathname === '/'");
    });
}

#[test]
fn new_issues_and_their_states_appear() {
    let (project, _) = three();
    read(project, &[], "", |it| {
        it.tab.wait_for(
            "document.querySelector('li[data-issue=\"2018-001\"]')?.dataset.state === 'clean'",
        );
        let new = it.project.run(["new", "--date", "2018-11-27"]);
        if new.status != 0 {
            panic!("{new}");
        }
        it.tab.wait_for(&format!("{VISIBLE}.split(',').length === 4"));
        let entry = it.project.path("2018/002/80-鸟.md");
        let text = fs::read_to_string(&entry).expect("read");
        fs::write(&entry, text.replace("column: county", "column: 没有的")).expect("written");
        it.tab.wait_for(
            "document.querySelector('li[data-issue=\"2018-002\"]').dataset.state === 'errors'",
        );
    });
}

#[test]
fn a_folder_of_pages_needs_no_server() {
    let Some(browser) = browser() else { return };
    let (project, phrase) = three();
    let output = project.run(["preview", "--once", "pages"]);
    assert_eq!(output.status, 0, "{output}");
    let folder = project.path("pages");
    let tab = browser.tab(&format!("file://{}/index.html", folder.display()));
    tab.wait_for(&format!("{VISIBLE} === '2018-003,2018-002,2018-001'"));
    tab.click("#search");
    tab.types(phrase);
    tab.wait_for(&format!("{VISIBLE} === '2018-002'"));
    tab.click("li[data-issue='2018-002'] a");
    tab.wait_for("location.pathname.endsWith('2018-002.html')");
    tab.wait_for(SHOWN);
    let sheets: usize = tab.eval("document.querySelectorAll('section.sheet').length");
    assert!((4..=7).contains(&sheets), "{sheets} pages");
    tab.click("#outline li:last-child > button");
    tab.wait_for("document.querySelector('.mark.entry')");
    // Anywhere in the text of a page in view.
    let [x, y]: [f64; 2] = tab.eval(
        "(async () => {
            const pages = document.querySelector('#pages').getBoundingClientRect();
            for (;;) {
                for (const row of document.querySelectorAll('.sheet[data-picture] .text > *')) {
                    const box = row.getBoundingClientRect();
                    if (row.textContent.length > 10 && box.top > pages.top + 50 && box.bottom < pages.bottom - 50)
                        return [box.left + box.width / 2, (box.top + box.bottom) / 2];
                }
                await new Promise(done => setTimeout(done, 50));
            }
        })()",
    );
    tab.click_at(x, y);
    tab.wait_for("document.querySelector('#source mark')?.checkVisibility()");
    let pdf: String = tab.eval("document.querySelector('#pdf').href");
    let pdf = pdf.strip_prefix("file://").unwrap_or_else(|| panic!("{pdf}"));
    assert!(fs::read(pdf).expect("the PDF").starts_with(b"%PDF-"));
    tab.is_quiet();
}
