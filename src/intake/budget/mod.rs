//! The budget of a programme: allocated, spent, committed and available, month by month, and the rows behind every figure.

pub mod store;
pub mod wire;

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{get, web};
use aplp_domain::hours::Month;
use chrono::Datelike;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Behind, Line};
use self::wire::{Budget, BudgetLine, BudgetMonth};
use crate::caller::Caller;
use crate::db::Conn;
use crate::error::Error;
use crate::http::answer::content_tag;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging};
use crate::register::programmes::rules::sees_balance;
use crate::register::programmes::{self, ProgrammeId};

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(get_budget).service(list_budget_lines);
}

/// Which rows behind a figure.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// As `YYYY-MM`.
    #[param(nullable = false, min_length = 7, max_length = 7, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: Option<String>,
}

/// Reads the budget of a programme.
///
/// A month of a service holds its full price until sixty days after its end. For those who may see the balance.
#[utoipa::path(params(("id" = ProgrammeId, Path)), responses((status = 200, description = "The budget.", body = Budget)), security(("bearer" = ["budgets:read"])))]
#[get("/v1/programmes/{id}/budget")]
async fn get_budget(
    who: Allowed<rights::ReadBudgets>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
) -> Result<Answer, Error> {
    let (caller, id) = (who.caller.clone(), *id);
    let read = app.db.read(who.sight(), move |conn| {
        let balance = seen(conn, id, &caller)?;
        // Figures of a programme, which name nobody.
        let lines = conn.beyond_sight(|conn| store::lines(conn, id, caller.today()))?;
        Ok((balance, lines))
    });
    let (balance, lines) = read.await?;
    let answer = Answer::json(StatusCode::OK, &Budget::of(id, &balance, months(&lines), who.today()))?;
    Ok(Answer { etag: Some(content_tag(&answer.body)), ..answer })
}

/// Lists the rows behind a budget.
///
/// Their sums are the figures of the budget. Persons only for those who may see them.
#[utoipa::path(params(("id" = ProgrammeId, Path), Filter), responses((status = 200, description = "A page of rows.", body = Page<BudgetLine>)), security(("bearer" = ["budgets:read"])))]
#[get("/v1/programmes/{id}/budget-lines")]
async fn list_budget_lines(
    who: Allowed<rights::ReadBudgets>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let (caller, month) = (who.caller.clone(), filter.into_inner().month);
    let read = app.db.view(who.sight(), move |conn| {
        seen(conn, *id, &caller)?;
        let mut lines = conn.beyond_sight(|conn| store::lines(conn, *id, caller.today()))?;
        if let Some(month) = &month {
            lines.retain(|line| text(line.month) == *month);
        }
        let mut persons: Vec<_> = lines.iter().filter_map(|line| line.behind.person()).collect();
        persons.sort_unstable();
        persons.dedup();
        let shown = super::queue::store::seen(conn, &persons, &caller.sight())?;
        Ok((lines, shown))
    });
    let (lines, shown) = read.await?;
    let told = |line: Line| {
        let person_is_seen = line.behind.person().is_some_and(|person| shown.contains(&person));
        BudgetLine::of(line, person_is_seen)
    };
    paging.whole(&app, &who, lines.into_iter().map(told).collect()).await
}

/// The balance of a programme, for whoever may see it.
fn seen(conn: &mut Conn, id: ProgrammeId, who: &Caller) -> Result<programmes::store::BalanceRow, Error> {
    if !sees_balance(&programmes::store::find(conn, id)?, who) {
        return Err(Error::NotFound);
    }
    programmes::store::balance(conn, id)
}

/// The lines added up by month.
fn months(lines: &[Line]) -> Vec<BudgetMonth> {
    let mut months: BTreeMap<Month, BudgetMonth> = BTreeMap::new();
    for line in lines {
        let month = months.entry(line.month).or_insert_with(|| BudgetMonth::empty(text(line.month)));
        match &line.behind {
            Behind::Allocation { places, .. } => {
                month.allocated_cents += line.cents;
                month.allocated_places += places;
            }
            Behind::Grant { spent, .. } => {
                month.spent_cents += spent;
                month.committed_cents += line.cents - spent;
            }
            Behind::Place { .. } => month.reserved_cents += line.cents,
        }
    }
    let (mut allocated, mut used) = (0, 0);
    for month in months.values_mut() {
        allocated += month.allocated_cents;
        used += month.spent_cents + month.committed_cents + month.reserved_cents;
        month.available_cents = allocated - used;
    }
    months.into_values().collect()
}

/// A month as it is sent.
fn text((year, month): Month) -> String {
    format!("{year:04}-{month:02}")
}

/// The month of a day.
fn month_of(day: chrono::NaiveDate) -> Month {
    (day.year(), day.month())
}
