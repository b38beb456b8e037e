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
use crate::http::Citation;

/// Facts; those left out are unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct EligibilityQuestion {
    /// From 1993-01-01 to 2100-12-31; today in Riga if absent.
    pub on: Option<NaiveDate>,
    /// A code; all that are open if absent.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$")]
    pub programme: Option<String>,
    /// The facts.
    #[serde(flatten)]
    pub known: KnownFacts,
}

/// What the rules say.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityResult {
    /// The day.
    pub on: NaiveDate,
    /// The rules applied.
    pub rules: RulesAsked,
    /// One for each programme.
    pub programmes: Vec<ProgrammeVerdict>,
}

/// A set of rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulesAsked {
    /// The SHA-256 of its text.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
}

impl RulesAsked {
    /// The rules of this build.
    pub(super) fn now() -> Self {
        Self { hash: rule_set::hash() }
    }
}

/// The answer for one programme.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgrammeVerdict {
    /// The programme's code.
    pub programme: String,
    /// The result.
    pub outcome: EligibilityCode,
    /// All conditions, always in the same order.
    pub reasons: Vec<VerdictReason>,
    /// Facts needed but unknown.
    #[schema(max_items = 20)]
    pub missing: Vec<MissingFactCode>,
    /// Null if eligible already, if facts are missing or if no later day will do.
    pub becomes_eligible_on: Option<NaiveDate>,
}

/// A condition with its result.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VerdictReason {
    /// Named by what would fail.
    pub code: ReasonCode,
    /// E1 age, E2 disability, E3 mental disorder, E4 group, E6 period, E7 place, E8 former programme.
    pub rule: String,
    /// Null while a fact is missing.
    pub satisfied: Option<bool>,
    /// Where it is written.
    pub law: String,
    /// The same as places in acts.
    #[schema(max_items = 3)]
    pub citations: Vec<Citation>,
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
        let Reason { code, rule, satisfied, source } = reason;
        let (law, citations) = (source.text(), Citation::all(&source));
        Self { code: Coded(code), rule: rule.to_owned(), satisfied, law, citations }
    }
}
