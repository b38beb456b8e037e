//! What is asked of the tables of persons and of their codes.

pub mod searches;

use std::cmp::Reverse;

use aplp_domain::personal_code::PersonalCode;
use diesel::prelude::*;

use super::PersonId;
use super::rows::code_index;
pub use super::rows::{CodeRow, Row, folded};
use super::sight::{seen_by, theirs};
use crate::caller::{Caller, Sight};
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{personal_codes, persons};
use crate::db::{Conn, Scope, claim, prepared};
use crate::error::Error;

/// One person, if the caller may see them.
///
/// # Errors
/// `NotFound` for an absent person and for another's alike.
pub fn find(conn: &mut Conn, id: PersonId, who: &Caller) -> Result<Row, Error> {
    let row = persons::table.find(id).filter(seen_by(&who.sight())).select(Row::as_select()).first(conn).optional()?;
    row.ok_or(Error::NotFound)
}

/// Claims a person's case until the transaction ends, then reads who it is.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: PersonId, who: &Caller) -> Result<Row, Error> {
    claim(tx, &Scope::Person(id.uuid()))?;
    find(tx, id, who)
}

/// The code of one person that is in use.
///
/// # Errors
/// When the database does not answer.
pub fn code_in_use(conn: &mut Conn, of: PersonId) -> Result<Option<CodeRow>, Error> {
    let theirs = personal_codes::table.filter(personal_codes::person_id.eq(of));
    Ok(theirs.filter(personal_codes::valid_to.is_null()).select(CodeRow::as_select()).first(conn).optional()?)
}

/// A person with the code in use, so that both are of the same moment.
pub type Known = (Row, Option<CodeRow>);

#[diesel::dsl::auto_type(no_type_alias)]
fn with_codes() -> _ {
    let in_use = personal_codes::person_id.eq(persons::id).and(personal_codes::valid_to.is_null());
    persons::table.left_join(personal_codes::table.on(in_use))
}

/// Persons by their ids with the code in use, so far as they are in sight.
///
/// # Errors
/// When the database does not answer.
pub fn known(conn: &mut Conn, sight: &Sight, ids: &[PersonId]) -> Result<Vec<(PersonId, Known)>, Error> {
    let these = with_codes().filter(persons::id.eq_any(ids)).filter(theirs(persons::id, sight));
    let found: Vec<Known> = prepared(these.select(Known::as_select())).load(conn)?;
    Ok(found.into_iter().map(|known| (known.0.id, known)).collect())
}

/// A page of persons in the order of their names.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    municipality: Option<&str>,
    after: Option<(String, PersonId)>,
    limit: i64,
) -> Result<Vec<Known>, Error> {
    let mut query = with_codes().filter(theirs(persons::id, &who.sight())).select(Known::as_select()).into_boxed();
    if let Some(municipality) = municipality {
        query = query.filter(persons::municipality.eq(municipality));
    }
    if let Some(after) = after {
        query = query.filter(beyond((persons::name_folded, persons::id), after, Direction::Up));
    }
    Ok(query.order((persons::name_folded, persons::id)).limit(limit).load(conn)?)
}

/// How many persons a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, municipality: Option<&str>) -> Result<i64, Error> {
    let mut query = persons::table.filter(seen_by(&who.sight())).into_boxed();
    if let Some(municipality) = municipality {
        query = query.filter(persons::municipality.eq(municipality));
    }
    Ok(query.count().get_result(conn)?)
}

/// Persons in whose name every word begins a word.
///
/// # Errors
/// When the database does not answer.
pub fn by_name(conn: &mut Conn, who: &Caller, name: &str, limit: i64) -> Result<Vec<Known>, Error> {
    let mut query = with_codes().filter(theirs(persons::id, &who.sight())).select(Known::as_select()).into_boxed();
    for word in folded(name).split(' ') {
        let word = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let begins = persons::name_folded.like(format!("{word}%")).escape('\\');
        query = query.filter(begins.or(persons::name_folded.like(format!("% {word}%")).escape('\\')));
    }
    Ok(query.order((persons::name_folded, persons::id)).limit(limit).load(conn)?)
}

/// The record of a code, whoever has or has had it; none is added until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub fn code_known(tx: &mut Conn, code: &PersonalCode) -> Result<Option<CodeRow>, Error> {
    claim(tx, &Scope::Register("personal_codes"))?;
    let known = personal_codes::table.filter(personal_codes::code_index.eq(code_index(code)?));
    Ok(known.select(CodeRow::as_select()).first(tx).optional()?)
}

/// Adds a person.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(persons::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Replaces the changeable part of a person.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(persons::table.find(row.id)).set(row.stored()?).execute(tx)?;
    Ok(())
}

/// Records a code, ending the one in use the day before.
///
/// # Errors
/// When the database does not answer.
pub fn insert_code(tx: &mut Conn, row: &CodeRow) -> Result<(), Error> {
    let in_use = personal_codes::table.filter(personal_codes::person_id.eq(row.person_id));
    diesel::update(in_use.filter(personal_codes::valid_to.is_null()))
        .set(personal_codes::valid_to.eq(row.valid_from.and_then(|from| from.pred_opt())))
        .execute(tx)?;
    diesel::insert_into(personal_codes::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Every code a person has had, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn codes(conn: &mut Conn, of: PersonId) -> Result<Vec<CodeRow>, Error> {
    let mine = personal_codes::table.filter(personal_codes::person_id.eq(of)).select(CodeRow::as_select());
    let mut rows = mine.load(conn)?;
    // Here and not in the query, for the databases differ on where null stands; what holds since ever is the oldest.
    rows.sort_by_key(|row| Reverse((row.valid_from, row.id)));
    Ok(rows)
}
