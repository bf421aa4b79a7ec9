//! Chromium's debugging protocol over a pair of pipes: JSON, each message ended by a NUL.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A call that takes longer will not be answered any more.
const PATIENCE: Duration = Duration::from_secs(30);

/// The protocol's two ends, shared by all tabs.
pub struct Pipe {
    to: Mutex<Sender>,
    heard: Arc<Heard>,
}

struct Sender {
    pipe: ChildStdin,
    last: u64,
}

#[derive(Default)]
struct Heard {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    answers: BTreeMap<u64, Value>,
    /// By session.
    events: BTreeMap<String, VecDeque<Value>>,
    over: bool,
}

impl Pipe {
    /// Listens on a thread of its own until the browser ends.
    pub fn new(to: ChildStdin, from: ChildStdout) -> Arc<Self> {
        let heard = Arc::new(Heard::default());
        let listener = heard.clone();
        thread::spawn(move || {
            for message in BufReader::new(from).split(0) {
                let Ok(message) = message else { break };
                let message: Value = serde_json::from_slice(&message).expect("JSON");
                listener.take(message);
            }
            listener.lock().over = true;
            listener.news.notify_all();
        });
        Arc::new(Self { to: Mutex::new(Sender { pipe: to, last: 0 }), heard })
    }

    /// Calls a method of the browser, or of a tab by its session, and waits for its result.
    pub fn call(
        &self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<Value, String> {
        let id = {
            // A test that failed while it was sending does not stop the others.
            let mut to = self.to.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            to.last += 1;
            let mut message = json!({"id": to.last, "method": method, "params": params});
            if let Some(session) = session {
                message["sessionId"] = session.into();
            }
            let mut bytes = message.to_string().into_bytes();
            bytes.push(0);
            to.pipe.write_all(&bytes).map_err(|error| format!("the browser is gone: {error}"))?;
            to.last
        };
        let mut answer = self
            .heard
            .wait(PATIENCE, |state| state.answers.remove(&id))
            .ok_or_else(|| format!("no answer to {method} {params}"))?;
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer["result"].take()),
        }
    }

    /// The next event of a session that this picks out; the others stay for whoever asks for them.
    pub fn event<T>(
        &self,
        session: &str,
        patience: Duration,
        pick: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        self.heard.wait(patience, |state| {
            let events = state.events.get_mut(session)?;
            let (at, found) =
                events.iter().enumerate().find_map(|(at, event)| Some((at, pick(event)?)))?;
            events.remove(at);
            Some(found)
        })
    }
}

impl Heard {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn take(&self, message: Value) {
        let mut state = self.lock();
        if let Some(id) = message["id"].as_u64() {
            state.answers.insert(id, message);
        } else if let Some(session) = message["sessionId"].as_str() {
            state.events.entry(session.to_owned()).or_default().push_back(message);
        }
        drop(state);
        self.news.notify_all();
    }

    /// Waits until something can be taken out of what was heard.
    fn wait<T>(
        &self,
        patience: Duration,
        mut take: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let end = Instant::now() + patience;
        let mut state = self.lock();
        loop {
            let taken = take(&mut state);
            let left = end.saturating_duration_since(Instant::now());
            if taken.is_some() || state.over || left.is_zero() {
                return taken;
            }
            state = match self.news.wait_timeout(state, left) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}
