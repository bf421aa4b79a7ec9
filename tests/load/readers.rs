//! A crowd that asks without a pause, each as a page of the preview does: the page, its modules, the
//! sheet, and then what the sheet names.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::Client;
use crate::project::repository;

/// Every so many answers, half of the readers come anew over another connection.
const STAY: usize = 10;
/// Threads that do nothing but ask need no more.
const STACK: usize = 256 * 1024;
/// How often a reader asks again for what had been replaced when it was asked for.
const TRIES: usize = 5;
/// Who met with an error waits a moment, as browsers do.
const PAUSE: Duration = Duration::from_millis(200);
/// The issue that is read.
const SHEET: &str = "/-/data/sheet/2018-028.json";

/// What readers met with.
#[derive(Default)]
pub struct Met {
    /// How long each answer took.
    pub took: Vec<Duration>,
    /// How many bytes came.
    pub bytes: u64,
    /// How often something was asked for that had been replaced meanwhile.
    pub outdated: usize,
    /// Whatever must not be.
    pub errors: Vec<String>,
}

impl Met {
    /// What it was like, for who wants to know.
    pub fn figures(&self, time: Duration) -> String {
        let at = |share: f64| {
            let last = self.took.len().saturating_sub(1);
            self.took.get((last as f64 * share) as usize).copied().unwrap_or_default()
        };
        let [middle, most, last] = [0.5, 0.99, 1.0].map(at);
        format!(
            "{} answers in {time:?}, {} MiB, p50 {middle:.1?}, p99 {most:.1?}, longest {last:.1?}, \
             {} outdated, {} errors",
            self.took.len(),
            self.bytes >> 20,
            self.outdated,
            self.errors.len()
        )
    }
}

/// What is known of what may be answered.
struct Known {
    /// What is named by its content must always be the same.
    lasting: Mutex<BTreeMap<String, u64>>,
    /// The modules as they lie in the repository.
    modules: Vec<(&'static str, Vec<u8>)>,
}

/// Readers at work.
pub struct Readers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Met>>,
}

impl Readers {
    /// So many, each of whom always waits for an answer: that many requests are under way.
    pub fn start(port: u16, count: usize) -> Self {
        let modules = ["issue.js", "sheets.js", "page.css"].map(|name| {
            let path = repository().join("src/preview/page").join(name);
            (name, std::fs::read(path).expect("a module"))
        });
        let known = Arc::new(Known { lasting: Mutex::default(), modules: modules.to_vec() });
        let stop = Arc::new(AtomicBool::new(false));
        let begin = Arc::new(Barrier::new(count));
        let reader = |number| {
            let (known, stop, begin) = (Arc::clone(&known), Arc::clone(&stop), Arc::clone(&begin));
            let reader = move || {
                begin.wait();
                Reader::new(port, number, known).read(&stop)
            };
            thread::Builder::new().stack_size(STACK).spawn(reader).expect("a thread")
        };
        Self { threads: (0..count).map(reader).collect(), stop }
    }

    /// [`Readers::stop`] after a while.
    pub fn stop_after(self, time: Duration) -> Met {
        thread::sleep(time);
        self.stop()
    }

    /// Lets each take the answer it waits for, and gathers what all met with.
    pub fn stop(self) -> Met {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Met::default();
        for thread in self.threads {
            let met = thread.join().expect("no panic");
            all.took.extend(met.took);
            all.bytes += met.bytes;
            all.outdated += met.outdated;
            all.errors.extend(met.errors);
        }
        all.took.sort_unstable();
        all
    }
}

struct Reader {
    client: Client,
    number: usize,
    known: Arc<Known>,
    met: Met,
    /// The sheet that came last.
    sheet: Value,
}

impl Reader {
    fn new(port: u16, number: usize, known: Arc<Known>) -> Self {
        let client = Client::new(port);
        Self { client, number, known, met: Met::default(), sheet: Value::Null }
    }

