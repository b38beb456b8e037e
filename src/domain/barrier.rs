//! Barriers: why a service could not be had somewhere, and on which days.

use crate::moves;
use crate::refusal::Refusal;
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

/// What is recorded of a barrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// No last day.
    Open,
    /// Its last day.
    Ended,
}

crate::codes!(State { Open = "open", Ended = "ended" });

/// What happens to a barrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Its last day was recorded.
    Ended,
}

crate::codes!(Event { Ended = "ended" });

fn step(state: State, event: Event) -> Option<State> {
    match (state, event) {
        (State::Open, Event::Ended) => Some(State::Ended),
        (State::Ended, Event::Ended) => None,
    }
}

impl State {
    /// What is recorded of a barrier with this last day, or none.
    pub fn of(ends_on: Option<NaiveDate>) -> Self {
        if ends_on.is_some() { Self::Ended } else { Self::Open }
    }

    /// The state after an event.
    ///
    /// # Errors
    /// `BarrierEndedAlready`.
    pub fn next(self, event: Event) -> Result<Self, Refusal> {
        step(self, event).ok_or_else(|| Refusal::BarrierEndedAlready.standing(self, moves::allowed(self, step)))
    }
}

/// Whether a barrier stands on a day, its first and last day included.
pub fn stands(starts_on: NaiveDate, ends_on: Option<NaiveDate>, on: NaiveDate) -> bool {
    starts_on <= on && ends_on.is_none_or(|last| on <= last)
}
