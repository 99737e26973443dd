//! A line of a scenario as words: what is free is set apart, the rest is compared by its stems.

/// One word of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// As it was written, in small letters, without marks around it.
    pub text: String,
    /// What is compared: endings do not matter.
    pub stem: String,
    /// What kind of word.
    pub kind: Kind,
}

/// What a word is to a reader of phrases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// It says something.
    Word,
    /// It only joins others, and may stand anywhere or be left out.
    Filler,
    /// A comma, a colon, a semicolon, a dash.
    Mark,
}

/// Words that may stand anywhere in a phrase, or be left out.
pub(super) const FILLERS: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "has", "have", "had", "and", "to", "of", "with", "for",
    "in", "on", "at", "as", "that", "this", "which", "her", "his", "their", "its", "it", "she", "he", "they", "there",
    "also", "then", "still", "so", "will", "being", "should", "must",
];

/// A line taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Line {
    /// The words that are read.
    pub words: Vec<Word>,
    /// What stands in brackets or quotation marks: the teller's own words.
    pub free: Vec<String>,
}

/// This takes a line apart; an open bracket or quotation mark that nothing closes is refused.
pub(super) fn line(text: &str) -> Result<Line, String> {
    let (read, free) = without_free(text)?;
    let mut words = Vec::new();
    for piece in read.split_whitespace() {
        push(&mut words, piece);
    }
    Ok(Line { words, free })
}

/// The words of a phrase of the vocabulary: nothing in it is free.
pub(super) fn plain(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in text.replace(['_', '/'], " ").split_whitespace() {
        push(&mut words, piece);
    }
    words
}

fn without_free(text: &str) -> Result<(String, Vec<String>), String> {
    let (mut read, mut free, mut inside, mut closing) = (String::new(), Vec::new(), String::new(), None);
    let mut after_space = true;
    let letters: Vec<char> = text.chars().collect();
    for (place, letter) in letters.iter().copied().enumerate() {
        match closing {
            Some(end) if letter == end => {
                free.push(std::mem::take(&mut inside));
                closing = None;
                read.push(' ');
            }
            Some(_) => inside.push(letter),
            None => match letter {
                '"' => closing = Some('"'),
                '\u{201c}' => closing = Some('\u{201d}'),
                // '(a)' is a limb of the test, and no aside.
                '(' if after_space && letters.get(place + 2) != Some(&')') => closing = Some(')'),
                '*' | '`' => {}
                '_' => read.push(' '),
                other => read.push(other),
            },
        }
        after_space = letter.is_whitespace() || matches!(letter, '*' | '`');
    }
    match closing {
        None => Ok((read, free)),
        Some(end) => Err(format!("something is opened and never closed: '{end}' is missing")),
    }
}

fn push(words: &mut Vec<Word>, piece: &str) {
    const MARKS: &[char] = &[',', ';', ':', '.', '!', '?', '\u{2013}', '\u{2014}', '\'', '\u{2019}', '\u{2018}'];
    let core = piece.trim_matches(MARKS);
    let before = piece.len() - piece.trim_start_matches(MARKS).len();
    if before > 0 || core.is_empty() {
        words.push(mark());
    }
    if core.is_empty() {
        return;
    }
    let clock = core.chars().filter(|letter| *letter == ':').count() <= 2
        && core.chars().next().is_some_and(|letter| letter.is_ascii_digit());
    match core.split_once(':') {
        // 'closure:gates' is two words, '09:15' is one.
        Some((head, tail)) if !clock => {
            push(words, head);
            words.push(mark());
            push(words, tail);
        }
        Some(_) | None if core == "-" || core == "|" => words.push(mark()),
        Some(_) | None => words.push(word(core)),
    }
    if !piece.ends_with(core) {
        words.push(mark());
    }
}

fn mark() -> Word {
    Word { text: ",".to_owned(), stem: String::new(), kind: Kind::Mark }
}

fn word(text: &str) -> Word {
    let text = text.to_lowercase().replace('\u{2019}', "'");
    let bare = text.trim_end_matches("'s").to_owned();
    let kind = if FILLERS.contains(&bare.as_str()) { Kind::Filler } else { Kind::Word };
    Word { stem: stem(&bare), text, kind }
}

