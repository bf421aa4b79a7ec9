//! What others may ask of the server of a preview: nothing is read or opened that its own pages were
//! not offered, and nothing is written.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::project::Project;
use crate::stranger::{PATIENCE, attack};

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
