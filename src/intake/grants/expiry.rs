//! What the days have brought to the grants of a programme, recorded before anybody new is decided on: those that ran out have
//! ended, and months that are over have given back what they did not use.

use aplp_domain::grant::{EndGround, Event, next};
use uuid::Uuid;

use super::store::{self, Row, course};
use super::{GrantId, money};
use crate::caller::Caller;
use crate::db::{Coded, Conn, journal};
use crate::error::Error;
use crate::register::programmes::ProgrammeId;

/// Brings the grants of a programme that was claimed up to date, and says whether that gave anything back. Nobody's decision
/// depends on whether the clock has looked already. A row that cannot be brought up to date stops whoever asks: nothing is decided
/// on books that are wrong.
///
/// # Errors
/// When the database does not answer.
pub fn catch_up(tx: &mut Conn, who: &Caller, programme: ProgrammeId) -> Result<bool, Error> {
    let (today, first) = (who.today(), GrantId::of(Uuid::nil()));
    let mut gave_back = false;
    loop {
        let over = store::run_out(tx, Some(programme), first, today)?;
        // Ending settles too, so that what is due is looked for once nothing is left to end.
        let due = if over.is_empty() { store::to_settle(tx, Some(programme), first, today)? } else { Vec::new() };
        if over.is_empty() && due.is_empty() {
            return Ok(gave_back);
        }
        gave_back = true;
        over.into_iter().try_for_each(|grant| end(tx, who, grant))?;
        due.into_iter().try_for_each(|grant| settle(tx, who, grant))?;
    }
}

/// Gives back what the months of a grant that are over did not use. Its programme was claimed.
///
/// # Errors
/// When the database does not answer.
pub fn settle(tx: &mut Conn, who: &Caller, mut grant: Row) -> Result<(), Error> {
    money::settle(tx, &mut grant, who.today())?;
    store::settle(tx, &grant)?;
    journal::record(tx, who, "grant_settled", grant.object())
}

/// Records that a grant has ended whose last day is over. Its programme was claimed.
///
/// # Errors
/// When the database does not answer.
pub fn end(tx: &mut Conn, who: &Caller, mut grant: Row) -> Result<(), Error> {
    grant.state = Coded(next(grant.state.0, Event::Ended)?);
    grant.end_ground = grant.end_ground.or(Some(Coded(EndGround::Expired)));
    grant.suspended_to = None;
    money::settle(tx, &mut grant, who.today())?;
    let grant = store::change(tx, who, grant, "grant_ended")?;
    money::give_back(tx, grant.person_id, grant.programme_id, 0)?;
    let last_day = grant.last_day;
    let ended = course::EventRow::of(who, &grant, Event::Ended);
    course::insert_event(tx, &course::EventRow { effective_from: last_day, ..ended })
}
