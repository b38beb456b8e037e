//! Agreements of the association with municipalities: with whom, about what, from when until when.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::cooperation::{beside, terminated};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::municipalities::{same_place_on, stands};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Wanted};
use self::wire::{CooperationAgreement, CooperationDetails, CooperationEnding};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::{Error, Fault};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};

/// The id of an agreement with a municipality.
pub type CooperationAgreementId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_cooperation_agreement)
        .service(list_cooperation_agreements)
        .service(get_cooperation_agreement)
        .service(end_cooperation_agreement);
}

/// Which agreements.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Under any of its codes.
    #[param(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$", nullable = false)]
    municipality: Option<String>,
    /// In force on this day.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// Records an agreement with a municipality.
///
/// A place has one of a subject at a time, whatever codes name it.
#[utoipa::path(request_body = CooperationDetails, responses((status = 201, description = "The agreement.", body = CooperationAgreement)), security(("bearer" = ["cooperation_agreements:keep"])))]
#[post("/v1/cooperation-agreements")]
async fn record_cooperation_agreement(
    who: Allowed<rights::KeepCooperationAgreements>,
    app: web::Data<App>,
    post: Post<CooperationDetails>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        coherent(&new, who)?;
        let CooperationDetails { municipality, subject, signed_on, starts_on, ends_on, terms_reference } = new.clone();
        let row = Row {
            id: CooperationAgreementId::random(),
            municipality,
            subject,
            signed_on,
            starts_on,
            ends_on,
            terms_reference,
            terminated_on: None,
            termination_reason: None,
            version: 1,
            created_at: who.at.naive_utc(),
            updated_at: who.at.naive_utc(),
        };
        store::claim_all(tx)?;
        for other in store::about(tx, &row.subject)? {
            beside((&row.municipality, &row.period()), (&other.municipality, &other.period()))?;
        }
        store::insert(tx, &row)?;
        journal::record(tx, who, "cooperation_agreement_recorded", object(&row))?;
        made(row, who)
    })
    .await
}

/// Lists agreements with municipalities.
///
/// By first day; a municipality sees its own.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of agreements.", body = Page<CooperationAgreement>)), security(("bearer" = ["cooperation_agreements:read"])))]
#[get("/v1/cooperation-agreements")]
async fn list_cooperation_agreements(
    who: Allowed<rights::ReadCooperationAgreements>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let sight = who.sight();
    let Filter { municipality, on } = filter.into_inner();
    let day = on.unwrap_or(who.today());
    let wanted = Wanted { municipalities: municipality.as_deref().map(|atvk| same_place_on(atvk, day)), on };
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &sight, &wanted, slice)?;
        Ok((rows, slice.total(|| store::count(conn, &sight, &wanted, &slice.filters))?))
    };
    let caller = who.caller.clone();
    let show = move |row: Row| ((row.starts_on, row.id), CooperationAgreement::of(row, &caller));
    paging.list_shared(&app, &who, who.sight(), fetch, show).await
}

/// Reads an agreement with a municipality.
///
/// The status is that of today.
#[utoipa::path(params(("id" = CooperationAgreementId, Path)), responses((status = 200, description = "The agreement.", body = CooperationAgreement)), security(("bearer" = ["cooperation_agreements:read"])))]
#[get("/v1/cooperation-agreements/{id}")]
async fn get_cooperation_agreement(
    who: Allowed<rights::ReadCooperationAgreements>,
    app: web::Data<App>,
    id: web::Path<CooperationAgreementId>,
) -> Result<Answer, Error> {
    let sight = who.sight();
    let row = app.db.read(who.sight(), move |conn| store::find(conn, *id, &sight)).await?;
    Answer::shown(row.version, &CooperationAgreement::of(row, &who))
}

/// Ends an agreement with a municipality before its last day.
///
/// Once, and not after it has run out.
#[utoipa::path(params(("id" = CooperationAgreementId, Path)), request_body = CooperationEnding, responses((status = 201, description = "The agreement as ended.", body = CooperationAgreement)), security(("bearer" = ["cooperation_agreements:keep"])))]
#[post("/v1/cooperation-agreements/{id}/endings")]
async fn end_cooperation_agreement(
    who: Allowed<rights::KeepCooperationAgreements>,
    app: web::Data<App>,
    id: web::Path<CooperationAgreementId>,
    post: Post<CooperationEnding>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let CooperationEnding { terminated_on, reason } = new.clone();
        store::claim_all(tx)?;
        let before = store::find(tx, *id, &who.sight())?;
        post.seen.is(before.version)?;
        let period = terminated(&before.period(), before.signed_on, terminated_on, who.today())?;
        let row = Row {
            terminated_on: period.terminated_on,
            termination_reason: Some(reason),
            version: before.version + 1,
            updated_at: who.at.naive_utc(),
            ..before
        };
        store::update(tx, &row)?;
        journal::record(tx, who, "cooperation_agreement_ended", object(&row))?;
        made(row, who)
    })
    .await
}

/// Names everything that does not fit together, at once.
fn coherent(new: &CooperationDetails, who: &Caller) -> Result<(), Error> {
    let mut faults = Vec::new();
    if !stands(&new.municipality, new.signed_on) {
        faults.push(Fault::at("#/municipality", "municipality_unknown"));
    }
    faults.extend(Fault::of_dates([
        has_come("signed_on", new.signed_on, who.today()),
        not_before("ends_on", new.ends_on, new.starts_on),
    ]));
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn object(row: &Row) -> Object {
    Object { kind: "cooperation_agreement", id: row.id.uuid(), version: row.version, person: None }
}

fn made(row: Row, who: &Caller) -> Result<Answer, Error> {
    let location = format!("/v1/cooperation-agreements/{}", row.id);
    Answer::created(location, row.version, &CooperationAgreement::of(row, who))
}
