//! Lists are asked in the same words: by codes, days and ids, since when, in which order, with which members.

use aplp::caller::Role;
use serde_json::{Value, json};

use crate::support::records::sequence;
use crate::support::{Office, clients as clients_of, steps};

// PG-05
#[test]
fn the_journal_and_what_was_done_with_a_person_are_asked_by_purpose_and_the_other_way_round() {
    let office = Office::open();
    let (ilze, auditor) = (office.coordinator(), office.desk(Role::Auditor));
    let person = steps::registered_person(&ilze, 1);
    let riga = office.municipality("0001000");
    riga.send("GET", &format!("/v1/persons/{person}"), &[("aplp-purpose", "funding")], None).ok(200);
    sequence(&office);
    let actions = |path: &str| {
        let page = auditor.get(path).ok(200);
        let rows = page["items"].as_array().unwrap().iter();
        rows.map(|row| row["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let log = format!("/v1/persons/{person}/access-log");

    assert_eq!(actions(&format!("{log}?purpose=funding")), ["persons_read"]);
    assert_eq!(actions(&format!("{log}?purpose=intake")), ["person_registered"]);
    assert_eq!(actions(&format!("{log}?sort=created_at")), ["person_registered", "persons_read"]);
    assert_eq!(actions("/v1/journal?purpose=funding"), ["persons_read"]);
    assert_eq!(actions("/v1/journal?purpose=funding,intake&sort=-created_at"), ["persons_read", "person_registered"]);
}

// PG-05
#[test]
fn a_client_is_listed_by_the_state_that_it_shows() {
    let office = Office::open();
    let admin = office.desk(Role::Admin);
    let script = json!({
        "name": "Nakts skripts", "issuer": "https://demo.aplp.example", "client_id": "night",
        "roles": ["municipality"], "municipality": "0051000",
    });
    let client = admin.post("/v1/clients", script).id(201);
    let listed = |state: &str| {
        let page = admin.get(&format!("/v1/clients?state={state}")).ok(200);
        page["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };

    assert_eq!((listed("pending"), listed("active")), (vec![json!(client)], vec![]), "a second admin has to agree");
    clients_of::second_admin(&office).post(&format!("/v1/clients/{client}/approvals"), json!({ "version": 1 })).ok(201);
    assert_eq!((listed("pending"), listed("active,suspended")), (vec![], vec![json!(client)]));
    admin.post(&format!("/v1/clients/{client}/suspensions"), json!({ "reason": "Atslēga nozagta." })).ok(201);
    assert_eq!((listed("active"), listed("suspended")), (vec![], vec![json!(client)]));
}

// PG-05, AZ-04
#[test]
fn nobody_asks_a_queue_for_what_it_hides_from_them() {
    let office = Office::open();
    let funder = office.desk(Role::Funder);
    let state = funder.get("/v1/programmes?code=state").ok(200)["items"][0]["id"].as_str().unwrap().to_owned();

    for hidden in ["answer_by_from", "ask_again_from_to"] {
        let path = format!("/v1/programmes/{state}/queue");
        funder.get(&format!("{path}?{hidden}=2026-01-01")).fault(hidden, "unknown_parameter");
        funder.get(&format!("{path}/export?format=csv&{hidden}=2026-01-01")).fault(hidden, "unknown_parameter");
    }
}

// PG-05
#[test]
fn who_is_competent_in_one_of_several_areas_is_listed_also_after_another_name() {
    let office = Office::open();
    let ilze = office.coordinator();
    let register = |family_name: &str, areas: &[&str]| {
        let body = json!({
            "given_name": "Laura", "family_name": family_name, "qualification": "sociālā darbiniece", "areas": areas,
            "employed_from": "2024-01-02", "caseload_max": 15,
        });
        ilze.post("/v1/support-persons", body).id(201)
    };
    register("Avota", &["finance"]);
    let second = register("Bite", &["health", "rights"]);
    register("Celma", &["social_care"]);
    let names = |path: &str| {
        let page = ilze.get(path).ok(200);
        let names = page["items"].as_array().unwrap().iter().map(|row| row["family_name"].clone()).collect::<Vec<_>>();
        (names, page["next"].as_str().map(str::to_owned))
    };

    let (first, next) = names("/v1/support-persons?limit=1&area=finance,rights");
    ilze.patch(&format!("/v1/support-persons/{second}"), json!({ "family_name": "Zariņa" })).ok(200);

    assert_eq!(first, ["Avota"]);
    assert_eq!(names(&next.unwrap()), (vec![json!("Zariņa")], None));
}

// PG-05
#[test]
fn a_list_tells_what_it_takes_where_it_is_asked_for_something_else() {
    let office = Office::open();

    let problem = office.coordinator().get("/v1/grants?status=active").fault("status", "unknown_parameter");

    let right = problem["errors"][0]["allowed"].as_array().unwrap();
    for name in ["state", "active_on", "ids", "updated_since", "sort", "fields", "cursor"] {
        assert!(right.contains(&json!(name)), "{name} is not in {right:?}");
    }
}

// PG-02
#[test]
fn a_cursor_goes_on_in_the_order_and_with_the_filters_that_it_was_made_for() {
    let office = Office::open();
    let ilze = office.coordinator();
    let kinds = ["Anna", "Berta", "Cecīlija"];
    for given_name in kinds {
        ilze.post("/v1/persons", json!({ "given_name": given_name, "family_name": "Liepa" })).ok(201);
    }
    let newest = |query: &str| {
        let page = ilze.get(&format!("/v1/persons?limit=2&{query}")).ok(200);
        (page["items"].as_array().unwrap().len(), page["next_cursor"].as_str().map(str::to_owned))
    };

    let (shown, next) = newest("updated_since=2020-01-01T00:00:00Z");
    let next = next.unwrap();

    assert_eq!(shown, 2);
    assert_eq!(newest(&format!("updated_since=2020-01-01T00:00:00Z&cursor={next}")), (1, None));
    ilze.get(&format!("/v1/persons?limit=2&cursor={next}")).problem(400, "invalid_cursor");
    let shorter = format!("fields=family_name&updated_since=2020-01-01T00:00:00Z&cursor={next}");
    assert_eq!(newest(&shorter), (1, None), "which members are shown selects no rows");
}

// HT-09
#[test]
fn a_page_that_is_known_is_not_sent_again_until_a_row_of_it_changes() {
    let office = Office::open();
    let ilze = office.coordinator();
    let body = |given_name: &str| json!({ "given_name": given_name, "family_name": "Liepa" });
    let anna = ilze.post("/v1/persons", body("Anna")).id(201);
    ilze.post("/v1/persons", body("Berta")).ok(201);
    let seen = |limit: usize, tag: &str| {
        ilze.send("GET", &format!("/v1/persons?limit={limit}"), &[("if-none-match", tag)], None)
    };
    let first = ilze.get("/v1/persons?limit=1");
    let tag = first.header("etag").unwrap();

    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(seen(1, &tag).status, 304);
    assert_eq!(seen(1, tag.trim_start_matches("W/")).status, 304, "weak comparison");
    assert_eq!(seen(2, &tag).status, 200);
    ilze.patch(&format!("/v1/persons/{anna}"), json!({ "phone": "+371 20000002" })).ok(200);
    assert_eq!(seen(1, &tag).status, 200);
    let tag = seen(1, "\"none\"").header("etag").unwrap();
    office.pass_days(1);
    assert_eq!(seen(1, &tag).status, 200, "its cursor would not hold for long any more");
}

// PG-06
#[test]
fn a_table_has_the_rows_and_the_columns_that_are_asked_for() {
    let office = Office::open();
    let ilze = office.coordinator();
    for given_name in ["Anna", "Berta"] {
        ilze.post("/v1/persons", json!({ "given_name": given_name, "family_name": "Liepa" })).ok(201);
    }
    let berta = ilze.get("/v1/persons").ok(200)["items"][1]["id"].as_str().unwrap().to_owned();

    let asked = format!("/v1/persons/export?fields=given_name,family_name&ids={berta}");
    let table = ilze.get(&format!("{asked}&format=csv")).text;
    let lines = ilze.get(&format!("{asked}&format=ndjson")).text;

    assert_eq!(table, format!("id,family_name,given_name\r\n{berta},Liepa,Berta\r\n"));
    let row: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(row, json!({ "family_name": "Liepa", "given_name": "Berta", "id": berta }));
}
