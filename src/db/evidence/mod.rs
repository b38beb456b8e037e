//! Evidence: each effect's row of the journal carries keyed digests of every row that the effect wrote.
//!
//! Triggers put down each row as it is written. The end of the transaction takes what they put down, and writes the rows of the
//! journal, which wait until then, with digests that nobody makes who lacks the keys. So `verify` finds whatever was changed,
//! added or taken away by other means.

pub mod entry;
pub mod layout;
pub mod structure;
pub mod triggers;

use std::cell::RefCell;
use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;
use uuid::Uuid;

use self::entry::{Entry, Held};
use super::journal::{self, Object, Row};
use super::rows::parsed;
use super::{Conn, Id, schema};
use crate::caller::Caller;
use crate::clock::Clock;
use crate::error::Error;

/// How many rows of the journal are read at a time.
const PAGE: i64 = 2_000;
/// What the journal calls the service itself.
const SERVICE: Object = Object { kind: "service", id: Uuid::nil(), version: 0, person: None };

thread_local! {
    /// The rows of the journal that wait for the end of the transaction of this thread; none outside of one.
    static ASIDE: RefCell<Option<Vec<Row>>> = const { RefCell::new(None) };
}

/// Puts a row of the journal aside until the end of the transaction; it comes back where there is none.
pub(super) fn put_aside(row: Row) -> Option<Row> {
    ASIDE.with_borrow_mut(|aside| match aside {
        Some(rows) => {
            rows.push(row);
            None
        }
        None => Some(row),
    })
}

/// While it is there, rows of the journal are put aside.
struct Aside;

impl Drop for Aside {
    fn drop(&mut self) {
        ASIDE.set(None);
    }
}

/// Does some work, and ends it with what it wrote in the journal. `after` is the number before its first row.
pub(super) fn recorded<T>(
    tx: &mut Conn,
    after: i64,
    work: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    ASIDE.set(Some(Vec::new()));
    let aside = Aside;
    let done = work(tx)?;
    let mut rows = ASIDE.take().unwrap_or_default();
    drop(aside);
    let wrote = wrote(tx, after)?;
    if !wrote.is_empty() {
        if rows.is_empty() {
            rows.push(of_nobody()?);
        }
        if let Some(row) = rows.last_mut() {
            row.wrote = Some(wrote);
        }
    }
    journal::write(tx, &rows)?;
    Ok(done)
}

/// The row of the journal for what was written without one: a fault of ours, which takes no write from anybody but in tests.
fn of_nobody() -> Result<Row, Error> {
    let fault = "rows were written that no row of the journal tells of";
    if cfg!(debug_assertions) {
        return Err(Error::Internal(fault.to_owned()));
    }
    log::error!(target: "aplp::failure", "{fault}");
    Ok(Row::of(&Caller::service(Clock::System.now(), true), "rows_written", SERVICE))
}

/// Does some work in a transaction of its own that ends so.
///
/// # Errors
/// Those of the work; `Internal` when it wrote rows and said nothing to the journal.
pub fn within<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    conn.in_transaction(Conn::begin_write, |tx| {
        let after = tx.written_before()?;
        recorded(tx, after, work)
    })
}

/// Forgets what this transaction wrote: the rows say the same as before.
///
/// # Errors
/// When the database does not answer.
pub(super) fn said_the_same<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    conn.in_transaction(Conn::begin_write, |tx| {
        let after = tx.written_before()?;
        let done = work(tx)?;
        tx.take_written(after)?;
        Ok(done)
    })
}

/// Takes what was put down, and makes the entries of it: of each row the newest.
fn wrote(tx: &mut Conn, after: i64) -> Result<Vec<u8>, Error> {
    let mut written = tx.take_written(after)?;
    written.sort_unstable_by_key(|row| std::cmp::Reverse(row.number));
    let mut newest = HashSet::new();
    let mut entries = Vec::new();
    for row in written {
        let unknown = || Error::Internal(format!("a trigger wrote of {}, which has no digests", row.source));
        let layout = layout::layout(&row.source).ok_or_else(unknown)?;
        let values = parsed(&row.line, layout.names.iter().copied())?;
        let (table, key) = (layout.mark, layout.key(&values));
        if !newest.insert((table, key)) {
            continue;
        }
        let held = if row.gone { None } else { Some(Held::of(layout, &values)?) };
        Entry { table, key, number: row.number, held }.write(&mut entries);
    }
    Ok(entries)
}

/// After a restore: forgets what was put down meanwhile, goes on beyond what was numbered before, and says how this database is
/// made, if its journal does not yet. The keys lie on this thread.
///
/// # Errors
/// When the database does not answer.
pub fn restored(conn: &mut Conn) -> Result<(), Error> {
    let (mut greatest, mut after) = (0, Id::of(Uuid::nil()));
    loop {
        let page = page(conn, after)?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        let entries = page.iter().flat_map(|(_, wrote)| entry::all(wrote));
        greatest = entries.map(|entry| entry.number).fold(greatest, i64::max);
    }
    conn.write_beyond(greatest)?;
    let at: Option<NaiveDateTime> = schema::journal::table.select(max(schema::journal::at)).first(conn)?;
    let who = Caller::service(at.unwrap_or_default().and_utc(), true);
    within(conn, |tx| structure::keep(tx, &who).map(|_| ()))
}

/// A row of the journal, and the entries that it carries.
pub type Carried = (Id<Row>, Vec<u8>);

/// The next rows of the journal that carry entries, in the order of their ids.
///
/// # Errors
/// When the database does not answer.
pub fn page(conn: &mut Conn, after: Id<Row>) -> Result<Vec<Carried>, Error> {
    use schema::journal::{id, table, wrote};
    let rows = table.filter(id.gt(after)).filter(wrote.is_not_null()).order(id).limit(PAGE);
    Ok(rows.select((id, wrote.assume_not_null())).load(conn)?)
}

/// What the service did itself with its own tables, in one row of the journal.
///
/// # Errors
/// As `journal::record`.
pub fn housekeeping(tx: &mut Conn, who: &Caller, action: &str) -> Result<(), Error> {
    journal::record(tx, who, action, SERVICE)
}
