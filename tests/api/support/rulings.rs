//! Decisions for stories: what is sent for each outcome, and programmes whose money ends where the story needs it.

use serde_json::{Value, json};

use super::steps::programme;
use super::{Desk, Reply};

/// What is sent to grant eight hours a month in finance from today on.
pub fn grant(desk: &Desk<'_>, programme: &str) -> Value {
    json!({
        "outcome": "grant", "programme_id": programme, "term_from": desk.office.today(), "areas": ["finance"], "level": 1,
        "volume_minutes": 480, "reasoning": "Nosacījumi ir izpildīti.", "plain_summary": "Jums būs atbalsta persona.",
        "official_position": "pakalpojuma vadītājs",
    })
}

/// What is sent to put the person in the queue.
pub fn queue(programme: &str) -> Value {
    json!({
        "outcome": "queue", "programme_id": programme, "reasoning": "Nosacījumi ir izpildīti, bet finansējums ir izlietots.",
        "plain_summary": "Jūs esat rindā.", "official_position": "pakalpojuma vadītājs",
    })
}

/// What is sent to refuse.
pub fn refuse(programme: &str, ground: &str) -> Value {
    json!({
        "outcome": "refuse", "programme_id": programme, "ground": ground, "reasoning": "Nosacījums nav izpildīts.",
        "addressee_view": "Es tam nepiekrītu.", "plain_summary": "Pakalpojums netiek piešķirts.",
        "official_position": "pakalpojuma vadītājs",
    })
}

/// Decides on an application.
pub fn decide(desk: &Desk<'_>, application: &str, decision: Value) -> Reply {
    desk.post(&format!("/v1/applications/{application}/decisions"), decision)
}

/// Gives a programme, by its code, money in cents and places, and tells its id.
#[track_caller]
pub fn allocated(desk: &Desk<'_>, code: &str, what: Value) -> String {
    let programme = programme(desk, code);
    let mut allocation = what;
    allocation["reference"] = json!("LM līgums");
    desk.post(&format!("/v1/programmes/{programme}/allocations"), allocation).ok(201);
    programme
}

/// Registers a programme for the whole country that covers every group, with a rate of fifteen euros an hour.
#[track_caller]
pub fn new_programme(desk: &Desk<'_>, code: &str) -> String {
    let covers = json!([{ "group": "i", "from": "2020-01-01" }, { "group": "ii", "from": "2020-01-01" }]);
    let new = json!({
        "code": code, "title_lv": "Programma", "title_en": "Programme", "kind": "grant_project", "funder": "SIF",
        "starts_on": "2020-01-01", "covers": covers, "level_1_minutes": 480, "level_2_minutes": 1200,
        "level_3_minutes": 2100, "term_months": 12, "hour_rate_cents": 1500, "legal_ground": "projekta līgums",
    });
    desk.post("/v1/programmes", new).id(201)
}
