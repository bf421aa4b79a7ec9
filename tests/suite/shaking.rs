//! What the tests have in common that kill the program, take its disk away or run it twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::generate::make_archive;
use crate::outside;
use crate::project::{Project, command};

/// Issues of an archive.
pub const ISSUES: usize = 12;

/// A workspace of made-up issues.
pub fn archive() -> Project {
    let project = Project::new();
    make_archive(&project.path(""), ISSUES, 7);
    project
}

/// The PDFs in a folder by their names; anything else there may only be a file left unfinished.
pub fn pdfs(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for path in fs::read_dir(dir).into_iter().flatten().map(|entry| entry.expect("an entry").path())
    {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with('.') {
            assert!(name.ends_with(".pdf"), "{name}");
            found.insert(name, fs::read(&path).expect("read"));
        }
    }
    found
}

/// What a build that nothing disturbs makes of a workspace as it is now.
pub fn undisturbed(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let output = project.run(["build", "--all", "--force", "--out", "undisturbed"]);
    assert_eq!(output.status, 0, "{output}");
    let made = pdfs(&project.path("undisturbed"));
    assert_eq!(made.len(), ISSUES, "{output}");
    made
}

/// Each PDF must be one of those that may stand under its name, to the last byte.
#[track_caller]
pub fn check_whole(found: &BTreeMap<String, Vec<u8>>, allowed: &[&BTreeMap<String, Vec<u8>>]) {
    for (name, bytes) in found {
        let whole = allowed.iter().any(|allowed| allowed.get(name) == Some(bytes));
        assert!(whole, "{name} is of {} bytes and like no whole one", bytes.len());
    }
}

/// Changes what all issues share, so that each is to be built anew.
pub fn set_copies(project: &Project, copies: u32) {
    let settings = fs::read_to_string(project.path("jianbao.yaml")).expect("read");
    let start = settings.find("  copies: ").expect("copies");
    let end = start + settings[start..].find('\n').expect("a line");
    let changed = format!("{}  copies: {copies}{}", &settings[..start], &settings[end..]);
    project.write("jianbao.yaml", changed.as_bytes());
}

/// Starts the program in a workspace; what it says is not heard.
pub fn start(project: &Project, args: &[&str]) -> Child {
    begin(project, args, Stdio::null)
}

/// Starts the program in a workspace; what it says can be had with its end.
pub fn start_heard(project: &Project, args: &[&str]) -> Child {
    begin(project, args, Stdio::piped)
}

fn begin(project: &Project, args: &[&str], output: fn() -> Stdio) -> Child {
    command()
        .args(args)
        .current_dir(project.path(""))
        .stdin(Stdio::null())
        .stdout(output())
        .stderr(output())
        .spawn()
        .expect("starts")
}

/// Runs a script in which disks can be mounted that only it sees. `$P` is the program, `$W` the
/// workspace, `$D` an empty folder to mount at, `$S` one to save files in. `None`, and words about
/// it, where the system does not allow that.
pub fn with_disks(project: &Project, script: &str) -> Option<(i32, String)> {
    for folder in ["disk", "saved"] {
        fs::create_dir_all(project.path(folder)).expect("a folder");
    }
    let run = |script: &str| {
        Command::new("unshare")
            .args(["-rm", "sh", "-c", script])
            .env("P", env!("CARGO_BIN_EXE_jianbao"))
            .env("W", project.path(""))
            .env("D", project.path("disk"))
            .env("S", project.path("saved"))
            .env("NO_COLOR", "1")
            .output()
    };
    let allowed = run("mount -t tmpfs tmpfs \"$D\"").is_ok_and(|output| output.status.success());
    if !allowed {
        outside::did_not_run("mounting is not allowed here");
        return None;
    }
    let output = run(script).expect("runs");
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    Some((output.status.code().unwrap_or(-1), said.concat()))
}
