//! The pages outside the case: the contract, what problems mean, whether the service lives, and who is asking.

use std::sync::atomic::Ordering;

use aplp::caller::Role;
use aplp::http::problem;
use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::support::Office;
use crate::support::raw::raw;

// CT-01
#[test]
fn the_contract_is_served_byte_for_byte_to_anyone() {
    let office = Office::open();

    let reply = office.anyone("GET", "/openapi.json", None);

    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json")).unwrap();
    assert!(reply.text == committed, "it is another than openapi/openapi.json");
    assert_eq!(reply.header("content-type").as_deref(), Some("application/json"));
    assert_eq!(reply.header("cache-control").as_deref(), Some("public, max-age=300"));
    assert!(reply.ok(200)["openapi"].as_str().unwrap().starts_with("3.1."));
}

// ER-02
#[test]
fn every_problem_has_a_page_in_both_languages() {
    let office = Office::open();
    let index = office.anyone("GET", "/problems", None).text;

    for kind in problem::all() {
        let reply =
            office.send("GET", &format!("/problems/{}", kind.code), &[("accept", "text/html".to_owned())], None);

        assert_eq!(reply.status, 200, "{}", kind.code);
        assert_eq!(reply.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
        assert!(reply.text.contains(kind.title.lv) && reply.text.contains(kind.code));
        assert!(index.contains(&format!("/problems/{}", kind.code)));
    }
}

// HT-12
#[test]
fn the_contact_for_weaknesses_never_runs_out() {
    let office = Office::open_on("2031-12-31T22:00:00Z");

    let reply = office.anyone("GET", "/.well-known/security.txt", None);

    assert_eq!(reply.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    let expires = reply.text.lines().find_map(|line| line.strip_prefix("Expires: ")).unwrap();
    let expires: chrono::DateTime<chrono::Utc> = expires.parse().unwrap();
    assert!(expires > office.now() + chrono::Duration::days(30));
    assert!(reply.text.starts_with("Contact: mailto:zelda@zelda.org.lv\n"));
}

// HT-12, ER-08
#[test]
fn a_service_that_is_about_to_stop_lives_and_is_not_ready() {
    let office = Office::open();
    office.anyone("GET", "/readyz", None).ok(200);

    office.app.stopping.store(true, Ordering::SeqCst);

    office.anyone("GET", "/livez", None).ok(200);
    let reply = office.anyone("GET", "/readyz", None);
    assert_eq!(reply.header("retry-after").as_deref(), Some("1"));
    assert_eq!(reply.problem(503, "busy")["retryable"], true);
}

// HT-12
#[test]
fn a_service_whose_tables_are_of_another_release_is_not_ready() {
    let office = Office::open();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101')";
    office.place.open(false).unwrap().batch_execute(newer).unwrap();

    office.anyone("GET", "/readyz", None).problem(503, "unavailable");
    office.anyone("GET", "/livez", None).ok(200);
}

// ER-08
#[test]
fn only_what_may_pass_by_itself_is_called_retryable() {
    for kind in problem::all() {
        assert!(!kind.retryable() || [409, 429, 503].contains(&kind.status), "{}", kind.code);
    }
}

// AU-10
#[test]
fn who_asks_is_told_what_the_service_understood() {
    let office = Office::open();
    let mut desk = office.municipality("0051000");
    desk.claims.roles.push("no_such_role".to_owned());

    let me = desk.get("/v1/me").ok(200);

    assert_eq!((&me["subject"], &me["client_id"]), (&json!("municipality-0051000"), &json!("demo")));
    assert_eq!((&me["roles"], &me["municipality"]), (&json!(["municipality"]), &json!("0051000")));
    assert_eq!(me["expires_at"], "2026-03-02T08:00:00Z");
    assert_eq!(me["livemode"], false);
    let scopes: Vec<_> = me["scopes"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()).collect();
    assert!(scopes.contains(&"persons:register") && !scopes.contains(&"applications:decide"));
    assert!(scopes.is_sorted());
}

#[test]
fn who_has_no_role_that_is_known_may_do_nothing() {
    let office = Office::open();
    let mut desk = office.desk(Role::Admin);
    desk.claims.roles = vec!["root".to_owned()];

    desk.get("/v1/me").problem(403, "forbidden");
}

#[test]
fn the_document_can_be_read_in_a_browser_without_a_network() {
    let office = Office::open();

    let page = office.anyone("GET", "/docs/", None);

    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").unwrap().contains("connect-src 'self'"));
    assert!(!page.text.contains("https://") && !page.text.contains("http://"));
    assert!(page.text.contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"));
    let loads = page.text.split([' ', '>']).filter_map(|word| word.strip_prefix("src=").or(word.strip_prefix("href=")));
    let mut loads: Vec<&str> = loads.map(|name| name.trim_matches('"')).collect();
    loads.dedup();
    assert_eq!(loads.len(), 6);
    for name in loads {
        let file = office.anyone("GET", &format!("/docs/{name}"), None);
        let tag = file.header("etag").unwrap();
        assert_eq!(
            (file.status, file.header("cache-control").as_deref()),
            (200, Some("public, max-age=300")),
            "{name}"
        );
        let again = office.send("GET", &format!("/docs/{name}"), &[("if-none-match", tag)], None);
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{name}");
    }
    office.anyone("GET", "/docs/oauth2-redirect.html", None).problem(404, "not_found");
    let wishes = office.anyone("GET", "/docs/swagger-initializer.js", None).text;
    assert!(wishes.contains("\"filter\": true"), "a box filters the operations: {wishes}");
}

#[test]
fn the_document_is_found_without_the_slash_too() {
    let office = Office::open();

    let reply = raw(&office, "GET /docs HTTP/1.1", b"");

    assert_eq!((reply.status, reply.header("location").as_deref()), (308, Some("docs/")));
}

#[test]
fn no_example_of_the_contract_is_left_to_chance() {
    let contract: serde_json::Value = serde_json::from_str(aplp::http::contract::TEXT).unwrap();
    let operations =
        contract["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let answers = operations.flat_map(|operation| {
        let answers = operation["responses"].as_object().unwrap().values();
        answers.chain([&operation["requestBody"]]).collect::<Vec<_>>()
    });
    for content in answers.chain([&contract["components"]["responses"]["Problem"]]) {
        for (media, content) in content["content"].as_object().into_iter().flatten() {
            // A table is a text of any length; a reader shows it as such.
            assert!(content["example"].is_object() || content["schema"]["type"] == "string", "{media}: {content}");
        }
    }
}

#[test]
fn whoever_comes_without_a_path_is_told_what_answers_and_where_to_go_on() {
    let office = Office::open();

    for path in ["/", "/v1"] {
        let root = office.anyone("GET", path, None).ok(200);

        assert_eq!(root["name"], "APLP");
        assert_eq!(root["version"], env!("CARGO_PKG_VERSION"));
        let contract: serde_json::Value = serde_json::from_str(aplp::http::contract::TEXT).unwrap();
        assert_eq!(root["contract_version"], contract["info"]["version"]);
        for (name, link) in root["links"].as_object().unwrap() {
            let reply = office.anyone("GET", link.as_str().unwrap(), None);
            assert_eq!(reply.status, if name == "me" { 401 } else { 200 }, "{link}");
        }
    }
}
