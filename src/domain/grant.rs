//! The granted service: how it starts, pauses and ends, and on which grounds.

use crate::moves;
use crate::refusal::Refusal;
use crate::terms::{Rule, add_months_clamped, last_day};
use chrono::{Days, NaiveDate};

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

/// What happens to a granted service.
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
    /// It ended.
    Ended,
}

crate::codes!(Event {
    Contracted = "contracted",
    Started = "started",
    Suspended = "suspended",
    Resumed = "resumed",
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
        (State::Granted | State::Contracted | State::Active | State::Suspended, Event::Ended) => Some(State::Ended),
        (State::Granted, _)
        | (State::Contracted, _)
        | (State::Active, _)
        | (State::Suspended, _)
        | (State::Ended, _) => None,
    }
}

/// The state to show on a day: a contracted service is active from its first day, and none outlives its last one.
pub fn state_on(recorded: State, term_from: NaiveDate, term_to: NaiveDate, today: NaiveDate) -> State {
    match recorded {
        State::Ended => State::Ended,
        _ if today > term_to => State::Ended,
        State::Contracted if today >= term_from => State::Active,
        State::Granted | State::Contracted | State::Active | State::Suspended => recorded,
    }
}

/// Why a service may be paused; the list is closed (Labklājības ministrija, pakalpojuma apraksts: "Pakalpojumu var pārtraukt").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuspensionGround {
    /// The person is in an institution of long-term social care and social rehabilitation.
    LtcInstitution,
    /// The person is in a hospital.
    InpatientTreatment,
    /// The person is in prison.
    Imprisonment,
    /// The service cannot be given in fact for another reason, which has to be explained.
    OtherImpossible,
}

crate::codes!(SuspensionGround {
    LtcInstitution = "ltc_institution",
    InpatientTreatment = "inpatient_treatment",
    Imprisonment = "imprisonment",
    OtherImpossible = "other_impossible",
});

/// Whether a ground carries a suspension.
///
/// # Errors
/// `ExplanationMissing` for another reason without an explanation.
pub fn may_suspend(ground: SuspensionGround, explained: bool) -> Result<(), Refusal> {
    match ground {
        SuspensionGround::OtherImpossible if !explained => Err(Refusal::ExplanationMissing),
        SuspensionGround::LtcInstitution
        | SuspensionGround::InpatientTreatment
        | SuspensionGround::Imprisonment
        | SuspensionGround::OtherImpossible => Ok(()),
    }
}

/// Why a service ends; the first four end it before its term (same source: "Pakalpojumu izbeidz pirms … termiņa beigām").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndGround {
    /// The person moved abroad for good.
    MovedAbroad,
    /// The person applied in writing to end it.
    OwnRequest,
    /// The support person's health, life, dignity or safe work was at risk.
    SafetyOrDignity,
    /// The person could not be reached for at least four months.
    Unreachable4Months,
    /// The term ran out.
    Expired,
    /// The person died.
    Death,
}

crate::codes!(EndGround {
    MovedAbroad = "moved_abroad",
    OwnRequest = "own_request",
    SafetyOrDignity = "safety_or_dignity",
    Unreachable4Months = "unreachable_4_months",
    Expired = "expired",
    Death = "death",
});

/// What exactly was at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SafetyKind {
    /// The support person's health or life was endangered.
    HealthOrLife,
    /// The support person was treated in a demeaning or insulting way.
    DemeaningConduct,
    /// There was no safe place to work.
    NoSafeWorkplace,
}

crate::codes!(SafetyKind {
    HealthOrLife = "health_or_life",
    DemeaningConduct = "demeaning_conduct",
    NoSafeWorkplace = "no_safe_workplace",
});

/// What has been found before an ending.
#[derive(Debug, Clone, Copy)]
pub struct EndFacts<'a> {
    /// The day of the ending.
    pub on: NaiveDate,
    /// The last day of the term.
    pub term_to: NaiveDate,
    /// Whether the person's own written application is on file; a relative's or guardian's wish is none.
    pub own_application: bool,
    /// The recorded incidents with this support person.
    pub incidents: u32,
    /// Whether the person was heard.
    pub heard: bool,
    /// The last two-way contact; the first day of the service when there was none.
    pub last_contact: NaiveDate,
    /// The days of suspension since then; they do not count (design).
    pub days_suspended: u32,
    /// The days on which somebody tried to reach the person since then.
    pub attempts: &'a [NaiveDate],
}

/// Whether a ground carries the end of the service.
///
/// # Errors
/// What is missing for the ground: the application, the incident, the hearing, the four months, the attempts, or the last day;
/// `FigureNotInForce` for a last contact on a day on which nothing says how long that has to be ago.
pub fn may_end(ground: EndGround, facts: &EndFacts<'_>) -> Result<(), Refusal> {
    match ground {
        EndGround::MovedAbroad | EndGround::Death => Ok(()),
        EndGround::OwnRequest if !facts.own_application => Err(Refusal::OwnApplicationMissing),
        EndGround::OwnRequest => Ok(()),
        EndGround::SafetyOrDignity if facts.incidents == 0 => Err(Refusal::IncidentMissing),
        EndGround::SafetyOrDignity if !facts.heard => Err(Refusal::NotHeard),
        EndGround::SafetyOrDignity => Ok(()),
        EndGround::Unreachable4Months => unreachable_long_enough(facts),
        EndGround::Expired if facts.on <= facts.term_to => Err(Refusal::TermNotOver { term_to: facts.term_to }),
        EndGround::Expired => Ok(()),
    }
}

/// The last day on which ending a service with an unreachable person is not yet allowed.
pub fn unreachable_until(last_contact: NaiveDate, days_suspended: u32) -> NaiveDate {
    last_day(Rule::Unreachable, last_contact)
        .ok()
        .and_then(|deadline| deadline.last_day.checked_add_days(Days::new(u64::from(days_suspended))))
        .unwrap_or(NaiveDate::MAX)
}

fn unreachable_long_enough(facts: &EndFacts<'_>) -> Result<(), Refusal> {
    let EndFacts { on, last_contact, days_suspended, attempts, .. } = *facts;
    // An attempt in as many whole months as the rule is long: in each of them, when the ending is not put off (design).
    let needed = Rule::Unreachable.figure().on(last_contact)?.value;
    let until = unreachable_until(last_contact, days_suspended);
    if on <= until {
        return Err(Refusal::NotUnreachableYet { until });
    }
    let tried = |month: u32| {
        let (after, to) = (add_months_clamped(last_contact, month), add_months_clamped(last_contact, month + 1));
        attempts.iter().any(|&day| after.is_some_and(|after| after < day) && to.is_some_and(|to| day <= to))
    };
    let over = |month: &u32| add_months_clamped(last_contact, month + 1).is_some_and(|end| end < on);
    let months = (0..).take_while(over).filter(|&month| tried(month)).map(|_| 1).sum();
    if months < needed { Err(Refusal::TooFewAttempts { months, needed }) } else { Ok(()) }
}
