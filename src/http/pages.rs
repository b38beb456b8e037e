//! The pages outside the case: the contract, what problems mean, whom to tell of a weakness, and who is asking.

use std::sync::LazyLock;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, get, web};
use aplp_domain::purpose::{About, Purpose};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Answer, content_tag};
use super::problem::kinds::{ProblemKind, ProblemKinds};
use super::routes::Routes;
use super::{Allowed, App, Concerns, access, compression, contract, document, media, problem, purpose};
use crate::codes::{PurposeCode, RoleCode};
use crate::db::Coded;
use crate::error::Error;
use crate::http::rights;

/// The routes of this file.
pub fn routes(to: &mut Routes<'_>) {
    to.service(get_root)
        .service(get_api_root)
        .service(get_openapi)
        .service(list_problems)
        .service(get_problem)
        .service(get_security_txt)
        .service(get_me);
}

/// What answers here.
#[derive(Serialize, ToSchema)]
struct Root {
    /// Its name.
    name: &'static str,
    /// In Latvian.
    title_lv: &'static str,
    /// In English.
    title_en: &'static str,
    /// The release.
    version: &'static str,
    /// The version of the contract.
    contract_version: &'static str,
    /// Where to go on.
    links: RootLinks,
}

/// Where to go on.
#[derive(Serialize, ToSchema)]
struct RootLinks {
    /// The OpenAPI document.
    contract: &'static str,
    /// The contract to read and try.
    documentation: &'static str,
    /// The kinds of problems.
    problems: &'static str,
    /// What the service is and how to apply.
    service_information: &'static str,
    /// Who is asking; needs a token.
    me: &'static str,
    /// Whether it lives.
    liveness: &'static str,
    /// Whether it takes requests.
    readiness: &'static str,
    /// Whom to tell about a weakness.
    security_contact: &'static str,
}

/// It tells of nobody.
impl Concerns for Root {}

const ROOT: Root = Root {
    name: "APLP",
    title_lv: "Atbalsta persona lēmumu pieņemšanā",
    title_en: "Support person in decision making",
    version: env!("CARGO_PKG_VERSION"),
    contract_version: document::VERSION,
    links: RootLinks {
        contract: "/openapi.json",
        documentation: "/docs/",
        problems: "/problems",
        service_information: "/v1/service-information",
        me: "/v1/me",
        liveness: "/livez",
        readiness: "/readyz",
        security_contact: "/.well-known/security.txt",
    },
};

/// What answers here.
///
/// Release, contract and links.
#[utoipa::path(responses((status = 200, description = "The service.", body = Root)), security(()))]
#[get("/")]
async fn get_root() -> Result<Answer, Error> {
    Answer::public(&ROOT)
}

/// What answers here.
///
/// The same as at `/`.
#[utoipa::path(responses((status = 200, description = "The service.", body = Root)), security(()))]
#[get("/v1")]
async fn get_api_root() -> Result<Answer, Error> {
    Answer::public(&ROOT)
}

/// Why personal data may be seen.
#[derive(Serialize, ToSchema)]
struct RegisteredPurpose {
    /// As in `Aplp-Purpose`.
    code: PurposeCode,
    /// In Latvian.
    label_lv: &'static str,
    /// In English.
    label_en: &'static str,
    /// The ground in law.
    law: &'static str,
}

/// Who is asking.
#[derive(Serialize, ToSchema)]
struct Me {
    /// Who issued the token.
    issuer: String,
    /// Whom the token names.
    subject: String,
    /// The program.
    client_id: String,
    /// Their roles.
    roles: Vec<RoleCode>,
    /// Their rights.
    scopes: Vec<String>,
    /// Their purposes; the first by default.
    #[schema(max_items = 20)]
    purposes: Vec<RegisteredPurpose>,
    /// The ATVK code.
    municipality: Option<String>,
    /// When the token ends.
    expires_at: chrono::DateTime<chrono::Utc>,
    /// Whether the data is real.
    livemode: bool,
}

/// It tells of the caller alone, and to the caller.
impl Concerns for Me {}

impl RegisteredPurpose {
    fn of(purpose: Purpose) -> Self {
        let About { lv, en, law } = purpose.about();
        Self { code: Coded(purpose), label_lv: lv, label_en: en, law }
    }
}

