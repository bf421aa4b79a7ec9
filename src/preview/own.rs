//! The page's own files, carried in the program, and what each page is told when it is opened.
//!
//! `page/` is written in plain modules; nothing has to be built.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::editor::Editor;
use super::serve::Peer;
use crate::error::Error;
use crate::workspace::Workspace;

/// A file of the page.
pub struct Own {
    /// As it is asked for.
    pub name: &'static str,
    /// Its content.
    pub text: &'static str,
}

impl Own {
    /// What browsers are told it is.
    pub fn media_type(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        }
    }
}

macro_rules! own {
    ($($name:literal),* $(,)?) => {
        &[$(Own { name: $name, text: include_str!(concat!("page/", $name)) }),*]
    };
}

/// The modules, each after those it imports.
pub const MODULES: &[Own] = own![
    "dom.js",
    "get.js",
    "memory.js",
    "live.js",
    "here.js",
    "outline.js",
    "search.js",
    "theme.js",
    "archive.js",
    "panes.js",
    "print.js",
    "keys.js",
    "map.js",
    "marks.js",
    "text.js",
    "sheets.js",
    "since.js",
    "place.js",
    "source.js",
    "status.js",
    "thumbs.js",
    "zoom.js",
    "issue.js",
];

/// Everything else that pages ask for by name.
pub const FILES: &[Own] = own![
    "archive.css",
    "archive_main.js",
    "issue.css",
    "issue_main.js",
    "page.css",
    "print.css",
    "sheets.css",
];

/// What is served besides.
pub const OTHERS: &[Own] = &[Own { name: "guide.css", text: crate::guide::STYLE }];

/// The workbench, which only a page loads that may write.
pub const WORK: &[Own] = own![
    "act.js",
    "archive_work.js",
    "clash.js",
    "codemirror.js",
    "dialogs.js",
    "editor.js",
    "entry.js",
    "form.js",
    "history.js",
    "issuing.js",
    "order.js",
    "original.js",
    "paper.js",
    "picture.js",
    "plain_editor.js",
    "roster_csv.js",
    "start.css",
    "start.js",
    "start_main.js",
    "table.js",
    "work.css",
    "work.js",
];

const ISSUE: &str = include_str!("page/issue.html");
const ARCHIVE: &str = include_str!("page/archive.html");
const START: &str = include_str!("page/start.html");

/// What a page is told when it is opened.
#[derive(Clone, Debug, Serialize)]
pub struct Config {
    kind: &'static str,
    issue: Option<String>,
    draft: bool,
    #[serde(rename = "static")]
    is_static: bool,
    /// Names this run of the server: what a page knows of another one is of no use.
    pub run: String,
    /// Shows that who asks for a file to be opened or written has read this page; none for who may only
    /// look.
    pub token: Option<String>,
    /// Whether the page may write.
    pub writes: bool,
    /// Whether the server ends when no page says for long that it is open.
    leaves: bool,
    editor: Option<&'static str>,
    /// The workspace's folder, only where links to an editor have to name it.
    root: Option<String>,
    home: &'static str,
    /// When a folder of pages was written.
    saved: Option<String>,
    version: &'static str,
}

impl Config {
    /// For the pages of a running server.
    ///
    /// # Errors
    /// [`Error::Random`] when the system gives no random numbers.
    pub fn live(
        workspace: &Workspace,
        editor: &Editor,
        writes: bool,
        leaves: bool,
    ) -> Result<Self, Error> {
        let root = || {
            let root = workspace.root();
            // Not `canonicalize`: on Windows its paths begin with `\\?\`, which no editor opens.
            let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
            root.to_string_lossy().replace('\\', "/")
        };
        Ok(Self {
            is_static: false,
            run: random(8)?,
            token: Some(random(24)?),
            writes,
            leaves,
            editor: Some(if *editor == Editor::VsCode { "vscode" } else { "command" }),
            root: (*editor == Editor::VsCode).then(root),
            home: "/",
            ..Self::folder(None)
        })
    }

    /// For the page of whoever has no workspace yet.
    ///
    /// # Errors
    /// [`Error::Random`] when the system gives no random numbers.
    pub fn beginning() -> Result<Self, Error> {
        let (run, token) = (random(8)?, Some(random(24)?));
        Ok(Self { is_static: false, run, token, writes: true, home: "/", ..Self::folder(None) })
    }

    /// For pages in a folder.
    pub fn folder(saved: Option<String>) -> Self {
        Self {
            kind: "archive",
            issue: None,
            draft: false,
            is_static: true,
            run: String::new(),
            token: None,
            writes: false,
            leaves: false,
            editor: None,
            root: None,
            home: "index.html",
            saved,
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// What somebody is told who may only look where he is not at this machine.
    pub fn of(&self, peer: Peer) -> Self {
        match peer.0.ip().to_canonical().is_loopback() {
            true => self.clone(),
            false => Self { token: None, writes: false, editor: None, root: None, ..self.clone() },
        }
    }

    /// The page of the workspace.
    pub fn archive_page(&self, title: &str) -> String {
        self.fill(ARCHIVE, title, "archive")
    }

    /// The page on which a workspace begins.
    pub fn start_page(&self) -> String {
        self.fill(START, "编一种工作简报", "start")
    }

    /// The page of an issue, by its file stem.
    pub fn issue_page(&self, title: &str, stem: &str, draft: bool) -> String {
        let config = Self { issue: Some(stem.to_owned()), draft, ..self.clone() };
        config.fill(ISSUE, title, "issue")
    }

    fn fill(&self, page: &str, title: &str, kind: &'static str) -> String {
        let config = Self { kind, ..self.clone() };
        let config = serde_json::to_string(&config).unwrap_or_default();
        let (own, script) = if self.is_static {
            ("page/", "<script src=\"page/all.js\" defer></script>".to_owned())
        } else {
            ("/-/", format!("<script type=\"module\" src=\"/-/{kind}_main.js\"></script>"))
        };
        // The author's words last: they may look like one of the others.
        page.replace("{{script}}", &script)
            .replace("{{own}}", own)
            .replace("{{config}}", &escaped(&config))
            .replace("{{title}}", &escaped(title))
    }
}

/// All modules as one script that needs no server: browsers load no modules from a folder.
pub fn bundle() -> String {
    let mut all = String::from("(function () {\n\"use strict\";\n");
    for module in MODULES {
        let _ = writeln!(all, "// {}", module.name);
        for line in module.text.lines().filter(|line| !line.starts_with("import ")) {
            all.push_str(line.strip_prefix("export ").unwrap_or(line));
            all.push('\n');
        }
    }
    all.push_str(
        "const begin = { issue: start_issue, archive: start_archive };\n\
         begin[config.kind]();\n}());\n",
    );
    all
}

/// Text as it can stand in HTML, in quotes too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What stays as it is in an address.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A path as it can stand in an address.
pub fn percent(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

/// So many random bytes, in hexadecimal digits.
fn random(bytes: usize) -> Result<String, Error> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|error| Error::Random(error.to_string()))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests;
