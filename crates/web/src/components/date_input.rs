//! Date input: day, month and year as three fields, and a time beside them where one is asked for.

use askama::Template;

/// A day, or a moment, as it was typed.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/date_input.html")]
pub struct DateInput {
    /// Identifier, and what the names of the fields begin with.
    pub name: String,
    /// The question.
    pub legend: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// Day, month and year.
    pub day: [String; 3],
    /// The time, where one is asked for.
    pub time: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl DateInput {
    /// Each field of the day: the end of its name, its label, its width, what stands in it.
    fn parts(&self) -> [(&'static str, &'static str, u8, &str); 3] {
        let [day, month, year] = &self.day;
        [("day", "Day", 2, day), ("month", "Month", 2, month), ("year", "Year", 4, year)]
    }
}
