//! An archive built whole, built again, after one entry and after a template changed; against the
//! same sources in plain Typst, and against a Typst command line.
//!
//! `cargo bench --bench archive -- 50 1000 --jobs 2 --typst PATH`: sizes (10 and 100 where none is
//! given), threads (all cores), a Typst to compare with. What is compared is taken in turns in one
//! run: figures of different minutes say little.
#![expect(clippy::print_stdout, reason = "its tables are what it is for")]

mod generate;
mod measured;
mod plain;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use measured::{Run, fastest, run};
use serde_json::Value;

const SEED: u64 = 20_181_127;
/// Everything is run three times and the fastest counts, but for the command line, which takes
/// long, beyond this size.
const OFTEN: usize = 200;

fn main() {
    let wish = Wish::read();
    if let Some(dir) = &wish.plain {
        println!("{}", plain::set_all(dir, wish.jobs).as_secs_f64());
        return;
    }
    let mut figures = Vec::new();
    for &n in &wish.sizes {
        println!("\n{n} issues, {} at a time", wish.jobs);
        println!("{:<26}{:>9}{:>12}{:>10}{:>9}", "", "s", "ms/issue", "peak MiB", "rebuilt");
        figures.push(Archive::new(n, wish.jobs).measure(wish.typst.as_deref()));
    }
    println!("\n{:<34}{}", "", wish.sizes.iter().map(|n| format!("{n:>9}")).collect::<String>());
    let row = |name: &str, of: &dyn Fn(&Figures) -> Option<f64>| {
        let cells = figures.iter().map(|figures| match of(figures) {
            Some(value) => format!("{value:>9.2}"),
            None => format!("{:>9}", "-"),
        });
        println!("{name:<34}{}", cells.collect::<String>());
    };
    row("full build, ms/issue", &|it| Some(it.full.time.as_secs_f64() * 1e3 / it.n as f64));
    row("full build ÷ plain Typst", &|it| Some(ratio(it.full.time, it.plain)));
    row("Typst command line ÷ full build", &|it| Some(ratio(it.cli?, it.full.time)));
    row("nothing to do ÷ full build, %", &|it| Some(100.0 * ratio(it.nothing, it.full.time)));
    let least = figures.iter().map(|it| it.full.peak).find(|peak| *peak > 0);
    row("peak memory ÷ that of the first", &|it| Some(it.full.peak as f64 / least? as f64));
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// The command line.
struct Wish {
    sizes: Vec<usize>,
    jobs: usize,
    typst: Option<PathBuf>,
    /// Only set these sources in plain Typst, and say how many seconds it took: a process of its
    /// own, which remembers nothing and whose memory is its own.
    plain: Option<PathBuf>,
}

impl Wish {
    fn read() -> Self {
        let jobs = thread::available_parallelism().map_or(1, usize::from);
        let mut wish = Self { sizes: Vec::new(), jobs, typst: None, plain: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_else(|| panic!("{argument} of what?"));
            match argument.as_str() {
                "--bench" => {}
                "--jobs" => wish.jobs = value().parse().expect("a number"),
                "--typst" => wish.typst = Some(value().into()),
                "--plain" => wish.plain = Some(value().into()),
                size => wish.sizes.push(size.parse().expect("a number of issues")),
            }
        }
        if wish.sizes.is_empty() {
            wish.sizes = vec![10, 100];
        }
        wish
    }
}

/// What was found out about one size.
struct Figures {
    n: usize,
    full: Run,
    plain: Duration,
    cli: Option<Duration>,
    nothing: Duration,
}

/// A workspace of made-up issues.
struct Archive {
    n: usize,
    jobs: usize,
    dir: tempfile::TempDir,
}

impl Archive {
    fn new(n: usize, jobs: usize) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        generate::make_archive(&dir.path().join("work"), n, SEED);
        Self { n, jobs, dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn measure(&self, typst: Option<&Path>) -> Figures {
        self.build("sources", &["--keep-typ"]);
        let (mut full, mut plain, mut cli) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..3 {
            for dir in [self.path("out"), self.path("work/.jianbao")] {
                if dir.exists() {
                    fs::remove_dir_all(&dir).expect("removed");
                }
            }
            full.push(self.build("out", &[]));
            plain.push(self.plain());
            let again = round == 0 || self.n <= OFTEN;
            cli.extend(typst.filter(|_| again).map(|typst| self.command_line(typst)));
        }
        let full = fastest(full);
        self.tell("full build", &full, self.rebuilt(&full));
        let (plain_time, plain) = plain.into_iter().min_by_key(|(time, _)| *time).expect("a round");
        self.tell("  plain Typst, in process", &Run { time: plain_time, ..plain }, self.n);
        let cli = cli.into_iter().min();
        if let Some(time) = cli {
            self.tell(
                "  Typst command line",
                &Run { time, peak: 0, stdout: String::new() },
                self.n,
            );
        }
        let nothing = fastest((0..3).map(|_| self.build("out", &[])));
        self.tell("nothing changed", &nothing, self.rebuilt(&nothing));
        self.change_an_entry();
        let entry = self.build("out", &[]);
        self.tell("one entry changed", &entry, self.rebuilt(&entry));
        self.change_the_template();
        let template = self.build("out", &[]);
        self.tell("a template changed", &template, self.rebuilt(&template));
        Figures { n: self.n, full, plain: plain_time, cli, nothing: nothing.time }
    }

    fn tell(&self, what: &str, run: &Run, rebuilt: usize) {
        let seconds = run.time.as_secs_f64();
        let each = seconds * 1e3 / self.n as f64;
        println!("{what:<26}{seconds:>9.3}{each:>12.2}{:>10}{rebuilt:>9}", run.peak);
    }

    /// `jianbao build --all`, the real program.
    fn build(&self, out: &str, more: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jianbao"));
        command.args(["build", "--all", "--format", "json", "--jobs", &self.jobs.to_string()]);
        command.args(more).arg("-C").arg(self.path("work")).arg("--out").arg(self.path(out));
        run(&mut command)
    }

    /// How many issues a build made anew; all must be there, without an error. What the rules ask
    /// about made-up texts, whose figures are drawn by lot, is left aside.
    fn rebuilt(&self, run: &Run) -> usize {
        let reports: Vec<Value> = serde_json::from_str(&run.stdout).expect("JSON");
        for report in &reports {
            assert!(report["built"] == true && report["errors"] == 0, "{report:#}");
        }
        assert_eq!(reports.len(), self.n);
        reports.iter().filter(|report| report["fresh"] != true).count()
    }

    /// The same sources in a process of this bench, timed by itself.
    fn plain(&self) -> (Duration, Run) {
        let this = std::env::current_exe().expect("this program");
        let mut command = Command::new(this);
        command.arg("--plain").arg(self.path("sources"));
        let run = run(command.args(["--jobs", &self.jobs.to_string()]));
        (Duration::from_secs_f64(run.stdout.trim().parse().expect("seconds")), run)
    }

    /// A process of Typst for each issue, as many at a time as the build has threads.
    fn command_line(&self, typst: &Path) -> Duration {
        let folders = plain::folders(&self.path("sources"));
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(folder) = folders.get(next.fetch_add(1, Ordering::SeqCst)) {
                let mut command = Command::new(typst);
                command.args(["compile", "--ignore-system-fonts", "--pdf-standard", "a-2a,ua-1"]);
                command.arg("--font-path").arg(&fonts).arg("--root").arg(folder);
                command.arg(folder.join("main.typ")).arg(folder.with_extension("typst.pdf"));
                let status = command.stdin(Stdio::null()).status().expect("Typst");
                assert!(status.success(), "{command:?}");
            }
        };
        let start = Instant::now();
        thread::scope(|scope| (0..self.jobs).for_each(|_| drop(scope.spawn(work))));
        start.elapsed()
    }

    /// A sentence more in an entry of the issue in the middle.
    fn change_an_entry(&self) {
        let mut folders = Vec::new();
        for year in fs::read_dir(self.path("work")).expect("a folder") {
            let year = year.expect("an entry").path();
            if year.is_dir() && year.to_string_lossy().ends_with(|c: char| c.is_ascii_digit()) {
                let issues = fs::read_dir(year).expect("a folder");
                folders.extend(issues.map(|issue| issue.expect("an entry").path()));
            }
        }
        folders.sort();
        let entries = fs::read_dir(&folders[folders.len() / 2]).expect("a folder");
        let mut entries: Vec<PathBuf> =
            entries.map(|entry| entry.expect("an entry").path()).collect();
        entries.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        entries.sort();
        let text = fs::read_to_string(&entries[1]).expect("an entry") + "\n特此报告。\n";
        fs::write(&entries[1], text).expect("written");
    }

    /// The page library, with a comment more, in the workspace's own `templates/`.
    fn change_the_template(&self) {
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/briefing.typ");
        let text = fs::read_to_string(built_in).expect("the page library") + "\n// Changed.\n";
        fs::create_dir_all(self.path("work/templates")).expect("a folder");
        fs::write(self.path("work/templates/briefing.typ"), text).expect("written");
    }
}
