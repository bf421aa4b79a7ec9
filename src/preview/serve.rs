//! Connections: as many as the system can bear, none that says or takes nothing for long.
//!
//! Knows nothing of what is served.
//!
//! hyper under axum is driven by hand: `axum::serve` has no time limit for half a request and no
//! limit of connections.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Request};
use futures_util::future::select;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Sleep;

/// Connections at a time, where the system gives so many files. Others wait their turn.
const MOST_CONNECTIONS: usize = 2000;
/// Files kept back for what is read and watched, where the system gives few.
const OTHER_FILES: usize = 100;
/// A request whose head takes longer to arrive is given up; nobody's browser is that slow.
const PATIENCE: Duration = Duration::from_secs(10);
/// An answer of which nothing is taken for so long is given up.
const LONGEST_STALL: Duration = Duration::from_secs(30);
/// The head of a request, in bytes: addresses here are short.
const LONGEST_HEAD: usize = 64 * 1024;
/// Before accepting again when the system had no more connections to give.
const PAUSE: Duration = Duration::from_millis(50);

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// How many connections there may be at a time; asks the system for as many files.
pub fn room() -> usize {
    connections(more_files(MOST_CONNECTIONS + OTHER_FILES))
}

/// Serves so many connections at a time until `end`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    room: usize,
    end: impl Future<Output = ()>,
) {
    let accepting = accept(listener, router, Arc::new(Semaphore::new(room)));
    select(pin!(accepting), pin!(end)).await;
}

/// How many connections may be open where there may be so many files.
fn connections(files: usize) -> usize {
    files.saturating_sub(OTHER_FILES.min(files / 2)).clamp(1, MOST_CONNECTIONS)
}

/// Asks the system for so many files, and says how many it gives. Most systems give few at first, and
/// more to whoever asks.
#[cfg(unix)]
fn more_files(wanted: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let wanted = wanted as u64;
    let now = getrlimit(Resource::Nofile);
    let given = now.maximum.map_or(wanted, |most| most.min(wanted));
    if now.current.is_some_and(|now| now < given) {
        // Refused, it stays as it was.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(given), ..now });
    }
    let now = getrlimit(Resource::Nofile).current.unwrap_or(wanted);
    usize::try_from(now).unwrap_or(usize::MAX)
}

/// Connections are no files here, and there may be as many as memory bears.
#[cfg(not(unix))]
fn more_files(wanted: usize) -> usize {
    wanted
}

async fn accept(listener: TcpListener, router: Router, room: Arc<Semaphore>) {
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, address)) => {
                let (router, room) = (router.clone(), Arc::clone(&room));
                tokio::spawn(async move {
                    attend(stream, Peer(address), router, &room, LONGEST_STALL).await;
                    drop(place);
                });
            }
            // Out of files all the same, most likely: connections that end give some back.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn attend(stream: TcpStream, peer: Peer, router: Router, room: &Semaphore, stall: Duration) {
    // Small answers must not wait for more to come.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let answering = router.call(request);
        async {
            let mut answer = answering.await?;
            // Others wait for a connection: whoever has one takes turns with them.
            if room.available_permits() == 0 {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(answer)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(Unstalled { stream, stall, waiting: None }), service);
    // A connection that breaks concerns nobody but the one at its other end.
    let _ = connection.await;
}

/// A connection that breaks when its other end takes nothing of what is sent for too long.
struct Unstalled {
    stream: TcpStream,
    stall: Duration,
    /// Runs while the system takes no more.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Unstalled {
    fn bounded<T>(
        &mut self,
        cx: &mut Context<'_>,
        done: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.waiting = None;
            return done;
        }
        let stall = self.stall;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(stall)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Unstalled {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Unstalled {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.bounded(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.bounded(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpStream as Client};

    use axum::routing::get;

    use super::*;

    #[test]
    fn connections_leave_files_for_everything_else() {
        for (files, most) in [
            (0, 1),
            (1, 1),
            (64, 32),
            (256, 156),
            (1024, 924),
            (2100, 2000),
            (1 << 20, 2000),
            (usize::MAX, 2000),
        ] {
            assert_eq!(connections(files), most, "{files}");
        }
    }

    #[test]
    fn who_takes_nothing_of_an_answer_is_given_up() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
            let address = listener.local_addr().expect("an address");
            // More than the system holds for who does not read.
            let router = Router::new().route("/", get(|| async { vec![b'x'; 64 << 20] }));
            let request = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            for (reads, whole) in [(true, true), (false, false)] {
                let room = Semaphore::new(1);
                let mut client = Client::connect(address).expect("connects");
                client.write_all(request).expect("sent");
                let reader = reads.then(|| {
                    let mut client = client.try_clone().expect("another handle");
                    std::thread::spawn(move || client.read_to_end(&mut Vec::new()))
                });
                let (stream, peer) = listener.accept().await.expect("a connection");
                let stall = Duration::from_millis(300);
                let attended = attend(stream, Peer(peer), router.clone(), &room, stall);
                let ended = tokio::time::timeout(Duration::from_secs(20), attended).await;
                assert!(ended.is_ok(), "held for ever, reads {reads}");
                let taken = match reader {
                    Some(reader) => reader.join().expect("no panic"),
                    None => client.read_to_end(&mut Vec::new()),
                };
                assert_eq!(taken.is_ok_and(|taken| taken > 64 << 20), whole, "reads {reads}");
            }
        });
    }
}
