//! A search by personal code: the same work and the same record, whoever has the code and whether or not anybody has.

use aplp_domain::personal_code::PersonalCode;
use diesel::dsl::not;
use diesel::prelude::*;
use uuid::Uuid;

use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::db::schema::{personal_codes, persons};
use crate::db::seal;
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::register::persons::PersonId;
use crate::register::persons::rows::code_index;
use crate::register::persons::sight::seen_by;

/// What the digest of a code that was searched for is called: another one than that by which its person is found, so that the
/// journal and the register cannot be laid side by side without the key.
const SEARCHED: &str = "journal.searched_code";

/// The id under which the journal says that a code was searched for. Whoever has the code and the key can ask who did; nobody
/// learns the code from it.
///
/// # Errors
/// On a thread without keys.
pub fn digest(code: &PersonalCode) -> Result<Uuid, Error> {
    let digest = seal::index(SEARCHED, code.digits())?;
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

/// Somebody whom the caller may not see, at random; nobody where there is no such person, and then nothing to be hidden.
fn unseen(tx: &mut Conn, sight: &Sight) -> Result<Option<PersonId>, Error> {
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
