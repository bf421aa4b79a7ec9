//! What can be done, as a page says it.

use serde::Deserialize;
use serde_json::Value as Json;

/// A file: of an issue by its name, or one of the workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// The issue's file stem; none for `jianbao.yaml`, `roster.yaml` and `lexicon.yaml`.
    #[serde(default)]
    pub issue: Option<String>,
    /// The name of the file.
    pub file: String,
}

/// Something to be done.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "verb", rename_all = "kebab-case")]
pub enum Action {
    /// A file gets another text.
    Write {
        /// Which.
        at: Spot,
        /// The digest of the content that was changed.
        based: String,
        /// The whole new text; ends of lines are those of the file.
        text: String,
    },
    /// A key of a file gets another value; `null` takes it out.
    Set {
        /// Which file.
        at: Spot,
        /// The digest of the content that was looked at.
        based: String,
        /// The key, English or Chinese.
        key: String,
        /// Its value.
        value: Json,
    },
    /// Somebody looked at a key that import was not sure of, and it is right.
    Confirm {
        /// Which file.
        at: Spot,
        /// The digest of the content that was looked at.
        based: String,
        /// The key, English or Chinese.
        key: String,
    },
    /// Entries wait (`jianbao hold`), or no longer do (`release`).
    Hold {
        /// The issue.
        issue: String,
        /// The entries.
        files: Vec<String>,
        /// Whether they are to wait.
        hold: bool,
    },
    /// Entries in another order (`jianbao order`).
    Order {
        /// The issue.
        issue: String,
        /// The entries as they are to follow each other.
        files: Vec<String>,
    },
    /// An entry goes to another issue (`jianbao move`).
    Move {
        /// Where it is.
        at: Spot,
        /// The issue it goes to.
        to: String,
    },
    /// An entry is taken out.
    Remove {
        /// Which.
        at: Spot,
        /// The digest of the content that was looked at.
        based: String,
    },
    /// The next issue (`jianbao new`).
    New {
        /// Its date, in any way of writing one.
        date: String,
        /// Whether it is a supplement.
        #[serde(default)]
        supplement: bool,
    },
    /// A new entry.
    Entry {
        /// The issue.
        issue: String,
        /// Its title.
        title: String,
        /// Its column, as `jianbao.yaml` names it.
        #[serde(default)]
        column: Option<String>,
    },
    /// A file of the house that there is not yet.
    Make {
        /// `roster.yaml` or `lexicon.yaml`.
        file: String,
    },
    /// Dispatches come in: kept in `来稿`, then imported (`jianbao import`).
    Drop {
        /// The issue.
        issue: String,
        /// The files.
        files: Vec<Upload>,
    },
    /// Dispatches that wait in `来稿` are imported.
    Take {
        /// The issue.
        issue: String,
        /// The files as they are told of.
        files: Vec<String>,
    },
    /// A picture is put beside the entries of an issue.
    Picture {
        /// The issue.
        issue: String,
        /// The picture.
        file: Upload,
    },
    /// What would be issued, or that it is to be (`jianbao publish`).
    Publish {
        /// The issue.
        issue: String,
        /// Whether it is to be issued now; otherwise it is only told what would be.
        sure: bool,
        /// Why it is issued once more.
        #[serde(default)]
        reissue: Option<String>,
        /// Why with places that nobody has looked at.
        #[serde(default)]
        unread: Option<String>,
    },
    /// An issue is taken back (`jianbao publish --withdraw`).
    Withdraw {
        /// The issue.
        issue: String,
        /// Why.
        reason: String,
    },
    /// The last action is taken back.
    Undo,
    /// The one that was taken back last is done again.
    Redo,
    /// A file becomes again what it was.
    Restore {
        /// Which.
        at: Spot,
        /// The digest of the content that stands there.
        based: String,
        /// The digest of what it is to become.
        version: String,
    },
}

/// A file that a page hands over.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// Its name, as the page was given it.
    pub name: String,
    /// Its bytes, in Base64.
    pub data: String,
}
