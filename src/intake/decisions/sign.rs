//! Signing: the wanted decision held against the rules, and the row that is made of it.

use aplp_domain::areas::Areas;
use aplp_domain::code::Code;
use aplp_domain::decision::{Decided, DecisionFacts, Ground, Wanted, decide};
use aplp_domain::eligibility::{Verdict, check};
use aplp_domain::funding::{Funding, cost, funding, months};
use aplp_domain::level::Level;
use aplp_domain::programmes::term;
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::rule_set;
use aplp_domain::terms::{FIRST_DAY, LAST_DAY};
use serde::Serialize;

use super::DecisionId;
use super::case::Case;
use super::content;
use super::inputs::{AddresseeKept, AssessmentFound, DisabilityFound, Inputs, Kept, MoneyFound, ProgrammeFound};
use super::store::Row;
use super::trace::{Trace, WarningTold};
use super::wire::NewDecision;
use crate::caller::Caller;
use crate::db::Coded;
use crate::error::Error;

/// What stands in the column for the money where it was not considered.
const NOT_CONSIDERED: &str = "not_considered";

/// A decision that the rules let be signed.
pub(super) struct Signed {
    /// What is decided.
    pub(super) decided: Decided,
    /// The decision, still without its number.
    pub(super) row: Row,
}

/// Holds what the official wants against the rules, as of today.
///
/// # Errors
/// `official_unnamed` when the token tells no name, a fault in what was sent, and every refusal of `decide`.
pub(super) fn sign(case: &Case, new: &NewDecision, who: &Caller) -> Result<Signed, Error> {
    let official_name = who.name.clone().ok_or(Error::Asked("official_unnamed"))?;
    let (today, programme) = (who.today(), &case.programme.1);
    let facts = case.facts(today);
    let verdict = check(programme, &facts, today)?;
    let wanted = wanted(new)?;
    let cost = price(case, &wanted);
    let funds = funding(&case.balance.value(), cost, case.ahead);
    let over_assessment_reason = match new {
        NewDecision::Grant { over_assessment_reason, .. } => over_assessment_reason.clone(),
        NewDecision::Queue { .. } | NewDecision::Refuse { .. } => None,
    };
    let decided = decide(
        &DecisionFacts {
            programme,
            verdict: &verdict,
            assessment: case.assessed(),
            funding: funds,
            decide_until: case.application.last_day(),
            by_the_assessor: case.was_assessed_by(&who.official()),
            override_noted: over_assessment_reason.is_some(),
        },
        &wanted,
    )?;
    let considered = (!matches!(decided, Decided::Refuse(..))).then_some(funds);
    let granted = match &decided {
        Decided::Grant(granted, _) => Some(*granted),
        Decided::Queue | Decided::Refuse(..) => None,
    };
    let (ground, addressee_view) = match new {
        NewDecision::Refuse { ground, addressee_view, .. } => (Some(*ground), Some(addressee_view.clone())),
        NewDecision::Grant { .. } | NewDecision::Queue { .. } => (None, None),
    };
    let words = new.words();
    let kept = kept(case, &verdict, considered.map(|_| cost), over_assessment_reason, who);
    let warnings: Vec<_> = decided.warnings().iter().copied().map(WarningTold::of).collect();
    let row = Row {
        id: DecisionId::random(),
        number: String::new(),
        application_id: case.application.id,
        person_id: case.person.id,
        programme_id: case.programme.0.id,
        assessment_id: case.assessment().map(|row| row.id),
        place_id: case.place.as_ref().map(|place| place.id),
        grant_id: None,
        outcome: Coded(decided.outcome()),
        decided_on: today,
        decided_at: who.at.naive_utc(),
        official_subject: who.official(),
        official_name,
        official_position: words.official_position,
        eligibility: Some(Coded(verdict.outcome)),
        funding: considered.map_or(NOT_CONSIDERED, Funding::code).to_owned(),
        ground: ground.map(|Coded(reason)| Coded(Ground::Condition(reason))),
        effective_on: None,
        term_from: granted.map(|granted| granted.term_from),
        term_to: granted.map(|granted| granted.term_to),
        areas: granted.map(|granted| granted.areas.into()),
        level: granted.map(|granted| granted.level.number()),
        volume_minutes: granted.map(|granted| granted.volume.0),
        reasoning: words.reasoning,
        addressee_view,
        plain_summary: words.plain_summary,
        norms: written(&content::norms(programme, decided.outcome(), ground.map(|Coded(reason)| reason.law())))?,
        contest: written(&content::contest(today)?)?,
        warnings: written(&warnings)?,
        inputs: written(&kept)?,
        trace: written(&Some(Trace::of(&verdict, considered)))?,
        suspension_ground: None,
        facts: written(&[(); 0])?,
        rules_hash: rule_set::hash(),
    };
    Ok(Signed { decided, row })
}

