//! The report of `jianbao verify --report DIR`: one HTML page with the pictures beside it.
//!
//! It needs nothing but its own folder: no network, no script.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::super::build::issue_name;
use super::{details, is_well, verdict};
use crate::build::{Outcome, Verification};
use crate::error::Error;
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

/// Writes `index.html` into the folder where the pictures lie.
///
/// # Errors
/// [`Error::Write`] when it cannot be written.
pub fn write(dir: &Path, done: &[Verification]) -> Result<PathBuf, Error> {
    let path = dir.join("index.html");
    fs::write_atomic(&path, page(done).as_bytes())?;
    Ok(path)
}

fn page(done: &[Verification]) -> String {
    let mut page = String::from(HEAD);
    page.push_str(
        "<table><tr><th>期号</th><th>日期</th><th>版次</th><th>页数</th><th>结果</th></tr>\n",
    );
    for verification in done {
        let publication = &verification.publication;
        let class = if is_well(verification) { "well" } else { "ill" };
        let name = text(&issue_name(verification.id));
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
    for verification in done.iter().filter(|verification| !is_well(verification)) {
        section(&mut page, verification);
    }
    page.push_str("</html>\n");
    page
}

fn section(page: &mut String, verification: &Verification) {
    let name = text(&issue_name(verification.id));
    let verdict = text(verdict(verification));
    let _ = writeln!(page, "<h2 id=\"{}\">{name}　{verdict}</h2>", anchor(verification));
    let _ = writeln!(page, "<p>{}</p>", text(&verification.publication.titles.join("；")));
    page.push_str("<ul>\n");
    for line in details(verification) {
        let _ = writeln!(page, "<li>{}</li>", text(&line));
    }
    if let Outcome::Broken(findings) = &verification.outcome {
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            let _ = writeln!(page, "<li>{}</li>", text(&finding.message));
        }
    }
    page.push_str("</ul>\n");
    if let Outcome::Differs(_, pictures) = &verification.outcome {
        for picture in pictures {
            let file = picture.path.file_name().unwrap_or_default().to_string_lossy();
            let about = format!(
                "{}第 {} 页：左为印发的，右为现在的",
                issue_name(verification.id),
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
