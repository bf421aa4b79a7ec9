//! `jianbao explain`: the page of a finding, or of all.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::{Exit, Stop, render, usage};
use crate::check::{self, Rule};
use crate::diagnostic::{Code, Severity, code};
use crate::error::Error;
use crate::model::EntryKind;

/// How to keep a rule off, said once for all.
const CONTROL: &str = "\
一段话确实该这样写时，在它前面加一行 `<!-- jianbao: 忽略 规则名：原因 -->`（稿件项目区里用 `# jianbao: 忽略 规则名：原因`），
这条规则就不查这一段；没有起作用的忽略会提醒删去。

整个工作区都不查某条规则，或改它的级别，写在 `jianbao.yaml` 里：

```yaml
检查:
  级别:
    规则名: 关      # 关、提示、警告、错误
  提示: 是          # 提示一级的规则平时不查，写了就查
```
";

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao explain [代号]")]
pub struct ExplainArgs {
    /// 提示方括号里的代号，如 wrong-date；不写则列出全部
    #[arg(value_name = "代号")]
    pub code: Option<String>,
    /// 把全部说明都输出
    #[arg(long, conflicts_with = "code")]
    pub all: bool,
    /// 输出格式：text 文字（默认），markdown 可放到网页或文档里
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: ExplainFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum ExplainFormat {
    // For people at the terminal.
    #[default]
    Text,
    // For documents.
    Markdown,
}

pub fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    let mut output = crate::cli::output::stdout();
    match (&args.code, args.format, args.all) {
        (Some(wanted), format, _) => {
            let speaking = match check::code(wanted) {
                Some(code) => vec![code],
                None => about(wanted),
            };
            match speaking.as_slice() {
                [] => {
                    let message = format!("没有代号「{wanted}」；用 jianbao explain 列出全部代号");
                    return Err(Error::Usage(message).into());
                }
                [code] => page(&mut output, *code, format)?,
                several => {
                    writeln!(output, "说到「{wanted}」的有：")?;
                    for code in several {
                        writeln!(output, "  {:<26} {}", code.name, code.summary())?;
                    }
                    writeln!(output, "看其中一条：jianbao explain 代号")?;
                }
            }
        }
        (None, ExplainFormat::Markdown, _) => book(&mut output)?,
        (None, ExplainFormat::Text, true) => {
            for code in codes() {
                page(&mut output, code, ExplainFormat::Text)?;
                writeln!(output)?;
            }
        }
        (None, ExplainFormat::Text, false) => {
            for group in check::GROUPS {
                writeln!(output, "{}", group.name)?;
                for rule in group.rules {
                    let name = rule.code.name;
                    writeln!(output, "  {name:<26} {}  {}", level(*rule), rule.code.summary())?;
                }
            }
            writeln!(output, "读稿、排版和存档")?;
            for code in code::ALL {
                writeln!(output, "  {:<26}       {}", code.name, code.summary())?;
            }
        }
    }
    Ok(Exit::Fine)
}

fn codes() -> impl Iterator<Item = Code> {
    check::rules().map(|rule| rule.code).chain(code::ALL.iter().copied())
}

/// The codes that a Chinese word is about: those whose first line has it, or else whose pages do.
fn about(word: &str) -> Vec<Code> {
    let those = |has: &dyn Fn(&Code) -> bool| codes().filter(has).collect::<Vec<_>>();
    let word = word.trim();
    if word.is_ascii() {
        return Vec::new();
    }
    let by_summary = those(&|code| code.summary().contains(word));
    if by_summary.is_empty() { those(&|code| code.text().contains(word)) } else { by_summary }
}

fn page(output: &mut impl Write, code: Code, format: ExplainFormat) -> io::Result<()> {
    let rule = check::rules().find(|rule| rule.code == code);
    match (format, rule) {
        (ExplainFormat::Text, Some(rule)) => writeln!(output, "{}　{}\n", code.name, level(rule))?,
        (ExplainFormat::Text, None) => writeln!(output, "{}\n", code.name)?,
        (ExplainFormat::Markdown, _) => writeln!(output, "### {}\n", code.name)?,
    }
    writeln!(output, "{}", text(code))?;
    if let (Some(_), ExplainFormat::Text) = (rule, format) {
        writeln!(output, "\n不查这一条：{}", CONTROL.replace("规则名", code.name))?;
    }
    if matches!(format, ExplainFormat::Text) {
        writeln!(output, "\n在手册里看：jianbao guide {}", code.name)?;
    }
    Ok(())
}

/// A page with the kinds of entries in it.
fn text(code: Code) -> String {
    let kinds = EntryKind::ALL.iter().map(|kind| format!("`{}`（{}）", kind.name, kind.chinese));
    code.text().replace(Code::KINDS, &format!(" {}", kinds.collect::<Vec<_>>().join("、")))
}

/// All pages in Markdown: the page about rules of the guide.
pub fn book(output: &mut impl Write) -> io::Result<()> {
    writeln!(output, "# 规则和提示\n")?;
    writeln!(
        output,
        "`jianbao check` 按下面的规则查稿件；`jianbao build` 和预览里列的是同样的问题。\
         本页由 `jianbao explain --all --format markdown` 生成。\n"
    )?;
    writeln!(output, "## 不查某一条\n\n{CONTROL}")?;
    for group in check::GROUPS {
        writeln!(output, "## {}\n", group.name)?;
        for rule in group.rules {
            writeln!(output, "### {}\n\n级别：{}\n", rule.code.name, level(*rule))?;
            writeln!(output, "{}\n", text(rule.code))?;
        }
    }
    writeln!(output, "## 读稿、排版和存档\n")?;
    for code in code::ALL {
        writeln!(output, "### {}\n\n{}\n", code.name, text(*code))?;
    }
    Ok(())
}

fn level(rule: Rule) -> &'static str {
    match rule.level {
        Severity::Hint => "提示（平时不查）",
        level => render::word(level),
    }
}
