//! `jianbao extract`: the workspace that a PDF carries.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Stop, shown, usage};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao extract <PDF> [选项]")]
pub struct ExtractArgs {
    /// 用 jianbao publish --attach 印发的 PDF
    #[arg(value_name = "PDF")]
    pub pdf: PathBuf,
    /// 放到这个新文件夹（默认：当前文件夹下与 PDF 同名的文件夹）
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
}

pub fn run(args: &ExtractArgs) -> Result<Exit, Stop> {
    let to = args.out.clone().unwrap_or_else(|| default_folder(&args.pdf));
    let extracted = crate::publish::extract(&args.pdf, &to)?;
    let folder = shown(&extracted.folder);
    let mut output = crate::cli::output::stdout();
    writeln!(output, "取出 {} 个文件，放在「{folder}」：", extracted.files.len())?;
    for file in &extracted.files {
        writeln!(output, "  {file}")?;
    }
    if !extracted.missing_fonts.is_empty() {
        let fonts = extracted.folder.join("fonts");
        writeln!(
            output,
            "这一期用了下面的字体，字体有版权，没有附带；请先把它们放进「{}」，否则版面会不同：",
            shown(&fonts)
        )?;
        for font in &extracted.missing_fonts {
            let name = font.path.rsplit('/').next().unwrap_or(&font.path);
            writeln!(output, "  {}（SHA-256：{}）", plain(name), plain(&font.sha256))?;
        }
    }
    let issues: Vec<String> = extracted.issues.iter().map(ToString::to_string).collect();
    writeln!(output, "重新生成：jianbao -C {} build {}", quoted(&folder), issues.join(" "))?;
    Ok(Exit::Fine)
}

/// Named after the PDF, in the current folder.
fn default_folder(pdf: &Path) -> PathBuf {
    pdf.file_stem().unwrap_or(pdf.as_os_str()).into()
}

/// Text from outside as it may stand on a terminal.
fn plain(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}

/// As it has to be typed.
fn quoted(path: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || "/\\:.-_".contains(c);
    if path.chars().all(safe) { path.to_owned() } else { format!("\"{path}\"") }
}
