//! Grants that have run out: recorded as ended, with their place and money given back, before anybody new is decided on.

use aplp_domain::grant::{EndGround, Event, next};

use super::money;
use super::store::{self, Row, course};
use crate::caller::Caller;
use crate::db::journal;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::register::programmes::ProgrammeId;

/// Ends what ran out in a programme that was claimed, and says whether that gave anything back.
///
/// # Errors
/// When the database does not answer.
pub fn end_run_out(tx: &mut Conn, who: &Caller, programme: ProgrammeId) -> Result<bool, Error> {
    let over = store::run_out(tx, Some(programme), who.today())?;
    let gave_back = !over.is_empty();
    over.into_iter().try_for_each(|grant| end(tx, who, grant))?;
    Ok(gave_back)
}

/// Records that a grant has ended whose last day is over. Its programme was claimed.
///
/// # Errors
/// When the database does not answer.
pub fn end(tx: &mut Conn, who: &Caller, mut grant: Row) -> Result<(), Error> {
    grant.state = Coded(next(grant.state.0, Event::Ended)?);
    grant.end_ground = grant.end_ground.or(Some(Coded(EndGround::Expired)));
    grant.suspended_to = None;
    let mut grant = grant.raised(who);
    money::settle(tx, &mut grant, who.today())?;
    store::update(tx, &grant)?;
    money::give_back(tx, grant.person_id, grant.programme_id, 0)?;
    let last_day = grant.last_day;
    let ended = course::EventRow::of(who, &grant, Event::Ended);
    course::insert_event(tx, &course::EventRow { effective_from: last_day, ..ended })?;
    journal::record(tx, who, "grant_ended", grant.object())
}
