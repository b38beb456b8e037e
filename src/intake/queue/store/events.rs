//! The rows of what happened to a place: they are added and never changed.

use aplp_domain::queue::PlaceEvent;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::super::{PlaceEventId, QueueEntryId};
use super::Row;
use crate::caller::Caller;
use crate::codes::PlaceEventCode;
use crate::db::schema::{place_events, queue_entries};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::kept_sealed;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// That a place was over with an event, in the words of the index over those.
const ENDS: &str = "place_events.kind IN ('converted', 'declined', 'left', 'removed')";

kept_sealed! {
    /// Something that happened to a place.
    pub struct EventRow from place_events as StoredEvent with EventSecret {
        id: PlaceEventId,
        place_id: QueueEntryId,
        person_id: PersonId,
        kind: PlaceEventCode,
        happened_on: NaiveDate,
        answer_by: Option<NaiveDate>,
        cents: Option<i64>,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        words: Option<String>,
        document_reference: Option<String>,
    }
}

impl EventRow {
    /// Something that happened to a place today, with nothing said of it.
    #[must_use]
    pub fn of(who: &Caller, place: &Row, kind: PlaceEvent) -> Self {
        Self {
            id: PlaceEventId::in_order(),
            place_id: place.id,
            person_id: place.person_id,
            kind: Coded(kind),
            happened_on: who.today(),
            answer_by: None,
            cents: None,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
            words: None,
            document_reference: None,
        }
    }
}

/// Adds something that happened.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &EventRow) -> Result<(), Error> {
    diesel::insert_into(place_events::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// What happened to a place, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_place(conn: &mut Conn, place: QueueEntryId) -> Result<Vec<EventRow>, Error> {
    let rows = place_events::table.filter(place_events::place_id.eq(place)).select(EventRow::as_select());
    Ok(rows.order((place_events::recorded_at, place_events::id)).load(conn)?)
}

/// How many places of a programme became a grant or were left since a day.
///
/// # Errors
/// When the database does not answer.
pub fn moved_since(conn: &mut Conn, programme: ProgrammeId, since: NaiveDate) -> Result<i64, Error> {
    // By the days and not by the queue, which is longer than what moves in it.
    let of = queue_entries::table.find(place_events::place_id).select(queue_entries::programme_id).single_value();
    let gone = place_events::table.filter(sql::<Bool>(ENDS)).filter(place_events::happened_on.ge(since));
    Ok(gone.filter(of.eq(programme)).count().get_result(conn)?)
}
