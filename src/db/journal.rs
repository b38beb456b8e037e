//! The journal: one row an effect, in the effect's transaction, and one row a read; references only. And earlier versions.

use aplp_domain::code::Code;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::schema::{counters, journal, versions};
use super::seal::{self, Cell};
use super::{Conn, Id, evidence, many};
use crate::caller::Caller;
use crate::error::Error;

/// What a row says was done when somebody was only told something.
pub const READ: &str = "persons_read";
/// What a row says was done when somebody asked for what their roles do not carry.
pub const DENIED: &str = "access_denied";

/// An earlier version.
pub struct Version;
/// What a row is about: the kind tells of which table.
pub struct Thing;

/// What an effect was done to.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// The kind of resource, as in its `object` member.
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
    /// The version that the effect made.
    pub version: i32,
    /// Whose case it belongs to.
    pub person: Option<Uuid>,
}

/// A row of the journal.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = journal)]
pub struct Row {
    /// In the order in which rows were made, as far as one instance can tell.
    pub id: Id<Row>,
    /// The moment of the request.
    pub at: NaiveDateTime,
    /// The id of the request.
    pub request: String,
    /// Who issued the token.
    pub issuer: String,
    /// Who the issuer says it was.
    pub subject: String,
    /// The program through which they asked.
    pub client: String,
    /// The id of the token by which they asked, if there was one.
    pub token: Option<String>,
    /// The network that the request came from.
    pub source: String,
    /// What was done, as `verb_noun` in the past tense.
    pub action: String,
    /// The kind of resource; for a denial the right that was missing.
    pub object: String,
    /// Which one; nil for a list.
    pub object_id: Id<Thing>,
    /// The version that was made or read; 0 for a list.
    pub object_version: i32,
    /// Whose data it is, if it is that of one person.
    pub person_id: Option<Id<Thing>>,
    /// Why, by the code of a registered purpose.
    pub purpose: Option<String>,
    /// `done` or `denied`.
    pub outcome: String,
    /// Whose data it is, if it is that of several persons: their ids one after another, each once, in order.
    pub persons: Option<Vec<u8>>,
    /// What the effect wrote: keyed digests of each row, one after another.
    pub wrote: Option<Vec<u8>>,
}

impl Row {
    /// What the caller did, or was told, in this request.
    #[must_use]
    pub fn of(who: &Caller, action: &str, object: Object) -> Self {
        Self {
            id: Id::in_order(),
            at: who.at.naive_utc(),
            request: who.request.clone(),
            issuer: who.issuer.clone(),
            subject: who.subject.clone(),
            client: who.client.clone(),
            token: who.token.clone(),
            source: who.source.clone(),
            action: action.to_owned(),
            object: object.kind.to_owned(),
            object_id: Id::of(object.id),
            object_version: object.version,
            person_id: object.person.map(Id::of),
            purpose: who.purpose.map(|purpose| purpose.code().to_owned()),
            outcome: "done".to_owned(),
            persons: None,
            wrote: None,
        }
    }

    /// What the caller asked for and may not.
    #[must_use]
    pub fn denied(who: &Caller, right: &'static str) -> Self {
        let object = Object { kind: right, id: Uuid::nil(), version: 0, person: None };
        Self { outcome: "denied".to_owned(), ..Self::of(who, DENIED, object) }
    }

    /// The same row, about the data of these persons.
    #[must_use]
    pub fn about(self, persons: &[Uuid]) -> Self {
        match persons {
            [] => self,
            [one] => Self { person_id: Some(Id::of(*one)), ..self },
            several => Self { persons: Some(several.iter().flat_map(|id| *id.as_bytes()).collect()), ..self },
        }
    }

    /// Whose data it is about: each once, in order.
    #[must_use]
    pub fn whose(&self) -> Vec<Uuid> {
        let several = self.persons.as_deref().unwrap_or_default().chunks_exact(16);
        let one = self.person_id.map(Id::uuid);
        let mut all: Vec<Uuid> = one.into_iter().chain(several.filter_map(|id| Uuid::from_slice(id).ok())).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The id of a set of persons, each once and in order: one alone is a set by the own id, and nobody is none.
#[must_use]
pub fn set_of(persons: &[Uuid]) -> Option<Id<Thing>> {
    match persons {
        [] => None,
        [alone] => Some(Id::of(*alone)),
        several => {
            let mut digest = Sha256::new_with_prefix(b"aplp set of persons, version 1");
            several.iter().for_each(|person| digest.update(person.as_bytes()));
            let digest: [u8; 32] = digest.finalize().into();
            let mut id = [0; 16];
            id.copy_from_slice(&digest[..16]);
            Some(Id::of(uuid::Builder::from_custom_bytes(id).into_uuid()))
        }
    }
}

/// Writes rows, all of them at once.
///
/// # Errors
/// When they cannot be written, and then what they tell of must not happen either.
pub fn write(tx: &mut Conn, rows: &[Row]) -> Result<(), Error> {
    many::insert(tx, rows)
}

/// Puts a row aside until the end of the transaction, where all of them are written with what was done.
///
/// # Errors
/// As `write`, outside of a transaction that ends so.
pub fn add(tx: &mut Conn, row: Row) -> Result<(), Error> {
    match evidence::put_aside(row) {
        Some(row) => write(tx, &[row]),
        None => Ok(()),
    }
}

/// Records that the caller did something, as `verb_noun` in the past tense (`hours_posted`).
///
/// # Errors
/// As `write`.
pub fn record(tx: &mut Conn, who: &Caller, action: &str, object: Object) -> Result<(), Error> {
    add(tx, Row::of(who, action, object))
}

/// Keeps a version that is about to be replaced, so that history can be told.
///
/// # Errors
/// When it cannot be written, and then the change must not be either.
pub fn keep(tx: &mut Conn, who: &Caller, object: Object, content: &impl Serialize) -> Result<(), Error> {
    let id = Id::<Version>::in_order();
    let sealed = seal::seal(Cell::new("versions", id.uuid()), content)?;
    diesel::insert_into(versions::table)
        .values((
            versions::id.eq(id),
            versions::object.eq(object.kind),
            versions::object_id.eq(Id::<Thing>::of(object.id)),
            versions::version.eq(object.version),
            versions::recorded_at.eq(who.at.naive_utc()),
            versions::sealed.eq(sealed),
        ))
        .execute(tx)?;
    Ok(())
}

/// The next number of a series without gaps: the row stays locked until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub fn next_number(tx: &mut Conn, series: &str) -> Result<i64, Error> {
    let raised =
        diesel::update(counters::table.find(series)).set(counters::value.eq(counters::value + 1)).execute(tx)?;
    if raised == 0 {
        super::claim(tx, &super::Scope::Register("counters"))?;
        let there = counters::table.find(series).count().get_result::<i64>(tx)? > 0;
        if !there {
            diesel::insert_into(counters::table)
                .values((counters::name.eq(series), counters::value.eq(1)))
                .execute(tx)?;
            return Ok(1);
        }
        diesel::update(counters::table.find(series)).set(counters::value.eq(counters::value + 1)).execute(tx)?;
    }
    Ok(counters::table.find(series).select(counters::value).first(tx)?)
}
