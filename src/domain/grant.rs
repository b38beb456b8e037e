//! The granted service: where it stands, and which moves each state knows.

mod amending;
mod contents;
mod ending;
mod incident;
mod service;
mod suspension;

use crate::moves;
use crate::refusal::Refusal;
use chrono::NaiveDate;

pub use amending::{AmendFacts, Given, amend};
pub use contents::{Contents, Step};
pub use ending::{
    ContactChannel, EndFacts, EndGround, RequestedBy, SafetyKind, counted_attempts, may_decide_end, may_end,
    unreachable_until,
};
pub use incident::{IncidentFacts, incident_under};
pub use service::{Service, remaining, volume_together};
pub use suspension::{Interval, ServiceDays, SuspendFacts, SuspensionGround, days_within, may_resume, may_suspend};

/// Where a granted service stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Decided, without a signed agreement.
    Granted,
    /// The agreement is signed by all three.
    Contracted,
    /// Support is given.
    Active,
    /// Support is paused.
    Suspended,
    /// It is over.
    Ended,
}

crate::codes!(State as "GrantState" => {
    Granted = "granted",
    Contracted = "contracted",
    Active = "active",
    Suspended = "suspended",
    Ended = "ended",
});

/// What happens to a granted service; its state follows from these in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// All three have signed, for the first time or anew with another support person.
    Contracted,
    /// Its first day came.
    Started,
    /// It was paused.
    Suspended,
    /// The pause ended.
    Resumed,
    /// What it gives was changed.
    Amended,
    /// It ended.
    Ended,
}

crate::codes!(Event as "GrantEvent" => {
    Contracted = "contracted",
    Started = "started",
    Suspended = "suspended",
    Resumed = "resumed",
    Amended = "amended",
    Ended = "ended",
});

/// The state after an event.
///
/// # Errors
/// `IllegalMove` with the events the state knows.
pub fn next(state: State, event: Event) -> Result<State, Refusal> {
    moves::next(state, event, step)
}

/// The codes of the events a state knows.
pub fn allowed(state: State) -> Vec<&'static str> {
    moves::allowed(state, step)
}

fn step(state: State, event: Event) -> Option<State> {
    match (state, event) {
        (State::Granted | State::Contracted, Event::Contracted) => Some(State::Contracted),
        (State::Contracted, Event::Started) => Some(State::Active),
        // Another support person is a new agreement and no pause.
        (State::Active, Event::Contracted) => Some(State::Active),
        (State::Suspended, Event::Contracted) => Some(State::Suspended),
        (State::Active, Event::Suspended) => Some(State::Suspended),
        (State::Suspended, Event::Resumed) => Some(State::Active),
        // What it gives changes, and not where it stands.
        (state @ (State::Granted | State::Contracted | State::Active | State::Suspended), Event::Amended) => {
            Some(state)
        }
        (State::Granted | State::Contracted | State::Active | State::Suspended, Event::Ended) => Some(State::Ended),
        (State::Granted, _)
        | (State::Contracted, _)
        | (State::Active, _)
        | (State::Suspended, _)
        | (State::Ended, _) => None,
    }
}

/// The state that follows from what happened to a granted service; none when it cannot have happened in this order. A
/// contracted service is active from its first day and a suspension is over after its last one, also where nobody recorded it.
pub fn replay(events: &[Event]) -> Option<State> {
    events.iter().try_fold(State::Granted, |state, &event| {
        let shown = match (state, event) {
            (State::Contracted | State::Suspended, Event::Suspended) => State::Active,
            (state, _) => state,
        };
        next(shown, event).ok()
    })
}

/// Whether a granted service counts as one that its person received: all three signed for it, and it did not end before its first
/// day (biedrība ZELDA, individuālā budžeta prezentācija: "tām personām, kas to saņēma IB ietvaros"; when it was received: design).
pub fn was_received(events: &[Event], term_from: NaiveDate, last_day: NaiveDate) -> bool {
    events.contains(&Event::Contracted) && term_from <= last_day
}

/// A grant as it is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The recorded state.
    pub state: State,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of service: that of the term, or an earlier one on which it was ended.
    pub last_day: NaiveDate,
    /// The last day of the suspension that was recorded last, where one was named.
    pub suspended_to: Option<NaiveDate>,
}

impl Recorded {
    /// The state on a day, whether or not somebody has recorded it since: a contracted service is active from its first day,
    /// a suspension is over after its last day, and no service outlives its own.
    pub fn on(self, today: NaiveDate) -> State {
        let Self { state, term_from, last_day, suspended_to } = self;
        match state {
            State::Ended => State::Ended,
            _ if today > last_day => State::Ended,
            State::Contracted if today >= term_from => State::Active,
            State::Suspended if suspended_to.is_some_and(|to| to < today) => State::Active,
            State::Granted | State::Contracted | State::Active | State::Suspended => state,
        }
    }
}
