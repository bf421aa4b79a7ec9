//! What goes out of the house says nothing of it: no path, no name of user or computer, no comment of
//! an entry, nothing that cameras and drawing programs leave in pictures.

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::outside::{ask, have};
use crate::project::{HOUSE, Project, command};

/// The folder above the workspace.
const PATH: &str = "telltalepath";
/// The user and his folder.
const USER: &str = "telltaleuser";
/// What the environment calls the computer.
const HOST: &str = "telltalehost";
/// In comments of entries and settings.
const NOTE: &str = "telltalenote";
/// In what pictures carry beside the picture.
const PICTURE: &str = "telltalepicture";

/// A chunk of a PNG.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], kind, content, &crc.sum().to_be_bytes()].concat()
}

/// One transparent pixel, as it would come from a program that remembers where the file lies.
fn png() -> Vec<u8> {
    const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";
    let note = chunk(b"tEXt", format!("Source\0/{PICTURE}/a.psd").as_bytes());
    let exif = chunk(b"eXIf", &exif(6));
    [&PIXEL[..33], &note, &exif, &PIXEL[33..], PICTURE.as_bytes()].concat()
}

/// Exif as a phone writes it: the way up (6: turned to the right), and who made it.
fn exif(way_up: u16) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0");
    exif.extend(way_up.to_le_bytes());
    exif.extend(b"\0\0\x3b\x01\x02\0\x10\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(PICTURE.as_bytes());
    exif
}

/// A grey picture, twice as wide as it is high, with all that phones and editors put into a JPEG.
fn jpeg() -> Vec<u8> {
    let segment = |kind: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
        [&[0xFF, kind][..], &length, content].concat()
    };
    let table = [&[0][..], &[1; 64]].concat();
    // One code of one bit, for nought.
    let codes = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x01\x01\0\x48\0\x48\0\0"),
        segment(0xE1, &[b"Exif\0\0", exif(6).as_slice()].concat()),
        segment(0xE1, format!("http://ns.adobe.com/xap/1.0/\0<x>{PICTURE}</x>").as_bytes()),
        segment(0xED, format!("Photoshop 3.0\0{PICTURE}").as_bytes()),
        segment(0xFE, PICTURE.as_bytes()),
        segment(0xDB, &table),
        segment(0xC0, b"\x08\0\xA0\x01\x40\x01\x01\x11\0"),
        segment(0xC4, &codes(0)),
        segment(0xC4, &codes(0x10)),
        segment(0xDA, b"\x01\x01\0\0\x3f\0"),
        // 40 by 20 blocks of nothing but noughts, two bits each.
        vec![0; 200],
        b"\xFF\xD9".to_vec(),
        PICTURE.as_bytes().to_vec(),
    ]
    .concat()
}

fn svg() -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!-- {PICTURE} -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:sodipodi=\"urn:sodipodi\" width=\"9\" height=\"9\" \
         sodipodi:docname=\"/{PICTURE}/a.svg\">\
         <sodipodi:namedview a=\"{PICTURE}\"/><metadata><a>{PICTURE}</a></metadata>\
         <rect width=\"9\" height=\"9\"/>\
         <image width=\"9\" height=\"9\" href=\"data:image/jpeg;base64,{}\"/></svg>",
        STANDARD.encode(jpeg())
    )
}

fn workspace() -> Project {
    let entry = format!(
        "---\ntitle: 标题 # {NOTE}\n# {NOTE}\nsource: 甲县\n---\n正文一。<!-- {NOTE} -->\n\n\
         <!-- {NOTE}\n{NOTE} -->\n\n![照片](assets/a.jpg)\n\n![图](assets/b.png)\n\n![画](assets/c.svg)\n\n\
         <!-- jianbao: 忽略 date-year：{NOTE} -->\n正文二。\n"
    );
    let root = format!("{PATH}/w");
    Project::new()
        .file(&format!("{root}/jianbao.yaml"), &format!("{HOUSE}# {NOTE}\n"))
        .file(
            &format!("{root}/2024/001/issue.yaml"),
            &format!("# {NOTE}\nnumber: 1\ndate: 2024-01-15\n"),
        )
        .file(&format!("{root}/2024/001/10-a.md"), &entry)
        .file(
            &format!("{root}/2024/001/20-b.yaml"),
            &format!("title: 又一篇 # {NOTE}\nbody: |\n  正文。<!-- {NOTE} -->\n"),
        )
        .bytes(&format!("{root}/2024/001/assets/a.jpg"), &jpeg())
        .bytes(&format!("{root}/2024/001/assets/b.png"), &png())
        .file(&format!("{root}/2024/001/assets/c.svg"), &svg())
}

