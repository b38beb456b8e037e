//! What is sent about decisions on a granted service.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::codes::{AreaCode, RequestedByCode, SafetyKindCode};
use crate::delivery::incidents::IncidentId;
use crate::intake::decisions::wire::Words;

/// A suspension to be decided.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionInput {
    /// `ltc_institution`, `inpatient_treatment`, `imprisonment` or `other_impossible`; the list is closed.
    #[schema(min_length = 1, max_length = 40)]
    pub ground: String,
    /// The first day without service; not after today.
    pub from: NaiveDate,
    /// The last day without service, where it is known.
    pub to: Option<NaiveDate>,
    /// Why the service cannot be given, for `other_impossible`.
    #[schema(min_length = 1, max_length = 2000)]
    pub explanation: Option<String>,
    /// What the person said when they were heard.
    #[schema(max_length = 10000)]
    pub addressee_view: Option<String>,
    /// Why it is decided so.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// The decision in words that are easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The position of the official who signs.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// The end of a suspension to be decided.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumptionInput {
    /// The first day with service again.
    pub from: NaiveDate,
    /// Why it is decided so.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// The decision in words that are easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The position of the official who signs.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// The end of a service to be decided.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminationInput {
    /// `moved_abroad`, `own_request`, `safety_or_dignity`, `unreachable_4_months` or `death`; the list is closed. A service that
    /// runs out ends by itself. Any other ground is told the list, so that it is read as a text.
    #[schema(min_length = 1, max_length = 40)]
    pub ground: String,
    /// The last day of service; today unless said. For moving abroad and for death their own day, also a past one.
    pub ends_on: Option<NaiveDate>,
    /// The person's application, for `own_request`.
    pub own_application: Option<OwnApplication>,
    /// The recorded incidents, for `safety_or_dignity`.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub incident_ids: Vec<IncidentId>,
    /// What was at risk, for `safety_or_dignity`.
    pub safety_kind: Option<SafetyKindCode>,
    /// When and how the person was heard.
    pub hearing: Option<Hearing>,
    /// The document that tells of moving abroad or of death.
    #[schema(min_length = 1, max_length = 300)]
    pub document_reference: Option<String>,
    /// Why it is decided so.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// The decision in words that are easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The position of the official who signs.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// An application not to have the service any more.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnApplication {
    /// When it was handed in: not before the service was granted.
    pub submitted_on: NaiveDate,
    /// By whom: only the person's own counts.
    pub submitted_by: RequestedByCode,
    /// The document.
    #[schema(min_length = 1, max_length = 300)]
    pub document_reference: String,
}

/// How the person was heard.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hearing {
    /// The day: not before the newest of the named incidents.
    pub heard_on: NaiveDate,
    /// What the person said.
    #[schema(min_length = 1, max_length = 10000)]
    pub view: String,
}

/// A change of what is given.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendmentInput {
    /// The first day of the change: today or later.
    pub effective_from: NaiveDate,
    /// The areas in which support is given from then on.
    #[schema(max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// The level of intensity.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// The volume, in minutes a month.
    #[schema(minimum = 0, maximum = 100000)]
    pub volume_minutes: i32,
    /// Why more is given than was assessed.
    #[schema(min_length = 1, max_length = 2000)]
    pub over_assessment_reason: Option<String>,
    /// What the person said when they were heard.
    #[schema(max_length = 10000)]
    pub addressee_view: Option<String>,
    /// Why it is decided so.
    #[schema(min_length = 1, max_length = 10000)]
    pub reasoning: String,
    /// The decision in words that are easy to read, for the person.
    #[schema(min_length = 1, max_length = 5000)]
    pub plain_summary: String,
    /// The position of the official who signs.
    #[schema(min_length = 1, max_length = 200)]
    pub official_position: String,
}

/// What the official says in their own words.
pub(super) fn words(reasoning: String, plain_summary: String, official_position: String) -> Words {
    Words { reasoning, plain_summary, official_position }
}
