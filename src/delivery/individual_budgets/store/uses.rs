//! The rows of what was used of a service: a ledger of units that only grows.

use aplp_domain::individual_budget::UseState;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{BudgetId, ItemId, UseId};
use super::package::UseRow;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{budget_item_totals, budget_items, budget_uses};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;

fn chosen(of: ItemId, filters: &Filters) -> budget_uses::BoxedQuery<'static, MultiBackend> {
    let query = budget_uses::table.filter(budget_uses::item_id.eq(of)).into_boxed();
    // A use changes when another row takes it back.
    let reversals = diesel::alias!(budget_uses as reversals);
    let taken_back = |since| {
        let later = reversals.filter(reversals.field(budget_uses::recorded_at).ge(since));
        budget_uses::id.eq_any(later.select(reversals.field(budget_uses::reverses_id).assume_not_null()))
    };
    filtered!(query, filters, budget_uses { updated recorded_at or taken_back; days used_on })
}

/// A page of what was used of a service, in the order in which it was recorded, with the rows that take others back.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, of: ItemId, slice: &Slice<(NaiveDateTime, UseId)>) -> Result<Vec<UseRow>, Error> {
    let query = chosen(of, &slice.filters);
    Ok(in_order!(query, slice, Up, (budget_uses::recorded_at, budget_uses::id))
        .select(UseRow::as_select())
        .load(conn)?)
}

/// How many such rows a service has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, of: ItemId, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(of, filters).count().get_result(conn)?)
}

/// One row of a service.
///
/// # Errors
/// `NotFound` for one that the service does not have.
pub fn find(conn: &mut Conn, of: ItemId, id: UseId) -> Result<UseRow, Error> {
    let one = budget_uses::table.find(id).filter(budget_uses::item_id.eq(of)).select(UseRow::as_select());
    one.first(conn).optional()?.ok_or(Error::NotFound)
}

/// Which row is taken back, by which, and when.
pub type Reversal = (Option<UseId>, UseId, NaiveDateTime);

/// The rows that take some others back.
///
/// # Errors
/// When the database does not answer.
pub fn reversals(conn: &mut Conn, of: &[UseId]) -> Result<Vec<Reversal>, Error> {
    let taken = budget_uses::table.filter(budget_uses::reverses_id.eq_any(of.iter().copied().map(Some)));
    Ok(taken.select((budget_uses::reverses_id, budget_uses::id, budget_uses::recorded_at)).load(conn)?)
}

/// Where a row of a service stands.
///
/// # Errors
/// When the database does not answer.
pub fn state(conn: &mut Conn, row: &UseRow) -> Result<UseState, Error> {
    let is_reversed = !reversals(conn, &[row.id])?.is_empty();
    Ok(match row.reverses_id {
        Some(_) => UseState::Reversal,
        None if is_reversed => UseState::Reversed,
        None => UseState::Standing,
    })
}

/// The last day on which a service was used, where it was.
///
/// # Errors
/// When the database does not answer.
pub fn last_day(conn: &mut Conn, of: ItemId) -> Result<Option<NaiveDate>, Error> {
    let theirs = budget_uses::table.filter(budget_uses::item_id.eq(of)).filter(budget_uses::reverses_id.is_null());
    let days = theirs.order(budget_uses::used_on.desc()).select((budget_uses::id, budget_uses::used_on));
    let rows = days.load(conn)?;
    first_standing(conn, rows)
}

/// A day outside of a period on which a service of a budget was used, if there is one.
///
/// # Errors
/// When the database does not answer.
pub fn outside(conn: &mut Conn, of: BudgetId, (from, to): (NaiveDate, NaiveDate)) -> Result<Option<NaiveDate>, Error> {
    let theirs = budget_uses::table.inner_join(budget_items::table).filter(budget_items::budget_id.eq(of));
    let theirs = theirs.filter(budget_uses::reverses_id.is_null());
    let beyond = theirs.filter(budget_uses::used_on.lt(from).or(budget_uses::used_on.gt(to)));
    let days = beyond.order(budget_uses::used_on).select((budget_uses::id, budget_uses::used_on));
    let rows = days.load(conn)?;
    first_standing(conn, rows)
}

/// The day of the first of some uses that nobody took back.
fn first_standing(conn: &mut Conn, rows: Vec<(UseId, NaiveDate)>) -> Result<Option<NaiveDate>, Error> {
    let ids: Vec<_> = rows.iter().map(|(id, _)| *id).collect();
    let taken_back = reversals(conn, &ids)?;
    let stands = |id: UseId| !taken_back.iter().any(|(of, ..)| *of == Some(id));
    Ok(rows.into_iter().find(|(id, _)| stands(*id)).map(|(_, day)| day))
}

/// Adds a row, and counts it.
///
/// # Errors
/// When the database does not answer or, the second wall, more would be used than is planned.
pub fn insert(tx: &mut Conn, row: &UseRow) -> Result<(), Error> {
    diesel::insert_into(budget_uses::table).values(row.stored()?).execute(tx)?;
    diesel::update(budget_item_totals::table.find(row.item_id))
        .set(budget_item_totals::used_units.eq(budget_item_totals::used_units + row.units))
        .execute(tx)?;
    Ok(())
}
