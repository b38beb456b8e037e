//! Programmes: who pays, for whom, how much and until when.

mod allocations;
pub mod built_in;
pub mod known;
mod ledger;
mod live;
pub mod rules;
pub mod store;
pub mod wire;

use actix_web::{get, patch, post, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::known::Programmes;
use self::rules::{changeable, coherent, is_own, owned, sees_balance};
use self::store::{BalanceRow, Row, Wanted};
use self::wire::{Programme, ProgrammeDetails};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id, Scope, claim};
use crate::error::Error;
use crate::http::expand::{Expanded, Expansion};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Patch, Post, Right, Slice, once};

/// The id of a programme.
pub type ProgrammeId = Id<store::Row>;
/// The id of an allocation.
pub type AllocationId = Id<store::AllocationRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(create_programme)
        .service(list_programmes)
        .service(get_programme)
        .service(change_programme)
        .service(allocations::allocate_to_programme)
        .service(allocations::list_programme_allocations);
}

/// Which programmes.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Open on this day.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
    /// With this code.
    #[param(min_length = 3, max_length = 40, pattern = "^[a-z][a-z0-9_]{2,39}$", nullable = false)]
    code: Option<String>,
}

/// Registers a programme.
///
/// A municipality registers only its own purchase for its own inhabitants.
#[utoipa::path(request_body = ProgrammeDetails, responses((status = 201, description = "The programme.", body = Programme)), security(("bearer" = ["programmes:register"])))]
#[post("/v1/programmes")]
async fn create_programme(
    who: Allowed<rights::RegisterProgrammes>,
    app: web::Data<App>,
    post: Post<ProgrammeDetails>,
) -> Result<Answer, Error> {
    let new = post.body;
    let done = once(&app, who.caller, post.key, move |tx, who| {
        claim(tx, &Scope::Register(store::CODES))?;
        let details = owned(new.clone(), who)?;
        coherent(tx, &details)?;
        if store::find_by_code(tx, &details.code)?.is_some() {
            return Err(Error::Conflict("programme_code_in_use"));
        }
        let now = who.at.naive_utc();
        let row = Row::new(ProgrammeId::random(), details, (false, 1), now, now);
        store::insert(tx, &row)?;
        journal::record(tx, who, "programme_registered", object(&row))?;
        let (location, version) = (format!("/v1/programmes/{}", row.id), row.version);
        let balance = BalanceRow::empty(row.id);
        Answer::created(location, version, &shown(row, balance, who))
    })
    .await;
    Programmes::changed(&app);
    done
}

/// Lists programmes.
///
/// By code, ended ones too.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of programmes.", body = Page<Programme>)), security(("bearer" = ["programmes:read"])))]
#[get("/v1/programmes")]
async fn list_programmes(
    who: Allowed<rights::ReadProgrammes>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let Filter { on, code } = filter.into_inner();
    let wanted = Wanted { on, code };
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &wanted, slice)?;
        Ok((rows, slice.total(|| store::count(conn, &wanted, &slice.filters))?))
    };
    let caller = who.caller.clone();
    let show = move |(row, balance): (Row, _)| ((row.code.clone(), row.id), shown(row, balance, &caller));
    paging.list_shared(&app, &who, who.sight(), fetch, show).await
}

/// How lists bring programmes along.
pub const EXPANSION: Expansion = Expansion {
    right: rights::ReadProgrammes::CODE,
    load: |conn, who, ids| {
        let rows = store::list(conn, &Wanted::default(), &Slice::of_ids(ids))?;
        Expanded::all(rows.into_iter().map(|(row, balance)| shown(row, balance, who)))
    },
};

/// Reads a programme.
///
/// Its balance is shown to the association, the owner and the funder.
#[utoipa::path(params(("id" = ProgrammeId, Path)), responses((status = 200, description = "The programme.", body = Programme)), security(("bearer" = ["programmes:read"])))]
#[get("/v1/programmes/{id}")]
async fn get_programme(
    who: Allowed<rights::ReadProgrammes>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
) -> Result<Answer, Error> {
    let (row, balance) = app.db.look_up(who.sight(), *id, store::known).await?.ok_or(Error::NotFound)?;
    Answer::shown(row.version, &shown(row, balance, &who))
}

/// Changes a programme.
///
/// What was decided stays. Of a built-in one only rate, last day, legal ground and references change.
#[utoipa::path(params(("id" = ProgrammeId, Path)), request_body = ProgrammeDetails, responses((status = 200, description = "The programme as changed.", body = Programme)), security(("bearer" = ["programmes:register"])))]
#[patch("/v1/programmes/{id}")]
async fn change_programme(
    who: Allowed<rights::RegisterProgrammes>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    patch: Patch,
) -> Result<Answer, Error> {
    let (caller, inner) = (who.caller, app.clone());
    let done = app
        .db
        .write(move |tx| {
            let (before, balance) = store::claimed(tx, *id)?;
            if !is_own(&before, &caller) {
                return Err(Error::NotFound);
            }
            let known = before.clone().into_details();
            let details = patch.apply(&inner, before.version, &known)?;
            changeable(&before, &known, &details)?;
            let details = owned(details, &caller)?;
            coherent(tx, &details)?;
            let (period, today) = ((details.starts_on, details.ends_on), caller.today());
            if live::grants_outside(tx, *id, period, today)? {
                return Err(Error::Conflict("grants_outside_period"));
            }
            if live::budgets_outside(tx, *id, period, today)? {
                return Err(Error::Conflict("budgets_outside_period"));
            }
            let ceilings = [details.level_1_minutes, details.level_2_minutes, details.level_3_minutes];
            if live::grants_above(tx, *id, ceilings, today)? {
                return Err(Error::Conflict("grants_above_ceiling"));
            }
            journal::keep(tx, &caller, object(&before), &known)?;
            let version = before.version + 1;
            let now = caller.at.naive_utc();
            let row = Row::new(*id, details, (before.built_in, version), before.created_at, now);
            store::update(tx, &row)?;
            journal::record(tx, &caller, "programme_changed", object(&row))?;
            Answer::shown(version, &shown(row, balance, &caller))
        })
        .await;
    Programmes::changed(&app);
    done
}

fn object(row: &Row) -> Object {
    Object { kind: "programme", id: row.id.uuid(), version: row.version, person: None }
}

fn shown(row: Row, balance: BalanceRow, who: &Caller) -> Programme {
    let balance = sees_balance(&row, who).then_some(balance);
    Programme::of(row, balance, who)
}
