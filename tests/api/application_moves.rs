//! Every state of an application and every move: what it does not know is 409 with the moves that it knows, and changes nothing.

use aplp_domain::application::{self, Event, State};
use aplp_domain::code::Code;
use chrono::Duration;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::tick;
use crate::support::rulings::{decide, refuse};
use crate::support::steps::{answer, application, assessed, checked, form, need, person, programme};
use crate::support::{Desk, Office, Reply};

/// What somebody does with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Patch,
    RegistryCheck,
    CertificateRequest,
    Certificate,
    Assessment,
    Decision,
    Withdrawal,
    Extension,
}

const MOVES: [Move; 8] = [
    Move::Patch,
    Move::RegistryCheck,
    Move::CertificateRequest,
    Move::Certificate,
    Move::Assessment,
    Move::Decision,
    Move::Withdrawal,
    Move::Extension,
];

/// The registers know nothing of the person.
fn silent(desk: &Desk<'_>, application: &str) {
    for register in ["iis", "vdeavk"] {
        let path = format!("/v1/applications/{application}/registry-checks");
        desk.post(&path, answer(desk, register, "absent")).ok(201);
    }
}

fn certificate_asked(desk: &Desk<'_>, application: &str) -> Reply {
    let by = json!({ "answer_by": desk.office.today() + Duration::days(1) });
    desk.post(&format!("/v1/applications/{application}/certificate-requests"), by)
}

/// An application of a minor in a state, so that it can be refused, on the way that leaves the most to a move.
fn application_in(office: &Office, state: State, wanted: Move) -> String {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let mut minor = person(1);
    minor["born_on"] = json!("2015-05-05");
    if state == State::Incomplete {
        minor.as_object_mut().unwrap().remove("address");
    }
    let application = application(&ilze, &ilze.post("/v1/persons", minor).id(201));
    match state {
        State::Submitted | State::Incomplete => {}
        // The certificate is asked for where the registers are silent, and needs are assessed where one has the mark.
        State::UnderReview if wanted == Move::CertificateRequest => silent(&ilze, &application),
        State::UnderReview => drop(checked(&ilze, &application)),
        State::CertificateRequested => {
            silent(&ilze, &application);
            certificate_asked(&ilze, &application).ok(201);
        }
        State::Assessed => {
            silent(&ilze, &application);
            certificate_asked(&ilze, &application).ok(201);
            office.pass_days(2);
            assessed(&ilze, &application, "state", 480);
        }
        State::Decided => {
            checked(&ilze, &application);
            decide(&andris, &application, refuse(&programme(&andris, "state"), "not_adult")).ok(201);
        }
        State::NotSubmitted => {
            let unsigned = json!({ "defects": ["unsigned"], "cure_by": office.today() + Duration::days(1) });
            ilze.post(&format!("/v1/applications/{application}/completion-requests"), unsigned).ok(201);
            office.pass_days(2);
            tick(office);
        }
        State::Withdrawn => {
            let wish = json!({ "requested_by": "person" });
            ilze.post(&format!("/v1/applications/{application}/withdrawal"), wish).ok(201);
        }
    }
    application
}

fn tried(office: &Office, application: &str, wanted: Move) -> Reply {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (path, today) = (format!("/v1/applications/{application}"), office.today());
    let state = programme(&ilze, "state");
    match wanted {
        Move::Patch => ilze.patch(&path, json!({ "assisted_by": "māsa" })),
        Move::RegistryCheck => ilze.post(&format!("{path}/registry-checks"), answer(&ilze, "iis", "absent")),
        Move::CertificateRequest => certificate_asked(&ilze, application),
        Move::Certificate => ilze.post(
            &format!("{path}/certificates"),
            json!({
                "issuer_name": "Dr. Inese Kronberga", "issuer_institution": "Rīgas Psihiatrijas un narkoloģijas centrs",
                "issued_on": today, "confirms": true, "document_reference": "027/u 2026/44",
            }),
        ),
        Move::Assessment => ilze.post(&format!("{path}/assessments"), form(&ilze, &state, &[need("finance", 480)])),
        Move::Decision => decide(&andris, application, refuse(&state, "not_adult")),
        Move::Withdrawal => ilze.post(&format!("{path}/withdrawal"), json!({ "requested_by": "person" })),
        Move::Extension => ilze.post(
            &format!("{path}/extensions"),
            json!({ "extended_to": today + Duration::days(60), "reason": "Gaida izziņu.", "notified_on": today }),
        ),
    }
}

/// Whether a state knows a move, by its state machine; what has none of its own needs an application that is open.
fn knows(state: State, wanted: Move) -> bool {
    let open = application::must_be_open(state).is_ok();
    match wanted {
        Move::Patch | Move::Extension => open,
        // What is incomplete is not reviewed.
        Move::RegistryCheck => open && state != State::Incomplete,
        Move::CertificateRequest => application::next(state, Event::CertificateAsked).is_ok(),
        Move::Certificate => application::next(state, Event::CertificateReceived).is_ok(),
        Move::Assessment => application::next(state, Event::Assessed).is_ok(),
        Move::Decision => application::next(state, Event::Decided).is_ok(),
        Move::Withdrawal => application::next(state, Event::Withdrawn).is_ok(),
    }
}

/// The code of what a state does not know: where a step is missing that comes before, it is named.
fn refused(state: State, wanted: Move) -> &'static str {
    match (state, wanted) {
        (State::Incomplete, Move::RegistryCheck) => "application_incomplete",
        (State::Submitted | State::Incomplete, Move::CertificateRequest | Move::Assessment) => "register_not_checked",
        (State::CertificateRequested, Move::Assessment) => "certificate_outstanding",
        _ => "illegal_state_transition",
    }
}

// B33, B34, B35, B38, B40
#[rstest]
fn each_state_of_an_application_knows_its_moves_and_answers_every_other_with_these(
    #[values(
        "submitted",
        "incomplete",
        "under_review",
        "certificate_requested",
        "assessed",
        "decided",
        "withdrawn",
        "not_submitted"
    )]
    state: &str,
) {
    let state = State::from_code(state).unwrap();
    for wanted in MOVES {
        let office = Office::open();
        let ilze = office.coordinator();
        let application = application_in(&office, state, wanted);
        let path = format!("/v1/applications/{application}");
        let before: Value = ilze.get(&path).ok(200);
        assert_eq!(before["state"], state.code());

        let reply = tried(&office, &application, wanted);

        if knows(state, wanted) {
            assert!([200, 201].contains(&reply.status), "{} {wanted:?} {:#}", state.code(), reply.body);
        } else {
            let problem = reply.problem(409, refused(state, wanted));
            assert_eq!(problem["current_state"], state.code(), "{wanted:?}");
            assert_eq!(problem["allowed_transitions"], json!(application::allowed(state)), "{wanted:?}");
            assert_eq!(ilze.get(&path).ok(200), before, "{wanted:?}");
        }
        assert_eq!(office.faults(), [""; 0]);
    }
}
