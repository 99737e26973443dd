//! The nearest phrase that would do, for a line that cannot be understood.

use std::collections::BTreeSet;

/// This picks the candidate that is most like a text; none, where there is no candidate.
pub(super) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let pairs = pairs(text);
    let scored = candidates.into_iter().map(|candidate| (likeness(&pairs, candidate), candidate));
    // The first of the best: the order of the list decides between equals.
    scored
        .fold(None, |best: Option<(f64, &str)>, found| match best {
            Some(held) if held.0 >= found.0 => Some(held),
            Some(_) | None => Some(found),
        })
        .map(|(_, candidate)| candidate)
}

/// This says how alike two texts are: 0 for nothing in common, 1 for the same.
pub(super) fn alike(one: &str, other: &str) -> f64 {
    likeness(&pairs(one), other)
}

fn likeness(pairs_of_one: &BTreeSet<(char, char)>, other: &str) -> f64 {
    let pairs_of_other = pairs(other);
    let all = pairs_of_one.len() + pairs_of_other.len();
    let common = pairs_of_one.intersection(&pairs_of_other).count();
    if all == 0 { 0.0 } else { 2.0 * as_float(common) / as_float(all) }
}

fn as_float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Neighbouring letters, word by word.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let mut found = BTreeSet::new();
    for word in text.to_lowercase().split(|letter: char| !letter.is_alphanumeric()) {
        let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
        found.extend(letters.iter().copied().zip(letters.iter().copied().skip(1)).filter(|pair| *pair != (' ', ' ')));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_what_was_meant() {
        let known = ["countersigns the decision", "reviews the risk", "proposes closure"];
        assert_eq!(nearest("contersings decison", known), Some("countersigns the decision"));
        assert_eq!(nearest("closure proposed", known), Some("proposes closure"));
        assert_eq!(nearest("x", []), None);
    }
}
