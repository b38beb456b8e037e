//! The only file that knows there are two databases.

#![allow(missing_docs, reason = "the derive of the connection writes items without")]

mod address;
mod migrations;
mod opening;
mod sight;
mod way;
mod written;

use std::path::PathBuf;
use std::str::FromStr;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, HasSqlType, Text};
use diesel::sqlite::SqliteConnection;

use super::columns::Uid;
use super::lock::Scope;
use super::many::Many;
use super::prepared;
use crate::error::Error;

/// A connection to one of the two databases.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL, for production and more than one instance.
    Postgres(PgConnection),
    /// SQLite, a file, the default.
    Sqlite(SqliteConnection),
}

impl HasSqlType<Uid> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<Uid>(lookup)
    }
}

/// Readers and the writer of SQLite: a durable log, foreign keys, no trust in the file, deleted data overwritten.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000; \
    PRAGMA mmap_size = 33554432; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000;";

/// No statement may hold the others up for long.
const POSTGRES_SETTINGS: &str = "SET statement_timeout = '5s'; SET lock_timeout = '2s'; \
    SET idle_in_transaction_session_timeout = '10s'; SET timezone = 'UTC'; SET client_min_messages = 'warning';";

type Transactions = <Conn as Connection>::TransactionManager;

/// How a transaction begins.
pub(super) type Begin = fn(&mut Conn) -> QueryResult<()>;

/// Where the data is kept, told apart by the scheme of `DATABASE_URL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// `sqlite:FILE`.
    Sqlite(PathBuf),
    /// `postgres://…`, kept whole for libpq.
    Postgres(String),
}

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(file) = url.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            return if file.is_empty() { Err("names no file after sqlite:") } else { Ok(Self::Sqlite(file.into())) };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err("begins neither with sqlite: nor with postgres://")
    }
}

/// How many threads a place gets, and whether writes may run side by side.
pub struct Threads {
    /// Threads that read, or do everything where writes may run side by side.
    pub shared: usize,
    /// Whether one more thread alone writes, grouping what waits into one durable commit.
    pub one_writer: bool,
}

impl Place {
    /// How many threads with a connection to PostgreSQL suit it: measured on two cores, see the crate documentation.
    pub const POSTGRES_THREADS: usize = 8;

    /// The threads that suit this database; of those with a connection to PostgreSQL there are as many as are asked for.
    #[must_use]
    pub fn threads(&self, postgres: usize) -> Threads {
        match self {
            Self::Sqlite(_) => Threads { shared: 4, one_writer: true },
            Self::Postgres(_) => Threads { shared: postgres, one_writer: false },
        }
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn open(&self, reads_only: bool) -> Result<Conn, Error> {
        let opened = match self {
            Self::Sqlite(file) => {
                opening::must_be_there(file)?;
                SqliteConnection::establish(&file.to_string_lossy()).map(Conn::Sqlite)
            }
            Self::Postgres(url) => PgConnection::establish(&address::limited(url)).map(Conn::Postgres),
        };
        let mut conn = opened.map_err(|fault| self.cannot_open(&fault.to_string()))?;
        let set = match &mut conn {
            Conn::Sqlite(conn) => conn
                .batch_execute(SQLITE_SETTINGS)
                .and_then(|()| if reads_only { conn.batch_execute("PRAGMA query_only = ON") } else { Ok(()) }),
            Conn::Postgres(conn) => conn.batch_execute(POSTGRES_SETTINGS),
        };
        set.map_err(|fault| self.cannot_open(&fault.to_string()))?;
        // Only now it is known to be a database, and no file of somebody else.
        if let Self::Sqlite(file) = self {
            opening::tighten(file);
        }
        Ok(conn)
    }

    /// The folder of the database file, where it is named by a path that has one.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(file) => opening::folder(file).filter(|_| opening::is_plain(file)),
            Self::Postgres(_) => None,
        }
    }

    /// Refuses a database file that this process may not write to. A server is asked itself.
    ///
    /// # Errors
    /// `Storage`, with the path and what to do.
    pub fn must_take_writes(&self) -> Result<(), Error> {
        match self {
            Self::Sqlite(file) => opening::must_take_writes(file),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// The file whose lock says that a server has this place to itself; none where several may share it.
    #[must_use]
    pub fn lock_file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(file) => Some(file.with_extension("lock")),
            Self::Postgres(_) => None,
        }
    }
}

