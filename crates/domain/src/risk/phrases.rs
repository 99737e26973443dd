//! What RF-22 looks for in words that staff write: that the person at risk was asked whether the subject should be arrested,
//! or that their declining stands in the record.
//!
//! It finds phrases and understands nothing: a person reads what it found. A phrase that means the same and is built
//! otherwise is not found ('left it up to her'); nor is a word that is spelt wrong, or a phrase in what the reporter said.
//! A phrase that is quoted in order to contradict it is found.

use crate::catalogue::NotedPhrase;

/// Who may be the person at risk in such a sentence.
const PERSONS: &[&str] = &[
    "victim",
    "victims",
    "vic",
    "complainant",
    "aggrieved",
    "caller",
    "informant",
    "ip",
    "she",
    "he",
    "they",
    "female",
    "male",
    "person",
    "pp",
];
/// Whom an arrest would meet.
const SUBJECTS: &[&str] =
    &["him", "her", "them", "subject", "suspect", "offender", "ex", "partner", "male", "female", "man", "woman"];
/// Words that say no more than those around them; they may stand between.
const LINKING: &[&str] = &[
    "the",
    "a",
    "an",
    "to",
    "be",
    "is",
    "was",
    "has",
    "have",
    "had",
    "been",
    "that",
    "at",
    "risk",
    "also",
    "now",
    "still",
    "currently",
    "again",
    "simply",
    "just",
];
/// What turns a phrase into its opposite.
const NOT: &[&str] =
    &["not", "never", "didnt", "doesnt", "dont", "wont", "hasnt", "isnt", "wasnt", "wouldnt", "cannot", "cant"];
/// What a person may want the police to do.
const WANTS: &[&str] = &["want", "wants", "wanted", "wish", "wishes", "wished", "like", "prefer", "prefers"];
/// What would happen to the subject.
const MEASURES: &[&str] = &["arrested", "arrest", "charged", "prosecuted", "nicked", "locked"];
/// Words that make a question, or tell of one.
const ASKING: &[&str] = &["do", "does", "did", "would", "whether", "if", "asked", "ask", "asks", "asking"];
/// That a person declines.
const DECLINES: &[&str] =
    &["declines", "declined", "declining", "refuses", "refused", "refusing", "unwilling", "reluctant"];
/// What a person may not want to go on with.
const SUPPORTS: &[&str] = &[
    "proceed",
    "prosecute",
    "prosecution",
    "pursue",
    "support",
    "supportive",
    "engage",
    "cooperate",
    "complain",
    "complaint",
    "statement",
    "charges",
    "further",
    "action",
    "order",
    "police",
];
/// What may be declined and is no answer to the police: help for the person.
const HELP: &[&str] =
    &["referral", "advocate", "idva", "isva", "isac", "service", "services", "counselling", "alarm", "refuge"];

/// How far apart the words of one phrase may stand.
const REACH: usize = 6;

/// This finds what the rule looks for, each kind once, in the order of the list.
pub fn noticed(text: &str) -> Vec<NotedPhrase> {
    let sentences = sentences(text);
    let any = |finds: fn(&[String]) -> bool| sentences.iter().any(|words| finds(words));
    let asked = any(asks_about_arrest).then_some(NotedPhrase::AskedAboutArrest);
    let declines = any(tells_of_declining).then_some(NotedPhrase::Declines);
    asked.into_iter().chain(declines).collect()
}

/// The words of each sentence, in small letters, without apostrophes and without the words that only link.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let text = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let ended = |letter: char| matches!(letter, '.' | '!' | '?' | ';' | '\n' | ':');
    let words = |sentence: &str| {
        let words = sentence.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.filter(|word| !LINKING.contains(word)).map(str::to_owned).collect()
    };
    text.split(ended).map(words).collect()
}

fn is(words: &[&str], word: &str) -> bool {
    words.contains(&word)
}

/// 'Does she want him arrested', 'asked if she wanted him arrested', 'she does not want him arrested'; not 'she wants him
/// arrested', which is a request.
fn asks_about_arrest(words: &[String]) -> bool {
    places(words, WANTS).any(|place| {
        let (before, after) = around(words, place);
        // What a conjunction parts from it belongs to another statement.
        let before = before.rsplit(|word| word == "and" || word == "but").next().unwrap_or(before);
        let measure = after.iter().position(|word| is(MEASURES, word));
        let whom = measure.is_some_and(|end| after.iter().take(end + 2).any(|word| is(SUBJECTS, word)));
        let in_question = before.iter().any(|word| is(ASKING, word) || is(NOT, word));
        let persons = before.iter().any(|word| is(PERSONS, word) || word == "you");
        whom && in_question && persons
    })
}

