//! Support persons: employees of the association who give support.

pub mod store;
pub mod wire;

use std::collections::HashSet;

use actix_web::{get, patch, post, web};
use aplp_domain::dates::not_before;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::Row;
use self::store::lists::Wanted;
use self::wire::{SupportPerson, SupportPersonDetails, SupportedPerson};
use crate::caller::{Caller, Role, Sight};
use crate::codes::AreaCode;
use crate::db::filters::codes_in;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::{Error, Fault};
use crate::http::expand::{Expanded, Expansion};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Patch, Post, Right, Slice, once};
use crate::register::names::{Placed, Position};

/// The id of a support person.
pub type SupportPersonId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(create_support_person)
        .service(list_support_persons)
        .service(get_support_person)
        .service(change_support_person)
        .service(list_caseload);
}

/// Which support persons.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Employed on this day.
    #[param(nullable = false)]
    employed_on: Option<NaiveDate>,
    /// Competent in one of these areas.
    #[param(value_type = Option<Vec<AreaCode>>, style = Form, explode = false, min_items = 1, nullable = false)]
    area: Option<String>,
}

/// Registers a support person.
///
/// They support only while employed.
#[utoipa::path(request_body = SupportPersonDetails, responses((status = 201, description = "The support person.", body = SupportPerson)), security(("bearer" = ["support_persons:register"])))]
#[post("/v1/support-persons")]
async fn create_support_person(
    who: Allowed<rights::RegisterSupportPersons>,
    app: web::Data<App>,
    post: Post<SupportPersonDetails>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (id, now) = (SupportPersonId::random(), who.at.naive_utc());
        let details = issued(new.clone(), who);
        coherent(tx, id, &details)?;
        let row = Row::new(id, details, 1, now, now)?;
        store::insert(tx, &row)?;
        journal::record(tx, who, "support_person_registered", object(&row))?;
        Answer::created(format!("/v1/support-persons/{id}"), 1, &SupportPerson::of(row, 0, who))
    })
    .await
}

