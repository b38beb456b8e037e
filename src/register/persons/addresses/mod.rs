//! Addresses of a person by days: moves, corrections, and the history.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::address::{self, Kind, Recorder};
use aplp_domain::municipalities;
use chrono::NaiveDate;

use self::store::AddressRow;
use self::wire::{AddressInput, PersonAddress};
use super::store::{self as persons, Row};
use super::{PersonId, object};
use crate::caller::{Caller, Sight};
use crate::db::{Coded, Conn, Id, journal};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// The id of an address.
pub type AddressId = Id<AddressRow>;

/// How many addresses are recorded of one person at the most.
const ADDRESSES_MAX: i64 = 500;

/// Records an address of a person: a move, or a correction of one.
///
/// A correction is a further one from the same day. Only the municipality of residence and the association record it.
#[utoipa::path(params(("id" = PersonId, Path)), request_body = AddressInput, responses((status = 201, description = "The address.", body = PersonAddress)), security(("bearer" = ["persons:register"])))]
#[post("/v1/persons/{id}/addresses")]
pub(super) async fn record_person_address(
    who: Allowed<rights::RegisterPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    post: Post<AddressInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let person = persons::claimed(tx, *id, who)?;
        post.seen.is(person.version)?;
        let lives = store::address_on(tx, *id, who.today())?;
        may_record(lives.as_ref(), who)?;
        let details = person.clone().into_details(lives.as_ref());
        journal::keep(tx, who, object(&person), &details)?;
        let row = recorded(tx, &person, new.clone(), who)?;
        let moved = Row { version: person.version + 1, updated_at: who.at.naive_utc(), ..person.clone() };
        persons::update(tx, &person, &moved)?;
        journal::record(tx, who, "address_recorded", object(&moved))?;
        Answer::created(format!("/v1/persons/{id}/addresses"), 1, &PersonAddress::of(row, None, who))
    })
    .await
}

/// Lists the addresses of a person.
///
/// The latest first, corrected ones too.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "The addresses.", body = Page<PersonAddress>)), security(("bearer" = ["persons:read"])))]
#[get("/v1/persons/{id}/addresses")]
pub(super) async fn list_person_addresses(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let person = persons::find(conn, *id, who)?;
            let rows = store::all(conn, person.id)?;
            Ok(rows.iter().map(|row| PersonAddress::of(row.clone(), store::ended_at(row, &rows), who)).collect())
        })
        .await
}

/// Whether the caller may say where somebody lives who lives there now.
pub(super) fn may_record(lives: Option<&AddressRow>, who: &Caller) -> Result<(), Error> {
    let recorder = match who.sight() {
        Sight::All => Recorder::Association,
        Sight::Territory(own, _) => {
            let place = lives.and_then(|row| row.municipality.as_deref());
            Recorder::Municipality { of_residence: place.is_some_and(|atvk| own.contains(&atvk)) }
        }
        Sight::Caseload(..) | Sight::Own(_) | Sight::Brokered(..) | Sight::Nobody => Recorder::Other,
    };
    if address::may_record(recorder) { Ok(()) } else { Err(Error::Asked("outside_own_territory")) }
}

/// Records an address under the claim of its person.
pub(super) fn recorded(tx: &mut Conn, person: &Row, new: AddressInput, who: &Caller) -> Result<AddressRow, Error> {
    let AddressInput { kind, valid_from, address, municipality } = new;
    let valid_from = valid_from.unwrap_or_else(|| who.today());
    if !address::may_begin(valid_from, person.born_on, who.today()) {
        return Err(Error::invalid("#/valid_from", "day_of_residence"));
    }
    stands(municipality.as_deref(), valid_from)?;
    if store::count(tx, person.id)? >= ADDRESSES_MAX {
        return Err(Error::Conflict("too_many_addresses"));
    }
    let row = AddressRow {
        id: AddressId::in_order(),
        person_id: person.id,
        kind,
        valid_from,
        valid_to: None,
        municipality,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        address,
    };
    store::insert(tx, row)
}

/// The actual address from today, as registration and a change of the person tell it.
pub(super) fn actual(address: Option<String>, municipality: Option<String>) -> AddressInput {
    AddressInput { kind: Coded(Kind::Actual), valid_from: None, address, municipality }
}

/// A municipality that is named is one on the first day.
pub(super) fn stands(municipality: Option<&str>, on: NaiveDate) -> Result<(), Error> {
    if municipality.is_some_and(|atvk| !municipalities::stands(atvk, on)) {
        return Err(Error::invalid("#/municipality", "municipality_unknown"));
    }
    Ok(())
}
