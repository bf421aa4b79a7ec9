//! Running totals that fall: 累计完成3200户, where an issue before told of 3400.

use super::totals::totals;
use super::{Archive, FALLING_TOTAL};
use crate::check::{Draft, Findings};

/// Holds the running totals of an issue against those of the issues of its year before it.
pub(super) fn check(draft: &Draft<'_>, archive: &Archive, out: &mut Findings<'_>) {
    let id = draft.issue.id;
    for story in &draft.stories {
        let Some(source) = story.entry.source.as_ref().map(|source| source.as_str()) else {
            continue;
        };
        for passage in story.body() {
            for (total, range) in totals(&passage.text) {
                let total = total.of(source);
                let before = archive
                    .totals(total.key)
                    .filter(|(kept, _)| kept.id.year == id.year && kept.id < id)
                    .filter(|(_, other)| other.value > total.value)
                    .max_by_key(|(kept, _)| kept.id);
                let Some((kept, _)) = before else { continue };
                let shown = &passage.text[range.clone()];
                let message = format!("「{shown}」比 {} 的「{}」报的少", kept.id, kept.file);
                out.tell(FALLING_TOTAL, passage, range, message, "向报送单位核实，哪一期写错了");
            }
        }
    }
}
