//! `jianbao preview` in a real browser, used as a reader uses it.

mod access;
mod archive;
mod chrome;
mod edits;
mod issued;
mod keys;
mod places;
mod readers;
mod shown;
mod work;

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::browser::{Browser, Preview, Tab};
use crate::outside::did_not_run;
use crate::project::Project;

/// The entry on page 1 of issue 28, and what its body begins with.
const LEAD: &str = "2018/028/10-清洁供暖.md";
const LEAD_BEGINS: &str = "11 月 27 日，朔州市政府秘书长、市协调联络领导小组组长张祥带领";
/// The last entry of issue 28, and words on its last page.
const LAST: &str = "2018/028/40-山阴县.md";
const ON_LAST_PAGE: &str = "四是三城天然气公司";

/// A workspace, the server of its preview, and a reader with a page of it open.
struct Reading {
    project: Project,
    preview: Preview,
    tab: Tab,
}

/// Reads issue 28; at the end nothing may have gone wrong in the page, and the server ends well.
#[track_caller]
fn read_28(test: impl FnOnce(&Reading)) {
    read(Project::briefings(), &[], "2018/28", |it| {
        it.tab.wait_for(SHOWN);
        assert_eq!(it.sheets(), 5);
        test(it);
    });
}

/// That an issue is there and painted.
const SHOWN: &str = "+document.documentElement.dataset.version > 0 \
    && document.querySelector('.sheet[data-picture] img')?.complete";

/// [`read_28`] by somebody who may only look.
#[track_caller]
fn look_at_28(test: impl FnOnce(&Reading)) {
    read(Project::briefings(), &["--read-only"], "2018/28", |it| {
        it.tab.wait_for(SHOWN);
        test(it);
    });
}

/// [`read_28`] of another workspace, with arguments, from another page.
#[track_caller]
fn read(project: Project, args: &[&str], page: &str, test: impl FnOnce(&Reading)) {
    let Some(browser) = browser() else { return };
    let preview = Preview::start(&project.path(""), args);
    let tab = browser.tab(&preview.url(page));
    let reading = Reading { project, preview, tab };
    test(&reading);
    reading.tab.is_quiet();
    drop(reading.tab);
    reading.preview.stop();
}

/// The browser; where there is none, the test did not run.
#[track_caller]
fn browser() -> Option<&'static Browser> {
    let browser = Browser::shared();
    if browser.is_none() {
        did_not_run("no Chromium (chromium, chromium-browser, google-chrome or $CHROMIUM)");
    }
    browser
}

impl Reading {
    /// Replaces words of a file that occur in it once, as an editor does that writes in place.
    #[track_caller]
    fn edit(&self, path: &str, from: &str, to: &str) {
        self.project.write(path, self.edited(path, from, to).as_bytes());
    }

    /// [`Reading::edit`] as an editor does that writes a new file and renames it.
    #[track_caller]
    fn edit_by_renaming(&self, path: &str, from: &str, to: &str) {
        let text = self.edited(path, from, to);
        let beside = self.project.path(&format!("{path}.tmp"));
        fs::write(&beside, text).expect("written");
        fs::rename(&beside, self.project.path(path)).expect("renamed");
    }

    #[track_caller]
    fn edited(&self, path: &str, from: &str, to: &str) -> String {
        let text = fs::read_to_string(self.project.path(path)).expect("read");
        assert_eq!(text.matches(from).count(), 1, "{from} in {path}");
        text.replacen(from, to, 1)
    }

