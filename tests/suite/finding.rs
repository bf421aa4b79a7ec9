//! `find` and `list --entries`: what stands where in the archive.

use std::fs;

use serde_json::Value;

use crate::project::{HOUSE, Project};

/// Two issues with columns; the first is issued.
fn archive() -> Project {
    let settings = format!(
        "{HOUSE}columns:\n  - {{id: lead, kind: inspection}}\n  - {{id: county, title: 县区动态, kind: update}}\n"
    );
    let long = "各乡镇要严格落实责任。".repeat(120);
    Project::new()
        .settings(&settings)
        .issue("2023/001", "number: 1\ndate: 2023-12-15\n")
        .entry(
            "2023/001/10-a.md",
            "---\ncolumn: lead\nleader: {name: 李明, post: 县长}\nplace: 城东\ntopic: 清洁供暖工作\n---\n会议强调，清洁\n供**暖**是头号民生工程。\n",
        )
        .entry(
            "2023/001/20-b.md",
            &format!("---\ntitle: 柳溪县|抓好清洁供暖\nsource: 柳溪县\ncolumn: county\n---\n{long}\n\nＰＭ２．５ 下降。\n"),
        )
        .issue("2024/002", "number: 2\ndate: 2024-01-15\n")
        .entry(
            "2024/002/10-c.md",
            "---\ntitle: =石梁县动态\nsource: 石梁县\ncolumn: county\n---\n清洁 供暖 完工。\n",
        )
        .entry(
            "2024/002/20-d.md",
            "---\ntitle: 望河县动态\nsource: 望河县\ncolumn: county\n暂缓: 是\n---\n望河县清洁供暖。\n",
        )
}

fn found(project: &Project, args: &[&str]) -> Vec<Value> {
    let output = project.run_with(&[&["find"], args, &["--format", "json"]].concat());
    assert_eq!(output.status, 0, "{output}");
    serde_json::from_str(&output.stdout).expect("JSON")
}

/// Issue, file and line, page, and what of it, of each hit.
fn places(hits: &[Value]) -> Vec<String> {
    let number = |value: &Value| value.as_u64().map_or("-".to_owned(), |it| it.to_string());
    let place = |hit: &Value| {
        let file = hit["entry"].as_str().and_then(|it| it.rsplit('/').next()).unwrap_or("-");
        let issue = hit["issue"].as_str().expect("an issue");
        let within = hit["within"].as_str().expect("a part");
        format!("{issue} {file} {} {} {within}", number(&hit["line"]), number(&hit["page"]))
    };
    hits.iter().map(place).collect()
}

#[test]
fn words_are_found_in_titles_texts_and_pdfs() {
    let project = archive();
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    let hits = found(&project, &["清洁供暖"]);
    let want = [
        // The title of the first is composed of its fields, and broken over the page's lines.
        "2023/1 10-a.md 5 1 field",
        "2023/1 10-a.md 7 1 body",
        "2023/1 20-b.md 2 1 title",
        "2024/2 10-c.md 6 - body",
        "2024/2 20-d.md 7 - body",
    ];
    assert_eq!(places(&hits), want, "{hits:#?}");
    assert_eq!(hits[1]["match"], "清洁供暖");
    assert_eq!(places(&found(&project, &["pm2.5"])), ["2023/1 20-b.md 8 4 body"]);
    // On pages only: the masthead says it.
    let hits = found(&project, &["河东市人民政府办公室"]);
    assert!(hits.iter().all(|hit| hit["within"] == "pdf" && hit["page"] == 1), "{hits:#?}");
    assert!(!hits.is_empty());
    // Text that was issued and has been changed since is still in the PDF.
    let path = "2023/001/20-b.md";
    let text = fs::read_to_string(project.path(path))
        .expect("read")
        .replace("ＰＭ２．５ 下降", "空气变好");
    project.write(path, text.as_bytes());
    assert_eq!(places(&found(&project, &["pm2.5"])), ["2023/1 - - 4 pdf"]);
    // Also when the folder is gone.
    fs::remove_dir_all(project.path("2023")).expect("removed");
    assert_eq!(places(&found(&project, &["pm2.5"])), ["2023/1 - - 4 pdf"]);
    assert_eq!(found(&project, &["没有的词"]), Vec::<Value>::new());
}

#[test]
fn years_narrow_a_search() {
    let project = archive();
    let count = |args: &[&str]| found(&project, &[&["清洁供暖"], args].concat()).len();
    assert_eq!(count(&[]), 5);
    assert_eq!(count(&["--years", "2023"]), 3);
    assert_eq!(count(&["--years", "2023..2024"]), 5);
    assert_eq!(count(&["--years", "2024.."]), 2);
    assert_eq!(count(&["--years", "1999"]), 0);
    for (years, says) in [("2024..2023", "写反了"), ("去年", "不是年份")] {
        let output = project.run(["find", "供暖", "--years", years]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains(says) && output.stderr.contains("2023..2026"), "{output}");
    }
    let output = project.run(["find", " "]);
    assert!(output.status == 2 && output.stderr.contains("词是空的"), "{output}");
}

