//! What is sent and received about applications.

use aplp_domain::application::{Stated, WithdrawnBy, missing};
use aplp_domain::code::Code;
use aplp_domain::terms::{self, Rule, deadline_state};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ApplicationId;
use super::store::Row;
use super::store::records::{ExtensionRow, WithdrawalRow};
use crate::caller::Caller;
use crate::codes::{
    ApplicationStateCode, ChannelCode, DeadlineStateCode, FormKindCode, MissingItemCode, StepWhyCode, WithdrawnByCode,
};
use crate::db::Coded;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::checks::findings::Findings;
use crate::intake::checks::wire::CheckFindings;
use crate::register::persons::PersonId;

/// What an application states, as far as it may be mended later.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationStatement {
    /// The address where the person actually lives.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// How to reach the person: telephone, e-mail or whatever else is stated.
    #[schema(max_length = 300)]
    pub contact: Option<String>,
    /// What the person says of the disability, in the words of the application; the registers are asked in a step of their own.
    #[schema(max_length = 500)]
    pub disability: Option<String>,
    /// Who helped to write it.
    #[schema(max_length = 200)]
    pub assisted_by: Option<String>,
    /// Who handed it in for the person.
    #[schema(max_length = 200)]
    pub represented_by: Option<String>,
}

/// An application to be taken in. What it leaves out makes it incomplete, never refused.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationInput {
    /// Who applies.
    pub person_id: PersonId,
    /// In free form or on the form of the association.
    pub form_kind: FormKindCode,
    /// How it came.
    pub channel: ChannelCode,
    /// The day on which it was handed in: the term for the decision counts from it.
    pub submitted_on: NaiveDate,
    /// The day on which it reached the association; today unless said.
    pub received_on: Option<NaiveDate>,
    /// The address where the person actually lives; the one in the register of persons unless stated.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// How to reach the person; telephone and e-mail in the register of persons unless stated.
    #[schema(max_length = 300)]
    pub contact: Option<String>,
    /// What the person says of the disability.
    #[schema(max_length = 500)]
    pub disability: Option<String>,
    /// Who helped to write it.
    #[schema(max_length = 200)]
    pub assisted_by: Option<String>,
    /// Who handed it in for the person.
    #[schema(max_length = 200)]
    pub represented_by: Option<String>,
}

/// An application.
#[derive(Debug, Serialize, ToSchema)]
pub struct Application {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Its number in the register of applications, without gaps.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub registration_number: i64,
    /// Who applies.
    pub person_id: PersonId,
    /// In free form or on the form of the association.
    pub form_kind: FormKindCode,
    /// How it came.
    pub channel: ChannelCode,
    /// The day on which it was handed in.
    pub submitted_on: NaiveDate,
    /// The day on which it reached the association.
    pub received_on: NaiveDate,
    /// What it states.
    #[serde(flatten)]
    pub statement: ApplicationStatement,
    /// The ATVK code of the municipality whose officer handed it in.
    pub submitted_by_municipality: Option<String>,
    /// How far it is.
    pub state: ApplicationStateCode,
    /// Which of the obligatory contents it lacks today, the name and code in the register of persons among them.
    #[schema(max_items = 6)]
    pub missing: Vec<MissingItemCode>,
    /// The term for the decision, as of today.
    pub deadline: DecisionDeadline,
    /// What the registers and the psychiatrist say; null before anybody was asked.
    pub findings: Option<CheckFindings>,
    /// The day of the decision.
    pub decided_on: Option<NaiveDate>,
}

/// The term for a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionDeadline {
    /// The last day by law, a month after the day of submission.
    pub last_day: NaiveDate,
    /// The last day when transferred days off are skipped too.
    pub lenient_last_day: NaiveDate,
    /// The last day after an extension, or after a contest opened the application for a new decision.
    pub extended_to: Option<NaiveDate>,
    /// How the application stands to its last day; null once it is withdrawn.
    pub state: Option<DeadlineStateCode>,
    /// How the last day came about.
    #[schema(max_items = 50)]
    pub steps: Vec<DecisionDeadlineStep>,
}

/// One step of how a last day came about.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionDeadlineStep {
    /// The day the step is about.
    pub day: NaiveDate,
    /// What is said of it.
    pub why: StepWhyCode,
}

/// The person takes the application back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalInput {
    /// The day of the wish; today unless said.
    pub withdrawn_on: Option<NaiveDate>,
    /// Whose wish it is: the person's, or that of somebody who represents them and shows a document that says so.
    pub requested_by: WithdrawnByCode,
    /// The document: the withdrawal, or what says that the representative may.
    #[schema(min_length = 1, max_length = 200)]
    pub document_reference: Option<String>,
}

/// A withdrawal.
#[derive(Debug, Serialize, ToSchema)]
pub struct Withdrawal {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Of which application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The day of the wish.
    pub withdrawn_on: NaiveDate,
    /// Whose wish it is; null where it was recorded in words only.
    pub requested_by: Option<WithdrawnByCode>,
    /// The document.
    pub document_reference: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
}

/// The term for the decision is made longer, with a reason that the person is told.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionInput {
    /// The new last day: later than the one before, at most four months after receipt.
    pub extended_to: NaiveDate,
    /// Why.
    #[schema(max_length = 2000)]
    pub reason: String,
    /// The day on which the person was told.
    pub notified_on: NaiveDate,
}

/// An extension.
#[derive(Debug, Serialize, ToSchema)]
pub struct Extension {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Of which application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The new last day.
    pub extended_to: NaiveDate,
    /// Why.
    pub reason: String,
    /// The day on which the person was told.
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
            deadline: DecisionDeadline::of(&row, who.today()),
            findings: findings.map(|findings| CheckFindings::of(findings, who.today())),
            decided_on: row.decided_on,
            state: row.state,
            statement: row.statement(),
            submitted_by_municipality: row.submitted_by_municipality,
        }
    }
}

impl DecisionDeadline {
    fn of(row: &Row, today: NaiveDate) -> Self {
        let told = terms::last_day(Rule::Decision, row.submitted_on).ok();
        let lenient_last_day = told.as_ref().map_or(row.decide_by, |deadline| deadline.lenient_last_day);
        let steps = told.into_iter().flat_map(|deadline| deadline.steps);
        let counts = !row.is_withdrawn();
        Self {
            last_day: row.decide_by,
            lenient_last_day,
            extended_to: row.extended_to,
            state: counts.then(|| Coded(deadline_state(row.last_day(), row.decided_on, today))),
            steps: steps.map(|step| DecisionDeadlineStep { day: step.day, why: Coded(step.why) }).collect(),
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
