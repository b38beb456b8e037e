//! The chain over the journal: complete, without gaps, every hash right, as the checkpoints say, and its index as it follows.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use diesel::prelude::*;
use uuid::Uuid;

use super::{Invariant, broken};
use crate::db::chain::{self, Link, hex};
use crate::db::evidence::structure::Told;
use crate::db::journal::{Row, Thing, set_of};
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{checkpoints, journal, journal_links, journal_persons, person_sets};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::files;
use crate::insight::checkpoints::store::{Row as CheckpointRow, origin};
use crate::insight::checkpoints::wire::Checkpoint;

/// How many rows are in memory at a time.
const PAGE: i64 = 2_000;
/// How many faults of the chain are named: one edit makes every later hash of a rewritten chain a fault of its own.
const NAMED_MAX: usize = 20;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "an entry of the journal has no place in the chain and waits for none, or both",
        sql: "SELECT j.id FROM journal j LEFT JOIN journal_links l ON l.journal_id = j.id \
              LEFT JOIN journal_waiting w ON w.journal_id = j.id \
              WHERE (l.journal_id IS NULL) = (w.journal_id IS NULL)",
    },
    Invariant {
        fault: "an entry that is not in the journal waits for a place in the chain",
        sql: "SELECT w.journal_id AS id FROM journal_waiting w LEFT JOIN journal j ON j.id = w.journal_id WHERE j.id IS NULL",
    },
    Invariant {
        fault: "the journal is about a set of persons in which nobody is",
        sql: "SELECT DISTINCT p.set_id AS id FROM journal_persons p LEFT JOIN person_sets s ON s.set_id = p.set_id \
              WHERE s.set_id IS NULL",
    },
];

/// The checkpoints of a file, and a sentence for each line that is none.
///
/// # Errors
/// When there is a file that cannot be read.
pub fn kept(file: &Path) -> Result<(Vec<Checkpoint>, Vec<String>), Error> {
    if !file.exists() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in std::fs::read_to_string(file).map_err(files::named(file, "APLP_DATA"))?.lines().enumerate() {
        match serde_json::from_str(line) {
            Ok(checkpoint) => found.push(checkpoint),
            Err(_) => faults.push(format!("{}: line {} is no checkpoint", file.display(), number + 1)),
        }
    }
    Ok((found, faults))
}

/// Every fault of the chain, beside the checkpoints that were kept outside of the database. The keys lie on this thread.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn faults(conn: &mut Conn, kept: &[Checkpoint]) -> Result<Vec<String>, Error> {
    let rows: Vec<CheckpointRow> = checkpoints::table.select(CheckpointRow::as_select()).load(conn)?;
    let stored: Vec<Checkpoint> = rows.into_iter().map(Checkpoint::of).collect();
    let mut faults = broken(conn, ALL)?;
    let missing = kept.iter().filter(|checkpoint| !stored.contains(checkpoint));
    faults.extend(
        missing.map(|lost| format!("a checkpoint is not in the database any more: position {}", lost.position)),
    );
    let all: Vec<&Checkpoint> = stored.iter().chain(kept).collect();
    let forged = all.iter().filter(|checkpoint| !checkpoint.is_genuine());
    faults.extend(forged.map(|forged| format!("a checkpoint is not genuine: position {}", forged.position)));
    let origin = origin(conn)?;
    let strange = all.iter().filter(|checkpoint| Some(&checkpoint.origin) != origin.as_ref());
    faults.extend(strange.map(|other| format!("a checkpoint is of another journal: position {}", other.position)));
    let told = Told::all(conn)?;
    let positions: BTreeMap<i64, &str> = all.iter().map(|one| (one.position, one.structure.as_str())).collect();
    for (position, structure) in positions {
        if !told.stood_at(position, structure)? {
            let fault = "the structure at a checkpoint is not the one that the journal tells of";
            faults.push(format!("{fault}: position {position}"));
        }
    }
    let mut signed: HashMap<i64, Vec<&str>> = HashMap::new();
    for checkpoint in &all {
        signed.entry(checkpoint.position).or_default().push(&checkpoint.hash);
    }
    let Walked { last, about } = walk(conn, &signed, &mut faults)?;
    let cut = all.iter().filter(|checkpoint| checkpoint.position > last);
    faults.extend(cut.map(|cut| format!("the journal ends before a checkpoint: position {}", cut.position)));
    let indexed = index(conn, &mut faults)?;
    if indexed != about {
        faults.push(format!("{about} entries of the journal name persons, and its index names {indexed} entries"));
    }
    sets(conn, &mut faults)?;
    if faults.len() > NAMED_MAX {
        let all = faults.len();
        faults.truncate(NAMED_MAX);
        faults.push(format!("{all} faults of the chain in all"));
    }
    Ok(faults)
}

