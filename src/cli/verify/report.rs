//! The report of `jianbao verify --report DIR`: one HTML page with the pictures beside it.
//!
//! It needs nothing but its own folder: no network, no script.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::alike::{Alike, Sorted, heading};
use super::details::details;
use super::words::{is_well, verdict};
use crate::error::Error;
use crate::publish::{Remade, Verification};
use crate::workspace::fs;

const HEAD: &str = "<!doctype html>
<html lang=\"zh-CN\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>印发简报核对报告</title>
<style>
  body { font: 16px/1.7 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
  table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #ccc; padding: .25rem .6rem; text-align: left; }
  .well { color: #176117; } .ill { color: #a31515; font-weight: 600; }
  ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
  figure { margin: 1rem 0; } figcaption { color: #555; } img { max-width: 100%; border: 1px solid #ccc; }
</style>
<h1>印发简报核对报告</h1>
<p>把每一期重新排一遍，与存档的 PDF 逐字、逐页对照。图中左边是印发的，右边是现在排出来的，红色是不同的地方。</p>
";

/// The mark of a folder of ours: nothing else in it is anybody's.
const MARK: &str = "核对报告说明.txt";
const ABOUT: &str = "这个文件夹是 jianbao verify --report 写的核对报告，打开 index.html 就能看。\n再写一次报告时，里面的文件会被换掉；不要在这里放别的文件。\n";

/// Marks a folder as that of a report, before anything else is written there. Refuses one with
/// anything in it that is not of an earlier report.
///
/// # Errors
/// [`Error::Selection`] when it is somebody's; [`Error::Read`] and [`Error::Write`] of the disk.
pub fn begin(dir: &Path) -> Result<(), Error> {
    is_free(dir)?;
    fs::write_atomic(&dir.join(MARK), ABOUT.as_bytes()).map(drop)
}

fn is_free(dir: &Path) -> Result<(), Error> {
    let shown = dir.display();
    if dir.symlink_metadata().is_ok() && !dir.is_dir() {
        return Err(Error::Selection {
            problem: format!("「{shown}」是文件，不能在里面写报告"),
            remedy: "--report 后面写一个新的文件夹".to_owned(),
        });
    }
    let inside = fs::list(dir)?;
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_ours = |path: &PathBuf| {
        let name = name(path);
        name == MARK || name == "index.html" || name.starts_with(".jianbao-") || is_picture(&name)
    };
    let is_marked = inside.iter().any(|path| name(path) == MARK);
    let other = inside.iter().find(|path| !is_marked || !is_ours(path));
    match other {
        None => Ok(()),
        Some(other) => Err(Error::Selection {
            problem: format!(
                "文件夹「{shown}」里已经有别的文件（如「{}」），没有写报告",
                name(other)
            ),
            remedy: "--report 后面写一个新的文件夹，或先前报告所在的文件夹".to_owned(),
        }),
    }
}

/// Whether a name is that of a picture of ours: `2018-028-第1页.png`.
fn is_picture(name: &str) -> bool {
    let parts = name.strip_suffix("页.png").and_then(|name| name.rsplit_once("-第"));
    parts.is_some_and(|(_, page)| !page.is_empty() && page.bytes().all(|it| it.is_ascii_digit()))
}

/// Writes `index.html` into the folder where the pictures lie. Pictures of an earlier report go.
///
/// # Errors
/// [`Error::Write`] when it cannot be written.
pub fn write(dir: &Path, done: &[Verification], sorted: &Sorted) -> Result<PathBuf, Error> {
    let path = dir.join("index.html");
    fs::write_atomic(&path, page(done, sorted).as_bytes())?;
    let of = |verification: &Verification| match &verification.outcome {
        Remade::Differs(_, pictures) => pictures.iter().map(|it| it.path.clone()).collect(),
        _ => Vec::new(),
    };
    let mut own: Vec<PathBuf> = done.iter().flat_map(of).collect();
    own.extend(sorted.groups.iter().filter_map(|group| group.picture.clone()));
    for picture in fs::list(dir)? {
        let name = picture.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_picture(&name) && !own.contains(&picture) {
            // Left behind it is in nobody's way.
            let _ = fs::remove(&picture);
        }
    }
    Ok(path)
}

fn page(done: &[Verification], sorted: &Sorted) -> String {
    let mut page = String::from(HEAD);
    page.push_str(
        "<table><tr><th>期号</th><th>日期</th><th>版次</th><th>页数</th><th>结果</th></tr>\n",
    );
    for verification in done {
        let publication = &verification.publication;
        let class = if is_well(verification) { "well" } else { "ill" };
        let name = text(&verification.id.spoken());
        let shown = match class {
            "ill" => format!("<a href=\"#{}\">{name}</a>", anchor(verification)),
            _ => name,
        };
        let _ = writeln!(
            page,
            "<tr><td>{shown}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"{class}\">{}</td></tr>",
            publication.date,
            publication.edition,
            publication.pages,
            text(verdict(verification)),
        );
    }
    page.push_str("</table>\n");
    for group in &sorted.groups {
        of_group(&mut page, group, done);
    }
    for (at, verification) in done.iter().enumerate() {
        if !is_well(verification) {
            section(&mut page, verification, sorted, at);
        }
    }
    page.push_str("</html>\n");
    page
}

/// What several issues have alike.
fn of_group(page: &mut String, group: &Alike, done: &[Verification]) {
    let heading = text(&heading(group, done));
    let _ = writeln!(page, "<h2>{heading}</h2>\n<ul>");
    for line in group.what.iter().chain(&group.causes) {
        let _ = writeln!(page, "<li>{}</li>", text(line));
    }
    page.push_str("</ul>\n");
    if let Some(picture) = &group.picture {
        let file = picture.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(
            page,
            "<figure><img loading=\"lazy\" src=\"{}\" alt=\"{heading}：左为印发的，右为现在的\"></figure>",
            text(&file),
        );
    }
}

fn section(page: &mut String, verification: &Verification, sorted: &Sorted, at: usize) {
    let name = text(&verification.id.spoken());
    let verdict = text(verdict(verification));
    let _ = writeln!(page, "<h2 id=\"{}\">{name}　{verdict}</h2>", anchor(verification));
    let _ = writeln!(page, "<p>{}</p>", text(&verification.publication.titles.join("；")));
    page.push_str("<ul>\n");
    for line in details(verification, sorted, at) {
        let _ = writeln!(page, "<li>{}</li>", text(&line));
    }
    if let Remade::Broken(findings) = &verification.outcome {
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            let _ = writeln!(page, "<li>{}</li>", text(&finding.message));
        }
    }
    page.push_str("</ul>\n");
    if let Remade::Differs(_, pictures) = &verification.outcome {
        for picture in pictures {
            let file = picture.path.file_name().unwrap_or_default().to_string_lossy();
            let about = format!(
                "{}第 {} 页：左为印发的，右为现在的",
                verification.id.spoken(),
                picture.page
            );
            let _ = writeln!(
                page,
                "<figure><img loading=\"lazy\" src=\"{}\" alt=\"{}\"><figcaption>第 {} 页</figcaption></figure>",
                text(&file),
                text(&about),
                picture.page,
            );
        }
    }
}

fn anchor(verification: &Verification) -> String {
    text(&verification.id.file_stem())
}

/// Text as HTML.
fn text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_stays_text() {
        assert_eq!(text("<b a=\"'\">&"), "&lt;b a=&quot;&#39;&quot;&gt;&amp;");
    }
}
