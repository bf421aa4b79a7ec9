//! `jianbao guide`: the manual in the browser, out of the program and without the net.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Exit, Stop, explain, usage};
use crate::check;
use crate::error::Error;
use crate::guide::{self, Page};
use crate::preview::browse;
use crate::read;
use crate::workspace::fs::write_atomic;

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao guide [要看的] [选项]")]
pub struct GuideArgs {
    /// 翻到哪里：标题里的词（如 印发），或提示方括号里的代号（如 wrong-date）
    #[arg(value_name = "要看的")]
    about: Option<String>,
    /// 写成这个文件，可放在内网上给大家看（默认：临时文件夹里的一个文件）
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
    /// 不打开浏览器，只说文件在哪里
    #[arg(long)]
    no_open: bool,
}

pub fn run(args: &GuideArgs) -> Result<Exit, Stop> {
    let pages = pages()?;
    let place = args.about.as_deref().map(|about| place(&pages, about)).transpose()?;
    let mut html = guide::book(&pages);
    // Systems that hand a file to the browser drop what stands behind `#`.
    if let Some(place) = &place {
        let go = format!("<script>location.hash = \"{place}\"</script>\n</body>");
        html = html.replacen("</body>", &go, 1);
    }
    let path = match &args.out {
        Some(path) => {
            write_atomic(path, html.as_bytes())?;
            path.clone()
        }
        None => temporary(&html)?,
    };
    let mut output = super::output::stdout();
    writeln!(output, "手册：{}", super::shown(&path))?;
    if args.no_open || args.out.is_some() {
        return Ok(Exit::Fine);
    }
    if let Err(error) = browse(&path.to_string_lossy()) {
        let why = crate::error::explain(&error);
        writeln!(super::output::stderr(), "不能打开浏览器（{why}），请自己打开上面的文件")?;
    }
    Ok(Exit::Fine)
}

/// The guide for the server of a preview, which has its style at this address.
pub fn served(style: &str) -> String {
    pages().map(|pages| guide::served(&pages, style)).unwrap_or_default()
}

/// All pages: those that somebody wrote, and those that the program writes.
fn pages() -> Result<Vec<Page>, Stop> {
    let mut rules = Vec::new();
    explain::book(&mut rules)?;
    let rules = String::from_utf8_lossy(&rules).into_owned();
    let mut pages = guide::written();
    pages.push(Page { name: "rules".to_owned(), text: rules });
    pages.push(Page { name: "layout".to_owned(), text: read::manual() });
    Ok(pages)
}

/// A file of its own that nobody else can have put there.
fn temporary(html: &str) -> Result<PathBuf, Error> {
    let make = || -> std::io::Result<PathBuf> {
        let named = tempfile::Builder::new().prefix("jianbao-guide-").suffix(".html").tempfile()?;
        fs::write(named.path(), html)?;
        let (_, path) = named.keep().map_err(|error| error.error)?;
        Ok(path)
    };
    make().map_err(|source| Error::Write { path: std::env::temp_dir(), source })
}

/// Where in the file something is told of.
fn place(pages: &[Page], about: &str) -> Result<String, Error> {
    let about = about.trim();
    if let Some(code) = check::code(about) {
        return Ok(guide::anchor("rules", code.name));
    }
    guide::find(pages, about).ok_or_else(|| Error::Selection {
        problem: format!("手册的标题里没有「{about}」"),
        remedy: "写标题里的词，如 导入、印发、名册；不写则从头看起，在浏览器里用 Ctrl+F 找"
            .to_owned(),
    })
}
