//! Notifications: how and when a decision was made known to the person, and what came back.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::remedy::{HeldAgainst, LetterState, contest_term, deemed, held_against, may_return};

use self::store::{Held, ReturnRow, Row};
use self::wire::{Notification, NotificationInput, ReturnInput, told};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::intake::decisions::{self, DecisionId};

/// The id of a notification.
pub type NotificationId = Id<store::Row>;
/// The id of the record that a notification came back.
pub type NotificationReturnId = Id<store::ReturnRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(notify_decision).service(list_notifications).service(return_notification);
}

/// Records that a decision was made known to the person.
///
/// Handed over, it counts that day; a registered letter on the seventh day, an ordinary one on the eighth, a message on
/// the second working day. The earliest that did not come back counts, also for a waiting contest.
#[utoipa::path(params(("id" = DecisionId, Path)), request_body = NotificationInput, responses((status = 201, description = "The notification, with the day it counts and every step to it.", body = Notification)), security(("bearer" = ["decisions:notify"])))]
#[post("/v1/decisions/{id}/notifications")]
async fn notify_decision(
    who: Allowed<rights::NotifyDecisions>,
    app: web::Data<App>,
    id: web::Path<DecisionId>,
    post: Post<NotificationInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let decision = decisions::store::claimed(tx, *id, who)?;
        post.seen.is(1)?;
        let NotificationInput { channel, sent_on, document_reference, contest_indicated, note } = new.clone();
        Error::dates([has_come("sent_on", sent_on, who.today()), not_before("sent_on", sent_on, decision.decided_on)])?;
        let contest_indicated = contest_indicated.unwrap_or(true);
        let out_of_range = |_| Error::invalid("#/sent_on", "date_out_of_range");
        let counts = deemed(channel.0, sent_on).map_err(out_of_range)?;
        let term = contest_term(counts.on, counts.lenient_on, contest_indicated).map_err(out_of_range)?;
        let row = Row {
            id: NotificationId::in_order(),
            decision_id: decision.id,
            channel,
            sent_on,
            deemed_on: counts.on,
            lenient_deemed_on: counts.lenient_on,
            contest_indicated,
            contest_until: term.until,
            contest_until_lenient: term.until_lenient,
            document_reference,
            note,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        store::insert(tx, &row)?;
        let object = |kind, id| Object { kind, id, version: 1, person: Some(decision.person_id.uuid()) };
        journal::record(tx, who, "notification_recorded", object("notification", row.id.uuid()))?;
        journal::record(tx, who, "decision_notified", object("decision", decision.id.uuid()))?;
        hold_anew(tx, who, &decision)?;
        let made = told(tx, who, &decision)?.into_iter().find(|made| made.common.id == row.id.uuid());
        Ok(Answer::shown(1, &made.ok_or(Error::NotFound)?)?.new_at(format!("/v1/decisions/{id}/notifications")))
    })
    .await
}

/// Lists the notifications of a decision.
///
/// The oldest first.
#[utoipa::path(params(("id" = DecisionId, Path)), responses((status = 200, description = "The notifications.", body = Page<Notification>)), security(("bearer" = ["decisions:read"])))]
#[get("/v1/decisions/{id}/notifications")]
async fn list_notifications(
    who: Allowed<rights::ReadDecisions>,
    app: web::Data<App>,
    id: web::Path<DecisionId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let decision = decisions::store::find(conn, *id, who)?;
            told(conn, who, &decision)
        })
        .await
}

/// Records that a notification came back undelivered.
///
/// The next one counts. Refused once a contest was answered, and for what was handed over.
#[utoipa::path(params(("id" = NotificationId, Path)), request_body = ReturnInput, responses((status = 201, description = "The notification, with its return.", body = Notification)), security(("bearer" = ["decisions:notify"])))]
#[post("/v1/notifications/{id}/returns")]
async fn return_notification(
    who: Allowed<rights::NotifyDecisions>,
    app: web::Data<App>,
    id: web::Path<NotificationId>,
    post: Post<ReturnInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let found = store::find(tx, *id, who)?;
        let decision = decisions::store::claimed(tx, found.decision_id, who)?;
        post.seen.is(1)?;
        let ReturnInput { returned_on, reason } = new.clone();
        Error::dates([
            has_come("returned_on", returned_on, who.today()),
            not_before("returned_on", returned_on, found.sent_on),
        ])?;
        let came_back = !store::returns(tx, &[found.id])?.is_empty();
        let state = if came_back { LetterState::Returned } else { LetterState::Sent };
        may_return(found.channel.0, state)?;
        store::standing(tx, decision.id)?.course.may_return()?;
        let row = ReturnRow {
            id: NotificationReturnId::in_order(),
            notification_id: found.id,
            returned_on,
            reason,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        store::insert_return(tx, &row)?;
        let object = |kind, id| Object { kind, id, version: 1, person: Some(decision.person_id.uuid()) };
        journal::record(tx, who, "notification_returned", object("notification", found.id.uuid()))?;
        journal::record(tx, who, "decision_notice_returned", object("decision", decision.id.uuid()))?;
        hold_anew(tx, who, &decision)?;
        let returned = told(tx, who, &decision)?.into_iter().find(|made| made.common.id == found.id.uuid());
        let location = format!("/v1/decisions/{}/notifications", decision.id);
        Ok(Answer::shown(1, &returned.ok_or(Error::NotFound)?)?.new_at(location))
    })
    .await
}

/// Holds the open contest of a decision that was claimed against the notification that counts now.
fn hold_anew(tx: &mut Conn, who: &Caller, decision: &decisions::store::Row) -> Result<(), Error> {
    let Some(open) = store::open_contest(tx, decision.id)? else { return Ok(()) };
    let standing = store::standing(tx, decision.id)?;
    let HeldAgainst { in_time, last_day } = held_against(open.submitted_on, standing.course.term);
    if (open.notification_id, open.held_against) == (standing.notification, last_day) {
        return Ok(());
    }
    let anew = Held {
        notification_id: standing.notification,
        held_against: last_day,
        in_time,
        version: open.version + 1,
        updated_at: who.at.naive_utc(),
        ..open
    };
    store::hold(tx, &anew)?;
    let person = Some(decision.person_id.uuid());
    let object = Object { kind: "contest", id: anew.id.uuid(), version: anew.version, person };
    journal::record(tx, who, "contest_held_anew", object)
}
