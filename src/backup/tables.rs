//! The tables of a database as a whole.

use diesel::connection::SimpleConnection;

use super::rows::add;
use super::{Count, Counts};
use crate::db::Conn;
use crate::db::map::{Kept, MAP};
use crate::db::rows::Table;
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

/// Which rows of a table a migration does not make of itself: without a line here any row is one too many.
const OTHERS: [(&str, &str); 6] = [
    ("data_keys", "number > 1"),
    ("programmes", "NOT built_in OR version > 1"),
    ("balances", "programme_id NOT IN (SELECT id FROM programmes WHERE built_in)"),
    ("allocations", "programme_id NOT IN (SELECT id FROM programmes WHERE built_in) OR recorded_by <> 'aplp'"),
    // What `migrate` says of itself.
    ("journal", "action NOT IN ('data_keys_made', 'database_prepared', 'programmes_installed')"),
    ("journal_waiting", "false"),
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
    for table in ["allocations", "journal"] {
        tx.unguarded(table, |tx| Ok(tx.batch_execute(&format!("DELETE FROM {table}"))?))?;
    }
    Ok(tx.batch_execute(
        "DELETE FROM journal_waiting; DELETE FROM balances; DELETE FROM programmes; DELETE FROM data_keys",
    )?)
}
