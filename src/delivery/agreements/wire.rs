//! What is sent and received about agreements and their signatures.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::{Row, SignatureRow};
use crate::caller::Caller;
use crate::codes::{AgreementStateCode, PartyCode, SignatureMethodCode};
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// An agreement to draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementInput {
    /// The support person.
    pub support_person_id: SupportPersonId,
    /// Where they meet.
    #[schema(max_length = 300)]
    pub meeting_place: String,
    /// How they meet.
    #[schema(max_length = 500)]
    pub meeting_manner: String,
    /// When they meet.
    #[schema(max_length = 1000)]
    pub schedule: String,
}

/// An agreement of three parties.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The grant.
    pub grant_id: GrantId,
    /// The person.
    pub person_id: PersonId,
    /// The support person.
    pub support_person_id: SupportPersonId,
    /// Where they meet.
    #[schema(max_length = 300)]
    pub meeting_place: String,
    /// How they meet.
    #[schema(max_length = 500)]
    pub meeting_manner: String,
    /// When they meet.
    #[schema(max_length = 1000)]
    pub schedule: String,
    /// The state.
    pub state: AgreementStateCode,
    /// When the last signed; support counts from then.
    pub signed_at: Option<Moment>,
    /// In the order of signing.
    #[schema(max_items = 3)]
    pub signatures: Vec<Signature>,
}

/// A signature to record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureInput {
    /// The party.
    pub party: PartyCode,
    /// How it was signed.
    pub method: SignatureMethodCode,
    /// Who signed.
    #[schema(max_length = 200)]
    pub signatory: String,
    /// From the day of the decision to now.
    pub signed_at: DateTime<Utc>,
}

/// A signature.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signature {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The party.
    pub party: PartyCode,
    /// How it was signed.
    pub method: SignatureMethodCode,
    /// Who signed.
    #[schema(max_length = 200)]
    pub signatory: String,
    /// When they signed.
    pub signed_at: Moment,
}

impl Agreement {
    /// An agreement with those of some signatures that are its own.
    #[must_use]
    pub fn of(row: Row, signatures: &[SignatureRow], who: &Caller) -> Self {
        let Row {
            id,
            grant_id,
            person_id,
            support_person_id,
            meeting_place,
            meeting_manner,
            schedule,
            state,
            signed_at,
            version,
            created_at,
            updated_at,
        } = row;
        let own = signatures.iter().filter(|signature| signature.agreement_id == id);
        Self {
            common: Common::of(who, "agreement", id.uuid(), version, (created_at, updated_at)),
            grant_id,
            person_id,
            support_person_id,
            meeting_place,
            meeting_manner,
            schedule,
            state,
            signed_at: signed_at.map(Moment::from),
            signatures: own.map(|row| Signature::of(row, who)).collect(),
        }
    }
}

impl Signature {
    fn of(row: &SignatureRow, who: &Caller) -> Self {
        let SignatureRow { id, agreement_id: _, party, method, signatory, signed_at, recorded_by: _, recorded_at } =
            row;
        Self {
            common: Common::record(who, "signature", id.uuid(), *recorded_at),
            party: *party,
            method: *method,
            signatory: signatory.clone(),
            signed_at: (*signed_at).into(),
        }
    }
}

impl Concerns for Agreement {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
