//! The ledger of what was used of a package: it only grows, and a mistake is taken back by a second row.

use aplp_domain::dates::has_come;
use aplp_domain::individual_budget::{Line, reversible, usable};

use super::planning::taken;
use super::store::package::{UseRow, line};
use super::store::{self, Row, items, uses};
use super::wire::package::{BudgetUseInput, UseReversal};
use super::{BudgetId, ItemId, UseId};
use crate::caller::Caller;
use crate::db::Conn;
use crate::db::journal::{self, Object};
use crate::error::Error;
use crate::http::seen::Seen;

/// Records units that were used of what is planned.
pub(super) fn used(
    tx: &mut Conn,
    who: &Caller,
    (id, item): (BudgetId, ItemId),
    seen: &Seen,
    new: BudgetUseInput,
) -> Result<(Row, UseRow), Error> {
    let BudgetUseInput { used_on, units, note } = new;
    let budget = store::claimed(tx, id, who)?;
    seen.is(budget.version)?;
    let planned = items::find(tx, id, item)?;
    has_come("used_on", used_on, who.today())?;
    let before = line(&planned);
    usable(budget.period(), before.ended_on, used_on)?;
    let row = UseRow {
        id: UseId::in_order(),
        item_id: item,
        used_on,
        units,
        reverses_id: None,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        note,
        reason: None,
    };
    counted(tx, who, budget, before, row, "budget_use_recorded")
}

/// Takes a use back by a second row with as many units below zero; the use itself stays as it is.
pub(super) fn reversed(
    tx: &mut Conn,
    who: &Caller,
    (id, item, of): (BudgetId, ItemId, UseId),
    seen: &Seen,
    new: UseReversal,
) -> Result<(Row, UseRow), Error> {
    let budget = store::claimed(tx, id, who)?;
    let planned = items::find(tx, id, item)?;
    let used = uses::find(tx, item, of)?;
    seen.is(1)?;
    reversible(uses::state(tx, &used)?)?;
    let row = UseRow {
        id: UseId::in_order(),
        units: -used.units,
        reverses_id: Some(of),
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        note: None,
        reason: Some(new.reason),
        ..used
    };
    counted(tx, who, budget, line(&planned), row, "budget_use_reversed")
}

/// Writes a row of the ledger with its total, what the package takes by it, and its trace.
fn counted(
    tx: &mut Conn,
    who: &Caller,
    budget: Row,
    before: Line,
    row: UseRow,
    action: &str,
) -> Result<(Row, UseRow), Error> {
    let after = before.with_use(row.units)?;
    // Of a service that has ended only what was used counts, so that a late use still takes of the budget.
    let budget = taken(tx, budget, Some(before), after)?;
    uses::insert(tx, &row)?;
    let person = Some(budget.person_id.uuid());
    journal::record(tx, who, action, Object { kind: "budget_use", id: row.id.uuid(), version: 1, person })?;
    Ok((budget, row))
}
