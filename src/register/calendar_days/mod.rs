//! Transferred days off: those of this release, and those that were added while the service runs.

pub mod known;
pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::calendar::{TransferFault, may_transfer};
use aplp_domain::refusal::Refusal;
use aplp_domain::terms::{FIRST_DAY, LAST_DAY};

use self::known::Calendar;
use self::store::Row;
use self::wire::{CalendarDay, CalendarDayInput, CalendarDayWithdrawalInput, built_in};
use crate::db::Id;
use crate::db::journal::{self, Object};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// The id of a transferred day off.
pub type CalendarDayId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_calendar_days).service(record_calendar_day).service(withdraw_calendar_day);
}

/// Lists transferred days off.
///
/// Withdrawn ones as well.
#[utoipa::path(responses((status = 200, description = "A page of days.", body = Page<CalendarDay>)), security(()))]
#[get("/v1/calendar-days")]
async fn list_calendar_days(app: web::Data<App>, paging: Paging) -> Result<Answer, Error> {
    let calendar = Calendar::now(&app).await?;
    let mut days: Vec<_> = built_in().chain(calendar.rows().map(CalendarDay::of)).collect();
    days.sort_by_key(|day| day.day_off);
    paging.public(&app, days)
}

/// Adds a transferred day off.
///
/// By a Cabinet order; terms count with it at once.
#[utoipa::path(request_body = CalendarDayInput, responses((status = 201, description = "The day.", body = CalendarDay)), security(("bearer" = ["calendar:keep"])))]
#[post("/v1/calendar-days")]
async fn record_calendar_day(
    who: Allowed<rights::KeepCalendar>,
    app: web::Data<App>,
    post: Post<CalendarDayInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    let done = once(&app, who.caller, post.key, move |tx, who| {
        let CalendarDayInput { day_off, worked_on, source } = new.clone();
        store::claim_all(tx)?;
        if !(FIRST_DAY..=LAST_DAY).contains(&day_off) {
            return Err(Error::invalid("#/day_off", "date_out_of_range"));
        }
        may_transfer(day_off, worked_on, &store::days_off(&store::all(tx)?)).map_err(|fault| match fault {
            TransferFault::NotToBeFreed => Error::invalid("#/day_off", "not_valid"),
            TransferFault::NoSaturday => Error::invalid("#/worked_on", "not_valid"),
        })?;
        let row = Row {
            id: CalendarDayId::in_order(),
            day_off,
            worked_on,
            source,
            withdrawal_reason: None,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        store::insert(tx, &row)?;
        journal::record(tx, who, "calendar_day_recorded", object(&row))?;
        Answer::created("/v1/calendar-days".to_owned(), 1, &CalendarDay::of(&row))
    })
    .await;
    Calendar::changed(&app);
    done
}

/// Withdraws a transferred day off.
///
/// One that was added in error, once.
#[utoipa::path(params(("id" = CalendarDayId, Path)), request_body = CalendarDayWithdrawalInput, responses((status = 201, description = "The day, withdrawn.", body = CalendarDay)), security(("bearer" = ["calendar:keep"])))]
#[post("/v1/calendar-days/{id}/withdrawals")]
async fn withdraw_calendar_day(
    who: Allowed<rights::KeepCalendar>,
    app: web::Data<App>,
    id: web::Path<CalendarDayId>,
    post: Post<CalendarDayWithdrawalInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    let done = once(&app, who.caller, post.key, move |tx, who| {
        store::claim_all(tx)?;
        let row = store::all(tx)?.into_iter().find(|row| row.id == *id).ok_or(Error::NotFound)?;
        post.seen.is(1)?;
        if row.withdrawal_reason.is_some() {
            return Err(Refusal::IllegalMove { current: "withdrawn", allowed: Vec::new() }.into());
        }
        store::withdraw(tx, row.id, &new.withdrawal_reason)?;
        let row = Row { withdrawal_reason: Some(new.withdrawal_reason.clone()), ..row };
        journal::record(tx, who, "calendar_day_withdrawn", object(&row))?;
        Answer::created("/v1/calendar-days".to_owned(), 1, &CalendarDay::of(&row))
    })
    .await;
    Calendar::changed(&app);
    done
}

fn object(row: &Row) -> Object {
    Object { kind: "calendar_day", id: row.id.uuid(), version: 1, person: None }
}
