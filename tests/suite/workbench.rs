//! What the workbench does to the files: what the command line does to them, for nobody but who sits at
//! this machine, and undone to the byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::project::Project;
use crate::stranger::{Answer, Target, serve};

const LAST: &str = "40-山阴县.md";

/// Does an action as the page of the server does it.
fn post(target: &Target, action: &Value) -> Answer {
    let token = target.config()["token"].as_str().expect("a token").to_owned();
    let headers = [("Content-Type", "application/json"), ("X-Jianbao-Token", &*token)];
    target.post("/-/act", &headers, &action.to_string())
}

/// [`post`] of what is done.
#[track_caller]
fn act(target: &Target, action: &Value) -> Value {
    let answer = post(target, action);
    let text = String::from_utf8(answer.body_of_chunks()).expect("UTF-8");
    assert_eq!(answer.status, 200, "{action}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Every file of a workspace but the program's own notes, with its bytes; in the register the time of
/// day is whenever it was.
fn files(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(&project.path(""), &project.path(""), &mut found);
    if let Some(ledger) = found.get_mut("ledger.yaml") {
        let text = String::from_utf8(ledger.clone()).expect("UTF-8");
        let day = |line: &str| {
            let time = line.match_indices('T').find(|(at, _)| {
                let digit = |at: usize| line.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
                *at > 0 && digit(at - 1) && digit(at + 1)
            });
            time.map_or(line, |(at, _)| &line[..at]).to_owned()
        };
        *ledger = text.lines().map(day).collect::<Vec<_>>().join("\n").into_bytes();
    }
    found
}

fn collect(root: &Path, dir: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let name = entry.strip_prefix(root).expect("inside").display().to_string();
        if name == ".jianbao" {
            continue;
        }
        if entry.is_dir() {
            found.insert(name + "/", Vec::new());
            collect(root, &entry, found);
        } else {
            found.insert(name, fs::read(&entry).expect("read"));
        }
    }
}

/// Two copies of the repository's workspace with an issue 29 that has begun; in one of them the page is
/// served.
fn two() -> (Project, Target) {
    let begun = || {
        let project = Project::briefings();
        let output = project.run(["new", "--date", "2018-12-04"]);
        assert_eq!(output.status, 0, "{output}");
        project
    };
    (begun(), serve(begun(), &[]))
}

/// The folder after an action is the one that the commands leave.
#[track_caller]
fn same(action: &Value, commands: &[&[&str]]) -> (Project, Target) {
    let (project, target) = two();
    act(&target, action);
    for command in commands {
        let output = project.run_with(command);
        assert_eq!(output.status, 0, "{output}");
    }
    let (by_page, by_command) = (files(&target.project), files(&project));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&by_page), names(&by_command), "{action}");
    for (name, bytes) in &by_page {
        let [page, command] = [bytes, &by_command[name]].map(|it| String::from_utf8_lossy(it));
        assert!(bytes == &by_command[name], "{action}: {name}\n{page}\n---\n{command}");
    }
    (project, target)
}

#[test]
fn each_action_leaves_what_its_command_leaves() {
    let issue = "2018-028";
    let hold = |hold| json!({"verb": "hold", "issue": issue, "files": [LAST], "hold": hold});
    same(&hold(true), &[&["hold", "28/40"]]);
    let (project, target) = same(&hold(true), &[&["hold", "28/40"]]);
    act(&target, &hold(false));
    assert_eq!(project.run(["release", "28/40"]).status, 0);
    assert_eq!(files(&target.project), files(&project));
    let order = json!({"verb": "order", "issue": issue,
        "files": ["10-清洁供暖.md", LAST, "20-开发区.md", "30-平鲁区.yaml"]});
    same(&order, &[&["order", "28", "10", "40", "20", "30"]]);
    let at = json!({"issue": issue, "file": LAST});
    same(&json!({"verb": "move", "at": at, "to": "2018-029"}), &[&["move", "28/40", "--to", "29"]]);
    same(&json!({"verb": "new", "date": "2018年12月11日"}), &[&["new", "--date", "2018-12-11"]]);
    same(
        &json!({"verb": "new", "date": "2018-12-11", "supplement": true}),
        &[&["new", "--date", "2018-12-11", "--supplement"]],
    );
}

