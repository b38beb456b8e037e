//! Where a decision stands, and which moves each state knows.

use crate::moves;
use crate::refusal::Refusal;

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Signed, and not changed any more.
    Issued,
    /// The person was notified.
    InEffect,
    /// The person contested it.
    Contested,
    /// The time to contest is over, or the contest is.
    Final,
}

crate::codes!(State as "DecisionState" => { Issued = "issued", InEffect = "in_effect", Contested = "contested", Final = "final" });

/// What happens to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The person was notified, or is deemed to be.
    TookEffect,
    /// A contest came in.
    Contested,
    /// The contest was decided.
    Resolved,
    /// The contest was taken back.
    ContestWithdrawn,
    /// The time to contest ran out.
    BecameFinal,
}

crate::codes!(Event {
    TookEffect = "took_effect",
    Contested = "contested",
    Resolved = "resolved",
    ContestWithdrawn = "contest_withdrawn",
    BecameFinal = "became_final",
});

/// The state after an event. A late contest is registered like any other: whether it counts is not for this service to say.
/// So is one that comes before the notification: who contests knows of the decision, and no term runs yet that could be over.
/// A contest that is taken back undoes itself: the decision stands as issued, and the days move it on from there at once.
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
        (State::Issued, Event::TookEffect) => Some(State::InEffect),
        (State::Issued | State::InEffect | State::Final, Event::Contested) => Some(State::Contested),
        (State::InEffect, Event::BecameFinal) | (State::Contested, Event::Resolved) => Some(State::Final),
        (State::Contested, Event::ContestWithdrawn) => Some(State::Issued),
        (State::Issued, _) | (State::InEffect, _) | (State::Contested, _) | (State::Final, _) => None,
    }
}
