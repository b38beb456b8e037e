//! A turn that comes in the queue: called up, checked anew, offered and accepted; and somebody who leaves.

use chrono::Duration;
use serde_json::json;

use crate::support::Office;
use crate::support::rulings::{decide, queue};
use crate::support::steps::{checked, ready};
use crate::support::tour::Tour;

/// Somebody who waits: the path of their application, and their place.
pub struct Waiting {
    pub application: String,
    pub entry: String,
}

/// One more place comes, and the turn of whoever waits; who comes after them leaves.
pub fn called_up(tour: &mut Tour, office: &Office, state: &str, waiting: &Waiting) {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let Waiting { application, entry } = waiting;
    let next = decide(&andris, &ready(&ilze, 92, 240), queue(state)).ok(201);
    let more = json!({ "places": 1, "effective_on": office.today(), "reference": "LM līgums 2026/2" });
    andris.post(&format!("/v1/programmes/{state}/allocations"), more).ok(201);
    tour.post(&ilze, &format!("/v1/programmes/{state}/call-ups"), json!({}));
    checked(&ilze, application.rsplit('/').next().unwrap());
    let path = format!("/v1/queue-entries/{entry}");
    tour.post(&ilze, &format!("{path}/offers"), json!({ "answer_by": office.today() + Duration::days(14) }));
    let attempt = json!({ "channel": "phone", "reached": true, "note": "Izstāstīts par piedāvājumu." });
    tour.post(&ilze, &format!("{path}/contact-attempts"), attempt);
    tour.get(&ilze, &format!("{path}/contact-attempts"));
    tour.post(&ilze, &format!("{path}/answers"), json!({ "answer": "accepted", "words": "Jā, es gribu." }));
    tour.get(&ilze, &format!("{path}/events"));
    let leaving = json!({ "words": "Man vairs nevajag.", "document_reference": "iesniegums 2026/15" });
    let next = next["queue_entry_id"].as_str().unwrap();
    tour.post(&ilze, &format!("/v1/queue-entries/{next}/leaving"), leaving);
}
