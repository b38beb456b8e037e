//! What is sent and received about contests.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::{
    ContestEffectCode, ContestNotDoneCode, ContestOutcomeCode, ContestPutOffCode, ContestStateCode, DeadlineStateCode,
};
use crate::http::wire::{Common, Moment};
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;

/// Who submits it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SubmittedBy {
    /// The person.
    Person {},
    /// A representative.
    Representative {
        /// Who that is.
        #[schema(max_length = 200)]
        represented_by: String,
        /// The document that empowers them.
        #[schema(max_length = 300)]
        document_reference: String,
    },
}

/// Said by an official, never computed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensiveEffect {
    /// The decision rests until the answer.
    pub applies: bool,
    /// Where it is written.
    #[schema(max_length = 500)]
    pub legal_ground: String,
}

/// A contest to register.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestInput {
    /// Who submits it.
    pub submitted_by: SubmittedBy,
    /// Not before the decision; today by default and for a person.
    pub submitted_on: Option<NaiveDate>,
    /// By the association; today by default.
    pub received_on: Option<NaiveDate>,
    /// In the person's words.
    #[schema(max_length = 10000)]
    pub grounds: String,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// Why to restore the term, if asked for.
    #[schema(max_length = 2000)]
    pub restoration_reason: Option<String>,
    /// If an official can say so already.
    pub suspensive_effect: Option<SuspensiveEffect>,
}

/// That it was passed on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardingInput {
    /// The day; today by default.
    pub forwarded_on: Option<NaiveDate>,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// Replaces what was said before.
    pub suspensive_effect: Option<SuspensiveEffect>,
}

/// An answer to a contest.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionInput {
    /// What it answers.
    pub outcome: ContestOutcomeCode,
    /// The day.
    pub resolved_on: NaiveDate,
    /// For the person; that of the answer by default.
    pub took_effect_on: Option<NaiveDate>,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: String,
    /// The reason.
    #[schema(max_length = 10000)]
    pub reasoning: String,
}

/// That it was taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestWithdrawalInput {
    /// The day; today by default.
    pub withdrawn_on: Option<NaiveDate>,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
}

/// A contest of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contest {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The decision.
    pub decision_id: DecisionId,
    /// The person.
    pub person_id: PersonId,
    /// The state.
    pub state: ContestStateCode,
    /// Who submits it.
    pub submitted_by: SubmittedBy,
    /// The day.
    pub submitted_on: NaiveDate,
    /// By the association.
    pub received_on: NaiveDate,
    /// While unanswered, by the notification that counts now.
    pub in_time: bool,
    /// The last day held against the person; null until notified.
    pub held_against: Option<NaiveDate>,
    /// Restoring the term is asked.
    pub restoration_requested: bool,
    /// The reason.
    #[schema(max_length = 2000)]
    pub restoration_reason: Option<String>,
    /// Null while nobody has said.
    pub suspensive_effect: Option<SuspensiveEffectTold>,
    /// In the person's words.
    #[schema(max_length = 10000)]
    pub grounds: String,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// The last day to pass it on.
    pub forward_by: NaiveDate,
    /// Null when taken back before.
    pub forwarding_state: Option<DeadlineStateCode>,
    /// Null while not passed on.
    pub forwarding: Option<Forwarding>,
    /// Null while not answered.
    pub resolution: Option<Resolution>,
    /// Null while not taken back.
    pub withdrawal: Option<ContestWithdrawal>,
    /// What replaced the contested one.
    pub next_decision_id: Option<DecisionId>,
}

/// What the suspensive effect did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContestSuspensiveEffect)]
pub struct SuspensiveEffectTold {
    /// The decision rests until the answer.
    pub applies: bool,
    /// Where it is written.
    #[schema(max_length = 500)]
    pub legal_ground: String,
    /// Null where the decision does not rest. Only an end is put off; the association holds off all else.
    pub on_the_service: Option<ContestPutOffCode>,
    /// The service was kept as before; null where the decision does not rest.
    pub carried_out: Option<bool>,
    /// The latest of the decided day, the answer or withdrawal, and the last support; null while put off or running to
    /// term.
    pub ends_on: Option<NaiveDate>,
}

/// That it was passed on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forwarding {
    /// The day.
    pub forwarded_on: NaiveDate,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// When that was recorded.
    pub recorded_at: Moment,
}

/// How it was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolution {
    /// What it answers.
    pub outcome: ContestOutcomeCode,
    /// What follows for the service.
    pub effect: ContestEffectCode,
    /// All of that was done.
    pub carried_out: bool,
    /// What was not done, and why; else empty.
    #[schema(max_items = 5)]
    pub not_done: Vec<ContestNotDoneCode>,
    /// The day.
    pub resolved_on: NaiveDate,
    /// For the person.
    pub took_effect_on: NaiveDate,
    /// The last day, read strictly.
    pub court_appeal_until: NaiveDate,
    /// Transferred days off are skipped too.
    pub court_appeal_until_lenient: NaiveDate,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: String,
    /// The reason.
    #[schema(max_length = 10000)]
    pub reasoning: String,
    /// Who answered.
    pub recorded_by: String,
    /// A warning: who issued the decision answered its contest.
    pub heard_by_issuer: bool,
    /// When that was recorded.
    pub recorded_at: Moment,
}

/// That it was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContestWithdrawal {
    /// The day.
    pub withdrawn_on: NaiveDate,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// When that was recorded.
    pub recorded_at: Moment,
}
