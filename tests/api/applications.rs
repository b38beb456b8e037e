//! Applications: taken in in any form, mended, extended, withdrawn, and never late unnoticed.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::steps::{application, assessed, checked, person, registered_person, statement};
use crate::support::{Desk, Office};

fn at(application: &str) -> String {
    format!("/v1/applications/{application}")
}

fn submitted(desk: &Desk<'_>, number: u32, on: &str) -> Value {
    desk.post("/v1/applications", statement(&registered_person(desk, number), on)).ok(201)
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

// B33, B34
#[rstest]
#[case("free_form", "in_person")]
#[case("zelda_form", "post")]
#[case("free_form", "e_signature")]
#[case("zelda_form", "e_address")]
fn an_application_is_taken_in_in_either_form_and_on_any_way(#[case] form_kind: &str, #[case] channel: &str) {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = registered_person(&ilze, 1);
    let mut new = statement(&person, "2026-02-27");
    new["form_kind"] = json!(form_kind);
    new["channel"] = json!(channel);
    new["assisted_by"] = json!("Sociālā darbiniece");

    let made = ilze.post("/v1/applications", new);

    let location = made.header("location").unwrap();
    assert_eq!(made.header("etag").as_deref(), Some("\"1\""));
    let taken = made.ok(201);
    assert_eq!((&taken["form_kind"], &taken["channel"]), (&json!(form_kind), &json!(channel)));
    assert_eq!((&taken["state"], &taken["missing"]), (&json!("submitted"), &json!([])));
    assert_eq!((&taken["submitted_on"], &taken["received_on"]), (&json!("2026-02-27"), &json!("2026-03-02")));
    assert_eq!(taken["address"], "Brīvības iela 1, Rīga");
    assert_eq!(taken["contact"], "+371 67442828");
    assert_eq!(taken["registration_number"], 1);
    assert_eq!(ilze.get(&location).ok(200), taken);
}

// B34
#[test]
fn what_an_application_lacks_makes_it_incomplete_and_never_refused() {
    let office = Office::open();
    let ilze = office.coordinator();
    let named = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);
    let new = json!({ "person_id": named, "form_kind": "free_form", "channel": "post", "submitted_on": "2026-03-02" });

    let taken = ilze.post("/v1/applications", new).ok(201);

    assert_eq!(taken["state"], "incomplete");
    assert_eq!(taken["missing"], json!(["personal_code", "address", "contact", "disability"]));
    let path = at(taken["id"].as_str().unwrap());
    let mended = ilze.patch(
        &path,
        json!({ "address": "Mārupes iela 4, Rīga", "contact": "anna@example.lv", "disability": "I grupa" }),
    );
    assert_eq!(mended.ok(200)["missing"], json!(["personal_code"]));
    ilze.post(&format!("/v1/persons/{named}/personal-codes"), json!({ "personal_code": "328673-00677" })).ok(201);
    let waits = ilze.get(&path).ok(200);
    assert_eq!((&waits["state"], &waits["missing"]), (&json!("incomplete"), &json!([])));
    let whole = ilze.patch(&path, json!({})).ok(200);
    assert_eq!((&whole["state"], &whole["version"]), (&json!("submitted"), &json!(3)));
    let again = ilze.patch(&path, json!({ "disability": null })).ok(200);
    assert_eq!((&again["state"], &again["missing"]), (&json!("incomplete"), &json!(["disability"])));
}

#[test]
fn what_a_review_relies_on_is_not_taken_away() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = application(&ilze, &registered_person(&ilze, 1));
    checked(&ilze, &id);

    let taken_away = ilze.patch(&at(&id), json!({ "contact": null })).problem(409, "application_incomplete");

    assert_eq!(taken_away["missing"], json!(["contact"]));
    let mended = ilze.patch(&at(&id), json!({ "contact": "+371 25133788" })).ok(200);
    assert_eq!((&mended["state"], &mended["contact"]), (&json!("under_review"), &json!("+371 25133788")));
}

