//! What the answer to a contest does to grant, place in the queue and application, in the transaction that records it.

use aplp_domain::application::reopened;
use aplp_domain::grant::{EndGround, State};
use aplp_domain::queue::{PlaceEvent, State as PlaceState};
use aplp_domain::refusal::Refusal;
use aplp_domain::remedy::{Done, Effect};
use aplp_domain::terms::{Rule, last_day};
use chrono::NaiveDate;

use super::ends;
use super::store::Row as Contest;
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn};
use crate::delivery;
use crate::error::Error;
use crate::intake::decisions::store::Row;
use crate::intake::queue::store::events::EventRow;
use crate::intake::{applications, assessments, decisions, grants, queue};
use crate::register::programmes;

/// Does what follows from an answer, under the claim of the decision's person, and says what of it was done.
///
/// # Errors
/// `ApplicationIsOpen` where the application should be decided anew and the person has another that waits for a decision.
pub(super) fn take(
    tx: &mut Conn,
    who: &Caller,
    decision: &Row,
    contest: &Contest,
    effect: Effect,
    resolved_on: NaiveDate,
) -> Result<Done, Error> {
    Ok(Done {
        grant_ended: effect.ends_the_grant() && end_grant(tx, who, decision)?,
        place_removed: effect == Effect::PlaceRemovedAndReopened && remove_place(tx, who, decision)?,
        reopened: effect.reopens() && reopen(tx, who, decision, resolved_on)?,
        end_undone: effect == Effect::ServiceRestored && ends::undone(tx, who, decision, contest)?,
    })
}

/// Ends the grant of a decision, and gives back what it holds of the programme. What was given until then stays given: the last
/// day is the one before the answer is recorded, or a later one on which there was support. One that is over already has given
/// back what it held when it ended.
fn end_grant(tx: &mut Conn, who: &Caller, decision: &Row) -> Result<bool, Error> {
    let made = grants::store::of_decisions(tx, &[decision.id])?;
    let Some((_, id)) = made.first() else { return Ok(false) };
    programmes::store::claimed(tx, decision.programme_id)?;
    grants::expiry::catch_up(tx, who, decision.programme_id)?;
    let mut row = delivery::grants::store::find(tx, *id, who)?;
    if row.state.0 == State::Ended {
        return Ok(false);
    }
    let yesterday = who.today().pred_opt().unwrap_or(row.last_day);
    let worked = grants::store::course::worked(tx, row.id, yesterday)?.last().copied();
    row.last_day = row.last_day.min(worked.map_or(yesterday, |day| day.max(yesterday)));
    row.end_ground = Some(Coded(EndGround::Annulled));
    grants::expiry::end(tx, who, row)?;
    Ok(true)
}

/// Removes the place in the queue that a decision made, if the person still waits there.
fn remove_place(tx: &mut Conn, who: &Caller, decision: &Row) -> Result<bool, Error> {
    let made = queue::store::of_decisions(tx, &[decision.id])?;
    let Some((_, id)) = made.first() else { return Ok(false) };
    programmes::store::claimed(tx, decision.programme_id)?;
    let row = queue::store::find(tx, *id, &who.sight())?;
    if !row.waits() {
        return Ok(false);
    }
    let event = EventRow::of(who, &row, PlaceEvent::Removed);
    queue::turns::closed(tx, who, row, PlaceState::Removed, event)?;
    Ok(true)
}

/// Opens the application of a decision for a new one. Its term begins anew with the day of the answer. Where another decision
/// has come after the one that is undone, that one stands.
fn reopen(tx: &mut Conn, who: &Caller, decision: &Row, resolved_on: NaiveDate) -> Result<bool, Error> {
    let application = applications::store::claimed(tx, decision.application_id, who)?;
    if decisions::store::last_of(tx, application.id)? != Some(decision.id) {
        return Ok(false);
    }
    if applications::store::has_open(tx, application.person_id)? {
        return Err(Refusal::ApplicationIsOpen.into());
    }
    let is_assessed = !assessments::store::all(tx, application.id)?.is_empty();
    let state = reopened(application.state.0, is_assessed)?;
    let deadline = last_day(Rule::Decision, resolved_on);
    let deadline = deadline.map_err(|_| Error::invalid("#/resolved_on", "date_out_of_range"))?.last_day;
    let application = applications::store::move_to(tx, who, application, state, |row| row.begin_anew(deadline))?;
    let (id, person) = (application.id.uuid(), Some(application.person_id.uuid()));
    let object = Object { kind: "application", id, version: application.version, person };
    journal::record(tx, who, "application_reopened", object)?;
    Ok(true)
}
