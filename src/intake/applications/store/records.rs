//! The rows of withdrawals and extensions: what is recorded about an application and never edited.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{ApplicationId, ExtensionId, WithdrawalId};
use crate::db::Conn;
use crate::db::schema::{extensions, withdrawals};
use crate::error::Error;

/// A withdrawal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = withdrawals)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct WithdrawalRow {
    pub id: WithdrawalId,
    pub application_id: ApplicationId,
    pub withdrawn_on: NaiveDate,
    pub requested_by: String,
    pub document_reference: Option<String>,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// An extension of the term for the decision.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = extensions)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct ExtensionRow {
    pub id: ExtensionId,
    pub application_id: ApplicationId,
    pub extended_to: NaiveDate,
    pub reason: String,
    pub notified_on: NaiveDate,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// The withdrawal of an application.
///
/// # Errors
/// `NotFound` when it was not withdrawn.
pub fn withdrawal(conn: &mut Conn, of: ApplicationId) -> Result<WithdrawalRow, Error> {
    let rows = withdrawals::table.filter(withdrawals::application_id.eq(of));
    rows.select(WithdrawalRow::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// Records a withdrawal.
///
/// # Errors
/// When the database does not answer.
pub fn insert_withdrawal(tx: &mut Conn, row: &WithdrawalRow) -> Result<(), Error> {
    diesel::insert_into(withdrawals::table).values(row).execute(tx)?;
    Ok(())
}

/// The extensions of an application, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn extensions(conn: &mut Conn, of: ApplicationId) -> Result<Vec<ExtensionRow>, Error> {
    let rows = extensions::table.filter(extensions::application_id.eq(of)).select(ExtensionRow::as_select());
    Ok(rows.order((extensions::recorded_at, extensions::id)).load(conn)?)
}

/// Records an extension.
///
/// # Errors
/// When the database does not answer.
pub fn insert_extension(tx: &mut Conn, row: &ExtensionRow) -> Result<(), Error> {
    diesel::insert_into(extensions::table).values(row).execute(tx)?;
    Ok(())
}
