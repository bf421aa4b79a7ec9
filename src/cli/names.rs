//! What the commands are called in Chinese, and the words for help and version that people type.

use std::ffi::{OsStr, OsString};

/// What a command is called, and how it is typed.
pub struct Name {
    name: &'static str,
    chinese: &'static str,
    /// Other words that people try.
    also: &'static [&'static str],
    /// A command line of it, without the program's name.
    pub example: &'static str,
}

const fn name(
    name: &'static str,
    chinese: &'static str,
    also: &'static [&'static str],
    example: &'static str,
) -> Name {
    Name { name, chinese, also, example }
}

/// Each command in the order of the list of commands.
const NAMES: &[Name] = &[
    name(
        "init",
        "新工作区",
        &["初始化", "建库"],
        "init --name 工作简报 --issuer 望河县人民政府办公室",
    ),
    name("new", "新建", &["取号", "新一期"], "new"),
    name("build", "构建", &["生成", "排版", "出稿", "打印"], "build 28"),
    name("word", "送审", &["送审稿"], "word 28"),
    name("merge", "收回", &["合并", "收稿"], "merge 2018-028-送审稿.docx"),
    name("import", "导入", &["录入"], "import 来稿 --issue 28"),
    name("inbox", "来稿", &["收件"], "inbox"),
    name("move", "移动", &["移稿"], "move 28/40 --to 29"),
    name("order", "排序", &["换序", "顺序"], "order 28 30 10 20"),
    name("hold", "暂缓", &["缓用", "撤稿"], "hold 28/40"),
    name("release", "启用", &["恢复"], "release 28/40"),
    name("preview", "预览", &["看稿"], "preview 28"),
    name("check", "检查", &["校对", "审校"], "check 28"),
    name("publish", "印发", &["发布", "出版"], "publish 28"),
    name("register", "登记", &["登记簿"], "register rebuild"),
    name("verify", "核对", &["验证", "查验"], "verify 28"),
    name("measure", "测量", &["量版面"], "measure 28"),
    name("list", "列表", &["目录", "列出"], "list"),
    name("find", "查找", &["搜索", "查询"], "find 供暖"),
    name("extract", "取出", &["提取"], "extract out/2018-028.pdf"),
    name("profile", "版式", &["版面"], "profile"),
    name("guide", "手册", &["说明书"], "guide"),
    name("explain", "解释", &["说明"], "explain 标点"),
    name("schema", "格式", &[], "schema entry"),
    name("completions", "补全", &[], "completions bash"),
    name("man", "手册页", &[], "man"),
];

/// The command that a word means.
pub fn of(word: &str) -> Option<&'static Name> {
    NAMES.iter().find(|it| it.name == word || it.chinese == word || it.also.contains(&word))
}

impl Name {
    /// Its name in English.
    pub fn english(&self) -> &'static str {
        self.name
    }
}

/// Lets each command be called by its Chinese name too, and says so where it is listed.
pub fn with_chinese(command: clap::Command) -> clap::Command {
    NAMES.iter().fold(command, |command, Name { name, chinese, also, .. }| {
        if command.find_subcommand(name).is_none() {
            return command;
        }
        command.mut_subcommand(name, |sub| {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            sub.alias(*chinese).aliases(*also).about(format!("［{chinese}］{about}"))
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
    if let Some(word) = args.get_mut(1).filter(|word| **word == "版本") {
        *word = "--version".into();
    }
    args
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{NAMES, of, plain};
    use crate::cli::command;

    #[test]
    fn no_two_commands_have_one_name() {
        let command = command();
        for it in NAMES {
            for word in [it.name, it.chinese].iter().chain(it.also) {
                let meant = command.find_subcommand(word).map(clap::Command::get_name);
                assert_eq!(meant, Some(it.name), "{word}");
                assert_eq!(of(word).map(|it| it.name), Some(it.name), "{word}");
            }
        }
    }

    #[test]
    fn each_example_is_a_command_line() {
        for it in NAMES {
            let line = std::iter::once("jianbao").chain(it.example.split_whitespace());
            assert!(command().try_get_matches_from(line).is_ok(), "{}", it.example);
            assert_eq!(it.example.split_whitespace().next(), Some(it.name));
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
