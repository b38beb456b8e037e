//! Barriers: why a service could not be had somewhere, and on which days.

use chrono::NaiveDate;

/// Why a service could not be had (biedrība ZELDA, individuālā budžeta prezentācija: "speciālistu un pakalpojumu trūkums",
/// "citu pakalpojumu nepieejamība ārkārtas situācijas laikā"; the rest of the list is design).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// There is nobody who could give it.
    NoSpecialist,
    /// Nobody offers it there.
    NoService,
    /// Others wait for it.
    WaitingList,
    /// An emergency keeps it closed.
    Emergency,
    /// It costs too much.
    Cost,
    /// It cannot be reached or entered.
    Access,
    /// Something else, which is explained.
    Other,
}

crate::codes!(Cause as "BarrierCause" => {
    NoSpecialist = "no_specialist",
    NoService = "no_service",
    WaitingList = "waiting_list",
    Emergency = "emergency",
    Cost = "cost",
    Access = "access",
    Other = "other",
});

/// Whether a barrier stands on a day, its first and last day included.
pub fn stands(starts_on: NaiveDate, ends_on: Option<NaiveDate>, on: NaiveDate) -> bool {
    starts_on <= on && ends_on.is_none_or(|last| on <= last)
}
