//! What strangers, broken programs and crowds may send to the server of a preview: each is served
//! or refused, none brings it down, and nothing is read or written that the page did not offer.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::thread::{self, sleep};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::browser::Preview;
use crate::project::Project;

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
const ENTRY: &str = "2018/028/10-清洁供暖.md";

/// A server of the repository's own workspace, and what lay in it when it started.
struct Target {
    project: Project,
    preview: Preview,
    before: BTreeMap<String, (u64, SystemTime)>,
}

/// What a server answered: the status, the head, the body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

/// Serves, and checks at the end that the server is alive and the workspace as it was.
#[track_caller]
fn attack(args: &[&str], test: impl FnOnce(&Target)) {
    let project = Project::briefings();
    let preview = Preview::start(&project.path(""), args);
    let before = inventory(&project.path(""));
    let target = Target { project, preview, before };
    test(&target);
    let page = target.get("/2018/28");
    assert_eq!(page.status, 200, "{}", page.head);
    assert_eq!(inventory(&target.project.path("")), target.before);
    target.preview.stop();
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
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.preview.port())).expect("connects");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream.set_write_timeout(Some(PATIENCE)).expect("set");
        stream
    }

    /// The right `Host`.
    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.preview.port())
    }

    /// Asks for a path as it stands here, with the right host.
    fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[("Host", &self.host())])
    }

    fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        self.ask(&request)
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
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
    fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // A server may refuse before it has read everything.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        answer(&mut stream)
    }

    /// What the page is told of itself.
    fn config(&self) -> Value {
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
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

fn answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    // A reset after the answer was sent leaves what had come.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head, body: bytes[end + 4..].to_vec() })
}

#[test]
fn only_its_own_pages_may_ask() {
    attack(&[], |it| {
        let port = it.preview.port();
        let host = it.host();
        let wrong = format!("127.0.0.1:{}", port.wrapping_add(1));
        for host in ["evil.example", &format!("evil.example:{port}"), &wrong, ""] {
            for path in ["/", "/2018/28", "/-/data/sheet/2018-028.json", "/-/events?issue=2018-028"]
            {
                assert_eq!(it.get_with(path, &[("Host", host)]).status, 403, "{host} {path}");
            }
        }
        let two = it.get_with("/", &[("Host", &host), ("Host", "evil.example")]);
        assert!(two.status >= 400, "{}", two.head);
        for origin in ["http://evil.example", "null", &format!("https://{host}"), "file://"] {
            let answer =
                it.get_with("/-/data/archive.json", &[("Host", &host), ("Origin", origin)]);
            assert_eq!(answer.status, 403, "{origin}");
        }
        let own = format!("http://{host}");
        assert_eq!(it.get_with("/", &[("Host", &host), ("Origin", &own)]).status, 200);
        let localhost = format!("localhost:{port}");
        assert_eq!(it.get_with("/", &[("Host", &localhost)]).status, 200);
        // A page elsewhere that loads a script or a picture from here sends no origin.
        let loading = [
            ("Host", host.as_str()),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "no-cors"),
        ];
        assert_eq!(it.get_with("/-/data/archive.json", &loading).status, 403);
    });
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    attack(&[], |it| {
        let paths =
            ["/", "/2018/28", "/-/issue.js", "/-/page.css", "/-/data/archive.json", "/nothing"];
        for path in paths {
            let answer = it.get(path);
            let policy = answer.header("content-security-policy").unwrap_or_default();
            assert!(policy.contains("default-src 'none'"), "{path}: {}", answer.head);
            assert!(!policy.contains("unsafe"), "{path}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                Some("same-origin"),
                "{path}"
            );
            assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        }
    });
}

#[test]
fn no_path_leads_out_of_what_is_served() {
    attack(&[], |it| {
        let secret = fs::read_to_string(it.project.path("jianbao.yaml")).expect("read");
        let secret: &str = secret.lines().nth(1).expect("a line");
        for path in [
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/..%5c..%5cetc%5cpasswd",
            "/-/../../etc/passwd",
            "/-/data/../../jianbao.yaml",
            "/-/data/..%2f..%2fjianbao.yaml",
            "/-/%2e%2e/",
            "/-/%2e%2e/jianbao.yaml",
            "/-/data/sources/..%2f..%2fjianbao.yaml",
            "/-/data/sources/2018%2f028%2fissue.yaml",
            "/-/data/pages/..%2f..%2f..%2fjianbao.yaml",
            "/-/data/maps/2018-028/../../jianbao.yaml",
            "/-/pdf/..%2f..%2fjianbao.yaml",
            "/-/pdf/%2fetc%2fpasswd.pdf",
            "/-//etc/passwd",
            "//etc/passwd",
            "/jianbao.yaml",
            "/2018/028/issue.yaml",
            "/2018/28/issue.yaml",
            "/2018/28%00",
            "/2018/28%0d%0aX-Evil:%201",
            "/2018/99",
            "/2018/-28",
            "/99999999999999999999/28",
        ] {
            let answer = it.get(path);
            assert!([400, 404].contains(&answer.status), "{path}: {}", answer.head);
            let text = answer.text();
            assert!(!text.contains("root:") && !text.contains(secret), "{path}: {text}");
            assert_eq!(answer.header("x-evil"), None, "{path}");
        }
    });
}

