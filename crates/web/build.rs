//! This names each asset after its content and embeds it; without the fetched style sheet it says what to run.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Constant, file below `assets`, media type.
const ASSETS: &[(&str, &str, &str)] = &[
    ("GOVUK_CSS", "fetched/govuk-frontend.css", "text/css; charset=utf-8"),
    ("HOLDFAST_CSS", "holdfast.css", "text/css; charset=utf-8"),
    ("ICON", "holdfast.svg", "image/svg+xml"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=assets");
    match embed() {
        Ok(()) => {}
        Err(what) => println!("cargo::error={what}"),
    }
}

fn embed() -> Result<(), String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?).join("assets.rs");
    let mut code = String::new();
    for (constant, file, media_type) in ASSETS {
        code.push_str(&asset(constant, &root.join(file), media_type)?);
    }
    let all: Vec<String> = ASSETS.iter().map(|(constant, _, _)| format!("&{constant}")).collect();
    code.push_str(&format!("/// Every asset.\npub static ALL: &[&Asset] = &[{}];\n", all.join(", ")));
    fs::write(&out, code).map_err(|e| format!("{}: {e}", out.display()))
}

fn asset(constant: &str, file: &Path, media_type: &str) -> Result<String, String> {
    let bytes = fs::read(file).map_err(|e| {
        format!(
            "{} cannot be read ({e}). Run `./dev setup`, which fetches and checks the style sheets.",
            file.display()
        )
    })?;
    let hash: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("asset");
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or("bin");
    let path = file.display().to_string();
    Ok(format!(
        "/// `{stem}.{ending}`, named after its content.\n\
         pub static {constant}: Asset = Asset {{ path: \"/assets/{stem}-{hash}.{ending}\", media_type: {media_type:?}, bytes: include_bytes!({path:?}) }};\n"
    ))
}
