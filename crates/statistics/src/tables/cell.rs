//! What one cell of a published table can mean, so that "no answer" is never read as nought.

/// Larger than any yearly count of one offence in England and Wales; a bigger number is a slip, and sums stay small.
const COUNT_MAX: u64 = 100_000_000;

/// This is a cell where a count stands, or the reason why none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A count, nought included.
    Count(u64),
    /// The force did not answer the request, whatever the cell says.
    NotAnswered,
    /// There is no figure behind the cell, though a number may be printed in it.
    NotAvailable {
        /// Why there is none, in words for the reader.
        why: &'static str,
    },
    /// The source says `n/a`: the force answered, without this part.
    NotGiven,
    /// The cell is empty.
    Blank,
    /// The spreadsheet printed an error where a number should be.
    BrokenFormula {
        /// The error as printed, such as `#DIV/0!`.
        printed: &'static str,
    },
}

impl Cell {
    /// This is the count, if the cell holds one.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::NotAnswered
            | Self::NotAvailable { .. }
            | Self::NotGiven
            | Self::Blank
            | Self::BrokenFormula { .. } => None,
        }
    }

    /// This says why the cell holds no count; `None` if it holds one.
    pub fn why_no_count(self) -> Option<String> {
        match self {
            Self::Count(_) => None,
            Self::NotAnswered => Some("did not answer".to_owned()),
            Self::NotAvailable { why } => Some(why.to_owned()),
            Self::NotGiven => Some("not given (n/a in the source)".to_owned()),
            Self::Blank => Some("blank in the source".to_owned()),
            Self::BrokenFormula { printed } => Some(format!("{printed} in the source")),
        }
    }
}

/// This is a percentage the source worked out itself; it is kept as printed and never counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedPercent {
    /// A whole percentage, as printed.
    Percent(i32),
    /// The source says `n/a`.
    NotGiven,
    /// The cell is empty.
    Blank,
    /// The spreadsheet printed an error where a percentage should be.
    BrokenFormula {
        /// The error as printed, such as `#REF!`.
        printed: &'static str,
    },
}

/// This reads a count cell; `None` if the text is neither a count nor one of the known marks.
pub fn parse_count(text: &str) -> Option<Cell> {
    let text = text.trim();
    if let Some(mark) = parse_mark(text) {
        return Some(match mark {
            Mark::Blank => Cell::Blank,
            Mark::NotGiven => Cell::NotGiven,
            Mark::BrokenFormula(printed) => Cell::BrokenFormula { printed },
        });
    }
    // Accounting formats print nought as `-00`; any other negative is a correction, not a count.
    if text.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte == b'0')) {
        return Some(Cell::Count(0));
    }
    let count = without_thousands_commas(text)?.parse::<u64>().ok()?;
    (count <= COUNT_MAX).then_some(Cell::Count(count))
}

/// This reads a percentage cell; `None` if the text is neither a whole percentage nor one of the known marks.
pub fn parse_percent(text: &str) -> Option<PrintedPercent> {
    let text = text.trim();
    if let Some(mark) = parse_mark(text) {
        return Some(match mark {
            Mark::Blank => PrintedPercent::Blank,
            Mark::NotGiven => PrintedPercent::NotGiven,
            Mark::BrokenFormula(printed) => PrintedPercent::BrokenFormula { printed },
        });
    }
    let number = text.strip_suffix('%')?.trim_end();
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse::<i32>().ok().map(PrintedPercent::Percent)
}

enum Mark {
    Blank,
    NotGiven,
    BrokenFormula(&'static str),
}

fn parse_mark(text: &str) -> Option<Mark> {
    match text {
        "" => Some(Mark::Blank),
        "n/a" | "N/A" | "NA" => Some(Mark::NotGiven),
        "#DIV/0!" => Some(Mark::BrokenFormula("#DIV/0!")),
        "#REF!" => Some(Mark::BrokenFormula("#REF!")),
        _ => None,
    }
}

/// `1,074` is a number; `1,07` and `,074` are slips and are not guessed at.
fn without_thousands_commas(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(',').collect();
    let digits_only = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups.iter().skip(1).all(|group| group.len() == 3));
    (digits_only && grouped).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_the_text_they_are_printed_as() {
        for (text, expected) in [
            ("0", Some(Cell::Count(0))),
            (" 1074 ", Some(Cell::Count(1074))),
            ("170,002 ", Some(Cell::Count(170_002))),
            ("-00 ", Some(Cell::Count(0))),
            ("", Some(Cell::Blank)),
            ("  ", Some(Cell::Blank)),
            ("n/a", Some(Cell::NotGiven)),
            ("#DIV/0!", Some(Cell::BrokenFormula { printed: "#DIV/0!" })),
            ("#REF!", Some(Cell::BrokenFormula { printed: "#REF!" })),
            ("-45", None),
            ("-", None),
            ("1,07", None),
            (",074", None),
            ("1 074", None),
            ("+5", None),
            ("4.5", None),
            ("about 4", None),
            ("99999999999999999999", None),
            ("100000001", None),
        ] {
            assert_eq!(parse_count(text), expected, "{text:?}");
        }
    }

    #[test]
    fn percentages_are_whole_and_signed() {
        for (text, expected) in [
            ("45%", Some(PrintedPercent::Percent(45))),
            ("-22%", Some(PrintedPercent::Percent(-22))),
            ("#REF!", Some(PrintedPercent::BrokenFormula { printed: "#REF!" })),
            ("", Some(PrintedPercent::Blank)),
            ("45", None),
            ("%", None),
            ("--4%", None),
            ("4.5%", None),
        ] {
            assert_eq!(parse_percent(text), expected, "{text:?}");
        }
    }
}
