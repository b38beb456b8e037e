//! Assessments: level and monthly volume follow from the form and the ceilings of the programme.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::steps::{application, assessed, checked, form, need, programme, ready, registered_person};
use crate::support::{Desk, Office, Reply};

fn under_review(desk: &Desk<'_>) -> String {
    let id = application(desk, &registered_person(desk, 1));
    checked(desk, &id);
    id
}

fn path(application: &str) -> String {
    format!("/v1/applications/{application}/assessments")
}

fn send(desk: &Desk<'_>, application: &str, needs: &[Value], changes: Value) -> Reply {
    let mut form = form(desk, &programme(desk, "state"), needs);
    form.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    desk.post(&path(application), form)
}

// B28, B29
#[rstest]
#[case("state", 0, 1, 0, 0)]
#[case("state", 480, 1, 480, 0)]
#[case("state", 481, 2, 481, 0)]
#[case("state", 1200, 2, 1200, 0)]
#[case("state", 1201, 3, 1201, 0)]
#[case("state", 2100, 3, 2100, 0)]
#[case("state", 2160, 3, 2100, 60)]
#[case("ib_pilot", 450, 1, 450, 0)]
#[case("ib_pilot", 451, 2, 451, 0)]
#[case("ib_pilot", 2220, 3, 2220, 0)]
fn the_level_is_the_smallest_of_the_programme_that_holds_the_agreed_minutes(
    #[case] by: &str,
    #[case] minutes: i32,
    #[case] level: i16,
    #[case] volume: i32,
    #[case] unmet: i32,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    let halves = [need("finance", minutes / 2), need("rights", minutes - minutes / 2)];

    let made = ilze.post(&path(&id), form(&ilze, &programme(&ilze, by), &halves)).ok(201);

    let computed = json!({ "level": level, "volume_minutes": volume, "unmet_minutes": unmet });
    assert_eq!((&made["computed"], &made["chosen"]), (&computed, &Value::Null));
    assert_eq!((&made["level"], &made["volume_minutes"]), (&json!(level), &json!(volume)));
    assert_eq!((&made["unmet_minutes"], &made["total_minutes"]), (&json!(unmet), &json!(minutes)));
    assert_eq!(ilze.get(&format!("/v1/applications/{id}")).ok(200)["state"], "assessed");
}

// B11, B28
#[test]
fn the_form_is_kept_in_the_persons_own_words_with_who_filled_it_in() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    let mut wish = need("health", 120);
    wish["wish"] = json!("Gribu pati runāt ar ārstu.\nUn lai mani uzklausa.");
    wish["natural_support"] = json!("Māsa brauc līdzi.");
    wish["frequency"] = json!("divreiz mēnesī");
    wish["risks"] = json!("Baidās no rindām.");

    let made = send(&ilze, &id, &[wish.clone()], json!({})).ok(201);

    assert_eq!(made["needs"], json!([wish]));
    assert_eq!((&made["person_view"], &made["form_version"]), (&json!("Man tas der."), &json!("v1")));
    assert!(made["assessor"].as_str().unwrap().ends_with("#coordinator"));
    assert_eq!(ilze.get(&path(&id)).ok(200)["items"], json!([made]));
}

#[test]
fn another_level_is_chosen_with_a_reason_and_both_are_kept() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    let needs = [need("daily_life", 2160)];
    let choose = |wanted: Value| send(&ilze, &id, &needs, json!({ "chosen_level": wanted }));

    choose(json!({ "level": 1 })).problem(422, "override_without_reason");
    choose(json!({ "level": 4, "reason": "Vajag vairāk." })).problem(400, "invalid_request");
    let lowered = choose(json!({ "level": 1, "reason": "Persona tā vēlas." })).ok(201);
    let same = choose(json!({ "level": 3, "reason": "Tāpat kā aprēķināts." })).ok(201);

    assert_eq!(lowered["computed"], json!({ "level": 3, "volume_minutes": 2100, "unmet_minutes": 60 }));
    assert_eq!(lowered["chosen"], json!({ "level": 1, "volume_minutes": 480, "unmet_minutes": 1680 }));
    assert_eq!((&lowered["level"], &lowered["volume_minutes"]), (&json!(1), &json!(480)));
    assert_eq!(lowered["chosen_reason"], "Persona tā vēlas.");
    assert_eq!((&same["chosen"], &same["chosen_reason"], &same["level"]), (&Value::Null, &Value::Null, &json!(3)));
}

