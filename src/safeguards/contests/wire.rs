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

/// Who submits a contest.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SubmittedBy {
    /// The person.
    Person {},
    /// Somebody who represents the person.
    Representative {
        /// Who that is.
        #[schema(max_length = 200)]
        represented_by: String,
        /// The document that gives them the right to.
        #[schema(max_length = 300)]
        document_reference: String,
    },
}

/// Whether the decision is carried out while it is contested: said by an official, and never computed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensiveEffect {
    /// Whether the decision rests until the answer.
    pub applies: bool,
    /// Where that is written.
    #[schema(max_length = 500)]
    pub legal_ground: String,
}

/// A contest to be registered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestInput {
    /// Who submits it.
    pub submitted_by: SubmittedBy,
    /// The day it was submitted, not before the decision; today where nothing is said. A person submits today.
    pub submitted_on: Option<NaiveDate>,
    /// The day the association received it; today where nothing is said.
    pub received_on: Option<NaiveDate>,
    /// Why the decision is wrong, in the person's words.
    #[schema(max_length = 10000)]
    pub grounds: String,
    /// Which document it is.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// Why the term should be restored, where the contest comes late and that is asked for.
    #[schema(max_length = 2000)]
    pub restoration_reason: Option<String>,
    /// Whether the decision is carried out meanwhile, where an official can say so already.
    pub suspensive_effect: Option<SuspensiveEffect>,
}

/// A contest is passed on to the ministry.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardingInput {
    /// The day; today where nothing is said.
    pub forwarded_on: Option<NaiveDate>,
    /// By which letter.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// Whether the decision is carried out meanwhile; replaces what was said before.
    pub suspensive_effect: Option<SuspensiveEffect>,
}

/// The ministry answers a contest.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionInput {
    /// What it answers.
    pub outcome: ContestOutcomeCode,
    /// The day of the answer.
    pub resolved_on: NaiveDate,
    /// The day the answer took effect for the person; that of the answer where nothing is said, so that the person is told a day
    /// that is never too late.
    pub took_effect_on: Option<NaiveDate>,
    /// Which document it is.
    #[schema(max_length = 300)]
    pub document_reference: String,
    /// Why it is answered so.
    #[schema(max_length = 10000)]
    pub reasoning: String,
}

/// A contest is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestWithdrawalInput {
    /// The day; today where nothing is said.
    pub withdrawn_on: Option<NaiveDate>,
    /// By which document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
}

/// What the person says against a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contest {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The decision.
    pub decision_id: DecisionId,
    /// About whom it is.
    pub person_id: PersonId,
    /// How far it is.
    pub state: ContestStateCode,
    /// Who submitted it.
    pub submitted_by: SubmittedBy,
    /// The day it was submitted.
    pub submitted_on: NaiveDate,
    /// The day the association received it.
    pub received_on: NaiveDate,
    /// Whether it came in time; while it waits for an answer, by the notification that counts now.
    pub in_time: bool,
    /// The last day it was held against, counted in favour of the person; null when the decision was not notified yet.
    pub held_against: Option<NaiveDate>,
    /// Whether it is asked that the term be restored.
    pub restoration_requested: bool,
    /// Why it should be.
    #[schema(max_length = 2000)]
    pub restoration_reason: Option<String>,
    /// Whether the decision is carried out meanwhile; null while nobody has said.
    pub suspensive_effect: Option<SuspensiveEffectTold>,
    /// Why the decision is wrong, in the person's words.
    #[schema(max_length = 10000)]
    pub grounds: String,
    /// Which document it is.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// The last day to pass it on to the ministry in time.
    pub forward_by: NaiveDate,
    /// How it stands to that day; null when it was taken back before.
    pub forwarding_state: Option<DeadlineStateCode>,
    /// That it was passed on to the ministry; null while it was not.
    pub forwarding: Option<Forwarding>,
    /// What the ministry answered; null while it has not.
    pub resolution: Option<Resolution>,
    /// That it was taken back; null while it is not.
    pub withdrawal: Option<ContestWithdrawal>,
    /// The decision that took the place of the contested one; null while there is none.
    pub next_decision_id: Option<DecisionId>,
}

/// Whether the decision is carried out while it is contested, and what that did to the service.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContestSuspensiveEffect)]
pub struct SuspensiveEffectTold {
    /// Whether the decision rests until the answer.
    pub applies: bool,
    /// Where that is written.
    #[schema(max_length = 500)]
    pub legal_ground: String,
    /// What it did to the service; null where the decision does not rest. Only the end of a service is put off: whatever else a
    /// decision does goes on, and is for the association to hold off.
    pub on_the_service: Option<ContestPutOffCode>,
    /// Whether the service was kept as it was before the decision; null where the decision does not rest.
    pub carried_out: Option<bool>,
    /// The last day of the service since its end counts again: that of the decision, of the answer or withdrawal, or of the last
    /// support, whichever is the latest. Null while the end is put off, and where the service runs to its term.
    pub ends_on: Option<NaiveDate>,
}

/// That a contest was passed on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forwarding {
    /// The day.
    pub forwarded_on: NaiveDate,
    /// By which letter.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// When that was recorded.
    pub recorded_at: Moment,
}

/// What the ministry answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolution {
    /// What it answered.
    pub outcome: ContestOutcomeCode,
    /// What follows from that for the service.
    pub effect: ContestEffectCode,
    /// Whether all of that was done with the answer.
    pub carried_out: bool,
    /// What of that was not done, and why; empty where it was carried out.
    #[schema(max_items = 5)]
    pub not_done: Vec<ContestNotDoneCode>,
    /// The day of the answer.
    pub resolved_on: NaiveDate,
    /// The day the answer took effect for the person.
    pub took_effect_on: NaiveDate,
    /// The last day to appeal to the court by the strict reading.
    pub court_appeal_until: NaiveDate,
    /// The last day to appeal when transferred days off are skipped too.
    pub court_appeal_until_lenient: NaiveDate,
    /// Which document it is.
    #[schema(max_length = 300)]
    pub document_reference: String,
    /// Why it was answered so.
    #[schema(max_length = 10000)]
    pub reasoning: String,
    /// When that was recorded.
    pub recorded_at: Moment,
}

/// That a contest was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContestWithdrawal {
    /// The day.
    pub withdrawn_on: NaiveDate,
    /// By which document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// When that was recorded.
    pub recorded_at: Moment,
}
