//! How contests are told, with all that happened to them.

use aplp_domain::remedy::{ContestState, Done, PutOff, forward_by};
use aplp_domain::terms::{Rule, deadline_state, last_day};

use super::store::Row;
use super::store::records::{self, ForwardingRow, ResolutionRow, WithdrawalRow};
use super::wire::{Contest, ContestWithdrawal, Forwarding, Resolution, SuspensiveEffectTold};
use crate::caller::Caller;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::decisions::{self, DecisionId};

/// What happened to one contest.
#[derive(Default)]
struct Happened {
    forwarding: Option<Forwarding>,
    resolution: Option<Resolution>,
    withdrawal: Option<ContestWithdrawal>,
    next_decision_id: Option<DecisionId>,
}

/// Contests as they are sent, in their order.
///
/// # Errors
/// When the database does not answer, or a term cannot be computed.
pub(super) fn told(conn: &mut Conn, who: &Caller, rows: Vec<Row>) -> Result<Vec<Contest>, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let decisions: Vec<_> = rows.iter().map(|row| row.decision_id).collect();
    let mut found = records::of_contests(conn, &ids)?;
    let following = decisions::store::following(conn, &decisions)?;
    let issuers = decisions::store::issuers(conn, &decisions)?;
    let one = |row: Row| {
        let issuer = issuers.get(&row.decision_id).map_or("", String::as_str);
        let resolution = taken(&mut found.resolutions, |of| of.contest_id == row.id);
        let happened = Happened {
            forwarding: taken(&mut found.forwardings, |of| of.contest_id == row.id).map(Forwarding::of),
            resolution: resolution.map(|row| Resolution::of(row, issuer)).transpose()?,
            withdrawal: taken(&mut found.withdrawals, |of| of.contest_id == row.id).map(ContestWithdrawal::of),
            next_decision_id: following.iter().find(|(of, _)| *of == row.decision_id).map(|(_, next)| *next),
        };
        Contest::of(row, happened, who)
    };
    rows.into_iter().map(one).collect()
}

/// Takes the row that is meant out of those that were read.
fn taken<T>(of: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> Option<T> {
    of.iter().position(is_meant).map(|at| of.swap_remove(at))
}

impl Contest {
    fn of(row: Row, happened: Happened, who: &Caller) -> Result<Self, Error> {
        let Row {
            id,
            decision_id,
            person_id,
            submitted_on,
            received_on,
            notification_id: _,
            held_against,
            in_time,
            restoration_requested,
            suspends,
            put_off,
            ends_on,
            state,
            recorded_by: _,
            version,
            created_at,
            updated_at,
            submitted_by,
            grounds,
            document_reference,
            restoration_reason,
            suspensive_ground,
        } = row;
        let Happened { forwarding, resolution, withdrawal, next_decision_id } = happened;
        let forward_by = forward_by(received_on)?;
        let forwarded_on = forwarding.as_ref().map(|forwarding| forwarding.forwarded_on);
        let is_due = forwarded_on.is_some() || state.0 != ContestState::Withdrawn;
        let said = suspends.zip(suspensive_ground).map(|(applies, legal_ground)| {
            let on_the_service = put_off.filter(|_| applies);
            let carried_out = on_the_service.map(|code| code.0 == PutOff::EndPutOff);
            SuspensiveEffectTold { applies, legal_ground, on_the_service, carried_out, ends_on }
        });
        Ok(Self {
            common: Common::of(who, "contest", id.uuid(), version, (created_at, updated_at)),
            decision_id,
            person_id,
            state,
            submitted_by,
            submitted_on,
            received_on,
            in_time,
            held_against,
            restoration_requested,
            restoration_reason,
            suspensive_effect: said,
            grounds,
            document_reference,
            forward_by,
            forwarding_state: is_due.then(|| Coded(deadline_state(forward_by, forwarded_on, who.today()))),
            forwarding,
            resolution,
            withdrawal,
            next_decision_id,
        })
    }
}

impl Forwarding {
    fn of(row: ForwardingRow) -> Self {
        let ForwardingRow { id: _, contest_id: _, forwarded_on, document_reference, recorded_by: _, recorded_at } = row;
        Self { forwarded_on, document_reference, recorded_at: recorded_at.into() }
    }
}

impl Resolution {
    fn of(row: ResolutionRow, issuer: &str) -> Result<Self, Error> {
        let ResolutionRow {
            id: _,
            contest_id: _,
            outcome,
            effect,
            grant_ended,
            place_removed,
            reopened,
            end_undone,
            resolved_on,
            took_effect_on,
            recorded_by,
            recorded_at,
            document_reference,
            reasoning,
        } = row;
        let appeal = last_day(Rule::Appeal, took_effect_on);
        let appeal = appeal.map_err(|fault| Error::Internal(format!("an appeal has no term: {fault:?}")))?;
        let not_done = effect.0.not_done(outcome.0, Done { grant_ended, place_removed, reopened, end_undone });
        Ok(Self {
            outcome,
            effect,
            carried_out: not_done.is_empty(),
            not_done: not_done.into_iter().map(Coded).collect(),
            resolved_on,
            took_effect_on,
            court_appeal_until: appeal.last_day,
            court_appeal_until_lenient: appeal.lenient_last_day,
            document_reference,
            reasoning,
            heard_by_issuer: recorded_by == issuer,
            recorded_by,
            recorded_at: recorded_at.into(),
        })
    }
}

impl ContestWithdrawal {
    fn of(row: WithdrawalRow) -> Self {
        let WithdrawalRow { id: _, contest_id: _, withdrawn_on, document_reference, recorded_by: _, recorded_at } = row;
        Self { withdrawn_on, document_reference, recorded_at: recorded_at.into() }
    }
}

impl Concerns for Contest {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
