//! Names of people as forces write them: 'SURNAME, Forename', with titles, or with words that mean that none is known.

/// Words that stand where nothing is known.
pub(super) const MISSING: &[&str] = &[
    "unknown",
    "not known",
    "unk",
    "u/k",
    "n/k",
    "nk",
    "not stated",
    "not recorded",
    "not given",
    "not provided",
    "n/a",
    "refused",
    "tbc",
    "?",
    "-",
    "--",
];

/// Forms of address before a name, without a full stop.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "master",
    "dr",
    "prof",
    "professor",
    "rev",
    "reverend",
    "sir",
    "dame",
    "lord",
    "lady",
    "fr",
];

/// Small words that belong to the surname after them.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "da", "di", "du", "del", "della", "la", "le", "al", "el", "bin", "ibn", "ap",
    "ter", "ten",
];

/// Forename and surname of a whole name: what stands before a comma is the surname, so are words in capitals where others
/// are not, and else the last word. Titles are left out.
pub(super) fn parted(name: &str) -> (String, String) {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if let Some((surname, forenames)) = name.split_once(',') {
        return (without_titles(words(forenames)).join(" "), without_titles(words(surname)).join(" "));
    }
    let words = without_titles(words(name));
    let capital = |word: &String| {
        word.chars().filter(|letter| letter.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
    };
    if words.iter().any(&capital) && !words.iter().all(&capital) {
        let (surname, forenames): (Vec<_>, Vec<_>) = words.into_iter().partition(capital);
        return (forenames.join(" "), surname.join(" "));
    }
    let Some(last) = words.len().checked_sub(1) else { return Default::default() };
    let small =
        words.iter().take(last).rev().take_while(|word| PARTICLES.contains(&word.to_lowercase().as_str())).count();
    // 'La Rue' alone is a surname; 'Al Brook' is Al.
    let first = if small == last && last == 1 { last } else { last - small };
    let (forenames, surname) = words.split_at(first);
    (forenames.join(" "), surname.join(" "))
}

fn without_titles(words: Vec<String>) -> Vec<String> {
    let is_title = |word: &String| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    if words.iter().all(is_title) {
        return words;
    }
    let titles = words.iter().take_while(|word| is_title(word)).count();
    // A title may stand at the end too: 'QUENNELL, Marisol Mrs'.
    let mut words = words.into_iter().skip(titles).collect::<Vec<_>>();
    if words.len() > 1 && words.last().is_some_and(is_title) {
        words.pop();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_as_they_are_written() {
        let check = |written: &str, forename: &str, surname: &str| {
            assert_eq!(parted(written), (forename.to_owned(), surname.to_owned()), "{written}");
        };
        check("QUENNELL, Marisol", "Marisol", "QUENNELL");
        check("Quennell, Mrs Marisol Ann", "Marisol Ann", "Quennell");
        check("Marisol Quennell", "Marisol", "Quennell");
        check("Dr. Marisol Quennell", "Marisol", "Quennell");
        check("QUENNELL Marisol Ann", "Marisol Ann", "QUENNELL");
        check("Marisol VAN DER MEER", "Marisol", "VAN DER MEER");
        check("Marisol van der Meer", "Marisol", "van der Meer");
        check("O'DOWD, Séan", "Séan", "O'DOWD");
        check("Al Brook", "Al", "Brook");
        check("Marisol", "", "Marisol");
        check("MARISOL QUENNELL", "MARISOL", "QUENNELL");
        check("Miss", "", "Miss");
        check("", "", "");
    }
}