// B35
#[rstest]
#[case("2023-01-31", "2023-02-28", "2023-02-28")]
#[case("2023-04-29", "2023-05-30", "2023-05-30")]
#[case("2023-10-18", "2023-11-21", "2023-11-21")]
#[case("2024-01-29", "2024-02-29", "2024-02-29")]
#[case("2024-01-31", "2024-02-29", "2024-02-29")]
#[case("2024-04-04", "2024-05-07", "2024-05-07")]
#[case("2025-04-04", "2025-05-06", "2025-05-06")]
#[case("2025-12-02", "2026-01-02", "2026-01-05")]
#[case("2026-01-15", "2026-02-16", "2026-02-16")]
#[case("2026-01-30", "2026-03-02", "2026-03-02")]
#[case("2026-02-28", "2026-03-30", "2026-03-30")]
#[case("2026-03-03", "2026-04-07", "2026-04-07")]
#[case("2026-04-01", "2026-05-05", "2026-05-05")]
#[case("2026-05-22", "2026-06-22", "2026-06-25")]
#[case("2026-05-23", "2026-06-25", "2026-06-25")]
#[case("2026-10-18", "2026-11-19", "2026-11-19")]
#[case("2026-11-24", "2026-12-28", "2026-12-28")]
#[case("2026-12-01", "2027-01-04", "2027-01-04")]
fn the_decision_is_due_a_month_after_the_day_of_submission(
    #[case] submitted_on: &str,
    #[case] last_day: &str,
    #[case] lenient_last_day: &str,
) {
    let office = Office::open_on("2026-12-02T10:00:00Z");
    let ilze = office.coordinator();

    let deadline = submitted(&ilze, 1, submitted_on)["deadline"].clone();

    assert_eq!((&deadline["last_day"], &deadline["lenient_last_day"]), (&json!(last_day), &json!(lenient_last_day)));
    assert_eq!(deadline["extended_to"], Value::Null);
}

// B35
#[test]
fn each_step_to_the_last_day_is_told() {
    let office = Office::open_on("2026-03-03T10:00:00Z");

    let taken = submitted(&office.coordinator(), 1, "2026-03-03");

    let steps = taken["deadline"]["steps"].as_array().unwrap();
    let told = steps.iter().map(|step| format!("{} {}", step["day"].as_str().unwrap(), step["why"].as_str().unwrap()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "2026-03-03 event",
            "2026-04-03 months_added",
            "2026-04-03 holiday",
            "2026-04-04 saturday",
            "2026-04-05 sunday",
            "2026-04-06 holiday",
            "2026-04-07 working_day",
            "2026-04-07 last_day",
        ]
    );
}

// B35
#[test]
fn the_term_runs_from_on_track_through_due_soon_to_overdue_and_an_extension_starts_it_anew() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let taken = submitted(&ilze, 1, "2026-03-03");
    let id = taken["id"].as_str().unwrap();
    let state = || ilze.get(&at(id)).ok(200)["deadline"]["state"].clone();
    let listed = |state: &str| {
        let page = ilze.get(&format!("/v1/applications?deadline_state={state}")).ok(200);
        ids(&page) == [id]
    };

    // The last day is Tuesday, 7 April: after Friday, 27 March five working days are left, 30 March to 2 April and itself.
    for (moment, expected) in [
        ("2026-03-26T20:00:00Z", "on_track"),
        ("2026-03-27T20:00:00Z", "due_soon"),
        ("2026-04-07T20:59:59Z", "due_soon"),
        ("2026-04-07T21:00:00Z", "overdue"),
    ] {
        office.move_to(moment);
        assert_eq!(state(), expected, "{moment}");
        for other in ["on_track", "due_soon", "overdue", "met", "met_late"] {
            assert_eq!(listed(other), other == expected, "{moment} {other}");
        }
    }
    let told = json!({ "extended_to": "2026-06-30", "reason": "Jāsagaida izziņa.", "notified_on": "2026-04-08" });
    ilze.post(&format!("{}/extensions", at(id)), told).ok(201);
    assert_eq!((state(), listed("on_track")), (json!("on_track"), true));
    office.move_to("2026-07-01T06:00:00Z");
    assert_eq!((state(), listed("overdue")), (json!("overdue"), true));
    let overdue = ilze.get(&at(id)).ok(200)["deadline"].clone();
    assert_eq!((&overdue["last_day"], &overdue["extended_to"]), (&json!("2026-04-07"), &json!("2026-06-30")));
}

