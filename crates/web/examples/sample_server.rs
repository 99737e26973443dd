//! This serves the pages over invented cases, to look at: `cargo run -p web --features samples --example sample_server`.
//! Sign in as `officer` with password `sample`; the name `refused` is refused everything, and `empty` sees empty pages.

use std::sync::Arc;
use web::samples::SampleCases;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8090".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    web::serve(listener, Arc::new(SampleCases), async {
        // Without a signal to wait for, the server runs until it is stopped from outside.
        let _ = tokio::signal::ctrl_c().await;
    })
    .await
}
