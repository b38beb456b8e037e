//! The way from the event to the end of a term, day by day.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::rule::Kind;
use super::{Step, StepWhy, add_months_clamped, last_day_of_months};
use crate::calendar::{DaysOff, HolidayKind, Reading, holiday, is_working_day, moves_a_term};
use crate::figure::Unit;

/// The part of a computation that no free day touches, and the search for a working day that follows it, if one does.
pub(super) struct Way {
    pub(super) steps: Vec<Step>,
    pub(super) walk: Option<Walk>,
}

/// The search for the day on which a term ends.
pub(super) enum Walk {
    /// From the corresponding date on, which is the end unless it moves the term.
    Rolling(NaiveDate),
    /// To the `count`-th working day, `first` included.
    Counting { first: NaiveDate, count: u16 },
}

impl Way {
    /// None when the term leaves the calendar.
    pub(super) fn of(kind: Kind, from: NaiveDate, length: u16, unit: Unit) -> Option<Self> {
        let event = Step { day: from, why: StepWhy::Event };
        let months = if unit == Unit::Years { 12 * u32::from(length) } else { u32::from(length) };
        Some(match kind {
            Kind::Procedural => {
                let end = corresponding(from, months)?;
                Self { steps: vec![event, end], walk: Some(Walk::Rolling(end.day)) }
            }
            Kind::Unmoved => Self { steps: vec![event, corresponding(from, months)?], walk: None },
            Kind::Span => {
                let reached = corresponding(from, months)?;
                let mut steps = vec![Step { day: from, why: StepWhy::FirstDayOfTerm }, reached];
                if reached.why == StepWhy::MonthsAdded {
                    let day = last_day_of_months(from, months)?;
                    steps.push(Step { day, why: StepWhy::TermEndsDayBefore });
                }
                Self { steps, walk: None }
            }
            Kind::Days => {
                let day = from.checked_add_days(Days::new(u64::from(length)))?;
                Self { steps: vec![event, Step { day, why: StepWhy::DaysAdded }], walk: None }
            }
            Kind::WorkingDays => {
                Self { steps: vec![event], walk: Some(Walk::Counting { first: from.succ_opt()?, count: length }) }
            }
        })
    }
}

/// The corresponding date some months later, as a step.
fn corresponding(from: NaiveDate, months: u32) -> Option<Step> {
    let day = add_months_clamped(from, months)?;
    let why = if day.day() == from.day() { StepWhy::MonthsAdded } else { StepWhy::ClampedToMonthEnd };
    Some(Step { day, why })
}

impl Walk {
    /// Each day on the way, the last one being the day searched for; shorter only where the calendar itself ends.
    pub(super) fn steps(&self, reading: Reading, added: &DaysOff) -> Vec<Step> {
        let (first, mut left) = match *self {
            Self::Rolling(end) if !moves_a_term(end, reading) && !added.frees(end, reading) => {
                let why = if is_working_day(end, reading) { StepWhy::WorkingDay } else { StepWhy::FreeDayCounts };
                return vec![Step { day: end, why }];
            }
            Self::Rolling(end) => (end, 1),
            Self::Counting { first, count } => (first, count),
        };
        let mut steps = Vec::new();
        for day in first.iter_days() {
            if left == 0 {
                break;
            }
            let why = passed_over(day, reading, added).unwrap_or(StepWhy::WorkingDay);
            left -= u16::from(why == StepWhy::WorkingDay);
            steps.push(Step { day, why });
        }
        steps
    }
}

/// Why a day is not a working day; none when it is one.
fn passed_over(day: NaiveDate, reading: Reading, added: &DaysOff) -> Option<StepWhy> {
    match (day.weekday(), holiday(day)) {
        (Weekday::Sat, _) => Some(StepWhy::Saturday),
        (Weekday::Sun, _) => Some(StepWhy::Sunday),
        (_, Some(holiday)) => Some(match holiday.kind {
            HolidayKind::Statutory => StepWhy::Holiday,
            HolidayKind::FreeDay => StepWhy::FreeDay,
            HolidayKind::OneOff => StepWhy::OneOffHoliday,
        }),
        (_, None) if is_working_day(day, reading) && !added.frees(day, reading) => None,
        (_, None) => Some(StepWhy::TransferredDayOff),
    }
}
