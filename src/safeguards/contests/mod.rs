//! Contests of decisions: what the person says against one, and how it is heard.

mod effects;
mod ends;
mod steps;
pub mod store;
mod told;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::remedy::{ContestState, HeldAgainst, held_against, overdue_from};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Wanted};
use self::told::told;
use self::wire::{Contest, ContestInput, SubmittedBy};
use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};
use crate::intake::decisions::{self, DecisionId};
use crate::intake::notifications;
use crate::register::persons::PersonId;

/// The id of a contest.
pub type ContestId = Id<store::Row>;
/// The id of the record that a contest was passed on.
pub type ForwardingId = Id<store::records::ForwardingRow>;
/// The id of the record that a contest was answered.
pub type ResolutionId = Id<store::records::ResolutionRow>;
/// The id of the record that a contest was taken back.
pub type ContestWithdrawalId = Id<store::records::WithdrawalRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(contest_decision).service(list_contests).service(get_contest);
    steps::routes(to);
}

/// Which contests.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// The decision.
    #[param(nullable = false)]
    decision_id: Option<DecisionId>,
    /// The person.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Overdue to be passed on; with `false`, the others.
    #[param(nullable = false)]
    overdue: Option<bool>,
}

/// Contests a decision.
///
/// A late one is registered too, one before the notification is in time. Where the decision rests, the end of a service
/// is put off if it can be.
#[utoipa::path(params(("id" = DecisionId, Path)), request_body = ContestInput, responses((status = 201, description = "The contest, with whether it is in time.", body = Contest)), security(("bearer" = ["decisions:contest"])))]
#[post("/v1/decisions/{id}/contests")]
async fn contest_decision(
    who: Allowed<rights::ContestDecisions>,
    app: web::Data<App>,
    id: web::Path<DecisionId>,
    post: Post<ContestInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let decision = decisions::store::claimed(tx, *id, who)?;
        post.seen.is(1)?;
        let (new, submitted_on, received_on) = dated(new.clone(), decision.decided_on, who)?;
        let standing = notifications::store::standing(tx, decision.id)?;
        standing.course.may_contest(who.today())?;
        let HeldAgainst { in_time, last_day } = held_against(submitted_on, standing.course.term);
        let ContestInput { submitted_by, grounds, document_reference, restoration_reason, suspensive_effect, .. } = new;
        let mut row = Row {
            id: ContestId::random(),
            decision_id: decision.id,
            person_id: decision.person_id,
            submitted_on,
            received_on,
            notification_id: standing.notification,
            held_against: last_day,
            in_time,
            restoration_requested: restoration_reason.is_some(),
            suspends: None,
            put_off: None,
            ends_on: None,
            state: Coded(ContestState::Submitted),
            recorded_by: who.official(),
            version: 1,
            created_at: who.at.naive_utc(),
            updated_at: who.at.naive_utc(),
            submitted_by,
            grounds,
            document_reference,
            restoration_reason,
            suspensive_ground: None,
        };
        if let Some(said) = suspensive_effect {
            ends::rests(tx, who, &decision, &mut row, (said, received_on))?;
        }
        store::insert(tx, &row)?;
        journal::record(tx, who, "contest_registered", object(&row))?;
        journal::record(tx, who, "decision_contested", of_decision(&decision))?;
        let location = format!("/v1/contests/{}", row.id);
        let contest = told(tx, who, vec![row])?.pop().ok_or(Error::NotFound)?;
        Ok(Answer::shown(1, &contest)?.new_at(location))
    })
    .await
}

/// Lists contests.
///
/// The newest first; of persons in sight.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of contests.", body = Page<Contest>)), security(("bearer" = ["contests:read"])))]
#[get("/v1/contests")]
async fn list_contests(
    who: Allowed<rights::ReadContests>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let Filter { decision_id: decision, person_id: person, overdue } = filter.into_inner();
    let overdue = overdue.map(|overdue| (overdue, overdue_from(caller.today())));
    let wanted = Wanted { decision, person, overdue };
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let positions: Vec<_> = rows.iter().map(|row| (row.created_at, row.id)).collect();
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        Ok((positions.into_iter().zip(told(conn, &caller, rows)?).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// Reads a contest.
///
/// With all its steps.
#[utoipa::path(params(("id" = ContestId, Path)), responses((status = 200, description = "The contest.", body = Contest)), security(("bearer" = ["contests:read"])))]
#[get("/v1/contests/{id}")]
async fn get_contest(
    who: Allowed<rights::ReadContests>,
    app: web::Data<App>,
    id: web::Path<ContestId>,
) -> Result<Answer, Error> {
    let caller = who.caller;
    let contest = app
        .db
        .view(caller.sight(), move |conn| {
            let row = store::find(conn, *id, &caller)?;
            told(conn, &caller, vec![row])?.pop().ok_or(Error::NotFound)
        })
        .await?;
    Answer::shown(contest.common.version, &contest)
}

/// A contest with the days on which it was submitted and received, which are today where nothing is said. A person contests for
/// themselves and today, and leaves it to the association to say what effect that has.
fn dated(
    new: ContestInput,
    decided_on: NaiveDate,
    who: &Caller,
) -> Result<(ContestInput, NaiveDate, NaiveDate), Error> {
    let today = who.today();
    let (submitted_on, received_on) = (new.submitted_on.unwrap_or(today), new.received_on.unwrap_or(today));
    if let Sight::Own(_) = who.sight() {
        let others = [
            (submitted_on != today, "#/submitted_on"),
            (received_on != today, "#/received_on"),
            (!matches!(new.submitted_by, SubmittedBy::Person {}), "#/submitted_by"),
            (new.suspensive_effect.is_some(), "#/suspensive_effect"),
        ];
        if let Some((_, place)) = others.iter().find(|(not_theirs, _)| *not_theirs) {
            return Err(Error::invalid(*place, "not_valid"));
        }
    }
    Error::dates([
        has_come("submitted_on", submitted_on, who.today()),
        has_come("received_on", received_on, who.today()),
        not_before("submitted_on", submitted_on, decided_on),
        not_before("received_on", new.received_on, submitted_on),
    ])?;
    Ok((new, submitted_on, received_on))
}

fn object(row: &Row) -> Object {
    Object { kind: "contest", id: row.id.uuid(), version: row.version, person: Some(row.person_id.uuid()) }
}

fn of_decision(row: &decisions::store::Row) -> Object {
    Object { kind: "decision", id: row.id.uuid(), version: 1, person: Some(row.person_id.uuid()) }
}
