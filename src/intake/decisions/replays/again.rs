//! A decision run again: what it keeps beside what comes out of its premises now.

use aplp_domain::code::Code;
use aplp_domain::funding::Funding;
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::replay::{Difference, Leaves, Upshot, replay};
use aplp_domain::ruling::Premises;

use super::premises::premises;
use crate::db::{AreaSet, Coded};
use crate::error::Error;
use crate::intake::decisions::content::{self, Contest};
use crate::intake::decisions::inputs::Inputs;
use crate::intake::decisions::store::Row;
use crate::intake::decisions::told::read;
use crate::intake::decisions::trace::{Trace, WarningTold};

/// What running a decision again came to.
#[derive(Debug, Clone)]
pub struct Again {
    /// The leaves that differ, in the order of their paths.
    pub differences: Vec<Difference>,
    /// How many leaves the decision keeps.
    pub compared: usize,
    /// The hash of the rules under which it was decided.
    pub rules_hash: String,
    /// The premises that it does not keep, so that they were derived.
    pub derived: &'static [&'static str],
}

impl Again {
    /// Runs a decision again on what it keeps.
    ///
    /// # Errors
    /// `Internal` when the decision does not hold what was written there.
    pub fn of(row: &Row, inputs: &Inputs, by_the_assessor: bool) -> Result<Self, Error> {
        let (premises, derived) = premises(row, inputs, by_the_assessor)?;
        // What is sealed says more surely than a column under which rules it was decided.
        let rules_hash = inputs.asked.as_ref().map_or(&row.rules_hash, |asked| &asked.rules_hash);
        let before = leaves_kept(row, inputs)?;
        let now = leaves_replayed(&premises, rules_hash);
        Ok(Self {
            differences: before.differences(&now),
            compared: before.count(),
            rules_hash: rules_hash.clone(),
            derived,
        })
    }
}

/// What a decision says came out, wherever it says so.
fn leaves_kept(row: &Row, inputs: &Inputs) -> Result<Leaves, Error> {
    let trace: Option<Trace> = read(&row.trace)?;
    let untraced = || Error::Internal(format!("the decision {} has no trace", row.id));
    let Trace { eligibility, conditions, missing, becomes_eligible_on, funding } = trace.ok_or_else(untraced)?;
    let warnings: Vec<WarningTold> = read(&row.warnings)?;
    let contest: Contest = read(&row.contest)?;
    let mut leaves = Upshot {
        decided_on: Some(row.decided_on),
        eligibility: row.eligibility.map(|eligibility| eligibility.0),
        conditions: conditions.iter().map(|condition| (condition.code.0, condition.satisfied)).collect(),
        missing: missing.iter().map(|fact| fact.0).collect(),
        becomes_eligible_on,
        needed: inputs.assessment.as_ref().map(|found| (found.level, Minutes(found.volume_minutes))),
        cost: inputs.money.as_ref().map(|money| Cents(money.cost_cents)),
        funding: Funding::from_code(&row.funding),
        outcome: Some(row.outcome.0),
        refusal: None,
        ground: row.ground.and_then(|ground| ground.0.condition()),
        term_from: row.term_from,
        term_to: row.term_to,
        areas: row.areas.as_ref().map(AreaSet::areas),
        level: row.level,
        volume: row.volume_minutes.map(Minutes),
        warnings: warnings.into_iter().map(|warning| (warning.code, warning.level, warning.day)).collect(),
    }
    .leaves();
    leaves.put("trace/eligibility", Some(eligibility.0.code()));
    leaves.put("trace/funding", funding.map(|Coded(funding)| funding.code()));
    leaves.put("contest/within_months", Some(contest.within_months));
    leaves.put("rules_hash", Some(&row.rules_hash));
    Ok(leaves)
}

/// What comes out of the premises now, in the same places.
fn leaves_replayed(premises: &Premises, rules_hash: &str) -> Leaves {
    let upshot = replay(premises);
    let mut leaves = upshot.leaves();
    leaves.put("trace/eligibility", upshot.eligibility.map(Code::code));
    leaves.put("trace/funding", upshot.funding.map(Code::code));
    leaves.put(
        "contest/within_months",
        content::contest(premises.on, &premises.programme).ok().map(|contest| contest.within_months),
    );
    leaves.put("rules_hash", Some(rules_hash));
    leaves
}
