//! Every state and every move: what the rules do not know is 409 with the moves they know, and changes nothing.

use aplp_domain::code::Code;
use aplp_domain::grant;
use serde_json::json;

use crate::support::acts::{amend, own_application, resume, suspend, terminate};
use crate::support::service::{A_YEAR, draft, drafted, granted, office, person, served, sign, supporter};
use crate::support::steps::{form, need, programme};
use crate::support::{Office, Reply};

/// A service that stands in a state on 12 January, its first day.
pub(crate) fn service_in(office: &Office, state: grant::State) -> String {
    let andris = office.decision_maker();
    office.move_to("2026-01-05T08:00:00Z");
    let later = A_YEAR;
    match state {
        grant::State::Granted => granted(office, &person(office), later),
        grant::State::Contracted => {
            served(office, crate::support::service::Granting { from: "2026-01-13", ..later }).grant
        }
        grant::State::Active => served(office, later).grant,
        grant::State::Suspended => {
            let service = served(office, later);
            office.move_to("2026-01-12T12:00:00Z");
            suspend(&andris, &service.grant, "imprisonment", "2026-01-12", json!({})).ok(201);
            service.grant
        }
        grant::State::Ended => {
            let service = served(office, later);
            let died = json!({ "ends_on": "2026-01-04", "document_reference": "apliecība" });
            terminate(&andris, &service.grant, "death", died).ok(201);
            service.grant
        }
    }
}

/// Assesses the needs anew on the application behind a service, and says whether that was taken in.
fn assessed_anew(office: &Office, grant: &str) -> bool {
    let ilze = office.coordinator();
    let told = |path: String| ilze.get(&path).ok(200);
    let decision = told(format!("/v1/grants/{grant}"))["decision_id"].as_str().unwrap().to_owned();
    let application = told(format!("/v1/decisions/{decision}"))["application_id"].as_str().unwrap().to_owned();
    let needs = form(&ilze, &programme(&ilze, "state"), &[need("finance", 300), need("health", 0)]);
    ilze.post(&format!("/v1/applications/{application}/assessments"), needs).status == 201
}

fn moved(office: &Office, grant: &str, event: grant::Event, supporter: &str) -> Option<Reply> {
    let andris = office.decision_maker();
    Some(match event {
        grant::Event::Contracted => {
            let path = format!("/v1/grants/{grant}/agreements");
            office.coordinator().post(&path, draft(supporter))
        }
        // The clock starts a service, nobody else.
        grant::Event::Started => return None,
        grant::Event::Suspended => suspend(&andris, grant, "inpatient_treatment", "2026-01-12", json!({})),
        grant::Event::Resumed => resume(&andris, grant, "2026-01-13"),
        grant::Event::Amended => amend(&andris, grant, "2026-01-13", 1, 300, json!({})),
        grant::Event::Ended => terminate(&andris, grant, "own_request", own_application(&andris, "person")),
    })
}

// B44, B45, B48, B49
#[test]
fn each_state_of_a_service_knows_its_moves_and_answers_every_other_with_these() {
    let mut seen = 0;
    for &state in grant::State::ALL {
        for &event in grant::Event::ALL {
            let office = office();
            let zane = supporter(&office);
            let service = service_in(&office, state);
            office.move_to(match event {
                grant::Event::Resumed => "2026-01-13T12:00:00Z",
                _ => "2026-01-12T12:00:00Z",
            });
            // Needs are assessed anew as long as there is a service.
            if event == grant::Event::Amended {
                assert_eq!(assessed_anew(&office, &service), state != grant::State::Ended);
            }
            let path = format!("/v1/grants/{service}");
            let before = office.coordinator().get(&path).ok(200);
            // On its first day a contracted service is active.
            let shown = grant::State::from_code(before["state"].as_str().unwrap()).unwrap();
            let Some(reply) = moved(&office, &service, event, &zane) else { continue };

            match grant::next(shown, event) {
                Ok(_) => drop(reply.ok(201)),
                Err(_) => {
                    let refused = reply.problem(409, "illegal_state_transition");
                    assert_eq!(refused["current_state"], shown.code());
                    assert_eq!(refused["allowed_transitions"], json!(grant::allowed(shown)));
                    assert_eq!(office.coordinator().get(&path).ok(200), before, "{} {}", state.code(), event.code());
                }
            }
            seen += 1;
            assert_eq!(office.faults(), [""; 0]);
        }
    }
    assert_eq!(seen, 25);
}

#[test]
fn an_agreement_under_a_service_that_is_over_takes_no_signature() {
    let office = office();
    let zane = supporter(&office);
    let service = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &service, &zane);
    office.move_to("2026-01-12T12:00:00Z");
    let andris = office.decision_maker();
    let died = json!({ "ends_on": "2026-01-11", "document_reference": "apliecība" });
    terminate(&andris, &service, "death", died).ok(201);

    let late = sign(&office.coordinator(), &agreement, "person", "2026-01-12T11:00:00Z");

    assert_eq!(late.problem(409, "illegal_state_transition")["current_state"], "ended");
}
