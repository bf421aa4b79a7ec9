//! From the save of a file to the changed page painted, and from a key in the workbench to it, in a real
//! browser: issues of 5 and of 40 pages, and 20 readers of one draft.
//!
//! `cargo bench --bench preview -- --edits 200`. Saves are in place and by renaming in turns, at
//! two places of the page that is in view. The memory is the server's.
#![expect(clippy::print_stdout, reason = "its tables are what it is for")]

#[path = "../../tests/suite/browser/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests do more with a browser")]
mod browser;
#[path = "../archive/generate.rs"]
mod generate;

mod desk;
mod stream;

use std::thread::sleep;
use std::time::{Duration, Instant};

use browser::{Browser, PATIENCE, Preview, Tab};
use desk::Desk;
use serde_json::Value;
use stream::{News, Stream, changed};

/// Between a page painted and the next save, in ms: not in step with anything.
const PAUSES: [u64; 4] = [20, 37, 29, 50];
const READERS: usize = 20;
/// When the memory is looked at first.
const WARM: usize = 50;

fn main() {
    let mut edits = 200;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--edits" {
            let value = arguments.next().expect("--edits of how many?");
            edits = value.parse().expect("a number of edits");
        }
    }
    let browser = Browser::shared().expect("no Chromium: install it or name it in CHROMIUM");
    for (issues, whole, own) in [(1, 150.0, 40.0), (12, 250.0, 80.0)] {
        one_reader(browser, &Desk::new(issues), edits, [whole, own]);
        one_writer(browser, &Desk::new(issues), edits, whole);
    }
    many_readers(browser, &Desk::new(1));
}

/// What one edit took, in ms, and what it moved.
#[derive(Default)]
struct Edit {
    whole: f64,
    told: f64,
    watch: f64,
    took: f64,
    parts: Vec<(String, f64)>,
    shown: f64,
    bytes: f64,
    pages: f64,
}

fn one_reader(browser: &Browser, desk: &Desk, edits: usize, [whole, own]: [f64; 2]) {
    let preview = Preview::start(desk.root(), &["--read-only"]);
    let tab = reader(browser, &preview, desk);
    let mut stream = Stream::open(preview.port(), desk.stem());
    let mut before = stream.next().sheet;
    let sheets = before["pages"].as_array().map_or(0, Vec::len);

    let mut all = Vec::new();
    let mut warm = 0;
    for turn in 0..edits {
        sleep(Duration::from_millis(PAUSES[turn % PAUSES.len()]));
        tab.run("performance.clearResourceTimings()");
        let start = desk.save(turn);
        let news = stream.next_after(&before);
        painted(&tab, &news);
        let whole = ms(start);
        let told = (news.at - start).as_secs_f64() * 1e3;
        let took = news.sheet["took"].as_f64().expect("took");
        let part = |(name, value): (&String, &Value)| (name.clone(), value.as_f64().unwrap_or(0.0));
        let fetched: f64 = tab.eval(
            "performance.getEntriesByType('resource')
                .reduce((sum, it) => sum + it.transferSize, 0)",
        );
        all.push(Edit {
            whole,
            told,
            watch: told - took,
            took,
            parts: news.sheet["parts"].as_object().expect("parts").iter().map(part).collect(),
            shown: whole - told,
            bytes: (fetched + news.bytes as f64) / 1024.0,
            pages: changed(&before, &news.sheet) as f64,
        });
        before = news.sheet;
        if turn + 1 == WARM {
            warm = preview.memory().unwrap_or(0);
        }
    }
    println!("\n{sheets} pages, {edits} edits, ms");
    println!("{:<34}{:>9}{:>9}{:>9}{:>16}", "", "p50", "p95", "max", "target of p95");
    let target = |most: f64| Some(format!("< {most}"));
    row("save to painted", &all, target(whole), |it| it.whole);
    row("  save to told (watch and work)", &all, None, |it| it.told);
    row("    watch, queue and push", &all, None, |it| it.watch);
    row("    the server's work", &all, target(own), |it| it.took);
    for at in 0..all[0].parts.len() {
        let name = all[0].parts[at].0.clone();
        row(&format!("      {name}"), &all, None, |it| {
            it.parts.iter().find(|(other, _)| *other == name).map_or(0.0, |(_, value)| *value)
        });
    }
    row("  told to painted (fetch, decode)", &all, None, |it| it.shown);
    row("pages changed", &all, None, |it| it.pages);
    row("KiB sent", &all, None, |it| it.bytes);
    let end = preview.memory().unwrap_or(0);
    println!(
        "memory: {} MiB after {WARM} edits, {} MiB after {edits}: × {:.2} (target after 2000: < 1.3)",
        warm / 1024,
        end / 1024,
        end as f64 / warm.max(1) as f64
    );
}

