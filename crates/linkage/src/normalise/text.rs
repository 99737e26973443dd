//! Names and free text: case, accents, punctuation and titles.

const TITLES: [&str; 16] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lady",
    "lord",
    "rev",
    "revd",
    "pc",
    "master",
];

/// Lower case without accents; apostrophes and full stops vanish, other punctuation becomes one space.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\'' | '’' | '‘' | '`' | '.' | '\u{300}'..='\u{36f}' => {}
            _ if letter.is_alphanumeric() => fold(letter, &mut out),
            _ => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A name: plain text without a leading title, as long as a name is left.
#[must_use]
pub fn name(text: &str) -> String {
    let plain = plain(text);
    let mut rest = plain.as_str();
    while let Some((first, after)) = rest.split_once(' ') {
        if !TITLES.contains(&first) {
            break;
        }
        rest = after;
    }
    let unknown = matches!(rest, "unknown" | "not known" | "nk" | "na" | "n a" | "none" | "not stated" | "anonymous");
    if unknown { String::new() } else { rest.to_owned() }
}

/// Only letters and digits, in lower case.
#[must_use]
pub fn squashed(text: &str) -> String {
    let mut plain = plain(text);
    plain.retain(|letter| letter != ' ');
    plain
}

/// This adds a letter in Latin and without its accent.
fn fold(letter: char, out: &mut String) {
    let plain = any_ascii::any_ascii_char(letter);
    if plain.is_empty() && letter.is_alphanumeric() {
        // A letter that has no Latin one stays: a name is never lost.
        out.push(letter);
    }
    out.extend(plain.chars().filter(char::is_ascii_alphanumeric).map(|plain| plain.to_ascii_lowercase()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_titles_accents_and_punctuation() {
        for (written, expected) in [
            ("Mrs. Zoë", "zoe"),
            ("O'Brien", "obrien"),
            ("Smith-Jones", "smith jones"),
            ("  Dr  Łukasz ", "lukasz"),
            ("Ægir Straße-Þór", "aegir strasse thor"),
            ("İpek", "ipek"),
            ("Игорь", "igor"),
            ("Miss", "miss"),
            ("Unknown", ""),
            ("Dr Mr", "mr"),
            ("", ""),
        ] {
            assert_eq!(name(written), expected, "{written}");
        }
    }
}
