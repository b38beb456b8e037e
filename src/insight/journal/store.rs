//! The rows of the journal that have their place in the chain.

use chrono::NaiveDateTime;
use diesel::dsl::{InnerJoin, IntoBoxed};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::chain::Link;
use crate::db::filters::{Filters, Slice};
use crate::db::journal::{DENIED, READ, Row, Thing, Version};
use crate::db::schema::{journal, journal_links, journal_persons, person_sets, versions};
use crate::db::seal::{self, Cell};
use crate::db::{Conn, Id, MultiBackend};
use crate::error::Error;
use crate::in_order_of_places;

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

fn purposes(filters: &Filters) -> Option<Vec<String>> {
    Some(filters.values("purpose")?.map(str::to_owned).collect())
}

type Linked = InnerJoin<journal_links::table, journal::table>;

/// The sets that a person is in.
#[diesel::dsl::auto_type(no_type_alias)]
fn sets(person: Uuid) -> _ {
    let person: Id<Thing> = Id::of(person);
    person_sets::table.filter(person_sets::person_id.eq(person)).select(person_sets::set_id)
}

fn chosen<'a>(wanted: &'a Wanted, filters: &Filters) -> IntoBoxed<'a, Linked, MultiBackend> {
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
    if let Some(purposes) = purposes(filters) {
        query = query.filter(journal::purpose.eq_any(purposes));
    }
    query
}

/// A page of the journal in the order of the chain.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, wanted: &Wanted, slice: &Slice<i64>) -> Result<Vec<(Link, Row)>, Error> {
    let query = in_order_of_places!(chosen(wanted, &slice.filters), slice, Up, journal_links::position);
    Ok(query.select((Link::as_select(), Row::as_select())).load(conn)?)
}

/// How many entries a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(wanted, filters).count().get_result(conn)?)
}

/// A page of what was done with the data of a person, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn access(conn: &mut Conn, person: Uuid, slice: &Slice<i64>) -> Result<Vec<(Link, Row)>, Error> {
    let theirs = journal_persons::table.filter(journal_persons::set_id.eq_any(sets(person)));
    let mut query = theirs.inner_join(journal_links::table.inner_join(journal::table)).into_boxed();
    if let Some(purposes) = purposes(&slice.filters) {
        query = query.filter(journal::purpose.eq_any(purposes));
    }
    let query = in_order_of_places!(query, slice, Down, journal_persons::position);
    Ok(query.select((Link::as_select(), Row::as_select())).load(conn)?)
}

/// How much was done with the data of a person in all.
///
/// # Errors
/// When the database does not answer.
pub fn count_access(conn: &mut Conn, person: Uuid, filters: &Filters) -> Result<i64, Error> {
    let theirs = journal_persons::table.filter(journal_persons::set_id.eq_any(sets(person)));
    let Some(purposes) = purposes(filters) else { return Ok(theirs.count().get_result(conn)?) };
    let told = theirs.inner_join(journal_links::table.inner_join(journal::table));
    Ok(told.filter(journal::purpose.eq_any(purposes)).count().get_result(conn)?)
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
