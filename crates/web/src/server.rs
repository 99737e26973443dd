//! The server's connections: whoever does not send the head of a request in time is cut off, and on shutdown requests end.

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// How long the head of a request may take, or a kept connection may stay silent.
pub const HEAD_MAX: Duration = Duration::from_secs(15);

/// How long requests under way may take to end once the server is to stop.
const END_MAX: Duration = Duration::from_secs(10);

/// This serves until `shutdown` is done, and then lets requests under way finish.
pub async fn serve(listener: TcpListener, router: Router, head_max: Duration, shutdown: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => converse(stream, router.clone(), head_max, &graceful),
                // Out of file handles, or a caller that left at once: others may still come.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            },
            () = shutdown.as_mut() => break,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(END_MAX, graceful.shutdown()).await;
}

fn converse(stream: TcpStream, router: Router, head_max: Duration, graceful: &GracefulShutdown) {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_max);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let connection = graceful.watch(connection);
    // A connection that breaks off is the caller's matter; what it asked for is on record.
    tokio::spawn(async move { drop(connection.await) });
}
