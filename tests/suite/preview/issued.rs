//! An issue that was issued and edited since is not taken for what was issued.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use super::{LEAD, LEAD_BEGINS, read};
use crate::project::Project;

/// The headers and the body of an answer.
fn ask(port: u16, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("connects");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")
        .expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("headers") + 4;
    let body = answer.split_off(end);
    (String::from_utf8(answer).expect("text"), body)
}

#[test]
fn what_was_edited_since_does_not_go_by_the_name_of_what_was_issued() {
    let project = Project::briefings();
    assert_eq!(project.run(["publish", "--yes", "28"]).status, 0);
    let issued = project.pdf("2018-028.pdf");
    read(project, &[], "2018/28", |it| {
        it.tab.wait_for("document.querySelector('#state').textContent === '最新'");
        let (headers, body) = ask(it.preview.port(), "/-/pdf/2018-028.pdf");
        assert!(headers.contains("2018-028.pdf") && body == issued, "{headers}");

        it.edit(LEAD, LEAD_BEGINS, "甲日，张祥带领");
        it.tab.wait_for("document.querySelector('#state').textContent === '印发后有改动'");
        it.tab.wait_for(
            "document.querySelector('#band-state').textContent.includes('不是印发的那一份')",
        );
        let (headers, body) = ask(it.preview.port(), "/-/pdf/2018-028.pdf");
        // 重排, as an address has it.
        assert!(headers.contains("2018-028-%E9%87%8D%E6%8E%92.pdf"), "{headers}");
        assert!(body.starts_with(b"%PDF") && body != issued);
        let (headers, body) = ask(it.preview.port(), "/-/pdf/2018-028.pdf?issued=1");
        assert!(headers.contains("2018-028.pdf") && body == issued, "{headers}");

        // The same in a folder of pages.
        let folder = it.project.path("pages");
        let name = folder.to_string_lossy().into_owned();
        assert_eq!(it.project.run(["preview", "28", "--once", &name]).status, 0);
        assert_eq!(fs::read(folder.join("pdf/2018-028.pdf")).expect("read"), issued);
        assert!(folder.join("pdf/2018-028-重排.pdf").is_file());
        it.tab.go(&format!("file://{}", folder.join("2018-028.html").display()));
        it.tab.wait_for("document.querySelector('#state').textContent === '印发后有改动'");
        it.tab.wait_for("document.querySelector('#pdf').href.includes('%E9%87%8D%E6%8E%92')");
        it.tab.wait_for("document.querySelector('#draft').hidden");
        it.tab.go(&it.preview.url(""));
    });
}
