//! Those who listen: streams of events that stay open, and what each was told last.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use crate::client::connect;

const STACK: usize = 256 * 1024;

/// What one was told.
#[derive(Clone, Default)]
pub struct Told {
    /// How many events came.
    pub events: usize,
    /// The last of them.
    pub last: Value,
    /// Whatever must not be.
    pub error: Option<String>,
}

/// A stream of the events of an issue.
pub struct Stream {
    connection: Arc<TcpStream>,
    told: Arc<Mutex<Told>>,
    thread: JoinHandle<()>,
}

impl Stream {
    pub fn open(port: u16, draft: bool) -> Self {
        let connection = Arc::new(connect(port).expect("connects"));
        let draft = u8::from(draft);
        write!(
            &*connection,
            "GET /-/events?issue=2018-028&draft={draft} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        )
        .expect("sent");
        let told = Arc::new(Mutex::new(Told::default()));
        let listener = {
            let (connection, told) = (Arc::clone(&connection), Arc::clone(&told));
            move || {
                for line in BufReader::new(&*connection).split(b'\n') {
                    let Ok(line) = line else { return };
                    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                    told.take(&line);
                }
            }
        };
        let thread = thread::Builder::new().stack_size(STACK).spawn(listener).expect("a thread");
        Self { connection, told, thread }
    }

    /// What was told until now.
    pub fn told(&self) -> Told {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it has not ended.
    pub fn is_open(&self) -> bool {
        !self.thread.is_finished()
    }

    pub fn close(self) {
        // It may have ended by itself.
        let _ = self.connection.shutdown(Shutdown::Both);
        self.thread.join().expect("no panic");
    }
}

impl Told {
    fn take(&mut self, line: &[u8]) {
        if line.starts_with(b"HTTP/1.1 ") && !line.starts_with(b"HTTP/1.1 200") {
            self.error = Some(String::from_utf8_lossy(line).into_owned());
        }
        let Some(data) = line.strip_prefix(b"data: ") else { return };
        let version = |sheet: &Value| sheet["version"].as_u64().unwrap_or(0);
        match serde_json::from_slice::<Value>(data) {
            Ok(sheet) if version(&sheet) > version(&self.last) => {
                self.events += 1;
                self.last = sheet;
            }
            Ok(sheet) => self.error = Some(format!("{} again", version(&sheet))),
            Err(error) => self.error = Some(error.to_string()),
        }
    }
}
