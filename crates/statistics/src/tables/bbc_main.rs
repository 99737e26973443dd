//! The reader of the BBC Shared Data Unit's main table of June 2021: applications for stalking protection orders by
//! force, beside the stalking each force recorded.
//!
//! Source: BBC Shared Data Unit, `stalking_protection_orders`, "Main_dataset" (freedom of information answers, with
//! Home Office counts of offence 8Q under the Open Government Licence v3). Credit "BBC Shared Data Unit / Home Office".
//!
//! The file is read by its header and as it is. What cannot be placed is refused, all problems together, each with its
//! row and column; nothing is guessed at and nothing is left out in silence.

use std::fmt;
use std::io::Read;

use jiff::civil::Date;

use super::cell::{Cell, PrintedPercent, parse_count, parse_percent};
use super::force::{FORCES, Force, force_coded, force_named};

/// Stalking protection orders could be applied for from this day (Stalking Protection Act 2019, commencement).
pub const ORDERS_BEGAN_ON: Date = Date::constant(2020, 1, 20);

/// The last period of recorded stalking in the table starts on this day.
pub const LAST_PERIOD_FROM: Date = Date::constant(2020, 4, 1);

/// The last period of recorded stalking in the table ends on this day: nine months, not twelve.
pub const LAST_PERIOD_TO: Date = Date::constant(2020, 12, 31);

/// This is the whole table, every cell with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct BbcMain {
    /// One row a force, in the order of the file.
    pub rows: Vec<BbcMainRow>,
    /// The forces that have no row at all, by name.
    pub absent: Vec<&'static Force>,
    /// What the reader saw that a reader of the figures should know, each naming row and force.
    pub notices: Vec<String>,
}

/// This is what one force answered and recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct BbcMainRow {
    /// The row as a spreadsheet numbers it; the header is row 1.
    pub row: u64,
    /// The force, under its canonical name.
    pub force: &'static Force,
    /// The name as the file prints it.
    pub printed_name: String,
    /// Whether the force answered the request.
    pub response: FoiResponse,
    /// Orders granted.
    pub granted: Cell,
    /// Applications refused by the court.
    pub rejected: Cell,
    /// Applications not yet heard.
    pub not_heard: Cell,
    /// All applications.
    pub applied: Cell,
    /// Stalking the force recorded.
    pub recorded: RecordedStalking,
    /// The source's own percentage change. It sets nine months against twelve; never count with it.
    pub printed_increase: PrintedPercent,
    /// The source's own charge rate. A look-up slid in the published file and many are wrong; never count with it.
    pub printed_charge_rate: PrintedPercent,
}

/// This says whether a force answered, and up to which day its answer runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoiResponse {
    /// The force answered.
    Answered {
        /// The last day the answer covers, if the file says.
        up_to: Option<Date>,
    },
    /// The force did not answer.
    NotAnswered,
}

/// This is the stalking a force recorded (Home Office offence 8Q), by period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedStalking {
    /// April 2015 to March 2016.
    pub year_2015_16: Cell,
    /// April 2016 to March 2017.
    pub year_2016_17: Cell,
    /// April 2017 to March 2018.
    pub year_2017_18: Cell,
    /// April 2018 to March 2019.
    pub year_2018_19: Cell,
    /// April 2019 to March 2020.
    pub year_2019_20: Cell,
    /// April to December 2020, nine months.
    pub apr_dec_2020: Cell,
}

/// This says why a file was refused.
#[derive(Debug, thiserror::Error)]
pub enum BbcMainRefused {
    /// The bytes are not comma-separated text.
    #[error("the file cannot be read as comma-separated UTF-8 text")]
    Unreadable(#[source] csv::Error),
    /// The header or some cells are not those of this table.
    #[error("the table is refused: {}", joined(.0))]
    Unplaceable(Vec<Problem>),
}

/// This is one thing that could not be placed, with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row as a spreadsheet numbers it; the header is row 1.
    pub row: u64,
    /// The name of the column.
    pub column: String,
    /// What is wrong, and what was expected.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "row {}, column \"{}\": {}", self.row, self.column, self.what)
    }
}

fn joined(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("; ")
}

/// The columns, in the order of the published file. A reader of another order is as good; of other names, refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    PoliceForce,
    FoiResponse,
    Granted,
    Rejected,
    NotHeard,
    Applied,
    UpTo,
    Code,
    Year2015To16,
    Year2016To17,
    Year2017To18,
    Year2018To19,
    Year2019To20,
    AprilToDecember2020,
    PrintedIncrease,
    PrintedChargeRate,
}

