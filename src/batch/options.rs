//! How issues are built.

use std::path::PathBuf;
use std::sync::Arc;

use super::interrupt::Interrupt;
use crate::export::Output;

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Folder for the PDFs; `out/` in the workspace where `None`.
    pub out: Option<PathBuf>,
    /// Set a watermark 草稿; the file is called `…-草稿.pdf`, so that the final one stays.
    pub draft: bool,
    /// Write the generated Typst files beside the PDF, into a folder `….typ`.
    pub keep_typ: bool,
    /// What is made of an issue besides its PDF, and written beside it.
    pub outputs: Vec<&'static Output>,
    /// Pass over issues whose PDF is there and could only come out the same.
    pub stale_only: bool,
    /// How many threads; as many as there are cores where `None`.
    pub jobs: Option<usize>,
    /// The program that runs: when it changes, so may every page.
    pub program: Option<PathBuf>,
    /// By which the batch can be stopped.
    pub interrupt: Option<Arc<Interrupt>>,
}
