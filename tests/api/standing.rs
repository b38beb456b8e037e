//! A clock that cannot be right, and a database that takes no writes: what is done then, and who is told.

use aplp::caller::Role;
use aplp::db::Place;
use aplp::error::Error;
use aplp::metrics::SecurityEvent;
use aplp::timers::{due, tick};
use chrono::{DateTime, Duration, Utc};
use diesel::connection::SimpleConnection;

use crate::support::records::{added, journal, wait};
use crate::support::{Office, database, logs};

const AT: &str = "2026-03-02T07:00:00Z";

/// The parts that fail, by name.
fn failing(office: &Office) -> Vec<String> {
    let told = office.desk(Role::Admin).get("/v1/admin/health").ok(200);
    let checks = told["checks"].as_array().unwrap().iter().filter(|check| check["status"] == "failing");
    checks.map(|check| check["name"].as_str().unwrap().to_owned()).collect()
}

fn alarms(office: &Office) -> u32 {
    let name = format!("aplp_alarms_total{{event=\"{}\"}} ", SecurityEvent::ClockDoubted.code());
    let text = office.app.metrics.text().unwrap();
    text.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
}

fn days_on(days: i64) -> DateTime<Utc> {
    AT.parse::<DateTime<Utc>>().unwrap() + Duration::days(days)
}

fn move_to(office: &Office, at: DateTime<Utc>) {
    office.app.clock.move_to(at);
}

// B30, AD-05
#[test]
fn after_a_month_of_quiet_the_service_waits_for_an_operator_and_says_so() {
    let office = Office::open_on(AT);
    wait(due(&office.app)).unwrap();
    move_to(&office, days_on(31));
    wait(due(&office.app)).unwrap();
    assert_eq!((failing(&office), alarms(&office)), (Vec::new(), 0), "a month is not too long");
    let before = journal(&office).len();

    move_to(&office, days_on(31 + 32));
    let held = wait(due(&office.app)).unwrap_err();

    let why = "the clock says 2026-05-04 in Riga, more than 31 days after 2026-04-02";
    assert!(held.to_string().starts_with(why) && held.to_string().contains("aplp tick --day 2026-05-04"), "{held}");
    assert_eq!((failing(&office), alarms(&office)), (vec!["clock".to_owned()], 1));
    assert!(logs::with(why).iter().any(|line| line.contains("aplp::alarm") && line.contains("ERROR")));
    assert_eq!(added(&office, before), [""; 0], "nothing was done");
    office.anyone("GET", "/readyz", None).ok(200);

    wait(tick::on_a_day(&office.app.db, office.now(), false, true)).unwrap();

    assert_eq!(added(&office, before), ["day_confirmed tick_day"]);
    wait(due(&office.app)).unwrap();
    assert_eq!((failing(&office), alarms(&office)), (Vec::new(), 1));
    assert_eq!(added(&office, before), ["day_confirmed tick_day"], "a day begins once");
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn what_counts_is_the_day_in_riga() {
    let office = Office::open_on("2026-03-02T21:59:00Z");
    wait(due(&office.app)).unwrap();

    office.move_to("2026-04-02T20:59:00Z");
    wait(due(&office.app)).unwrap();
    office.move_to("2026-05-03T20:59:00Z");
    wait(due(&office.app)).unwrap();
    office.move_to("2026-06-03T21:00:00Z");

    assert!(wait(due(&office.app)).is_err(), "it is the 4th in Riga");
}

#[test]
fn a_clock_before_what_was_recorded_is_not_believed() {
    let office = Office::open_on(AT);
    wait(due(&office.app)).unwrap();

    move_to(&office, days_on(0) - Duration::seconds(300));
    assert_eq!(failing(&office), [""; 0], "clocks may be five minutes apart");
    move_to(&office, days_on(0) - Duration::seconds(301));

    let held = wait(due(&office.app)).unwrap_err().to_string();
    assert!(held.contains("the journal has a row of 2026-03-02 07:00:00 UTC"), "{held}");
    assert_eq!((failing(&office), alarms(&office)), (vec!["clock".to_owned()], 1));
    let confirmed = wait(tick::on_a_day(&office.app.db, office.now(), false, true));
    assert!(matches!(confirmed, Err(Error::Unavailable(_))), "nobody can confirm a day before what was recorded");
}

/// The same database for those who may not write to it.
fn read_only(place: &Place) -> Place {
    match place {
        Place::Sqlite(file) => Place::Sqlite(format!("file:{}?mode=ro", file.display()).into()),
        Place::Postgres(url) => Place::Postgres(format!("{url}?options=-c%20default_transaction_read_only%3Don")),
    }
}

// HT-12
#[test]
fn a_service_whose_database_takes_no_writes_is_not_ready() {
    let fine = Office::open_on(AT);
    let mut held = None;
    let office = Office::open_as(AT, database::postgres(), |settings| {
        // Who only reads finds the log of SQLite there, and cannot make it.
        let mut conn = settings.place.open(false).unwrap();
        conn.batch_execute("SELECT count(*) FROM journal").unwrap();
        held = Some(conn);
        settings.place = read_only(&settings.place);
    });

    fine.anyone("GET", "/readyz", None).ok(200);
    office.anyone("GET", "/livez", None).ok(200);
    office.anyone("GET", "/readyz", None).problem(503, "storage_unavailable");

    assert_eq!((failing(&fine), failing(&office)), (Vec::new(), vec!["writes".to_owned()]));
    let person = serde_json::json!({ "given_name": "Anna", "family_name": "Liepa", "municipality": "0001000" });
    office.coordinator().post("/v1/persons", person).problem(503, "storage_unavailable");
}

// HT-12
#[test]
fn asking_whether_writes_are_taken_leaves_no_trace() {
    let office = Office::open_on(AT);
    office.anyone("GET", "/readyz", None).ok(200);
    let Place::Sqlite(file) = &office.place else { return };
    let log = format!("{}-wal", file.display());
    let before = std::fs::metadata(&log).unwrap().len();

    for _ in 0..50 {
        office.anyone("GET", "/readyz", None).ok(200);
    }

    assert_eq!(std::fs::metadata(&log).unwrap().len(), before, "nothing is written to the log");
}
