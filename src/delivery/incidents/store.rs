//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::IncidentId;
use crate::caller::Caller;
use crate::codes::SafetyKindCode;
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::incidents;
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::intake::grants::GrantId;
use crate::kept_sealed;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{of_own_grant, theirs};
use crate::register::support_persons::SupportPersonId;

kept_sealed! {
    /// An incident.
    pub struct Row from incidents as Stored with Secret {
        id: IncidentId,
        grant_id: GrantId,
        person_id: PersonId,
        support_person_id: SupportPersonId,
        happened_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        kind: SafetyKindCode,
        description: String,
    }
}

/// Adds an incident.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(incidents::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// The incidents under a grant.
///
/// # Errors
/// When the database does not answer.
pub fn of_grant(conn: &mut Conn, grant: GrantId) -> Result<Vec<Row>, Error> {
    Ok(incidents::table.filter(incidents::grant_id.eq(grant)).select(Row::as_select()).load(conn)?)
}

fn chosen(who: &Caller, grant: Option<GrantId>) -> incidents::BoxedQuery<'static, MultiBackend> {
    let sight = who.sight();
    let seen = incidents::table.filter(theirs(incidents::person_id, &sight));
    let mut query = seen.filter(of_own_grant(incidents::grant_id, &sight)).into_boxed();
    if let Some(grant) = grant {
        query = query.filter(incidents::grant_id.eq(grant));
    }
    query
}

/// A page of incidents, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    grant: Option<GrantId>,
    after: Option<(NaiveDateTime, IncidentId)>,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let mut query = chosen(who, grant);
    if let Some(after) = after {
        query = query.filter(beyond((incidents::recorded_at, incidents::id), after, Direction::Down));
    }
    let query = query.order((incidents::recorded_at.desc(), incidents::id.desc())).limit(limit);
    Ok(query.select(Row::as_select()).load(conn)?)
}

/// How many incidents a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, grant: Option<GrantId>) -> Result<i64, Error> {
    Ok(chosen(who, grant).count().get_result(conn)?)
}
