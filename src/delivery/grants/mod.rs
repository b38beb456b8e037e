//! Grants: the service a person has been given, from its first day to its last.

pub mod lineage;
pub mod store;
pub mod wire;

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::Wanted;
use self::wire::{Beside, Grant};
use super::agreements::store::Standing;
use super::hours::store::MonthRow;
use super::hours::wire::MonthUse;
use super::month::CalendarMonth;
use super::{agreements, hours};
use crate::caller::Caller;
use crate::db::Conn;
use crate::error::Error;
use crate::http::answer::content_tag;
use crate::http::expand::{Expanded, Expansion};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Right, Slice};
use crate::intake::grants::GrantId;
use crate::intake::grants::store::beside::{self, Beside as Others};
use crate::intake::grants::store::{Row, course};
use crate::register::persons::PersonId;
use crate::register::persons::outline::{Extent, Outlined, Outlines};
use crate::register::programmes::ProgrammeId;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_grants).service(get_grant).service(lineage::get_lineage);
}

/// Which grants.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only this programme's.
    #[param(nullable = false)]
    programme_id: Option<ProgrammeId>,
    /// Only with service on this day, whatever happened later.
    #[param(nullable = false)]
    active_on: Option<NaiveDate>,
}

impl From<Filter> for Wanted {
    fn from(Filter { person_id: person, programme_id: programme, active_on }: Filter) -> Self {
        Self { person, programme, active_on }
    }
}

/// Lists grants.
///
/// Oldest first, of persons the caller may see; for a municipality what it paid.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of grants.", body = Page<Grant>)), security(("bearer" = ["grants:read"])))]
#[get("/v1/grants")]
async fn list_grants(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let (caller, wanted) = (who.caller.clone(), Wanted::from(filter.into_inner()));
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let positions: Vec<_> = rows.iter().map(|row| (row.created_at, row.id)).collect();
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        Ok((positions.into_iter().zip(told(conn, &caller, &rows)?).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// How lists bring grants along.
pub const EXPANSION: Expansion = Expansion {
    right: rights::ReadGrants::CODE,
    load: |conn, who, ids| {
        let rows = store::list(conn, who, &Wanted::default(), &Slice::of_ids(ids))?;
        Expanded::all(told(conn, who, &rows)?)
    },
};

/// Reads a grant.
///
/// With its agreement and the current month.
#[utoipa::path(params(("id" = GrantId, Path)), responses((status = 200, description = "The grant.", body = Grant)), security(("bearer" = ["grants:read"])))]
#[get("/v1/grants/{id}")]
async fn get_grant(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
) -> Result<Answer, Error> {
    let caller = who.caller;
    let grants = app
        .db
        .view(caller.sight(), move |conn| {
            let row = store::find_shown(conn, *id, &caller)?;
            told(conn, &caller, &[row])
        })
        .await?;
    let grant = grants.first().ok_or(Error::NotFound)?;
    let answer = Answer::json(actix_web::http::StatusCode::OK, grant)?;
    Ok(Answer { etag: Some(content_tag(&answer.body)), ..answer })
}

/// Grants with what is read together with them.
fn told(conn: &mut Conn, who: &Caller, rows: &[Row]) -> Result<Vec<Grant>, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let standing = agreements::store::standing(conn, &ids)?;
    let month = CalendarMonth::of(who.today());
    let used = hours::store::used(conn, &ids, month)?;
    // A month may be shared with another service that the caller does not see.
    let others = conn.beyond_sight(|conn| beside::others(conn, rows))?;
    let contents = course::contents(conn, &ids)?;
    let suspensions = course::suspensions(conn, &ids)?;
    let persons: Vec<_> = rows.iter().map(|row| row.person_id).collect();
    let outlines = Outlines::of(conn, who, &persons)?;
    let told = |row: &Row| {
        let extent = outlines.grant(row.person_id, row.programme_id);
        // Who signs for the first time is told of the own draft, and not who supports the person now.
        let shown =
            |of: &Standing| extent != Extent::Draft || who.support_person_id() == Some(of.agreement.support_person_id);
        let contents = contents.get(&row.id);
        let contents = contents.ok_or_else(|| Error::Internal(format!("the grant {} gives nothing", row.id)))?;
        let used: Vec<_> = used.iter().filter(|month| month.grant_id == row.id).filter_map(MonthRow::value).collect();
        let shared: Vec<_> = others.get(&row.id).into_iter().flatten().map(Others::service).collect();
        let beside = Beside {
            standing: standing.iter().find(|standing| standing.agreement.grant_id == row.id && shown(standing)),
            contents,
            suspensions: &suspensions,
            month: MonthUse::of(month, &beside::service(row, contents, &used), &shared),
        };
        Ok(Grant::of(row, beside, who).outlined(extent))
    };
    rows.iter().map(told).collect()
}
