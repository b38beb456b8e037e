//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{CertificateId, CertificateRequestId, RegistryCheckId};
use crate::codes::{AnswerCode, GroupCode, SourceCode};
use crate::db::schema::{certificate_requests, certificates, registry_checks};
use crate::intake::applications::ApplicationId;

/// What a register answered.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = registry_checks)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct RegistryCheckRow {
    pub id: RegistryCheckId,
    pub application_id: ApplicationId,
    pub register: SourceCode,
    pub adapter: String,
    pub disability_group: Option<GroupCode>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub mental_disorder: AnswerCode,
    pub born_on: Option<NaiveDate>,
    pub purpose: String,
    pub permission_number: String,
    pub reference: String,
    pub evidence_sha256: String,
    pub checked_at: NaiveDateTime,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// A request for a certificate.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificate_requests)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct CertificateRequestRow {
    pub id: CertificateRequestId,
    pub application_id: ApplicationId,
    pub requested_on: NaiveDate,
    pub answer_by: NaiveDate,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// A psychiatrist's certificate.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificates)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct CertificateRow {
    pub id: CertificateId,
    pub application_id: ApplicationId,
    pub request_id: CertificateRequestId,
    pub issuer_name: String,
    pub issuer_institution: String,
    pub issued_on: NaiveDate,
    pub received_on: NaiveDate,
    pub confirms: bool,
    pub document_reference: String,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}
