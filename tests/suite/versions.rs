//! A version has name, title and unit of what is there; anything else is a dispatch of its own, and
//! never throws another county's out.

use std::fs;

use crate::importing::{entries, house};
use crate::project::{Output, Project};

/// A dispatch as counties send it: all called 简报, all with this title.
fn dispatch(unit: &str, said: &str) -> String {
    format!("工作动态\n11月20日，{unit}{said}\n{unit}人民政府办公室\n2018-11-20\n")
}

const SPRING: &str = "召开春耕备耕工作会议。会议要求抓好农资供应，组织农机检修，确保不误农时。";
const AUTUMN: &str = "召开秋粮收储推进会。会议指出要敞开收购，杜绝打白条，让农民卖明白粮、放心粮。";

fn import(project: &Project, path: &str, more: &[&str]) -> Output {
    project.run_with(&[&["import", path, "--issue", "29"], more].concat())
}

/// The entry of a unit: its name and text.
fn of(project: &Project, unit: &str) -> (String, String) {
    let all = entries(project);
    let own = all.iter().find(|(_, text)| text.contains(&format!("来源: {unit}")));
    own.cloned().unwrap_or_else(|| panic!("none of {unit}: {all:?}"))
}

#[test]
fn another_county_is_another_dispatch() {
    let project = house().file("甲/简报.txt", &dispatch("望河县", SPRING));
    assert_eq!(import(&project, "甲", &[]).status, 0);
    let before = of(&project, "望河县");
    // The same file, written over by another county's; and in any order of folders.
    for (path, unit) in [("甲/简报.txt", "柳溪县"), ("乙/简报.txt", "石梁县")] {
        project.write(path, dispatch(unit, SPRING).as_bytes());
        let output = import(&project, path, &["--replace", "--yes"]);
        assert_eq!(output.status, 0, "{output}");
        let says = format!("与 2018/029/{} 的原稿同名、同标题，单位不同", before.0);
        assert!(output.stdout.contains(&says), "{output}");
        assert!(output.stdout.contains("1 份导入成稿件"), "{output}");
        assert_eq!(of(&project, "望河县"), before, "{output}");
    }
    assert_eq!(entries(&project).len(), 3);

    // Each county's new version finds its own entry, whatever number its original was kept under.
    for unit in ["石梁县", "望河县", "柳溪县"] {
        let newer = dispatch(unit, SPRING).replace("工作会议", "视频会议");
        project.write("丙/简报.txt", newer.as_bytes());
        let output = import(&project, "丙", &[]);
        assert!(output.stdout.contains("1 份同名、同标题而内容不同，没有动"), "{unit}: {output}");
        let output = import(&project, "丙", &["--replace", "--yes"]);
        assert!(output.stdout.contains("1 份换了新稿"), "{unit}: {output}");
        assert!(of(&project, unit).1.contains("视频会议"), "{unit}: {output}");
    }
    let all = entries(&project);
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|(_, text)| text.matches("视频会议").count() == 1), "{all:?}");
}

/// 县政府办公室 is in every county: a unit without its place says nothing.
#[test]
fn a_unit_without_its_place_is_nobodys() {
    let signed = |said: &str| format!("工作动态\n日前，我县{said}\n县政府办公室\n2018-11-20\n");
    let project = house().file("甲县/简报.txt", &signed(SPRING));
    assert_eq!(import(&project, "甲县", &[]).status, 0);
    project.write("乙县/简报.txt", signed(AUTUMN).as_bytes());
    let output = import(&project, "乙县", &["--replace", "--yes"]);
    assert!(output.stdout.contains("1 份导入成稿件"), "{output}");
    assert!(output.stdout.contains("看不出是不是同一个单位的"), "{output}");
    assert_eq!(entries(&project).len(), 2);
    // Its own new version is alike.
    project.write("甲县/简报.txt", signed(SPRING).replace("工作会议", "视频会议").as_bytes());
    let output = import(&project, "甲县", &["--replace", "--yes"]);
    assert!(output.stdout.contains("1 份换了新稿"), "{output}");
    assert_eq!(entries(&project).len(), 2);
}

/// What somebody has corrected in the entry is what its unit is.
#[test]
fn a_unit_that_was_corrected_counts() {
    let project = house().file("a/简报.txt", &dispatch("望河县", SPRING));
    assert_eq!(import(&project, "a", &[]).status, 0);
    let (name, text) = of(&project, "望河县");
    let corrected = text.replace("来源: 望河县人民政府办公室", "来源: 清河县");
    project.write(&format!("2018/029/{name}"), corrected.as_bytes());
    let newer = dispatch("望河县", SPRING).replace("望河县人民政府办公室", "清河县");
    project.write("a/简报.txt", newer.as_bytes());
    let output = import(&project, "a", &["--replace", "--yes"]);
    assert!(output.stdout.contains("1 份换了新稿"), "{output}");
}

