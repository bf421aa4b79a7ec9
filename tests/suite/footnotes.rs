//! A footnote stands on the page of its mark, at every height, in paragraphs, lists and tables, in
//! every profile.

use crate::outside::{have, text};
use crate::project::Project;

const PROFILES: [&str; 4] = ["gb9704", "grid", "jiyao", "shuozhou-2018"];
/// The mark is behind 甲处, the note begins with 脚注甲.
const PLACES: [(&str, &str); 4] = [
    (
        "paragraph",
        "全区共排查整改隐患一百二十处并建立台账实行销号管理，甲处[^1]整改到位，全区共排查整改隐患一百二十处并建立台账实行销号管理。",
    ),
    (
        "list",
        "- 第一项工作全区共排查整改隐患一百二十处\n- 甲处[^1]整改到位，全区共排查整改隐患一百二十处并建立台账实行销号管理\n- 第三项",
    ),
    ("numbered", "1. 第一项\n   - 其中甲处[^1]整改到位\n2. 第二项"),
    ("table", "|单位|情况|\n|---|---|\n|甲|乙|\n|甲处[^1]|整改到位|\n|丙|丁|"),
];
const NOTE: &str = "[^1]: 脚注甲的内容会议指出要坚持问题导向压实工作责任确保各项整改任务按期完成。";
/// Rows before it: two pages.
const ROWS: usize = 45;

#[test]
fn the_note_is_on_the_page_of_its_mark() {
    if !have(&["pdftotext"]) {
        return;
    }
    for profile in PROFILES {
        let mut project = Project::new().settings(&format!(
            "name: 工作简报\nissuer: 河东市人民政府办公室\nlayout: {{profile: {profile}}}\n"
        ));
        let mut cases = Vec::new();
        for (place, block) in PLACES {
            for rows in 0..ROWS {
                let number = cases.len() + 1;
                let body =
                    format!("{}{block}\n\n末段。\n\n{NOTE}\n", "一行文字。\n\n".repeat(rows));
                project = project
                    .issue(
                        &format!("2024/{number:03}"),
                        &format!("number: {number}\ndate: 2024-01-15\n"),
                    )
                    .entry(
                        &format!("2024/{number:03}/10-a.md"),
                        &format!("---\ntitle: 标题\n---\n{body}"),
                    );
                cases.push((place, rows));
            }
        }
        let output = project.run(["build", "--all"]);
        assert_eq!(output.status, 0, "{profile}: {output}");
        assert!(!output.stderr.contains("page-geometry"), "{profile}: {output}");
        for (index, (place, rows)) in cases.iter().enumerate() {
            let shown = text(&project.path("out").join(format!("2024-{:03}.pdf", index + 1)));
            let pages: Vec<&str> = shown.split('\u{c}').collect();
            let of = |words: &str| pages.iter().position(|page| page.contains(words));
            let (mark, note) = (of("甲处"), of("脚注甲"));
            assert!(
                mark.is_some() && mark == note,
                "{profile}, {place}, {rows} rows: {mark:?} {note:?}"
            );
        }
    }
}