#[test]
fn dispatches_that_are_dropped_are_imported() {
    let text = "关于开展散煤治理专项检查的报告\n\n12月3日，应县开展散煤治理专项检查，检查企业12家。\n\n应县人民政府办公室\n2018年12月3日\n";
    let data = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let action = json!({"verb": "drop", "issue": "2018-029",
        "files": [{"name": "应县.txt", "data": data}]});
    let (project, target) = two();
    let done = act(&target, &action);
    assert_eq!(done["dropped"][0]["is_new"], true, "{done}");
    project.write("来稿/应县.txt", text.as_bytes());
    let output = project.run(["import", "来稿/应县.txt", "--issue", "29"]);
    assert!(output.status <= 1, "{output}");
    assert_eq!(files(&target.project), files(&project));
    // Once more it is the same dispatch.
    let again = act(&target, &action);
    assert_eq!(again["dropped"][0]["is_new"], false, "{again}");
    assert_eq!(files(&target.project), files(&project));
}

#[test]
fn an_issue_is_issued_corrected_and_taken_back() {
    let publish = |more: Value| {
        let mut action = json!({"verb": "publish", "issue": "2018-028", "sure": true});
        let all = action.as_object_mut().expect("an object");
        all.extend(more.as_object().expect("an object").clone());
        action
    };
    let (project, target) = same(&publish(json!({})), &[&["publish", "--yes", "28"]]);
    // What was issued stays; it is corrected with a reason.
    let refused = post(&target, &publish(json!({})));
    assert!(refused.status != 200 || refused.text().contains("已"), "{}", refused.text());
    for project in [&project, &target.project] {
        let path = project.path("2018/028/40-山阴县.md");
        let text = fs::read_to_string(&path).expect("read");
        fs::write(&path, text.replace("三是岱岳镇", "三是岱岳镇、北周庄镇")).expect("written");
    }
    act(&target, &publish(json!({"reissue": "补上一个镇"})));
    let output = project.run(["publish", "--yes", "28", "--reissue", "补上一个镇"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(
        files(&target.project).keys().collect::<Vec<_>>(),
        files(&project).keys().collect::<Vec<_>>()
    );
    assert_eq!(files(&target.project)["ledger.yaml"], files(&project)["ledger.yaml"]);
    act(&target, &json!({"verb": "withdraw", "issue": "2018-028", "reason": "内容有误"}));
    let output = project.run(["publish", "--yes", "28", "--withdraw", "内容有误"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(files(&target.project), files(&project));
}

#[test]
fn what_is_done_is_undone_to_the_byte() {
    let (_, target) = two();
    let before = files(&target.project);
    for action in [
        json!({"verb": "hold", "issue": "2018-028", "files": [LAST], "hold": true}),
        json!({"verb": "order", "issue": "2018-028",
            "files": ["30-平鲁区.yaml", "10-清洁供暖.md", "20-开发区.md", LAST]}),
        json!({"verb": "move", "at": {"issue": "2018-028", "file": LAST}, "to": "2018-029"}),
        json!({"verb": "entry", "issue": "2018-029", "title": "新的一篇", "column": "county"}),
        json!({"verb": "make", "file": "lexicon.yaml"}),
        json!({"verb": "new", "date": "2018-12-11"}),
    ] {
        act(&target, &action);
        assert_ne!(files(&target.project), before, "{action}");
        let said = act(&target, &json!({"verb": "undo"}));
        let after = files(&target.project);
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{said}");
        assert_eq!(after, before, "{action}");
    }
}

#[test]
fn what_changed_meanwhile_is_not_written_over() {
    let (_, target) = two();
    let at = json!({"issue": "2018-028", "file": LAST});
    let opened = target.get("/-/workbench/text/2018-028/40-%E5%B1%B1%E9%98%B4%E5%8E%BF.md");
    let opened: Value = serde_json::from_slice(&opened.body_of_chunks()).expect("JSON");
    let (text, digest) = (opened["text"].as_str().expect("text"), &opened["digest"]);
    // Another editor was quicker.
    let theirs = text.replace("三是", "三是（另一个编辑）");
    target.project.write("2018/028/40-山阴县.md", theirs.as_bytes());
    let write = |text: &str, based: &Value| {
        post(&target, &json!({"verb": "write", "at": at, "based": based, "text": text}))
    };
    let refused = write(&text.replace("三是", "三是我改的"), digest);
    assert_eq!(refused.status, 409, "{}", refused.text());
    let told: Value = serde_json::from_slice(&refused.body_of_chunks()).expect("JSON");
    assert_eq!(told["now"]["text"].as_str(), Some(&*theirs));
    let path = target.project.path("2018/028/40-山阴县.md");
    assert_eq!(fs::read_to_string(&path).expect("read"), theirs);
    // On what stands there now, it is written.
    let mine = theirs.replace("另一个编辑", "我也看过");
    assert_eq!(write(&mine, &told["now"]["digest"]).status, 200);
    assert_eq!(fs::read_to_string(&path).expect("read"), mine);
}

#[test]
fn nobody_else_writes() {
    let target = serve(Project::briefings(), &[]);
    let before = files(&target.project);
    let token = target.config()["token"].as_str().expect("a token").to_owned();
    let hold = json!({"verb": "hold", "issue": "2018-028", "files": [LAST], "hold": true});
    let own = format!("http://{}", target.host());
    let json_type = ("Content-Type", "application/json");
    let right = ("X-Jianbao-Token", &*token);
    for (headers, status) in [
        (vec![json_type], 403),
        (vec![right], 403),
        (vec![("Content-Type", "text/plain"), right], 403),
        (vec![json_type, ("X-Jianbao-Token", "0")], 403),
        (vec![json_type, right, right], 403),
        (vec![json_type, right, ("Origin", "http://evil.example")], 403),
        (vec![json_type, right, ("Origin", "null")], 403),
        (vec![json_type, right, ("Sec-Fetch-Site", "cross-site")], 403),
    ] {
        let answer = target.post("/-/act", &headers, &hold.to_string());
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
    }
    for wrong in ["", "{", "[]", "{\"verb\":\"erase\"}", "{\"verb\":\"hold\"}"] {
        assert_eq!(target.post("/-/act", &[json_type, right], wrong).status, 400, "{wrong}");
    }
    // No name leads out of the issue, and none of another sort is written.
    let name = |file: &str| json!({"verb": "write", "at": {"issue": "2018-028", "file": file}, "based": "0", "text": "x"});
    for file in [
        "../../jianbao.yaml",
        "..",
        ".",
        "",
        "/etc/passwd",
        "a/b.md",
        "..\\..\\jianbao.yaml",
        "CON",
        "neu.md",
        ".jianbao",
        "10-清洁供暖.md\0",
    ] {
        let answer = post(&target, &name(file));
        assert!([409, 422].contains(&answer.status), "{file}: {}", answer.text());
        let out = json!({"verb": "write", "at": {"file": file}, "based": "0", "text": "x"});
        assert!([409, 422].contains(&post(&target, &out).status), "{file}");
    }
    let picture = |name: &str| json!({"verb": "picture", "issue": "2018-028", "file": {"name": name, "data": "AAAA"}});
    for name in ["../a.png", "/etc/a.png", "..", "a.exe"] {
        let answer = post(&target, &picture(name));
        let done: Value = serde_json::from_slice(&answer.body_of_chunks()).unwrap_or_default();
        let kept = done["file"].as_str().unwrap_or_default();
        assert!(!kept.contains("..") && !kept.starts_with('/'), "{name}: {}", answer.text());
        if answer.status == 200 {
            act(&target, &json!({"verb": "undo"}));
        }
    }
    // Too long is told before it has come.
    let head = format!(
        "POST /-/act HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
         X-Jianbao-Token: {token}\r\nContent-Length: 200000000\r\nConnection: close\r\n\r\n{{",
        target.host()
    );
    assert_eq!(target.send(head.as_bytes()).expect("an answer").status, 413);
    // Its own page may.
    let answer = target.post("/-/act", &[json_type, right, ("Origin", &own)], &hold.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text());
    act(&target, &json!({"verb": "undo"}));
    assert_eq!(files(&target.project), before);
    // Where it was said that nothing is to be changed, nothing is.
    let looking = serve(Project::briefings(), &["--read-only"]);
    let answer = post(&looking, &hold);
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("只看不改"), "{}", answer.text());
    let file = "2018-028/40-%E5%B1%B1%E9%98%B4%E5%8E%BF.md";
    for what in ["text", "form", "versions", "original"].map(|it| format!("{it}/{file}")) {
        let path = format!("/-/workbench/{what}");
        assert_ne!(target.get(&path).status, 403, "{path}");
        assert_eq!(looking.get(&path).status, 403, "{path}");
    }
    for path in ["steps.json", "inbox.json", "issue/2018-028.json"] {
        assert_eq!(looking.get(&format!("/-/workbench/{path}")).status, 403, "{path}");
    }
}
