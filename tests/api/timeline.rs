//! Who may have the service over a span of days: a question that anyone may ask.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::database::postgres;
use crate::support::service::programme;

/// Where the question is asked.
pub const PATH: &str = "/v1/eligibility-checks/timeline";

/// An adult in Talsi with a disability group and a mental disorder, over a span.
fn adult(group: &str, from: &str, to: &str) -> Value {
    json!({
        "from": from, "to": to, "born_on": "1975-11-16", "disability": { "group": group },
        "mental_disorder": "confirmed", "municipality": "0051000", "formerly_in": ["ib_pilot"],
    })
}

/// What is answered for one programme.
fn told(office: &Office, programme: &str, mut facts: Value) -> Value {
    facts["programme"] = json!(programme);
    let answer = office.anyone("POST", PATH, Some(&facts)).ok(200);
    assert_eq!(answer["programmes"].as_array().unwrap().len(), 1);
    answer["programmes"][0].clone()
}

/// The days and the result of each interval, with what fails or is missing: `2026-01-01/2026-03-01 eligible`.
fn intervals(told: &Value) -> Vec<String> {
    let line = |interval: &Value| {
        let text = |member: &str| interval[member].as_str().unwrap();
        let codes = interval["failed"].as_array().unwrap().iter().chain(interval["missing"].as_array().unwrap());
        let codes: String = codes.map(|code| format!(" {}", code.as_str().unwrap())).collect();
        format!("{}/{} {}{codes}", text("from"), text("to"), text("outcome"))
    };
    told["intervals"].as_array().unwrap().iter().map(line).collect()
}

// B1, B2, B3
#[test]
fn the_third_group_sees_from_which_day_on_the_state_pays_and_what_would_help_before() {
    let office = Office::open_on("2025-12-01T08:00:00Z");

    let told = told(&office, "state", adult("iii", "2025-07-01", "2026-06-30"));

    assert_eq!(
        intervals(&told),
        ["2025-07-01/2025-12-31 ineligible group_not_covered", "2026-01-01/2026-06-30 eligible"]
    );
    assert_eq!(told["outcome"], "ineligible");
    assert_eq!(
        told["changes"],
        json!([
            { "outcome": "eligible", "facts": [{ "fact": "disability_group", "groups": ["i", "ii"] }] },
            { "outcome": "eligible", "facts": [{ "fact": "day", "to": "2026-01-01" }] },
        ])
    );
}

// B1, B4
#[rstest]
#[case("2008-03-15", "2026-03-14", "2026-03-15")]
#[case("2008-02-29", "2026-02-28", "2026-03-01")]
fn somebody_who_comes_of_age_in_the_span_is_eligible_from_the_birthday_on(
    #[case] born_on: &str,
    #[case] last_day_of_a_child: &str,
    #[case] birthday: &str,
) {
    let office = Office::open();
    let mut child = adult("i", "2026-01-01", "2026-12-31");
    child["born_on"] = json!(born_on);
    child["on"] = json!(last_day_of_a_child);

    let told = told(&office, "state", child);

    assert_eq!(
        intervals(&told),
        [format!("2026-01-01/{last_day_of_a_child} ineligible not_adult"), format!("{birthday}/2026-12-31 eligible"),]
    );
    let of_age = last_day_of_a_child.replace("2026", "2008");
    assert_eq!(
        told["changes"],
        json!([
            { "outcome": "eligible", "facts": [{ "fact": "born_on", "to": of_age }] },
            { "outcome": "eligible", "facts": [{ "fact": "day", "to": birthday }] },
        ])
    );
}

// B37
#[test]
fn a_disability_that_runs_out_still_counts_on_its_last_day() {
    let office = Office::open();
    let mut facts = adult("ii", "2026-01-01", "2026-12-31");
    facts["disability"] = json!({ "group": "ii", "valid_from": "2026-02-01", "valid_to": "2026-05-31" });

    let while_valid = told(&office, "state", facts.clone());
    facts["on"] = json!("2026-06-01");
    let afterwards = told(&office, "state", facts);

    assert_eq!(
        intervals(&while_valid),
        [
            "2026-01-01/2026-01-31 ineligible disability_not_valid",
            "2026-02-01/2026-05-31 eligible",
            "2026-06-01/2026-12-31 ineligible disability_not_valid",
        ]
    );
    let lost = while_valid["changes"].as_array().unwrap();
    assert!(lost.iter().all(|change| change["outcome"] == "ineligible"), "{lost:?}");
    let names: Vec<&Value> = lost.iter().map(|change| &change["facts"][0]["fact"]).collect();
    assert_eq!(names, ["born_on", "disability_group", "disability_validity", "mental_disorder", "day"]);
    assert_eq!(lost[4]["facts"][0]["to"], "2026-06-01");
    let validity = json!({ "fact": "disability_validity", "valid_from": "2026-02-01", "valid_to": "2026-06-01" });
    assert_eq!(afterwards["changes"], json!([{ "outcome": "eligible", "facts": [validity] }]));
}

