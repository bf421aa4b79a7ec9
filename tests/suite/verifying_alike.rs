//! What `verify` says of many issues: once what all have alike, by itself what one has; what is wrong
//! with the register itself; a report only into a folder of its own; a PDF made to draw for ever.

use std::fs;
use std::time::Instant;

use crate::project::{HOUSE, Output, Project};

fn issued(count: u32) -> Project {
    let mut project = Project::new().settings(HOUSE);
    for number in 1..=count {
        project = project
            .issue(
                &format!("2024/{number:03}"),
                &format!("number: {number}\ndate: 2024-0{number}-15\n"),
            )
            .entry(
                &format!("2024/{number:03}/10-a.md"),
                &format!(
                    "---\ntitle: 第{number}次会议\n---\n会议要求，要抓紧整改。{}\n",
                    "全县各级要落实责任。".repeat(40)
                ),
            );
    }
    assert_eq!(project.run(["publish", "--yes", "--all"]).status, 0);
    project
}

#[track_caller]
fn verified(project: &Project) -> Output {
    let output = project.run(["verify", "--all"]);
    assert_eq!(output.status, 1, "{output}");
    output
}

fn pictures(project: &Project) -> Vec<String> {
    let Ok(listed) = fs::read_dir(project.path("out/对照")) else { return Vec::new() };
    let mut names: Vec<String> = listed
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

#[test]
fn what_all_have_alike_is_told_once() {
    let changes = [
        // The masthead, the pitch, the face.
        (HOUSE.replace("工作简报", "望河简报"), "印发：【工作】简报"),
        (format!("{HOUSE}layout: {{row-pitch: 30}}\n"), "版面：行距 "),
        (format!("{HOUSE}layout: {{margins: {{left: 35, right: 19}}}}\n"), "左边 28 → 35 毫米"),
    ];
    for (house, told) in changes {
        let project = issued(3);
        project.write("jianbao.yaml", house.as_bytes());
        let output = verified(&project);
        assert_eq!(output.stdout.matches(told).count(), 1, "{told}: {output}");
        assert_eq!(output.stdout.matches("设置改动过：jianbao.yaml").count(), 1, "{output}");
        assert!(output.stdout.contains("3 期一样的不同（2024/1、2024/2、2024/3）"), "{output}");
        assert_eq!(output.stdout.matches("与别的各期一样，见后面").count(), 3, "{output}");
        assert_eq!(pictures(&project).len(), 1, "{:?} {output}", pictures(&project));
    }
}

#[test]
fn what_one_has_is_told_by_itself() {
    let project = issued(3);
    project.write("jianbao.yaml", HOUSE.replace("工作简报", "望河简报").as_bytes());
    let path = "2024/002/10-a.md";
    let text = fs::read_to_string(project.path(path)).expect("read").replace("抓紧", "限期");
    project.write(path, text.as_bytes());
    let output = verified(&project);
    let own = output.stdout.split("2024年第2期　文字不同").nth(1).expect("its own lines");
    let own = own.split("2024年第3期").next().expect("up to the next");
    assert!(
        own.contains("要【限期】整改") && own.contains("稿件改动过：2024/002/10-a.md"),
        "{output}"
    );
    assert!(!own.contains("望河") && !own.contains("设置改动过"), "{output}");
    assert!(own.contains("其余与别的各期一样，见后面"), "{output}");
    assert_eq!(output.stdout.matches("望河").count(), 1, "{output}");
    // Its own page, and one for what is alike.
    assert_eq!(pictures(&project).len(), 2, "{:?}", pictures(&project));
    let json = project.run(["verify", "--all", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(all[0]["alike"]["with"], serde_json::json!(["2024/1", "2024/2", "2024/3"]));
    assert_eq!(
        (&all[0]["alike"]["all-of-it"], &all[1]["alike"]["all-of-it"]),
        (&true.into(), &false.into())
    );
    // All that look otherwise, where somebody asks for it.
    let output = project.run(["verify", "--all", "--pictures"]);
    assert_eq!(pictures(&project).len(), 3, "{output}");
}

#[test]
fn a_register_that_was_altered_is_told_as_that() {
    let project = issued(1);
    let ledger = fs::read_to_string(project.path("ledger.yaml")).expect("read");
    let line = ledger.lines().find(|line| line.contains("sha256: ")).expect("a digest");
    let digest = line.trim().trim_start_matches("sha256: ").trim_matches('"');
    let wrong = ledger.replacen(digest, &"0".repeat(64), 1);
    project.write("ledger.yaml", wrong.as_bytes());
    let output = verified(&project);
    assert!(output.stdout.contains("能排出原样，登记的指纹不对"), "{output}");
    assert!(output.stdout.contains("是 ledger.yaml 里登记的指纹 000000000000… 不对"), "{output}");
    assert!(!output.stdout.contains("稿件、设置"), "{output}");
    for other in ["out/2024-999.pdf", "别处/a.pdf", "../a.pdf"] {
        project.write("ledger.yaml", ledger.replacen("out/2024-001.pdf", other, 1).as_bytes());
        let output = verified(&project);
        let says = format!("印发的 PDF 在 out/2024-001.pdf，ledger.yaml 里登记的路径却是 {other}");
        assert!(output.stdout.contains(&says), "{other}: {output}");
    }
}

#[test]
fn a_report_goes_into_a_folder_of_its_own() {
    let project = issued(1);
    project.write("jianbao.yaml", HOUSE.replace("工作简报", "望河简报").as_bytes());
    for (folder, file) in [("文件夹", "稿子.txt"), ("网页", "index.html"), ("2024", "x.md")]
    {
        let path = format!("{folder}/{file}");
        project.write(&path, b"mine");
        let output = project.run(["verify", "1", "--report", folder]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains("里已经有别的文件"), "{output}");
        assert_eq!(fs::read(project.path(&path)).expect("read"), b"mine");
        assert!(!project.path(&format!("{folder}/2024-001-第1页.png")).exists());
    }
    project.write("文件", b"mine");
    assert_eq!(project.run(["verify", "1", "--report", "文件"]).status, 2);
    fs::create_dir(project.path("空")).expect("made");
    for folder in ["空", "空", "新/报告"] {
        let output = project.run(["verify", "1", "--report", folder]);
        assert_eq!(output.status, 1, "{output}");
        assert!(project.path(&format!("{folder}/index.html")).is_file());
        assert!(project.path(&format!("{folder}/2024-001-第1页.png")).is_file());
    }
    // Pictures of what does not differ any more go.
    project.write("jianbao.yaml", HOUSE.as_bytes());
    assert_eq!(project.run(["verify", "1", "--report", "空"]).status, 0);
    assert!(!project.path("空/2024-001-第1页.png").exists());
    // Beside the report lies what somebody put there: it is not touched.
    project.write("空/我的.txt", b"mine");
    assert_eq!(project.run(["verify", "1", "--report", "空"]).status, 2);
}

/// Forms that draw each other, ten of each level, 10^8 squares in all; and a dash of a millionth of a
/// point over ten million. Both are small files.
fn endless(kind: &str) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
    ];
    let stream = |dict: &str, body: &str| {
        format!("<< {dict} /Length {} >>\nstream\n{body}\nendstream", body.len())
    };
    match kind {
        "forms" => {
            const DEEP: usize = 8;
            objects.push("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>".to_owned());
            objects.push(stream("", "/X Do"));
            for level in 0..DEEP {
                let next = 6 + level;
                let (resources, body) = match level + 1 < DEEP {
                    true => (format!("/XObject << /X {next} 0 R >>"), "/X Do ".repeat(10)),
                    false => (String::new(), "0 0 500 800 re f ".repeat(10)),
                };
                let dict = format!(
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency >> /Resources << {resources} >>"
                );
                objects.push(stream(&dict, &body));
            }
        }
        _ => {
            objects.push("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>".to_owned());
            let line = "[0.00001 0.00001] 0 d 1 w 0 400 m 10000000 400 l S ";
            objects.push(stream("", &line.repeat(50)));
        }
    }
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}

/// The register can be edited by anybody, so its digest says nothing of who made a PDF.
#[test]
fn a_kept_pdf_that_never_ends_is_a_finding() {
    for kind in ["forms", "dashes"] {
        let project = issued(1);
        let pdf = endless(kind);
        let ledger = fs::read_to_string(project.path("ledger.yaml")).expect("read");
        let line = ledger.lines().find(|line| line.contains("sha256: ")).expect("a digest");
        let digest = line.trim().trim_start_matches("sha256: ").trim_matches('"').to_owned();
        let ledger = ledger.replacen(&digest, &crate::faults::tree::sha256(&pdf), 1);
        project.write("ledger.yaml", ledger.as_bytes());
        project.write("out/2024-001.pdf", &pdf);
        let begun = Instant::now();
        let output = verified(&project);
        assert!(begun.elapsed().as_secs() < 150, "{kind}: {output}");
        assert!(output.peak_mib < 1500, "{kind}: {} MiB", output.peak_mib);
        let told = ["画不出来", "文字不同", "无法读取", "损坏"];
        assert!(told.iter().any(|words| output.stdout.contains(words)), "{kind}: {output}");
        let output = project.run(["find", "整改"]);
        assert!([0, 1].contains(&output.status), "{kind}: {output}");
    }
}

/// With all pictures there are, each is named: that of the group, and those of the issues.
#[test]
fn all_pictures_are_named() {
    let project = issued(2);
    project.write("jianbao.yaml", HOUSE.replace("工作简报", "望河简报").as_bytes());
    let output = project.run(["verify", "--all", "--pictures"]);
    assert_eq!(output.status, 1, "{output}");
    let group = output.stdout.split("2 期一样的不同").nth(1).expect("a group");
    assert!(group.contains("对照图：") && group.contains("2024-001-第1页.png"), "{output}");
    let made = pictures(&project);
    assert!(made.len() > 1, "{made:?}");
    for name in made {
        assert!(output.stdout.contains(&name), "{name}: {output}");
    }
    let output = project.run_with(&["verify", "--all", "--pictures", "--format", "json"]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&output.stdout).expect("JSON");
    assert!(all.iter().all(|one| one["alike"]["picture"].is_string()), "{output}");
}
