//! What is sent about decisions on a granted service.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::codes::{AreaCode, RequestedByCode, SafetyKindCode};
use crate::delivery::incidents::IncidentId;
use crate::intake::decisions::wire::Words;

/// A suspension to decide.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionInput {
    /// `ltc_institution`, `inpatient_treatment`, `imprisonment` or `other_impossible`.
    #[schema(min_length = 1, max_length = 40)]
    pub ground: String,
    /// Not in the future.
    pub from: NaiveDate,
    /// Null while unknown.
    pub to: Option<NaiveDate>,
    /// Required for `other_impossible`.
    #[schema(min_length = 1, max_length = 2000)]
    pub explanation: Option<String>,
    /// What the person said.
    #[schema(max_length = 10000)]
    pub addressee_view: Option<String>,
    /// The reason.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// Easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The official's position.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// The end of a suspension.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumptionInput {
    /// After the first day without service, not in the future.
    pub from: NaiveDate,
    /// The reason.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// Easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The official's position.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// The end of a service.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminationInput {
    /// `moved_abroad`, `own_request`, `safety_or_dignity`, `unreachable_4_months` or `death`.
    #[schema(min_length = 1, max_length = 40)]
    pub ground: String,
    /// Null for today. Not in the past; for `moved_abroad` and `death` not in the future.
    pub ends_on: Option<NaiveDate>,
    /// Required for `own_request`.
    pub own_application: Option<OwnApplication>,
    /// Required for `safety_or_dignity`.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub incident_ids: Vec<IncidentId>,
    /// What was at risk, for `safety_or_dignity`.
    pub safety_kind: Option<SafetyKindCode>,
    /// Required for `safety_or_dignity`.
    pub hearing: Option<Hearing>,
    /// Required for `moved_abroad` and `death`.
    #[schema(min_length = 1, max_length = 300)]
    pub document_reference: Option<String>,
    /// The reason.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// Easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The official's position.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// The application.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnApplication {
    /// From the day of the decision to today.
    pub submitted_on: NaiveDate,
    /// Only the person's own counts.
    pub submitted_by: RequestedByCode,
    /// The document.
    #[schema(min_length = 1, max_length = 300)]
    pub document_reference: String,
}

/// The hearing.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hearing {
    /// From the day of the newest incident to today.
    pub heard_on: NaiveDate,
    /// What the person said.
    #[schema(min_length = 1, max_length = 10000)]
    pub view: String,
}

/// A change of a service.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendmentInput {
    /// Today or later.
    pub effective_from: NaiveDate,
    /// All areas from then on.
    #[schema(max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// The level of intensity.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// In minutes a month.
    #[schema(minimum = 0, maximum = 100000)]
    pub volume_minutes: i32,
    /// Why minutes, level or areas are not those assessed.
    #[schema(min_length = 1, max_length = 2000)]
    pub over_assessment_reason: Option<String>,
    /// What the person said.
    #[schema(max_length = 10000)]
    pub addressee_view: Option<String>,
    /// The reason.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// Easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The official's position.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// What the official says in their own words.
pub(super) fn words(reasoning: String, plain_summary: String, official_position: String) -> Words {
    Words { reasoning, plain_summary, official_position }
}
