//! `verify` finds each fault that is planted in the life of places and of granted services.

use chrono::Duration;
use diesel::connection::SimpleConnection;
use serde_json::json;

use aplp::db::Place;

use crate::support::Office;
use crate::support::acts::{amend, attempt, own_application, suspend, terminate};
use crate::support::rulings::{allocated, decide, queue};
use crate::support::service::{A_YEAR, entry, office, served};
use crate::support::steps::{checked, form, need, programme, ready};

/// An office in which a service was paused, changed and ended, another runs, a third one ended by death, one person waits and one was
/// asked.
fn lived() -> Office {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let [one, other, third] = [(); 3].map(|()| served(&office, A_YEAR));
    allocated(&andris, "state", json!({ "places": 4 }));
    let state = programme(&andris, "state");
    let [called, waiting, left] = [901, 902, 903].map(|number| ready(&ilze, number, 480));
    allocated(&andris, "state", json!({ "places": -1 }));
    for application in [&called, &waiting, &left] {
        decide(&andris, application, queue(&state)).ok(201);
    }
    allocated(&andris, "state", json!({ "places": 1 }));
    ilze.post(&format!("/v1/programmes/{state}/call-ups"), json!({})).ok(201);
    checked(&ilze, &called);
    let places = ilze.get(&format!("/v1/programmes/{state}/queue")).ok(200);
    let [first, last] =
        [0, 2].map(|at: usize| format!("/v1/queue-entries/{}", places["items"][at]["id"].as_str().unwrap()));
    ilze.post(&format!("{first}/offers"), json!({ "answer_by": office.today() + Duration::days(10) })).ok(201);
    ilze.post(&format!("{last}/leaving"), json!({ "words": "Vairs nevajag." })).ok(201);
    office.move_to("2026-03-02T12:00:00Z");
    other.post(&office, entry("2026-02-20T10:00", "2026-02-20T11:00")).ok(201);
    suspend(&andris, &one.grant, "inpatient_treatment", "2026-02-01", json!({ "to": "2026-02-10" })).ok(201);
    let grant = ilze.get(&format!("/v1/grants/{}", one.grant)).ok(200);
    let decision = ilze.get(&format!("/v1/decisions/{}", grant["decision_id"].as_str().unwrap())).ok(200);
    let application = decision["application_id"].as_str().unwrap();
    let needs = form(&ilze, &state, &[need("finance", 480), need("health", 0)]);
    ilze.post(&format!("/v1/applications/{application}/assessments"), needs).ok(201);
    amend(&andris, &one.grant, "2026-03-02", 1, 480, json!({})).ok(201);
    attempt(&ilze, &one.grant, "2026-02-16", false);
    let incident = json!({
        "grant_id": one.grant, "happened_on": "2026-02-20", "kind": "no_safe_workplace", "description": "Nav gaismas.",
    });
    ilze.post("/v1/incidents", incident).ok(201);
    terminate(&andris, &one.grant, "own_request", own_application(&andris, "person")).ok(201);
    let died = json!({ "ends_on": "2026-02-27", "document_reference": "miršanas apliecība" });
    terminate(&andris, &third.grant, "death", died).ok(201);
    office
}

#[test]
fn a_life_with_everything_in_it_has_no_fault() {
    assert_eq!(lived().faults(), [""; 0]);
}

const MISCOUNTED: &str = "a month, a day or a hundred of a queue is not counted right";
const ANOTHERS: &str = "what happened under a grant happened to another person";

