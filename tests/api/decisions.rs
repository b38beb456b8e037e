//! Decisions: the three outcomes, what each must hold, and what can never be decided.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::rulings::{decide, grant, queue, refuse};
use crate::support::steps::{answer, application, assessed, checked, checked_as, person, programme, ready};
use crate::support::{Desk, Office};

fn applied(desk: &Desk<'_>, change: Value) -> String {
    let mut new = person(1);
    for (member, value) in change.as_object().unwrap() {
        new[member] = value.clone();
    }
    application(desk, &desk.post("/v1/persons", new).id(201))
}

fn sources(decision: &Value, fact: &str) -> Vec<String> {
    let of_fact = decision["inputs"]["sources"].as_array().unwrap().iter().filter(|source| source["fact"] == fact);
    of_fact.map(|source| format!("{} {}", source["object"].as_str().unwrap(), source["id"].as_str().unwrap())).collect()
}

// B30, B36, B40, B41
#[test]
fn a_grant_fixes_term_areas_level_and_volume_and_tells_facts_norms_and_where_to_contest() {
    let office = Office::open_on("2026-03-15T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = applied(&ilze, json!({}));
    let check = checked(&ilze, &application);
    let assessment = assessed(&ilze, &application, "state", 480);
    let state = programme(&andris, "state");

    let made = decide(&andris, &application, grant(&andris, &state));

    let location = made.header("location").unwrap();
    let decision = made.ok(201);
    assert_eq!(decision["number"], "APLP-2026-000001");
    assert_eq!((&decision["term_from"], &decision["term_to"]), (&json!("2026-03-15"), &json!("2027-03-14")));
    assert_eq!((&decision["areas"], &decision["level"]), (&json!(["finance"]), &json!(1)));
    assert_eq!((&decision["volume_minutes"], &decision["state"]), (&json!(480), &json!("issued")));
    assert_eq!((&decision["eligibility"], &decision["funding"]), (&json!("eligible"), &json!("available")));
    assert_eq!(decision["official_name"], "Andris Ozols");
    assert_eq!(decision["institution"]["address"], "Mārupes iela 4-31, Rīga, LV-1002");
    assert_eq!(decision["addressee"]["name"], "Anna Liepa");
    assert_eq!(decision["addressee"]["personal_code"], person(1)["personal_code"]);
    let ground = decision["norms"][0]["act"].as_str().unwrap();
    assert!(ground.contains("Nr. 625") && ground.ends_with("13. panta pirmās daļas 14. punktu"));
    assert_eq!(
        (&decision["contest"]["to"], &decision["contest"]["within_months"]),
        (&json!("biedrības direktors"), &json!(1))
    );
    assert_eq!(decision["assessment_id"], assessment.as_str());
    assert_eq!(sources(&decision, "disability"), [format!("registry_check {check}")]);
    assert_eq!(sources(&decision, "mental_disorder"), [format!("registry_check {check}")]);
    assert_eq!(sources(&decision, "programme"), [format!("programme {state}")]);
    assert_eq!(sources(&decision, "born_on"), [format!("person {}", decision["person_id"].as_str().unwrap())]);
    assert_eq!(decision["inputs"]["born_on"], "1980-05-05");
    let conditions = decision["trace"]["conditions"].as_array().unwrap();
    assert_eq!(conditions.len(), 9);
    assert!(conditions.iter().all(|condition| condition["satisfied"] == true));
    assert_eq!(decision["rules_hash"], aplp_domain::rule_set::hash());
    assert!(decision["grant_id"].is_string() && decision["queue_entry_id"].is_null());
    assert_eq!(andris.get(&location).ok(200), decision);
    let decided = ilze.get(&format!("/v1/applications/{application}")).ok(200);
    assert_eq!((&decided["state"], &decided["decided_on"]), (&json!("decided"), &json!("2026-03-15")));
    let paying = andris.get(&format!("/v1/programmes/{state}")).ok(200);
    assert_eq!(paying["balance"]["places_taken"], 1);
}

// B43
#[test]
fn a_refusal_names_a_condition_that_failed_and_needs_no_assessment() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = applied(&ilze, json!({}));
    checked_as(&ilze, &application, "none");
    let state = programme(&andris, "state");

    let other = decide(&andris, &application, refuse(&state, "not_adult")).problem(422, "ground_not_failed");
    decide(&andris, &application, queue(&state)).problem(422, "not_eligible");
    decide(&andris, &application, grant(&andris, &state)).problem(422, "not_eligible");
    let mut unheard = refuse(&state, "no_disability");
    unheard.as_object_mut().unwrap().remove("addressee_view");
    decide(&andris, &application, unheard).problem(400, "invalid_request");
    let decision = decide(&andris, &application, refuse(&state, "no_disability")).ok(201);

    assert_eq!(other["failed"], json!(["no_disability"]));
    assert_eq!((&decision["ground"], &decision["funding"]), (&json!("no_disability"), &Value::Null));
    assert_eq!(decision["addressee_view"], "Es tam nepiekrītu.");
    assert_eq!(decision["areas"], json!([]));
    let norms = decision["norms"].as_array().unwrap().iter();
    let norms: Vec<_> = norms.map(|norm| (norm["citation"]["act_id"].clone(), norm["paragraph"].clone())).collect();
    let cited = [(346_948, "16.3"), (68_488, "13(1)14"), (346_948, "14.2"), (55_567, "67")];
    assert_eq!(norms, cited.map(|(act, paragraph)| (json!(act), json!(paragraph))));
    let condition = &decision["trace"]["conditions"][1];
    assert_eq!(
        (&condition["code"], &condition["citations"][1]["paragraph"]),
        (&json!("no_disability"), &json!("14.2"))
    );
    assert!(
        decision["grant_id"].is_null() && decision["queue_entry_id"].is_null() && decision["assessment_id"].is_null()
    );
}

