//! Assessments: the needs of a person, area by area, on a versioned form.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::application::{assessed, found_anew};
use aplp_domain::assessment::{self, Agreed, overridden, result};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;

use self::store::Row;
use self::wire::{AreaNeed, Assessment, AssessmentInput};
use super::applications::{self, ApplicationId};
use super::checks;
use crate::caller::Caller;
use crate::db::Id;
use crate::db::journal::{self, Object};
use crate::error::{Error, Fault};
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::register::programmes;

/// The id of an assessment.
pub type AssessmentId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(assess_application).service(list_assessments);
}

/// Assesses the needs of a person.
///
/// Only after the checks have ended, until the decision, and while the person waits or has the service. The newest
/// counts.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = AssessmentInput, responses((status = 201, description = "The assessment.", body = Assessment)), security(("bearer" = ["applications:assess"])))]
#[post("/v1/applications/{id}/assessments")]
async fn assess_application(
    who: Allowed<rights::AssessApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<AssessmentInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = applications::store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        let before = application.state.0;
        let anew = found_anew(before, applications::store::goes_on(tx, *id, who.today())?)?;
        let to = match anew {
            true => before,
            false => assessed(before, checks::store::findings(tx, *id)?.checks(who.today()))?,
        };
        Error::dates([
            has_come("assessed_on", new.assessed_on, who.today()),
            not_before("assessed_on", new.assessed_on, application.submitted_on),
        ])?;
        let programme = programmes::store::find(tx, new.programme_id).map_err(Error::unknown("#/programme_id"))?;
        let row = filled_in(new.clone(), &programme, *id, who)?;
        store::insert(tx, &row)?;
        let person = Some(application.person_id.uuid());
        let object = Object { kind: "assessment", id: row.id.uuid(), version: 1, person };
        journal::record(tx, who, "needs_assessed", object)?;
        let whose = application.person_id;
        if !anew {
            let application = applications::store::move_to(tx, who, application, to, |_| ())?;
            journal::record(tx, who, "application_assessed", applications::object(&application))?;
        }
        Answer::created(format!("/v1/applications/{id}/assessments"), 1, &Assessment::of(row, whose, who)?)
    })
    .await
}

/// Lists the assessments of an application.
///
/// The oldest first; the last counts.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The assessments.", body = Page<Assessment>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/assessments")]
async fn list_assessments(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let application = applications::store::find(conn, *id, who)?;
            let rows = store::all(conn, application.id)?.into_iter();
            rows.map(|row| Assessment::of(row, application.person_id, who)).collect()
        })
        .await
}

/// The form with what follows from it by the ceilings of a programme.
fn filled_in(
    new: AssessmentInput,
    programme: &programmes::store::Row,
    application_id: ApplicationId,
    who: &Caller,
) -> Result<Row, Error> {
    let ceilings = programme.rules().ceilings;
    let needs: Vec<assessment::AreaNeed> = new.needs.iter().cloned().map(AreaNeed::rules).collect();
    let computed = result(&needs, ceilings)?;
    let agreed = match new.chosen_level {
        None => None,
        Some(wanted) => {
            let level = Level::from_number(wanted.level);
            let level = level.ok_or_else(|| Error::from(Fault::none_of("#/chosen_level/level", ["1", "2", "3"])))?;
            Some(overridden(computed, level, &wanted.reason.unwrap_or_default(), ceilings)?)
        }
    };
    // A wish for the level that was computed anyway replaces nothing.
    let chosen = agreed.and_then(|agreed| {
        let Agreed { level, volume, override_reason, computed: _ } = agreed;
        Some((level.number(), volume.0, override_reason?))
    });
    let (chosen_level, chosen_volume_minutes, chosen_reason) =
        chosen.map_or((None, None, None), |(level, volume, reason)| (Some(level), Some(volume), Some(reason)));
    Ok(Row {
        id: AssessmentId::in_order(),
        application_id,
        programme_id: programme.id,
        form_version: new.form_version,
        assessed_on: new.assessed_on,
        place: new.place,
        communication: new.communication,
        present: new.present,
        needs: serde_json::to_string(&new.needs).map_err(|fault| Error::Internal(fault.to_string()))?,
        person_view: new.person_view,
        total_minutes: computed.total.0,
        level: computed.level.number(),
        volume_minutes: computed.volume.0,
        unmet_minutes: computed.unmet.0,
        chosen_level,
        chosen_volume_minutes,
        chosen_reason,
        assessor: who.official(),
        recorded_at: who.at.naive_utc(),
    })
}

impl AreaNeed {
    fn rules(self) -> assessment::AreaNeed {
        let Self { area, wish, importance, natural_support, need, frequency, risks, agreed_minutes } = self;
        assessment::AreaNeed {
            area: area.0,
            wish,
            importance,
            natural_support: natural_support.unwrap_or_default(),
            need,
            frequency: frequency.unwrap_or_default(),
            risks: risks.unwrap_or_default(),
            agreed_minutes: Minutes(agreed_minutes),
        }
    }
}