/// 'Victim declines', 'she does not wish to proceed', 'victim not supportive'; not 'does not decline', and not 'declined
/// a referral'.
fn tells_of_declining(words: &[String]) -> bool {
    let person = |before: &[String]| before.iter().rev().take(3).any(|word| is(PERSONS, word));
    let negated = |before: &[String]| before.iter().rev().take(2).any(|word| is(NOT, word));
    let declines = places(words, DECLINES).any(|place| {
        let (before, after) = around(words, place);
        let help = after.iter().take(4).any(|word| is(HELP, word));
        person(before) && !negated(before) && !help
    });
    let unwilling = places(words, NOT).any(|place| {
        let (before, after) = around(words, place);
        let wants = after.first().is_some_and(|word| is(WANTS, word));
        let goes_on = after.iter().skip(usize::from(wants)).take(4).any(|word| is(SUPPORTS, word));
        let first = after.first().is_some_and(|word| is(SUPPORTS, word));
        let help = after.iter().any(|word| is(HELP, word));
        person(before) && ((wants && goes_on) || first) && !help
    });
    let withdrew = places(words, &["withdrew", "withdraws", "withdrawn", "retracts", "retracted"]).any(|place| {
        let (before, after) = around(words, place);
        let what = after.iter().take(3).any(|word| matches!(word.as_str(), "support" | "complaint" | "statement"));
        person(before) && !negated(before) && what
    });
    declines || unwilling || withdrew
}

/// Where any of some words stands.
fn places<'a>(words: &'a [String], wanted: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
    words.iter().enumerate().filter(|(_, word)| is(wanted, word)).map(|(place, _)| place)
}

/// The words before and after a place, as far as a phrase reaches.
fn around(words: &[String], place: usize) -> (&[String], &[String]) {
    let before = words.get(place.saturating_sub(REACH)..place).unwrap_or_default();
    let after = words.get(place + 1..).unwrap_or_default();
    (before, after.get(..REACH).unwrap_or(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &[&str] = &[
        "Does she want him arrested?",
        "Officer asked if she wanted him arrested; she was not sure.",
        "I asked the victim whether they would like the suspect to be arrested.",
        "Caller doesn't want him arrested.",
        "Do you want your ex arrested",
        "Asked whether she wants the subject charged.",
    ];
    const DECLINED: &[&str] = &[
        "Victim declines.",
        "NFA: the complainant has declined to make a statement.",
        "IP refuses to support a prosecution",
        "She does not wish to proceed at this time.",
        "Victim isn\u{2019}t supportive.",
        "The victim does not support police action.",
        "They didn't want to take this further.",
        "She has withdrawn her statement.",
        "The person at risk declined an order.",
    ];
    const NEITHER: &[&str] = &[
        "She does not decline.",
        "The victim never declined to help us.",
        "She wants him arrested, and so do we.",
        "She does not decline, and wants him arrested.",
        "The subject was arrested at 14:00.",
        "He was asked to account for his movements and made no comment.",
        "She declined a referral to the advocate.",
        "Victim declined support from the refuge service.",
        "The risk has not declined.",
        "An arrest will be considered with the team.",
        "She has not withdrawn her statement.",
        "She did not want to be left alone.",
        "He does not live nearby.",
        "The victim supports an order.",
        "",
    ];

    #[test]
    fn a_question_about_arrest_is_noticed() {
        for text in ASKED {
            assert!(noticed(text).contains(&NotedPhrase::AskedAboutArrest), "{text}");
        }
    }

    #[test]
    fn declining_is_noticed() {
        for text in DECLINED {
            assert_eq!(noticed(text), [NotedPhrase::Declines], "{text}");
        }
    }

    #[test]
    fn what_means_neither_is_passed_over() {
        for text in NEITHER {
            assert_eq!(noticed(text), [], "{text}");
        }
    }

    #[test]
    fn what_it_cannot_find_is_known() {
        for text in
            ["Left it up to her.", "Vctim declnes.", "No appetite for court.", "Matter for the victim to decide."]
        {
            assert_eq!(noticed(text), [], "{text}");
        }
    }
}
