//! What the commands are called in Chinese, and the words for help that people type.

use std::ffi::{OsStr, OsString};

/// Each command with its Chinese name, in the order of the list of commands.
const CHINESE: &[(&str, &str)] = &[
    ("init", "新工作区"),
    ("new", "新建"),
    ("build", "构建"),
    ("word", "送审"),
    ("merge", "收回"),
    ("import", "导入"),
    ("inbox", "来稿"),
    ("move", "移动"),
    ("order", "排序"),
    ("hold", "暂缓"),
    ("release", "启用"),
    ("preview", "预览"),
    ("check", "检查"),
    ("publish", "印发"),
    ("register", "登记"),
    ("verify", "核对"),
    ("measure", "测量"),
    ("list", "列表"),
    ("find", "查找"),
    ("extract", "取出"),
    ("profile", "版式"),
    ("guide", "手册"),
    ("explain", "解释"),
    ("schema", "格式"),
    ("completions", "补全"),
    ("man", "手册页"),
];

/// Lets each command be called by its Chinese name too, and says so where it is listed.
pub fn with_chinese(command: clap::Command) -> clap::Command {
    CHINESE.iter().fold(command, |command, (name, chinese)| {
        if command.find_subcommand(name).is_none() {
            return command;
        }
        command.mut_subcommand(name, |sub| {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            sub.alias(*chinese).about(format!("［{chinese}］{about}"))
        })
    })
}

/// The command line with the words for help put as the option: `help`, `帮助`, `帮助 检查`.
pub fn plain(mut args: Vec<OsString>) -> Vec<OsString> {
    let is_help = |word: &OsString| ["help", "帮助"].iter().any(|it| word == OsStr::new(it));
    if args.get(1).is_some_and(is_help) {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{CHINESE, plain};
    use crate::cli::command;

    #[test]
    fn no_two_commands_have_one_name() {
        let command = command();
        for (name, chinese) in CHINESE {
            assert!(command.find_subcommand(name).is_some(), "{name}");
            let meant = command.find_subcommand(chinese).map(clap::Command::get_name);
            assert_eq!(meant, Some(*name), "{chinese}");
        }
    }

    #[test]
    fn help_is_help() {
        for (typed, meant) in [
            (&["jianbao", "帮助"][..], &["jianbao", "--help"][..]),
            (&["jianbao", "help", "check"], &["jianbao", "check", "--help"]),
            (&["jianbao", "check", "help"], &["jianbao", "check", "help"]),
            (&["jianbao"], &["jianbao"]),
        ] {
            let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
            assert_eq!(plain(words(typed)), words(meant));
        }
    }
}
