//! Histories: what happened to each resource, and what stood there before.

use aplp::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::service::{A_YEAR, entry, office, served};
use crate::support::{Desk, Office, steps};

fn history(desk: &Desk<'_>, path: &str) -> Vec<Value> {
    desk.get(&format!("{path}/history")).ok(200)["items"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

#[test]
fn the_history_of_a_person_tells_each_change_by_whom_and_what_stood_there_before() {
    let office = Office::open();
    let (ilze, dace) = (office.coordinator(), office.coordinator().as_subject("dace"));
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));
    ilze.get(&path).ok(200);
    dace.patch(&path, json!({ "phone": "+371 20000000" })).ok(200);
    office.pass_days(1);
    ilze.patch(&path, json!({ "address": "Tērbatas iela 2, Rīga" })).ok(200);

    let told = history(&ilze, &path);

    assert_eq!(actions(&told), ["person_registered", "person_changed", "person_changed"]);
    let versions: Vec<_> = told.iter().map(|entry| entry["made_version"].as_i64().unwrap()).collect();
    assert_eq!(versions, [1, 2, 3]);
    assert_eq!((&told[1]["actor"]["subject"], &told[0]["before"]), (&json!("dace"), &Value::Null));
    assert_eq!(told[1]["before"]["phone"], "+371 67442828");
    assert_eq!(
        (&told[2]["before"]["phone"], &told[2]["before"]["address"]),
        (&json!("+371 20000000"), &json!("Brīvības iela 1, Rīga"))
    );
}

#[test]
fn everything_in_a_case_has_a_history_from_its_beginning_on() {
    let office = office();
    let service = served(&office, A_YEAR);
    let ilze = office.coordinator();
    office.move_to("2026-01-20T12:00:00Z");
    let posted = service.post(&office, entry("2026-01-20T09:00", "2026-01-20T10:00")).id(201);
    let listed = |path: &str| ilze.get(path).ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let application = format!("/v1/applications/{}", listed("/v1/applications"));
    let decision = format!("/v1/decisions/{}", listed("/v1/decisions"));
    let told = |path: &str| {
        let entries = history(&ilze, path);
        actions(&entries).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };

    assert_eq!(
        told(&application),
        ["application_submitted", "review_started", "application_assessed", "application_decided"]
    );
    assert_eq!(told(&decision), ["decision_issued"]);
    assert_eq!(told(&format!("/v1/grants/{}", service.grant)).first().unwrap(), "service_granted");
    let agreement = told(&format!("/v1/agreements/{}", service.agreement));
    assert_eq!(agreement.first().unwrap(), "agreement_drafted");
    assert_eq!(agreement.last().unwrap(), "agreement_signed");
    assert_eq!(told(&format!("/v1/time-entries/{posted}")).len(), 1);
    assert_eq!(told(&format!("/v1/support-persons/{}", service.supporter)), ["support_person_registered"]);
}

#[test]
fn an_application_that_was_mended_tells_what_it_stated_before() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/applications/{}", steps::application(&ilze, &steps::registered_person(&ilze, 1)));
    ilze.patch(&path, json!({ "assisted_by": "māsa" })).ok(200);
    ilze.patch(&path, json!({ "assisted_by": "brālis" })).ok(200);

    let told = history(&ilze, &path);

    let before: Vec<_> = told.iter().map(|entry| &entry["before"]["assisted_by"]).collect();
    assert_eq!(before, [&Value::Null, &Value::Null, &json!("māsa")]);
}

#[test]
fn a_programme_that_was_changed_tells_what_it_was_before() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", steps::programme(&ilze, "state"));
    ilze.patch(&path, json!({ "hour_rate_cents": 1500 })).ok(200);
    ilze.patch(&path, json!({ "hour_rate_cents": 1700 })).ok(200);

    let told = history(&ilze, &path);

    assert_eq!(actions(&told), ["programme_changed", "programme_changed"]);
    assert_eq!(told[1]["before"]["hour_rate_cents"], 1500);
}

// AZ-03
#[test]
fn a_history_is_for_those_who_may_see_what_it_is_of() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = steps::registered_person(&ilze, 1);
    let path = format!("/v1/persons/{person}/history");

    office.person(&person).get(&path).ok(200);
    office.municipality("0001000").get(&path).ok(200);
    office.municipality("0002000").get(&path).problem(404, "not_found");
    office.person(&Uuid::new_v4().to_string()).get(&path).problem(404, "not_found");
    office.desk(Role::Reporter).get(&path).problem(403, "forbidden");
}
