//! Dates of birth, whole, partial or guessed.

/// A date of birth; zero stands for a part that is not stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Born {
    /// The year, or 0.
    pub year: u16,
    /// The month, or 0.
    pub month: u8,
    /// The day of the month, or 0.
    pub day: u8,
}

impl Born {
    /// Reads `1990-03-04`, `1990-03`, `1990`, `19900304` and `04/03/1990`. Anything else is not stated.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let text = text.split(['T', ' ']).next().unwrap_or_default();
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let number = |part: &str| part.parse::<u16>().ok();
        let read = match parts.as_slice() {
            [whole] if whole.len() == 8 && whole.is_ascii() => {
                (number(&whole[..4]), number(&whole[4..6]), number(&whole[6..]))
            }
            [year] if year.len() == 4 => (number(year), Some(0), Some(0)),
            [year, month] if year.len() == 4 => (number(year), number(month), Some(0)),
            [year, month, day] if year.len() == 4 => (number(year), number(month), number(day)),
            [day, month, year] if year.len() == 4 => (number(year), number(month), number(day)),
            _ => return Self::default(),
        };
        match read {
            (Some(year @ 1850..=2100), Some(month), Some(day)) => {
                // A month or day that cannot be is kept: a swapped or mistyped date still identifies.
                Self { year, month: month.min(99) as u8, day: day.min(99) as u8 }
            }
            _ => Self::default(),
        }
    }

    /// Says whether nothing is stated.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.year == 0
    }

    /// Says whether only the year can be relied on: partial dates, and 1 January, which stands for a guess.
    #[must_use]
    pub fn is_guessed(self) -> bool {
        self.day == 0 || self.month == 0 || (self.day == 1 && self.month == 1)
    }

    /// The date as one number, yyyymmdd.
    #[must_use]
    pub fn number(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_usual_forms() {
        for (written, expected) in [
            ("1990-03-04", 19_900_304),
            ("19900304", 19_900_304),
            ("04/03/1990", 19_900_304),
            ("1990-03", 19_900_300),
            ("1990", 19_900_000),
            ("about 35", 0),
            ("", 0),
        ] {
            assert_eq!(Born::read(written).number(), expected, "{written}");
        }
        assert!(Born::read("1990-01-01").is_guessed());
    }
}
