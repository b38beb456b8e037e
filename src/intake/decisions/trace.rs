//! How a decision came out: every condition with its law, the money, and what the official was warned of.

use aplp_domain::decision::Warning;
use aplp_domain::eligibility::{Reason, Verdict};
use aplp_domain::funding::Funding;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::{EligibilityCode, FundingCode, MissingFactCode, ReasonCode};
use crate::db::Coded;
use crate::http::Citation;

/// How the outcome came about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Trace {
    /// Whether the conditions are met.
    pub eligibility: EligibilityCode,
    /// Every condition.
    pub conditions: Vec<ConditionTold>,
    /// The facts not known.
    pub missing: Vec<MissingFactCode>,
    /// When time alone will meet every condition.
    pub becomes_eligible_on: Option<NaiveDate>,
    /// Null where not considered.
    pub funding: Option<FundingCode>,
}

/// A condition.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConditionTold {
    /// What would fail.
    pub code: ReasonCode,
    /// The rule.
    #[schema(max_length = 10)]
    pub rule: String,
    /// Null while a fact was unknown.
    pub satisfied: Option<bool>,
    /// Where it is written.
    #[schema(max_length = 500)]
    pub law: String,
    /// The same as places in acts; empty in decisions before they were kept.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub citations: Vec<Citation>,
}

/// Worth a second look.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WarningTold {
    /// `volume_fits_lower_level`, `becomes_eligible_within_the_term` or `effective_before_notified`: it counts before
    /// it has effect.
    #[schema(max_length = 60)]
    pub code: String,
    /// The level that the volume fits.
    #[schema(minimum = 1, maximum = 3)]
    pub level: Option<i16>,
    /// When the conditions are met or the decision takes effect.
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
            law: reason.source.text(),
            citations: Citation::all(&reason.source),
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
