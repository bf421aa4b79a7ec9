//! A workspace in a temporary folder, built up like a sentence, and runs of the program in it.
//!
//! Asserts nothing about the program but that it ends.

use std::fmt;
use std::fs::{self, File};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Far more than any run takes: whoever is still running then hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// The least that `jianbao.yaml` must say.
pub const HOUSE: &str = "name: 工作简报\nissuer: 河东市人民政府办公室\n";
/// The least that `issue.yaml` of 2024/001 must say.
pub const FIRST: &str = "number: 1\ndate: 2024-01-15\n";

/// The entry of [`two_issued`]'s first issue.
pub const ENTRY: &str = "2024/001/10-a.md";
/// What it says.
pub const TEXT: &str = "---\n标题: 全市推进会议召开\n来源: 望河县\n---\n会议强调，要压实责任。\n";

/// A workspace.
pub struct Project {
    dir: TempDir,
}

impl Project {
    /// An empty folder, not yet a workspace.
    pub fn new() -> Self {
        Self { dir: TempDir::new().expect("a temporary folder") }
    }

    /// A workspace with an issue 2024/001 that has no entries yet.
    pub fn with_issue() -> Self {
        Self::new().settings(HOUSE).issue("2024/001", FIRST)
    }

    /// A workspace whose issue 2024/001 has one entry, of this text (after its title).
    pub fn with_body(body: &str) -> Self {
        Self::with_issue().entry("2024/001/10-a.md", &format!("---\ntitle: 标题\n---\n{body}\n"))
    }

    /// A copy of `tests/projects/NAME`.
    pub fn sample(name: &str) -> Self {
        let project = Self::new();
        copy(&repository().join("tests/projects").join(name), project.dir.path());
        project
    }

    /// A copy of the repository's own `briefings/`, without what was built there.
    pub fn briefings() -> Self {
        let project = Self::new();
        let root = project.dir.path();
        copy(&repository().join("briefings"), root);
        if root.join("out").exists() {
            fs::remove_dir_all(root.join("out")).expect("removed");
        }
        project
    }

    /// A copy of another folder.
    pub fn copy_of(dir: &Path) -> Self {
        let project = Self::new();
        copy(dir, project.dir.path());
        project
    }

    /// `jianbao.yaml`.
    pub fn settings(self, text: &str) -> Self {
        self.file("jianbao.yaml", text)
    }

    /// `issue.yaml` in a folder such as `2024/001`.
    pub fn issue(self, folder: &str, text: &str) -> Self {
        self.file(&format!("{folder}/issue.yaml"), text)
    }

    /// An entry by its whole path, such as `2024/001/10-a.md`.
    pub fn entry(self, path: &str, text: &str) -> Self {
        self.file(path, text)
    }

