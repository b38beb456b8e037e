//! Incidents: what happened to a support person at work with a person.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::dates::has_come;
use aplp_domain::grant::{IncidentFacts, incident_under};
use aplp_domain::refusal::Refusal;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::Row;
use self::wire::{Incident, IncidentInput};
use super::{agreements, grants};
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};
use crate::intake::grants::GrantId;

/// The id of an incident.
pub type IncidentId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_incident).service(list_incidents);
}

/// Which incidents.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this grant's.
    #[param(nullable = false)]
    grant_id: Option<GrantId>,
}

/// Records an incident.
///
/// It ends nothing by itself: only a decision does.
#[utoipa::path(request_body = IncidentInput, responses((status = 201, description = "The incident.", body = Incident)), security(("bearer" = ["incidents:record"])))]
#[post("/v1/incidents")]
async fn record_incident(
    who: Allowed<rights::RecordIncidents>,
    app: web::Data<App>,
    post: Post<IncidentInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let IncidentInput { grant_id, happened_on, kind, description } = new.clone();
        let grant = grants::store::claimed(tx, grant_id, who).map_err(Error::unknown("#/grant_id"))?;
        has_come("happened_on", happened_on, who.today())?;
        let signed = agreements::store::signed(tx, grant.id)?;
        let in_force: Vec<_> = signed.iter().map(|(_, in_force)| *in_force).collect();
        let facts = IncidentFacts {
            today: who.today(),
            term_from: grant.term_from,
            last_day: grant.last_day,
            agreements: &in_force,
        };
        let under = incident_under(happened_on, &facts)?;
        let (agreement, _) = signed.get(under).ok_or(Refusal::NoAgreementOn { day: happened_on })?;
        let row = Row {
            id: IncidentId::in_order(),
            grant_id: grant.id,
            person_id: grant.person_id,
            support_person_id: agreement.support_person_id,
            happened_on,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
            kind,
            description,
        };
        store::insert(tx, &row)?;
        let person = Some(row.person_id.uuid());
        journal::record(
            tx,
            who,
            "incident_recorded",
            Object { kind: "incident", id: row.id.uuid(), version: 1, person },
        )?;
        Answer::created("/v1/incidents".to_owned(), 1, &Incident::of(row, who))
    })
    .await
}

/// Lists incidents.
///
/// Newest first, of persons the caller may see.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of incidents.", body = Page<Incident>)), security(("bearer" = ["incidents:read"])))]
#[get("/v1/incidents")]
async fn list_incidents(
    who: Allowed<rights::ReadIncidents>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let (caller, grant) = (who.caller.clone(), filter.into_inner().grant_id);
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, grant, slice)?;
        let total = slice.total(|| store::count(conn, &caller, grant, &slice.filters))?;
        let shown = |row: Row| ((row.recorded_at, row.id), Incident::of(row, &caller));
        Ok((rows.into_iter().map(shown).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}
