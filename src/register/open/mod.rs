//! The calls that are open to anyone: what the service is, where, by which rules and terms.

mod checks;
mod code_lists;
mod days;
mod facts;
mod information;
mod law;
mod phrases;
mod sections;
mod steps;
mod timeline;
mod wire;

use actix_web::{get, post, web};
use aplp_domain::terms::{self, Rule};
use aplp_domain::{municipalities, rule_set};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::checks::{EligibilityQuestion, EligibilityResult};
use self::code_lists::{get_code_list, list_code_lists};
use self::days::asked_day;
use self::information::ServiceInformation;
use self::law::get_law;
use self::timeline::{EligibilityTimeline, TimelineQuestion};
use self::wire::{Deadline, Municipality, RulesInForce};
use crate::codes::TermRuleCode;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::routes::Routes;
use crate::http::{Answer, App, Concerns, Paging, Question};
use crate::register::calendar_days::known::Calendar;
use crate::register::programmes::known::Programmes;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(get_service_information)
        .service(list_municipalities)
        .service(get_rules)
        .service(get_law)
        .service(check_eligibility)
        .service(check_eligibility_over_time)
        .service(get_deadline)
        .service(list_code_lists)
        .service(get_code_list);
}

/// As on which day.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AsOn {
    /// From 1900-01-01 to 2100-12-31; today in Riga if absent.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// Which term, from when.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TermAsked {
    /// The term.
    rule: TermRuleCode,
    /// The day of the event, from 1993-01-01 to 2100-12-31.
    from: NaiveDate,
    /// For `revocation` only: the day of its effect, whose year may end earlier.
    #[param(nullable = false)]
    effective_on: Option<NaiveDate>,
}

/// Tells what the service is.
///
/// With the labels and levels of today.
#[utoipa::path(responses((status = 200, description = "The service in words and figures.", body = ServiceInformation)), security(()))]
#[get("/v1/service-information")]
async fn get_service_information(app: web::Data<App>) -> Result<Answer, Error> {
    let today = app.clock.today();
    let programmes = Programmes::now(&app).await?;
    Answer::public(&ServiceInformation::of(programmes.called("state").ok_or(Error::NotFound)?, today)?)
}

/// Lists municipalities.
///
/// Before 2021-07-01 these are the ten of the Individual Budget pilot.
#[utoipa::path(params(AsOn), responses((status = 200, description = "A page of municipalities.", body = Page<Municipality>)), security(()))]
#[get("/v1/municipalities")]
async fn list_municipalities(app: web::Data<App>, asked: web::Query<AsOn>, paging: Paging) -> Result<Answer, Error> {
    let on = asked_day(asked.on, "on", &app)?;
    paging.public(&app, municipalities::on(on).map(Municipality::of).collect())
}

/// Tells the rules in force.
///
/// The hash names the set of rules that decisions keep.
#[utoipa::path(params(AsOn), responses((status = 200, description = "The figures in force.", body = RulesInForce)), security(()))]
#[get("/v1/rules")]
async fn get_rules(app: web::Data<App>, asked: web::Query<AsOn>) -> Result<Answer, Error> {
    let on = asked_day(asked.on, "on", &app)?;
    Answer::public(&RulesInForce::of(on, rule_set::hash(), rule_set::in_force(on)))
}

/// Checks who may have the service.
///
/// Nothing is stored. A named programme is judged on any day, open or not.
#[utoipa::path(request_body = EligibilityQuestion, responses((status = 200, description = "Each programme's answer with its reasons.", body = EligibilityResult)), security(()))]
#[post("/v1/eligibility-checks")]
async fn check_eligibility(app: web::Data<App>, question: Question<EligibilityQuestion>) -> Result<Answer, Error> {
    let question = question.0;
    let on = asked_day(question.on, "#/on", &app)?;
    let facts = question.known.facts().map_err(Error::Invalid)?;
    let programmes = Programmes::now(&app).await?;
    let programmes = match &question.programme {
        Some(code) => programmes.called(code).into_iter().collect(),
        None => programmes.open_on(on),
    };
    if programmes.is_empty() && question.programme.is_some() {
        return Err(Error::invalid("#/programme", "reference_unknown"));
    }
    // The only fault is a day before the law began to count.
    let result = EligibilityResult::of(on, &programmes, &facts);
    let result = result.map_err(|_| Error::invalid("#/on", "date_out_of_range"))?;
    Answer::json(actix_web::http::StatusCode::OK, &result)
}

/// Checks who may have the service over a span of days.
///
/// Nothing is stored. A named programme is judged on any day, open or not.
#[utoipa::path(request_body = TimelineQuestion, responses((status = 200, description = "Each programme's answers, day after day.", body = EligibilityTimeline)), security(()))]
#[post("/v1/eligibility-checks/timeline")]
async fn check_eligibility_over_time(
    app: web::Data<App>,
    question: Question<TimelineQuestion>,
) -> Result<Answer, Error> {
    let question = question.0;
    let (asked, facts) = question.read(app.clock.today())?;
    let programmes = Programmes::now(&app).await?;
    let programmes = match &question.programme {
        Some(code) => programmes.called(code).into_iter().collect(),
        None => programmes.open_between(asked.from, asked.to),
    };
    if programmes.is_empty() && question.programme.is_some() {
        return Err(Error::invalid("#/programme", "reference_unknown"));
    }
    // The only fault is a day before the law began to count, and the first day is the earliest one.
    let timeline = EligibilityTimeline::of(asked, &programmes, &facts);
    let timeline = timeline.map_err(|_| Error::invalid("#/from", "date_out_of_range"))?;
    Answer::json(actix_web::http::StatusCode::OK, &timeline)
}

/// Computes the end of a term.
///
/// The association is held to `last_day`, a person to `lenient_last_day`.
#[utoipa::path(params(TermAsked), responses((status = 200, description = "The end of the term.", body = Deadline)), security(()))]
#[get("/v1/deadlines")]
async fn get_deadline(app: web::Data<App>, asked: web::Query<TermAsked>) -> Result<Answer, Error> {
    let calendar = Calendar::now(&app).await?;
    let added = calendar.days_off();
    // The only other fault, a length that is not in force, is a day before the law began to count.
    let outside = |place| move |_| Error::invalid(place, "date_out_of_range");
    let deadline = terms::last_day_with(asked.rule.0, asked.from, added).map_err(outside("from"))?;
    let deadline = match asked.effective_on {
        None => deadline,
        Some(effective_on) if asked.rule.0 == Rule::Revocation => {
            terms::revocation(asked.from, effective_on, added).map_err(outside("effective_on"))?
        }
        Some(_) => return Err(Error::invalid("effective_on", "not_valid")),
    };
    Answer::public(&Deadline::of(deadline, rule_set::calendar_hash(added)))
}

// What anyone may read tells of nobody.
impl Concerns for ServiceInformation {}
impl Concerns for Municipality {}
impl Concerns for RulesInForce {}
impl Concerns for EligibilityResult {}
impl Concerns for EligibilityTimeline {}
impl Concerns for Deadline {}
