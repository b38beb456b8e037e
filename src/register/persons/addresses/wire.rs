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

/// An address to be recorded: a move, or a correction of one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressInput {
    /// What it is to the person. Who sees the person, and which services are open to them, follows from the actual one only.
    pub kind: AddressKindCode,
    /// The first day on which it counts; today unless said, and at most 366 days ahead. Of several from one day that which was
    /// recorded last counts.
    pub valid_from: Option<NaiveDate>,
    /// The address.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// The ATVK code of its municipality, which stands on its first day.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
}

/// An address of a person with the days on which it counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonAddress {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Whose it is.
    pub person_id: PersonId,
    /// What it is to the person.
    pub kind: AddressKindCode,
    /// The first day on which it counts.
    pub valid_from: NaiveDate,
    /// The last day; null while no later address is recorded. It lies before the first where another was recorded for the same day.
    pub valid_to: Option<NaiveDate>,
    /// The address.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// The ATVK code of its municipality.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// Who recorded it: issuer and subject of their token.
    pub recorded_by: String,
}

impl PersonAddress {
    /// An address as it is sent, with when its last day was recorded where that was later.
    #[must_use]
    pub fn of(row: AddressRow, ended_at: Option<NaiveDateTime>, who: &Caller) -> Self {
        let AddressRow { id, person_id, kind, valid_from, valid_to, municipality, recorded_by, recorded_at, address } =
            row;
        let common = Common::of(who, "person_address", id.uuid(), 1, (recorded_at, ended_at.unwrap_or(recorded_at)));
        Self { common, person_id, kind, valid_from, valid_to, address, municipality, recorded_by }
    }
}

impl Concerns for PersonAddress {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