impl Conn {
    /// Begins a transaction that may write: on SQLite it takes the one right to write at once.
    pub(super) fn begin_write(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
            Self::Postgres(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN ISOLATION LEVEL READ COMMITTED")
            }
        }
    }

    /// Begins a transaction that sees one moment and changes nothing.
    pub(super) fn begin_view(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN DEFERRED"),
            Self::Postgres(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
        }
    }

    /// Refuses a database that takes no writes, with a change of nothing: it takes the right to write and leaves no trace.
    ///
    /// # Errors
    /// `Storage` where it takes none.
    pub fn change_nothing(tx: &mut Self) -> Result<(), Error> {
        if let Self::Sqlite(conn) = tx {
            return Ok(conn.batch_execute("UPDATE __diesel_schema_migrations SET version = version WHERE 0")?);
        }
        let query = "SELECT 'in recovery, or read-only by default' AS line \
            WHERE pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'";
        let why = tx.lines("SELECT 'never asked' AS line", query)?.pop();
        why.map_or(Ok(()), |why| Err(Error::Storage(format!("the database takes no writes: the server is {why}"))))
    }

    /// Does something in a transaction; a fault undoes it.
    pub(super) fn in_transaction<T>(
        &mut self,
        begin: Begin,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        begin(self)?;
        match work(self) {
            Ok(done) => {
                Transactions::commit_transaction(self)?;
                Ok(done)
            }
            Err(fault) => {
                // The fault that made us turn back says more than one met on the way back.
                let _ = Transactions::rollback_transaction(self);
                Err(fault)
            }
        }
    }

    /// Holds a scope until the end of the transaction. SQLite has one writer, so nothing is left to hold.
    pub(super) fn hold(&mut self, scope: &Scope) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                prepared(diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(scope.key()))
                    .execute(conn)
                    .map(|_| ())
            }
        }
    }

    /// As `hold`, but rather than to wait it says that somebody else holds it.
    pub(super) fn try_hold(&mut self, scope: &Scope) -> Result<bool, Error> {
        let held = format!("SELECT 'held' AS line WHERE pg_try_advisory_xact_lock({})", scope.key());
        Ok(!self.lines("SELECT 'held' AS line", &held)?.is_empty())
    }

    /// How many of so many rows one statement inserts. SQLite reads a text anew for each number of rows, so that there are few
    /// such numbers.
    pub(super) fn together(&self, rows: usize) -> usize {
        match self {
            Self::Sqlite(_) => [128, 16, 4].into_iter().find(|some| *some <= rows).unwrap_or(1),
            Self::Postgres(_) => rows.min(1_000),
        }
    }

    /// Inserts rows in one statement.
    pub(super) fn insert_many(&mut self, rows: Many<'_>) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => prepared(rows).execute(conn),
            Self::Postgres(conn) => prepared(rows).execute(conn),
        }
        .map(|_| ())
    }

    /// Reads as of one moment, however long it takes and whatever is written meanwhile.
    ///
    /// # Errors
    /// Those of `read`; `Unavailable` when the database does not answer.
    pub fn at_one_moment<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.without_limits()?;
        if let Self::Postgres(conn) = self {
            conn.batch_execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ")?;
        }
        self.transaction(read)
    }

    /// Lets statements of this connection take as long as they need.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn without_limits(&mut self) -> Result<(), Error> {
        if let Self::Postgres(conn) = self {
            conn.batch_execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
        }
        Ok(())
    }

    /// What a query of one text column named `line` finds, said to each database in its own words; nothing where that is no word.
    pub(crate) fn lines(&mut self, sqlite: &str, postgres: &str) -> Result<Vec<String>, Error> {
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = Text)]
            line: String,
        }
        let lines: Vec<Line> = match self {
            Self::Sqlite(_) if sqlite.is_empty() => Vec::new(),
            Self::Postgres(_) if postgres.is_empty() => Vec::new(),
            Self::Sqlite(conn) => diesel::sql_query(sqlite).load(conn)?,
            Self::Postgres(conn) => diesel::sql_query(postgres).load(conn)?,
        };
        Ok(lines.into_iter().map(|found| found.line).collect())
    }
}
