//! The integration tests, in one binary: each binary would link all of typst once more.
//!
//! They run the real program on projects in temporary folders and look at what a clerk would see:
//! the exit code, the words on the screen, the PDF. Measuring is done by other programs (poppler,
//! qpdf), so that the program does not judge itself; see `outside`.

#[path = "../../benches/archive/generate.rs"]
mod generate;
mod project;

/// What the fuzzers do with their bytes.
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

#[expect(dead_code, reason = "the bench of the preview asks more of a browser")]
mod browser;
mod measure;
mod outside;
mod shaking;
mod stranger;

mod again;
mod archive_numbers;
mod batch;
mod beginning;
mod check;
mod check_across;
mod check_harms;
mod check_hostile;
mod circles;
mod commands;
mod commonmark;
mod containment;
mod corrections;
mod daily;
mod dictionary;
mod dictionary_trie;
mod documents;
mod drawings;
mod exceptions;
mod extract;
mod faults;
mod finding;
mod findings;
mod footnotes;
mod fuzzed;
mod gallery;
mod guide;
mod hostile;
mod import_hostile;
mod import_symbols;
mod importing;
mod importing_pictures;
mod inside;
mod intake;
mod intake_issues;
mod issue28;
mod joint_issues;
mod judged;
mod lengths;
mod limits;
mod links;
mod made_up;
mod moves;
mod ofd;
mod overflow;
mod packaging;
mod page_settings;
mod pages;
mod pictures;
mod pictures_size;
mod placed;
mod places;
mod preview;
mod preview_crowds;
mod preview_once;
mod preview_safety;
mod privacy;
mod publishing;
mod recognising;
mod register;
mod register_lost;
mod rules;
mod schemas;
mod second_reader;
mod selection;
mod standing;
mod supply;
mod surroundings;
mod tables;
mod taken_out;
mod text_layer;
mod tidy;
mod tidy_paths;
mod verbs;
mod verifying;
mod verifying_alike;
mod versions;
mod waiting;
mod watching;
mod whole_issue;
mod windows;
mod word_copy;
mod word_office;
mod workbench;
mod workbench_at_once;