/// What was found on the way through the chain.
struct Walked {
    /// The last position.
    last: i64,
    /// How many entries name persons.
    about: usize,
}

/// Goes through the chain from its beginning and recomputes every hash.
fn walk(conn: &mut Conn, signed: &HashMap<i64, Vec<&str>>, faults: &mut Vec<String>) -> Result<Walked, Error> {
    let (mut walked, mut before) = (Walked { last: 0, about: 0 }, chain::START.to_vec());
    loop {
        let links = journal_links::table.left_join(journal::table).filter(journal_links::position.gt(walked.last));
        let links = links.order(journal_links::position).limit(PAGE);
        let page: Vec<(Link, Option<Row>)> =
            links.select((Link::as_select(), Option::<Row>::as_select())).load(conn)?;
        if page.is_empty() {
            return Ok(walked);
        }
        for (link, row) in page {
            let Link { position, hash, journal_id } = link;
            if position != walked.last + 1 {
                faults.push(format!("the chain has a gap before position {position}"));
            }
            match row {
                None => faults.push(format!("the entry at position {position} is not there any more: {journal_id}")),
                Some(row) => {
                    if chain::hash(position, &before, &row).as_slice() != hash {
                        faults.push(format!("the hash at position {position} is not that of the entry: {journal_id}"));
                    }
                    walked.about += usize::from(!row.whose().is_empty());
                }
            }
            for wanted in signed.get(&position).into_iter().flatten() {
                if *wanted != hex(&hash) {
                    faults.push(format!("the chain differs from a checkpoint: position {position}"));
                }
            }
            (walked.last, before) = (position, hash);
        }
    }
}

/// Goes through the index of persons, holds each row against its entry, and says how many there were.
fn index(conn: &mut Conn, faults: &mut Vec<String>) -> Result<usize, Error> {
    let (mut found, mut after) = (0, (Id::<Thing>::of(Uuid::nil()), 0));
    loop {
        let entries = journal_links::table.inner_join(journal::table);
        let entries = journal_persons::table.left_join(entries);
        let beyond = beyond((journal_persons::set_id, journal_persons::position), after, Direction::Up);
        let page: Vec<(Id<Thing>, i64, Option<Row>)> = entries
            .filter(beyond)
            .order((journal_persons::set_id, journal_persons::position))
            .limit(PAGE)
            .select((journal_persons::set_id, journal_persons::position, Option::<Row>::as_select()))
            .load(conn)?;
        let Some((set, position, _)) = page.last() else { return Ok(found) };
        after = (*set, *position);
        found += page.len();
        for (set, position, row) in page {
            if row.and_then(|row| set_of(&row.whose())) != Some(set) {
                faults.push(format!("the index of persons names others than the entry at position {position} does"));
            }
        }
    }
}

/// Goes through the sets of persons and holds each against its id, which follows from who is in it.
fn sets(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Error> {
    let mut hold = |set: Id<Thing>, persons: &[Uuid]| {
        if !persons.is_empty() && set_of(persons) != Some(set) {
            faults.push(format!("a set of persons is not the one that its id tells of: {set}"));
        }
    };
    let columns = (person_sets::set_id, person_sets::person_id);
    let (mut after, mut persons) = ((Id::of(Uuid::nil()), Id::of(Uuid::nil())), Vec::new());
    loop {
        let members = person_sets::table.filter(beyond(columns, after, Direction::Up)).order(columns);
        let page: Vec<(Id<Thing>, Id<Thing>)> = members.limit(PAGE).select(columns).load(conn)?;
        if page.is_empty() {
            hold(after.0, &persons);
            return Ok(());
        }
        for (set, person) in page {
            if set != after.0 {
                hold(after.0, &persons);
                persons.clear();
            }
            persons.push(person.uuid());
            after = (set, person);
        }
    }
}
