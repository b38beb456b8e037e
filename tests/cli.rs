//! The binary from outside: settings, sub-commands, exit codes.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it goes wrong, and takes from the stories only what it needs"
)]

#[path = "api/support/mod.rs"]
mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::json;

use self::support::Office;
use self::support::records::journal;
use self::support::service::{Granting, agreed, granted, person, programme, supporter_with};

/// A folder of its own, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("aplp-cli-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn aplp(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.command(arguments, settings).output().unwrap()
    }

    fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aplp"));
        for (name, _) in std::env::vars().filter(|(name, _)| name == "DATABASE_URL" || name.starts_with("APLP_")) {
            command.env_remove(name);
        }
        command.args(arguments).env("APLP_DATA", &self.0).envs(settings.iter().copied());
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

// OP-01
#[test]
fn bad_settings_are_one_error_that_names_them_all_and_tells_no_secret() {
    let settings = [
        ("DATABASE_URL", "mysql://aplp:hunter2@db/aplp"),
        ("APLP_LISTEN", "everywhere"),
        ("APLP_METRICS_LISTEN", "9090"),
        ("APLP_WORKERS", "0"),
        ("APLP_ISSUERS", "https://one.example,,"),
        ("APLP_QUOTA_ROWS", "0"),
        ("APLP_TRUSTED_PROXIES", "10.0.0.1,proxy.example"),
        ("APLP_FORWARDED_HEADER", "x-real-ip"),
        ("APLP_CONNECTIONS_PER_ADDRESS", "0"),
        ("APLP_CORS_ORIGINS", "https://app.example,*"),
        ("APLP_QUOTA_FAILURES", "many"),
    ];

    let output = Folder::new().aplp(&["serve"], &settings);

    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    for (name, _) in settings {
        assert!(told.contains(name), "{name} is not named in {told}");
    }
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn plain_http_leaves_this_machine_only_behind_a_proxy() {
    for name in ["APLP_LISTEN", "APLP_METRICS_LISTEN"] {
        let output = Folder::new().aplp(&["serve"], &[(name, "0.0.0.0:0")]);

        assert_eq!(output.status.code(), Some(2));
        let told = told(&output);
        assert!(told.contains(name) && told.contains("APLP_BEHIND_PROXY"), "{told}");
    }
}

// HT-10
#[test]
fn proxies_are_believed_in_one_header_only_and_the_operator_says_which() {
    let fault = |header| {
        let settings = [("APLP_TRUSTED_PROXIES", "10.0.0.1"), ("APLP_LISTEN", "everywhere")];
        let header = (!str::is_empty(header)).then_some(("APLP_FORWARDED_HEADER", header));
        let settings: Vec<_> = settings.into_iter().chain(header).collect();
        told(&Folder::new().aplp(&["serve"], &settings)).contains("APLP_FORWARDED_HEADER")
    };

    assert!(fault(""));
    assert!(fault("both"));
    assert!(!fault("forwarded"));
    assert!(!fault("X-Forwarded-For"));
}

#[test]
fn a_database_elsewhere_is_reached_over_verified_tls_unless_the_network_is_safe() {
    let fault = |plain| {
        let url = ("DATABASE_URL", "postgres://aplp:hunter2@db.example/aplp");
        let settings = [url, ("APLP_DATABASE_PLAIN", plain), ("APLP_LISTEN", "everywhere")];
        let told = told(&Folder::new().aplp(&["serve"], &settings));
        assert!(told.contains("APLP_LISTEN") && !told.contains("hunter2"), "{told}");
        told.contains("DATABASE_URL names a PostgreSQL on another machine")
    };

    assert!(fault("false"));
    assert!(!fault("true"));
}

#[test]
fn a_database_is_migrated_once_and_then_whole() {
    let folder = Folder::new();

    let first = folder.aplp(&["migrate"], &[]);
    let again = folder.aplp(&["migrate"], &[]);
    let verified = folder.aplp(&["verify"], &[]);

    assert!(first.status.success(), "{}", told(&first));
    assert!(told(&again).starts_with('0'), "{}", told(&again));
    assert!(verified.status.success() && told(&verified).contains("0 faults"), "{}", told(&verified));
}

// AZ-08
#[test]
fn keys_are_fetched_from_named_hosts_only_and_over_tls() {
    let fault = |jwks, hosts| {
        let settings = [("APLP_JWKS", jwks), ("APLP_OUTBOUND_HOSTS", hosts), ("APLP_LISTEN", "everywhere")];
        let told = told(&Folder::new().aplp(&["serve"], &settings));
        told.lines().find_map(|line| Some(line.trim().strip_prefix("APLP_JWKS ")?.to_owned()))
    };

    assert_eq!(fault("https://issuer.example/jwks", "issuer.example"), None);
    let unnamed = "is at a host that is not among APLP_OUTBOUND_HOSTS";
    assert_eq!(fault("https://issuer.example/jwks", "other.example").as_deref(), Some(unnamed));
    assert_eq!(fault("http://issuer.example/jwks", "issuer.example").as_deref(), Some("is not https"));
    assert_eq!(fault("https://10.0.0.1/jwks", "10.0.0.1").as_deref(), Some("is not in the public network"));
}

#[test]
fn an_empty_journal_has_nothing_to_sign_and_its_key_is_for_its_owner_only() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);

    let output = folder.aplp(&["checkpoint"], &[]);

    assert!(output.status.success() && told(&output).contains("nothing was added"), "{}", told(&output));
    let key = std::fs::metadata(folder.0.join("keys/checkpoint-ed25519.p8")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}

