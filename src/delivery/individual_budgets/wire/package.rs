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

/// An opinion; never in place of the choice.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// Who they are to the person.
    pub holder: OpinionHolderCode,
    /// Their name.
    #[schema(max_length = 200)]
    pub holder_name: String,
    /// What they think.
    #[schema(max_length = 2000)]
    pub opinion_words: String,
}

/// The person's choice.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetChoiceInput {
    /// Not in the future.
    pub chosen_on: NaiveDate,
    /// In the person's words, or what they showed.
    #[schema(max_length = 2000)]
    pub choice_words: String,
    /// How they expressed it.
    pub expression: ExpressionCode,
    /// Which pictures, who interpreted.
    #[schema(max_length = 1000)]
    pub expression_note: Option<String>,
    /// What others think.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub opinions: Vec<Opinion>,
}

/// A service of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The service.
    pub service_kind: ServiceKindCode,
    /// Required for `other`, else refused.
    #[schema(max_length = 200)]
    pub service_name: Option<String>,
    /// The provider.
    #[schema(max_length = 200)]
    pub provider: String,
    /// The units planned.
    #[schema(minimum = 1, maximum = 100000)]
    pub planned_units: i32,
    /// The unit.
    pub unit: UnitKindCode,
    /// In cents.
    #[schema(minimum = 0, maximum = 10000000)]
    pub unit_cents: i64,
    /// The need it answers.
    pub need_id: NeedId,
}

/// A service and the choice of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetItemInput {
    /// The service.
    pub service: Service,
    /// The person's choice.
    pub choice: BudgetChoiceInput,
}

/// What it does to the package.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// The service leaves it; what was used stays.
    End {
        /// The service.
        item_id: ItemId,
    },
    /// Another service takes its place.
    Replace {
        /// The service.
        item_id: ItemId,
        /// The new service.
        service: Service,
    },
    /// Nothing yet: what the person wants.
    Wish {},
}

/// A choice and what it does.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetChangeInput {
    /// The person's choice.
    pub choice: BudgetChoiceInput,
    /// What it does to the package.
    pub change: Change,
}

/// The person's choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetChoice {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The budget.
    pub budget_id: BudgetId,
    /// Always the person.
    pub chosen_by: ChooserCode,
    /// The day.
    pub chosen_on: NaiveDate,
    /// In the person's words, or what they showed.
    #[schema(max_length = 2000)]
    pub choice_words: String,
    /// How they expressed it.
    pub expression: ExpressionCode,
    /// Which pictures, who interpreted.
    #[schema(max_length = 1000)]
    pub expression_note: Option<String>,
    /// What it does to the package.
    pub effect: ChoiceEffectCode,
    /// The service it added.
    pub added_item_id: Option<ItemId>,
    /// The service it ended.
    pub ended_item_id: Option<ItemId>,
    /// What others think.
    #[schema(max_items = 20)]
    pub opinions: Vec<Opinion>,
    /// Who recorded it.
    pub recorded_by: String,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

/// A service of a package.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetItem {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The budget.
    pub budget_id: BudgetId,
    /// The service itself.
    #[serde(flatten)]
    pub service: Service,
    /// The units used.
    #[schema(minimum = 0, maximum = 100000)]
    pub used_units: i32,
    /// In cents: planned while it stands, used once ended.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub takes_cents: i64,
    /// Null while it stands.
    pub ended_on: Option<NaiveDate>,
    /// The service it replaced.
    pub replaces_id: Option<ItemId>,
    /// The choice that added it.
    pub choice: Option<BudgetChoice>,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

/// Units used.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetUseInput {
    /// Within the period, not in the future, not after the person chose otherwise.
    pub used_on: NaiveDate,
    /// The units.
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

/// A use, or its reversal.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetUse {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The service.
    pub item_id: ItemId,
    /// The day.
    pub used_on: NaiveDate,
    /// Below zero in a reversal.
    #[schema(minimum = -100000, maximum = 100000)]
    pub units: i32,
    /// A note.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// The row it reverses.
    pub reverses_id: Option<UseId>,
    /// The reason.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// The row that reverses it.
    pub reversed_by_id: Option<UseId>,
    /// Who recorded it.
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
