//! Notifications and contests: the days as the rules find them, each step once, and what an answer did to the service.

use aplp_domain::remedy::{contest_term, deemed, effect};
use chrono::NaiveDate;
use diesel::prelude::*;

use super::Invariant;
use crate::codes::{ContestEffectCode, ContestOutcomeCode, DecisionOutcomeCode, NotificationChannelCode};
use crate::db::Conn;
use crate::db::schema::{contest_resolutions, contests, decisions, notifications};
use crate::error::Error;
use crate::intake::notifications::NotificationId;
use crate::safeguards::contests::ResolutionId;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "a decision was notified before it was taken",
        sql: "SELECT n.id FROM notifications n JOIN decisions d ON d.id = n.decision_id WHERE n.sent_on < d.decided_on",
    },
    Invariant {
        fault: "a notification came back before it was sent",
        sql: "SELECT r.id FROM notification_returns r JOIN notifications n ON n.id = r.notification_id \
              WHERE r.returned_on < n.sent_on",
    },
    Invariant {
        fault: "a contest names another person than its decision",
        sql: "SELECT c.id FROM contests c JOIN decisions d ON d.id = c.decision_id WHERE c.person_id <> d.person_id",
    },
    Invariant {
        fault: "a contest is held against another day than that of its notification",
        sql: "SELECT c.id FROM contests c LEFT JOIN notifications n ON n.id = c.notification_id \
              WHERE (c.notification_id IS NULL) <> (c.held_against IS NULL) OR n.decision_id <> c.decision_id \
              OR n.contest_until_lenient <> c.held_against",
    },
    Invariant {
        fault: "a contest is told to be in time and is not, or the other way round",
        sql: "SELECT c.id FROM contests c \
              WHERE c.in_time <> (c.held_against IS NULL OR c.submitted_on <= c.held_against)",
    },
    Invariant {
        fault: "a contest that waits for an answer is not held against the notification that counts",
        sql: "SELECT c.id FROM contests c LEFT JOIN notifications o ON o.id = c.notification_id \
              LEFT JOIN notification_returns b ON b.notification_id = o.id WHERE c.state IN ('submitted', 'forwarded') \
              AND (b.id IS NOT NULL OR EXISTS (SELECT 1 FROM notifications n WHERE n.decision_id = c.decision_id \
              AND NOT EXISTS (SELECT 1 FROM notification_returns x WHERE x.notification_id = n.id) \
              AND (o.id IS NULL OR n.deemed_on < o.deemed_on \
              OR (n.deemed_on = o.deemed_on AND n.contest_until_lenient > o.contest_until_lenient))))",
    },
    Invariant {
        fault: "a decision was contested before it was taken",
        sql: "SELECT c.id FROM contests c JOIN decisions d ON d.id = c.decision_id WHERE c.submitted_on < d.decided_on",
    },
    Invariant {
        fault: "a contest was taken back before it was submitted",
        sql: "SELECT c.id FROM contests c JOIN contest_withdrawals w ON w.contest_id = c.id \
              WHERE w.withdrawn_on < c.submitted_on",
    },
    Invariant {
        fault: "two contests of one decision are open",
        sql: "SELECT c.decision_id AS id FROM contests c WHERE c.state IN ('submitted', 'forwarded') \
              GROUP BY c.decision_id HAVING count(*) > 1",
    },
    Invariant {
        fault: "a decision was contested again although a contest of it was answered",
        sql: "SELECT c.id FROM contests c JOIN contests r ON r.decision_id = c.decision_id AND r.id <> c.id \
              WHERE r.state = 'resolved' AND c.state <> 'withdrawn'",
    },
    Invariant {
        fault: "a contest is passed on without a record of it, or the other way round",
        sql: "SELECT c.id FROM contests c LEFT JOIN contest_forwardings f ON f.contest_id = c.id \
              WHERE c.state <> 'withdrawn' AND (c.state = 'submitted') <> (f.id IS NULL)",
    },
    Invariant {
        fault: "a contest is answered without an answer, or the other way round",
        sql: "SELECT c.id FROM contests c LEFT JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE (c.state = 'resolved') <> (r.id IS NOT NULL)",
    },
    Invariant {
        fault: "a contest is taken back without a record of it, or the other way round",
        sql: "SELECT c.id FROM contests c LEFT JOIN contest_withdrawals w ON w.contest_id = c.id \
              WHERE (c.state = 'withdrawn') <> (w.id IS NOT NULL)",
    },
    Invariant {
        fault: "a contest was passed on before it came, or answered before it was passed on",
        sql: "SELECT c.id FROM contests c JOIN contest_forwardings f ON f.contest_id = c.id \
              LEFT JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE f.forwarded_on < c.received_on OR r.resolved_on < f.forwarded_on",
    },
    Invariant {
        fault: "a grant goes on although its decision was annulled",
        sql: "SELECT g.id FROM grants g JOIN contests c ON c.decision_id = g.decision_id \
              JOIN contest_resolutions r ON r.contest_id = c.id WHERE r.effect LIKE 'grant_ended%' AND g.state <> 'ended'",
    },
    Invariant {
        fault: "a grant ended as annulled whose decision was not",
        sql: "SELECT g.id FROM grants g WHERE g.end_ground = 'annulled' AND NOT EXISTS (SELECT 1 FROM contests c \
              JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE c.decision_id = g.decision_id AND r.effect LIKE 'grant_ended%')",
    },
    Invariant {
        fault: "an answer is told to have ended a grant and did not, or the other way round",
        sql: "SELECT r.id FROM contest_resolutions r JOIN contests c ON c.id = r.contest_id WHERE r.grant_ended <> EXISTS \
              (SELECT 1 FROM grants g WHERE g.decision_id = c.decision_id AND g.end_ground = 'annulled')",
    },
    Invariant {
        fault: "an answer is told to have removed a place in a queue and did not, or the other way round",
        sql: "SELECT r.id FROM contest_resolutions r JOIN contests c ON c.id = r.contest_id WHERE r.place_removed <> EXISTS \
              (SELECT 1 FROM queue_entries q WHERE q.decision_id = c.decision_id AND q.state = 'removed' \
              AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.place_id = q.id))",
    },
    Invariant {
        fault: "an answer is told to have opened an application and did not, or the other way round",
        sql: "SELECT r.id FROM contest_resolutions r JOIN contests c ON c.id = r.contest_id \
              JOIN decisions d ON d.id = c.decision_id WHERE r.effect LIKE '%application_reopened' AND r.reopened = EXISTS \
              (SELECT 1 FROM decisions n WHERE n.application_id = d.application_id AND n.grant_id IS NULL \
              AND (n.replaces_id IS NULL OR n.replaces_id <> d.id) AND n.number = (SELECT min(m.number) FROM decisions m \
              WHERE m.application_id = d.application_id AND m.grant_id IS NULL AND m.number > d.number))",
    },
    Invariant {
        fault: "somebody waits in a queue although the decision was undone",
        sql: "SELECT q.id FROM queue_entries q JOIN contests c ON c.decision_id = q.decision_id \
              JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE r.effect LIKE 'place_removed%' AND q.state IN ('waiting', 'offered')",
    },
    Invariant {
        fault: "a decision takes the place of one that stands, or of one on another application",
        sql: "SELECT d.id FROM decisions d JOIN decisions b ON b.id = d.replaces_id \
              WHERE b.application_id <> d.application_id OR NOT EXISTS (SELECT 1 FROM contests c \
              JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE c.decision_id = b.id AND r.reopened)",
    },
    Invariant {
        fault: "the journal has no row for a notification",
        sql: "SELECT t.id FROM notifications t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' WHERE j.id IS NULL",
    },
    Invariant {
        fault: "the journal has not one row for each version of a contest",
        sql: "SELECT t.id FROM contests t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
];

