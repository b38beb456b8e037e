//! What has run out, ended by hand and by the service that runs.

use std::time::{Duration, Instant};

use aplp::timers::tick;
use aplp_domain::riga::riga_day;
use chrono::{Days, Utc};
use diesel::connection::SimpleConnection;
use serde_json::json;

use super::support::Office;
use super::support::records::{journal, wait};
use super::support::service::{Granting, agreed, granted, person, programme, supporter_with};
use super::{Folder, told};

/// An office of 2024, its folder, and a service in it that ran out before today.
fn run_out() -> (Office, Folder, String) {
    let office = Office::open_in("2024-01-08T08:00:00Z", None);
    let since = json!({ "starts_on": "2024-01-01", "covers": [{ "group": "ii", "from": "2024-01-01" }] });
    let trial = programme(&office, "trial", since);
    let granting = Granting { programme: trial, from: "2024-01-15", level: 1, volume: 450 };
    let grant = granted(&office, &person(&office), granting);
    agreed(&office, &grant, &supporter_with(&office, json!({ "employed_from": "2024-01-01" })));
    let folder = Folder(office.folder.clone());
    (office, folder, grant)
}

/// What became of a service, and how often it ended.
fn fate(office: &Office, grant: &str) -> (serde_json::Value, usize) {
    let state = office.coordinator().get(&format!("/v1/grants/{grant}")).ok(200)["state"].clone();
    (state, journal(office).iter().filter(|row| row.action == "grant_ended").count())
}

// B30
#[test]
fn what_has_run_out_is_ended_by_hand_once() {
    let (office, folder, grant) = run_out();

    let first = folder.aplp(&["tick"], &[]);
    let again = folder.aplp(&["tick"], &[]);

    assert!(first.status.success() && again.status.success());
    assert!(told(&first).starts_with("1 ended") && told(&first).contains(" 0 failed"), "{}", told(&first));
    let nothing = "0 ended, 0 started, 0 resumed, 0 settled, 0 lapsed, 0 not submitted, 0 raised, 0 failed";
    assert_eq!(told(&again).trim(), nothing);
    assert_eq!(fate(&office, &grant), (json!("ended"), 1));
}

// B30
#[test]
fn what_has_run_out_is_ended_by_the_service_that_runs() {
    let (office, folder, grant) = run_out();
    let mut service = folder.command(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]).spawn().unwrap();
    let began = Instant::now();
    while fate(&office, &grant).1 == 0 && service.try_wait().unwrap().is_none() && began.elapsed().as_secs() < 30 {
        std::thread::park_timeout(Duration::from_millis(20));
    }
    service.kill().unwrap();
    service.wait().unwrap();

    assert_eq!(fate(&office, &grant), (json!("ended"), 1));
}

/// Says that what is due was last done so many days before today.
fn last_done(office: &Office, days: u64) {
    let day = riga_day(Utc::now()) - Days::new(days);
    let row = format!("(randomblob(16), '{day}', 0, '{day} 09:00:00')");
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute(&format!("INSERT INTO tick_days (id, ran_on, confirmed, recorded_at) VALUES {row}")).unwrap();
}

// B30
#[test]
fn after_a_month_of_quiet_nothing_is_done_until_an_operator_confirms_the_day() {
    let (office, folder, grant) = run_out();
    last_done(&office, 32);
    let today = riga_day(Utc::now()).to_string();
    let yesterday = (riga_day(Utc::now()) - Days::new(1)).to_string();

    let held = folder.aplp(&["tick"], &[]);
    let wrong = folder.aplp(&["tick", "--day", &yesterday], &[]);
    let before = fate(&office, &grant);
    let confirmed = folder.aplp(&["tick", "--day", &today], &[]);
    let again = folder.aplp(&["tick"], &[]);

    assert_eq!((held.status.code(), wrong.status.code()), (Some(1), Some(1)));
    assert!(told(&held).contains(&format!("run `aplp tick --day {today}`")), "{}", told(&held));
    assert!(told(&wrong).contains(&format!("today is {today} in Riga")), "{}", told(&wrong));
    assert_eq!(before.1, 0, "nothing was done");
    assert!(confirmed.status.success() && told(&confirmed).starts_with("1 ended"), "{}", told(&confirmed));
    assert!(again.status.success() && told(&again).starts_with("0 ended"), "{}", told(&again));
    assert_eq!(fate(&office, &grant), (json!("ended"), 1));
}

// B30
#[test]
fn a_month_of_quiet_is_not_too_long() {
    let (office, folder, grant) = run_out();
    last_done(&office, 31);

    let done = folder.aplp(&["tick"], &[]);

    assert!(done.status.success(), "{}", told(&done));
    assert_eq!(fate(&office, &grant), (json!("ended"), 1));
}

#[test]
fn a_clock_before_what_was_recorded_does_nothing() {
    let office = Office::open_in("2090-01-05T08:00:00Z", None);
    wait(tick::on_a_day(&office.app.db, office.now(), true, false)).unwrap();
    let folder = Folder(office.folder.clone());
    let today = riga_day(Utc::now()).to_string();
    let before = journal(&office).len();

    let all: [&[&str]; 7] = [
        &["serve"],
        &["tick"],
        &["tick", "--day", &today],
        &["checkpoint"],
        &["keys", "status"],
        &["keys", "rotate"],
        &["keys", "drop"],
    ];
    for arguments in all {
        let output = folder.aplp(arguments, &[("APLP_LISTEN", "127.0.0.1:0")]);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {told}");
        assert!(told.contains("but the journal has a row of 2090-01-05 08:00:00 UTC"), "{arguments:?}: {told}");
    }

    assert_eq!(journal(&office).len(), before);
}
