//! What is sent and received about incidents.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Row;
use crate::caller::Caller;
use crate::codes::SafetyKindCode;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// An incident to record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentInput {
    /// The grant.
    pub grant_id: GrantId,
    /// A day of the service, not in the future.
    pub happened_on: NaiveDate,
    /// What was at risk.
    pub kind: SafetyKindCode,
    /// What happened.
    #[schema(min_length = 1, max_length = 5000)]
    pub description: String,
}

/// An incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The grant.
    pub grant_id: GrantId,
    /// The person.
    pub person_id: PersonId,
    /// The support person on that day.
    pub support_person_id: SupportPersonId,
    /// The day.
    pub happened_on: NaiveDate,
    /// What was at risk.
    pub kind: SafetyKindCode,
    /// What happened.
    #[schema(max_length = 5000)]
    pub description: String,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Incident {
    /// An incident.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        let Row {
            id,
            grant_id,
            person_id,
            support_person_id,
            happened_on,
            recorded_by,
            recorded_at,
            kind,
            description,
        } = row;
        let common = Common::record(who, "incident", id.uuid(), recorded_at);
        Self { common, grant_id, person_id, support_person_id, happened_on, kind, description, recorded_by }
    }
}

impl Concerns for Incident {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
