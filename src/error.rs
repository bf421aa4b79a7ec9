//! What is wrong with the machine: a path and a cause. Never the author's text.

use std::io;
use std::path::PathBuf;

/// A failure of the tool's surroundings; the process exits with 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read.
    #[error("无法读取「{}」：{}", shown(path), explain(source))]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file or folder could not be written; what stood there before still stands.
    #[error("无法写入「{}」：{}", shown(path), explain(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A link that leads out of the folder that everything must lie in.
    #[error("「{link}」是链接，指向工作区之外的「{target}」，没有使用")]
    Outside {
        /// The link, from the root of the folder.
        link: String,
        /// Where it leads, as it was written.
        target: String,
    },
    /// No `jianbao.yaml` at or above the starting folder.
    #[error(
        "「{}」不在简报工作区里：这里和上级文件夹中都没有 jianbao.yaml{}{}",
        shown(start),
        misnamed.as_ref().map_or_else(String::new, |it| format!("；「{}」像是它，但名称不对", shown(it))),
        listed("；下面的文件夹里有工作区：", &below.iter().map(|it| shown(it)).collect::<Vec<_>>())
    )]
    NoWorkspace {
        /// Where the search began.
        start: PathBuf,
        /// Workspaces in folders below it, where somebody has looked.
        below: Vec<PathBuf>,
        /// A file here or above that was meant as `jianbao.yaml` and is called otherwise.
        misnamed: Option<PathBuf>,
    },
    /// No issue answers to what was asked for.
    #[error(
        "没有符合「{wanted}」的简报{}{}",
        listed("，现有：", have),
        listed("；没有 issue.yaml 或名称不是期号、不算一期的文件夹：", unready)
    )]
    NoIssue {
        /// As given on the command line.
        wanted: String,
        /// What there is, newest last, shortened by the caller.
        have: Vec<String>,
        /// Folders that could be issues and are none.
        unready: Vec<String>,
    },
    /// A number without a year exists in several years.
    #[error("「{wanted}」在多个年份都有{}，请写明年份", listed("：", have))]
    AmbiguousIssue {
        /// As given on the command line.
        wanted: String,
        /// The issues it could mean.
        have: Vec<String>,
    },
    /// A choice of issues that cannot be understood or carried out.
    #[error("{problem}")]
    Selection {
        /// What is wrong with it, quoting what was written.
        problem: String,
        /// What to write instead.
        remedy: String,
    },
    /// Several folders of one year claim the same number.
    #[error("「{issue}」有几个文件夹：{}", folders.join("、"))]
    DoubledIssue {
        /// Year and number.
        issue: String,
        /// The folders, relative to the workspace.
        folders: Vec<String>,
    },
    /// A workspace has more issues than its limit.
    #[error(
        "工作区「{}」里有 {have} 期，超过 {most} 期；可以把往年的各期移到另一个工作区，{remedy}",
        shown(root)
    )]
    TooManyIssues {
        /// The workspace.
        root: PathBuf,
        /// How many there are.
        have: usize,
        /// How many there may be.
        most: u32,
        /// What else can be done, as a clause.
        remedy: String,
    },
    /// A file changed while something was made of it.
    #[error("「{}」在生成过程中被改动，这一期没有写出，请重新生成", shown(path))]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else wrote a file that was about to be replaced.
    #[error("「{}」刚才被别的程序改动或删去，没有再动它；请核对后重新运行", shown(path))]
    Edited {
        /// The file.
        path: PathBuf,
    },
    /// The program itself went wrong over an issue; the others are not touched by it.
    #[error("排「{issue}」时程序内部出错，这一期没有生成；请把这一期的文件夹交给软件维护人员")]
    Crashed {
        /// Year and number.
        issue: String,
    },
    /// The system gives no more threads.
    #[error("系统不能再开线程：{0}；请关闭一些程序，或用 --jobs 1 重试")]
    Threads(String),
    /// A PDF that cannot be used for what was asked.
    #[error("无法使用「{}」：{why}", shown(path))]
    Pdf {
        /// The file.
        path: PathBuf,
        /// Why, as a clause.
        why: String,
    },
    /// No process could be had for a PDF that is better read in one of its own.
    #[error("不能另开进程来读「{}」，请关闭一些程序后重试", shown(path))]
    Aside {
        /// The PDF.
        path: PathBuf,
    },
    /// What a PDF carries cannot be a workspace.
    #[error("没有取出「{}」附带的稿件：{why}", shown(path))]
    Attached {
        /// The PDF.
        path: PathBuf,
        /// What of it, as a clause.
        why: String,
    },
    /// A folder that should be new.
    #[error("文件夹「{}」里已经有文件，没有改动它", shown(path))]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// No server can be had at an address.
    #[error("不能在 {address} 上打开预览：{}", listening(source))]
    Listen {
        /// Where it should be.
        address: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The workspace cannot be watched.
    #[error("无法察看工作区里的改动：{0}；可以加 --poll 再试")]
    Watch(String),
    /// The system gives no random numbers.
    #[error("系统不能给出随机数：{0}")]
    Random(String),
    /// A program that should open a file did not start.
    #[error("打不开「{program}」：{}；请检查 --editor 写的命令", explain(source))]
    Editor {
        /// As it was written.
        program: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// Two options, or an option and an argument, that do not go together.
    #[error("{0}")]
    Usage(String),
}

/// What to do about [`Error::Outside`].
pub const COPY_IN: &str = "请把它指向的文件（或文件夹）本身复制进来，代替这个链接";

fn listed(lead: &str, items: &[String]) -> String {
    if items.is_empty() { String::new() } else { format!("{lead}{}", items.join("、")) }
}

fn listening(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "这个端口已被占用，请用 --port 换一个，或不写 --port 由程序来选".to_owned()
        }
        io::ErrorKind::AddrNotAvailable => "本机没有这个地址".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "系统不许使用这个端口，请用 --port 换一个 1024 以上的".to_owned()
        }
        _ => explain(error),
    }
}

