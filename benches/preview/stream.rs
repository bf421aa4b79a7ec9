//! The events of an issue as the server sends them, with the moment each arrived.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use crate::browser::PATIENCE;

/// One sheet that was told.
pub struct News {
    pub at: Instant,
    pub bytes: usize,
    pub sheet: Value,
}

/// A stream of them.
pub struct Stream(Receiver<News>);

impl Stream {
    /// Listens on a thread of its own until the server ends.
    pub fn open(port: u16, stem: &str) -> Self {
        let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("connects");
        write!(
            connection,
            "GET /-/events?issue={stem}&draft=0 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        )
        .expect("sent");
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(connection).lines().map_while(Result::ok) {
                let at = Instant::now();
                let Some(data) = line.strip_prefix("data: ") else { continue };
                let sheet = serde_json::from_str(data).expect("JSON");
                if tell.send(News { at, bytes: line.len(), sheet }).is_err() {
                    return;
                }
            }
        });
        Self(told)
    }

    /// The next, which is waited for.
    pub fn next(&mut self) -> News {
        self.0.recv_timeout(PATIENCE).expect("a sheet in time")
    }

    /// The next of a text without errors whose pages look other than those before, and the bytes
    /// of all that came until then: a save in place may be seen when the file is still empty.
    pub fn next_after(&mut self, before: &Value) -> News {
        let mut bytes = 0;
        loop {
            let news = self.next();
            bytes += news.bytes;
            if news.sheet["state"] == "fresh" && changed(before, &news.sheet) > 0 {
                return News { bytes, ..news };
            }
        }
    }
}

impl News {
    /// The sheet's version.
    pub fn version(&self) -> u64 {
        self.sheet["version"].as_u64().expect("a version")
    }
}

/// How many pages of a sheet look other than before.
pub fn changed(before: &Value, now: &Value) -> usize {
    let pictures = |sheet: &Value| -> Vec<Value> {
        let pages = sheet["pages"].as_array().cloned().unwrap_or_default();
        pages.into_iter().map(|page| page["picture"].clone()).collect()
    };
    let old = pictures(before);
    pictures(now).iter().filter(|picture| !old.contains(picture)).count()
}
