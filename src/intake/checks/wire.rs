//! What is sent and received about registry checks, requests for a certificate and certificates.

use aplp_domain::disability::Confirmation;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::findings::Findings;
use super::store::{CertificateRequestRow, CertificateRow, RegistryCheckRow};
use super::{CertificateRequestId, RegistryCheckId};
use crate::caller::Caller;
use crate::codes::{
    AnswerCode, CertificateStateCode, CheckStepCode, GroupCode, MentalDisorderCode, RegisterCode, SourceCode,
};
use crate::db::Coded;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::intake::applications::ApplicationId;
use crate::register::persons::PersonId;

/// A disability in a register.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstablishedDisability {
    /// `none` for no disability.
    pub group: GroupCode,
    /// Absent if it began before anything asked here.
    pub valid_from: Option<NaiveDate>,
    /// The last day; absent for life.
    pub valid_to: Option<NaiveDate>,
}

/// What a register said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistryCheckInput {
    /// VDEĀVK only after IIS had no mark.
    pub register: RegisterCode,
    /// If the register told it.
    pub disability: Option<EstablishedDisability>,
    /// `not_checked` is no answer.
    pub mental_disorder: AnswerCode,
    /// If the register told it.
    pub born_on: Option<NaiveDate>,
    /// The purpose.
    #[schema(max_length = 300)]
    pub purpose: String,
    /// To use the register.
    #[schema(max_length = 100)]
    pub permission_number: String,
    /// Its name in the file.
    #[schema(max_length = 200)]
    pub reference: String,
    /// Of the kept print or file.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9A-Fa-f]{64}$")]
    pub evidence_sha256: String,
    /// When it was asked.
    pub checked_at: DateTime<Utc>,
}

/// A registry check.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistryCheck {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The register.
    pub register: RegisterCode,
    /// `manual` where somebody typed it.
    pub adapter: String,
    /// If the register told it.
    pub disability: Option<EstablishedDisability>,
    /// `not_checked` is no answer.
    pub mental_disorder: AnswerCode,
    /// If the register told it.
    pub born_on: Option<NaiveDate>,
    /// The purpose.
    pub purpose: String,
    /// To use the register.
    pub permission_number: String,
    /// Its name in the file.
    pub reference: String,
    /// Of the kept print or file.
    pub evidence_sha256: String,
    /// When it was asked.
    pub checked_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A new request.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateRequestInput {
    /// Today unless said.
    pub requested_on: Option<NaiveDate>,
    /// The last day, later than the request.
    pub answer_by: NaiveDate,
}

/// A request.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateRequest {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The day.
    pub requested_on: NaiveDate,
    /// The last day.
    pub answer_by: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A new certificate.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateInput {
    /// The psychiatrist.
    #[schema(max_length = 200)]
    pub issuer_name: String,
    /// The institution.
    #[schema(max_length = 200)]
    pub issuer_institution: String,
    /// The day.
    pub issued_on: NaiveDate,
    /// Today unless said.
    pub received_on: Option<NaiveDate>,
    /// A mental disorder in the sense of the service.
    pub confirms: bool,
    /// The document.
    #[schema(max_length = 200)]
    pub document_reference: String,
}

/// A certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct Certificate {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The request.
    pub request_id: CertificateRequestId,
    /// The psychiatrist.
    pub issuer_name: String,
    /// The institution.
    pub issuer_institution: String,
    /// The day.
    pub issued_on: NaiveDate,
    /// The day.
    pub received_on: NaiveDate,
    /// A mental disorder in the sense of the service.
    pub confirms: bool,
    /// The document.
    pub document_reference: String,
    /// Who recorded it.
    pub recorded_by: String,
}

/// As of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckFindings {
    /// Whether it is confirmed.
    pub mental_disorder: MentalDisorderCode,
    /// Null while a step is open.
    pub mental_disorder_source: Option<SourceCode>,
    /// Null once settled.
    pub next_step: Option<CheckStepCode>,
    /// The last answer.
    pub iis: AnswerCode,
    /// The last answer.
    pub vdeavk: AnswerCode,
    /// The state.
    pub certificate: CertificateStateCode,
    /// What a register told last.
    pub disability: Option<EstablishedDisability>,
    /// The check.
    pub disability_check_id: Option<RegistryCheckId>,
    /// What a register told last.
    pub born_on: Option<NaiveDate>,
    /// The check.
    pub born_on_check_id: Option<RegistryCheckId>,
}

impl EstablishedDisability {
    fn in_row(row: &RegistryCheckRow) -> Option<Self> {
        let RegistryCheckRow { disability_group, valid_from, valid_to, .. } = *row;
        disability_group.map(|group| Self { group, valid_from, valid_to })
    }
}

impl RegistryCheck {
    /// A registry check as it is sent.
    #[must_use]
    pub fn of(row: RegistryCheckRow, whose: PersonId, who: &Caller) -> Self {
        Self {
            common: Common::record(who, "registry_check", row.id.uuid(), row.recorded_at),
            application_id: row.application_id,
            whose,
            register: row.register,
            disability: EstablishedDisability::in_row(&row),
            mental_disorder: row.mental_disorder,
            born_on: row.born_on,
            checked_at: row.checked_at.into(),
            adapter: row.adapter,
            purpose: row.purpose,
            permission_number: row.permission_number,
            reference: row.reference,
            evidence_sha256: row.evidence_sha256,
            recorded_by: row.recorded_by,
        }
    }
}

impl CertificateRequest {
    /// A request as it is sent.
    #[must_use]
    pub fn of(row: CertificateRequestRow, whose: PersonId, who: &Caller) -> Self {
        let CertificateRequestRow { id, application_id, requested_on, answer_by, recorded_by, recorded_at } = row;
        let common = Common::record(who, "certificate_request", id.uuid(), recorded_at);
        Self { common, application_id, whose, requested_on, answer_by, recorded_by }
    }
}

impl Certificate {
    /// A certificate as it is sent.
    #[must_use]
    pub fn of(row: CertificateRow, whose: PersonId, who: &Caller) -> Self {
        Self {
            common: Common::record(who, "certificate", row.id.uuid(), row.recorded_at),
            application_id: row.application_id,
            whose,
            request_id: row.request_id,
            issuer_name: row.issuer_name,
            issuer_institution: row.issuer_institution,
            issued_on: row.issued_on,
            received_on: row.received_on,
            confirms: row.confirms,
            document_reference: row.document_reference,
            recorded_by: row.recorded_by,
        }
    }
}

impl CheckFindings {
    /// The findings as they stand on a day.
    #[must_use]
    pub fn of(findings: &Findings, today: NaiveDate) -> Self {
        let (checks, stands) = (findings.checks(today), findings.confirmation(today));
        let (disability, born_on) = (findings.disability(), findings.born_on());
        Self {
            mental_disorder: Coded(stands.mental_disorder()),
            mental_disorder_source: stands.source().map(Coded),
            next_step: match stands {
                Confirmation::Waiting(step) => Some(Coded(step)),
                Confirmation::Settled(..) => None,
            },
            iis: Coded(checks.iis),
            vdeavk: Coded(checks.vdeavk),
            certificate: Coded(checks.certificate),
            disability_check_id: disability.map(|(_, row)| row.id),
            disability: disability.and_then(|(_, row)| EstablishedDisability::in_row(row)),
            born_on_check_id: born_on.map(|(_, row)| row.id),
            born_on: born_on.map(|(day, _)| day),
        }
    }
}

impl Concerns for RegistryCheck {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl Concerns for CertificateRequest {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl Concerns for Certificate {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}
