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

/// An agreement to be drafted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementInput {
    /// Who is to give support.
    pub support_person_id: SupportPersonId,
    /// Where person and support person meet.
    #[schema(max_length = 300)]
    pub meeting_place: String,
    /// In which way they meet.
    #[schema(max_length = 500)]
    pub meeting_manner: String,
    /// When they meet.
    #[schema(max_length = 1000)]
    pub schedule: String,
}

/// An agreement of three: person, support person, association.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The grant it belongs to.
    pub grant_id: GrantId,
    /// The person.
    pub person_id: PersonId,
    /// The support person.
    pub support_person_id: SupportPersonId,
    /// Where person and support person meet.
    #[schema(max_length = 300)]
    pub meeting_place: String,
    /// In which way they meet.
    #[schema(max_length = 500)]
    pub meeting_manner: String,
    /// When they meet.
    #[schema(max_length = 1000)]
    pub schedule: String,
    /// Where it stands.
    pub state: AgreementStateCode,
    /// When the last of the three parties signed; support counts from this moment.
    pub signed_at: Option<Moment>,
    /// Who has signed, in the order of the moments.
    #[schema(max_items = 3)]
    pub signatures: Vec<Signature>,
}

/// A signature to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureInput {
    /// For which party.
    pub party: PartyCode,
    /// In which way.
    pub method: SignatureMethodCode,
    /// Who signed, by name.
    #[schema(max_length = 200)]
    pub signatory: String,
    /// When they signed: not before the day of the decision, not later than now.
    pub signed_at: DateTime<Utc>,
}

/// A signature.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signature {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// For which party.
    pub party: PartyCode,
    /// In which way.
    pub method: SignatureMethodCode,
    /// Who signed, by name.
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
