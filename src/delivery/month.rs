//! A calendar month in Riga as it is sent, received and stored: `YYYY-MM`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use aplp_domain::hours::Month;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A month by its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarMonth(pub Month);

impl CalendarMonth {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self((day.year(), day.month()))
    }

    /// Whether a day of the month lies in a term, both ends included.
    #[must_use]
    pub fn touches(self, term_from: NaiveDate, term_to: NaiveDate) -> bool {
        term_from <= term_to && Self::of(term_from) <= self && self <= Self::of(term_to)
    }
}

impl fmt::Display for CalendarMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = self.0;
        write!(f, "{year:04}-{month:02}")
    }
}

/// What is no month, `YYYY-MM` with four and two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMonth;

impl FromStr for CalendarMonth {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let (year, month) =
            text.split_once('-').filter(|(year, month)| digits(year, 4) && digits(month, 2)).ok_or(NoMonth)?;
        let (year, month) = (year.parse().map_err(|_| NoMonth)?, month.parse().map_err(|_| NoMonth)?);
        if (1..=12).contains(&month) { Ok(Self((year, month))) } else { Err(NoMonth) }
    }
}

impl Serialize for CalendarMonth {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for CalendarMonth {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(|NoMonth| de::Error::custom("is no month"))
    }
}
impl PartialSchema for CalendarMonth {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(7)).max_length(Some(7));
        text.pattern(Some("^[0-9]{4}-(0[1-9]|1[0-2])$")).into()
    }
}
impl ToSchema for CalendarMonth {
    fn name() -> Cow<'static, str> {
        "CalendarMonth".into()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-01", Some((2026, 1)))]
    #[case("0999-12", Some((999, 12)))]
    #[case("2026-00", None)]
    #[case("2026-13", None)]
    #[case("2026-1", None)]
    #[case("+026-01", None)]
    #[case("2026-01-01", None)]
    #[case("", None)]
    fn a_month_is_four_digits_a_hyphen_and_two_digits(#[case] text: &str, #[case] month: Option<Month>) {
        let read = text.parse::<CalendarMonth>().ok();

        assert_eq!(read.map(|month| month.0), month);
        assert!(read.is_none_or(|month| month.to_string() == text));
    }

    #[test]
    fn a_term_touches_the_months_of_its_first_and_last_day_and_those_between() {
        let (from, to) = (NaiveDate::from_ymd_opt(2025, 12, 31).unwrap(), NaiveDate::from_ymd_opt(2026, 2, 1).unwrap());
        let touched = |text: &str| text.parse::<CalendarMonth>().unwrap().touches(from, to);

        assert_eq!(
            ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"].map(touched),
            [false, true, true, true, false]
        );
    }
}
