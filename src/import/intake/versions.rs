//! What is a new version of what, and what is only like it.
//!
//! Every county calls its dispatch 简报.docx, and many give it the title 工作动态. A version has the
//! name, the title and the unit of an entry, or is its text going on; anything else is a dispatch of
//! its own, and what it is like is told.

use std::collections::BTreeMap;
use std::path::Path;

use super::plan::Kept;
use super::{Intake, Item, Outcome, Plan};
use crate::archive;
use crate::error::Error;
use crate::import::bare::plain;
use crate::import::document::Block;
use crate::import::place::ENTRY;
use crate::import::recognise::{Dispatch, units};
use crate::import::sources::Source;
use crate::model::Entry;
use crate::read;
use crate::workspace::fs;

/// The largest original that is looked into again, in bytes.
const ORIGINAL: u64 = 48 << 20;
/// How much of a text is compared, in characters.
const COMPARED: usize = 20_000;
/// How many likenesses of a dispatch are told.
const MOST: usize = 3;

/// How a dispatch stands to an entry whose original came under the same name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// It is a new version of it.
    Version,
    /// It has its title, and another unit.
    OtherUnit,
    /// It has its title; of one of the two nobody knows the unit, or the texts are others.
    UnitUnknown,
    /// It has its unit, and another title.
    OtherTitle,
    /// It has nothing of it but the name.
    NameOnly,
}

fn title_of(dispatch: &Dispatch) -> Option<String> {
    dispatch.title.as_ref().map(|title| plain(&title.value))
}

fn unit_of(dispatch: &Dispatch) -> Option<String> {
    dispatch.source.as_ref().map(|source| plain(&source.value)).filter(|unit| !unit.is_empty())
}

fn text_of(dispatch: &Dispatch) -> String {
    let paragraphs = dispatch.body.iter().flat_map(Block::paragraphs);
    let text: String = paragraphs.map(|paragraph| plain(&paragraph.text())).collect();
    text.chars().take(COMPARED).collect()
}

