//! Approvals: a second admin says yes to exactly one version of a client.

use actix_web::{get, post, web};

use super::store::{self, ApprovalRow, Row};
use super::wire::{ClientApproval, ClientApprovalInput};
use super::{ClientApprovalId, ClientId, WAIVED, consent, object};
use crate::caller::Sight;
use crate::db::journal;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(approve_client).service(list_client_approvals);
}

/// Approves a client.
///
/// Puts its roles, municipality and waiting tokens in force. Refused for another version, and to whoever asked for any
/// of them.
#[utoipa::path(params(("id" = ClientId, Path)), request_body = ClientApprovalInput, responses((status = 201, description = "The approval.", body = ClientApproval)), security(("bearer" = ["clients:approve"])))]
#[post("/v1/clients/{id}/approvals")]
async fn approve_client(
    who: Allowed<rights::ApproveClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    post: Post<ClientApprovalInput>,
) -> Result<Answer, Error> {
    let (wanted, seen, single_admin) = (post.body.version, post.seen, app.single_admin);
    let done = once(&app, who.caller, post.key, move |tx, who| {
        let row = store::claimed(tx, *id)?;
        seen.is(row.version)?;
        if row.waits_since.is_none() {
            return Err(Error::Conflict("client_approved_already"));
        }
        if wanted != row.version {
            return Err(Error::Conflict("client_version_replaced"));
        }
        let own = consent::has_asked(&row, who);
        if own && !single_admin {
            return Err(Error::Conflict("client_approval_own"));
        }
        let now = who.at.naive_utc();
        let approval = ApprovalRow {
            id: ClientApprovalId::in_order(),
            client_id: *id,
            version: row.version,
            roles: row.roles.clone(),
            municipality: row.municipality.clone(),
            approved_by: who.official(),
            approved_at: now,
        };
        store::insert_approval(tx, &approval)?;
        store::accept_tokens(tx, *id, now)?;
        let row = Row { version: row.version + 1, updated_at: now, ..consent::in_force(row) };
        store::update(tx, &row)?;
        let action = if own { WAIVED } else { "client_approved" };
        journal::record(tx, who, action, object(&row))?;
        Answer::created(format!("/v1/clients/{}/approvals", *id), 1, &ClientApproval::of(approval, who))
    })
    .await;
    app.known.forget();
    done
}

/// Lists the approvals of a client.
///
/// The oldest first.
#[utoipa::path(params(("id" = ClientId, Path)), responses((status = 200, description = "A page of approvals.", body = Page<ClientApproval>)), security(("bearer" = ["clients:read"])))]
#[get("/v1/clients/{id}/approvals")]
async fn list_client_approvals(
    who: Allowed<rights::ReadClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let read = app.db.view(Sight::Nobody, move |conn| store::find(conn, *id).and_then(|_| store::approvals(conn, *id)));
    let approvals = read.await?.into_iter().map(|row| ClientApproval::of(row, &who)).collect();
    paging.whole(&app, &who, approvals).await
}
