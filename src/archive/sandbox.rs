//! Work on a kept PDF, in a process of its own with limits: this program, called once more.
//!
//! A PDF that was kept is somebody's file by now. One that is made to, draws for hours or takes all
//! memory there is; then that process ends, and there is a finding instead of pages. What the process
//! may take is limited where the system can limit it, and its time everywhere.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::pdf::{self, Difference, Pdf, Unreadable};
use crate::workspace::fs;

/// The first argument of the process, by which the program knows what it is called for.
pub const CALL: &str = "--jianbao-aside";
/// The longest it may work. Drawing a briefing takes less than a second.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is asked whether it has ended.
const BETWEEN: Duration = Duration::from_millis(4);
/// The most memory it may have, in bytes, the program itself among it.
#[cfg(unix)]
const MOST_MEMORY: u64 = 2 << 30;
/// Larger PDFs than this, in bytes, are not ours.
const MOST_BYTES: u64 = 512 << 20;

/// Where work is done.
#[derive(Clone, Debug, Default)]
pub struct Sandbox {
    /// The program that is called once more; within this process where `None`.
    program: Option<PathBuf>,
}

/// What is asked of a kept PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    /// How it differs from another one.
    Compare,
    /// A page beside the same page of another one, as a PNG.
    Beside,
    /// A page as a PNG.
    Draw,
    /// The text of each page.
    Read,
}

impl Verb {
    const ALL: [(Self, &str); 4] = [
        (Self::Compare, "compare"),
        (Self::Beside, "beside"),
        (Self::Draw, "draw"),
        (Self::Read, "read"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(verb, _)| *verb == self).map_or("", |(_, word)| word)
    }

    fn of(word: &OsStr) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| word == OsStr::new(own)).map(|(verb, _)| *verb)
    }
}

/// It, of which PDFs and which page.
#[derive(Clone, Debug)]
struct Work {
    verb: Verb,
    page: usize,
    dpi: u32,
    kept: PathBuf,
    /// The other PDF; empty where there is none.
    new: PathBuf,
}

/// Why nothing came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// The PDF cannot be read.
    #[error("{0}")]
    Unreadable(#[from] Unreadable),
    /// The process was ended, because it took too long or too much memory.
    #[error("画它的页面用时太长或占内存太多，已停下；它可能不是原来印发的那一份，或被人做过手脚")]
    TooMuch,
    /// It could not be called, or its answer not be taken.
    #[error("不能另开进程来读它，请关闭一些程序后重试")]
    NotCalled,
}

impl Sandbox {
    /// In another process of this program.
    pub fn of(program: Option<PathBuf>) -> Self {
        Self { program }
    }

    /// How a kept PDF differs from one made anew.
    ///
    /// # Errors
    /// [`Failed`] where nobody can say.
    pub fn compare(&self, kept: &Path, new: &[u8]) -> Result<Difference, Failed> {
        let file = written(new)?;
        let answer = self.ask(Verb::Compare, kept, file.path(), 0, 0)?;
        serde_json::from_slice(&answer).map_err(|_| Failed::NotCalled)
    }

    /// A page of a kept PDF and of one made anew side by side, as a PNG of `dpi` pixels an inch.
    ///
    /// # Errors
    /// [`Failed`] where it cannot be drawn.
    pub fn beside(
        &self,
        kept: &Path,
        new: &[u8],
        page: usize,
        dpi: u32,
    ) -> Result<Vec<u8>, Failed> {
        let file = written(new)?;
        self.ask(Verb::Beside, kept, file.path(), page, dpi)
    }

    /// A page of a kept PDF as a PNG of `dpi` pixels an inch.
    ///
    /// # Errors
    /// [`Failed`] where it cannot be drawn, or there is no such page.
    pub fn draw(&self, kept: &Path, page: usize, dpi: u32) -> Result<Vec<u8>, Failed> {
        self.ask(Verb::Draw, kept, Path::new(""), page, dpi)
    }

    /// The text of each page of a PDF, a line for each row.
    ///
    /// # Errors
    /// [`Failed`] where it cannot be read.
    pub fn text(&self, kept: &Path) -> Result<Vec<String>, Failed> {
        let answer = self.ask(Verb::Read, kept, Path::new(""), 0, 0)?;
        serde_json::from_slice(&answer).map_err(|_| Failed::NotCalled)
    }

    fn ask(
        &self,
        verb: Verb,
        kept: &Path,
        new: &Path,
        page: usize,
        dpi: u32,
    ) -> Result<Vec<u8>, Failed> {
        self.done(&Work { verb, page, dpi, kept: kept.to_owned(), new: new.to_owned() })
    }

