//! `jianbao import --watch`: files are taken when they have come whole, and what goes on afterwards
//! is the same dispatch.

use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::importing::{entries, house};
use crate::intake::FIRST;
use crate::project::{Project, command, repository};

/// The program, watching 来稿.
struct Watch<'p> {
    project: &'p Project,
    child: Child,
}

impl<'p> Watch<'p> {
    fn on(project: &'p Project) -> Self {
        Self::with(project, &[])
    }

    fn with(project: &'p Project, more: &[&str]) -> Self {
        fs::create_dir_all(project.path("来稿")).expect("a folder");
        let file = |name: &str| fs::File::create(project.path(name)).expect("a file");
        let child = command()
            .args(["import", "--watch", "来稿", "--issue", "29"])
            .args(more)
            .current_dir(project.path(""))
            .stdin(Stdio::null())
            .stdout(file("说的"))
            .stderr(file("错的"))
            .spawn()
            .expect("started");
        Self { project, child }
    }

    /// What it has said so far.
    fn said(&self) -> String {
        ["说的", "错的"]
            .map(|name| fs::read_to_string(self.project.path(name)).expect("read"))
            .concat()
    }

    #[track_caller]
    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            let waited = start.elapsed();
            assert!(waited < Duration::from_secs(60), "never: {what}\n{}", self.said());
            sleep(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn until_said(&self, words: &str) {
        self.until(words, || self.said().contains(words));
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn count(project: &Project) -> usize {
    entries(project).len()
}

/// Whoever waits for the dispatches of the next issue need not take its number first.
#[test]
fn the_next_issue_is_made() {
    let project = Project::briefings();
    let watch = Watch::on(&project);
    watch.until_said("还没有第 29 期，已建好文件夹");
}

#[test]
fn what_is_still_coming_is_left_alone() {
    let document = fs::read(repository().join("tests/dispatches/县领导调研.docx")).expect("read");
    let project = house();
    let watch = Watch::on(&project);
    for name in [
        "a.txt.crdownload",
        "a.docx.part",
        "a.tmp",
        "a.docx.download",
        "~$a.docx",
        ".~lock.a.docx#",
        ".a.docx",
        "空.docx",
    ] {
        let text = if name == "空.docx" { "" } else { FIRST };
        project.write(&format!("来稿/{name}"), text.as_bytes());
    }
    // Half of a document, and one whose end came before its middle.
    project.write("来稿/半.docx", &document[..document.len() / 2]);
    let mut gap = document.clone();
    gap[..document.len() / 2].fill(0);
    project.write("来稿/隙.docx", &gap);
    gap[..document.len() / 2].copy_from_slice(&document[..document.len() / 2]);
    gap[100..document.len() / 2].fill(0);
    project.write("来稿/缺.docx", &gap);
    project.write("来稿/好.txt", FIRST.as_bytes());
    watch.until("a text", || count(&project) == 1);
    sleep(Duration::from_secs(4));
    assert_eq!(count(&project), 1, "{}", watch.said());
    let said = watch.said();
    assert!(!said.contains("半.docx") && !said.contains("crdownload"), "{said}");
    // It comes to its end.
    project.write("来稿/半.docx", &document);
    watch.until("the document", || count(&project) == 2);
    // The others are told of some day, once.
    watch.until_said("缺.docx」还没有传完（或已损坏），在等它");
    watch.until_said("空.docx」还没有传完（或已损坏），在等它");
    assert_eq!(watch.said().matches("空.docx」还没有传完").count(), 1);
}

#[test]
fn a_text_that_is_written_slowly_is_one_dispatch() {
    let whole = format!("{FIRST}附：会议材料一份。\n");
    let project = house();
    let watch = Watch::on(&project);
    let mut came = String::new();
    // Pauses long enough for it to be taken.
    for line in whole.split_inclusive('\n') {
        came.push_str(line);
        project.write("来稿/a.txt", came.as_bytes());
        sleep(Duration::from_millis(3500));
    }
    watch
        .until("all of it", || entries(&project).iter().any(|(_, text)| text.contains("会议材料")));
    let all = entries(&project);
    assert_eq!(all.len(), 1, "{all:?} {}", watch.said());
    drop(watch);
    let output = project.run(["import", "来稿", "--issue", "29"]);
    assert!(output.stdout.ends_with("1 份以前导入过，没有动\n"), "{output}");
}

#[test]
fn what_somebody_has_edited_is_not_replaced() {
    let project = house();
    let watch = Watch::on(&project);
    project.write("来稿/a.txt", FIRST.as_bytes());
    watch.until("the first", || count(&project) == 1);
    sleep(Duration::from_millis(500));
    let (name, text) = entries(&project).remove(0);
    let path = format!("2018/029/{name}");
    project.write(&path, text.replace("抓好落实", "抓好各项落实").as_bytes());
    project.write("来稿/a.txt", FIRST.replace("会议。", "视频会议。").as_bytes());
    watch.until_said("同名、同标题，内容不同，没有导入");
    let all = entries(&project);
    assert!(all.len() == 1 && all[0].1.contains("抓好各项落实"), "{all:?}");
    // Another county's, under the same name.
    project.write("来稿/a.txt", FIRST.replace("山阴", "应").as_bytes());
    watch.until("another dispatch", || count(&project) == 2);
    assert!(entries(&project)[0].1.contains("抓好各项落实"), "{}", watch.said());
    // Taken out, it stays out when it is put there once more.
    fs::remove_file(project.path(&path)).expect("removed");
    fs::remove_file(project.path("来稿/a.txt")).expect("removed");
    sleep(Duration::from_millis(1500));
    project.write("来稿/b.txt", FIRST.as_bytes());
    watch.until_said("已撤下");
    assert_eq!(count(&project), 1);
}

#[test]
fn what_is_no_file_is_told_of() {
    let project = house();
    fs::create_dir_all(project.path("来稿/文件夹")).expect("a folder");
    let watch = Watch::on(&project);
    watch.until_said("有文件夹「来稿/文件夹」，只看放在外层的文件");
    project.write("来稿/a.txt", FIRST.as_bytes());
    watch.until("a text", || count(&project) == 1);
}

/// What is for programs is nothing but JSON; words are beside it.
#[test]
fn for_programs_there_are_no_words() {
    let project = house();
    let watch = Watch::with(&project, &["--format", "json"]);
    watch.until_said("正在等");
    fs::create_dir(project.path("来稿/夹子")).expect("a folder");
    watch.until_said("夹子");
    fs::write(project.path("来稿/1.txt"), FIRST).expect("written");
    watch.until("an entry", || count(&project) == 1);
    let said = || fs::read_to_string(project.path("说的")).expect("read");
    watch.until("JSON", || said().trim_end().ends_with(']'));
    let values: Result<Vec<serde_json::Value>, _> =
        serde_json::Deserializer::from_str(&said()).into_iter().collect();
    assert!(values.is_ok_and(|values| values.iter().all(|it| it.is_array())), "{}", said());
}