/// Whether two texts have more than half of their pairs of characters in common.
fn are_alike(one: &str, other: &str) -> bool {
    let pairs = |text: &str| {
        let mut pairs: BTreeMap<(char, char), usize> = BTreeMap::new();
        for pair in text.chars().zip(text.chars().skip(1)) {
            *pairs.entry(pair).or_default() += 1;
        }
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let common: usize =
        one.iter().map(|(pair, times)| *times.min(other.get(pair).unwrap_or(&0))).sum();
    let all: usize = one.values().chain(other.values()).sum();
    4 * common > all
}

impl Intake<'_> {
    /// Decides of all plans which are versions, and what the others are like.
    ///
    /// # Errors
    /// [`Error::Read`] when something that is there cannot be read.
    pub(super) fn versions(&mut self, items: &mut [Item]) -> Result<(), Error> {
        let entries = self.entries();
        let mut before: BTreeMap<(String, Option<String>), String> = BTreeMap::new();
        for item in items {
            let Outcome::Entry(plan) = &mut item.outcome else { continue };
            plan.earlier = None;
            plan.likeness.clear();
            self.against_namesakes(plan, &entries)?;
            if plan.earlier.is_none() {
                self.against_what_is_out(plan);
                self.against_twins(plan, &entries);
                self.against_other_issues(plan)?;
            }
            let Some(title) = title_of(&plan.dispatch) else { continue };
            let key = (title, unit_of(&plan.dispatch));
            match before.get(&key) {
                Some(other) => plan.likeness.push(format!(
                    "与这次一起导入的「{other}」同标题、同单位，内容不同；若是一份稿件的两稿，删去旧的那一篇"
                )),
                None => drop(before.insert(key, item.shown.clone())),
            }
        }
        Ok(())
    }

    /// The entries of the issue, by their paths as shown; those that wait among them.
    fn entries(&self) -> BTreeMap<String, Entry> {
        let shown = |file: &str| self.workspace.display(&self.folder.join(file));
        self.issue.entries.iter().map(|entry| (shown(&entry.file), entry.clone())).collect()
    }

    /// Against entries whose originals came under the same name.
    fn against_namesakes(
        &mut self,
        plan: &mut Plan,
        entries: &BTreeMap<String, Entry>,
    ) -> Result<(), Error> {
        let here = self.workspace.display(&self.folder);
        let mut versions = Vec::new();
        for entry in self.known.entries_named(&here, &plan.name) {
            let told = match self.likeness(plan, &entry, entries.get(&entry))? {
                Likeness::Version => {
                    versions.push(entry);
                    continue;
                }
                Likeness::NameOnly => continue,
                Likeness::OtherUnit => {
                    format!("与 {entry} 的原稿同名、同标题，单位不同，作为另一份稿件导入")
                }
                Likeness::UnitUnknown => format!(
                    "与 {entry} 的原稿同名、同标题，看不出是不是同一个单位的，作为另一份稿件导入；\
                     若是那一份的新版，删去旧的那一篇"
                ),
                Likeness::OtherTitle => format!(
                    "与 {entry} 的原稿同名而标题不同，作为另一份稿件导入；\
                     若是那一份的新版，删去旧的那一篇"
                ),
            };
            if plan.likeness.len() < MOST {
                plan.likeness.push(told);
            }
        }
        // Of several, the one whose text it has most of is the last thing that would be guessed.
        let text = text_of(&plan.dispatch);
        plan.earlier = match versions.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            several => {
                let alike = |entry: &&String| {
                    let kept = self.known.original_of(entry).and_then(|path| self.kept.get(path));
                    kept.and_then(Option::as_ref).is_some_and(|kept| are_alike(&kept.text, &text))
                };
                several.iter().find(alike).or(several.first()).cloned()
            }
        };
        let Some(entry) = &plan.earlier else { return Ok(()) };
        plan.likeness.clear();
        if self.is_held(entry) {
            plan.dispatch.hold = true;
            plan.likeness
                .push("原来的稿件写着「暂缓: 是」，换了新稿照旧；要用的，删去这一行".to_owned());
        }
        Ok(())
    }

    fn likeness(
        &mut self,
        plan: &Plan,
        entry: &str,
        read: Option<&Entry>,
    ) -> Result<Likeness, Error> {
        let Some(path) = self.known.original_of(entry).map(Path::to_owned) else {
            return Ok(Likeness::NameOnly);
        };
        if !self.kept.contains_key(&path) {
            let kept = self.look_at(&path);
            let kept = kept.map(|it| Kept {
                title: title_of(&it),
                source: unit_of(&it),
                text: text_of(&it),
            });
            self.kept.insert(path.clone(), kept);
        }
        let kept = self.kept.get(&path).and_then(Option::as_ref);
        // What somebody has corrected in the entry counts as much as what was recognized.
        let field = |text: Option<&crate::diagnostic::Text>| {
            text.map(|text| plain(text.as_str())).filter(|text| !text.is_empty())
        };
        let waiting = if read.is_none() { self.waiting(entry) } else { None };
        let read = read.or(waiting.as_ref());
        let titles = [
            kept.and_then(|kept| kept.title.clone()),
            read.and_then(|entry| field(entry.title.as_ref())),
        ];
        let units = [
            kept.and_then(|kept| kept.source.clone()),
            read.and_then(|entry| field(entry.source.as_ref())),
        ];
        let title = title_of(&plan.dispatch);
        let same_title = match &title {
            Some(title) => titles.iter().flatten().any(|own| own == title),
            None => titles[0].is_none(),
        };
        let unit = unit_of(&plan.dispatch);
        let same_unit =
            unit.as_ref().is_some_and(|unit| units.iter().flatten().any(|own| own == unit));
        let both_known = unit.is_some() && units.iter().any(Option::is_some);
        let alike = || kept.is_some_and(|it| are_alike(&it.text, &text_of(&plan.dispatch)));
        // 县政府办公室 is in every county, and 工作动态 is what they all send.
        let names_place = unit.as_deref().is_some_and(|unit| self.names_place(unit));
        if same_unit && same_title && title.is_some() && (names_place || alike()) {
            return Ok(Likeness::Version);
        }
        let is_of_another = both_known && !same_unit;
        if !is_of_another {
            if self.goes_on(plan, &path)? {
                return Ok(Likeness::Version);
            }
            let is_unknown = unit.is_none() && units.iter().all(Option::is_none);
            if same_title && (same_unit || is_unknown) {
                return Ok(if alike() { Likeness::Version } else { Likeness::UnitUnknown });
            }
        }
        Ok(match (same_title && title.is_some(), is_of_another) {
            (true, true) => Likeness::OtherUnit,
            (true, false) => Likeness::UnitUnknown,
            (false, true) => Likeness::NameOnly,
            (false, false) => Likeness::OtherTitle,
        })
    }

    /// Whether the name of a unit says whose it is: one of the house's, or with its place.
    fn names_place(&self, unit: &str) -> bool {
        let is_place = |(at, c): (usize, char)| at > 0 && "省市州县区旗镇乡".contains(c);
        units::is_of_house(unit, &self.roster).is_some() || unit.char_indices().any(is_place)
    }

    /// Whether a dispatch begins with all of an original: it was taken before it had come whole.
    fn goes_on(&self, plan: &Plan, original: &Path) -> Result<bool, Error> {
        let size = std::fs::metadata(original).map(|data| data.len()).unwrap_or(u64::MAX);
        if size == 0 || size >= plan.size || size > ORIGINAL {
            return Ok(false);
        }
        let Ok(Some(before)) = self.workspace.bytes(original, ORIGINAL) else { return Ok(false) };
        // A container has its end, or it would not have been taken.
        if before.starts_with(b"PK") {
            return Ok(false);
        }
        let now = fs::read_limited(&plan.staged, ORIGINAL)?.unwrap_or_default();
        Ok(now.starts_with(&before))
    }

    /// What an original that is kept would be recognized as now.
    fn look_at(&self, path: &Path) -> Option<Dispatch> {
        let bytes = self.workspace.bytes(path, ORIGINAL).ok()??;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = self.workspace.display(path);
        let kept = Source { name, shown, bytes, folder: None };
        crate::import::look::look(&kept, self.house()).ok()
    }

    /// Against what came under the same name and was taken out.
    fn against_what_is_out(&self, plan: &mut Plan) {
        let is_like = |dispatch: &Dispatch| {
            title_of(dispatch) == title_of(&plan.dispatch)
                && unit_of(dispatch) == unit_of(&plan.dispatch)
        };
        // What is brought back is like itself.
        let is_itself = |path: &Path| fs::sha256_of(path).is_ok_and(|own| own == plan.sha256);
        if self.known.left_in(&self.folder, plan.size).any(is_itself) {
            return;
        }
        let mut left = self.known.left_named(&self.folder, &plan.name).take(MOST);
        let alike = left.find(|(path, _)| self.look_at(path).as_ref().is_some_and(is_like));
        if let Some((_, shown)) = alike {
            plan.likeness.push(format!(
                "与已撤下的 {shown} 同名、同标题，内容不同；若是它的新版而仍然不用，删去这一篇"
            ));
        }
    }

    /// Against entries of issues that are still to go out: one may have been moved there.
    fn against_other_issues(&self, plan: &mut Plan) -> Result<(), Error> {
        let (Some(title), Some(unit)) = (title_of(&plan.dispatch), unit_of(&plan.dispatch)) else {
            return Ok(());
        };
        let others = self.known.titled(&title, &unit).iter().filter(|(id, _)| *id != self.id);
        let mut others = others.peekable();
        if others.peek().is_none() {
            return Ok(());
        }
        let ledger = archive::ledger(self.workspace)?.value.unwrap_or_default();
        if let Some((id, entry)) = others.find(|(id, _)| ledger.current(*id).is_none()) {
            plan.likeness.push(format!(
                "与 {id} 的 {entry} 同标题、同单位，内容不同；若是它的新版，删去这一篇，\
                 再用 --issue {id} --replace 导入"
            ));
        }
        Ok(())
    }

    /// Against entries that have the title and the unit, whatever the names of their originals.
    fn against_twins(&self, plan: &mut Plan, entries: &BTreeMap<String, Entry>) {
        let Some(title) = title_of(&plan.dispatch) else { return };
        let unit = unit_of(&plan.dispatch);
        let is_twin = |entry: &Entry| {
            let own = entry.source.as_ref().map(|own| plain(own.as_str()));
            entry.title.as_ref().is_some_and(|own| plain(own.as_str()) == title)
                && own.filter(|own| !own.is_empty()) == unit
        };
        let told_of =
            |shown: &String| plan.likeness.iter().any(|told| told.contains(shown.as_str()));
        let twin = entries.iter().find(|(shown, entry)| is_twin(entry) && !told_of(shown));
        if let Some((shown, _)) = twin {
            plan.likeness.push(format!(
                "与 {shown} 同标题；若是它的新稿，删去那一篇，\
                 或删去这一篇，把文件改成那一篇原稿的名字，加 --replace 导入"
            ));
        }
    }

    /// An entry that is held back.
    fn waiting(&self, entry: &str) -> Option<Entry> {
        let bytes = self.workspace.bytes(&self.workspace.root().join(entry), ENTRY).ok()??;
        let file = read::decoded(entry, &bytes);
        read::read_entry_or_waiting(&file, &self.issue.columns)
    }

    /// Whether an entry is held back.
    fn is_held(&self, entry: &str) -> bool {
        self.known.is_held(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_alike() {
        let long = "十一月二十日召开会议要求抓好秋收秋种各项工作落实到位确保颗粒归仓";
        for (one, other, wanted) in [
            (long, long, true),
            (long, &long.replace("会议", "视频会议"), true),
            (long, "全县农村人居环境整治推进会今天上午在石梁召开各乡镇主要负责人参加", false),
            (long, "", false),
            ("", "", false),
            ("甲", "甲", false),
        ] {
            assert_eq!(are_alike(one, other), wanted, "{one} {other}");
            assert_eq!(are_alike(other, one), wanted, "{other} {one}");
        }
    }
}