/// Notifications whose days are not those that the rules find for their channel.
pub(super) fn days(conn: &mut Conn) -> Result<Vec<String>, Error> {
    type Days = (NaiveDate, NaiveDate, NaiveDate, NaiveDate);
    let columns = (
        notifications::id,
        notifications::channel,
        notifications::sent_on,
        notifications::contest_indicated,
        (
            notifications::deemed_on,
            notifications::lenient_deemed_on,
            notifications::contest_until,
            notifications::contest_until_lenient,
        ),
    );
    // Without what is sealed, so that a value which does not open hides nothing.
    let rows: Vec<(NotificationId, NotificationChannelCode, NaiveDate, bool, Days)> =
        notifications::table.select(columns).load(conn)?;
    let wrong = rows.iter().filter(|(_, channel, sent_on, indicated, kept)| {
        let Ok(found) = deemed(channel.0, *sent_on) else { return true };
        let Ok(term) = contest_term(found.on, found.lenient_on, *indicated) else { return true };
        *kept != (found.on, found.lenient_on, term.until, term.until_lenient)
    });
    Ok(wrong.map(|(id, ..)| format!("a notification counts on another day than by the rules: {id}")).collect())
}

/// Answers whose effect is not the one that follows from them and from the decision.
pub(super) fn effects(conn: &mut Conn) -> Result<Vec<String>, Error> {
    type Answered = (ResolutionId, ContestOutcomeCode, ContestEffectCode, DecisionOutcomeCode);
    let rows: Vec<Answered> = contest_resolutions::table
        .inner_join(contests::table.inner_join(decisions::table))
        .select((
            contest_resolutions::id,
            contest_resolutions::outcome,
            contest_resolutions::effect,
            decisions::outcome,
        ))
        .load(conn)?;
    let wrong = rows.iter().filter(|(_, answer, kept, act)| effect(answer.0, act.0) != kept.0);
    Ok(wrong.map(|(id, ..)| format!("an answer to a contest has another effect than by the rules: {id}")).collect())
}
