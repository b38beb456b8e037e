//! Who may have the service: a question about facts, answered by the rules and kept nowhere.

use aplp_domain::disability::{Disability, MentalDisorder};
use aplp_domain::eligibility::{self, Facts, Reason, Verdict};
use aplp_domain::figure::NotInForce;
use aplp_domain::programmes::Programme;
use aplp_domain::{municipalities, rule_set};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days::known_day;
use crate::codes::{EligibilityCode, GroupCode, MentalDisorderCode, MissingFactCode, ReasonCode};
use crate::db::Coded;
use crate::error::{Error, Fault};

/// What is known of somebody; what is left out is unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EligibilityQuestion {
    /// The day asked about, from 1993-01-01 to 2100-12-31; today in Riga when absent.
    pub on: Option<NaiveDate>,
    /// The programme asked for, by its code; every programme open on the day when absent.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$")]
    pub programme: Option<String>,
    /// The day of birth.
    pub born_on: Option<NaiveDate>,
    /// The established disability; the group `none` says that there is none.
    pub disability: Option<DisabilityAsked>,
    /// What is known of a mental disorder.
    pub mental_disorder: Option<MentalDisorderCode>,
    /// Where the person actually lives, as an ATVK code of any day.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// The programmes that have served the person, by code; an empty list says that none has.
    #[schema(max_items = 20)]
    pub formerly_in: Option<Vec<String>>,
}

/// A disability and the days on which it is valid, both ends included.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DisabilityAsked {
    /// The group.
    pub group: GroupCode,
    /// The first valid day; long ago when absent.
    pub valid_from: Option<NaiveDate>,
    /// The last valid day; for life when absent.
    pub valid_to: Option<NaiveDate>,
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

impl EligibilityQuestion {
    /// The facts as the rules take them.
    ///
    /// # Errors
    /// `Invalid` with every day that cannot be asked about, an unknown municipality, and an end before its start.
    pub(super) fn facts(&self) -> Result<Facts, Error> {
        let Self { on: _, programme: _, born_on, disability, mental_disorder, municipality, formerly_in } = self;
        let mut faults = Vec::new();
        let (from, to) = disability.as_ref().map_or((None, None), |known| (known.valid_from, known.valid_to));
        let days = [(*born_on, "#/born_on"), (from, "#/disability/valid_from"), (to, "#/disability/valid_to")];
        for (day, place) in days {
            if known_day(day, place).is_err() {
                faults.push(Fault::at(place, "date_out_of_range"));
            }
        }
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            faults.push(Fault::at("#/disability/valid_to", "before_start"));
        }
        if municipality.as_deref().is_some_and(|atvk| municipalities::find(atvk).is_none()) {
            faults.push(Fault::at("#/municipality", "municipality_unknown"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        Ok(Facts {
            born_on: *born_on,
            disability: disability.as_ref().map(|known| Disability {
                group: known.group.0,
                valid_from: known.valid_from,
                valid_to: known.valid_to,
            }),
            mental_disorder: mental_disorder.map_or(MentalDisorder::Unknown, |known| known.0),
            municipality: municipality.clone(),
            formerly_in: formerly_in.clone(),
        })
    }
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
        Ok(Self { on, rules: RulesAsked { hash: rule_set::hash() }, programmes })
    }
}

impl VerdictReason {
    fn of(reason: Reason) -> Self {
        let Reason { code, rule, satisfied, law } = reason;
        Self { code: Coded(code), rule: rule.to_owned(), satisfied, law: law.to_owned() }
    }
}
