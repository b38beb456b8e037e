//! Applications: taken in in any form, mended, found, and taken back.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::planted::granted;
use crate::support::steps::{application, assessed, checked, person, programme, registered_person, statement};
use crate::support::{Desk, Office};

pub(crate) fn at(application: &str) -> String {
    format!("/v1/applications/{application}")
}

pub(crate) fn submitted(desk: &Desk<'_>, number: u32, on: &str) -> Value {
    desk.post("/v1/applications", statement(&registered_person(desk, number), on)).ok(201)
}

pub(crate) fn ids(page: &Value) -> Vec<&str> {
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
    let tag = made.header("etag");
    let taken = made.ok(201);
    assert_eq!((&taken["form_kind"], &taken["channel"]), (&json!(form_kind), &json!(channel)));
    assert_eq!((&taken["state"], &taken["missing"]), (&json!("submitted"), &json!([])));
    assert_eq!((&taken["submitted_on"], &taken["received_on"]), (&json!("2026-02-27"), &json!("2026-03-02")));
    assert_eq!(taken["address"], "Brīvības iela 1, Rīga");
    assert_eq!(taken["contact"], "+371 67442828");
    assert_eq!(taken["registration_number"], 1);
    let read = ilze.get(&location);
    assert_eq!(read.header("etag"), tag);
    assert_eq!(read.ok(200), taken);
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
    ilze.patch(&path, json!({})).problem(400, "patch_empty");
    let whole = ilze.patch(&path, json!({ "contact": "anna@example.lv" })).ok(200);
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

#[test]
fn a_person_has_one_open_application_and_may_apply_again_after_taking_it_back() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = registered_person(&ilze, 1);
    let first = application(&ilze, &person);
    let withdrawal = format!("{}/withdrawal", at(&first));

    ilze.post("/v1/applications", statement(&person, "2026-03-02")).problem(409, "application_is_open");
    ilze.get(&withdrawal).problem(404, "not_found");
    let wish = json!({ "requested_by": "person", "document_reference": "2026/17" });
    let withdrawn = ilze.post(&withdrawal, wish).ok(201);

    assert_eq!(withdrawn["withdrawn_on"], "2026-03-02");
    assert_eq!(ilze.get(&withdrawal).ok(200), withdrawn);
    let closed = ilze.get(&at(&first)).ok(200);
    assert_eq!((&closed["state"], &closed["deadline"]["state"]), (&json!("withdrawn"), &Value::Null));
    assert_eq!(ids(&ilze.get("/v1/applications?deadline_state=on_track").ok(200)), Vec::<&str>::new());
    let second = application(&ilze, &person);
    assert_eq!(ilze.get(&at(&second)).ok(200)["registration_number"], 2);
}

// B31
#[rstest]
#[case("active", "2026-10-31", false)]
#[case("active", "2026-11-01", true)]
#[case("ended", "2026-10-31", true)]
fn who_has_the_service_applies_again_from_sixty_days_before_its_end(
    #[case] state: &str,
    #[case] submitted_on: &str,
    #[case] taken: bool,
) {
    let office = Office::open_on("2026-11-05T10:00:00Z");
    let ilze = office.coordinator();
    let person = registered_person(&ilze, 1);
    granted(&office, &person, &programme(&ilze, "state"), state, ("2026-01-01", "2026-12-31"));

    let answer = ilze.post("/v1/applications", statement(&person, submitted_on));

    if taken {
        answer.ok(201);
    } else {
        assert_eq!(answer.problem(409, "service_still_runs")["turns_on"], "2026-11-01");
    }
}

#[test]
fn a_withdrawn_application_moves_no_further_and_says_so() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = application(&ilze, &registered_person(&ilze, 1));
    ilze.post(&format!("{}/withdrawal", at(&id)), json!({ "requested_by": "person" })).ok(201);
    let own = |path: &str, body: Value| ilze.post(&format!("{}/{path}", at(&id)), body);

    let told = json!({ "extended_to": "2026-05-01", "reason": "Iemesls.", "notified_on": "2026-03-02" });
    let answers = [
        own("withdrawal", json!({ "requested_by": "person" })),
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
        ilze.post(&format!("{}/withdrawal", at(&id)), json!({ "requested_by": "person" })).ok(201);
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
    daugavpils.post(&format!("{path}/withdrawal"), json!({ "requested_by": "person" })).problem(404, "not_found");
    assert_eq!(daugavpils.get("/v1/applications").ok(200)["items"], json!([]));
    let unseen = daugavpils.post("/v1/applications", statement(&person, "2026-03-02")).problem(400, "invalid_request");
    assert_eq!(unseen["errors"][0]["pointer"], "#/person_id");
    assert_eq!(unseen["errors"][0]["code"], "reference_unknown");
    let absent = statement(&uuid::Uuid::new_v4().to_string(), "2026-03-02");
    assert_eq!(daugavpils.post("/v1/applications", absent).problem(400, "invalid_request")["errors"], unseen["errors"]);
}

// AZ-02
#[test]
fn who_pays_for_what_others_handed_in_changes_nothing_of_it() {
    let office = Office::open();
    crate::residence::waiting_for_talsi(&office);
    let talsi = office.municipality("0051000");
    let path = at(ids(&talsi.get("/v1/applications").ok(200))[0]);

    talsi.patch(&path, json!({ "channel": "email" })).problem(422, "handed_in_by_others");
    let withdrawal = talsi.post(&format!("{path}/withdrawal"), json!({ "requested_by": "person" }));

    withdrawal.problem(422, "handed_in_by_others");
    assert_eq!(talsi.get(&path).ok(200)["state"], "decided");
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
