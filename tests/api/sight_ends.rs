//! What a support person sees before all three have signed and after the last day of work; and that an answer is told again only
//! to whom may still see it.

use aplp::caller::Role;
use aplp_domain::code::Code;
use serde_json::{Value, json};

use crate::support::budgets::{self, opened};
use crate::support::service::{self, A_YEAR, drafted, entry, granted, person, served_by, sign, supporter_with};
use crate::support::{Desk, Office, steps};

const RIGA: &str = "0001000";
const TALSI: &str = "0051000";
const KEY: &str = "7d2f1c3e-0000-4000-8000-once-more";

fn count(desk: &Desk<'_>, list: &str) -> usize {
    desk.get(&format!("/v1/{list}")).ok(200)["items"].as_array().unwrap().len()
}

#[test]
fn a_support_person_reads_nothing_from_the_day_after_the_last_day_of_work() {
    let office = service::office();
    let zane = supporter_with(&office, json!({ "employed_from": "2026-01-05" }));
    let service = served_by(&office, A_YEAR, zane.clone());
    let (ilze, desk) = (office.coordinator(), office.support_person(&zane));
    office.move_to("2026-01-14T12:00:00Z");
    service.post(&office, entry("2026-01-13T08:00", "2026-01-13T09:00")).ok(201);
    ilze.patch(&format!("/v1/support-persons/{zane}"), json!({ "employed_to": "2026-01-14" })).ok(200);
    let grant = format!("/v1/grants/{}", service.grant);
    let files = [
        format!("/v1/persons/{}", service.person),
        grant.clone(),
        format!("{grant}/months/2026-01"),
        format!("{grant}/time-entries"),
        format!("{grant}/contact-attempts"),
        format!("/v1/agreements/{}", service.agreement),
        format!("/v1/support-persons/{zane}/caseload"),
    ];
    for file in &files {
        desk.get(file).ok(200);
    }
    office.move_to("2026-01-14T22:00:00Z");

    for file in &files {
        desk.get(file).problem(404, "not_found");
    }
    for list in ["persons", "grants", "agreements", "time-entries", "incidents"] {
        assert_eq!(count(&desk, list), 0, "{list}");
    }
    service.post(&office, entry("2026-01-14T08:00", "2026-01-14T09:00")).problem(404, "not_found");
    office.move_to("2026-01-04T12:00:00Z");
    desk.get(&files[0]).problem(404, "not_found");
}

#[test]
fn a_caseload_is_counted_without_the_services_that_have_run_out() {
    let office = service::office();
    let zane = supporter_with(&office, json!({}));
    served_by(&office, A_YEAR, zane.clone());
    let ilze = office.coordinator();
    let counted = || ilze.get("/v1/support-persons").ok(200)["items"][0]["caseload"].clone();
    assert_eq!(counted(), 1);

    office.move_to("2027-01-12T12:00:00Z");

    assert_eq!(counted(), 0);
    assert_eq!(count(&ilze, &format!("support-persons/{zane}/caseload")), 0);
}

#[test]
fn a_draft_opens_name_contact_agreement_and_grant_until_all_three_have_signed() {
    let office = service::office();
    let (person, zane) = (person(&office), supporter_with(&office, json!({})));
    let grant = granted(&office, &person, A_YEAR);
    let agreement = drafted(&office, &grant, &zane);
    let (ilze, desk) = (office.coordinator(), office.support_person(&zane));
    let (file, path) = (format!("/v1/persons/{person}"), format!("/v1/grants/{grant}"));
    let code = json!({ "by": "personal_code", "personal_code": ilze.get(&file).ok(200)["personal_code"] });
    let found = |desk: &Desk<'_>| {
        let body = Some(("application/json", code.to_string()));
        desk.send("POST", "/v1/persons/search", &[], body).ok(200)["items"].as_array().unwrap().len()
    };

    let told = desk.get(&file).ok(200);
    assert_eq!((&told["given_name"], &told["phone"]), (&json!("Anna"), &json!("+371 67442828")));
    for hidden in ["personal_code", "personal_code_form", "born_on", "born_on_source", "address", "municipality"] {
        assert_eq!(told[hidden], json!(null), "{hidden}");
    }
    assert_eq!(desk.get("/v1/persons").ok(200)["items"][0]["born_on"], json!(null));
    assert_eq!(desk.get("/v1/persons?municipality=0001000").ok(200)["items"], json!([]));
    assert_eq!(found(&desk), 0);
    let granted = desk.get(&path).ok(200);
    assert_eq!((&granted["agreement"]["id"], &granted["month"]), (&json!(agreement), &json!(null)));
    desk.get(&format!("/v1/agreements/{agreement}")).ok(200);
    let closed = [
        format!("{file}/history"),
        format!("{file}/personal-codes"),
        format!("{file}/addresses"),
        format!("{file}/lineage"),
        format!("{path}/time-entries"),
        format!("{path}/months/2026-01"),
        format!("{path}/contact-attempts"),
        format!("{path}/history"),
    ];
    for closed in &closed {
        desk.get(closed).problem(404, "not_found");
    }

    for (who, party) in [(&desk, "support_person"), (&ilze, "person"), (&ilze, "association")] {
        sign(who, &agreement, party, &office.now().to_rfc3339()).ok(201);
    }
    assert_eq!(desk.get(&file).ok(200)["born_on"], "1980-05-05");
    assert_eq!(found(&desk), 1);
    for open in closed {
        desk.get(&open).ok(200);
    }
}

