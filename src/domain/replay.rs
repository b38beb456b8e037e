//! A replay: what came out of a decision, kept and run again, compared leaf by leaf.

use std::collections::{BTreeMap, BTreeSet};

use crate::areas::Areas;
use crate::assessment::Derived;
use crate::code::Code;
use crate::decision::{Decided, Outcome, Warning};
use crate::eligibility::{self, MissingFact, ReasonCode};
use crate::funding::Funding;
use crate::quantity::{Cents, Minutes};
use crate::refusal::Refusal;
use crate::ruling::{Premises, Ruling, rule};
use chrono::NaiveDate;

/// What came out of a decision, as it was kept or as it comes out again; what did not come out is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upshot {
    /// The day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// Whether the conditions are met.
    pub eligibility: Option<eligibility::Outcome>,
    /// Every condition, and whether it is met; none while a fact is missing.
    pub conditions: Vec<(ReasonCode, Option<bool>)>,
    /// The facts that conditions asked for in vain.
    pub missing: Vec<MissingFact>,
    /// The first day on which time alone will have met every condition.
    pub becomes_eligible_on: Option<NaiveDate>,
    /// The level, by its number, and the volume that count of the assessment.
    pub needed: Option<(i16, Minutes)>,
    /// What the service costs over its term.
    pub cost: Option<Cents>,
    /// Whether the programme can pay.
    pub funding: Option<Funding>,
    /// What is decided.
    pub outcome: Option<Outcome>,
    /// Why the rules do not let it be decided so.
    pub refusal: Option<&'static str>,
    /// The condition on which it is refused.
    pub ground: Option<ReasonCode>,
    /// The first day of a grant.
    pub term_from: Option<NaiveDate>,
    /// Its last day.
    pub term_to: Option<NaiveDate>,
    /// Its areas.
    pub areas: Option<Areas>,
    /// Its level, by its number.
    pub level: Option<i16>,
    /// Its volume, in minutes a month.
    pub volume: Option<Minutes>,
    /// What the official was warned of: which warning, of which level, of which day.
    pub warnings: Vec<(String, Option<i16>, Option<NaiveDate>)>,
}

/// What came out, each value as text under its path, `conditions/not_adult`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaves(BTreeMap<String, String>);

/// A leaf that is not the same in a replay; absent where one of the two has no such leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path.
    pub leaf: String,
    /// What was kept.
    pub kept: Option<String>,
    /// What comes out now.
    pub replayed: Option<String>,
}

/// Runs a decision again on its own premises. Rules of today that would not let it be signed any more are told as what came
/// out, under `refusal`.
pub fn replay(premises: &Premises) -> Upshot {
    match rule(premises) {
        Ok(ruling) => Upshot::of(&ruling),
        Err(missing) => Upshot { refusal: Some(Refusal::from(missing).code()), ..Upshot::default() },
    }
}

impl Upshot {
    /// What came out of a ruling.
    pub fn of(ruling: &Ruling) -> Self {
        let Ruling { verdict, needed, considered, decided } = ruling;
        let found = Self {
            decided_on: Some(verdict.on),
            eligibility: Some(verdict.outcome),
            conditions: verdict.reasons.iter().map(|reason| (reason.code, reason.satisfied)).collect(),
            missing: verdict.missing.clone(),
            becomes_eligible_on: verdict.becomes_eligible_on,
            needed: needed.map(|Derived { level, volume, .. }| (level.number(), volume)),
            cost: considered.map(|considered| considered.cost),
            funding: considered.map(|considered| considered.funding),
            outcome: decided.as_ref().ok().map(Decided::outcome),
            refusal: decided.as_ref().err().map(Refusal::code),
            warnings: decided.as_ref().map_or_else(|_| Vec::new(), |decided| told(decided.warnings())),
            ..Self::default()
        };
        match decided {
            Ok(Decided::Grant(granted, _)) => Self {
                term_from: Some(granted.term_from),
                term_to: Some(granted.term_to),
                areas: Some(granted.areas),
                level: Some(granted.level.number()),
                volume: Some(granted.volume),
                ..found
            },
            Ok(Decided::Refuse(ground, _)) => Self { ground: Some(*ground), ..found },
            Ok(Decided::Queue) | Err(_) => found,
        }
    }

    /// The same as leaves.
    pub fn leaves(&self) -> Leaves {
        // Taken apart whole, so that nothing that came out is left uncompared.
        let Self {
            decided_on,
            eligibility,
            conditions,
            missing,
            becomes_eligible_on,
            needed,
            cost,
            funding,
            outcome,
            refusal,
            ground,
            term_from,
            term_to,
            areas,
            level,
            volume,
            warnings,
        } = self;
        let mut leaves = Leaves::default();
        leaves.put("decided_on", *decided_on);
        leaves.put("eligibility", eligibility.map(Code::code));
        for (code, satisfied) in conditions {
            let satisfied = satisfied.map_or_else(|| "unknown".to_owned(), |satisfied| satisfied.to_string());
            leaves.put(format!("conditions/{}", code.code()), Some(satisfied));
        }
        for (at, fact) in missing.iter().enumerate() {
            leaves.put(format!("missing/{at}"), Some(fact.code()));
        }
        leaves.put("becomes_eligible_on", *becomes_eligible_on);
        leaves.put("assessment/level", needed.map(|(level, _)| level));
        leaves.put("assessment/volume_minutes", needed.map(|(_, volume)| volume.0));
        leaves.put("cost_cents", cost.map(|cost| cost.0));
        leaves.put("funding", funding.map(Code::code));
        leaves.put("outcome", outcome.map(Code::code));
        leaves.put("refusal", *refusal);
        leaves.put("ground", ground.map(Code::code));
        leaves.put("term_from", *term_from);
        leaves.put("term_to", *term_to);
        leaves.put("areas", areas.filter(|areas| !areas.is_empty()).map(Areas::to_text));
        leaves.put("level", *level);
        leaves.put("volume_minutes", volume.map(|volume| volume.0));
        for (at, (code, level, day)) in warnings.iter().enumerate() {
            leaves.put(format!("warnings/{at}/code"), Some(code));
            leaves.put(format!("warnings/{at}/level"), *level);
            leaves.put(format!("warnings/{at}/day"), *day);
        }
        leaves
    }
}

impl Leaves {
    /// Puts a value under a path; where there is none, there is no leaf.
    pub fn put(&mut self, path: impl Into<String>, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.0.insert(path.into(), value.to_string());
        }
    }

    /// How many leaves there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The leaves that are not the same in a replay, in the order of their paths.
    pub fn differences(&self, replayed: &Self) -> Vec<Difference> {
        let paths: BTreeSet<&String> = self.0.keys().chain(replayed.0.keys()).collect();
        let differing = paths.into_iter().filter(|path| self.0.get(*path) != replayed.0.get(*path));
        let difference = |leaf: &String| Difference {
            leaf: leaf.clone(),
            kept: self.0.get(leaf).cloned(),
            replayed: replayed.0.get(leaf).cloned(),
        };
        differing.map(difference).collect()
    }
}

fn told(warnings: &[Warning]) -> Vec<(String, Option<i16>, Option<NaiveDate>)> {
    let told = |warning: &Warning| match *warning {
        Warning::VolumeFitsLowerLevel(level) => (warning.code().to_owned(), Some(level.number()), None),
        Warning::BecomesEligibleOn(day) => (warning.code().to_owned(), None, Some(day)),
        Warning::EffectiveBeforeNotified(day) => (warning.code().to_owned(), None, day),
    };
    warnings.iter().map(told).collect()
}