#[test]
fn only_offered_files_are_opened_and_only_with_the_token() {
    let traces = Project::new();
    let (script, trace) = (traces.path("editor.sh"), traces.path("trace"));
    fs::write(
        &script,
        format!(
            "for word in \"$@\"; do echo \"$word\"; done > '{0}.new'; mv '{0}.new' '{0}'\n",
            trace.display()
        ),
    )
    .expect("written");
    let editor = format!("sh \"{}\" {{file}} {{line}} {{column}}", script.display());
    attack(&["--editor", &editor], |it| {
        // What was shown may be opened, and nothing was shown yet.
        let sheet: Value =
            serde_json::from_slice(&it.get("/-/data/sheet/2018-028.json").body_of_chunks())
                .expect("a sheet");
        assert!(sheet["sources"].get(ENTRY).is_some(), "{sheet}");
        let token = it.config()["token"].as_str().expect("a token").to_owned();
        assert!(token.len() >= 16, "{token}");
        let wish = |token: &str, path: &str| {
            serde_json::json!({"token": token, "path": path, "line": 11, "column": 3}).to_string()
        };
        let json = [("Content-Type", "application/json")];
        let origin = format!("http://{}", it.host());
        let own = [("Content-Type", "application/json"), ("Origin", origin.as_str())];
        let status =
            |headers: &[(&str, &str)], body: &str| it.post("/-/open", headers, body).status;

        assert_eq!(status(&own, &wish("", ENTRY)), 403);
        assert_eq!(status(&own, &wish("0000000000000000", ENTRY)), 403);
        assert_eq!(status(&own, &wish(&token[1..], ENTRY)), 403);
        assert_eq!(status(&own, "{}"), 403);
        assert_eq!(status(&own, ""), 403);
        assert_eq!(status(&[("Content-Type", "text/plain")], &wish(&token, ENTRY)), 403);
        let evil = [("Content-Type", "application/json"), ("Origin", "http://evil.example")];
        assert_eq!(status(&evil, &wish(&token, ENTRY)), 403);
        for path in [
            "/etc/passwd",
            "../../etc/passwd",
            "2018/028/没有.md",
            "",
            "2018/028/../028/issue.yaml",
        ] {
            let status = status(&own, &wish(&token, path));
            assert!((400..500).contains(&status), "{path}: {status}");
        }
        for line in ["-1", "1e99", "\"1; rm\"", "null"] {
            let body = wish(&token, ENTRY).replace("11", line);
            let status = status(&json, &body);
            assert!((400..500).contains(&status), "{line}: {status}");
        }
        sleep(Duration::from_millis(200));
        assert!(!trace.exists(), "{}", fs::read_to_string(&trace).unwrap_or_default());

        assert_eq!(status(&own, &wish(&token, ENTRY)), 204);
        let start = Instant::now();
        while !trace.exists() && start.elapsed() < PATIENCE {
            sleep(Duration::from_millis(10));
        }
        let words = fs::read_to_string(&trace).expect("a trace");
        let file = it.project.path(ENTRY).canonicalize().expect("there");
        assert_eq!(words.lines().collect::<Vec<_>>(), [&file.display().to_string(), "11", "3"]);
    });
}

