//! Connections: as many as the system can bear, none that says nothing for long.
//!
//! Knows nothing of what is served.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use futures_util::future::select;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections at a time: many systems give a process 1,024 files. Others wait their turn.
const MOST_CONNECTIONS: usize = 800;
/// A request whose head takes longer to arrive is given up; nobody's browser is that slow.
const PATIENCE: Duration = Duration::from_secs(10);
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
                    attend(stream, router).await;
                    drop(place);
                });
            }
            // Out of files, most likely: connections that end give some back.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn attend(stream: TcpStream, router: Router) {
    // Small answers must not wait for more to come.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // A connection that breaks concerns nobody but the one at its other end.
    let _ = connection.await;
}