/// What was sent, in the words of the rules.
fn wanted(new: &NewDecision) -> Result<Wanted, Error> {
    Ok(match new {
        NewDecision::Grant { term_from, areas, level, volume_minutes, .. } => {
            if !(FIRST_DAY..=LAST_DAY).contains(term_from) {
                return Err(Error::invalid("#/term_from", "not_valid"));
            }
            Wanted::Grant {
                term_from: *term_from,
                areas: areas.iter().map(|area| area.0).collect::<Areas>(),
                level: Level::from_number(*level).ok_or_else(|| Error::invalid("#/level", "too_large"))?,
                volume: Minutes(*volume_minutes),
            }
        }
        NewDecision::Queue { .. } => Wanted::Queue,
        NewDecision::Refuse { ground, .. } => Wanted::Refuse { ground: ground.0 },
    })
}

/// What the service costs over its term: that of the wanted grant, or else of the assessed volume for a whole term.
fn price(case: &Case, wanted: &Wanted) -> Cents {
    let programme = &case.programme.1;
    match *wanted {
        Wanted::Grant { term_from, volume, .. } => {
            let paid = term(programme, term_from).map_or(programme.term_months, |(from, to)| months(from, to));
            cost(volume, paid, programme.hour_rate)
        }
        Wanted::Queue | Wanted::Refuse { .. } => {
            let volume = case.needed().map_or(Minutes(0), |needed| needed.volume);
            cost(volume, programme.term_months, programme.hour_rate)
        }
    }
}

fn kept(
    case: &Case,
    verdict: &Verdict,
    considered: Option<Cents>,
    over_assessment_reason: Option<String>,
    who: &Caller,
) -> Kept {
    let facts = case.facts(verdict.on);
    let balance = &case.balance;
    let inputs = Inputs {
        on: verdict.on,
        decide_until: case.application.last_day(),
        born_on: facts.born_on,
        disability: facts.disability.map(|found| DisabilityFound {
            group: Coded(found.group),
            valid_from: found.valid_from,
            valid_to: found.valid_to,
        }),
        mental_disorder: Coded(facts.mental_disorder),
        municipality: facts.municipality,
        formerly_in: facts.formerly_in.unwrap_or_default(),
        assessment: case.assessment().zip(case.needed()).map(|(row, needed)| AssessmentFound {
            assessed_on: row.assessed_on,
            programme_id: row.programme_id,
            total_minutes: needed.total.0,
            level: needed.level.number(),
            volume_minutes: needed.volume.0,
            over_assessment_reason,
        }),
        programme: ProgrammeFound::of(&case.programme.1),
        money: considered.map(|cost| MoneyFound {
            places_allocated: balance.places_allocated,
            places_taken: balance.places_taken,
            cents_allocated: balance.cents_allocated,
            cents_committed: balance.cents_committed,
            cost_cents: cost.0,
            ahead_in_queue: case.ahead,
        }),
        sources: case.sources(who.today()),
    };
    let addressee = AddresseeKept::of(&case.person, case.code.as_ref(), case.application.stated_address.clone());
    Kept { addressee, inputs: Some(inputs) }
}

pub(super) fn written(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|fault| Error::Internal(fault.to_string()))
}
