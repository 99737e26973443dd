//! A rate per 1,000 for a count that is not a part of what it is set against, with its 95% Poisson interval.
//!
//! Applications are not a subset of recorded crimes (one case may bring several, and the windows differ), so the count
//! is taken as Poisson and the exposure as fixed. Counts from 10 up take Byar's approximation, smaller ones the exact
//! interval; this is the rule of the Public Health England technical guide on confidence intervals.
//!
//! References: F. Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442. N. E. Breslow
//! and N. E. Day (1987), Statistical Methods in Cancer Research, vol. II, p. 69 (Byar's approximation).

use statrs::distribution::{ContinuousCDF, Gamma, GammaError};

/// The 97.5% point of the standard normal distribution, for a two-sided 95% interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// What a two-sided 95% interval leaves out at each end.
const TAIL_95: f64 = 0.025;

/// Counts from here up take Byar's approximation.
const BYAR_COUNT_MIN: u64 = 10;

/// This is a rate per 1,000 with its 95% interval, and the two numbers it was made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// What was counted.
    pub events: u64,
    /// What it is set against.
    pub exposure: u64,
    /// Events per 1,000 of exposure.
    pub per_thousand: f64,
    /// The lower 95% bound, per 1,000.
    pub low: f64,
    /// The upper 95% bound, per 1,000.
    pub high: f64,
    /// How the interval was found.
    pub method: IntervalMethod,
}

/// This says how a Poisson interval was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Exact, for counts under 10 (Garwood 1936).
    Garwood,
    /// Byar's approximation, for counts from 10 up (Breslow and Day 1987).
    Byar,
}

impl IntervalMethod {
    /// This is the name of the method, for a reader.
    pub fn name(self) -> &'static str {
        match self {
            Self::Garwood => "exact (Garwood)",
            Self::Byar => "Byar",
        }
    }
}

/// This is a 95% interval for the mean of a Poisson count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountInterval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// How the interval was found.
    pub method: IntervalMethod,
}

/// This says why a rate could not be worked out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RateRefused {
    /// There is nothing to set the count against; the rate is not infinite and not nought, there is none.
    #[error("there is no rate over an exposure of nought")]
    NoExposure,
    /// The exact interval could not be worked out.
    #[error("the exact interval could not be worked out")]
    NoInterval(#[source] GammaError),
}

/// This works out the rate per 1,000 and its 95% interval.
///
/// Refused is an exposure of nought.
pub fn rate_per_thousand(events: u64, exposure: u64) -> Result<Rate, RateRefused> {
    if exposure == 0 {
        return Err(RateRefused::NoExposure);
    }
    let interval = count_interval(events)?;
    let per_thousand = |count: f64| count * 1000.0 / exposure as f64;
    Ok(Rate {
        events,
        exposure,
        per_thousand: per_thousand(events as f64),
        low: per_thousand(interval.low),
        high: per_thousand(interval.high),
        method: interval.method,
    })
}

/// This works out the 95% interval for the mean of a Poisson count, by the method its size asks for.
pub fn count_interval(count: u64) -> Result<CountInterval, RateRefused> {
    if count < BYAR_COUNT_MIN { garwood_interval(count) } else { Ok(byar_interval(count)) }
}

/// This is the exact interval: the gamma quantiles at the tails (half the chi-square ones at twice the count).
///
/// For a count of nought the lower bound is nought and the upper is -ln 0.025 = 3.689.
pub fn garwood_interval(count: u64) -> Result<CountInterval, RateRefused> {
    let quantile = |shape: u64, probability: f64| {
        Gamma::new(shape as f64, 1.0).map(|gamma| gamma.inverse_cdf(probability)).map_err(RateRefused::NoInterval)
    };
    let low = if count == 0 { 0.0 } else { quantile(count, TAIL_95)? };
    let high = quantile(count + 1, 1.0 - TAIL_95)?;
    Ok(CountInterval { low, high, method: IntervalMethod::Garwood })
}

