//! The rows of requests to complete an application.

use aplp_domain::application::{Defects, MissingItem};
use aplp_domain::code::Code;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{ApplicationId, CompletionRequestId};
use super::Row;
use crate::db::Conn;
use crate::db::schema::{applications, completion_requests};
use crate::error::Error;
use crate::kept_sealed;

kept_sealed! {
    /// A request to complete an application.
    pub struct CompletionRequestRow from completion_requests as StoredCompletionRequest with CompletionRequestSecret {
        id: CompletionRequestId,
        application_id: ApplicationId,
        requested_on: NaiveDate,
        cure_by: NaiveDate,
        unsigned: bool,
        language: bool,
        authority_not_proven: bool,
        missing: String,
        cured_on: Option<NaiveDate>,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        note: Option<String>,
    }
}

impl CompletionRequestRow {
    /// The defects that were found.
    #[must_use]
    pub fn defects(&self) -> Defects {
        let Self { unsigned, language, authority_not_proven, .. } = *self;
        Defects { unsigned, language, authority_not_proven }
    }

    /// The contents that were missing.
    #[must_use]
    pub fn missing(&self) -> Vec<MissingItem> {
        self.missing.split(' ').filter_map(MissingItem::from_code).collect()
    }

    /// Whether a defect waits for its cure.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.cured_on.is_none() && self.defects() != Defects::default()
    }
}

/// The requests about some applications, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn of(conn: &mut Conn, these: &[ApplicationId]) -> Result<Vec<CompletionRequestRow>, Error> {
    use completion_requests::{application_id, id, recorded_at};
    let rows = completion_requests::table.filter(application_id.eq_any(these)).order((recorded_at, id));
    Ok(rows.select(CompletionRequestRow::as_select()).load(conn)?)
}

/// Adds a request.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &CompletionRequestRow) -> Result<(), Error> {
    diesel::insert_into(completion_requests::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Records the day of a cure.
///
/// # Errors
/// When the database does not answer.
pub fn cure(tx: &mut Conn, id: CompletionRequestId, cured_on: NaiveDate) -> Result<(), Error> {
    let row = diesel::update(completion_requests::table.find(id));
    row.set(completion_requests::cured_on.eq(cured_on)).execute(tx)?;
    Ok(())
}

/// Some applications whose defects were not cured by the day that was set, by their id.
///
/// # Errors
/// When the database does not answer.
pub fn not_cured(conn: &mut Conn, after: ApplicationId, today: NaiveDate, rows: i64) -> Result<Vec<Row>, Error> {
    let waiting = applications::table.filter(applications::state.eq("incomplete"));
    let over = waiting.filter(applications::cure_by.lt(today)).filter(applications::id.gt(after));
    Ok(over.order(applications::id).limit(rows).select(Row::as_select()).load(conn)?)
}
