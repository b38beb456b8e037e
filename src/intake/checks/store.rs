//! The rows of registry checks, requests for a certificate and certificates.

use std::collections::HashMap;

use aplp_domain::disability::{Answer, Register};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::findings::Findings;
use super::{CertificateId, CertificateRequestId, RegistryCheckId};
use crate::codes::{AnswerCode, GroupCode, RegisterCode};
use crate::db::Conn;
use crate::db::schema::{certificate_requests, certificates, registry_checks};
use crate::error::Error;
use crate::intake::applications::ApplicationId;
use crate::kept_sealed;

kept_sealed! {
    /// What a register answered.
    pub struct RegistryCheckRow from registry_checks as StoredRegistryCheck with RegistryCheckSecret {
        id: RegistryCheckId,
        application_id: ApplicationId,
        register: RegisterCode,
        adapter: String,
        purpose: String,
        evidence_sha256: String,
        checked_at: NaiveDateTime,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        disability_group: Option<GroupCode>,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
        mental_disorder: AnswerCode,
        born_on: Option<NaiveDate>,
        permission_number: String,
        reference: String,
    }
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

kept_sealed! {
    /// A psychiatrist's certificate.
    pub struct CertificateRow from certificates as StoredCertificate with CertificateSecret {
        id: CertificateId,
        application_id: ApplicationId,
        request_id: CertificateRequestId,
        received_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        issuer_name: String,
        issuer_institution: String,
        issued_on: NaiveDate,
        confirms: bool,
        document_reference: String,
    }
}

/// What the checks of one application come to.
///
/// # Errors
/// When the database does not answer.
pub fn findings(conn: &mut Conn, of: ApplicationId) -> Result<Findings, Error> {
    Ok(findings_of(conn, &[of])?.remove(&of).unwrap_or_default())
}

/// What the checks of some applications come to; those without any are absent.
///
/// # Errors
/// When the database does not answer.
pub fn findings_of(conn: &mut Conn, of: &[ApplicationId]) -> Result<HashMap<ApplicationId, Findings>, Error> {
    let mut all: HashMap<ApplicationId, Findings> = HashMap::new();
    for row in registry_checks(conn, of)? {
        let of = all.entry(row.application_id).or_default();
        let known = match row.register.0 {
            Register::Iis => &mut of.iis,
            Register::Vdeavk => &mut of.vdeavk,
        };
        // A register that could not be asked takes nothing back of what it said before.
        if known.is_none() || row.mental_disorder.0 != Answer::NotChecked {
            *known = Some(row);
        }
    }
    for row in certificate_requests(conn, of)? {
        let of = all.entry(row.application_id).or_default();
        of.request = Some(row);
    }
    for row in certificates(conn, of)? {
        let of = all.entry(row.application_id).or_default();
        if of.request.as_ref().is_some_and(|request| request.id == row.request_id) {
            of.certificate = Some(row);
        }
    }
    Ok(all)
}

/// What the registers answered about some applications, in the order in which they were asked.
///
/// # Errors
/// When the database does not answer.
pub fn registry_checks(conn: &mut Conn, of: &[ApplicationId]) -> Result<Vec<RegistryCheckRow>, Error> {
    use registry_checks::{application_id, checked_at, id, recorded_at};
    let rows = registry_checks::table.filter(application_id.eq_any(of)).order((checked_at, recorded_at, id));
    Ok(rows.select(RegistryCheckRow::as_select()).load(conn)?)
}

/// The requests for a certificate of some applications, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn certificate_requests(conn: &mut Conn, of: &[ApplicationId]) -> Result<Vec<CertificateRequestRow>, Error> {
    use certificate_requests::{application_id, id, recorded_at};
    let rows = certificate_requests::table.filter(application_id.eq_any(of)).order((recorded_at, id));
    Ok(rows.select(CertificateRequestRow::as_select()).load(conn)?)
}

/// The certificates of some applications, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn certificates(conn: &mut Conn, of: &[ApplicationId]) -> Result<Vec<CertificateRow>, Error> {
    use certificates::{application_id, id, recorded_at};
    let rows = certificates::table.filter(application_id.eq_any(of)).order((recorded_at, id));
    Ok(rows.select(CertificateRow::as_select()).load(conn)?)
}

/// Adds an answer of a register.
///
/// # Errors
/// When the database does not answer.
pub fn insert_check(tx: &mut Conn, row: &RegistryCheckRow) -> Result<(), Error> {
    diesel::insert_into(registry_checks::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Adds a request for a certificate.
///
/// # Errors
/// When the database does not answer.
pub fn insert_request(tx: &mut Conn, row: &CertificateRequestRow) -> Result<(), Error> {
    diesel::insert_into(certificate_requests::table).values(row).execute(tx)?;
    Ok(())
}

/// Adds a certificate.
///
/// # Errors
/// When the database does not answer.
pub fn insert_certificate(tx: &mut Conn, row: &CertificateRow) -> Result<(), Error> {
    diesel::insert_into(certificates::table).values(row.stored()?).execute(tx)?;
    Ok(())
}
