//! Processes, with how long they took and how much memory they had.

use std::fs::{self, File};
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a process that ended well took.
#[derive(Clone)]
pub struct Run {
    pub time: Duration,
    /// The most memory it had in use, in MiB; 0 where the system does not tell.
    pub peak: u64,
    pub stdout: String,
}

/// Runs a command to its end; it must succeed.
pub fn run(command: &mut Command) -> Run {
    let mut stdout = tempfile::tempfile().expect("a temporary file");
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(stdout.try_clone().expect("the same file"))
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("waited for") {
            break status;
        }
        peak = peak.max(peak_of(child.id()));
        sleep(Duration::from_millis(1));
    };
    let time = start.elapsed();
    assert!(status.success(), "{command:?} ended with {status}");
    Run { time, peak, stdout: text(&mut stdout) }
}

/// The fastest of some runs: what else goes on in a machine only ever slows.
pub fn fastest(runs: impl IntoIterator<Item = Run>) -> Run {
    runs.into_iter().min_by_key(|run| run.time).expect("a run")
}

fn text(file: &mut File) -> String {
    use std::io::Seek;
    let mut text = String::new();
    file.rewind().expect("at the start");
    file.read_to_string(&mut text).expect("UTF-8");
    text
}

fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
