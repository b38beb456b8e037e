//! The facts on which a decision was taken, each with the record it was read from, so that it can be taken again years later.

mod programme;

use aplp_domain::ruling::{Premises, Ruling};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use self::programme::{CoverFound, LevelMinutes, ProgrammeFound};
use super::asked::AskedKept;
use crate::codes::{AreaCode, GroupCode, MentalDisorderCode};
use crate::db::Coded;
use crate::register::persons::PersonalCodeId;
use crate::register::persons::store::{AddressRow, CodeRow, Row as Person};
use crate::register::programmes::ProgrammeId;

/// The facts of a decision.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Inputs {
    /// The day checked.
    pub on: NaiveDate,
    /// The last day to decide.
    pub decide_until: NaiveDate,
    /// Null when unknown.
    pub born_on: Option<NaiveDate>,
    /// Null when unknown.
    pub disability: Option<DisabilityFound>,
    /// From registers and certificate.
    pub mental_disorder: MentalDisorderCode,
    /// The ATVK code of residence.
    #[schema(min_length = 7, max_length = 7)]
    pub municipality: Option<String>,
    /// Codes of former programmes.
    pub formerly_in: Vec<String>,
    /// Null when there was none.
    pub assessment: Option<AssessmentFound>,
    /// The programme as it was.
    pub programme: ProgrammeFound,
    /// Null where not considered or hidden.
    pub money: Option<MoneyFound>,
    /// Where each fact was read.
    pub sources: Vec<FactSource>,
    /// Null in older decisions.
    #[serde(default)]
    pub asked: Option<AskedKept>,
}

/// The disability found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DisabilityFound {
    /// `none` when there is no disability.
    pub group: GroupCode,
    /// The first day.
    pub valid_from: Option<NaiveDate>,
    /// The last day; null for life.
    pub valid_to: Option<NaiveDate>,
}

/// The assessment relied on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AssessmentFound {
    /// The day.
    pub assessed_on: NaiveDate,
    /// The programme it was made for.
    pub programme_id: ProgrammeId,
    /// Of all areas, in minutes a month.
    #[schema(minimum = 0, maximum = 267_840)]
    pub total_minutes: i32,
    /// By the ceilings of the deciding programme.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// In minutes a month, by the same ceilings.
    #[schema(minimum = 0, maximum = 1000000)]
    pub volume_minutes: i32,
    /// With a need; null in older decisions.
    #[serde(default)]
    #[schema(max_items = 6)]
    pub areas: Option<Vec<AreaCode>>,
    /// Null where the decision follows it.
    pub over_assessment_reason: Option<String>,
}

/// The money and the queue.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MoneyFound {
    /// Null without a limit.
    #[schema(minimum = 0, maximum = 2147483647)]
    pub places_allocated: Option<i32>,
    /// Those taken.
    #[schema(minimum = 0, maximum = 2147483647)]
    pub places_taken: i32,
    /// In cents; null without a limit.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub cents_allocated: Option<i64>,
    /// Spent or promised.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub cents_committed: i64,
    /// For the whole term, as granted or else assessed.
    #[schema(minimum = 0, maximum = 9223372036854775807_i64)]
    pub cost_cents: i64,
    /// How many wait before.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub ahead_in_queue: i64,
}

/// Where a fact was read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FactSource {
    /// A member of the inputs.
    #[schema(max_length = 40)]
    pub fact: String,
    /// `person`, `registry_check`, `certificate_request`, `certificate`, `assessment`, `application`, `programme` or
    /// `grant`.
    #[schema(max_length = 40)]
    pub object: String,
    /// The record.
    #[schema(max_length = 36)]
    pub id: Uuid,
    /// The version.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub version: i32,
    /// `iis`, `vdeavk`, `certificate` or the source of a day of birth; else null.
    pub told_by: Option<String>,
}

/// A fact about a granted service.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FactFound {
    /// Such as `last_contact`, `hearing`, `own_application`.
    #[schema(max_length = 40)]
    pub fact: String,
    /// A day, number, document or reason.
    #[schema(max_length = 2000)]
    pub value: String,
    /// Null where told with the decision.
    pub source: Option<FactSource>,
}

/// To whom a decision is addressed, as the row keeps it: the code stays where codes are kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddresseeKept {
    /// Given and family name.
    pub name: String,
    /// The record of the personal code.
    pub personal_code_id: Option<PersonalCodeId>,
    /// Where the person lived.
    pub address: Option<String>,
}

/// What the column of the inputs holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// To whom.
    pub addressee: AddresseeKept,
    /// On what; nothing for a decision about a granted service, which has facts of its own.
    pub inputs: Option<Inputs>,
}

impl FactFound {
    /// A fact that was told with the decision.
    #[must_use]
    pub fn told(fact: &str, value: String) -> Self {
        Self { fact: fact.to_owned(), value, source: None }
    }
}

impl AddresseeKept {
    /// A person as they are addressed now, at the address they stated last.
    #[must_use]
    pub fn of(person: &Person, code: Option<&CodeRow>, lives: Option<&AddressRow>, stated: Option<String>) -> Self {
        Self {
            name: format!("{} {}", person.given_name, person.family_name),
            personal_code_id: code.map(|code| code.id),
            address: stated.or_else(|| lives.and_then(|row| row.address.clone())),
        }
    }
}

/// What is kept beside the premises, for those who read a decision.
#[derive(Debug, Clone)]
pub struct Noted {
    /// The programme for which the needs were assessed.
    pub assessed_for: Option<ProgrammeId>,
    /// Why more was granted than was assessed.
    pub over_assessment_reason: Option<String>,
    /// Where each fact was read.
    pub sources: Vec<FactSource>,
}

impl Inputs {
    /// What a decision keeps of its premises and of the figures on the way to its outcome.
    #[must_use]
    pub fn of(premises: &Premises, ruling: &Ruling, noted: Noted) -> Self {
        let Noted { assessed_for, over_assessment_reason, sources } = noted;
        let (facts, balance) = (&premises.facts, &premises.balance);
        let assessment = premises.assessment.zip(ruling.needed).zip(assessed_for);
        Self {
            on: premises.on,
            decide_until: premises.decide_until,
            born_on: facts.born_on,
            disability: facts.disability.map(|found| DisabilityFound {
                group: Coded(found.group),
                valid_from: found.valid_from,
                valid_to: found.valid_to,
            }),
            mental_disorder: Coded(facts.mental_disorder),
            municipality: facts.municipality.clone(),
            formerly_in: facts.formerly_in.clone().unwrap_or_default(),
            assessment: assessment.map(|((assessed, needed), programme_id)| AssessmentFound {
                assessed_on: assessed.on,
                programme_id,
                total_minutes: needed.total.0,
                level: needed.level.number(),
                volume_minutes: needed.volume.0,
                areas: assessed.areas.map(|areas| areas.iter().map(Coded).collect()),
                over_assessment_reason,
            }),
            programme: ProgrammeFound::of(&premises.programme),
            money: ruling.considered.map(|considered| MoneyFound {
                places_allocated: balance.places,
                places_taken: balance.places_taken,
                cents_allocated: balance.cents.map(|cents| cents.0),
                cents_committed: balance.committed.0,
                cost_cents: considered.cost.0,
                ahead_in_queue: premises.ahead_in_queue,
            }),
            sources,
            asked: Some(AskedKept::of(premises)),
        }
    }
}
