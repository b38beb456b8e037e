//! Searches by personal code: each is recorded alike, and neither time nor answer tells of a person whom the caller may not see.

use aplp::caller::Role;
use aplp::register::persons::store::searches;
use aplp_domain::personal_code::PersonalCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::records::{added, journal, sequence};
use crate::support::{Desk, Office, Reply, steps};

fn search(desk: &Desk<'_>, number: u32) -> Reply {
    desk.post("/v1/persons/search", json!({ "by": "personal_code", "personal_code": steps::code(number) }))
}

fn found(reply: &Reply) -> Vec<Value> {
    let items = reply.clone().ok(200)["items"].as_array().unwrap().clone();
    items.iter().map(|person| person["id"].clone()).collect()
}

/// The id under which the journal knows a search for a code.
fn digest(office: &Office, number: u32) -> Uuid {
    let _held = office.app.db.keyring().here();
    searches::digest(&PersonalCode::parse(&steps::code(number)).unwrap()).unwrap()
}

// AZ-03, AD-01
#[test]
fn a_search_by_code_is_recorded_alike_whether_or_not_somebody_has_it_and_may_be_seen() {
    let office = Office::open();
    let anna = steps::registered_person(&office.coordinator(), 1);
    let (riga, daugavpils) = (office.municipality("0001000"), office.municipality("0002000"));
    let before = journal(&office).len();

    let (seen, unseen, unknown) = (search(&riga, 1), search(&daugavpils, 1), search(&daugavpils, 2));

    assert_eq!((found(&seen), found(&unseen), found(&unknown)), (vec![json!(anna)], vec![], vec![]));
    assert_eq!(unseen.text, unknown.text);
    assert_eq!(unseen.header("ratelimit-policy"), unknown.header("ratelimit-policy"));
    let searched = "personal_code_searched personal_code_search";
    assert_eq!(added(&office, before), [searched, "persons_read person", searched, searched]);
    let rows: Vec<_> = journal(&office).split_off(before).into_iter().filter(|row| row.object != "person").collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.object_id.uuid()).collect();
    assert_eq!(ids, [digest(&office, 1), digest(&office, 1), digest(&office, 2)]);
    assert!(rows.iter().all(|row| row.whose().is_empty() && row.object_version == 0 && row.outcome == "done"));
    assert_eq!(rows[1].subject, "municipality-0002000");
    assert_eq!(office.faults(), Vec::<String>::new());
}

// AD-03
#[test]
fn whoever_has_the_code_and_the_key_finds_out_who_searched_for_it() {
    let office = Office::open();
    let (ilze, auditor) = (office.coordinator(), office.desk(Role::Auditor));
    search(&ilze, 1).ok(200);
    search(&office.municipality("0002000"), 1).ok(200);
    search(&ilze, 2).ok(200);
    sequence(&office);

    let told = auditor.get(&format!("/v1/journal?object_id={}", digest(&office, 1))).ok(200);

    let subjects: Vec<_> = told["items"].as_array().unwrap().iter().map(|entry| &entry["actor"]["subject"]).collect();
    assert_eq!(subjects, ["coordinator", "municipality-0002000"]);
    let digits = steps::code(1).replace('-', "");
    assert!(!told.to_string().contains(&digits) && !told.to_string().contains(&steps::code(1)));
}

// UR-12
#[test]
fn a_code_is_masked_whole_wherever_it_stands_for_whom_it_is_not() {
    let office = Office::open();
    let legacy = json!({
        "given_name": "Jānis", "family_name": "Bērziņš", "personal_code": "161175-19997", "municipality": "0001000",
    });
    let janis = office.coordinator().post("/v1/persons", legacy).id(201);
    let riga = office.municipality("0001000");
    let path = format!("/v1/persons/{janis}");

    let told = [riga.get(&path), riga.get(&format!("{path}/personal-codes")), riga.get("/v1/persons")];

    for reply in told {
        assert!(reply.text.contains("\"******-*****\"") && !reply.text.contains("9997"), "{}", reply.text);
    }
    assert!(office.person(&janis).get(&path).text.contains("161175-19997"), "it is the person's own");
}
