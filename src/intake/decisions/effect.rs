//! What a decision on an application does: a grant, a place in the queue, the end of a place.

use aplp_domain::application::{self, Event};
use aplp_domain::decision::{Decided, Granted};
use aplp_domain::grant::State;
use aplp_domain::queue::{self as places, PlaceEvent};
use aplp_domain::reminder::of_a_grant;
use chrono::NaiveDate;

use super::case::Case;
use super::store::Row;
use super::wire::DecisionInput;
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::intake::grants::store::course::{self, StepRow};
use crate::intake::grants::{self, GrantId, GrantStepId, money};
use crate::intake::queue::{self, QueueEntryId};
use crate::intake::{applications, queue::store::events, reminders};

/// Nobody has the service twice at a time, whoever pays for it, or waits for what they have already.
///
/// # Errors
/// `live_grant_exists`, `already_in_queue`.
pub(super) fn not_served_yet(tx: &mut Conn, case: &Case, new: &DecisionInput, today: NaiveDate) -> Result<(), Error> {
    let (person, programme) = (case.person.id, case.programme.0.id);
    let waits = queue::store::has_place(tx, person, programme)?;
    match new {
        DecisionInput::Refuse { .. } => Ok(()),
        DecisionInput::Grant { term_from, .. } => {
            if applications::store::served_until(tx, person, today)?.is_some_and(|last| *term_from <= last) {
                return Err(Error::Conflict("live_grant_exists"));
            }
            let own = case.place.is_some();
            if waits && !own { Err(Error::Conflict("already_in_queue")) } else { Ok(()) }
        }
        DecisionInput::Queue { .. } if waits => Err(Error::Conflict("already_in_queue")),
        DecisionInput::Queue { .. } => Ok(()),
    }
}

/// Does what was decided.
///
/// # Errors
/// `OfferNotAccepted` and `IllegalMove` for a place whose turn has not come.
pub(super) fn carry_out(tx: &mut Conn, who: &Caller, case: Case, decided: Decided, row: &Row) -> Result<(), Error> {
    match (decided, case.place.clone()) {
        (Decided::Grant(granted, _), place) => {
            if let Some(place) = place {
                let to = places::may_convert(place.state.0, place.accepted)?;
                end_place(tx, who, place, to, PlaceEvent::Converted)?;
            }
            let made = give(tx, who, &case, row, granted)?;
            journal::record(tx, who, "service_granted", object(row, "grant", made.uuid()))?;
        }
        (Decided::Queue, _) => {
            let made = put_in_queue(tx, who, &case, row)?;
            journal::record(tx, who, "person_queued", object(row, "queue_entry", made.uuid()))?;
        }
        (Decided::Refuse(..), Some(place)) => {
            let to = places::next(place.state.0, places::Event::Removed)?;
            end_place(tx, who, place, to, PlaceEvent::Removed)?;
        }
        (Decided::Refuse(..), None) => {}
    }
    if case.place.is_some() {
        return Ok(());
    }
    let state = application::next(case.application.state.0, Event::Decided)?;
    let decided_on = Some(row.decided_on);
    let after = applications::store::move_to(tx, who, case.application, state, |row| row.decided_on = decided_on)?;
    journal::record(tx, who, "application_decided", applications::object(&after))
}

fn object(row: &Row, kind: &'static str, id: uuid::Uuid) -> Object {
    Object { kind, id, version: 1, person: Some(row.person_id.uuid()) }
}

/// Ends a place in the queue, and gives back what was put aside for it.
fn end_place(
    tx: &mut Conn,
    who: &Caller,
    place: queue::store::Row,
    to: places::State,
    kind: PlaceEvent,
) -> Result<(), Error> {
    let event = events::EventRow::of(who, &place, kind);
    queue::turns::closed(tx, who, place, to, event).map(|_| ())
}

/// Makes the grant of a decision, and takes its place and its money from the programme.
fn give(tx: &mut Conn, who: &Caller, case: &Case, row: &Row, granted: Granted) -> Result<GrantId, Error> {
    let Granted { term_from, term_to, areas, level, volume } = granted;
    let mut made = grants::store::Row {
        id: GrantId::random(),
        decision_id: row.id,
        decision_outcome: row.outcome,
        person_id: row.person_id,
        programme_id: row.programme_id,
        term_from,
        term_to,
        areas: areas.into(),
        level: level.number(),
        volume_minutes: volume.0,
        previous_id: grants::store::last(tx, row.person_id)?,
        hour_rate_cents: case.programme.0.hour_rate_cents,
        last_day: term_to,
        end_ground: None,
        suspended_to: None,
        settles_on: None,
        state: Coded(State::Granted),
        committed_cents: 0,
        version: 1,
        created_at: who.at.naive_utc(),
        updated_at: who.at.naive_utc(),
    };
    money::take(tx, row.person_id, row.programme_id, 0)?;
    grants::store::insert(tx, &made)?;
    let step = StepRow {
        id: GrantStepId::in_order(),
        grant_id: made.id,
        decision_id: row.id,
        effective_from: term_from,
        areas: made.areas.clone(),
        level: made.level,
        volume_minutes: made.volume_minutes,
        recorded_at: made.created_at,
    };
    course::insert_step(tx, &step)?;
    money::settle(tx, &mut made, who.today())?;
    grants::store::settle(tx, &made)?;
    let disability_to = case.facts(who.today()).disability.and_then(|found| found.valid_to);
    for due in of_a_grant(term_from, term_to, disability_to)? {
        reminders::store::schedule(tx, who, row.person_id, ("grant", made.id.uuid()), due)?;
    }
    Ok(made.id)
}

/// Makes the place in the queue of a decision.
fn put_in_queue(tx: &mut Conn, who: &Caller, case: &Case, row: &Row) -> Result<QueueEntryId, Error> {
    let made = queue::store::Row {
        id: QueueEntryId::random(),
        decision_id: row.id,
        decision_outcome: row.outcome,
        person_id: row.person_id,
        programme_id: row.programme_id,
        submitted_on: case.application.submitted_on,
        registration_number: case.application.registration_number,
        state: Coded(places::State::Waiting),
        reserved_cents: None,
        answer_by: None,
        accepted: false,
        ask_again_from: None,
        version: 1,
        created_at: who.at.naive_utc(),
        updated_at: who.at.naive_utc(),
    };
    queue::store::insert(tx, &made)?;
    events::insert(tx, &events::EventRow::of(who, &made, PlaceEvent::Queued))?;
    Ok(made.id)
}
