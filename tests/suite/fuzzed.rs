//! The inputs that the fuzzers keep, through the very functions that the fuzzers call.
//!
//! What a fuzzer found once stays in `fuzz/corpus/`, so that it is tried on every run of the tests,
//! which build no fuzzer.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::thread::Builder;

use crate::fuzz::TARGETS;

/// As much as the program gives its own workers; a thread of a test has less.
const STACK: usize = 16 * 1024 * 1024;

#[test]
fn kept_inputs_of_the_fuzzers() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, run) in TARGETS {
        let folder = corpora.join(name);
        let mut inputs: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("a readable folder").path())
            .collect();
        inputs.sort();
        assert!(inputs.len() >= 10, "{} has {} inputs", folder.display(), inputs.len());
        let failed = move |path: &PathBuf| {
            let bytes = fs::read(path).expect("an input");
            catch_unwind(|| run(&bytes)).is_err()
        };
        let tried = Builder::new().stack_size(STACK);
        let tried = tried.spawn(move || inputs.into_iter().find(failed)).expect("a thread");
        let failed = tried.join().expect("caught");
        assert!(failed.is_none(), "{name}: {failed:?}");
    }
}
