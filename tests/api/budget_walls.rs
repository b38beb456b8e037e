//! The walls of individual budgets: one open at a time, in the period of the programme, seen by those whom it concerns.

use std::collections::BTreeSet;

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::budgets::{CESIS, budget_of, choice, items, new_budget, office, opened, person_in};
use crate::support::records::{added, journal};
use crate::support::{Desk, steps};

// A1, A3
#[test]
fn a_person_has_one_open_budget_of_a_programme_that_gives_some_within_its_period() {
    let office = office();
    let ilze = office.coordinator();
    let person = person_in(&ilze, 1, CESIS);
    let with = |member: &str, value: Value| {
        let mut body = new_budget(&ilze, &person, 100_000);
        body[member] = value;
        ilze.post("/v1/individual-budgets", body)
    };

    with("ends_on", json!("2021-02-01")).problem(422, "outside_the_programme");
    with("starts_on", json!("2019-11-30")).problem(422, "outside_the_programme");
    with("ends_on", json!("2019-11-30")).problem(400, "invalid_request");
    with("programme_id", json!(steps::programme(&ilze, "state"))).problem(422, "not_an_individual_budget");
    with("person_id", json!("6f1c2c5e-0000-4000-8000-000000000000")).problem(400, "invalid_request");
    with("cents", json!(0)).problem(400, "invalid_request");
    with("cents", json!(1_000_000_001)).problem(400, "invalid_request");
    with("needs", json!([])).problem(400, "invalid_request");
    let budget = with("cents", json!(1_000_000_000)).id(201);
    with("cents", json!(1)).problem(409, "budget_is_open");
    let path = format!("/v1/individual-budgets/{budget}");
    let ending = json!({ "ended_on": "2020-03-02", "reason": "persona pārcēlās" });
    ilze.post(&format!("{path}/endings"), ending.clone()).ok(201);

    ilze.post(&format!("{path}/endings"), ending).problem(409, "budget_ended");
    with("cents", json!(1)).ok(201);
    assert_eq!(items(ilze.get(&format!("/v1/individual-budgets?state=ended&person_id={person}"))).len(), 1);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn in_a_budget_that_has_ended_nothing_is_planned_but_what_was_used_until_then_is_still_recorded() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let item = budget.add(&ilze, "physiotherapy", 5, 4_000).id(201);
    let end = |on: &str| ilze.post(&format!("{}/endings", budget.path), json!({ "ended_on": on, "reason": "beidzās" }));
    end("2020-03-03").problem(400, "invalid_request");
    end("2019-11-30").problem(422, "outside_the_budget");

    end("2020-03-01").ok(201);

    budget.add(&ilze, "companion", 1, 1).problem(409, "budget_ended");
    budget.choose(&ilze, json!({ "kind": "end", "item_id": item })).problem(409, "budget_ended");
    budget.assign(&ilze, json!({})).problem(409, "budget_ended");
    ilze.post(&format!("{}/needs", budget.path), json!({ "need": "vēl" })).problem(409, "budget_ended");
    ilze.patch(&budget.path, json!({ "cents": 90_000 })).problem(409, "budget_ended");
    budget.use_on(&ilze, &item, 1, "2020-03-01").ok(201);
    budget.use_on(&ilze, &item, 1, "2020-03-02").problem(422, "outside_the_budget");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn another_service_is_named_a_need_is_the_budgets_own_and_there_are_fifty_at_the_most() {
    let office = office();
    let (budget, other) = (opened(&office, 1, 100_000), opened(&office, 2, 100_000));
    let ilze = office.coordinator();
    let add = |service: Value| {
        ilze.post(&format!("{}/items", budget.path), json!({ "service": service, "choice": choice(&office, "Gribu.") }))
    };
    let with = |kind: &str, name: Option<&str>, need: &str| {
        let mut service = budget.service(kind, 1, 100);
        service["need_id"] = json!(need);
        if let Some(name) = name {
            service["service_name"] = json!(name);
        }
        service
    };

    add(with("other", None, &budget.needs[0])).problem(400, "invalid_request");
    add(with("companion", Some("jāšana"), &budget.needs[0])).problem(400, "invalid_request");
    add(with("companion", None, &other.needs[0])).problem(400, "invalid_request");
    add(with("other", Some("reitterapija"), &budget.needs[1])).ok(201);
    let foreign = items(ilze.get(&format!("{}/items", budget.path)))[0]["id"].as_str().unwrap().to_owned();
    other.choose(&ilze, json!({ "kind": "end", "item_id": foreign })).problem(400, "invalid_request");
    other.use_up(&ilze, &foreign, 1).problem(404, "not_found");

    for number in 3..=50 {
        ilze.post(&format!("{}/needs", budget.path), json!({ "need": format!("vajadzība {number}") })).ok(201);
    }
    ilze.post(&format!("{}/needs", budget.path), json!({ "need": "par daudz" })).problem(409, "budget_needs_full");
    assert_eq!(budget.read(&office)["needs"].as_array().unwrap().len(), 50);
}

#[test]
fn each_step_leaves_its_trace_in_the_journal() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let before = journal(&office).len();

    let item = budget.add(&ilze, "canistherapy", 5, 1_000).id(201);
    budget.use_up(&ilze, &item, 1).ok(201);
    budget.choose(&ilze, json!({ "kind": "end", "item_id": item })).ok(201);

    let steps = [
        "budget_item_added individual_budget",
        "budget_use_recorded budget_use",
        "budget_item_ended individual_budget",
    ];
    assert_eq!(added(&office, before), steps);
    let rows = journal(&office);
    assert!(rows[before..].iter().all(|row| row.person_id.unwrap().to_string() == budget.person));
}