const COLUMNS: [(Column, &str); 16] = [
    (Column::PoliceForce, "Police force"),
    (Column::FoiResponse, "foi_response"),
    (Column::Granted, "SPOs granted"),
    (Column::Rejected, "SPOs rejected"),
    (Column::NotHeard, "SPO not_heard"),
    (Column::Applied, "Total SPOs applied for"),
    (Column::UpTo, "date_correct"),
    (Column::Code, "code"),
    (Column::Year2015To16, "Stalking incidents_2015-16"),
    (Column::Year2016To17, "incidents_2016-17"),
    (Column::Year2017To18, "incidents_2017-18"),
    (Column::Year2018To19, "incidents_2018-19"),
    (Column::Year2019To20, "incidents_2019-20"),
    (Column::AprilToDecember2020, "incidents_apr_dec_20"),
    (Column::PrintedIncrease, "Percentage increase in stalking incidents - year ending Mar2020 to Apr-Dec20"),
    (Column::PrintedChargeRate, "charge_rate_apr20_dec20"),
];

/// A nought in one of these cells stands for missing data, as the publisher of the counts says elsewhere.
struct KnownGap {
    code: &'static str,
    column: Column,
    why: &'static str,
}

const GREATER_MANCHESTER_GAP: &str =
    "no recorded stalking data: new IT system since July 2019, and the file prints 0 for no data";

const KNOWN_GAPS: [KnownGap; 2] = [
    KnownGap { code: "E23000005", column: Column::Year2019To20, why: GREATER_MANCHESTER_GAP },
    KnownGap { code: "E23000005", column: Column::AprilToDecember2020, why: GREATER_MANCHESTER_GAP },
];

/// A sum over empty cells prints as 0 and is not an answer.
const TOTAL_WITHOUT_PARTS: &str = "a total of 0 printed over parts that were not given";

/// This reads the table.
///
/// Refused are a header that is not this table's, and every cell that cannot be placed; all problems are reported
/// together.
pub fn read_bbc_main(source: impl Read) -> Result<BbcMain, BbcMainRefused> {
    let text = read_lines(source).map_err(|error| BbcMainRefused::Unreadable(error.into()))?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).map_err(BbcMainRefused::Unreadable)?;
    let header = Header::read(&record).map_err(BbcMainRefused::Unplaceable)?;

    let mut problems = Vec::new();
    let mut rows: Vec<BbcMainRow> = Vec::new();
    while reader.read_record(&mut record).map_err(BbcMainRefused::Unreadable)? {
        if record.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        // The reader already stands on the line below.
        let row_number = reader.position().line().saturating_sub(1);
        match read_row(&header, row_number, &record) {
            Ok(row) => match rows.iter().find(|earlier| earlier.force == row.force) {
                Some(earlier) => problems.push(Problem {
                    row: row.row,
                    column: Column::PoliceForce.name().to_owned(),
                    what: format!("{} already stands in row {}", row.force.name, earlier.row),
                }),
                None => rows.push(row),
            },
            Err(found) => problems.extend(found),
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(Problem {
            row: 2,
            column: Column::PoliceForce.name().to_owned(),
            what: "no force stands under the header".to_owned(),
        });
    }
    if !problems.is_empty() {
        return Err(BbcMainRefused::Unplaceable(problems));
    }

    let absent: Vec<&'static Force> =
        FORCES.iter().filter(|force| rows.iter().all(|row| row.force != *force)).collect();
    let mut notices: Vec<String> = rows.iter().flat_map(row_notices).collect();
    notices.extend(absent.iter().map(|force| format!("{} has no row in the file", force.name)));
    Ok(BbcMain { rows, absent, notices })
}

/// Every line ends in a line feed, the last one too: only then does the reader count lines as a spreadsheet does.
fn read_lines(mut source: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes)?;
    let mut text = Vec::with_capacity(bytes.len() + 1);
    let mut after_return = false;
    for byte in bytes {
        match byte {
            b'\r' => text.push(b'\n'),
            b'\n' if after_return => {}
            _ => text.push(byte),
        }
        after_return = byte == b'\r';
    }
    if text.last().is_some_and(|byte| *byte != b'\n') {
        text.push(b'\n');
    }
    Ok(text)
}

/// Where each column stands in this file.
struct Header {
    positions: [usize; COLUMNS.len()],
    width: usize,
}

