//! Programmes: who pays, for whom, how much and until when.

mod allocations;
mod changes;

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office};

/// The purchase of Rīga for the third group, before the state pays for it.
fn purchase() -> Value {
    json!({
        "code": "riga_iii", "title_lv": "Rīgas pašvaldības pirkums", "title_en": "Purchase by Rīga",
        "kind": "municipal_purchase", "funder": "Rīgas valstspilsētas pašvaldība", "starts_on": "2025-01-01",
        "covers": [{ "group": "iii", "from": "2025-01-01" }],
        "level_1_minutes": 480, "level_2_minutes": 1200, "level_3_minutes": 2100, "term_months": 12,
        "legal_ground": "Rīgas domes lēmums",
    })
}

fn with(changes: Value) -> Value {
    let mut body = purchase();
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

fn path_of(desk: &Desk<'_>, code: &str) -> String {
    let found = desk.get(&format!("/v1/programmes?code={code}")).ok(200);
    format!("/v1/programmes/{}", found["items"][0]["id"].as_str().unwrap())
}

fn faults(problem: &Value) -> Vec<(String, String)> {
    let text = |fault: &Value, member: &str| fault[member].as_str().unwrap().to_owned();
    problem["errors"].as_array().unwrap().iter().map(|fault| (text(fault, "pointer"), text(fault, "code"))).collect()
}

// A1, A3, A13, A36, A40, B29, B30
#[rstest]
#[case("ib_pilot", "individual_budget", "2019-12-01", json!("2021-01-31"), [450, 1200, 2220], 14, 10)]
#[case("talsi_purchase", "municipal_purchase", "2021-02-01", json!(null), [450, 1200, 2220], 12, 1)]
#[case("sif_2021", "grant_project", "2021-03-01", json!("2021-08-31"), [450, 1200, 2220], 6, 7)]
#[case("cfla_2022", "grant_project", "2022-11-01", json!("2023-11-30"), [450, 1200, 2220], 12, 6)]
#[case("state", "state_budget", "2023-11-01", json!(null), [480, 1200, 2100], 12, 0)]
fn the_programmes_of_the_sources_are_there_from_the_start_each_with_its_own_figures(
    #[case] code: &str,
    #[case] kind: &str,
    #[case] starts_on: &str,
    #[case] ends_on: Value,
    #[case] levels: [i32; 3],
    #[case] term_months: i32,
    #[case] municipalities: usize,
) {
    let office = Office::open();
    let ilze = office.coordinator();

    let programme = ilze.get(&path_of(&ilze, code)).ok(200);

    assert_eq!((programme["kind"].as_str(), programme["built_in"].as_bool()), (Some(kind), Some(true)));
    assert_eq!((programme["starts_on"].as_str(), &programme["ends_on"]), (Some(starts_on), &ends_on));
    let figures = [1, 2, 3].map(|level| programme[format!("level_{level}_minutes")].as_i64().unwrap());
    assert_eq!(figures, levels.map(i64::from));
    assert_eq!(programme["term_months"], term_months);
    assert_eq!(programme["municipalities"].as_array().unwrap().len(), municipalities);
}

// A4, A5, A40, A41, B2
#[test]
fn a_built_in_programme_tells_its_references_its_places_and_whom_it_serves() {
    let office = Office::open();
    let ilze = office.coordinator();
    let get = |code| ilze.get(&path_of(&ilze, code)).ok(200);

    let references = get("ib_pilot")["reference_notes"].as_str().unwrap().to_owned();
    assert!(references.contains("9.2.2.2. pasākums") && references.contains("„Eiropa 2020”"));
    assert_eq!(get("sif_2021")["balance"]["places_allocated"], 41);
    assert_eq!(get("cfla_2022")["balance"]["places_allocated"], 42);
    assert_eq!(get("talsi_purchase")["former_programme"], "ib_pilot");
    let covers = json!([
        { "group": "i", "from": "2023-11-01" }, { "group": "ii", "from": "2023-11-01" }, { "group": "iii", "from": "2026-01-01" },
    ]);
    assert_eq!(get("state")["covers"], covers);
    let given = ilze.get(&format!("{}/allocations", path_of(&ilze, "sif_2021"))).ok(200);
    assert_eq!((&given["items"][0]["places"], &given["items"][0]["effective_on"]), (&json!(41), &json!("2021-03-01")));
}

// B3, A41
#[test]
fn a_municipality_registers_its_own_purchase_for_the_third_group_and_looks_after_it_alone() {
    let office = Office::open_on("2025-06-02T07:00:00Z");
    let riga = office.municipality("0001000");

    let made = riga.post("/v1/programmes", purchase());

    assert_eq!(made.header("etag").as_deref(), Some("\"1\""));
    let programme = made.ok(201);
    assert_eq!((&programme["owner"], &programme["municipalities"]), (&json!("0001000"), &json!(["0001000"])));
    assert_eq!(programme["covers"], json!([{ "group": "iii", "from": "2025-01-01" }]));
    let nothing = json!({ "places_allocated": null, "places_taken": 0, "cents_allocated": null, "cents_committed": 0 });
    assert_eq!(programme["balance"], nothing);
    let path = path_of(&riga, "riga_iii");
    let money = json!({ "cents": 500_000, "reference": "Domes lēmums Nr. 12" });
    assert_eq!(riga.post(&format!("{path}/allocations"), money.clone()).ok(201)["effective_on"], "2025-06-02");
    let daugavpils = office.municipality("0002000");
    assert_eq!(daugavpils.get(&path).ok(200)["balance"], json!(null));
    daugavpils.post(&format!("{path}/allocations"), money).problem(404, "not_found");
    daugavpils.get(&format!("{path}/allocations")).problem(404, "not_found");
    daugavpils.patch(&path, json!({ "term_months": 6 })).problem(404, "not_found");
    assert_eq!(riga.patch(&path, json!({ "term_months": 6 })).ok(200)["term_months"], 6);
}

#[rstest]
#[case(json!({ "owner": "0002000" }))]
#[case(json!({ "kind": "state_budget" }))]
#[case(json!({ "municipalities": ["0001000", "0002000"] }))]
fn a_municipality_registers_nothing_for_another_or_with_other_money(#[case] changes: Value) {
    let office = Office::open();

    office.municipality("0001000").post("/v1/programmes", with(changes.clone())).problem(422, "not_own_programme");

    let mine = office.coordinator().post("/v1/programmes", with(changes)).ok(201);
    assert_eq!(mine["built_in"], false);
}

#[test]
fn a_municipality_keeps_its_programmes_when_its_code_changes() {
    let office = Office::open();
    let body = with(json!({ "owner": "0038000", "municipalities": ["0055000"] }));
    let path = format!("/v1/programmes/{}", office.coordinator().post("/v1/programmes", body).id(201));

    let madona = office.municipality("0038001");

    assert!(madona.get(&path).ok(200)["balance"].is_object());
    madona.patch(&path, json!({ "ends_on": "2026-12-31" })).ok(200);
}

#[rstest]
#[case(json!({ "level_2_minutes": 480 }), &[("#/level_2_minutes", "levels_do_not_rise")])]
#[case(json!({ "level_2_minutes": 2100 }), &[("#/level_3_minutes", "levels_do_not_rise")])]
#[case(json!({ "level_1_minutes": 0 }), &[("#/level_1_minutes", "too_small")])]
#[case(json!({ "level_3_minutes": 44_641 }), &[("#/level_3_minutes", "too_large")])]
#[case(json!({ "term_months": 0 }), &[("#/term_months", "too_small")])]
#[case(json!({ "term_months": 61 }), &[("#/term_months", "too_large")])]
#[case(json!({ "hour_rate_cents": 0 }), &[("#/hour_rate_cents", "too_small")])]
#[case(json!({ "ends_on": "2024-12-31" }), &[("#/ends_on", "too_early")])]
#[case(json!({ "covers": [] }), &[("#/covers", "too_few")])]
#[case(json!({ "covers": [{ "group": "none", "from": "2025-01-01" }] }), &[("#/covers/0/group", "not_one_of")])]
#[case(json!({ "covers": [{ "group": "i", "from": "2025-01-01" }, { "group": "i", "from": "2025-02-01" }] }), &[("#/covers", "not_unique")])]
#[case(json!({ "owner": "0050000", "municipalities": ["0001000", "0050000", "0001000"], "former_programme": "unheard_of" }), &[
    ("#/municipalities/1", "municipality_unknown"), ("#/municipalities", "not_unique"),
    ("#/owner", "municipality_unknown"), ("#/former_programme", "reference_unknown"),
])]
fn a_programme_whose_parts_do_not_fit_is_refused_with_every_fault(
    #[case] changes: Value,
    #[case] expected: &[(&str, &str)],
) {
    let office = Office::open();

    let problem = office.coordinator().post("/v1/programmes", with(changes)).problem(400, "invalid_request");

    let expected: Vec<_> = expected.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect();
    assert_eq!(faults(&problem), expected);
}