/// Lists support persons.
///
/// By name, as persons are listed.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of support persons.", body = Page<SupportPerson>)), security(("bearer" = ["support_persons:read"])))]
#[get("/v1/support-persons")]
async fn list_support_persons(
    who: Allowed<rights::ReadSupportPersons>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let Filter { employed_on, area } = filter.into_inner();
    let (wanted, caller) =
        (Wanted { employed_on, areas: area.as_deref().map(codes_in).unwrap_or_default() }, who.caller.clone());
    let fetch = move |conn: &mut Conn, slice: &Slice<Position>| {
        let after = slice.after.clone().map(Position::after).transpose()?;
        let total = slice.total(|| store::lists::count(conn, &wanted, &slice.filters))?;
        let today = caller.today();
        // How many persons somebody supports is told to those too who see none of them.
        let rows = conn.beyond_sight(|conn| store::lists::page(conn, &wanted, today, after.as_ref(), slice))?;
        let shown = |placed: Placed<(Row, i64)>| {
            let position = Position::of(&placed, placed.row.0.id.uuid());
            let (row, caseload) = placed.row;
            (position, SupportPerson::of(row, caseload, &caller))
        };
        Ok((rows.into_iter().map(shown).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// How lists bring support persons along.
pub const EXPANSION: Expansion = Expansion {
    right: rights::ReadSupportPersons::CODE,
    load: |conn, who, ids| {
        let (all, these) = (Wanted::default(), Slice::of_ids(ids));
        let rows = conn.beyond_sight(|conn| store::lists::page(conn, &all, who.today(), None, &these))?;
        Expanded::all(rows.into_iter().map(|placed| SupportPerson::of(placed.row.0, placed.row.1, who)))
    },
};

/// Reads a support person.
///
/// With the present caseload.
#[utoipa::path(params(("id" = SupportPersonId, Path)), responses((status = 200, description = "The support person.", body = SupportPerson)), security(("bearer" = ["support_persons:read"])))]
#[get("/v1/support-persons/{id}")]
async fn get_support_person(
    who: Allowed<rights::ReadSupportPersons>,
    app: web::Data<App>,
    id: web::Path<SupportPersonId>,
) -> Result<Answer, Error> {
    let today = who.today();
    let (row, caseload) = app
        .db
        .view(who.sight(), move |conn| {
            // How many persons somebody supports is told to those too who see none of them.
            Ok((store::find(conn, *id)?, conn.beyond_sight(|conn| store::caseload(conn, *id, today))?))
        })
        .await?;
    Answer::shown(row.version, &SupportPerson::of(row, caseload, &who))
}

/// Changes a support person.
///
/// A smaller maximum ends no agreement.
#[utoipa::path(params(("id" = SupportPersonId, Path)), request_body = SupportPersonDetails, responses((status = 200, description = "The support person as changed.", body = SupportPerson)), security(("bearer" = ["support_persons:register"])))]
#[patch("/v1/support-persons/{id}")]
async fn change_support_person(
    who: Allowed<rights::RegisterSupportPersons>,
    app: web::Data<App>,
    id: web::Path<SupportPersonId>,
    patch: Patch,
) -> Result<Answer, Error> {
    let (caller, inner) = (who.caller, app.clone());
    app.db
        .write(move |tx| {
            let before = store::claimed(tx, *id)?;
            let known = before.clone().into_details();
            let details = issued(patch.apply(&inner, before.version, &known)?, &caller);
            coherent(tx, *id, &details)?;
            let (from, to) = (details.employed_from, details.employed_to);
            let covered = |day| from <= day && to.is_none_or(|last| day <= last);
            if !store::days_at_work(tx, *id)?.into_iter().all(covered) {
                return Err(Error::Conflict("employment_in_use"));
            }
            journal::keep(tx, &caller, object(&before), &known)?;
            let row = Row::new(*id, details, before.version + 1, before.created_at, caller.at.naive_utc())?;
            store::update(tx, &before, &row)?;
            journal::record(tx, &caller, "support_person_changed", object(&row))?;
            let caseload = store::caseload(tx, *id, caller.today())?;
            Answer::shown(row.version, &SupportPerson::of(row, caseload, &caller))
        })
        .await
}

/// Lists whom a support person supports now.
///
/// One for each grant that has not ended. A support person sees only their own.
#[utoipa::path(params(("id" = SupportPersonId, Path)), responses((status = 200, description = "A page of the caseload.", body = Page<SupportedPerson>)), security(("bearer" = ["support_persons:read"])))]
#[get("/v1/support-persons/{id}/caseload")]
async fn list_caseload(
    who: Allowed<rights::ReadSupportPersons>,
    app: web::Data<App>,
    id: web::Path<SupportPersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let own = who.is(Role::SupportPerson) && who.support_person_id() == Some(*id);
    let rows = app
        .db
        .view(caller.sight(), move |conn| {
            let row = store::find(conn, *id)?;
            let own = own && row.employment().covers(caller.today());
            if !own && caller.sight() != Sight::All {
                return Err(Error::NotFound);
            }
            store::supported(conn, row.id, &caller)
        })
        .await?;
    paging.whole(&app, &who, rows.into_iter().map(SupportedPerson::of).collect()).await
}

/// A subject means somebody only together with who issues the tokens.
fn issued(details: SupportPersonDetails, who: &Caller) -> SupportPersonDetails {
    let issuer = details.subject.as_ref().map(|_| details.issuer.clone().unwrap_or_else(|| who.issuer.clone()));
    SupportPersonDetails { issuer, ..details }
}

/// Names everything that does not fit together, at once; then whether somebody else has the subject.
fn coherent(tx: &mut Conn, id: SupportPersonId, details: &SupportPersonDetails) -> Result<(), Error> {
    let mut faults = Vec::new();
    faults.extend(Fault::of_dates([not_before("employed_to", details.employed_to, details.employed_from)]));
    let mut seen = HashSet::new();
    if !details.areas.iter().all(|area| seen.insert(*area)) {
        faults.push(Fault::at("#/areas", "not_unique"));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    match details.issuer.as_deref().zip(details.subject.as_deref()) {
        Some(named) if store::subject_is_taken(tx, named, id)? => Err(Error::Conflict("subject_in_use")),
        _ => Ok(()),
    }
}

fn object(row: &Row) -> Object {
    Object { kind: "support_person", id: row.id.uuid(), version: row.version, person: None }
}

#[cfg(test)]
mod tests {
    use aplp_domain::areas::Area;
    use aplp_domain::code::Code;

    #[test]
    fn no_code_of_an_area_is_part_of_another_one() {
        for one in Area::ALL {
            assert_eq!(Area::ALL.iter().filter(|other| other.code().contains(one.code())).count(), 1);
        }
    }
}
