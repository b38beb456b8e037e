//! The ledger of what programmes were given: rows are added and never changed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::store::{AllocationRow, BalanceRow};
use super::{AllocationId, ProgrammeId};
use crate::db::Conn;
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{allocations, balances};
use crate::error::Error;

/// Records an allocation together with the balance it makes.
///
/// # Errors
/// When the database does not answer or, the second wall, less would be allocated than is taken.
pub(super) fn allocate(tx: &mut Conn, row: &AllocationRow, balance: &BalanceRow) -> Result<(), Error> {
    diesel::insert_into(allocations::table).values(row).execute(tx)?;
    diesel::update(balances::table.find(row.programme_id)).set(balance).execute(tx)?;
    Ok(())
}

/// A page of what a programme was given, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub(super) fn list(
    conn: &mut Conn,
    of: ProgrammeId,
    after: Option<(NaiveDateTime, AllocationId)>,
    limit: i64,
) -> Result<Vec<AllocationRow>, Error> {
    let mut query = allocations::table.filter(allocations::programme_id.eq(of)).into_boxed();
    if let Some(after) = after {
        query = query.filter(beyond((allocations::recorded_at, allocations::id), after, Direction::Up));
    }
    let query = query.order((allocations::recorded_at, allocations::id)).limit(limit);
    Ok(query.select(AllocationRow::as_select()).load(conn)?)
}

/// How many allocations a programme has in all.
///
/// # Errors
/// When the database does not answer.
pub(super) fn count(conn: &mut Conn, of: ProgrammeId) -> Result<i64, Error> {
    Ok(allocations::table.filter(allocations::programme_id.eq(of)).count().get_result(conn)?)
}