#[rstest]
#[case(json!({ "level_1_minutes": 1, "level_2_minutes": 2, "level_3_minutes": 3 }))]
#[case(json!({ "level_3_minutes": 44_640 }))]
#[case(json!({ "term_months": 1 }))]
#[case(json!({ "term_months": 60, "ends_on": "2025-01-01", "hour_rate_cents": 1_000_000 }))]
#[case(json!({ "code": "abc" }))]
#[case(json!({ "code": format!("a{}", "1".repeat(39)), "former_programme": "ib_pilot" }))]
fn a_programme_at_its_limits_is_registered(#[case] changes: Value) {
    let office = Office::open();

    let made = office.coordinator().post("/v1/programmes", with(changes.clone())).ok(201);

    for (member, value) in changes.as_object().unwrap() {
        assert_eq!(&made[member], value);
    }
}

#[rstest]
#[case("ab".to_owned(), "too_short")]
#[case(format!("a{}", "1".repeat(40)), "too_long")]
#[case("Riga".to_owned(), "wrong_format")]
#[case("1riga".to_owned(), "wrong_format")]
#[case("riga-iii".to_owned(), "wrong_format")]
#[case("rīga".to_owned(), "wrong_format")]
fn a_programme_code_is_three_to_forty_small_letters_digits_and_underscores(#[case] code: String, #[case] fault: &str) {
    let office = Office::open();

    let problem =
        office.coordinator().post("/v1/programmes", with(json!({ "code": code }))).problem(400, "invalid_request");

    assert!(faults(&problem).contains(&("#/code".to_owned(), fault.to_owned())), "{problem:#}");
}

