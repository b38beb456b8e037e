//! `aplp verify`: every invariant checked on a live database, a sentence for each fault.

mod ledger;
mod records;
mod states;

use diesel::prelude::*;

use crate::db::columns::Uid;
use crate::db::{Conn, Id};
use crate::error::Error;

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

/// Every fault on the database, as lines; none on a whole one.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    conn.at_one_moment(faults_now)
}

fn faults_now(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let mut lines = conn.integrity()?;
    for invariant in states::ALL.iter().chain(ledger::ALL).chain(records::ALL) {
        let found: Vec<Found> = diesel::sql_query(invariant.sql).load(conn)?;
        lines.extend(found.iter().take(NAMED_MAX).map(|row| format!("{}: {}", invariant.fault, row.id)));
        if found.len() > NAMED_MAX {
            lines.push(format!("{}: {} rows in all", invariant.fault, found.len()));
        }
    }
    lines.extend(states::employment(conn)?);
    lines.extend(ledger::days(conn)?);
    lines.extend(records::codes(conn)?);
    Ok(lines)
}

/// How many invariants are checked.
#[must_use]
pub fn count() -> usize {
    // The database's own integrity, employment, the days of the ledger and the codes are one each.
    states::ALL.len() + ledger::ALL.len() + records::ALL.len() + 4
}
