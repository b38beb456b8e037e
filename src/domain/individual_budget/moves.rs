//! What may happen to an individual budget, to a service of its package and to what was used of it, in each of their states.

use crate::moves;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// Where a budget stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Services are planned and used.
    Open,
    /// Nothing is planned any more; what was used stays.
    Ended,
}

crate::codes!(State as "IndividualBudgetState" => { Open = "open", Ended = "ended" });

/// What happens to a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Its sum or its period changed.
    Changed,
    /// A need was recorded.
    NeedAdded,
    /// A service came into its package.
    ItemAdded,
    /// The person chose something.
    Chosen,
    /// Somebody became its broker.
    BrokerAssigned,
    /// Units of a service were used.
    Used,
    /// A use was taken back.
    UseReversed,
    /// It ended.
    Ended,
}

crate::codes!(Event {
    Changed = "changed",
    NeedAdded = "need_added",
    ItemAdded = "item_added",
    Chosen = "chosen",
    BrokerAssigned = "broker_assigned",
    Used = "used",
    UseReversed = "use_reversed",
    Ended = "ended",
});

fn step(state: State, event: Event) -> Option<State> {
    match (state, event) {
        (State::Open, Event::Ended) => Some(State::Ended),
        (
            State::Open,
            Event::Changed
            | Event::NeedAdded
            | Event::ItemAdded
            | Event::Chosen
            | Event::BrokerAssigned
            | Event::Used
            | Event::UseReversed,
        ) => Some(State::Open),
        // What was used until its last day is still recorded, and mended.
        (State::Ended, Event::Used | Event::UseReversed) => Some(State::Ended),
        (State::Ended, _) => None,
    }
}

/// A budget as it is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The recorded state.
    pub state: State,
    /// The last day of its period.
    pub ends_on: NaiveDate,
    /// Its last day, where somebody recorded its end.
    pub ended_on: Option<NaiveDate>,
}

impl Recorded {
    /// The state on a day, whether or not somebody has recorded it since: no budget outlives its last day.
    pub fn on(self, today: NaiveDate) -> State {
        match self.state {
            State::Ended => State::Ended,
            State::Open if today > self.ends_on => State::Ended,
            State::Open => State::Open,
        }
    }

    /// The last day of service of one that has ended by a day; none while it is open.
    pub fn over(self, today: NaiveDate) -> Option<NaiveDate> {
        (self.on(today) == State::Ended).then_some(self.ended_on.unwrap_or(self.ends_on))
    }

    /// The state after an event.
    ///
    /// # Errors
    /// `BudgetEnded` for what no longer happens to one that has ended.
    pub fn next(self, event: Event, today: NaiveDate) -> Result<State, Refusal> {
        let (state, ended_on) = (self.on(today), self.ended_on.unwrap_or(self.ends_on));
        step(state, event).ok_or_else(|| Refusal::BudgetEnded { ended_on }.standing(state, moves::allowed(state, step)))
    }
}

/// Where a service of a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// It is in the package.
    Planned,
    /// It left the package by the person's choice.
    Ended,
}

crate::codes!(ItemState { Planned = "planned", Ended = "ended" });

/// What happens to a service of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemEvent {
    /// Another service took its place.
    Replaced,
    /// The person chose that it ends.
    Ended,
    /// Units of it were used.
    Used,
    /// A use was taken back.
    UseReversed,
}

crate::codes!(ItemEvent { Replaced = "replaced", Ended = "ended", Used = "used", UseReversed = "use_reversed" });

fn item_step(state: ItemState, event: ItemEvent) -> Option<ItemState> {
    match (state, event) {
        (ItemState::Planned, ItemEvent::Replaced | ItemEvent::Ended) => Some(ItemState::Ended),
        (state, ItemEvent::Used | ItemEvent::UseReversed) => Some(state),
        (ItemState::Ended, ItemEvent::Replaced | ItemEvent::Ended) => None,
    }
}

/// Whether something may happen to a service that ended on a day, or to one that stands.
pub(super) fn item_may(ended_on: Option<NaiveDate>, event: ItemEvent) -> Result<(), Refusal> {
    match ended_on {
        Some(ended_on) if item_step(ItemState::Ended, event).is_none() => Err(item_ended(ended_on)),
        _ => Ok(()),
    }
}

/// The refusal of what no longer happens to a service that ended on a day.
pub(super) fn item_ended(ended_on: NaiveDate) -> Refusal {
    let state = ItemState::Ended;
    Refusal::ItemEnded { ended_on }.standing(state, moves::allowed(state, item_step))
}

/// Where a row of the ledger of uses stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UseState {
    /// It counts.
    Standing,
    /// Another row takes it back.
    Reversed,
    /// It takes another row back itself.
    Reversal,
}

crate::codes!(UseState { Standing = "standing", Reversed = "reversed", Reversal = "reversal" });

/// What happens to a row of the ledger of uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UseEvent {
    /// It was taken back.
    Reversed,
}

crate::codes!(UseEvent { Reversed = "reversed" });

fn use_step(state: UseState, event: UseEvent) -> Option<UseState> {
    match (state, event) {
        (UseState::Standing, UseEvent::Reversed) => Some(UseState::Reversed),
        (UseState::Reversed | UseState::Reversal, UseEvent::Reversed) => None,
    }
}

/// Whether a row of the ledger may be taken back.
///
/// # Errors
/// `UseReversedAlready`, and `UseIsAReversal` for a row that takes another back.
pub fn reversible(state: UseState) -> Result<(), Refusal> {
    let why = match state {
        UseState::Standing => return Ok(()),
        UseState::Reversed => Refusal::UseReversedAlready,
        UseState::Reversal => Refusal::UseIsAReversal,
    };
    Err(why.standing(state, moves::allowed(state, use_step)))
}
