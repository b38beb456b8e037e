//! The ledger of what programmes were given: rows are added and never changed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::store::{AllocationRow, BalanceRow};
use super::{AllocationId, ProgrammeId};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{allocations, balances};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;

/// Records an allocation together with the balance it makes.
///
/// # Errors
/// When the database does not answer or, the second wall, less would be allocated than is taken.
pub(super) fn allocate(tx: &mut Conn, row: &AllocationRow, balance: &BalanceRow) -> Result<(), Error> {
    diesel::insert_into(allocations::table).values(row).execute(tx)?;
    diesel::update(balances::table.find(row.programme_id)).set(balance).execute(tx)?;
    Ok(())
}

fn chosen(of: ProgrammeId, filters: &Filters) -> allocations::BoxedQuery<'static, MultiBackend> {
    let query = allocations::table.filter(allocations::programme_id.eq(of)).into_boxed();
    filtered!(query, filters, allocations { updated recorded_at; days effective_on })
}

/// A page of what a programme was given, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub(super) fn list(
    conn: &mut Conn,
    of: ProgrammeId,
    slice: &Slice<(NaiveDateTime, AllocationId)>,
) -> Result<Vec<AllocationRow>, Error> {
    let query = chosen(of, &slice.filters);
    Ok(in_order!(query, slice, Up, (allocations::recorded_at, allocations::id))
        .select(AllocationRow::as_select())
        .load(conn)?)
}

/// How many allocations a programme has in all.
///
/// # Errors
/// When the database does not answer.
pub(super) fn count(conn: &mut Conn, of: ProgrammeId, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(of, filters).count().get_result(conn)?)
}