// B42, B43
#[test]
fn who_meets_every_condition_is_never_refused() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let state = programme(&andris, "state");

    for ground in ["not_adult", "group_not_covered", "programme_ended"] {
        decide(&andris, &application, refuse(&state, ground)).problem(422, "eligible_is_not_refused");
    }
    decide(&andris, &application, refuse(&state, "funding_exhausted")).problem(400, "invalid_request");
}

// B2
#[test]
fn the_third_group_is_served_by_the_state_from_the_day_the_law_says_and_the_official_is_told_to_wait() {
    let office = Office::open_on("2025-12-10T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let [early, late] = [1, 2].map(|number| {
        let person = ilze.post("/v1/persons", person(number)).id(201);
        let application = application(&ilze, &person);
        checked_as(&ilze, &application, "iii");
        assessed(&ilze, &application, "state", 480);
        application
    });
    let state = programme(&andris, "state");

    office.move_to("2025-12-30T10:00:00Z");
    let refused = decide(&andris, &early, grant(&andris, &state)).problem(422, "not_eligible");
    let early = decide(&andris, &early, refuse(&state, "group_not_covered")).ok(201);
    office.move_to("2026-01-05T10:00:00Z");
    let late = decide(&andris, &late, grant(&andris, &state)).ok(201);

    assert_eq!(refused["failed"], json!(["group_not_covered"]));
    let warning = json!({ "code": "becomes_eligible_within_the_term", "level": null, "day": "2026-01-01" });
    assert_eq!(early["warnings"], json!([warning]));
    assert_eq!(early["trace"]["becomes_eligible_on"], "2026-01-01");
    assert_eq!((&late["outcome"], &late["number"]), (&json!("grant"), &json!("APLP-2026-000001")));
    assert_eq!(early["number"], "APLP-2025-000001");
}

// B2
#[rstest]
#[case("2025-12-31T21:59:59Z", false)]
#[case("2025-12-31T22:00:00Z", true)]
fn the_day_that_counts_is_that_of_riga(#[case] at: &str, #[case] served: bool) {
    let office = Office::open_on(at);
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = applied(&ilze, json!({}));
    checked_as(&ilze, &application, "iii");
    assessed(&ilze, &application, "state", 480);
    let state = programme(&andris, "state");

    let reply = decide(&andris, &application, grant(&andris, &state));

    assert_eq!(reply.status, if served { 201 } else { 422 }, "{:#}", reply.body);
}

