//! Who may have the service: a question that anyone may ask.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::service::programme;

/// What a check answers for one programme.
fn judged(office: &Office, programme: &str, mut facts: Value) -> Value {
    facts["programme"] = json!(programme);
    let answer = office.anyone("POST", "/v1/eligibility-checks", Some(&facts)).ok(200);
    assert_eq!(answer["programmes"].as_array().unwrap().len(), 1);
    answer["programmes"][0].clone()
}

fn failed(verdict: &Value) -> Vec<&str> {
    let reasons = verdict["reasons"].as_array().unwrap().iter();
    reasons.filter(|reason| reason["satisfied"] == false).map(|reason| reason["code"].as_str().unwrap()).collect()
}

/// An adult with a disability group and a mental disorder, on a day.
fn adult(group: &str, on: &str) -> Value {
    json!({
        "on": on, "born_on": "1975-11-16", "disability": { "group": group }, "mental_disorder": "confirmed",
        "municipality": "0051000", "formerly_in": ["ib_pilot"],
    })
}

// B1, B2, B3
#[rstest]
#[case("i", "2023-10-31", "ineligible", &["programme_not_started"], Some("2023-11-01"))]
#[case("i", "2023-11-01", "eligible", &[], None)]
#[case("ii", "2023-10-31", "ineligible", &["programme_not_started"], Some("2023-11-01"))]
#[case("ii", "2023-11-01", "eligible", &[], None)]
#[case("iii", "2023-11-01", "ineligible", &["group_not_covered"], Some("2026-01-01"))]
#[case("iii", "2025-12-30", "ineligible", &["group_not_covered"], Some("2026-01-01"))]
#[case("iii", "2025-12-31", "ineligible", &["group_not_covered"], Some("2026-01-01"))]
#[case("iii", "2026-01-01", "eligible", &[], None)]
#[case("iii", "2026-01-05", "eligible", &[], None)]
#[case("none", "2026-01-05", "ineligible", &["no_disability"], None)]
fn the_state_pays_for_a_group_from_its_day_on(
    #[case] group: &str,
    #[case] on: &str,
    #[case] outcome: &str,
    #[case] codes: &[&str],
    #[case] becomes_eligible_on: Option<&str>,
) {
    let office = Office::open();

    let verdict = judged(&office, "state", adult(group, on));

    assert_eq!(verdict["outcome"], outcome);
    assert_eq!(failed(&verdict), codes);
    assert_eq!(verdict["becomes_eligible_on"].as_str(), becomes_eligible_on);
    assert_eq!(verdict["missing"], json!([]));
}

// B1, B4
#[rstest]
#[case("2008-02-15", "2026-02-14", &["not_adult"], Some("2026-02-15"))]
#[case("2008-02-15", "2026-02-15", &[], None)]
#[case("2008-02-29", "2026-02-28", &["not_adult"], Some("2026-03-01"))]
#[case("2008-02-29", "2026-03-01", &[], None)]
fn the_service_is_for_adults(
    #[case] born_on: &str,
    #[case] on: &str,
    #[case] codes: &[&str],
    #[case] becomes_eligible_on: Option<&str>,
) {
    let office = Office::open();
    let mut facts = adult("ii", on);
    facts["born_on"] = json!(born_on);

    let verdict = judged(&office, "state", facts);

    assert_eq!(failed(&verdict), codes);
    assert_eq!(verdict["becomes_eligible_on"].as_str(), becomes_eligible_on);
}

#[rstest]
#[case("2026-05-31", &[], None)]
#[case("2026-06-01", &["disability_not_valid"], None)]
#[case("2025-01-31", &["disability_not_valid"], Some("2025-02-01"))]
#[case("2025-02-01", &[], None)]
fn a_disability_counts_from_its_first_to_its_last_day(
    #[case] on: &str,
    #[case] codes: &[&str],
    #[case] becomes_eligible_on: Option<&str>,
) {
    let office = Office::open();
    let mut facts = adult("ii", on);
    facts["disability"] = json!({ "group": "ii", "valid_from": "2025-02-01", "valid_to": "2026-05-31" });

    let verdict = judged(&office, "state", facts);

    assert_eq!(failed(&verdict), codes);
    assert_eq!(verdict["becomes_eligible_on"].as_str(), becomes_eligible_on);
}

// B1
#[test]
fn a_disorder_that_is_absent_fails_and_one_that_is_unknown_is_missing() {
    let office = Office::open();
    let with = |disorder: Value| {
        let mut facts = adult("ii", "2026-03-02");
        facts["mental_disorder"] = disorder;
        judged(&office, "state", facts)
    };

    let (absent, unknown, null) = (with(json!("absent")), with(json!("unknown")), with(Value::Null));

    assert_eq!((absent["outcome"].as_str(), failed(&absent)), (Some("ineligible"), vec!["mental_disorder_absent"]));
    assert_eq!((unknown["outcome"].as_str(), &unknown["missing"]), (Some("unknown"), &json!(["mental_disorder"])));
    assert_eq!(unknown, null, "null means what absent means");
}