#[test]
fn the_history_tells_every_step_and_what_stood_there_before() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    ilze.post(&format!("{}/needs", budget.path), json!({ "need": "Gribu strādāt." })).ok(201);
    ilze.patch(&budget.path, json!({ "cents": 110_000 })).ok(200);
    budget.assign(&ilze, json!({ "subject": "martins" })).ok(201);

    let told = items(ilze.get(&format!("{}/history", budget.path)));

    let actions: Vec<_> = told.iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        ["individual_budget_opened", "budget_need_added", "individual_budget_changed", "broker_assigned"]
    );
    let before = json!({ "cents": 100_000, "starts_on": "2019-12-01", "ends_on": "2021-01-31" });
    assert_eq!((&told[2]["before"], &told[3]["before"]), (&before, &Value::Null));
    let martins = office.desk(Role::Broker).as_subject("martins");
    assert_eq!(items(martins.get(&format!("{}/history", budget.path))), told);
}

#[rstest]
#[case("planned_units", json!(0), 400)]
#[case("planned_units", json!(1), 201)]
#[case("planned_units", json!(100_000), 201)]
#[case("planned_units", json!(100_001), 400)]
#[case("unit_cents", json!(-1), 400)]
#[case("unit_cents", json!(0), 201)]
#[case("unit_cents", json!(10_000_000), 201)]
#[case("unit_cents", json!(10_000_001), 400)]
#[case("provider", json!("x".repeat(200)), 201)]
#[case("provider", json!("x".repeat(201)), 400)]
#[case("provider", json!(" "), 400)]
fn a_service_has_limits(#[case] member: &str, #[case] value: Value, #[case] status: u16) {
    let office = office();
    let budget = opened(&office, 1, 1_000_000_000);
    let mut service = budget.service("companion", 1, 1);
    service[member] = value;

    let body = json!({ "service": service, "choice": choice(&office, "Gribu.") });
    let reply = office.coordinator().post(&format!("{}/items", budget.path), body);

    assert_eq!(reply.status, status, "{:#}", reply.body);
}

#[rstest]
#[case("choice_words", json!("ē".repeat(2_000)), 201)]
#[case("choice_words", json!("ē".repeat(2_001)), 400)]
#[case("choice_words", json!("\u{a0}"), 400)]
#[case("chosen_on", json!("2020-03-02"), 201)]
#[case("chosen_on", json!("2020-03-03"), 400)]
#[case("opinions", json!(vec![json!({ "holder": "guardian", "holder_name": "A", "opinion_words": "b" }); 20]), 201)]
#[case("opinions", json!(vec![json!({ "holder": "guardian", "holder_name": "A", "opinion_words": "b" }); 21]), 400)]
#[case("expression", json!("telepathy"), 400)]
fn a_choice_has_limits(#[case] member: &str, #[case] value: Value, #[case] status: u16) {
    let office = office();
    let budget = opened(&office, 1, 1_000);
    let mut own = choice(&office, "Gribu.");
    own[member] = value;

    let body = json!({ "choice": own, "change": { "kind": "wish" } });
    let reply = office.person(&budget.person).post(&format!("{}/choices", budget.path), body);

    assert_eq!(reply.status, status, "{:#}", reply.body);
}

