//! Legal terms: the last day of each, and every step of how it came about.
//!
//! A procedural term begins on the day after the event, ends on the corresponding date of its last month (or that month's
//! last day) and moves to the next working day when that day is free (Administratīvā procesa likums 42., 43. p.). The term of
//! a grant, the months of being unreachable and the days of a letter are not procedural terms: no free day moves them.

mod lengths;
mod state;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::calendar::{HolidayKind, Reading, holiday, is_working_day};
use crate::day;
use crate::figure::Unit;

pub(crate) use lengths::FIGURES;
pub use state::{DeadlineState, deadline_state, latest_extension, on_track_from};

/// The first day of an event for which a term is computed.
pub const FIRST_DAY: NaiveDate = day(1993, 1, 1);
/// The last day of an event for which a term is computed.
pub const LAST_DAY: NaiveDate = day(2100, 12, 31);

/// Which term is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The association decides on an application; from the day it was submitted.
    Decision,
    /// The person contests a decision; from the day it took effect.
    Contest,
    /// The person appeals to the court; from the day the answer to the contest took effect.
    Appeal,
    /// The person contests a decision that does not say where and when; from the day it took effect.
    ContestUnindicated,
    /// The service is granted; from its first day to its last one.
    GrantTerm,
    /// The person cannot be reached; from the last contact to the last day on which the service may not yet be ended.
    Unreachable,
    /// A registered letter counts as notified; from the day it was handed to the post.
    NotifiedRegisteredMail,
    /// An ordinary letter counts as notified; from the day it was registered as sent.
    NotifiedOrdinaryMail,
    /// A message to the official e-address counts as notified; from the day it was sent.
    NotifiedEAddress,
    /// An e-mail with a secure signature counts as notified; from the day it was sent.
    NotifiedEmail,
}

crate::codes!(Rule {
    Decision = "decision",
    Contest = "contest",
    Appeal = "appeal",
    ContestUnindicated = "contest_unindicated",
    GrantTerm = "grant_term",
    Unreachable = "unreachable",
    NotifiedRegisteredMail = "notified_registered_mail",
    NotifiedOrdinaryMail = "notified_ordinary_mail",
    NotifiedEAddress = "notified_e_address",
    NotifiedEmail = "notified_email",
});

/// The end of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Which term.
    pub rule: Rule,
    /// The day of the event.
    pub from: NaiveDate,
    /// The end before free days moved it.
    pub raw_last_day: NaiveDate,
    /// The end by the strict reading: what the association is held to.
    pub last_day: NaiveDate,
    /// The end that skips transferred days off too: what is held against a person.
    pub lenient_last_day: NaiveDate,
    /// How the ends came about, in the order of reasoning: the strict one first, then the lenient one if it differs.
    pub steps: Vec<Step>,
}

/// One step of a computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The day the step is about.
    pub day: NaiveDate,
    /// What is said of it.
    pub why: StepWhy,
}

/// What a step says of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepWhy {
    /// The event; a term begins on the day after.
    Event,
    /// The first day of the term, which is counted.
    FirstDayOfTerm,
    /// The corresponding date of the last month.
    MonthsAdded,
    /// The last month lacks the corresponding date, so its last day takes the place.
    ClampedToMonthEnd,
    /// The last of the counted calendar days.
    DaysAdded,
    /// The term ends on the day before its corresponding date.
    TermEndsDayBefore,
    /// A Saturday, passed over.
    Saturday,
    /// A Sunday, passed over.
    Sunday,
    /// A holiday by law, passed over.
    Holiday,
    /// The free Monday after a holiday on a weekend, passed over.
    FreeMonday,
    /// A holiday of this year only, passed over.
    OneOffHoliday,
    /// A transferred day off, passed over by the lenient reading only.
    TransferredDayOff,
    /// A working day, counted.
    WorkingDay,
    /// The end by the strict reading.
    LastDay,
    /// The end by the lenient reading.
    LenientLastDay,
}

crate::codes!(StepWhy {
    Event = "event",
    FirstDayOfTerm = "first_day_of_term",
    MonthsAdded = "months_added",
    ClampedToMonthEnd = "clamped_to_month_end",
    DaysAdded = "days_added",
    TermEndsDayBefore = "term_ends_day_before",
    Saturday = "saturday",
    Sunday = "sunday",
    Holiday = "holiday",
    FreeMonday = "free_monday",
    OneOffHoliday = "one_off_holiday",
    TransferredDayOff = "transferred_day_off",
    WorkingDay = "working_day",
    LastDay = "last_day",
    LenientLastDay = "lenient_last_day",
});

/// Why a term has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermFault {
    /// The event is before 1993-01-01 or after 2100-12-31.
    DateOutOfRange,
    /// The length of the term has no value on the day of the event.
    FigureNotInForce,
}

crate::codes!(TermFault { DateOutOfRange = "date_out_of_range", FigureNotInForce = "figure_not_in_force" });