/// Somebody who types into the first entry of the workbench, a character at a time.
fn one_writer(browser: &Browser, desk: &Desk, edits: usize, whole: f64) {
    let preview = Preview::start(desk.root(), &[]);
    let tab = reader(browser, &preview, desk);
    tab.wait_for("document.querySelector('#entry:not([hidden]) .editor-host')");
    tab.run(
        "document.querySelector('.editor-host').shadowRoot.querySelector('.cm-content').focus()",
    );
    let mut stream = Stream::open(preview.port(), desk.stem());
    let mut before = stream.next().sheet;
    let sheets = before["pages"].as_array().map_or(0, Vec::len);
    let (mut all, mut warm) = (Vec::new(), 0);
    for turn in 0..edits {
        sleep(Duration::from_millis(PAUSES[turn % PAUSES.len()]));
        let start = Instant::now();
        tab.types("字");
        let news = stream.next_after(&before);
        painted(&tab, &news);
        let told = (news.at - start).as_secs_f64() * 1e3;
        let took = news.sheet["took"].as_f64().expect("took");
        let whole = ms(start);
        all.push(Edit { whole, told, took, shown: whole - told, ..Edit::default() });
        before = news.sheet;
        if turn + 1 == WARM {
            warm = preview.memory().unwrap_or(0);
        }
    }
    println!("\n{sheets} pages, {edits} keys in the workbench, ms");
    row("key to painted", &all, Some(format!("< {whole}")), |it| it.whole);
    row("  key to told (write and work)", &all, None, |it| it.told);
    row("    the server's work", &all, None, |it| it.took);
    row("  told to painted (fetch, decode)", &all, None, |it| it.shown);
    let end = preview.memory().unwrap_or(0);
    println!(
        "memory: {} MiB after {WARM} keys, {} MiB after {edits}: × {:.2} (target after 2000: ≤ 1.1)",
        warm / 1024,
        end / 1024,
        end as f64 / warm.max(1) as f64
    );
}

fn many_readers(browser: &Browser, desk: &Desk) {
    let preview = Preview::start(desk.root(), &["--read-only"]);
    let tabs: Vec<Tab> = (0..READERS).map(|_| reader(browser, &preview, desk)).collect();
    let mut stream = Stream::open(preview.port(), desk.stem());
    let mut before = stream.next().sheet;
    let mut all = Vec::new();
    for turn in 0..20 {
        sleep(Duration::from_millis(300));
        let start = desk.save(turn);
        let news = stream.next_after(&before);
        for tab in &tabs {
            painted(tab, &news);
        }
        before = news.sheet;
        all.push(Edit { whole: ms(start), ..Edit::default() });
    }
    println!("\n{READERS} readers in {READERS} windows, 20 edits, ms");
    row("save to painted by the last", &all, None, |it| it.whole);
}

/// A reader with the edited page in view, who tells of every version painted; who may write has the entry
/// open.
fn reader(browser: &Browser, preview: &Preview, desk: &Desk) -> Tab {
    let tab = browser.blank();
    tab.listen("tell");
    tab.go(&preview.url(desk.page()));
    tab.wait_for("+document.documentElement.dataset.version > 0");
    // Columns come in an order of their own, not that of the files.
    let at: usize = tab.eval(&format!(
        "fetch('/-/data/sheet/{}.json').then(answer => answer.json())
            .then(sheet => sheet.outline.findIndex(entry => entry.path === '{}'))",
        desk.stem(),
        desk.entry()
    ));
    tab.run(&format!(
        "document.querySelector('#outline li[data-index=\"{at}\"] > button').click()"
    ));
    tab.wait_for("document.querySelector('.mark.entry')");
    tab.wait_for(&format!(
        "[...document.querySelectorAll('.sheet[data-picture] .text')]
            .some(it => it.textContent.replace(/\\s/g, '').includes('{}'))",
        desk.words()
    ));
    tab.run(
        "new MutationObserver(() => tell(document.documentElement.dataset.version))
            .observe(document.documentElement, {attributes: true, attributeFilter: ['data-version']})",
    );
    tab
}

/// Waits until a sheet is painted.
fn painted(tab: &Tab, news: &News) {
    let wanted = news.version();
    while tab.told(PATIENCE).parse::<u64>().expect("a version") < wanted {}
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn row(name: &str, all: &[Edit], target: Option<String>, of: impl Fn(&Edit) -> f64) {
    let mut values: Vec<f64> = all.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    let [middle, most, last] = [0.5, 0.95, 1.0].map(at);
    println!("{name:<34}{middle:>9.1}{most:>9.1}{last:>9.1}{:>16}", target.unwrap_or_default());
}
