//! The journal, its checkpoints, and what a person is told of who looked at their file.

use aplp::caller::Role;
use aplp::http::wire::Moment;
use aplp::insight::checkpoints::wire::Checkpoint;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::records::{BEFORE, sequence, sign};
use crate::support::{Desk, Office, database, logs, steps};

fn items(desk: &Desk<'_>, path: &str) -> Vec<Value> {
    desk.get(path).ok(200)["items"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

// AD-01, AD-03
#[test]
fn the_journal_has_a_place_and_a_hash_for_everything_that_was_done_read_or_refused() {
    let office = Office::open();
    let (ilze, auditor) = (office.coordinator(), office.desk(Role::Auditor));
    let person = steps::registered_person(&ilze, 1);
    ilze.get(&format!("/v1/persons/{person}")).ok(200);
    office.desk(Role::Reporter).get("/v1/persons").problem(403, "forbidden");

    assert_eq!(items(&auditor, "/v1/journal"), Vec::<Value>::new(), "nothing has its place yet");
    assert_eq!(sequence(&office), BEFORE + 3, "an empty page tells of nobody, so that it leaves no receipt");
    let all = items(&auditor, "/v1/journal");

    let (prepared, entries) = all.split_at(BEFORE);
    assert_eq!(actions(prepared), ["data_keys_made", "database_prepared"]);
    assert_eq!(actions(entries), ["person_registered", "persons_read", "access_denied"]);
    let positions: Vec<_> = all.iter().map(|entry| entry["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, [1, 2, 3, 4, 5]);
    assert_eq!(entries[1]["person_ids"], json!([person]));
    assert_eq!(entries[1]["actor"]["subject"], "coordinator");
    assert_eq!((&entries[1]["purpose"], &entries[1]["outcome"]), (&json!("intake"), &json!("done")));
    assert_eq!(entries[2]["about"], json!({ "object": "persons:read", "id": null, "version": null }));
    assert_eq!(entries[2]["outcome"], "denied");
    assert_eq!(sequence(&office), 1, "reading the journal stands in the journal");
    assert_eq!(sequence(&office), 0);
}

// AD-02
#[rstest]
#[case("198.51.100.77", "198.51.100.0/24")]
#[case("2001:db8:cafe:17::1", "2001:db8:cafe::/48")]
fn an_entry_tells_the_network_that_the_request_came_from_and_never_the_address(
    #[case] address: &str,
    #[case] network: &str,
) {
    let office = Office::open_as("2026-03-02T07:00:00Z", database::postgres(), |settings| {
        settings.proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    let ilze = office.coordinator();
    let away = [("x-forwarded-for", address)];

    let person = steps::registered_person(&ilze, 1);
    ilze.send("GET", &format!("/v1/persons/{person}"), &away, None).ok(200);
    office.desk(Role::Reporter).send("GET", "/v1/persons", &away, None).problem(403, "forbidden");

    sequence(&office);
    let entries = items(&office.desk(Role::Auditor), "/v1/journal");
    let sources: Vec<_> = entries[BEFORE..].iter().map(|entry| entry["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["127.0.0.0/24", network, network]);
    let told = items(&ilze, &format!("/v1/persons/{person}/access-log"));
    assert!(told.iter().all(|entry| entry.get("source").is_none()), "where the office works is not told");
    assert!(logs::with(address).is_empty());
    assert_eq!(office.faults(), Vec::<String>::new());
}

/// Somebody who is nobody's namesake.
fn berta(desk: &Desk<'_>) -> String {
    let mut person = steps::person(2);
    person["given_name"] = json!("Berta");
    desk.post("/v1/persons", person).id(201)
}

#[test]
fn the_journal_is_paged_by_position_and_filtered() {
    let office = Office::open();
    let (ilze, auditor) = (office.coordinator(), office.desk(Role::Auditor));
    let (anna, berta) = (steps::registered_person(&ilze, 1), berta(&ilze));
    office.pass_days(1);
    ilze.get("/v1/persons").ok(200);
    office.municipality("0001000").get(&format!("/v1/persons/{berta}")).ok(200);
    sequence(&office);
    let found = |filter: &str| {
        let entries = items(&auditor, &format!("/v1/journal?{filter}"));
        entries.iter().map(|entry| entry["position"].as_i64().unwrap()).collect::<Vec<_>>()
    };

    assert_eq!(found("from=2026-03-03"), [5, 6]);
    assert_eq!(found("to=2026-03-02"), [1, 2, 3, 4]);
    assert_eq!(found(&format!("person_id={anna}")), [3, 5]);
    assert_eq!(found(&format!("person_id={berta}")), [4, 5, 6]);
    assert_eq!(found(&format!("object_id={berta}")), [4, 6]);
    assert_eq!(found("object=person&action=persons_read"), [5, 6]);
    assert_eq!(found("actor=municipality-0001000"), [6]);
    let first = auditor.send("GET", "/v1/journal?limit=5", &[("prefer", "return=total-count")], None).ok(200);
    assert_eq!((first["items"].as_array().unwrap().len(), &first["total"]), (5, &json!(6)));
    let next = items(&auditor, first["next"].as_str().unwrap());
    assert_eq!((next.len(), &next[0]["position"]), (1, &json!(6)));
}

// AD-01
#[test]
fn who_asks_the_journal_about_one_person_looks_at_that_person() {
    let office = Office::open();
    let (ilze, auditor) = (office.coordinator(), office.desk(Role::Auditor));
    let person = steps::registered_person(&ilze, 1);
    sequence(&office);

    items(&auditor, &format!("/v1/journal?person_id={person}"));
    items(&auditor, "/v1/journal");

    sequence(&office);
    let entries = items(&auditor, "/v1/journal");
    let read = &entries[BEFORE + 1..];
    assert_eq!((&read[0]["person_ids"], &read[1]["person_ids"]), (&json!([person]), &json!([])));
}

// AD-06
#[test]
fn a_person_is_told_who_looked_at_the_file_when_and_for_what() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = steps::registered_person(&ilze, 1);
    let other = berta(&ilze);
    let path = format!("/v1/persons/{person}/access-log");
    let riga = office.municipality("0001000");
    riga.send("GET", &format!("/v1/persons/{person}"), &[("aplp-purpose", "funding")], None).ok(200);
    ilze.get("/v1/persons").ok(200);
    ilze.get(&format!("/v1/persons/{other}")).ok(200);
    sequence(&office);

    let told = items(&office.person(&person), &path);

    assert_eq!(actions(&told), ["persons_read", "persons_read", "person_registered"], "the newest first");
    let purposes: Vec<_> = told.iter().map(|entry| entry["purpose"].as_str().unwrap()).collect();
    assert_eq!(purposes, ["intake", "funding", "intake"]);
    assert_eq!(told[1]["actor"]["subject"], "municipality-0001000");
    assert_eq!(told[1]["created_at"], "2026-03-02T07:00:00.000000Z");
    assert!(!told[0].to_string().contains(&other), "who else stood in the list is not told");
    sequence(&office);
    let again = items(&ilze, &path);
    assert_eq!((again.len(), &again[0]["actor"]["subject"]), (4, &json!("person")), "asking is told as well");
}

// AZ-03
#[rstest]
#[case(Role::DecisionMaker, 403)]
#[case(Role::SupportPerson, 403)]
#[case(Role::Municipality, 403)]
#[case(Role::Coordinator, 200)]
#[case(Role::Auditor, 200)]
fn the_access_log_is_for_the_office_the_auditor_and_the_person(#[case] role: Role, #[case] status: u16) {
    let office = Office::open();
    let person = steps::registered_person(&office.coordinator(), 1);
    let path = format!("/v1/persons/{person}/access-log");

    assert_eq!(office.desk(role).get(&path).status, status);
    office.person(&Uuid::new_v4().to_string()).get(&path).problem(404, "not_found");
    let nobody = format!("/v1/persons/{}/access-log", Uuid::new_v4());
    office.desk(Role::Auditor).get(&nobody).problem(404, "not_found");
}

// AD-03
#[test]
fn a_checkpoint_is_signed_over_a_text_that_anyone_can_put_together() {
    let office = Office::open();
    let auditor = office.desk(Role::Auditor);
    steps::registered_person(&office.coordinator(), 1);

    let made = sign(&office).unwrap();

    assert!(sign(&office).is_none(), "nothing was added meanwhile");
    let told = items(&auditor, "/v1/journal/checkpoints");
    let told: Checkpoint = serde_json::from_value(told[0].clone()).unwrap();
    assert_eq!(told, made);
    assert!(told.is_genuine());
    let Checkpoint { origin, position, hash, structure, key_id, .. } = &told;
    let entries = items(&auditor, "/v1/journal");
    let first = entries[0]["hash"].as_str().unwrap();
    assert_eq!((*position, origin.as_str()), (3, format!("aplp/{}", &first[..32]).as_str()));
    assert_eq!(
        told.text(),
        format!(
            "aplp journal checkpoint, version 1\norigin {origin}\nposition 3\nhash {hash}\n\
             structure {structure}\nat 2026-03-02T07:00:00.000000Z\nkey {key_id}\n"
        )
    );
    let kept = std::fs::read_to_string(office.folder.join("checkpoints.ndjson")).unwrap();
    assert_eq!(serde_json::from_str::<Checkpoint>(&kept).unwrap(), made);
    assert_eq!(entries[BEFORE]["hash"], told.hash);
}

// AD-03
#[test]
fn a_checkpoint_that_was_changed_is_not_genuine() {
    let office = Office::open();
    steps::registered_person(&office.coordinator(), 1);
    let made = sign(&office).unwrap();

    assert!(!Checkpoint { position: 2, ..made.clone() }.is_genuine());
    assert!(!Checkpoint { hash: "0".repeat(64), ..made.clone() }.is_genuine());
    assert!(!Checkpoint { structure: "0".repeat(64), ..made.clone() }.is_genuine());
    assert!(!Checkpoint { origin: format!("aplp/{}", "0".repeat(32)), ..made.clone() }.is_genuine());
    assert!(!Checkpoint { at: Moment(made.at.0 + chrono::Duration::microseconds(1)), ..made.clone() }.is_genuine());
    assert!(!Checkpoint { signature: made.signature.chars().rev().collect(), ..made.clone() }.is_genuine());
}

#[test]
fn what_many_record_at_once_gets_a_place_each_and_no_place_twice() {
    const CLIENTS: u32 = 8;
    const READS: usize = 12;
    let office = Office::open();
    let ilze = office.coordinator();
    let person = steps::registered_person(&ilze, 1);
    let path = format!("/v1/persons/{person}");

    std::thread::scope(|all| {
        for _ in 0..CLIENTS {
            all.spawn(|| (0..READS).for_each(|_| drop(ilze.get(&path).ok(200))));
        }
        for _ in 0..2 {
            all.spawn(|| (0..READS).for_each(|_| assert!(sequence(&office) < 1000)));
        }
    });
    sequence(&office);

    let entries = items(&office.desk(Role::Auditor), "/v1/journal?limit=500");
    let positions: Vec<_> = entries.iter().map(|entry| entry["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, (1..=3 + u64::from(CLIENTS) * READS as u64).collect::<Vec<_>>());
}
