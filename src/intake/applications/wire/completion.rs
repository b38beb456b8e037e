//! What is sent and received about requests to complete an application.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::codes::{DefectCode, MissingItemCode};
use crate::db::Coded;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::applications::ApplicationId;
use crate::intake::applications::store::completions::CompletionRequestRow;
use crate::register::persons::PersonId;

/// A new request.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletionRequestInput {
    /// What stops the term; absent for missing contents only.
    #[schema(max_items = 3)]
    #[serde(default)]
    pub defects: Vec<DefectCode>,
    /// Today unless said.
    pub requested_on: Option<NaiveDate>,
    /// Later; it never moves.
    pub cure_by: NaiveDate,
    /// What the person was told.
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// A new cure.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CureInput {
    /// Today unless said; the day of posting counts.
    pub cured_on: Option<NaiveDate>,
}

/// A request to complete an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompletionRequest {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// What stops the term.
    #[schema(max_items = 3)]
    pub defects: Vec<DefectCode>,
    /// What was missing besides.
    #[schema(max_items = 6)]
    pub missing: Vec<MissingItemCode>,
    /// The day.
    pub requested_on: NaiveDate,
    /// The last day.
    pub cure_by: NaiveDate,
    /// When the defects were cured.
    pub cured_on: Option<NaiveDate>,
    /// What the person was told.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
}

impl CompletionRequest {
    /// A request as it is sent.
    #[must_use]
    pub fn of(row: CompletionRequestRow, whose: PersonId, who: &Caller) -> Self {
        let (defects, missing) = (row.defects().all(), row.missing());
        let CompletionRequestRow {
            id,
            application_id,
            requested_on,
            cure_by,
            unsigned: _,
            language: _,
            authority_not_proven: _,
            missing: _,
            cured_on,
            recorded_by,
            recorded_at,
            note,
        } = row;
        Self {
            common: Common::record(who, "completion_request", id.uuid(), recorded_at),
            application_id,
            whose,
            defects: defects.into_iter().map(Coded).collect(),
            missing: missing.into_iter().map(Coded).collect(),
            requested_on,
            cure_by,
            cured_on,
            note,
            recorded_by,
        }
    }
}

impl Concerns for CompletionRequest {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}
