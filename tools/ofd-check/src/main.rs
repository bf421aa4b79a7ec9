//! Holds OFD files against `ofdrw`, a second implementation of GB/T 33190: references, the rules of
//! an archive (GB/T 42133), and pages drawn as PNG. Knows nothing of jianbao.
//!
//! `ofd-check FILE.ofd… [--png FOLDER] [--dpi N]`; exit code 1 where anything is wrong.

use std::path::PathBuf;
use std::process::ExitCode;

use ofdrw::OfdDocument;

fn main() -> ExitCode {
    let mut files = Vec::new();
    let (mut folder, mut dpi) = (None, 96.0);
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--png") => folder = words.next().map(PathBuf::from),
            Some("--dpi") => {
                let given = words.next().and_then(|word| word.to_str()?.parse().ok());
                dpi = given.unwrap_or(dpi);
            }
            _ => files.push(PathBuf::from(word)),
        }
    }
    let mut sound = !files.is_empty();
    for file in &files {
        match check(file, folder.as_deref(), dpi) {
            Ok(true) => {}
            Ok(false) => sound = false,
            Err(error) => {
                sound = false;
                println!("{}: {error}", file.display());
            }
        }
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tells what is wrong with a file, and draws its pages where they are wanted.
fn check(
    file: &std::path::Path,
    folder: Option<&std::path::Path>,
    dpi: f64,
) -> Result<bool, Box<dyn std::error::Error>> {
    let document = OfdDocument::open(file)?;
    let issues = document.validate_references()?;
    for issue in &issues {
        println!("{}: {} {} {}", file.display(), issue.path, issue.code, issue.message);
    }
    let mut violations = document.archive_violations()?;
    if violations.iter().any(|violation| violation.rule == "DOC_TYPE") {
        // It leads out of itself, and does not say that it is fit for an archive.
        println!("{}: no OFD-A", file.display());
        violations.clear();
    }
    for violation in &violations {
        println!("{}: {violation:?}", file.display());
    }
    let pages = document.pages()?.len();
    println!(
        "{}: {pages} pages, {} reference issues, {} archive violations",
        file.display(),
        issues.len(),
        violations.len()
    );
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        for index in 0..pages {
            let png = document.page_png(index, dpi)?;
            std::fs::write(folder.join(format!("{stem}-{}.png", index + 1)), png)?;
        }
    }
    Ok(issues.is_empty() && violations.is_empty())
}