#[test]
fn needs_are_assessed_again_until_the_decision_and_every_form_is_kept() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = ready(&ilze, 7, 480);
    office.pass_days(2);

    let again = assessed(&ilze, &id, "state", 500);

    let page = ilze.get(&path(&id)).ok(200);
    let levels: Vec<_> = page["items"].as_array().unwrap().iter().map(|one| one["level"].as_i64().unwrap()).collect();
    assert_eq!((levels, page["items"][1]["id"].as_str()), (vec![1, 2], Some(again.as_str())));
    assert_eq!(ilze.get(&format!("/v1/applications/{id}")).ok(200)["state"], "assessed");
}

#[test]
fn each_area_is_assessed_at_most_once_and_every_answer_is_on_its_scale() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    let with = |member: &str, value: Value| {
        let mut one = need("finance", 60);
        one[member] = value;
        send(&ilze, &id, &[one], json!({}))
    };
    let areas = ["rights", "finance", "daily_life", "health", "social_care", "support_circle"];
    let every: Vec<Value> = areas.iter().map(|area| need(area, 44_640)).collect();

    send(&ilze, &id, &[need("finance", 60), need("finance", 30)], json!({})).problem(422, "area_twice");
    send(&ilze, &id, &[], json!({})).problem(400, "invalid_request");
    for (member, value) in
        [("importance", 4), ("importance", -1), ("need", 4), ("agreed_minutes", -1), ("agreed_minutes", 44_641)]
    {
        with(member, json!(value)).problem(400, "invalid_request");
    }
    with("area", json!("property")).problem(400, "invalid_request");
    send(&ilze, &id, &every, json!({ "form_version": "v2" })).problem(400, "invalid_request");
    let whole = send(&ilze, &id, &every, json!({})).ok(201);

    assert_eq!((&whole["total_minutes"], &whole["unmet_minutes"]), (&json!(267_840), &json!(265_740)));
    with("importance", json!(0)).ok(201);
}

#[rstest]
#[case("2026-03-01", Some("too_early"))]
#[case("2026-03-02", None)]
#[case("2026-03-05", None)]
#[case("2026-03-06", Some("in_the_future"))]
fn needs_are_assessed_after_the_application_came_and_not_in_the_future(
    #[case] assessed_on: &str,
    #[case] refused: Option<&str>,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    office.pass_days(3);

    let answer = send(&ilze, &id, &[need("rights", 60)], json!({ "assessed_on": assessed_on }));

    match refused {
        Some(code) => _ = answer.fault("#/assessed_on", code),
        None => assert_eq!(answer.ok(201)["assessed_on"], assessed_on),
    }
}

// B40
#[test]
fn needs_are_assessed_only_after_the_registers_were_asked_and_never_after_the_end() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = application(&ilze, &registered_person(&ilze, 1));
    let needs = [need("rights", 60)];

    send(&ilze, &id, &needs, json!({})).problem(409, "register_not_checked");
    checked(&ilze, &id);
    ilze.post(&format!("/v1/applications/{id}/withdrawal"), json!({ "requested_by": "person" })).ok(201);

    let ended = send(&ilze, &id, &needs, json!({})).problem(409, "illegal_state_transition");
    assert_eq!((&ended["current_state"], &ended["allowed_transitions"]), (&json!("withdrawn"), &json!([])));
}

#[test]
fn the_programme_has_to_be_there_and_the_assessor_needs_the_right() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    let nowhere = json!({ "programme_id": uuid::Uuid::new_v4() });

    let unknown = send(&ilze, &id, &[need("rights", 60)], nowhere).problem(400, "invalid_request");

    assert_eq!(unknown["errors"][0]["pointer"], "#/programme_id");
    assert_eq!(unknown["errors"][0]["code"], "reference_unknown");
    let form = form(&ilze, &programme(&ilze, "state"), &[need("rights", 60)]);
    for role in [Role::DecisionMaker, Role::SupportPerson, Role::Auditor] {
        office.desk(role).post(&path(&id), form.clone()).problem(403, "forbidden");
    }
    office.municipality("0001000").post(&path(&id), form).problem(403, "forbidden");
    office.municipality("0002000").get(&path(&id)).problem(404, "not_found");
    office.municipality("0001000").get(&path(&id)).problem(404, "not_found");
    ilze.get(&path(&id)).ok(200);
}

#[test]
fn the_same_form_sent_again_is_one_assessment() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = under_review(&ilze);
    let form = form(&ilze, &programme(&ilze, "state"), &[need("rights", 60)]);

    let first = ilze.post_with_key(&path(&id), form.clone(), "assessment-2026-0001");
    let again = ilze.post_with_key(&path(&id), form, "assessment-2026-0001");

    assert_eq!((again.status, again.text), (201, first.text));
    assert_eq!(ilze.get(&path(&id)).ok(200)["items"].as_array().unwrap().len(), 1);
}
