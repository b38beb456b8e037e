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
    /// What could not be had.
    pub service_kind: ServiceKindCode,
    /// Its name, for `other` and only there.
    #[schema(max_length = 200)]
    pub service_name: Option<String>,
    /// Where, by the ATVK code of the municipality on the first day.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: String,
    /// The first day; not in the future.
    pub starts_on: NaiveDate,
    /// The last day; null while it goes on.
    pub ends_on: Option<NaiveDate>,
    /// Why.
    pub cause: BarrierCauseCode,
    /// More about it; for `other` it has to be there. Without a person nobody is named in it.
    #[schema(max_length = 1000)]
    pub explanation: Option<String>,
    /// Whom it kept from the service; null where it is about the place and nobody in it.
    pub person_id: Option<PersonId>,
    /// Which individual budget of that person could not be spent for it.
    pub individual_budget_id: Option<BudgetId>,
}

/// The end of a barrier.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierEnding {
    /// Its last day: not before its first one, not in the future.
    pub ends_on: NaiveDate,
}

/// A service that could not be had, as it stands.
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