impl Header {
    /// The text found is not repeated in the problems: a file without a header may be any file at all.
    fn read(record: &csv::StringRecord) -> Result<Self, Vec<Problem>> {
        let found: Vec<String> =
            record.iter().map(|text| one_line(text.strip_prefix('\u{feff}').unwrap_or(text))).collect();
        let mut problems = Vec::new();
        let mut positions = [0; COLUMNS.len()];
        for (slot, (_, name)) in positions.iter_mut().zip(&COLUMNS) {
            let places: Vec<usize> = (0..found.len()).filter(|place| found[*place] == *name).collect();
            match places.as_slice() {
                [place] => *slot = *place,
                [] => problems.push(header_problem(name, "missing from the header")),
                _ => problems.push(header_problem(name, "stands in the header more than once")),
            }
        }
        for (place, text) in found.iter().enumerate() {
            if COLUMNS.iter().all(|(_, name)| name != text) {
                problems.push(header_problem(&format!("number {}", place + 1), "not a column of this table"));
            }
        }
        if problems.is_empty() { Ok(Self { positions, width: found.len() }) } else { Err(problems) }
    }

    fn text<'record>(&self, record: &'record csv::StringRecord, column: Column) -> &'record str {
        record.get(self.positions[column as usize]).unwrap_or_default()
    }
}

impl Column {
    fn name(self) -> &'static str {
        COLUMNS[self as usize].1
    }
}

fn header_problem(column: &str, what: &str) -> Problem {
    Problem { row: 1, column: column.to_owned(), what: what.to_owned() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One row while it is being read: cells are asked for by column, and problems gather.
struct RowReader<'table> {
    header: &'table Header,
    record: &'table csv::StringRecord,
    row: u64,
    problems: Vec<Problem>,
}

impl RowReader<'_> {
    fn text(&self, column: Column) -> &str {
        self.header.text(self.record, column).trim()
    }

    fn refuse(&mut self, column: Column, expected: &str) {
        let what = format!("found \"{}\", expected {expected}", self.text(column));
        self.problems.push(Problem { row: self.row, column: column.name().to_owned(), what });
    }

    fn count(&mut self, column: Column) -> Cell {
        match parse_count(self.text(column)) {
            Some(cell) => cell,
            None => {
                self.refuse(column, "a count, n/a, an empty cell or a spreadsheet error");
                Cell::Blank
            }
        }
    }

    fn percent(&mut self, column: Column) -> PrintedPercent {
        match parse_percent(self.text(column)) {
            Some(percent) => percent,
            None => {
                self.refuse(column, "a whole percentage, n/a, an empty cell or a spreadsheet error");
                PrintedPercent::Blank
            }
        }
    }

    /// A force that did not answer gave no number, so a nought here is a formula's and any other number a contradiction.
    fn not_answered(&mut self, column: Column) -> Cell {
        match parse_count(self.text(column)) {
            Some(Cell::Count(0) | Cell::Blank | Cell::NotGiven | Cell::BrokenFormula { .. }) => {}
            Some(Cell::Count(_) | Cell::NotAnswered | Cell::NotAvailable { .. }) | None => {
                self.refuse(column, "no number, because foi_response is no");
            }
        }
        Cell::NotAnswered
    }

    fn force(&mut self) -> Option<&'static Force> {
        let named = force_named(self.text(Column::PoliceForce));
        let coded = force_coded(self.text(Column::Code));
        if named.is_none() {
            self.refuse(Column::PoliceForce, "the name of one of the 43 forces");
        }
        if coded.is_none() {
            self.refuse(Column::Code, "the code of one of the 43 forces");
        }
        if let (Some(named), Some(coded)) = (named, coded)
            && named != coded
        {
            self.refuse(Column::Code, &format!("{}, the code of {}", named.code, named.name));
            return None;
        }
        named
    }

    fn response(&mut self) -> FoiResponse {
        match self.text(Column::FoiResponse) {
            "yes" => FoiResponse::Answered { up_to: self.up_to() },
            "no" => {
                if !self.text(Column::UpTo).is_empty() {
                    self.refuse(Column::UpTo, "no date, because foi_response is no");
                }
                FoiResponse::NotAnswered
            }
            _ => {
                self.refuse(Column::FoiResponse, "yes or no");
                FoiResponse::NotAnswered
            }
        }
    }

    fn up_to(&mut self) -> Option<Date> {
        if matches!(self.text(Column::UpTo), "" | "n/a") {
            return None;
        }
        let date = Date::strptime("%d/%m/%y", self.text(Column::UpTo)).ok().filter(|date| *date >= ORDERS_BEGAN_ON);
        if date.is_none() {
            self.refuse(Column::UpTo, "a day as dd/mm/yy, not before orders began on 20/01/20");
        }
        date
    }

    fn recorded(&mut self, column: Column, force: Option<&Force>) -> Cell {
        let cell = self.count(column);
        let gap =
            KNOWN_GAPS.iter().find(|gap| gap.column == column && force.is_some_and(|force| force.code == gap.code));
        match (cell, gap) {
            (Cell::Count(0), Some(gap)) => Cell::NotAvailable { why: gap.why },
            _ => cell,
        }
    }
}

