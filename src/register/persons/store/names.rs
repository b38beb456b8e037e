//! What follows from the name of a person and is stored beside it: by what it is sorted, and was before, and its words.

use diesel::dsl::max;
use diesel::prelude::*;
use serde::Deserialize;

use crate::db::journal::Thing;
use crate::db::many::{self, Column, Together};
use crate::db::schema::{person_name_words as name_words, person_renames, persons, versions};
use crate::db::seal::{self, Cell};
use crate::db::{Conn, Id, journal};
use crate::error::Error;
use crate::register::names::words::words;
use crate::register::names::{BATCH, RULES, renewed, sort_key};
use crate::register::persons::PersonId;
use crate::register::persons::rows::Row;

/// The series of the numbers of renames. Its counter is locked until the transaction ends, so that numbers are in the order in
/// which renames are committed: whoever sees one sees all before it.
pub(super) const RENAMES: &str = "person_renames";

/// A word of a name.
struct NameWord {
    person_id: PersonId,
    word: String,
    is_former: bool,
}

impl Together for NameWord {
    const INTO: &'static str = "person_name_words (person_id, word, is_former)";
    const MAY_BE_THERE: bool = true;

    fn columns(rows: &[Self]) -> Vec<Column<'_>> {
        vec![
            Column::Ids(rows.iter().map(|row| Id::<Thing>::of(row.person_id.uuid())).collect()),
            Column::Texts(rows.iter().map(|row| row.word.as_str()).collect()),
            Column::Flags(rows.iter().map(|row| row.is_former).collect()),
        ]
    }
}

/// The words of a person's name.
pub(super) fn words_of(family_name: &str, given_name: &str) -> Vec<String> {
    words(&format!("{family_name} {given_name}"))
}

/// Adds words of a name that somebody has or had.
pub(super) fn add(tx: &mut Conn, person_id: PersonId, words: Vec<String>, is_former: bool) -> Result<(), Error> {
    let rows: Vec<_> = words.into_iter().map(|word| NameWord { person_id, word, is_former }).collect();
    many::insert(tx, &rows)
}

/// Keeps what somebody was called and by what they were sorted who is about to be called and sorted otherwise.
pub(super) fn keep(tx: &mut Conn, before: &Row, row: &Row) -> Result<(), Error> {
    let known = words_of(&before.family_name, &before.given_name);
    let new = words_of(&row.family_name, &row.given_name);
    if known != new {
        let current = name_words::table.filter(name_words::person_id.eq(row.id));
        diesel::delete(current.filter(name_words::is_former.eq(false))).execute(tx)?;
        add(tx, row.id, known, true)?;
        add(tx, row.id, new, false)?;
    }
    if before.sort_key == row.sort_key {
        return Ok(());
    }
    let number = journal::next_number(tx, RENAMES)?;
    let own = person_renames::table.filter(person_renames::person_id.eq(row.id));
    let last: Option<i64> = own.select(max(person_renames::number)).first(tx)?;
    diesel::insert_into(person_renames::table)
        .values((
            person_renames::number.eq(number),
            person_renames::person_id.eq(row.id),
            person_renames::since.eq(last.unwrap_or_default()),
            person_renames::sort_key.eq(&before.sort_key),
            person_renames::recorded_at.eq(row.updated_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whether the name of somebody was sorted and taken apart by other rules than those of this release.
///
/// # Errors
/// When the database does not answer.
pub fn are_of_other_rules(conn: &mut Conn) -> Result<bool, Error> {
    let other = persons::table.filter(persons::name_rules.ne(RULES)).select(persons::id);
    Ok(other.first::<PersonId>(conn).optional()?.is_some())
}

/// Makes the keys and words of other rules anew, and says of how many persons; what was done stays done when the work is killed.
/// `said` tells the journal. The keys lie on this thread.
///
/// # Errors
/// When the database does not answer.
pub fn renew(conn: &mut Conn, said: impl Fn(&mut Conn) -> Result<(), Error>) -> Result<usize, Error> {
    let other = |conn: &mut Conn| {
        let other = persons::table.filter(persons::name_rules.ne(RULES)).order(persons::id).limit(BATCH);
        Ok(other.select((persons::id, persons::family_name, persons::given_name)).load(conn)?)
    };
    let anew = |tx: &mut Conn, (id, family_name, given_name): &(PersonId, String, String)| {
        let key = sort_key(family_name, given_name)?;
        let made = (persons::sort_key.eq(key), persons::name_rules.eq(RULES));
        diesel::update(persons::table.find(id)).set(made).execute(tx)?;
        diesel::delete(name_words::table.filter(name_words::person_id.eq(id))).execute(tx)?;
        let now = words_of(family_name, given_name);
        let former = former(tx, *id, &now)?;
        add(tx, *id, now, false)?;
        add(tx, *id, former, true)
    };
    renewed(conn, other, anew, said)
}

/// What of an earlier version is the name.
#[derive(Deserialize)]
struct Named {
    given_name: String,
    family_name: String,
}

/// The words of every name that somebody had before this one.
fn former(tx: &mut Conn, id: PersonId, now: &[String]) -> Result<Vec<String>, Error> {
    let own = versions::table.filter(versions::object.eq("person"));
    let own = own.filter(versions::object_id.eq(Id::<Thing>::of(id.uuid())));
    let kept: Vec<(Id<Named>, Vec<u8>)> = own.select((versions::id, versions::sealed)).load(tx)?;
    let mut former = Vec::new();
    for (version, sealed) in kept {
        let named: Named = seal::open(Cell::new("versions", version.uuid()), &sealed)?;
        let words = words_of(&named.family_name, &named.given_name);
        if words != now {
            former.extend(words);
        }
    }
    former.sort();
    former.dedup();
    Ok(former)
}
