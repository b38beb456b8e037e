//! A whole file: a person with a row in every table that tells of persons.

use chrono::Duration;
use serde_json::json;

use super::budgets::{budget_of_2026, choice};
use super::remedies::{contest, notification, resolve};
use super::rulings::{decide, grant, queue, refuse};
use super::service::{agreed, entry};
use super::steps::{answer, form, need, programme, statement};
use super::{Office, steps};

/// Somebody whose case has gone every way that there is.
pub struct File {
    pub person: String,
    pub supporter: String,
}

/// A person of a municipality who was taken for dead, was given another name, withdrew an unsigned application, waits in the queue of a programme, contested a refusal, was granted the service
/// by the state, and has a support person, an hour of support, an attempt to be reached and an incident.
#[track_caller]
pub fn whole(office: &Office, number: u32, municipality: &str, supporter: String, full: &str) -> File {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let mut new = steps::person(number);
    new["municipality"] = json!(municipality);
    let person = ilze.post("/v1/persons", new).id(201);
    ilze.patch(&format!("/v1/persons/{person}"), json!({ "phone": "+371 20000000", "family_name": "Liepiņa" })).ok(200);

    let deaths = format!("/v1/persons/{person}/deaths");
    let died = json!({ "died_on": office.today(), "source": "other", "document_reference": "vēstule" });
    let death = ilze.post(&deaths, died).id(201);
    andris.post(&format!("{deaths}/{death}/retractions"), json!({ "reason": "Cita persona." })).ok(201);

    let withdrawn = steps::application(&ilze, &person);
    let unsigned = json!({ "defects": ["unsigned"], "cure_by": office.today() + Duration::days(10) });
    ilze.post(&format!("/v1/applications/{withdrawn}/completion-requests"), unsigned).ok(201);
    let withdrawal = json!({ "withdrawn_on": office.today(), "requested_by": "person" });
    ilze.post(&format!("/v1/applications/{withdrawn}/withdrawal"), withdrawal).ok(201);

    let queued = steps::application(&ilze, &person);
    steps::checked(&ilze, &queued);
    let needs = form(&ilze, full, &[need("finance", 480)]);
    ilze.post(&format!("/v1/applications/{queued}/assessments"), needs).ok(201);
    decide(&andris, &queued, queue(full)).ok(201);

    let refused = steps::application(&ilze, &person);
    steps::checked_as(&ilze, &refused, "none");
    let state = programme(&ilze, "state");
    let refused = decide(&andris, &refused, refuse(&state, "no_disability")).id(201);
    contested(office, &refused);

    let application = checked_by_certificate(office, &person);
    let needs = form(&ilze, &state, &[need("finance", 480)]);
    ilze.post(&format!("/v1/applications/{application}/assessments"), needs).ok(201);
    let decision = decide(&andris, &application, grant(&andris, &state)).ok(201);
    let grant = decision["grant_id"].as_str().unwrap();
    agreed(office, grant, &supporter);
    office.pass_days(1);
    let moment = |hours| (office.now() - Duration::hours(hours)).format("%Y-%m-%dT%H:%M").to_string();
    let entries = format!("/v1/grants/{grant}/time-entries");
    office.support_person(&supporter).post(&entries, entry(&moment(2), &moment(1))).ok(201);
    let attempt = json!({ "channel": "phone", "reached": false });
    ilze.post(&format!("/v1/grants/{grant}/contact-attempts"), attempt).ok(201);
    let incident = json!({
        "grant_id": grant, "happened_on": office.today(), "kind": "no_safe_workplace", "description": "Tumša kāpņu telpa.",
    });
    ilze.post("/v1/incidents", incident).ok(201);
    budget(office, &person);
    File { person, supporter }
}

/// An individual budget of 2026 of which everything happened, with a broker and a barrier.
#[track_caller]
fn budget(office: &Office, person: &str) {
    let ilze = office.coordinator();
    let budget = budget_of_2026(office, person.to_owned(), 100_000);
    ilze.patch(&budget.path, json!({ "cents": 90_000 })).ok(200);
    let mut own = choice(office, "Es to gribu.");
    own["opinions"] = json!([{ "holder": "relative", "holder_name": "Māte", "opinion_words": "Nevajag." }]);
    let service = budget.service("companion", 5, 1_000);
    let item = ilze.post(&format!("{}/items", budget.path), json!({ "service": service, "choice": own })).id(201);
    budget.use_up(&ilze, &item, 1).ok(201);
    budget.choose(&ilze, json!({ "kind": "end", "item_id": item })).ok(201);
    budget.assign(&ilze, json!({})).ok(201);
    let barrier = json!({
        "service_kind": "psychologist", "municipality": "0001000", "starts_on": "2026-01-05", "cause": "no_service",
        "person_id": person,
    });
    ilze.post("/v1/barriers", barrier).ok(201);
}

/// A decision of which a letter came back, contested in vain after a first contest was taken back.
#[track_caller]
fn contested(office: &Office, decision: &str) {
    let ilze = office.coordinator();
    let sent = notification("registered_mail", &office.today().to_string());
    let sent = ilze.post(&format!("/v1/decisions/{decision}/notifications"), sent).id(201);
    let back = json!({ "returned_on": office.today(), "reason": "adresāts nav sasniegts" });
    ilze.post(&format!("/v1/notifications/{sent}/returns"), back).ok(201);
    let contests = format!("/v1/decisions/{decision}/contests");
    let first = ilze.post(&contests, contest(json!({}))).id(201);
    ilze.post(&format!("/v1/contests/{first}/withdrawals"), json!({})).ok(201);
    let second = ilze.post(&contests, contest(json!({}))).id(201);
    ilze.post(&format!("/v1/contests/{second}/forwardings"), json!({})).ok(201);
    resolve(office, &second, "upheld").ok(201);
}

/// An application that was mended, of which no register knows anything, so that a psychiatrist says it; the term is extended.
#[track_caller]
fn checked_by_certificate(office: &Office, person: &str) -> String {
    let ilze = office.coordinator();
    let stated = statement(person, &office.today().to_string());
    let application = ilze.post("/v1/applications", stated).id(201);
    let path = format!("/v1/applications/{application}");
    ilze.patch(&path, json!({ "assisted_by": "māsa" })).ok(200);
    let mut asked = answer(&ilze, "iis", "absent");
    asked["disability"] = json!({ "group": "ii", "valid_from": "2019-01-01" });
    ilze.post(&format!("{path}/registry-checks"), asked).ok(201);
    ilze.post(&format!("{path}/registry-checks"), answer(&ilze, "vdeavk", "absent")).ok(201);
    let until = json!({ "answer_by": office.today() + Duration::days(20) });
    ilze.post(&format!("{path}/certificate-requests"), until).ok(201);
    let certificate = json!({
        "issuer_name": "Dr. Inese Vītola", "issuer_institution": "Strenču slimnīca", "confirms": true,
        "issued_on": office.today(), "received_on": office.today(), "document_reference": "izziņa 12/2026",
    });
    ilze.post(&format!("{path}/certificates"), certificate).ok(201);
    let later = json!({
        "extended_to": office.today() + Duration::days(60), "reason": "gaida izziņu", "notified_on": office.today(),
    });
    ilze.post(&format!("{path}/extensions"), later).ok(201);
    application
}
