//! Agreements of the association with municipalities: where each stands on a day, and that no two hold for the same at once.

use crate::municipalities::is_same_place_on;
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

    /// The first day that it shares with another one, if there is one.
    pub fn meets(&self, other: &Self) -> Option<NaiveDate> {
        let first = self.starts_on.max(other.starts_on);
        let holds = |period: &Self| period.last().is_none_or(|last| first <= last);
        (holds(self) && holds(other)).then_some(first)
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
/// whatever codes they name it by.
///
/// # Errors
/// `CooperationOverlaps` with the first day that both would hold.
pub fn beside(one: (&str, &Period), other: (&str, &Period)) -> Result<(), Refusal> {
    match one.1.meets(other.1) {
        Some(from) if is_same_place_on(one.0, other.0, from) => Err(Refusal::CooperationOverlaps { from }),
        _ => Ok(()),
    }
}

/// Whether an agreement may be ended on a day: once, not before it was signed, and before it would have ended by itself.
///
/// # Errors
/// `CooperationEnded` when it was ended or would have ended by then; `EndsBeforeSigned`.
pub fn terminated(period: &Period, signed_on: NaiveDate, on: NaiveDate) -> Result<Period, Refusal> {
    match period.last() {
        Some(last) if period.terminated_on.is_some() || on >= last => Err(Refusal::CooperationEnded { last }),
        _ if on < signed_on => Err(Refusal::EndsBeforeSigned { signed_on }),
        _ => Ok(Period { terminated_on: Some(on), ..*period }),
    }
}
