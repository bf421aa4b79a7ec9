//! A running `jianbao preview`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
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
        let said = NamedTempFile::new().expect("a temporary file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_jianbao"))
            .args(["preview", "--no-open"])
            .args(args)
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
            panic!("no address from jianbao preview {args:?}:\n{}", preview.said());
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
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
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
