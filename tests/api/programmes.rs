//! Programmes: who pays, for whom, how much and until when, and what they were given.

use aplp::caller::Role;
use aplp::register::programmes::{ProgrammeId, store};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office};
use crate::support_persons::granted;

/// The purchase of Rīga for the third group, before the state pays for it.
fn purchase() -> Value {
    json!({
        "code": "riga_iii", "title_lv": "Rīgas pašvaldības pirkums", "title_en": "Purchase by Rīga",
        "kind": "municipal_purchase", "funder": "Rīgas valstspilsētas pašvaldība", "starts_on": "2025-01-01",
        "covers": [{ "group": "iii", "from": "2025-01-01" }],
        "level_1_minutes": 480, "level_2_minutes": 1200, "level_3_minutes": 2100, "term_months": 12,
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

fn take(office: &Office, path: &str, places: i32, cents: i64) -> Result<(), aplp::error::Error> {
    let id = ProgrammeId::of(path.rsplit('/').next().unwrap().parse().unwrap());
    store::take(&mut office.place.open(false).unwrap(), id, places, cents)
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
#[case(json!({ "ends_on": "2024-12-31" }), &[("#/ends_on", "before_start")])]
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

// B42
#[test]
fn what_was_allocated_is_corrected_down_to_the_last_cent_and_place_in_use_and_not_below() {
    let office = Office::open();
    let andris = office.decision_maker();
    let path = path_of(&andris, "state");
    let allocations = format!("{path}/allocations");
    let give = |cents: Option<i64>, places: Option<i32>| {
        let mut body = json!({ "effective_on": "2026-03-02", "reference": "Valsts budžeta likums" });
        let members = body.as_object_mut().unwrap();
        members.extend(cents.map(|cents| ("cents".to_owned(), json!(cents))));
        members.extend(places.map(|places| ("places".to_owned(), json!(places))));
        andris.post(&allocations, body)
    };
    assert_eq!(andris.get(&path).ok(200)["balance"]["cents_allocated"], json!(null));

    give(Some(100_000), Some(10)).ok(201);
    take(&office, &path, 7, 40_000).unwrap();
    give(Some(-60_001), None).problem(409, "allocation_below_use");
    give(None, Some(-4)).problem(409, "allocation_below_use");
    give(Some(-60_000), Some(-3)).ok(201);
    give(Some(-1), None).problem(409, "allocation_below_use");

    let balance =
        json!({ "places_allocated": 7, "places_taken": 7, "cents_allocated": 40_000, "cents_committed": 40_000 });
    assert_eq!(andris.get(&path).ok(200)["balance"], balance);
    // The database itself is the second wall.
    assert!(take(&office, &path, 0, 1).is_err());
    assert!(take(&office, &path, 1, 0).is_err());
    let given = andris.get(&allocations).ok(200);
    let cents: Vec<_> = given["items"].as_array().unwrap().iter().map(|one| one["cents"].as_i64().unwrap()).collect();
    assert_eq!(cents, [100_000, -60_000]);
    assert!(given["items"][0]["recorded_by"].as_str().unwrap().ends_with("#decisionmaker"));
}

#[test]
fn the_first_allocation_sets_a_limit_even_when_it_is_of_nothing() {
    let office = Office::open();
    let andris = office.decision_maker();
    let path = path_of(&andris, "state");
    let allocations = format!("{path}/allocations");
    let reference = "Valsts budžeta likums";

    andris.post(&allocations, json!({ "cents": -1, "reference": reference })).problem(409, "allocation_below_use");
    andris.post(&allocations, json!({ "cents": 0, "reference": reference })).ok(201);

    assert!(take(&office, &path, 1, 1).is_err());
    let balance = andris.get(&path).ok(200)["balance"].clone();
    assert_eq!((&balance["cents_allocated"], &balance["places_allocated"]), (&json!(0), &json!(null)));
}

#[test]
fn an_allocation_gives_something_today_or_earlier_and_within_its_limits() {
    let office = Office::open();
    let andris = office.decision_maker();
    let allocations = format!("{}/allocations", path_of(&andris, "state"));
    let give = |changes: Value| {
        let mut body = json!({ "reference": "Līgums" });
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        andris.post(&allocations, body)
    };

    let nothing = give(json!({})).problem(400, "invalid_request");

    assert_eq!(faults(&nothing).len(), 2);
    give(json!({ "cents": 1, "effective_on": "2026-03-03" })).problem(422, "day_in_the_future");
    give(json!({ "cents": 1, "effective_on": "2026-03-02" })).ok(201);
    give(json!({ "cents": 1_000_000_000_000_i64, "places": 100_000 })).ok(201);
    give(json!({ "cents": 1_000_000_000_001_i64 })).problem(400, "invalid_request");
    give(json!({ "places": 100_001 })).problem(400, "invalid_request");
    give(json!({ "cents": 1.5 })).problem(400, "invalid_request");
}

#[rstest]
#[case(Role::Coordinator, None, None, true)]
#[case(Role::DecisionMaker, None, None, true)]
#[case(Role::Auditor, None, None, true)]
#[case(Role::Municipality, Some("0051000"), None, true)]
#[case(Role::Municipality, Some("0001000"), None, false)]
#[case(Role::Municipality, None, None, false)]
#[case(Role::Funder, None, Some("talsi_purchase"), true)]
#[case(Role::Funder, None, Some("state"), false)]
#[case(Role::Reporter, None, Some("talsi_purchase"), false)]
#[case(Role::SupportPerson, None, None, false)]
#[case(Role::Broker, None, None, false)]
#[case(Role::Admin, None, None, false)]
fn the_balance_is_for_the_association_the_owner_and_the_funder(
    #[case] role: Role,
    #[case] municipality: Option<&str>,
    #[case] pays_for: Option<&str>,
    #[case] sees: bool,
) {
    let office = Office::open();
    let path = path_of(&office.coordinator(), "talsi_purchase");
    let mut desk = office.desk(role);
    desk.claims.municipality = municipality.map(str::to_owned);
    desk.claims.programmes = pays_for.iter().map(|code| (*code).to_owned()).collect();

    let programme = desk.get(&path).ok(200);
    let listed = desk.get("/v1/programmes?code=talsi_purchase").ok(200);
    let allocations = desk.get(&format!("{path}/allocations"));

    assert_eq!(programme["balance"].is_object(), sees);
    assert_eq!(listed["items"][0], programme);
    if sees {
        allocations.ok(200)
    } else {
        allocations.problem(404, "not_found")
    };
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
#[case(json!({ "hour_rate_cents": 1500 }))]
#[case(json!({ "ends_on": "2026-12-31" }))]
#[case(json!({ "reference_notes": "MK noteikumi Nr. 625" }))]
#[case(json!({ "reference_notes": null }))]
fn of_a_built_in_programme_the_rate_the_last_day_and_the_references_change(#[case] changes: Value) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = path_of(&ilze, "state");

    let changed = ilze.patch(&path, changes.clone()).ok(200);

    let (member, value) = changes.as_object().unwrap().iter().next().unwrap();
    assert_eq!((&changed[member], &changed["version"]), (value, &json!(2)));
}

// B29
#[rstest]
#[case(json!({ "level_3_minutes": 2220 }))]
#[case(json!({ "term_months": 24 }))]
#[case(json!({ "starts_on": "2023-10-31" }))]
#[case(json!({ "covers": [{ "group": "i", "from": "2023-11-01" }] }))]
#[case(json!({ "code": "valsts", "hour_rate_cents": 1500 }))]
fn nothing_else_of_a_built_in_programme_changes(#[case] changes: Value) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = path_of(&ilze, "state");

    ilze.patch(&path, changes).problem(409, "built_in_programme");

    assert_eq!(ilze.get(&path).ok(200)["version"], 1);
}

#[test]
fn a_programme_keeps_its_code_its_kind_and_its_owner() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", ilze.post("/v1/programmes", purchase()).id(201));

    let problem = ilze.patch(&path, json!({ "code": "other", "kind": "pilot", "owner": "0001000" }));

    let faults = faults(&problem.problem(400, "invalid_request"));
    let expected = ["#/code", "#/kind", "#/owner"].map(|at| (at.to_owned(), "not_changeable".to_owned()));
    assert_eq!(faults, expected);
    ilze.patch(&path, json!({ "former_programme": "riga_iii" })).problem(400, "invalid_request");
}

// A3
#[rstest]
#[case(json!({ "ends_on": "2026-12-31" }), true)]
#[case(json!({ "ends_on": "2026-12-30" }), false)]
#[case(json!({ "starts_on": "2026-01-01" }), true)]
#[case(json!({ "starts_on": "2026-01-02" }), false)]
fn the_period_of_a_programme_holds_every_grant_that_has_not_ended(#[case] changes: Value, #[case] allowed: bool) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", ilze.post("/v1/programmes", purchase()).id(201));
    let person = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);
    granted(&office, &person, path.rsplit('/').next().unwrap(), "active", ("2026-01-01", "2026-12-31"));

    let changed = ilze.patch(&path, changes);

    if allowed {
        changed.ok(200)
    } else {
        changed.problem(409, "grants_outside_period")
    };
}

#[test]
fn an_ended_grant_holds_no_period_open() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", ilze.post("/v1/programmes", purchase()).id(201));
    let person = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);

    granted(&office, &person, path.rsplit('/').next().unwrap(), "ended", ("2026-01-01", "2026-12-31"));

    ilze.patch(&path, json!({ "ends_on": "2025-01-01" })).ok(200);
}

#[test]
fn a_balance_that_changed_is_sent_again_and_does_not_stand_in_the_way_of_a_change() {
    let office = Office::open();
    let andris = office.decision_maker();
    let path = path_of(&andris, "state");
    let seen = andris.get(&path).header("etag").unwrap();
    let again = |tag: &str| andris.send("GET", &path, &[("if-none-match", tag)], None).status;
    assert_eq!(again(&seen), 304);

    andris.post(&format!("{path}/allocations"), json!({ "places": 5, "reference": "Līgums" })).ok(201);

    assert_eq!(again(&seen), 200);
    andris.patch_version(&path, &seen, json!({ "hour_rate_cents": 1500 })).ok(200);
    andris.patch_version(&path, &seen, json!({ "hour_rate_cents": 1600 })).problem(412, "stale_version");
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