// A12
#[test]
fn a_programme_that_ends_answers_no_from_the_day_after_and_nothing_about_the_person_changes_that() {
    let office = Office::open();
    let mut facts = adult("ii", "2021-01-01", "2021-12-31");

    let on_its_last_day = told(&office, "ib_pilot", {
        facts["on"] = json!("2021-01-31");
        facts.clone()
    });
    let afterwards = told(&office, "ib_pilot", {
        facts["on"] = json!("2021-02-01");
        facts.clone()
    });

    assert_eq!(
        intervals(&on_its_last_day),
        ["2021-01-01/2021-01-31 eligible", "2021-02-01/2021-12-31 ineligible programme_ended"]
    );
    assert_eq!((&on_its_last_day["outcome"], &afterwards["outcome"]), (&json!("eligible"), &json!("ineligible")));
    assert_eq!(afterwards["changes"], json!([]));
}

#[test]
fn without_a_fact_an_interval_is_unknown_and_the_fact_that_would_decide_is_told() {
    let office = Office::open_on("2025-06-02T08:00:00Z");
    let mut facts = adult("ii", "2025-01-01", "2026-12-31");
    facts["disability"] = Value::Null;
    facts["born_on"] = json!("2008-02-15");

    let child = told(&office, "state", facts.clone());
    facts["born_on"] = json!("1990-01-01");
    let adult = told(&office, "state", facts);

    assert_eq!(
        intervals(&child),
        ["2025-01-01/2026-02-14 ineligible not_adult disability", "2026-02-15/2026-12-31 unknown disability"]
    );
    assert_eq!(intervals(&adult), ["2025-01-01/2026-12-31 unknown disability"]);
    assert_eq!(
        adult["changes"],
        json!([
            { "outcome": "eligible", "facts": [{ "fact": "disability_group", "groups": ["i", "ii"] }] },
            { "outcome": "ineligible", "facts": [{ "fact": "disability_group", "groups": ["iii", "none"] }] },
        ])
    );
}

// A12
#[test]
fn where_two_facts_stand_in_the_way_both_are_told_together() {
    let office = Office::open();
    let mut facts = adult("ii", "2026-01-01", "2026-12-31");
    facts["municipality"] = json!("0001000");
    facts["formerly_in"] = json!(["cfla_2022"]);

    let told = told(&office, "talsi_purchase", facts);

    let both = json!([
        { "fact": "municipality", "municipalities": ["0051000"] },
        { "fact": "formerly_in", "programmes": ["cfla_2022", "ib_pilot"] },
    ]);
    assert_eq!(told["changes"], json!([{ "outcome": "eligible", "facts": both }]));
}

/// Each day of a span alone says what the interval says in which it lies.
#[test]
fn a_timeline_says_what_a_check_of_each_day_says() {
    let office = Office::open();
    let facts = adult("iii", "2025-12-25", "2026-01-05");
    let told = told(&office, "state", facts.clone());

    for interval in told["intervals"].as_array().unwrap() {
        for end in ["from", "to"] {
            let mut facts = facts.clone();
            facts.as_object_mut().unwrap().retain(|name, _| name != "from" && name != "to");
            facts["on"] = interval[end].clone();
            facts["programme"] = json!("state");

            let check = office.anyone("POST", "/v1/eligibility-checks", Some(&facts)).ok(200);

            assert_eq!(check["programmes"][0]["outcome"], interval["outcome"], "{interval}");
        }
    }
}

#[rstest]
#[case("2021-01-31", "2021-01-31", &["ib_pilot"])]
#[case("2021-01-31", "2021-02-01", &["ib_pilot", "talsi_purchase"])]
#[case("2021-02-01", "2021-02-28", &["talsi_purchase"])]
#[case("2023-10-31", "2023-11-01", &["cfla_2022", "state", "talsi_purchase"])]
#[case("2019-01-01", "2019-11-30", &[])]
fn without_a_programme_those_whose_period_touches_the_span_answer(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: &[&str],
) {
    let office = Office::open();

    let answer = office.anyone("POST", PATH, Some(&json!({ "from": from, "to": to }))).ok(200);

    let programmes = answer["programmes"].as_array().unwrap().iter();
    assert_eq!(programmes.map(|told| told["programme"].as_str().unwrap()).collect::<Vec<_>>(), expected);
    assert_eq!(answer["rules"]["hash"], office.anyone("GET", "/v1/rules", None).ok(200)["hash"]);
}

#[rstest]
#[case("2026-03-01", "2026-03-31", "2026-03-02")]
#[case("2026-03-03", "2026-03-31", "2026-03-03")]
#[case("2026-02-01", "2026-03-01", "2026-03-01")]
fn the_day_whose_answer_would_change_is_today_or_the_nearest_day_of_the_span(
    #[case] from: &str,
    #[case] to: &str,
    #[case] on: &str,
) {
    let office = Office::open();

    let answer = office.anyone("POST", PATH, Some(&json!({ "from": from, "to": to }))).ok(200);

    assert_eq!((&answer["from"], &answer["to"], &answer["on"]), (&json!(from), &json!(to), &json!(on)));
}

/// The same answer, byte for byte, whichever database keeps the programmes.
#[test]
fn the_answer_is_the_same_on_both_databases_and_is_not_to_be_kept() {
    let answers = [None, postgres()].map(|server| {
        let office = Office::open_in("2026-03-02T07:00:00Z", server);
        programme(&office, "trial", json!({ "ends_on": "2027-05-31", "municipalities": ["0001000", "0051000"] }));

        let reply = office.anyone("POST", PATH, Some(&adult("ii", "2019-01-01", "2028-12-31")));

        assert_eq!(reply.header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(reply.clone().ok(200)["programmes"].as_array().unwrap().len(), 6);
        reply.text
    });

    assert_eq!(answers[0], answers[1]);
}
