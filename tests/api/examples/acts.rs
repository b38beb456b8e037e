//! What becomes of a granted service: attempts to reach the person, an incident, a pause, a change, what is due, and the end.

use serde_json::json;

use crate::support::Office;
use crate::support::acts::tick;
use crate::support::steps::{form, need, programme};
use crate::support::tour::Tour;

/// A service is paused, goes on, changes, and ends on the person's own wish.
pub fn decided_later(tour: &mut Tour, office: &Office, application: &str, grant: &str, laura: &str) {
    let (ilze, andris, laura) = (office.coordinator(), office.decision_maker(), office.support_person(laura));
    let path = format!("/v1/grants/{grant}");
    let words = json!({
        "reasoning": "Persona ir stacionārā.", "plain_summary": "Kamēr esat slimnīcā, atbalsta persona nenāk.",
        "official_position": "direktors",
    });
    let whose = ilze.get(&path).ok(200)["person_id"].as_str().unwrap().to_owned();
    tour.get(&ilze, &format!("/v1/persons/{whose}/lineage"));
    let act = |body: serde_json::Value| {
        let mut act = words.clone();
        act.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        act
    };
    office.pass_days(1);
    let attempt = json!({ "channel": "phone", "reached": false, "note": "Tālrunis izslēgts." });
    tour.post(&laura, &format!("{path}/contact-attempts"), attempt);
    tour.get(&laura, &format!("{path}/contact-attempts"));
    let incident = json!({
        "grant_id": grant, "happened_on": office.today(), "kind": "no_safe_workplace",
        "description": "Kāpņu telpā nav gaismas un trūkst pakāpienu.",
    });
    tour.post(&laura, "/v1/incidents", incident);
    tour.get(&ilze, "/v1/incidents");
    let pause = json!({ "ground": "inpatient_treatment", "from": office.today() });
    tour.post(&andris, &format!("{path}/suspensions"), act(pause));
    office.pass_days(3);
    tour.post(&andris, &format!("{path}/resumptions"), act(json!({ "from": office.today() })));
    let needs = form(&ilze, &programme(&ilze, "state"), &[need("finance", 240), need("health", 180)]);
    ilze.post(&format!("{application}/assessments"), needs).ok(201);
    let change = json!({
        "effective_from": office.today(), "areas": ["finance", "health"], "level": 1, "volume_minutes": 420,
    });
    tour.post(&andris, &format!("{path}/amendments"), act(change));
    office.move_to("2027-01-04T10:00:00Z");
    tick(office);
    tour.get(&ilze, "/v1/reminders");
    let own = json!({
        "submitted_on": office.today(), "submitted_by": "person", "document_reference": "iesniegums 2027/3",
    });
    let end = json!({ "ground": "own_request", "ends_on": "2027-01-31", "own_application": own });
    tour.post(&andris, &format!("{path}/terminations"), act(end));
}

/// A death that was told by mistake, and taken back.
pub fn taken_for_dead(tour: &mut Tour, office: &Office, person: &str) {
    let deaths = format!("/v1/persons/{person}/deaths");
    let died = json!({ "died_on": "2026-03-01", "source": "other", "document_reference": "radinieka vēstule" });
    let death = tour.post(&office.coordinator(), &deaths, died);
    let mistake = json!({ "reason": "Vēstule bija par citu personu." });
    tour.post(&office.decision_maker(), &format!("{deaths}/{death}/retractions"), mistake);
    tour.get(&office.coordinator(), &deaths);
}
