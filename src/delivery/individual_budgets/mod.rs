//! Individual budgets: what a person may spend on services of their own choice.

mod assigning;
mod brokers;
mod package;
mod planning;
pub mod rules;
mod showing;
pub mod store;
mod using;
pub mod wire;

use actix_web::{get, patch, post, web};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::individual_budget::{
    Event, OpeningFacts, State, may_open, resized, usable, within, within_allocation,
};
use aplp_domain::programmes::ProgrammeKind;
use aplp_domain::quantity::Cents;
use aplp_domain::refusal::Refusal;
use serde::Deserialize;
use utoipa::IntoParams;

use self::planning::{insert_need, run_out};
use self::showing::{made, shown, told};
use self::store::{Row, Wanted};
use self::wire::{BudgetDetails, BudgetEnding, IndividualBudget, IndividualBudgetInput, NeedInput};
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Patch, Post, Slice, once};
use crate::register::persons::store::deaths::lives_today;
use crate::register::persons::{PersonId, store as persons};
use crate::register::programmes::store::{BalanceRow, Row as ProgrammeRow};
use crate::register::programmes::{ProgrammeId, store as programmes};

/// The id of an individual budget.
pub type BudgetId = Id<store::Row>;
/// The id of a need.
pub type NeedId = Id<store::package::NeedRow>;
/// The id of a choice.
pub type ChoiceId = Id<store::package::ChoiceRow>;
/// The id of an opinion.
pub type OpinionId = Id<store::package::OpinionRow>;
/// The id of a service of a package.
pub type ItemId = Id<store::package::ItemRow>;
/// The id of a use of a service.
pub type UseId = Id<store::package::UseRow>;
/// The id of somebody as a broker.
pub type AssignmentId = Id<store::brokers::BrokerRow>;

/// How many needs a budget names at the most.
const NEEDS_MAX: usize = 50;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(open_individual_budget)
        .service(list_individual_budgets)
        .service(get_individual_budget)
        .service(change_individual_budget)
        .service(end_individual_budget)
        .service(add_budget_need);
    package::routes(to);
    brokers::routes(to);
}

/// Which individual budgets.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only this programme's.
    #[param(nullable = false)]
    programme_id: Option<ProgrammeId>,
    /// Only with a broker in conflict, then or today; `false` for all others.
    #[param(nullable = false)]
    conflict: Option<bool>,
}

/// Opens an individual budget.
///
/// One at a time for a person and programme.
#[utoipa::path(request_body = IndividualBudgetInput, responses((status = 201, description = "The budget, with an empty package.", body = IndividualBudget)), security(("bearer" = ["individual_budgets:keep"])))]
#[post("/v1/individual-budgets")]
async fn open_individual_budget(
    who: Allowed<rights::KeepIndividualBudgets>,
    app: web::Data<App>,
    post: Post<IndividualBudgetInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let IndividualBudgetInput { person_id, programme_id, cents, starts_on, ends_on, needs } = new.clone();
        let person = persons::claimed(tx, person_id, who).map_err(Error::unknown("#/person_id"))?;
        lives_today(tx, person_id, who)?;
        let (programme, balance) = programmes::claimed(tx, programme_id).map_err(Error::unknown("#/programme_id"))?;
        if programme.kind.0 != ProgrammeKind::IndividualBudget {
            return Err(Refusal::NotAnIndividualBudget.into());
        }
        not_before("ends_on", ends_on, starts_on)?;
        within((starts_on, ends_on), (programme.starts_on, programme.ends_on))?;
        let lives = persons::address_on(tx, person_id, who.today())?;
        let municipality = lives.as_ref().and_then(|row| row.municipality.as_deref());
        let facts = OpeningFacts { born_on: person.born_on, municipality, starts_on, today: who.today() };
        may_open(&programme.rules(), &facts)?;
        if let Some(before) = store::recorded_open(tx, person_id, programme_id)? {
            run_out(tx, who, before)?;
        }
        affordable(tx, &programme, &balance, None, cents)?;
        let row = Row {
            id: BudgetId::random(),
            person_id,
            programme_id,
            starts_on,
            ends_on,
            cents,
            committed_cents: 0,
            state: Coded(State::Open),
            ended_on: None,
            version: 1,
            created_at: who.at.naive_utc(),
            updated_at: who.at.naive_utc(),
            ending_reason: None,
        };
        store::insert(tx, &row)?;
        for need in needs {
            insert_need(tx, who, &row, need)?;
        }
        journal::record(tx, who, "individual_budget_opened", object(&row))?;
        made(tx, who, row)
    })
    .await
}

