//! The workbench among others: two pages, an editor and the command line at one file, and a server that
//! is killed in the middle of whatever it does.

use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::project::Project;
use crate::stranger::{Answer, Target, serve};

const FILE: &str = "10-a.md";
const PATH: &str = "2024/001/10-a.md";
const TEXT: &str = "---\n标题: 全市推进会议召开\n来源: 望河县\n---\n\n会议强调，要压实责任。\n";

fn project() -> Project {
    Project::with_issue().entry(PATH, TEXT)
}

fn post(target: &Target, token: &str, action: &Value) -> Answer {
    let headers = [("Content-Type", "application/json"), ("X-Jianbao-Token", token)];
    target.post("/-/act", &headers, &action.to_string())
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body_of_chunks()).unwrap_or_default()
}

/// What a page knows of the file: its text and its digest.
fn opened(target: &Target) -> (String, String) {
    let told = json_of(&target.get(&format!("/-/workbench/text/2024-001/{FILE}")));
    let part = |name: &str| told[name].as_str().expect("told").to_owned();
    (part("text"), part("digest"))
}

fn write(text: &str, based: &str) -> Value {
    json!({"verb": "write", "at": {"issue": "2024-001", "file": FILE}, "based": based, "text": text})
}

fn token(target: &Target) -> String {
    let page = target.get("/").text();
    let (_, rest) = page.split_once("&quot;token&quot;:&quot;").expect("a token");
    rest.split_once("&quot;").expect("its end").0.to_owned()
}

#[test]
fn nobody_s_words_are_lost_without_a_word() {
    const ROUNDS: usize = 60;
    let target = serve(project(), &[]);
    let token = token(&target);
    // An editor reads and writes in one go; nothing can save what it writes over in that moment.
    let editing = Mutex::new(());
    let (kept, refused) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    thread::scope(|scope| {
        for page in ["甲", "乙"] {
            let (target, token, editing, kept, refused) =
                (&target, &token, &editing, &kept, &refused);
            scope.spawn(move || {
                let (mut text, mut digest) = opened(target);
                for round in 0..ROUNDS {
                    let line = format!("{page}页第{round}句。");
                    let mine = format!("{text}\n{line}\n");
                    let answer = {
                        let _turn = editing.lock().expect("whole");
                        post(target, token, &write(&mine, &digest))
                    };
                    match answer.status {
                        200 => {
                            digest = json_of(&answer)["digest"].as_str().expect("told").to_owned();
                            text = mine;
                            kept.lock().expect("whole").push(line);
                        }
                        409 => {
                            // It is told, with what stands there now.
                            refused.fetch_add(1, Ordering::Relaxed);
                            let now = &json_of(&answer)["now"];
                            text = now["text"].as_str().expect("what is there").to_owned();
                            digest = now["digest"].as_str().expect("its digest").to_owned();
                        }
                        status => panic!("{status}: {}", answer.text()),
                    }
                }
            });
        }
        let (project, editing, kept) = (&target.project, &editing, &kept);
        scope.spawn(move || {
            for round in 0..ROUNDS / 4 {
                let line = format!("编辑器第{round}句。");
                {
                    let _turn = editing.lock().expect("whole");
                    let text = fs::read_to_string(project.path(PATH)).expect("read");
                    fs::write(project.path(PATH), format!("{text}\n{line}\n")).expect("written");
                    kept.lock().expect("whole").push(line);
                }
                thread::sleep(Duration::from_millis(20));
                let command = if round % 2 == 0 { "hold" } else { "release" };
                let _turn = editing.lock().expect("whole");
                let output = project.run([command, "1/10"]);
                assert_eq!(output.status, 0, "{output}");
            }
        });
    });
    let text = fs::read_to_string(target.project.path(PATH)).expect("read");
    for line in kept.into_inner().expect("whole") {
        assert_eq!(text.matches(&line).count(), 1, "{line} in\n{text}");
    }
    assert!(refused.into_inner() > 0, "nobody was in anybody's way");
}

/// So many kills; `KILLS=200` for a longer run.
fn kills() -> u64 {
    std::env::var("KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(25)
}

#[test]
fn killed_while_it_writes_each_file_is_whole_and_the_history_too() {
    let project = project();
    let mut target = serve(project, &[]);
    for kill in 0..kills() {
        let token = token(&target);
        let (text, digest) = opened(&target);
        // Whatever it is doing then: writing, noting the step, setting the pages.
        let after = Duration::from_micros(kill * 7919 % 25_000);
        let mine = format!("{text}\n第{kill}次写的一句。\n");
        let ended = thread::scope(|scope| {
            let asked = scope.spawn(|| {
                let body = write(&mine, &digest).to_string();
                let head = format!(
                    "POST /-/act HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
                     X-Jianbao-Token: {token}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    target.host(),
                    body.len()
                );
                target.send(format!("{head}{body}").as_bytes()).map(|answer| answer.status)
            });
            thread::sleep(after);
            target.preview.kill();
            asked.join().expect("asked")
        });
        let now = fs::read_to_string(target.project.path(PATH)).expect("read");
        assert!(now == text || now == mine, "{now}");
        if ended == Some(200) {
            assert_eq!(now, mine, "it said that it was written");
        }
        let Target { project, .. } = target;
        target = serve(project, &[]);
        let token = self::token(&target);
        let steps = target.get("/-/workbench/steps.json");
        assert_eq!(steps.status, 200, "{}", steps.text());
        assert!(json_of(&steps).is_array());
        // What was done can be undone to the byte; then it is done again.
        if now == mine {
            let answer = post(&target, &token, &json!({"verb": "undo"}));
            assert_eq!(answer.status, 200, "{}", answer.text());
            let undone = fs::read_to_string(target.project.path(PATH)).expect("read");
            if undone != now {
                assert!(mine.starts_with(undone.trim_end()), "{undone}");
                let answer = post(&target, &token, &json!({"verb": "redo"}));
                assert_eq!(answer.status, 200, "{}", answer.text());
                assert_eq!(fs::read_to_string(target.project.path(PATH)).expect("read"), now);
            }
        }
    }
    // What a kill leaves half written is hidden, and swept away an hour later.
    for entry in fs::read_dir(target.project.path("2024/001")).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let known = name == FILE || name == "issue.yaml" || name.starts_with(".jianbao-");
        assert!(known, "{name} was left beside the entry");
    }
}
