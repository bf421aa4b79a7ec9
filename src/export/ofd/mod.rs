//! A laid-out issue → OFD (GB/T 33190-2016), the format in which offices exchange and archive documents.
//!
//! A zip with XML in it: pages on which every character stands where it stands in the PDF, since both
//! are made of the same frames. Only what readers agree on is written. Neither signs nor seals: the
//! office's own system puts that on afterwards.

mod document;
mod faces;
mod package;
mod page;
mod particulars;
mod seal;
mod sfnt;
mod xml;

use std::path::Path;

use super::{Export, LaidOut};
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::typeset::Scene;
use document::{Document, Ids};
use faces::Faces;
use package::Package;
use particulars::{Particulars, Unfit};

/// The OFD of an issue.
pub struct Ofd;

impl Export for Ofd {
    fn extension(&self) -> &'static str {
        "ofd"
    }

    fn is_signed(&self, kept: &[u8]) -> bool {
        seal::is_signed(kept)
    }

    fn is_sealed(&self, made: &[u8], kept: &[u8]) -> bool {
        seal::is_sealed(made, kept)
    }

    fn bytes(&self, it: &LaidOut<'_>) -> Checked<Vec<u8>> {
        match ofd(&it.typeset.scene(), &particulars(it)) {
            Ok(bytes) => Checked { value: Some(bytes), diagnostics: Vec::new() },
            Err(unfit) => Checked { value: None, diagnostics: vec![finding(&unfit)] },
        }
    }
}

fn finding(unfit: &Unfit) -> Diagnostic {
    let help = match unfit {
        Unfit::Restricted(_) | Unfit::Broken(_) => {
            "把这个字体从工作区的 fonts 文件夹里移走，换一个许可放进文件、完整的"
        }
        Unfit::TooLarge => "把这一期分成几期",
    };
    Diagnostic::error(code::TYPESET, format!("无法生成 OFD：{unfit}")).help(help)
}

/// What the file of an issue says of itself.
fn particulars(it: &LaidOut<'_>) -> Particulars {
    let LaidOut { issue, document, .. } = it;
    let mut custom = vec![("期号".to_owned(), issue.id.to_string())];
    custom.extend(issue.total.map(|total| ("总期号".to_owned(), total.to_string())));
    if let Some(mark) = it.mark {
        custom.push(("版次".to_owned(), mark.edition.to_string()));
        if mark.turn > 1 {
            custom.push(("印发次数".to_owned(), mark.turn.to_string()));
        }
        custom.push(("稿件指纹".to_owned(), mark.sources.clone()));
    }
    let texts = document.attachments.iter().filter(|file| is_text(&file.path));
    Particulars {
        identity: document.identity.clone(),
        date: document.date,
        title: format!("{}{}", issue.masthead.plain_name(), issue.id.number.spoken()),
        creator: ("jianbao".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        custom,
        attachments: texts.map(|file| (file.path.clone(), file.bytes.clone())).collect(),
        archive: !document.draft,
    }
}

/// Whether a source is a text: pictures stand on the pages as they are.
fn is_text(path: &str) -> bool {
    let ending = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["md", "yaml", "yml", "typ", "txt"].contains(&ending.as_str())
}

/// The file: the same for the same pages and particulars, byte for byte.
///
/// # Errors
/// [`Unfit`] where a face may not or cannot be put into it.
fn ofd(scene: &Scene, about: &Particulars) -> Result<Vec<u8>, Unfit> {
    let faces = Faces::new(scene)?;
    let mut ids = Ids::default();
    let mut package = Package::default();
    let document = Document::new(scene, &faces, &mut ids);
    for (index, drawn) in scene.pages.iter().enumerate() {
        let content = page::content(drawn, &document, &faces, &mut ids);
        package.text(&format!("Doc_0/Pages/Page_{index}/Content.xml"), content);
    }
    document.write(scene, about, faces, &mut ids, &mut package);
    package.finish(about, scene)
}
