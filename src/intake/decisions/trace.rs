//! How a decision came out: every condition with its law, the money, and what the official was warned of.

use aplp_domain::decision::Warning;
use aplp_domain::eligibility::{Reason, Verdict};
use aplp_domain::funding::Funding;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::{EligibilityCode, FundingCode, MissingFactCode, ReasonCode};
use crate::db::Coded;

/// The way from the facts to the outcome.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Trace {
    /// Whether the conditions are met.
    pub eligibility: EligibilityCode,
    /// Every condition.
    pub conditions: Vec<ConditionTold>,
    /// The facts that were not known.
    pub missing: Vec<MissingFactCode>,
    /// The first day on which time alone will have met every condition.
    pub becomes_eligible_on: Option<NaiveDate>,
    /// Whether the programme could pay; null where it was not considered.
    pub funding: Option<FundingCode>,
}

/// A condition and how it came out.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConditionTold {
    /// What would fail.
    pub code: ReasonCode,
    /// The rule it belongs to.
    #[schema(max_length = 10)]
    pub rule: String,
    /// Whether it is met; null while a fact was unknown.
    pub satisfied: Option<bool>,
    /// Where it is written.
    #[schema(max_length = 500)]
    pub law: String,
}

/// Nothing wrong, but worth a second look.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WarningTold {
    /// `volume_fits_lower_level`, `becomes_eligible_within_the_term` or, of a decision that pauses, ends or changes a service,
    /// `effective_before_notified`: it counts from a day on which it has no effect yet.
    #[schema(max_length = 60)]
    pub code: String,
    /// The level that the volume fits.
    #[schema(minimum = 1, maximum = 3)]
    pub level: Option<i16>,
    /// The day from which on the person meets every condition; the day on which the decision takes effect, if that is known.
    pub day: Option<NaiveDate>,
}

impl Trace {
    /// The trace of a verdict and, where it was considered, of the money.
    #[must_use]
    pub fn of(verdict: &Verdict, funding: Option<Funding>) -> Self {
        let told = |reason: &Reason| ConditionTold {
            code: Coded(reason.code),
            rule: reason.rule.to_owned(),
            satisfied: reason.satisfied,
            law: reason.law.to_owned(),
        };
        Self {
            eligibility: Coded(verdict.outcome),
            conditions: verdict.reasons.iter().map(told).collect(),
            missing: verdict.missing.iter().copied().map(Coded).collect(),
            becomes_eligible_on: verdict.becomes_eligible_on,
            funding: funding.map(Coded),
        }
    }
}

impl WarningTold {
    /// A warning as it is sent and kept.
    #[must_use]
    pub fn of(warning: Warning) -> Self {
        let (level, day) = match warning {
            Warning::VolumeFitsLowerLevel(level) => (Some(level.number()), None),
            Warning::BecomesEligibleOn(day) => (None, Some(day)),
            Warning::EffectiveBeforeNotified(day) => (None, day),
        };
        Self { code: warning.code().to_owned(), level, day }
    }
}
