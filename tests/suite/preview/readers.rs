//! Several readers, a server that goes and comes, drafts, comparisons, paper.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use super::{LAST, LEAD, LEAD_BEGINS, ON_LAST_PAGE, Reading, SHOWN, browser, read_28, sees};
use crate::browser::{PATIENCE, Preview};
use crate::outside::{ask, have};
use crate::project::Project;

#[test]
fn two_readers_both_follow() {
    read_28(|it| {
        let Some(browser) = browser() else { return };
        let other = browser.tab(&it.preview.url("2018/28"));
        other.wait_for(SHOWN);
        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.sees("甲日，张祥带领");
        sees(&other, "甲日，张祥带领");
        other.is_quiet();
    });
}

#[test]
fn many_tabs_of_one_window_show_the_newest_when_they_are_looked_at() {
    read_28(|it| {
        let Some(browser) = browser() else { return };
        // One browser opens six connections to a server, for all its tabs together.
        let mut tabs = Vec::new();
        for _ in 0..8 {
            tabs.push(browser.tab_before(&it.tab, &it.preview.url("2018/28")));
            tabs[tabs.len() - 1].wait_for(SHOWN);
        }
        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        for tab in tabs.iter().chain([&it.tab]) {
            tab.to_front();
            sees(tab, "甲日，张祥带领");
            tab.is_quiet();
        }
    });
}

#[test]
fn twenty_readers_are_all_told() {
    read_28(|it| {
        let port = it.preview.port();
        let streams: Vec<TcpStream> = (0..20)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("connects");
                stream.set_read_timeout(Some(PATIENCE)).expect("set");
                write!(stream, "GET /-/events?issue=2018-028&draft=0 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")
                    .expect("sent");
                stream
            })
            .collect();
        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.sees("甲日，张祥带领");
        let picture = it.picture(1);
        for stream in streams {
            let told = BufReader::new(stream).lines().map(|line| line.expect("told in time"));
            assert!(told.into_iter().any(|line| line.contains(&picture)), "told nothing of it");
        }
    });
}

#[test]
fn a_server_that_comes_back_is_found_again() {
    let Some(browser) = browser() else { return };
    let project = Project::briefings();
    let preview = Preview::start(&project.path(""), &[]);
    let port = preview.port().to_string();
    let tab = browser.tab(&preview.url("2018/28"));
    tab.wait_for(SHOWN);
    tab.wait_for("document.documentElement.dataset.live === 'on'");
    drop(preview);
    tab.wait_for("document.documentElement.dataset.live === 'off'");
    sees(&tab, "组长张祥");

    let text = fs::read_to_string(project.path(LEAD)).expect("read");
    project.write(LEAD, text.replace(LEAD_BEGINS, "甲日，张祥带领").as_bytes());
    let preview = Preview::start(&project.path(""), &["--port", &port]);
    sees(&tab, "甲日，张祥带领");
    tab.wait_for("document.documentElement.dataset.live === 'on'");
    // That the server was away is the only thing that may have gone wrong.
    for error in tab.errors() {
        assert!(error.contains("network") && error.contains("net::ERR_"), "{error}");
    }
    let reading = Reading { project, preview, tab };
    reading.edit(LEAD, "甲日，", "乙日，");
    reading.sees("乙日，张祥带领");
    reading.tab.is_quiet();
    reading.preview.stop();
}

#[test]
fn a_stop_with_readers_there_does_not_wait_for_them() {
    let Some(browser) = browser() else { return };
    let project = Project::briefings();
    let preview = Preview::start(&project.path(""), &[]);
    let tab = browser.tab(&preview.url("2018/28"));
    tab.wait_for(SHOWN);
    preview.stop();
    tab.wait_for("document.documentElement.dataset.live === 'off'");
}

#[test]
fn draft_or_final() {
    read_28(|it| {
        let last = it.picture(1);
        it.tab.click("#draft label:has(input[value='1'])");
        it.tab.wait_for(&format!("document.querySelector('.sheet').dataset.picture !== '{last}'"));
        it.tab.wait_for("document.querySelector('#pdf').href.includes('draft=1')");
        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.sees("甲日，张祥带领");
        it.tab.click("#draft label:has(input[value='0'])");
        it.tab.wait_for(
            "document.querySelector('#pdf').href.includes('draft=0') \
            || !document.querySelector('#pdf').href.includes('draft')",
        );
        it.sees("甲日，张祥带领");
        let pdf: [String; 2] = it.tab.eval(
            "fetch(document.querySelector('#pdf').href).then(async answer => [
                answer.headers.get('content-type'),
                new TextDecoder('latin1').decode(await answer.arrayBuffer()).slice(0, 5)])",
        );
        assert_eq!(pdf, ["application/pdf", "%PDF-"]);
    });
}

#[test]
fn what_changed_is_marked_and_can_be_compared() {
    read_28(|it| {
        it.edit(LAST, ON_LAST_PAGE, "四是河东天然气公司");
        it.tab.wait_for("+document.documentElement.dataset.version > 1");
        it.tab.run(
            "const since = document.querySelector('#since');
             since.value = 'opened';
             since.dispatchEvent(new Event('change', {bubbles: true}))",
        );
        let changed =
            "[...document.querySelectorAll('.sheet.changed')].map(it => it.dataset.page).join()";
        it.tab.wait_for(&format!("{changed} === '5'"));
        it.edit(LEAD, "听取了朔城区政府", "听取了河东区政府");
        it.tab.wait_for(&format!("{changed} === '1,5'"));

        it.turn_to(5);
        let wipe = |to: u32| {
            it.tab.wait_for("!document.querySelector('#wipe').disabled");
            it.tab.run(&format!(
                "const wipe = document.querySelector('#wipe');
                 wipe.value = {to};
                 wipe.dispatchEvent(new Event('input', {{bubbles: true}}))"
            ));
            // Two pictures may have to be decoded and painted.
            sleep(Duration::from_millis(400));
            let path = it.project.path(&format!("wipe-{to}.png"));
            it.tab.screenshot(&path);
            fs::read(path).expect("read")
        };
        let (new, half, old) = (wipe(0), wipe(50), wipe(100));
        assert!(new != half && half != old && new != old);
        it.tab.click("#end-since");
        it.tab.wait_for("!document.querySelector('.sheet.changed')");
    });
}

#[test]
fn what_was_not_issued_cannot_be_compared_with_it() {
    read_28(|it| {
        it.tab.run(
            "const since = document.querySelector('#since');
             since.value = 'published';
             since.dispatchEvent(new Event('change', {bubbles: true}))",
        );
        it.tab.wait_for("document.querySelector('#since-label').textContent.match(/没有印发/)");
    });
}

#[test]
fn printing_gives_the_issue_and_nothing_else() {
    if !have(&["pdfinfo"]) {
        return;
    }
    read_28(|it| {
        let path = it.project.path("printed.pdf");
        // As the button does: what was not looked at yet must be there on paper.
        it.tab.run("window.print = () => { window.printed = true }");
        it.tab.click("#print");
        it.tab.wait_for("window.printed");
        it.tab.print(&path);
        let told = ask("pdfinfo", &[], &path, &[]);
        let line = |key: &str| told.lines().find(|line| line.starts_with(key)).unwrap_or(&told);
        assert!(line("Pages:").ends_with(" 5"), "{told}");
        assert!(line("Page size:").contains("A4"), "{told}");
    });
}
