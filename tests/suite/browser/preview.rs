//! A running `jianbao preview`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

/// A server is up, or down, long before this.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server. Killed when dropped.
pub struct Preview {
    child: Child,
    port: u16,
    said: NamedTempFile,
}

impl Preview {
    /// Starts the server of a workspace on a port that is free, with further arguments.
    #[track_caller]
    pub fn start(root: &Path, args: &[&str]) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_jianbao")), root, args)
    }

    /// [`Preview::start`] after a command of the shell that sets a limit: `ulimit -n 512`.
    #[track_caller]
    pub fn start_under(limit: &str, root: &Path, args: &[&str]) -> Self {
        let mut shell = Command::new("sh");
        // `exec`: the server takes the shell's place, so that signals reach it.
        shell.args(["-c", &format!("{limit} && exec \"$0\" \"$@\"")]);
        shell.arg(env!("CARGO_BIN_EXE_jianbao"));
        Self::start_by(shell, root, args)
    }

    /// What the program's name alone starts in a folder where there is a screen, but nothing that opens
    /// a browser on it. What it notes for itself goes into `state`.
    #[track_caller]
    pub fn begin(folder: &Path, state: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jianbao"));
        command.env("DISPLAY", ":0").env("PATH", "").env("XDG_STATE_HOME", state);
        Self::run(command, folder)
    }

    #[track_caller]
    fn start_by(mut command: Command, root: &Path, args: &[&str]) -> Self {
        command.args(["preview", "--no-open"]).args(args);
        Self::run(command, root)
    }

    #[track_caller]
    fn run(mut command: Command, root: &Path) -> Self {
        let said = NamedTempFile::new().expect("a temporary file");
        let mut child = command
            .env("NO_COLOR", "1")
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(said.reopen().expect("the same file"))
            .spawn()
            .expect("the program starts");
        let stdout = child.stdout.take().expect("a pipe");
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            // Read to the end: a server whose words nobody takes would wait one day.
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some(port) = port(&line) {
                    let _ = tell.send(port);
                }
            }
        });
        // Made before the waiting, so that it is killed when that fails.
        let mut preview = Self { child, port: 0, said };
        let Ok(port) = told.recv_timeout(PATIENCE) else {
            panic!("no address from {command:?}:\n{}", preview.said());
        };
        preview.port = port;
        preview
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of a page, such as `2018/28`.
    pub fn url(&self, page: &str) -> String {
        format!("http://127.0.0.1:{}/{page}", self.port)
    }

    /// What it said on standard error so far.
    pub fn said(&self) -> String {
        fs::read_to_string(self.said.path()).expect("UTF-8")
    }

    /// Its memory in use now, in KiB, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// The most memory it has had in use, in KiB, where the system tells.
    pub fn peak(&self) -> Option<u64> {
        self.status("VmHWM:")
    }

    fn status(&self, what: &str) -> Option<u64> {
        let status = self.told("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix(what))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    }

    /// How many files and connections it has open, where the system tells.
    pub fn files(&self) -> Option<usize> {
        Some(fs::read_dir(self.about("fd")).ok()?.count())
    }

    /// How many it may have open, where the system tells.
    pub fn most_files(&self) -> Option<u64> {
        let limits = self.told("limits")?;
        let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// How long it has had a core, in hundredths of a second, where the system tells.
    pub fn worked(&self) -> Option<u64> {
        let stat = self.told("stat")?;
        // The name of the program, which may hold blanks, ends with a parenthesis.
        let (_, rest) = stat.rsplit_once(')')?;
        let mut fields = rest.split_whitespace().skip(11).map(|it| it.parse::<u64>().ok());
        Some(fields.next()?? + fields.next()??)
    }

    fn told(&self, what: &str) -> Option<String> {
        fs::read_to_string(self.about(what)).ok()
    }

    fn about(&self, what: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{what}", self.child.id()))
    }

    /// Stops it as Ctrl-C does; it must end well.
    #[track_caller]
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill");
        assert!(sent.success(), "it had ended before:\n{}", self.said());
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("waited for") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "still there after Ctrl-C:\n{}", self.said());
            sleep(Duration::from_millis(5));
        };
        assert_eq!(status.code(), Some(0), "{}", self.said());
    }
}

impl Preview {
    /// Ends it as a power cut does.
    pub fn kill(&self) {
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-KILL", &id]).status();
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The port in a line that names the server's address.
fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("http://127.0.0.1:")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}
