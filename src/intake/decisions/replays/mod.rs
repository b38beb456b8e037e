//! Replays: a decision run again on what it keeps, under the rules of this build, and every leaf that differs named.

mod again;
mod premises;
pub mod store;
#[cfg(test)]
mod tests;
pub mod wire;

use actix_web::{post, web};

use self::wire::{Replay, ReplayInput};
use super::{DecisionId, store as decisions};
use crate::db::journal::{self, Object};
use crate::error::Error;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Post, once};

pub use self::again::Again;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(replay_decision);
}

/// Runs a decision again.
///
/// On what it keeps, by the rules of today. It only leaves an event in the history.
#[utoipa::path(params(("id" = DecisionId, Path)), request_body = ReplayInput, responses((status = 201, description = "What came out.", body = Replay)), security(("bearer" = ["decisions:replay"])))]
#[post("/v1/decisions/{id}/replays")]
async fn replay_decision(
    who: Allowed<rights::ReplayDecisions>,
    app: web::Data<App>,
    id: web::Path<DecisionId>,
    post: Post<ReplayInput>,
) -> Result<Answer, Error> {
    let seen = post.seen;
    once(&app, who.caller, post.key, move |tx, who| {
        let row = decisions::find(tx, *id, who)?;
        seen.is(1)?;
        let again = store::again(tx, &row)?;
        let person = Some(row.person_id.uuid());
        let object = Object { kind: "decision", id: row.id.uuid(), version: 1, person };
        let event = journal::Row::of(who, "decision_replayed", object);
        let recorded = (event.id.uuid(), event.at);
        journal::add(tx, event)?;
        let location = format!("/v1/decisions/{}/history", row.id);
        Answer::created(location, 1, &Replay::of(recorded, &row, again, who))
    })
    .await
}
