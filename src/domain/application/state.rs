//! Where an application stands, and which moves each state knows.

use crate::code::Code;
use crate::moves;
use crate::refusal::Refusal;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It has come in.
    Submitted,
    /// Obligatory content is missing; the person is asked for it.
    Incomplete,
    /// The registers are asked.
    UnderReview,
    /// A psychiatrist's certificate was asked of the person.
    CertificateRequested,
    /// The needs are assessed.
    Assessed,
    /// A decision is made.
    Decided,
    /// The person withdrew it.
    Withdrawn,
    /// A defect was not cured by the day that was set: it counts as not submitted.
    NotSubmitted,
}

crate::codes!(State as "ApplicationState" => {
    Submitted = "submitted",
    Incomplete = "incomplete",
    UnderReview = "under_review",
    CertificateRequested = "certificate_requested",
    Assessed = "assessed",
    Decided = "decided",
    Withdrawn = "withdrawn",
    NotSubmitted = "not_submitted",
});

/// What happens to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The missing content came.
    Completed,
    /// Content was found missing.
    FoundIncomplete,
    /// The review began.
    ReviewStarted,
    /// The certificate was asked for.
    CertificateAsked,
    /// The certificate came, or its deadline passed.
    CertificateReceived,
    /// The needs were assessed, for the first time or again.
    Assessed,
    /// A decision was made.
    Decided,
    /// A contest undid the decision, and another is to be made.
    Reopened,
    /// The person withdrew.
    Withdrawn,
    /// The day that was set to cure a defect is over.
    NotCured,
    /// A cure came to light that was in time.
    Cured,
}

crate::codes!(Event {
    Completed = "completed",
    FoundIncomplete = "found_incomplete",
    ReviewStarted = "review_started",
    CertificateAsked = "certificate_asked",
    CertificateReceived = "certificate_received",
    Assessed = "assessed",
    Decided = "decided",
    Reopened = "reopened",
    Withdrawn = "withdrawn",
    NotCured = "not_cured",
    Cured = "cured",
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

/// A refusal may be decided before the needs are assessed, for then nothing has to be measured; the decision itself guards
/// that a grant or a place in the queue is not.
fn step(state: State, event: Event) -> Option<State> {
    match (state, event) {
        (State::Submitted, Event::FoundIncomplete) => Some(State::Incomplete),
        (State::Submitted, Event::ReviewStarted) => Some(State::UnderReview),
        (State::Incomplete, Event::Completed) => Some(State::Submitted),
        (State::Incomplete, Event::NotCured) => Some(State::NotSubmitted),
        // What was posted by the day that was set is in time, whenever it arrives.
        (State::NotSubmitted, Event::Cured) => Some(State::Incomplete),
        (State::UnderReview, Event::CertificateAsked) => Some(State::CertificateRequested),
        (State::CertificateRequested, Event::CertificateReceived) => Some(State::UnderReview),
        // A certificate that comes late still counts while nothing is decided.
        (State::UnderReview | State::Assessed, Event::Assessed) | (State::Assessed, Event::CertificateReceived) => {
            Some(State::Assessed)
        }
        (State::UnderReview | State::CertificateRequested | State::Assessed, Event::Decided) => Some(State::Decided),
        (State::Decided, Event::Reopened) => Some(State::UnderReview),
        (
            State::Submitted | State::Incomplete | State::UnderReview | State::CertificateRequested | State::Assessed,
            Event::Withdrawn,
        ) => Some(State::Withdrawn),
        (State::Submitted, _)
        | (State::Incomplete, _)
        | (State::UnderReview, _)
        | (State::CertificateRequested, _)
        | (State::Assessed, _)
        | (State::Decided, _)
        | (State::Withdrawn, _)
        | (State::NotSubmitted, _) => None,
    }
}

/// Where an application goes on whose decision a contest undid: the needs that were assessed before stay assessed.
///
/// # Errors
/// `IllegalMove` for an application that is not decided.
pub fn reopened(state: State, is_assessed: bool) -> Result<State, Refusal> {
    let reviewed = next(state, Event::Reopened)?;
    if is_assessed { next(reviewed, Event::Assessed) } else { Ok(reviewed) }
}

/// Whether the application still waits for a decision.
///
/// # Errors
/// `IllegalMove` once it is decided, withdrawn or counts as not submitted.
pub fn must_be_open(state: State) -> Result<(), Refusal> {
    match state {
        State::Decided | State::Withdrawn | State::NotSubmitted => {
            Err(Refusal::IllegalMove { current: state.code(), allowed: allowed(state) })
        }
        State::Submitted | State::Incomplete | State::UnderReview | State::CertificateRequested | State::Assessed => {
            Ok(())
        }
    }
}

/// Whether what was found is found anew on an application that is decided: while its person waits for their turn or has the
/// service. On one that is open it is simply found.
///
/// # Errors
/// `IllegalMove` once it is withdrawn, or decided and nothing goes on.
pub fn found_anew(state: State, goes_on: bool) -> Result<bool, Refusal> {
    match state {
        State::Decided if goes_on => Ok(true),
        other => must_be_open(other).map(|()| false),
    }
}
