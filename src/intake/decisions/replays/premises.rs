//! The premises of a decision, read back from what it keeps.

use aplp_domain::areas::Areas;
use aplp_domain::decision::{Assessed, Outcome, Wanted};
use aplp_domain::disability::Disability;
use aplp_domain::eligibility::Facts;
use aplp_domain::funding::Balance;
use aplp_domain::level::{Ceilings, Level};
use aplp_domain::programmes::{Cover, Programme, ProgrammeKind};
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::ruling::Premises;

use crate::db::AreaSet;
use crate::error::Error;
use crate::intake::decisions::inputs::{Inputs, MoneyFound, ProgrammeFound};
use crate::intake::decisions::store::Row;

/// A refusal keeps no money, and no rule asks for it.
pub(super) const NO_LIMIT: Balance = Balance { places: None, places_taken: 0, cents: None, committed: Cents(0) };
/// What a decision from before it was kept leaves to be derived, as members of the inputs.
const DERIVED: [&str; 4] = ["asked/by_the_assessor", "asked/chosen_level", "asked/override_noted", "asked/wanted"];

/// The premises, and which of them the decision does not keep, so that they were derived from the rest of it.
///
/// # Errors
/// `Internal` when something is kept that no rule knows.
pub(super) fn premises(
    row: &Row,
    inputs: &Inputs,
    by_the_assessor: bool,
) -> Result<(Premises, &'static [&'static str]), Error> {
    let unknown = |what: &str| Error::Internal(format!("a decision cannot be run again: {what}"));
    let assessment = inputs.assessment.as_ref();
    let noted = assessment.is_some_and(|assessment| assessment.over_assessment_reason.is_some());
    let (wanted, chosen, override_noted, derived): (_, _, _, &[&str]) = match &inputs.asked {
        Some(asked) => (asked.wanted.value(), asked.chosen_level, asked.override_noted, &[]),
        // Whichever way the level was found, it is the one that counted.
        None => (wanted(row), assessment.map(|assessment| assessment.level), noted, &DERIVED),
    };
    let chosen = chosen.map(|level| Level::from_number(level).ok_or_else(|| unknown("its assessed level")));
    let chosen = chosen.transpose()?;
    let areas = assessment.and_then(|found| found.areas.as_ref());
    let areas = areas.map(|areas| areas.iter().map(|area| area.0).collect::<Areas>());
    let assessed = |on, total| Assessed { on, total: Minutes(total), chosen, areas };
    let (balance, ahead_in_queue) = inputs.money.as_ref().map_or((NO_LIMIT, 0), money);
    let premises = Premises {
        on: inputs.on,
        decide_until: inputs.decide_until,
        facts: facts(inputs),
        programme: programme(&inputs.programme).ok_or_else(|| unknown("the levels of its programme"))?,
        registers_asked_on: inputs.asked.as_ref().and_then(|asked| asked.registers_asked_on),
        // What is decided rests on no contradiction, and a refusal on a condition that fails anyway.
        contradicting: Vec::new(),
        shared: Minutes(inputs.asked.as_ref().map_or(0, |asked| asked.shared_minutes)),
        assessment: assessment.map(|found| assessed(found.assessed_on, found.total_minutes)),
        balance,
        ahead_in_queue,
        by_the_assessor,
        override_noted,
        wanted: wanted.ok_or_else(|| unknown("what was wanted"))?,
    };
    Ok((premises, derived))
}

/// What was wanted, by what was decided: the rules decide as it is wanted or not at all.
fn wanted(row: &Row) -> Option<Wanted> {
    Some(match row.outcome.0 {
        Outcome::Grant => Wanted::Grant {
            term_from: row.term_from?,
            areas: row.areas.as_ref().map_or_else(Areas::default, AreaSet::areas),
            level: Level::from_number(row.level?)?,
            volume: Minutes(row.volume_minutes?),
        },
        Outcome::Queue => Wanted::Queue,
        Outcome::Refuse => Wanted::Refuse { ground: row.ground?.0.condition()? },
        Outcome::Suspend | Outcome::Resume | Outcome::Terminate | Outcome::Amend => return None,
    })
}

fn facts(inputs: &Inputs) -> Facts {
    Facts {
        born_on: inputs.born_on,
        disability: inputs.disability.as_ref().map(|found| Disability {
            group: found.group.0,
            valid_from: found.valid_from,
            valid_to: found.valid_to,
        }),
        mental_disorder: inputs.mental_disorder.0,
        municipality: inputs.municipality.clone(),
        // Which programmes have served somebody is always known: the grants say it.
        formerly_in: Some(inputs.formerly_in.clone()),
    }
}

fn money(found: &MoneyFound) -> (Balance, i64) {
    let MoneyFound { places_allocated, places_taken, cents_allocated, cents_committed, cost_cents: _, ahead_in_queue } =
        *found;
    let balance = Balance {
        places: places_allocated,
        places_taken,
        cents: cents_allocated.map(Cents),
        committed: Cents(cents_committed),
    };
    (balance, ahead_in_queue)
}

/// A programme as far as the rules look at it: its names, its owner and its ground are none of their business.
fn programme(found: &ProgrammeFound) -> Option<Programme> {
    let ProgrammeFound {
        code,
        starts_on,
        ends_on,
        covers,
        municipalities,
        level_minutes,
        term_months,
        hour_rate_cents,
        former_programme,
    } = found;
    let minutes: Vec<Minutes> = level_minutes.iter().map(|level| Minutes(level.minutes)).collect();
    Some(Programme {
        code: code.clone(),
        starts_on: *starts_on,
        ends_on: *ends_on,
        covers: covers.iter().map(|cover| Cover { group: cover.group.0, from: cover.from }).collect(),
        municipalities: municipalities.clone(),
        ceilings: Ceilings(minutes.try_into().ok()?),
        term_months: *term_months,
        hour_rate: hour_rate_cents.map(Cents),
        former_programme: former_programme.clone(),
        title_lv: String::new(),
        title_en: String::new(),
        kind: ProgrammeKind::Pilot,
        funder: String::new(),
        municipality: None,
        places_max: None,
        legal_ground: String::new(),
        references: String::new(),
    })
}
