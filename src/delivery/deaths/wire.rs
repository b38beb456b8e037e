//! What is sent and received about deaths.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::codes::DeathSourceCode;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;
use crate::register::persons::store::deaths::{DeathRow, RetractionRow};

/// A death.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeathInput {
    /// The day of death.
    pub died_on: NaiveDate,
    /// Who told of it.
    pub source: DeathSourceCode,
    /// The document.
    #[schema(min_length = 1, max_length = 200)]
    pub document_reference: String,
}

/// Why it was a mistake.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeathRetractionInput {
    /// The reason.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// A death as it was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonDeath {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// The day of death.
    pub died_on: NaiveDate,
    /// Who told of it.
    pub source: DeathSourceCode,
    /// The document.
    pub document_reference: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// Null while it stands.
    pub retraction: Option<DeathRetraction>,
}

/// How it was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeathRetraction {
    /// The reason.
    pub reason: String,
    /// Who took it back.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
}

impl PersonDeath {
    /// A death as it is sent, with what took it back.
    #[must_use]
    pub fn of(row: DeathRow, retraction: Option<RetractionRow>, who: &Caller) -> Self {
        let DeathRow { id, person_id, died_on, source, recorded_by, recorded_at, document_reference } = row;
        let retracted_at = retraction.as_ref().map(|retraction| retraction.recorded_at);
        let common = Common::changed(who, "person_death", id.uuid(), recorded_at, retracted_at);
        let retraction = retraction.map(|RetractionRow { id: _, death_id: _, recorded_by, recorded_at, reason }| {
            DeathRetraction { reason, recorded_by, recorded_at: recorded_at.into() }
        });
        Self { common, person_id, died_on, source, document_reference, recorded_by, retraction }
    }
}

impl Concerns for PersonDeath {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
