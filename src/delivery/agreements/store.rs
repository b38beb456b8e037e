//! The rows of this resource.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{AgreementId, SignatureId};
use crate::codes::{AgreementStateCode, PartyCode, SignatureMethodCode};
use crate::db::schema::{agreements, signatures};
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// An agreement.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = agreements, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: AgreementId,
    pub grant_id: GrantId,
    pub person_id: PersonId,
    pub support_person_id: SupportPersonId,
    pub meeting_place: String,
    pub meeting_manner: String,
    pub schedule: String,
    pub state: AgreementStateCode,
    pub signed_at: Option<NaiveDateTime>,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// A signature.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signatures)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct SignatureRow {
    pub id: SignatureId,
    pub agreement_id: AgreementId,
    pub party: PartyCode,
    pub method: SignatureMethodCode,
    pub signatory: String,
    pub signed_at: NaiveDateTime,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}
