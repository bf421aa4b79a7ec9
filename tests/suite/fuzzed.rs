//! The inputs that the fuzzers keep, through the very functions that the fuzzers call.
//!
//! What a fuzzer found once stays in `fuzz/corpus/`, so that it is tried on every run of the tests,
//! which build no fuzzer.

use std::fs;
use std::path::Path;

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
        let tried = std::thread::Builder::new().stack_size(STACK).spawn(move || {
            for path in inputs {
                let bytes = fs::read(&path).expect("an input");
                // Said only if the run fails: which input it was.
                eprintln!("{}", path.display());
                run(&bytes);
            }
        });
        let tried = tried.expect("a thread").join();
        assert!(tried.is_ok(), "{name}: the last input named above");
    }
}
