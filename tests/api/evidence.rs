//! The evidence for an ending fits the service that it ends, in its days and in its persons.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::{own_application, terminate};
use crate::support::service::{A_YEAR, Service, agreed, drafted, office, served, supporter};
use crate::support::{Office, Reply};

/// A service that runs since 12 January, seen on 2 March.
fn running() -> (Office, Service) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    (office, service)
}

fn incident(office: &Office, service: &Service, on: &str) -> Reply {
    let body = json!({
        "grant_id": service.grant, "happened_on": on, "kind": "demeaning_conduct",
        "description": "Tikšanās laikā lamājās un svieda mantas.",
    });
    office.coordinator().post("/v1/incidents", body)
}

// B52
#[test]
fn the_person_is_heard_not_before_the_newest_of_the_named_incidents() {
    let (office, service) = running();
    let andris = office.decision_maker();
    let incidents = ["2026-02-10", "2026-02-20"].map(|on| incident(&office, &service, on).id(201));
    let heard = |on: &str, incidents: &[String]| {
        let hearing = json!({ "heard_on": on, "view": "Man žēl." });
        let body = json!({ "incident_ids": incidents, "safety_kind": "demeaning_conduct", "hearing": hearing });
        terminate(&andris, &service.grant, "safety_or_dignity", body)
    };

    let early = heard("2026-02-19", &incidents).problem(422, "heard_before_incident");
    heard("2026-02-09", &incidents[..1]).problem(422, "heard_before_incident");
    heard("2026-02-20", &incidents).ok(201);

    assert_eq!(early["turns_on"], "2026-02-20");
}

// B51
#[rstest]
#[case("2026-01-04", "applied_before_decision")]
#[case("2026-01-05", "")]
fn nobody_has_applied_to_end_a_service_before_it_was_granted(#[case] on: &str, #[case] refused: &str) {
    let (office, service) = running();
    let andris = office.decision_maker();
    let mut body = own_application(&andris, "person");
    body["own_application"]["submitted_on"] = json!(on);

    let reply = terminate(&andris, &service.grant, "own_request", body);

    match refused {
        "" => drop(reply.ok(201)),
        code => assert_eq!(reply.problem(422, code)["turns_on"], "2026-01-05"),
    }
}

// B52
#[test]
fn an_incident_lies_within_the_service() {
    let (office, service) = running();
    let andris = office.decision_maker();

    let early = incident(&office, &service, "2026-01-11").problem(422, "outside_term");
    incident(&office, &service, "2026-03-03").problem(400, "invalid_request");
    incident(&office, &service, "2026-01-12").ok(201);
    incident(&office, &service, "2026-03-02").ok(201);
    let body = json!({ "ends_on": "2026-02-27", "document_reference": "miršanas apliecība" });
    terminate(&andris, &service.grant, "death", body).ok(201);
    incident(&office, &service, "2026-02-28").problem(422, "outside_term");
    incident(&office, &service, "2026-02-27").ok(201);

    assert_eq!(early["turns_on"], "2026-01-12");
}

// B44, B52
#[test]
fn an_incident_names_the_support_person_whose_agreement_was_in_force_on_that_day() {
    let (office, service) = running();
    let [maris, drafted_only] = [supporter(&office), supporter(&office)];
    agreed(&office, &service.grant, &maris);
    drafted(&office, &service.grant, &drafted_only);
    let named = |on: &str| -> Value { incident(&office, &service, on).ok(201)["support_person_id"].clone() };

    assert_eq!(named("2026-03-01"), json!(service.supporter));
    assert_eq!(named("2026-03-02"), json!(maris));
}

// B44, B52
#[test]
fn nothing_happens_to_a_support_person_who_only_stands_in_a_draft() {
    let office = office();
    let person = crate::support::service::person(&office);
    let grant = crate::support::service::granted(&office, &person, A_YEAR);
    let zane = supporter(&office);
    let agreement = drafted(&office, &grant, &zane);
    let service = Service { person, supporter: zane.clone(), grant, agreement };
    office.move_to("2026-01-20T12:00:00Z");

    let early = incident(&office, &service, "2026-01-20").problem(409, "no_agreement_yet");
    agreed(&office, &service.grant, &zane);
    incident(&office, &service, "2026-01-19").problem(409, "no_agreement_yet");
    incident(&office, &service, "2026-01-20").ok(201);

    assert_eq!(early["turns_on"], "2026-01-20");
}
