//! What others may ask of the server of a preview: nothing is read or opened that its own pages were
//! not offered, and nothing is written.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::project::Project;
use crate::stranger::{PATIENCE, Target, answer, attack, serve};

const ENTRY: &str = "2018/028/10-清洁供暖.md";

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
        assert_eq!((two.status, &*two.text()), (403, "请求的主机写得不对"));
        for origin in ["http://evil.example", "null", &format!("https://{host}"), "file://"] {
            let answer =
                it.get_with("/-/data/archive.json", &[("Host", &host), ("Origin", origin)]);
            assert_eq!(answer.status, 403, "{origin}");
        }
        let own = format!("http://{host}");
        assert_eq!(it.get_with("/", &[("Host", &host), ("Origin", &own)]).status, 200);
        let localhost = format!("localhost:{port}");
        assert_eq!(it.get_with("/", &[("Host", &localhost)]).status, 200);
        for name in ["Origin", "Sec-Fetch-Site"] {
            let value = if name == "Origin" { &*own } else { "same-origin" };
            let twice = [("Host", &*host), (name, value), (name, value)];
            assert_eq!(it.get_with("/", &twice[..2]).status, 200, "{name}");
            assert_eq!(it.get_with("/", &twice).status, 403, "{name} twice");
        }
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
            "/+2018/28",
            "/02018/28",
            "/-/data/sheet/+2018-028.json",
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

#[test]
#[cfg(unix)]
fn no_link_leads_the_editor_out_of_the_workspace() {
    let outside = Project::new().file("a.md", "---\ntitle: 外面的稿件\n---\n正文。\n");
    let trace = outside.path("trace");
    let editor = format!("touch \"{}\" {{file}}", trace.display());
    let project = Project::with_issue().entry("2024/001/20-b.md", "---\ntitle: 乙\n---\n正文。\n");
    std::os::unix::fs::symlink(outside.path("a.md"), project.path("2024/001/10-a.md"))
        .expect("a link");
    let it = serve(project, &["--editor", &editor]);
    let sheet = it.get("/-/data/sheet/2024-001.json").text();
    assert!(sheet.contains("2024/001/10-a.md"), "{sheet}");
    let page = it.get("/2024/1").text();
    let token = page.split("token&quot;:&quot;").nth(1).expect("a token");
    let token = token.split('&').next().expect("its end");
    let open = |path: &str| {
        let wish = serde_json::json!({"token": token, "path": path, "line": 1, "column": 1});
        it.post("/-/open", &[("Content-Type", "application/json")], &wish.to_string())
    };
    let answer = open("2024/001/10-a.md");
    assert_eq!(
        (answer.status, &*answer.text()),
        (403, "「2024/001/10-a.md」其实在工作区外面，没有打开")
    );
    assert!(!trace.exists());
    assert_eq!(open("2024/001/20-b.md").status, 204);
    it.preview.stop();
}

#[test]
fn every_refusal_is_in_chinese() {
    attack(&[], |it| {
        for path in [
            "/%ff/28",
            "/2018/%c3%28",
            "/2018/28?draft=1&draft=1",
            "/-/data/%ff",
            "/-/data/archive.json?from=a&from=b",
            "/-/events?issue=2018-028&issue=2018-028",
            "/-/pdf/%ff.pdf",
            "/-/%ff",
        ] {
            let answer = it.get(path);
            assert_eq!((answer.status, &*answer.text()), (400, "网址写得不对"), "{path}");
        }
        for method in ["POST", "DELETE"] {
            let request =
                format!("{method} / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", it.host());
            let mut stream = it.connect();
            stream.write_all(request.as_bytes()).expect("sent");
            let answer = answer(&mut stream).expect("an answer");
            assert_eq!((answer.status, &*answer.text()), (405, "预览不接受这种请求"), "{method}");
        }
        let nobody = it.get_with("/", &[]);
        assert_eq!((nobody.status, &*nobody.text()), (403, "请求没有写明主机"));
        // An issue may be followed before its folder is there, or while it is away.
        let request =
            format!("GET /-/events?issue=2018-999 HTTP/1.1\r\nHost: {}\r\n\r\n", it.host());
        let mut stream = it.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        let mut told = String::new();
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.by_ref().take_while(|line| !line.starts_with("data:")).for_each(|line| told += &line);
        assert!(told.contains("200 OK") && told.contains("event: sheet"), "{told}");
    });
}

#[test]
fn what_cannot_be_compared_is_told() {
    let mut it = serve(Project::briefings(), &[]);
    let since = |it: &Target, from: &str| -> Value {
        let path = format!("/-/data/since/2018-028.json?from={from}");
        serde_json::from_slice(&it.get(&path).body_of_chunks()).expect("JSON")
    };
    assert_eq!(since(&it, "git:HEAD")["message"], "工作区没有用 git 管理，不能与 git 版本对照");
    it.preview.stop();
    for args in ["init -q", "add -A", "-c user.name=a -c user.email=a@b.c commit -qm x"] {
        let root = it.project.path("");
        let git = Command::new("git").args(args.split(' ')).current_dir(root).status();
        assert!(git.expect("git runs").success(), "{args}");
    }
    let published = it.project.run(["publish", "--yes", "28"]);
    assert_eq!(published.status, 0, "{published}");
    it = serve(it.project, &[]);
    let same = since(&it, "git:HEAD");
    assert_eq!(same["message"], Value::Null);
    assert_eq!(same["pages"].as_array().map(Vec::len), Some(5), "{same}");
    for revision in ["--all", "HE%0aAD", "a%00b", "HEAD~9"] {
        let message = since(&it, &format!("git:{revision}"))["message"].to_string();
        assert!(message.contains("这个版本"), "{revision}: {message}");
    }

    let issued = since(&it, "published");
    let picture = issued["pages"][0]["picture"].as_str().expect("a picture").to_owned();
    let picture = format!("/-/data/{picture}");
    assert_eq!(it.get(&picture).status, 200, "{issued}");
    // One byte behind the end changes nothing of what is seen, and yet it is not what was issued.
    let pdf = it.project.path("out/2018-028.pdf");
    let mut bytes = fs::read(&pdf).expect("the PDF");
    bytes.push(b'\n');
    fs::write(&pdf, bytes).expect("written");
    let message = since(&it, "published")["message"].to_string();
    assert!(message.contains("2018-028.pdf」被改过，不能对照"), "{message}");
    assert_eq!(it.get(&picture).status, 404);
    it.preview.stop();
}