    fn done(&self, work: &Work) -> Result<Vec<u8>, Failed> {
        let Some(program) = &self.program else { return Ok(do_it(work)?) };
        let answer = tempfile::NamedTempFile::new().map_err(|_| Failed::NotCalled)?;
        let mut child = Command::new(program)
            .args([CALL, work.verb.word(), &work.page.to_string(), &work.dpi.to_string()])
            .args([&work.kept, &work.new])
            .arg(answer.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Failed::NotCalled)?;
        let begun = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if begun.elapsed() < PATIENCE => sleep(BETWEEN),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(Failed::TooMuch);
                }
            }
        };
        match status.code() {
            Some(0) => match fs::read_limited(answer.path(), MOST_BYTES) {
                Ok(Some(bytes)) => Ok(bytes),
                _ => Err(Failed::NotCalled),
            },
            Some(code) if code == i32::from(UNREADABLE) => Err(Unreadable::Broken.into()),
            Some(code) if code == i32::from(LOCKED) => Err(Unreadable::Locked.into()),
            Some(code) if code == i32::from(NO_ANSWER) => Err(Failed::NotCalled),
            // Out of memory or of the stack the system ends it.
            _ => Err(Failed::TooMuch),
        }
    }
}

/// A PDF made anew, in a file that another process can read.
fn written(pdf: &[u8]) -> Result<tempfile::NamedTempFile, Failed> {
    let mut file = tempfile::NamedTempFile::new().map_err(|_| Failed::NotCalled)?;
    file.write_all(pdf).and_then(|()| file.flush()).map_err(|_| Failed::NotCalled)?;
    Ok(file)
}

/// How the process says what became of its work.
const UNREADABLE: u8 = 3;
const LOCKED: u8 = 4;
const NO_ANSWER: u8 = 5;

/// Does the work that a process was called for; `None` where it was called for something else. `args`
/// are all of its arguments, the program's name first. Returns its exit code.
pub fn serve(args: &[OsString]) -> Option<u8> {
    let [_, call, verb, page, dpi, kept, new, answer] = args else { return None };
    if call != OsStr::new(CALL) {
        return None;
    }
    let number = |text: &OsStr| text.to_str()?.parse::<u32>().ok();
    let work = || {
        Some(Work {
            verb: Verb::of(verb)?,
            page: usize::try_from(number(page)?).ok()?,
            dpi: number(dpi)?,
            kept: kept.into(),
            new: new.into(),
        })
    };
    Some(work().and_then(|work| served(work, Path::new(answer))).unwrap_or(NO_ANSWER))
}

fn served(work: Work, answer: &Path) -> Option<u8> {
    limit();
    // Deep in nested drawings; what needs more than this is no briefing.
    let worker =
        std::thread::Builder::new().stack_size(64 << 20).spawn(move || do_it(&work)).ok()?;
    let done = worker.join().unwrap_or(Err(Unreadable::Broken));
    Some(match done {
        Ok(bytes) => {
            File::options()
                .write(true)
                .open(answer)
                .and_then(|mut it| it.write_all(&bytes))
                .ok()?;
            0
        }
        Err(Unreadable::Locked) => LOCKED,
        Err(_) => UNREADABLE,
    })
}

/// Asks the system for no more than a briefing takes.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let most = |resource, wanted: u64| {
        let now = getrlimit(resource);
        let wanted = now.maximum.map_or(wanted, |most| most.min(wanted));
        // Refused, there is still the limit of time.
        let _ = setrlimit(resource, Rlimit { current: Some(wanted), ..now });
    };
    most(Resource::As, MOST_MEMORY);
    most(Resource::Cpu, PATIENCE.as_secs());
    // A process that is ended leaves no picture of its memory behind.
    most(Resource::Core, 0);
}

#[cfg(not(unix))]
fn limit() {}

fn do_it(work: &Work) -> Result<Vec<u8>, Unreadable> {
    let json = |bytes: serde_json::Result<Vec<u8>>| bytes.map_err(|_| Unreadable::Broken);
    let kept = parsed(&work.kept)?;
    // Whole numbers of this size are floats as they are.
    let dpi = work.dpi.min(2400) as f32;
    match work.verb {
        Verb::Compare => json(serde_json::to_vec(&pdf::compare(&kept, &parsed(&work.new)?)?)),
        Verb::Beside => pdf::side_by_side(&kept, &parsed(&work.new)?, work.page, dpi),
        Verb::Draw => {
            kept.pixels(work.page, dpi)?.and_then(pdf::Image::png).ok_or(Unreadable::Broken)
        }
        Verb::Read => {
            let pages: Result<Vec<String>, Unreadable> =
                (1..=kept.page_count()).map(|page| kept.text(page)).collect();
            json(serde_json::to_vec(&pages?))
        }
    }
}

fn parsed(path: &Path) -> Result<Pdf, Unreadable> {
    let bytes = fs::read_limited(path, MOST_BYTES).ok().flatten();
    Pdf::parse(bytes.ok_or(Unreadable::Broken)?)
}
