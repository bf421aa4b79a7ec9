//! clap's own words in Chinese: its help headings and what it says of a wrong command line.

use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Exit;
use super::names::Name;

/// clap's help template with Chinese headings.
pub const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// Sets the headings that only an argument or a command itself can carry.
pub fn in_chinese(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|arg| {
        let heading = match (arg.get_help_heading(), arg.is_positional()) {
            (Some(_), _) => return arg,
            (None, true) => "参数",
            (None, false) => "选项",
        };
        arg.help_heading(heading)
    });
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_chinese))
}

/// Says what is wrong with a command line, or prints the help that was asked for.
/// `command` is the one that was called, if one was.
pub fn report(error: &clap::Error, command: Option<&Name>) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Help that nobody reads any more is no failure.
        let _ = error.print();
        return Exit::Fine;
    }
    let nothing = matches!(
        error.kind(),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let remedy = match command {
        Some(it) => {
            format!("例如 jianbao {}；jianbao {} --help 查看用法", it.example, it.english())
        }
        None if nothing => {
            "jianbao --help 列出各个命令，jianbao list 看各期，jianbao guide 打开手册".to_owned()
        }
        None => "jianbao --help 列出各个命令".to_owned(),
    };
    let _ =
        writeln!(crate::cli::output::stderr(), "命令写法有误：{}\n改法：{remedy}", sentence(error));
    Exit::Failure
}

fn sentence(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let plain = |text: String| text.replace(['<', '>', '[', ']'], "").replace("...", "");
    let arg = plain(context(ContextKind::InvalidArg));
    let value = context(ContextKind::InvalidValue);
    let usage = context(ContextKind::Usage);
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .map(context)
            .find(|text| !text.is_empty())
            .map_or_else(String::new, |text| format!("，是不是「{text}」"));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有命令「{}」{near}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument if arg == "--issue" && usage.contains("期号") => {
            let words: Vec<&str> = usage.split_whitespace().collect();
            let name =
                words.windows(2).find(|pair| pair[0] == "jianbao").map_or("build", |pair| pair[1]);
            format!("这里没有「--issue」，期号直接写在后面，例如 jianbao {name} 29")
        }
        ErrorKind::UnknownArgument => format!("不认识「{arg}」{near}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("「{arg}」后面缺少内容"),
        ErrorKind::InvalidValue => {
            format!("「{arg}」不能是「{value}」，可用：{}", context(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("「{arg}」不能是「{value}」"),
        ErrorKind::ArgumentConflict => {
            format!("「{arg}」不能与「{}」同时使用", plain(context(ContextKind::PriorArg)))
        }
        ErrorKind::MissingRequiredArgument if arg.starts_with("期号") => {
            "没有写哪一期，例如 28；要全部的写 --all".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写要做什么".to_owned()
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("「{arg}」后面的内容个数不对")
        }
        ErrorKind::InvalidUtf8 => "有无法识别的字符".to_owned(),
        _ => format!("「{arg}{value}」无法识别"),
    }
}