// B3
#[test]
fn before_that_day_a_municipality_serves_the_third_group_with_its_own_money() {
    let office = Office::open_on("2025-12-31T10:00:00Z");
    let (ilze, andris, riga) = (office.coordinator(), office.decision_maker(), office.municipality("0001000"));
    let own = json!({
        "code": "riga_own", "title_lv": "Rīgas pirkums", "title_en": "Riga's purchase", "kind": "municipal_purchase",
        "funder": "Rīgas valstspilsētas pašvaldība", "starts_on": "2025-01-01",
        "covers": [{ "group": "iii", "from": "2025-01-01" }], "level_1_minutes": 480, "level_2_minutes": 1200,
        "level_3_minutes": 2100, "term_months": 12, "legal_ground": "Rīgas domes lēmums Nr. 7",
    });
    let own = riga.post("/v1/programmes", own).id(201);
    let application = applied(&ilze, json!({}));
    checked_as(&ilze, &application, "iii");
    assessed(&ilze, &application, "state", 480);
    let state = programme(&andris, "state");

    decide(&andris, &application, grant(&andris, &state)).problem(422, "not_eligible");
    let decision = decide(&andris, &application, grant(&andris, &own)).ok(201);

    assert_eq!(decision["programme_id"], own.as_str());
    assert_eq!(decision["norms"][0]["act"], "Rīgas domes lēmums Nr. 7");
    let seen = riga.get(&format!("/v1/decisions/{}", decision["id"].as_str().unwrap())).ok(200);
    assert!(seen["inputs"]["money"].is_object());
    assert_ne!(seen["addressee"]["personal_code"], decision["addressee"]["personal_code"]);
}

// B1
#[test]
fn the_state_serves_nobody_before_the_first_of_november_2023() {
    let office = Office::open_on("2023-10-31T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let state = programme(&andris, "state");

    let early = decide(&andris, &application, grant(&andris, &state)).problem(422, "not_eligible");
    office.pass_days(1);
    decide(&andris, &application, grant(&andris, &state)).ok(201);

    assert_eq!(early["failed"], json!(["programme_not_started"]));
}

// B4
#[test]
fn a_person_is_served_from_the_eighteenth_birthday_and_not_the_day_before() {
    let office = Office::open_on("2026-02-14T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = applied(&ilze, json!({ "born_on": "2008-02-15" }));
    checked(&ilze, &application);
    assessed(&ilze, &application, "state", 480);
    let state = programme(&andris, "state");

    let early = decide(&andris, &application, grant(&andris, &state)).problem(422, "not_eligible");
    office.pass_days(1);
    decide(&andris, &application, refuse(&state, "not_adult")).problem(422, "eligible_is_not_refused");
    decide(&andris, &application, grant(&andris, &state)).ok(201);

    assert_eq!(early["failed"], json!(["not_adult"]));
}

// B1
#[test]
fn a_disability_holds_on_its_last_day_and_not_the_day_after() {
    let office = Office::open_on("2026-05-31T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = applied(&ilze, json!({}));
    let mut found = answer(&ilze, "iis", "present");
    found["disability"] = json!({ "group": "ii", "valid_from": "2024-06-01", "valid_to": "2026-05-31" });
    ilze.post(&format!("/v1/applications/{application}/registry-checks"), found).ok(201);
    let state = programme(&andris, "state");

    decide(&andris, &application, refuse(&state, "disability_not_valid")).problem(422, "eligible_is_not_refused");
    office.pass_days(1);
    let decision = decide(&andris, &application, refuse(&state, "disability_not_valid")).ok(201);

    assert_eq!(decision["inputs"]["disability"]["valid_to"], "2026-05-31");
}

// B40
#[test]
fn the_order_of_work_is_review_check_assessment_decision() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = applied(&ilze, json!({}));
    let state = programme(&andris, "state");

    let unread = decide(&andris, &application, refuse(&state, "not_adult")).problem(409, "illegal_state_transition");
    ilze.post(&format!("/v1/applications/{application}/registry-checks"), {
        let mut silent = answer(&ilze, "iis", "absent");
        silent["disability"] = json!({ "group": "ii" });
        silent
    })
    .ok(201);
    let unknown = decide(&andris, &application, grant(&andris, &state)).problem(422, "facts_missing");
    let vdeavk = answer(&ilze, "vdeavk", "present");
    ilze.post(&format!("/v1/applications/{application}/registry-checks"), vdeavk).ok(201);
    decide(&andris, &application, grant(&andris, &state)).problem(409, "not_assessed");
    decide(&andris, &application, queue(&state)).problem(409, "not_assessed");
    assessed(&ilze, &application, "state", 480);
    let decision = decide(&andris, &application, grant(&andris, &state)).ok(201);
    let again = decide(&andris, &application, grant(&andris, &state)).problem(409, "illegal_state_transition");

    assert_eq!(unread["current_state"], "submitted");
    assert_eq!(unknown["missing"], json!(["mental_disorder"]));
    assert_eq!(sources(&decision, "mental_disorder").len(), 2);
    assert_eq!(again["current_state"], "decided");
}
