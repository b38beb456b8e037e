//! The tables of a database as a whole.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::Counts;
use super::rows::Table;
use crate::db::Conn;
use crate::db::map::MAP;
use crate::db::schema::{journal, persons, support_persons};
use crate::error::Error;

/// What a database has, table by table.
pub(super) fn counts(conn: &mut Conn) -> Result<Counts, Error> {
    MAP.iter().map(|kept| Ok((kept.table.to_owned(), Table::of(conn, kept)?.each(conn, |_| Ok(()))?))).collect()
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
