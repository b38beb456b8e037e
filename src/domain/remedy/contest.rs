//! The contest: who hears it, how it moves from the person to there, and by when.

use chrono::NaiveDate;

use super::ContestTerm;
use crate::calendar::{Reading, add_working_days};
use crate::figure::{Figure, NotInForce, Since, Unit};
use crate::law::Source;
use crate::moves;
use crate::programmes::ProgrammeKind;
use crate::refusal::Refusal;
use crate::terms::FIRST_DAY;

/// Who hears a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Instance {
    /// The association's director (MK 625, 22; SPSPL 17.1(1) lets Cabinet rules name another instance than the ministry).
    Director,
    /// The municipality, of what is decided in its own programme (SPSPL 17.1(2)).
    Municipality,
}

crate::codes!(Instance as "ContestInstance" => { Director = "director", Municipality = "municipality" });

/// Who hears a contest of a decision, by the money that pays. Of earlier programmes nothing is written, and the director hears
/// those too (design).
pub fn instance(kind: ProgrammeKind) -> Instance {
    match kind {
        ProgrammeKind::MunicipalPurchase => Instance::Municipality,
        ProgrammeKind::StateBudget
        | ProgrammeKind::Pilot
        | ProgrammeKind::GrantProject
        | ProgrammeKind::IndividualBudget => Instance::Director,
    }
}

/// Where a contest stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContestState {
    /// It has come in.
    Submitted,
    /// It was passed on to whoever hears it.
    Forwarded,
    /// It was answered.
    Resolved,
    /// The person took it back.
    Withdrawn,
}

crate::codes!(ContestState {
    Submitted = "submitted",
    Forwarded = "forwarded",
    Resolved = "resolved",
    Withdrawn = "withdrawn",
});

/// What happens to a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContestEvent {
    /// It was passed on.
    Forwarded,
    /// It was answered.
    Resolved,
    /// It was taken back.
    Withdrawn,
}

crate::codes!(ContestEvent { Forwarded = "forwarded", Resolved = "resolved", Withdrawn = "withdrawn" });

/// The state after an event.
///
/// # Errors
/// `IllegalMove` with the events the state knows.
pub fn next(state: ContestState, event: ContestEvent) -> Result<ContestState, Refusal> {
    moves::next(state, event, step)
}

fn step(state: ContestState, event: ContestEvent) -> Option<ContestState> {
    match (state, event) {
        (ContestState::Submitted, ContestEvent::Forwarded) => Some(ContestState::Forwarded),
        (ContestState::Forwarded, ContestEvent::Resolved) => Some(ContestState::Resolved),
        (ContestState::Submitted | ContestState::Forwarded, ContestEvent::Withdrawn) => Some(ContestState::Withdrawn),
        (ContestState::Submitted, _)
        | (ContestState::Forwarded, _)
        | (ContestState::Resolved, _)
        | (ContestState::Withdrawn, _) => None,
    }
}

impl ContestState {
    /// Whether it still waits for an answer.
    pub fn is_open(self) -> bool {
        match self {
            Self::Submitted | Self::Forwarded => true,
            Self::Resolved | Self::Withdrawn => false,
        }
    }
}

/// How a contest is answered (APL 81(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContestOutcome {
    /// The decision stands.
    Upheld,
    /// The decision is changed.
    Changed,
    /// The decision is annulled.
    Annulled,
    /// The decision is annulled, and the association decides anew.
    AnnulledAndReturned,
}

crate::codes!(ContestOutcome {
    Upheld = "upheld",
    Changed = "changed",
    Annulled = "annulled",
    AnnulledAndReturned = "annulled_and_returned",
});

/// Whether a contest came in time, and the day it was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldAgainst {
    /// Whether it came in time.
    pub in_time: bool,
    /// The last day of the term, counted in favour of the person; none before the decision was notified.
    pub last_day: Option<NaiveDate>,
}

/// Whether a contest comes in time. Before the decision was notified no term runs, so that it does.
pub fn held_against(submitted_on: NaiveDate, term: Option<ContestTerm>) -> HeldAgainst {
    let last_day = term.map(|term| term.until_lenient);
    HeldAgainst { in_time: last_day.is_none_or(|last_day| submitted_on <= last_day), last_day }
}

const FORWARDING: Figure = Figure {
    code: "contest_forwarding_working_days",
    unit: Unit::WorkingDays,
    values: &[Since { day: FIRST_DAY, until: None, value: 5, source: Source::DESIGN }],
};

/// Every figure of the remedies.
pub(crate) const FIGURES: &[&Figure] = &[&FORWARDING];

/// The last day on which the association passes a contest on in time. It binds the association, so by the strict reading.
///
/// # Errors
/// `NotInForce` where there is no figure for the day of receipt.
pub fn forward_by(received_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    let days = u16::try_from(FORWARDING.on(received_on)?.value).unwrap_or_default();
    // Past the end of the calendar there is no later day.
    Ok(add_working_days(received_on, days, Reading::Strict).unwrap_or(received_on))
}

/// The last day of receipt of the contests that are overdue on a day when they were not passed on yet.
pub fn overdue_from(today: NaiveDate) -> NaiveDate {
    let is_over = |day: &NaiveDate| forward_by(*day).is_ok_and(|by| by < today);
    let mut before = today.iter_days().rev().take(DAYS_MAX);
    // At the beginning of the calendar a day before it, on which nothing came.
    before.find(is_over).unwrap_or_else(|| FIRST_DAY.min(today).pred_opt().unwrap_or(today))
}

/// How many days the five working days stretch over at the most, with room.
const DAYS_MAX: usize = 60;
