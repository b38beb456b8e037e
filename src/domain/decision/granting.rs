//! What a decision grants: areas, level and volume by the assessment, from a day near enough.

use super::{Decided, DecisionFacts, Granted, Warning, eligible_and_assessed};
use crate::areas::{Area, Areas};
use crate::assessment::{Derived, good_until, read};
use crate::code::Code;
use crate::figure::{Figure, Since, Unit, days_after};
use crate::funding::Funding;
use crate::law::Source;
use crate::level::Level;
use crate::programmes::{Programme, term};
use crate::quantity::Minutes;
use crate::refusal::Refusal;
use crate::terms::FIRST_DAY;
use chrono::NaiveDate;

/// How many days after its decision a service begins at the latest.
pub(super) const START_DAYS_MAX: Figure = Figure {
    code: "start_days_max",
    unit: Unit::Days,
    values: &[Since {
        day: FIRST_DAY,
        until: None,
        value: 60,
        source: Source::only(
            "design: what was found of the person is not put aside for later; as long as one may apply before a term ends",
        ),
    }],
};

/// An assessment as far as a decision needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessed {
    /// The day it was made or last confirmed.
    pub on: NaiveDate,
    /// The agreed minutes a month of all areas.
    pub total: Minutes,
    /// The level that was chosen instead of the computed one, where one was.
    pub chosen: Option<Level>,
    /// The areas in which a need was found; none where they were not kept.
    pub areas: Option<Areas>,
}

impl Assessed {
    /// Level and volume by the ceilings of the programme that decides, whichever the form was filled in for.
    pub fn under(self, programme: &Programme) -> Derived {
        read(self.total, self.chosen, programme.ceilings)
    }
}

/// Whether areas, level and volume follow the assessment, or a reason is noted why they do not (MK 625, 16.1. p.; Sociālo
/// pakalpojumu un sociālās palīdzības likums, 4. p. 1. d.). Less than the assessed volume needs none. Of an assessment that does not
/// tell its areas only the volume is asked.
///
/// # Errors
/// `OverTheAssessment`, `LevelNotAssessed`, `AreasNotAssessed`.
pub fn follows(
    assessed: Assessed,
    programme: &Programme,
    (areas, level, volume): (Areas, Level, Minutes),
    reason_noted: bool,
) -> Result<(), Refusal> {
    if reason_noted {
        return Ok(());
    }
    let needed = assessed.under(programme);
    if volume > needed.volume {
        return Err(Refusal::OverTheAssessment { assessed: needed.volume });
    }
    let Some(found) = assessed.areas else { return Ok(()) };
    if level != needed.level {
        return Err(Refusal::LevelNotAssessed { assessed: needed.level });
    }
    let missing: Vec<_> = areas.iter().filter(|area| !found.contains(*area)).map(Area::code).collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::AreasNotAssessed { missing }) }
}

/// Grants the service as it is wanted.
///
/// # Errors
/// The first rule that says no: the condition, the assessment, the money, the content.
pub(super) fn grant(
    facts: &DecisionFacts<'_>,
    term_from: NaiveDate,
    areas: Areas,
    level: Level,
    volume: Minutes,
) -> Result<Decided, Refusal> {
    let assessed = eligible_and_assessed(facts)?;
    let good_until = good_until(assessed.on)?;
    if good_until < facts.verdict.on {
        return Err(Refusal::AssessmentStale { good_until });
    }
    match facts.funding {
        Funding::Available => {}
        Funding::Exhausted => return Err(Refusal::FundingExhausted),
        Funding::OthersWaiting => return Err(Refusal::OthersWaiting),
    }
    let ceilings = facts.programme.ceilings;
    if areas.is_empty() {
        return Err(Refusal::NoArea);
    }
    if volume <= Minutes(0) {
        return Err(Refusal::NoVolume);
    }
    if volume > ceilings.of(level) {
        return Err(Refusal::OverTheCeiling { ceiling: ceilings.of(level) });
    }
    follows(assessed, facts.programme, (areas, level, volume), facts.override_noted)?;
    let (term_from, term_to) = term(facts.programme, term_from)?;
    let decided_on = facts.verdict.on;
    if term_from < decided_on {
        return Err(Refusal::StartsBeforeTheDecision { decided_on });
    }
    let latest = days_after(decided_on, &START_DAYS_MAX)?;
    if latest < term_from {
        return Err(Refusal::StartsTooLate { decided_on, latest });
    }
    let (fitting, _, _) = ceilings.level_for(volume);
    let warnings = (fitting < level).then_some(Warning::VolumeFitsLowerLevel(fitting));
    Ok(Decided::Grant(Granted { term_from, term_to, areas, level, volume }, warnings.into_iter().collect()))
}