/// An operating system's error in plain Chinese.
pub fn explain(error: &io::Error) -> String {
    let words = words(error.kind(), error.raw_os_error(), cfg!(windows));
    words.unwrap_or_else(|| format!("系统出错（{error}）"))
}

/// The words for a kind of error and the system's number for it; `None` where it is neither.
fn words(kind: io::ErrorKind, code: Option<i32>, windows: bool) -> Option<String> {
    use io::ErrorKind as Kind;
    if windows && let Some(words) = code.and_then(words_of_windows) {
        return Some(words.to_owned());
    }
    let known = match kind {
        Kind::NotFound => "文件或文件夹不存在，请核对路径；刚才还在的，可能被移走或改名了",
        Kind::PermissionDenied => "没有权限，请检查文件是否只读或正被其他程序打开",
        Kind::AlreadyExists => "已经存在同名文件",
        Kind::StorageFull | Kind::QuotaExceeded => "磁盘已满，请腾出空间后重试",
        Kind::ReadOnlyFilesystem => "所在磁盘是只读的，请换到能写入的磁盘上再做",
        Kind::IsADirectory => "这是文件夹，不是文件",
        Kind::InvalidInput => "这不是普通文件",
        Kind::NotADirectory => "这不是文件夹，或路径中有一段不是文件夹",
        Kind::FileTooLarge => "文件太大，超出系统允许的大小，请与系统管理员联系",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "文件正被其他程序占用，请关闭后重试",
        Kind::TimedOut => "等待超时，请检查网络磁盘",
        Kind::StaleNetworkFileHandle | Kind::NetworkDown | Kind::HostUnreachable => OFFLINE,
        Kind::WriteZero | Kind::UnexpectedEof => "只读写了一部分，请检查磁盘后重试",
        Kind::OutOfMemory => "内存不够，请关闭一些程序后重试",
        Kind::InvalidFilename => "文件名不合法或过长",
        _ => "",
    };
    match (known, code) {
        ("", Some(5)) if !windows => Some(DAMAGED.to_owned()),
        ("", Some(23 | 24)) if !windows => Some(TOO_MANY_FILES.to_owned()),
        ("", Some(code)) => {
            Some(format!("系统错误 {code}，请重试；仍不行，请把这个数字告诉系统管理员"))
        }
        ("", None) => None,
        (text, _) => Some(text.to_owned()),
    }
}

const OFFLINE: &str = "网络磁盘断开了，请重新连接后重试";
const DAMAGED: &str = "磁盘读写出错，请先把文件复制到别的磁盘，再检查这个磁盘";
const TOO_MANY_FILES: &str = "打开的文件太多，请关闭一些程序后重试";

