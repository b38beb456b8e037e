//! Who may have the service from a programme on a day: three-valued, with a reason for every condition.

mod sources;

use crate::age::{ADULT_AGE_YEARS, adult_from};
use crate::disability::{Disability, Group, MentalDisorder};
use crate::figure::NotInForce;
use crate::law::Source;
use crate::municipalities::changes_within;
use crate::programmes::Programme;
use chrono::NaiveDate;

/// What is known of a person; absent is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day of birth.
    pub born_on: Option<NaiveDate>,
    /// The established disability; a known group `none` says that there is none.
    pub disability: Option<Disability>,
    /// What the cascade of registers and certificate gave.
    pub mental_disorder: MentalDisorder,
    /// Where the person actually lives, as an ATVK code.
    pub municipality: Option<String>,
    /// Codes of the programmes that have served the person; an empty list is the knowledge that none has.
    pub formerly_in: Option<Vec<String>>,
}

/// The result for one programme and one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Every condition is met.
    Eligible,
    /// At least one condition is not met, whatever the unknown facts are.
    Ineligible,
    /// No condition is known to fail, and at least one is unknown.
    Unknown,
}

crate::codes!(Outcome as "Eligibility" => { Eligible = "eligible", Ineligible = "ineligible", Unknown = "unknown" });

/// A condition, named by what would fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasonCode {
    /// The person is of age.
    NotAdult,
    /// A disability is established.
    NoDisability,
    /// It has begun and has not run out; without a disability nothing can have.
    DisabilityNotValid,
    /// The mental disorder is confirmed.
    MentalDisorderAbsent,
    /// The programme serves the group; without a group none is left unserved. Before the programme starts, its first day counts.
    GroupNotCovered,
    /// The programme has started.
    ProgrammeNotStarted,
    /// The programme has not ended.
    ProgrammeEnded,
    /// The programme serves the municipality.
    MunicipalityNotCovered,
    /// The programme on which this one builds has served the person.
    NotFormerlyServed,
}

crate::codes!(ReasonCode {
    NotAdult = "not_adult",
    NoDisability = "no_disability",
    DisabilityNotValid = "disability_not_valid",
    MentalDisorderAbsent = "mental_disorder_absent",
    GroupNotCovered = "group_not_covered",
    ProgrammeNotStarted = "programme_not_started",
    ProgrammeEnded = "programme_ended",
    MunicipalityNotCovered = "municipality_not_covered",
    NotFormerlyServed = "not_formerly_served",
});

impl ReasonCode {
    /// The rule the condition belongs to: E1 age, E2 disability, E3 mental disorder, E4 group, E6 period, E7 place,
    /// E8 former programme. E5, the money, is no condition of a person: without it the decision is a place in the queue.
    pub fn rule(self) -> &'static str {
        match self {
            Self::NotAdult => "E1",
            Self::NoDisability | Self::DisabilityNotValid => "E2",
            Self::MentalDisorderAbsent => "E3",
            Self::GroupNotCovered => "E4",
            Self::ProgrammeNotStarted | Self::ProgrammeEnded => "E6",
            Self::MunicipalityNotCovered => "E7",
            Self::NotFormerlyServed => "E8",
        }
    }
}

/// One condition and how it came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What would fail.
    pub code: ReasonCode,
    /// The rule it belongs to.
    pub rule: &'static str,
    /// Whether the condition is met; none while a fact is missing.
    pub satisfied: Option<bool>,
    /// Where it is written.
    pub source: Source,
}

/// A fact that would have to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingFact {
    /// The day of birth.
    BornOn,
    /// The disability.
    Disability,
    /// Whether the mental disorder is confirmed.
    MentalDisorder,
    /// Where the person lives.
    Municipality,
    /// Which programmes have served the person.
    FormerlyIn,
}

crate::codes!(MissingFact {
    BornOn = "born_on",
    Disability = "disability",
    MentalDisorder = "mental_disorder",
    Municipality = "municipality",
    FormerlyIn = "formerly_in",
});

/// The answer for one programme on one day, with the whole trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The day asked about.
    pub on: NaiveDate,
    /// The result.
    pub outcome: Outcome,
    /// Every condition, always all of them and always in the same order.
    pub reasons: Vec<Reason>,
    /// The facts that conditions asked for in vain.
    pub missing: Vec<MissingFact>,
    /// The first later day on which what is known makes the person eligible; none when eligible now, when something is
    /// unknown, and when no day does.
    pub becomes_eligible_on: Option<NaiveDate>,
}

impl Verdict {
    /// The conditions that fail.
    pub fn failed(&self) -> impl Iterator<Item = ReasonCode> {
        self.reasons.iter().filter(|reason| reason.satisfied == Some(false)).map(|reason| reason.code)
    }
}

