//! Every row against the newest digests that the journal has of it, both ways; and the structure of the tables.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use uuid::Uuid;

use super::NAMED_MAX;
use crate::db::evidence::entry::{self, Entry, Held};
use crate::db::evidence::layout::{Layout, STRUCTURE, layout, layouts};
use crate::db::evidence::{page, structure};
use crate::db::rows::Table;
use crate::db::schema::{journal, written_rows};
use crate::db::{Conn, Id};
use crate::error::Error;

/// How many entries are in memory at a time: with more, everything is gone through several times, each time for some of the rows.
const ENTRIES_MAX: usize = 2_000_000;

type Key = ([u8; 4], Uuid);

/// The newest digests of some of the rows.
pub struct Newest(HashMap<Key, Entry>);

impl Newest {
    /// Of all rows.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn of_all(conn: &mut Conn) -> Result<Self, Error> {
        Self::read(conn, 0, 1)
    }

    /// Of the rows of one part of several, as their keys tell.
    fn read(conn: &mut Conn, part: usize, parts: usize) -> Result<Self, Error> {
        let (mut newest, mut after) = (HashMap::new(), Id::of(Uuid::nil()));
        loop {
            let rows = page(conn, after)?;
            let Some((last, _)) = rows.last() else { return Ok(Self(newest)) };
            after = *last;
            for entry in rows.iter().flat_map(|(_, wrote)| entry::all(wrote)) {
                if part_of(entry.key, parts) != part {
                    continue;
                }
                let known = newest.entry((entry.table, entry.key)).or_insert(entry);
                if known.number < entry.number {
                    *known = entry;
                }
            }
        }
    }

    /// What is wrong with the rows of a table.
    ///
    /// # Errors
    /// As `of_all`.
    pub fn faults(&self, conn: &mut Conn, table: &str) -> Result<Vec<String>, Error> {
        let Some(layout) = layout(table) else { return Ok(Vec::new()) };
        self.of_table(conn, layout, 0, 1)
    }

    fn of_table(&self, conn: &mut Conn, layout: &Layout, part: usize, parts: usize) -> Result<Vec<String>, Error> {
        let table = layout.table;
        let mut faults = Vec::new();
        let mut there: HashSet<Uuid> = HashSet::new();
        let mut hold = |row: &[Option<String>]| -> Result<(), Error> {
            let key = layout.key(row);
            if part_of(key, parts) != part {
                return Ok(());
            }
            there.insert(key);
            match self.0.get(&(layout.mark, key)).map(|entry| entry.held) {
                None | Some(None) => {
                    faults.push(format!("a row of {table} was written behind the service: {}", layout.named(row)));
                }
                Some(Some(known)) => {
                    let what = match Held::of(layout, row) {
                        // No key that there ever was sealed it.
                        Err(Error::UnknownKey) => Some("the sealed part of a row"),
                        now => differs(&known, &now?),
                    };
                    if let Some(what) = what {
                        faults.push(format!("{what} of {table} was changed behind the service: {}", layout.named(row)));
                    }
                }
            }
            Ok(())
        };
        match layout.kept {
            Some(kept) => {
                let columns = Table::by_name(conn, kept)?;
                if columns.names() != layout.names {
                    return Ok(vec![format!("{table} has other columns than this release knows")]);
                }
                columns.each(conn, hold)?;
            }
            None => {
                let lines = structure::present(conn)?;
                hold(&structure::row(conn, &lines))?;
                return of_structure(conn, &lines, faults.is_empty());
            }
        }
        let own = self
            .0
            .iter()
            .filter(|((mark, key), entry)| *mark == layout.mark && entry.held.is_some() && !there.contains(key));
        faults.extend(own.map(|((_, key), _)| format!("a row of {table} was taken away behind the service: {key}")));
        Ok(faults)
    }
}

/// What of a row is not as it was written.
fn differs(known: &Held, now: &Held) -> Option<&'static str> {
    match (known.open == now.open, known.sealed == now.sealed) {
        (true, true) => None,
        (true, false) => Some("the sealed part of a row"),
        (false, _) => Some("a row"),
    }
}

fn part_of(key: Uuid, parts: usize) -> usize {
    let [.., one, other] = *key.as_bytes();
    usize::from(u16::from_be_bytes([one, other])) % parts
}

/// What is wrong with a structure; against what this release makes it is held where that can be made on the spot.
fn of_structure(conn: &Conn, lines: &BTreeSet<String>, as_told: bool) -> Result<Vec<String>, Error> {
    let mut faults = Vec::new();
    if !as_told {
        faults.push("the structure of the database is not the one that the journal tells of".to_owned());
    }
    let differs = structure::against_release(conn, lines)?.unwrap_or_default();
    faults.extend(differs.iter().map(|what| format!("not as this release makes it: {what}")));
    Ok(faults)
}

/// Every fault of the rows, and of the structure.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub(super) fn faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let bytes = journal::table.select(diesel::dsl::sql::<diesel::sql_types::BigInt>("coalesce(sum(length(wrote)), 0)"));
    let bytes = usize::try_from(bytes.first::<i64>(conn)?).unwrap_or(0);
    let parts = Entry::most(bytes) / ENTRIES_MAX + 1;
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for part in 0..parts {
        let newest = Newest::read(conn, part, parts)?;
        for layout in layouts().filter(|layout| part == 0 || layout.table != STRUCTURE) {
            let faults = newest.of_table(conn, layout, part, parts)?;
            found.entry(layout.table).or_default().extend(faults);
        }
    }
    let sources: Vec<String> = written_rows::table.select(written_rows::source).distinct().load(conn)?;
    let mut lines: Vec<String> =
        sources.iter().map(|source| format!("rows of {source} were written and not taken into the journal")).collect();
    for (table, mut faults) in found {
        let all = faults.len();
        if all > NAMED_MAX {
            faults.truncate(NAMED_MAX);
            faults.push(format!("{table}: {all} rows in all are not as the service wrote them"));
        }
        lines.extend(faults);
    }
    Ok(lines)
}