/// What Windows' own numbers mean where their kinds say too little or nothing; they are those of
/// `winerror.h`.
fn words_of_windows(code: i32) -> Option<&'static str> {
    Some(match code {
        4 => TOO_MANY_FILES,
        // What replacing a file comes to that somebody has open, and a file that nobody may write.
        5 => {
            "文件正被别的程序打开，或没有权限；请先关闭正在打开它的程序（如 PDF 阅读器、Word），再重试；\
             仍不行的，看文件是不是设成了只读"
        }
        // A sharing violation; a stretch that is locked; a file that is mapped.
        32 | 33 | 1224 => {
            "文件正被别的程序打开；请先关闭正在打开它的程序（如 PDF 阅读器、Word），再重试"
        }
        // A damaged disk: bad sectors, a failing device, a damaged folder.
        23 | 1117 | 1392 | 1393 => DAMAGED,
        // No such computer; the name is gone; waited too long; not reachable.
        53 | 59 | 64 | 67 | 121 | 1231 => OFFLINE,
        // A name with `?` or `:`, or one that is kept for a device.
        123 => "文件名或路径不合法：Windows 的文件名里不能有 \\ : * ? \" < > |，末尾不能是点或空格",
        206 => "路径太长，请把工作区移到离磁盘根目录近一些的文件夹里",
        225 | 226 => "被杀毒软件拦下了，请与系统管理员联系，把这个程序和工作区设为信任",
        // What a cloud holds of a file, and this computer not yet.
        358 | 362..=398 | 404 | 426 | 434 | 475 => {
            "这个文件在云盘（如 OneDrive）上，还没有下载到本机；请在资源管理器里对它点右键，\
             选「始终保留在此设备上」，下载完再重试"
        }
        _ => return None,
    })
}

/// A path as clerks know it from the Explorer: no `\\?\` before it, and one kind of stroke.
pub fn shown(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { of_windows(&text) } else { text.into_owned() }
}

/// A path of Windows, whose longest form begins with `\\?\`, as it is written by hand.
fn of_windows(path: &str) -> String {
    let path = path.replace('/', "\\");
    match (path.strip_prefix(r"\\?\UNC\"), path.strip_prefix(r"\\?\")) {
        (Some(server), _) => format!(r"\\{server}"),
        (None, Some(plain)) => plain.to_owned(),
        (None, None) => path,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{explain, of_windows, words};

    /// Whatever the system says is told in words that a clerk can act on, none of them the system's.
    #[test]
    fn every_failure_of_the_system_is_in_chinese() {
        for code in 1..200 {
            let words = explain(&io::Error::from_raw_os_error(code));
            assert!(!words.contains("os error") && words.chars().count() > 5, "{code}: {words}");
            assert!(words.chars().next().is_some_and(|c| c > '\u{4e00}'), "{code}: {words}");
        }
        let without_code = io::Error::other("at path");
        assert_eq!(explain(&without_code), "系统出错（at path）");
    }
    /// Windows says «access denied» of a PDF that somebody is looking at.
    #[test]
    fn a_file_that_is_open_elsewhere_is_told_on_windows() {
        use io::ErrorKind as Kind;
        let told = |kind, code| words(kind, Some(code), true).unwrap_or_default();
        for (kind, code) in [(Kind::PermissionDenied, 5), (Kind::Other, 32), (Kind::Other, 33)] {
            assert!(told(kind, code).contains("请先关闭正在打开它的程序"), "{code}");
        }
        assert!(told(Kind::Other, 362).contains("云盘"));
        assert!(told(Kind::NotFound, 53).contains("网络磁盘"));
        assert!(told(Kind::NotFound, 2).contains("不存在"));
        assert!(told(Kind::Other, 9999).contains("9999"));
        // The same numbers mean something else elsewhere.
        let elsewhere = words(Kind::BrokenPipe, Some(32), false).unwrap_or_default();
        assert!(!elsewhere.contains("打开"), "{elsewhere}");
    }

    #[test]
    fn paths_of_windows_are_shown_as_they_are_written_by_hand() {
        for (path, shown) in [
            (r"\\?\C:\简报\out\2018-028.pdf", r"C:\简报\out\2018-028.pdf"),
            (r"\\?\UNC\server\简报", r"\\server\简报"),
            (r"D:\简报\2018/028", r"D:\简报\2018\028"),
            (r"来稿\a.docx", r"来稿\a.docx"),
        ] {
            assert_eq!(of_windows(path), shown);
        }
    }
}
