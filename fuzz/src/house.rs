//! A workspace to try bytes in, and what must hold of every finding.

use std::fs;
use std::path::PathBuf;

use jianbao::testing::{Diagnostic, IssueId, IssueNumber, Press, Span, Workspace, code};
use tempfile::TempDir;

/// The issue that is tried.
pub const ISSUE: IssueId = IssueId { year: 2024, number: IssueNumber::Regular(1) };

/// The settings of the house: every part of the page is there.
pub const SETTINGS: &str = "\
name: 工作简报
prefix: 某市环境保护
issuer: 某市环境保护督察工作领导小组办公室
columns:
  - {id: lead, kind: inspection}
  - {id: county, title: 县区动态, mark: ◆, kind: update}
distribution:
  report: [省委、省政府]
  send: [市环委会各成员单位]
  issue: [各县（市、区）]
  copies: 120
sign-off: {editor: 甲, reviewer: 乙, approver: 丙}
";

/// What is known of the issue.
pub const HEAD: &str = "\
number: 1
date: 2024-01-15
classification: 内部资料
serial: \"000028\"
";

/// The people and places of the house.
pub const ROSTER: &str = "\
people:
  - name: 张祥
    posts: [{post: 副市长}]
counties: [朔城区, 平鲁区, 山阴县]
";

/// A workspace with one issue, in a temporary folder that goes with it.
pub struct House {
    /// The workspace.
    pub workspace: Workspace,
    /// The folder of its issue.
    pub folder: PathBuf,
    /// Settings, templates and fonts, made ready.
    pub press: Press,
    _dir: TempDir,
}

impl House {
    /// A workspace with these entries, by name and text.
    pub fn new(entries: &[(&str, &str)]) -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let folder = dir.path().join("2024/001");
        fs::create_dir_all(&folder).expect("folders");
        let write = |path: PathBuf, text: &str| fs::write(path, text).expect("a file");
        write(dir.path().join("jianbao.yaml"), SETTINGS);
        write(dir.path().join("roster.yaml"), ROSTER);
        write(folder.join("issue.yaml"), HEAD);
        for (name, text) in entries {
            write(folder.join(name), text);
        }
        let workspace = Workspace::open(dir.path()).expect("a workspace");
        let press = Press::new(&workspace).expect("a readable workspace");
        Self { workspace, folder, press, _dir: dir }
    }

    /// Writes a file of the issue.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.join(name), bytes).expect("a file");
    }

    /// Deletes a file of the issue, if it is there.
    pub fn remove(&self, name: &str) {
        let _ = fs::remove_file(self.folder.join(name));
    }
}

/// The first byte, by which a target chooses what it does, and the rest.
pub fn choice(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}

/// Every finding says something, points into its file, and is not about our own templates.
pub fn sound(findings: &[Diagnostic]) {
    for finding in findings {
        assert!(!finding.message.trim().is_empty(), "{finding:?}");
        assert!(finding.code != code::TEMPLATE, "{finding:?}");
        assert!(finding.code != code::TYPESET, "{finding:?}");
        finding.span.iter().for_each(within);
        finding.fix.iter().for_each(|edit| within(&edit.span));
    }
}

fn within(span: &Span) {
    assert!(span.file.text.get(span.range.clone()).is_some(), "{span:?}");
    let (line, column) = span.line_column();
    assert!(line >= 1 && column >= 1, "{span:?}");
}
