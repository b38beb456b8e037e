//! The decision: grant, a place in the queue, or refusal, and nothing in between.

mod granting;
mod outcome;
mod state;

use crate::areas::Areas;
use crate::code::Code;
use crate::eligibility::{self, MissingFact, ReasonCode, Verdict};
use crate::figure::{Figure, Since, Unit, months_after};
use crate::funding::Funding;
use crate::law::{Act, Source};
use crate::level::Level;
use crate::programmes::Programme;
use crate::quantity::Minutes;
use crate::refusal::Refusal;
use crate::terms::FIRST_DAY;
use chrono::NaiveDate;

pub use granting::{Assessed, follows};
use granting::{START_DAYS_MAX, grant};
pub use outcome::{Ground, Outcome};
pub use state::{Event, State, allowed, next};

/// For how many months what a register said is good for a decision.
const REGISTER_GOOD_MONTHS: Figure = Figure {
    code: "register_good_months",
    unit: Unit::Months,
    values: &[Since {
        day: FIRST_DAY,
        until: None,
        value: 1,
        source: Source::law(Act::Mk625, "14").noting(
            "design: registers are asked after the receipt of the application, within the month of its decision",
        ),
    }],
};

pub(crate) const FIGURES: &[&Figure] = &[&START_DAYS_MAX, &REGISTER_GOOD_MONTHS];

/// What has been found before the decision.
#[derive(Debug, Clone, Copy)]
pub struct DecisionFacts<'a> {
    /// The programme that would pay.
    pub programme: &'a Programme,
    /// The check of its conditions, made for the day of the decision.
    pub verdict: &'a Verdict,
    /// The day on which the registers were asked that it rests on, the earliest of several; none where none was.
    pub registers_asked_on: Option<NaiveDate>,
    /// The facts of which sources say different things.
    pub contradicting: &'a [MissingFact],
    /// The assessment of needs, when there is one.
    pub assessment: Option<Assessed>,
    /// Whether the programme can pay.
    pub funding: Funding,
    /// The last day on which the application is to be decided.
    pub decide_until: NaiveDate,
    /// Whether the official who decides is the one who assessed.
    pub by_the_assessor: bool,
    /// Whether a reason is noted for granting more than was assessed.
    pub override_noted: bool,
}

/// What the official wants to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Grant the service.
    Grant {
        /// Its first day.
        term_from: NaiveDate,
        /// Its areas.
        areas: Areas,
        /// Its level.
        level: Level,
        /// Its volume, in minutes a month.
        volume: Minutes,
    },
    /// Put the person in the queue.
    Queue,
    /// Refuse.
    Refuse {
        /// The condition that failed.
        ground: ReasonCode,
    },
}

/// The four things a grant fixes, the term as first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// The first day.
    pub term_from: NaiveDate,
    /// The last day.
    pub term_to: NaiveDate,
    /// The areas of support.
    pub areas: Areas,
    /// The level.
    pub level: Level,
    /// The volume, in minutes a month.
    pub volume: Minutes,
}

/// What is decided, with what the official should know before signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// The service is granted.
    Grant(Granted, Vec<Warning>),
    /// The person waits.
    Queue,
    /// The person is refused on a ground.
    Refuse(ReasonCode, Vec<Warning>),
}

impl Decided {
    /// Which of the three outcomes it is.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Grant(..) => Outcome::Grant,
            Self::Queue => Outcome::Queue,
            Self::Refuse(..) => Outcome::Refuse,
        }
    }

    /// What the official should know; nothing for a place in the queue.
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Grant(_, warnings) | Self::Refuse(_, warnings) => warnings,
            Self::Queue => &[],
        }
    }
}

/// Nothing wrong, but worth a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The volume would fit this lower level.
    VolumeFitsLowerLevel(Level),
    /// The person meets every condition from this day on, and the application need not be decided before it.
    BecomesEligibleOn(NaiveDate),
    /// It counts from a day before the one on which it takes effect, if that is known.
    EffectiveBeforeNotified(Option<NaiveDate>),
}

impl Warning {
    /// Its stable name, `lower_snake`.
    pub fn code(self) -> &'static str {
        match self {
            Self::VolumeFitsLowerLevel(_) => "volume_fits_lower_level",
            Self::BecomesEligibleOn(_) => "becomes_eligible_within_the_term",
            Self::EffectiveBeforeNotified(_) => "effective_before_notified",
        }
    }
}

/// Holds a wanted decision against the rules: who may decide, on what, and with which content.
///
/// # Errors
/// The first rule that says no: the official, sources that contradict each other, an unknown or failed condition, the assessment,
/// the money, the content.
pub fn decide(facts: &DecisionFacts<'_>, wanted: &Wanted) -> Result<Decided, Refusal> {
    if facts.by_the_assessor {
        return Err(Refusal::AssessorDecides);
    }
    // What no condition turns on may stay open where one fails anyway.
    if !facts.contradicting.is_empty() && !matches!(wanted, Wanted::Refuse { .. }) {
        return Err(Refusal::SourcesContradict { facts: facts.contradicting.iter().map(|fact| fact.code()).collect() });
    }
    if facts.verdict.outcome == eligibility::Outcome::Unknown {
        return Err(Refusal::FactsMissing { missing: facts.verdict.missing.iter().map(|fact| fact.code()).collect() });
    }
    if let Some(asked_on) = facts.registers_asked_on {
        let good_until = months_after(asked_on, &REGISTER_GOOD_MONTHS)?;
        if good_until < facts.verdict.on {
            return Err(Refusal::RegisterAnswerStale { good_until });
        }
    }
    match *wanted {
        Wanted::Grant { term_from, areas, level, volume } => grant(facts, term_from, areas, level, volume),
        Wanted::Queue => queue(facts),
        Wanted::Refuse { ground } => refuse(facts, ground),
    }
}

fn queue(facts: &DecisionFacts<'_>) -> Result<Decided, Refusal> {
    eligible_and_assessed(facts)?;
    match facts.funding {
        Funding::Exhausted | Funding::OthersWaiting => Ok(Decided::Queue),
        Funding::Available => Err(Refusal::FundingAvailable),
    }
}

fn refuse(facts: &DecisionFacts<'_>, ground: ReasonCode) -> Result<Decided, Refusal> {
    let verdict = facts.verdict;
    if verdict.outcome == eligibility::Outcome::Eligible {
        return Err(Refusal::EligibleIsNotRefused);
    }
    if verdict.failed().all(|failed| failed != ground) {
        return Err(Refusal::GroundNotFailed { failed: failed(verdict) });
    }
    let soon = verdict.becomes_eligible_on.filter(|&day| day <= facts.decide_until);
    Ok(Decided::Refuse(ground, soon.map(Warning::BecomesEligibleOn).into_iter().collect()))
}

fn eligible_and_assessed(facts: &DecisionFacts<'_>) -> Result<Assessed, Refusal> {
    if facts.verdict.outcome != eligibility::Outcome::Eligible {
        return Err(Refusal::NotEligible { failed: failed(facts.verdict) });
    }
    facts.assessment.ok_or(Refusal::NotAssessed)
}

fn failed(verdict: &Verdict) -> Vec<&'static str> {
    verdict.failed().map(Code::code).collect()
}
