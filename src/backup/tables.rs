//! The tables of a database as a whole.

use diesel::connection::SimpleConnection;

use super::Counts;
use super::rows::Table;
use crate::db::Conn;
use crate::db::map::{Kept, MAP};
use crate::error::Error;

/// What a database has, table by table.
pub(super) fn counts(conn: &mut Conn) -> Result<Counts, Error> {
    MAP.iter().map(|kept| Ok((kept.table.to_owned(), Table::of(conn, kept)?.each(conn, |_| Ok(()))?))).collect()
}

/// Which rows of a table a migration does not make of itself: without a line here any row is one too many.
const OTHERS: [(&str, &str); 4] = [
    ("data_keys", "number > 1"),
    ("programmes", "NOT built_in OR version > 1"),
    ("balances", "programme_id NOT IN (SELECT id FROM programmes WHERE built_in)"),
    ("allocations", "programme_id NOT IN (SELECT id FROM programmes WHERE built_in) OR recorded_by <> 'aplp'"),
];

/// Refuses a database in which there is anything but what a migration makes of itself: built-in programmes and keys.
pub(super) fn must_be_unused(conn: &mut Conn) -> Result<(), Error> {
    let used = |kept: &Kept| {
        let others = OTHERS.iter().find(|(table, _)| *table == kept.table).map_or("true", |(_, others)| others);
        format!("SELECT '{0}' AS line WHERE EXISTS (SELECT 1 FROM {0} WHERE {others})", kept.table)
    };
    let query = MAP.iter().map(used).collect::<Vec<_>>().join(" UNION ALL ");
    if conn.lines(&query, &query)?.is_empty() {
        return Ok(());
    }
    let why = "this database is in use: restore into an empty one, or one that was only migrated; nothing was touched";
    Err(Error::Unavailable(why.to_owned()))
}

/// Takes away what a migration made of itself, so that what the file has of it comes in its place.
pub(super) fn clear(tx: &mut Conn) -> Result<(), Error> {
    tx.unguarded("allocations", |tx| Ok(tx.batch_execute("DELETE FROM allocations")?))?;
    Ok(tx.batch_execute("DELETE FROM balances; DELETE FROM programmes; DELETE FROM data_keys")?)
}
