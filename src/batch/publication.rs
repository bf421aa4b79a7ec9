//! What the register says of an issue as it is set, and what its PDF says of itself.
//!
//! Writes nothing.

use chrono::{DateTime, FixedOffset};

use super::build::Batch;
use super::inputs::{Ingredients, Seen, VERSION};
use crate::compose::{Attachment, Composer};
use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::issue::{Press, Proof, Setting};
use crate::model::{Digest, Publication};
use crate::read;
use crate::typeset::engine_version;
use crate::workspace::{ISSUE_FILE, PROVENANCE_FILE, SETTINGS_FILE, alike, fault, fs, is_portable};

/// How the names of built-in profiles begin in the register.
pub const PROFILES: &str = "内置版式/";

impl Batch<'_> {
    /// What the register would say of an issue as it is set now, as a first edition.
    pub fn publication(
        &self,
        press: &Press,
        proof: &Proof,
        made_of: &Ingredients,
        at: DateTime<FixedOffset>,
    ) -> Publication {
        let issue = &proof.issue;
        let files = made_of.files.iter();
        let sources =
            files.clone().filter(|file| Self::is_used(proof, &file.path)).map(Seen::digest);
        let shared = files.filter(|file| is_shared(&file.path));
        let built_in = [
            Digest {
                path: "内置模板".to_owned(),
                sha256: fs::sha256(Composer::built_in().as_bytes()),
            },
            Digest {
                path: format!("{PROFILES}{}", issue.profile),
                sha256: fs::sha256(read::profile_source(issue.profile).as_bytes()),
            },
        ];
        Publication {
            id: issue.id,
            edition: 1,
            turn: 1,
            reason: None,
            total: issue.total,
            date: issue.date,
            recorded: at,
            titles: issue
                .entries
                .iter()
                .map(|entry| entry.title_or_composed().value.replace('|', ""))
                .collect(),
            pages: proof.pages,
            pdf: Digest { path: self.key(&self.target(issue.id)), sha256: fs::sha256(&proof.pdf) },
            earlier: None,
            others: Vec::new(),
            attached: false,
            profile: issue.profile.to_owned(),
            tool: format!("jianbao {VERSION}（typst {}）", engine_version()),
            sources: sources.collect(),
            shared: shared.map(Seen::digest).chain(built_in).collect(),
            fonts: press.fonts_used(proof).into(),
            unread: None,
            rebuilt: None,
            withdrawn: None,
        }
    }

    /// Whether a file of the issue's folder is on its pages: entries put aside are not issued.
    fn is_used(proof: &Proof, path: &str) -> bool {
        let name = path.strip_prefix(&*proof.folder.shown).and_then(|rest| rest.strip_prefix('/'));
        let Some(name) = name else { return false };
        name == ISSUE_FILE
            || proof.issue.entries.iter().any(|entry| entry.file == name)
            || proof.pictures().iter().any(|picture| picture.path == name)
    }

    /// The issue set once more, with its sources in it.
    pub fn with_sources(
        &self,
        press: &Press,
        proof: &Proof,
        made_of: &Ingredients,
        at: DateTime<FixedOffset>,
    ) -> Result<Result<Proof, Vec<Diagnostic>>, Error> {
        let publication = self.publication(press, proof, made_of, at);
        let mut files = vec![Attachment {
            path: PROVENANCE_FILE.to_owned(),
            about: "排出这份 PDF 的程序、版式和字体".to_owned(),
            bytes: read::provenance(&publication).into_bytes(),
        }];
        let own = publication.sources.iter().chain(&*publication.shared);
        for file in own.filter(|file| made_of.files.iter().any(|seen| seen.path == file.path)) {
            let path = self.workspace.root().join(&file.path);
            let bytes = self.workspace.bytes(&path, u64::MAX - 1)?.unwrap_or_default();
            if fs::sha256(&bytes) != file.sha256 {
                return Err(Error::Changed { path });
            }
            let about = if file.path.starts_with("templates/") {
                "模板"
            } else if file.path.contains("/assets/") {
                "图片"
            } else {
                "稿件和设置"
            };
            files.push(Attachment { path: file.path.clone(), about: about.to_owned(), bytes });
        }
        let correction = proof.correction.clone();
        let how = Setting { attachments: files, correction, ..Setting::default() };
        let proof = press.proof(publication.id, how)?;
        Ok(proof.value.ok_or(proof.diagnostics))
    }
}

/// Findings for sources that could not be given back everywhere under their names: errors where they
/// are to be attached, warnings otherwise.
pub fn unportable(publication: &Publication) -> Vec<Diagnostic> {
    let files = publication.sources.iter().chain(&*publication.shared);
    let paths: Vec<&str> = files.map(|file| file.path.as_str()).collect();
    let finding = |what: String, help: &str| {
        if publication.attached {
            Diagnostic::error(code::FILE_NAME, format!("{what}，不能附在 PDF 里")).help(help)
        } else {
            Diagnostic::warning(code::FILE_NAME, what).help(help)
        }
    };
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| !is_portable(path)) {
        let why = path.split('/').find_map(fault).unwrap_or_else(|| "太长".to_owned());
        let help = "给文件改名，不用 ? * : \" < > | 这些字符；引用它的地方也要改";
        found.push(finding(format!("「{path}」的文件名{why}"), help));
    }
    // Whoever copies them to Windows gets one of the two.
    for (one, other) in alike(paths.iter().copied()) {
        let what = format!("「{one}」和「{other}」只差大小写，在 Windows 上是同一个文件");
        found.push(finding(what, "给其中一个文件改名；引用它的地方也要改"));
    }
    found
}

/// Whether a file is one that issues have in common: the house's settings or a template.
pub fn is_shared(path: &str) -> bool {
    path == SETTINGS_FILE || path.starts_with("templates/")
}
