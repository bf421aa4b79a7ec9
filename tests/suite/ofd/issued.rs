//! An OFD that was issued: in the register, never written over, sealed by others, found again.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::project::{FIRST, HOUSE, Project};

const ENTRY: &str = "2024/001/10-a.md";
const OFD: &str = "out/2024-001.ofd";

fn text(body: &str) -> String {
    format!("---\ntitle: 推进会议召开\n---\n{body}\n")
}

/// A workspace whose house wants OFD, and whose issue 2024/001 is issued.
fn issued() -> Project {
    let project = Project::new()
        .settings(&format!("{HOUSE}输出: [pdf, ofd]\n"))
        .issue("2024/001", FIRST)
        .entry(ENTRY, &text("会议强调，要压实责任。"));
    let output = project.run(["publish", "--yes", "1", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    project
}

fn bytes(project: &Project, path: &str) -> Vec<u8> {
    fs::read(project.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn ledger(project: &Project) -> String {
    fs::read_to_string(project.path("ledger.yaml")).expect("a register")
}

/// The file with a seal in it, as an office's own system puts it there; `page` is put in the place of
/// the first page's text.
fn sealed(ofd: &[u8], page: Option<&str>) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(ofd)).expect("a zip");
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its bytes");
        if name == "OFD.xml" {
            let text = String::from_utf8(content).expect("UTF-8");
            let signed =
                "</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>";
            content = text.replace("</ofd:DocRoot>", signed).into_bytes();
        } else if let Some(page) = page.filter(|_| name.ends_with("Page_0/Content.xml")) {
            let text = String::from_utf8(content).expect("UTF-8");
            content = text.replace("压实责任", page).into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).expect("a part");
        to.write_all(&content).expect("written");
    }
    to.start_file("Doc_0/Signs/Signatures.xml", SimpleFileOptions::default()).expect("a part");
    to.write_all(b"<seal/>").expect("written");
    to.finish().expect("a zip").into_inner()
}

#[test]
fn both_files_are_in_the_register() {
    let project = issued();
    let ledger = ledger(&project);
    let entry = format!("  同时印发:\n    - {}  {OFD}\n", digest(&bytes(&project, OFD)));
    assert!(ledger.contains(&entry), "{ledger}");
    let output = project.run(["list"]);
    assert!(output.stdout.contains("已印发，另有 OFD"), "{output}");
    let output = project.run(["verify", "1"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("　一致"), "{output}");
    // Nothing changed: what is built is what was issued, and nothing is written.
    let before = bytes(&project, OFD);
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("与印发的一致"), "{output}");
    assert_eq!(bytes(&project, OFD), before);
    assert!(!project.path("out/2024-001-重排.ofd").exists(), "{output}");
    let output = project.run(["build", "--all"]);
    assert!(output.stdout.contains("没有变化"), "{output}");
}

#[test]
fn a_register_without_other_forms_is_as_it_was() {
    let project = Project::with_body("正文。");
    assert_eq!(project.run(["publish", "--yes", "1", "--yes"]).status, 0);
    assert!(!ledger(&project).contains("同时印发"), "{}", ledger(&project));
    assert!(!project.path(OFD).exists());
}

#[test]
fn what_is_gone_is_put_back() {
    let project = issued();
    let before = bytes(&project, OFD);
    for command in [["publish", "--yes", "1", "--yes"].as_slice(), &["build", "1"], &["build", "--all"]] {
        fs::remove_file(project.path(OFD)).expect("removed");
        let output = project.run(["verify", "1"]);
        assert_eq!(output.status, 1, "{output}");
        assert!(output.stdout.contains("out/2024-001.ofd 不见了"), "{output}");
        assert!(project.run(["list"]).stdout.contains("OFD 不见了"));
        let output = project.run_with(command);
        assert_eq!(output.status, 0, "{output}");
        assert_eq!(bytes(&project, OFD), before, "{output}");
    }
    assert_eq!(ledger(&project).matches("期号:").count(), 1);
}

#[test]
fn a_seal_is_no_forgery_and_is_never_written_over() {
    let project = issued();
    let whole = bytes(&project, OFD);
    let seal = sealed(&whole, None);
    project.write(OFD, &seal);
    let output = project.run(["verify", "1"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("加盖了电子印章"), "{output}");
    let output = project.run(["build", "1", "--force"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(bytes(&project, OFD), seal, "{output}");

    project.write(OFD, &sealed(&whole, Some("放松责任")));
    let output = project.run(["verify", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("可能被人改过"), "{output}");
    assert!(project.run(["list"]).stdout.contains("OFD 已加盖印章或被改过"));
}

/// Somebody seals what was built and not issued.
#[test]
fn a_seal_that_came_too_early_is_kept() {
    let project = Project::with_body("正文。");
    assert_eq!(project.run(["build", "1", "--as", "ofd"]).status, 0);
    let seal = sealed(&bytes(&project, OFD), None);
    project.write(OFD, &seal);
    assert_eq!(project.run(["build", "1", "--as", "ofd", "--force"]).status, 0);
    assert_eq!(bytes(&project, OFD), seal);
    project.write("jianbao.yaml", format!("{HOUSE}输出: [pdf, ofd]\n").as_bytes());
    let output = project.run(["publish", "--yes", "1", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(bytes(&project, "out/2024-001-印发前盖章.ofd"), seal);
    assert_eq!(project.run(["verify", "1"]).status, 0);
}

#[test]
fn a_new_edition_keeps_the_file_before_it() {
    let project = issued();
    let seal = sealed(&bytes(&project, OFD), None);
    project.write(OFD, &seal);
    project.write(ENTRY, text("会议要求，要压实责任。").as_bytes());
    // Built beside it, and no more.
    assert_eq!(project.run(["build", "1"]).status, 0);
    assert_eq!(bytes(&project, OFD), seal);
    assert!(project.path("out/2024-001-重排.ofd").is_file());
    let output = project.run(["publish", "--yes", "1", "--yes", "--reissue", "更正"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(bytes(&project, "out/2024-001-第1版.ofd"), seal);
    let ledger = ledger(&project);
    assert!(ledger.contains(&digest(&bytes(&project, OFD))), "{ledger}");
    assert_eq!(project.run(["verify", "1"]).status, 0);

    let last = bytes(&project, OFD);
    let output = project.run(["publish", "--yes", "1", "--yes", "--withdraw", "期号编错"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(bytes(&project, "out/2024-001-撤回.ofd"), last);
    assert!(!project.path(OFD).exists());
}

#[test]
fn an_issue_that_cannot_be_an_ofd_is_not_issued() {
    // A face that nobody may put into a file: it says so in two bytes of its table OS/2.
    let mut face = include_bytes!("../../../fonts/LiberationSerif-Regular.ttf").to_vec();
    let at = face.windows(4).position(|tag| tag == b"OS/2").expect("a table");
    let start = u32::from_be_bytes(face[at + 8..at + 12].try_into().expect("four bytes"));
    let rights = usize::try_from(start).expect("a place") + 8;
    face[rights..rights + 2].copy_from_slice(&[0, 2]);
    let project = Project::new()
        .settings(&format!("{HOUSE}输出: [pdf, ofd]\n字体: {{正文: Liberation Serif}}\n"))
        .issue("2024/001", FIRST)
        .entry(ENTRY, &text("Aa"))
        .bytes("fonts/a.ttf", &face);
    let output = project.run(["publish", "--yes", "1", "--yes"]);
    assert_ne!(output.status, 0, "{output}");
    assert!(!project.path("ledger.yaml").exists() && !project.path(OFD).exists(), "{output}");
}

fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn an_archive_knows_both_files() {
    let project = issued();
    project.write("2024/002/issue.yaml", b"number: 2\ndate: 2024-02-15\n");
    project.write("2024/002/10-a.md", text("又一期。").as_bytes());
    let output = project.run(["publish", "--yes", "--all", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(ledger(&project).matches("同时印发:").count(), 2);
    // The order in a folder and the number of threads change nothing.
    let both = ["out/2024-001.ofd", "out/2024-002.ofd"].map(|path| bytes(&project, path));
    let output = project.run(["build", "--all", "--force", "--jobs", "1", "--out", "other"]);
    assert_eq!(output.status, 0, "{output}");
    for (path, bytes_before) in ["other/2024-001.ofd", "other/2024-002.ofd"].iter().zip(&both) {
        assert!(Path::new(&project.path(path)).is_file(), "{output}");
        assert_eq!(&bytes(&project, path), bytes_before, "{path}");
    }
}
