//! The services of a package, as they stand.

use chrono::NaiveDateTime;
use diesel::dsl::{InnerJoin, IntoBoxed, LeftJoin, max};
use diesel::prelude::*;

use super::super::{BudgetId, ItemId};
use super::package::Planned;
use crate::codes::{ServiceKindCode, UnitKindCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{budget_item_endings, budget_item_totals, budget_items, budget_uses};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;

/// Services with what was used of each and how it ended.
type Joined = LeftJoin<InnerJoin<budget_items::table, budget_item_totals::table>, budget_item_endings::table>;

fn joined() -> Joined {
    budget_items::table.inner_join(budget_item_totals::table).left_join(budget_item_endings::table)
}

/// The services of a budget that are asked for.
fn chosen(of: BudgetId, filters: &Filters) -> IntoBoxed<'static, Joined, MultiBackend> {
    // A service changes when some of it is used, and when it ends.
    let endings = diesel::alias!(budget_item_endings as endings);
    let used = |since| {
        let uses = budget_uses::table.filter(budget_uses::recorded_at.ge(since)).select(budget_uses::item_id);
        let ended = endings.filter(endings.field(budget_item_endings::recorded_at).ge(since));
        let ended = ended.select(endings.field(budget_item_endings::item_id));
        budget_items::id.eq_any(uses).or(budget_items::id.eq_any(ended))
    };
    let query = joined().filter(budget_items::budget_id.eq(of)).into_boxed();
    filtered!(query, filters, budget_items {
        updated recorded_at or used; codes service_kind: ServiceKindCode, unit: UnitKindCode
    })
}

/// A page of the services of a budget in the order in which they were added, those that ended too.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, of: BudgetId, slice: &Slice<(NaiveDateTime, ItemId)>) -> Result<Vec<Planned>, Error> {
    let query = in_order!(chosen(of, &slice.filters), slice, Up, (budget_items::recorded_at, budget_items::id));
    Ok(query.select(Planned::as_select()).load(conn)?)
}

/// How many services a budget has had in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, of: BudgetId, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(of, filters).count().get_result(conn)?)
}

/// One service of a budget.
///
/// # Errors
/// `NotFound` for one that the budget does not have.
pub fn find(conn: &mut Conn, of: BudgetId, id: ItemId) -> Result<Planned, Error> {
    let one = joined().filter(budget_items::id.eq(id)).filter(budget_items::budget_id.eq(of));
    one.select(Planned::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// When some of each of these services was last used, or a use of it taken back.
///
/// # Errors
/// When the database does not answer.
pub fn last_used(conn: &mut Conn, of: &[ItemId]) -> Result<Vec<(ItemId, NaiveDateTime)>, Error> {
    let uses = budget_uses::table.filter(budget_uses::item_id.eq_any(of)).group_by(budget_uses::item_id);
    let last = max(budget_uses::recorded_at).assume_not_null();
    Ok(uses.select((budget_uses::item_id, last)).load(conn)?)
}
