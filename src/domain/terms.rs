//! Legal terms: the last day of each, and every step of how it came about.
//!
//! A procedural term begins on the day after the event, ends on the corresponding date of its last month (or that month's
//! last day) and moves to the next working day when that day is a Saturday, Sunday or holiday (Administratīvā procesa likums
//! 42., 43. p.). The free day after a holiday on a weekend is no holiday there: the strict reading lets a term end on it. The
//! term of a grant, the months of being unreachable, the days of a letter, an extension and the keeping of files are no
//! procedural terms: no free day moves them.

mod decision;
mod lengths;
mod rule;
mod state;
mod way;

use chrono::{Datelike, Months, NaiveDate};

use self::way::Way;
use crate::calendar::{DaysOff, Reading};
use crate::day;
use crate::figure::{Figure, Since, Unit};

pub use decision::{DecisionDays, Extended, Received, decision_days, received_too_long_ago};
pub(crate) use lengths::FIGURES;
pub use rule::{Kind, Rule};
pub use state::{DeadlineState, deadline_state, latest_extension, on_track_from};

/// The first day of an event for which a term is computed.
pub const FIRST_DAY: NaiveDate = day(1993, 1, 1);
/// The last day of an event for which a term is computed.
pub const LAST_DAY: NaiveDate = day(2100, 12, 31);

/// The end of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Which term.
    pub rule: Rule,
    /// The day of the event.
    pub from: NaiveDate,
    /// How long the term is, with its source.
    pub length: Since,
    /// The end before free days moved it.
    pub raw_last_day: NaiveDate,
    /// The end by the strict reading: what the association is held to.
    pub last_day: NaiveDate,
    /// The end that skips the free day after a holiday and transferred days off too: what is held against a person.
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
    /// The free day after a holiday on a weekend, passed over.
    FreeDay,
    /// The free day after a holiday on a weekend, on which a term ends: by the strict reading it is no holiday.
    FreeDayCounts,
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
    FreeDay = "free_monday",
    FreeDayCounts = "free_day_counts",
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
    last_day_with(rule, from, &DaysOff::default())
}

/// The same with transferred days off that are in no release yet.
///
/// # Errors
/// As `last_day`.
pub fn last_day_with(rule: Rule, from: NaiveDate, added: &DaysOff) -> Result<Deadline, TermFault> {
    ended(rule, from, *rule.figure(), added)
}

/// The end of a term that is as long as a figure says.
fn ended(rule: Rule, from: NaiveDate, figure: Figure, added: &DaysOff) -> Result<Deadline, TermFault> {
    if !(FIRST_DAY..=LAST_DAY).contains(&from) {
        return Err(TermFault::DateOutOfRange);
    }
    let length = figure.on(from).map_err(|_| TermFault::FigureNotInForce)?;
    let count = u16::try_from(length.value).ok();
    let way = count.and_then(|count| Way::of(rule.kind(), from, count, figure.unit));
    let Way { mut steps, walk } = way.ok_or(TermFault::DateOutOfRange)?;
    let stands = steps.last().map_or(from, |step| step.day);
    let [strict, lenient] = match walk {
        None => [Vec::new(), Vec::new()],
        Some(walk) => [walk.steps(Reading::Strict, added), walk.steps(Reading::Lenient, added)],
    };
    let last_day = strict.last().map_or(stands, |step| step.day);
    let lenient_last_day = lenient.last().map_or(stands, |step| step.day);
    let raw_last_day = if figure.unit == Unit::WorkingDays { last_day } else { stands };

    let shared = strict.iter().zip(&lenient).take_while(|(one, other)| one == other).count();
    steps.extend(strict);
    steps.push(Step { day: last_day, why: StepWhy::LastDay });
    if lenient_last_day != last_day {
        steps.extend(lenient.into_iter().skip(shared));
        steps.push(Step { day: lenient_last_day, why: StepWhy::LenientLastDay });
    }
    Ok(Deadline { rule, from, length, raw_last_day, last_day, lenient_last_day, steps })
}

/// The end of the term to revoke a favourable decision whose right nobody has used yet: of the months since the association
/// learned of the ground and the year since the decision took effect, the one that ends earlier by the strict reading
/// (Administratīvā procesa likums 86. p. 2. d. 1. pkt.).
///
/// # Errors
/// As `last_day`, for either day.
pub fn revocation(learned_on: NaiveDate, effective_on: NaiveDate, added: &DaysOff) -> Result<Deadline, TermFault> {
    let since_learned = last_day_with(Rule::Revocation, learned_on, added)?;
    let since_effect = ended(Rule::Revocation, effective_on, lengths::REVOCATION_YEARS, added)?;
    Ok(if since_effect.last_day < since_learned.last_day { since_effect } else { since_learned })
}
