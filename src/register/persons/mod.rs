//! Persons: those who apply for and receive the service.

pub mod addresses;
mod codes;
pub mod outline;
mod rows;
mod rules;
mod searching;
pub mod sight;
pub mod store;
pub mod wire;

use actix_web::{get, patch, post, web};
use aplp_domain::dates::has_come;
use serde::Deserialize;
use utoipa::IntoParams;

use self::addresses::actual;
use self::rules::{checked, keep_code, like_others, parsed, taken, with_birth};
use self::store::{Known, Row};
use self::wire::{Person, PersonDetails, PersonInput, PersonalCodeRecord, RegisteredPerson};
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::expand::{Expanded, Expansion};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Patch, Post, Right, Slice, once};
use crate::register::names::{Placed, Position};

/// The id of a person.
pub type PersonId = Id<Person>;
/// The id of a record of a personal code.
pub type PersonalCodeId = Id<PersonalCodeRecord>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(create_person)
        .service(list_persons)
        .service(searching::search_persons)
        .service(get_person)
        .service(change_person)
        .service(addresses::record_person_address)
        .service(addresses::list_person_addresses)
        .service(codes::record_personal_code)
        .service(codes::list_personal_codes);
}

/// Which persons.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// The actual residence today, under any of its codes.
    #[param(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$", nullable = false)]
    municipality: Option<String>,
}

/// Registers a person.
///
/// A personal code in the register already is refused and recorded as a search; whoever may not see its person is not
/// told why.
#[utoipa::path(request_body = PersonInput, responses((status = 201, description = "The person.", body = RegisteredPerson)), security(("bearer" = ["persons:register"])))]
#[post("/v1/persons")]
async fn create_person(
    who: Allowed<rights::RegisterPersons>,
    app: web::Data<App>,
    post: Post<PersonInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (details, code) = checked(new.clone(), who)?;
        if let Some(code) = &code
            && let Some(refusal) = taken(tx, who, code)?
        {
            return Ok(refusal);
        }
        let lives = (details.address.clone(), details.municipality.clone());
        let row = Row::new(PersonId::random(), details, 1, who.at.naive_utc(), who.at.naive_utc())?;
        let possible_duplicates = store::duplicates::in_sight(tx, who, &row)?;
        if let Some(refusal) = like_others(tx, who, &possible_duplicates, new.on_duplicate.unwrap_or_default())? {
            return Ok(refusal);
        }
        store::insert(tx, &row)?;
        store::duplicates::look_later(tx, who, &row)?;
        let lives = match lives {
            (None, None) => None,
            (address, municipality) => Some(addresses::recorded(tx, &row, actual(address, municipality), who)?),
        };
        let code = match code {
            Some(code) => Some(keep_code(tx, who, row.id, &code, None)?),
            None => None,
        };
        journal::record(tx, who, "person_registered", object(&row))?;
        let location = format!("/v1/persons/{}", row.id);
        let version = row.version;
        let person = Person::of(Known { row, code, lives, whole: true }, who);
        Answer::created(location, version, &RegisteredPerson { person, possible_duplicates })
    })
    .await
}

/// Lists persons.
///
/// By family name in the Latvian alphabet (CLDR `lv`).
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of persons.", body = Page<Person>)), security(("bearer" = ["persons:read"])))]
#[get("/v1/persons")]
async fn list_persons(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let municipality = filter.into_inner().municipality;
    let fetch = move |conn: &mut Conn, slice: &Slice<Position>| {
        let after = slice.after.clone().map(Position::after).transpose()?;
        let rows = store::lists::page(conn, &caller, municipality.as_deref(), after.as_ref(), slice)?;
        Ok((rows, slice.total(|| store::lists::count(conn, &caller, municipality.as_deref(), &slice.filters))?))
    };
    let caller = who.caller.clone();
    let show =
        move |placed: Placed<Known>| (Position::of(&placed, placed.row.row.id.uuid()), Person::of(placed.row, &caller));
    paging.list_shared(&app, &who, who.sight(), fetch, show).await
}

/// How lists bring persons along.
pub const EXPANSION: Expansion = Expansion {
    right: rights::ReadPersons::CODE,
    load: |conn, who, ids| {
        let rows = store::lists::page(conn, who, None, None, &Slice::of_ids(ids))?;
        Expanded::all(rows.into_iter().map(|placed| Person::of(placed.row, who)))
    },
};

/// Reads a person.
///
/// One out of sight looks absent.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "The person.", body = Person)), security(("bearer" = ["persons:read"])))]
#[get("/v1/persons/{id}")]
async fn get_person(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
) -> Result<Answer, Error> {
    let known = app.db.look_up(who.sight(), (*id, who.today()), store::known).await?.ok_or(Error::NotFound)?;
    // Where the person lives, and how much of them is shown, follows from the day too.
    Answer::shown(known.row.version, &Person::of(known, &who))
}

/// Changes what is known of a person.
///
/// Another address or municipality is a move of today, which only the municipality of residence and the association
/// record.
#[utoipa::path(params(("id" = PersonId, Path)), request_body = PersonDetails, responses((status = 200, description = "The person as changed.", body = Person)), security(("bearer" = ["persons:register"])))]
#[patch("/v1/persons/{id}")]
async fn change_person(
    who: Allowed<rights::RegisterPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    patch: Patch,
) -> Result<Answer, Error> {
    let (caller, inner) = (who.caller, app.clone());
    app.db
        .write(move |tx| {
            let before = store::claimed(tx, *id, &caller)?;
            let code = store::code_in_use(tx, *id)?;
            let lives = store::address_on(tx, *id, caller.today())?;
            let known = before.clone().into_details(lives.as_ref());
            let details: PersonDetails = patch.apply(&inner, before.version, &known)?;
            let details = with_birth(details, code.as_ref().and_then(|code| parsed(&code.code).ok()).as_ref())?;
            has_come("born_on", details.born_on, caller.today())?;
            let moves = (&details.address, &details.municipality) != (&known.address, &known.municipality);
            let to = actual(details.address.clone(), details.municipality.clone());
            if moves {
                addresses::may_record(lives.as_ref(), &caller)?;
            }
            journal::keep(tx, &caller, object(&before), &known)?;
            let row = Row::new(*id, details, before.version + 1, before.created_at, caller.at.naive_utc())?;
            store::update(tx, &before, &row)?;
            journal::record(tx, &caller, "person_changed", object(&row))?;
            let lives = if moves { Some(addresses::recorded(tx, &row, to, &caller)?) } else { lives };
            let version = row.version;
            Answer::shown(version, &Person::of(Known { row, code, lives, whole: true }, &caller))
        })
        .await
}

fn object(row: &Row) -> Object {
    Object { kind: "person", id: row.id.uuid(), version: row.version, person: Some(row.id.uuid()) }
}
