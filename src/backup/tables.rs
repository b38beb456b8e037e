//! The tables of a database as a whole.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::rows::add;
use super::{Count, Counts};
use crate::db::Conn;
use crate::db::map::{Kept, MAP};
use crate::db::rows::Table;
use crate::db::schema::{journal, persons, support_persons};
use crate::error::Error;

/// What a database has, table by table.
pub(super) fn counts(conn: &mut Conn) -> Result<Counts, Error> {
    let mut counts = Counts::new();
    for kept in carried() {
        counts.insert(kept.table.to_owned(), each(&Table::of(conn, kept)?, conn, |_| Ok(()))?);
    }
    Ok(counts)
}

/// Hands over every row of a table, and says what was there.
pub(super) fn each(
    table: &Table,
    conn: &mut Conn,
    mut look: impl FnMut(&[Option<String>]) -> Result<(), Error>,
) -> Result<Count, Error> {
    let mut count = Count::default();
    table.each(conn, |row| {
        add(&mut count, row);
        look(row)
    })?;
    Ok(count)
}

/// The tables that a backup has: all but what a transaction writes for itself and takes again.
pub(super) fn carried() -> impl Iterator<Item = &'static Kept> {
    MAP.iter().filter(|kept| kept.table != "written_rows")
}

/// Makes sure that nobody has worked here yet, and takes away what a new database has of itself: built-in programmes, keys.
pub(super) fn must_be_empty(tx: &mut Conn) -> Result<(), Error> {
    let rows = persons::table.count().get_result::<i64>(tx)?
        + support_persons::table.count().get_result::<i64>(tx)?
        + journal::table.count().get_result::<i64>(tx)?;
    if rows > 0 {
        return Err(Error::Unavailable("this database is in use: restore into an empty one".to_owned()));
    }
    Ok(tx.batch_execute("DELETE FROM balances; DELETE FROM programmes; DELETE FROM data_keys")?)
}
