//! Colours that carry words differ enough from what lies behind them (WCAG 2.2, 1.4.3), and nothing unlicensed is embedded.

use crate::assets::{ALL, HOLDFAST_CSS};

/// Words, ground, and where.
const PAIRS: &[(&str, &str, &str)] = &[
    ("#9e1b1b", "#fff", "late, on a page"),
    ("#fff", "#9e1b1b", "danger tag"),
    ("#4d565a", "#fff", "quiet words"),
    ("#4d565a", "#f1f3f4", "quiet words in the navigation"),
    ("#1f5663", "#fff", "links"),
    ("#1f5663", "#f1f3f4", "links in the navigation"),
    ("#fff", "#33434b", "header"),
    ("#fff", "#2f6b4f", "button"),
    ("#1a2226", "#e6eaec", "secondary button"),
    ("#26343b", "#dfe5e8", "plain tag"),
    ("#2b3336", "#e3e6e7", "quiet tag"),
    ("#5c4300", "#ffee80", "notice tag"),
    ("#7a3c1c", "#fde4d7", "warning tag"),
    ("#083d29", "#cfe4dc", "good tag"),
    ("#1a1a1a", "#fff3c4", "demonstration"),
    ("#fff", "#9e1b1b", "alarm"),
];

#[test]
fn words_can_be_read_on_their_ground() {
    let css = std::str::from_utf8(HOLDFAST_CSS.bytes).unwrap();
    for (words, ground, place) in PAIRS {
        for colour in [words, ground] {
            assert!(css.contains(*colour), "{colour} ({place}) has left the style sheet; bring the table up to date");
        }
        let (a, b) = (luminance(words), luminance(ground));
        let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(ratio >= 4.5, "{place}: {words} on {ground} is {ratio:.2} to 1");
    }
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: &str) -> f64 {
    let digits: String = match colour.strip_prefix('#').unwrap() {
        short if short.len() == 3 => short.chars().flat_map(|digit| [digit, digit]).collect(),
        long => long.to_owned(),
    };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[test]
fn nothing_that_the_licence_does_not_cover_is_embedded() {
    for asset in ALL {
        let text = String::from_utf8_lossy(asset.bytes).to_lowercase();
        for word in ["gds transport", "crown", "crest", "logotype", "@font-face", "url("] {
            assert!(!text.contains(word), "{} contains {word}", asset.path);
        }
    }
}
