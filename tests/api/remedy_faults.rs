//! `verify` on notifications and contests: silent on what happened, and a line for each fault that is planted.

use aplp::db::Place;
use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::support::Office;
use crate::support::acts::end_as_asked;
use crate::support::remedies::{Decided, granted_by_the_state, refused};
use crate::support::rulings::{allocated, decide, grant, new_programme, queue};
use crate::support::steps::{assessed, checked, programme, ready};

/// An office with a notification that came back and one that counts, a contest that was taken back and one that is open, an
/// annulled grant, an undone place in a queue, and a refusal whose place another decision took.
fn contested() -> Office {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let annulled = granted_by_the_state(&office, 1);
    annulled.notify(&ilze, "in_person", "2026-03-02").ok(201);
    annulled.answered(&office, "annulled");

    let replaced = refused(&office, 2);
    replaced.answered(&office, "annulled");
    checked(&ilze, &replaced.application);
    assessed(&ilze, &replaced.application, "state", 480);
    decide(&andris, &replaced.application, grant(&andris, &programme(&ilze, "state"))).ok(201);

    let open = refused(&office, 3);
    let letter = open.notify(&ilze, "registered_mail", "2026-03-02").id(201);
    let back = json!({ "returned_on": "2026-03-02", "reason": "adrese nav pareiza" });
    ilze.post(&format!("/v1/notifications/{letter}/returns"), back).ok(201);
    open.notify(&ilze, "ordinary_mail", "2026-03-02").ok(201);
    let first = open.contest(&ilze, json!({})).id(201);
    ilze.post(&format!("/v1/contests/{first}/withdrawals"), json!({})).ok(201);
    open.contest(&ilze, json!({})).ok(201);

    new_programme(&andris, "full");
    let full = allocated(&andris, "full", json!({ "places": 0 }));
    let queued = ready(&ilze, 4, 480);
    let place = decide(&andris, &queued, queue(&full)).id(201);
    let contest = ilze.post(&format!("/v1/decisions/{place}/contests"), crate::support::remedies::contest(json!({})));
    let contest = contest.id(201);
    ilze.post(&format!("/v1/contests/{contest}/forwardings"), json!({})).ok(201);
    crate::support::remedies::resolve(&office, &contest, "annulled").ok(201);

    let undone = ending(&office, 5);
    undone.answered(&office, "annulled");
    let rests = json!({ "suspensive_effect": { "applies": true, "legal_ground": "APL 80. pants" } });
    ending(&office, 6).contest(&ilze, rests).ok(201);
    office
}

/// A decision that ends a service at the end of the month.
fn ending(office: &Office, number: u32) -> Decided {
    let andris = office.decision_maker();
    let service = granted_by_the_state(office, number);
    let grant = service.body["grant_id"].as_str().unwrap();
    Decided::of(end_as_asked(&andris, grant, "2026-03-31").ok(201))
}

/// Takes away what the database itself holds, so that a fault can be planted that could not happen otherwise.
fn unguard(office: &Office) -> String {
    let tables = [
        "notifications",
        "notification_returns",
        "contests",
        "contest_forwardings",
        "contest_resolutions",
        "contest_withdrawals",
        "decisions",
    ];
    match office.place {
        Place::Sqlite(_) => {
            let guards: String = tables
                .map(|table| {
                    format!("DROP TRIGGER IF EXISTS {table}_no_update; DROP TRIGGER IF EXISTS {table}_no_delete;")
                })
                .concat();
            format!("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; {guards}")
        }
        Place::Postgres(_) => {
            let guards: String = tables.map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER ALL;")).concat();
            format!(
                "{guards} ALTER TABLE contests DROP CONSTRAINT in_time_as_held, DROP CONSTRAINT held_against_a_notification; \
                 ALTER TABLE contest_resolutions DROP CONSTRAINT only_what_is_upheld_changes_nothing, \
                 DROP CONSTRAINT done_is_what_follows;"
            )
        }
    }
}

#[test]
fn an_office_where_decisions_were_contested_has_no_fault() {
    assert_eq!(contested().faults(), [""; 0]);
}