// OP-02
#[test]
fn a_database_that_was_not_migrated_is_not_served() {
    let folder = Folder::new();
    let keys = folder.0.join("keys");
    std::fs::create_dir(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();

    let output = folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]);

    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("aplp migrate"), "{}", told(&output));
}

// OP-02
#[test]
fn a_key_that_everybody_can_read_is_not_used() {
    let folder = Folder::new();
    let keys = folder.0.join("keys");
    std::fs::create_dir(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();
    folder.aplp(&["migrate"], &[]);
    let key = keys.join("cursor.key");
    std::fs::write(&key, [7; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o604)).unwrap();

    let output = folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]);

    assert_eq!(output.status.code(), Some(1));
    let told = told(&output);
    assert!(told.contains("cursor.key") && told.lines().count() == 1, "{told}");
}

// PR-04, OP-02
#[test]
fn without_the_right_master_key_nothing_is_served_and_nothing_is_changed() {
    let folder = Folder::new();
    let keys = folder.0.join("keys");
    std::fs::create_dir(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();
    folder.aplp(&["migrate"], &[]);
    let key = keys.join("master.key");
    let right = keys.join("right.key");
    let serve = || folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]);

    std::fs::rename(&key, &right).unwrap();
    let lost = serve();
    std::fs::write(&key, [1; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let anothers = serve();
    std::fs::rename(&right, &key).unwrap();

    assert!(told(&lost).contains("the master key is not there"), "{}", told(&lost));
    assert!(told(&anothers).contains("not the one of this database"), "{}", told(&anothers));
    assert_eq!((lost.status.code(), anothers.status.code()), (Some(1), Some(1)));
    assert!(told(&folder.aplp(&["verify"], &[])).contains("0 faults"));
}

#[test]
fn keys_are_looked_after_from_the_command_line() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);

    let rotated = folder.aplp(&["keys", "rotate"], &[]);
    let status = folder.aplp(&["keys", "status"], &[]);
    let dropped = folder.aplp(&["keys", "drop"], &[]);

    assert_eq!(told(&rotated).trim(), "0 rows sealed by key 2");
    let status = told(&status);
    assert!(status.contains("key 1: 0 rows, opens only") && status.contains("key 2: 0 rows, seals"), "{status}");
    assert_eq!(told(&dropped).trim(), "0 keys forgotten");
}

#[test]
fn the_contract_is_printed_without_a_database() {
    let output = Folder::new().aplp(&["openapi"], &[]);

    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), include_str!("../openapi/openapi.json"));
}

#[test]
fn a_token_needs_the_demo_issuer_and_a_known_role() {
    let folder = Folder::new();

    let no_issuer = folder.aplp(&["token", "--role", "coordinator"], &[]);
    let no_role = folder.aplp(&["token", "--role", "king"], &[]);

    assert_eq!(no_issuer.status.code(), Some(1));
    assert!(told(&no_issuer).contains("aplp demo"), "{}", told(&no_issuer));
    assert_eq!(no_role.status.code(), Some(2));
    assert!(told(&no_role).contains("decision_maker"), "{}", told(&no_role));
}

#[test]
fn nobody_answers_for_a_service_that_does_not_run() {
    let output = Folder::new().aplp(&["health"], &[("APLP_LISTEN", "127.0.0.1:1")]);

    assert_eq!(output.status.code(), Some(1));
}

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