// B35
#[rstest]
#[case("2026-03-26", Some("extension_not_later"))]
#[case("2026-03-27", None)]
#[case("2026-06-27", None)]
#[case("2026-06-28", Some("extension_too_late"))]
fn a_term_is_extended_to_a_later_day_and_to_no_later_than_four_months_after_receipt(
    #[case] extended_to: &str,
    #[case] refused: Option<&str>,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let mut new = statement(&registered_person(&ilze, 1), "2026-02-26");
    new["received_on"] = json!("2026-02-27");
    let path = at(&ilze.post("/v1/applications", new).id(201));
    let extensions = format!("{path}/extensions");

    let answer = ilze.post(
        &extensions,
        json!({ "extended_to": extended_to, "reason": "Jānoskaidro fakti.", "notified_on": "2026-03-02" }),
    );

    match refused {
        Some(code) => {
            answer.problem(422, code);
        }
        None => {
            let made = answer.ok(201);
            assert_eq!(made["reason"], "Jānoskaidro fakti.");
            assert_eq!(ilze.get(&extensions).ok(200)["items"], json!([made]));
            let again = json!({ "extended_to": extended_to, "reason": "Vēlreiz.", "notified_on": "2026-03-02" });
            ilze.post(&extensions, again).problem(422, "extension_not_later");
        }
    }
}

#[test]
fn nothing_is_recorded_before_it_happens() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = registered_person(&ilze, 1);
    let mut new = statement(&person, "2026-03-03");
    ilze.post("/v1/applications", new.clone()).problem(422, "day_in_the_future");
    new["submitted_on"] = json!("2026-02-27");
    new["received_on"] = json!("2026-03-03");
    ilze.post("/v1/applications", new.clone()).problem(422, "day_in_the_future");
    new["received_on"] = json!("2026-02-26");
    ilze.post("/v1/applications", new.clone()).problem(422, "submitted_after_received");
    new["received_on"] = json!("2026-02-27");
    let path = at(&ilze.post("/v1/applications", new).id(201));

    let early = json!({ "withdrawn_on": "2026-02-26", "requested_by": "persona" });
    ilze.post(&format!("{path}/withdrawal"), early).problem(422, "days_out_of_order");
    let late = json!({ "withdrawn_on": "2026-03-03", "requested_by": "persona" });
    ilze.post(&format!("{path}/withdrawal"), late).problem(422, "day_in_the_future");
    let untold = json!({ "extended_to": "2026-05-01", "reason": "Iemesls.", "notified_on": "2026-03-03" });
    ilze.post(&format!("{path}/extensions"), untold).problem(422, "day_in_the_future");
}

#[test]
fn a_person_has_one_open_application_and_may_apply_again_after_taking_it_back() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = registered_person(&ilze, 1);
    let first = application(&ilze, &person);
    let withdrawal = format!("{}/withdrawal", at(&first));

    ilze.post("/v1/applications", statement(&person, "2026-03-02")).problem(409, "application_is_open");
    ilze.get(&withdrawal).problem(404, "not_found");
    let wish = json!({ "requested_by": "persona", "document_reference": "2026/17" });
    let withdrawn = ilze.post(&withdrawal, wish).ok(201);

    assert_eq!(withdrawn["withdrawn_on"], "2026-03-02");
    assert_eq!(ilze.get(&withdrawal).ok(200), withdrawn);
    let closed = ilze.get(&at(&first)).ok(200);
    assert_eq!((&closed["state"], &closed["deadline"]["state"]), (&json!("withdrawn"), &Value::Null));
    assert_eq!(ids(&ilze.get("/v1/applications?deadline_state=on_track").ok(200)), Vec::<&str>::new());
    let second = application(&ilze, &person);
    assert_eq!(ilze.get(&at(&second)).ok(200)["registration_number"], 2);
}

