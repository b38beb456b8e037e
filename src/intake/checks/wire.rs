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

/// A disability as a register holds it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstablishedDisability {
    /// Its group; `none` where the register says that there is no disability.
    pub group: GroupCode,
    /// The first day on which it is valid; absent when it began before anything asked here.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it is valid; absent for life.
    pub valid_to: Option<NaiveDate>,
}

/// A register was asked, and this is what it said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistryCheckInput {
    /// Which register; VDEĀVK only after IIS had no mark.
    pub register: RegisterCode,
    /// The disability, where the register told it.
    pub disability: Option<EstablishedDisability>,
    /// Whether the register has the mark of a mental disorder; `not_checked` when it could not be asked, which is no answer.
    pub mental_disorder: AnswerCode,
    /// The day of birth, where the register told it.
    pub born_on: Option<NaiveDate>,
    /// What the register was asked for.
    #[schema(max_length = 300)]
    pub purpose: String,
    /// The number of the permission to use the register.
    #[schema(max_length = 100)]
    pub permission_number: String,
    /// How the register or the file names this answer.
    #[schema(max_length = 200)]
    pub reference: String,
    /// The SHA-256 of the kept print or file, in hexadecimal.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9A-Fa-f]{64}$")]
    pub evidence_sha256: String,
    /// When the register was asked.
    pub checked_at: DateTime<Utc>,
}

/// A registry check.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistryCheck {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// For which application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// Which register.
    pub register: RegisterCode,
    /// How the answer came in: `manual` where somebody typed it.
    pub adapter: String,
    /// The disability, where the register told it.
    pub disability: Option<EstablishedDisability>,
    /// Whether the register has the mark of a mental disorder.
    pub mental_disorder: AnswerCode,
    /// The day of birth, where the register told it.
    pub born_on: Option<NaiveDate>,
    /// What the register was asked for.
    pub purpose: String,
    /// The number of the permission to use the register.
    pub permission_number: String,
    /// How the register or the file names this answer.
    pub reference: String,
    /// The SHA-256 of the kept print or file.
    pub evidence_sha256: String,
    /// When the register was asked.
    pub checked_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// The person is asked for a psychiatrist's certificate.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateRequestInput {
    /// The day of the request; today unless said.
    pub requested_on: Option<NaiveDate>,
    /// The last day on which it is waited for; later than the day of the request.
    pub answer_by: NaiveDate,
}

/// A request for a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateRequest {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// For which application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The day of the request.
    pub requested_on: NaiveDate,
    /// The last day on which it is waited for.
    pub answer_by: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
}

/// The certificate came. It says yes or no; no diagnosis is taken.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateInput {
    /// The psychiatrist.
    #[schema(max_length = 200)]
    pub issuer_name: String,
    /// The psychiatrist's institution.
    #[schema(max_length = 200)]
    pub issuer_institution: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The day on which it was received; today unless said.
    pub received_on: Option<NaiveDate>,
    /// Whether it confirms a mental disorder in the sense of the service.
    pub confirms: bool,
    /// How the file names it.
    #[schema(max_length = 200)]
    pub document_reference: String,
}

/// A certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct Certificate {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// For which application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The request it answers.
    pub request_id: CertificateRequestId,
    /// The psychiatrist.
    pub issuer_name: String,
    /// The psychiatrist's institution.
    pub issuer_institution: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Whether it confirms a mental disorder in the sense of the service.
    pub confirms: bool,
    /// How the file names it.
    pub document_reference: String,
    /// Who recorded it.
    pub recorded_by: String,
}

/// What the checks of an application came to, as of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckFindings {
    /// Whether a mental disorder is confirmed.
    pub mental_disorder: MentalDisorderCode,
    /// Who settled that; null while a step is open.
    pub mental_disorder_source: Option<SourceCode>,
    /// The step that comes next; null when the question is settled.
    pub next_step: Option<CheckStepCode>,
    /// What IIS said last of the mark.
    pub iis: AnswerCode,
    /// What VDEĀVK said last of the mark.
    pub vdeavk: AnswerCode,
    /// How far the psychiatrist's certificate has come.
    pub certificate: CertificateStateCode,
    /// The disability that a register told last.
    pub disability: Option<EstablishedDisability>,
    /// The check that told it.
    pub disability_check_id: Option<RegistryCheckId>,
    /// The day of birth that a register told last.
    pub born_on: Option<NaiveDate>,
    /// The check that told it.
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
