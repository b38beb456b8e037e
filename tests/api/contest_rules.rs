//! Who may contest and see what was said, and which days and members of a contest fit together.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::remedies::{notified, resolution};

#[test]
fn a_representative_shows_a_document_and_a_person_contests_for_themselves_and_today() {
    let (office, decision) = notified();
    let representative = json!({ "submitted_by": {
        "kind": "representative", "represented_by": "Jānis Liepa", "document_reference": "pilnvara 7",
    } });
    let anna = office.person(&decision.person);
    for (member, value) in [
        ("submitted_on", json!("2026-03-03")),
        ("received_on", json!("2026-03-03")),
        ("submitted_by", representative["submitted_by"].clone()),
        ("suspensive_effect", json!({ "applies": true, "legal_ground": "likums" })),
    ] {
        let refused = decision.contest(&anna, json!({ (member): value })).problem(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], format!("#/{member}"));
    }

    let contest = decision.contest(&office.coordinator(), representative.clone()).ok(201);

    assert_eq!(contest["submitted_by"], representative["submitted_by"]);
    let path = format!("/v1/contests/{}", contest["id"].as_str().unwrap());
    assert_eq!(anna.get(&path).ok(200)["submitted_by"], representative["submitted_by"]);
    anna.post(&format!("{path}/withdrawals"), json!({})).ok(201);
    decision.contest(&anna, json!({ "submitted_on": "2026-03-02" })).ok(201);
}

#[rstest]
#[case(json!({ "submitted_on": "2026-03-01" }), "#/submitted_on", "too_early")]
#[case(json!({ "submitted_on": "2026-03-11" }), "#/submitted_on", "in_the_future")]
#[case(json!({ "received_on": "2026-03-11" }), "#/received_on", "in_the_future")]
#[case(json!({ "submitted_on": "2026-03-04", "received_on": "2026-03-03" }), "#/received_on", "too_early")]
#[case(json!({ "submitted_by": { "kind": "representative", "represented_by": "Jānis" } }), "#/submitted_by/document_reference", "required")]
#[case(json!({ "suspensive_effect": { "applies": true } }), "#/suspensive_effect/legal_ground", "required")]
fn the_days_and_members_of_a_contest_fit_together(#[case] change: Value, #[case] pointer: &str, #[case] code: &str) {
    let (office, decision) = notified();
    office.move_to("2026-03-10T10:00:00Z");

    decision.contest(&office.coordinator(), change).fault(pointer, code);

    let earlier = json!({ "submitted_on": "2026-03-02", "received_on": "2026-03-04" });
    assert_eq!(decision.contest(&office.coordinator(), earlier).ok(201)["forward_by"], "2026-03-11");
}

#[test]
fn no_step_is_dated_before_the_one_it_follows() {
    let (office, decision) = notified();
    office.move_to("2026-03-10T10:00:00Z");
    let contest = decision.contest(&office.coordinator(), json!({ "submitted_on": "2026-03-09" })).id(201);
    let forward = |day: &str| {
        office.coordinator().post(&format!("/v1/contests/{contest}/forwardings"), json!({ "forwarded_on": day }))
    };
    let answer =
        |day: &str| office.director().post(&format!("/v1/contests/{contest}/resolutions"), resolution("upheld", day));

    forward("2026-03-09").fault("#/forwarded_on", "too_early");
    forward("2026-03-11").fault("#/forwarded_on", "in_the_future");
    forward("2026-03-10").ok(201);
    answer("2026-03-09").fault("#/resolved_on", "too_early");
    answer("2026-03-11").fault("#/resolved_on", "in_the_future");
    let mut sooner = resolution("upheld", "2026-03-10");
    sooner["took_effect_on"] = json!("2026-03-09");
    office
        .director()
        .post(&format!("/v1/contests/{contest}/resolutions"), sooner)
        .fault("#/took_effect_on", "too_early");
    answer("2026-03-10").ok(201);
}

// AZ-01
#[test]
fn the_grounds_are_shown_to_the_person_the_association_and_the_auditor_only() {
    let (office, decision) = notified();
    let anna = office.person(&decision.person);
    let contest = decision.contest(&anna, json!({})).ok(201);
    let path = format!("/v1/contests/{}", contest["id"].as_str().unwrap());

    for desk in [anna.clone(), office.coordinator(), office.decision_maker(), office.desk(Role::Auditor)] {
        assert_eq!(desk.get(&path).ok(200)["grounds"], contest["grounds"]);
        assert_eq!(desk.get("/v1/contests").ok(200)["items"], json!([contest]));
    }
    for desk in [office.municipality("0001000"), office.desk(Role::Reporter), office.desk(Role::Funder)] {
        desk.get(&path).problem(403, "forbidden");
        desk.get("/v1/contests").problem(403, "forbidden");
    }
    let stranger = office.person("6f1c2c5e-0000-4000-8000-000000000000");
    stranger.get(&path).problem(404, "not_found");
    decision.contest(&stranger, json!({})).problem(404, "not_found");
    assert_eq!(stranger.get("/v1/contests").ok(200)["items"], json!([]));
    decision.contest(&office.municipality("0001000"), json!({})).problem(403, "forbidden");
    anna.post(&format!("{path}/forwardings"), json!({})).problem(403, "forbidden");
    office
        .coordinator()
        .post(&format!("{path}/resolutions"), resolution("upheld", "2026-03-02"))
        .problem(403, "forbidden");
}
