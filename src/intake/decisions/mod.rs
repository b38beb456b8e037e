//! Decisions: grant, queue or refuse, numbered and never edited.

pub mod asked;
pub mod case;
pub mod content;
pub mod inputs;
pub mod replays;
mod sign;
pub mod store;
pub mod told;
pub mod trace;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::application::{self, Event};
use aplp_domain::decision::{Decided, Granted};
use aplp_domain::{grant, queue as places};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use utoipa::IntoParams;

use self::case::Case;
use self::sign::{Signed, sign};
use self::store::Which;
use self::told::{Decision, told};
use self::wire::NewDecision;
use crate::caller::Caller;
use crate::codes::DecisionOutcomeCode;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Right, once};
use crate::intake::applications::{self, ApplicationId};
use crate::intake::grants::{self, GrantId};
use crate::intake::queue::{self, QueueEntryId};
use crate::register::persons::PersonId;
use crate::register::programmes::{self, ProgrammeId};

/// The id of a decision.
pub type DecisionId = Id<store::Row>;

struct MayDecide;
impl Right for MayDecide {
    const CODE: &'static str = "applications:decide";
}
struct MayRead;
impl Right for MayRead {
    const CODE: &'static str = "decisions:read";
}

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(decide_application).service(list_decisions).service(get_decision);
    replays::routes(to);
}

/// Which decisions.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only about this person.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only with this outcome.
    #[param(nullable = false)]
    outcome: Option<DecisionOutcomeCode>,
    /// Only about this programme's money.
    #[param(nullable = false)]
    programme_id: Option<ProgrammeId>,
    /// Only of this day or later.
    #[param(nullable = false)]
    decided_from: Option<NaiveDate>,
    /// Only of this day or earlier.
    #[param(nullable = false)]
    decided_to: Option<NaiveDate>,
}

/// Decides on an application.
///
/// As of today, on what the registers, the assessment and the programme's balance say; the assessment is read by the level
/// ceilings of the deciding programme, whichever it was made for, and the service begins no earlier than today. Who meets every condition is granted the
/// service, or waits in the queue when the money is used up or others wait before; who does not is refused. The decision is final
/// as it stands: it is never edited.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = NewDecision, responses((status = 201, description = "The decision.", body = Decision)), security(("bearer" = ["applications:decide"])))]
#[post("/v1/applications/{id}/decisions")]
async fn decide_application(
    who: Allowed<MayDecide>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<NewDecision>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app.db, who.caller, post.key, move |tx, who| {
        let case = Case::read(tx, *id, new.programme_id(), &post.seen, who)?;
        if !matches!(new, NewDecision::Refuse { .. }) {
            not_served_yet(tx, &case)?;
        }
        let Signed { decided, cost, mut row } = sign(&case, &new, who)?;
        row.number = number(tx, who)?;
        store::insert(tx, &row)?;
        let object = |kind, id, version| Object { kind, id, version, person: Some(row.person_id.uuid()) };
        journal::record(tx, who, "decision_issued", object("decision", row.id.uuid(), 1))?;
        match decided {
            Decided::Grant(granted, _) => {
                let made = give(tx, who, &row, granted, cost.0)?;
                journal::record(tx, who, "service_granted", object("grant", made.uuid(), 1))?;
            }
            Decided::Queue => {
                let made = put_in_queue(tx, who, &case, &row)?;
                journal::record(tx, who, "person_queued", object("queue_entry", made.uuid(), 1))?;
            }
            Decided::Refuse(..) => {}
        }
        let state = application::next(case.application.state.0, Event::Decided)?;
        let decided_on = Some(row.decided_on);
        let after = applications::store::move_to(tx, who, case.application, state, |row| row.decided_on = decided_on)?;
        journal::record(tx, who, "application_decided", object("application", after.id.uuid(), after.version))?;
        let location = format!("/v1/decisions/{}", row.id);
        let decision = told(tx, who, vec![row])?.pop().ok_or(Error::NotFound)?;
        Answer::created(location, 1, &decision)
    })
    .await
}