/// Lists individual budgets.
///
/// Oldest first, of persons the caller may see; for a broker their own open ones.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of budgets.", body = Page<IndividualBudget>)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets")]
async fn list_individual_budgets(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let Filter { person_id: person, programme_id: programme, conflict } = filter.into_inner();
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let these = conflict.map(|_| assigning::in_conflict(conn, caller.today())).transpose()?;
        let wanted = Wanted { person, programme, in_conflict: conflict.zip(these) };
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let positions: Vec<_> = rows.iter().map(|row| (row.created_at, row.id)).collect();
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        Ok((positions.into_iter().zip(told(conn, &caller, rows)?).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// Reads an individual budget.
///
/// With its needs and its broker.
#[utoipa::path(params(("id" = BudgetId, Path)), responses((status = 200, description = "The budget.", body = IndividualBudget)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}")]
async fn get_individual_budget(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
) -> Result<Answer, Error> {
    let caller = who.caller;
    let view = app.db.view(caller.sight(), move |conn| {
        let row = store::find(conn, *id, &caller)?;
        shown(conn, &caller, row)
    });
    view.await
}

/// Changes an individual budget.
///
/// The sum covers the package, the period every day of use.
#[utoipa::path(params(("id" = BudgetId, Path)), request_body = BudgetDetails, responses((status = 200, description = "The budget as changed.", body = IndividualBudget)), security(("bearer" = ["individual_budgets:keep"])))]
#[patch("/v1/individual-budgets/{id}")]
async fn change_individual_budget(
    who: Allowed<rights::KeepIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    patch: Patch,
) -> Result<Answer, Error> {
    let (caller, inner) = (who.caller, app.clone());
    let write = app.db.write(move |tx| {
        let before = store::claimed(tx, *id, &caller)?;
        let (programme, balance) = programmes::claimed(tx, before.programme_id)?;
        let BudgetDetails { cents, starts_on, ends_on } = patch.apply(&inner, before.version, &before.details())?;
        before.recorded().next(Event::Changed, caller.today())?;
        not_before("ends_on", ends_on, starts_on)?;
        within((starts_on, ends_on), (programme.starts_on, programme.ends_on))?;
        resized(Cents(cents), before.package())?;
        if cents > before.cents {
            affordable(tx, &programme, &balance, Some(*id), cents)?;
        }
        if let Some(used_on) = store::uses::outside(tx, *id, (starts_on, ends_on))? {
            return Err(Refusal::UsedOutsideThePeriod { used_on }.into());
        }
        journal::keep(tx, &caller, object(&before), &before.details())?;
        let row = Row { cents, starts_on, ends_on, ..before }.raised(&caller);
        store::update(tx, &row)?;
        journal::record(tx, &caller, "individual_budget_changed", object(&row))?;
        shown(tx, &caller, row)
    });
    write.await
}

/// Ends an individual budget.
///
/// Nothing more is planned. Use up to the end may still be recorded.
#[utoipa::path(params(("id" = BudgetId, Path)), request_body = BudgetEnding, responses((status = 201, description = "The budget as ended.", body = IndividualBudget)), security(("bearer" = ["individual_budgets:keep"])))]
#[post("/v1/individual-budgets/{id}/endings")]
async fn end_individual_budget(
    who: Allowed<rights::KeepIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    post: Post<BudgetEnding>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let BudgetEnding { ended_on, reason } = new.clone();
        let before = store::claimed(tx, *id, who)?;
        post.seen.is(before.version)?;
        before.recorded().next(Event::Ended, who.today())?;
        has_come("ended_on", ended_on, who.today())?;
        usable(before.period(), None, ended_on)?;
        if let Some(used_on) = store::uses::outside(tx, *id, (before.starts_on, ended_on))? {
            return Err(Refusal::UsedOutsideThePeriod { used_on }.into());
        }
        let (state, ended_on, ending_reason) = (Coded(State::Ended), Some(ended_on), Some(reason));
        let row = Row { state, ended_on, ending_reason, ..before }.raised(who);
        store::update(tx, &row)?;
        journal::record(tx, who, "individual_budget_ended", object(&row))?;
        made(tx, who, row)
    })
    .await
}

/// Adds a need to an individual budget.
///
/// A recorded need stays.
#[utoipa::path(params(("id" = BudgetId, Path)), request_body = NeedInput, responses((status = 201, description = "The budget with the need.", body = IndividualBudget)), security(("bearer" = ["individual_budgets:plan"])))]
#[post("/v1/individual-budgets/{id}/needs")]
async fn add_budget_need(
    who: Allowed<rights::PlanIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    post: Post<NeedInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let budget = store::claimed(tx, *id, who)?;
        post.seen.is(budget.version)?;
        budget.recorded().next(Event::NeedAdded, who.today())?;
        if store::package::needs(tx, &[*id])?.len() >= NEEDS_MAX {
            return Err(Error::Conflict("budget_needs_full"));
        }
        insert_need(tx, who, &budget, new.clone())?;
        let budget = budget.raised(who);
        store::update(tx, &budget)?;
        journal::record(tx, who, "budget_need_added", object(&budget))?;
        made(tx, who, budget)
    })
    .await
}

fn object(row: &Row) -> Object {
    Object { kind: "individual_budget", id: row.id.uuid(), version: row.version, person: Some(row.person_id.uuid()) }
}

/// Sees to it that a programme that was claimed can give so much to a budget, beside all others of it.
fn affordable(
    tx: &mut Conn,
    programme: &ProgrammeRow,
    balance: &BalanceRow,
    budget: Option<BudgetId>,
    cents: i64,
) -> Result<(), Error> {
    let balance = balance.value();
    let given = store::given(tx, programme.id, budget)? + balance.committed;
    Ok(within_allocation(balance.cents, given, Cents(cents))?)
}
