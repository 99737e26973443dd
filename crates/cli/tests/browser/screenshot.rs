//! The screenshot of the README. `HOLDFAST_SCREENSHOT=docs/screenshot.png` with `cargo test -p cli --test browser screenshot`
//! writes it (from the root of the repository); without the variable it is taken and measured all the same.

use crate::browser::{Screen, Visit, visit};
use crate::house::On;
use std::path::Path;

/// What a README may weigh on a slow line.
const BYTES_MAX: usize = 300_000;

#[test]
fn the_worklist_makes_a_picture_for_the_readme() {
    visit(On::Sqlite, Screen::Station, take);
}

async fn take(on: Visit) {
    on.client.set_window_size(1280, 1250).await.unwrap();
    on.sign_in("spoc").await;
    let picture = on.client.screenshot().await.unwrap();
    assert!((10_000..BYTES_MAX).contains(&picture.len()), "{} bytes", picture.len());
    if let Ok(path) = std::env::var("HOLDFAST_SCREENSHOT") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path), picture).unwrap();
    }
}
