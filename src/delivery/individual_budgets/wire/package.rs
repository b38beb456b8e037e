//! What is sent and received about a package: the person's choices, services, what was used of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::store::package::{ChoiceRow, Choices, OpinionRow};
use super::super::{BudgetId, ChoiceId, ItemId, NeedId, UseId};
use crate::caller::Caller;
use crate::codes::{ChoiceEffectCode, ChooserCode, ExpressionCode, OpinionHolderCode, ServiceKindCode, UnitKindCode};
use crate::db::Coded;
use crate::http::wire::Common;
use crate::register::persons::PersonId;

/// What somebody else thinks of a choice. It is noted beside the choice and never stands in its place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// Who that is to the person.
    pub holder: OpinionHolderCode,
    /// Their name.
    #[schema(max_length = 200)]
    pub holder_name: String,
    /// What they think.
    #[schema(max_length = 2000)]
    pub opinion_words: String,
}

/// The person's own choice, to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetChoiceInput {
    /// When the person chose; not in the future.
    pub chosen_on: NaiveDate,
    /// What the person chose, in their own words; where they do not speak, what they showed.
    #[schema(max_length = 2000)]
    pub choice_words: String,
    /// How they expressed it.
    pub expression: ExpressionCode,
    /// More about how: which pictures, who interpreted.
    #[schema(max_length = 1000)]
    pub expression_note: Option<String>,
    /// What others think of it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub opinions: Vec<Opinion>,
}

/// A service of the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What it is.
    pub service_kind: ServiceKindCode,
    /// Its name, for `other` and only there.
    #[schema(max_length = 200)]
    pub service_name: Option<String>,
    /// Who provides it.
    #[schema(max_length = 200)]
    pub provider: String,
    /// How many units are planned.
    #[schema(minimum = 1, maximum = 100000)]
    pub planned_units: i32,
    /// What a unit is.
    pub unit: UnitKindCode,
    /// What a unit costs, in cents.
    #[schema(minimum = 0, maximum = 10000000)]
    pub unit_cents: i64,
    /// The need that it answers.
    pub need_id: NeedId,
}

/// A service to be added to the package, with the person's own choice of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetItemInput {
    /// The service.
    pub service: Service,
    /// The person's choice, without which no service is added.
    pub choice: BudgetChoiceInput,
}

/// What the person's choice does to the package.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// The service leaves the package; what was used of it stays.
    End {
        /// Which service.
        item_id: ItemId,
    },
    /// Another service takes the place of one.
    Replace {
        /// Which service.
        item_id: ItemId,
        /// The service in its place.
        service: Service,
    },
    /// Nothing yet: the person said what they want.
    Wish {},
}

/// The person changed their mind, or said what they want.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetChangeInput {
    /// The person's choice.
    pub choice: BudgetChoiceInput,
    /// What it does to the package.
    pub change: Change,
}

/// The person's own choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetChoice {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// About which budget.
    pub budget_id: BudgetId,
    /// Who chose: the person, always.
    pub chosen_by: ChooserCode,
    /// When the person chose.
    pub chosen_on: NaiveDate,
    /// What the person chose, in their own words.
    #[schema(max_length = 2000)]
    pub choice_words: String,
    /// How they expressed it.
    pub expression: ExpressionCode,
    /// More about how.
    #[schema(max_length = 1000)]
    pub expression_note: Option<String>,
    /// What it did to the package.
    pub effect: ChoiceEffectCode,
    /// The service that it brought into the package.
    pub added_item_id: Option<ItemId>,
    /// The service that left the package by it.
    pub ended_item_id: Option<ItemId>,
    /// What others thought of it, apart from the choice.
    #[schema(max_items = 20)]
    pub opinions: Vec<Opinion>,
    /// Who recorded it: issuer and subject of their token.
    pub recorded_by: String,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

/// A service of a package as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetItem {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Of which budget.
    pub budget_id: BudgetId,
    /// The service itself.
    #[serde(flatten)]
    pub service: Service,
    /// How many units were used.
    #[schema(minimum = 0, maximum = 100000)]
    pub used_units: i32,
    /// What it takes of the budget: all that is planned while it stands, and what was used once it has ended.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub takes_cents: i64,
    /// The last day on which the person chose it; null while it stands.
    pub ended_on: Option<NaiveDate>,
    /// The service whose place it took.
    pub replaces_id: Option<ItemId>,
    /// The person's choice of it; when it ended by another choice, that one stands among the choices.
    pub choice: Option<BudgetChoice>,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

/// Units that were used, to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetUseInput {
    /// On which day: within the budget's period, not in the future, not after the person chose otherwise.
    pub used_on: NaiveDate,
    /// How many units.
    #[schema(minimum = 1, maximum = 100000)]
    pub units: i32,
    /// A note.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
}

/// Why a use is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseReversal {
    /// The reason.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// Units that were used, or a row that takes them back.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetUse {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Of which service.
    pub item_id: ItemId,
    /// On which day.
    pub used_on: NaiveDate,
    /// How many units; below zero in a row that takes another back.
    #[schema(minimum = -100000, maximum = 100000)]
    pub units: i32,
    /// A note.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// The row that it takes back.
    pub reverses_id: Option<UseId>,
    /// Why it takes it back.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// The row that takes this one back.
    pub reversed_by_id: Option<UseId>,
    /// Who recorded it: issuer and subject of their token.
    pub recorded_by: String,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

impl BudgetChoice {
    /// A choice out of some, with what belongs to it.
    #[must_use]
    pub fn of(row: &ChoiceRow, among: &Choices, whose: PersonId, who: &Caller) -> Self {
        let ChoiceRow {
            id,
            budget_id,
            effect,
            chosen_on,
            expression,
            recorded_by,
            recorded_at,
            choice_words,
            expression_note,
        } = row;
        let of = |pairs: &[(ChoiceId, ItemId)]| pairs.iter().find(|(choice, _)| choice == id).map(|(_, item)| *item);
        let opinions = among.opinions.iter().filter(|opinion| opinion.choice_id == *id).map(Opinion::of).collect();
        Self {
            common: Common::record(who, "budget_choice", id.uuid(), *recorded_at),
            budget_id: *budget_id,
            chosen_by: Coded(aplp_domain::individual_budget::Chooser::Person),
            chosen_on: *chosen_on,
            choice_words: choice_words.clone(),
            expression: *expression,
            expression_note: expression_note.clone(),
            effect: *effect,
            added_item_id: of(&among.added),
            ended_item_id: of(&among.ended),
            opinions,
            recorded_by: recorded_by.clone(),
            whose,
        }
    }
}

impl Opinion {
    fn of(row: &OpinionRow) -> Self {
        let OpinionRow { id: _, choice_id: _, holder, recorded_at: _, holder_name, opinion_words } = row.clone();
        Self { holder, holder_name, opinion_words }
    }
}
