//! What is sent and received about agreements with municipalities.

use aplp_domain::cooperation::status_on;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Row;
use crate::caller::Caller;
use crate::codes::CooperationStatusCode;
use crate::db::Coded;
use crate::http::Concerns;
use crate::http::wire::Common;

/// An agreement with a municipality.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CooperationDetails {
    /// The ATVK code on the day of signature.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: String,
    /// A code of the association's own.
    #[schema(min_length = 3, max_length = 40, pattern = "^[a-z][a-z0-9_]{2,39}$")]
    pub subject: String,
    /// Not in the future.
    pub signed_on: NaiveDate,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; null if open-ended.
    pub ends_on: Option<NaiveDate>,
    /// The document.
    #[schema(max_length = 300)]
    pub terms_reference: String,
}

/// An early end.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CooperationEnding {
    /// Not before signature and before the agreed end; may be in the future.
    pub terminated_on: NaiveDate,
    /// The reason.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// An agreement with a municipality.
#[derive(Debug, Serialize, ToSchema)]
pub struct CooperationAgreement {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The agreement.
    #[serde(flatten)]
    pub details: CooperationDetails,
    /// The state.
    pub status: CooperationStatusCode,
    /// The last day, where ended early.
    pub terminated_on: Option<NaiveDate>,
    /// The reason.
    #[schema(max_length = 500)]
    pub termination_reason: Option<String>,
}

impl CooperationAgreement {
    /// An agreement as it stands today.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        let status = Coded(status_on(&row.period(), who.today()));
        let Row {
            id,
            municipality,
            subject,
            signed_on,
            starts_on,
            ends_on,
            terms_reference,
            terminated_on,
            termination_reason,
            version,
            created_at,
            updated_at,
        } = row;
        Self {
            common: Common::of(who, "cooperation_agreement", id.uuid(), version, (created_at, updated_at)),
            details: CooperationDetails { municipality, subject, signed_on, starts_on, ends_on, terms_reference },
            status,
            terminated_on,
            termination_reason,
        }
    }
}

impl Concerns for CooperationAgreement {}