/// Lists decisions.
///
/// The newest first; only about persons whom the caller may see.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of decisions.", body = Page<Decision>)), security(("bearer" = ["decisions:read"])))]
#[get("/v1/decisions")]
async fn list_decisions(
    who: Allowed<MayRead>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let (caller, after, fetch) = (who.caller.clone(), paging.position(&app, &who)?, paging.fetch());
    let wants_total = paging.wants_total;
    let Filter { person_id, outcome, programme_id, decided_from, decided_to } = filter.into_inner();
    let which = Which { person_id, outcome, programme_id, decided_from, decided_to };
    let (decisions, positions, total) = app
        .db
        .view(caller.sight(), move |conn| {
            let rows = store::list(conn, &caller, &which, after, fetch)?;
            let positions: Vec<_> = rows.iter().map(|row| (row.decided_at, row.id)).collect();
            let total = wants_total.then(|| store::count(conn, &caller, &which)).transpose()?;
            Ok((told(conn, &caller, rows)?, positions, total))
        })
        .await?;
    paging.answer(&app, &who, decisions, total, &positions)
}

/// Reads a decision.
///
/// Whole: facts with their sources, the trace of every condition, norms, and where it can be contested.
#[utoipa::path(params(("id" = DecisionId, Path)), responses((status = 200, description = "The decision.", body = Decision)), security(("bearer" = ["decisions:read"])))]
#[get("/v1/decisions/{id}")]
async fn get_decision(who: Allowed<MayRead>, app: web::Data<App>, id: web::Path<DecisionId>) -> Result<Answer, Error> {
    let caller = who.caller;
    let decision = app
        .db
        .view(caller.sight(), move |conn| {
            let row = store::find(conn, *id, &caller)?;
            told(conn, &caller, vec![row])?.pop().ok_or(Error::NotFound)
        })
        .await?;
    Answer::found(1, &decision)
}

/// The number of the next decision of the year.
fn number(tx: &mut Conn, who: &Caller) -> Result<String, Error> {
    let year = who.today().year();
    let number = journal::next_number(tx, &format!("decision-{year}"))?;
    Ok(format!("APLP-{year}-{number:06}"))
}

/// Makes the grant of a decision, and takes its place and its money from the programme.
fn give(tx: &mut Conn, who: &Caller, row: &store::Row, granted: Granted, cents: i64) -> Result<GrantId, Error> {
    let Granted { term_from, term_to, areas, level, volume } = granted;
    let made = grants::store::Row {
        id: GrantId::random(),
        decision_id: row.id,
        decision_outcome: row.outcome,
        person_id: row.person_id,
        programme_id: row.programme_id,
        term_from,
        term_to,
        areas: areas.into(),
        level: level.number(),
        volume_minutes: volume.0,
        state: Coded(grant::State::Granted),
        committed_cents: cents,
        version: 1,
        created_at: who.at.naive_utc(),
        updated_at: who.at.naive_utc(),
    };
    grants::store::insert(tx, &made)?;
    programmes::store::take(tx, row.programme_id, 1, cents)?;
    Ok(made.id)
}

/// Makes the place in the queue of a decision.
fn put_in_queue(tx: &mut Conn, who: &Caller, case: &Case, row: &store::Row) -> Result<QueueEntryId, Error> {
    let made = queue::store::Row {
        id: QueueEntryId::random(),
        decision_id: row.id,
        decision_outcome: row.outcome,
        person_id: row.person_id,
        programme_id: row.programme_id,
        submitted_on: case.application.submitted_on,
        registration_number: case.application.registration_number,
        state: Coded(places::State::Waiting),
        version: 1,
        created_at: who.at.naive_utc(),
        updated_at: who.at.naive_utc(),
    };
    queue::store::insert(tx, &made)?;
    Ok(made.id)
}

/// Nobody has the service of one programme twice, or waits for what they have already.
fn not_served_yet(tx: &mut Conn, case: &Case) -> Result<(), Error> {
    let (person, programme) = (case.person.id, case.programme.0.id);
    if grants::store::is_live(tx, person, programme)? {
        return Err(Error::Conflict("live_grant_exists"));
    }
    if queue::store::has_place(tx, person, programme)? {
        return Err(Error::Conflict("already_in_queue"));
    }
    Ok(())
}