    fn read(mut self, stop: &AtomicBool) -> Met {
        for turn in self.number.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            if let Err(why) = self.turn(turn) {
                self.met.errors.push(why);
                self.client.close();
                thread::sleep(PAUSE);
            }
            if self.number.is_multiple_of(2) && turn % STAY == 0 {
                self.client.close();
            }
        }
        self.met
    }

    /// One thing after the other that a page asks for.
    fn turn(&mut self, turn: usize) -> Result<(), String> {
        let page = turn / 8;
        match turn % 8 {
            0 => self.holds("/2018/28", "name=\"jianbao\""),
            1 => {
                let known = Arc::clone(&self.known);
                let (name, module) = &known.modules[page % known.modules.len()];
                let body = self.found(&format!("/-/{name}"))?;
                if body == *module { Ok(()) } else { Err(format!("{name} is another")) }
            }
            2..5 => self.part(page, "picture"),
            5 => self.part(page, "text"),
            6 => self.part(page, "map"),
            _ => match page % 40 {
                // Rarely: one PDF is as much work as hundreds of pictures.
                0 => {
                    let body = self.found("/-/pdf/2018-028.pdf")?;
                    let whole =
                        body.starts_with(b"%PDF-") && body.trim_ascii_end().ends_with(b"%%EOF");
                    if whole { Ok(()) } else { Err("no whole PDF".to_owned()) }
                }
                1..10 => self.holds("/-/data/archive.json", "工作简报"),
                10..20 => self.holds("/-/data/texts.json", "朔城区"),
                _ => self.holds("/", "name=\"jianbao\""),
            },
        }
    }

    fn holds(&mut self, path: &str, words: &str) -> Result<(), String> {
        let body = String::from_utf8(self.found(path)?).map_err(|_| format!("{path}: no text"))?;
        if body.contains(words) { Ok(()) } else { Err(format!("{path} lacks {words}")) }
    }

    /// What must be there.
    fn found(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let (status, body) = self.get(path)?;
        match status {
            200 => Ok(body),
            _ => Err(format!("{path}: {status} {}", String::from_utf8_lossy(&body))),
        }
    }

    fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>), String> {
        let start = Instant::now();
        let answer = self.client.get(path)?;
        self.met.took.push(start.elapsed());
        self.met.bytes += answer.body.len() as u64;
        Ok((answer.status, answer.body))
    }

    /// Takes the newest sheet (a save in place may be seen half done); none is older than the one before.
    fn look(&mut self) -> Result<(), String> {
        let sheet: Value =
            serde_json::from_slice(&self.found(SHEET)?).map_err(|error| error.to_string())?;
        let version = |sheet: &Value| sheet["version"].as_u64().unwrap_or(0);
        if version(&sheet) < version(&self.sheet)
            || !["fresh", "old"].contains(&sheet["state"].as_str().unwrap_or_default())
        {
            return Err(format!("{} after {}", version(&sheet), version(&self.sheet)));
        }
        self.sheet = sheet;
        Ok(())
    }

    /// What the newest sheet names of one of its pages.
    fn part(&mut self, page: usize, what: &str) -> Result<(), String> {
        for _ in 0..TRIES {
            self.look()?;
            let pages = self.sheet["pages"].as_array().map_or(1, Vec::len);
            let name = self.sheet["pages"][page % pages][what].as_str().map(str::to_owned);
            let name = name.ok_or_else(|| format!("no {what} in a sheet"))?;
            let (status, body) = self.get(&format!("/-/data/{name}"))?;
            if status != 404 {
                return self.check(&name, what, status, &body);
            }
            // It may be gone because there are others by now: a page asks for those.
            self.met.outdated += 1;
        }
        Err(format!("no {what} of page {page} in {TRIES} sheets"))
    }

    /// It must be whole, and always the same.
    fn check(&self, name: &str, what: &str, status: u16, body: &[u8]) -> Result<(), String> {
        let whole = match what {
            "picture" => body.starts_with(b"<svg") && body.trim_ascii_end().ends_with(b"</svg>"),
            _ => serde_json::from_slice::<Value>(body).is_ok_and(|it| it.is_object()),
        };
        if status != 200 || !whole {
            return Err(format!("{name}: {status}, {} bytes", body.len()));
        }
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let digest = hasher.finish();
        let mut lasting = self.known.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        match lasting.insert(name.to_owned(), digest) {
            Some(before) if before != digest => Err(format!("{name} is another than before")),
            _ => Ok(()),
        }
    }
}
