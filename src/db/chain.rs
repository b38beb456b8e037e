//! The chain over the journal: rows get a position without gaps and a hash that holds all rows before them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::journal::{Row, set_of};
use super::lock::try_claim;
use super::many::{self, About, Member};
use super::schema::{journal, journal_links, journal_waiting};
use super::{Conn, Db, Id, Scope, prepared};
use crate::error::Error;

/// How many rows get their place in one transaction.
const BATCH: i64 = 500;
/// After how many batches what came to wait before the last one is looked for.
const BATCHES_ON: usize = 20;
/// What the first link has for a hash before it.
pub const START: [u8; 32] = [0; 32];
/// What is hashed begins with what it is, so that no other text with the same bytes can stand for a row.
const DOMAIN: &[u8] = b"aplp journal row, version 1";

/// How many rows have no place yet.
///
/// # Errors
/// When the database does not answer.
pub fn waiting(conn: &mut Conn) -> Result<i64, Error> {
    Ok(journal_waiting::table.count().get_result(conn)?)
}

/// A row's place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_links)]
pub struct Link {
    /// From 1 on, without gaps.
    pub position: i64,
    /// The row.
    pub journal_id: Id<Row>,
    /// The hash over the position, the hash before it and every column of the row.
    pub hash: Vec<u8>,
}

/// The hash of a row at a position: SHA-256 over each part with its length before it; what is absent has none.
#[must_use]
pub fn hash(position: i64, before: &[u8], row: &Row) -> [u8; 32] {
    // Taken apart whole, so that no column can stay outside.
    let Row {
        id,
        at,
        request,
        issuer,
        subject,
        client,
        token,
        source,
        action,
        object,
        object_id,
        object_version,
        person_id,
        purpose,
        outcome,
        persons,
        wrote,
    } = row;
    let (id, object_id, person_id) = (id.uuid(), object_id.uuid(), person_id.map(Id::uuid));
    let parts: [Option<&[u8]>; 20] = [
        Some(DOMAIN),
        Some(&position.to_be_bytes()),
        Some(before),
        Some(id.as_bytes()),
        Some(&at.and_utc().timestamp_micros().to_be_bytes()),
        Some(request.as_bytes()),
        Some(issuer.as_bytes()),
        Some(subject.as_bytes()),
        Some(client.as_bytes()),
        token.as_deref().map(str::as_bytes),
        Some(source.as_bytes()),
        Some(action.as_bytes()),
        Some(object.as_bytes()),
        Some(object_id.as_bytes()),
        Some(&object_version.to_be_bytes()),
        person_id.as_ref().map(|id| id.as_bytes().as_slice()),
        purpose.as_deref().map(str::as_bytes),
        Some(outcome.as_bytes()),
        persons.as_deref(),
        wrote.as_deref(),
    ];
    let mut digest = Sha256::new();
    for part in parts {
        // No part is as long as this, so an absent one is told from an empty one.
        digest.update(part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
        digest.update(part.unwrap_or_default());
    }
    digest.finalize().into()
}

/// Gives every row that waits its place, batch by batch, and says how many there were. Another instance that is at it
/// already does it for this one too.
///
/// # Errors
/// When the database does not answer.
pub async fn sequence(db: &Db) -> Result<usize, Error> {
    let beginning = Id::of(Uuid::nil());
    let (mut linked, mut from) = (0, beginning);
    for number in 1_usize.. {
        let batch = db.write(move |tx| link(tx, from)).await?;
        linked += batch.len();
        // What waited before these is taken: an index remembers what was taken until it is cleared, and is slow to pass it. What
        // came to wait there meanwhile is found by going back now and then.
        match batch.first().filter(|_| batch.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX)) {
            Some(_) if number.is_multiple_of(BATCHES_ON) => from = beginning,
            Some(first) => from = *first,
            None => break,
        }
    }
    Ok(linked)
}

/// Gives a batch of rows that wait, none with a smaller id than this, their places in the order of their ids, and says which.
///
/// # Errors
/// When the database does not answer.
pub fn link(tx: &mut Conn, from: Id<Row>) -> Result<Vec<Id<Row>>, Error> {
    if !try_claim(tx, &Scope::Register("journal_links"))? {
        return Ok(Vec::new());
    }
    let waiting = diesel::alias!(journal_waiting as waiting);
    let id = waiting.field(journal_waiting::journal_id);
    let next = waiting.filter(id.ge(from)).select(id).order(id).limit(BATCH);
    let taken = diesel::delete(journal_waiting::table).filter(journal_waiting::journal_id.eq_any(next));
    let ids: Vec<Id<Row>> = prepared(taken.returning(journal_waiting::journal_id)).get_results(tx)?;
    // No join: how many rows wait is never what a planner believes, and it would read the whole journal for them.
    let these = journal::table.filter(journal::id.eq_any(&ids)).order(journal::id);
    let rows: Vec<Row> = these.select(Row::as_select()).load(tx)?;
    // An entry that is gone goes on waiting, or nothing would tell of it any more.
    let gone = ids.iter().filter(|id| rows.binary_search_by_key(*id, |row| row.id).is_err());
    for id in gone {
        diesel::insert_into(journal_waiting::table).values(journal_waiting::journal_id.eq(id)).execute(tx)?;
        log::error!(target: "aplp::failure", "an entry that waits for its place is not in the journal: {id}");
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let last = last(tx)?;
    let (mut position, mut before) = last.map_or((0, START.to_vec()), |link| (link.position, link.hash));
    let (mut links, mut about, mut sets) = (Vec::new(), Vec::new(), BTreeMap::new());
    for row in &rows {
        position += 1;
        before = hash(position, &before, row).to_vec();
        links.push(Link { position, journal_id: row.id, hash: before.clone() });
        let persons = row.whose();
        if let Some(set) = set_of(&persons) {
            about.push(About(set, position));
            sets.insert(set, persons);
        }
    }
    many::insert(tx, &links)?;
    many::insert(tx, &about)?;
    let members =
        sets.into_iter().flat_map(|(set, persons)| persons.into_iter().map(move |one| Member(set, Id::of(one))));
    many::insert(tx, &members.collect::<Vec<_>>())?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// The newest link; none while the chain is empty.
///
/// # Errors
/// When the database does not answer.
pub fn last(conn: &mut Conn) -> Result<Option<Link>, Error> {
    Ok(journal_links::table.order(journal_links::position.desc()).select(Link::as_select()).first(conn).optional()?)
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Bytes from their hexadecimal digits; none where these are no such digits.
#[must_use]
pub fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    hex.as_bytes().chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}
