//! The published figure: applications for stalking protection orders set against the stalking the same forces recorded.
//!
//! It is called an *applications index* and not a rate of anything: applications run from 20 January 2020 to a day that
//! differs by force, the crimes are those of April to December 2020, and one case may bring several applications. Both
//! windows therefore stand beside every number. Forces stand by name and are never ranked.

use jiff::civil::Date;

use crate::measures::rate::{Rate, rate_per_thousand};
use crate::tables::bbc_main::{BbcMain, BbcMainRow, FoiResponse, LAST_PERIOD_FROM, LAST_PERIOD_TO, ORDERS_BEGAN_ON};
use crate::tables::cell::Cell;
use crate::tables::force::{FORCES, Force};

/// What the figure is called, wherever it is shown.
pub const TITLE: &str =
    "Applications index: applications for stalking protection orders per 1,000 stalking crimes recorded";

/// Whose figures these are.
pub const CREDIT: &str = "BBC Shared Data Unit / Home Office. Applications: answers of police forces to the BBC Shared \
     Data Unit under the Freedom of Information Act, June 2021. Stalking crimes: Home Office, Open Government Licence v3.";

/// The whole published figure: national, by force, what was left out and how much is covered.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What the figure is called.
    pub title: &'static str,
    /// Whose figures these are.
    pub credit: &'static str,
    /// The figure in one sentence, with interval, coverage and both windows.
    pub summary: String,
    /// The pooled index, the same forces on both sides; `None` if no force can be counted.
    pub national: Option<Rate>,
    /// The days to which the counted forces' applications run.
    pub applications_window: ApplicationsWindow,
    /// The days in which the crimes were recorded.
    pub crimes_window: Window,
    /// The forces that are counted, by name.
    pub forces: Vec<ForceIndex>,
    /// The forces left out of both sides, by name, with why.
    pub left_out: Vec<LeftOut>,
    /// How much of the country the index covers.
    pub coverage: Coverage,
    /// What a reader must know before using the figures.
    pub warnings: Vec<String>,
}

/// This is a span of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Window {
    /// This is the number of whole months in the window.
    pub fn whole_months(self) -> u32 {
        let after = self.to.tomorrow().unwrap_or(self.to);
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        let unfinished = i32::from(after.day() < self.from.day());
        u32::try_from(months(after) - months(self.from) - unfinished).unwrap_or(0)
    }

    /// This is the window in words.
    pub fn words(self) -> String {
        format!("{} to {}, {} months", self.from, self.to, self.whole_months())
    }
}

/// These are the windows of the applications, which begin on one day and end on each force's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApplicationsWindow {
    /// The day orders could first be applied for.
    pub from: Date,
    /// The earliest day to which a counted force answered; `None` if no force gave one.
    pub earliest_to: Option<Date>,
    /// The latest day to which a counted force answered; `None` if no force gave one.
    pub latest_to: Option<Date>,
}

impl ApplicationsWindow {
    /// This is the window in words, with the months it spans.
    pub fn words(self) -> String {
        let (Some(earliest), Some(latest)) = (self.earliest_to, self.latest_to) else {
            return format!("{} to days not stated", self.from);
        };
        let months = |to| Window { from: self.from, to }.whole_months();
        format!(
            "{} to each force's date, from {earliest} to {latest}, {} to {} months",
            self.from,
            months(earliest),
            months(latest)
        )
    }
}

/// This is the index of one force.
#[derive(Debug, Clone, PartialEq)]
pub struct ForceIndex {
    /// The force.
    pub force: &'static Force,
    /// The last day the force's answer covers, if it is known.
    pub answered_to: Option<Date>,
    /// The index: applications as events, recorded crimes as exposure.
    pub rate: Rate,
}

/// This is a force left out of both sides, with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The force.
    pub force: &'static Force,
    /// Why it is left out.
    pub why: WhyLeftOut,
    /// The last day its answer covers, if it answered and the day is known.
    pub answered_to: Option<Date>,
    /// Its applications, if they are known all the same.
    pub applications: Option<u64>,
    /// Its recorded crimes, if they are known all the same.
    pub recorded: Option<u64>,
}

