//! Grants that have run out: recorded as ended, with their place and money given back, before anybody new is decided on.

use aplp_domain::grant::{Event, next};

use super::store;
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::register::programmes;
use crate::register::programmes::ProgrammeId;

/// Ends what ran out in a programme that was claimed, and says whether that gave anything back.
///
/// # Errors
/// When the database does not answer.
pub fn end_run_out(tx: &mut Conn, who: &Caller, programme: ProgrammeId) -> Result<bool, Error> {
    let over = store::run_out(tx, programme, who.today())?;
    let gave_back = !over.is_empty();
    for mut grant in over {
        grant.state = Coded(next(grant.state.0, Event::Ended)?);
        grant.version += 1;
        grant.updated_at = who.at.naive_utc();
        store::update(tx, &grant)?;
        programmes::store::take(tx, programme, -1, -grant.committed_cents)?;
        let (id, person) = (grant.id.uuid(), Some(grant.person_id.uuid()));
        journal::record(tx, who, "grant_ended", Object { kind: "grant", id, version: grant.version, person })?;
    }
    Ok(gave_back)
}
