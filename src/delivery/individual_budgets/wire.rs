//! What is sent and received about individual budgets.

pub mod brokers;
pub mod package;
mod shown;

use aplp_domain::quantity::Cents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::brokers::BudgetBroker;
use super::NeedId;
use super::store::Row;
use super::store::package::NeedRow;
use crate::caller::Caller;
use crate::codes::IndividualBudgetStateCode;
use crate::db::Coded;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// A need to answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedInput {
    /// In the person's words.
    #[schema(max_length = 1000)]
    pub need: String,
}

/// A budget to open.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndividualBudgetInput {
    /// The person.
    pub person_id: PersonId,
    /// A programme of the kind `individual_budget`.
    pub programme_id: ProgrammeId,
    /// In cents.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub cents: i64,
    /// Within the programme.
    pub starts_on: NaiveDate,
    /// Within the programme.
    pub ends_on: NaiveDate,
    /// The needs.
    #[schema(min_items = 1, max_items = 50)]
    pub needs: Vec<NeedInput>,
}

/// What may change of a budget.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetDetails {
    /// In cents; not less than the package takes.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub cents: i64,
    /// Within the programme.
    pub starts_on: NaiveDate,
    /// Within the programme.
    pub ends_on: NaiveDate,
}

/// The end of a budget.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetEnding {
    /// Within the period, not in the future.
    pub ended_on: NaiveDate,
    /// The reason.
    #[schema(max_length = 1000)]
    pub reason: String,
}

/// A need to answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetNeed {
    /// Services name it.
    pub id: NeedId,
    /// The need.
    #[schema(max_length = 1000)]
    pub need: String,
}

/// Money for services of the person's own choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndividualBudget {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The state today.
    pub state: IndividualBudgetStateCode,
    /// In cents.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub cents: i64,
    /// In cents: planned of standing services, used of ended ones.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub package_cents: i64,
    /// In cents.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub left_cents: i64,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The planned last day.
    pub ends_on: NaiveDate,
    /// Null while open.
    pub ended_on: Option<NaiveDate>,
    /// The reason; null if it ran out.
    #[schema(max_length = 1000)]
    pub ending_reason: Option<String>,
    /// The needs.
    #[schema(max_items = 50)]
    pub needs: Vec<BudgetNeed>,
    /// The broker in force.
    pub broker: Option<BudgetBroker>,
}

impl IndividualBudget {
    /// A budget with those of some needs that are its own, and its broker.
    #[must_use]
    pub fn of(row: Row, needs: &[NeedRow], broker: Option<BudgetBroker>, who: &Caller) -> Self {
        let left = row.sum() - row.package();
        let (state, over) = (row.recorded().on(who.today()), row.recorded().over(who.today()));
        let Row {
            id,
            person_id,
            programme_id,
            starts_on,
            ends_on,
            cents,
            committed_cents,
            state: _,
            ended_on: _,
            version,
            created_at,
            updated_at,
            ending_reason,
        } = row;
        let own = needs.iter().filter(|need| need.budget_id == id);
        let Cents(left_cents) = left;
        Self {
            common: Common::of(who, "individual_budget", id.uuid(), version, (created_at, updated_at)),
            person_id,
            programme_id,
            state: Coded(state),
            cents,
            package_cents: committed_cents,
            left_cents,
            starts_on,
            ends_on,
            ended_on: over,
            ending_reason,
            needs: own.map(|need| BudgetNeed { id: need.id, need: need.need.clone() }).collect(),
            broker,
        }
    }
}

impl Row {
    /// The part that may change.
    #[must_use]
    pub fn details(&self) -> BudgetDetails {
        BudgetDetails { cents: self.cents, starts_on: self.starts_on, ends_on: self.ends_on }
    }
}

impl Concerns for IndividualBudget {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
