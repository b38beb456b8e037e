//! Who may have the service: a question about facts, answered by the rules and kept nowhere.

use aplp_domain::eligibility::{self, Facts, Reason, Verdict};
use aplp_domain::figure::NotInForce;
use aplp_domain::programmes::Programme;
use aplp_domain::rule_set;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facts::KnownFacts;
use crate::codes::{EligibilityCode, MissingFactCode, ReasonCode};
use crate::db::Coded;

/// What is known of somebody; what is left out is unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct EligibilityQuestion {
    /// The day asked about, from 1993-01-01 to 2100-12-31; today in Riga when absent.
    pub on: Option<NaiveDate>,
    /// The programme asked for, by its code; every programme open on the day when absent.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$")]
    pub programme: Option<String>,
    /// What is known.
    #[serde(flatten)]
    pub known: KnownFacts,
}

/// What the rules say.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityResult {
    /// The day asked about.
    pub on: NaiveDate,
    /// The rules that answered.
    pub rules: RulesAsked,
    /// The answer of each programme.
    pub programmes: Vec<ProgrammeVerdict>,
}

/// A set of rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulesAsked {
    /// The name of the set: the SHA-256 of its text.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
}

impl RulesAsked {
    /// The rules of this build.
    pub(super) fn now() -> Self {
        Self { hash: rule_set::hash() }
    }
}

/// What the rules say for one programme.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgrammeVerdict {
    /// The programme, by its code.
    pub programme: String,
    /// The result.
    pub outcome: EligibilityCode,
    /// Every condition, always all of them and always in the same order.
    pub reasons: Vec<VerdictReason>,
    /// The facts that conditions asked for in vain.
    #[schema(max_items = 20)]
    pub missing: Vec<MissingFactCode>,
    /// The first later day on which what is known makes the person eligible; null when eligible, when something is unknown and
    /// when no day does.
    pub becomes_eligible_on: Option<NaiveDate>,
}

/// A condition and how it came out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VerdictReason {
    /// The condition, named by what would fail.
    pub code: ReasonCode,
    /// The rule it belongs to: E1 age, E2 disability, E3 mental disorder, E4 group, E6 period, E7 place, E8 former programme.
    pub rule: String,
    /// Whether it is met; null while a fact is missing.
    pub satisfied: Option<bool>,
    /// Where it is written.
    pub law: String,
}

impl EligibilityResult {
    /// The answer of each programme.
    ///
    /// # Errors
    /// `NotInForce` on a day for which the rules have no figure.
    pub(super) fn of(on: NaiveDate, programmes: &[&Programme], facts: &Facts) -> Result<Self, NotInForce> {
        let verdicts = programmes.iter().map(|programme| {
            let Verdict { on: _, outcome, reasons, missing, becomes_eligible_on } =
                eligibility::check(programme, facts, on)?;
            Ok(ProgrammeVerdict {
                programme: programme.code.clone(),
                outcome: Coded(outcome),
                reasons: reasons.into_iter().map(VerdictReason::of).collect(),
                missing: missing.into_iter().map(Coded).collect(),
                becomes_eligible_on,
            })
        });
        let programmes = verdicts.collect::<Result<_, _>>()?;
        Ok(Self { on, rules: RulesAsked::now(), programmes })
    }
}

impl VerdictReason {
    fn of(reason: Reason) -> Self {
        let Reason { code, rule, satisfied, law } = reason;
        Self { code: Coded(code), rule: rule.to_owned(), satisfied, law: law.to_owned() }
    }
}
