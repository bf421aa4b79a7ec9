//! One who asks the server over a connection of their own, and takes nothing on trust.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Nobody waits longer for an answer, even in a crowd.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that is opened when it is needed.
pub struct Client {
    port: u16,
    stream: Option<TcpStream>,
    /// What came behind the last answer: nothing, if the server counts right.
    buffer: Vec<u8>,
}

/// A whole answer.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(port: u16) -> Self {
        Self { port, stream: None, buffer: Vec::new() }
    }

    /// Connects, if there is no connection yet.
    pub fn connect(&mut self) -> io::Result<&mut TcpStream> {
        if self.stream.is_none() {
            self.stream = Some(connect(self.port)?);
            self.buffer.clear();
        }
        self.stream.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Gives the connection up.
    pub fn close(&mut self) {
        self.stream = None;
    }

    /// Asks for a path and reads the answer to its last byte.
    pub fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.ask(path).map_err(|why| format!("{path}: {why}"))
    }

    fn ask(&mut self, path: &str) -> Result<Answer, String> {
        let host = self.port;
        let stream = self.connect().map_err(|error| format!("no connection: {error}"))?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(|error| format!("not sent: {error}"))?;
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            self.read_on()?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end + 4);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| format!("no status in {head:?}"))?;
        let length = header(&head, "content-length").and_then(|length| length.parse().ok());
        let length: usize = length.ok_or_else(|| format!("no length in {head:?}"))?;
        while self.buffer.len() < length {
            self.read_on()?;
        }
        let rest = self.buffer.split_off(length);
        let body = std::mem::replace(&mut self.buffer, rest);
        if !self.buffer.is_empty() {
            return Err(format!("{} bytes more than announced", self.buffer.len()));
        }
        if header(&head, "connection") == Some("close") {
            self.close();
        }
        Ok(Answer { status, body })
    }

    fn read_on(&mut self) -> Result<(), String> {
        let Some(stream) = &mut self.stream else { return Err("no connection".to_owned()) };
        let mut part = [0; 16 * 1024];
        match stream.read(&mut part) {
            Ok(0) => Err(format!("closed after {} bytes", self.buffer.len())),
            Ok(count) => {
                self.buffer.extend_from_slice(&part[..count]);
                Ok(())
            }
            Err(error) => Err(format!("broken after {} bytes: {error}", self.buffer.len())),
        }
    }
}

/// A connection to the server.
pub fn connect(port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
