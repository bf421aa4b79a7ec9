//! Documents that are broken or made to break something: an entry or an error, within bounds.

use std::cell::Cell;
use std::io::{Cursor, Read, Write};

use chrono::NaiveDate;
use jianbao::testing::{Reference, Roster, Source, look};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::importing::{entries, house};
use crate::project::repository;

/// What none of these may take, in MiB.
const MEMORY: u64 = 128;

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/dispatches").join(name)).expect("a document")
}

/// The parts of a document.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("unpacked");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// Reads bytes as a document; ends, whatever comes of it.
fn read(name: &str, bytes: Vec<u8>) -> Result<String, String> {
    let roster = Roster::default();
    let date = NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
    let house = Reference { roster: &roster, columns: &[], date };
    let source = Source { name: name.to_owned(), shown: name.to_owned(), bytes, folder: None };
    match look(&source, house) {
        Ok(dispatch) => Ok(dispatch.title.map(|title| title.value).unwrap_or_default()),
        Err(finding) => Err(finding.message),
    }
}

/// Documents with many different parts.
const SAMPLES: [&str; 11] = [
    "自动编号.docx",
    "合并单元格.docx",
    "文本框和图表.docx",
    "链接和域.docx",
    "28期-公文式-山阴县.docx",
    "WPS-旧式图片.docx",
    "引用错误和域.docx",
    "带圈字符.docx",
    "公式.docx",
    "目录域.docx",
    "嵌入的文件.docx",
];

/// Changes bytes of a file: some are set, a stretch is cut out or repeated.
fn spoil(bytes: &mut Vec<u8>, changes: &[(usize, u8, u8)]) {
    for (place, value, how) in changes {
        if bytes.is_empty() {
            return;
        }
        let at = place % bytes.len();
        let end = bytes.len().min(at + usize::from(*value) + 1);
        match how % 4 {
            0 | 1 => bytes[at] = *value,
            2 => drop(bytes.drain(at..end)),
            _ => {
                let stretch = bytes[at..end].to_vec();
                bytes.splice(at..at, stretch);
            }
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..12)
}

#[test]
fn any_zip_gives_an_entry_or_an_error() {
    let samples = SAMPLES.map(sample);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(400));
    let cases = (0..SAMPLES.len(), changes());
    let run = runner.run(&cases, |(index, changes)| {
        let mut bytes = samples[index].clone();
        spoil(&mut bytes, &changes);
        let _ = read("a.docx", bytes);
        Ok(())
    });
    run.expect("no panic");
}

#[test]
fn any_xml_gives_an_entry_or_an_error() {
    let samples = SAMPLES.map(|name| parts(&sample(name)));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(400));
    let cases = (0..SAMPLES.len(), any::<usize>(), changes());
    let (good, bad) = (Cell::new(0), Cell::new(0));
    let run = runner.run(&cases, |(index, part, changes)| {
        let mut parts = samples[index].clone();
        let texts: Vec<usize> =
            (0..parts.len()).filter(|at| parts[*at].0.ends_with(".xml")).collect();
        // The text itself half of the time.
        let main = parts.iter().position(|(name, _)| name.ends_with("document.xml"));
        let at = if part % 2 == 0 { main.expect("a body") } else { texts[part % texts.len()] };
        spoil(&mut parts[at].1, &changes);
        match read("a.docx", packed(&parts)) {
            Ok(_) => good.set(good.get() + 1),
            Err(_) => bad.set(bad.get() + 1),
        }
        Ok(())
    });
    run.expect("no panic");
    // Both happen, or nothing was tried.
    let (good, bad) = (good.get(), bad.get());
    assert!(good > 40 && bad > 40, "{good} read, {bad} refused");
}

#[test]
fn any_bytes_of_any_name_give_an_entry_or_an_error() {
    let mut runner = TestRunner::new(ProptestConfig::with_cases(400));
    let texts = ["网页.html", "聊天粘贴.txt", "标记文本.md", "文本-UTF16.txt"].map(sample);
    let cases = (0..4_usize, changes());
    let run = runner.run(&cases, |(index, changes)| {
        let mut bytes = texts[index].clone();
        spoil(&mut bytes, &changes);
        for name in ["a.txt", "a.html", "a.md", "a.docx", "无名"] {
            let _ = read(name, bytes.clone());
        }
        Ok(())
    });
    run.expect("no panic");
}

/// A document with one part replaced.
fn with_part(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut parts = parts(&sample("插图.docx"));
    let part = parts.iter_mut().find(|(own, _)| own == name).expect("the part");
    part.1 = bytes;
    packed(&parts)
}

fn body(inner: &str) -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let text = format!("<w:document xmlns:w=\"{space}\"><w:body>{inner}</w:body></w:document>");
    with_part("word/document.xml", text.into_bytes())
}

