//! What programmes are given: money and places, each allocation with its document.

use actix_web::{get, post, web};
use aplp_domain::dates::has_come;

use super::rules::{is_own, raised, sees_balance};
use super::store::{self, AllocationRow};
use super::wire::{Allocation, AllocationInput};
use super::{AllocationId, ProgrammeId, ledger};
use crate::db::Conn;
use crate::db::journal::{self, Object};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};

/// Gives a programme money, places or both.
///
/// Below zero corrects an earlier allocation, never to less than is taken or promised.
#[utoipa::path(params(("id" = ProgrammeId, Path)), request_body = AllocationInput, responses((status = 201, description = "The allocation.", body = Allocation)), security(("bearer" = ["programmes:fund"])))]
#[post("/v1/programmes/{id}/allocations")]
pub(super) async fn allocate_to_programme(
    who: Allowed<rights::FundProgrammes>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    post: Post<AllocationInput>,
) -> Result<Answer, Error> {
    let given = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (programme, balance) = store::claimed(tx, *id)?;
        if !is_own(&programme, who) {
            return Err(Error::NotFound);
        }
        post.seen.is(programme.version)?;
        let effective_on = given.effective_on.unwrap_or_else(|| who.today());
        has_come("effective_on", effective_on, who.today())?;
        let balance = raised(balance, &given)?;
        let row = AllocationRow {
            id: AllocationId::in_order(),
            programme_id: *id,
            effective_on,
            cents: given.cents,
            places: given.places,
            reference: given.reference.clone(),
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        ledger::allocate(tx, &row, &balance)?;
        let object = Object { kind: "allocation", id: row.id.uuid(), version: 1, person: None };
        journal::record(tx, who, "programme_funded", object)?;
        Answer::created(format!("/v1/programmes/{id}/allocations"), 1, &Allocation::of(row, who))
    })
    .await
}

/// Lists what a programme was given.
///
/// The oldest first, for those who may see the balance.
#[utoipa::path(params(("id" = ProgrammeId, Path)), responses((status = 200, description = "A page of allocations.", body = Page<Allocation>)), security(("bearer" = ["programmes:read"])))]
#[get("/v1/programmes/{id}/allocations")]
pub(super) async fn list_programme_allocations(
    who: Allowed<rights::ReadProgrammes>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let id = *id;
    let caller = who.caller.clone();
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        if !sees_balance(&store::find(conn, id)?, &caller) {
            return Err(Error::NotFound);
        }
        let rows = ledger::list(conn, id, slice)?;
        let shown = |row: store::AllocationRow| ((row.recorded_at, row.id), Allocation::of(row, &caller));
        Ok((rows.into_iter().map(shown).collect(), slice.total(|| ledger::count(conn, id, &slice.filters))?))
    };
    paging.list(&app, &who, fetch).await
}
