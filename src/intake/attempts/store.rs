//! The rows of this resource.

use aplp_domain::queue::PlaceEvent;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::ContactAttemptId;
use crate::codes::ContactChannelCode;
use crate::db::schema::{contact_attempts, place_events};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::intake::grants::GrantId;
use crate::intake::queue::QueueEntryId;
use crate::kept_sealed;
use crate::register::persons::PersonId;

kept_sealed! {
    /// An attempt to reach a person.
    pub struct Row from contact_attempts as Stored with Secret {
        id: ContactAttemptId,
        person_id: PersonId,
        grant_id: Option<GrantId>,
        place_id: Option<QueueEntryId>,
        attempted_on: NaiveDate,
        channel: ContactChannelCode,
        reached: bool,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        note: Option<String>,
    }
}

/// Adds an attempt.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(contact_attempts::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// The attempts under a grant, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_grant(conn: &mut Conn, grant: GrantId) -> Result<Vec<Row>, Error> {
    let rows = contact_attempts::table.filter(contact_attempts::grant_id.eq(grant)).select(Row::as_select());
    Ok(rows.order((contact_attempts::attempted_on, contact_attempts::id)).load(conn)?)
}

/// The attempts to reach somebody in a queue, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_place(conn: &mut Conn, place: QueueEntryId) -> Result<Vec<Row>, Error> {
    let rows = contact_attempts::table.filter(contact_attempts::place_id.eq(place)).select(Row::as_select());
    Ok(rows.order((contact_attempts::attempted_on, contact_attempts::id)).load(conn)?)
}

/// The days on which somebody tried to reach a person in a queue since the offer that stands, whether or not they were reached:
/// who was and gave no answer keeps the others waiting too.
///
/// # Errors
/// When the database does not answer.
pub fn days_for_place(conn: &mut Conn, place: QueueEntryId) -> Result<Vec<NaiveDate>, Error> {
    let offers = place_events::table.filter(place_events::place_id.eq(place));
    let offers = offers.filter(place_events::kind.eq(Coded(PlaceEvent::Offered)));
    let since: Option<NaiveDate> = offers.select(diesel::dsl::max(place_events::happened_on)).first(conn)?;
    let Some(since) = since else { return Ok(Vec::new()) };
    let tried = contact_attempts::table.filter(contact_attempts::place_id.eq(place));
    let tried = tried.filter(contact_attempts::attempted_on.ge(since));
    Ok(tried.select(contact_attempts::attempted_on).load(conn)?)
}
