//! Barriers: services and specialists that could not be had, where, when and why.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::barrier::{Cause, Event, State};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::municipalities::{same_place_on, stands};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Wanted};
use self::wire::{Barrier, BarrierDetails, BarrierEnding};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id, Scope, claim};
use crate::delivery::individual_budgets::rules::misnamed;
use crate::delivery::individual_budgets::store as budgets;
use crate::error::{Error, Fault};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};
use crate::register::persons::{PersonId, store as persons};

/// The id of a barrier.
pub type BarrierId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_barrier).service(list_barriers).service(get_barrier).service(end_barrier);
}

/// Which barriers.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only in this municipality, under any of its codes.
    #[param(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$", nullable = false)]
    municipality: Option<String>,
    /// Only standing on this day.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
}

/// Records a barrier.
///
/// One with a person is seen only by those who may see them.
#[utoipa::path(request_body = BarrierDetails, responses((status = 201, description = "The barrier.", body = Barrier)), security(("bearer" = ["barriers:record"])))]
#[post("/v1/barriers")]
async fn record_barrier(
    who: Allowed<rights::RecordBarriers>,
    app: web::Data<App>,
    post: Post<BarrierDetails>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        coherent(&new, who)?;
        concerned(tx, &new, who)?;
        let BarrierDetails {
            service_kind,
            service_name,
            municipality,
            starts_on,
            ends_on,
            cause,
            explanation,
            person_id,
            individual_budget_id,
        } = new.clone();
        let row = Row {
            id: BarrierId::random(),
            service_kind,
            municipality,
            starts_on,
            ends_on,
            cause,
            person_id,
            individual_budget_id,
            version: 1,
            created_at: who.at.naive_utc(),
            updated_at: who.at.naive_utc(),
            service_name,
            explanation,
        };
        store::insert(tx, &row)?;
        journal::record(tx, who, "barrier_recorded", object(&row))?;
        Answer::created(format!("/v1/barriers/{}", row.id), row.version, &Barrier::of(row, who))
    })
    .await
}

/// Lists barriers.
///
/// Oldest first: of persons the caller may see, or without one (a municipality only its own).
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of barriers.", body = Page<Barrier>)), security(("bearer" = ["barriers:read"])))]
#[get("/v1/barriers")]
async fn list_barriers(
    who: Allowed<rights::ReadBarriers>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let Filter { municipality, on, person_id: person } = filter.into_inner();
    let day = on.unwrap_or(who.today());
    let municipalities = municipality.as_deref().map(|atvk| same_place_on(atvk, day));
    let wanted = Wanted { municipalities, on, person };
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        Ok((rows, slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?))
    };
    let caller = who.caller.clone();
    let show = move |row: Row| ((row.created_at, row.id), Barrier::of(row, &caller));
    paging.list_shared(&app, &who, who.sight(), fetch, show).await
}

/// Reads a barrier.
///
/// `stands` is as of today.
#[utoipa::path(params(("id" = BarrierId, Path)), responses((status = 200, description = "The barrier.", body = Barrier)), security(("bearer" = ["barriers:read"])))]
#[get("/v1/barriers/{id}")]
async fn get_barrier(
    who: Allowed<rights::ReadBarriers>,
    app: web::Data<App>,
    id: web::Path<BarrierId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let row = app.db.read(caller.sight(), move |conn| store::find(conn, *id, &caller)).await?;
    Answer::shown(row.version, &Barrier::of(row, &who))
}

/// Records that a barrier has ended.
///
/// Only once.
#[utoipa::path(params(("id" = BarrierId, Path)), request_body = BarrierEnding, responses((status = 201, description = "The barrier as ended.", body = Barrier)), security(("bearer" = ["barriers:record"])))]
#[post("/v1/barriers/{id}/endings")]
async fn end_barrier(
    who: Allowed<rights::RecordBarriers>,
    app: web::Data<App>,
    id: web::Path<BarrierId>,
    post: Post<BarrierEnding>,
) -> Result<Answer, Error> {
    let BarrierEnding { ends_on } = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        claim(tx, &Scope::Register("barrier_endings"))?;
        let before = store::find(tx, *id, who)?;
        post.seen.is(before.version)?;
        State::of(before.ends_on).next(Event::Ended)?;
        let faults = days(before.starts_on, Some(ends_on), who);
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let version = before.version + 1;
        let row = Row { ends_on: Some(ends_on), version, updated_at: who.at.naive_utc(), ..before };
        store::update(tx, &row)?;
        journal::record(tx, who, "barrier_ended", object(&row))?;
        Answer::created(format!("/v1/barriers/{}", row.id), row.version, &Barrier::of(row, who))
    })
    .await
}

/// Names everything that does not fit together, at once.
fn coherent(new: &BarrierDetails, who: &Caller) -> Result<(), Error> {
    let mut faults = days(new.starts_on, new.ends_on, who);
    if !stands(&new.municipality, new.starts_on) {
        faults.push(Fault::at("#/municipality", "municipality_unknown"));
    }
    faults.extend(misnamed(new.service_kind.0, new.service_name.as_deref(), "#"));
    if new.cause.0 == Cause::Other && new.explanation.is_none() {
        faults.push(Fault::at("#/explanation", "required"));
    }
    if new.individual_budget_id.is_some() && new.person_id.is_none() {
        faults.push(Fault::at("#/person_id", "required"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// The days of a barrier have come, and its last one is not before its first.
fn days(starts_on: NaiveDate, ends_on: Option<NaiveDate>, who: &Caller) -> Vec<Fault> {
    let ends = not_before("ends_on", ends_on, starts_on).and_then(|()| has_come("ends_on", ends_on, who.today()));
    Fault::of_dates([has_come("starts_on", starts_on, who.today()), ends]).collect()
}

/// The person is one whom the caller may see, and the budget is theirs.
fn concerned(tx: &mut Conn, new: &BarrierDetails, who: &Caller) -> Result<(), Error> {
    if let Some(person) = new.person_id {
        persons::find(tx, person, who).map_err(Error::unknown("#/person_id"))?;
    }
    if let Some(budget) = new.individual_budget_id {
        let found = budgets::find(tx, budget, who).map_err(Error::unknown("#/individual_budget_id"))?;
        if Some(found.person_id) != new.person_id {
            return Err(Error::invalid("#/individual_budget_id", "reference_unknown"));
        }
    }
    Ok(())
}

fn object(row: &Row) -> Object {
    Object { kind: "barrier", id: row.id.uuid(), version: row.version, person: row.person_id.map(Id::uuid) }
}
