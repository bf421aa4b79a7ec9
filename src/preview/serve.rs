//! Connections: as many as the system can bear, none that says or takes nothing for long.
//!
//! Knows nothing of what is served.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::{Extension, Router};
use futures_util::future::select;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Sleep;

/// Connections at a time: many systems give a process 1,024 files. Others wait their turn.
const MOST_CONNECTIONS: usize = 800;
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

/// Serves until `end`.
pub async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let accepting = accept(listener, router);
    select(pin!(accepting), pin!(end)).await;
}

async fn accept(listener: TcpListener, router: Router) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, address)) => {
                let router = router.clone().layer(Extension(Peer(address)));
                tokio::spawn(async move {
                    attend(stream, router, LONGEST_STALL).await;
                    drop(place);
                });
            }
            // Out of files, most likely: connections that end give some back.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn attend(stream: TcpStream, router: Router, stall: Duration) {
    // Small answers must not wait for more to come.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(
            TokioIo::new(Unstalled { stream, stall, waiting: None }),
            TowerToHyperService::new(router),
        );
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
    fn who_takes_nothing_of_an_answer_is_given_up() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
            let address = listener.local_addr().expect("an address");
            // More than the system holds for who does not read.
            let router = Router::new().route("/", get(|| async { vec![b'x'; 64 << 20] }));
            let request = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            for (reads, whole) in [(true, true), (false, false)] {
                let mut client = Client::connect(address).expect("connects");
                client.write_all(request).expect("sent");
                let reader = reads.then(|| {
                    let mut client = client.try_clone().expect("another handle");
                    std::thread::spawn(move || client.read_to_end(&mut Vec::new()))
                });
                let (stream, _) = listener.accept().await.expect("a connection");
                let stall = Duration::from_millis(300);
                let attended = attend(stream, router.clone(), stall);
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