#[test]
fn a_code_names_one_programme_and_a_repetition_gets_the_first_answer() {
    let office = Office::open();
    let ilze = office.coordinator();
    let first = ilze.post_with_key("/v1/programmes", purchase(), "programme-key-0001");

    let again = ilze.post_with_key("/v1/programmes", purchase(), "programme-key-0001");

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(again.ok(201), first.ok(201));
    ilze.post("/v1/programmes", purchase()).problem(409, "programme_code_in_use");
    ilze.post("/v1/programmes", with(json!({ "code": "state" }))).problem(409, "programme_code_in_use");
}

#[test]
fn each_call_needs_its_right() {
    let office = Office::open();
    let path = path_of(&office.coordinator(), "state");
    let money = json!({ "cents": 1, "reference": "Līgums" });

    let right = |problem: Value| problem["required_scope"].as_str().unwrap().to_owned();

    let person = office.desk(Role::Person).get("/v1/programmes").problem(403, "forbidden");
    assert_eq!(right(person), "programmes:read");
    let funder = office.desk(Role::Funder).post("/v1/programmes", purchase()).problem(403, "forbidden");
    assert_eq!(right(funder), "programmes:register");
    let ilze = office.coordinator().post(&format!("{path}/allocations"), money).problem(403, "forbidden");
    assert_eq!(right(ilze), "programmes:fund");
    let absent = format!("/v1/programmes/{}", uuid::Uuid::new_v4());
    office.coordinator().get(&absent).problem(404, "not_found");
}

#[rstest]
#[case("", &["cfla_2022", "ib_pilot", "sif_2021", "state", "talsi_purchase"])]
#[case("?on=2021-01-31", &["ib_pilot"])]
#[case("?on=2021-02-01", &["talsi_purchase"])]
#[case("?on=2021-08-31", &["sif_2021", "talsi_purchase"])]
#[case("?on=2023-11-30", &["cfla_2022", "state", "talsi_purchase"])]
#[case("?on=2023-12-01", &["state", "talsi_purchase"])]
#[case("?kind=grant_project", &["cfla_2022", "sif_2021"])]
#[case("?kind=grant_project&on=2023-01-01", &["cfla_2022"])]
#[case("?code=state", &["state"])]
#[case("?code=unheard_of", &[])]
fn programmes_are_listed_by_day_code_and_kind_page_by_page(#[case] query: &str, #[case] codes: &[&str]) {
    let office = Office::open();
    let ilze = office.coordinator();
    let join = if query.is_empty() { '?' } else { '&' };
    let mut next = Some(format!("/v1/programmes{query}{join}limit=2"));
    let mut found = Vec::new();

    while let Some(path) = next {
        let page = ilze.send("GET", &path, &[("prefer", "return=total-count")], None).ok(200);
        assert_eq!(page["total"], codes.len());
        found.extend(page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }

    assert_eq!(found, codes);
}

#[rstest]
#[case("?on=2026-02-30")]
#[case("?kind=charity")]
#[case("?colour=red")]
fn a_filter_that_means_nothing_is_a_fault(#[case] query: &str) {
    let office = Office::open();

    office.coordinator().get(&format!("/v1/programmes{query}")).problem(400, "invalid_request");
}