/// This says why a force is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// The force did not answer the request.
    DidNotAnswer,
    /// The force answered, without a total of applications.
    NoApplications {
        /// What the source shows instead.
        why: String,
    },
    /// There is no count of crimes to set the applications against.
    NoRecorded {
        /// What the source shows instead.
        why: String,
    },
    /// The file has no row for the force.
    AbsentFromFile,
    /// The interval could not be worked out.
    NoInterval {
        /// What went wrong.
        why: String,
    },
}

impl WhyLeftOut {
    /// This is the reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::DidNotAnswer => "did not answer".to_owned(),
            Self::NoApplications { why } => format!("no number of applications: {why}"),
            Self::NoRecorded { why } => format!("no denominator: {why}"),
            Self::AbsentFromFile => "absent from the file".to_owned(),
            Self::NoInterval { why } => why.clone(),
        }
    }
}

/// This says how much of the country the index covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The forces in the index.
    pub forces_counted: usize,
    /// The forces that answered the request.
    pub forces_answered: usize,
    /// All forces of England and Wales.
    pub forces_all: usize,
    /// Crimes recorded by the forces in the index.
    pub recorded_counted: u64,
    /// Crimes recorded by every force whose number is known.
    pub recorded_known: u64,
    /// The forces whose recorded crimes are not known, by name.
    pub recorded_unknown: Vec<&'static Force>,
}

impl Coverage {
    /// This is the share of the known recorded crimes that the index covers, from 0 to 1; `None` if none are known.
    pub fn recorded_share(&self) -> Option<f64> {
        (self.recorded_known > 0).then(|| self.recorded_counted as f64 / self.recorded_known as f64)
    }

    /// This is the coverage in words.
    pub fn words(&self) -> String {
        let forces =
            format!("{} of {} forces ({} answered)", self.forces_counted, self.forces_all, self.forces_answered);
        match self.recorded_share() {
            Some(share) => format!(
                "{forces}, with {:.1}% of the recorded stalking that is known ({} of {})",
                share * 100.0,
                self.recorded_counted,
                self.recorded_known
            ),
            None => forces,
        }
    }
}

/// This works out the applications index from the table.
pub fn published(table: &BbcMain) -> Published {
    let mut forces = Vec::new();
    let mut left_out = Vec::new();
    for force in &FORCES {
        match force_index(table, force) {
            Ok(index) => forces.push(index),
            Err(out) => left_out.push(out),
        }
    }
    let national = pooled(&forces);
    let coverage = coverage(table, &forces);
    let applications_window = ApplicationsWindow {
        from: ORDERS_BEGAN_ON,
        earliest_to: forces.iter().filter_map(|index| index.answered_to).min(),
        latest_to: forces.iter().filter_map(|index| index.answered_to).max(),
    };
    let crimes_window = Window { from: LAST_PERIOD_FROM, to: LAST_PERIOD_TO };
    let summary = summary(national, &coverage, applications_window, crimes_window);
    let warnings = warnings(table, &forces, &left_out, applications_window, crimes_window);
    Published {
        title: TITLE,
        credit: CREDIT,
        summary,
        national,
        applications_window,
        crimes_window,
        forces,
        left_out,
        coverage,
        warnings,
    }
}

