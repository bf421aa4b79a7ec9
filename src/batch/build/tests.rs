//! What is noticed between the reading of an issue and the writing of its PDF.

use std::fs;

use super::*;
use crate::diagnostic::code;
use crate::export::{Export, LaidOut};
use crate::model::IssueNumber;
use crate::workspace::tests::one_issue;

const ID: IssueId = IssueId { year: 2024, number: IssueNumber::Regular(1) };

/// An issue of two entries, one with a picture.
fn workspace() -> (tempfile::TempDir, Workspace) {
    let (dir, workspace) = one_issue();
    let folder = dir.path().join("2024/001");
    fs::write(folder.join("10-a.md"), "---\ntitle: 标题\n---\n![图](assets/a.png)\n")
        .expect("written");
    fs::create_dir_all(folder.join("assets")).expect("a folder");
    let picture = include_bytes!("../../../docs/page-1.png");
    fs::write(folder.join("assets/a.png"), picture).expect("written");
    (dir, workspace)
}

/// What the batch says of an issue that `edit` changes after it was set.
fn after(edit: impl Fn(&Path)) -> Result<(), Error> {
    let (dir, workspace) = workspace();
    let options = BuildOptions::default();
    let batch = Batch::new(&workspace, &options)?;
    let press = batch.press()?;
    let before = batch.inputs.of(ID, &[], None)?;
    let proof = press.proof(ID, Setting::default())?;
    edit(dir.path());
    batch.unchanged(ID, &before, &proof.value.expect("pages")).map(|_| ())
}

#[test]
fn an_edit_during_the_build_is_noticed() {
    let put = |path: &'static str, text: &'static [u8]| {
        move |root: &Path| fs::write(root.join(path), text).expect("written")
    };
    let mut picture = include_bytes!("../../../docs/page-1.png").to_vec();
    after(|_| {}).expect("nothing changed");
    after(put("2024/001/assets/b.png", b"unused")).expect("it is not used");
    after(put("jianbao.yaml", b"name: a\nissuer: b\n")).expect("it was read once, for all");
    picture.push(0);
    let gone = |root: &Path| fs::remove_file(root.join("2024/001/20-b.md")).expect("removed");
    let repainted =
        |root: &Path| fs::write(root.join("2024/001/assets/a.png"), &picture).expect("written");
    let changed = [
        ("10-a.md", after(put("2024/001/10-a.md", b"---\ntitle: a\n---\nb\n"))),
        ("30-c.md", after(put("2024/001/30-c.md", b"---\ntitle: a\n---\nb\n"))),
        ("20-b.md", after(gone)),
        ("a.png", after(repainted)),
    ];
    for (name, result) in changed {
        match result {
            Err(Error::Changed { path }) => assert!(path.ends_with(name), "{name}: {path:?}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn what_is_shared_must_not_change_while_it_is_read() {
    let (dir, workspace) = workspace();
    fs::create_dir(dir.path().join("templates")).expect("a folder");
    let path = dir.path().join("templates/issue.typ");
    fs::write(&path, include_str!("../../../templates/issue.typ")).expect("written");
    let options = BuildOptions::default();
    let batch = Batch::new(&workspace, &options).expect("readable");
    let seen = batch.inputs.shared(None).expect("readable");
    assert_eq!(batch.inputs.changed(&seen).expect("readable"), None);
    fs::write(&path, "changed").expect("written");
    assert_eq!(batch.inputs.changed(&seen).expect("readable"), Some(path));
}

/// An output made up for this: the titles, or nothing where an entry is called 不能.
struct Titles;

impl Export for Titles {
    fn extension(&self) -> &'static str {
        "txt"
    }

    fn bytes(&self, it: &LaidOut<'_>) -> Checked<Vec<u8>> {
        let titles = it.issue.entries.iter().map(|entry| entry.title_or_composed().value);
        let titles = titles.collect::<Vec<_>>().join("\n");
        if titles.contains("不能") {
            let finding = Diagnostic::error(code::WRONG_VALUE, "写不成");
            return Checked { value: None, diagnostics: vec![finding] };
        }
        Checked { value: Some(titles.into_bytes()), diagnostics: Vec::new() }
    }
}

static TITLES: Output = Output { name: "titles", chinese: "标题", export: &Titles };

#[test]
fn another_output_is_written_beside_the_pdf_and_made_again_when_it_is_gone() {
    let (dir, workspace) = workspace();
    let options =
        BuildOptions { outputs: vec![&TITLES], stale_only: true, ..BuildOptions::default() };
    let run = || build(&workspace, &[ID], &options, |_| ()).expect("built");
    let (pdf, titles) = (dir.path().join("out/2024-001.pdf"), dir.path().join("out/2024-001.txt"));
    assert_eq!(run().built, 1);
    assert_eq!(fs::read_to_string(&titles).expect("written"), "标题\n标题");
    assert_eq!(run().fresh, 1);
    fs::remove_file(&titles).expect("removed");
    assert_eq!(run().built, 1);
    fs::write(&titles, "别的").expect("written");
    assert_eq!(run().built, 1);
    assert_eq!(fs::read_to_string(&titles).expect("written"), "标题\n标题");
    // Without it the PDF is as fresh as ever.
    let alone = BuildOptions { stale_only: true, ..BuildOptions::default() };
    assert_eq!(build(&workspace, &[ID], &alone, |_| ()).expect("built").fresh, 1);
    fs::remove_file(&pdf).expect("removed");
    fs::write(dir.path().join("2024/001/20-b.md"), "---\ntitle: 不能\n---\n正文。\n")
        .expect("written");
    let summary = run();
    assert_eq!(
        (summary.built, summary.faulty),
        (1, 1),
        "the PDF is written, and what is wrong told"
    );
    assert!(pdf.is_file());
    assert_eq!(run().built, 1, "what is wrong is told again");
}

/// The settings name outputs without knowing what makes them.
#[test]
fn every_output_can_be_wished_for() {
    let (dir, workspace) = workspace();
    let names: Vec<&str> = crate::export::OUTPUTS.iter().map(|output| output.name).collect();
    let settings = format!("name: 工作简报\nissuer: 甲\noutputs: [{}]\n", names.join(", "));
    fs::write(dir.path().join("jianbao.yaml"), settings).expect("written");
    let read = read::read_settings(&workspace).expect("readable");
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    assert_eq!(read.value.expect("settings").outputs, names);
}
