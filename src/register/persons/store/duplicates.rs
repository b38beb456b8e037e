//! Persons who may be in the register twice: the same words in the name, and the same day of birth.

use aplp_domain::reminder::Reminder;
use diesel::prelude::*;
use uuid::Uuid;

use super::names::words_of;
use super::searches::unseen;
use crate::caller::{Caller, Sight};
use crate::codes::ReminderCode;
use crate::db::journal::Thing;
use crate::db::schema::{persons, reminders};
use crate::db::{Coded, Conn, Id};
use crate::error::Error;
use crate::register::persons::PersonId;
use crate::register::persons::rows::Row;
use crate::register::persons::sight::theirs;

/// How many are named at the most.
const NAMED_MAX: usize = 50;

type Named = (PersonId, String, String);

/// Those like a new person whom the caller may see whole. As with a search, each caller says the same to the database, so that time
/// does not tell of others.
///
/// # Errors
/// When the database does not answer.
pub fn in_sight(tx: &mut Conn, who: &Caller, new: &Row) -> Result<Vec<PersonId>, Error> {
    let Some(index) = &new.born_on_index else { return Ok(Vec::new()) };
    let sight = who.sight();
    let other = unseen(tx, &sight)?.unwrap_or_else(Id::random);
    let born = persons::born_on_index.assume_not_null().eq(index).or(persons::id.eq(other));
    let seen = persons::table.filter(born).filter(theirs(persons::id, &sight));
    let seen = seen.select((persons::id, persons::family_name, persons::given_name));
    Ok(alike(new, seen.load(tx)?))
}

/// Whether there is anybody like a person.
///
/// # Errors
/// When the database does not answer.
pub fn exist(conn: &mut Conn, id: PersonId) -> Result<bool, Error> {
    let known: Row = persons::table.find(id).select(Row::as_select()).first(conn)?;
    let Some(index) = &known.born_on_index else { return Ok(false) };
    let born = persons::table.filter(persons::born_on_index.assume_not_null().eq(index));
    let born = born.select((persons::id, persons::family_name, persons::given_name));
    Ok(!alike(&known, born.load(conn)?).is_empty())
}

/// Whose names have the same words, in whatever order.
fn alike(person: &Row, others: Vec<Named>) -> Vec<PersonId> {
    let words = words_of(&person.family_name, &person.given_name);
    let same = |(id, family_name, given_name): &Named| *id != person.id && words_of(family_name, given_name) == words;
    let mut alike: Vec<PersonId> = others.into_iter().filter(same).map(|(id, ..)| id).collect();
    alike.sort_unstable();
    alike.truncate(NAMED_MAX);
    alike
}

/// Sees to it that the association looks whether a new person is like somebody whom the caller does not see. It is put down for every
/// new person with a day of birth, and dropped when nobody is found then: so neither the answer nor its time tells of anybody. Who
/// sees everybody was told already.
///
/// # Errors
/// When the database does not answer.
pub fn look_later(tx: &mut Conn, who: &Caller, new: &Row) -> Result<(), Error> {
    if who.sight() == Sight::All || new.born_on_index.is_none() {
        return Ok(());
    }
    let kind: ReminderCode = Coded(Reminder::PossibleDuplicate);
    diesel::insert_into(reminders::table)
        .values((
            reminders::id.eq(Id::<Thing>::of(Uuid::now_v7())),
            reminders::person_id.eq(new.id),
            reminders::kind.eq(kind),
            reminders::object.eq("person"),
            reminders::object_id.eq(Id::<Thing>::of(new.id.uuid())),
            reminders::due_on.eq(who.today()),
            reminders::created_at.eq(who.at.naive_utc()),
        ))
        .execute(tx)?;
    Ok(())
}
