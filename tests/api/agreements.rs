//! Agreements: drafted under a grant, signed by three, replaced when the support person changes.

use rstest::rstest;
use serde_json::json;

use crate::support::acts::tick;
use crate::support::service::{
    A_YEAR, agreed, draft, drafted, entry, granted, office, person, served, sign, supporter, supporter_with,
};

const NOW: &str = "2026-01-05T08:00:00Z";

// B44
#[test]
fn nobody_supports_in_an_area_in_which_they_are_not_competent() {
    let office = office();
    let ilze = office.coordinator();
    let grant = granted(&office, &person(&office), A_YEAR);
    let zane = supporter_with(&office, json!({ "areas": ["finance", "rights"] }));
    let path = format!("/v1/grants/{grant}/agreements");

    let refused = ilze.post(&path, draft(&zane)).problem(422, "not_competent");
    ilze.patch(&format!("/v1/support-persons/{zane}"), json!({ "areas": ["finance", "health"] })).ok(200);
    let agreement = ilze.post(&path, draft(&zane)).id(201);
    ilze.patch(&format!("/v1/support-persons/{zane}"), json!({ "areas": ["health"] })).ok(200);
    let late = sign(&ilze, &agreement, "person", NOW).problem(422, "not_competent");

    assert_eq!(
        (&refused["missing"], &refused["errors"][0]["pointer"]),
        (&json!(["health"]), &json!("#/support_person_id"))
    );
    assert_eq!(late["missing"], json!(["finance"]));
}

// B44
#[rstest]
#[case(["person", "support_person", "association"])]
#[case(["association", "person", "support_person"])]
#[case(["support_person", "association", "person"])]
fn the_third_signature_in_any_order_signs_from_the_latest_moment_on(#[case] order: [&str; 3]) {
    let office = office();
    let ilze = office.coordinator();
    let grant = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &grant, &supporter(&office));
    let state = |path: &str| ilze.get(path).ok(200)["state"].as_str().unwrap().to_owned();
    let (agreement_path, grant_path) = (format!("/v1/agreements/{agreement}"), format!("/v1/grants/{grant}"));

    office.move_to("2026-01-05T09:00:00Z");
    let first = sign(&ilze, &agreement, order[0], "2026-01-05T08:30:00Z").ok(201);
    sign(&ilze, &agreement, order[1], "2026-01-05T08:59:00Z").ok(201);
    let before = (state(&agreement_path), state(&grant_path));
    let third = sign(&ilze, &agreement, order[2], "2026-01-05T08:10:00Z");

    assert_eq!((first["state"].as_str(), first["signed_at"].as_str()), (Some("drafted"), None));
    assert_eq!(before, ("drafted".to_owned(), "granted".to_owned()));
    assert_eq!(third.header("etag").as_deref(), Some("\"4\""));
    let third = third.ok(201);
    assert_eq!(
        (third["state"].as_str(), third["signed_at"].as_str()),
        (Some("signed"), Some("2026-01-05T08:59:00.000000Z"))
    );
    assert_eq!(third["signatures"].as_array().unwrap().len(), 3);
    assert_eq!(state(&grant_path), "contracted");
    office.move_to("2026-01-11T22:00:00Z");
    assert_eq!(state(&grant_path), "active");
}

// B44
#[test]
fn each_party_signs_once_and_a_signed_agreement_takes_no_more_signatures() {
    let office = office();
    let ilze = office.coordinator();
    let grant = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &grant, &supporter(&office));

    sign(&ilze, &agreement, "person", NOW).ok(201);

    let twice = sign(&ilze, &agreement, "person", NOW).problem(409, "already_signed");
    assert_eq!(twice["current_state"], "drafted");
    assert_eq!(twice["allowed_transitions"], json!(["signed", "superseded"]));
    sign(&ilze, &agreement, "support_person", NOW).ok(201);
    sign(&ilze, &agreement, "association", NOW).ok(201);
    let refused = sign(&ilze, &agreement, "association", NOW).problem(409, "illegal_state_transition");
    assert_eq!(refused["current_state"], "signed");
    assert_eq!(refused["allowed_transitions"], json!(["superseded"]));
}

// B44
#[rstest]
#[case("2026-01-05T07:59:59.999999Z", 422, "signed_before_decision")]
#[case("2026-01-05T08:00:00Z", 201, "")]
#[case("2026-01-05T12:00:00Z", 201, "")]
#[case("2026-01-05T12:00:01Z", 400, "invalid_request")]
fn a_signature_is_made_between_the_moment_of_the_decision_and_now(
    #[case] at: &str,
    #[case] status: u16,
    #[case] code: &str,
) {
    let office = office();
    let grant = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &grant, &supporter(&office));
    office.move_to("2026-01-05T12:00:00Z");

    let reply = sign(&office.coordinator(), &agreement, "person", at);

    assert_eq!((reply.status, reply.body["code"].as_str().unwrap_or_default()), (status, code));
}

