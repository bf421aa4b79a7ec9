//! A workspace in use: a server, a clerk who writes, a crowd that reads, and what there is to hold
//! against them at the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::{Client, PATIENCE};
use crate::preview::Preview;
use crate::project::Project;
use crate::readers::{Met, Readers};
use crate::streams::Stream;

/// Between two saves: nobody is faster.
const SAVE: Duration = Duration::from_millis(250);
/// The entry on page 1 and that on the last page, each with words that every save changes.
const LEAD: (&str, &str) = ("2018/028/10-清洁供暖.md", "11 月 27 日，");
const LAST: (&str, &str) = ("2018/028/40-山阴县.md", "四是三城天然气公司");
/// One that is there now and then.
const GUEST: &str = "2018/028/50-来稿.md";

/// A server of the repository's own workspace.
pub struct Crowd {
    pub project: Project,
    pub preview: Preview,
}

/// What a crowd cost the server.
pub struct Cost {
    /// Memory in KiB: before, at half time, at the end, at its highest, and when all had gone.
    pub memory: [u64; 5],
    /// Files open before, under load, and when all had gone.
    pub files: [usize; 3],
}

impl Crowd {
    /// Starts the server under a limit of the shell's.
    pub fn begin(limit: &str) -> Self {
        let project = Project::briefings();
        let preview = Preview::start_under(limit, &project.path(""), &[]);
        Self { project, preview }
    }

    /// So many read and so many listen while entries change; nothing may go wrong, and at the end
    /// all must know the last state.
    pub fn read_by(&self, readers: usize, streams: usize, time: Duration) -> (Met, Cost) {
        let port = self.preview.port();
        let memory = || self.preview.memory().unwrap_or(0);
        let files = || self.preview.files().unwrap_or(0);
        // What is made once for all is made.
        sleep(Duration::from_secs(1));
        let met = Readers::start(port, 4).stop_after(Duration::from_secs(2));
        assert!(met.errors.is_empty(), "{:#?}", met.errors);
        sleep(Duration::from_millis(300));
        let before = (memory(), files());

        // One in ten follows the draft.
        let streams: Vec<Stream> =
            (0..streams).map(|at| Stream::open(port, at % 10 == 9)).collect();
        let clerk = Clerk::start(&self.project);
        let crowd = Readers::start(port, readers);
        sleep(time / 2);
        let half = memory();
        sleep(time / 2);
        let under_load = (memory(), files());
        let saves = clerk.stop();
        let met = crowd.stop();
        println!("{saves} saves, {}", met.figures(time));
        assert!(
            met.errors.is_empty(),
            "{} errors: {:#?}",
            met.errors.len(),
            &met.errors[..met.errors.len().min(20)]
        );

        self.all_know_the_last(&streams, saves);
        let events = streams.iter().map(|it| it.told().events);
        let (fewest, most) = (events.clone().min().unwrap_or(0), events.max().unwrap_or(0));
        println!("events told: {fewest} to {most}");
        assert!(fewest > 1, "a stream was told of nothing but the end");
        streams.into_iter().for_each(Stream::close);
        let gone = Instant::now();
        while files() > before.1 && gone.elapsed() < PATIENCE {
            sleep(Duration::from_millis(50));
        }
        let cost = Cost {
            memory: [before.0, half, under_load.0, self.preview.peak().unwrap_or(0), memory()],
            files: [before.1, under_load.1, files()],
        };
        println!("memory before, at half time, at the end, highest, after: {:?} KiB", cost.memory);
        println!("files before, under load, after: {:?}", cost.files);
        (met, cost)
    }

