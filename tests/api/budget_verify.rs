//! `verify` over individual budgets: silent on whole ones, and a line for each fault that is planted.

use aplp::db::{Conn, Place};
use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::support::Office;
use crate::support::budgets::{items, office, opened};

/// An office with a budget of which services were added, used, taken back, replaced and ended, with a broker by exception, a
/// barrier and two agreements about different subjects.
fn busy() -> Office {
    let office = office();
    let (budget, _) = (opened(&office, 1, 100_000), opened(&office, 2, 100_000));
    let ilze = office.coordinator();
    let first = budget.add(&ilze, "home_care", 10, 2_000).id(201);
    let second = budget.add(&ilze, "companion", 10, 1_000).id(201);
    budget.use_up(&ilze, &first, 4).ok(201);
    let wrong = budget.use_up(&ilze, &second, 2).id(201);
    let path = format!("{}/items/{second}/uses/{wrong}/reversals", budget.path);
    ilze.post(&path, json!({ "reason": "nepareiza diena" })).ok(201);
    let replace = json!({ "kind": "replace", "item_id": first, "service": budget.service("dietitian", 3, 3_000) });
    budget.choose(&ilze, replace).ok(201);
    budget.choose(&ilze, json!({ "kind": "wish" })).ok(201);
    let exception = json!({ "reason": "nav cita", "approved_by": "Andris Ozols" });
    budget.assign(&ilze, json!({ "declared_roles": ["case_manager"], "exception": exception })).ok(201);
    let barrier = json!({
        "service_kind": "psychologist", "municipality": "0420200", "starts_on": "2020-01-06", "cause": "waiting_list",
        "person_id": budget.person, "individual_budget_id": budget.id,
    });
    ilze.post("/v1/barriers", barrier).ok(201);
    for subject in ["aplp_service", "information"] {
        let agreement = json!({
            "municipality": "0880200", "subject": subject, "signed_on": "2020-01-06", "starts_on": "2020-02-01",
            "terms_reference": "līgums",
        });
        ilze.post("/v1/cooperation-agreements", agreement).ok(201);
    }
    office
}

/// Plants a fault past every wall that the database has of its own.
pub fn plant(office: &Office, statement: &str) {
    without_walls(office).batch_execute(statement).unwrap();
}

/// A connection to the database, which has no walls of its own any more.
fn without_walls(office: &Office) -> Conn {
    let walls = match office.place {
        Place::Sqlite(_) => {
            "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; DROP INDEX one_open_budget; \
             DROP TRIGGER budget_uses_no_update; DROP TRIGGER budget_uses_no_delete; DROP TRIGGER budget_choices_no_update; \
             DROP TRIGGER budget_item_endings_no_update; DROP TRIGGER budget_item_endings_no_delete; \
             DROP TRIGGER broker_assignments_no_update"
        }
        Place::Postgres(_) => {
            "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint \
                WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace \
             LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP; END $$; \
             DROP INDEX one_open_budget; DROP TRIGGER budget_uses_append_only ON budget_uses; \
             DROP TRIGGER budget_choices_append_only ON budget_choices; \
             DROP TRIGGER budget_item_endings_append_only ON budget_item_endings; \
             DROP TRIGGER broker_assignments_append_only ON broker_assignments"
        }
    };
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute(walls).unwrap();
    conn
}

#[test]
fn a_whole_office_has_no_fault() {
    assert_eq!(busy().faults(), [""; 0]);
}