// B15
#[test]
fn the_support_person_is_an_employee_on_the_day_of_the_draft_and_of_every_signature() {
    let office = office();
    let ilze = office.coordinator();
    let (first, second) = (granted(&office, &person(&office), A_YEAR), granted(&office, &person(&office), A_YEAR));
    let zane = supporter_with(&office, json!({ "employed_to": "2026-01-05" }));
    let agreement = drafted(&office, &first, &zane);
    sign(&ilze, &agreement, "person", NOW).ok(201);

    office.move_to("2026-01-05T22:00:00Z");

    let path = format!("/v1/grants/{second}/agreements");
    ilze.post(&path, draft(&zane)).problem(422, "not_employed");
    sign(&ilze, &agreement, "association", "2026-01-05T22:00:00Z").problem(422, "not_employed");
    sign(&ilze, &agreement, "association", "2026-01-05T21:59:59Z").ok(201);
    let nobody = ilze.post(&path, draft(&uuid::Uuid::new_v4().to_string())).problem(400, "invalid_request");
    assert_eq!(nobody["errors"][0]["pointer"], "#/support_person_id");
}

// A49
#[test]
fn a_full_caseload_takes_no_further_person_but_another_agreement_with_the_same_one() {
    let office = office();
    let ilze = office.coordinator();
    let zane = supporter_with(&office, json!({ "caseload_max": 1 }));
    let (first, second) = (granted(&office, &person(&office), A_YEAR), granted(&office, &person(&office), A_YEAR));
    agreed(&office, &first, &zane);

    ilze.post(&format!("/v1/grants/{second}/agreements"), draft(&zane)).problem(409, "caseload_full");

    drafted(&office, &first, &zane);
    drafted(&office, &first, &zane);
}

