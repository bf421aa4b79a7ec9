//! Opening an author's file in an editor, at its line.
//!
//! Which files may be opened is not decided here.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::Error;

/// What opens the author's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Editor {
    /// Whatever the system opens such files with; it knows no lines.
    #[default]
    System,
    /// Links that the browser hands to VS Code.
    VsCode,
    /// A program and its arguments, in which `{file}`, `{line}` and `{column}` are filled in.
    Command(Vec<String>),
}

impl Editor {
    /// From what was written after `--editor`: `vscode`, or a command. Where it names no `{file}`,
    /// the arguments are those by which a known editor goes to a line; any other gets the file.
    /// Empty text is the system's own choice.
    pub fn parse(written: &str) -> Self {
        let written = written.trim();
        if written.eq_ignore_ascii_case("vscode") {
            return Self::VsCode;
        }
        // A path with blanks in it needs no quotes when it is all there is.
        let mut words =
            if Path::new(written).is_file() { vec![written.to_owned()] } else { words(written) };
        if words.is_empty() {
            return Self::System;
        }
        if !words.iter().any(|word| word.contains("{file}")) {
            let program = Path::new(&words[0]).file_stem().unwrap_or_default();
            let known = to_line(&program.to_string_lossy().to_lowercase());
            words.extend(known.iter().map(|&word| word.to_owned()));
        }
        Self::Command(words)
    }

    /// Opens a file at a line and column, both from 1, and does not wait for its end.
    ///
    /// # Errors
    /// [`Error::Editor`] when no program could be started.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> Result<(), Error> {
        let Self::Command(words) = self else {
            return open::that_detached(file)
                .map_err(|source| Error::Editor {
                    program: "系统默认程序".to_owned(), source
                });
        };
        let filled = words.iter().map(|word| {
            word.replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string())
                .replace("{file}", &file.to_string_lossy())
        });
        let filled: Vec<String> = filled.collect();
        let mut started = Err(io::ErrorKind::NotFound.into());
        for program in programs(&filled[0], cfg!(windows)) {
            started = Command::new(program)
                .args(&filled[1..])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            if !matches!(&started, Err(error) if error.kind() == io::ErrorKind::NotFound) {
                break;
            }
        }
        match started {
            Ok(mut child) => {
                // Nobody waits for it, but the system keeps what ended until somebody asks.
                std::thread::spawn(move || child.wait());
                Ok(())
            }
            Err(source) => Err(Error::Editor { program: words[0].clone(), source }),
        }
    }
}

/// What a program may be called on the disk. Windows looks for `code.exe` only, and many editors
/// come as `code.cmd`.
fn programs(name: &str, windows: bool) -> Vec<String> {
    let mut names = vec![name.to_owned()];
    if windows && Path::new(name).extension().is_none() {
        names.extend([".cmd", ".bat"].map(|ending| format!("{name}{ending}")));
    }
    names
}

/// The arguments by which an editor goes to a line.
fn to_line(program: &str) -> &'static [&'static str] {
    match program {
        "code" | "codium" | "code-insiders" | "cursor" => &["-g", "{file}:{line}:{column}"],
        "notepad++" => &["-n{line}", "-c{column}", "{file}"],
        "kate" => &["-l", "{line}", "-c", "{column}", "{file}"],
        "gedit" | "pluma" | "xed" | "gvim" | "vim" | "nvim" | "emacs" | "emacsclient" | "nano" => {
            &["+{line}", "{file}"]
        }
        "subl" | "sublime_text" | "zed" => &["{file}:{line}:{column}"],
        _ => &["{file}"],
    }
}

/// Words between blanks; what stands in double quotes is one. A backslash is itself: Windows' paths
/// are full of them.
fn words(written: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in written.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_called_as_they_want_to_be() {
        for (written, called) in [
            ("", "system"),
            ("  ", "system"),
            ("VSCode", "vscode"),
            ("code", "code|-g|{file}:{line}:{column}"),
            ("gedit", "gedit|+{line}|{file}"),
            ("wps", "wps|{file}"),
            ("code --wait {file}", "code|--wait|{file}"),
            (
                r#""C:\Program Files\Notepad++\notepad++.exe""#,
                r"C:\Program Files\Notepad++\notepad++.exe|-n{line}|-c{column}|{file}",
            ),
            (r#"my" "editor -x "{file}""#, "my editor|-x|{file}"),
        ] {
            let got = match Editor::parse(written) {
                Editor::System => "system".to_owned(),
                Editor::VsCode => "vscode".to_owned(),
                Editor::Command(words) => words.join("|"),
            };
            // Elsewhere than on Windows a backslash parts no folders.
            if cfg!(windows) || !written.contains('\\') {
                assert_eq!(got, called, "{written}");
            }
        }
    }
    #[test]
    fn on_windows_an_editor_may_be_a_script() {
        assert_eq!(programs("code", true), ["code", "code.cmd", "code.bat"]);
        assert_eq!(programs("gvim.exe", true), ["gvim.exe"]);
        assert_eq!(programs("code", false), ["code"]);
    }
}
