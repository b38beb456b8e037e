//! Figures and logs: they tell how the service does, and nothing of anybody.

use std::net::TcpListener;

use aplp::caller::Role;
use aplp::intake::applications::store;
use aplp::metrics::listener;
use serde_json::json;

use crate::support::raw::raw;
use crate::support::{Office, logs, steps};

/// The value of a figure, by its name and labels as they are written.
fn figure(office: &Office, name: &str) -> Option<String> {
    let text = office.app.metrics.text().unwrap();
    let mut lines = text.lines().map(|line| line.rsplit_once(' ').unwrap());
    lines.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

#[test]
fn requests_are_counted_by_route_method_and_status() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = steps::registered_person(&ilze, 1);
    for _ in 0..3 {
        ilze.get(&format!("/v1/persons/{person}")).ok(200);
    }
    ilze.get(&format!("/v1/persons/{}", uuid::Uuid::new_v4())).problem(404, "not_found");
    ilze.get("/v1/nothing").problem(404, "not_found");

    let count = |labels: &str| figure(&office, &format!("aplp_requests_total{{{labels}}}"));

    assert_eq!(count(r#"method="GET",route="/v1/persons/{id}",status="200""#).as_deref(), Some("3"));
    assert_eq!(count(r#"method="GET",route="/v1/persons/{id}",status="404""#).as_deref(), Some("1"));
    assert_eq!(count(r#"method="GET",route="-",status="404""#).as_deref(), Some("1"));
    assert_eq!(count(r#"method="POST",route="/v1/persons",status="201""#).as_deref(), Some("1"));
    let slowest = r#"aplp_request_duration_seconds_bucket{le="+Inf",method="GET",route="/v1/persons/{id}"}"#;
    assert_eq!(figure(&office, slowest).as_deref(), Some("4"));
}

#[test]
fn what_the_database_threads_do_is_counted() {
    let office = Office::open();
    let number = |name: &str| figure(&office, name).unwrap().parse::<f64>().unwrap();
    let before = number("aplp_database_commits_total");

    steps::registered_person(&office.coordinator(), 1);

    assert!(number("aplp_database_commits_total") > before);
    assert!(number("aplp_database_writes_a_commit_sum") >= number("aplp_database_commits_total"));
    assert_eq!((number("aplp_database_waiting_reads"), number("aplp_database_waiting_writes")), (0.0, 0.0));
    assert!(number("aplp_connections_open") >= 1.0, "the story's own");
    assert_eq!((number("aplp_sequencer_lag_rows"), number("aplp_overdue_applications")), (0.0, 0.0));
}

#[test]
fn applications_are_overdue_from_the_day_after_the_last_one_until_they_are_decided_or_withdrawn() {
    let office = Office::open();
    let ilze = office.coordinator();
    let count = || store::overdue(&mut office.place.open(true).unwrap(), office.today()).unwrap();
    let late = steps::application(&ilze, &steps::registered_person(&ilze, 1));
    steps::application(&ilze, &steps::registered_person(&ilze, 2));
    let last_day = ilze.get(&format!("/v1/applications/{late}")).ok(200)["deadline"]["last_day"].clone();

    office.move_to(&format!("{}T12:00:00Z", last_day.as_str().unwrap()));
    assert_eq!(count(), 0, "on the last day");
    office.pass_days(1);
    assert_eq!(count(), 2, "on the day after it");

    let withdrawal = json!({ "withdrawn_on": office.today(), "requested_by": "person" });
    ilze.post(&format!("/v1/applications/{late}/withdrawal"), withdrawal).ok(201);
    assert_eq!(count(), 1);
}

// AD-05, AU-09
#[test]
fn what_should_happen_seldom_is_counted_and_logged_with_its_request() {
    let office = Office::open();
    let reader = office.desk(Role::Reporter);
    let token = [("authorization", "Bearer abc".to_owned()), ("x-request-id", "refused-token-1".to_owned())];
    office.send("GET", "/v1/me", &token, None).problem(401, "token_invalid");
    reader.send("GET", "/v1/persons", &[("x-request-id", "missing-right-1")], None).problem(403, "forbidden");
    office.anyone("GET", "/v1/rules?token=abc", None).problem(400, "token_in_query");
    office.anyone("GET", "/v1/me", None).problem(401, "token_missing");

    let count = |event: &str| figure(&office, &format!(r#"aplp_security_events_total{{event="{event}"}}"#));

    assert_eq!(
        ["token_refused", "right_missing", "token_misplaced"].map(|event| count(event).unwrap()),
        ["1", "1", "1"]
    );
    for (request, event) in [("refused-token-1", "token_refused"), ("missing-right-1", "right_missing")] {
        let lines = logs::with(&format!("request={request} "));
        assert!(lines.iter().all(|line| line.contains(" trace=")), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.contains(&format!(" event={event} "))).count(), 1, "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.contains("aplp::request")).count(), 1, "{lines:?}");
    }
}

// HT-03
#[test]
fn every_line_of_a_request_names_it_and_its_trace() {
    let office = Office::open();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let headers = [
        ("x-request-id", "traced-request-1".to_owned()),
        ("traceparent", format!("00-{trace}-00f067aa0ba902b7-01")),
        ("authorization", "Bearer abc".to_owned()),
    ];

    office.send("GET", "/v1/persons", &headers, None).problem(401, "token_invalid");

    let lines = logs::with("traced-request-1");
    assert_eq!(lines.len(), 2, "what was refused, and the request: {lines:?}");
    assert!(lines.iter().all(|line| line.contains(&format!("trace={trace}"))), "{lines:?}");
}

// PR-05, R24
#[test]
fn neither_figures_nor_logs_hold_anything_of_anybody() {
    let office = Office::open();
    let mut ilze = office.coordinator().named("Kanarijputna");
    ilze.claims.sub = "subject-kanarijputns".to_owned();
    let anna = json!({
        "given_name": "Kanarijputns", "family_name": "Kanarijputna", "personal_code": "32Kanarijputns",
        "address": "Kanarijputnu iela 1", "phone": "+371 67442828", "email": "kanarijputns@example.org",
    });
    ilze.post("/v1/persons", anna.clone()).problem(400, "invalid_request");
    let mut anna = anna;
    anna["personal_code"] = json!("320000-31337");
    let person = ilze.post("/v1/persons", anna).id(201);
    ilze.patch(&format!("/v1/persons/{person}"), json!({ "communication": "Kanarijputnu valoda" })).ok(200);
    ilze.post("/v1/persons/search", json!({ "by": "name", "name": "kanarijputns" })).ok(200);
    ilze.post("/v1/persons/search", json!({ "by": "personal_code", "personal_code": "32000031337" })).ok(200);
    ilze.get("/v1/kanarijputns?kanarijputns=kanarijputns").problem(404, "not_found");
    ilze.get("/v1/persons/kanarijputns").problem(404, "not_found");
    ilze.get("/v1/rules?token=kanarijputns").problem(400, "token_in_query");
    raw(&office, "KANARIJPUTNS /v1/persons HTTP/1.1\r\nx-request-id: the-last-of-them", b"");
    let token = [("authorization", "Bearer kanarijputns".to_owned())];
    office.send("GET", "/v1/persons", &token, None).problem(401, "token_invalid");

    let figures = office.app.metrics.text().unwrap().to_lowercase();

    for canary in ["kanarijput", "320000-31337", "32000031337", "67442828", &person] {
        assert!(!figures.contains(canary), "{canary} in {figures}");
        let lines = ["Kanarijput", "kanarijput", "KANARIJPUT", "320000-31337", "32000031337", "67442828", &person]
            .map(logs::with)
            .concat();
        assert!(lines.is_empty(), "{lines:?}");
    }
    assert_eq!(logs::with("the-last-of-them").len(), 1, "what is logged is looked at");
}

// HT-12
#[test]
fn figures_have_a_listener_of_their_own_and_are_not_among_the_calls() {
    let office = Office::open();
    office.anyone("GET", "/livez", None).ok(200);
    let own = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = own.local_addr().unwrap();
    let app = office.app.clone();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = listener::start(app, own).unwrap();
            tell.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let server = told.recv().unwrap();

    let mut shown = ureq::get(format!("http://{address}/metrics")).call().unwrap();

    let media = shown.headers()["content-type"].to_str().unwrap().to_owned();
    let text = shown.body_mut().read_to_string().unwrap();
    assert!(media.starts_with("application/openmetrics-text"), "{media}");
    assert!(text.contains("# TYPE aplp_requests counter") && text.ends_with("# EOF\n"), "{text}");
    office.anyone("GET", "/metrics", None).problem(404, "not_found");
    drop(server.stop(false));
}
