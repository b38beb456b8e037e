//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::IncidentId;
use crate::caller::Caller;
use crate::codes::SafetyKindCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::incidents;
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
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

fn chosen(who: &Caller, grant: Option<GrantId>, filters: &Filters) -> incidents::BoxedQuery<'static, MultiBackend> {
    let sight = who.sight();
    let seen = incidents::table.filter(theirs(incidents::person_id, &sight));
    let mut query = seen.filter(of_own_grant(incidents::grant_id, &sight)).into_boxed();
    if let Some(grant) = grant {
        query = query.filter(incidents::grant_id.eq(grant));
    }
    filtered!(query, filters, incidents { updated recorded_at; days happened_on })
}

/// A page of incidents, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    grant: Option<GrantId>,
    slice: &Slice<(NaiveDateTime, IncidentId)>,
) -> Result<Vec<Row>, Error> {
    let query = chosen(who, grant, &slice.filters);
    Ok(in_order!(query, slice, Down, (incidents::recorded_at, incidents::id)).select(Row::as_select()).load(conn)?)
}

/// How many incidents a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, grant: Option<GrantId>, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(who, grant, filters).count().get_result(conn)?)
}