/// This takes an ending off, so that 'decides', 'decided' and 'decide' are one word.
pub(super) fn stem(word: &str) -> String {
    if !word.chars().all(|letter| letter.is_ascii_alphabetic()) || word.len() < 4 {
        return word.to_owned();
    }
    for (ending, put) in [("ies", "y"), ("ied", "y")] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 2) {
            return format!("{rest}{put}");
        }
    }
    for ending in ["ing", "ed", "es"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 4) {
            return rest.to_owned();
        }
    }
    let rest = word.strip_suffix('s').filter(|rest| rest.len() >= 3 && !rest.ends_with('s')).unwrap_or(word);
    rest.strip_suffix('e').filter(|rest| rest.len() >= 4).unwrap_or(rest).to_owned()
}

/// This says how many words of a line a phrase takes up at its start; fillers may stand between.
pub(super) fn starts_with(words: &[Word], phrase: &str) -> Option<usize> {
    // Most phrases differ in their first letter, which is cheap to see.
    let first = words.iter().find(|word| word.kind == Kind::Word)?.text.chars().next();
    let differs = |word: &&str| !word.is_empty() && !FILLERS.contains(&word.to_lowercase().as_str());
    let begins = phrase.split([' ', '_', '/']).find(differs).and_then(|word| word.to_lowercase().chars().next());
    if begins != first && !words.first().is_some_and(|word| word.kind == Kind::Filler) {
        return None;
    }
    let mut wanted = plain(phrase).into_iter().filter(|word| word.kind == Kind::Word).map(|word| word.stem).peekable();
    wanted.peek()?;
    let mut taken = 0;
    let mut place = 0;
    for want in wanted {
        while words.get(place).is_some_and(|word| word.kind == Kind::Filler && word.stem != want) {
            place += 1;
        }
        if words.get(place)?.stem != want {
            return None;
        }
        place += 1;
        taken = place;
    }
    Some(taken)
}

/// This picks the longest phrase that a line starts with.
pub(super) fn pick<'a, T>(words: &[Word], phrases: impl IntoIterator<Item = (&'a str, T)>) -> Option<(usize, T)> {
    let mut best: Option<(usize, T)> = None;
    for (phrase, value) in phrases {
        let longer = |taken: &usize| best.as_ref().is_none_or(|(held, _)| taken > held);
        if let Some(taken) = starts_with(words, phrase).filter(longer) {
            best = Some((taken, value));
        }
    }
    best
}

/// This skips fillers and marks.
pub(super) fn skip(words: &[Word]) -> &[Word] {
    let first = words.iter().position(|word| word.kind == Kind::Word).unwrap_or(words.len());
    words.get(first..).unwrap_or_default()
}

/// This is the rest of a line after so many words.
pub(super) fn after(words: &[Word], taken: usize) -> &[Word] {
    words.get(taken..).unwrap_or_default()
}

/// This writes words again, for a refusal.
pub(super) fn written(words: &[Word]) -> String {
    let shown = words.iter().filter(|word| word.kind != Kind::Mark).map(|word| word.text.as_str());
    shown.take(8).collect::<Vec<_>>().join(" ")
}

/// A number in figures, or in letters up to thirteen.
pub(super) fn number(text: &str) -> Option<u32> {
    const WORDS: &[&str] = &[
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen",
    ];
    let word = WORDS.iter().position(|word| *word == text).and_then(|place| u32::try_from(place).ok());
    word.or_else(|| text.parse().ok().filter(|number| *number <= 100_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_fillers_and_what_is_free_do_not_matter() -> Result<(), String> {
        let read = line("**The SPOC** countersigned (after \"a talk\") the decision: \"fine: really\".")?;
        let stems: Vec<&str> =
            read.words.iter().map(|word| word.stem.as_str()).filter(|stem| !stem.is_empty()).collect();
        assert_eq!(stems, ["the", "spoc", "countersign", "the", "decision"]);
        assert_eq!(read.free.len(), 2);
        assert_eq!(starts_with(&read.words, "spoc countersigns decision"), Some(5));
        assert!(line("an (open bracket").is_err());
        Ok(())
    }

    #[test]
    fn words_of_one_family_have_one_stem_and_note_is_not_not() {
        for family in [["decides", "decided", "decide"], ["applies", "applied", "apply"], ["misses", "missed", "miss"]]
        {
            assert!(family.iter().all(|word| stem(word) == stem(family[0])), "{family:?}");
        }
        assert_ne!(stem("noted"), stem("not"));
        assert_eq!(stem("notes"), stem("note"));
    }
}