// B3
#[test]
fn group_iii_before_2026_is_paid_by_a_municipality_that_registers_its_own_programme_and_not_by_the_state() {
    let office = Office::open_on("2025-12-31T08:00:00Z");
    office
        .municipality("0051000")
        .post(
            "/v1/programmes",
            json!({
                "code": "talsi_own", "title_lv": "Talsu novada līdzekļi", "title_en": "Talsi's own money",
                "kind": "municipal_purchase", "funder": "Talsu novads", "owner": "0051000", "starts_on": "2025-01-01",
                "covers": [{ "group": "iii", "from": "2025-01-01" }],
                "municipalities": ["0051000"], "level_1_minutes": 480, "level_2_minutes": 1200,
                "level_3_minutes": 2100, "term_months": 12, "legal_ground": "Talsu novada domes lēmums",
            }),
        )
        .ok(201);

    let own = judged(&office, "talsi_own", adult("iii", "2025-12-31"));
    let state = judged(&office, "state", adult("iii", "2025-12-31"));
    let stranger = judged(&office, "talsi_own", json!({ "municipality": "0001000", "on": "2025-12-31" }));

    assert_eq!(own["outcome"], "eligible");
    assert_eq!(failed(&state), ["group_not_covered"]);
    assert_eq!(failed(&stranger), ["municipality_not_covered"]);
}

#[test]
fn without_facts_every_open_programme_says_what_is_missing_and_no_fact_is_read_as_a_no() {
    let office = Office::open();

    let answer = office.anyone("POST", "/v1/eligibility-checks", Some(&json!({}))).ok(200);

    assert_eq!(answer["on"], "2026-03-02");
    let programmes = answer["programmes"].as_array().unwrap();
    let codes: Vec<_> = programmes.iter().map(|verdict| verdict["programme"].as_str().unwrap()).collect();
    assert_eq!(codes, ["state", "talsi_purchase"]);
    assert_eq!(programmes[0]["outcome"], "unknown");
    assert_eq!(programmes[0]["missing"], json!(["born_on", "disability", "mental_disorder"]));
    assert_eq!(
        programmes[1]["missing"],
        json!(["born_on", "disability", "mental_disorder", "municipality", "formerly_in"])
    );
    for reason in programmes[0]["reasons"].as_array().unwrap() {
        assert_ne!(reason["satisfied"], json!(false), "{reason}");
        assert!(reason["rule"].as_str().unwrap().starts_with('E') && !reason["law"].as_str().unwrap().is_empty());
    }
    assert_eq!(answer["rules"]["hash"], office.anyone("GET", "/v1/rules", None).ok(200)["hash"]);
}

#[test]
fn a_programme_that_is_named_is_judged_on_a_day_on_which_it_is_not_open() {
    let office = Office::open();

    let ended = judged(&office, "ib_pilot", adult("ii", "2021-02-01"));
    let runs = judged(&office, "ib_pilot", adult("ii", "2021-01-31"));

    assert_eq!((failed(&ended), &ended["becomes_eligible_on"]), (vec!["programme_ended"], &Value::Null));
    assert_eq!(failed(&runs), [] as [&str; 0]);
}

#[test]
fn a_check_names_every_fault_in_what_is_asked() {
    let office = Office::open();
    let ask = |body: Value| office.anyone("POST", "/v1/eligibility-checks", Some(&body));

    let unknown = ask(json!({ "programme": "no_such_programme" })).problem(400, "invalid_request");
    let meaning = ask(json!({
        "born_on": "2101-01-01", "municipality": "9999999",
        "disability": { "group": "ii", "valid_from": "2026-02-01", "valid_to": "2026-01-31" },
    }));
    let form = ask(json!({ "on": "2026-02-30", "born_on": "soon", "disability": { "group": "iv" }, "name": "Anna" }));

    let faults = |problem: &Value| -> Vec<(String, String)> {
        let all = problem["errors"].as_array().unwrap().iter();
        let mut all: Vec<_> = all
            .map(|fault| (fault["pointer"].as_str().unwrap().to_owned(), fault["code"].as_str().unwrap().to_owned()))
            .collect();
        all.sort();
        all
    };
    let told = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
    };
    assert_eq!(faults(&unknown), told(&[("#/programme", "reference_unknown")]));
    assert_eq!(
        faults(&meaning.problem(400, "invalid_request")),
        told(&[
            ("#/born_on", "date_out_of_range"),
            ("#/disability/valid_to", "too_early"),
            ("#/municipality", "municipality_unknown"),
        ])
    );
    assert_eq!(
        faults(&form.problem(400, "invalid_request")),
        told(&[
            ("#/born_on", "wrong_format"),
            ("#/disability/group", "not_one_of"),
            ("#/name", "unknown_member"),
            ("#/on", "no_such_day"),
        ])
    );
}

#[test]
fn a_new_programme_is_known_at_once_where_it_was_registered_and_a_second_later_everywhere() {
    let office = Office::open();
    let other = Office::at(office.place.clone(), &office.master_key(), "2026-03-02T07:00:00Z");
    let asked = |at: &Office| at.anyone("POST", "/v1/eligibility-checks", Some(&json!({ "programme": "trial" })));
    asked(&office).problem(400, "invalid_request");
    asked(&other).problem(400, "invalid_request");

    programme(&office, "trial", json!({}));

    asked(&office).ok(200);
    other.move_to("2026-03-02T07:00:00.999999Z");
    asked(&other).problem(400, "invalid_request");
    other.move_to("2026-03-02T07:00:01Z");
    asked(&other).ok(200);
}
