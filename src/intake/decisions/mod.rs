//! Decisions: grant, queue or refuse, numbered and never edited.

pub mod acts;
pub mod asked;
pub mod case;
pub mod content;
mod effect;
pub mod inputs;
mod outlined;
pub mod replays;
mod sign;
pub mod sources;
pub mod store;
pub mod told;
pub mod trace;
pub mod wire;

use actix_web::{get, post, web};
use chrono::Datelike;
use serde::Deserialize;
use utoipa::IntoParams;

use self::case::Case;
use self::sign::{Signed, sign};
use self::store::Which;
use self::told::{Decision, told};
use self::wire::DecisionInput;
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::expand::{Expanded, Expansion};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Right, Slice, once};
use crate::intake::applications::ApplicationId;
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// The id of a decision.
pub type DecisionId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(decide_application).service(list_decisions).service(get_decision).service(sources::get_funding_sources);
    replays::routes(to);
}

/// Which decisions.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// The person.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// The programme.
    #[param(nullable = false)]
    programme_id: Option<ProgrammeId>,
    /// About this grant, after the decision that made it.
    #[param(nullable = false)]
    grant_id: Option<GrantId>,
}

/// Decides on an application.
///
/// Once; and once more from the queue, when the offer is accepted or a condition fails. Who meets every condition is granted the
/// service, or waits where the money is used up or others wait before; who does not is refused. A decision is never edited.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = DecisionInput, responses((status = 201, description = "The decision.", body = Decision)), security(("bearer" = ["applications:decide"])))]
#[post("/v1/applications/{id}/decisions")]
async fn decide_application(
    who: Allowed<rights::DecideApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<DecisionInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let case = Case::read(tx, *id, new.programme_id(), &post.seen, who)?;
        effect::not_served_yet(tx, &case, &new, who.today())?;
        let Signed { decided, mut row } = sign(&case, &new, who)?;
        number(tx, who, &mut row)?;
        effect::carry_out(tx, who, case, decided, &row)?;
        let location = format!("/v1/decisions/{}", row.id);
        let decision = told(tx, who, vec![row])?.pop().ok_or(Error::NotFound)?;
        Ok(Answer::shown(1, &decision)?.new_at(location))
    })
    .await
}

/// Lists decisions.
///
/// The newest first; a municipality sees those of its own programmes too.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of decisions.", body = Page<Decision>)), security(("bearer" = ["decisions:read"])))]
#[get("/v1/decisions")]
async fn list_decisions(
    who: Allowed<rights::ReadDecisions>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let Filter { person_id, programme_id, grant_id } = filter.into_inner();
    let which = Which { person_id, programme_id, grant_id };
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &which, slice)?;
        let positions: Vec<_> = rows.iter().map(|row| (row.decided_at, row.id)).collect();
        let total = slice.total(|| store::count(conn, &caller, &which, &slice.filters))?;
        Ok((positions.into_iter().zip(told(conn, &caller, rows)?).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// How lists bring decisions along.
pub const EXPANSION: Expansion = Expansion {
    right: rights::ReadDecisions::CODE,
    load: |conn, who, ids| {
        let rows = store::list(conn, who, &Which::default(), &Slice::of_ids(ids))?;
        Expanded::all(told(conn, who, rows)?)
    },
};

/// Reads a decision.
///
/// Of what others pay, a municipality is told the outcome, days, term, level and volume.
#[utoipa::path(params(("id" = DecisionId, Path)), responses((status = 200, description = "The decision.", body = Decision)), security(("bearer" = ["decisions:read"])))]
#[get("/v1/decisions/{id}")]
async fn get_decision(
    who: Allowed<rights::ReadDecisions>,
    app: web::Data<App>,
    id: web::Path<DecisionId>,
) -> Result<Answer, Error> {
    let caller = who.caller;
    let decision = app
        .db
        .view(caller.sight(), move |conn| {
            let row = store::find_shown(conn, *id, &caller)?;
            told(conn, &caller, vec![row])?.pop().ok_or(Error::NotFound)
        })
        .await?;
    Answer::shown(1, &decision)
}

/// Gives a decision the next number of its year and adds it.
pub(crate) fn number(tx: &mut Conn, who: &Caller, row: &mut store::Row) -> Result<(), Error> {
    let year = who.today().year();
    let number = journal::next_number(tx, &format!("decision-{year}"))?;
    row.number = format!("APLP-{year}-{number:06}");
    store::insert(tx, row)?;
    let (id, person) = (row.id.uuid(), Some(row.person_id.uuid()));
    journal::record(tx, who, "decision_issued", Object { kind: "decision", id, version: 1, person })
}
