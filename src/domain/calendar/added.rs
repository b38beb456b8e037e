//! Transferred days off that are in no release yet: the Cabinet gives its orders year by year.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};

use super::{Datelike, Reading, is_working_day, transfer_off};

/// Transferred days off beyond those of this build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysOff(BTreeSet<NaiveDate>);

impl FromIterator<NaiveDate> for DaysOff {
    fn from_iter<T: IntoIterator<Item = NaiveDate>>(days: T) -> Self {
        Self(days.into_iter().collect())
    }
}

impl DaysOff {
    /// Whether a day is one of them, by a reading that looks at transferred days.
    pub fn frees(&self, on: NaiveDate, reading: Reading) -> bool {
        reading == Reading::Lenient && self.0.contains(&on)
    }

    /// Each of them, oldest first.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.0.iter().copied()
    }
}

/// What is wrong with a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferFault {
    /// The day is free already, or free by law.
    NotToBeFreed,
    /// What is worked instead is no Saturday.
    NoSaturday,
}

/// Whether a day may be made free for a Saturday that is worked: a working day that no other order has made free (design; the
/// orders have named no other days).
///
/// # Errors
/// `TransferFault`, the first that is found.
pub fn may_transfer(day_off: NaiveDate, worked_on: NaiveDate, added: &DaysOff) -> Result<(), TransferFault> {
    let is_free = transfer_off(day_off).is_some() || added.frees(day_off, Reading::Lenient);
    if is_free || !is_working_day(day_off, Reading::Strict) {
        return Err(TransferFault::NotToBeFreed);
    }
    if worked_on.weekday() == Weekday::Sat { Ok(()) } else { Err(TransferFault::NoSaturday) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use rstest::rstest;

    #[rstest]
    #[case::a_friday_for_a_saturday(day(2027, 5, 14), day(2027, 5, 22), None)]
    #[case::no_saturday(day(2027, 5, 14), day(2027, 5, 23), Some(TransferFault::NoSaturday))]
    #[case::a_holiday(day(2027, 5, 4), day(2027, 5, 22), Some(TransferFault::NotToBeFreed))]
    #[case::a_saturday(day(2027, 5, 15), day(2027, 5, 22), Some(TransferFault::NotToBeFreed))]
    #[case::free_after_a_holiday(day(2028, 11, 20), day(2028, 11, 25), Some(TransferFault::NotToBeFreed))]
    #[case::of_this_build(day(2026, 1, 2), day(2026, 1, 17), Some(TransferFault::NotToBeFreed))]
    #[case::added_before(day(2027, 5, 3), day(2027, 5, 22), Some(TransferFault::NotToBeFreed))]
    fn a_working_day_is_made_free_once(
        #[case] day_off: NaiveDate,
        #[case] worked_on: NaiveDate,
        #[case] fault: Option<TransferFault>,
    ) {
        let added = [day(2027, 5, 3)].into_iter().collect();

        assert_eq!(may_transfer(day_off, worked_on, &added).err(), fault);
    }
}
