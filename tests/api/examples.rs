//! Every operation once: what is sent here, and what comes back, is what the contract shows.

mod acts;
mod budgets;
mod calendar;
mod journal;
mod remedies;
mod strangers;
mod turns;

use aplp::caller::Role;
use chrono::Duration;
use serde_json::json;

use self::budgets::budgets;
use self::journal::{PUT_ENTRY, watched};
use self::remedies::contested;
use crate::support::steps::{answer, form, need, person, programme, statement};
use crate::support::tour::Tour;
use crate::support::{Office, clients as clients_of, contract};

/// Where the examples are kept for the contract.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/examples.json");

fn pages(tour: &mut Tour, office: &Office) {
    let anyone = office.coordinator();
    for path in [
        "/",
        "/v1",
        "/livez",
        "/readyz",
        "/openapi.json",
        "/problems",
        "/problems/hour_cap_exceeded",
        "/.well-known/security.txt",
    ] {
        tour.get(&anyone, path);
    }
    tour.get(&anyone, "/v1/me");
    tour.get(&anyone, "/v1/service-information");
    tour.get(&anyone, "/v1/rules");
    tour.get(&anyone, "/v1/law");
    tour.get(&anyone, "/v1/municipalities?limit=2");
    tour.get(&anyone, "/v1/code-lists?limit=2");
    tour.get(&anyone, "/v1/code-lists/service-unit");
    tour.get(&anyone, "/v1/deadlines?rule=decision&from=2026-03-03");
    let mut facts = json!({
        "on": "2026-03-02", "programme": "state", "born_on": "1975-11-16", "mental_disorder": "confirmed",
        "disability": { "group": "iii", "valid_from": "2020-01-01", "valid_to": null }, "municipality": "0001000",
    });
    tour.post(&anyone, "/v1/eligibility-checks", facts.clone());
    facts["on"] = json!("2025-12-31");
    (facts["from"], facts["to"]) = (json!("2025-07-01"), json!("2026-06-30"));
    tour.post(&anyone, "/v1/eligibility-checks/timeline", facts);
}

fn clients(tour: &mut Tour, office: &Office) {
    calendar::kept(tour, office);
    let admin = office.desk(Role::Admin);
    let script = json!({
        "name": "Talsu nakts skripts", "issuer": "https://demo.aplp.example", "client_id": "talsi-night",
        "roles": ["municipality"], "municipality": "0051000",
    });
    let path = format!("/v1/clients/{}", tour.post(&admin, "/v1/clients", script));
    tour.patch(&admin, &path, json!({ "name": "Talsu novada nakts skripts" }));
    tour.get(&admin, &path);
    let token = json!({
        "name": "pavasaris", "scopes": ["persons:read", "grants:read"], "expires_at": office.now() + Duration::days(60),
        "addresses": ["203.0.113.0/24"],
    });
    let token = tour.post(&admin, &format!("{path}/tokens"), token);
    tour.get(&admin, &format!("{path}/tokens"));
    tour.post(&clients_of::second_admin(office), &format!("{path}/approvals"), json!({ "version": 3 }));
    tour.get(&admin, &format!("{path}/approvals"));
    tour.post(&admin, &format!("/v1/client-tokens/{token}/revocations"), json!({}));
    tour.post(&admin, &format!("{path}/suspensions"), json!({ "reason": "Atslēga nozagta." }));
    tour.post(&admin, &format!("{path}/resumptions"), json!({ "reason": "Atslēga nomainīta." }));
    tour.get(&admin, "/v1/clients");
    tour.get(&admin, "/v1/admin/health");
}

