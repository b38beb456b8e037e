//! What happens to a contest: it is passed on, answered, or taken back, each once.

use actix_web::{post, web};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::remedy::{ContestEvent, Done, Effect, effect, next};
use aplp_domain::terms::{FIRST_DAY, LAST_DAY};

use super::store::records::{self, ForwardingRow, ResolutionRow, WithdrawalRow};
use super::store::{self, Row};
use super::told::told;
use super::wire::{Contest, ContestWithdrawalInput, ForwardingInput, ResolutionInput};
use super::{ContestId, ContestWithdrawalId, ForwardingId, ResolutionId, effects, ends, object, of_decision};
use crate::caller::{Caller, Sight};
use crate::db::journal;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::seen::Seen;
use crate::http::{Allowed, Answer, App, Post, once};
use crate::intake::decisions;

pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(forward_contest).service(resolve_contest).service(withdraw_contest);
}

/// Records that a contest was passed on to whoever hears it.
///
/// Due within five working days of receipt, but taken later too.
#[utoipa::path(params(("id" = ContestId, Path)), request_body = ForwardingInput, responses((status = 201, description = "The contest, passed on.", body = Contest)), security(("bearer" = ["contests:forward"])))]
#[post("/v1/contests/{id}/forwardings")]
async fn forward_contest(
    who: Allowed<rights::ForwardContests>,
    app: web::Data<App>,
    id: web::Path<ContestId>,
    post: Post<ForwardingInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let mut row = moved(tx, who, *id, &post.seen, ContestEvent::Forwarded)?;
        let ForwardingInput { forwarded_on, document_reference, suspensive_effect } = new.clone();
        let forwarded_on = forwarded_on.unwrap_or_else(|| who.today());
        Error::dates([
            has_come("forwarded_on", forwarded_on, who.today()),
            not_before("forwarded_on", forwarded_on, row.received_on),
        ])?;
        if let Some(said) = suspensive_effect {
            let decision = decisions::store::find(tx, row.decision_id, who)?;
            ends::rests(tx, who, &decision, &mut row, (said, forwarded_on))?;
        }
        let forwarding = ForwardingRow {
            id: ForwardingId::in_order(),
            contest_id: row.id,
            forwarded_on,
            document_reference,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        records::insert_forwarding(tx, &forwarding)?;
        store::update(tx, &row)?;
        journal::record(tx, who, "contest_forwarded", object(&row))?;
        answered(tx, who, row)
    })
    .await
}

/// Answers a contest.
///
/// An annulled grant ends the day before this is recorded, or on a later day of support; an undone refusal or queueing
/// is decided anew within a month of the answer. An end annulled or changed before it came is undone; one put off and
/// upheld counts from the answer, or the decided day if later.
#[utoipa::path(params(("id" = ContestId, Path)), request_body = ResolutionInput, responses((status = 201, description = "The contest, answered.", body = Contest)), security(("bearer" = ["contests:resolve"])))]
#[post("/v1/contests/{id}/resolutions")]
async fn resolve_contest(
    who: Allowed<rights::ResolveContests>,
    app: web::Data<App>,
    id: web::Path<ContestId>,
    post: Post<ResolutionInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let mut row = moved(tx, who, *id, &post.seen, ContestEvent::Resolved)?;
        let ResolutionInput { outcome, resolved_on, took_effect_on, document_reference, reasoning } = new.clone();
        let took_effect_on = took_effect_on.unwrap_or(resolved_on);
        Error::dates([
            has_come("resolved_on", resolved_on, who.today()),
            not_before("resolved_on", resolved_on, records::forwarded_on(tx, row.id)?),
            not_before("took_effect_on", took_effect_on, resolved_on),
        ])?;
        if !(FIRST_DAY..=LAST_DAY).contains(&took_effect_on) {
            return Err(Error::invalid("#/took_effect_on", "date_out_of_range"));
        }
        let decision = decisions::store::find(tx, row.decision_id, who)?;
        let effect = effect(outcome.0, decision.outcome.0);
        journal::record(tx, who, "contest_resolved", object(&row))?;
        journal::record(tx, who, "decision_contest_resolved", of_decision(&decision))?;
        let Done { grant_ended, place_removed, reopened, end_undone } =
            effects::take(tx, who, &decision, &row, effect, resolved_on)?;
        if effect == Effect::None {
            ends::counts_again(tx, who, &decision, &mut row, resolved_on)?;
        }
        let resolution = ResolutionRow {
            id: ResolutionId::in_order(),
            contest_id: row.id,
            outcome,
            effect: Coded(effect),
            grant_ended,
            place_removed,
            reopened,
            end_undone,
            resolved_on,
            took_effect_on,
            document_reference,
            reasoning,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        records::insert_resolution(tx, &resolution)?;
        store::update(tx, &row)?;
        answered(tx, who, row)
    })
    .await
}

/// Takes a contest back.
///
/// A person does so today. It can be contested again; an end put off counts from this day, or the decided day if later.
#[utoipa::path(params(("id" = ContestId, Path)), request_body = ContestWithdrawalInput, responses((status = 201, description = "The contest, taken back.", body = Contest)), security(("bearer" = ["decisions:contest"])))]
#[post("/v1/contests/{id}/withdrawals")]
async fn withdraw_contest(
    who: Allowed<rights::ContestDecisions>,
    app: web::Data<App>,
    id: web::Path<ContestId>,
    post: Post<ContestWithdrawalInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let mut row = moved(tx, who, *id, &post.seen, ContestEvent::Withdrawn)?;
        let ContestWithdrawalInput { withdrawn_on, document_reference } = new.clone();
        let withdrawn_on = withdrawn_on.unwrap_or_else(|| who.today());
        // From that day the end of a service counts that was put off: nobody moves it into the past.
        if matches!(who.sight(), Sight::Own(_)) && withdrawn_on != who.today() {
            return Err(Error::invalid("#/withdrawn_on", "not_valid"));
        }
        Error::dates([
            has_come("withdrawn_on", withdrawn_on, who.today()),
            not_before("withdrawn_on", withdrawn_on, row.submitted_on),
        ])?;
        let withdrawal = WithdrawalRow {
            id: ContestWithdrawalId::in_order(),
            contest_id: row.id,
            withdrawn_on,
            document_reference,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        let decision = decisions::store::find(tx, row.decision_id, who)?;
        journal::record(tx, who, "contest_withdrawn", object(&row))?;
        journal::record(tx, who, "decision_contest_withdrawn", of_decision(&decision))?;
        ends::counts_again(tx, who, &decision, &mut row, withdrawn_on)?;
        records::insert_withdrawal(tx, &withdrawal)?;
        store::update(tx, &row)?;
        answered(tx, who, row)
    })
    .await
}

/// A contest in the state it moves to, as a new version that is not stored yet, under the claim of its person.
fn moved(tx: &mut Conn, who: &Caller, id: ContestId, seen: &Seen, event: ContestEvent) -> Result<Row, Error> {
    let row = store::claimed(tx, id, who)?;
    seen.is(row.version)?;
    let state = Coded(next(row.state.0, event)?);
    Ok(Row { state, version: row.version + 1, updated_at: who.at.naive_utc(), ..row })
}

fn answered(tx: &mut Conn, who: &Caller, row: Row) -> Result<Answer, Error> {
    let (location, version) = (format!("/v1/contests/{}", row.id), row.version);
    let contest = told(tx, who, vec![row])?.pop().ok_or(Error::NotFound)?;
    Ok(Answer::shown(version, &contest)?.new_at(location))
}
