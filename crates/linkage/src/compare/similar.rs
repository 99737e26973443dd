//! How alike two texts or numbers are.

use rapidfuzz::distance::jaro_winkler;

/// Jaro-Winkler similarity where it reaches `least`, else 0. Does not depend on the order of the two.
pub(crate) fn jaro_winkler_from(least: f64, a: &str, b: &str) -> f64 {
    let (a, b) = if (a.len(), a) <= (b.len(), b) { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if a.is_empty() {
        return 0.0;
    }
    // The best Jaro similarity that these lengths allow, with the longest common prefix.
    let best = (2.0 + a.len() as f64 / b.len() as f64) / 3.0;
    if best + 0.4 * (1.0 - best) < least {
        return 0.0;
    }
    let arguments = jaro_winkler::Args::default().score_cutoff(least);
    jaro_winkler::similarity_with_args(a.iter().copied(), b.iter().copied(), &arguments).unwrap_or(0.0)
}

/// Says whether at most one letter is changed, added, left out or swapped with its neighbour.
pub(crate) fn one_edit(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.len() < b.len() {
        return a == &b[1..];
    }
    match (a, b) {
        ([], []) => true,
        ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
        ([a1, a2, rest @ ..], [b1, b2, other @ ..]) => a1 == b2 && a2 == b1 && rest == other,
        _ => false,
    }
}

/// Says whether one digit differs, or two neighbouring digits are swapped.
pub(crate) fn one_digit(a: u64, b: u64) -> bool {
    let (mut a, mut b) = (a, b);
    while a != b && a % 10 == b % 10 {
        (a, b) = (a / 10, b / 10);
    }
    if a / 10 == b / 10 {
        return true;
    }
    a / 100 == b / 100 && a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        for (a, b, near) in [
            ("smith", "smith", true),
            ("smith", "smyth", true),
            ("smith", "smth", true),
            ("smith", "smiht", true),
            ("smith", "smihs", false),
            ("smith", "smithers", false),
            ("", "a", true),
        ] {
            assert_eq!(one_edit(a, b), near, "{a} {b}");
            assert_eq!(one_edit(b, a), near, "{b} {a}");
        }
        assert!(one_digit(19_900_304, 19_900_305));
        assert!(one_digit(7_700_900_123, 7_700_900_132));
        assert!(!one_digit(7_700_900_123, 7_700_900_232));
    }
}
