//! A person who has been granted the service, and the support person who gives it.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::{Desk, Office, Reply, steps};

/// What is granted, from when, and who pays.
#[derive(Clone, Copy)]
pub struct Granting<'a> {
    pub programme: &'a str,
    pub from: &'a str,
    pub level: i32,
    pub volume: i32,
}

/// 450 minutes a month for finance and health, from 12 January 2026 for a year, paid by the state.
pub const A_YEAR: Granting<'static> = Granting { programme: "state", from: "2026-01-12", level: 1, volume: 450 };

/// A person with a grant and a signed agreement.
pub struct Service {
    pub person: String,
    pub supporter: String,
    pub grant: String,
    pub agreement: String,
}

/// The office on the day of the decision, a week before the service begins: ten in the morning of 5 January 2026 in Riga.
pub fn office() -> Office {
    Office::open_on("2026-01-05T08:00:00Z")
}

/// A person with a grant, decided now, and an agreement that all three signed now.
#[track_caller]
pub fn served(office: &Office, granting: Granting<'_>) -> Service {
    served_by(office, granting, supporter(office))
}

/// As `served`, with a certain support person.
#[track_caller]
pub fn served_by(office: &Office, granting: Granting<'_>, supporter: String) -> Service {
    let person = person(office);
    let grant = granted(office, &person, granting);
    let agreement = agreed(office, &grant, &supporter);
    Service { person, supporter, grant, agreement }
}

/// A person who lives in Riga.
#[track_caller]
pub fn person(office: &Office) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    steps::registered_person(&office.coordinator(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A grant for finance and health: applied for, checked, assessed and decided now.
#[track_caller]
pub fn granted(office: &Office, person: &str, granting: Granting<'_>) -> String {
    let Granting { programme, from, level, volume } = granting;
    let ilze = office.coordinator();
    let application = steps::application(&ilze, person);
    steps::checked(&ilze, &application);
    steps::assessed(&ilze, &application, programme, volume);
    let body = json!({
        "outcome": "grant", "programme_id": steps::programme(&ilze, programme), "term_from": from,
        "areas": ["finance", "health"], "level": level, "volume_minutes": volume,
        "reasoning": "Persona atbilst nosacījumiem.", "plain_summary": "Jums būs atbalsta persona.",
        "official_position": "vadītājs",
    });
    let decision = office.decision_maker().post(&format!("/v1/applications/{application}/decisions"), body).ok(201);
    decision["grant_id"].as_str().unwrap().to_owned()
}

/// A programme of the association's own that differs from the state's in some members; it answers its code.
#[track_caller]
pub fn programme(office: &Office, code: &'static str, details: Value) -> &'static str {
    let mut body = json!({
        "code": code, "title_lv": "Izmēģinājums", "title_en": "Trial", "kind": "pilot", "funder": "Fonds",
        "starts_on": "2026-01-01", "covers": [{ "group": "ii", "from": "2026-01-01" }],
        "level_1_minutes": 450, "level_2_minutes": 1200, "level_3_minutes": 2220, "term_months": 12,
        "legal_ground": "projekta līgums",
    });
    body.as_object_mut().unwrap().extend(details.as_object().unwrap().clone());
    office.coordinator().post("/v1/programmes", body).ok(201);
    code
}

/// A support person, employed since 2025, with room for ten persons.
#[track_caller]
pub fn supporter(office: &Office) -> String {
    supporter_with(office, json!({}))
}

/// A support person with other details.
#[track_caller]
pub fn supporter_with(office: &Office, details: Value) -> String {
    let mut body = json!({
        "given_name": "Zane", "family_name": "Krūmiņa", "qualification": "sociālais darbinieks",
        "areas": ["finance", "health"], "employed_from": "2025-01-01", "caseload_max": 10,
    });
    body.as_object_mut().unwrap().extend(details.as_object().unwrap().clone());
    office.coordinator().post("/v1/support-persons", body).id(201)
}

/// Drafts an agreement.
#[track_caller]
pub fn drafted(office: &Office, grant: &str, supporter: &str) -> String {
    office.coordinator().post(&format!("/v1/grants/{grant}/agreements"), draft(supporter)).id(201)
}

/// What an agreement says.
pub fn draft(supporter: &str) -> Value {
    json!({
        "support_person_id": supporter, "meeting_place": "personas dzīvesvieta", "meeting_manner": "klātienē",
        "schedule": "otrdienās un ceturtdienās",
    })
}

/// Drafts an agreement, and all three sign it now.
#[track_caller]
pub fn agreed(office: &Office, grant: &str, supporter: &str) -> String {
    let agreement = drafted(office, grant, supporter);
    let now = office.now().to_rfc3339();
    for party in ["person", "support_person", "association"] {
        sign(&office.coordinator(), &agreement, party, &now).ok(201);
    }
    agreement
}

/// Records a signature.
pub fn sign(desk: &Desk<'_>, agreement: &str, party: &str, at: &str) -> Reply {
    let body = json!({ "party": party, "method": "handwritten", "signatory": "Paraksts", "signed_at": at });
    desk.post(&format!("/v1/agreements/{agreement}/signatures"), body)
}

/// Support that was given, between two moments of UTC without seconds.
pub fn entry(from: &str, to: &str) -> Value {
    json!({
        "started_at": format!("{from}:00Z"), "ended_at": format!("{to}:00Z"), "area": "finance",
        "component": "decision_support", "mode": "in_person", "place_kind": "home",
    })
}

impl Service {
    /// Posts support as the support person.
    pub fn post(&self, office: &Office, entry: Value) -> Reply {
        office.support_person(&self.supporter).post(&self.entries(), entry)
    }

    /// Where the entries of the grant are.
    pub fn entries(&self) -> String {
        format!("/v1/grants/{}/time-entries", self.grant)
    }

    /// A month of the grant in figures.
    pub fn month(&self, office: &Office, month: &str) -> Value {
        office.coordinator().get(&format!("/v1/grants/{}/months/{month}", self.grant)).ok(200)
    }
}
