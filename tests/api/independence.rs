//! Brokers and support persons of the same person: never both, whichever came first; and what is not known is not taken as no.

use rstest::rstest;
use serde_json::json;

use crate::brokers::{of_social_service, supported, with_exception};
use crate::budget_verify::plant;
use crate::support::budgets::{items, office, opened};
use crate::support::service::{self, draft, drafted, supporter_with};

// A45, A46: the rule is the same whichever came first.
#[rstest]
#[case(false)]
#[case(true)]
fn a_broker_does_not_become_the_support_person_of_the_same_person(#[case] by_id: bool) {
    let office = service::office();
    let (budget, grant) = supported(&office);
    let ilze = office.coordinator();
    let zane = supporter_with(&office, json!({ "subject": "zane" }));
    let as_zane = if by_id { json!({ "support_person_id": zane }) } else { json!({ "subject": "zane" }) };
    budget.assign(&ilze, as_zane.clone()).ok(201);
    let path = format!("/v1/grants/{grant}/agreements");

    let refused = ilze.post(&path, draft(&zane)).problem(409, "support_person_is_broker");

    assert_eq!((&refused["law"], refused.get("citations")), (&json!("design"), None));
    assert_eq!(items(ilze.get(&format!("/v1/agreements?grant_id={grant}"))).len(), 0);
    ilze.post(&path, draft(&supporter_with(&office, json!({ "subject": "laura" })))).ok(201);
    budget.assign(&ilze, json!({ "subject": "martins" })).ok(201);
    ilze.post(&path, draft(&zane)).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

// A46
#[rstest]
#[case("support_person", 201)]
#[case("case_manager", 409)]
fn only_the_exception_for_a_support_person_lets_a_broker_become_one(#[case] role: &str, #[case] status: u16) {
    let office = service::office();
    let (budget, grant) = supported(&office);
    let ilze = office.coordinator();
    let zane = supporter_with(&office, json!({ "subject": "zane" }));
    budget.assign(&ilze, with_exception(json!({ "subject": "zane", "declared_roles": [role] }))).ok(201);

    let reply = ilze.post(&format!("/v1/grants/{grant}/agreements"), draft(&zane));

    assert_eq!(reply.status, status, "{:#}", reply.body);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn who_was_the_broker_of_a_budget_that_is_over_may_support_the_person() {
    let office = service::office();
    let (budget, grant) = supported(&office);
    let ilze = office.coordinator();
    let zane = supporter_with(&office, json!({ "subject": "zane" }));
    budget.assign(&ilze, json!({ "subject": "zane" })).ok(201);
    ilze.patch(&budget.path, json!({ "ends_on": "2026-01-05" })).ok(200);
    let path = format!("/v1/grants/{grant}/agreements");
    ilze.post(&path, draft(&zane)).problem(409, "support_person_is_broker");

    office.pass_days(1);

    ilze.post(&path, draft(&zane)).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

// A46: unknown is not no.
#[test]
fn nobody_of_a_social_service_is_a_broker_while_it_is_not_known_where_the_person_lives() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let person = format!("/v1/persons/{}", budget.person);
    ilze.patch(&person, json!({ "municipality": null })).ok(200);

    let refused = budget.assign(&ilze, of_social_service("0880200")).problem(422, "independence_unknown");
    budget.assign(&ilze, with_exception(of_social_service("0880200"))).problem(422, "independence_unknown");

    assert_eq!(refused["missing"], json!(["municipality"]));
    budget.assign(&ilze, json!({})).ok(201);
    ilze.patch(&person, json!({ "municipality": "0420200" })).ok(200);
    budget.assign(&ilze, of_social_service("0880200")).ok(201);
    budget.assign(&ilze, of_social_service("0420200")).problem(422, "broker_of_local_social_service");
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case(true, "subject = 'zane'", "a broker supported the person when they were assigned")]
#[case(
    true,
    "support_person_id = (SELECT id FROM support_persons)",
    "a broker supported the person when they were assigned"
)]
#[case(false, "subject = 'zane'", "an agreement made the broker of an open individual budget the support person")]
#[case(
    false,
    "support_person_id = (SELECT id FROM support_persons)",
    "an agreement made the broker of an open individual budget the support person"
)]
#[case(
    false,
    "employer_kind = 'municipal_social_service', employer_municipality = '0051000', person_municipality = NULL",
    "a broker in a conflict is not flagged"
)]
fn a_broker_who_is_somebody_else_than_was_recorded_is_found(
    #[case] agreement_first: bool,
    #[case] change: &str,
    #[case] expected: &str,
) {
    let office = service::office();
    let (budget, grant) = supported(&office);
    let zane = supporter_with(&office, json!({ "subject": "zane" }));
    let assign = || drop(budget.assign(&office.coordinator(), json!({ "subject": "martins" })).ok(201));
    office.pass_days(1);
    if agreement_first {
        drafted(&office, &grant, &zane);
        office.pass_days(1);
        assign();
    } else {
        assign();
        office.pass_days(1);
        drafted(&office, &grant, &zane);
    }
    assert_eq!(office.faults(), [""; 0]);

    plant(&office, &format!("UPDATE broker_assignments SET {change}"));

    let found = office.faults();
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}
