//! Addresses: where a person lives, by days, and who may say so.

use chrono::{Days, NaiveDate};

/// What an address is to a person (Dzīvesvietas deklarēšanas likums: declared and additional; sight and services follow the actual).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Where the person is declared.
    Declared,
    /// A further address of theirs.
    Additional,
    /// Where the person lives.
    Actual,
}

crate::codes!(Kind as "AddressKind" => {
    Declared = "declared",
    Additional = "additional",
    Actual = "actual",
});

/// How many days ahead a move is recorded at the most; a choice by design.
pub const AHEAD_DAYS_MAX: u64 = 366;

/// Who records where a person lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorder {
    /// The association.
    Association,
    /// A municipality: whether the person lives there on the day of recording.
    Municipality {
        /// Whether it is that of residence.
        of_residence: bool,
    },
    /// Somebody else.
    Other,
}

/// Whether somebody may record where a person lives from some day on: the association, and the municipality in which the person
/// lives now. One that pays for a service may not draw the person to itself.
#[must_use]
pub const fn may_record(recorder: Recorder) -> bool {
    matches!(recorder, Recorder::Association | Recorder::Municipality { of_residence: true })
}

/// Whether an address may count from a day: not before the person was born, and not too far ahead.
#[must_use]
pub fn may_begin(from: NaiveDate, born_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    let ahead = today.checked_add_days(Days::new(AHEAD_DAYS_MAX)).unwrap_or(NaiveDate::MAX);
    born_on.is_none_or(|born_on| born_on <= from) && from <= ahead
}

/// The last day of an address before another that begins on a day: the day before it, which lies before its own first day where
/// both begin on one.
#[must_use]
pub fn last_day_before(next: NaiveDate) -> NaiveDate {
    next.pred_opt().unwrap_or(next)
}

#[cfg(test)]
mod tests {
    use super::{Recorder, may_begin, may_record};
    use crate::day;

    #[test]
    fn only_the_association_and_the_municipality_of_residence_record_where_a_person_lives() {
        assert!(may_record(Recorder::Association));
        assert!(may_record(Recorder::Municipality { of_residence: true }));
        assert!(!may_record(Recorder::Municipality { of_residence: false }));
        assert!(!may_record(Recorder::Other));
    }

    #[test]
    fn an_address_begins_after_birth_and_at_most_366_days_ahead() {
        let (born, today) = (Some(day(1990, 5, 4)), day(2026, 3, 2));
        assert!(may_begin(day(1990, 5, 4), born, today) && !may_begin(day(1990, 5, 3), born, today));
        assert!(may_begin(day(2027, 3, 3), born, today) && !may_begin(day(2027, 3, 4), born, today));
        assert!(may_begin(day(1900, 1, 1), None, today));
    }
}
