//! What verifying came to, for programs.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::alike::Sorted;
use super::words::{forms, input, verdict};
use crate::archive::Stored;
use crate::publish::{Remade, Verification, WrongEntry};

/// One issue, `at` among all.
pub fn in_json(
    verification: &Verification,
    sorted: &Sorted,
    done: &[Verification],
    at: usize,
) -> Value {
    let (difference, pictures) = match &verification.outcome {
        Remade::Differs(difference, pictures) => (difference.as_deref(), &pictures[..]),
        _ => (None, &[][..]),
    };
    let pictures: Vec<&PathBuf> = pictures.iter().map(|picture| &picture.path).collect();
    json!({
        "issue": verification.id.to_string(),
        "edition": verification.publication.edition,
        "same": matches!(verification.outcome, Remade::Same),
        "stored": match verification.stored {
            Stored::Whole => "whole",
            Stored::Missing => "missing",
            Stored::Altered => "altered",
        },
        "lost": verification.lost.as_ref().map(|loss| loss.reason.clone()),
        "verdict": verdict(verification),
        "pages": difference.map(|difference| [difference.pages.0, difference.pages.1]),
        "first-differing-page": difference.and_then(|difference| difference.first_differing_page),
        "text": difference.map(|difference| difference.text.iter().map(|change| json!({
            "kept-page": change.kept_page,
            "new-page": change.new_page,
            "removed": change.removed,
            "added": change.added,
        })).collect::<Vec<_>>()),
        "looks": difference.map(|difference| difference.looks.iter().map(|looks| json!({
            "page": looks.page,
            "share": looks.share,
        })).collect::<Vec<_>>()),
        "layout": difference.map(forms),
        "alike": sorted.group(at).map(|group| json!({
            "with": group.members.iter().map(|at| done[*at].id.to_string()).collect::<Vec<_>>(),
            "all-of-it": sorted.is_all(done, at),
            "what": group.what,
            "picture": group.picture,
        })),
        "pictures": pictures,
        "inputs": verification.inputs.iter().map(input).collect::<Vec<_>>(),
        "register": verification.register.as_ref().map(|wrong| match wrong {
            WrongEntry::Digest => "wrong-digest",
            WrongEntry::Path(_) => "wrong-path",
        }),
        "others": verification.others.iter().map(|other| json!({
            "path": other.path,
            "stored": match other.stored {
                Stored::Whole => "whole",
                Stored::Missing => "missing",
                Stored::Altered => "altered",
            },
            "same": other.same,
            "sealed": other.sealed,
        })).collect::<Vec<_>>(),
        "failure": verification.failure.as_ref().map(ToString::to_string),
    })
}
