//! How programmes change, and what of them never does.

use rstest::rstest;
use serde_json::{Value, json};

use super::{faults, path_of, purchase};
use crate::support::Office;
use crate::support::planted::granted;

#[rstest]
#[case(json!({ "hour_rate_cents": 1500 }))]
#[case(json!({ "ends_on": "2026-12-31" }))]
#[case(json!({ "reference_notes": "MK noteikumi Nr. 625" }))]
#[case(json!({ "reference_notes": null }))]
#[case(json!({ "legal_ground": "Ministru kabineta noteikumi Nr. 625" }))]
fn of_a_built_in_programme_the_rate_the_last_day_the_ground_and_the_references_change(#[case] changes: Value) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = path_of(&ilze, "state");

    let changed = ilze.patch(&path, changes.clone()).ok(200);

    let (member, value) = changes.as_object().unwrap().iter().next().unwrap();
    assert_eq!((&changed[member], &changed["version"]), (value, &json!(2)));
}

// B29
#[rstest]
#[case(json!({ "level_3_minutes": 2220 }))]
#[case(json!({ "term_months": 24 }))]
#[case(json!({ "starts_on": "2023-10-31" }))]
#[case(json!({ "covers": [{ "group": "i", "from": "2023-11-01" }] }))]
#[case(json!({ "code": "valsts", "hour_rate_cents": 1500 }))]
fn nothing_else_of_a_built_in_programme_changes(#[case] changes: Value) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = path_of(&ilze, "state");

    ilze.patch(&path, changes).problem(409, "built_in_programme");

    assert_eq!(ilze.get(&path).ok(200)["version"], 1);
}

#[test]
fn a_programme_keeps_its_code_its_kind_and_its_owner() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", ilze.post("/v1/programmes", purchase()).id(201));

    let problem = ilze.patch(&path, json!({ "code": "other", "kind": "pilot", "owner": "0001000" }));

    let faults = faults(&problem.problem(400, "invalid_request"));
    let expected = ["#/code", "#/kind", "#/owner"].map(|at| (at.to_owned(), "not_changeable".to_owned()));
    assert_eq!(faults, expected);
    ilze.patch(&path, json!({ "former_programme": "riga_iii" })).problem(400, "invalid_request");
}

// A3
#[rstest]
#[case(json!({ "ends_on": "2026-12-31" }), true)]
#[case(json!({ "ends_on": "2026-12-30" }), false)]
#[case(json!({ "starts_on": "2026-01-01" }), true)]
#[case(json!({ "starts_on": "2026-01-02" }), false)]
fn the_period_of_a_programme_holds_every_grant_that_has_not_ended(#[case] changes: Value, #[case] allowed: bool) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", ilze.post("/v1/programmes", purchase()).id(201));
    let person = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);
    granted(&office, &person, path.rsplit('/').next().unwrap(), "active", ("2026-01-01", "2026-12-31"));

    let changed = ilze.patch(&path, changes);

    if allowed {
        changed.ok(200)
    } else {
        changed.problem(409, "grants_outside_period")
    };
}

#[test]
fn an_ended_grant_holds_no_period_open() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", ilze.post("/v1/programmes", purchase()).id(201));
    let person = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);

    granted(&office, &person, path.rsplit('/').next().unwrap(), "ended", ("2026-01-01", "2026-12-31"));

    ilze.patch(&path, json!({ "ends_on": "2025-01-01" })).ok(200);
}
