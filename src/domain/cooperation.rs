//! Agreements of the association with municipalities: where each stands on a day, and that no two hold for the same at once.

use crate::moves;
use crate::municipalities::{changes_within, is_same_place_on};
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// Where an agreement with a municipality stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has not begun.
    Planned,
    /// It holds.
    InForce,
    /// It has run out.
    Ended,
    /// It was ended before its last day.
    Terminated,
}

crate::codes!(Status as "CooperationStatus" => {
    Planned = "planned",
    InForce = "in_force",
    Ended = "ended",
    Terminated = "terminated",
});

/// What happens to an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Somebody ended it before its last day.
    Terminated,
}

crate::codes!(Event { Terminated = "terminated" });

fn step(status: Status, event: Event) -> Option<Status> {
    match (status, event) {
        (Status::Planned | Status::InForce, Event::Terminated) => Some(Status::Terminated),
        (Status::Ended | Status::Terminated, Event::Terminated) => None,
    }
}

/// The days of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day as agreed; none while it goes on until somebody ends it.
    pub ends_on: Option<NaiveDate>,
    /// Its last day where it was ended before; possibly before its first one.
    pub terminated_on: Option<NaiveDate>,
}

impl Period {
    /// The last day on which it holds.
    pub fn last(&self) -> Option<NaiveDate> {
        self.terminated_on.or(self.ends_on)
    }

    /// The first day that it shares with another one and the last such day, if there is one; the latter none where both go on.
    pub fn shares(&self, other: &Self) -> Option<(NaiveDate, Option<NaiveDate>)> {
        let first = self.starts_on.max(other.starts_on);
        let last = self.last().into_iter().chain(other.last()).min();
        last.is_none_or(|last| first <= last).then_some((first, last))
    }
}

/// Where an agreement stands on a day.
pub fn status_on(period: &Period, on: NaiveDate) -> Status {
    let Period { starts_on, ends_on, terminated_on } = *period;
    match (terminated_on, ends_on) {
        (Some(last), _) if on > last => Status::Terminated,
        (None, Some(last)) if on > last => Status::Ended,
        _ if on < starts_on => Status::Planned,
        _ => Status::InForce,
    }
}

/// Whether an agreement may stand beside another one about the same subject: not on a day on which both are with the same place,
/// whatever codes they name it by. Two places may become one while both hold, so each such day is looked at.
///
/// # Errors
/// `CooperationOverlaps` with the first day that both would hold with the same place.
pub fn beside(one: (&str, &Period), other: (&str, &Period)) -> Result<(), Refusal> {
    let Some((first, last)) = one.1.shares(other.1) else { return Ok(()) };
    let days = std::iter::once(first).chain(changes_within(first, last));
    match days.filter(|day| is_same_place_on(one.0, other.0, *day)).min() {
        Some(from) => Err(Refusal::CooperationOverlaps { from }),
        None => Ok(()),
    }
}

/// The agreement as ended on a day: once, while it is not over, not before it was signed, and before it would end by itself.
///
/// # Errors
/// `CooperationEnded` when it is over, was ended or would have ended by then; `EndsBeforeSigned`.
pub fn terminated(period: &Period, signed_on: NaiveDate, on: NaiveDate, today: NaiveDate) -> Result<Period, Refusal> {
    let status = status_on(period, today);
    // An end that is recorded and still to come is not recorded again.
    let is_ended = period.terminated_on.is_some();
    let allowed = if is_ended { Vec::new() } else { moves::allowed(status, step) };
    let refused = |last| Err(Refusal::CooperationEnded { last }.standing(status, allowed.clone()));
    match period.last() {
        Some(last) if allowed.is_empty() || on >= last => refused(last),
        _ if on < signed_on => Err(Refusal::EndsBeforeSigned { signed_on }),
        _ => Ok(Period { terminated_on: Some(on), ..*period }),
    }
}
