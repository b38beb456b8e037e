//! Every state and every move of individual budgets, what is in them, barriers and agreements with municipalities: what a state
//! does not know is 409 with what it knows, and changes nothing.

use serde_json::{Value, json};

use crate::support::budgets::{Budget, CESIS, items, office, opened};
use crate::support::{Office, Reply};

/// Holds one cell: done, or refused with the moves that the state knows, and nothing changed.
#[track_caller]
fn hold(reply: Reply, refusal: &str, (state, allowed): (&str, &[&str]), event: &str, before: &Value, after: &Value) {
    if allowed.contains(&event) {
        assert!(matches!(reply.status, 200 | 201), "{state} {event}: {:#}", reply.body);
        assert_ne!(before, after, "{state} {event}");
    } else {
        let refused = reply.problem(409, refusal);
        assert_eq!(refused["current_state"], state, "{event}");
        assert_eq!(refused["allowed_transitions"], json!(allowed), "{state} {event}");
        assert_eq!(before, after, "{state} {event}");
    }
}

/// A budget with a service of which something was used.
struct Used {
    budget: Budget,
    item: String,
    uses: String,
    used: String,
}

fn used(office: &Office, number: u32) -> Used {
    let ilze = office.coordinator();
    let budget = opened(office, number, 100_000);
    let item = budget.add(&ilze, "companion", 10, 1_000).id(201);
    let used = budget.use_up(&ilze, &item, 1).id(201);
    let uses = format!("{}/items/{item}/uses", budget.path);
    Used { budget, item, uses, used }
}

impl Used {
    /// All that is shown of it.
    fn seen(&self, office: &Office) -> Value {
        let ilze = office.coordinator();
        let of = |part: &str| items(ilze.get(&format!("{}/{part}", self.budget.path)));
        let lists = ["items", "choices", "broker/assignments", "history"].map(of);
        json!([self.budget.read(office), lists, items(ilze.get(&self.uses))])
    }

    fn reverse(&self, office: &Office, used: &str) -> Reply {
        office.coordinator().post(&format!("{}/{used}/reversals", self.uses), json!({ "reason": "kļūda" }))
    }

    fn end(&self, office: &Office) -> Reply {
        let body = json!({ "ended_on": "2020-03-02", "reason": "persona pārcēlās" });
        office.coordinator().post(&format!("{}/endings", self.budget.path), body)
    }

    fn moved(&self, office: &Office, event: &str) -> Reply {
        let (ilze, budget) = (office.coordinator(), &self.budget);
        match event {
            "changed" => ilze.patch(&budget.path, json!({ "cents": 90_000 })),
            "need_added" => ilze.post(&format!("{}/needs", budget.path), json!({ "need": "vēl" })),
            "item_added" => budget.add(&ilze, "psychologist", 1, 1),
            "chosen" => budget.choose(&ilze, json!({ "kind": "wish" })),
            "broker_assigned" => budget.assign(&ilze, json!({})),
            "used" => budget.use_on(&ilze, &self.item, 1, "2020-03-02"),
            "use_reversed" => self.reverse(office, &self.used),
            "ended" => self.end(office),
            other => panic!("no move {other}"),
        }
    }

    fn item_moved(&self, office: &Office, event: &str) -> Reply {
        let (ilze, budget) = (office.coordinator(), &self.budget);
        match event {
            "replaced" => {
                let service = budget.service("psychologist", 1, 1);
                budget.choose(&ilze, json!({ "kind": "replace", "item_id": self.item, "service": service }))
            }
            "ended" => budget.choose(&ilze, json!({ "kind": "end", "item_id": self.item })),
            other => self.moved(office, other),
        }
    }
}

const OF_A_BUDGET: &[&str] =
    &["changed", "need_added", "item_added", "chosen", "broker_assigned", "used", "use_reversed", "ended"];
/// What was used until the last day is still recorded, and mended.
const OF_AN_ENDED_ONE: &[&str] = &["used", "use_reversed"];

// A31, A38
#[test]
fn each_state_of_a_budget_knows_its_moves_and_answers_every_other_with_these() {
    let mut cells = 0;
    for (state, allowed) in [("open", OF_A_BUDGET), ("ended", OF_AN_ENDED_ONE), ("run out", OF_AN_ENDED_ONE)] {
        let office = office();
        let numbers = 1..;
        let budgets: Vec<_> = numbers.zip(OF_A_BUDGET).map(|(number, event)| (used(&office, number), *event)).collect();
        match state {
            "ended" => budgets.iter().for_each(|(budget, _)| drop(budget.end(&office).ok(201))),
            "run out" => office.move_to("2021-02-01T07:00:00Z"),
            _ => {}
        }
        let shown = if state == "open" { "open" } else { "ended" };
        for (budget, event) in budgets {
            let before = budget.seen(&office);
            assert_eq!(before[0]["state"], shown);

            let reply = budget.moved(&office, event);

            hold(reply, "budget_ended", (shown, allowed), event, &before, &budget.seen(&office));
            cells += 1;
        }
        assert_eq!(office.faults(), [""; 0]);
    }
    assert_eq!(cells, 24);
}

