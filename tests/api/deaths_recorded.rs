//! A death is recorded for anybody, and from its day on nothing is done for the person until another official takes it back.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use aplp::db::Place;

use crate::support::acts::{suspend, terminate};
use crate::support::rulings::{allocated, decide, grant, queue, refuse};
use crate::support::service::{A_YEAR, Service, draft, drafted, entry, office, served, sign, supporter};
use crate::support::steps::{programme, ready, statement};
use crate::support::{Desk, Office, Reply};

fn died(desk: &Desk<'_>, person: &str, on: &str) -> Reply {
    let told = json!({ "died_on": on, "source": "natural_persons", "document_reference": "PMLP izziņa 7" });
    desk.post(&format!("/v1/persons/{person}/deaths"), told)
}

fn retract(desk: &Desk<'_>, death: &Value) -> Reply {
    let (person, id) = (death["person_id"].as_str().unwrap(), death["id"].as_str().unwrap());
    desk.post(&format!("/v1/persons/{person}/deaths/{id}/retractions"), json!({ "reason": "Cita persona." }))
}

/// Whose application an application is.
fn person_of(desk: &Desk<'_>, application: &str) -> String {
    let application = desk.get(&format!("/v1/applications/{application}")).ok(200);
    application["person_id"].as_str().unwrap().to_owned()
}

/// A service since 12 January with an hour on 10 March, seen two days later.
fn running() -> (Office, Service) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-12T12:00:00Z");
    service.post(&office, entry("2026-03-10T08:00", "2026-03-10T09:00")).ok(201);
    (office, service)
}

#[test]
fn nothing_is_applied_for_or_decided_for_the_dead_until_another_official_takes_the_mistake_back() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let application = ready(&ilze, 1, 480);
    let person = person_of(&ilze, &application);
    let today = office.today().to_string();

    died(&ilze, &person, "2026-03-03").problem(400, "invalid_request");
    let death = died(&ilze, &person, &today).ok(201);
    let again = died(&andris, &person, "2026-03-01").problem(409, "death_recorded_already");
    let granted = decide(&andris, &application, grant(&andris, &state)).problem(409, "person_died");
    decide(&andris, &application, queue(&state)).problem(409, "person_died");
    decide(&andris, &application, refuse(&state, "no_disability")).problem(409, "person_died");
    ilze.post("/v1/applications", statement(&person, &today)).problem(409, "person_died");
    retract(&ilze, &death).problem(409, "same_official");
    let back = retract(&andris, &death).ok(201);
    retract(&office.coordinator().as_subject("maija"), &death).problem(409, "death_retracted_already");
    decide(&andris, &application, grant(&andris, &state)).ok(201);

    assert_eq!((&again["turns_on"], &granted["turns_on"]), (&json!(today), &json!(today)));
    assert_eq!((&death["retraction"], &back["retraction"]["reason"]), (&Value::Null, &json!("Cita persona.")));
    let listed = ilze.get(&format!("/v1/persons/{person}/deaths")).ok(200);
    assert_eq!(listed["items"], json!([back]));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn what_was_given_before_the_death_stands_and_nothing_is_given_from_its_day_on() {
    let (office, service) = running();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let early = died(&ilze, &service.person, "2026-03-09").problem(409, "hours_inside");
    let other = drafted(&office, &service.grant, &supporter(&office));

    died(&ilze, &service.person, "2026-03-10").ok(201);

    let on_the_day = service.post(&office, entry("2026-03-10T10:00", "2026-03-10T11:00"));
    assert_eq!(on_the_day.problem(409, "person_died")["turns_on"], "2026-03-10");
    service.post(&office, entry("2026-03-09T22:30", "2026-03-09T23:00")).problem(409, "person_died");
    service.post(&office, entry("2026-03-09T10:00", "2026-03-09T11:00")).ok(201);
    sign(&ilze, &other, "person", "2026-03-12T12:00:00Z").problem(409, "person_died");
    let path = format!("/v1/grants/{}/agreements", service.grant);
    ilze.post(&path, draft(&service.supporter)).problem(409, "person_died");
    suspend(&andris, &service.grant, "imprisonment", "2026-03-12", json!({})).problem(409, "person_died");
    let ends = json!({ "ends_on": "2026-03-10", "document_reference": "PMLP izziņa 7" });
    terminate(&andris, &service.grant, "death", ends).ok(201);
    assert_eq!(early["turns_on"], "2026-03-10");
    assert_eq!(service.month(&office, "2026-03")["used_minutes"], 120);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn the_dead_are_not_called_up_and_hold_nobody_back() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let [first, second] = [1, 2].map(|number| ready(&ilze, number, 480));
    for application in [&first, &second] {
        decide(&andris, application, queue(&state)).ok(201);
    }
    let death = died(&ilze, &person_of(&ilze, &first), "2026-03-02").ok(201);
    allocated(&andris, "state", json!({ "places": 2 }));
    let call_up = || ilze.post(&format!("/v1/programmes/{state}/call-ups"), json!({}));

    let called = call_up().ok(201);
    call_up().problem(409, "nobody_to_call_up");
    retract(&andris, &death).ok(201);
    let after = call_up().ok(201);

    assert_eq!(called["person_id"], json!(person_of(&ilze, &second)));
    assert_eq!(after["person_id"], json!(person_of(&ilze, &first)));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_death_is_recorded_by_the_association_and_read_by_who_sees_the_person() {
    let (office, service) = running();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}/deaths", service.person);
    died(&office.municipality("0001000"), &service.person, "2026-03-12").problem(403, "forbidden");
    died(&office.support_person(&service.supporter), &service.person, "2026-03-12").problem(403, "forbidden");

    let death = died(&ilze, &service.person, "2026-03-12").ok(201);

    for desk in [office.municipality("0001000"), office.support_person(&service.supporter), office.decision_maker()] {
        assert_eq!(desk.get(&path).ok(200)["items"][0]["died_on"], death["died_on"]);
    }
    office.municipality("0051000").get(&path).problem(404, "not_found");
}

/// What is planted, and what `verify` says of it.
const FAULTS: &[(&str, &str)] = &[
    (
        "INSERT INTO deaths SELECT person_id, person_id, died_on, source, sealed, recorded_by, recorded_at FROM deaths \
         WHERE id NOT IN (SELECT death_id FROM death_retractions)",
        "two deaths of one person stand",
    ),
    (
        "UPDATE death_retractions SET recorded_by = (SELECT recorded_by FROM deaths WHERE id = death_id)",
        "a death was taken back by who had recorded it",
    ),
    (
        "UPDATE deaths SET died_on = '2026-01-01', recorded_at = '2026-01-01 00:00:00'",
        "something was decided for a person whose death was recorded",
    ),
    (
        "UPDATE deaths SET died_on = '2026-03-01', recorded_at = '2026-03-01 00:00:00'",
        "support was counted for a person whose death was recorded",
    ),
];

#[test]
fn each_planted_fault_is_found() {
    let (office, service) = running();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let mistake = died(&ilze, &service.person, "2026-03-11").ok(201);
    retract(&andris, &mistake).ok(201);
    died(&ilze, &service.person, "2026-03-12").ok(201);
    let mut conn = office.place.open(false).unwrap();
    for table in ["deaths", "death_retractions"] {
        let statements = match office.place {
            Place::Sqlite(_) => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete"),
            Place::Postgres(_) => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
        };
        conn.batch_execute(&statements).unwrap();
    }

    office.finds_each(&mut conn, FAULTS);
}
