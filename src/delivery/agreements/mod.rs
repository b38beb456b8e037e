//! Agreements of three: person, support person, association.

mod signing;
pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Wanted};
use self::wire::{Agreement, AgreementInput, SignatureInput};
use crate::db::journal::Object;
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// The id of an agreement.
pub type AgreementId = Id<store::Row>;
/// The id of a signature.
pub type SignatureId = Id<store::SignatureRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(draft_agreement).service(list_agreements).service(get_agreement).service(sign_agreement);
}

/// Which agreements.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this grant's.
    #[param(nullable = false)]
    grant_id: Option<GrantId>,
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only this support person's.
    #[param(nullable = false)]
    support_person_id: Option<SupportPersonId>,
}

/// Drafts an agreement.
///
/// Supersedes an earlier draft. A signed agreement holds until all three have signed the new one.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = AgreementInput, responses((status = 201, description = "The agreement, signed by nobody yet.", body = Agreement)), security(("bearer" = ["agreements:draft"])))]
#[post("/v1/grants/{id}/agreements")]
async fn draft_agreement(
    who: Allowed<rights::DraftAgreements>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<AgreementInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let row = signing::drafted(tx, who, *id, &post.seen, new.clone())?;
        Answer::created(format!("/v1/agreements/{}", row.id), row.version, &Agreement::of(row, &[], who))
    })
    .await
}

/// Lists agreements.
///
/// Oldest first, of persons the caller may see.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of agreements.", body = Page<Agreement>)), security(("bearer" = ["grants:read"])))]
#[get("/v1/agreements")]
async fn list_agreements(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let Filter { grant_id: grant, person_id: person, support_person_id: support_person } = filter.into_inner();
    let (caller, wanted) = (who.caller.clone(), Wanted { grant, person, support_person });
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let signatures = store::signatures(conn, &ids)?;
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        let shown = |row: Row| ((row.created_at, row.id), Agreement::of(row, &signatures, &caller));
        Ok((rows.into_iter().map(shown).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// Reads an agreement.
///
/// With its signatures.
#[utoipa::path(params(("id" = AgreementId, Path)), responses((status = 200, description = "The agreement.", body = Agreement)), security(("bearer" = ["grants:read"])))]
#[get("/v1/agreements/{id}")]
async fn get_agreement(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    id: web::Path<AgreementId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let (row, signatures) = app
        .db
        .view(caller.sight(), move |conn| Ok((store::find(conn, *id, &caller)?, store::signatures(conn, &[*id])?)))
        .await?;
    Answer::found(row.version, &Agreement::of(row, &signatures, &who))
}

/// Records a signature.
///
/// Each party once. The third puts it in force and supersedes an earlier one.
#[utoipa::path(params(("id" = AgreementId, Path)), request_body = SignatureInput, responses((status = 201, description = "The agreement with the signature.", body = Agreement)), security(("bearer" = ["agreements:sign"])))]
#[post("/v1/agreements/{id}/signatures")]
async fn sign_agreement(
    who: Allowed<rights::SignAgreements>,
    app: web::Data<App>,
    id: web::Path<AgreementId>,
    post: Post<SignatureInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let row = signing::signed(tx, who, *id, &post.seen, new.clone())?;
        let signatures = store::signatures(tx, &[row.id])?;
        Answer::created(format!("/v1/agreements/{}", row.id), row.version, &Agreement::of(row, &signatures, who))
    })
    .await
}

fn object(row: &Row) -> Object {
    Object { kind: "agreement", id: row.id.uuid(), version: row.version, person: Some(row.person_id.uuid()) }
}