    /// Any text file.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Any file.
    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        self.write(path, bytes);
        self
    }

    /// Writes a file into a project that is in use.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, bytes).expect("written");
    }

    /// A path in the project; the root for an empty one.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// The bytes of a PDF in `out/`.
    pub fn pdf(&self, name: &str) -> Vec<u8> {
        let path = self.path("out").join(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Runs the program in the project's folder.
    pub fn run<const N: usize>(&self, args: [&str; N]) -> Output {
        self.run_in("", args)
    }

    /// Runs the program in one of the project's folders.
    pub fn run_in<const N: usize>(&self, folder: &str, args: [&str; N]) -> Output {
        self.wait(command().args(args).current_dir(self.path(folder)), &args.join(" "))
    }

    /// Runs the program in the project's folder with any number of arguments.
    pub fn run_with(&self, args: &[&str]) -> Output {
        self.wait(command().args(args).current_dir(self.path("")), &args.join(" "))
    }

    /// Runs the program in one of the project's folders with any number of arguments.
    pub fn run_in_with(&self, folder: &str, args: &[&str]) -> Output {
        self.wait(command().args(args).current_dir(self.path(folder)), &args.join(" "))
    }

    /// The one PDF of [`Project::built`], which lives as long as the value returned.
    pub fn into_pdf(self) -> Pdf {
        Pdf { path: self.built(), _project: self }
    }

    /// Builds everything; must succeed. Returns the path of the one PDF.
    pub fn built(&self) -> PathBuf {
        let output = self.run(["build", "--all", "--format", "short"]);
        assert_eq!(output.status, 0, "{output}");
        let mut pdfs: Vec<PathBuf> = fs::read_dir(self.path("out"))
            .expect("an out folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
            .collect();
        assert_eq!(pdfs.len(), 1, "{pdfs:?}");
        pdfs.remove(0)
    }

    fn wait(&self, command: &mut Command, shown: &str) -> Output {
        let logs = TempDir::new().expect("a temporary folder");
        let (stdout, stderr) = (logs.path().join("stdout"), logs.path().join("stderr"));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(File::create(&stdout).expect("a file"))
            .stderr(File::create(&stderr).expect("a file"))
            .spawn()
            .expect("the program starts");
        let start = Instant::now();
        let mut peak = 0;
        let status = loop {
            if let Some(status) = child.try_wait().expect("waited for") {
                break status;
            }
            peak = peak.max(peak_of(child.id()));
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                panic!("「jianbao {shown}」 was still running after {PATIENCE:?}");
            }
            sleep(Duration::from_millis(2));
        };
        let read = |path: &Path| {
            String::from_utf8(fs::read(path).expect("read")).expect("output is UTF-8")
        };
        // A process that a signal ended has no code: -1 fails every comparison.
        Output {
            command: format!("jianbao {shown}"),
            status: status.code().unwrap_or(-1),
            stdout: read(&stdout),
            stderr: read(&stderr),
            peak_mib: peak / 1024,
        }
    }
}

/// Two issues that are issued.
pub fn two_issued() -> Project {
    let project = Project::with_issue()
        .entry(ENTRY, TEXT)
        .issue("2024/002", "number: 2\ndate: 2024-01-20\n")
        .entry(
            "2024/002/10-a.md",
            "---\n标题: 柳溪县|抓好供暖\n来源: 柳溪县\n---\n另一期的正文。\n",
        );
    let output = project.run(["publish", "--yes", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    project
}

/// The register as it stands.
pub fn ledger(project: &Project) -> String {
    fs::read_to_string(project.path("ledger.yaml")).expect("a register")
}

/// Runs a command and looks for its exit code and some words.
#[track_caller]
pub fn says(project: &Project, args: &[&str], status: i32, words: &str) {
    let output = project.run_with(args);
    assert_eq!(output.status, status, "{output}");
    assert!(output.to_string().contains(words), "{words}: {output}");
}

/// The program, in surroundings that are the same everywhere.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jianbao"));
    command.env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1").env("COLUMNS", "100");
    // Without a command, a screen would have a browser opened on it.
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

/// A PDF in a project of its own.
pub struct Pdf {
    path: PathBuf,
    _project: Project,
}

impl Deref for Pdf {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.path
    }
}

/// What a run left behind; shown whole when an assertion fails.
pub struct Output {
    command: String,
    /// The exit code; -1 when a signal ended the program.
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
    /// The most memory seen in use, in MiB; 0 where the system does not tell.
    pub peak_mib: u64,
}

impl Output {
    /// The lines on standard output that are findings of `--format short`.
    pub fn findings(&self) -> Vec<&str> {
        let levels = ["错误[", "警告[", "提示["];
        self.stdout.lines().filter(|line| levels.iter().any(|level| line.contains(level))).collect()
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { command, status, stdout, stderr, .. } = self;
        write!(f, "$ {command}\n{stdout}--- stderr\n{stderr}--- exit {status}\n")
    }
}

/// The folder of this repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The most memory a process has had in use so far, in KiB.
fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}
