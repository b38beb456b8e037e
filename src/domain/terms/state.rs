//! How a decision stands to its deadline, and how far the deadline may be moved.

use chrono::NaiveDate;

use super::add_months_clamped;
use super::lengths::{DUE_SOON, EXTENSION};
use crate::calendar::{Reading, add_working_days};
use crate::figure::NotInForce;

/// How a decision stands to its deadline. It is a mark for people: an overdue decision can still be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineState {
    /// Open, with more working days left than `due_soon_working_days`.
    OnTrack,
    /// Open, with at most that many working days left.
    DueSoon,
    /// Open after the last day.
    Overdue,
    /// Decided on the last day or before.
    Met,
    /// Decided after the last day.
    MetLate,
}

crate::codes!(DeadlineState {
    OnTrack = "on_track",
    DueSoon = "due_soon",
    Overdue = "overdue",
    Met = "met",
    MetLate = "met_late",
});

/// How a decision stands to its last day. The working days left are those after today, the last day included, by the strict
/// reading; on a day for which `due_soon_working_days` has no value, only the last day itself is due soon.
pub fn deadline_state(last_day: NaiveDate, decided_on: Option<NaiveDate>, today: NaiveDate) -> DeadlineState {
    match decided_on {
        Some(decided_on) if decided_on <= last_day => DeadlineState::Met,
        Some(_) => DeadlineState::MetLate,
        None if today > last_day => DeadlineState::Overdue,
        None => {
            let due_soon = on_track_from(today).is_none_or(|day| last_day < day);
            if due_soon { DeadlineState::DueSoon } else { DeadlineState::OnTrack }
        }
    }
}

/// The first last day that is still far enough away today not to be due soon; none past the end of the calendar.
pub fn on_track_from(today: NaiveDate) -> Option<NaiveDate> {
    let left_max = DUE_SOON.on(today).ok().and_then(|since| u16::try_from(since.value).ok()).unwrap_or(0);
    // The first working day that is one too many: before it, there are no more than `left_max` left.
    add_working_days(today, left_max.saturating_add(1), Reading::Strict)
}

/// The latest day to which the term of a decision may be extended. It is not moved by free days: it is a limit, not a term.
/// Past the end of the calendar there is no extension, and the answer is the day of receipt itself.
///
/// # Errors
/// `NotInForce` where the law has no figure for the day of receipt.
pub fn latest_extension(received_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    let months = u32::try_from(EXTENSION.on(received_on)?.value).ok();
    Ok(months.and_then(|months| add_months_clamped(received_on, months)).unwrap_or(received_on))
}
