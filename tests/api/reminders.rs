//! A reminder is there while what it asks for is to be done, and goes with it; nobody takes it off.

use serde_json::{Value, json};

use crate::support::acts::{end_as_asked, tick};
use crate::support::rulings::{decide, grant};
use crate::support::service::{A_YEAR, agreed, granted, office, person, served, supporter};
use crate::support::steps::{application, assessed, checked, programme};
use crate::support::{Desk, budgets};

fn kinds(desk: &Desk<'_>, person: &str) -> Vec<Value> {
    let rows = budgets::items(desk.get(&format!("/v1/reminders?person_id={person}")));
    rows.into_iter().map(|row| row["kind"].clone()).collect()
}

// B38
#[test]
fn an_agreement_is_missing_until_all_three_have_signed() {
    let office = office();
    let ilze = office.coordinator();
    let person = person(&office);
    let grant = granted(&office, &person, A_YEAR);
    office.move_to("2026-01-12T08:00:00Z");
    tick(&office);
    assert_eq!(kinds(&ilze, &person), ["agreement_missing"]);

    agreed(&office, &grant, &supporter(&office));

    assert_eq!(kinds(&ilze, &person), [""; 0]);
    let total = ilze.send("GET", "/v1/reminders?limit=1", &[("prefer", "return=total-count")], None);
    assert_eq!(total.ok(200)["total"], 0);
}

// B38
#[test]
fn the_next_term_is_asked_for_until_it_is_granted_and_nothing_of_a_service_that_is_over() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (anna, berta) = (served(&office, A_YEAR), served(&office, A_YEAR));
    office.move_to("2026-11-13T08:00:00Z");
    tick(&office);
    for service in [&anna, &berta] {
        assert_eq!(kinds(&ilze, &service.person), ["regrant_opens"]);
    }

    let next = application(&ilze, &anna.person);
    checked(&ilze, &next);
    assessed(&ilze, &next, "state", 480);
    let mut following = grant(&andris, &programme(&andris, "state"));
    following["term_from"] = json!("2027-01-12");
    decide(&andris, &next, following).ok(201);
    end_as_asked(&andris, &berta.grant, "2026-11-20").ok(201);

    assert_eq!(kinds(&ilze, &anna.person), [""; 0]);
    assert_eq!(kinds(&ilze, &berta.person), ["regrant_opens"], "the service goes on until its last day");
    // Whether or not the clock has looked.
    office.move_to("2026-11-21T08:00:00Z");
    assert_eq!(kinds(&ilze, &berta.person), [""; 0]);
}
