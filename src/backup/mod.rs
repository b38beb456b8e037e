//! `aplp backup` and `aplp restore`: everything in the database as one encrypted file that either database can take in.
//!
//! The file is a stream of lines, one a row, in frames sealed under a key of its own, which the master key wraps; each frame
//! is bound to its place, so that nothing can be cut out, changed or put elsewhere unnoticed. At the end stand the number of
//! rows and a digest for each table, equal on both databases for equal rows: so a restored database is held against the one
//! that was backed up, and a move from SQLite to PostgreSQL is a backup and a restore.

mod frames;
mod rows;
mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use diesel::connection::SimpleConnection;
use serde::{Deserialize, Serialize};

use self::frames::{Reader, Writer};
use crate::db::keyring::Master;
use crate::db::map::MAP;
use crate::db::rows::Table;
use crate::db::{Conn, Keyring, Place, evidence};
use crate::error::Error;

/// How many rows are written to a database in one statement.
const ROWS_AT_ONCE: usize = 200;

/// How many rows a table has, and their digest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Rows.
    pub rows: u64,
    /// The digests of the rows, added up without regard to their order, in hexadecimal.
    pub digest: String,
}

/// The tables of a database by name.
pub type Counts = BTreeMap<String, Count>;

/// A line of the stream.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The rows of a table follow, with these columns.
    Table(String, Vec<String>),
    /// A row.
    Row(Vec<Option<String>>),
    /// The end.
    End(Counts),
}

