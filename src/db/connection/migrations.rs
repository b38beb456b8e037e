//! The steps by which the tables of either database come to be what they are.

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, Place};
use crate::db::evidence::triggers;
use crate::error::Error;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Step = MigrationVersion<'static>;
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
        let mut conn = self.open(false)?;
        if let Conn::Postgres(conn) = &mut conn {
            conn.batch_execute("SET statement_timeout = 0; SELECT pg_advisory_lock(1095781456)")?;
        }
        let (known, taken) = conn.steps()?;
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

    /// Why this database must not be served, a sentence for each reason: its tables are of another release than this one,
    /// or it may lose what was answered as done.
    ///
    /// # Errors
    /// As `migrate`.
    pub fn unfit(&self) -> Result<Vec<String>, Error> {
        let mut conn = self.open(false)?;
        let mut reasons = conn.weaknesses()?;
        let (known, taken) = conn.steps()?;
        if known.iter().any(|step| !taken.contains(step)) {
            reasons.push("the database is not at its newest version: run `aplp migrate` first".to_owned());
        }
        if taken.iter().any(|step| !known.contains(step)) {
            reasons.push("the database was migrated by a newer release than this one".to_owned());
        }
        Ok(reasons)
    }
}

impl Conn {
    /// Whether the tables are those of this release: asked by whoever may only read.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn is_newest(&mut self) -> Result<bool, Error> {
        let known = match self {
            Self::Sqlite(_) => versions::<Sqlite>(&SQLITE),
            Self::Postgres(_) => versions::<Pg>(&POSTGRES),
        };
        let mut known: Vec<String> = known.map_err(broken)?.iter().map(ToString::to_string).collect();
        let query = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY version";
        let taken = self.lines(query, query)?;
        known.sort();
        Ok(known == taken)
    }

    /// The steps that this release knows, and those that the tables have gone.
    fn steps(&mut self) -> Result<(Vec<Step>, Vec<Step>), Error> {
        let (known, taken) = match self {
            Self::Sqlite(conn) => (versions::<Sqlite>(&SQLITE), conn.applied_migrations()),
            Self::Postgres(conn) => (versions::<Pg>(&POSTGRES), conn.applied_migrations()),
        };
        Ok((known.map_err(broken)?, taken.map_err(broken)?))
    }
}

fn broken(fault: Broken) -> Error {
    Error::Internal(format!("migration: {fault}"))
}

/// The steps that this release knows.
fn versions<DB: Backend>(embedded: &EmbeddedMigrations) -> Result<Vec<Step>, Broken> {
    let steps = MigrationSource::<DB>::migrations(embedded)?;
    Ok(steps.iter().map(|step| step.name().version().as_owned()).collect())
}
