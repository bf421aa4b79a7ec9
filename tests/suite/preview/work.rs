//! The workbench, used as a clerk uses it: with the mouse, with the keyboard, while a word is being
//! composed, and from an empty folder.

use std::fs;

use tempfile::TempDir;

use super::{LEAD, Reading, browser, look_at_28, read_28};
use crate::browser::Preview;
use crate::project::Project;

/// The editor's own root, and what is selected in it.
const EDITOR: &str = "document.querySelector('.editor-host').shadowRoot";

impl Reading {
    /// Waits until an entry is open, with the cursor before these words.
    #[track_caller]
    fn cursor_is_before(&self, file: &str, words: &str) {
        self.tab.wait_for(&format!(
            "(() => {{
                const name = document.querySelector('#entry:not([hidden]) h2');
                if (!name || name.textContent !== {file:?} || !document.querySelector('.editor-host')) return false;
                const at = {EDITOR}.getSelection();
                return at.anchorNode && at.anchorNode.textContent.slice(at.anchorOffset).startsWith({words:?});
            }})()"
        ));
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.project.path(path)).expect("read")
    }

    /// Waits until a file says so.
    #[track_caller]
    fn file_says(&self, path: &str, words: &str) {
        let start = std::time::Instant::now();
        while !self.text(path).contains(words) {
            assert!(start.elapsed().as_secs() < 15, "{path} does not say {words}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// The files of the issue in the order of the list.
    fn listed(&self) -> Vec<String> {
        self.tab.eval("[...document.querySelectorAll('#entries > li')].map(it => it.dataset.file)")
    }

    /// Presses a key that the window is told of as it is here.
    fn presses(&self, at: &str, key: &str, more: &str) {
        self.tab.run(&format!(
            "{at}.dispatchEvent(new KeyboardEvent('keydown', \
             {{ key: {key:?}, bubbles: true, composed: true, cancelable: true, {more} }}))"
        ));
    }
}

#[test]
fn a_click_on_the_page_opens_the_entry_at_the_character() {
    read_28(|it| {
        it.tab.wait_for("document.querySelectorAll('#entries > li').length === 4");
        it.click_on(1, "张祥要求", 1);
        it.cursor_is_before("10-清洁供暖.md", "祥要求，朔城区政府");
        it.tab.wait_for("document.querySelector('.mark.place')");
        // A title stands in the form.
        it.click_on(2, "强化责任落实", 1);
        it.tab.wait_for(
            "document.querySelector('#entry h2').textContent === '20-开发区.md' \
             && document.activeElement.closest('[data-name=title]')",
        );
    });
}

#[test]
fn what_is_typed_is_on_the_disk_and_on_the_page_and_can_be_undone() {
    read_28(|it| {
        let before = it.text(LEAD);
        it.tab.wait_for("document.querySelectorAll('#entries > li').length === 4");
        it.click_on(1, "张祥要求", 0);
        it.cursor_is_before("10-清洁供暖.md", "张祥要求");
        it.tab.types("【补充】");
        it.file_says(LEAD, "【补充】张祥要求");
        it.sees("【补充】张祥要求");
        // Nothing else of the file is another.
        assert_eq!(it.text(LEAD).replace("【补充】", ""), before);
        it.tab.click("button[title^='撤销上一步']");
        it.tab.wait_for("!document.querySelector('#pages .text').textContent.includes('【补充】')");
        assert_eq!(it.text(LEAD), before);
        it.tab.click("button[title^='重做']");
        it.file_says(LEAD, "【补充】张祥要求");
        // The text in the editor follows.
        it.tab.wait_for(&format!("{EDITOR}.textContent.includes('【补充】张祥要求')"));
        // An outside editor is quicker: what was typed here is not written over it without a word.
        let theirs = before.replace("张祥要求", "张祥再次要求");
        it.project.write(LEAD, theirs.as_bytes());
        it.tab.wait_for(&format!("{EDITOR}.textContent.includes('张祥再次要求')"));
        assert_eq!(it.text(LEAD), theirs);
    });
}

#[test]
fn entries_are_put_in_another_order_by_keys_and_wait_by_a_tick() {
    read_28(|it| {
        it.tab.wait_for("document.querySelectorAll('#entries > li').length === 4");
        let before = it.listed();
        it.tab.run("document.querySelector('#entries > li:nth-child(2) .open').focus()");
        it.presses("document.activeElement", "ArrowDown", "altKey: true");
        it.tab.wait_for(
            "document.querySelector('#entries > li:nth-child(2)').dataset.file.includes('平鲁区')",
        );
        // The files were renamed, and the list names them so.
        it.tab.wait_for(
            "(files => files.join() === [...files].sort().join() && files[1].includes('平鲁区'))\
             ([...document.querySelectorAll('#entries > li')].map(it => it.dataset.file))",
        );
        let now = it.listed();
        assert_ne!(now, before);
        let named = |wanted: &str| now.iter().position(|file| file.contains(wanted));
        assert!(named("平鲁区") < named("开发区"), "{now:?}");
        let mut files: Vec<String> = fs::read_dir(it.project.path("2018/028"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        files.sort();
        assert_eq!(files, now);
        it.tab.click("#entries > li:last-child input[type=checkbox]");
        let last = format!("2018/028/{}", now.last().expect("four"));
        it.file_says(&last, "暂缓: 是");
        it.tab.wait_for("document.querySelector('#page-count').textContent < '5'");
    });
}

#[test]
fn nothing_happens_on_enter_or_escape_while_a_word_is_composed() {
    read_28(|it| {
        it.tab.wait_for("document.querySelectorAll('#entries > li').length === 4");
        it.tab.click("#entries > li:first-child .open");
        it.tab.wait_for("document.querySelector('.editor-host')");
        let content = format!("{EDITOR}.querySelector('.cm-content')");
        it.presses(&content, "Escape", "isComposing: true");
        assert!(it.tab.eval::<bool>("!document.querySelector('#entry').hidden"));
        it.tab.run("document.querySelector('#entry .source-head button').click()");
        it.tab.wait_for("document.querySelector('#entry').hidden");
        it.tab.run("[...document.querySelectorAll('.work-acts button')].find(it => it.textContent === '写一篇').click()");
        it.tab.wait_for("document.querySelector('dialog[open] input')");
        it.tab.run("document.querySelector('dialog[open] input').value = '新的一篇'");
        it.presses("document.querySelector('dialog[open] input')", "Enter", "isComposing: true");
        assert!(it.tab.eval::<bool>("Boolean(document.querySelector('dialog[open]'))"));
        it.presses("document.querySelector('dialog[open] input')", "Enter", "");
        it.tab.wait_for("!document.querySelector('dialog[open]')");
        it.tab.wait_for("document.querySelectorAll('#entries > li').length === 5");
    });
}

#[test]
fn who_only_looks_is_given_nothing_to_do() {
    look_at_28(|it| {
        assert!(it.tab.eval::<bool>(
            "!document.querySelector('#entries') && !document.querySelector('#entry') \
             && performance.getEntriesByType('resource').every(it => !it.name.endsWith('/work.js'))"
        ));
    });
}

#[test]
fn a_briefing_is_begun_in_an_empty_folder_and_issued() {
    let Some(browser) = browser() else { return };
    let (project, state) = (Project::new(), TempDir::new().expect("a folder"));
    let preview = Preview::begin(&project.path(""), state.path());
    let tab = browser.tab(&preview.url(""));
    tab.wait_for("document.querySelector('#first img')");
    let fill = |name: &str, value: &str| {
        tab.run(&format!(
            "const input = document.querySelector('#field-{name}'); input.value = {value:?}; \
             input.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ));
    };
    // What is missing is told, and nothing is made.
    tab.click("#form .chief");
    tab.wait_for("document.querySelector('#start-message').textContent.includes('编发单位')");
    assert!(!project.path("jianbao.yaml").exists());
    fill("name", "望河县优化营商环境工作简报");
    fill("issuer", "望河县人民政府办公室");
    fill("number", "12");
    fill("date", "2024-03-05");
    fill("columns", "领导活动、乡镇动态");
    fill("tail", "报：县委、县政府；120份");
    tab.wait_for("document.querySelector('#start-message').textContent === ''");
    tab.click("#form .chief");
    tab.wait_for("location.pathname === '/2024/12'");
    tab.wait_for("document.querySelector('#no-entries:not([hidden])')");
    let settings = fs::read_to_string(project.path("jianbao.yaml")).expect("read");
    assert!(settings.contains("编发单位: 望河县人民政府办公室"), "{settings}");
    // The workspace is offered the next time.
    let recent = fs::read_to_string(state.path().join("jianbao/recent")).expect("read");
    assert_eq!(recent.lines().count(), 1, "{recent}");
    // A dispatch is dropped, looked at, confirmed, and the issue issued.
    tab.run(
        "const files = new DataTransfer(); files.items.add(new File([ \
           '陶家镇为企业办实事\\n\\n3月4日，陶家镇走访企业12家，解决问题5个。\\n\\n陶家镇人民政府\\n2024年3月4日\\n'], '陶家镇.txt')); \
         const input = document.querySelector('#work-section input[type=file]'); \
         input.files = files.files; input.dispatchEvent(new Event('change'))",
    );
    tab.wait_for("document.querySelector('#entry:not([hidden]) .editor-host')");
    let doubts = "document.querySelectorAll('.doubt button').length";
    for _ in 0..4 {
        let before: usize = tab.eval(doubts);
        if before == 0 {
            break;
        }
        tab.run("document.querySelector('.doubt button').click()");
        tab.wait_for(&format!("{doubts} < {before}"));
    }
    assert_eq!(tab.eval::<usize>(doubts), 0);
    tab.wait_for("document.querySelector('#page-count').textContent === '1'");
    tab.run("[...document.querySelectorAll('button.chief')].find(it => it.textContent === '印发…').click()");
    tab.wait_for("document.querySelector('dialog.issuing .large')");
    let planned: String = tab.eval("document.querySelector('dialog.issuing .large').textContent");
    assert_eq!(planned, "将印发2024年第12期，2024年3月5日，1页，1篇");
    tab.click("dialog.issuing .chief");
    tab.wait_for("!document.querySelector('dialog.issuing .chief')");
    tab.wait_for("document.querySelector('dialog.issuing .large').textContent.includes('已')");
    assert!(project.path("ledger.yaml").exists());
    assert!(project.path("out/2024-012.pdf").exists());
    preview.stop();
}
