//! The rows of the journal that have their place in the chain.

use chrono::NaiveDateTime;
use diesel::dsl::{InnerJoin, IntoBoxed};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::chain::Link;
use crate::db::journal::{DENIED, READ, Row, Thing, Version};
use crate::db::schema::{journal, journal_links, journal_persons, person_sets, versions};
use crate::db::seal::{self, Cell};
use crate::db::{Conn, Id, MultiBackend};
use crate::error::Error;

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Recorded at this moment or later.
    pub from: Option<NaiveDateTime>,
    /// Recorded before this moment.
    pub until: Option<NaiveDateTime>,
    /// About the data of this person.
    pub person: Option<Uuid>,
    /// About resources of this kind.
    pub object: Option<String>,
    /// About this resource.
    pub object_id: Option<Uuid>,
    /// Of this action.
    pub action: Option<String>,
    /// By this subject.
    pub actor: Option<String>,
}

type Linked = InnerJoin<journal_links::table, journal::table>;

/// The sets that a person is in.
#[diesel::dsl::auto_type(no_type_alias)]
fn sets(person: Uuid) -> _ {
    let person: Id<Thing> = Id::of(person);
    person_sets::table.filter(person_sets::person_id.eq(person)).select(person_sets::set_id)
}

fn chosen(wanted: &Wanted) -> IntoBoxed<'_, Linked, MultiBackend> {
    let Wanted { from, until, person, object, object_id, action, actor } = wanted;
    let mut query = journal_links::table.inner_join(journal::table).into_boxed();
    if let Some(from) = from {
        query = query.filter(journal::at.ge(from));
    }
    if let Some(until) = until {
        query = query.filter(journal::at.lt(until));
    }
    if let Some(person) = person {
        let theirs = journal_persons::table.filter(journal_persons::set_id.eq_any(sets(*person)));
        query = query.filter(journal_links::position.eq_any(theirs.select(journal_persons::position)));
    }
    if let Some(object) = object {
        query = query.filter(journal::object.eq(object));
    }
    if let Some(id) = object_id {
        query = query.filter(journal::object_id.eq(Id::<Thing>::of(*id)));
    }
    if let Some(action) = action {
        query = query.filter(journal::action.eq(action));
    }
    if let Some(actor) = actor {
        query = query.filter(journal::subject.eq(actor));
    }
    query
}

/// A page of the journal in the order of the chain.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, wanted: &Wanted, after: Option<i64>, limit: i64) -> Result<Vec<(Link, Row)>, Error> {
    let query = chosen(wanted).filter(journal_links::position.gt(after.unwrap_or(0)));
    let query = query.order(journal_links::position).limit(limit);
    Ok(query.select((Link::as_select(), Row::as_select())).load(conn)?)
}

/// How many entries a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, wanted: &Wanted) -> Result<i64, Error> {
    Ok(chosen(wanted).count().get_result(conn)?)
}

/// A page of what was done with the data of a person, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn access(conn: &mut Conn, person: Uuid, before: Option<i64>, limit: i64) -> Result<Vec<(Link, Row)>, Error> {
    let theirs = journal_persons::table.filter(journal_persons::set_id.eq_any(sets(person)));
    let theirs = theirs.filter(journal_persons::position.lt(before.unwrap_or(i64::MAX)));
    let query = theirs.inner_join(journal_links::table.inner_join(journal::table));
    let query = query.order(journal_persons::position.desc()).limit(limit);
    Ok(query.select((Link::as_select(), Row::as_select())).load(conn)?)
}

/// How much was done with the data of a person in all.
///
/// # Errors
/// When the database does not answer.
pub fn count_access(conn: &mut Conn, person: Uuid) -> Result<i64, Error> {
    let theirs = journal_persons::table.filter(journal_persons::set_id.eq_any(sets(person)));
    Ok(theirs.count().get_result(conn)?)
}

/// What happened to one thing, the oldest first: what was read of it is no part of its history.
///
/// # Errors
/// When the database does not answer.
pub fn history(conn: &mut Conn, of: Uuid) -> Result<Vec<Row>, Error> {
    let rows = journal::table.filter(journal::object_id.eq(Id::<Thing>::of(of)));
    let effects = rows.filter(journal::action.ne_all([READ, DENIED]));
    Ok(effects.order((journal::object_version, journal::id)).select(Row::as_select()).load(conn)?)
}

/// The versions of one thing that were kept when they were replaced, with what they held.
///
/// # Errors
/// When the database does not answer.
pub fn kept(conn: &mut Conn, of: Uuid) -> Result<Vec<(i32, String)>, Error> {
    let rows = versions::table.filter(versions::object_id.eq(Id::<Thing>::of(of)));
    let rows: Vec<(Id<Version>, i32, Vec<u8>)> =
        rows.select((versions::id, versions::version, versions::sealed)).load(conn)?;
    let opened = |(id, version, sealed): (Id<Version>, i32, Vec<u8>)| {
        let content = seal::open_bytes(Cell::new("versions", id.uuid()), &sealed)?;
        Ok((version, String::from_utf8(content).map_err(|fault| Error::Internal(fault.to_string()))?))
    };
    rows.into_iter().map(opened).collect()
}
