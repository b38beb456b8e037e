//! People who wait, and the steps by which their turn comes.

use chrono::Duration;
use serde_json::{Value, json};

use super::rulings::{allocated, decide, queue};
use super::steps::ready;
use super::{Desk, Office, Reply};

/// Somebody who waits.
pub struct Waiting {
    pub application: String,
    pub entry: String,
    pub person: String,
}

/// A new person who is put in the queue of a programme.
#[track_caller]
pub fn waiting(office: &Office, number: u32, programme: &str) -> Waiting {
    let application = ready(&office.coordinator(), number, 480);
    let decision = decide(&office.decision_maker(), &application, queue(programme)).ok(201);
    let member = |name: &str| decision[name].as_str().unwrap().to_owned();
    Waiting { entry: member("queue_entry_id"), person: member("person_id"), application }
}

/// A programme without a place, in which some persons wait in the order of their numbers.
pub fn full<const N: usize>(office: &Office, first: u32) -> (String, [Waiting; N]) {
    let state = allocated(&office.decision_maker(), "state", json!({ "places": 0 }));
    let all = std::array::from_fn(|at| waiting(office, first + u32::try_from(at).unwrap(), &state));
    (state, all)
}

/// Calls up who is next.
pub fn call_up(desk: &Desk<'_>, programme: &str) -> Reply {
    desk.post(&format!("/v1/programmes/{programme}/call-ups"), json!({}))
}

/// Offers the service, with two weeks to answer unless more is said.
pub fn offer(desk: &Desk<'_>, place: &Waiting, more: Value) -> Reply {
    let mut body = json!({ "answer_by": desk.office.today() + Duration::days(14) });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.post(&format!("/v1/queue-entries/{}/offers", place.entry), body)
}

/// Says that the person wants the service.
pub fn accept(desk: &Desk<'_>, place: &Waiting) -> Reply {
    desk.post(&format!("/v1/queue-entries/{}/answers", place.entry), json!({ "answer": "accepted" }))
}

/// Records that nobody answered the telephone.
#[track_caller]
pub fn tried(desk: &Desk<'_>, place: &Waiting) {
    let attempt = json!({ "channel": "phone", "reached": false, "note": "Neviens neatbild." });
    desk.post(&format!("/v1/queue-entries/{}/contact-attempts", place.entry), attempt).ok(201);
}

/// A place as it stands.
#[track_caller]
pub fn entry(desk: &Desk<'_>, place: &Waiting) -> Value {
    desk.get(&format!("/v1/queue-entries/{}", place.entry)).ok(200)
}

/// What happened to a place.
#[track_caller]
pub fn kinds(desk: &Desk<'_>, place: &Waiting) -> Vec<String> {
    let page = desk.get(&format!("/v1/queue-entries/{}/events", place.entry)).ok(200);
    page["items"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
}