// A31
#[test]
fn each_state_of_a_service_of_a_package_knows_its_moves_and_answers_every_other_with_these() {
    let events: &[&str] = &["replaced", "ended", "used", "use_reversed"];
    let office = office();
    let mut cells = 0;
    for (state, allowed) in [("planned", events), ("ended", OF_AN_ENDED_ONE)] {
        for event in events {
            cells += 1;
            let budget = used(&office, cells);
            if state == "ended" {
                budget.item_moved(&office, "ended").ok(201);
            }
            let before = budget.seen(&office);

            let reply = budget.item_moved(&office, event);

            hold(reply, "item_ended", (state, allowed), event, &before, &budget.seen(&office));
        }
    }
    assert_eq!((cells, office.faults().len()), (8, 0));
}

#[test]
fn a_use_is_taken_back_once_and_what_takes_it_back_never() {
    let office = office();
    for (number, state) in (1..).zip(["standing", "reversed", "reversal"]) {
        let budget = used(&office, number);
        let of = match state {
            "standing" => budget.used.clone(),
            _ => {
                let reversal = budget.reverse(&office, &budget.used).id(201);
                if state == "reversal" { reversal } else { budget.used.clone() }
            }
        };
        let allowed: &[&str] = if state == "standing" { &["reversed"] } else { &[] };
        let refusal = if state == "reversal" { "use_is_a_reversal" } else { "use_reversed_already" };
        let before = budget.seen(&office);

        let reply = budget.reverse(&office, &of);

        hold(reply, refusal, (state, allowed), "reversed", &before, &budget.seen(&office));
    }
    assert_eq!(office.faults(), [""; 0]);
}

// A30
#[test]
fn the_end_of_a_barrier_is_recorded_once() {
    let office = office();
    let ilze = office.coordinator();
    for (state, ends_on) in [("open", Value::Null), ("ended", json!("2020-02-03"))] {
        let barrier = json!({
            "service_kind": "psychologist", "municipality": CESIS, "starts_on": "2020-01-06", "cause": "no_specialist",
            "ends_on": ends_on,
        });
        let path = format!("/v1/barriers/{}", ilze.post("/v1/barriers", barrier).id(201));
        let allowed: &[&str] = if state == "open" { &["ended"] } else { &[] };
        let before = ilze.get(&path).ok(200);

        let reply = ilze.post(&format!("{path}/endings"), json!({ "ends_on": "2020-02-02" }));

        hold(reply, "barrier_ended_already", (state, allowed), "ended", &before, &ilze.get(&path).ok(200));
    }
    assert_eq!(office.faults(), [""; 0]);
}

// A37
#[test]
fn an_agreement_with_a_municipality_is_ended_once_and_while_it_is_not_over() {
    let office = Office::open();
    let ilze = office.coordinator();
    let ends: &[&str] = &["terminated"];
    let cases = [
        ("planned", "2026-04-01", "2026-12-31", None, ends),
        ("in_force", "2026-02-01", "2026-12-31", None, ends),
        ("ended", "2026-02-01", "2026-03-01", None, &[]),
        ("terminated", "2026-02-01", "2026-12-31", Some("2026-03-01"), &[]),
        // Its end is recorded and still to come.
        ("in_force", "2026-02-01", "2026-12-31", Some("2026-03-31"), &[]),
    ];
    for (number, (state, starts_on, ends_on, ended_on, allowed)) in (1..).zip(cases) {
        let agreement = json!({
            "municipality": "0051000", "subject": format!("subject_{number}"), "signed_on": "2026-01-12",
            "starts_on": starts_on, "ends_on": ends_on, "terms_reference": "līgums",
        });
        let path = format!("/v1/cooperation-agreements/{}", ilze.post("/v1/cooperation-agreements", agreement).id(201));
        let end = |on: &str| ilze.post(&format!("{path}/endings"), json!({ "terminated_on": on, "reason": "lēmums" }));
        if let Some(day) = ended_on {
            end(day).ok(201);
        }
        let before = ilze.get(&path).ok(200);
        assert_eq!(before["status"], state);

        let reply = end("2026-02-28");

        hold(reply, "cooperation_ended", (state, allowed), "terminated", &before, &ilze.get(&path).ok(200));
    }
    assert_eq!(office.faults(), [""; 0]);
}
