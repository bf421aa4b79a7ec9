//! A copy that came back beside the issue as it is now: what was changed in it, and whether somebody
//! changed the same here meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::align;
use super::copy::{Copy, Paragraph};
use super::known::{Known, Marks};
use super::units::{self, Place, Unit};
use crate::markdown::{LineSort, OBJECT};
use crate::model::Issue;

/// What was changed in a copy.
#[derive(Clone, Debug)]
pub struct Change {
    /// What sort of change it is.
    pub kind: Kind,
    /// Index into [`Issue::entries`]; none for what belongs to the whole issue.
    pub entry: Option<usize>,
    /// What stood there when the copy was written; none for what is new, or where it is not known.
    pub was: Option<String>,
    /// What the entry says now, where that is no longer what it was.
    pub now: Option<String>,
    /// What the copy says; none where it was deleted.
    pub copy: Option<String>,
    /// Who tracked changes there, or wrote the remark.
    pub by: BTreeSet<String>,
    /// Whether the entry was changed at the same place meanwhile.
    pub conflict: bool,
    /// Why only a person can take it over.
    pub by_hand: Option<&'static str>,
    /// How it is taken over.
    pub(super) edit: Edit,
}

/// A sort of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words of a paragraph.
    Words,
    /// A title.
    Title,
    /// A paragraph is gone.
    Deleted,
    /// A paragraph is new.
    New,
    /// A paragraph stands elsewhere.
    Moved,
    /// A remark.
    Remark,
    /// Masthead, tail, columns: what no entry says.
    Setting,
}

/// How a change is taken over; units by their index.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// A unit says something else.
    Words { unit: usize, text: String },
    /// A unit is taken out.
    Delete { unit: usize },
    /// A paragraph is put behind a unit.
    Insert { after: usize, text: String },
    /// A unit is put behind another.
    Move { unit: usize, after: usize },
    /// A comment, as it is written in Markdown, is put behind a unit.
    Remark { unit: usize, comment: String },
    /// By a person.
    Nothing,
}

/// All that a copy has otherwise than the issue.
#[derive(Clone, Debug, Default)]
pub struct Merge {
    /// In the order of the copy.
    pub changes: Vec<Change>,
    /// Entries of the copy that the issue no longer has.
    pub missing: Vec<String>,
    /// How many paragraphs were told by their words, for lack of a bookmark.
    pub by_likeness: usize,
    /// Whether the copy has programs in it.
    pub has_macros: bool,
    pub(super) units: Vec<Unit>,
}

const TABLE: &str = "表格的行列有增减，请到稿件里改这张表";
const LIST: &str = "这里是列项、引文、脚注或图片，请到稿件里改";
const SETTINGS: &str = "报头、报尾、栏目和按语不在稿件里，请到 issue.yaml 或 jianbao.yaml 里改";
const COMPOSED: &str = "这个标题是由领导的职务、姓名、地点和事由拼成的，请到稿件里改这几项";
const OBJECTS: &str = "这里加了脚注或图片，请到稿件里加";
const GONE: &str = "稿件里已经没有这一段";
const ELSEWHERE: &str = "这一段移到了另一篇里，请到稿件里移";
const NOWHERE: &str = "看不出属于哪一篇，请到稿件里加";

/// What a copy of this issue has otherwise.
pub fn merge(issue: &Issue, copy: &Copy) -> Merge {
    let units = units::of_issue(issue);
    let Marks { known, missing, by_likeness, left } = Marks::of(issue, copy, &units);
    let work = Work { issue, copy, units, known };
    let changes = work.changes(&left);
    Merge { changes, missing, by_likeness, has_macros: copy.has_macros, units: work.units }
}

struct Work<'a> {
    issue: &'a Issue,
    copy: &'a Copy,
    units: Vec<Unit>,
    known: Vec<Known>,
}

