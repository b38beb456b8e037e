//! Receipts: the data of a person leaves only when the journal says who read it, and for what.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::json;
use uuid::Uuid;

use crate::support::records::{BEFORE, added, journal, refuse_receipts};
use crate::support::service::{A_YEAR, office, served};
use crate::support::{Office, steps};

const KEY: &str = "7d2f1c3e-0000-4000-8000-received";

// AD-01, AZ-07
#[test]
fn who_reads_a_person_leaves_a_receipt_with_the_purpose_and_the_version_that_was_read() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = steps::registered_person(&ilze, 1);
    let before = journal(&office).len();

    let read = ilze.send("GET", &format!("/v1/persons/{person}"), &[("x-request-id", "letter-12-of-march")], None);
    ilze.send("GET", &format!("/v1/persons/{person}"), &[("aplp-purpose", "assessment")], None).ok(200);

    read.ok(200);
    let [first, second] = &journal(&office)[before..] else { panic!("two reads are two receipts") };
    assert_eq!((first.action.as_str(), first.object.as_str(), first.object_version), ("persons_read", "person", 1));
    assert_eq!((first.object_id.to_string(), first.person_id.unwrap().to_string()), (person.clone(), person));
    assert_eq!(
        (first.subject.as_str(), first.client.as_str(), first.outcome.as_str()),
        ("coordinator", "demo", "done")
    );
    assert_eq!((first.request.as_str(), first.at.and_utc()), ("letter-12-of-march", office.now()));
    assert_eq!((first.purpose.as_deref(), second.purpose.as_deref()), (Some("intake"), Some("assessment")));
}

// AD-01
#[test]
fn a_list_is_one_row_that_names_everybody_in_it() {
    let office = Office::open();
    let ilze = office.coordinator();
    let mut people: Vec<Uuid> =
        (1..=3).map(|number| steps::registered_person(&ilze, number).parse().unwrap()).collect();
    let before = journal(&office).len();

    ilze.get("/v1/persons").ok(200);
    assert_eq!(ilze.get("/v1/persons/export?format=csv").status, 200);
    ilze.post("/v1/persons/search", json!({ "by": "name", "name": "anna" })).ok(200);

    people.sort();
    let rows = &journal(&office)[before..];
    assert_eq!(rows.iter().map(|row| row.whose().len()).collect::<Vec<_>>(), [3, 3, 3]);
    assert_eq!(rows[0].whose(), people);
    assert!(rows[0].object_id.uuid().is_nil() && rows[0].person_id.is_none());
}

// AD-01
#[test]
fn what_tells_of_nobody_leaves_no_receipt() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = steps::registered_person(&ilze, 1);
    let before = journal(&office).len();

    ilze.post("/v1/persons/search", json!({ "by": "name", "name": "nobody" })).ok(200);
    ilze.get("/v1/programmes").ok(200);
    ilze.get("/v1/me").ok(200);
    ilze.get(&format!("/v1/persons/{}", Uuid::new_v4())).problem(404, "not_found");
    office.municipality("0002000").get(&format!("/v1/persons/{person}")).problem(404, "not_found");

    assert_eq!(added(&office, before), Vec::<String>::new());
}

// AD-01
#[test]
fn what_belongs_to_a_case_names_its_person_whatever_it_is() {
    let office = office();
    let service = served(&office, A_YEAR);
    let (ilze, laura) = (office.coordinator(), office.support_person(&service.supporter));
    let items = |path: &str| ilze.get(path).ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let application = items("/v1/applications");
    let decision = items("/v1/decisions");
    let before = journal(&office).len();
    let paths = [
        format!("/v1/persons/{}/personal-codes", service.person),
        format!("/v1/persons/{}/addresses", service.person),
        format!("/v1/applications/{application}"),
        format!("/v1/applications/{application}/registry-checks"),
        format!("/v1/applications/{application}/assessments"),
        format!("/v1/decisions/{decision}"),
        format!("/v1/grants/{}", service.grant),
        format!("/v1/grants/{}/months/2026-01", service.grant),
        format!("/v1/agreements/{}", service.agreement),
        format!("/v1/support-persons/{}/caseload", service.supporter),
    ];

    for path in &paths {
        ilze.get(path).ok(200);
    }
    laura.get(&format!("/v1/persons/{}", service.person)).ok(200);
    office.person(&service.person).get("/v1/persons").ok(200);

    let rows = &journal(&office)[before..];
    assert_eq!(rows.len(), paths.len() + 2, "the person's own look is recorded too");
    for row in rows {
        assert_eq!(row.person_id.map(|id| id.to_string()), Some(service.person.clone()), "{}", row.object);
    }
    let purposes: Vec<_> = rows.iter().rev().take(2).map(|row| row.purpose.as_deref().unwrap()).collect();
    assert_eq!(purposes, ["own_access", "service_delivery"]);
}