fn written(line: &Line) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec(line).map_err(|fault| Error::Internal(fault.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes everything as of one moment to a new file, and says what it wrote. The service may run meanwhile.
///
/// # Errors
/// When the file is there already or cannot be written, or the database does not answer.
pub fn backup(place: &Place, master: &Master, file: &Path) -> Result<Counts, Error> {
    place.must_be_of_this_release()?;
    let mut conn = place.open_whole(true)?;
    let writer = Writer::create(file, master)?;
    let written = all(&mut conn, writer);
    if written.is_err() {
        // Half a backup is none, and would stand in the way of the next one.
        let _ = std::fs::remove_file(file);
    }
    written
}

fn all(conn: &mut Conn, mut writer: Writer) -> Result<Counts, Error> {
    let counts = conn.at_one_moment(|conn| {
        let mut counts = Counts::new();
        for kept in tables::carried() {
            let table = Table::of(conn, kept)?;
            writer.write(&written(&Line::Table(kept.table.to_owned(), table.names()))?)?;
            let count = tables::each(&table, conn, |row| writer.write(&written(&Line::Row(row.to_vec()))?))?;
            counts.insert(kept.table.to_owned(), count);
        }
        Ok(counts)
    })?;
    writer.write(&written(&Line::End(counts.clone()))?)?;
    writer.end()?;
    Ok(counts)
}

/// Reads a file whole and says what is in it, without touching any database.
///
/// # Errors
/// `Unavailable`, with a sentence, when it was changed, cut, or is sealed under another master key.
pub fn check(master: &Master, file: &Path) -> Result<Counts, Error> {
    let mut counts = Counts::new();
    let mut table = String::new();
    through(master, file, |line| {
        match line {
            Line::Table(name, _) => table = name,
            Line::Row(row) => rows::add(counts.entry(table.clone()).or_default(), &row),
            Line::End(_) => {}
        }
        Ok(())
    })
    .and_then(|end| if same(&counts, &end) { Ok(end) } else { Err(damaged()) })
}

/// Puts everything from a file into a database that is empty or was only migrated, all or nothing, and holds it against the file.
///
/// # Errors
/// As `check`; `Unavailable` when the database is in use, and then nothing was touched.
pub fn restore(place: &Place, master: &Master, file: &Path) -> Result<Counts, Error> {
    let end = check(master, file)?;
    if !place.is_blank()? {
        place.must_be_of_this_release()?;
        tables::must_be_unused(&mut place.open_whole(true)?)?;
    }
    place.migrate()?;
    place.must_be_of_this_release()?;
    let mut conn = place.open_whole(false)?;
    conn.without_limits()?;
    let there = diesel::Connection::transaction(&mut conn, |tx| {
        tables::must_be_unused(tx)?;
        tables::clear(tx)?;
        let mut table: Option<Taking> = None;
        through(master, file, |line| match line {
            Line::Table(name, columns) => {
                flush(tx, &mut table)?;
                let kept = MAP.iter().find(|kept| kept.table == name).ok_or_else(other_release)?;
                let here = Table::of(tx, kept)?;
                if here.names() != columns {
                    return Err(other_release());
                }
                // What triggers put in while other tables were filled is in the file as well.
                if name == "journal_waiting" {
                    tx.batch_execute("DELETE FROM journal_waiting")?;
                }
                table = Some(Taking { here, now: Vec::new(), later: Vec::new() });
                Ok(())
            }
            Line::Row(row) => {
                let Taking { here, now, later } = table.as_mut().ok_or_else(damaged)?;
                let values = here.values(&row).map_err(|_| damaged())?;
                if here.refers_to_its_own(&row) {
                    later.push(values);
                } else {
                    now.push(values);
                }
                if now.len() < ROWS_AT_ONCE { Ok(()) } else { insert(tx, here, now) }
            }
            Line::End(_) => flush(tx, &mut table),
        })?;
        let there = tables::counts(tx)?;
        if same(&there, &end) {
            Ok(there)
        } else {
            Err(Error::Internal("what was restored is not what the file has".to_owned()))
        }
    })?;
    let _held = Keyring::of(&mut conn, master)?;
    evidence::restored(&mut conn)?;
    Ok(there)
}

/// What a database has, table by table.
///
/// # Errors
/// When the database does not answer.
pub fn counts(place: &Place) -> Result<Counts, Error> {
    place.open_whole(true)?.at_one_moment(tables::counts)
}

/// A table that is being filled.
struct Taking {
    here: Table,
    /// The rows that go in next.
    now: Vec<String>,
    /// Those that refer to others of the same table: they go in when these are there.
    later: Vec<String>,
}

fn flush(tx: &mut Conn, table: &mut Option<Taking>) -> Result<(), Error> {
    let Some(Taking { here, now, later }) = table else { return Ok(()) };
    insert(tx, here, now)?;
    insert(tx, here, later)
}

fn insert(tx: &mut Conn, table: &Table, waiting: &mut Vec<String>) -> Result<(), Error> {
    for rows in waiting.chunks(ROWS_AT_ONCE) {
        tx.batch_execute(&table.insert(rows))?;
    }
    waiting.clear();
    Ok(())
}

/// Goes through the lines of a file; the counts that stand at its end.
fn through(master: &Master, file: &Path, mut look: impl FnMut(Line) -> Result<(), Error>) -> Result<Counts, Error> {
    let mut reader = Reader::open(file, master)?;
    let mut end = None;
    while let Some(line) = reader.line()? {
        let line: Line = serde_json::from_slice(&line).map_err(|_| damaged())?;
        if let Line::End(counts) = &line {
            end = Some(counts.clone());
        }
        look(line)?;
    }
    end.ok_or_else(damaged)
}

/// Whether the same rows are there; a table without any need not be named.
fn same(one: &Counts, other: &Counts) -> bool {
    MAP.iter().all(|kept| {
        let of = |counts: &Counts| counts.get(kept.table).cloned().unwrap_or_default();
        let (one, other) = (of(one), of(other));
        one == other || (one.rows == 0 && other.rows == 0)
    })
}

fn damaged() -> Error {
    Error::Unavailable("the backup was changed or cut, or another master key sealed it".to_owned())
}

fn other_release() -> Error {
    Error::Unavailable("the backup is of another release: restore it by that one, and migrate then".to_owned())
}
