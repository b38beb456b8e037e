//! Searches for persons: the same work and the same record, whether or not anybody is found and whoever it is.

use aplp_domain::personal_code::PersonalCode;
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use uuid::Uuid;

use super::names::words_of;
use super::{Columns, Known, as_seen, with_codes};
use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::db::schema::{person_name_words as name_words, personal_codes, persons};
use crate::db::seal;
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::register::names::words::begin;
use crate::register::persons::PersonId;
use crate::register::persons::rows::{born_on_index, code_index, phone_digits, phone_index};
use crate::register::persons::sight::{met_by, seen_by, theirs};

/// What the digest of a code that was searched for is called: another one than that by which its person is found, so that the
/// journal and the register cannot be laid side by side without the key. So with the others.
const SEARCHED_CODE: &str = "journal.searched_code";
const SEARCHED_BIRTH: &str = "journal.searched_birth";
const SEARCHED_PHONE: &str = "journal.searched_phone";

/// How many are few, of whom each is looked at.
const FEW: i64 = 1_000;
/// What stands behind every word that begins so, bytewise.
const BEHIND: char = char::MAX;

/// A fact by which persons are searched for, as it is stored: by a keyed digest.
#[derive(Clone, Debug)]
pub enum Fact {
    /// The day of birth.
    BornOn(NaiveDate),
    /// The digits of the telephone, of which there are some.
    Phone(String),
}

/// The id under which the journal says that a code was searched for. Whoever has the code and the key can ask who did; nobody
/// learns the code from it.
///
/// # Errors
/// On a thread without keys.
pub fn digest(code: &PersonalCode) -> Result<Uuid, Error> {
    searched(SEARCHED_CODE, code.digits())
}

impl Fact {
    /// The id under which the journal says that this was searched for, as with a code.
    ///
    /// # Errors
    /// On a thread without keys.
    pub fn digest(&self) -> Result<Uuid, Error> {
        match self {
            Self::BornOn(day) => searched(SEARCHED_BIRTH, &day.to_string()),
            Self::Phone(phone) => searched(SEARCHED_PHONE, &phone_digits(phone).unwrap_or_default()),
        }
    }

    /// What the journal says was done, and to what.
    const fn names(&self) -> (&'static str, &'static str) {
        match self {
            Self::BornOn(_) => ("birth_searched", "birth_search"),
            Self::Phone(_) => ("phone_searched", "phone_search"),
        }
    }
}

fn searched(what: &'static str, value: &str) -> Result<Uuid, Error> {
    let digest = seal::index(what, value)?;
    Uuid::from_slice(&digest).map_err(|fault| Error::Internal(fault.to_string()))
}

/// The person who has or has had a code, if the caller may see them.
///
/// Time must not tell what the answer does not. So each search says the same to the database: whose the code is, who there is
/// that the caller may not see, whether the caller may see the one or, where nobody has the code, the other; and it leaves the
/// same row in the journal.
///
/// # Errors
/// When the database does not answer, and then nobody is told anything.
pub fn by_code(tx: &mut Conn, who: &Caller, code: &PersonalCode) -> Result<Option<PersonId>, Error> {
    let sight = who.sight();
    let having = personal_codes::table.filter(personal_codes::code_index.eq(code_index(code)?));
    let found: Option<PersonId> = having.select(personal_codes::person_id).first(tx).optional()?;
    let other = unseen(tx, &sight)?;
    let asked = found.or(other).unwrap_or_else(Id::random);
    let seen = persons::table.find(asked).filter(seen_by(&sight)).select(persons::id).first::<PersonId>(tx);
    let seen = seen.optional()?;
    let object = Object { kind: "personal_code_search", id: digest(code)?, version: 0, person: None };
    journal::record(tx, who, "personal_code_searched", object)?;
    Ok(found.and(seen))
}

