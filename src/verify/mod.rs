//! `aplp verify`: every invariant checked on a live database, a sentence for each fault.

mod addresses;
mod budgets;
pub mod chain;
mod deaths;
mod ledger;
mod life;
mod places;
mod records;
mod remedies;
mod replays;
pub mod rows;
mod sealed;
mod services;
mod states;

use std::path::Path;

use diesel::prelude::*;

use crate::db::columns::Uid;
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::insight::checkpoints::wire::Checkpoint;

/// How many rows of one fault are named; more are counted only.
const NAMED_MAX: usize = 20;

/// Something that always holds, with a query for the rows where it does not: one column `id`.
pub(crate) struct Invariant {
    /// What is wrong with the rows that the query finds.
    pub(crate) fault: &'static str,
    /// The same on both databases.
    pub(crate) sql: &'static str,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Uid)]
    id: Id<Self>,
}

/// Every fault on the database, as lines; none on a whole one. The keys lie on this thread, or nothing sealed opens.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    conn.at_one_moment(|conn| faults_now(conn, &[]))
}

/// As `faults`, beside the checkpoints in a file that was kept outside of the database.
///
/// # Errors
/// As `faults`, and when the file cannot be read.
pub fn faults_beside(conn: &mut Conn, checkpoints: &Path) -> Result<Vec<String>, Error> {
    // Read first: what is in the file then was in the database before.
    let (kept, mut lines) = chain::kept(checkpoints)?;
    lines.extend(conn.at_one_moment(|conn| faults_now(conn, &kept))?);
    Ok(lines)
}

/// The invariants that are each one query.
const LISTED: &[&[Invariant]] =
    &[states::ALL, ledger::ALL, life::ALL, places::ALL, records::ALL, budgets::ALL, remedies::ALL, deaths::ALL];

fn faults_now(conn: &mut Conn, kept: &[Checkpoint]) -> Result<Vec<String>, Error> {
    let mut lines = conn.integrity()?;
    for all in LISTED {
        lines.extend(broken(conn, all)?);
    }
    lines.extend(states::employment(conn)?);
    lines.extend(ledger::days(conn)?);
    lines.extend(addresses::days(conn)?);
    lines.extend(places::stand(conn)?);
    lines.extend(services::faults(conn)?);
    lines.extend(budgets::brokers(conn)?);
    lines.extend(budgets::cooperation(conn)?);
    lines.extend(remedies::days(conn)?);
    lines.extend(remedies::effects(conn)?);
    lines.extend(sealed::faults(conn)?);
    lines.extend(replays::faults(conn)?);
    lines.extend(chain::faults(conn, kept)?);
    lines.extend(rows::faults(conn)?);
    Ok(lines)
}

/// The rows in which one of the invariants does not hold.
fn broken(conn: &mut Conn, all: &[Invariant]) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    for invariant in all {
        let found: Vec<Found> = diesel::sql_query(invariant.sql).load(conn)?;
        lines.extend(found.iter().take(NAMED_MAX).map(|row| format!("{}: {}", invariant.fault, row.id)));
        if found.len() > NAMED_MAX {
            lines.push(format!("{}: {} rows in all", invariant.fault, found.len()));
        }
    }
    Ok(lines)
}

/// How many invariants are checked.
#[must_use]
pub fn count() -> usize {
    // The database's own integrity, employment, the days of the ledger and of addresses, brokers, agreements with municipalities, the days of
    // notifications, what answers did, the replays, and of what is sealed that it opens, that codes can be, that they are
    // found, and that persons are, are one each; so are the chain, the rows and the structure. Of a place one thing is held.
    let listed: usize = LISTED.iter().map(|all| all.len()).sum();
    listed + chain::ALL.len() + 17 + services::HELD
}