/// Judges every condition of a programme on a day. An unknown fact is never read as a no, and a failed condition decides
/// even while others are unknown.
///
/// # Errors
/// `NotInForce` on a day for which the law has no age of adults.
pub fn check(programme: &Programme, facts: &Facts, on: NaiveDate) -> Result<Verdict, NotInForce> {
    // Asked for also where nobody's birth is known, so that a day is answered or refused whatever the facts are.
    ADULT_AGE_YEARS.on(on)?;
    let adult_from = facts.born_on.map(|born_on| adult_from(born_on, on)).transpose()?;
    let conditions = conditions(programme, facts, adult_from, on);
    let any = |answer| conditions.iter().any(|&(_, satisfied)| satisfied == answer);
    let outcome = match (any(Some(false)), any(None)) {
        (true, _) => Outcome::Ineligible,
        (false, true) => Outcome::Unknown,
        (false, false) => Outcome::Eligible,
    };
    let missing = conditions.iter().filter(|(_, satisfied)| satisfied.is_none()).filter_map(|&(code, _)| asked(code));
    let becomes_eligible_on = match outcome == Outcome::Ineligible && !any(None) {
        true => becomes_eligible_on(programme, facts, adult_from, on, &conditions),
        false => None,
    };
    Ok(Verdict {
        on,
        outcome,
        reasons: conditions
            .iter()
            .map(|&(code, satisfied)| Reason {
                code,
                rule: code.rule(),
                satisfied,
                source: code.source(programme.kind),
            })
            .collect(),
        missing: missing.collect(),
        becomes_eligible_on,
    })
}

type Conditions = [(ReasonCode, Option<bool>); 9];

fn conditions(programme: &Programme, facts: &Facts, adult_from: Option<NaiveDate>, on: NaiveDate) -> Conditions {
    let disability = facts.disability;
    let has_group = disability.map(|found| found.group != Group::None);
    let valid = disability.map(|found| found.group == Group::None || found.is_valid_on(on));
    let asked_on = on.max(programme.starts_on);
    let covered = disability.map(|Disability { group, .. }| {
        group == Group::None || programme.covers_from(group).is_some_and(|from| from <= asked_on)
    });
    let confirmed = match facts.mental_disorder {
        MentalDisorder::Confirmed => Some(true),
        MentalDisorder::Absent => Some(false),
        MentalDisorder::Unknown => None,
    };
    let place = match &facts.municipality {
        _ if programme.municipalities.is_empty() => Some(true),
        Some(atvk) => Some(programme.serves_place(atvk, on)),
        None => None,
    };
    let formerly = match &programme.former_programme {
        Some(former) => facts.formerly_in.as_ref().map(|served| served.contains(former)),
        None => Some(true),
    };
    [
        (ReasonCode::NotAdult, adult_from.map(|day| day <= on)),
        (ReasonCode::NoDisability, has_group),
        (ReasonCode::DisabilityNotValid, valid),
        (ReasonCode::MentalDisorderAbsent, confirmed),
        (ReasonCode::GroupNotCovered, covered),
        (ReasonCode::ProgrammeNotStarted, Some(programme.starts_on <= on)),
        (ReasonCode::ProgrammeEnded, Some(programme.ends_on.is_none_or(|ends_on| on <= ends_on))),
        (ReasonCode::MunicipalityNotCovered, place),
        (ReasonCode::NotFormerlyServed, formerly),
    ]
}

/// The fact a condition asks for; the disability is named once, by the first of its three conditions.
fn asked(code: ReasonCode) -> Option<MissingFact> {
    match code {
        ReasonCode::NotAdult => Some(MissingFact::BornOn),
        ReasonCode::NoDisability => Some(MissingFact::Disability),
        ReasonCode::MentalDisorderAbsent => Some(MissingFact::MentalDisorder),
        ReasonCode::MunicipalityNotCovered => Some(MissingFact::Municipality),
        ReasonCode::NotFormerlyServed => Some(MissingFact::FormerlyIn),
        ReasonCode::DisabilityNotValid
        | ReasonCode::GroupNotCovered
        | ReasonCode::ProgrammeNotStarted
        | ReasonCode::ProgrammeEnded => None,
    }
}

/// Every condition that time can change holds on one unbroken run of days; the answer is the first of them from `on`. Where a place
/// is served once it is merged into another, that is the day of the merger at the earliest.
fn becomes_eligible_on(
    programme: &Programme,
    facts: &Facts,
    adult_from: Option<NaiveDate>,
    on: NaiveDate,
    conditions: &Conditions,
) -> Option<NaiveDate> {
    let time_changes = |code| {
        !matches!(code, ReasonCode::NoDisability | ReasonCode::MentalDisorderAbsent | ReasonCode::NotFormerlyServed)
    };
    if conditions.iter().any(|&(code, satisfied)| satisfied == Some(false) && !time_changes(code)) {
        return None;
    }
    let Disability { group, valid_from, valid_to } = facts.disability?;
    let first = [adult_from?, programme.covers_from(group)?, programme.starts_on, valid_from.unwrap_or(on)]
        .into_iter()
        .fold(on, NaiveDate::max);
    let served = |day: &NaiveDate| facts.municipality.as_ref().is_none_or(|atvk| programme.serves_place(atvk, *day));
    let first = Some(first).filter(served).or_else(|| changes_within(first, None).filter(served).min())?;
    let ended = [valid_to, programme.ends_on].into_iter().flatten().any(|last| last < first);
    (!ended).then_some(first)
}
