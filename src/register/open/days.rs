//! The days that can be asked about.

use aplp_domain::day;
use chrono::NaiveDate;

use crate::error::Error;
use crate::http::App;

/// The first day that can be asked about: nobody alive was born before it.
const FIRST_DAY: NaiveDate = day(1900, 1, 1);
/// The last day that can be asked about.
const LAST_DAY: NaiveDate = day(2100, 12, 31);

/// The day asked about, or today.
///
/// # Errors
/// `Invalid` at its place for a day that cannot be asked about.
pub(super) fn asked_day(on: Option<NaiveDate>, place: &str, app: &App) -> Result<NaiveDate, Error> {
    known_day(on, place).map(|on| on.unwrap_or_else(|| app.clock.today()))
}

/// A day of what is asked, if there is one.
///
/// # Errors
/// As `asked_day`.
pub(super) fn known_day(on: Option<NaiveDate>, place: &str) -> Result<Option<NaiveDate>, Error> {
    match on {
        Some(on) if !(FIRST_DAY..=LAST_DAY).contains(&on) => Err(Error::invalid(place, "date_out_of_range")),
        on => Ok(on),
    }
}
