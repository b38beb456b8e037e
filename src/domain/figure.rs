//! Numbers of the law as dated figures, each with its source.

use crate::law::Source;
use crate::terms::add_months_clamped;
use chrono::{Days, NaiveDate};

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Whole minutes.
    Minutes,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Calendar months.
    Months,
    /// Years.
    Years,
    /// Persons.
    Persons,
    /// Yes (1) or no (0).
    Flag,
    /// Whole euro cents.
    Cents,
}

crate::codes!(Unit {
    Minutes = "minutes",
    Days = "days",
    WorkingDays = "working_days",
    Months = "months",
    Years = "years",
    Persons = "persons",
    Flag = "flag",
    Cents = "cents",
});

/// One value of a figure, in force from `day` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The first day on which the value holds.
    pub day: NaiveDate,
    /// The last day on which it holds; none while nobody has ended it.
    pub until: Option<NaiveDate>,
    /// The number.
    pub value: i64,
    /// Where it is written.
    pub source: Source,
}

/// A number of the law with its history.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// Its name, `lower_snake`.
    pub code: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// Its values, oldest first.
    pub values: &'static [Since],
}

/// The figure was asked for a day on which it has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotInForce {
    /// Which figure.
    pub figure: &'static str,
    /// Which day.
    pub on: NaiveDate,
}

impl Figure {
    /// The value in force on a day.
    ///
    /// # Errors
    /// `NotInForce` on a day before the first value or after the end of the last one: never the nearest value instead.
    pub fn on(&self, on: NaiveDate) -> Result<Since, NotInForce> {
        self.values
            .iter()
            .rfind(|since| since.day <= on)
            .filter(|since| since.until.is_none_or(|until| on <= until))
            .copied()
            .ok_or(NotInForce { figure: self.code, on })
    }
}

/// The day that lies so many days after another as a figure says on it.
///
/// # Errors
/// `NotInForce` where the figure has no value on the day.
pub(crate) fn days_after(day: NaiveDate, figure: &Figure) -> Result<NaiveDate, NotInForce> {
    let days = Days::new(figure.on(day)?.value.unsigned_abs());
    Ok(day.checked_add_days(days).unwrap_or(NaiveDate::MAX))
}

/// The corresponding date so many months after a day as a figure says on it.
///
/// # Errors
/// `NotInForce` where the figure has no value on the day.
pub(crate) fn months_after(day: NaiveDate, figure: &Figure) -> Result<NaiveDate, NotInForce> {
    let months = u32::try_from(figure.on(day)?.value).unwrap_or(u32::MAX);
    Ok(add_months_clamped(day, months).unwrap_or(NaiveDate::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;

    const FIGURE: Figure = Figure {
        code: "example",
        unit: Unit::Minutes,
        values: &[
            Since { day: day(2020, 1, 1), until: Some(day(2020, 12, 31)), value: 1, source: Source::only("test") },
            Since { day: day(2022, 1, 1), until: None, value: 2, source: Source::only("test") },
        ],
    };

    #[test]
    fn a_figure_outside_its_dates_is_an_error_and_never_the_last_value() {
        let missing = |on| Err(NotInForce { figure: "example", on });

        assert_eq!(FIGURE.on(day(2019, 12, 31)), missing(day(2019, 12, 31)));
        assert_eq!(FIGURE.on(day(2020, 1, 1)).map(|since| since.value), Ok(1));
        assert_eq!(FIGURE.on(day(2020, 12, 31)).map(|since| since.value), Ok(1));
        assert_eq!(FIGURE.on(day(2021, 6, 1)), missing(day(2021, 6, 1)));
        assert_eq!(FIGURE.on(day(2022, 1, 1)).map(|since| since.value), Ok(2));
    }
}
