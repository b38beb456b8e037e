//! How the rows of a package are shown.

use aplp_domain::quantity::Cents;

use super::super::store::package::{Choices, ItemRow, Planned, UseRow, line};
use super::super::store::uses::Reversal;
use super::package::{BudgetChoice, BudgetItem, BudgetUse, Service};
use crate::caller::Caller;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;

impl BudgetItem {
    /// A service with the choice, out of some, by which it came.
    #[must_use]
    pub fn of(planned: Planned, choices: &Choices, whose: PersonId, who: &Caller) -> Self {
        let Cents(takes_cents) = line(&planned).cost();
        let (item, total, ending) = planned;
        let choice = choices.rows.iter().find(|choice| choice.id == item.choice_id);
        let used_at = choices.last_used.iter().find(|(used, _)| *used == item.id).map(|(_, at)| *at);
        let ended_at = ending.as_ref().map(|ending| ending.recorded_at);
        let common = Common::changed(who, "budget_item", item.id.uuid(), item.recorded_at, used_at.max(ended_at));
        Self {
            common,
            budget_id: item.budget_id,
            used_units: total.used_units,
            takes_cents,
            ended_on: ending.map(|ending| ending.ended_on),
            replaces_id: item.replaces_id,
            choice: choice.map(|choice| BudgetChoice::of(choice, choices, whose, who)),
            whose,
            service: Service::of(item),
        }
    }
}

impl Service {
    fn of(row: ItemRow) -> Self {
        let ItemRow {
            id: _,
            budget_id: _,
            need_id,
            choice_id: _,
            service_kind,
            planned_units,
            unit,
            unit_cents,
            replaces_id: _,
            recorded_by: _,
            recorded_at: _,
            service_name,
            provider,
        } = row;
        Self { service_kind, service_name, provider, planned_units, unit, unit_cents, need_id }
    }
}

impl BudgetUse {
    /// A use, with the row out of some that takes it back.
    #[must_use]
    pub fn of(row: UseRow, reversals: &[Reversal], whose: PersonId, who: &Caller) -> Self {
        let UseRow { id, item_id, used_on, units, reverses_id, recorded_by, recorded_at, note, reason } = row;
        let reversal = reversals.iter().find(|reversal| reversal.0 == Some(id));
        Self {
            common: Common::changed(who, "budget_use", id.uuid(), recorded_at, reversal.map(|(.., at)| *at)),
            item_id,
            used_on,
            units,
            note,
            reverses_id,
            reason,
            reversed_by_id: reversal.map(|(_, by, _)| *by),
            recorded_by,
            whose,
        }
    }
}

impl Concerns for BudgetChoice {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl Concerns for BudgetItem {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl Concerns for BudgetUse {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}
