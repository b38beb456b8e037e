//! What is asked of the tables of persons and of their codes.

pub mod deaths;
pub mod duplicates;
pub mod lists;
pub mod names;
pub mod searches;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use aplp_domain::personal_code::PersonalCode;
use chrono::NaiveDate;
use diesel::dsl::{And, Eq, IsNull};
use diesel::prelude::*;

use super::PersonId;
use super::addresses::store::CountsOn;
pub use super::addresses::store::{AddressRow, address_on, counts_on};
use super::rows::code_index;
pub use super::rows::{CodeRow, Row};
pub(crate) use super::rows::{born_on_index, phone_index};
use super::sight::{met_by, seen_by};
use crate::caller::{Caller, Sight};
use crate::db::schema::{person_addresses, personal_codes, persons};
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

/// A person with the code in use and where they live, so that all are of the same moment; and whether the caller may see more than
/// how to reach them.
#[derive(Clone)]
pub struct Known {
    /// The person.
    pub row: Row,
    /// The code in use.
    pub code: Option<CodeRow>,
    /// Where they live on the day of the question.
    pub lives: Option<AddressRow>,
    /// Whether the whole file is open to the caller.
    pub whole: bool,
}

type Columns = (Row, Option<CodeRow>, Option<AddressRow>);

/// The condition made by `in_use`.
type InUse = And<Eq<personal_codes::person_id, persons::id>, IsNull<personal_codes::valid_to>>;

/// The code that a person has now: one at the most.
fn in_use() -> InUse {
    personal_codes::person_id.eq(persons::id).and(personal_codes::valid_to.is_null())
}

/// The condition made by `lives_on`.
type LivesOn = And<Eq<person_addresses::person_id, persons::id>, CountsOn>;

/// The address at which a person lives on a day: one at the most.
fn lives_on(day: NaiveDate) -> LivesOn {
    person_addresses::person_id.eq(persons::id).and(counts_on(day))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn with_codes(on: NaiveDate) -> _ {
    let code: InUse = in_use();
    let lives: LivesOn = lives_on(on);
    persons::table.left_join(personal_codes::table.on(code)).left_join(person_addresses::table.on(lives))
}

/// Persons as the caller may see them: whose whole file is open to them, and who is met by a draft only.
fn as_seen(conn: &mut Conn, sight: &Sight, found: Vec<Columns>) -> Result<Vec<Known>, Error> {
    let whole: Option<HashSet<PersonId>> = match sight {
        Sight::Caseload(..) => {
            let ids: Vec<_> = found.iter().map(|(row, ..)| row.id).collect();
            let seen = persons::table.filter(persons::id.eq_any(ids)).filter(seen_by(sight)).select(persons::id);
            Some(seen.load(conn)?.into_iter().collect())
        }
        _ => None,
    };
    let known = |(row, code, lives): Columns| {
        let whole = whole.as_ref().is_none_or(|whole| whole.contains(&row.id));
        Known { row, code, lives, whole }
    };
    Ok(found.into_iter().map(known).collect())
}

/// A person, and the day on which they are asked for.
pub type OnDay = (PersonId, NaiveDate);

/// Persons by their ids on a day, so far as they are in sight.
///
/// # Errors
/// When the database does not answer.
pub fn known(conn: &mut Conn, sight: &Sight, ids: &[OnDay]) -> Result<Vec<(OnDay, Known)>, Error> {
    // All ask on one day but around midnight.
    let days: BTreeSet<NaiveDate> = ids.iter().map(|(_, on)| *on).collect();
    let mut all = Vec::with_capacity(ids.len());
    for on in days {
        let these: Vec<_> = ids.iter().filter(|(_, day)| *day == on).map(|(id, _)| *id).collect();
        let these = with_codes(on).filter(persons::id.eq_any(these)).filter(met_by(sight));
        let found: Vec<Columns> = prepared(these.select(Columns::as_select())).load(conn)?;
        all.extend(as_seen(conn, sight, found)?.into_iter().map(|known| ((known.row.id, on), known)));
    }
    Ok(all)
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
    names::add(tx, row.id, names::words_of(&row.family_name, &row.given_name), false)
}

/// Replaces the changeable part of a person.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, before: &Row, row: &Row) -> Result<(), Error> {
    names::keep(tx, before, row)?;
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