/// A day some months later: the corresponding date, or the last day of a month that lacks it. None past the calendar's end.
pub fn add_months_clamped(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

/// The last day of a term of whole months that begins on `first`: the day before the corresponding date. Where that date is
/// lacking, the month's last day is the day before it: a year from 29 February ends on 28 February.
pub fn last_day_of_months(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    let end = add_months_clamped(first, months)?;
    if end.day() == first.day() { end.pred_opt() } else { Some(end) }
}

/// The end of a term, by both readings, with its steps.
///
/// # Errors
/// `DateOutOfRange` for an event outside 1993-01-01 … 2100-12-31, `FigureNotInForce` when the law has no length for its day.
pub fn last_day(rule: Rule, from: NaiveDate) -> Result<Deadline, TermFault> {
    if !(FIRST_DAY..=LAST_DAY).contains(&from) {
        return Err(TermFault::DateOutOfRange);
    }
    let length = rule.figure().on(from).map_err(|_| TermFault::FigureNotInForce)?;
    let Way { mut steps, walk } =
        u16::try_from(length.value).ok().and_then(|length| rule.way(from, length)).ok_or(TermFault::DateOutOfRange)?;
    let stands = steps.last().map_or(from, |step| step.day);
    let [strict, lenient] = match walk {
        None => [Vec::new(), Vec::new()],
        Some(walk) => [walk.steps(Reading::Strict), walk.steps(Reading::Lenient)],
    };
    let last_day = strict.last().map_or(stands, |step| step.day);
    let lenient_last_day = lenient.last().map_or(stands, |step| step.day);
    let raw_last_day = if rule.figure().unit == Unit::WorkingDays { last_day } else { stands };

    let shared = strict.iter().zip(&lenient).take_while(|(one, other)| one == other).count();
    steps.extend(strict);
    steps.push(Step { day: last_day, why: StepWhy::LastDay });
    if lenient_last_day != last_day {
        steps.extend(lenient.into_iter().skip(shared));
        steps.push(Step { day: lenient_last_day, why: StepWhy::LenientLastDay });
    }
    Ok(Deadline { rule, from, raw_last_day, last_day, lenient_last_day, steps })
}

/// The part of a computation that no free day touches, and the search for a working day that follows it, if one does.
struct Way {
    steps: Vec<Step>,
    walk: Option<Walk>,
}

/// The search for the `count`-th working day, `first` included.
struct Walk {
    first: NaiveDate,
    count: u16,
}

impl Rule {
    /// None when the term leaves the calendar.
    fn way(self, from: NaiveDate, length: u16) -> Option<Way> {
        let event = Step { day: from, why: StepWhy::Event };
        let months = || corresponding(from, u32::from(length));
        Some(match self {
            Self::Decision | Self::Contest | Self::Appeal => rolling(event, months()?),
            Self::ContestUnindicated => rolling(event, corresponding(from, 12 * u32::from(length))?),
            Self::Unreachable => Way { steps: vec![event, months()?], walk: None },
            Self::GrantTerm => {
                let mut steps = vec![Step { day: from, why: StepWhy::FirstDayOfTerm }, months()?];
                let end = last_day_of_months(from, u32::from(length))?;
                if steps[1].why == StepWhy::MonthsAdded {
                    steps.push(Step { day: end, why: StepWhy::TermEndsDayBefore });
                }
                Way { steps, walk: None }
            }
            Self::NotifiedRegisteredMail | Self::NotifiedOrdinaryMail => {
                let day = from.checked_add_days(Days::new(u64::from(length)))?;
                Way { steps: vec![event, Step { day, why: StepWhy::DaysAdded }], walk: None }
            }
            Self::NotifiedEAddress | Self::NotifiedEmail => {
                Way { steps: vec![event], walk: Some(Walk { first: from.succ_opt()?, count: length }) }
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

/// A procedural term: its end moves to a working day.
fn rolling(event: Step, end: Step) -> Way {
    Way { steps: vec![event, end], walk: Some(Walk { first: end.day, count: 1 }) }
}

impl Walk {
    /// Each day on the way, the last one being the day searched for; shorter only where the calendar itself ends.
    fn steps(&self, reading: Reading) -> Vec<Step> {
        let mut left = self.count;
        let mut steps = Vec::new();
        for day in self.first.iter_days() {
            if left == 0 {
                break;
            }
            let why = passed_over(day, reading).unwrap_or(StepWhy::WorkingDay);
            left -= u16::from(why == StepWhy::WorkingDay);
            steps.push(Step { day, why });
        }
        steps
    }
}

/// Why a day is not a working day; none when it is one.
fn passed_over(day: NaiveDate, reading: Reading) -> Option<StepWhy> {
    match (day.weekday(), holiday(day)) {
        (Weekday::Sat, _) => Some(StepWhy::Saturday),
        (Weekday::Sun, _) => Some(StepWhy::Sunday),
        (_, Some(holiday)) => Some(match holiday.kind {
            HolidayKind::Statutory => StepWhy::Holiday,
            HolidayKind::FreeMonday => StepWhy::FreeMonday,
            HolidayKind::OneOff => StepWhy::OneOffHoliday,
        }),
        (_, None) if is_working_day(day, reading) => None,
        (_, None) => Some(StepWhy::TransferredDayOff),
    }
}
