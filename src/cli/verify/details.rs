//! What is told of an issue that was verified, below its verdict: what differs and why.

use super::alike::Sorted;
use super::words::{forms, input, looks, texts};
use crate::archive::{Stored, told};
use crate::batch::InputKind;
use crate::model::IssueId;
use crate::pdf::{Difference, Verdict};
use crate::publish::{Companion, InputChange, Remade, Verification, WrongEntry};
use crate::workspace::fs;

/// What differs and why, a line each: of `at` among all what is its own, where others differ alike.
pub fn details(verification: &Verification, sorted: &Sorted, at: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(failure) = &verification.failure {
        lines.push(failure.to_string());
    }
    if let Remade::Unreadable(why) = &verification.outcome {
        lines.push(why.to_string());
    }
    let group = sorted.group(at);
    if let Remade::Differs(Some(difference), _) = &verification.outcome {
        if group.is_none() {
            lines.extend(pages(difference));
        }
        lines.extend(texts(&sorted.texts(verification, at)));
        if group.is_none() {
            lines.extend(forms(difference));
            if difference.verdict() == Verdict::Looks {
                lines.extend(looks(difference));
            }
        }
    }
    lines.extend(kept(verification));
    let id = verification.id;
    lines.extend(verification.others.iter().filter_map(|other| companion(other, id)));
    let differs = !matches!(verification.outcome, Remade::Same);
    let is_known = verification.register.is_some() || verification.failure.is_some();
    if differs && verification.inputs.is_empty() && !is_known {
        lines.push("稿件、设置、模板、字体和程序版本都与印发时相同".to_owned());
    }
    let own = |change: &&InputChange| group.is_none() || change.kind == InputKind::Source;
    lines.extend(verification.inputs.iter().filter(own).map(input));
    if group.is_some() {
        lines.push("其余与别的各期一样，见后面".to_owned());
    }
    lines
}

/// What is wrong with what was kept, or with what the register says of it.
fn kept(verification: &Verification) -> Option<String> {
    let pdf = &verification.publication.pdf;
    match &verification.register {
        Some(WrongEntry::Digest) => {
            return Some(format!(
                "存档的 {} 与现在排出来的一模一样，是 ledger.yaml 里登记的指纹 {}… 不对；从备份取回 ledger.yaml",
                pdf.path,
                pdf.sha256.get(..12).unwrap_or_default()
            ));
        }
        Some(WrongEntry::Path(path)) => {
            let outside = if fs::is_below(&pdf.path) { "" } else { "（不在工作区里）" };
            return Some(format!(
                "印发的 PDF 在 {path}，ledger.yaml 里登记的路径却是 {}{outside}；从备份取回 ledger.yaml",
                pdf.path
            ));
        }
        None => {}
    }
    if let Some(loss) = &verification.lost {
        return Some(format!("{} {}", pdf.path, told(loss)));
    }
    match verification.stored {
        Stored::Missing => {
            let again = match verification.outcome {
                Remade::Same => format!("，或用 jianbao build {} 补上", verification.id),
                _ => String::new(),
            };
            Some(format!(
                "存档的应在 {}；从备份取回{again}；确已遗失的，登记下来：jianbao register lost {} --reason \"原因\"",
                pdf.path, pdf.path
            ))
        }
        Stored::Altered => Some(format!(
            "{} 的指纹与登记的 {}… 不符，请从备份取回原件",
            pdf.path,
            pdf.sha256.get(..12).unwrap_or_default()
        )),
        Stored::Whole => None,
    }
}

/// What there is to say of a file that was issued beside the PDF.
fn companion(other: &Companion, id: IssueId) -> Option<String> {
    let path = &other.path;
    match (other.stored, other.same) {
        (Stored::Whole, Some(true) | None) => None,
        (Stored::Whole, Some(false)) => {
            Some(format!("{path} 与印发的一致；现在的程序写出来的与它不同"))
        }
        (Stored::Missing, Some(true)) => {
            Some(format!("{path} 不见了，请从备份取回，或用 jianbao build {id} 补上（没有印章的）"))
        }
        (Stored::Missing, _) => Some(format!("{path} 不见了，请从备份取回")),
        (Stored::Altered, _) if other.sealed => {
            Some(format!("{path} 加盖了电子印章或签名，内容与印发的一致"))
        }
        (Stored::Altered, Some(true)) => {
            Some(format!("{path} 与登记的不符，又不只是加盖了电子印章，可能被人改过，请从备份取回"))
        }
        (Stored::Altered, _) => Some(format!(
            "{path} 与登记的不符：可能加盖了电子印章，也可能被人改过，现在的程序无法判断，请在阅读软件里核对"
        )),
    }
}

/// How many pages, and from which on they differ.
fn pages(difference: &Difference) -> Vec<String> {
    let mut lines = Vec::new();
    let (then, now) = difference.pages;
    if then != now {
        lines.push(format!("页数：{then} 页 → {now} 页"));
    }
    if let Some(page) = difference.first_differing_page {
        lines.push(format!("从第 {page} 页起不同"));
    }
    lines
}
