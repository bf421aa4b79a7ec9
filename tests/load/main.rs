//! The server of a preview under load: 1,000 requests under way at a time and 200 streams of events
//! while entries change; and what becomes of it where the system gives few files.
//!
//! A binary of its own, so that nothing else runs meanwhile. The crowd reads for ten seconds, or
//! for as many as `LOAD_SECONDS` says; `--nocapture` shows the figures.
#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "how fast it was is told to who wants to know")]

#[expect(dead_code, reason = "the tests in a browser ask other things of it")]
#[path = "../suite/browser/preview.rs"]
mod preview;
#[expect(dead_code, reason = "most tests need more of a workspace")]
#[path = "../suite/project.rs"]
mod project;

mod client;
mod crowd;
mod readers;
mod streams;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crowd::{Cost, Crowd};
use readers::{Met, Readers};

const READERS: usize = 1000;
const STREAMS: usize = 200;
/// What one connection may cost the server, in KiB.
const OF_CONNECTION: u64 = 100;
/// Files that the crowd itself needs.
const OWN_FILES: u64 = 3000;

/// One crowd at a time; the next begins when its test has let go.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < OWN_FILES) {
        let raised = Rlimit { current: Some(OWN_FILES), ..limit };
        setrlimit(Resource::Nofile, raised).expect("the system gives 3,000 files to the crowd");
    }
    alone
}

/// How long the crowd reads.
fn duration() -> Duration {
    let seconds = std::env::var("LOAD_SECONDS").ok();
    Duration::from_secs(seconds.map_or(10, |it| it.parse().expect("a number of seconds")))
}

/// Nothing grows with time, nothing stays, and hardly anybody came too late for what they were told.
fn is_bounded(met: &Met, cost: &Cost) {
    let [before, half, end, highest, _] = cost.memory;
    // A connection has a task, a buffer to read and one to write; answers themselves are shared.
    let crowd = (READERS + STREAMS) as u64 * OF_CONNECTION;
    assert!(highest <= before + crowd, "memory: {:?} KiB", cost.memory);
    // Memory that was given back is used again, though not all of it.
    assert!(end <= half + half / 4, "memory grows: {:?} KiB", cost.memory);
    assert!(cost.files[2] <= cost.files[0] + 2, "files left open: {:?}", cost.files);
    assert!(met.outdated * 50 < met.took.len(), "{} of {}", met.outdated, met.took.len());
}

#[test]
fn a_thousand_requests_and_two_hundred_streams_while_entries_change() {
    let _alone = alone();
    // What a clerk's machine gives a program that does not ask for more.
    let it = Crowd::begin("ulimit -Sn 1024");
    let (met, cost) = it.read_by(READERS, STREAMS, duration());
    assert!(cost.files[1] == 0 || cost.files[1] >= READERS + STREAMS, "{:?}", cost.files);
    is_bounded(&met, &cost);
    // It ends at once, whoever is still there.
    let crowd = Readers::start(it.preview.port(), READERS);
    sleep(Duration::from_secs(1));
    let start = Instant::now();
    it.preview.stop();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    crowd.stop();
}

#[test]
fn the_same_where_the_system_gives_no_more_than_1024_files() {
    let _alone = alone();
    let it = Crowd::begin("ulimit -n 1024");
    let (met, cost) = it.read_by(READERS, STREAMS, duration() / 2);
    assert!(cost.files[1] <= 1024, "{:?}", cost.files);
    is_bounded(&met, &cost);
    it.preview.stop();
}
