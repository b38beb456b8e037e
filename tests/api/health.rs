//! Whether the service can work, told with the figures to whoever looks after it, and alarms when somebody is refused too often.

use std::sync::atomic::Ordering;

use aplp::caller::Role;
use aplp::config::Settings;
use aplp::http::alarms::{WINDOW_SECONDS, threshold};
use aplp::metrics::SecurityEvent;
use chrono::Duration;
use diesel::connection::SimpleConnection;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office, database, logs};

const AT: &str = "2026-03-02T07:00:00Z";

fn office(differs: impl FnOnce(&mut Settings)) -> Office {
    Office::open_as(AT, database::postgres(), differs)
}

/// The parts that fail, by name, and the disk.
fn failing(office: &Office) -> (Vec<String>, Value) {
    let told = office.desk(Role::Admin).get("/v1/admin/health").ok(200);
    let checks = told["checks"].as_array().unwrap();
    let failing = checks.iter().filter(|check| check["status"] == "failing");
    let failing: Vec<String> = failing.map(|check| check["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told["status"] == "failing", !failing.is_empty(), "{told:#}");
    (failing, checks.iter().find(|check| check["name"] == "disk").unwrap()["measured"].clone())
}

// HT-12
#[test]
fn a_service_whose_disk_is_nearly_full_lives_and_is_not_ready() {
    let (roomy, full) = (office(|_| {}), office(|settings| settings.disk_free_percent = 100));

    roomy.anyone("GET", "/readyz", None).ok(200);
    full.anyone("GET", "/readyz", None).problem(503, "unavailable");
    full.anyone("GET", "/livez", None).ok(200);

    let (fine, disk) = failing(&roomy);
    assert_eq!((fine, &disk["limit"], &disk["unit"]), (Vec::new(), &json!(5), &json!("percent_free")));
    let (found, disk) = failing(&full);
    assert_eq!((found, &disk["limit"]), (vec!["disk".to_owned()], &json!(100)));
    assert!(disk["value"].as_u64().unwrap() < 100, "{disk}");
}

// HT-12
#[test]
fn an_admin_is_told_which_part_fails() {
    let office = office(|_| {});
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101')";

    office.place.open(false).unwrap().batch_execute(newer).unwrap();
    assert_eq!(failing(&office).0, ["tables"]);

    office.app.stopping.store(true, Ordering::SeqCst);
    assert_eq!(failing(&office).0, ["running", "tables"]);
}

/// A number of the figures.
fn alarms(office: &Office, event: SecurityEvent) -> u32 {
    let name = format!("aplp_alarms_total{{event=\"{}\"}} ", event.code());
    let text = office.app.metrics.text().unwrap();
    text.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
}

fn knock(office: &Office, address: &str, request: &str, times: u32) {
    for _ in 0..times {
        let headers = [
            ("authorization", "Bearer abc".to_owned()),
            ("x-forwarded-for", address.to_owned()),
            ("x-request-id", request.to_owned()),
        ];
        office.send("GET", "/v1/me", &headers, None).problem(401, "token_invalid");
    }
}

fn alarm_lines(request: &str) -> Vec<String> {
    logs::with(&format!("request={request} ")).into_iter().filter(|line| line.contains("aplp::alarm")).collect()
}

// AD-05
#[test]
fn whoever_shows_too_many_tokens_that_are_not_accepted_raises_one_alarm_a_window() {
    let office = office(|settings| settings.proxies = vec!["127.0.0.1".parse().unwrap()]);
    let event = SecurityEvent::TokenRefused;
    let many = threshold(event);

    knock(&office, "198.51.100.7", "alarm-of-one", many);
    knock(&office, "203.0.113.9", "alarm-of-other", many);
    assert_eq!((alarms(&office, event), alarm_lines("alarm-of-one").len()), (0, 0), "as many are let pass");

    knock(&office, "198.51.100.8", "alarm-of-one", 3);
    assert_eq!(
        alarms(&office, event),
        1,
        "its neighbour in the network is counted with it, and the alarm is given once"
    );
    let lines = alarm_lines("alarm-of-one");
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("event=token_refused") && lines[0].contains("source=198.51.100.0/24"), "{lines:?}");
    assert!(!lines[0].contains("198.51.100.8"), "{lines:?}");

    office.app.clock.move_to(office.now() + Duration::seconds(WINDOW_SECONDS));
    knock(&office, "198.51.100.7", "alarm-of-one", many + 1);
    assert_eq!((alarms(&office, event), alarm_lines("alarm-of-one").len()), (2, 2), "and again in the next window");
    assert!(alarm_lines("alarm-of-other").is_empty());
}

// AD-05
#[rstest]
#[case::denials(SecurityEvent::RightMissing, "alarm-of-denials", |desk: &Desk<'_>, id: &[(&'static str, &str)]| {
    desk.send("GET", "/v1/persons", id, None).problem(403, "forbidden");
})]
#[case::misplaced_tokens(SecurityEvent::TokenMisplaced, "alarm-of-tokens", |desk: &Desk<'_>, id: &[(&'static str, &str)]| {
    desk.send("GET", "/v1/programmes?token=abc", id, None).problem(400, "token_in_query");
})]
fn a_known_client_is_counted_by_itself(
    #[case] event: SecurityEvent,
    #[case] request: &str,
    #[case] refused: fn(&Desk<'_>, &[(&'static str, &str)]),
) {
    let office = office(|_| {});
    let (one, other) = (office.desk(Role::Reporter), office.desk(Role::Reporter).as_subject("somebody-else"));
    let id = [("x-request-id", request)];

    for _ in 0..threshold(event) {
        refused(&one, &id);
        refused(&other, &id);
    }
    assert_eq!(alarms(&office, event), 0);

    refused(&one, &id);
    assert_eq!(alarms(&office, event), 1);
    let lines = alarm_lines(request);
    assert!(lines.len() == 1 && lines[0].contains("client=\"demo\""), "{lines:?}");
    assert!(!lines[0].contains("reporter") && !lines[0].contains("somebody-else"), "no subject: {lines:?}");
}
