//! The rows of what happens to a contest: recorded once and never edited.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{ContestId, ContestWithdrawalId, ForwardingId, ResolutionId};
use crate::codes::{ContestEffectCode, ContestOutcomeCode};
use crate::db::Conn;
use crate::db::schema::{contest_forwardings, contest_resolutions, contest_withdrawals};
use crate::error::Error;
use crate::kept_sealed;

kept_sealed! {
    /// That a contest was passed on.
    pub struct ForwardingRow from contest_forwardings as StoredForwarding with ForwardingSecret {
        id: ForwardingId,
        contest_id: ContestId,
        forwarded_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        document_reference: Option<String>,
    }
}

kept_sealed! {
    /// How a contest was answered.
    pub struct ResolutionRow from contest_resolutions as StoredResolution with ResolutionSecret {
        id: ResolutionId,
        contest_id: ContestId,
        outcome: ContestOutcomeCode,
        effect: ContestEffectCode,
        grant_ended: bool,
        place_removed: bool,
        reopened: bool,
        end_undone: bool,
        resolved_on: NaiveDate,
        took_effect_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        document_reference: String,
        reasoning: String,
    }
}

kept_sealed! {
    /// That a contest was taken back.
    pub struct WithdrawalRow from contest_withdrawals as StoredWithdrawal with WithdrawalSecret {
        id: ContestWithdrawalId,
        contest_id: ContestId,
        withdrawn_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        document_reference: Option<String>,
    }
}

/// What happened to some contests.
#[derive(Debug, Default)]
pub struct Records {
    /// Those that were passed on.
    pub forwardings: Vec<ForwardingRow>,
    /// Those that were answered.
    pub resolutions: Vec<ResolutionRow>,
    /// Those that were taken back.
    pub withdrawals: Vec<WithdrawalRow>,
}

/// What happened to some contests.
///
/// # Errors
/// When the database does not answer.
pub fn of_contests(conn: &mut Conn, of: &[ContestId]) -> Result<Records, Error> {
    let forwardings = contest_forwardings::table.filter(contest_forwardings::contest_id.eq_any(of));
    let resolutions = contest_resolutions::table.filter(contest_resolutions::contest_id.eq_any(of));
    let withdrawals = contest_withdrawals::table.filter(contest_withdrawals::contest_id.eq_any(of));
    Ok(Records {
        forwardings: forwardings.select(ForwardingRow::as_select()).load(conn)?,
        resolutions: resolutions.select(ResolutionRow::as_select()).load(conn)?,
        withdrawals: withdrawals.select(WithdrawalRow::as_select()).load(conn)?,
    })
}

/// The day a contest was passed on.
///
/// # Errors
/// `NotFound` when it was not.
pub fn forwarded_on(conn: &mut Conn, of: ContestId) -> Result<NaiveDate, Error> {
    let days = contest_forwardings::table.filter(contest_forwardings::contest_id.eq(of));
    days.select(contest_forwardings::forwarded_on).first(conn).optional()?.ok_or(Error::NotFound)
}

/// Records that a contest was passed on.
///
/// # Errors
/// When the database does not answer.
pub fn insert_forwarding(tx: &mut Conn, row: &ForwardingRow) -> Result<(), Error> {
    diesel::insert_into(contest_forwardings::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Records how a contest was answered.
///
/// # Errors
/// When the database does not answer.
pub fn insert_resolution(tx: &mut Conn, row: &ResolutionRow) -> Result<(), Error> {
    diesel::insert_into(contest_resolutions::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Records that a contest was taken back.
///
/// # Errors
/// When the database does not answer.
pub fn insert_withdrawal(tx: &mut Conn, row: &WithdrawalRow) -> Result<(), Error> {
    diesel::insert_into(contest_withdrawals::table).values(row.stored()?).execute(tx)?;
    Ok(())
}
