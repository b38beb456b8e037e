//! What is not said: an empty header is an absent one, and a null in a patch is not always a wish.

use aplp::caller::Role;
use aplp::http::token::DEMO_ISSUER;
use serde_json::{Value, json};

use crate::support::raw::{bearer, is_problem, raw};
use crate::support::{Desk, Office, Reply, budgets, contract, steps};

fn person(desk: &Desk<'_>) -> String {
    let new =
        json!({ "given_name": "Anna", "family_name": "Liepa", "phone": "+371 67442828", "email": "anna@example.lv" });
    format!("/v1/persons/{}", desk.post("/v1/persons", new).id(201))
}

#[test]
fn an_empty_header_is_an_absent_one() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = person(&ilze);
    let plain = ilze.get(&path).ok(200);

    for header in [
        "accept",
        "accept-encoding",
        "accept-language",
        "aplp-purpose",
        "content-encoding",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "origin",
        "prefer",
        "traceparent",
        "x-request-id",
    ] {
        for empty in ["", " ", "\t"] {
            let reply = raw(&office, &format!("GET {path} HTTP/1.1\r\n{}\r\n{header}:{empty}", bearer(&office)), b"");
            assert_eq!((reply.status, &reply.body), (200, &plain), "{header}");
        }
    }
}

#[test]
fn an_empty_header_does_not_stand_for_one_that_is_needed() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = person(&ilze);
    let send = |method: &str, path: &str, header: &str, body: &str| {
        let head = format!(
            "{method} {path} HTTP/1.1\r\n{}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{header}:",
            bearer(&office),
            body.len()
        );
        raw(&office, &head, body.as_bytes())
    };

    is_problem(&send("PATCH", &path, "if-match", r#"{"phone":"+371 67442829"}"#), 428, "if_match_missing");
    let new = r#"{"given_name":"Anna","family_name":"Liepa"}"#;
    is_problem(&send("POST", "/v1/persons", "idempotency-key", new), 400, "idempotency_key_missing");
    let with_key = "idempotency-key: 0123456789abcdef\r\nif-match";
    let code = send("POST", &format!("{path}/personal-codes"), with_key, r#"{"personal_code":"161175-19997"}"#);
    assert_eq!(code.status, 201, "{}", code.text);
}

/// Patches the newest version in a media type.
fn patch(desk: &Desk<'_>, path: &str, media: &str, body: &Value) -> Reply {
    let etag = desk.get(path).header("etag").unwrap();
    desk.send("PATCH", path, &[("if-match", &etag)], Some((media, body.to_string())))
}

const MERGE: &str = "application/merge-patch+json";
const JSON: &str = "application/json";

// CR-04
#[test]
fn null_erases_in_a_merge_patch_and_says_nothing_in_json() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = person(&ilze);
    let kept = || {
        let person = ilze.get(&path).ok(200);
        (person["phone"].clone(), person["email"].clone(), person["version"].clone())
    };

    patch(&ilze, &path, JSON, &json!({ "phone": null, "email": "liepa@example.lv" })).ok(200);
    assert_eq!(kept(), (json!("+371 67442828"), json!("liepa@example.lv"), json!(2)));
    patch(&ilze, &path, JSON, &json!({ "phone": null, "email": null })).problem(400, "patch_empty");
    patch(&ilze, &path, MERGE, &json!({ "phone": null, "email": null })).problem(400, "patch_all_null");
    assert_eq!(kept(), (json!("+371 67442828"), json!("liepa@example.lv"), json!(2)));
    patch(&ilze, &path, MERGE, &json!({ "phone": null })).ok(200);
    assert_eq!(kept(), (json!(null), json!("liepa@example.lv"), json!(3)));
    patch(&ilze, &path, MERGE, &json!({ "phone": "+371 67442829", "email": null })).ok(200);
    assert_eq!(kept(), (json!("+371 67442829"), json!(null), json!(4)));
}

// CR-04
#[test]
fn no_resource_is_erased_by_a_patch_of_nulls_and_none_is_changed_by_an_empty_one() {
    let office = Office::open();
    budgets::programme_of_2026(&office);
    let budget = budgets::budget_of_2026(&office, steps::registered_person(&office.coordinator(), 78), 100_000);
    let (ilze, admin) = (office.coordinator(), office.desk(Role::Admin));
    let programme = ilze.get("/v1/programmes?code=state").ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let supporter = crate::support::service::supporter(&office);
    let client = json!({ "issuer": DEMO_ISSUER, "client_id": "app", "name": "App", "roles": ["auditor"] });
    let patched = [
        (&ilze, person(&ilze), ["phone", "email"]),
        (
            &ilze,
            format!("/v1/applications/{}", steps::application(&ilze, &steps::registered_person(&ilze, 77))),
            ["address", "disability"],
        ),
        (&ilze, format!("/v1/programmes/{programme}"), ["ends_on", "hour_rate_cents"]),
        (&ilze, format!("/v1/support-persons/{supporter}"), ["employed_to", "subject"]),
        (&ilze, budget.path.clone(), ["cents", "ends_on"]),
        (&admin, format!("/v1/clients/{}", admin.post("/v1/clients", client).id(201)), ["municipality", "name"]),
    ];
    let operations = contract::document()["paths"].as_object().unwrap();
    assert_eq!(operations.values().filter(|item| item["patch"].is_object()).count(), patched.len());

    for (desk, path, [one, other]) in &patched {
        let before = desk.get(path).ok(200);
        for media in [MERGE, JSON] {
            patch(desk, path, media, &json!({})).problem(400, "patch_empty");
            let code = if media == JSON { "patch_empty" } else { "patch_all_null" };
            let told = patch(desk, path, media, &json!({ *one: null, *other: null })).problem(400, code);
            assert!(told["fix"].as_str().unwrap().ends_with('.'));
        }
        assert_eq!(desk.get(path).ok(200), before);
    }
}

// CR-04
#[test]
fn every_patch_is_documented_in_both_media_types_with_what_null_means() {
    let document = contract::document();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(operation) = item.get("patch") else { continue };
        let body = &operation["requestBody"];
        let media: Vec<_> = body["content"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(media, [JSON, MERGE], "{path}");
        assert!(body["description"].as_str().unwrap().contains("null"), "{path}");
        let name = body["content"][JSON]["schema"]["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let schema = &document["components"]["schemas"][name];
        assert_eq!(schema["minProperties"], 1, "{path}");
        for (member, own) in schema["properties"].as_object().unwrap() {
            let nullable = own.to_string().contains("\"null\"");
            assert!(nullable, "{path} {member}: {own}");
        }
    }
}
