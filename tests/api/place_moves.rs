//! Every state of a place in the queue and every move: what the rules do not know is 409 with the moves they know, and changes
//! nothing.

use aplp_domain::code::Code;
use aplp_domain::{application, queue};
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::rulings::{allocated, decide, grant, refuse};
use crate::support::steps::{checked, checked_as};
use crate::support::turns::{Waiting, accept, call_up, entry, full, offer};
use crate::support::{Office, Reply};

/// How far a place is; two of its states have two halves each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Waiting,
    CalledUp,
    Offered,
    Accepted,
    Converted,
    Left,
    Removed,
}

const STANDS: [Stands; 7] = [
    Stands::Waiting,
    Stands::CalledUp,
    Stands::Offered,
    Stands::Accepted,
    Stands::Converted,
    Stands::Left,
    Stands::Removed,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Offer,
    Accept,
    Decline,
    Leave,
    Try,
    Grant,
    Refuse,
}

const MOVES: [Move; 7] = [Move::Offer, Move::Accept, Move::Decline, Move::Leave, Move::Try, Move::Grant, Move::Refuse];

impl Stands {
    fn state(self) -> queue::State {
        match self {
            Self::Waiting | Self::CalledUp => queue::State::Waiting,
            Self::Offered | Self::Accepted => queue::State::Offered,
            Self::Converted => queue::State::Converted,
            Self::Left => queue::State::Left,
            Self::Removed => queue::State::Removed,
        }
    }
}

/// What a move comes to: the state after it, or the code of the problem.
fn expected(stands: Stands, moved: Move) -> Result<queue::State, &'static str> {
    use queue::State;
    const ILLEGAL: &str = "illegal_state_transition";
    match (stands, moved) {
        (Stands::Converted | Stands::Left | Stands::Removed, _) => Err(ILLEGAL),
        (_, Move::Leave) => Ok(State::Left),
        (_, Move::Refuse) => Ok(State::Removed),
        (_, Move::Try) => Ok(stands.state()),
        (Stands::Waiting | Stands::CalledUp, Move::Offer) => Ok(State::Offered),
        (Stands::Waiting | Stands::CalledUp, Move::Accept | Move::Decline | Move::Grant) => Err(ILLEGAL),
        (Stands::Offered | Stands::Accepted, Move::Offer) => Err(ILLEGAL),
        (Stands::Offered | Stands::Accepted, Move::Decline) => Ok(State::Left),
        (Stands::Offered, Move::Accept) => Ok(State::Offered),
        (Stands::Accepted, Move::Accept) => Err("offer_accepted_already"),
        (Stands::Offered, Move::Grant) => Err("offer_not_accepted"),
        (Stands::Accepted, Move::Grant) => Ok(State::Converted),
    }
}

/// Somebody whose place stands so, in a programme with one place.
fn standing(office: &Office, stands: Stands) -> (String, Waiting) {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna]) = full::<1>(office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    if stands == Stands::Waiting {
        return (state, anna);
    }
    call_up(&ilze, &state).ok(201);
    if stands == Stands::CalledUp {
        return (state, anna);
    }
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);
    match stands {
        Stands::Waiting | Stands::CalledUp | Stands::Offered => {}
        Stands::Accepted | Stands::Converted => {
            accept(&ilze, &anna).ok(201);
            if stands == Stands::Converted {
                decide(&andris, &anna.application, grant(&andris, &state)).ok(201);
            }
        }
        Stands::Left => drop(moved(office, &state, &anna, Move::Leave).ok(201)),
        Stands::Removed => {
            checked_as(&ilze, &anna.application, "none");
            moved(office, &state, &anna, Move::Refuse).ok(201);
        }
    }
    (state, anna)
}

fn moved(office: &Office, programme: &str, place: &Waiting, moved: Move) -> Reply {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let post = |step: &str, body: Value| ilze.post(&format!("/v1/queue-entries/{}/{step}", place.entry), body);
    match moved {
        Move::Offer => post("offers", json!({ "answer_by": office.today() + Duration::days(10) })),
        Move::Accept => post("answers", json!({ "answer": "accepted" })),
        Move::Decline => post("answers", json!({ "answer": "declined" })),
        Move::Leave => post("leaving", json!({ "words": "Vairs nevajag." })),
        Move::Try => post("contact-attempts", json!({ "channel": "phone", "reached": false })),
        Move::Grant => decide(&andris, &place.application, grant(&andris, programme)),
        Move::Refuse => decide(&andris, &place.application, refuse(programme, "no_disability")),
    }
}

/// What is found anew, so that nothing but the state of the place stands in the way.
fn found(office: &Office, place: &Waiting, stands: Stands, moved: Move) {
    let goes_on = !matches!(stands, Stands::Left | Stands::Removed);
    match moved {
        Move::Refuse if goes_on => drop(checked_as(&office.coordinator(), &place.application, "none")),
        Move::Offer | Move::Grant if goes_on => drop(checked(&office.coordinator(), &place.application)),
        _ => {}
    }
}

/// One move on a place that stands so: it leads where the rules say, or it is refused and changes nothing.
fn tried(office: &Office, programme: &str, place: &Waiting, (stands, way): (Stands, Move)) {
    let cell = format!("{stands:?} {way:?}");
    let ilze = office.coordinator();
    found(office, place, stands, way);
    let before = entry(&ilze, place);
    assert_eq!(before["state"], stands.state().code(), "{cell}");

    let reply = moved(office, programme, place, way);

    match expected(stands, way) {
        Ok(after) => {
            assert_eq!(reply.status, 201, "{cell}: {:#}", reply.body);
            assert_eq!(entry(&ilze, place)["state"], after.code(), "{cell}");
        }
        Err(code) => {
            let refused = reply.problem(409, code);
            // Without a place that waits, a decision is about the application alone.
            let of_application = matches!(way, Move::Grant | Move::Refuse) && before["position"].is_null();
            let known = match of_application {
                true => ("decided", application::allowed(application::State::Decided)),
                false => (stands.state().code(), queue::allowed(stands.state())),
            };
            assert_eq!(refused["current_state"], known.0, "{cell}");
            assert_eq!(refused["allowed_transitions"], json!(known.1), "{cell}");
            assert_eq!(entry(&ilze, place), before, "{cell}");
        }
    }
}

// B32
#[test]
fn each_state_of_a_place_knows_its_moves_and_answers_every_other_with_these() {
    for stands in STANDS {
        let (lead_on, refused): (Vec<_>, Vec<_>) = MOVES.into_iter().partition(|way| expected(stands, *way).is_ok());
        // What is refused changes nothing, so one place can be asked for all of it.
        for ways in lead_on.into_iter().map(|way| vec![way]).chain([refused]) {
            let office = Office::open();
            let (programme, place) = standing(&office, stands);
            for way in ways {
                tried(&office, &programme, &place, (stands, way));
            }
            assert_eq!(office.faults(), [""; 0], "{stands:?}");
        }
    }
}
