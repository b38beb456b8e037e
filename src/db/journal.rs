//! The journal: one row an effect, in the effect's transaction, with references only; and earlier versions of what may change.

use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::schema::{counters, journal, versions};
use super::{Conn, Id};
use crate::caller::Caller;
use crate::error::Error;

/// A row of the journal.
pub struct Entry;
/// An earlier version.
pub struct Version;

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

#[derive(Insertable)]
#[diesel(table_name = journal)]
struct Row<'a> {
    id: Id<Entry>,
    at: chrono::NaiveDateTime,
    request: &'a str,
    issuer: &'a str,
    subject: &'a str,
    client: &'a str,
    action: &'a str,
    object: &'a str,
    object_id: Id<Object>,
    object_version: i32,
    person_id: Option<Id<Object>>,
}

/// Records that the caller did something, as `verb_noun` in the past tense (`hours_posted`).
///
/// # Errors
/// When it cannot be written, and then the effect must not be either.
pub fn record(tx: &mut Conn, who: &Caller, action: &str, object: Object) -> Result<(), Error> {
    let row = Row {
        id: Id::in_order(),
        at: who.at.naive_utc(),
        request: &who.request,
        issuer: &who.issuer,
        subject: &who.subject,
        client: &who.client,
        action,
        object: object.kind,
        object_id: Id::of(object.id),
        object_version: object.version,
        person_id: object.person.map(Id::of),
    };
    diesel::insert_into(journal::table).values(&row).execute(tx)?;
    Ok(())
}

/// Keeps a version that is about to be replaced, so that history can be told.
///
/// # Errors
/// When it cannot be written, and then the change must not be either.
pub fn keep(tx: &mut Conn, who: &Caller, object: Object, content: &impl Serialize) -> Result<(), Error> {
    let content = serde_json::to_string(content).map_err(|fault| Error::Internal(fault.to_string()))?;
    diesel::insert_into(versions::table)
        .values((
            versions::id.eq(Id::<Version>::in_order()),
            versions::object.eq(object.kind),
            versions::object_id.eq(Id::<Object>::of(object.id)),
            versions::version.eq(object.version),
            versions::recorded_at.eq(who.at.naive_utc()),
            versions::content.eq(content),
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