/// What is planted, and what `verify` says of it.
const FAULTS: &[(&str, &str)] = &[
    (
        "UPDATE notifications SET deemed_on = '2026-03-08' WHERE channel = 'registered_mail'",
        "a notification counts on another day than by the rules",
    ),
    (
        "UPDATE notifications SET lenient_deemed_on = '2026-03-11' WHERE channel = 'ordinary_mail'",
        "a notification counts on another day than by the rules",
    ),
    (
        "UPDATE notifications SET contest_until_lenient = '2026-04-30' WHERE channel = 'registered_mail'",
        "a notification counts on another day than by the rules",
    ),
    (
        "UPDATE notifications SET contest_indicated = NOT contest_indicated",
        "a notification counts on another day than by the rules",
    ),
    ("UPDATE notifications SET sent_on = '2026-03-01'", "a decision was notified before it was taken"),
    ("UPDATE notification_returns SET returned_on = '2026-03-01'", "a notification came back before it was sent"),
    (
        "UPDATE contests SET person_id = (SELECT id FROM persons WHERE id <> contests.person_id LIMIT 1)",
        "a contest names another person than its decision",
    ),
    (
        "UPDATE contests SET held_against = '2026-03-01' WHERE held_against IS NOT NULL",
        "a contest is held against another day than that of its notification",
    ),
    (
        "UPDATE contests SET notification_id = NULL",
        "a contest is held against another day than that of its notification",
    ),
    (
        "UPDATE contests SET notification_id = NULL, held_against = NULL WHERE notification_id IS NOT NULL",
        "a contest that waits for an answer is not held against the notification that counts",
    ),
    (
        "UPDATE contests SET notification_id = (SELECT id FROM notifications WHERE channel = 'registered_mail'), held_against = '2026-04-09' WHERE state = 'submitted' AND notification_id IS NOT NULL",
        "a contest that waits for an answer is not held against the notification that counts",
    ),
    ("UPDATE contests SET submitted_on = '2026-03-01'", "a decision was contested before it was taken"),
    ("UPDATE contest_withdrawals SET withdrawn_on = '2026-03-01'", "a contest was taken back before it was submitted"),
    (
        "UPDATE contest_resolutions SET grant_ended = NOT grant_ended",
        "an answer is told to have ended a grant and did not",
    ),
    (
        "UPDATE contest_resolutions SET place_removed = NOT place_removed",
        "an answer is told to have removed a place in a queue and did not",
    ),
    (
        "UPDATE contest_resolutions SET reopened = NOT reopened",
        "an answer is told to have opened an application and did not",
    ),
    ("UPDATE contest_resolutions SET end_undone = FALSE", "a service ends before its term without a decision"),
    (
        "UPDATE contests SET put_off = NULL, ends_on = NULL WHERE put_off IS NOT NULL",
        "a service ends before its term without a decision",
    ),
    (
        "UPDATE contests SET ends_on = '2026-04-15' WHERE put_off = 'end_put_off'",
        "a service ends before its term without a decision",
    ),
    ("UPDATE contests SET in_time = NOT in_time", "a contest is told to be in time and is not"),
    (
        "DROP INDEX one_open_contest; UPDATE contests SET state = 'submitted' WHERE state = 'withdrawn'",
        "two contests of one decision are open",
    ),
    (
        "UPDATE contests SET state = 'resolved' WHERE state = 'submitted'; DROP INDEX one_open_contest; UPDATE contests SET state = 'submitted' WHERE state = 'withdrawn'",
        "a decision was contested again although a contest of it was answered",
    ),
    (
        "UPDATE contests SET state = 'forwarded' WHERE state = 'submitted'",
        "a contest is passed on without a record of it",
    ),
    ("DELETE FROM contest_resolutions WHERE outcome = 'annulled'", "a contest is answered without an answer"),
    ("DELETE FROM contest_withdrawals", "a contest is taken back without a record of it"),
    ("UPDATE contest_forwardings SET forwarded_on = '2026-03-01'", "a contest was passed on before it came"),
    ("UPDATE contest_resolutions SET resolved_on = '2026-03-01'", "a contest was passed on before it came"),
    ("UPDATE contest_resolutions SET effect = 'none'", "an answer to a contest has another effect than by the rules"),
    ("UPDATE grants SET state = 'granted'", "a grant goes on although its decision was annulled"),
    (
        "UPDATE grants SET state = 'ended', end_ground = 'annulled' WHERE state <> 'ended'",
        "a grant ended as annulled whose decision was not",
    ),
    ("UPDATE queue_entries SET state = 'waiting'", "somebody waits in a queue although the decision was undone"),
    (
        "UPDATE contest_resolutions SET reopened = FALSE WHERE effect = 'application_reopened'",
        "a decision takes the place of one that stands",
    ),
    (
        "UPDATE decisions SET application_id = (SELECT id FROM applications WHERE id <> decisions.application_id LIMIT 1) WHERE replaces_id IS NOT NULL",
        "a decision takes the place of one that stands, or of one on another application",
    ),
    (
        "UPDATE applications SET state = 'decided', decided_on = '2026-03-02' WHERE state = 'assessed'",
        "an application is decided without a decision",
    ),
    ("UPDATE contests SET version = version + 1", "the journal has not one row for each version of a contest"),
];

#[test]
fn each_planted_fault_is_found() {
    let office = contested();
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute(&unguard(&office)).unwrap();

    office.finds_each(&mut conn, FAULTS);
}

#[test]
fn a_notification_that_the_journal_does_not_know_is_found() {
    let office = contested();
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute(&unguard(&office)).unwrap();
    let (id, bytes) = match office.place {
        Place::Sqlite(_) => ("randomblob(16)", "x'00'"),
        Place::Postgres(_) => ("gen_random_uuid()", "'\\x00'::bytea"),
    };

    let copy = "decision_id, channel, sent_on, deemed_on, lenient_deemed_on, contest_indicated, contest_until, \
                contest_until_lenient";
    let planted = format!(
        "INSERT INTO notifications (id, {copy}, sealed, recorded_by, recorded_at) \
         SELECT {id}, {copy}, {bytes}, recorded_by, recorded_at FROM notifications LIMIT 1"
    );
    conn.batch_execute(&planted).unwrap();

    let found = office.faults();
    assert!(found.iter().any(|line| line.contains("the journal has no row for a notification")), "{found:#?}");
    assert!(found.iter().any(|line| line.contains("a sealed value of notifications does not open")), "{found:#?}");
}
