//! The lineage of a person: every service they were granted, in whichever programme, one after another.

use actix_web::http::StatusCode;
use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::store;
use crate::caller::Caller;
use crate::codes::{EndGroundCode, GrantStateCode};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::answer::content_tag;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Concern, Concerns};
use crate::intake::grants::GrantId;
use crate::intake::grants::store::course;
use crate::register::persons::outline::{Extent, Outlines};
use crate::register::persons::{self, PersonId};
use crate::register::programmes::{self, ProgrammeId};

/// The services of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lineage {
    /// The person.
    pub person_id: PersonId,
    /// The first whose service was signed and began; null if none.
    pub first_programme: Option<ProgrammeId>,
    /// Its code.
    #[schema(max_length = 40)]
    pub first_programme_code: Option<String>,
    /// In the order of the grants.
    #[schema(max_items = 400)]
    pub services: Vec<LineageService>,
}

/// A service in a lineage.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineageService {
    /// The grant.
    pub grant_id: GrantId,
    /// The grant before it.
    pub previous_grant_id: Option<GrantId>,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// Its code.
    #[schema(max_length = 40)]
    pub programme: String,
    /// Received, after one from another programme.
    pub transferred: bool,
    /// The first day.
    pub term_from: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
    /// The state today.
    pub state: GrantStateCode,
    /// Why it ended.
    pub end_ground: Option<EndGroundCode>,
}

/// Tells the lineage of a person.
///
/// In whichever programme.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "The services.", body = Lineage)), security(("bearer" = ["grants:read"])))]
#[get("/v1/persons/{id}/lineage")]
pub(super) async fn get_lineage(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
) -> Result<Answer, Error> {
    let (caller, id) = (who.caller.clone(), *id);
    let lineage = app.db.view(who.sight(), move |conn| lineage(conn, &caller, id)).await?;
    let answer = Answer::json(StatusCode::OK, &lineage)?;
    Ok(Answer { etag: Some(content_tag(&answer.body)), ..answer })
}

fn lineage(conn: &mut Conn, who: &Caller, id: PersonId) -> Result<Lineage, Error> {
    let person = persons::store::find(conn, id, who)?;
    let rows = store::of_person(conn, person.id)?;
    let ids: Vec<GrantId> = rows.iter().map(|row| row.id).collect();
    let events = course::events(conn, &ids)?;
    let outlines = Outlines::of(conn, who, &[person.id])?;
    let mut services: Vec<LineageService> = Vec::with_capacity(rows.len());
    // Who served the person first, and who did so last before.
    let (mut first, mut last) = (None, None);
    for row in rows {
        let programme = programmes::store::find(conn, row.programme_id)?;
        let transferred = last.is_some_and(|last| last != row.programme_id);
        let received = row.was_received(&events);
        if received {
            first = first.or(Some((row.programme_id, programme.code.clone())));
            last = Some(row.programme_id);
        }
        services.push(LineageService {
            grant_id: row.id,
            previous_grant_id: row.previous_id,
            programme_id: row.programme_id,
            programme: programme.code,
            transferred: received && transferred,
            term_from: row.term_from,
            last_day: row.last_day,
            state: Coded(row.recorded().on(who.today())),
            end_ground: row
                .end_ground_on(who.today())
                .filter(|_| outlines.grant(id, row.programme_id) == Extent::Whole),
        });
    }
    let (first_programme, first_programme_code) = first.unzip();
    Ok(Lineage { person_id: id, first_programme, first_programme_code, services })
}

impl Concerns for Lineage {
    fn concern(&self) -> Option<Concern> {
        let id = self.person_id.uuid();
        Some(Concern { id, ..Concern::about("lineage", vec![id]) })
    }
}
