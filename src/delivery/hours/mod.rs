//! Hours: a ledger of minutes that only grows.

pub mod months;
mod posting;
pub mod store;
pub mod wire;

use actix_web::{get, post, put, web};
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Wanted};
use self::wire::{PostedTimeEntry, ReversalInput, TimeEntry, TimeEntryInput};
use super::grants;
use super::month::CalendarMonth;
use crate::caller::Caller;
use crate::db::{Conn, Id, Scope, claim};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::seen::Seen;
use crate::http::{Allowed, Answer, App, Create, Paging, Post, Slice, once};
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// The id of a time entry.
pub type TimeEntryId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(post_time_entry)
        .service(list_time_entries_of_grant)
        .service(put_time_entry)
        .service(list_time_entries)
        .service(get_time_entry)
        .service(reverse_time_entry)
        .service(months::get_month);
}

/// Which entries.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this grant's.
    #[param(nullable = false)]
    grant_id: Option<GrantId>,
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only this support person's.
    #[param(nullable = false)]
    support_person_id: Option<SupportPersonId>,
    /// Only with minutes in this month.
    #[param(nullable = false)]
    month: Option<CalendarMonth>,
}

/// Posts support that was given.
///
/// Only by the support person of that time, even late; without overlap, within the volume of each month in Riga. Never
/// edited, only reversed.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = TimeEntryInput, responses((status = 201, description = "The entry, and what is left of its months.", body = PostedTimeEntry)), security(("bearer" = ["hours:post"])))]
#[post("/v1/grants/{id}/time-entries")]
async fn post_time_entry(
    who: Allowed<rights::PostHours>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<TimeEntryInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        made(&posting::posted(tx, who, *id, &post.seen, TimeEntryId::in_order(), new.clone())?)
    })
    .await
}

/// Posts support that was given, under an id of the client's own.
///
/// The id is a UUID of version 4 or 7. Once there, it answers 412 with its tag.
#[utoipa::path(params(("grant_id" = GrantId, Path), ("id" = TimeEntryId, Path)), request_body = TimeEntryInput, responses((status = 201, description = "The entry, and what is left of its months.", body = PostedTimeEntry)), security(("bearer" = ["hours:post"])))]
#[put("/v1/grants/{grant_id}/time-entries/{id}")]
async fn put_time_entry(
    who: Allowed<rights::PostHours>,
    app: web::Data<App>,
    path: web::Path<(GrantId, TimeEntryId)>,
    create: Create<TimeEntryInput>,
) -> Result<Answer, Error> {
    let ((grant, id), new, caller) = (path.into_inner(), create.0, who.caller);
    if !matches!(id.uuid().get_version_num(), 4 | 7) {
        return Err(Error::invalid("id", "wrong_format"));
    }
    app.db
        .write(move |tx| {
            // Claimed first, as the order of claims wants it, so that the same entry sent twice at once is made once.
            claim(tx, &Scope::Key(format!("time_entry/{id}")))?;
            grants::store::find_by_supporter(tx, grant, &caller)?;
            if let Some(version) = store::version(tx, id)? {
                return Err(Error::Exists(version));
            }
            made(&posting::posted(tx, &caller, grant, &Seen::ANY, id, new.clone())?)
        })
        .await
}

/// Lists the time entries of a grant.
///
/// By start, with reversals.
#[utoipa::path(params(("id" = GrantId, Path)), responses((status = 200, description = "A page of entries.", body = Page<TimeEntry>)), security(("bearer" = ["hours:read"])))]
#[get("/v1/grants/{id}/time-entries")]
async fn list_time_entries_of_grant(
    who: Allowed<rights::ReadHours>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let grant = app.db.read(caller.sight(), move |conn| grants::store::find(conn, *id, &caller)).await?;
    listed(&app, &who, Wanted { grant: Some(grant.id), ..Wanted::default() }, paging).await
}

/// Lists time entries.
///
/// By start, of persons the caller may see.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of entries.", body = Page<TimeEntry>)), security(("bearer" = ["hours:read"])))]
#[get("/v1/time-entries")]
async fn list_time_entries(
    who: Allowed<rights::ReadHours>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let Filter { grant_id: grant, person_id: person, support_person_id: support_person, month } = filter.into_inner();
    listed(&app, &who, Wanted { grant, person, support_person, month }, paging).await
}

/// Reads a time entry.
///
/// With its reversal, if any.
#[utoipa::path(params(("id" = TimeEntryId, Path)), responses((status = 200, description = "The entry.", body = TimeEntry)), security(("bearer" = ["hours:read"])))]
#[get("/v1/time-entries/{id}")]
async fn get_time_entry(
    who: Allowed<rights::ReadHours>,
    app: web::Data<App>,
    id: web::Path<TimeEntryId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let read = app.db.view(caller.sight(), move |conn| {
        Ok((store::find(conn, *id, &caller)?, store::parts(conn, &[*id])?, store::reversals(conn, &[*id])?))
    });
    let (row, parts, reversals) = read.await?;
    let entry = TimeEntry::of(row, &parts, &reversals, &who);
    Answer::found(entry.common.version, &entry)
}

/// Takes a time entry back.
///
/// Once, by a row with negative minutes. A support person reverses only own entries.
#[utoipa::path(params(("id" = TimeEntryId, Path)), request_body = ReversalInput, responses((status = 201, description = "The row that takes the entry back, and what is left of its months.", body = PostedTimeEntry)), security(("bearer" = ["hours:reverse"])))]
#[post("/v1/time-entries/{id}/reversals")]
async fn reverse_time_entry(
    who: Allowed<rights::ReverseHours>,
    app: web::Data<App>,
    id: web::Path<TimeEntryId>,
    post: Post<ReversalInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| made(&posting::reversed(tx, who, *id, &post.seen, new.clone())?))
        .await
}

fn made(posted: &PostedTimeEntry) -> Result<Answer, Error> {
    let common = &posted.entry.common;
    Answer::created(format!("/v1/time-entries/{}", common.id), common.version, posted)
}

async fn listed(app: &web::Data<App>, who: &Caller, wanted: Wanted, paging: Paging) -> Result<Answer, Error> {
    let caller = who.clone();
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let (parts, reversals) = (store::parts(conn, &ids)?, store::reversals(conn, &ids)?);
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        let shown = |row: Row| {
            let entry = TimeEntry::of(row, &parts, &reversals, &caller);
            entry.counted_in(wanted.month)
        };
        let positions: Vec<_> = rows.iter().map(|row| (row.started_at, row.id)).collect();
        Ok((positions.into_iter().zip(rows.into_iter().map(shown)).collect(), total))
    };
    paging.list(app, who, fetch).await
}