/// The first of those in the order of their names of whom a fact is true and who may be seen to that extent: a day of birth in the
/// whole file only, a telephone also by whoever is to reach them. As with a code, each search says the same to the database.
///
/// # Errors
/// When the database does not answer, and then nobody is told anything.
pub fn by_fact(tx: &mut Conn, who: &Caller, fact: &Fact, most: usize) -> Result<Vec<PersonId>, Error> {
    let sight = who.sight();
    let other = unseen(tx, &sight)?.unwrap_or_else(Id::random);
    let query = persons::table.select((persons::sort_key, persons::id)).into_boxed();
    let query = match fact {
        Fact::BornOn(day) => {
            let hit = persons::born_on_index.assume_not_null().eq(born_on_index(*day)?);
            query.filter(hit.or(persons::id.eq(other))).filter(theirs(persons::id, &sight))
        }
        Fact::Phone(phone) => {
            let index = phone_index(phone).transpose()?.unwrap_or_default();
            let hit = persons::phone_index.assume_not_null().eq(index);
            query.filter(hit.or(persons::id.eq(other))).filter(met_by(&sight))
        }
    };
    // Sorted here: a database that is told the order may walk all names in it to find a few.
    let mut found: Vec<(Vec<u8>, PersonId)> = query.load(tx)?;
    found.sort();
    let ((action, kind), id) = (fact.names(), fact.digest()?);
    journal::record(tx, who, action, Object { kind, id, version: 0, person: None })?;
    Ok(found.into_iter().map(|(_, id)| id).take(most).collect())
}

/// Somebody whom the caller may not see, at random; nobody where there is no such person, and then nothing to be hidden.
pub(super) fn unseen(tx: &mut Conn, sight: &Sight) -> Result<Option<PersonId>, Error> {
    if *sight == Sight::All {
        return Ok(None);
    }
    let hidden = || persons::table.filter(not(seen_by(sight))).select(persons::id).order(persons::id);
    let after = hidden().filter(persons::id.ge(PersonId::random())).first(tx).optional()?;
    match after {
        Some(id) => Ok(Some(id)),
        None => Ok(hidden().first(tx).optional()?),
    }
}

/// Persons in whose name, or names before, every one of these words begins a word; and whether it took a former name. Who is to
/// be reached only is found by the name of today.
///
/// # Errors
/// When the database does not answer.
pub fn by_name(conn: &mut Conn, who: &Caller, asked: &[String], most: usize) -> Result<Vec<(Known, bool)>, Error> {
    let sight = who.sight();
    let mut query = with_codes(who.today()).filter(met_by(&sight)).select(Columns::as_select()).into_boxed();
    // Of a rare word the few are looked at; of common ones the list is walked until there are enough.
    if let Some(few) = few(conn, asked)? {
        query = query.filter(persons::id.eq_any(few));
    }
    for word in asked {
        let own = || beginning(word).filter(name_words::person_id.eq(persons::id));
        query = match sight {
            Sight::Caseload(..) => {
                let now = exists(own().filter(name_words::is_former.eq(false)));
                query.filter(now.or(exists(own()).and(seen_by(&sight))))
            }
            _ => query.filter(exists(own())),
        };
    }
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let found = query.order((persons::sort_key, persons::id)).limit(limit).load(conn)?;
    let told = |known: Known| {
        let is_former = !begin(asked, &words_of(&known.row.family_name, &known.row.given_name));
        (known, is_former)
    };
    Ok(as_seen(conn, &sight, found)?.into_iter().map(told).collect())
}

/// The words that begin so: a range, which an index finds.
#[diesel::dsl::auto_type(no_type_alias)]
fn beginning(word: &str) -> _ {
    let behind: String = format!("{word}{BEHIND}");
    let from: String = word.to_owned();
    name_words::table.filter(name_words::word.ge(from).and(name_words::word.lt(behind)))
}

/// Who has a word that begins as one of these does, where these are few.
fn few(conn: &mut Conn, asked: &[String]) -> Result<Option<Vec<PersonId>>, Error> {
    for word in asked {
        let having = beginning(word).select(name_words::person_id).limit(FEW + 1);
        let having: Vec<PersonId> = having.load(conn)?;
        if i64::try_from(having.len()).is_ok_and(|count| count <= FEW) {
            return Ok(Some(having));
        }
    }
    Ok(None)
}
