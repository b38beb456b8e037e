//! The calendar of Latvia: statutory holidays, transferred days off, and the working days that are left.
//!
//! Holidays follow from rules and hold for every year; the closing day of the Song and Dance Festival is one of them, on a day
//! that each festival has of its own. Transferred days off follow from yearly orders of the Cabinet and are known for 2019 to
//! 2026; in other years the lenient reading finds none.

mod added;
mod days;

use chrono::{Datelike, NaiveDate, Weekday};

pub use added::{DaysOff, TransferFault, may_transfer};
pub(crate) use days::yearly_rules;
pub use days::{FESTIVALS, Festival, ONE_OFF, OneOff, TRANSFERS, Transfer};

/// Where the statutory holidays are written.
pub const LAW: &str = "likums \"Par svētku, atceres un atzīmējamām dienām\" (likumi.lv/ta/id/72608)";

/// Why a day is free by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolidayKind {
    /// Named in the law and coming back.
    Statutory,
    /// The next working day after a holiday that fell on a Saturday or Sunday, where the law sets it as a day off: 4 May,
    /// 18 November and the closing day of the Song and Dance Festival. It is no holiday in the words of Administratīvā
    /// procesa likums 43. p. 2. d.
    FreeDay,
    /// Made a holiday once, for an event.
    OneOff,
}

crate::codes!(HolidayKind { Statutory = "statutory", FreeDay = "free_day", OneOff = "one_off" });

/// A day that is free by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// Why the day is one.
    pub kind: HolidayKind,
    /// Its name in Latvian; a free day has that of its holiday.
    pub name_lv: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
}

/// Which days off move the end of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Saturdays, Sundays and statutory holidays: for the association's own duties.
    Strict,
    /// The free day after a holiday and transferred days off as well: for the person's deadlines.
    Lenient,
}

crate::codes!(Reading { Strict = "strict", Lenient = "lenient" });

/// Why a day is free by law, if it is. Transferred days off are not free by law: see `transfer_off`.
pub fn holiday(on: NaiveDate) -> Option<Holiday> {
    statutory(on).or_else(|| freed(on))
}

/// The holiday that the law names on a day.
fn statutory(on: NaiveDate) -> Option<Holiday> {
    days::yearly(on).or_else(|| days::of_one_year(on))
}

/// The holiday before a day, where the day is the next working day after it and set as a day off.
fn freed(on: NaiveDate) -> Option<Holiday> {
    if is_weekend(on) || statutory(on).is_some() {
        return None;
    }
    let between = on.iter_days().rev().skip(1).take_while(|day| is_weekend(*day) || statutory(*day).is_some());
    let mut moved = between.filter(|day| is_weekend(*day) && days::frees_the_next(*day)).filter_map(statutory);
    moved.next().map(|holiday| Holiday { kind: HolidayKind::FreeDay, ..holiday })
}

/// The transfer that made a day free, if one did.
pub fn transfer_off(on: NaiveDate) -> Option<&'static Transfer> {
    TRANSFERS.iter().find(|transfer| transfer.day_off == on)
}

/// The transfer for which a Saturday was worked, if it was. Such a Saturday still ends no term: the law names Saturdays.
pub fn transfer_worked(on: NaiveDate) -> Option<&'static Transfer> {
    TRANSFERS.iter().find(|transfer| transfer.worked == on)
}

/// Whether a term in working days counts a day, and whether a term that moved on may stop at it. The free day after a holiday is
/// a working day by neither reading, a transferred one by the strict reading.
pub fn is_working_day(on: NaiveDate, reading: Reading) -> bool {
    let transferred = reading == Reading::Lenient && transfer_off(on).is_some();
    !is_weekend(on) && !transferred && holiday(on).is_none()
}

/// Whether a term whose last day falls on a day moves on to the next working day (Administratīvā procesa likums 43. p. 2. d.). By
/// the strict reading it does from a Saturday, a Sunday and a holiday, and not from the free day after a holiday.
pub fn moves_a_term(on: NaiveDate, reading: Reading) -> bool {
    match reading {
        Reading::Strict => is_weekend(on) || statutory(on).is_some(),
        Reading::Lenient => !is_working_day(on, reading),
    }
}

/// The first working day after a day. None past the end of the calendar.
pub fn next_working_day(after: NaiveDate, reading: Reading) -> Option<NaiveDate> {
    add_working_days(after, 1, reading)
}

/// The `count`-th working day after a day, which is not counted itself. None past the end of the calendar.
pub fn add_working_days(after: NaiveDate, count: u16, reading: Reading) -> Option<NaiveDate> {
    let mut day = after;
    for _ in 0..count {
        day = day.succ_opt()?;
        while !is_working_day(day, reading) {
            day = day.succ_opt()?;
        }
    }
    Some(day)
}

fn is_weekend(on: NaiveDate) -> bool {
    matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Easter Sunday of a year by the anonymous Gregorian algorithm (Nature, 20 April 1876). None outside the calendar.
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}
