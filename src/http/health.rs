//! Whether the service lives and can work: a yes or no for whoever watches the process, and the details for an admin.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::routes::Routes;
use super::token::STALE_MAX;
use super::wire::Moment;
use super::{Allowed, App, Concerns};
use crate::caller::Sight;
use crate::db::{Conn, patience, standing};
use crate::error::Error;
use crate::http::rights;

/// The routes of this file.
pub fn routes(to: &mut Routes<'_>) {
    to.service(get_livez).service(get_readyz).service(get_admin_health);
}

/// The same two answers for whoever watches the process on a listener of its own: a status and a word.
pub fn watched(to: &mut web::ServiceConfig) {
    to.route("/livez", web::get().to(async || told(true)));
    to.route(
        "/readyz",
        web::get().to(async |app: web::Data<App>| {
            let failure = checks(&app).await.into_iter().find_map(|check| check.failure);
            if let Some(fault) = &failure {
                log::warn!("not ready: {fault}");
            }
            told(failure.is_none())
        }),
    );
}

fn told(is_fine: bool) -> HttpResponse {
    let status = if is_fine { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if is_fine { "ok" } else { "failing" };
    HttpResponse::build(status).insert_header((CACHE_CONTROL, "no-store")).json(Health { status: word.to_owned() })
}

/// Whether it works.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`.
    status: String,
}

impl Concerns for Health {}

/// The parts of the service.
#[derive(Serialize, ToSchema)]
struct ServiceHealth {
    /// `failing` if any part is; `/readyz` then answers 503, except for `clock` alone.
    #[schema(pattern = "^(ok|failing)$")]
    status: &'static str,
    /// When it was checked.
    checked_at: Moment,
    /// Whether `APLP_SINGLE_ADMIN` waives the second admin.
    single_admin: bool,
    /// The parts.
    #[schema(max_items = 20)]
    checks: Vec<HealthCheck>,
}

/// It tells of the service alone.
impl Concerns for ServiceHealth {}

/// A part of the service.
#[derive(Serialize, ToSchema)]
struct HealthCheck {
    /// `database`, `tables`, `writes`, `token_keys`, `disk`, `running`; and `clock`: in doubt, nothing is done by
    /// itself until an operator acts.
    #[schema(pattern = "^[a-z_]+$")]
    name: &'static str,
    /// Its status.
    #[schema(pattern = "^(ok|failing)$")]
    status: &'static str,
    /// What was measured, if anything.
    measured: Option<Measured>,
    /// Why the part fails: for the log only.
    #[serde(skip)]
    failure: Option<Error>,
}

/// A measurement.
#[derive(Serialize, ToSchema)]
struct Measured {
    /// How much it is.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    value: u64,
    /// The most or, of what is free, the least allowed.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    limit: u64,
    /// The unit.
    #[schema(pattern = "^(seconds_old|percent_free)$")]
    unit: &'static str,
}

impl HealthCheck {
    fn of(name: &'static str, found: Result<(), Error>) -> Self {
        let failure = found.err();
        let status = if failure.is_none() { "ok" } else { "failing" };
        Self { name, status, measured: None, failure }
    }

    fn measured(self, value: Option<u64>, limit: u64, unit: &'static str) -> Self {
        Self { measured: value.map(|value| Measured { value, limit, unit }), ..self }
    }
}

/// Looks at every part that the service cannot work without.
async fn checks(app: &App) -> Vec<HealthCheck> {
    let unless = |fine: bool, why: &str| if fine { Ok(()) } else { Err(Error::Unavailable(why.to_owned())) };
    let stopping = app.stopping.load(Ordering::SeqCst);
    let running = if stopping { Err(Error::Busy("the service is about to stop")) } else { Ok(()) };
    let newest = patience::at_most(patience::GLANCE, app.db.read(Sight::Nobody, Conn::is_newest)).await;
    let tables = newest.clone().and_then(|newest| unless(newest, "the tables are not of this release"));
    let keys = unless(app.keys.are_there().await, "there are no keys to verify tokens with");
    let disks = app.disks.clone();
    let looked = web::block(move || (disks.free_percent(), disks.must_take_writes())).await;
    let busy = || Err(Error::Busy("nobody could look at the disk"));
    let (free, permitted) = looked.unwrap_or_else(|_| (busy(), Ok(())));
    let changed = patience::at_most(patience::GLANCE, app.db.write(Conn::change_nothing)).await;
    // One that is merely busy takes writes later; whether it is there at all is another question.
    let changed = changed.or_else(|fault| if matches!(fault, Error::Storage(_)) { Err(fault) } else { Ok(()) });
    let needed = u64::from(app.disks.free_percent_min);
    let room = free.clone().and_then(|free| unless(free >= needed, "too little of the disk is free"));
    vec![
        HealthCheck::of("running", running),
        HealthCheck::of("database", newest.map(|_| ())),
        HealthCheck::of("tables", tables),
        HealthCheck::of("writes", permitted.and(changed)),
        HealthCheck::of("token_keys", keys).measured(
            app.keys.age().map(|age| age.as_secs()),
            STALE_MAX.as_secs(),
            "seconds_old",
        ),
        HealthCheck::of("disk", room).measured(free.ok(), needed, "percent_free"),
    ]
}

/// Whether what the service does by itself may be left to its clock.
async fn clock(app: &App) -> HealthCheck {
    let at = app.clock.now();
    let doubt = app.db.read(Sight::Nobody, move |conn| standing::doubt(conn, at));
    HealthCheck::of("clock", patience::at_most(patience::GLANCE, doubt).await.and_then(standing::believed))
}

/// Whether the process lives.
///
/// Answers as long as it can.
#[utoipa::path(responses((status = 200, description = "It lives.", body = Health)), security(()))]
#[get("/livez")]
async fn get_livez() -> Result<Answer, Error> {
    Answer::json(StatusCode::OK, &Health { status: "ok".to_owned() })
}

/// Whether the service can work.
///
/// 503 where the database, its tables, writes, the token keys or the disk fail, or the service is about to stop.
#[utoipa::path(responses((status = 200, description = "It can work.", body = Health)), security(()))]
#[get("/readyz")]
async fn get_readyz(app: web::Data<App>) -> Result<Answer, Error> {
    match checks(&app).await.into_iter().find_map(|check| check.failure) {
        Some(failure) => Err(failure),
        None => Answer::json(StatusCode::OK, &Health { status: "ok".to_owned() }),
    }
}

/// How the service does, part by part.
///
/// What `/readyz` looks at, and the clock. Answers 200 also where a part fails.
#[utoipa::path(responses((status = 200, description = "The parts.", body = ServiceHealth)), security(("bearer" = ["health:read"])))]
#[get("/v1/admin/health")]
async fn get_admin_health(who: Allowed<rights::ReadHealth>, app: web::Data<App>) -> Result<Answer, Error> {
    let mut checks = checks(&app).await;
    checks.push(clock(&app).await);
    let failing = checks.iter().any(|check| check.failure.is_some());
    let status = if failing { "failing" } else { "ok" };
    Answer::json(
        StatusCode::OK,
        &ServiceHealth { status, checked_at: Moment(who.at), single_admin: app.single_admin, checks },
    )
}
