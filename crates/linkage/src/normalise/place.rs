//! Postcodes and vehicle registrations.

/// Splits a postcode into its outward part and, where stated, its inward part; both upper case.
#[must_use]
pub fn postcode(text: &str) -> (String, String) {
    let whole: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let cut = whole.len().saturating_sub(3);
    let inward = &whole.as_bytes()[cut..];
    let has_inward = cut >= 2
        && whole.starts_with(|c: char| c.is_ascii_alphabetic())
        && matches!(inward, [a, b, c] if a.is_ascii_digit() && b.is_ascii_alphabetic() && c.is_ascii_alphabetic());
    if has_inward { (whole[..cut].to_owned(), whole[cut..].to_owned()) } else { (whole, String::new()) }
}

/// A registration mark without spaces, upper case.
#[must_use]
pub fn vehicle(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_split_whatever_the_spacing() {
        for (written, outward, inward) in [
            ("sw1a 1aa", "SW1A", "1AA"),
            ("B939ZG", "B93", "9ZG"),
            ("LL61", "LL61", ""),
            ("2119", "2119", ""),
            ("", "", ""),
        ] {
            assert_eq!(postcode(written), (outward.to_owned(), inward.to_owned()), "{written}");
        }
    }
}
