//! What a transaction has written, and statements that each database is told in its own words.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::super::schema::written_rows;
use super::Conn;
use crate::db::prepared;
use crate::error::Error;

/// A row as a trigger put it down.
#[derive(Queryable)]
pub(in crate::db) struct Written {
    pub(in crate::db) number: i64,
    /// The table.
    pub(in crate::db) source: String,
    /// Whether it was deleted.
    pub(in crate::db) gone: bool,
    /// Its columns as one text.
    pub(in crate::db) line: String,
}

impl Conn {
    /// After which number a transaction that begins now puts down its own rows. PostgreSQL tells them by the transaction.
    pub(in crate::db) fn written_before(&mut self) -> QueryResult<i64> {
        match self {
            Self::Sqlite(conn) => {
                let newest = written_rows::table.select(diesel::dsl::max(written_rows::number));
                Ok(newest.first::<Option<i64>>(conn)?.unwrap_or(0))
            }
            Self::Postgres(_) => Ok(0),
        }
    }

    /// Takes what this transaction has put down after a number.
    pub(in crate::db) fn take_written(&mut self, after: i64) -> QueryResult<Vec<Written>> {
        let columns = (written_rows::number, written_rows::source, written_rows::gone, written_rows::line);
        match self {
            Self::Sqlite(conn) => {
                let own = diesel::delete(written_rows::table.filter(written_rows::number.gt(after)));
                prepared(own.returning(columns)).get_results(conn)
            }
            Self::Postgres(conn) => {
                // Who has written nothing yet has no number, and gets none by asking.
                let own = sql::<Bool>("txn = pg_current_xact_id_if_assigned()::text::bigint");
                prepared(diesel::delete(written_rows::table.filter(own)).returning(columns)).get_results(conn)
            }
        }
    }

    /// Makes that every row put down from now on has a greater number than this one.
    pub(in crate::db) fn write_beyond(&mut self, number: i64) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => {
                diesel::delete(written_rows::table).execute(conn)?;
                let row = (written_rows::number.eq(number), written_rows::source.eq(""), written_rows::gone.eq(true));
                diesel::insert_into(written_rows::table).values((row, written_rows::line.eq(""))).execute(conn)?;
                diesel::delete(written_rows::table).execute(conn).map(|_| ())
            }
            Self::Postgres(conn) => {
                let set = "SELECT setval(pg_get_serial_sequence('written_rows', 'number'), greatest(";
                let newest = sql::<BigInt>(set)
                    .bind::<BigInt, _>(number.max(1))
                    .sql(", (SELECT last_value FROM pg_sequences WHERE sequencename = 'written_rows_number_seq')))");
                newest.get_result::<i64>(conn)?;
                diesel::delete(written_rows::table).execute(conn).map(|_| ())
            }
        }
    }

    /// The kinds of database.
    pub(in crate::db) const KINDS: [&str; 2] = ["sqlite", "postgresql"];

    /// Which of them this is.
    pub(crate) fn kind(&self) -> &'static str {
        let [sqlite, postgresql] = Self::KINDS;
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgresql,
        }
    }

    /// Runs the statements of this database, if there are any.
    pub(in crate::db) fn run(&mut self, sqlite: &str, postgres: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) if !sqlite.is_empty() => conn.batch_execute(sqlite),
            Self::Postgres(conn) if !postgres.is_empty() => conn.batch_execute(postgres),
            _ => Ok(()),
        }
    }

    /// A database of this kind with the tables of this release and nothing in it; none where that cannot be made on the spot.
    pub(in crate::db) fn as_released(&self) -> Result<Option<Self>, Error> {
        match self {
            Self::Sqlite(_) => super::Place::Sqlite("file::memory:".into()).made().map(Some),
            Self::Postgres(_) => Ok(None),
        }
    }
}
