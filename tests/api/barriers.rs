//! Barriers: what could not be had for the same budget, where and why.

use std::collections::BTreeSet;

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::budgets::{CESIS, items, office, opened};
use crate::support::{Desk, Office};

fn barrier(differs: Value) -> Value {
    let mut body = json!({
        "service_kind": "psychologist", "municipality": CESIS, "starts_on": "2020-01-06", "cause": "no_specialist",
    });
    body.as_object_mut().unwrap().extend(differs.as_object().unwrap().clone());
    body
}

fn record(office: &Office, differs: Value) -> crate::support::Reply {
    office.coordinator().post("/v1/barriers", barrier(differs))
}

// A27, A30
#[test]
fn what_was_missing_is_found_by_place_service_cause_and_day() {
    let office = office();
    record(&office, json!({})).ok(201);
    record(&office, json!({ "municipality": "0880200" })).ok(201);
    let closed = json!({ "service_kind": "physiotherapy", "cause": "emergency", "starts_on": "2020-02-01", "ends_on": "2020-02-29" });
    let closed = record(&office, closed).ok(201);
    let found = |query: &str| items(office.coordinator().get(&format!("/v1/barriers?{query}"))).len();

    assert_eq!(closed["stands"], false);
    assert_eq!(found("municipality=0420200"), 2);
    // Under the code of today too.
    assert_eq!(found("municipality=0026000"), 2);
    assert_eq!(found("service_kind=psychologist"), 2);
    assert_eq!(found("cause=emergency"), 1);
    assert_eq!((found("on=2020-01-05"), found("on=2020-01-06")), (0, 2));
    assert_eq!((found("on=2020-02-29"), found("on=2020-03-01")), (3, 2));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_municipality_that_went_into_another_one_was_a_place_of_its_own_until_then() {
    let office = Office::open_on("2025-07-02T07:00:00Z");
    record(&office, json!({ "municipality": "0055000", "starts_on": "2025-02-01" })).ok(201);
    let found = |query: &str| items(office.coordinator().get(&format!("/v1/barriers?municipality={query}"))).len();

    assert_eq!((found("0038000&on=2025-06-30"), found("0055000&on=2025-06-30")), (0, 1));
    assert_eq!((found("0038000&on=2025-07-01"), found("0055000&on=2025-07-01")), (1, 1));
    assert_eq!((found("0038001"), found("0002000")), (1, 0));
}

// A30
#[test]
fn a_barrier_ends_once_and_not_before_it_began() {
    let office = office();
    let ilze = office.coordinator();
    let path = format!("/v1/barriers/{}", record(&office, json!({})).id(201));
    let end = |on: &str| ilze.post(&format!("{path}/endings"), json!({ "ends_on": on }));

    end("2020-01-05").problem(400, "invalid_request");
    end("2020-03-03").problem(400, "invalid_request");
    let ended = end("2020-01-06").ok(201);
    end("2020-02-01").problem(409, "barrier_ended_already");

    assert_eq!(
        (&ended["ends_on"], &ended["stands"], &ended["version"]),
        (&json!("2020-01-06"), &json!(false), &json!(2))
    );
    assert_eq!(ilze.get(&path).ok(200), ended);
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case(json!({ "municipality": "0050000" }), "#/municipality")]
#[case(json!({ "municipality": "0026000" }), "#/municipality")]
#[case(json!({ "starts_on": "2020-03-03" }), "#/starts_on")]
#[case(json!({ "ends_on": "2020-01-05" }), "#/ends_on")]
#[case(json!({ "service_kind": "other" }), "#/service_name")]
#[case(json!({ "service_name": "jāšana" }), "#/service_name")]
#[case(json!({ "cause": "other" }), "#/explanation")]
#[case(json!({ "individual_budget_id": "6f1c2c5e-0000-4000-8000-000000000000" }), "#/person_id")]
#[case(json!({ "person_id": "6f1c2c5e-0000-4000-8000-000000000000" }), "#/person_id")]
fn what_does_not_fit_is_told_with_its_place(#[case] differs: Value, #[case] pointer: &str) {
    let fault = record(&office(), differs).problem(400, "invalid_request");

    assert_eq!(fault["errors"][0]["pointer"], pointer);
}

// A27
#[test]
fn a_barrier_of_a_person_names_the_own_budget_only() {
    let office = office();
    let (budget, other) = (opened(&office, 1, 1_000), opened(&office, 2, 1_000));

    record(&office, json!({ "person_id": budget.person, "individual_budget_id": other.id }))
        .problem(400, "invalid_request");
    let kept = record(&office, json!({ "person_id": budget.person, "individual_budget_id": budget.id })).ok(201);

    let of_person = items(office.coordinator().get(&format!("/v1/barriers?person_id={}", budget.person)));
    assert_eq!(of_person, [kept]);
    assert_eq!(office.faults(), [""; 0]);
}

// AZ-03
#[test]
fn nobodys_barrier_is_seen_by_all_who_may_read_and_a_persons_by_those_who_may_see_the_person() {
    let office = office();
    let budget = opened(&office, 1, 1_000);
    let place = record(&office, json!({})).id(201);
    let talsi = record(&office, json!({ "municipality": "0880200" })).id(201);
    // The person lives in Cēsis and looked for somebody in Talsi.
    let persons = record(&office, json!({ "person_id": budget.person, "municipality": "0880200" })).id(201);
    let seen = |desk: Desk<'_>| -> BTreeSet<String> {
        items(desk.get("/v1/barriers")).iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let these = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<BTreeSet<_>>();

    for all in [Role::Coordinator, Role::DecisionMaker, Role::Auditor] {
        assert_eq!(seen(office.desk(all)), these(&[&place, &talsi, &persons]), "{all:?}");
    }
    assert_eq!(seen(office.municipality(CESIS)), these(&[&place, &persons]));
    assert_eq!(seen(office.municipality("0880200")), these(&[&talsi]));
    assert_eq!(seen(office.person(&budget.person)), these(&[&place, &talsi, &persons]));
    assert_eq!(seen(office.desk(Role::Broker)), these(&[&place, &talsi]));
    for none in [Role::Funder, Role::Reporter, Role::SupportPerson] {
        office.desk(none).get("/v1/barriers").problem(403, "forbidden");
    }
    office.municipality("0880200").get(&format!("/v1/barriers/{persons}")).problem(404, "not_found");
    office.person(&budget.person).post("/v1/barriers", barrier(json!({}))).problem(403, "forbidden");
}
