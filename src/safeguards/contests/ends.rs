//! The end of a service while it is contested: put off where the decision rests, and counted again once the contest is over.

use aplp_domain::decision::Ground;
use aplp_domain::grant::{EndGround, State, may_decide_end};
use aplp_domain::refusal::Refusal;
use aplp_domain::remedy::{PutOff, ends_again, put_off};
use chrono::NaiveDate;

use super::store::{self, Row};
use super::wire::SuspensiveEffect;
use crate::caller::Caller;
use crate::db::{Coded, Conn};
use crate::delivery;
use crate::error::Error;
use crate::intake::decisions::store::Row as Decision;
use crate::intake::grants;
use crate::intake::grants::store::course;
use crate::register::programmes;

/// Records what an official says of the suspensive effect, and does it to the service. The contest is changed and not written.
///
/// # Errors
/// When the database does not answer.
pub(super) fn rests(
    tx: &mut Conn,
    who: &Caller,
    decision: &Decision,
    contest: &mut Row,
    (said, on): (SuspensiveEffect, NaiveDate),
) -> Result<(), Error> {
    let SuspensiveEffect { applies, legal_ground } = said;
    contest.suspends = Some(applies);
    contest.suspensive_ground = Some(legal_ground);
    match (applies, contest.puts_off_an_end()) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => {
            let found = put_off_end(tx, who, decision, "grant_end_put_off")?;
            contest.put_off = Some(Coded(found));
            Ok(())
        }
        (false, true) => counts_again(tx, who, decision, contest, on),
    }
}

/// Lets the end that a contest put off count again, from a day on which that is over. A service that has reached its term by
/// then, or that another decision ends which this one does not go before, is left as it is. The contest is changed and not written.
///
/// # Errors
/// When the database does not answer.
pub(super) fn counts_again(
    tx: &mut Conn,
    who: &Caller,
    decision: &Decision,
    contest: &mut Row,
    on: NaiveDate,
) -> Result<(), Error> {
    let Some(id) = decision.grant_id.filter(|_| contest.puts_off_an_end()) else { return Ok(()) };
    let Some(ground) = ground_of(decision) else { return Ok(()) };
    programmes::store::claimed(tx, decision.programme_id)?;
    let mut grant = delivery::grants::store::find(tx, id, who)?;
    let ends_by = grant.end_ground.map(|ground| ground.0);
    if may_decide_end(grant.recorded().on(who.today()), ends_by, ground).is_err() {
        return Ok(());
    }
    let (decided, _) = end_of(tx, decision)?;
    let worked = course::worked(tx, grant.id, decided)?.last().copied();
    let Some(last_day) = ends_again(decided, on, worked, grant.last_day) else { return Ok(()) };
    grant.last_day = last_day;
    grant.end_ground = Some(Coded(ground));
    grants::money::settle(tx, &mut grant, who.today())?;
    let grant = grants::store::change(tx, who, grant, "grant_end_decided")?;
    if grant.last_day < who.today() {
        grants::expiry::end(tx, who, grant)?;
    }
    contest.ends_on = Some(last_day);
    Ok(())
}

/// Undoes the end that a decision sets, and says whether it is undone. One that rests or that death came before ends nothing as it
/// is.
///
/// # Errors
/// When the database does not answer.
pub(super) fn undone(tx: &mut Conn, who: &Caller, decision: &Decision, contest: &Row) -> Result<bool, Error> {
    let is_idle = contest.puts_off_an_end() || death_came_first(tx, decision)?;
    Ok(is_idle || put_off_end(tx, who, decision, "grant_end_undone")? == PutOff::EndPutOff)
}

/// Whether the service ends by death, and not by a decision that was taken before.
fn death_came_first(tx: &mut Conn, decision: &Decision) -> Result<bool, Error> {
    let Some(grant) = decision.grant_id else { return Ok(false) };
    let mut others = store::ends_that_count(tx, grant)?.into_iter().filter(|other| other.id != decision.id);
    Ok(others.any(|other| ground_of(&other) == Some(EndGround::Death)))
}

/// Gives a service its term back that a decision ends before it, with the money for it; or its days up to the end that was decided
/// before, where this one is a death that came first.
fn put_off_end(tx: &mut Conn, who: &Caller, decision: &Decision, action: &'static str) -> Result<PutOff, Error> {
    let Some(id) = decision.grant_id else { return Ok(put_off(decision.outcome.0, false, false)) };
    programmes::store::claimed(tx, decision.programme_id)?;
    grants::expiry::catch_up(tx, who, decision.programme_id)?;
    let mut grant = delivery::grants::store::find(tx, id, who)?;
    let (last_day, stands) = end_of(tx, decision)?;
    let is_its_end = stands && grant.last_day == last_day && grant.end_ground == ground_of(decision).map(Coded);
    let ends_later = is_its_end && grant.recorded().on(who.today()) != State::Ended;
    let other = store::ends_that_count(tx, id)?.into_iter().find(|other| other.id != decision.id);
    let (until, ground) = match &other {
        Some(other) => (end_of(tx, other)?.0, ground_of(other)),
        None => (grant.term_to, None),
    };
    let found = put_off(decision.outcome.0, ends_later, grants::store::is_followed(tx, &grant, until)?);
    if found == PutOff::EndPutOff {
        grant.last_day = until;
        grant.end_ground = ground.map(Coded);
        match grants::money::settle(tx, &mut grant, who.today()) {
            Err(Error::Refused(Refusal::FundingExhausted)) => return Ok(PutOff::FundingExhausted),
            settled => settled?,
        }
        grants::store::change(tx, who, grant, action)?;
    }
    Ok(found)
}

/// The ground on which a decision ends a service.
fn ground_of(decision: &Decision) -> Option<EndGround> {
    match decision.ground.map(|ground| ground.0) {
        Some(Ground::End(ground)) => Some(ground),
        Some(Ground::Condition(_) | Ground::Suspension(_)) | None => None,
    }
}

/// The last day of service by a decision to end it, and whether that stands or a contest put it off.
fn end_of(tx: &mut Conn, decision: &Decision) -> Result<(NaiveDate, bool), Error> {
    let decided = decision.effective_on.unwrap_or(decision.decided_on);
    let ends = store::ends_of(tx, decision.id)?;
    let last_day = ends.iter().flatten().max().map_or(decided, |day| decided.max(*day));
    Ok((last_day, ends.iter().all(Option::is_some)))
}