#[test]
fn a_draft_that_another_took_the_place_of_opens_nothing() {
    let office = service::office();
    let (person, zane, laura) = (
        person(&office),
        supporter_with(&office, json!({})),
        supporter_with(&office, json!({ "given_name": "Laura" })),
    );
    let grant = granted(&office, &person, A_YEAR);
    let agreement = drafted(&office, &grant, &zane);
    drafted(&office, &grant, &laura);
    let desk = office.support_person(&zane);

    for absent in
        [format!("/v1/persons/{person}"), format!("/v1/grants/{grant}"), format!("/v1/agreements/{agreement}")]
    {
        desk.get(&absent).problem(404, "not_found");
    }
    assert_eq!((count(&desk, "persons"), count(&desk, "grants"), count(&desk, "agreements")), (0, 0, 0));
    office.support_person(&laura).get(&format!("/v1/persons/{person}")).ok(200);
}

#[test]
fn a_broker_is_known_by_issuer_and_subject_together() {
    let office = budgets::office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let martins = office.desk(Role::Broker).as_subject("martins");

    budget.assign(&ilze, json!({ "subject": "martins", "issuer": "https://other.example" })).ok(201);
    martins.get(&budget.path).problem(404, "not_found");
    assert_eq!(count(&martins, "individual-budgets"), 0);
    let told = budget.assign(&ilze, json!({ "subject": "martins" })).ok(201);

    assert_eq!(told["issuer"], martins.claims.iss);
    martins.get(&budget.path).ok(200);
    assert_eq!(office.faults(), [""; 0]);
}

fn narrowed<'a>(office: &'a Office, roles: &[Role]) -> Desk<'a> {
    let mut desk = office.municipality(RIGA).as_subject("anda");
    desk.claims.roles = roles.iter().map(|role| role.code().to_owned()).collect();
    desk
}

#[test]
fn an_answer_is_told_again_only_to_whom_may_still_see_whom_it_is_about() {
    let office = Office::open();
    let (ilze, riga) = (office.coordinator(), office.municipality(RIGA));
    let first = riga.post_with_key("/v1/persons", steps::person(1), KEY).ok(201);
    let again = || riga.post_with_key("/v1/persons", steps::person(1), KEY);
    assert_eq!(again().ok(201), first);

    let path = format!("/v1/persons/{}", first["id"].as_str().unwrap());
    ilze.patch(&path, json!({ "municipality": TALSI })).ok(200);

    let told: Value = again().problem(404, "not_found");
    assert_eq!(told["detail"], riga.get(&path).problem(404, "not_found")["detail"]);
    ilze.patch(&path, json!({ "municipality": RIGA })).ok(200);
    assert_eq!(again().ok(201), first);
}

#[test]
fn an_answer_that_was_given_to_more_rights_is_not_told_again_to_fewer() {
    let office = Office::open();
    let both = narrowed(&office, &[Role::Coordinator, Role::Municipality]);
    let first = both.post_with_key("/v1/persons", steps::person(1), KEY).ok(201);
    assert_eq!(both.post_with_key("/v1/persons", steps::person(1), KEY).ok(201), first);

    let fewer = narrowed(&office, &[Role::Municipality]);

    fewer.post_with_key("/v1/persons", steps::person(1), KEY).problem(404, "not_found");
    assert!(!fewer.get(&format!("/v1/persons/{}", first["id"].as_str().unwrap())).text.contains("33000"));
}

#[test]
fn verify_finds_an_address_whose_last_day_does_not_follow_from_the_others() {
    let office = Office::open();
    steps::registered_person(&office.coordinator(), 1);
    let mut owner = office.place.open(false).unwrap();

    let planted = "UPDATE person_addresses SET valid_to = '2026-04-01'";

    office.finds_each(&mut owner, &[(planted, "an address does not count until the next one begins")]);
}