fn register(tour: &mut Tour, office: &Office) -> String {
    let (ilze, andris, talsi) = (office.coordinator(), office.decision_maker(), office.municipality("0051000"));
    let own = json!({
        "code": "talsi_own", "title_lv": "Talsu novada pašvaldības finansējums", "title_en": "Talsi municipality's own money",
        "kind": "municipal_purchase", "funder": "Talsu novada pašvaldība", "starts_on": "2026-01-01",
        "covers": [{ "group": "ii", "from": "2026-01-01" }, { "group": "iii", "from": "2026-01-01" }],
        "municipalities": ["0051000"], "level_1_minutes": 480, "level_2_minutes": 1200, "level_3_minutes": 2100,
        "term_months": 12, "legal_ground": "Talsu novada domes lēmums 2026/7", "reference_notes": "domes lēmums",
    });
    let own = tour.post(&talsi, "/v1/programmes", own);
    tour.get(&ilze, "/v1/programmes?code=talsi_own");
    tour.patch(&talsi, &format!("/v1/programmes/{own}"), json!({ "hour_rate_cents": 1500 }));
    tour.get(&ilze, &format!("/v1/programmes/{own}"));
    let place =
        json!({ "places": 1, "cents": 150_000, "effective_on": "2026-03-02", "reference": "domes lēmums 2026/7" });
    tour.post(&andris, &format!("/v1/programmes/{own}/allocations"), place);
    tour.get(&andris, &format!("/v1/programmes/{own}/allocations"));
    tour.get(&andris, &format!("/v1/programmes/{own}/budget"));
    tour.get(&andris, &format!("/v1/programmes/{own}/budget-lines"));
    let laura = json!({
        "given_name": "Laura", "family_name": "Zariņa", "qualification": "sociālā darbiniece", "areas": ["finance", "health"],
        "employed_from": "2024-01-02", "caseload_max": 15,
    });
    let laura = tour.post(&ilze, "/v1/support-persons", laura);
    tour.get(&ilze, "/v1/support-persons");
    tour.patch(&ilze, &format!("/v1/support-persons/{laura}"), json!({ "caseload_max": 12 }));
    tour.get(&ilze, &format!("/v1/support-persons/{laura}"));
    let anna = json!({ "given_name": "Anna", "family_name": "Bērziņa", "personal_code": "161175-19997", "municipality": "0001000" });
    let anna = tour.post(&ilze, "/v1/persons", anna);
    tour.patch(
        &ilze,
        &format!("/v1/persons/{anna}"),
        json!({ "address": "Brīvības iela 1", "phone": "+371 67442828" }),
    );
    tour.get(&ilze, &format!("/v1/persons/{anna}"));
    tour.get(&ilze, "/v1/persons?limit=1");
    tour.post(&ilze, "/v1/persons/search", json!({ "by": "name", "name": "berz ann" }));
    let code = json!({ "personal_code": "331234-56789", "valid_from": "2026-03-02" });
    office.pass_days(1);
    tour.post(&ilze, &format!("/v1/persons/{anna}/personal-codes"), json!({ "personal_code": code["personal_code"] }));
    tour.get(&ilze, &format!("/v1/persons/{anna}/personal-codes"));
    let to = json!({
        "kind": "actual", "valid_from": "2026-06-01", "address": "Lielā iela 3, Talsi", "municipality": "0051000",
    });
    tour.post(&ilze, &format!("/v1/persons/{anna}/addresses"), to);
    tour.get(&ilze, &format!("/v1/persons/{anna}/addresses"));
    acts::taken_for_dead(tour, office, &anna);
    laura
}

