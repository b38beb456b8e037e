//! Ending a service: the closed list of grounds, each with its evidence.

use crate::refusal::Refusal;
use crate::terms::{Rule, add_months_clamped, last_day};
use chrono::{Days, NaiveDate};

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
    /// The decision that granted it was annulled. No decision of the association ends a service so.
    Annulled,
}

crate::codes!(EndGround {
    MovedAbroad = "moved_abroad",
    OwnRequest = "own_request",
    SafetyOrDignity = "safety_or_dignity",
    Unreachable4Months = "unreachable_4_months",
    Expired = "expired",
    Death = "death",
    Annulled = "annulled",
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

/// Who handed in that the person does not want the service any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestedBy {
    /// The person.
    Person,
    /// A guardian.
    Guardian,
    /// A relative.
    Relative,
    /// Somebody else.
    Other,
}

crate::codes!(RequestedBy { Person = "person", Guardian = "guardian", Relative = "relative", Other = "other" });

/// In which way somebody tries to reach a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactChannel {
    /// A call.
    Phone,
    /// A message to a telephone.
    Message,
    /// An e-mail.
    Email,
    /// A letter.
    Letter,
    /// A visit.
    Visit,
    /// Asking others where the person is.
    ThroughOthers,
}

crate::codes!(ContactChannel {
    Phone = "phone",
    Message = "message",
    Email = "email",
    Letter = "letter",
    Visit = "visit",
    ThroughOthers = "through_others",
});

/// What has been found before an ending.
#[derive(Debug, Clone, Copy)]
pub struct EndFacts<'a> {
    /// The day of the decision.
    pub on: NaiveDate,
    /// The last day of service that is wanted.
    pub ends_on: NaiveDate,
    /// The last day of service so far.
    pub term_to: NaiveDate,
    /// The last day on which support was given.
    pub worked_on: Option<NaiveDate>,
    /// Whether the person's own written application is on file; a relative's or guardian's wish is none.
    pub own_application: bool,
    /// Whether a document tells of it.
    pub documented: bool,
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
/// What is missing for the ground: the document, the application, the incident, the hearing, the four months, the attempts, or the last day;
/// `FigureNotInForce` for a last contact on a day on which nothing says how long that has to be ago; `EndsBeforeTheDecision`,
/// `EndsAfterTheTerm` and `HoursInside` for a last day that cannot be.
pub fn may_end(ground: EndGround, facts: &EndFacts<'_>) -> Result<(), Refusal> {
    may_end_on(ground, facts)?;
    match ground {
        EndGround::MovedAbroad | EndGround::Death if !facts.documented => Err(Refusal::DocumentMissing),
        EndGround::MovedAbroad | EndGround::Death => Ok(()),
        EndGround::OwnRequest if !facts.own_application => Err(Refusal::OwnApplicationMissing),
        EndGround::OwnRequest => Ok(()),
        EndGround::SafetyOrDignity if facts.incidents == 0 => Err(Refusal::IncidentMissing),
        EndGround::SafetyOrDignity if !facts.heard => Err(Refusal::NotHeard),
        EndGround::SafetyOrDignity => Ok(()),
        EndGround::Unreachable4Months => unreachable_long_enough(facts),
        EndGround::Expired if facts.on <= facts.term_to => Err(Refusal::TermNotOver { term_to: facts.term_to }),
        EndGround::Expired => Ok(()),
        EndGround::Annulled => Err(Refusal::ends_nothing()),
    }
}

/// Whether the service may end on that day. What the person did or what befell them ends it on its own day, also when it is told
/// of late; what the association decides takes nothing away for days before the decision (design).
fn may_end_on(ground: EndGround, facts: &EndFacts<'_>) -> Result<(), Refusal> {
    let EndFacts { on, ends_on, term_to, worked_on, .. } = *facts;
    match ground {
        EndGround::Expired | EndGround::Annulled => return Ok(()),
        EndGround::MovedAbroad | EndGround::Death if on < ends_on => {
            return Err(Refusal::EndsAhead { today: on });
        }
        EndGround::MovedAbroad | EndGround::Death => {}
        EndGround::OwnRequest | EndGround::SafetyOrDignity | EndGround::Unreachable4Months if ends_on < on => {
            return Err(Refusal::EndsBeforeTheDecision { decided_on: on });
        }
        EndGround::OwnRequest | EndGround::SafetyOrDignity | EndGround::Unreachable4Months => {}
    }
    if term_to < ends_on {
        return Err(Refusal::EndsAfterTheTerm { term_to });
    }
    match worked_on {
        Some(day) if ends_on < day => Err(Refusal::HoursInside { day }),
        _ => Ok(()),
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
