//! Whether a stored answer may be told again: only to whom may still see what it is about.

use super::hours::TimeEntryId;
use super::individual_budgets::store as budgets;
use super::{agreements, hours};
use crate::caller::{Caller, Sight};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::Concern;
use crate::intake::{applications, queue};
use crate::register::persons::PersonId;

/// Whether a caller may see today what an answer tells of whom.
///
/// # Errors
/// When the database does not answer.
pub fn may_see(conn: &mut Conn, who: &Caller, concern: &Concern) -> Result<bool, Error> {
    let sight = who.sight();
    if concern.persons.is_empty() || sight == Sight::All {
        return Ok(true);
    }
    let found = match concern.kind.as_str() {
        // Open to the support person who is to sign, before the file is.
        "agreement" => agreements::store::find(conn, Id::of(concern.id), who).map(drop),
        // Support that was given is posted late also by those whom somebody has replaced since.
        "time_entry" => posted(conn, Id::of(concern.id), who),
        "application" => applications::store::find(conn, Id::of(concern.id), who).map(drop),
        _ => return all_seen(conn, who, concern),
    };
    match found {
        Ok(()) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn posted(conn: &mut Conn, id: TimeEntryId, who: &Caller) -> Result<(), Error> {
    match who.support_person_id() {
        Some(own) => hours::store::own(conn, id, own, who.today()).map(drop),
        None => hours::store::find(conn, id, who).map(drop),
    }
}

fn all_seen(conn: &mut Conn, who: &Caller, concern: &Concern) -> Result<bool, Error> {
    let about: Vec<PersonId> = concern.persons.iter().copied().map(PersonId::of).collect();
    let sight = who.sight();
    if let Sight::Brokered(..) = sight {
        return budgets::brokers_all(conn, who, &about);
    }
    let seen = queue::store::seen(conn, &about, &sight)?;
    Ok(about.iter().all(|person| seen.contains(person)))
}
