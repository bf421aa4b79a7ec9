//! Several runs in one workspace at once, and clocks that go wrong: what stands there is right.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::project::Project;
use crate::shaking::{ISSUES, archive, pdfs, start, undisturbed};

#[test]
fn two_builds_at_once() {
    let project = archive();
    for round in 0..3 {
        let mut both = [(); 2].map(|()| start(&project, ["build", "--all", "--force"]));
        for child in &mut both {
            assert!(child.wait().expect("it ends").success(), "{round}");
        }
        assert!(pdfs(&project.path("out")) == undisturbed(&project), "{round}");
        // What both remembered is sound: nothing is built again, nothing is damaged.
        let output = project.run(["build", "--all"]);
        assert_eq!(output.stdout.matches("没有变化").count(), ISSUES + 1, "{output}");
        assert!(!output.stdout.contains("损坏"), "{output}");
    }
}

#[test]
fn built_while_somebody_issues() {
    let project = archive();
    for (round, reason) in ["更正一", "更正二", "更正三"].into_iter().enumerate() {
        crate::shaking::set_copies(&project, 100 + round as u32);
        // With their sources in them, the issued PDFs are others than those that are built.
        let issuing = start(&project, ["publish", "--all", "--reissue", reason, "--attach"]);
        let building = start(&project, ["build", "--all", "--force"]);
        for mut child in [issuing, building] {
            assert!(child.wait().expect("it ends").success(), "{round}");
        }
        let output = project.run(["verify", "--all"]);
        let same = format!("核对 {ISSUES} 期：一致 {ISSUES} 期\n");
        assert!(output.stdout.ends_with(&same), "{round}: {output}");
    }
}

fn set_time(project: &Project, path: &str, time: SystemTime) {
    let file = File::options().append(true).open(project.path(path)).expect("opened");
    file.set_modified(time).expect("dated");
}

/// How many issues the next run builds.
fn built(project: &Project, issues: usize) -> usize {
    let output = project.run(["build", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    issues - output.stdout.lines().filter(|line| line.contains("页　没有变化")).count()
}

#[test]
fn dates_that_lie() {
    const ENTRY: &str = "2024/001/10-a.md";
    let text = |word: &str| format!("---\ntitle: 标题\n---\n工作{word}推进。\n");
    let project = Project::with_body("一").entry(ENTRY, &text("有序"));
    let now = SystemTime::now();
    assert_eq!(built(&project, 1), 1);
    let far = Duration::from_secs(70 * 365 * 24 * 3600);
    let near = Duration::from_secs(3600);
    let times = [now + far, now - far, SystemTime::UNIX_EPOCH - far, now - near, now + near];
    for (round, time) in times.into_iter().enumerate() {
        for dated in [&[ENTRY][..], &["out/2024-001.pdf"], &["jianbao.yaml", "2024/001/issue.yaml"]]
        {
            for path in dated {
                set_time(&project, path, time);
            }
            assert_eq!(built(&project, 1), 0, "{round}: {dated:?}");
        }
        // Of the same length, and dated as before.
        let word = ["稳步", "有序"][round % 2];
        fs::write(project.path(ENTRY), text(word)).expect("written");
        set_time(&project, ENTRY, time);
        #[cfg(unix)]
        assert_eq!(built(&project, 1), 1, "{round}");
    }
}
