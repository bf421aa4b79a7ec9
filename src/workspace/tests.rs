//! A made-up workspace for the tests of all rooms that need one on the disk.

use std::fs;

use tempfile::TempDir;

use super::Workspace;

/// A workspace of these files in a folder that goes with the first value.
pub fn made_up<T: AsRef<[u8]>>(files: &[(&str, T)]) -> (TempDir, Workspace) {
    let dir = TempDir::new().expect("a folder");
    for (path, content) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, content).expect("written");
    }
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    (dir, workspace)
}

/// The same with one issue, 2024/1, of one entry.
pub fn one_issue() -> (TempDir, Workspace) {
    made_up(&[
        ("jianbao.yaml", "name: 工作简报\nissuer: 市政府办公室\n"),
        ("2024/001/issue.yaml", "number: 1\ndate: 2024-01-02\n"),
        ("2024/001/20-b.md", "---\ntitle: 标题\n---\n正文。\n"),
    ])
}