fn run(project: &Project, args: &[&str]) {
    let mut command = command();
    // By its whole path, as it is called from a script.
    let root = project.path(PATH).join("w");
    command.arg("-C").arg(&root).args(args).current_dir(project.path(""));
    for (name, value) in [
        ("HOME", format!("/{USER}")),
        ("USERPROFILE", format!("C:\\{USER}")),
        ("USER", USER.to_owned()),
        ("LOGNAME", USER.to_owned()),
        ("USERNAME", USER.to_owned()),
        ("HOSTNAME", HOST.to_owned()),
        ("COMPUTERNAME", HOST.to_owned()),
    ] {
        command.env(name, value);
    }
    let output = command.output().expect("run");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{args:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
}

/// The words that nothing may carry, with those of this very machine.
fn telltales(project: &Project) -> Vec<String> {
    let mut words: Vec<String> = [PATH, USER, HOST].map(str::to_owned).into();
    let temporary = project.path("").to_string_lossy().trim_end_matches('/').to_owned();
    words.push(temporary.rsplit('/').next().expect("a name").to_owned());
    let answer = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    words.extend(answer("uname", &["-n"]).filter(|name| name.len() > 6));
    words
}

/// None of the words stands in a file, in UTF-8 or as PDFs have it, in UTF-16.
#[track_caller]
fn silent(path: &Path, words: &[String]) {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for word in words {
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let hex: String = wide.iter().map(|byte| format!("{byte:02x}")).collect();
        for form in [word.as_bytes(), &wide, hex.as_bytes()] {
            let found = bytes.windows(form.len()).position(|part| part.eq_ignore_ascii_case(form));
            if let Some(at) = found {
                let around = &bytes[at.saturating_sub(120)..bytes.len().min(at + 120)];
                panic!("{word} in {}: …{}…", path.display(), String::from_utf8_lossy(around));
            }
        }
    }
}

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    assert!(!found.is_empty(), "nothing in {}", dir.display());
    found
}

/// The PDF with everything in it unpacked, beside it.
fn unpacked(pdf: &Path) -> std::path::PathBuf {
    let plain = pdf.with_extension("qdf");
    let to = plain.to_str().expect("UTF-8");
    ask("qpdf", &["--qdf", "--object-streams=disable", "--decode-level=generalized"], pdf, &[to]);
    plain
}

#[test]
fn a_pdf_says_nothing_of_the_house() {
    if !have(&["qpdf", "pdfinfo"]) {
        return;
    }
    let project = workspace();
    let out = project.path(PATH).join("w/out");
    let mut words = telltales(&project);
    words.extend([NOTE, PICTURE].map(str::to_owned));
    run(&project, &["build", "1", "--keep-typ"]);
    let pdf = out.join("2024-001.pdf");
    let plain = unpacked(&pdf);
    // Unpacked it is: what it does say can be read.
    let text = String::from_utf8_lossy(&fs::read(&plain).expect("read")).into_owned();
    assert!(text.contains("<xmp:CreatorTool>jianbao "), "no metadata");
    silent(&plain, &words);
    silent(&pdf, &words);
    for file in files(&out.join("2024-001.typ")) {
        silent(&file, &words);
    }
    for file in files(&project.path(PATH).join("w/.jianbao")) {
        silent(&file, &words);
    }
    run(&project, &["build", "1", "--draft"]);
    silent(&unpacked(&out.join("2024-001-草稿.pdf")), &words);
    run(&project, &["publish", "--yes", "1"]);
    silent(&unpacked(&pdf), &words);
    silent(&project.path(PATH).join("w/ledger.yaml"), &words);
    for file in files(&project.path(PATH).join("w/.jianbao")) {
        silent(&file, &words);
    }
    // Into another folder, by its whole path.
    let elsewhere = project.path(&format!("{USER}/pdf"));
    run(&project, &["build", "1", "--out", elsewhere.to_str().expect("UTF-8")]);
    silent(&unpacked(&elsewhere.join("2024-001.pdf")), &words);
    for file in files(&project.path(PATH).join("w/.jianbao")) {
        silent(&file, &words);
    }
}

