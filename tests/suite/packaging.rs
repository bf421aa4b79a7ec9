//! What is handed out: the scripts of `packaging/` and what they would pack.
//!
//! A program that is to be released is named by `JIANBAO_RELEASE`; without it the script that looks at
//! such programs is tried on this build.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::project::repository;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What `check-symbols.sh` says of a program, and whether it lets it pass.
#[cfg(target_os = "linux")]
fn symbols(program: &Path, newest: &str) -> (bool, String) {
    let output = Command::new(repository().join("packaging/check-symbols.sh"))
        .arg(program)
        .arg(newest)
        .output()
        .expect("the script runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_release_needs_no_newer_glibc_than_2_17() {
    if let Some(program) = env::var_os("JIANBAO_RELEASE") {
        let (passes, said) = symbols(Path::new(&program), "2.17");
        assert!(passes, "{said}");
        assert!(said.contains("GLIBC_2.17") || said.contains("GLIBC_2."), "{said}");
    }
    // The script lets nothing pass that is newer, not there, or no program.
    let own = Path::new(env!("CARGO_BIN_EXE_jianbao"));
    let (passes, said) = symbols(own, "2.2");
    assert!(!passes && said.contains("and may need 2.2 at most"), "{said}");
    for other in ["no/such", "packaging/build.sh"] {
        let (passes, said) = symbols(&repository().join(other), "9.9");
        assert!(!passes, "{said}");
    }
}

/// Every step of the workflow is a script that can be run by hand, and is there.
#[test]
fn the_workflow_only_calls_scripts() {
    let workflow = read(".github/workflows/release.yml");
    let mut calls = 0;
    for line in workflow.lines() {
        let Some((_, command)) = line.split_once("run: ") else { continue };
        let script = command.trim_start_matches("sudo ").split(' ').next().expect("a word");
        assert!(script.starts_with("packaging/"), "{line}");
        assert!(repository().join(script).is_file(), "{line}");
        calls += 1;
    }
    assert!(calls >= 6, "{calls} steps");
    assert!(workflow.contains("NEVER BEEN RUN"));
    for system in
        ["x86_64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-gnu", "windows", "darwin"]
    {
        assert!(workflow.contains(&format!("target: {system}")) || workflow.contains(system));
    }
}

/// What one machine fetches another fetches too.
#[test]
fn every_tool_of_packaging_is_pinned() {
    let requirements = read("packaging/requirements.txt");
    let tools: Vec<&str> = requirements.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(tools.len(), 2);
    assert!(tools.iter().all(|tool| tool.contains("==")), "{tools:?}");
    assert!(read("packaging/deb.sh").contains("cargo-deb@"));
    let folder = fs::read_dir(repository().join("packaging")).expect("a folder");
    for path in folder.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_some_and(|ending| ending == "sh") {
            let script = fs::read_to_string(&path).expect("UTF-8");
            assert!(script.contains("set -euo pipefail"), "{}", path.display());
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = fs::metadata(&path).expect("there").permissions().mode();
                assert!(mode & 0o111 != 0, "{} cannot be run", path.display());
            }
        }
    }
}

/// Each file that the package for Debian takes from the sources is there.
#[test]
fn the_package_names_files_that_are_there() {
    let manifest = read("Cargo.toml");
    let assets = manifest.split_once("assets = [\n").expect("assets").1;
    let assets = assets.split_once("\n]").expect("their end").0;
    let mut seen = 0;
    for line in assets.lines() {
        let source = line.split('"').nth(1).expect("a path");
        seen += 1;
        // Made while it is packed.
        if source.starts_with("target/") || source.starts_with("packaging/out/") {
            continue;
        }
        let source = source.trim_end_matches("/*");
        assert!(repository().join(source).exists(), "{source}");
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn windows_is_asked_for_what_the_program_needs() {
    let manifest = read("packaging/windows/jianbao.manifest");
    for wanted in [
        ">UTF-8</activeCodePage>",
        ">true</longPathAware>",
        r#"level="asInvoker""#,
        "{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}",
    ] {
        assert!(manifest.contains(wanted), "{wanted}");
    }
    let resources = read("packaging/windows/jianbao.rc");
    assert!(resources.contains(r#"1 24 "jianbao.manifest""#), "{resources}");
    let icon = fs::read(repository().join("packaging/windows/jianbao.ico")).expect("an icon");
    let count = usize::from(icon[4]);
    assert_eq!(icon[..4], [0, 0, 1, 0]);
    // Each size is a PNG that lies where the table says.
    for entry in icon[6..6 + 16 * count].chunks(16) {
        let number = |at: usize| {
            usize::try_from(u32::from_le_bytes(entry[at..at + 4].try_into().expect("four bytes")))
                .expect("small")
        };
        let png = &icon[number(12)..number(12) + number(8)];
        assert!(png.starts_with(b"\x89PNG"), "{entry:?}");
    }
    assert!(count >= 5);
    // Read by a shell whose code page is 936.
    assert!(read("packaging/windows/jianbao-cmd.cmd").is_ascii());
}