impl Published {
    /// These are the headings of [`Published::rows`].
    pub fn headers() -> Vec<String> {
        [
            "Force",
            "Applications",
            "Applications from and to",
            "Stalking recorded",
            "Recorded from and to",
            "Index per 1,000",
            "95% low",
            "95% high",
            "Interval",
            "Left out because",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    /// These are the rows for a terminal: the nation, then the forces counted, then those left out, each by name.
    ///
    /// A force left out has `..` for what is not available, as the Office for National Statistics writes it.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let name = format!("{} forces together", self.coverage.forces_counted);
        let together = self.national.map(|rate| self.counted_row(name, self.applications_window.words(), &rate));
        let counted = self
            .forces
            .iter()
            .map(|index| self.counted_row(index.force.name.to_owned(), answer_window(index.answered_to), &index.rate));
        let left_out = self.left_out.iter().map(|out| self.left_out_row(out));
        together.into_iter().chain(counted).chain(left_out).collect()
    }

    fn counted_row(&self, name: String, applications_window: String, rate: &Rate) -> Vec<String> {
        vec![
            name,
            rate.events.to_string(),
            applications_window,
            rate.exposure.to_string(),
            self.crimes_window.words(),
            format!("{:.2}", rate.per_thousand),
            format!("{:.2}", rate.low),
            format!("{:.2}", rate.high),
            rate.method.name().to_owned(),
            String::new(),
        ]
    }

    fn left_out_row(&self, out: &LeftOut) -> Vec<String> {
        let none = || "..".to_owned();
        let known = |count: Option<u64>| count.map_or_else(none, |count| count.to_string());
        vec![
            out.force.name.to_owned(),
            known(out.applications),
            out.applications.map_or_else(none, |_| answer_window(out.answered_to)),
            known(out.recorded),
            out.recorded.map_or_else(none, |_| self.crimes_window.words()),
            none(),
            none(),
            none(),
            none(),
            out.why.words(),
        ]
    }
}

fn answer_window(answered_to: Option<Date>) -> String {
    match answered_to {
        Some(to) => Window { from: ORDERS_BEGAN_ON, to }.words(),
        None => format!("{ORDERS_BEGAN_ON} to a day not stated"),
    }
}

fn force_index(table: &BbcMain, force: &'static Force) -> Result<ForceIndex, LeftOut> {
    let Some(row) = table.rows.iter().find(|row| row.force == force) else {
        return Err(LeftOut {
            force,
            why: WhyLeftOut::AbsentFromFile,
            answered_to: None,
            applications: None,
            recorded: None,
        });
    };
    let (applications, recorded) = (row.applied.count(), row.recorded.apr_dec_2020.count());
    let answered_to = match row.response {
        FoiResponse::Answered { up_to } => up_to,
        FoiResponse::NotAnswered => None,
    };
    let leave_out = |why| LeftOut { force, why, answered_to, applications, recorded };
    if !answered(row) {
        return Err(leave_out(WhyLeftOut::DidNotAnswer));
    }
    let Some(events) = applications else {
        return Err(leave_out(WhyLeftOut::NoApplications { why: why_none(row.applied) }));
    };
    let exposure = match row.recorded.apr_dec_2020 {
        Cell::Count(0) => {
            let why = "recorded stalking is printed as 0".to_owned();
            return Err(leave_out(WhyLeftOut::NoRecorded { why }));
        }
        Cell::Count(exposure) => exposure,
        cell @ (Cell::NotAnswered
        | Cell::NotAvailable { .. }
        | Cell::NotGiven
        | Cell::Blank
        | Cell::BrokenFormula { .. }) => {
            return Err(leave_out(WhyLeftOut::NoRecorded { why: why_none(cell) }));
        }
    };
    match rate_per_thousand(events, exposure) {
        Ok(rate) => Ok(ForceIndex { force, answered_to, rate }),
        Err(error) => Err(leave_out(WhyLeftOut::NoInterval { why: error.to_string() })),
    }
}

fn why_none(cell: Cell) -> String {
    cell.why_no_count().unwrap_or_default()
}

/// The sum over the sum, of the same forces; a mean of the forces' rates would let the smallest weigh like the largest.
fn pooled(forces: &[ForceIndex]) -> Option<Rate> {
    let events = forces.iter().map(|index| index.rate.events).sum();
    let exposure = forces.iter().map(|index| index.rate.exposure).sum();
    rate_per_thousand(events, exposure).ok()
}

/// A printed 0 that may mean no data is not "known"; it adds nothing to either side of the share in any case.
fn coverage(table: &BbcMain, forces: &[ForceIndex]) -> Coverage {
    let recorded = |force: &Force| {
        let row = table.rows.iter().find(|row| row.force == force)?;
        row.recorded.apr_dec_2020.count().filter(|count| *count > 0)
    };
    Coverage {
        forces_counted: forces.len(),
        forces_answered: table.rows.iter().filter(|row| answered(row)).count(),
        forces_all: FORCES.len(),
        recorded_counted: forces.iter().map(|index| index.rate.exposure).sum(),
        recorded_known: FORCES.iter().filter_map(recorded).sum(),
        recorded_unknown: FORCES.iter().filter(|force| recorded(force).is_none()).collect(),
    }
}

fn answered(row: &BbcMainRow) -> bool {
    match row.response {
        FoiResponse::Answered { .. } => true,
        FoiResponse::NotAnswered => false,
    }
}

fn summary(national: Option<Rate>, coverage: &Coverage, applications: ApplicationsWindow, crimes: Window) -> String {
    let Some(rate) = national else {
        return "No force has both a number of applications and a number of recorded crimes; there is no index."
            .to_owned();
    };
    format!(
        "{} applications ({}) over {} stalking crimes recorded ({}): {:.2} per 1,000, 95% interval {:.2} to {:.2}; {}.",
        rate.events,
        applications.words(),
        rate.exposure,
        crimes.words(),
        rate.per_thousand,
        rate.low,
        rate.high,
        coverage.words()
    )
}

fn warnings(
    table: &BbcMain,
    forces: &[ForceIndex],
    left_out: &[LeftOut],
    applications: ApplicationsWindow,
    crimes: Window,
) -> Vec<String> {
    let mut warnings = vec![
        format!(
            "This is an index, not a rate: applications run {}; crimes {}. Forces that answered later had longer to apply.",
            applications.words(),
            crimes.words()
        ),
        "Forces counted applications in different ways (interim and full apart or together, by order or by person); the \
         source does not say which."
            .to_owned(),
        "From April 2020 more conduct by a former partner is recorded as stalking; do not compare with earlier years."
            .to_owned(),
        "The intervals show chance alone. Forces differ by more than chance for many reasons; the order is by name, and \
         the figures are no league table."
            .to_owned(),
        "The percentages printed in the source (increase, charge rate) are not used: the first sets nine months against \
         twelve, the second is wrong for many forces because a look-up slid."
            .to_owned(),
    ];
    warnings.extend(zero_warning(forces));
    warnings.extend(largest_warning(forces));
    if !left_out.is_empty() {
        let list: Vec<String> =
            left_out.iter().map(|out| format!("{} ({})", out.force.name, out.why.words())).collect();
        warnings.push(format!("Left out of both sides: {}.", list.join("; ")));
    }
    warnings.extend(table.notices.iter().map(|notice| format!("In the source: {notice}.")));
    warnings
}

/// A force with no application is shown with its upper bound, for "0" alone hides how much would have been chance.
fn zero_warning(forces: &[ForceIndex]) -> Option<String> {
    let none: Vec<String> = forces
        .iter()
        .filter(|index| index.rate.events == 0)
        .map(|index| format!("{} (index up to {:.2})", index.force.name, index.rate.high))
        .collect();
    (!none.is_empty()).then(|| format!("Answered with no application at all: {}.", none.join(", ")))
}

fn largest_warning(forces: &[ForceIndex]) -> Option<String> {
    let largest = forces.iter().max_by_key(|index| index.rate.events)?;
    let others: Vec<ForceIndex> = forces.iter().filter(|index| index.force != largest.force).cloned().collect();
    let (with, without) = (pooled(forces)?, pooled(&others)?);
    Some(format!(
        "{} alone made {} of the {} applications; without it the pooled index is {:.2} instead of {:.2}.",
        largest.force.name, largest.rate.events, with.events, without.per_thousand, with.per_thousand
    ))
}