/// Of units that nobody knows, texts that are alike to more than half are versions.
#[test]
fn without_units_the_texts_decide() {
    let text = |said: &str| format!("工作动态\n日前，我单位{said}\n");
    for (newer, replaced) in
        [(SPRING.replace("不误农时", "春播顺利"), true), (AUTUMN.to_owned(), false)]
    {
        let project = house().file("a.txt", &text(SPRING));
        assert_eq!(import(&project, "a.txt", &[]).status, 0);
        project.write("a.txt", text(&newer).as_bytes());
        let output = import(&project, "a.txt", &["--replace", "--yes"]);
        assert_eq!(output.status, 0, "{output}");
        assert_eq!(entries(&project).len(), if replaced { 1 } else { 2 }, "{output}");
        assert_eq!(output.stdout.contains("看不出是不是同一个单位的"), !replaced, "{output}");
    }
}

/// One that came half is the same when the rest has come, also where its unit stands at its end.
#[test]
fn a_text_that_goes_on_is_the_same() {
    let whole = dispatch("望河县", SPRING);
    let half: String = whole.chars().take(30).collect();
    let project = house().file("a.txt", &half);
    assert_eq!(import(&project, "a.txt", &[]).status, 0);
    project.write("a.txt", whole.as_bytes());
    let output = import(&project, "a.txt", &[]);
    assert!(output.stdout.contains("1 份同名、同标题而内容不同，没有动"), "{output}");
    let output = import(&project, "a.txt", &["--replace", "--yes"]);
    assert!(output.stdout.contains("1 份换了新稿"), "{output}");
    assert_eq!(entries(&project).len(), 1);
    assert!(of(&project, "望河县").1.contains("不误农时"));
}

/// Two versions that come at once do not take each other's place.
#[test]
fn one_entry_is_replaced_once() {
    let text = dispatch("望河县", SPRING);
    let project = house().file("a/简报.txt", &text);
    assert_eq!(import(&project, "a", &[]).status, 0);
    for (folder, word) in [("b", "视频会议"), ("c", "电视会议")] {
        let newer = text.replace("工作会议", word);
        project.write(&format!("新/{folder}/简报.txt"), newer.as_bytes());
    }
    let output = import(&project, "新", &["--replace", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stderr.contains("同一份稿件不能有两个新版"), "{output}");
    assert!(of(&project, "望河县").1.contains("视频会议"), "{output}");
    // Two that are new at once are both there, and told of.
    let project =
        house().file("a/简报.txt", &text).file("b/简报.txt", &text.replace("要求", "强调"));
    let output = project.run(["import", "a", "b", "--issue", "29"]);
    assert!(output.stdout.contains("与这次一起导入的「a/简报.txt」同标题、同单位"), "{output}");
    assert_eq!(entries(&project).len(), 2);
}

/// The large file that somebody keeps beside the originals is not read through for its name.
#[test]
fn what_is_far_larger_is_not_digested() {
    let project = house().file("录像.txt", &dispatch("望河县", SPRING));
    fs::create_dir_all(project.path("2018/029/sources")).expect("a folder");
    // 40 GB, of which nothing is on the disk.
    let large = fs::File::create(project.path("2018/029/sources/录像.txt")).expect("a file");
    large.set_len(40 << 30).expect("a sparse file");
    let too_large = fs::File::create(project.path("大.docx")).expect("a file");
    too_large.set_len(40 << 30).expect("a sparse file");
    let start = std::time::Instant::now();
    let output = project.run(["import", "录像.txt", "大.docx", "--issue", "29"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("「大.docx」超过 48 MB"), "{output}");
    assert!(output.stdout.contains("2018/029/sources/录像-2.txt"), "{output}");
    assert!(start.elapsed().as_secs() < 20, "{output}");
    assert!(output.peak_mib < 400, "{} MiB", output.peak_mib);
    let (name, _) = of(&project, "望河县");
    fs::create_dir_all(project.path("2018/030/sources")).expect("a folder");
    project.write("2018/030/issue.yaml", b"number: 30\ndate: 2018-12-10\n");
    let large = fs::File::create(project.path("2018/030/sources/录像-2.txt")).expect("a file");
    large.set_len(40 << 30).expect("a sparse file");
    let output = project.run(["move", &format!("2018/029/{name}"), "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(start.elapsed().as_secs() < 40, "{output}");
}

/// What was moved to another issue, or taken out, and comes again in another version is told of.
#[test]
fn likeness_beyond_the_entries_of_an_issue() {
    let text = dispatch("望河县", SPRING);
    let project =
        house().issue("2018/030", "number: 30\ndate: 2018-12-10\n").file("a/简报.txt", &text);
    assert_eq!(import(&project, "a", &[]).status, 0);
    let (name, _) = of(&project, "望河县");
    let output = project.run(["move", &format!("2018/029/{name}"), "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    project.write("a/简报.txt", text.replace("工作会议", "视频会议").as_bytes());
    let output = import(&project, "a", &[]);
    let says = format!("与 2018/30 的 2018/030/{name} 同标题、同单位，内容不同");
    assert!(output.stdout.contains(&says), "{output}");
    let (name, _) = of(&project, "望河县");
    fs::remove_file(project.path(&format!("2018/029/{name}"))).expect("removed");
    project.write("a/简报.txt", text.replace("工作会议", "电视会议").as_bytes());
    let output = import(&project, "a", &[]);
    let says = "与已撤下的 2018/029/sources/简报.txt 同名、同标题，内容不同";
    assert!(output.stdout.contains(says), "{output}");
}
