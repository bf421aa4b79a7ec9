//! What importing costs: 100 dispatches of five pages, each with a picture and the 350 KB of styles that
//! python-docx puts into every document, read and written as entries.
//!
//! `cargo bench --bench import`. `100 dispatches` must stay below 2 s on two cores; `read` reads and
//! recognizes one, without writing; `large` one of 400 pages.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jianbao::testing::{
    ImportOutcome, Intake, Item, Plan, Reference, Source, Workspace, gather, look, read_roster,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const DISPATCHES: usize = 100;
/// A photograph from a telephone, made smaller by the program that wrote the document.
const PICTURE: usize = 300 << 10;

/// The paragraphs of about five pages.
const FIVE_PAGES: usize = 26;
/// As many as 400 pages have.
const LARGE: usize = 2_000;

/// Styles as python-docx has them: a hundred for tables, each with seven looks of cells.
fn styles() -> String {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let border = |side: &str| {
        format!(
            "<w:{side} w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\" w:themeColor=\"text1\"/>"
        )
    };
    let borders: String = ["top", "left", "bottom", "right"].map(border).concat();
    let cells: String = [
        "firstRow",
        "lastRow",
        "firstCol",
        "lastCol",
        "band1Vert",
        "band1Horz",
        "nwCell",
    ]
    .map(|part| {
        format!(
            "<w:tblStylePr w:type=\"{part}\"><w:rPr><w:b/><w:bCs/></w:rPr><w:tblPr/><w:tcPr>\
                 <w:tcBorders>{borders}</w:tcBorders></w:tcPr></w:tblStylePr>"
        )
    })
    .concat();
    let mut all = format!("<w:styles xmlns:w=\"{w}\"><w:latentStyles>");
    for index in 0..137 {
        all += &format!("<w:lsdException w:name=\"style {index}\" w:uiPriority=\"{index}\"/>");
    }
    all += "</w:latentStyles>";
    for index in 0..164 {
        let (kind, more) = match index % 18 {
            0..7 => ("paragraph", "<w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr>"),
            _ => ("table", cells.as_str()),
        };
        all += &format!(
            "<w:style w:type=\"{kind}\" w:styleId=\"s{index}\"><w:name w:val=\"style {index}\"/>\
             <w:rsid w:val=\"00FC693F\"/>{more}</w:style>"
        );
    }
    all + "</w:styles>"
}

/// A dispatch of so many paragraphs.
fn dispatch(number: usize, paragraphs: usize) -> Vec<u8> {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let look = "<w:rPr><w:rFonts w:eastAsia=\"仿宋_GB2312\"/><w:sz w:val=\"32\"/></w:rPr>";
    let line = |text: &str, jc: &str| {
        format!("<w:p><w:pPr>{jc}</w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>")
    };
    let center = "<w:jc w:val=\"center\"/>";
    let mut body = line(&format!("山阴县扎实开展第{number}项重点工作"), center);
    for index in 0..paragraphs {
        let sentence =
            "会议要求，各乡镇、各部门要压实责任，倒排工期，挂图作战，确保年底前完成任务。";
        let first = format!("11月20日，山阴县召开第{number}次推进会，研究第{index}个问题。");
        body += &line(&(first + &sentence.repeat(3)), "");
    }
    body += "<w:p><w:r><w:drawing><a:blip \
        xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
        r:embed=\"rId1\"/></w:drawing></w:r></w:p>";
    body += &line("山阴县", "<w:jc w:val=\"right\"/>");
    body += &line("2018年11月20日", "<w:jc w:val=\"right\"/>");
    let document =
        format!("<w:document xmlns:w=\"{w}\" xmlns:r=\"{r}\"><w:body>{body}</w:body></w:document>");
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    // Noise, as a photograph is to a packer.
    let mut state = number as u32 + 1;
    while picture.len() < PICTURE {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        picture.extend(state.to_le_bytes());
    }
    let styles = styles();
    let parts: [(&str, &[u8]); 4] = [
        ("word/document.xml", document.as_bytes()),
        (
            "word/_rels/document.xml.rels",
            &format!("<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{r}/image\" Target=\"media/a.png\"/><Relationship Id=\"rId2\" Type=\"{r}/styles\" Target=\"styles.xml\"/></Relationships>").into_bytes(),
        ),
        ("word/styles.xml", styles.as_bytes()),
        ("word/media/a.png", &picture),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(name, options).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn workspace(root: &Path) -> Workspace {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    for name in ["jianbao.yaml", "roster.yaml"] {
        fs::copy(own.join(name), root.join(name)).expect("copied");
    }
    let issue = root.join("2018/029");
    fs::create_dir_all(&issue).expect("made");
    fs::write(issue.join("issue.yaml"), "number: 29\ndate: 2018-12-03\n").expect("written");
    Workspace::open(root).expect("a workspace")
}

fn import(workspace: &Workspace, files: &[PathBuf]) {
    let id = workspace.select("29").expect("No. 29");
    let mut intake = Intake::begin(workspace, id).expect("begun").expect("settings");
    let mut items: Vec<Item> = Vec::new();
    gather(files, &mut |found| {
        items.push(intake.take(&found.expect("a file"), false)?);
        Ok(())
    })
    .expect("read");
    intake.relate(&mut items).expect("read");
    let plans = items.iter().map(|item| match &item.outcome {
        ImportOutcome::Entry(plan) => plan.as_ref(),
        _ => panic!("{} is no new dispatch", item.shown),
    });
    let plans: Vec<&Plan> = plans.collect();
    let batch = intake.write(&plans);
    assert!(batch.failure.is_none() && batch.done.iter().flatten().flatten().count() == DISPATCHES);
}

fn benches(criterion: &mut Criterion) {
    let incoming = tempfile::tempdir().expect("a folder");
    let files: Vec<PathBuf> = (0..DISPATCHES)
        .map(|number| {
            let path = incoming.path().join(format!("来稿{number}.docx"));
            fs::write(&path, dispatch(number, FIVE_PAGES)).expect("written");
            path
        })
        .collect();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    group.bench_function("100 dispatches", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |folder| {
                let workspace = workspace(folder.path());
                import(&workspace, &files);
                folder
            },
            BatchSize::PerIteration,
        );
    });
    let folder = tempfile::tempdir().expect("a folder");
    let roster = read_roster(&workspace(folder.path())).expect("read").value.expect("a roster");
    let date = NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
    for (name, paragraphs) in [("read", FIVE_PAGES), ("large", LARGE)] {
        let bytes = dispatch(1, paragraphs);
        let source = Source { name: "a.docx".into(), shown: "a.docx".into(), bytes, folder: None };
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                look(&source, Reference { roster: &roster, columns: &[], date })
                    .expect("a dispatch")
            });
        });
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