// AZ-03
#[test]
fn each_role_sees_the_budgets_of_its_own_persons_and_no_others() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let talsi = budget_of(&office, person_in(&office.coordinator(), 2, "0880200"), 50_000);
    let seen = |desk: Desk<'_>| {
        let budgets = items(desk.get("/v1/individual-budgets"));
        budgets.iter().map(|budget| budget["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };

    for all in [Role::Coordinator, Role::DecisionMaker, Role::Auditor] {
        assert_eq!(seen(office.desk(all)), [budget.id.clone(), talsi.id.clone()].into(), "{all:?}");
    }
    // Of what others pay, where the person lives is told no budget, by whichever of its codes.
    for own in [CESIS, "0026000"] {
        assert_eq!(seen(office.municipality(own)), BTreeSet::new(), "{own}");
        office.municipality(own).get(&format!("/v1/persons/{}", budget.person)).ok(200);
    }
    assert_eq!(seen(office.person(&talsi.person)), [talsi.id.clone()].into());
    assert_eq!(seen(office.desk(Role::Broker)), BTreeSet::new());
    for none in [Role::Funder, Role::Reporter, Role::Admin, Role::SupportPerson] {
        office.desk(none).get(&budget.path).problem(403, "forbidden");
    }
    office.municipality("0880200").get(&budget.path).problem(404, "not_found");
    budget.choose(&office.person(&talsi.person), json!({ "kind": "wish" })).problem(404, "not_found");
}

// A3
#[test]
fn a_programme_does_not_shrink_below_an_open_budget() {
    let office = office();
    opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let programme = format!("/v1/programmes/{}", steps::programme(&ilze, "ib_pilot"));

    ilze.patch(&programme, json!({ "ends_on": "2021-01-30" })).problem(409, "budgets_outside_period");
    ilze.patch(&programme, json!({ "ends_on": "2021-04-30" })).ok(200);
    // A budget whose last day is over is in nobody's way.
    office.move_to("2021-02-01T07:00:00Z");
    ilze.patch(&programme, json!({ "ends_on": "2021-01-30" })).ok(200);
    assert_eq!(office.faults(), [""; 0]);
}

// A1, A3
#[test]
fn a_budget_ends_by_itself_after_its_last_day_and_leaves_room_for_another() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let (ilze, martins) = (office.coordinator(), office.desk(Role::Broker).as_subject("martins"));
    budget.assign(&ilze, json!({ "subject": "martins", "declared_roles": [] })).ok(201);
    ilze.patch(&budget.path, json!({ "ends_on": "2020-03-31" })).ok(200);
    let next = || {
        let mut body = new_budget(&ilze, &budget.person, 50_000);
        body["starts_on"] = json!("2020-04-01");
        ilze.post("/v1/individual-budgets", body)
    };
    let listed = |state: &str| items(ilze.get(&format!("/v1/individual-budgets?state={state}"))).len();
    let of_martins = || items(martins.get("/v1/individual-budgets")).len();

    office.move_to("2020-03-31T20:59:59Z");
    next().problem(409, "budget_is_open");
    assert_eq!((listed("open"), listed("ended"), of_martins()), (1, 0, 1));
    office.move_to("2020-03-31T21:00:00Z");

    assert_eq!((listed("open"), listed("ended"), of_martins()), (0, 1, 0));
    martins.get(&budget.path).problem(404, "not_found");
    let ended = budget.read(&office);
    assert_eq!((&ended["state"], &ended["ended_on"]), (&json!("ended"), &json!("2020-03-31")));
    assert_eq!((&ended["ending_reason"], &ended["version"]), (&Value::Null, &json!(3)));
    assert_eq!(ended["broker"]["conflicts_today"], json!([]));
    next().ok(201);
    next().problem(409, "budget_is_open");
    let told = items(ilze.get(&format!("{}/history", budget.path)));
    assert_eq!(told.last().unwrap()["action"], "individual_budget_ended");
    assert_eq!((listed("open"), listed("ended")), (1, 1));
    assert_eq!(office.faults(), [""; 0]);
}
