//! What is sent and received about barriers.

use aplp_domain::barrier::stands;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Row;
use crate::caller::Caller;
use crate::codes::{BarrierCauseCode, ServiceKindCode};
use crate::delivery::individual_budgets::BudgetId;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;

/// A service that could not be had.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierDetails {
    /// The service.
    pub service_kind: ServiceKindCode,
    /// Required for `other`, else refused.
    #[schema(max_length = 200)]
    pub service_name: Option<String>,
    /// The ATVK code on the first day.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: String,
    /// Not in the future.
    pub starts_on: NaiveDate,
    /// Null while it goes on.
    pub ends_on: Option<NaiveDate>,
    /// The reason.
    pub cause: BarrierCauseCode,
    /// Required for `other`; without a person it names nobody.
    #[schema(max_length = 1000)]
    pub explanation: Option<String>,
    /// Null where it is about a place.
    pub person_id: Option<PersonId>,
    /// Their budget left unspent.
    pub individual_budget_id: Option<BudgetId>,
}

/// The end of a barrier.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierEnding {
    /// From the first day to today.
    pub ends_on: NaiveDate,
}

/// A barrier.
#[derive(Debug, Serialize, ToSchema)]
pub struct Barrier {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The barrier itself.
    #[serde(flatten)]
    pub details: BarrierDetails,
    /// Whether it stands today.
    pub stands: bool,
}

impl Barrier {
    /// A barrier as it stands today.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        let Row {
            id,
            service_kind,
            municipality,
            starts_on,
            ends_on,
            cause,
            person_id,
            individual_budget_id,
            version,
            created_at,
            updated_at,
            service_name,
            explanation,
        } = row;
        Self {
            common: Common::of(who, "barrier", id.uuid(), version, (created_at, updated_at)),
            stands: stands(starts_on, ends_on, who.today()),
            details: BarrierDetails {
                service_kind,
                service_name,
                municipality,
                starts_on,
                ends_on,
                cause,
                explanation,
                person_id,
                individual_budget_id,
            },
        }
    }
}

impl Concerns for Barrier {
    fn concern(&self) -> Option<Concern> {
        self.details.person_id.and_then(|person| Concern::of(&self.common, person))
    }
}
