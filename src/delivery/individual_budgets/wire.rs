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

/// A need that is to be answered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedInput {
    /// The need, in the person's words as far as can be.
    #[schema(max_length = 1000)]
    pub need: String,
}

/// An individual budget to be opened.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndividualBudgetInput {
    /// Whose it is to be.
    pub person_id: PersonId,
    /// Who pays: a programme of the kind `individual_budget`.
    pub programme_id: ProgrammeId,
    /// The sum, in cents.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub cents: i64,
    /// The first day on which services are used, within the programme.
    pub starts_on: NaiveDate,
    /// The last day on which services are used, within the programme.
    pub ends_on: NaiveDate,
    /// The needs that the package is to answer.
    #[schema(min_items = 1, max_items = 50)]
    pub needs: Vec<NeedInput>,
}

/// What may change of an individual budget.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetDetails {
    /// The sum, in cents: never less than its package takes.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub cents: i64,
    /// The first day on which services are used, within the programme.
    pub starts_on: NaiveDate,
    /// The last day on which services are used, within the programme.
    pub ends_on: NaiveDate,
}

/// The end of an individual budget.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetEnding {
    /// The last day on which services are used: within the budget's period, not in the future.
    pub ended_on: NaiveDate,
    /// Why it ends.
    #[schema(max_length = 1000)]
    pub reason: String,
}

/// A need that the package answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetNeed {
    /// Which one: services name it.
    pub id: NeedId,
    /// The need.
    #[schema(max_length = 1000)]
    pub need: String,
}

/// What a person may spend on services of their own choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndividualBudget {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Whose it is.
    pub person_id: PersonId,
    /// Who pays.
    pub programme_id: ProgrammeId,
    /// Where it stands today: it ends by itself after its last day.
    pub state: IndividualBudgetStateCode,
    /// The sum, in cents.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub cents: i64,
    /// What its package takes: all that is planned of the services that stand, and what was used of those that ended.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub package_cents: i64,
    /// What is left to plan with.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub left_cents: i64,
    /// The first day on which services are used.
    pub starts_on: NaiveDate,
    /// The last day on which services are used, unless it ended before.
    pub ends_on: NaiveDate,
    /// The last day on which services are used, where it has ended.
    pub ended_on: Option<NaiveDate>,
    /// Why it ended; null where its last day came.
    #[schema(max_length = 1000)]
    pub ending_reason: Option<String>,
    /// The needs that the package answers.
    #[schema(max_items = 50)]
    pub needs: Vec<BudgetNeed>,
    /// The broker in force; null while there is none.
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
