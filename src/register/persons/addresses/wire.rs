//! What is sent and received about addresses.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::PersonId;
use super::store::AddressRow;
use crate::caller::Caller;
use crate::codes::AddressKindCode;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};

/// A move, or a correction of one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressInput {
    /// Only `actual` decides who sees the person and which services are open.
    pub kind: AddressKindCode,
    /// Today if absent; at most 366 days ahead. Of several from one day the last recorded counts.
    pub valid_from: Option<NaiveDate>,
    /// The address.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// An ATVK code that stands on the first day.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
}

/// A person's address with its days.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonAddress {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// The kind.
    pub kind: AddressKindCode,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day; null while it stands, before the first if corrected.
    pub valid_to: Option<NaiveDate>,
    /// The address.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// The ATVK code.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
}

impl PersonAddress {
    /// An address as it is sent, with when its last day was recorded where that was later.
    #[must_use]
    pub fn of(row: AddressRow, ended_at: Option<NaiveDateTime>, who: &Caller) -> Self {
        let AddressRow { id, person_id, kind, valid_from, valid_to, municipality, recorded_by, recorded_at, address } =
            row;
        let common = Common::changed(who, "person_address", id.uuid(), recorded_at, ended_at);
        Self { common, person_id, kind, valid_from, valid_to, address, municipality, recorded_by }
    }
}

impl Concerns for PersonAddress {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