/// The sources go along on purpose, comments and all; where they lay does not.
#[test]
fn attached_sources_and_previews_name_no_place() {
    if !have(&["qpdf"]) {
        return;
    }
    let project = workspace();
    let words = telltales(&project);
    run(&project, &["publish", "--yes", "1", "--attach"]);
    let plain = unpacked(&project.path(PATH).join("w/out/2024-001.pdf"));
    silent(&plain, &words);
    let text = String::from_utf8_lossy(&fs::read(&plain).expect("read")).into_owned();
    assert!(text.contains(NOTE), "the sources are not as they were written");
    let pages = project.path("pages");
    run(&project, &["preview", "--once", pages.to_str().expect("UTF-8")]);
    for file in files(&pages) {
        silent(&file, &words);
    }
    // Whoever does this is told.
    for (args, said) in [
        (["publish", "--yes", "--help"], "连注释一起附"),
        (["preview", "--help"], "里面有稿件原文，连注释在内"),
    ] {
        let output = project.run(args);
        let dense: String = output.stdout.split_whitespace().collect();
        assert!(dense.contains(said), "{output}");
    }
}

/// What a picture is stripped of does not change how it looks: it is turned as its camera was held.
#[test]
fn pictures_stay_the_right_way_up() {
    if !have(&["pdfimages"]) {
        return;
    }
    let project = Project::with_body("正文。\n\n![照片](assets/a.jpg){宽=10cm}\n\n后文。")
        .bytes("2024/001/assets/a.jpg", &jpeg());
    let measured = |project: &Project| {
        let output = project.run(["measure", "1", "--format", "json"]);
        assert_eq!(output.status, 0, "{output}");
        output.stdout
    };
    let turned = measured(&project);
    let mut level = jpeg();
    let at = level.windows(2).position(|pair| pair == [0x12, 0x01]).expect("the way up");
    level[at + 8] = 1;
    project.write("2024/001/assets/a.jpg", &level);
    assert_ne!(turned, measured(&project), "the way up is lost");
    let pdf = project.built();
    let list = ask("pdfimages", &["-list"], &pdf, &[]);
    assert!(list.contains("jpeg"), "{list}");
}

/// A download that broke off: the picture may still be shown, its author is not told.
#[test]
fn pictures_that_break_off_say_nothing() {
    if !have(&["qpdf"]) {
        return;
    }
    let whole = jpeg();
    let end = whole.windows(2).rposition(|pair| pair == [0xFF, 0xD9]).expect("an end");
    let project = Project::with_body("正文。\n\n![照片](assets/a.jpg)")
        .bytes("2024/001/assets/a.jpg", &whole[..end]);
    let pdf = project.built();
    silent(&unpacked(&pdf), &[PICTURE.to_owned()]);
    // Before anything of the picture comes, it is none.
    project.write("2024/001/assets/a.jpg", &whole[..120]);
    let output = project.run(["build", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.findings().iter().any(|it| it.contains("[picture]")), "{output}");
}

#[test]
fn secret_matter_is_warned_of() {
    let warned = |house: &str, issue: &str, args: &[&str]| {
        let project = Project::with_body("正文。")
            .settings(&format!("{HOUSE}{house}"))
            .issue("2024/001", &format!("number: 1\ndate: 2024-01-15\n{issue}"));
        let output = project.run_with(args);
        assert_eq!(output.status, 0, "{output}");
        let found: Vec<String> = output.findings().iter().map(|it| (*it).to_owned()).collect();
        found.into_iter().filter(|finding| finding.contains("[classification]")).collect::<Vec<_>>()
    };
    for args in [
        &["build", "1", "--format", "short"][..],
        &["check", "1", "--format", "short"],
        &["publish", "--yes", "1", "--format", "short"],
    ] {
        let found = warned("", "classification: 机密★1年\n", args);
        let said = "2024/001/issue.yaml:3:17: 警告[classification]: 密级是「机密★1年」，而本程序不提供任何保密措施";
        assert_eq!(found, [said], "{args:?}");
        let found = warned("classification: 秘　密\n", "", args);
        assert_eq!(found.len(), 1, "{args:?} {found:?}");
        assert!(found[0].starts_with("jianbao.yaml:3:17: 警告[classification]"), "{found:?}");
        // The issue's own counts.
        assert!(warned("密级: 绝密\n", "密级: 内部资料　注意保存\n", args).is_empty());
        assert!(warned("", "密级: 内部\n", args).is_empty());
    }
    let project = Project::with_body("正文。")
        .issue("2024/001", "number: 1\ndate: 2024-01-15\n密级: 绝密★长期\n");
    let output = project.run(["preview", "1", "--once", "pages"]);
    assert_eq!(output.status, 0, "{output}");
    let told = files(&project.path("pages/data")).into_iter().any(|file| {
        String::from_utf8_lossy(&fs::read(file).expect("read")).contains("不提供任何保密措施")
    });
    assert!(told);
}
