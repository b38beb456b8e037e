//! Every state of an agreement and every move: what it does not know is 409 with the moves that it knows, and changes nothing.

use aplp_domain::agreement::State;
use aplp_domain::code::Code;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::service::{A_YEAR, agreed, draft, drafted, granted, office, person, sign, supporter};
use crate::support::{Desk, Office};

/// An agreement in a state, under its grant. Of a draft the person has signed.
fn agreement_in(office: &Office, state: State) -> (String, String) {
    let grant = granted(office, &person(office), A_YEAR);
    let zane = supporter(office);
    let agreement = match state {
        State::Drafted => {
            let agreement = drafted(office, &grant, &zane);
            sign(&office.coordinator(), &agreement, "person", &office.now().to_rfc3339()).ok(201);
            agreement
        }
        State::Signed => agreed(office, &grant, &zane),
        State::Superseded => {
            let agreement = drafted(office, &grant, &zane);
            drafted(office, &grant, &zane);
            agreement
        }
    };
    (grant, agreement)
}

fn read(desk: &Desk<'_>, agreement: &str) -> Value {
    desk.get(&format!("/v1/agreements/{agreement}")).ok(200)
}

// B44
#[rstest]
#[case(State::Drafted, "association", 201, "")]
#[case(State::Drafted, "person", 409, "already_signed")]
#[case(State::Signed, "association", 409, "illegal_state_transition")]
#[case(State::Signed, "person", 409, "illegal_state_transition")]
#[case(State::Superseded, "association", 409, "illegal_state_transition")]
#[case(State::Superseded, "person", 409, "illegal_state_transition")]
fn an_agreement_takes_a_signature_of_each_party_while_it_is_drafted(
    #[case] state: State,
    #[case] party: &str,
    #[case] status: u16,
    #[case] code: &str,
) {
    let office = office();
    let ilze = office.coordinator();
    let (_, agreement) = agreement_in(&office, state);
    let before = read(&ilze, &agreement);
    assert_eq!(before["state"], state.code());

    let reply = sign(&ilze, &agreement, party, &office.now().to_rfc3339());

    match status {
        201 => assert_eq!(reply.ok(201)["signatures"].as_array().unwrap().len(), 2),
        _ => {
            let refused = reply.problem(status, code);
            assert_eq!(refused["current_state"], state.code());
            assert_eq!(refused["allowed_transitions"], json!(aplp_domain::agreement::allowed(state)));
            assert_eq!(read(&ilze, &agreement), before);
        }
    }
    assert_eq!(office.faults(), [""; 0]);
}

// B44
#[rstest]
#[case(State::Drafted, "superseded")]
#[case(State::Signed, "signed")]
#[case(State::Superseded, "superseded")]
fn a_new_draft_takes_the_place_of_a_draft_and_leaves_the_rest_as_it_is(#[case] state: State, #[case] after: &str) {
    let office = office();
    let ilze = office.coordinator();
    let (grant, agreement) = agreement_in(&office, state);

    let new = ilze.post(&format!("/v1/grants/{grant}/agreements"), draft(&supporter(&office))).ok(201);

    assert_eq!(new["state"], "drafted");
    assert_eq!(read(&ilze, &agreement)["state"], after);
    let drafts = ilze.get(&format!("/v1/agreements?grant_id={grant}&state=drafted")).ok(200);
    assert_eq!(drafts["items"].as_array().unwrap().len(), 1);
    assert_eq!(office.faults(), [""; 0]);
}