/// What is planted, and what `verify` says of it.
const FAULTS: &[(&str, &str)] = &[
    (
        "UPDATE balances SET places_taken = places_taken + 1 WHERE places_allocated IS NULL",
        "the places taken are not those of the persons",
    ),
    ("UPDATE balances SET cents_committed = cents_committed + 1", "the money committed is not that of the grants"),
    ("UPDATE queue_counts SET waiting = waiting + 1 WHERE level = 1", MISCOUNTED),
    ("UPDATE queue_counts SET waiting = waiting + 1 WHERE level = 2", MISCOUNTED),
    ("UPDATE queue_counts SET waiting = waiting + 1 WHERE level = 3", MISCOUNTED),
    ("UPDATE queue_counts SET span = '2025-12' WHERE level = 1", MISCOUNTED),
    ("UPDATE queue_entries SET accepted = true WHERE state = 'offered'", "an offer was accepted that nobody accepted"),
    ("UPDATE queue_entries SET answer_by = '2026-01-30' WHERE state = 'offered'", "an offer stands until another day"),
    (
        "UPDATE queue_entries SET reserved_cents = 0 WHERE state = 'waiting'",
        "money is put aside for a place that was not",
    ),
    ("UPDATE queue_entries SET ask_again_from = '2026-01-30' WHERE state = 'waiting'", "somebody is asked again who"),
    (
        "UPDATE reminders SET person_id = (SELECT person_id FROM time_entries)",
        "a reminder is about a place or a service",
    ),
    ("UPDATE reminders SET object_id = id", "a reminder is about a place or a service"),
    (
        "UPDATE queue_entries SET state = 'removed' WHERE reserved_cents IS NULL AND state = 'waiting'",
        "a place was ended without the decision that ends it",
    ),
    (
        "UPDATE queue_entries SET state = 'left' WHERE reserved_cents IS NULL AND state = 'waiting'",
        "a place does not stand where what happened to it leads",
    ),
    (
        "UPDATE decisions SET grant_id = id WHERE outcome = 'suspend'",
        "a decision is about a place or a grant that is not there",
    ),
    (
        "UPDATE grants SET end_ground = 'death' WHERE end_ground = 'own_request'",
        "a service ends before its term without a decision, or with another ground",
    ),
    ("DELETE FROM grant_events WHERE kind = 'amended'", "a decision about a grant happened to nobody"),
    ("UPDATE grant_steps SET volume_minutes = 479 WHERE volume_minutes = 480", "what a grant gives was not decided so"),
    ("DELETE FROM grant_steps WHERE volume_minutes = 480", "a decision that gives something has no step of its grant"),
    ("UPDATE grants SET previous_id = id WHERE end_ground IS NULL", "a grant comes after one of somebody else"),
    (
        "UPDATE grants SET (person_id, previous_id) = (SELECT person_id, grant_id FROM time_entries) WHERE end_ground = 'own_request'",
        "two services of one person overlap",
    ),
    ("UPDATE grants SET state = 'suspended' WHERE end_ground IS NULL", "a service does not stand where"),
    ("UPDATE grants SET committed_cents = 5 WHERE end_ground IS NULL", "a service holds other money than follows"),
    (
        "UPDATE grants SET (person_id, previous_id) = (SELECT person_id, grant_id FROM time_entries) WHERE end_ground = 'own_request'; \
     INSERT INTO month_totals SELECT id, '2026-02', 450, 450 FROM grants WHERE end_ground = 'own_request'",
        "services of a person under one programme used more of a month",
    ),
    ("UPDATE month_totals SET volume_minutes = volume_minutes + 1", "a month of a service counts another volume"),
    (
        "UPDATE grant_events SET effective_to = '2026-02-25' WHERE kind = 'suspended'; \
     UPDATE grant_events SET grant_id = (SELECT grant_id FROM time_entries) WHERE kind = 'suspended'",
        "support was given on a day of a suspension",
    ),
    ("DELETE FROM grant_steps", "a service gives nothing"),
    (
        "UPDATE grants SET suspended_to = '2026-02-11' WHERE suspended_to IS NOT NULL",
        "a service is suspended to another day than was decided",
    ),
    (
        "INSERT INTO grant_events SELECT decision_id, grant_id, person_id, decision_id, kind, '2026-02-10', '2026-02-12', recorded_by, \
     recorded_at FROM grant_events WHERE kind = 'suspended'",
        "suspensions of a service overlap or leave its term",
    ),
    (
        "UPDATE grant_events SET effective_from = '2026-01-11' WHERE kind = 'suspended'",
        "suspensions of a service overlap or leave its term",
    ),
    (
        "UPDATE grant_events SET decision_id = NULL WHERE kind = 'suspended'",
        "a suspension was not decided, or for another service",
    ),
    (
        "UPDATE grant_events SET effective_from = '2026-02-26' WHERE kind = 'ended'",
        "a service ended on another day than its last one",
    ),
    (
        "UPDATE grant_steps SET grant_id = (SELECT grant_id FROM time_entries) WHERE volume_minutes = 480",
        "what a grant gives was decided for another grant",
    ),
    (
        "UPDATE grant_steps SET decision_id = (SELECT id FROM decisions WHERE outcome = 'suspend') \
     WHERE grant_id = (SELECT grant_id FROM time_entries)",
        "what a grant gives was decided for another grant",
    ),
    ("UPDATE grant_events SET person_id = (SELECT person_id FROM time_entries) WHERE kind = 'suspended'", ANOTHERS),
    ("UPDATE incidents SET person_id = (SELECT person_id FROM time_entries)", ANOTHERS),
    ("UPDATE contact_attempts SET person_id = (SELECT person_id FROM time_entries)", ANOTHERS),
];

#[test]
fn each_planted_fault_is_found() {
    let office = lived();
    let mut conn = office.place.open(false).unwrap();
    let unguarded: &[&str] =
        &["decisions", "grant_events", "grant_steps", "place_events", "incidents", "contact_attempts"];
    for table in unguarded {
        let statements = match office.place {
            Place::Sqlite(_) => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete"),
            Place::Postgres(_) => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
        };
        conn.batch_execute(&statements).unwrap();
    }

    office.finds_each(&mut conn, FAULTS);
}