/// The contract.
///
/// This document.
#[utoipa::path(responses((status = 200, description = "The OpenAPI document.", body = serde_json::Value)), security(()))]
#[get("/openapi.json")]
async fn get_openapi(request: HttpRequest) -> Result<Answer, Error> {
    static TAG: LazyLock<String> = LazyLock::new(|| content_tag(contract::TEXT.as_bytes()));
    let (body, extra) = match compression::accepted(&request) {
        ContentEncoding::Brotli => (contract::COMPRESSED, vec![("content-encoding", "br".to_owned())]),
        _ => (contract::TEXT.as_bytes(), Vec::new()),
    };
    let answer = Answer::public(&())?;
    Ok(Answer { body: body.to_vec(), extra, etag: Some(TAG.clone()), ..answer })
}

/// What kinds of problems there are.
///
/// A page in Latvian and English, or JSON with each kind whole.
#[utoipa::path(responses((status = 200, description = "A page, or the kinds.", content((ProblemKinds = "application/json"), (String = "text/html; charset=utf-8")))), security(()))]
#[get("/problems")]
async fn list_problems(request: HttpRequest) -> Result<Answer, Error> {
    match wants_json(&request) {
        true => either(Answer::public(&ProblemKinds::all())?),
        false => either(html(problem::pages::index())?),
    }
}

/// What a kind of problem means.
///
/// A page in Latvian and English, or JSON with both.
#[utoipa::path(responses((status = 200, description = "A page, or the kind.", content((ProblemKind = "application/json"), (String = "text/html; charset=utf-8")))), params(("code" = String, Path, description = "The code of the problem.")), security(()))]
#[get("/problems/{code}")]
async fn get_problem(code: web::Path<String>, request: HttpRequest) -> Result<Answer, Error> {
    let kind = problem::kind(&code).ok_or(Error::NotFound)?;
    match wants_json(&request) {
        true => either(Answer::public(&ProblemKind::of(kind))?),
        false => either(html(problem::pages::page(kind))?),
    }
}

/// Whether a program asks: a browser, and whoever does not say, gets the page.
fn wants_json(request: &HttpRequest) -> bool {
    media::wanted(&media::accepted(request.headers()), ["text/html", "application/json"]) == Some(1)
}

/// An answer in one of two media types: a cache keeps them apart.
fn either(answer: Answer) -> Result<Answer, Error> {
    Ok(Answer { extra: vec![("vary", "Accept".to_owned())], ..answer })
}

fn html(page: String) -> Result<Answer, Error> {
    let answer = Answer::public(&())?;
    let etag = Some(content_tag(page.as_bytes()));
    Ok(Answer { body: page.into_bytes(), media: "text/html; charset=utf-8", etag, ..answer })
}

/// Whom to tell about a weakness.
///
/// By RFC 9116; always expires more than a month ahead.
#[utoipa::path(responses((status = 200, description = "Contact and expiry.", body = String, content_type = "text/plain; charset=utf-8")), security(()))]
#[get("/.well-known/security.txt")]
async fn get_security_txt(app: web::Data<App>) -> HttpResponse {
    let expires = app.clock.now() + chrono::Duration::days(180);
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(format!(
        "Contact: mailto:zelda@zelda.org.lv\nExpires: {}\nPreferred-Languages: lv, en\n",
        expires.format("%Y-%m-%dT00:00:00Z")
    ))
}

/// Who is asking.
///
/// Roles, rights and end of the token.
#[utoipa::path(responses((status = 200, description = "The caller.", body = Me)), security(("bearer" = ["me:read"])))]
#[get("/v1/me")]
async fn get_me(who: Allowed<rights::ReadMe>) -> Result<Answer, Error> {
    let mut purposes: Vec<Purpose> = Vec::new();
    for purpose in who.roles.iter().flat_map(|role| purpose::registered(*role)) {
        if !purposes.contains(purpose) {
            purposes.push(*purpose);
        }
    }
    let me = Me {
        issuer: who.issuer.clone(),
        subject: who.subject.clone(),
        client_id: who.client.clone(),
        roles: who.roles.iter().copied().map(Coded).collect(),
        scopes: access::rights_of(&who).into_iter().map(str::to_owned).collect(),
        purposes: purposes.into_iter().map(RegisteredPurpose::of).collect(),
        municipality: who.municipality.clone(),
        expires_at: who.expires_at,
        livemode: who.livemode,
    };
    Answer::json(actix_web::http::StatusCode::OK, &me)
}