#[test]
fn what_is_made_to_be_large_is_refused_in_little_memory() {
    let many = |count: usize| "<w:p><w:r><w:t>字</w:t></w:r></w:p>".repeat(count);
    let deep = format!("{}{}", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000));
    let deep_table =
        "<w:tbl><w:tr><w:tc>".repeat(60) + "<w:p/>" + &"</w:tc></w:tr></w:tbl>".repeat(60);
    let picture = parts(&sample("插图.docx"))
        .into_iter()
        .find(|(name, _)| name.starts_with("word/media/"))
        .expect("a picture");
    let mut large = picture.1;
    large.resize(200 << 20, 0);
    let bombs: Vec<(&str, Vec<u8>)> = vec![
        ("图片200兆.docx", with_part(&picture.0, large)),
        ("正文64兆.docx", body(&" ".repeat(64 << 20))),
        ("元素.docx", body(&many(200_000))),
        ("嵌套.docx", body(&deep)),
        ("表中表.docx", body(&deep_table)),
        ("属性.docx", body(&format!("<w:p a=\"{}\"/>", "&#65;".repeat(3 << 20)))),
    ];
    for (name, bytes) in bombs {
        let project = house();
        project.write(name, &bytes);
        let output = project.run(["import", name, "--issue", "29"]);
        assert_eq!(output.status, 1, "{name}: {output}");
        assert!(output.peak_mib < MEMORY, "{name}: {} MiB", output.peak_mib);
        assert!(entries(&project).is_empty(), "{name}");
        let left = std::fs::read_dir(project.path("2018/029")).expect("a folder").count();
        assert_eq!(left, 1, "{name} left something");
    }
    // A zip whose files are its own bytes again and again, and one of too many files.
    let project = house();
    let many: Vec<(String, Vec<u8>)> =
        (0..6_000).map(|at| (format!("{at}.txt"), b"x".to_vec())).collect();
    project.write("多.zip", &packed(&many));
    let output = project.run(["import", "多.zip", "--issue", "29"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("超出限度"), "{output}");
}

/// What grows with the square of the input, or faster, would not end.
#[test]
fn what_is_made_to_take_long_ends() {
    let blanks = format!("<p>山阴县抓好工作{}<br>乙</p>", " \n".repeat(200_000));
    let tables = "<table><tr><td>甲".repeat(60) + &"</td></tr></table>".repeat(60);
    let lines = "字\n".repeat(400_000);
    let digits = "1".repeat(2_000_000) + "月";
    // Each is opened anew in every paragraph; each is held against those before it.
    let open: String = (0..20_000).map(|at| format!("<b id={at}>")).collect();
    let formats = open + &"<p>甲".repeat(100_000);
    let attributes: String = (0..1_000_000).map(|at| format!(" a{at}=\"\"")).collect();
    let breaks = "<w:r><w:br/></w:r><w:r><w:t>一、甲</w:t></w:r>".repeat(30_000);
    let notes = "<w:r><w:footnoteReference w:id=\"1\"/></w:r>".repeat(70_000);
    let cases: [(&str, Vec<u8>); 9] = [
        ("格式.html", formats.into_bytes()),
        ("千万属性.docx", body(&format!("<w:p{attributes}/>"))),
        ("换行.docx", body(&format!("<w:p>{breaks}</w:p>"))),
        ("脚注.docx", body(&format!("<w:p>{notes}</w:p>"))),
        ("空白.html", blanks.into_bytes()),
        ("表中表.html", tables.into_bytes()),
        ("短行.txt", lines.into_bytes()),
        ("数字.txt", digits.into_bytes()),
        (
            "空格.docx",
            body(&format!("<w:p><w:r><w:t>甲{}</w:t><w:br/></w:r></w:p>", " ".repeat(1 << 20))),
        ),
    ];
    for (name, bytes) in cases {
        // The run itself is bounded by the patience of the tests.
        let project = house();
        project.write(name, &bytes);
        let output = project.run(["import", name, "--issue", "29"]);
        assert!(output.status <= 1, "{name}: {output}");
        assert!(output.peak_mib < MEMORY, "{name}: {} MiB", output.peak_mib);
    }
}

/// Every box and every picture of a group, once.
#[test]
fn groups_are_read_whole() {
    let boxes = "<w:txbxContent><w:p><w:r><w:t>甲框。</w:t></w:r></w:p></w:txbxContent>\
        <w:txbxContent><w:p><w:r><w:t>乙框。</w:t></w:r></w:p></w:txbxContent>";
    let text =
        "<w:p><w:r><w:t>11月20日，山阴县召开会议，安排部署各项重点工作任务。</w:t></w:r></w:p>";
    let project = house();
    let group = format!("{text}<w:p><w:r><w:drawing>{boxes}</w:drawing></w:r></w:p>");
    project.write("a.docx", &body(&group));
    let output = project.run(["import", "a.docx", "--issue", "29"]);
    assert!(output.stdout.contains("文本框 2 个"), "{output}");
    let (_, entry) = entries(&project).remove(0);
    assert_eq!((entry.matches("甲框").count(), entry.matches("乙框").count()), (1, 1), "{entry}");
}

/// A name in a zip leads nowhere but into the issue.
#[test]
fn paths_in_zips_lead_nowhere() {
    let project = house();
    let text = "山阴县抓好工作\n11月20日，山阴县召开会议。会议要求抓好落实。\n山阴县\n2018-11-20\n";
    let names = ["../../../逃一.txt", "/tmp/逃二.txt", "C:\\逃三.txt", "..\\..\\逃四.txt"];
    let files: Vec<(String, Vec<u8>)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            ((*name).to_owned(), text.replace("20", &(11 + at).to_string()).into_bytes())
        })
        .collect();
    project.write("包.zip", &packed(&files));
    let output = project.run(["import", "包.zip", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(entries(&project).len(), 4, "{output}");
    for name in ["逃一.txt", "逃二.txt", "逃三.txt", "逃四.txt"] {
        assert!(project.path("2018/029/sources").join(name).is_file(), "{name}");
        assert!(!std::path::Path::new("/tmp").join(name).exists());
        assert!(!project.path(name).exists());
    }
}
