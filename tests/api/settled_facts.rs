//! What a decision rests on: the assessment, and facts of which all sources say the same.

use serde_json::{Value, json};

use crate::support::Office;
use crate::support::rulings::{decide, grant, queue, refuse};
use crate::support::steps::{answer, application, assessed, checked, person, programme, ready, registered_person};

fn changed(mut decision: Value, member: &str, value: Value) -> Value {
    decision[member] = value;
    decision
}

// B41
#[test]
fn level_and_areas_are_those_assessed_or_a_reason_says_why_not() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let [first, second] = [1, 2].map(|number| ready(&ilze, number, 1000));
    let lower = grant(&andris, &state);
    let wider =
        changed(changed(lower.clone(), "level", json!(2)), "areas", json!(["finance", "rights", "social_care"]));

    let level = decide(&andris, &first, lower.clone()).problem(422, "level_not_assessed");
    let areas = decide(&andris, &first, wider).problem(422, "areas_not_assessed");
    let reason = "over_assessment_reason";
    let less = decide(&andris, &first, changed(lower.clone(), reason, json!("Persona vēlas mazāk."))).ok(201);
    let followed = decide(&andris, &second, changed(lower, "level", json!(2))).ok(201);

    assert_eq!((&level["assessed_level"], &level["errors"][0]["pointer"]), (&json!(2), &json!("#/level")));
    assert_eq!(
        (&areas["missing"], &areas["errors"][0]["pointer"]),
        (&json!(["rights", "social_care"]), &json!("#/areas"))
    );
    let kept = |decision: &Value| decision["inputs"]["assessment"].clone();
    assert_eq!((&kept(&less)[reason], &kept(&followed)[reason]), (&json!("Persona vēlas mazāk."), &Value::Null));
    assert_eq!(kept(&followed)["areas"], json!(["finance", "health"]));
}

// B4
#[test]
fn where_record_and_register_name_another_day_of_birth_nothing_is_granted_until_it_is_settled() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let person = registered_person(&ilze, 1);
    let application = application(&ilze, &person);
    let says = |born_on: &str| {
        let mut said = answer(&ilze, "iis", "present");
        said["disability"] = json!({ "group": "ii", "valid_from": "2019-01-01" });
        said["born_on"] = json!(born_on);
        ilze.post(&format!("/v1/applications/{application}/registry-checks"), said).ok(201);
    };
    says("2015-05-05");
    assessed(&ilze, &application, "state", 480);

    let grants = || decide(&andris, &application, grant(&andris, &state));
    let granted = grants().problem(409, "sources_contradict");
    decide(&andris, &application, queue(&state)).problem(409, "sources_contradict");
    // Whether the person is of age is what the two do not agree on.
    decide(&andris, &application, refuse(&state, "not_adult")).problem(422, "facts_missing");
    office.pass_days(1);
    says("1981-05-05");
    grants().problem(409, "sources_contradict");
    let mended = json!({ "born_on": "1981-05-05", "born_on_source": "Fizisko personu reģistrs" });
    ilze.patch(&format!("/v1/persons/{person}"), mended).ok(200);
    let decision = grants().ok(201);

    assert_eq!(granted["contradicting"], json!(["born_on"]));
    assert_eq!(decision["inputs"]["born_on"], "1981-05-05");
    let told = decision["inputs"]["sources"].as_array().unwrap().iter().filter(|source| source["fact"] == "born_on");
    assert_eq!(told.map(|source| &source["object"]).collect::<Vec<_>>(), ["person", "registry_check"]);
}

// B54: on 1 July 2025 the county of Varakļāni (0055000) became part of that of Madona (0038000).
#[test]
fn a_municipality_that_is_merged_is_served_by_the_other_ones_programme_from_the_day_of_the_merger() {
    let office = Office::open_on("2025-06-30T09:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let own = json!({
        "code": "madona", "title_lv": "Madonas pirkums", "title_en": "Purchase by Madona", "kind": "municipal_purchase",
        "funder": "Madonas novada pašvaldība", "starts_on": "2025-01-01", "covers": [{ "group": "ii", "from": "2025-01-01" }],
        "municipalities": ["0038000"], "level_1_minutes": 480, "level_2_minutes": 1200, "level_3_minutes": 2100,
        "term_months": 12, "legal_ground": "saistošie noteikumi",
    });
    let programme = ilze.post("/v1/programmes", own).id(201);
    let of_varaklani = changed(person(1), "municipality", json!("0055000"));
    let application = application(&ilze, &ilze.post("/v1/persons", of_varaklani).id(201));
    checked(&ilze, &application);
    assessed(&ilze, &application, "madona", 480);

    let early = decide(&andris, &application, grant(&andris, &programme)).problem(422, "not_eligible");
    office.pass_days(1);
    decide(&andris, &application, grant(&andris, &programme)).ok(201);

    assert_eq!(early["failed"], json!(["municipality_not_covered"]));
}