#[test]
fn tables_for_people_and_spreadsheets() {
    let project = archive();
    let output = project.run(["find", "清洁供暖", "--years", "2024"]);
    assert!(output.stdout.contains("第6行　正文　【清洁 供暖】 完工。"), "{output}");
    assert!(output.stdout.ends_with("「清洁供暖」共 2 处，在 1 期里（找了 1 期）\n"), "{output}");
    let output = project.run(["find", "石梁县", "--format", "csv"]);
    assert!(output.stdout.starts_with('\u{feff}'), "{output}");
    // A cell that begins like a formula is text.
    assert!(output.stdout.contains(",'=石梁县动态,"), "{output}");
    let output = project.run(["list", "--format", "csv"]);
    assert!(output.stdout.contains(",'=石梁县动态"), "{output}");
}

/// A PDF that is not what was issued is not searched, and that is told.
#[test]
fn what_could_not_be_searched_is_told() {
    let project = archive();
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    project.write("out/2023-001.pdf", b"%PDF-1.7 another");
    let output = project.run(["find", "清洁供暖"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stderr.contains("out/2023-001.pdf」与登记的不符，没有查"), "{output}");
    fs::remove_file(project.path("out/2023-001.pdf")).expect("removed");
    let output = project.run(["find", "清洁供暖"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stderr.contains("不见了，没有查"), "{output}");
}

/// A file that is no entry yet is searched all the same.
#[test]
fn a_broken_entry_is_searched_line_by_line() {
    let project = archive().entry("2024/002/30-e.md", "---\ntitle: [\n---\n文。\n\n清洁供暖。\n");
    let hits = found(&project, &["清洁供暖", "--years", "2024"]);
    assert!(places(&hits).iter().any(|place| place.starts_with("2024/2 30-e.md 6")), "{hits:#?}");
}

#[test]
fn a_row_for_each_entry() {
    let project = archive();
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    let output = project.run(["list", "--entries", "--format", "json"]);
    assert_eq!(output.status, 0, "{output}");
    let rows: Vec<Value> = serde_json::from_str(&output.stdout).expect("JSON");
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().expect("a text").to_owned();
            let page = row["page"].as_u64().map_or("-".to_owned(), |page| page.to_string());
            [
                row["year"].to_string(),
                text("issue"),
                text("column"),
                text("source"),
                text("leader"),
                page,
            ]
            .join(" ")
        })
        .collect();
    let want = [
        "2023 1 领导督查  李明 1",
        "2023 1 县区动态 柳溪县  1",
        "2024 2 县区动态 石梁县  -",
        "2024 2 县区动态 望河县  -",
    ];
    assert_eq!(told, want, "{output}");
    assert_eq!((&rows[3]["held"], &rows[2]["held"]), (&true.into(), &false.into()));
    // Built, and unchanged since, it has pages too.
    assert_eq!(project.run(["build", "2"]).status, 0);
    let output = project.run(["list", "--entries", "--years", "2024", "--format", "csv"]);
    let want = "\u{feff}年份,期号,栏目,标题,来源,领导,页码,暂缓,文件\n\
        2024,2,县区动态,'=石梁县动态,石梁县,,1,,2024/002/10-c.md\n\
        2024,2,县区动态,望河县动态,望河县,,,是,2024/002/20-d.md\n";
    assert_eq!(output.stdout, want);
    project.write("2024/002/30-e.md", "没有项目区\n".as_bytes());
    let output = project.run(["list", "--entries"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stderr.contains("2024/002/30-e.md　有错误"), "{output}");
}

/// An entry begins where its title stands before its body, not where the contents name it.
#[test]
fn pages_are_those_of_the_entries() {
    let long = "各乡镇要严格落实责任，按月通报。\n\n".repeat(60);
    let mut project = Project::new()
        .settings(HOUSE)
        .issue("2024/001", "number: 1\ndate: 2024-01-15\ncontents: true\n");
    for number in 1..=3 {
        let text = format!(
            "---\ntitle: 第{number}次会议召开\n---\n第{number}次会议在城东召开。\n\n{long}"
        );
        project = project.entry(&format!("2024/001/{number}0-a.md"), &text);
    }
    assert_eq!(project.run(["build", "1"]).status, 0);
    let output = project.run(["list", "--entries", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(&output.stdout).expect("JSON");
    let pages: Vec<u64> = rows.iter().map(|row| row["page"].as_u64().expect("a page")).collect();
    // Poppler finds the same.
    if !crate::outside::have(&["pdftotext"]) {
        return;
    }
    let pdf = project.path("out/2024-001.pdf");
    let text = crate::outside::ask("pdftotext", &["-raw"], &pdf, &["-"]);
    let texts: Vec<String> = text.split('\u{c}').map(crate::outside::dense).collect();
    for (number, page) in (1..).zip(pages) {
        let begins = format!("第{number}次会议在城东召开");
        let at = texts.iter().position(|text| text.contains(&begins));
        assert_eq!(at.map(|at| at as u64 + 1), Some(page), "{texts:?}");
    }
}
