//! The queue: who comes before whom, and how a place is left.

mod call_up;
mod estimate;
mod offer;

use crate::areas::Label;
use crate::moves;
use crate::refusal::Refusal;
use chrono::NaiveDate;

pub use call_up::{PlaceEvent, Renewal, may_call_up, to_renew};
pub use estimate::{Assumption, Estimate, Frees, estimate, frees, pace_since};
pub(crate) use offer::FIGURES;
pub use offer::{
    OFFER_ATTEMPTS, Offering, answer_missing_from, ask_again_from, decision_missing_from, last_answer_day, may_accept,
    may_convert, may_decline, may_lapse, may_offer, offer_missing_from,
};

/// What orders a queue: first who applied first, then the lower registration number (design: the sources say "rindas kārtībā").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The day the application was submitted.
    pub submitted_on: NaiveDate,
    /// Its registration number, unique in the association.
    pub registration_number: i64,
}

/// Where a place in the queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The person waits.
    Waiting,
    /// Money was freed, and the person was asked.
    Offered,
    /// The place became a grant.
    Converted,
    /// The person left on their own wish.
    Left,
    /// The person does not meet the conditions any more.
    Removed,
}

crate::codes!(State as "QueueState" => {
    Waiting = "waiting",
    Offered = "offered",
    Converted = "converted",
    Left = "left",
    Removed = "removed",
});

/// What happens to a place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The person was asked whether they want the service now.
    Offered,
    /// The person could not be reached; the place is kept.
    Lapsed,
    /// The service was granted.
    Converted,
    /// The person left on their own wish.
    Left,
    /// A decision found the conditions failed.
    Removed,
}

crate::codes!(Event {
    Offered = "offered",
    Lapsed = "lapsed",
    Converted = "converted",
    Left = "left",
    Removed = "removed",
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
        (State::Waiting, Event::Offered) => Some(State::Offered),
        (State::Offered, Event::Lapsed) => Some(State::Waiting),
        (State::Offered, Event::Converted) => Some(State::Converted),
        (State::Waiting | State::Offered, Event::Left) => Some(State::Left),
        (State::Waiting | State::Offered, Event::Removed) => Some(State::Removed),
        (State::Waiting, _) | (State::Offered, _) | (State::Converted, _) | (State::Left, _) | (State::Removed, _) => {
            None
        }
    }
}

/// Whether the person still waits.
///
/// # Errors
/// `IllegalMove` for a place that was left or became a grant.
pub fn must_wait(state: State) -> Result<(), Refusal> {
    next(state, Event::Left).map(|_| ())
}

/// The state that follows from what happened to a place; none when it cannot have happened in this order.
pub fn replay(events: &[PlaceEvent]) -> Option<State> {
    let (first, rest) = events.split_first()?;
    let begun = (*first == PlaceEvent::Queued).then_some(State::Waiting);
    rest.iter().fold(begun, |state, event| {
        let moved = match event {
            PlaceEvent::Queued => return None,
            PlaceEvent::CalledUp | PlaceEvent::Accepted => return state,
            PlaceEvent::Offered => Event::Offered,
            PlaceEvent::Lapsed => Event::Lapsed,
            PlaceEvent::Declined | PlaceEvent::Left => Event::Left,
            PlaceEvent::Converted => Event::Converted,
            PlaceEvent::Removed => Event::Removed,
        };
        next(state?, moved).ok()
    })
}

/// Why a place is where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PositionReason {
    /// Nobody waits before.
    First,
    /// The application before was submitted on an earlier day.
    SubmittedLater,
    /// The application before was submitted on the same day under a lower number.
    SameDayLaterNumber,
}

crate::codes!(PositionReason {
    First = "first",
    SubmittedLater = "submitted_later",
    SameDayLaterNumber = "same_day_later_number",
});

impl PositionReason {
    /// What the person who waits is told.
    pub fn sentence(self) -> Label {
        let (lv, en) = match self {
            Self::First => ("Pirms šīs vietas neviens negaida.", "Nobody waits before this place."),
            Self::SubmittedLater => (
                "Iepriekšējās vietas iesniegums ir iesniegts agrākā dienā.",
                "The application of the place before was submitted on an earlier day.",
            ),
            Self::SameDayLaterNumber => (
                "Iepriekšējās vietas iesniegums ir iesniegts tajā pašā dienā, un tam ir mazāks reģistrācijas numurs.",
                "The application of the place before was submitted on the same day and has a lower registration number.",
            ),
        };
        Label { lv, en }
    }
}

/// Why a place comes right after the one before it; none before is the first place.
pub fn position_reason(before: Option<Key>, own: Key) -> PositionReason {
    match before {
        None => PositionReason::First,
        Some(before) if before.submitted_on == own.submitted_on => PositionReason::SameDayLaterNumber,
        Some(_) => PositionReason::SubmittedLater,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::day;
    use rstest::rstest;

    fn key(submitted_on: NaiveDate, registration_number: i64) -> Key {
        Key { submitted_on, registration_number }
    }

    // B32
    #[test]
    fn who_applied_first_comes_first_and_the_number_decides_within_a_day() {
        let (first, second, third) = (key(day(2026, 1, 9), 30), key(day(2026, 1, 10), 12), key(day(2026, 1, 10), 31));

        assert!(first < second && second < third);
        assert_eq!(position_reason(None, first), PositionReason::First);
        assert_eq!(position_reason(Some(first), second), PositionReason::SubmittedLater);
        assert_eq!(position_reason(Some(second), third), PositionReason::SameDayLaterNumber);
    }

    #[rstest]
    #[case("waiting", &["offered>offered", "left>left", "removed>removed"])]
    #[case("offered", &["lapsed>waiting", "converted>converted", "left>left", "removed>removed"])]
    #[case("converted", &[])]
    #[case("left", &[])]
    #[case("removed", &[])]
    fn a_place_is_offered_before_it_becomes_a_grant(#[case] state: &str, #[case] moves: &[&str]) {
        let state = State::from_code(state).unwrap();

        let known = |event: &Event| next(state, *event).ok().map(|after| format!("{}>{}", event.code(), after.code()));
        assert_eq!(Event::ALL.iter().filter_map(known).collect::<Vec<_>>(), moves);
    }
}