    /// Everybody has been told of the last state, and it is what another server, and a build, make
    /// of the entries as they are now.
    fn all_know_the_last(&self, streams: &[Stream], saves: usize) {
        let words = words(saves);
        let start = Instant::now();
        let mut late: Vec<usize> = (0..streams.len()).collect();
        let mut newest = Value::Null;
        while start.elapsed() < PATIENCE {
            // The sheet that is asked for is that of all saves.
            newest = json(self.preview.port(), "/-/data/sheet/2018-028.json");
            late.retain(|&at| {
                let last = streams[at].told().last;
                if last["draft"] == true {
                    last["state"] != "fresh" || !self.shows(&last, &words)
                } else {
                    last["pages"] != newest["pages"]
                }
            });
            if late.is_empty() {
                break;
            }
            sleep(Duration::from_millis(100));
        }
        println!("all knew of the last save after {:?}", start.elapsed());
        assert!(
            late.is_empty(),
            "{} of {} streams were not told of the last",
            late.len(),
            streams.len()
        );
        for stream in streams {
            assert_eq!(stream.told().error, None);
            assert!(stream.is_open(), "a stream has ended");
        }
        assert_eq!(newest["state"], "fresh");
        assert!(self.shows(&newest, &words), "no page says {words}");

        let other = Preview::start(&self.project.path(""), &[]);
        let afresh = json(other.port(), "/-/data/sheet/2018-028.json");
        let pictures = |sheet: &Value| -> Vec<Value> {
            let pages = sheet["pages"].as_array().cloned().unwrap_or_default();
            pages.into_iter().map(|page| page["picture"].clone()).collect()
        };
        assert_eq!(pictures(&newest), pictures(&afresh), "pages look other than set afresh");
        other.stop();
        let built = self.project.run(["build", "28"]);
        assert_eq!(built.status, 0, "{built}");
        let told = Client::new(self.preview.port()).get("/-/pdf/2018-028.pdf").expect("a PDF");
        assert!(
            told.body == self.project.pdf("2018-028.pdf"),
            "the PDF is another than that built"
        );
    }

    /// Whether words stand on a page of a sheet.
    fn shows(&self, sheet: &Value, words: &str) -> bool {
        let pages = sheet["pages"].as_array().cloned().unwrap_or_default();
        pages.iter().filter_map(|page| page["text"].as_str()).any(|name| {
            let text = json(self.preview.port(), &format!("/-/data/{name}"));
            text.to_string().contains(words)
        })
    }
}

fn json(port: u16, path: &str) -> Value {
    let answer = Client::new(port).get(path).expect("an answer");
    serde_json::from_slice(&answer.body).unwrap_or(Value::Null)
}

/// What is read after so many saves.
fn words(saves: usize) -> String {
    format!("第{saves}稿")
}

/// Who changes entries.
struct Clerk {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<usize>,
}

impl Clerk {
    fn start(project: &Project) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let [lead, last] = [LEAD, LAST].map(|(path, begins)| {
            let path = project.path(path);
            let text = fs::read_to_string(&path).expect("read");
            assert_eq!(text.matches(begins).count(), 1, "{begins}");
            (path, text, begins)
        });
        let guest = project.path(GUEST);
        let stopped = Arc::clone(&stop);
        let work = move || {
            let mut saves = 0;
            // The last save is of both, so that it is read wherever it is looked for.
            while !stopped.load(Ordering::Relaxed) {
                saves += 1;
                let (path, text, begins) = if saves % 2 == 0 { &lead } else { &last };
                save(
                    path,
                    &text.replacen(begins, &format!("{}，{begins}", words(saves)), 1),
                    saves % 4 < 2,
                );
                match saves % 10 {
                    3 => save(
                        &guest,
                        "---\ncolumn: county\ntitle: 来稿一则\nsource: 山阴县\n---\n今日开工。\n",
                        true,
                    ),
                    8 => fs::remove_file(&guest).expect("removed"),
                    _ => {}
                }
                sleep(SAVE);
            }
            if guest.exists() {
                fs::remove_file(&guest).expect("removed");
            }
            saves
        };
        Self { stop, thread: thread::spawn(work) }
    }

    /// How often was saved.
    fn stop(self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("no panic")
    }
}

/// Saves as an editor does that writes in place, or as one that renames.
fn save(path: &Path, text: &str, in_place: bool) {
    if in_place {
        fs::write(path, text).expect("written");
    } else {
        let beside: PathBuf = path.with_extension("tmp");
        fs::write(&beside, text).expect("written");
        fs::rename(&beside, path).expect("renamed");
    }
}
