//! Nothing in the repository says where it lay on somebody's machine.

use std::fs;

use crate::project::repository;
use crate::tidy::{collect, shown};

#[test]
fn no_path_of_a_machine_is_written_down() {
    let mut files = Vec::new();
    collect(repository(), &mut files);
    // In pieces, or this file would be the first to be found.
    let marks =
        [["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/wo", "rk/"], ["C:\\", "Users"]];
    let mut wrong = Vec::new();
    for path in files {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (index, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(&mark.concat())) {
                wrong.push(format!("{}:{}", shown(&path), index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
