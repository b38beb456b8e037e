//! Sealing anew: after a new data key was made, every row that an older one sealed is sealed by the newest.
//!
//! Row by row and while the service runs: a row is replaced only if nobody changed it meanwhile. What was done stays done
//! when the work is killed, and it goes on where rows of older keys are left.

use chrono::{Duration, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};
use uuid::Uuid;

use super::columns::Uid;
use super::map::sealed_tables;
use super::schema::data_keys;
use super::seal::{Cell, KeyNumber, key_of, open_bytes, seal_bytes};
use super::{Conn, Id, Keyring, evidence};
use crate::caller::Caller;
use crate::error::Error;

/// How many rows are sealed anew in one transaction: others write in between.
const BATCH: i64 = 200;
/// How long a key is kept after a newer one seals, in hours: every instance knows the newer one by then, and the answers
/// that are kept for a while are gone.
const RETIRED_HOURS: i64 = 73;

/// A row's id and what is sealed in it.
pub type SealedRow = (Id<Cell>, Vec<u8>);

/// A data key and how many rows it seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Its number.
    pub key: KeyNumber,
    /// Since when a newer one seals; none for the one that does.
    pub retired_at: Option<NaiveDateTime>,
    /// How many rows it seals.
    pub rows: i64,
}

/// Every data key with the rows it seals.
///
/// # Errors
/// When the database does not answer.
pub fn uses(conn: &mut Conn) -> Result<Vec<Use>, Error> {
    let keys = data_keys::table.filter(data_keys::number.gt(0)).order(data_keys::number);
    let keys: Vec<(i32, Option<NaiveDateTime>)> = keys.select((data_keys::number, data_keys::retired_at)).load(conn)?;
    let mut uses = Vec::new();
    for (number, retired_at) in keys {
        let key = KeyNumber::try_from(number).unwrap_or_default();
        let mut rows = 0;
        for table in sealed_tables().chain(["repeats"]) {
            rows += sql::<BigInt>(&format!("SELECT count(*) FROM {table} WHERE substr(sealed, 2, 4) = "))
                .bind::<Binary, _>(key.to_be_bytes().to_vec())
                .get_result::<i64>(conn)?;
        }
        uses.push(Use { key, retired_at, rows });
    }
    Ok(uses)
}

/// How far sealing anew has come: through the tables one after another, in the order of the rows' ids.
#[derive(Debug, Default)]
pub struct Progress {
    table: usize,
    after: Uuid,
}

impl Progress {
    /// Looks at the next batch of rows, seals anew those that an older key sealed, and says how many these were; none when
    /// every table is through. The keys lie on this thread.
    ///
    /// # Errors
    /// When the database does not answer, or a row does not open.
    pub fn batch(&mut self, conn: &mut Conn, keys: &Keyring) -> Result<Option<usize>, Error> {
        let Some(table) = sealed_tables().nth(self.table) else { return Ok(None) };
        let rows = sealed_rows(conn, table, self.after, BATCH)?;
        match rows.last() {
            Some((id, _)) => self.after = id.uuid(),
            None => *self = Self { table: self.table + 1, after: Uuid::nil() },
        }
        let older: Vec<_> = rows.iter().filter(|(_, sealed)| key_of(sealed) != Some(keys.current())).collect();
        if !older.is_empty() {
            evidence::said_the_same(conn, |tx| {
                older.iter().try_for_each(|(id, old)| seal_anew(tx, table, id.uuid(), old))
            })?;
        }
        Ok(Some(older.len()))
    }
}

/// The sealed values of a table behind an id, in the order of their rows; at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn sealed_rows(conn: &mut Conn, table: &'static str, after: Uuid, limit: i64) -> Result<Vec<SealedRow>, Error> {
    let rows = sql::<(Uid, Binary)>(&format!("SELECT id, sealed FROM {table} WHERE id > "))
        .bind::<Uid, _>(Id::<Cell>::of(after))
        .sql(&format!(" ORDER BY id LIMIT {limit}"));
    Ok(rows.load(conn)?)
}

fn seal_anew(tx: &mut Conn, table: &'static str, id: Uuid, old: &[u8]) -> Result<(), Error> {
    let cell = Cell::new(table, id);
    let new = seal_bytes(cell, &open_bytes(cell, old)?)?;
    sql::<Binary>(&format!("UPDATE {table} SET sealed = "))
        .bind::<Binary, _>(new)
        .sql(" WHERE id = ")
        .bind::<Uid, _>(Id::<Cell>::of(id))
        .sql(" AND sealed = ")
        .bind::<Binary, _>(old)
        .execute(tx)?;
    Ok(())
}

/// Forgets the keys that seal nothing any more and were retired long enough ago, and says which.
///
/// # Errors
/// When the database does not answer.
pub fn drop_unused(conn: &mut Conn, now: NaiveDateTime) -> Result<Vec<KeyNumber>, Error> {
    let old =
        |used: &Use| used.rows == 0 && used.retired_at.is_some_and(|at| at + Duration::hours(RETIRED_HOURS) <= now);
    let unused: Vec<KeyNumber> = uses(conn)?.iter().filter(|used| old(used)).map(|used| used.key).collect();
    if unused.is_empty() {
        return Ok(unused);
    }
    evidence::within(conn, |tx| {
        for key in &unused {
            diesel::delete(data_keys::table.find(i32::try_from(*key).unwrap_or_default())).execute(tx)?;
        }
        evidence::housekeeping(tx, &Caller::service(now.and_utc(), true), "data_keys_dropped")
    })?;
    Ok(unused)
}
