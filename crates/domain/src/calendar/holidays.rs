//! The bank holidays of England and Wales, as dated data from 2015 to 2030.
//!
//! A holiday that falls on a weekend stands here by its substitute day only, as on gov.uk: the weekend is no working day anyway.

use crate::time::Day;
use jiff::civil::Date;

/// One bank holiday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holiday {
    /// The day.
    pub on: Day,
    /// Its name, as gov.uk has it.
    pub name: &'static str,
    /// What a reader should know about it: a substitute, a move, a late declaration.
    pub note: Option<&'static str>,
}

const fn day(year: i16, month: i8, day: i8, name: &'static str) -> Holiday {
    Holiday { on: Day(Date::constant(year, month, day)), name, note: None }
}

const fn noted(year: i16, month: i8, day: i8, name: &'static str, note: &'static str) -> Holiday {
    Holiday { on: Day(Date::constant(year, month, day)), name, note: Some(note) }
}

/// The years that gov.uk had published end here; later ones are projected from the Banking and Financial Dealings
/// Act 1971 and custom, and a proclamation can still change them.
pub(super) const LAST_PUBLISHED_YEAR: i16 = 2027;

/// The first and last year of the list.
pub(super) const YEARS: (i16, i16) = (2015, 2030);

/// Every bank holiday, in order (Banking and Financial Dealings Act 1971, sch. 1, common law, and proclamations).
pub(super) const HOLIDAYS: &[Holiday] = &[
    // 2015.
    day(2015, 1, 1, "New Year's Day"),
    day(2015, 4, 3, "Good Friday"),
    day(2015, 4, 6, "Easter Monday"),
    day(2015, 5, 4, "Early May bank holiday"),
    day(2015, 5, 25, "Spring bank holiday"),
    day(2015, 8, 31, "Summer bank holiday"),
    day(2015, 12, 25, "Christmas Day"),
    noted(2015, 12, 28, "Boxing Day", "substitute day"),
    // 2016.
    day(2016, 1, 1, "New Year's Day"),
    day(2016, 3, 25, "Good Friday"),
    day(2016, 3, 28, "Easter Monday"),
    day(2016, 5, 2, "Early May bank holiday"),
    day(2016, 5, 30, "Spring bank holiday"),
    day(2016, 8, 29, "Summer bank holiday"),
    day(2016, 12, 26, "Boxing Day"),
    noted(2016, 12, 27, "Christmas Day", "substitute day"),
    // 2017.
    noted(2017, 1, 2, "New Year's Day", "substitute day"),
    day(2017, 4, 14, "Good Friday"),
    day(2017, 4, 17, "Easter Monday"),
    day(2017, 5, 1, "Early May bank holiday"),
    day(2017, 5, 29, "Spring bank holiday"),
    day(2017, 8, 28, "Summer bank holiday"),
    day(2017, 12, 25, "Christmas Day"),
    day(2017, 12, 26, "Boxing Day"),
    // 2018.
    day(2018, 1, 1, "New Year's Day"),
    day(2018, 3, 30, "Good Friday"),
    day(2018, 4, 2, "Easter Monday"),
    day(2018, 5, 7, "Early May bank holiday"),
    day(2018, 5, 28, "Spring bank holiday"),
    day(2018, 8, 27, "Summer bank holiday"),
    day(2018, 12, 25, "Christmas Day"),
    day(2018, 12, 26, "Boxing Day"),
    // 2019.
    day(2019, 1, 1, "New Year's Day"),
    day(2019, 4, 19, "Good Friday"),
    day(2019, 4, 22, "Easter Monday"),
    day(2019, 5, 6, "Early May bank holiday"),
    day(2019, 5, 27, "Spring bank holiday"),
    day(2019, 8, 26, "Summer bank holiday"),
    day(2019, 12, 25, "Christmas Day"),
    day(2019, 12, 26, "Boxing Day"),
    // 2020.
    day(2020, 1, 1, "New Year's Day"),
    day(2020, 4, 10, "Good Friday"),
    day(2020, 4, 13, "Easter Monday"),
    noted(
        2020,
        5,
        8,
        "Early May bank holiday",
        "moved from 4 May for the 75th anniversary of VE Day; announced on 7 June 2019",
    ),
    day(2020, 5, 25, "Spring bank holiday"),
    day(2020, 8, 31, "Summer bank holiday"),
    day(2020, 12, 25, "Christmas Day"),
    noted(2020, 12, 28, "Boxing Day", "substitute day"),
    // 2021.
    day(2021, 1, 1, "New Year's Day"),
    day(2021, 4, 2, "Good Friday"),
    day(2021, 4, 5, "Easter Monday"),
    day(2021, 5, 3, "Early May bank holiday"),
    day(2021, 5, 31, "Spring bank holiday"),
    day(2021, 8, 30, "Summer bank holiday"),
    noted(2021, 12, 27, "Christmas Day", "substitute day"),
    noted(2021, 12, 28, "Boxing Day", "substitute day"),
    // 2022.
    noted(2022, 1, 3, "New Year's Day", "substitute day"),
    day(2022, 4, 15, "Good Friday"),
    day(2022, 4, 18, "Easter Monday"),
    day(2022, 5, 2, "Early May bank holiday"),
    noted(
        2022,
        6,
        2,
        "Spring bank holiday",
        "moved from 30 May for the Platinum Jubilee; announced on 12 November 2020",
    ),
    noted(2022, 6, 3, "Platinum Jubilee bank holiday", "one year only; announced on 12 November 2020"),
    day(2022, 8, 29, "Summer bank holiday"),
    noted(
        2022,
        9,
        19,
        "Bank Holiday for the State Funeral of Queen Elizabeth II",
        "one year only; declared on 10 September 2022, nine days before",
    ),
    day(2022, 12, 26, "Boxing Day"),
    noted(2022, 12, 27, "Christmas Day", "substitute day"),
    // 2023.
    noted(2023, 1, 2, "New Year's Day", "substitute day"),
    day(2023, 4, 7, "Good Friday"),
    day(2023, 4, 10, "Easter Monday"),
    day(2023, 5, 1, "Early May bank holiday"),
    noted(
        2023,
        5,
        8,
        "Bank holiday for the coronation of King Charles III",
        "one year only; announced on 6 November 2022",
    ),
    day(2023, 5, 29, "Spring bank holiday"),
    day(2023, 8, 28, "Summer bank holiday"),
    day(2023, 12, 25, "Christmas Day"),
    day(2023, 12, 26, "Boxing Day"),
    // 2024.
    day(2024, 1, 1, "New Year's Day"),
    day(2024, 3, 29, "Good Friday"),
    day(2024, 4, 1, "Easter Monday"),
    day(2024, 5, 6, "Early May bank holiday"),
    day(2024, 5, 27, "Spring bank holiday"),
    day(2024, 8, 26, "Summer bank holiday"),
    day(2024, 12, 25, "Christmas Day"),
    day(2024, 12, 26, "Boxing Day"),
    // 2025.
    day(2025, 1, 1, "New Year's Day"),
    day(2025, 4, 18, "Good Friday"),
    day(2025, 4, 21, "Easter Monday"),
    day(2025, 5, 5, "Early May bank holiday"),
    day(2025, 5, 26, "Spring bank holiday"),
    day(2025, 8, 25, "Summer bank holiday"),
    day(2025, 12, 25, "Christmas Day"),
    day(2025, 12, 26, "Boxing Day"),
    // 2026.
    day(2026, 1, 1, "New Year's Day"),
    day(2026, 4, 3, "Good Friday"),
    day(2026, 4, 6, "Easter Monday"),
    day(2026, 5, 4, "Early May bank holiday"),
    day(2026, 5, 25, "Spring bank holiday"),
    day(2026, 8, 31, "Summer bank holiday"),
    day(2026, 12, 25, "Christmas Day"),
    noted(2026, 12, 28, "Boxing Day", "substitute day"),
    // 2027.
    day(2027, 1, 1, "New Year's Day"),
    day(2027, 3, 26, "Good Friday"),
    day(2027, 3, 29, "Easter Monday"),
    day(2027, 5, 3, "Early May bank holiday"),
    day(2027, 5, 31, "Spring bank holiday"),
    day(2027, 8, 30, "Summer bank holiday"),
    noted(2027, 12, 27, "Christmas Day", "substitute day"),
    noted(2027, 12, 28, "Boxing Day", "substitute day"),
    // 2028.
    noted(2028, 1, 3, "New Year's Day", "substitute day"),
    day(2028, 4, 14, "Good Friday"),
    day(2028, 4, 17, "Easter Monday"),
    day(2028, 5, 1, "Early May bank holiday"),
    day(2028, 5, 29, "Spring bank holiday"),
    day(2028, 8, 28, "Summer bank holiday"),
    day(2028, 12, 25, "Christmas Day"),
    day(2028, 12, 26, "Boxing Day"),
    // 2029.
    day(2029, 1, 1, "New Year's Day"),
    day(2029, 3, 30, "Good Friday"),
    day(2029, 4, 2, "Easter Monday"),
    day(2029, 5, 7, "Early May bank holiday"),
    day(2029, 5, 28, "Spring bank holiday"),
    day(2029, 8, 27, "Summer bank holiday"),
    day(2029, 12, 25, "Christmas Day"),
    day(2029, 12, 26, "Boxing Day"),
    // 2030.
    day(2030, 1, 1, "New Year's Day"),
    day(2030, 4, 19, "Good Friday"),
    day(2030, 4, 22, "Easter Monday"),
    day(2030, 5, 6, "Early May bank holiday"),
    day(2030, 5, 27, "Spring bank holiday"),
    day(2030, 8, 26, "Summer bank holiday"),
    day(2030, 12, 25, "Christmas Day"),
    day(2030, 12, 26, "Boxing Day"),
];
