//! Every state of a contest, a decision and a notification with every move: what the rules do not know is 409 with the moves
//! they know, and changes nothing.

use aplp_domain::code::Code;
use aplp_domain::decision;
use aplp_domain::remedy::{ContestEvent, ContestState, next};
use serde_json::{Value, json};

use crate::support::remedies::{Decided, refused, resolution, resolve};
use crate::support::{Office, Reply};

/// The contest of a decision, in a state.
fn contest_in(office: &Office, decision: &Decided, state: ContestState) -> String {
    let ilze = office.coordinator();
    match state {
        ContestState::Submitted => decision.contest(&ilze, json!({})).id(201),
        ContestState::Forwarded => decision.forwarded(office),
        ContestState::Resolved => {
            let contest = decision.forwarded(office);
            resolve(office, &contest, "upheld").ok(201);
            contest
        }
        ContestState::Withdrawn => {
            let contest = decision.contest(&ilze, json!({})).id(201);
            ilze.post(&format!("/v1/contests/{contest}/withdrawals"), json!({})).ok(201);
            contest
        }
    }
}

fn moved(office: &Office, contest: &str, event: ContestEvent) -> Reply {
    let path = format!("/v1/contests/{contest}");
    match event {
        ContestEvent::Forwarded => office.coordinator().post(&format!("{path}/forwardings"), json!({})),
        ContestEvent::Resolved => {
            let answer = resolution("annulled", "2026-03-02");
            office.director().post(&format!("{path}/resolutions"), answer)
        }
        ContestEvent::Withdrawn => office.coordinator().post(&format!("{path}/withdrawals"), json!({})),
    }
}

/// All that a move could change: the decision, its notifications, its contests and its application.
fn everything(office: &Office, decision: &Decided) -> [Value; 4] {
    let ilze = office.coordinator();
    [
        decision.path(),
        format!("{}/notifications", decision.path()),
        format!("/v1/contests?decision_id={}", decision.id),
        format!("/v1/applications/{}", decision.application),
    ]
    .map(|path| ilze.get(&path).ok(200))
}

// B44
#[test]
fn each_state_of_a_contest_knows_its_moves_and_answers_every_other_with_these() {
    let mut seen = 0;
    for &state in ContestState::ALL {
        for &event in ContestEvent::ALL {
            let office = Office::open();
            let decision = refused(&office, 1);
            let contest = contest_in(&office, &decision, state);
            let before = everything(&office, &decision);

            let reply = moved(&office, &contest, event);

            let cell = format!("{} {}", state.code(), event.code());
            match next(state, event) {
                Ok(after) => assert_eq!(reply.ok(201)["state"], after.code(), "{cell}"),
                Err(_) => {
                    let refused = reply.problem(409, "illegal_state_transition");
                    let known = ContestEvent::ALL.iter().filter(|event| next(state, **event).is_ok());
                    let known: Vec<_> = known.map(|event| event.code()).collect();
                    assert_eq!(refused["current_state"], state.code(), "{cell}");
                    assert_eq!(refused["allowed_transitions"], json!(known), "{cell}");
                    assert_eq!(everything(&office, &decision), before, "{cell}");
                }
            }
            assert_eq!(office.faults(), [""; 0], "{cell}");
            seen += 1;
        }
    }
    assert_eq!(seen, 12);
}

/// How a decision came into a state: final by its days, or by the answer to its contest.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stands {
    As(decision::State),
    Answered,
}

fn decision_in(office: &Office, stands: Stands) -> Decided {
    let ilze = office.coordinator();
    let decision = refused(office, 1);
    match stands {
        Stands::As(decision::State::Issued) => {}
        Stands::As(decision::State::InEffect) => drop(decision.notify(&ilze, "in_person", "2026-03-02").ok(201)),
        Stands::As(decision::State::Contested) => drop(decision.contest(&ilze, json!({})).ok(201)),
        Stands::As(decision::State::Final) => {
            decision.notify(&ilze, "in_person", "2026-03-02").ok(201);
            office.move_to("2026-04-08T10:00:00Z");
        }
        Stands::Answered => drop(decision.answered(office, "upheld")),
    }
    decision
}

#[test]
fn each_state_of_a_decision_is_notified_and_contested_or_says_what_it_knows() {
    let answered = [Stands::Answered];
    let states = decision::State::ALL.iter().map(|state| Stands::As(*state)).chain(answered);
    let mut seen = 0;
    for stands in states {
        for is_contest in [false, true] {
            let office = Office::open();
            let decision = decision_in(&office, stands);
            let before = everything(&office, &decision);
            let (shown, code) = match stands {
                Stands::As(state) => (state, "illegal_state_transition"),
                Stands::Answered => (decision::State::Final, "contest_resolved"),
            };
            assert_eq!(before[0]["state"], shown.code(), "{stands:?}");

            let reply = if is_contest {
                decision.contest(&office.coordinator(), json!({}))
            } else {
                decision.notify(&office.coordinator(), "registered_mail", "2026-03-02")
            };

            let known = decision::next(shown, decision::Event::Contested).is_ok() && stands != Stands::Answered;
            if !is_contest || known {
                reply.ok(201);
            } else {
                let refused = reply.problem(409, code);
                let known = if stands == Stands::Answered { Vec::new() } else { decision::allowed(shown) };
                assert_eq!(refused["current_state"], shown.code(), "{stands:?}");
                assert_eq!(refused["allowed_transitions"], json!(known), "{stands:?}");
                assert_eq!(everything(&office, &decision), before, "{stands:?}");
            }
            assert_eq!(office.faults(), [""; 0], "{stands:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 10);
}

#[test]
fn a_notification_comes_back_once_in_each_state_of_its_decision_and_no_more_after_an_answer() {
    let back = json!({ "returned_on": "2026-03-02", "reason": "adresāts nav sasniegts" });
    let answered = [Stands::Answered];
    for stands in decision::State::ALL.iter().map(|state| Stands::As(*state)).chain(answered) {
        let office = Office::open();
        let ilze = office.coordinator();
        let decision = decision_in(&office, stands);
        let letter = decision.notify(&ilze, "registered_mail", "2026-03-02").id(201);
        let returns = format!("/v1/notifications/{letter}/returns");

        let (code, state) = if stands == Stands::Answered {
            ("contest_resolved", "final")
        } else {
            ilze.post(&returns, back.clone()).ok(201);
            ("returned_already", "returned")
        };

        let before = everything(&office, &decision);
        let refused = ilze.post(&returns, back.clone()).problem(409, code);
        assert_eq!((&refused["current_state"], &refused["allowed_transitions"]), (&json!(state), &json!([])));
        assert_eq!(everything(&office, &decision), before, "{stands:?}");
        assert_eq!(office.faults(), [""; 0], "{stands:?}");
    }
}
