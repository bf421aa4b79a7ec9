//! What crowds and broken programs may send to the server of a preview: each is served or refused,
//! and none brings it down.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::browser::Preview;
use crate::project::Project;
use crate::stranger::{Answer, PATIENCE, answer, attack, attack_with_files};

#[test]
fn a_thousand_at_once_are_all_served() {
    attack(&[], |it| {
        let _ = it.get("/-/data/sheet/2018-028.json");
        let request =
            format!("GET /2018/28 HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", it.host());
        let mut streams: Vec<TcpStream> = (0..1000).map(|_| it.connect()).collect();
        for stream in &mut streams {
            stream.write_all(request.as_bytes()).expect("sent");
        }
        for (at, stream) in streams.iter_mut().enumerate() {
            let status = answer(stream).map(|answer| answer.status);
            assert_eq!(status, Some(200), "request {at}");
        }
        drop(streams);
        // As many again, over few connections that stay open.
        let asking: Vec<_> = (0..20)
            .map(|_| {
                let mut stream = it.connect();
                let request = request.replace("Connection: close\r\n", "");
                let host = it.host();
                thread::spawn(move || {
                    stream.write_all(request.repeat(49).as_bytes()).expect("sent");
                    let last = format!(
                        "GET /nothing HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
                    );
                    stream.write_all(last.as_bytes()).expect("sent");
                    let mut told = Vec::new();
                    stream.read_to_end(&mut told).expect("answers");
                    String::from_utf8_lossy(&told).matches("HTTP/1.1 200").count()
                })
            })
            .collect();
        for thread in asking {
            assert_eq!(thread.join().expect("no panic"), 49);
        }
    });
}

#[test]
fn half_open_connections_hold_nobody_up() {
    attack(&[], |it| {
        let half: Vec<TcpStream> = (0..300)
            .map(|at| {
                let mut stream = it.connect();
                let part = ["", "GET", "GET / HTTP/1.1\r\nHost: 127", "POST /-/open HTTP/1.1\r\n"];
                stream.write_all(part[at % 4].as_bytes()).expect("sent");
                stream
            })
            .collect();
        for _ in 0..20 {
            let start = Instant::now();
            assert_eq!(it.get("/2018/28").status, 200);
            assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        }
        drop(half);
    });
}

#[test]
fn connections_that_say_nothing_do_not_keep_others_out_for_ever() {
    attack_with_files(512, |it| {
        // More than the server takes at a time.
        let silent: Vec<TcpStream> = (0..600).map(|_| it.connect()).collect();
        let start = Instant::now();
        assert_eq!(it.get("/2018/28").status, 200);
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
        drop(silent);
    });
}

#[test]
fn a_server_asks_for_the_files_it_may_have() {
    let project = Project::briefings();
    for (limit, least) in [("ulimit -n 300", 300), ("ulimit -n 4000 && ulimit -Sn 300", 2100)] {
        let preview = Preview::start_under(limit, &project.path(""), &[]);
        // It tells its address before it asks for files, and has asked when it answers.
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port())).expect("connected");
        let host = format!("127.0.0.1:{}", preview.port());
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("sent");
        assert!(answer(&mut stream).is_some(), "{limit}");
        let files = preview.most_files();
        assert!(files.is_none_or(|files| files == least), "{limit}: {files:?}");
        preview.stop();
    }
}

#[test]
fn where_files_are_few_a_crowd_keeps_no_draft_from_being_set() {
    const ENTRY: &str = "2018/028/10-清洁供暖.md";
    attack_with_files(128, |it| {
        let mut stream = it.connect();
        let host = it.host();
        write!(stream, "GET /-/events?issue=2018-028 HTTP/1.1\r\nHost: {host}\r\n\r\n")
            .expect("sent");
        let mut told = BufReader::new(stream).lines().map(|line| line.expect("told in time"));
        assert!(told.any(|line| line.starts_with("data: ")), "told nothing");

        let crowd: Vec<TcpStream> = (0..300).map(|_| it.connect()).collect();
        let entry = it.project.path(ENTRY);
        let text = fs::read(&entry).expect("read");
        let written = fs::metadata(&entry).and_then(|it| it.modified()).expect("a time");
        let worked = it.preview.worked();
        it.project.write(ENTRY, &[&text[..], "\n又记。\n".as_bytes()].concat());
        // Told that it cannot be read, a reader would see no more of what is written. A quiet line
        // is kept open by a colon: then nothing more comes.
        let mut soon = told.take_while(|line| !line.starts_with(':'));
        assert!(soon.any(|line| line.contains("\"state\":\"fresh\"")), "told nothing of the save");
        sleep(Duration::from_secs(2));
        // Nobody asks for anything: it waits for files, and does not ask for them without a pause.
        let worked = worked.and_then(|before| Some(it.preview.worked()? - before));
        assert!(worked.is_none_or(|worked| worked < 100), "{worked:?} hundredths of a second");
        drop(crowd);
        // As it was, for who looks whether anything was touched.
        it.project.write(ENTRY, &text);
        let file = fs::File::options().write(true).open(&entry).expect("opened");
        file.set_modified(written).expect("set");
    });
}