/// An application that goes all the way to an assessment, by every step there is.
fn application(tour: &mut Tour, office: &Office, number: u32, state: &str) -> String {
    let ilze = office.coordinator();
    let someone = tour.post(&ilze, "/v1/persons", person(number));
    let stated = statement(&someone, &office.today().to_string());
    let path = format!("/v1/applications/{}", tour.post(&ilze, "/v1/applications", stated));
    tour.patch(&ilze, &path, json!({ "assisted_by": "māsa" }));
    let cure_by = office.today() + chrono::Duration::days(14);
    let unsigned = json!({ "defects": ["unsigned"], "cure_by": cure_by, "note": "Lūdzam parakstīt iesniegumu." });
    tour.post(&ilze, &format!("{path}/completion-requests"), unsigned);
    tour.post(&ilze, &format!("{path}/cures"), json!({ "cured_on": office.today() }));
    tour.get(&ilze, &format!("{path}/completion-requests"));
    tour.post(&ilze, &format!("{path}/registry-checks"), {
        let mut asked = answer(&ilze, "iis", "absent");
        asked["disability"] = json!({ "group": "ii", "valid_from": "2019-01-01" });
        asked
    });
    tour.post(&ilze, &format!("{path}/registry-checks"), answer(&ilze, "vdeavk", "absent"));
    tour.get(&ilze, &format!("{path}/registry-checks"));
    let asked = json!({ "requested_on": office.today(), "answer_by": office.today() + chrono::Duration::days(20) });
    tour.post(&ilze, &format!("{path}/certificate-requests"), asked);
    tour.get(&ilze, &format!("{path}/certificate-requests"));
    let certificate = json!({
        "issuer_name": "Dr. Inese Vītola", "issuer_institution": "Strenču slimnīca", "confirms": true,
        "issued_on": office.today(), "received_on": office.today(), "document_reference": "izziņa 12/2026",
    });
    tour.post(&ilze, &format!("{path}/certificates"), certificate);
    tour.get(&ilze, &format!("{path}/certificates"));
    let later = json!({ "extended_to": "2026-05-04", "reason": "gaida izziņu", "notified_on": office.today() });
    tour.post(&ilze, &format!("{path}/extensions"), later);
    tour.get(&ilze, &format!("{path}/extensions"));
    let form = form(&ilze, state, &[need("finance", 240), need("health", 120)]);
    tour.post(&ilze, &format!("{path}/assessments"), form);
    tour.get(&ilze, &format!("{path}/assessments"));
    tour.get(&ilze, &path);
    tour.get(&ilze, "/v1/applications?limit=1");
    path
}

fn withdrawn(tour: &mut Tour, office: &Office) {
    let ilze = office.coordinator();
    let someone = tour.post(&ilze, "/v1/persons", person(90));
    let stated = statement(&someone, &office.today().to_string());
    let path = format!("/v1/applications/{}", tour.post(&ilze, "/v1/applications", stated));
    let withdrawal = json!({ "withdrawn_on": office.today(), "requested_by": "person" });
    tour.post(&ilze, &format!("{path}/withdrawal"), withdrawal);
    tour.get(&ilze, &format!("{path}/withdrawal"));
}

fn decided(tour: &mut Tour, office: &Office, path: &str, state: &str) -> String {
    let andris = office.decision_maker();
    let grant = json!({
        "outcome": "grant", "programme_id": state, "term_from": office.today(), "areas": ["finance", "health"], "level": 1,
        "volume_minutes": 360, "reasoning": "Persona atbilst visiem nosacījumiem.", "official_position": "direktors",
        "plain_summary": "Jums piešķirts atbalsts: 6 stundas mēnesī, divpadsmit mēnešus.",
    });
    let decision = tour.post(&andris, &format!("{path}/decisions"), grant);
    tour.get(&andris, &format!("{path}/funding-sources"));
    tour.get(&andris, "/v1/decisions?limit=1");
    let path = format!("/v1/decisions/{decision}");
    tour.post(&andris, &format!("{path}/replays"), json!({}));
    let decision = tour.get(&andris, &path);
    decision["grant_id"].as_str().unwrap().to_owned()
}

/// A programme with no place left, and who waits for one.
fn queued(tour: &mut Tour, office: &Office, state: &str) -> turns::Waiting {
    let andris = office.decision_maker();
    let full = json!({ "places": 1, "effective_on": office.today(), "reference": "LM līgums 2026/1" });
    tour.post(&andris, &format!("/v1/programmes/{state}/allocations"), full);
    let path = application(tour, office, 91, state);
    let queue = json!({
        "outcome": "queue", "programme_id": state, "reasoning": "Nosacījumi izpildīti; vietas ir aizņemtas.",
        "plain_summary": "Jūs esat rindā.", "official_position": "direktors",
    });
    let decision = tour.post(&andris, &format!("{path}/decisions"), queue);
    let decision = tour.get(&andris, &format!("/v1/decisions/{decision}"));
    tour.get(&andris, &format!("/v1/programmes/{state}/queue"));
    tour.get(&andris, "/v1/queue-entries");
    let entry = decision["queue_entry_id"].as_str().unwrap().to_owned();
    tour.get(&andris, &format!("/v1/queue-entries/{entry}"));
    turns::Waiting { application: path, entry }
}

