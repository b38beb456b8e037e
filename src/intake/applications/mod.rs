//! Applications: from the day one is handed in to the day it is decided.

mod completion;
mod course;
pub mod rules;
pub mod store;
pub mod wire;

use std::slice;

use actix_web::{get, patch, post, web};
use aplp_domain::application::restated;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::rules::{handed_in_by, taken_in};
use self::store::{Row, Wanted};
use self::wire::{Application, ApplicationInput, ApplicationStatement};
use crate::caller::Caller;
use crate::codes::DeadlineStateCode;
use crate::db::filters::codes_in;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::expand::{Expanded, Expansion};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Patch, Post, Right, Slice, once};
use crate::intake::checks;
use crate::register::persons::PersonId;

/// The id of an application.
pub type ApplicationId = Id<store::Row>;
/// The id of a withdrawal.
pub type WithdrawalId = Id<store::records::WithdrawalRow>;
/// The id of a request to complete an application.
pub type CompletionRequestId = Id<store::completions::CompletionRequestRow>;
/// The id of an extension.
pub type ExtensionId = Id<store::records::ExtensionRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(create_application)
        .service(list_applications)
        .service(get_application)
        .service(change_application)
        .service(course::withdraw_application)
        .service(course::get_withdrawal)
        .service(course::extend_application)
        .service(course::list_extensions)
        .service(completion::request_completion)
        .service(completion::list_completion_requests)
        .service(completion::cure_application);
}

/// Which applications.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only in these states today.
    #[param(value_type = Option<Vec<DeadlineStateCode>>, style = Form, explode = false, min_items = 1, nullable = false)]
    deadline_state: Option<String>,
    /// Only those open after their last day by law, or the others.
    #[param(nullable = false)]
    overdue_in_law: Option<bool>,
}

/// Takes an application in.
///
/// What it lacks makes it incomplete, never refused. Only one may be open; with a service, the next only near its end.
#[utoipa::path(request_body = ApplicationInput, responses((status = 201, description = "The application.", body = Application)), security(("bearer" = ["applications:submit"])))]
#[post("/v1/applications")]
async fn create_application(
    who: Allowed<rights::SubmitApplications>,
    app: web::Data<App>,
    post: Post<ApplicationInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let row = taken_in(tx, new.clone(), who)?;
        store::insert(tx, &row)?;
        journal::record(tx, who, "application_submitted", object(&row))?;
        let location = format!("/v1/applications/{}", row.id);
        Ok(Answer::shown(row.version, &shown(tx, row, who)?)?.new_at(location))
    })
    .await
}

/// Lists applications.
///
/// Of persons the caller may see, by the day of submission.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of applications.", body = Page<Application>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications")]
async fn list_applications(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let (caller, wanted) = (who.caller.clone(), filter.into_inner().wanted(who.today()));
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let positions: Vec<_> = rows.iter().map(|row| (row.submitted_on, row.registration_number)).collect();
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        Ok((positions.into_iter().zip(all_shown(conn, rows, &caller)?).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// How lists bring applications along.
pub const EXPANSION: Expansion = Expansion {
    right: rights::ReadApplications::CODE,
    load: |conn, who, ids| {
        let rows = store::list(conn, who, &Wanted::default(), &Slice::of_ids(ids))?;
        Expanded::all(all_shown(conn, rows, who)?)
    },
};

/// Reads an application.
///
/// As it stands today.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The application.", body = Application)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}")]
async fn get_application(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
) -> Result<Answer, Error> {
    let caller = who.caller;
    let application = app
        .db
        .view(caller.sight(), move |conn| {
            let row = store::find(conn, *id, &caller)?;
            shown(conn, row, &caller)
        })
        .await?;
    Answer::shown(application.common.version, &application)
}

/// Mends what an application states.
///
/// What is missing is looked at anew, even when nothing changes.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = ApplicationStatement, responses((status = 200, description = "The application as mended.", body = Application)), security(("bearer" = ["applications:submit"])))]
#[patch("/v1/applications/{id}")]
async fn change_application(
    who: Allowed<rights::SubmitApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    patch: Patch,
) -> Result<Answer, Error> {
    let (caller, inner) = (who.caller, app.clone());
    app.db
        .write(move |tx| {
            let before = store::claimed(tx, *id, &caller)?;
            handed_in_by(&before, &caller)?;
            let statement: ApplicationStatement = patch.apply(&inner, before.version, &before.statement())?;
            let restating = before.clone().stating(statement);
            let stated = store::stated(tx, slice::from_ref(&restating))?;
            let to = stated.first().map_or(Ok(before.state.0), |stated| restated(before.state.0, stated))?;
            journal::keep(tx, &caller, object(&before), &before.statement())?;
            let row = store::move_to(tx, &caller, restating, to, |_| ())?;
            journal::record(tx, &caller, "application_changed", object(&row))?;
            Answer::shown(row.version, &shown(tx, row, &caller)?)
        })
        .await
}

impl Filter {
    fn wanted(self, today: NaiveDate) -> Wanted {
        let Self { person_id: person, deadline_state, overdue_in_law } = self;
        Wanted { person, deadlines: deadline_state.as_deref().map(codes_in).unwrap_or_default(), overdue_in_law, today }
    }
}

/// What the journal calls an application.
pub(super) fn object(row: &Row) -> Object {
    Object { kind: "application", id: row.id.uuid(), version: row.version, person: Some(row.person_id.uuid()) }
}

fn all_shown(conn: &mut Conn, rows: Vec<Row>, who: &Caller) -> Result<Vec<Application>, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let findings = checks::store::findings_of(conn, &ids)?;
    let stated = store::stated(conn, &rows)?;
    let of = |(row, stated): (Row, _)| {
        let findings = findings.get(&row.id);
        Application::of(row, &stated, findings, who)
    };
    Ok(rows.into_iter().zip(stated).map(of).collect())
}

fn shown(conn: &mut Conn, row: Row, who: &Caller) -> Result<Application, Error> {
    all_shown(conn, vec![row], who)?.pop().ok_or(Error::NotFound)
}
