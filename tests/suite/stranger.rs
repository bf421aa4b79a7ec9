//! Requests to the server of a preview, byte by byte, from whoever is no page of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::browser::Preview;
use crate::project::Project;

/// Longer than any answer takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A server of the repository's own workspace, and what lay in it when it started.
pub struct Target {
    pub project: Project,
    pub preview: Preview,
    before: BTreeMap<String, (u64, SystemTime)>,
}

/// What a server answered: the status, the head, the body.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// Serves, and checks at the end that the server is alive and the workspace as it was.
#[track_caller]
pub fn attack(args: &[&str], test: impl FnOnce(&Target)) {
    survive(serve(Project::briefings(), args), test);
}

/// [`attack`] on a server that the system gives so many files.
#[track_caller]
pub fn attack_with_files(files: usize, test: impl FnOnce(&Target)) {
    let project = Project::briefings();
    let preview = Preview::start_under(&format!("ulimit -n {files}"), &project.path(""), &[]);
    let before = inventory(&project.path(""));
    survive(Target { project, preview, before }, test);
}

#[track_caller]
fn survive(target: Target, test: impl FnOnce(&Target)) {
    test(&target);
    let page = target.get("/2018/28");
    assert_eq!(page.status, 200, "{}", page.head);
    assert_eq!(inventory(&target.project.path("")), target.before);
    target.preview.stop();
}

/// Serves a workspace.
#[track_caller]
pub fn serve(project: Project, args: &[&str]) -> Target {
    let preview = Preview::start(&project.path(""), args);
    let before = inventory(&project.path(""));
    Target { project, preview, before }
}

/// Every file of a folder, with its size and when it was written.
fn inventory(dir: &Path) -> BTreeMap<String, (u64, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        let about = entry.metadata().expect("known");
        found.insert(path.display().to_string(), (about.len(), about.modified().expect("a time")));
        if about.is_dir() {
            found.extend(inventory(&path));
        }
    }
    found
}

impl Target {
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.preview.port())).expect("connects");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream.set_write_timeout(Some(PATIENCE)).expect("set");
        stream
    }

    /// The right `Host`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.preview.port())
    }

    /// Asks for a path as it stands here, with the right host.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[("Host", &self.host())])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        self.ask(&request)
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
            self.host(),
            body.len()
        );
        self.ask(&request)
    }

    /// Sends a whole request and waits for its answer.
    fn ask(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // A server may refuse before it has read everything.
        let _ = stream.write_all(request.as_bytes());
        answer(&mut stream).unwrap_or_else(|| panic!("no answer to {request:.200}"))
    }

    /// Sends bytes and ends; `None` when the connection was closed without an answer.
    pub fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // A server may refuse before it has read everything.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        answer(&mut stream)
    }

    /// What the page is told of itself.
    pub fn config(&self) -> Value {
        let page = self.get("/2018/28").text();
        let (_, rest) = page.split_once("name=\"jianbao\" content=\"").expect("a config");
        let (escaped, _) = rest.split_once('"').expect("an end");
        let json = escaped
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"))
    }
}

impl Answer {
    /// The body without the lengths that HTTP may put before its parts.
    pub fn body_of_chunks(&self) -> Vec<u8> {
        if !self.header("transfer-encoding").is_some_and(|it| it.contains("chunked")) {
            return self.body.clone();
        }
        let (mut whole, mut rest) = (Vec::new(), &self.body[..]);
        while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
            let length = String::from_utf8_lossy(&rest[..end]);
            let length = usize::from_str_radix(length.trim(), 16).expect("a length");
            whole.extend(&rest[end + 2..end + 2 + length]);
            rest = &rest[(end + length + 4).min(rest.len())..];
        }
        whole
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

pub fn answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    // A reset after the answer was sent leaves what had come.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head, body: bytes[end + 4..].to_vec() })
}