fn read_row(header: &Header, row: u64, record: &csv::StringRecord) -> Result<BbcMainRow, Vec<Problem>> {
    if record.len() != header.width {
        let what = format!("the row has {} cells, the header {}", record.len(), header.width);
        return Err(vec![Problem { row, column: Column::PoliceForce.name().to_owned(), what }]);
    }
    let mut reader = RowReader { header, record, row, problems: Vec::new() };
    let force = reader.force();
    let printed_name = header.text(record, Column::PoliceForce).to_owned();
    let response = reader.response();
    let [granted, rejected, not_heard, applied] =
        [Column::Granted, Column::Rejected, Column::NotHeard, Column::Applied].map(|column| match response {
            FoiResponse::Answered { .. } => reader.count(column),
            FoiResponse::NotAnswered => reader.not_answered(column),
        });
    let no_part_given = [granted, rejected, not_heard].iter().all(|part| part.count().is_none());
    let applied = match applied {
        Cell::Count(0) if no_part_given => Cell::NotAvailable { why: TOTAL_WITHOUT_PARTS },
        _ => applied,
    };
    let recorded = RecordedStalking {
        year_2015_16: reader.recorded(Column::Year2015To16, force),
        year_2016_17: reader.recorded(Column::Year2016To17, force),
        year_2017_18: reader.recorded(Column::Year2017To18, force),
        year_2018_19: reader.recorded(Column::Year2018To19, force),
        year_2019_20: reader.recorded(Column::Year2019To20, force),
        apr_dec_2020: reader.recorded(Column::AprilToDecember2020, force),
    };
    let printed_increase = reader.percent(Column::PrintedIncrease);
    let printed_charge_rate = reader.percent(Column::PrintedChargeRate);
    match force {
        Some(force) if reader.problems.is_empty() => Ok(BbcMainRow {
            row,
            force,
            printed_name,
            response,
            granted,
            rejected,
            not_heard,
            applied,
            recorded,
            printed_increase,
            printed_charge_rate,
        }),
        Some(_) | None => Err(reader.problems),
    }
}

fn row_notices(row: &BbcMainRow) -> Vec<String> {
    let at = format!("row {}, {}", row.row, row.force.name);
    let mut notices = Vec::new();
    match row.response {
        FoiResponse::NotAnswered => {
            notices.push(format!("{at}: did not answer; a total printed as 0 is not an answer"));
        }
        FoiResponse::Answered { up_to } => {
            if up_to.is_none() {
                notices.push(format!("{at}: the file does not say up to which day the answer runs"));
            }
            notices.extend(total_notice(&at, row));
        }
    }
    notices.extend(recorded_notices(&at, &row.recorded));
    notices
}

fn total_notice(at: &str, row: &BbcMainRow) -> Option<String> {
    let parts = [row.granted, row.rejected, row.not_heard];
    let known: Vec<u64> = parts.iter().filter_map(|part| part.count()).collect();
    let sum: u64 = known.iter().sum();
    match row.applied.count() {
        None => row.applied.why_no_count().map(|why| format!("{at}: applications: {why}")),
        Some(_) if known.len() < parts.len() => {
            Some(format!("{at}: partial answer; the total rests on {} of three parts", known.len()))
        }
        Some(total) if total != sum => Some(format!("{at}: the parts add to {sum}, the total printed is {total}")),
        Some(_) => None,
    }
}

fn recorded_notices(at: &str, recorded: &RecordedStalking) -> Vec<String> {
    [
        ("2015-16", recorded.year_2015_16),
        ("2016-17", recorded.year_2016_17),
        ("2017-18", recorded.year_2017_18),
        ("2018-19", recorded.year_2018_19),
        ("2019-20", recorded.year_2019_20),
        ("April to December 2020", recorded.apr_dec_2020),
    ]
    .into_iter()
    .filter_map(|(period, cell)| match cell {
        Cell::Count(0) => Some(format!("{at}: {period}: recorded stalking is printed as 0; it may mean no data")),
        Cell::Count(_) => None,
        Cell::NotAnswered | Cell::NotAvailable { .. } | Cell::NotGiven | Cell::Blank | Cell::BrokenFormula { .. } => {
            cell.why_no_count().map(|why| format!("{at}: {period}: {why}"))
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_stands_at_its_own_place_in_the_list() {
        for (place, (column, _)) in COLUMNS.iter().enumerate() {
            assert_eq!(*column as usize, place);
        }
    }
}