// B44
#[test]
fn another_support_person_takes_over_when_all_three_have_signed_anew() {
    let office = office();
    let ilze = office.coordinator();
    let service = served(&office, A_YEAR);
    let maris = supporter_with(&office, json!({ "given_name": "Māris", "family_name": "Ozoliņš" }));
    office.move_to("2026-01-20T12:00:00Z");
    service.post(&office, entry("2026-01-20T10:00", "2026-01-20T11:00")).ok(201);
    let agreement = drafted(&office, &service.grant, &maris);
    sign(&ilze, &agreement, "person", "2026-01-20T11:30:00Z").ok(201);
    sign(&ilze, &agreement, "association", "2026-01-20T11:30:00Z").ok(201);
    office.support_person(&maris).get(&format!("/v1/grants/{}", service.grant)).ok(200);
    let path = service.entries();
    let early = entry("2026-01-20T11:40", "2026-01-20T11:50");
    // Until all three have signed, the draft opens no hours to whom it names.
    office.support_person(&maris).post(&path, early.clone()).problem(404, "not_found");

    sign(&office.support_person(&maris), &agreement, "support_person", "2026-01-20T11:35:00Z").ok(201);

    let old = ilze.get(&format!("/v1/agreements/{}", service.agreement)).ok(200);
    assert_eq!(old["state"], "superseded");
    let grant = ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!(grant["state"], "active");
    assert_eq!(grant["agreement"]["support_person_name"], "Māris Ozoliņš");
    assert_eq!(grant["month"]["used_minutes"], 60);
    office.support_person(&maris).post(&path, early).ok(201);
    service.post(&office, entry("2026-01-20T11:50", "2026-01-20T11:55")).problem(422, "after_replacement");
    let all = ilze.get(&format!("/v1/agreements?grant_id={}", service.grant)).ok(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let signed = ilze.get(&format!("/v1/agreements?grant_id={}&state=signed", service.grant)).ok(200);
    assert_eq!(signed["items"][0]["support_person_id"], maris);
}

// B44
#[test]
fn nobody_takes_over_behind_hours_that_were_counted_under_the_agreement_before() {
    let office = office();
    let ilze = office.coordinator();
    let service = served(&office, A_YEAR);
    let maris = supporter_with(&office, json!({ "given_name": "Māris", "family_name": "Ozoliņš" }));
    office.move_to("2026-01-20T12:00:00Z");
    let counted = service.post(&office, entry("2026-01-20T10:00", "2026-01-20T11:00")).id(201);
    let agreement = drafted(&office, &service.grant, &maris);
    sign(&ilze, &agreement, "person", "2026-01-20T09:00:00Z").ok(201);
    sign(&ilze, &agreement, "association", "2026-01-20T09:00:00Z").ok(201);

    let last = |at: &str| sign(&ilze, &agreement, "support_person", at);
    let refused = last("2026-01-20T10:59:59Z").problem(409, "hours_behind_signature");
    let reversal = json!({ "reason": "Kļūda." });
    let by = office.support_person(&service.supporter);
    by.post(&format!("/v1/time-entries/{counted}/reversals"), reversal).ok(201);
    let signed = last("2026-01-20T10:59:59Z").ok(201);

    assert_eq!((&refused["turns_at"], &refused["law"]), (&json!("2026-01-20T11:00:00Z"), &json!("design")));
    assert!(refused["detail"].as_str().unwrap().contains("13:00:00 on 2026-01-20"), "{refused:#}");
    assert_eq!(signed["state"], "signed");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_support_person_records_only_the_own_signature_on_the_own_agreement() {
    let office = office();
    let zane = supporter(&office);
    let maris = supporter(&office);
    let grant = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &grant, &zane);

    sign(&office.support_person(&maris), &agreement, "support_person", NOW).problem(404, "not_found");
    sign(&office.support_person(&zane), &agreement, "person", NOW).problem(422, "signs_for_another");
    sign(&office.support_person(&zane), &agreement, "support_person", NOW).ok(201);
    sign(&office.decision_maker(), &agreement, "association", NOW).ok(201);
    sign(&office.municipality("0001000"), &agreement, "person", NOW).problem(403, "forbidden");
}

// B30
#[test]
fn a_grant_whose_term_is_over_takes_no_agreement() {
    let office = office();
    let zane = supporter(&office);
    let grant = granted(&office, &person(&office), A_YEAR);
    let draft = |grant: &str| office.coordinator().post(&format!("/v1/grants/{grant}/agreements"), draft(&zane));

    office.move_to("2027-01-11T22:00:00Z");
    let refused = draft(&grant).problem(409, "illegal_state_transition");
    office.move_to("2027-01-11T21:59:59Z");

    assert_eq!((&refused["current_state"], &refused["allowed_transitions"]), (&json!("ended"), &json!([])));
    draft(&grant).ok(201);
}

// B30, B44
#[rstest]
#[case(false)]
#[case(true)]
fn a_signature_that_is_recorded_after_the_last_day_brings_no_service_back(#[case] the_clock_has_looked: bool) {
    let office = office();
    let (ilze, zane) = (office.coordinator(), supporter(&office));
    let grant = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &grant, &zane);
    sign(&ilze, &agreement, "person", NOW).ok(201);
    sign(&ilze, &agreement, "support_person", NOW).ok(201);
    office.move_to("2027-01-12T12:00:00Z");
    if the_clock_has_looked {
        assert_eq!(tick(&office).ended, 1);
    }

    let late = sign(&ilze, &agreement, "association", "2026-03-02T12:00:00Z").problem(409, "illegal_state_transition");

    assert_eq!((&late["current_state"], &late["allowed_transitions"]), (&json!("ended"), &json!([])));
    tick(&office);
    assert_eq!(ilze.get(&format!("/v1/grants/{grant}")).ok(200)["state"], "ended");
    assert_eq!(ilze.get(&format!("/v1/agreements/{agreement}")).ok(200)["state"], "drafted");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_agreement_is_drafted_and_signed_once_however_often_it_is_sent() {
    let office = office();
    let ilze = office.coordinator();
    let grant = granted(&office, &person(&office), A_YEAR);
    let path = format!("/v1/grants/{grant}/agreements");
    let (body, key) = (draft(&supporter(&office)), "a-key-of-its-own-0001");

    let first = ilze.post_with_key(&path, body.clone(), key);
    let again = ilze.post_with_key(&path, body, key);

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(first.text, again.text);
    let agreement = first.id(201);
    let path = format!("/v1/agreements/{agreement}/signatures");
    let body = json!({ "party": "person", "method": "e_signature", "signatory": "Anna Liepa", "signed_at": NOW });
    let first = ilze.post_with_key(&path, body.clone(), "a-key-of-its-own-0002");
    let again = ilze.post_with_key(&path, body, "a-key-of-its-own-0002");
    assert_eq!((first.text, again.status), (again.text, 201));
}

#[test]
fn only_the_association_drafts_and_only_those_who_see_the_person_read() {
    let office = office();
    let service = served(&office, A_YEAR);
    let drafts = format!("/v1/grants/{}/agreements", service.grant);
    let path = format!("/v1/agreements/{}", service.agreement);

    let (riga, daugavpils) = (office.municipality("0001000"), office.municipality("0002000"));
    riga.post(&drafts, draft(&service.supporter)).problem(403, "forbidden");
    office.support_person(&service.supporter).post(&drafts, draft(&service.supporter)).problem(403, "forbidden");

    // The state pays, so where the person lives is told of the decision and the minutes only.
    riga.get(&path).problem(404, "not_found");
    office.person(&service.person).get(&path).ok(200);
    office.support_person(&service.supporter).get(&path).ok(200);
    daugavpils.get(&path).problem(404, "not_found");
    office.support_person(&supporter(&office)).get(&path).problem(404, "not_found");
    assert_eq!(daugavpils.get("/v1/agreements").ok(200)["items"], json!([]));
}