impl Work<'_> {
    /// Everything; `left` are paragraphs that are nothing that was there.
    fn changes(&self, left: &[usize]) -> Vec<Change> {
        // By paragraph; what is gone comes behind what stood before it.
        let mut changes: Vec<(usize, usize, Change)> = Vec::new();
        let moved = self.moved();
        let mut last = 0;
        for (index, known) in self.known.iter().enumerate() {
            let paragraph = known.found.and_then(|at| self.copy.paragraphs.get(at));
            let in_note = paragraph.is_some_and(|it| it.in_note);
            let place = known.found.unwrap_or(last);
            if !in_note {
                last = place;
            }
            let shown = paragraph.filter(|_| !known.joined);
            if let Some(change) = self.changed(known, shown) {
                changes.push((place, index + 1, change));
            }
            if moved.contains(&index)
                && let (Some(unit), Some(after)) =
                    (known.unit, self.before(place, known.entry, &moved))
            {
                let text = self.text(unit);
                let edit = Edit::Move { unit, after };
                let change = Change {
                    was: text.clone(),
                    copy: text,
                    ..plain(Kind::Moved, known.entry, edit)
                };
                changes.push((place, index + 1, change));
            }
            if let Some(paragraph) = shown
                && self.is_elsewhere(known, place)
            {
                let change = Change {
                    was: known.text.clone(),
                    copy: Some(paragraph.text.clone()),
                    by_hand: Some(ELSEWHERE),
                    ..plain(Kind::Moved, known.entry, Edit::Nothing)
                };
                changes.push((place, index + 1, change));
            }
            if let Some(paragraph) = shown {
                changes.extend(
                    self.remarks(known, paragraph).map(|change| (place, index + 1, change)),
                );
            }
        }
        let linked: BTreeSet<usize> = self.known.iter().filter_map(|known| known.unit).collect();
        for place in left {
            let Some(paragraph) = self.copy.paragraphs.get(*place) else { continue };
            let new = self.added(*place, paragraph, &moved);
            // Whoever takes a copy over once more finds it there.
            let is_there = self.units.iter().enumerate().any(|(at, unit)| {
                unit.entry == new.entry
                    && Some(&unit.text) == new.copy.as_ref()
                    && !linked.contains(&at)
            });
            if !is_there {
                changes.push((*place, 0, new));
            }
        }
        changes.sort_by_key(|(place, order, _)| (*place, *order));
        changes.into_iter().map(|(_, _, change)| change).collect()
    }

    /// Whether a paragraph stands behind the title of another entry.
    fn is_elsewhere(&self, known: &Known, place: usize) -> bool {
        let titles =
            self.known.iter().filter(|it| it.is_title && it.found.is_some_and(|at| at < place));
        let last = titles.max_by_key(|it| it.found);
        known.entry.is_some()
            && !known.in_note
            && !known.is_title
            && last.is_some_and(|title| title.entry != known.entry)
    }

    fn text(&self, unit: usize) -> Option<String> {
        self.units.get(unit).map(|unit| unit.text.clone())
    }

    /// What became of a paragraph that was there.
    fn changed(&self, known: &Known, paragraph: Option<&Paragraph>) -> Option<Change> {
        let unit = known.unit.and_then(|at| self.units.get(at));
        let Some(paragraph) = paragraph else { return self.deleted(known, unit?) };
        let said = match unit {
            Some(unit) => unit.said(&paragraph.text).into_owned(),
            None => known.said(&paragraph.text),
        };
        if known.says(&said) {
            return None;
        }
        let kind = if known.is_setting {
            Kind::Setting
        } else if known.is_title {
            Kind::Title
        } else {
            Kind::Words
        };
        let change = Change {
            was: known.text.clone(),
            copy: Some(said.clone()),
            by: paragraph.authors.clone(),
            ..plain(kind, known.entry, Edit::Nothing)
        };
        let Some((unit, at)) = unit.zip(known.unit) else {
            let by_hand = Some(if known.is_setting { SETTINGS } else { GONE });
            return Some(Change { conflict: !known.is_setting, by_hand, ..change });
        };
        if said == unit.text {
            return None;
        }
        if said.is_empty() && unit.stands_alone() {
            return self
                .deleted(known, unit)
                .map(|it| Change { by: paragraph.authors.clone(), ..it });
        }
        let meanwhile = !known.says(&unit.text);
        let merged = match &known.text {
            Some(base) if meanwhile => align::both(base, &unit.text, &said),
            _ => None,
        };
        let conflict = meanwhile && merged.is_none();
        let objects = |text: &str| text.matches(OBJECT).count();
        let by_hand = match &unit.place {
            Place::Settings if known.is_title => Some(COMPOSED),
            Place::Settings => Some(SETTINGS),
            Place::Pictures(_) => Some(LIST),
            _ if unit.entry.is_none() => Some(SETTINGS),
            _ if objects(&said) > objects(&unit.text) => Some(OBJECTS),
            _ => None,
        };
        let text = merged.unwrap_or(said);
        let edit = if by_hand.is_some() { Edit::Nothing } else { Edit::Words { unit: at, text } };
        let now = meanwhile.then(|| unit.text.clone());
        Some(Change { now, conflict, by_hand, edit, ..change })
    }

    fn deleted(&self, known: &Known, unit: &Unit) -> Option<Change> {
        if unit.text.is_empty() {
            return None;
        }
        let meanwhile = !known.says(&unit.text);
        let by_hand = match &unit.place {
            _ if unit.entry.is_none() => Some(SETTINGS),
            Place::Settings | Place::Value { .. } | Place::Caption(_) => Some(LIST),
            Place::Line(line) if line.sort == LineSort::Cell => Some(TABLE),
            Place::Pictures(_) => None,
            _ if unit.stands_alone() && !known.in_note => None,
            _ => Some(LIST),
        };
        let edit = match (by_hand, known.unit) {
            (None, Some(unit)) => Edit::Delete { unit },
            _ => Edit::Nothing,
        };
        let kind = if known.is_setting { Kind::Setting } else { Kind::Deleted };
        Some(Change {
            was: known.text.clone().or_else(|| Some(unit.text.clone())),
            now: meanwhile.then(|| unit.text.clone()),
            conflict: meanwhile,
            by_hand,
            ..plain(kind, known.entry, edit)
        })
    }

    /// A paragraph that was not there.
    fn added(&self, place: usize, paragraph: &Paragraph, moved: &BTreeSet<usize>) -> Change {
        let before = self.at_or_before(place, None, moved);
        let entry = before.and_then(|at| self.units.get(at)).and_then(|unit| unit.entry);
        let by_hand = match before.and_then(|at| self.units.get(at)) {
            _ if paragraph.in_table => Some(TABLE),
            _ if paragraph.in_note => Some(LIST),
            _ if paragraph.text.contains(OBJECT) => Some(OBJECTS),
            Some(unit) if unit.entry.is_some() => match &unit.place {
                Place::Value { is_title: false, .. } => Some(LIST),
                _ => None,
            },
            _ => Some(NOWHERE),
        };
        let text = paragraph.text.trim().to_owned();
        let edit = match (by_hand, before) {
            (None, Some(after)) => Edit::Insert { after, text: text.clone() },
            _ => Edit::Nothing,
        };
        Change {
            copy: Some(text),
            by: paragraph.authors.clone(),
            by_hand,
            ..plain(Kind::New, entry, edit)
        }
    }

    fn remarks<'w>(
        &'w self,
        known: &'w Known,
        paragraph: &'w Paragraph,
    ) -> impl Iterator<Item = Change> + 'w {
        paragraph.remarks.iter().filter_map(|(author, said)| {
            let unit = known.unit.and_then(|at| self.units.get(at).filter(|it| it.stands_alone()));
            let comment = comment(author, said);
            let body =
                known.entry.and_then(|at| self.issue.entries.get(at)).map(|it| &it.body.value);
            // Whoever takes a copy over once more finds it there.
            if body.is_some_and(|body| body.contains(&comment)) {
                return None;
            }
            let edit = match known.unit.filter(|_| unit.is_some() && known.entry.is_some()) {
                Some(unit) => Edit::Remark { unit, comment },
                None => Edit::Nothing,
            };
            let by_hand = matches!(edit, Edit::Nothing).then_some(LIST);
            Some(Change {
                was: Some(paragraph.text.clone()),
                copy: Some(said.clone()),
                by: BTreeSet::from([author.clone()]),
                by_hand,
                ..plain(Kind::Remark, known.entry, edit)
            })
        })
    }

    /// The unit that stands before a place of the copy, in the same entry.
    fn before(&self, place: usize, entry: Option<usize>, but: &BTreeSet<usize>) -> Option<usize> {
        self.at_or_before(place.checked_sub(1)?, entry, but)
    }

    fn at_or_before(
        &self,
        place: usize,
        entry: Option<usize>,
        but: &BTreeSet<usize>,
    ) -> Option<usize> {
        let nearest = self.known.iter().enumerate().filter(|(index, known)| {
            !but.contains(index)
                && !known.in_note
                && known.unit.is_some()
                && known.found.is_some_and(|found| found <= place)
                && (entry.is_none() || known.entry == entry)
        });
        nearest.max_by_key(|(index, known)| (known.found, *index)).and_then(|(_, known)| known.unit)
    }

    /// Paragraphs that stand elsewhere: all but the longest row of those that kept their order.
    fn moved(&self) -> BTreeSet<usize> {
        let mut moved = BTreeSet::new();
        let mut of_entry: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, known) in self.known.iter().enumerate() {
            let alone =
                known.unit.and_then(|at| self.units.get(at)).is_some_and(Unit::stands_alone);
            let stands = alone && known.found.is_some() && !known.in_note && !known.joined;
            if let Some(entry) = known.entry.filter(|_| stands) {
                of_entry.entry(entry).or_default().push(index);
            }
        }
        for known in of_entry.values() {
            let places: Vec<usize> =
                known.iter().filter_map(|at| self.known.get(*at)?.found).collect();
            let kept = longest_ascending(&places);
            moved.extend(
                known.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, it)| *it),
            );
        }
        moved
    }
}

fn plain(kind: Kind, entry: Option<usize>, edit: Edit) -> Change {
    Change {
        kind,
        entry,
        was: None,
        now: None,
        copy: None,
        by: BTreeSet::new(),
        conflict: false,
        by_hand: None,
        edit,
    }
}

/// A remark as Markdown has it, where it is not printed.
fn comment(author: &str, said: &str) -> String {
    let said = format!("{author}批注：{said}").replace("--", "——").replace(['<', '>', '\n'], " ");
    format!("<!-- {said} -->")
}

/// The places of a longest ascending row within a row of numbers.
fn longest_ascending(row: &[usize]) -> BTreeSet<usize> {
    // ends[n]: where the row of n + 1 numbers ends that ends lowest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(row.len());
    for (at, number) in row.iter().enumerate() {
        let length = ends.partition_point(|end| row.get(*end).is_some_and(|it| it < number));
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        if length == ends.len() {
            ends.push(at);
        } else if let Some(end) = ends.get_mut(length) {
            *end = at;
        }
    }
    let mut kept = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        kept.insert(place);
        at = before.get(place).copied().flatten();
    }
    kept
}
