//! What is not one's own looks exactly like what is not there, whatever one wants to do with it.

use std::collections::HashMap;

use aplp::caller::Role;
use serde_json::json;
use uuid::Uuid;

use crate::support::service::{self, A_YEAR};
use crate::support::{Desk, Office, Reply, budgets, contract, remedies, rulings, steps};

/// What belongs to nobody in particular: whom a right lets in sees all of it.
const SHARED: [&str; 5] = ["calendar-days", "client-tokens", "clients", "programmes", "support-persons"];

/// An id of each kind of resource, all of persons in Riga.
fn everything(office: &Office) -> HashMap<&'static str, String> {
    let served = service::served(office, A_YEAR);
    let ilze = office.coordinator();
    let grant = ilze.get(&format!("/v1/grants/{}", served.grant)).ok(200);
    let decision = grant["decision_id"].as_str().unwrap().to_owned();
    let application = ilze.get(&format!("/v1/decisions/{decision}")).ok(200)["application_id"].clone();
    let andris = office.decision_maker();
    let full = rulings::allocated(&andris, "state", json!({ "places": 1 }));
    let waiting = steps::ready(&ilze, 4_000_009, 120);
    let waiting = rulings::decide(&andris, &waiting, rulings::queue(&full)).ok(201);
    let of_decision = |kind: &str, sent| ilze.post(&format!("/v1/decisions/{decision}/{kind}"), sent).id(201);
    let notification = of_decision("notifications", remedies::notification("in_person", "2026-01-05"));
    let contest = of_decision("contests", remedies::contest(json!({})));
    office.move_to("2026-01-12T12:00:00Z");
    let entry = served.post(office, service::entry("2026-01-12T10:00", "2026-01-12T11:00")).id(201);
    budgets::programme_of_2026(office);
    let budget = budgets::budget_of_2026(office, served.person.clone(), 100_000);
    let barrier = json!({
        "service_kind": "psychologist", "municipality": "0001000", "starts_on": "2026-01-05", "cause": "no_service",
        "person_id": served.person,
    });
    let cooperation = json!({
        "municipality": "0001000", "subject": "aplp_service", "signed_on": "2026-01-05", "starts_on": "2026-01-05",
        "terms_reference": "līgums",
    });
    HashMap::from([
        ("individual-budgets", budget.id),
        ("barriers", ilze.post("/v1/barriers", barrier).id(201)),
        ("cooperation-agreements", ilze.post("/v1/cooperation-agreements", cooperation).id(201)),
        ("persons", served.person),
        ("applications", application.as_str().unwrap().to_owned()),
        ("decisions", decision),
        ("notifications", notification),
        ("contests", contest),
        ("grants", served.grant),
        ("agreements", served.agreement),
        ("time-entries", entry),
        ("queue-entries", waiting["queue_entry_id"].as_str().unwrap().to_owned()),
    ])
}

/// All of an answer but what tells the time, and whether the connection stays open: that follows from how much of the body
/// had arrived when a missing right was noticed, before anybody looked for the object.
fn seen(reply: Reply) -> (u16, Vec<(String, String)>, String) {
    let kept = |(name, _): &(String, String)| !["date", "ratelimit", "connection"].contains(&name.as_str());
    let mut headers: Vec<_> = reply.headers.into_iter().filter(kept).collect();
    headers.sort();
    (reply.status, headers, reply.text)
}

fn ask(desk: &Desk<'_>, method: &str, path: &str, body: &str) -> Reply {
    let media = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
    let body = (method != "GET").then(|| (media, body.to_owned()));
    let own =
        [("x-request-id", "the-same-for-both"), ("if-match", "*"), ("idempotency-key", &Uuid::new_v4().to_string())];
    desk.send(method, path, &own, body)
}

// AZ-03
#[test]
fn what_is_anothers_is_answered_byte_for_byte_like_what_is_not_there() {
    let office = service::office();
    let everything = everything(&office);
    let strangers = [
        office.municipality("0002000"),
        office.support_person(&Uuid::new_v4().to_string()),
        office.person(&Uuid::new_v4().to_string()),
        office.desk(Role::Broker),
    ];
    let (below, mut hidden) = (Uuid::new_v4().to_string(), 0);

    for (template, item) in contract::document()["paths"].as_object().unwrap() {
        if !template.contains("{id}") {
            continue;
        }
        let collection = template.split('/').nth(2).unwrap();
        let Some(id) = everything.get(collection) else {
            assert!(SHARED.contains(&collection), "{template} is not looked at: make one in this story");
            continue;
        };
        for (method, operation) in item.as_object().unwrap() {
            let example = &operation["requestBody"]["content"]["application/json"]["example"];
            let sent = if example.is_null() { json!({}) } else { example.clone() }.to_string();
            for desk in &strangers {
                let path = |id: &str| {
                    let path = template.replace("{id}", id).replace("{month}", "2026-01");
                    let path = ["{item_id}", "{use_id}"].iter().fold(path, |path, part| path.replace(part, &below));
                    if path.ends_with("/export") { path + "?format=csv" } else { path }
                };
                let method = method.to_uppercase();

                let theirs = ask(desk, &method, &path(id), &sent);
                let nobodys = ask(desk, &method, &path(&Uuid::new_v4().to_string()), &sent);

                assert!(
                    [403, 404].contains(&theirs.status),
                    "{method} {template} answered {}: {}",
                    theirs.status,
                    theirs.text
                );
                hidden += usize::from(theirs.status == 404);
                assert_eq!(seen(theirs), seen(nobodys), "{method} {template}");
            }
        }
    }

    assert!(hidden > 20, "{hidden}");
}