    /// Renames a file of the workspace.
    #[track_caller]
    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.project.path(from), self.project.path(to)).expect("renamed");
    }

    /// How many pages are shown.
    #[track_caller]
    fn sheets(&self) -> usize {
        self.tab.eval("document.querySelectorAll('#pages section.sheet').length")
    }

    /// Waits until words stand on a page that is in view, and are painted.
    #[track_caller]
    fn sees(&self, words: &str) {
        sees(&self.tab, words);
    }

    /// Scrolls until words are in view, and waits for the page that has them.
    #[track_caller]
    fn turn_to(&self, page: usize) {
        self.tab.run(&format!(
            "document.querySelector('.sheet[data-page=\"{page}\"]')
                .scrollIntoView({{block: 'start', behavior: 'instant'}})"
        ));
        self.tab.wait_for(&format!(
            "document.querySelector('.sheet[data-page=\"{page}\"][data-picture] .text').textContent"
        ));
    }

    /// The picture of a page, by its name.
    #[track_caller]
    fn picture(&self, page: usize) -> String {
        self.tab.eval(&format!(
            "document.querySelector('.sheet[data-page=\"{page}\"]').dataset.picture"
        ))
    }

    /// Where the pages are scrolled to, in CSS pixels.
    #[track_caller]
    fn scrolled(&self) -> f64 {
        self.tab.eval("document.querySelector('#pages').scrollTop")
    }

    /// Clicks on a character of the row that contains these words, counted from their first; all
    /// before it in the row must be as wide as the row's letters are high.
    ///
    /// The place is worked out from the row's place alone, not from what the page knows of it.
    #[track_caller]
    fn click_on(&self, page: usize, words: &str, nth: usize) {
        self.turn_to(page);
        let row = self.row(page, words);
        let before = row.text.split(words).next().unwrap_or_default().chars().count();
        let letter = row.bottom - row.top;
        let x = row.x0 + ((before + nth) as f64 + 0.5) * letter;
        let y = (row.top + row.bottom) / 2.0;
        let [x, y] = self.tab.eval(&format!(
            "(() => {{
                const img = document.querySelector('.sheet[data-page=\"{page}\"] img');
                const pages = document.querySelector('#pages');
                const scale = () => img.getBoundingClientRect().width / 210;
                const at = () => [img.getBoundingClientRect().left + {x} * scale(),
                                  img.getBoundingClientRect().top + {y} * scale()];
                const middle = pages.getBoundingClientRect().top + pages.clientHeight / 2;
                pages.scrollBy({{top: at()[1] - middle, behavior: 'instant'}});
                return at();
            }})()"
        ));
        self.tab.click_at(x, y);
    }

    /// The row of a page that contains words, as the server tells it.
    #[track_caller]
    fn row(&self, page: usize, words: &str) -> Row {
        let rows: Rows = self.tab.eval(&format!(
            "fetch('/-/data/sheet/2018-028.json').then(answer => answer.json())
                .then(sheet => fetch('/-/data/' + sheet.pages[{page} - 1].text))
                .then(answer => answer.json())"
        ));
        let texts: Vec<String> = rows.rows.iter().map(|row| row.text.clone()).collect();
        let found = rows.rows.into_iter().find(|row| row.text.contains(words));
        found.unwrap_or_else(|| panic!("no row with {words}: {texts:#?}"))
    }

    /// Waits for the source panel: file, line, and what is marked in it.
    #[track_caller]
    fn source_is(&self, path: &str, line: usize, marked: &str) {
        let shown = "[document.querySelector('#source')?.dataset.path,
            +document.querySelector('#source')?.dataset.line,
            document.querySelector('#source mark')?.textContent]";
        let wanted = serde_json::json!([path, line, marked]);
        self.tab.wait_for(&format!("JSON.stringify({shown}) === {:?}", wanted.to_string()));
    }
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<Row>,
}

/// A row of text on a page, in millimetres.
#[derive(Deserialize)]
struct Row {
    text: String,
    x0: f64,
    top: f64,
    bottom: f64,
}

/// [`Reading::sees`] for any tab.
#[track_caller]
fn sees(tab: &Tab, words: &str) {
    tab.wait_for(&format!(
        "[...document.querySelectorAll('#pages .sheet[data-picture]')]
            .some(sheet => sheet.querySelector('.text').textContent.replace(/\\s/g, '').includes({words:?}))"
    ));
}

/// The pixel of a picture of the window.
#[track_caller]
fn pixel(png: &Path, x: u32, y: u32) -> [u8; 3] {
    let pixmap = tiny_skia::Pixmap::load_png(png).expect("a PNG");
    let colour = pixmap.pixel(x, y).expect("inside").demultiply();
    [colour.red(), colour.green(), colour.blue()]
}