#[test]
fn bodies_that_never_end_do_not_keep_others_out() {
    attack_with_files(512, |it| {
        let host = it.host();
        let half = format!(
            "POST /-/open HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
             Content-Length: 100\r\n\r\n{{"
        );
        // More than the server takes at a time.
        let mut slow: Vec<TcpStream> = (0..420)
            .map(|_| {
                let mut stream = it.connect();
                stream.write_all(half.as_bytes()).expect("sent");
                stream
            })
            .collect();
        let start = Instant::now();
        assert_eq!(it.get("/").status, 200);
        assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
        assert_eq!(answer(&mut slow[0]).expect("an answer").status, 408);
    });
}

#[test]
fn what_is_too_large_is_refused() {
    attack(&[], |it| {
        let refused = |answer: Option<Answer>| {
            if let Some(answer) = answer {
                assert!((400..500).contains(&answer.status), "{}", answer.head);
            }
        };
        let start = Instant::now();
        let long = vec![b'a'; 100 << 20];
        let mut stream = it.connect();
        let _ = stream.write_all(b"GET /");
        let _ = stream.write_all(&long);
        let _ = stream.write_all(b" HTTP/1.1\r\n\r\n");
        let _ = stream.shutdown(Shutdown::Write);
        refused(answer(&mut stream));
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());

        let host = it.host();
        let many: String = (0..5000).map(|n| format!("X-{n}: {n}\r\n")).collect();
        refused(it.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n").as_bytes()));
        let wide = "b".repeat(1 << 20);
        refused(it.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {wide}\r\n\r\n").as_bytes()));
        // A body that is announced and never comes, and one that comes and is far too long.
        let body = "c".repeat(8 << 20);
        refused(Some(it.post("/-/open", &[("Content-Type", "application/json")], &body)));
        refused(it.send(
            format!("POST /-/open HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\nContent-Type: application/json\r\n\r\n{{").as_bytes(),
        ));
        let memory = it.preview.memory().unwrap_or_default();
        assert!(memory < 400 * 1024, "{memory} KiB");
    });
}

#[test]
fn nonsense_is_refused() {
    attack(&[], |it| {
        let host = it.host();
        let garbage: Vec<u8> =
            (0..4096_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [
            garbage.clone(),
            b"\r\n\r\n\r\n".to_vec(),
            b"GET /\r\n".to_vec(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
            b"GET / HTTP/1.1\r\n\r\n".to_vec(),
            format!("GET / HTTP/9.9\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("DELETE /2018/28 HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
            format!("POST /-/open HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n").into_bytes(),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        ] {
            if let Some(answer) = it.send(&bytes) {
                let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
                // The last is a request that may be read either way: the answer is for one.
                let fine = (400..500).contains(&answer.status) || shown.contains("Content-Length: 5");
                assert!(fine, "{shown}: {}", answer.head);
            }
        }
        // One byte at a time.
        let mut stream = it.connect();
        for byte in
            format!("GET /2018/28 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").bytes()
        {
            stream.write_all(&[byte]).expect("sent");
            sleep(Duration::from_millis(2));
        }
        assert_eq!(answer(&mut stream).expect("an answer").status, 200);
        // Readers that leave in the middle.
        for _ in 0..50 {
            let mut stream = it.connect();
            let _ = write!(stream, "GET /-/events?issue=2018-028 HTTP/1.1\r\nHost: {host}\r\n\r\n");
            let _ = stream.shutdown(Shutdown::Both);
        }
    });
}
