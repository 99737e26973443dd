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

fn fold(letter: char, out: &mut String) {
    let plain = match letter {
        'a'..='z' | '0'..='9' => {
            out.push(letter);
            return;
        }
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => {
            out.push(other);
            return;
        }
    };
    out.push_str(plain);
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
            ("Miss", "miss"),
            ("Unknown", ""),
            ("Dr Mr", "mr"),
            ("", ""),
        ] {
            assert_eq!(name(written), expected, "{written}");
        }
    }
}