#[test]
fn a_withdrawn_application_moves_no_further_and_says_so() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = application(&ilze, &registered_person(&ilze, 1));
    ilze.post(&format!("{}/withdrawal", at(&id)), json!({ "requested_by": "persona" })).ok(201);
    let own = |path: &str, body: Value| ilze.post(&format!("{}/{path}", at(&id)), body);

    let told = json!({ "extended_to": "2026-05-01", "reason": "Iemesls.", "notified_on": "2026-03-02" });
    let answers = [
        own("withdrawal", json!({ "requested_by": "persona" })),
        own("extensions", told),
        own("certificate-requests", json!({ "answer_by": "2026-03-20" })),
        ilze.patch(&at(&id), json!({ "contact": "+371 25133788" })),
    ];

    for answer in answers {
        let problem = answer.problem(409, "illegal_state_transition");
        assert_eq!((&problem["current_state"], &problem["allowed_transitions"]), (&json!("withdrawn"), &json!([])));
    }
}

#[test]
fn an_application_may_be_taken_back_in_every_state_before_the_decision() {
    let office = Office::open();
    let ilze = office.coordinator();
    let before: [fn(&Desk<'_>, &str); 3] = [
        |_, _| (),
        |desk, id| _ = checked(desk, id),
        |desk, id| {
            checked(desk, id);
            assessed(desk, id, "state", 480);
        },
    ];

    for (number, steps) in (1..).zip(before) {
        let id = application(&ilze, &registered_person(&ilze, number));
        steps(&ilze, &id);
        ilze.post(&format!("{}/withdrawal", at(&id)), json!({ "requested_by": "persona" })).ok(201);
    }
}

#[test]
fn applications_are_listed_by_state_person_and_day_of_submission() {
    let office = Office::open();
    let ilze = office.coordinator();
    let taken: Vec<Value> = ["2026-02-10", "2026-02-12", "2026-02-12", "2026-02-20"]
        .iter()
        .zip(1..)
        .map(|(day, number)| submitted(&ilze, number, day))
        .collect();
    let id = |index: usize| taken[index]["id"].as_str().unwrap();
    checked(&ilze, id(3));
    let listed = |query: &str| ilze.get(&format!("/v1/applications?{query}")).ok(200);

    assert_eq!(ids(&listed("")), [id(0), id(1), id(2), id(3)]);
    assert_eq!(ids(&listed("sort=-submitted_on")), [id(3), id(2), id(1), id(0)]);
    assert_eq!(ids(&listed("submitted_from=2026-02-12&submitted_to=2026-02-12")), [id(1), id(2)]);
    assert_eq!(ids(&listed("state=under_review")), [id(3)]);
    assert_eq!(ids(&listed("state=submitted,under_review")).len(), 4);
    assert_eq!(ids(&listed(&format!("person_id={}", taken[1]["person_id"].as_str().unwrap()))), [id(1)]);
    let mut walked = Vec::new();
    let mut next = json!("/v1/applications?limit=3&sort=-submitted_on");
    while let Some(path) = next.as_str() {
        let page = ilze.get(path).ok(200);
        walked.extend(ids(&page).into_iter().map(str::to_owned));
        next = page["next"].clone();
    }
    assert_eq!(walked, [id(3), id(2), id(1), id(0)]);
    let total = ilze.send("GET", "/v1/applications?state=submitted&limit=1", &[("prefer", "return=total-count")], None);
    assert_eq!(total.ok(200)["total"], 3);
    ilze.get("/v1/applications?state=lost").problem(400, "invalid_request");
    ilze.get("/v1/applications?sort=name").problem(400, "invalid_request");
}

#[test]
fn a_municipality_applies_for_its_own_people_and_sees_nobody_elses() {
    let office = Office::open();
    let (riga, daugavpils) = (office.municipality("0001000"), office.municipality("0002000"));
    let person = riga.post("/v1/persons", person(1)).id(201);

    let taken = riga.post("/v1/applications", statement(&person, "2026-03-02")).ok(201);

    assert_eq!(taken["submitted_by_municipality"], "0001000");
    let path = at(taken["id"].as_str().unwrap());
    riga.get(&path).ok(200);
    daugavpils.get(&path).problem(404, "not_found");
    daugavpils.get(&format!("{path}/registry-checks")).problem(404, "not_found");
    daugavpils.get(&format!("{path}/extensions")).problem(404, "not_found");
    daugavpils.post(&format!("{path}/withdrawal"), json!({ "requested_by": "persona" })).problem(404, "not_found");
    assert_eq!(daugavpils.get("/v1/applications").ok(200)["items"], json!([]));
    let unseen = daugavpils.post("/v1/applications", statement(&person, "2026-03-02")).problem(400, "invalid_request");
    assert_eq!(unseen["errors"][0]["pointer"], "#/person_id");
    assert_eq!(unseen["errors"][0]["code"], "reference_unknown");
    let absent = statement(&uuid::Uuid::new_v4().to_string(), "2026-03-02");
    assert_eq!(daugavpils.post("/v1/applications", absent).problem(400, "invalid_request")["errors"], unseen["errors"]);
}

#[test]
fn a_person_reads_their_own_application_and_hands_none_in_here() {
    let office = Office::open();
    let ilze = office.coordinator();
    let (own, other) = (registered_person(&ilze, 1), registered_person(&ilze, 2));
    let (mine, theirs) = (application(&ilze, &own), application(&ilze, &other));
    let anna = office.person(&own);

    assert_eq!(ids(&anna.get("/v1/applications").ok(200)), [mine.as_str()]);
    anna.get(&at(&mine)).ok(200);
    anna.get(&at(&theirs)).problem(404, "not_found");
    anna.post("/v1/applications", statement(&own, "2026-03-02")).problem(403, "forbidden");
    office.desk(Role::SupportPerson).get("/v1/applications").problem(403, "forbidden");
    let extension = json!({ "extended_to": "2026-05-01", "reason": "Iemesls.", "notified_on": "2026-03-02" });
    office.municipality("0001000").post(&format!("{}/extensions", at(&mine)), extension).problem(403, "forbidden");
}

#[test]
fn the_same_application_sent_again_is_taken_in_once() {
    let office = Office::open();
    let ilze = office.coordinator();
    let new = statement(&registered_person(&ilze, 1), "2026-03-02");

    let first = ilze.post_with_key("/v1/applications", new.clone(), "application-2026-0001");
    let again = ilze.post_with_key("/v1/applications", new, "application-2026-0001");

    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(ids(&ilze.get("/v1/applications").ok(200)).len(), 1);
}

#[test]
fn a_change_needs_the_version_that_was_seen_and_takes_only_what_is_stated() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = at(&application(&ilze, &registered_person(&ilze, 1)));

    ilze.patch_version(&path, "\"1\"", json!({ "assisted_by": "Māsa" })).ok(200);

    ilze.patch_version(&path, "\"1\"", json!({ "assisted_by": null })).problem(412, "stale_version");
    let closed = ilze.patch(&path, json!({ "state": "decided" })).problem(400, "invalid_request");
    assert_eq!(closed["errors"][0]["code"], "unknown_member");
}
