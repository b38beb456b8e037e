//! Deaths of persons, whoever told of them, and those taken back as mistakes.

pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::death::{may_record, may_retract};

use self::wire::{DeathInput, DeathRetractionInput, PersonDeath};
use crate::delivery::hours::store::standing::last_day_of_person;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::register::persons::store::deaths::{self as store, DeathId, DeathRetractionId, DeathRow, RetractionRow};
use crate::register::persons::{PersonId, store as persons};

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_person_death).service(list_person_deaths).service(retract_person_death);
}

/// Records a person's death.
///
/// From that day on nothing is applied for, offered, decided, agreed or given. A service is ended by its own decision.
#[utoipa::path(params(("id" = PersonId, Path)), request_body = DeathInput, responses((status = 201, description = "The death.", body = PersonDeath)), security(("bearer" = ["deaths:record"])))]
#[post("/v1/persons/{id}/deaths")]
async fn record_person_death(
    who: Allowed<rights::RecordDeaths>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    post: Post<DeathInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let person = persons::claimed(tx, *id, who)?;
        post.seen.is(person.version)?;
        let DeathInput { died_on, source, document_reference } = new.clone();
        may_record(died_on, who.today(), store::died_on(tx, *id)?, last_day_of_person(tx, *id)?)?;
        let row = DeathRow {
            id: DeathId::in_order(),
            person_id: *id,
            died_on,
            source,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
            document_reference,
        };
        store::insert(tx, &row)?;
        store::changed(tx, who, &person, "death_recorded")?;
        Answer::created(format!("/v1/persons/{id}/deaths"), 1, &PersonDeath::of(row, None, who))
    })
    .await
}

/// Lists what was told of a person's death.
///
/// The latest first, also what was taken back.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "The deaths.", body = Page<PersonDeath>)), security(("bearer" = ["persons:read"])))]
#[get("/v1/persons/{id}/deaths")]
async fn list_person_deaths(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let person = persons::find(conn, *id, who)?;
            let deaths = store::all(conn, person.id)?.into_iter();
            Ok(deaths.map(|(row, retraction)| PersonDeath::of(row, retraction, who)).collect())
        })
        .await
}

/// Takes back a death told by mistake.
///
/// Another official than who recorded it.
#[utoipa::path(params(("id" = PersonId, Path), ("death_id" = DeathId, Path)), request_body = DeathRetractionInput, responses((status = 201, description = "The death, taken back.", body = PersonDeath)), security(("bearer" = ["deaths:record"])))]
#[post("/v1/persons/{id}/deaths/{death_id}/retractions")]
async fn retract_person_death(
    who: Allowed<rights::RecordDeaths>,
    app: web::Data<App>,
    path: web::Path<(PersonId, DeathId)>,
    post: Post<DeathRetractionInput>,
) -> Result<Answer, Error> {
    let ((id, death), new) = (path.into_inner(), post.body);
    once(&app, who.caller, post.key, move |tx, who| {
        let person = persons::claimed(tx, id, who)?;
        post.seen.is(person.version)?;
        let (row, before) = store::find(tx, id, death)?;
        may_retract(&row.recorded_by, &who.official(), before.is_some())?;
        let retraction = RetractionRow {
            id: DeathRetractionId::in_order(),
            death_id: death,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
            reason: new.reason.clone(),
        };
        store::retract(tx, &retraction)?;
        store::changed(tx, who, &person, "death_retracted")?;
        Answer::created(format!("/v1/persons/{id}/deaths"), 2, &PersonDeath::of(row, Some(retraction), who))
    })
    .await
}