/// This is Byar's approximation: count (1 - 1 / 9 count - z / 3 sqrt count)^3 below, and the same with count + 1 and
/// plus z above.
///
/// It is good from a count of 10 up; below nought, where the formula has no meaning, the lower bound is nought.
pub fn byar_interval(count: u64) -> CountInterval {
    let bound = |count: f64, z: f64| count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3);
    let count = count as f64;
    let low = if count == 0.0 { 0.0 } else { bound(count, -Z_95).max(0.0) };
    CountInterval { low, high: bound(count + 1.0, Z_95), method: IntervalMethod::Byar }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "found {found}, expected {expected}");
    }

    /// The published table of exact 95% limits for a Poisson count.
    #[test]
    fn the_exact_interval_agrees_with_the_published_table() {
        for (count, low, high) in [
            (0, 0.0, 3.6889),
            (1, 0.0253, 5.5716),
            (2, 0.2422, 7.2247),
            (3, 0.6187, 8.7673),
            (4, 1.0899, 10.2416),
            (5, 1.6235, 11.6683),
            (9, 4.1154, 17.0848),
            (10, 4.7954, 18.3904),
        ] {
            let interval = garwood_interval(count).unwrap();
            close(interval.low, low, 6e-5);
            close(interval.high, high, 6e-5);
        }
    }

    #[test]
    fn nothing_counted_still_has_an_upper_bound() {
        let interval = count_interval(0).unwrap();
        assert_eq!(interval.low, 0.0);
        close(interval.high, -(0.025_f64.ln()), 1e-9);
        let rate = rate_per_thousand(0, 3158).unwrap();
        assert_eq!(rate.per_thousand, 0.0);
        close(rate.high, 1.168, 5e-4);
    }

    /// Worked by hand at 100: 100 (1 - 1/900 - 1.959964/30)^3 and 101 (1 - 1/909 + 1.959964/30.149627)^3.
    #[test]
    fn byars_interval_agrees_with_the_formula_worked_by_hand() {
        let interval = byar_interval(100);
        close(interval.low, 81.36, 5e-3);
        close(interval.high, 121.63, 5e-3);
    }

    #[test]
    fn the_method_changes_at_ten() {
        assert_eq!(count_interval(9).unwrap().method, IntervalMethod::Garwood);
        assert_eq!(count_interval(10).unwrap().method, IntervalMethod::Byar);
    }

    #[test]
    fn the_two_methods_nearly_agree_where_they_meet() {
        for count in 10..200 {
            let (exact, byar) = (garwood_interval(count).unwrap(), byar_interval(count));
            close(byar.low, exact.low, 0.02);
            close(byar.high, exact.high, 0.02);
        }
    }

    #[test]
    fn there_is_no_rate_over_nothing() {
        assert_eq!(rate_per_thousand(15, 0), Err(RateRefused::NoExposure));
    }

    /// A second way: at the exact bounds the Poisson tails, summed term by term, are 2.5%.
    #[test]
    fn the_exact_bounds_leave_a_fortieth_in_each_tail() {
        let at_most = |count: u64, mean: f64| {
            let mut term = (-mean).exp();
            let mut sum = term;
            for step in 1..=count {
                term *= mean / step as f64;
                sum += term;
            }
            sum
        };
        for count in 0..10 {
            let interval = garwood_interval(count).unwrap();
            close(at_most(count, interval.high), 0.025, 1e-9);
            if count > 0 {
                close(1.0 - at_most(count - 1, interval.low), 0.025, 1e-9);
            }
        }
    }

    proptest! {
        #[test]
        fn more_events_never_lower_a_bound(events in 0_u64..2000, exposure in 1_u64..100_000) {
            let fewer = rate_per_thousand(events, exposure).unwrap();
            let more = rate_per_thousand(events + 1, exposure).unwrap();
            prop_assert!(fewer.low < more.low);
            prop_assert!(fewer.per_thousand < more.per_thousand);
            prop_assert!(fewer.high < more.high);
        }

        #[test]
        fn more_exposure_never_raises_a_bound(events in 0_u64..2000, exposure in 1_u64..100_000) {
            let thin = rate_per_thousand(events, exposure).unwrap();
            let thick = rate_per_thousand(events, exposure + 1).unwrap();
            prop_assert!(thick.high < thin.high);
            prop_assert!(thick.low <= thin.low);
        }

        #[test]
        fn the_rate_lies_within_its_interval(events in 0_u64..1_000_000, exposure in 1_u64..1_000_000) {
            let rate = rate_per_thousand(events, exposure).unwrap();
            prop_assert!(0.0 <= rate.low && rate.low <= rate.per_thousand && rate.per_thousand < rate.high);
        }
    }
}
