//! The steps by which the tables of either database come to be what they are.

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, Place, opening};
use crate::db::evidence::triggers;
use crate::error::{Error, says_full};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Broken = Box<dyn std::error::Error + Send + Sync>;

impl Place {
    /// Brings the tables to the newest version and says how many steps that took.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer, `Internal` when a step fails.
    pub fn migrate(&self) -> Result<usize, Error> {
        self.migrated().map(|(_, steps)| steps)
    }

    /// Brings the tables to the newest version, on a connection that is kept.
    pub(super) fn made(&self) -> Result<Conn, Error> {
        self.migrated().map(|(conn, _)| conn)
    }

    fn migrated(&self) -> Result<(Conn, usize), Error> {
        if let Self::Sqlite(file) = self {
            opening::make(file)?;
        }
        let mut conn = self.open(false)?;
        if let Conn::Postgres(conn) = &mut conn {
            conn.batch_execute("SET statement_timeout = 0; SELECT pg_advisory_lock(1095781456)")?;
        }
        let (known, taken) = (conn.known()?, conn.taken()?);
        if known.iter().any(|step| !taken.contains(step)) {
            triggers::drop(&mut conn)?;
        }
        let done = match &mut conn {
            Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(|done| done.len()),
            Conn::Postgres(conn) => conn.run_pending_migrations(POSTGRES).map(|done| done.len()),
        };
        let done = done.map_err(broken)?;
        triggers::make(&mut conn)?;
        Ok((conn, done))
    }

    /// Takes every step back again, for the test that a migration goes up, down and up.
    ///
    /// # Errors
    /// As `migrate`.
    pub fn revert(&self) -> Result<usize, Error> {
        let mut conn = self.open(false)?;
        triggers::drop(&mut conn)?;
        let done = match &mut conn {
            Conn::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map(|done| done.len()),
            Conn::Postgres(conn) => conn.revert_all_migrations(POSTGRES).map(|done| done.len()),
        };
        let done = done.map_err(broken)?;
        triggers::drop_functions(&mut conn)?;
        Ok(done)
    }

    /// Refuses a database whose tables are of another release.
    ///
    /// # Errors
    /// `Unavailable`, with the reason; as `migrate`.
    pub fn must_be_of_this_release(&self) -> Result<(), Error> {
        let reasons = self.open(true)?.other_release()?;
        if reasons.is_empty() { Ok(()) } else { Err(Error::Unavailable(reasons.join("\n"))) }
    }

    /// Whether nothing was ever migrated here.
    ///
    /// # Errors
    /// As `migrate`.
    pub fn is_blank(&self) -> Result<bool, Error> {
        if let Self::Sqlite(file) = self
            && opening::is_absent(file)
        {
            return Ok(true);
        }
        Ok(self.open(true)?.taken()?.is_empty())
    }

    /// Why this database must not be served, a sentence for each reason: its tables are of another release than this one,
    /// or it may lose what was answered as done.
    ///
    /// # Errors
    /// As `migrate`.
    pub fn unfit(&self) -> Result<Vec<String>, Error> {
        let mut conn = self.open(false)?;
        let mut reasons = conn.weaknesses()?;
        reasons.extend(conn.other_release()?);
        Ok(reasons)
    }
}

impl Conn {
    /// Whether the tables are those of this release: asked by whoever may only read.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn is_newest(&mut self) -> Result<bool, Error> {
        Ok(self.known()? == self.gone()?)
    }

    /// How the tables are of another release than this one.
    fn other_release(&mut self) -> Result<Vec<String>, Error> {
        let (known, taken) = (self.known()?, self.taken()?);
        let mut reasons = Vec::new();
        if known.iter().any(|step| !taken.contains(step)) {
            reasons.push("the database is not at its newest version: run `aplp migrate` first".to_owned());
        }
        if taken.iter().any(|step| !known.contains(step)) {
            reasons.push("the database was migrated by a newer release than this one".to_owned());
        }
        Ok(reasons)
    }

    /// The steps that this release knows, in their order.
    fn known(&self) -> Result<Vec<String>, Error> {
        let known = match self {
            Self::Sqlite(_) => versions::<Sqlite>(&SQLITE),
            Self::Postgres(_) => versions::<Pg>(&POSTGRES),
        };
        let mut known = known.map_err(broken)?;
        known.sort();
        Ok(known)
    }

    /// The steps that the tables have taken, in their order; none before the first one. The harness of the migrations is not
    /// asked: it would make its list where there is none, for which PostgreSQL wants a right that only the owner has.
    fn taken(&mut self) -> Result<Vec<String>, Error> {
        let there = self.lines(
            "SELECT name AS line FROM sqlite_master WHERE name = '__diesel_schema_migrations'",
            "SELECT 'there' AS line WHERE to_regclass('__diesel_schema_migrations') IS NOT NULL",
        )?;
        if there.is_empty() { Ok(Vec::new()) } else { self.gone() }
    }

    fn gone(&mut self) -> Result<Vec<String>, Error> {
        let query = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY version";
        self.lines(query, query)
    }
}

fn broken(fault: Broken) -> Error {
    let told = format!("a migration failed: {fault}");
    if says_full(&told) {
        Error::Storage(format!("the disk of the database is full: {told}"))
    } else {
        Error::Internal(told)
    }
}

/// The steps that this release knows.
fn versions<DB: Backend>(embedded: &EmbeddedMigrations) -> Result<Vec<String>, Broken> {
    let steps = MigrationSource::<DB>::migrations(embedded)?;
    Ok(steps.iter().map(|step| step.name().version().to_string()).collect())
}
