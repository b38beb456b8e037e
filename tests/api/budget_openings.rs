//! For whom an individual budget is opened, and with how much money of its programme.

use serde_json::{Value, json};

use crate::support::budgets::{CESIS, new_budget, office, person_in};
use crate::support::rulings::allocated;

use crate::support::{Desk, Office, Reply, service, steps};

fn open(desk: &Desk<'_>, person: &str, cents: i64) -> Reply {
    desk.post("/v1/individual-budgets", new_budget(desk, person, cents))
}

/// Somebody in Cēsis with another member.
fn registered(office: &Office, number: u32, member: &str, value: Value) -> String {
    let mut new = steps::person(number);
    new["municipality"] = json!(CESIS);
    new[member] = value;
    if member == "born_on" && new[member].is_null() {
        new["born_on_source"] = Value::Null;
    }
    office.coordinator().post("/v1/persons", new).id(201)
}

#[test]
fn a_budget_is_for_an_adult() {
    let office = office();
    let ilze = office.coordinator();
    let child = registered(&office, 1, "born_on", json!("2010-05-05"));
    let unknown = registered(&office, 2, "born_on", Value::Null);

    let minor = open(&ilze, &child, 1_000).problem(422, "not_eligible");
    let missing = open(&ilze, &unknown, 1_000).problem(422, "facts_missing");
    open(&ilze, &person_in(&ilze, 4, CESIS), 1_000).ok(201);

    assert_eq!((&minor["failed"], &missing["missing"]), (&json!(["not_adult"]), &json!(["born_on"])));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_budget_is_for_whom_the_programme_serves_where_they_live() {
    let office = service::office();
    let ilze = office.coordinator();
    let details = json!({
        "kind": "individual_budget", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "municipalities": ["0026000"],
    });
    service::programme(&office, "ib_now", details);
    let budget = |person: &str| {
        let mut new = new_budget(&ilze, person, 1_000);
        new["programme_id"] = json!(steps::programme(&ilze, "ib_now"));
        (new["starts_on"], new["ends_on"]) = (json!("2026-01-01"), json!("2026-12-31"));
        ilze.post("/v1/individual-budgets", new)
    };

    let outside = budget(&person_in(&ilze, 1, "0001000")).problem(422, "not_eligible");
    budget(&person_in(&ilze, 2, "0026000")).ok(201);

    assert_eq!(outside["failed"], json!(["municipality_not_covered"]));
}

#[test]
fn all_budgets_together_take_no_more_than_the_programme_was_allocated() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    allocated(&andris, "ib_pilot", json!({ "cents": 300_000 }));
    let [first, second] = [1, 2].map(|number| person_in(&ilze, number, CESIS));
    open(&ilze, &first, 200_000).ok(201);

    let over = open(&ilze, &second, 100_001).problem(409, "over_the_allocation");
    let budget = open(&ilze, &second, 100_000).id(201);
    let path = format!("/v1/individual-budgets/{budget}");
    let more = ilze.patch(&path, json!({ "cents": 100_001 })).problem(409, "over_the_allocation");
    ilze.patch(&path, json!({ "cents": 90_000 })).ok(200);
    ilze.patch(&path, json!({ "cents": 100_000 })).ok(200);

    assert_eq!((&over["left_cents"], &more["left_cents"]), (&json!(100_000), &json!(100_000)));
    assert_eq!(office.faults(), [""; 0]);
}
