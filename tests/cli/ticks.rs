//! What has run out, ended by hand and by the service that runs.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use serde_json::json;

use super::support::Office;
use super::support::records::journal;
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
    let nothing = "0 ended, 0 started, 0 resumed, 0 settled, 0 lapsed, 0 raised, 0 failed";
    assert_eq!(told(&again).trim(), nothing);
    assert_eq!(fate(&office, &grant), (json!("ended"), 1));
}

// B30
#[test]
fn what_has_run_out_is_ended_by_the_service_that_runs() {
    let (office, folder, grant) = run_out();
    std::fs::set_permissions(office.master_key(), std::fs::Permissions::from_mode(0o600)).unwrap();

    let mut service = folder.command(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]).spawn().unwrap();
    let began = Instant::now();
    while fate(&office, &grant).1 == 0 && service.try_wait().unwrap().is_none() && began.elapsed().as_secs() < 30 {
        std::thread::park_timeout(Duration::from_millis(20));
    }
    service.kill().unwrap();
    service.wait().unwrap();

    assert_eq!(fate(&office, &grant), (json!("ended"), 1));
}