// AD-01
#[test]
fn an_effect_is_recorded_once_and_its_answer_given_again_is_a_read() {
    let office = Office::open();
    let ilze = office.coordinator();

    let person = ilze.post_with_key("/v1/persons", steps::person(1), KEY).id(201);
    assert_eq!(added(&office, BEFORE), ["person_registered person"]);

    ilze.post_with_key("/v1/persons", steps::person(1), KEY).ok(201);
    ilze.patch_version(&format!("/v1/persons/{person}"), "\"1\"", json!({ "phone": "+371 67442828" })).ok(200);

    assert_eq!(added(&office, BEFORE + 1), ["persons_read person", "person_changed person"]);
    assert_eq!(journal(&office)[BEFORE + 1].person_id.unwrap().to_string(), person);
}

// AD-01
#[test]
fn what_is_answered_as_unchanged_was_read_all_the_same() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));

    let tag = ilze.get(&path).header("etag").unwrap();

    let reply = ilze.send("GET", &path, &[("if-none-match", &tag)], None);

    assert_eq!((reply.status, added(&office, BEFORE + 2)), (304, vec!["persons_read person".to_owned()]));
}

// AD-01
#[test]
fn without_a_receipt_nothing_leaves() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));
    refuse_receipts(&office);

    let refused = ilze.get(&path);
    let listed = ilze.get("/v1/persons");

    assert_eq!(refused.header("retry-after").as_deref(), Some("1"));
    assert!(!refused.text.contains("Liepa"), "{}", refused.text);
    refused.problem(503, "read_not_recorded");
    listed.problem(503, "read_not_recorded");
    ilze.get("/v1/programmes").ok(200);
    ilze.patch_version(&path, "\"1\"", json!({ "phone": "+371 67442828" })).ok(200);
}

// AZ-07
#[rstest]
#[case(Role::Coordinator, "inquiry", true)]
#[case(Role::Coordinator, "own_access", false)]
#[case(Role::Coordinator, "curiosity", false)]
#[case(Role::Coordinator, "", true)]
#[case(Role::SupportPerson, "service_delivery", true)]
#[case(Role::SupportPerson, "decision", false)]
#[case(Role::Auditor, "supervision", true)]
#[case(Role::Auditor, "intake", false)]
fn a_purpose_is_one_that_is_registered_for_the_role(#[case] role: Role, #[case] purpose: &str, #[case] good: bool) {
    let office = Office::open();

    let reply = office.desk(role).send("GET", "/v1/persons", &[("aplp-purpose", purpose)], None);

    match good {
        true => drop(reply.ok(200)),
        false => drop(reply.problem(403, "purpose_not_registered")),
    }
}

// AZ-07
#[test]
fn everybody_is_told_their_purposes_with_the_ground_in_law() {
    let office = Office::open();

    let me = office.desk(Role::Person).get("/v1/me").ok(200);

    assert_eq!(
        me["purposes"],
        json!([{ "code": "own_access", "label_lv": "Piekļuve saviem datiem", "label_en": "Looking at one's own data",
            "law": "VDAR 15. pants" }])
    );
}

// AD-05
#[test]
fn who_asks_for_what_the_role_does_not_carry_is_recorded_once_a_minute() {
    let office = Office::open();
    let reporter = office.desk(Role::Reporter);

    for _ in 0..3 {
        reporter.get("/v1/persons").problem(403, "forbidden");
    }
    office.app.clock.move_to(office.now() + chrono::Duration::minutes(1));
    reporter.get("/v1/persons").problem(403, "forbidden");
    office.anyone("GET", "/v1/persons", None).problem(401, "token_missing");

    let rows = &journal(&office)[BEFORE..];
    assert_eq!(added(&office, BEFORE), ["access_denied persons:read"; 2]);
    assert_eq!((rows[0].outcome.as_str(), rows[0].subject.as_str()), ("denied", "reporter"));
}
