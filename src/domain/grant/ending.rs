//! Ending a service: the closed list of grounds, each with its evidence.

use super::{Event, State, allowed, next};
use crate::code::Code;
use crate::refusal::Refusal;
use crate::terms::{Rule, add_months_clamped, last_day};
use chrono::{Days, NaiveDate};

/// Why a service ends; the first four end it before its term (MK 625, 20).
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

impl EndGround {
    /// The grounds on which a decision ends a service. One that runs out ends by itself, and an annulment is for whoever hears a contest.
    pub fn of_a_decision() -> impl Iterator<Item = Self> {
        let of_a_decision = |ground: &Self| match ground {
            Self::MovedAbroad | Self::OwnRequest | Self::SafetyOrDignity | Self::Unreachable4Months | Self::Death => {
                true
            }
            Self::Expired | Self::Annulled => false,
        };
        Self::ALL.iter().copied().filter(of_a_decision)
    }
}

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
    /// The day on which the service was granted.
    pub granted_on: NaiveDate,
    /// The last day of service that is wanted.
    pub ends_on: NaiveDate,
    /// The last day of service so far.
    pub term_to: NaiveDate,
    /// The last day on which support was given.
    pub worked_on: Option<NaiveDate>,
    /// The day of the person's own written application; a relative's or guardian's wish is none.
    pub own_application: Option<NaiveDate>,
    /// Whether a document tells of it.
    pub documented: bool,
    /// The day of the newest of the incidents that are named.
    pub newest_incident: Option<NaiveDate>,
    /// The day on which the person was heard.
    pub heard_on: Option<NaiveDate>,
    /// The last two-way contact; the first day of the service when there was none.
    pub last_contact: NaiveDate,
    /// The days of suspension since then; they do not count (design).
    pub days_suspended: u32,
    /// The days on which somebody tried to reach the person since then, in order.
    pub attempts: &'a [NaiveDate],
}

/// Whether the end of a service in a state may be decided on a ground: once. But death ends a service on its own day also where
/// another end was decided that has not come yet (design).
///
/// # Errors
/// `IllegalMove` for a service that is over, `EndDecided` with the moves that are left.
pub fn may_decide_end(state: State, decided: Option<EndGround>, ground: EndGround) -> Result<State, Refusal> {
    let after = next(state, Event::Ended)?;
    match decided {
        None => Ok(after),
        Some(before) if ground == EndGround::Death && before != EndGround::Death => Ok(after),
        Some(_) => {
            let left = allowed(state).into_iter().filter(|code| *code != Event::Ended.code());
            Err(Refusal::EndDecided.standing(state, left.collect()))
        }
    }
}

/// Whether a ground carries the end of the service.
///
/// # Errors
/// What is missing for the ground: the document, the application, the incident, the hearing, the four months or the attempts;
/// `GroundNotInTheList` for what ends a service without a decision; `AppliedBeforeTheDecision` and `HeardBeforeTheIncident` for
/// evidence that is older than what it is about; `FigureNotInForce` for a last contact on a day on which nothing says how long
/// that has to be ago; `EndsBeforeTheDecision`, `EndsAfterTheTerm` and `HoursInside` for a last day that cannot be.
pub fn may_end(ground: EndGround, facts: &EndFacts<'_>) -> Result<(), Refusal> {
    may_end_on(ground, facts)?;
    match ground {
        EndGround::MovedAbroad | EndGround::Death if !facts.documented => Err(Refusal::DocumentMissing),
        EndGround::MovedAbroad | EndGround::Death => Ok(()),
        EndGround::OwnRequest => applied(facts),
        EndGround::SafetyOrDignity => heard(facts),
        EndGround::Unreachable4Months => unreachable_long_enough(facts),
        EndGround::Expired | EndGround::Annulled => Err(Refusal::ends_nothing()),
    }
}

/// Nobody asks for the end of what they have not been granted yet (design).
fn applied(facts: &EndFacts<'_>) -> Result<(), Refusal> {
    let EndFacts { granted_on: decided_on, own_application, .. } = *facts;
    match own_application {
        None => Err(Refusal::OwnApplicationMissing),
        Some(submitted_on) if submitted_on < decided_on => Err(Refusal::AppliedBeforeTheDecision { decided_on }),
        Some(_) => Ok(()),
    }
}

/// The person is heard about what happened, so after it happened (design).
fn heard(facts: &EndFacts<'_>) -> Result<(), Refusal> {
    let happened_on = facts.newest_incident.ok_or(Refusal::IncidentMissing)?;
    let heard_on = facts.heard_on.ok_or(Refusal::NotHeard)?;
    if heard_on < happened_on { Err(Refusal::HeardBeforeTheIncident { happened_on }) } else { Ok(()) }
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

/// The attempts that carry the end of a service with an unreachable person: the first one in each month since the last contact,
/// and no more of them than the rule needs.
pub fn counted_attempts(facts: &EndFacts<'_>) -> Vec<NaiveDate> {
    let needed = Rule::Unreachable.figure().on(facts.last_contact).map_or(0, |figure| figure.value);
    first_attempts(facts).take(usize::try_from(needed).unwrap_or_default()).collect()
}

/// The first attempt in each month since the last contact that is over by the day of the decision.
fn first_attempts<'a>(facts: &EndFacts<'a>) -> impl Iterator<Item = NaiveDate> + 'a {
    let EndFacts { on, last_contact, attempts, .. } = *facts;
    let bounds =
        (0..).map(move |month| (add_months_clamped(last_contact, month), add_months_clamped(last_contact, month + 1)));
    let over = bounds.map_while(move |(after, to)| Some((after?, to.filter(|to| *to < on)?)));
    over.filter_map(move |(after, to)| attempts.iter().copied().find(|&day| after < day && day <= to))
}

fn unreachable_long_enough(facts: &EndFacts<'_>) -> Result<(), Refusal> {
    let EndFacts { on, last_contact, days_suspended, .. } = *facts;
    // An attempt in as many whole months as the rule is long: in each of them, when the ending is not put off (design).
    let needed = Rule::Unreachable.figure().on(last_contact)?.value;
    let until = unreachable_until(last_contact, days_suspended);
    if on <= until {
        return Err(Refusal::NotUnreachableYet { until });
    }
    let months = first_attempts(facts).map(|_| 1).sum();
    if months < needed { Err(Refusal::TooFewAttempts { months, needed }) } else { Ok(()) }
}
