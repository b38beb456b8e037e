//! What a service in each state does beside its own moves: its end is decided once unless death comes first, and a third signature contracts it.

use aplp_domain::code::Code;
use aplp_domain::grant;
use rstest::rstest;
use serde_json::{Value, json};

use crate::moves::service_in;
use crate::support::Office;
use crate::support::acts::{end_as_asked, terminate};
use crate::support::service::{A_YEAR, drafted, granted, office, person, sign, supporter};

// B49, B51
#[rstest]
#[case(grant::State::Granted, json!(["contracted", "amended"]))]
#[case(grant::State::Contracted, json!(["contracted", "started", "amended"]))]
#[case(grant::State::Active, json!(["contracted", "suspended", "amended"]))]
#[case(grant::State::Suspended, json!(["contracted", "resumed", "amended"]))]
fn the_end_of_a_service_is_decided_once_in_every_state_unless_death_comes_first(
    #[case] state: grant::State,
    #[case] left: Value,
) {
    let office = office();
    let service = service_in(&office, state);
    office.move_to("2026-01-12T12:00:00Z");
    let andris = office.decision_maker();
    let end = || end_as_asked(&andris, &service, "2026-01-20");
    end().ok(201);
    let path = format!("/v1/grants/{service}");
    let before = andris.get(&path).ok(200);

    let again = end().problem(409, "end_decided_already");

    assert_eq!((&again["current_state"], &again["allowed_transitions"]), (&json!(state.code()), &left));
    assert_eq!(andris.get(&path).ok(200), before);
    assert_eq!(office.faults(), [""; 0]);
    let died = || terminate(&andris, &service, "death", json!({ "document_reference": "miršanas apliecība" }));
    died().ok(201);
    let dead = andris.get(&path).ok(200);
    assert_eq!((&dead["last_day"], &dead["end_ground"]), (&json!("2026-01-12"), &json!("death")));
    died().problem(409, "end_decided_already");
    end().problem(409, "end_decided_already");
    assert_eq!(office.faults(), [""; 0]);
}

/// An agreement that lacks the third signature, drafted and signed by two on 5 January, under a service in a state.
fn almost_signed(office: &Office, state: grant::State, supporter: &str) -> (String, String) {
    let two = |service: &str| {
        let agreement = drafted(office, service, supporter);
        for party in ["person", "association"] {
            sign(&office.coordinator(), &agreement, party, &office.now().to_rfc3339()).ok(201);
        }
        agreement
    };
    if state != grant::State::Ended {
        let service = service_in(office, state);
        let agreement = two(&service);
        return (service, agreement);
    }
    let service = granted(office, &person(office), A_YEAR);
    let agreement = two(&service);
    let died = json!({ "ends_on": "2026-01-04", "document_reference": "apliecība" });
    terminate(&office.decision_maker(), &service, "death", died).ok(201);
    (service, agreement)
}

// B44
#[rstest]
#[case(grant::State::Granted, Some("active"))]
#[case(grant::State::Contracted, Some("contracted"))]
#[case(grant::State::Active, Some("active"))]
#[case(grant::State::Suspended, Some("suspended"))]
#[case(grant::State::Ended, None)]
fn the_third_signature_contracts_a_service_in_every_state_but_the_last(
    #[case] state: grant::State,
    #[case] after: Option<&str>,
) {
    let office = office();
    let (service, agreement) = almost_signed(&office, state, &supporter(&office));
    office.move_to("2026-01-12T12:00:00Z");
    let path = format!("/v1/grants/{service}");
    let before = office.coordinator().get(&path).ok(200);

    let third = sign(&office.coordinator(), &agreement, "support_person", &office.now().to_rfc3339());

    let told = office.coordinator().get(&path).ok(200);
    match after {
        Some(after) => {
            assert_eq!(third.ok(201)["state"], "signed");
            assert_eq!((&told["state"], &told["agreement"]["id"]), (&json!(after), &json!(agreement)));
        }
        None => {
            let refused = third.problem(409, "illegal_state_transition");
            assert_eq!((&refused["current_state"], &refused["allowed_transitions"]), (&json!("ended"), &json!([])));
            assert_eq!(told, before);
        }
    }
    assert_eq!(office.faults(), [""; 0]);
}