fn served(tour: &mut Tour, office: &Office, grant: &str, laura: &str) {
    let ilze = office.coordinator();
    let agreement = json!({
        "support_person_id": laura, "meeting_place": "mājās vai birojā", "meeting_manner": "klātienē un pa tālruni",
        "schedule": "otrdienās plkst. 10.00",
    });
    let agreement = tour.post(&ilze, &format!("/v1/grants/{grant}/agreements"), agreement);
    for (party, signatory) in
        [("person", "Anna Liepa"), ("support_person", "Laura Zariņa"), ("association", "Andris Ozols")]
    {
        let signed =
            json!({ "party": party, "method": "handwritten", "signatory": signatory, "signed_at": office.now() });
        tour.post(&ilze, &format!("/v1/agreements/{agreement}/signatures"), signed);
    }
    tour.get(&ilze, &format!("/v1/agreements/{agreement}"));
    tour.get(&ilze, "/v1/agreements");
    tour.get(&ilze, &format!("/v1/support-persons/{laura}/caseload"));
    office.move_to("2026-03-05T10:00:00Z");
    let supporter = office.support_person(laura);
    let entry = |from: &str, to: &str| {
        json!({
            "started_at": format!("2026-03-05T{from}:00Z"), "ended_at": format!("2026-03-05T{to}:00Z"), "area": "finance",
            "component": "decision_support", "mode": "in_person", "place_kind": "home", "travel_minutes": 20,
            "note": "Kopā pārskatījām mēneša rēķinus.",
        })
    };
    let posted = tour.post(&supporter, &format!("/v1/grants/{grant}/time-entries"), entry("08:00", "09:00"));
    tour.post(&supporter, &format!("/v1/time-entries/{posted}/reversals"), json!({ "reason": "nepareiza diena" }));
    let path = format!("/v1/grants/{grant}/time-entries/{PUT_ENTRY}");
    tour.put(&supporter, &path, entry("09:00", "09:45"));
    for path in ["/v1/time-entries?limit=1".to_owned(), format!("/v1/time-entries/{posted}"), "/v1/grants".to_owned()] {
        tour.get(&ilze, &path);
    }
    for path in ["", "/time-entries", "/months/2026-03"] {
        tour.get(&ilze, &format!("/v1/grants/{grant}{path}"));
    }
}

/// Every operation there is, on the way of a case from the application to counted hours.
pub fn everything(tour: &mut Tour, office: &Office) {
    pages(tour, office);
    let laura = register(tour, office);
    let state = programme(&office.coordinator(), "state");
    let path = application(tour, office, 1, &state);
    withdrawn(tour, office);
    let grant = decided(tour, office, &path, &state);
    let waiting = queued(tour, office, &state);
    turns::called_up(tour, office, &state, &waiting);
    contested(tour, office, &state);
    served(tour, office, &grant, &laura);
    watched(tour, office, &path, &grant, &laura);
    clients(tour, office);
    budgets(tour, office);
    acts::decided_later(tour, office, &path, &grant, &laura);
}

// CT-05
#[test]
fn the_contract_shows_what_was_really_sent_and_answered() {
    let office = Office::open();
    let mut tour = Tour::default();

    everything(&mut tour, &office);

    strangers::nobody_else_sees_it(&tour, &office);
    let seen = format!("{:#}\n", json!(tour.seen));
    // A table shows what its list does, in a form that has no example.
    let paths = contract::document()["paths"].as_object().unwrap().iter();
    for (path, item) in paths.filter(|(path, _)| !path.ends_with("/export")) {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(tour.seen.contains_key(id), "{method} {path} is never called: show it here");
        }
    }
    if std::env::var("OPENAPI").is_ok_and(|wish| wish == "write") {
        std::fs::write(FILE, &seen).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap();
    let differs = kept.lines().zip(seen.lines()).position(|(kept, seen)| kept != seen);
    assert!(
        kept == seen,
        "openapi/examples.json differs from line {:?} on: OPENAPI=write cargo test --test api examples",
        differs
    );
}