/// What is planted, and what `verify` says of it.
const FAULTS: &[(&str, &str)] = &[
    (
        "UPDATE individual_budgets SET cents = committed_cents - 1 WHERE committed_cents > 0",
        "a package passes its individual budget",
    ),
    (
        "UPDATE individual_budgets SET committed_cents = committed_cents - 1",
        "what a package takes is not the sum of its services",
    ),
    ("UPDATE budget_item_totals SET planned_units = planned_units + 1", "or it has another plan than its total"),
    (
        "UPDATE budget_item_totals SET used_units = planned_units + 1, planned_units = planned_units",
        "more of a service was used than is planned",
    ),
    ("DELETE FROM budget_item_totals", "or it has another plan than its total"),
    (
        "UPDATE budget_item_totals SET used_units = used_units + 1",
        "the used units of a service are not the sum of its uses",
    ),
    ("UPDATE budget_uses SET units = units - 1 WHERE reverses_id IS NOT NULL", "a reversal does not mirror the use"),
    ("UPDATE budget_uses SET used_on = '2019-11-30' WHERE units = 4", "a service was used outside of the period"),
    (
        "UPDATE individual_budgets SET person_id = (SELECT min(person_id::text)::uuid FROM individual_budgets)",
        "a person has two open individual budgets",
    ),
    (
        "UPDATE programmes SET kind = 'pilot' WHERE code = 'ib_pilot'",
        "an individual budget is of a programme that gives none",
    ),
    ("UPDATE programmes SET ends_on = '2021-01-30' WHERE code = 'ib_pilot'", "or an open one leaves its period"),
    (
        "UPDATE budget_choices SET effect = 'end' WHERE effect = 'wish'",
        "a choice of the person did not do to the package what it says",
    ),
    (
        "UPDATE budget_choices SET effect = 'add' WHERE effect = 'replace'",
        "a choice of the person did not do to the package what it says",
    ),
    ("DELETE FROM budget_item_endings", "a choice of the person did not do to the package what it says"),
    (
        "UPDATE budget_item_endings SET ended_on = '2020-03-01'",
        "a service did not end on the day of the choice that ended it",
    ),
    (
        "UPDATE budget_choices SET chosen_on = '2020-03-03' WHERE effect = 'add'",
        "a service ended before the person chose it",
    ),
    ("UPDATE budget_uses SET used_on = '2020-03-03' WHERE units = 4", "or before a day on which it was used"),
    (
        "UPDATE budget_uses SET id = (SELECT min(id::text)::uuid FROM journal) WHERE units = 4",
        "the journal has no row for a use of a service",
    ),
    ("UPDATE barriers SET person_id = NULL", "a barrier is about the individual budget of another person"),
    (
        "UPDATE individual_budgets SET version = version + 1",
        "the journal has not one row for each version of an individual budget",
    ),
    ("UPDATE barriers SET version = 2", "the journal has not one row for each version of a barrier"),
    (
        "UPDATE cooperation_agreements SET version = 2",
        "the journal has not one row for each version of an agreement with a municipality",
    ),
    (
        "UPDATE cooperation_agreements SET subject = 'aplp_service'",
        "two agreements with one municipality hold on the same day",
    ),
    ("UPDATE broker_assignments SET conflicts = ''", "a broker in a conflict is not flagged, or not excepted"),
    (
        "UPDATE broker_assignments SET declared_roles = '', conflicts = ''",
        "a broker in a conflict is not flagged, or not excepted",
    ),
    (
        "UPDATE broker_assignments SET supports_person = NOT supports_person",
        "a broker in a conflict is not flagged, or not excepted",
    ),
];

#[test]
fn each_planted_fault_is_found() {
    let office = busy();
    // Ids are bytes there, which are in order by themselves.
    let said = |fault: &str| match office.place {
        Place::Sqlite(_) => fault.replace("::text)::uuid", ")"),
        Place::Postgres(_) => fault.to_owned(),
    };
    let faults: Vec<_> = FAULTS.iter().map(|(plant, expected)| (said(plant), *expected)).collect();

    office.finds_each(&mut without_walls(&office), &faults);
}

#[test]
fn the_database_itself_refuses_what_would_pass_a_budget_or_a_plan() {
    let office = busy();
    let mut conn = office.place.open(false).unwrap();
    for statement in [
        "UPDATE individual_budgets SET committed_cents = cents + 1",
        "UPDATE budget_item_totals SET used_units = planned_units + 1",
        "UPDATE budget_item_totals SET used_units = -1",
        "UPDATE budget_uses SET units = 1",
        "DELETE FROM budget_choices",
        "UPDATE budget_items SET planned_units = 1",
        "UPDATE broker_assignments SET conflicts = ''",
        "DELETE FROM broker_assignments",
        "UPDATE barriers SET person_id = NULL",
        "UPDATE cooperation_agreements SET terminated_on = '2019-01-01'",
    ] {
        assert!(conn.batch_execute(statement).is_err(), "{statement}");
    }
    assert_eq!(items(office.coordinator().get("/v1/individual-budgets")).len(), 2);
}
