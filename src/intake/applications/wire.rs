//! What is sent and received about applications.

mod completion;
mod deadline;

use aplp_domain::application::{Stated, WithdrawnBy, missing};
use aplp_domain::code::Code;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::completion::{CompletionRequest, CompletionRequestInput, CureInput};
pub use self::deadline::{DecisionDeadline, DecisionDeadlineStep};
use super::ApplicationId;
use super::store::Row;
use super::store::records::{ExtensionRow, WithdrawalRow};
use crate::caller::Caller;
use crate::codes::{ApplicationStateCode, ChannelCode, DefectCode, FormKindCode, MissingItemCode, WithdrawnByCode};
use crate::db::Coded;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::checks::findings::Findings;
use crate::intake::checks::wire::CheckFindings;
use crate::register::persons::PersonId;

/// What may be mended later.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationStatement {
    /// Where the person actually lives.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// How to reach the person.
    #[schema(max_length = 300)]
    pub contact: Option<String>,
    /// As the person states it.
    #[schema(max_length = 500)]
    pub disability: Option<String>,
    /// Who helped to write it.
    #[schema(max_length = 200)]
    pub assisted_by: Option<String>,
    /// Who handed it in.
    #[schema(max_length = 200)]
    pub represented_by: Option<String>,
}

/// A new application.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationInput {
    /// The person.
    pub person_id: PersonId,
    /// The form.
    pub form_kind: FormKindCode,
    /// How it came.
    pub channel: ChannelCode,
    /// The term counts from it.
    pub submitted_on: NaiveDate,
    /// Today unless said.
    pub received_on: Option<NaiveDate>,
    /// From the register of persons unless stated.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// From the register of persons unless stated.
    #[schema(max_length = 300)]
    pub contact: Option<String>,
    /// As the person states it.
    #[schema(max_length = 500)]
    pub disability: Option<String>,
    /// Who helped to write it.
    #[schema(max_length = 200)]
    pub assisted_by: Option<String>,
    /// Who handed it in.
    #[schema(max_length = 200)]
    pub represented_by: Option<String>,
}

/// An application.
#[derive(Debug, Serialize, ToSchema)]
pub struct Application {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Without gaps.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub registration_number: i64,
    /// The person.
    pub person_id: PersonId,
    /// The form.
    pub form_kind: FormKindCode,
    /// How it came.
    pub channel: ChannelCode,
    /// The day.
    pub submitted_on: NaiveDate,
    /// The day.
    pub received_on: NaiveDate,
    /// What it states.
    #[serde(flatten)]
    pub statement: ApplicationStatement,
    /// By ATVK code.
    pub submitted_by_municipality: Option<String>,
    /// The state.
    pub state: ApplicationStateCode,
    /// What it lacks today.
    #[schema(max_items = 6)]
    pub missing: Vec<MissingItemCode>,
    /// Not cured.
    #[schema(max_items = 3)]
    pub defects: Vec<DefectCode>,
    /// As of today.
    pub deadline: DecisionDeadline,
    /// Null before anybody was asked.
    pub findings: Option<CheckFindings>,
    /// The day.
    pub decided_on: Option<NaiveDate>,
}

/// A new withdrawal.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalInput {
    /// Today unless said.
    pub withdrawn_on: Option<NaiveDate>,
    /// A representative needs a document.
    pub requested_by: WithdrawnByCode,
    /// The withdrawal, or the proof of authority.
    #[schema(min_length = 1, max_length = 200)]
    pub document_reference: Option<String>,
}

/// A withdrawal.
#[derive(Debug, Serialize, ToSchema)]
pub struct Withdrawal {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The day.
    pub withdrawn_on: NaiveDate,
    /// Null where recorded in words only.
    pub requested_by: Option<WithdrawnByCode>,
    /// The document.
    pub document_reference: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A new extension.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionInput {
    /// Later than before, at most four months after receipt.
    pub extended_to: NaiveDate,
    /// The reason.
    #[schema(max_length = 2000)]
    pub reason: String,
    /// The day.
    pub notified_on: NaiveDate,
}

/// An extension.
#[derive(Debug, Serialize, ToSchema)]
pub struct Extension {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The new last day.
    pub extended_to: NaiveDate,
    /// The reason.
    pub reason: String,
    /// The day.
    pub notified_on: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Application {
    /// An application as it stands on the day of the request.
    #[must_use]
    pub fn of(row: Row, stated: &Stated, findings: Option<&Findings>, who: &Caller) -> Self {
        Self {
            common: Common::of(who, "application", row.id.uuid(), row.version, (row.created_at, row.updated_at)),
            registration_number: row.registration_number,
            person_id: row.person_id,
            form_kind: row.form_kind,
            channel: row.channel,
            submitted_on: row.submitted_on,
            received_on: row.received_on,
            missing: missing(stated).into_iter().map(Coded).collect(),
            defects: stated.defects.all().into_iter().map(Coded).collect(),
            deadline: DecisionDeadline::of(&row, who.today()),
            findings: findings.map(|findings| CheckFindings::of(findings, who.today())),
            decided_on: row.decided_on,
            state: row.state,
            statement: row.statement(),
            submitted_by_municipality: row.submitted_by_municipality,
        }
    }
}

impl Withdrawal {
    /// A withdrawal as it is sent.
    #[must_use]
    pub fn of(row: WithdrawalRow, whose: PersonId, who: &Caller) -> Self {
        let WithdrawalRow {
            id,
            application_id,
            withdrawn_on,
            requested_by,
            document_reference,
            recorded_by,
            recorded_at,
        } = row;
        let common = Common::record(who, "withdrawal", id.uuid(), recorded_at);
        let requested_by = WithdrawnBy::from_code(&requested_by).map(Coded);
        Self { common, application_id, whose, withdrawn_on, requested_by, document_reference, recorded_by }
    }
}

impl Extension {
    /// An extension as it is sent.
    #[must_use]
    pub fn of(row: ExtensionRow, whose: PersonId, who: &Caller) -> Self {
        let ExtensionRow { id, application_id, extended_to, reason, notified_on, recorded_by, recorded_at } = row;
        let common = Common::record(who, "extension", id.uuid(), recorded_at);
        Self { common, application_id, whose, extended_to, reason, notified_on, recorded_by }
    }
}

impl Concerns for Withdrawal {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl Concerns for Extension {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl Concerns for Application {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
