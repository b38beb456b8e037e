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

/// An agreement of the association with a municipality.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CooperationDetails {
    /// The ATVK code of the municipality on the day of the signature.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: String,
    /// What it is about, by a code of the association's own: of one subject a place has one agreement at a time.
    #[schema(min_length = 3, max_length = 40, pattern = "^[a-z][a-z0-9_]{2,39}$")]
    pub subject: String,
    /// The day of the signature; not in the future.
    pub signed_on: NaiveDate,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day; null while it goes on until somebody ends it.
    pub ends_on: Option<NaiveDate>,
    /// The document with its terms.
    #[schema(max_length = 300)]
    pub terms_reference: String,
}

/// The end of an agreement before its last day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CooperationEnding {
    /// Its last day: not before it was signed, and before it would have ended by itself. It may be still to come.
    pub terminated_on: NaiveDate,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// An agreement with a municipality as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CooperationAgreement {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The agreement itself.
    #[serde(flatten)]
    pub details: CooperationDetails,
    /// Where it stands today.
    pub status: CooperationStatusCode,
    /// Its last day, where it was ended before the one that was agreed.
    pub terminated_on: Option<NaiveDate>,
    /// Why it was ended.
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