impl Answer {
    /// The body without the lengths that HTTP may put before its parts.
    fn body_of_chunks(&self) -> Vec<u8> {
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
}

#[test]
fn a_thousand_at_once_are_all_served() {
    attack(&[], |it| {
        let _ = it.get("/-/data/sheet/2018-028.json");
        let request =
            format!("GET /2018/28 HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", it.host());
        let mut streams: Vec<TcpStream> = (0..1000).map(|_| it.connect()).collect();
        for stream in &mut streams {
            stream.write_all(request.as_bytes()).expect("sent");
        }
        for (at, stream) in streams.iter_mut().enumerate() {
            let status = answer(stream).map(|answer| answer.status);
            assert_eq!(status, Some(200), "request {at}");
        }
        drop(streams);
        // As many again, over few connections that stay open.
        let asking: Vec<_> = (0..20)
            .map(|_| {
                let mut stream = it.connect();
                let request = request.replace("Connection: close\r\n", "");
                let host = it.host();
                thread::spawn(move || {
                    stream.write_all(request.repeat(49).as_bytes()).expect("sent");
                    let last = format!(
                        "GET /nothing HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
                    );
                    stream.write_all(last.as_bytes()).expect("sent");
                    let mut told = Vec::new();
                    stream.read_to_end(&mut told).expect("answers");
                    String::from_utf8_lossy(&told).matches("HTTP/1.1 200").count()
                })
            })
            .collect();
        for thread in asking {
            assert_eq!(thread.join().expect("no panic"), 49);
        }
    });
}

#[test]
fn half_open_connections_hold_nobody_up() {
    attack(&[], |it| {
        let half: Vec<TcpStream> = (0..300)
            .map(|at| {
                let mut stream = it.connect();
                let part = ["", "GET", "GET / HTTP/1.1\r\nHost: 127", "POST /-/open HTTP/1.1\r\n"];
                stream.write_all(part[at % 4].as_bytes()).expect("sent");
                stream
            })
            .collect();
        for _ in 0..20 {
            let start = Instant::now();
            assert_eq!(it.get("/2018/28").status, 200);
            assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        }
        drop(half);
    });
}

#[test]
fn connections_that_say_nothing_do_not_keep_others_out_for_ever() {
    attack(&[], |it| {
        // More than the server takes at a time.
        let silent: Vec<TcpStream> = (0..1200).map(|_| it.connect()).collect();
        let start = Instant::now();
        assert_eq!(it.get("/2018/28").status, 200);
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
        drop(silent);
    });
}

#[test]
fn what_is_too_large_is_refused() {
    attack(&[], |it| {
        let refused = |answer: Option<Answer>| match answer {
            Some(answer) => assert!((400..500).contains(&answer.status), "{}", answer.head),
            None => {}
        };
        let start = Instant::now();
        let long = vec![b'a'; 100 << 20];
        let mut stream = it.connect();
        let _ = stream.write_all(b"GET /");
        let _ = stream.write_all(&long);
        let _ = stream.write_all(b" HTTP/1.1\r\n\r\n");
        let _ = stream.shutdown(Shutdown::Write);
        refused(answer(&mut stream));
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());

        let host = it.host();
        let many: String = (0..5000).map(|n| format!("X-{n}: {n}\r\n")).collect();
        refused(it.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n").as_bytes()));
        let wide = "b".repeat(1 << 20);
        refused(it.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {wide}\r\n\r\n").as_bytes()));
        // A body that is announced and never comes, and one that comes and is far too long.
        let body = "c".repeat(8 << 20);
        refused(Some(it.post("/-/open", &[("Content-Type", "application/json")], &body)));
        refused(it.send(
            format!("POST /-/open HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\nContent-Type: application/json\r\n\r\n{{").as_bytes(),
        ));
        let memory = it.preview.memory().unwrap_or_default();
        assert!(memory < 400 * 1024, "{memory} KiB");
    });
}

#[test]
fn nonsense_is_refused() {
    attack(&[], |it| {
        let host = it.host();
        let garbage: Vec<u8> =
            (0..4096_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [
            garbage.clone(),
            b"\r\n\r\n\r\n".to_vec(),
            b"GET /\r\n".to_vec(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
            b"GET / HTTP/1.1\r\n\r\n".to_vec(),
            format!("GET / HTTP/9.9\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("DELETE /2018/28 HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("POST /-/open HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n").into_bytes(),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        ] {
            if let Some(answer) = it.send(&bytes) {
                let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
                // The last is a request that may be read either way: the answer is for one.
                let fine = (400..500).contains(&answer.status) || shown.contains("Content-Length: 5");
                assert!(fine, "{shown}: {}", answer.head);
            }
        }
        // One byte at a time.
        let mut stream = it.connect();
        for byte in
            format!("GET /2018/28 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").bytes()
        {
            stream.write_all(&[byte]).expect("sent");
            sleep(Duration::from_millis(2));
        }
        assert_eq!(answer(&mut stream).expect("an answer").status, 200);
        // Readers that leave in the middle.
        for _ in 0..50 {
            let mut stream = it.connect();
            let _ = write!(stream, "GET /-/events?issue=2018-028 HTTP/1.1\r\nHost: {host}\r\n\r\n");
            let _ = stream.shutdown(Shutdown::Both);
        }
    });
}
