//! The rows of withdrawals and extensions: what is recorded about an application and never edited.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{ApplicationId, ExtensionId, WithdrawalId};
use crate::db::Conn;
use crate::db::schema::{extensions, withdrawals};
use crate::error::Error;
use crate::kept_sealed;

kept_sealed! {
    /// A withdrawal.
    pub struct WithdrawalRow from withdrawals as StoredWithdrawal with WithdrawalSecret {
        id: WithdrawalId,
        application_id: ApplicationId,
        withdrawn_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        requested_by: String,
        document_reference: Option<String>,
    }
}

kept_sealed! {
    /// An extension of the term for the decision.
    pub struct ExtensionRow from extensions as StoredExtension with ExtensionSecret {
        id: ExtensionId,
        application_id: ApplicationId,
        extended_to: NaiveDate,
        notified_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        reason: String,
    }
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
    diesel::insert_into(withdrawals::table).values(row.stored()?).execute(tx)?;
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
    diesel::insert_into(extensions::table).values(row.stored()?).execute(tx)?;
    Ok(())
}
