//! What the forms of a page need to know of an issue.

use serde::Serialize;

use super::action::Spot;
use super::answer::{Opened, Refusal};
use super::bench::Workbench;
use super::files::{opened, shape};
use crate::import::{Seen, Source, names_in, seen};
use crate::model::{EntryKind, IssueId};
use crate::read::{FormField, House, form};
use crate::workspace::ISSUE_FILE;

/// The largest dispatch that is shown, in bytes.
const LARGEST_ORIGINAL: u64 = 48 << 20;

/// An issue in its files.
#[derive(Clone, Debug, Serialize)]
pub struct IssueView {
    /// Its file stem.
    pub issue: String,
    /// As it is said.
    pub name: String,
    /// Its settings.
    pub settings: Option<FileView>,
    /// Its entries by the names of their files, those that wait too.
    pub entries: Vec<EntryView>,
    /// The columns as entries name them, in their order.
    pub columns: Vec<ColumnView>,
    /// The kinds of entries, in Chinese.
    pub kinds: Vec<&'static str>,
    /// The units of the roster.
    pub units: Vec<String>,
    /// Its people, with the posts that they have or had.
    pub people: Vec<(String, Vec<String>)>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// As entries name it.
    pub id: String,
    /// Its heading on the page.
    pub title: Option<String>,
}

/// A file with its keys.
#[derive(Clone, Debug, Serialize)]
pub struct FileView {
    /// Its text, lines ended by `\n`.
    pub text: String,
    /// The digest of its bytes.
    pub digest: String,
    /// Its keys; none where its YAML has mistakes.
    pub form: Option<Vec<FormField>>,
}

/// An entry.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The name of its file.
    pub file: String,
    /// Its title, without the breaks; empty where it has none.
    pub title: String,
    /// Its column as printed: an index into `columns`, one past the last for an annex; none while it
    /// waits or cannot be read.
    pub column: Option<usize>,
    /// Whether it waits.
    pub held: bool,
    /// Its file; none where it is no text.
    pub view: Option<FileView>,
}

impl Workbench {
    /// An issue as its forms show it.
    ///
    /// # Errors
    /// [`Refusal`] where there is no such issue, or the disk cannot be read.
    pub fn issue(&self, id: IssueId) -> Result<IssueView, Refusal> {
        let folder = self.workspace.issue_folder(id)?.path;
        let house = House::open(self.workspace.clone())?;
        let issue = house.issue(id)?.value;
        let mut entries = Vec::new();
        for file in names_in(&folder)? {
            let view = self.view(&folder.join(&file), &file);
            let read = issue.as_ref().and_then(|it| it.entries.iter().find(|it| it.file == file));
            let value = |name: &str| {
                let fields = view.as_ref()?.form.as_ref()?;
                fields.iter().find(|it| it.name == name)?.value.as_str().map(str::to_owned)
            };
            let title = match read {
                Some(entry) => Some(entry.title_or_composed().value),
                None => value("title"),
            };
            entries.push(EntryView {
                title: title.unwrap_or_default().replace('|', ""),
                column: read.map(|entry| entry.column),
                held: value("hold").is_some_and(|it| ["是", "true", "yes"].contains(&it.as_str())),
                view,
                file,
            });
        }
        // As they are printed; what is not printed stands behind.
        let order = |entry: &EntryView| entry.column.unwrap_or(usize::MAX);
        entries.sort_by_key(order);
        let columns = issue.iter().flat_map(|issue| &issue.columns);
        let roster = house.roster()?.value.clone().unwrap_or_default();
        Ok(IssueView {
            issue: id.file_stem(),
            name: id.spoken(),
            settings: self.view(&folder.join(ISSUE_FILE), ISSUE_FILE),
            entries,
            columns: columns
                .map(|column| ColumnView {
                    id: column.id.clone(),
                    title: column.title.as_ref().map(|title| title.value.clone()),
                })
                .collect(),
            kinds: EntryKind::ALL.iter().map(|kind| kind.chinese).collect(),
            units: roster.units.iter().map(|unit| unit.name.value.clone()).collect(),
            people: roster
                .leaders
                .iter()
                .map(|person| {
                    let posts = person.posts.iter().map(|post| post.title.value.clone());
                    (person.name.value.clone(), posts.collect())
                })
                .collect(),
        })
    }

    /// A file with its keys.
    ///
    /// # Errors
    /// [`Refusal`] where there is none, or it is no text.
    pub fn form(&self, at: &Spot) -> Result<FileView, Refusal> {
        let path = self.path(at)?;
        let (bytes, file) = self.source(&path)?;
        let Opened { text, digest, .. } = opened(&at.file, &bytes, &file);
        Ok(FileView { text, digest, form: form(&file, shape(&at.file)) })
    }

    /// What stood in the dispatch that an entry was made of.
    ///
    /// # Errors
    /// [`Refusal`] where the entry names none, or it is not there, or cannot be read.
    pub fn original(&self, at: &Spot) -> Result<Vec<Seen>, Refusal> {
        let (id, path) = self.entry_of(at)?;
        let none = || Refusal::Said("这篇稿件不是从来稿导入的，没有原稿".to_owned());
        let fields = self.view(&path, &at.file).and_then(|view| view.form).ok_or_else(none)?;
        let original = fields.iter().find(|field| field.name == "original").ok_or_else(none)?;
        let name = original.value["file"].as_str().ok_or_else(none)?;
        let is_plain = std::path::Path::new(name)
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        let path = self.workspace.issue_folder(id)?.path.join(name);
        let shown = self.workspace.display(&path);
        if !is_plain {
            return Err(Refusal::Said(format!("原稿的名称「{name}」不对，不能打开")));
        }
        let bytes = self.workspace.bytes(&path, LARGEST_ORIGINAL)?;
        let bytes = bytes.ok_or_else(|| Refusal::Said(format!("「{shown}」太大，不能在这里看")))?;
        let name = name.rsplit('/').next().unwrap_or(name).to_owned();
        let source = Source { name, shown, bytes, folder: None };
        seen(&source).map_err(|finding| Refusal::Said(finding.message))
    }

    fn view(&self, path: &std::path::Path, name: &str) -> Option<FileView> {
        let (bytes, file) = self.source(path).ok()?;
        let Opened { text, digest, .. } = opened(name, &bytes, &file);
        Some(FileView { text, digest, form: form(&file, shape(name)) })
    }
}
