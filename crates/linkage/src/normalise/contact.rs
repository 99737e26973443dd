//! Telephone numbers, e-mail addresses and account names.

/// A telephone number as its national digits; 0 where it is not one.
///
/// `+44 7700 900123`, `0044 (0)7700 900123` and `07700 900123` are one number.
#[must_use]
pub fn phone(text: &str) -> u64 {
    let international = text.trim_start().starts_with('+');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = match (international, digits.strip_prefix("0044")) {
        (_, Some(rest)) => rest,
        (true, None) => digits.strip_prefix("44").unwrap_or(&digits),
        // Spreadsheets drop the leading nought, and some the plus as well.
        (false, None) if digits.len() == 12 => digits.strip_prefix("44").unwrap_or(&digits),
        (false, None) => &digits,
    };
    let digits = digits.trim_start_matches('0');
    let same_digit = digits.bytes().all(|digit| digits.as_bytes().first() == Some(&digit));
    if digits.len() < 6 || digits.len() > 15 || same_digit { 0 } else { digits.parse().unwrap_or(0) }
}

/// An e-mail address in lower case, `googlemail` read as `gmail`; empty where it is not one.
#[must_use]
pub fn email(text: &str) -> String {
    let lower = text.trim().trim_start_matches("mailto:").to_lowercase();
    match lower.split_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') => {
            let domain = if domain == "googlemail.com" { "gmail.com" } else { domain };
            format!("{local}@{domain}")
        }
        _ => String::new(),
    }
}

/// An account name without the at sign, in lower case.
#[must_use]
pub fn handle(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let last = lower.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.trim_start_matches('@').chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form() {
        for written in ["+44 7700 900123", "07700 900123", "0044 (0)7700-900123", "7700900123", "447700900123"] {
            assert_eq!(phone(written), 7_700_900_123, "{written}");
        }
        assert_eq!(phone("00000000000"), 0);
        assert_eq!(phone("none"), 0);
    }

    #[test]
    fn handles_and_addresses_have_one_form() {
        assert_eq!(handle("https://example.com/@Night_Owl"), "night_owl");
        assert_eq!(email(" A.Name@GoogleMail.com"), "a.name@gmail.com");
        assert_eq!(email("none"), "");
    }
}
