//! Who may decide, within which limits a grant stays, and how often something is decided.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::rulings::{allocated, decide, grant, new_programme, queue, refuse};
use crate::support::service::{agreed, supporter_with};
use crate::support::steps::{application, assessed, checked, person, programme, ready, registered_person, statement};

fn changed(mut decision: Value, member: &str, value: Value) -> Value {
    decision[member] = value;
    decision
}

// B29, B41, A3
#[rstest]
#[case("areas", json!([]), 422, "no_area")]
#[case("volume_minutes", json!(0), 422, "no_volume")]
#[case("volume_minutes", json!(481), 422, "over_the_ceiling")]
#[case("term_from", json!("2023-10-31"), 422, "outside_the_programme")]
#[case("term_from", json!("2101-01-01"), 400, "invalid_request")]
#[case("level", json!(4), 400, "invalid_request")]
#[case("volume_minutes", json!(-1), 400, "invalid_request")]
#[case("programme_id", json!("00000000-0000-4000-8000-000000000000"), 400, "invalid_request")]
#[case("outcome", json!("terminate"), 400, "invalid_request")]
fn a_grant_stays_within_level_and_programme(
    #[case] member: &str,
    #[case] value: Value,
    #[case] status: u16,
    #[case] code: &str,
) {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let wanted = grant(&andris, &programme(&andris, "state"));

    let problem = decide(&andris, &application, changed(wanted.clone(), member, value)).problem(status, code);
    decide(&andris, &application, wanted).ok(201);

    if code == "over_the_ceiling" {
        assert_eq!(problem["most_minutes"], 480);
    }
}

// B41
#[test]
fn more_than_was_assessed_is_granted_only_with_a_reason_and_a_level_too_high_is_pointed_out() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let [first, second] = [1, 2].map(|number| ready(&ilze, number, 400));
    let more = changed(changed(grant(&andris, &state), "volume_minutes", json!(401)), "level", json!(2));

    let refused = decide(&andris, &first, more.clone()).problem(422, "over_the_assessment");
    let reasoned = changed(more, "over_assessment_reason", json!("Vajadzības ir pieaugušas."));
    let over = decide(&andris, &first, reasoned).ok(201);
    let exact = decide(&andris, &second, changed(grant(&andris, &state), "volume_minutes", json!(400))).ok(201);

    assert_eq!(refused["most_minutes"], 400);
    assert_eq!(over["inputs"]["assessment"]["over_assessment_reason"], "Vajadzības ir pieaugušas.");
    assert_eq!(over["warnings"], json!([{ "code": "volume_fits_lower_level", "level": 1, "day": null }]));
    assert_eq!(exact["warnings"], json!([]));
}

// A3, B30
#[test]
fn a_term_never_leaves_its_programme() {
    let office = Office::open_on("2023-05-02T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let mut of_liepaja = person(1);
    of_liepaja["municipality"] = json!("0005000");
    let application = application(&ilze, &ilze.post("/v1/persons", of_liepaja).id(201));
    checked(&ilze, &application);
    assessed(&ilze, &application, "cfla_2022", 450);
    let cfla = programme(&andris, "cfla_2022");
    let wanted = changed(grant(&andris, &cfla), "volume_minutes", json!(450));

    decide(&andris, &application, changed(wanted.clone(), "term_from", json!("2023-12-01")))
        .problem(422, "outside_the_programme");
    let decision = decide(&andris, &application, wanted).ok(201);

    assert_eq!((&decision["term_from"], &decision["term_to"]), (&json!("2023-05-02"), &json!("2023-11-30")));
}

// B30
#[test]
fn a_service_begins_within_sixty_days_of_its_decision() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let from = |day: &str| {
        let wanted = changed(grant(&andris, &programme(&andris, "state")), "term_from", json!(day));
        decide(&andris, &application, wanted)
    };

    let late = from("2026-05-02").problem(422, "starts_too_late");
    from("2040-01-01").problem(422, "starts_too_late");
    let decision = from("2026-05-01").ok(201);

    assert_eq!((&late["allowed_from"], &late["allowed_to"]), (&json!("2026-03-02"), &json!("2026-05-01")));
    assert_eq!(late["errors"][0]["pointer"], "#/term_from");
    assert_eq!((&decision["term_from"], &decision["term_to"]), (&json!("2026-05-01"), &json!("2027-04-30")));
}

#[test]
fn the_official_who_assessed_does_not_decide_and_nobody_signs_without_a_name() {
    let office = Office::open();
    let mut ilze = office.coordinator();
    ilze.claims.roles = vec!["coordinator".to_owned(), "decision_maker".to_owned()];
    let application = ready(&ilze, 1, 480);
    let state = programme(&ilze, "state");

    decide(&ilze, &application, grant(&ilze, &state)).problem(422, "the_assessor_does_not_decide");
    let namesake = ilze.clone().as_subject("ilze-2");
    let nameless = office.desk(Role::DecisionMaker);
    decide(&nameless, &application, grant(&ilze, &state)).problem(422, "official_unnamed");
    let decision = decide(&namesake, &application, grant(&ilze, &state)).ok(201);

    assert_eq!(decision["official_name"], "Ilze Kalniņa");
}

#[test]
fn an_older_assessment_still_keeps_its_assessor_from_deciding() {
    let office = Office::open();
    let ilze = office.coordinator();
    let application = ready(&ilze, 1, 480);
    assessed(&ilze.clone().as_subject("maija"), &application, "state", 480);
    let mut deciding = office.decision_maker();
    deciding.claims.sub.clone_from(&ilze.claims.sub);

    let state = programme(&ilze, "state");

    decide(&deciding, &application, grant(&ilze, &state)).problem(422, "the_assessor_does_not_decide");
}

#[test]
fn a_decision_sent_again_is_answered_the_same_and_made_once() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let path = format!("/v1/applications/{}/decisions", ready(&ilze, 1, 480));
    let wanted = grant(&andris, &programme(&andris, "state"));

    let first = andris.post_with_key(&path, wanted.clone(), "decision-key-0001");
    let again = andris.post_with_key(&path, wanted.clone(), "decision-key-0001");
    let other = andris.post_with_key(&path, changed(wanted, "level", json!(2)), "decision-key-0001");

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("location"), first.header("location"));
    other.problem(422, "idempotency_key_reused");
    assert_eq!(andris.get("/v1/decisions").ok(200)["items"].as_array().unwrap().len(), 1);
}

// B35
#[rstest]
#[case("2026-04-07T20:59:59Z", "met")]
#[case("2026-04-07T21:00:00Z", "met_late")]
fn a_decision_is_in_time_until_the_end_of_the_last_day_in_riga_and_never_blocked_after_it(
    #[case] at: &str,
    #[case] state: &str,
) {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let programme = programme(&andris, "state");

    office.move_to(at);
    checked(&ilze, &application);
    let decision = decide(&andris, &application, grant(&andris, &programme)).ok(201);

    assert_eq!(decision["inputs"]["decide_until"], "2026-04-07");
    assert_eq!(ilze.get(&format!("/v1/applications/{application}")).ok(200)["deadline"]["state"], state);
}

#[test]
fn an_assessment_is_granted_from_for_six_months_and_not_a_day_longer() {
    let office = Office::open_on("2026-01-15T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let state = programme(&andris, "state");

    office.move_to("2026-07-15T10:00:00Z");
    checked(&ilze, &application);
    office.move_to("2026-07-16T10:00:00Z");
    let stale = decide(&andris, &application, grant(&andris, &state)).problem(409, "assessment_stale");
    office.move_to("2026-07-15T10:00:00Z");
    decide(&andris, &application, grant(&andris, &state)).ok(201);

    assert_eq!(stale["turns_on"], "2026-07-15");
}

// B31
#[test]
fn nobody_has_the_service_twice_whoever_pays_or_waits_for_what_they_have() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let person = registered_person(&ilze, 1);
    let state = programme(&andris, "state");
    let apply = || {
        let application = application(&ilze, &person);
        checked(&ilze, &application);
        assessed(&ilze, &application, "state", 480);
        application
    };
    let first = apply();
    decide(&andris, &first, grant(&andris, &state)).ok(201);

    office.move_to("2027-01-04T10:00:00Z");
    let second = apply();

    decide(&andris, &second, grant(&andris, &state)).problem(409, "live_grant_exists");
    let another = new_programme(&andris, "another");
    decide(&andris, &second, grant(&andris, &another)).problem(409, "live_grant_exists");
    allocated(&andris, "state", json!({ "places": 1 }));
    // The own place serves for the next term too.
    decide(&andris, &second, queue(&state)).problem(409, "funding_available");
    decide(&andris, &second, refuse(&state, "not_adult")).problem(422, "eligible_is_not_refused");
}

// B32
#[test]
fn nobody_has_two_places_in_one_queue() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let person = registered_person(&ilze, 1);
    for (expected, on) in [(201, "2026-03-01"), (409, "2026-03-02")] {
        let application = ilze.post("/v1/applications", statement(&person, on)).id(201);
        checked(&ilze, &application);
        assessed(&ilze, &application, "state", 480);

        let reply = decide(&andris, &application, queue(&state));

        assert_eq!(reply.status, expected, "{:#}", reply.body);
        if expected == 409 {
            reply.problem(409, "already_in_queue");
            decide(&andris, &application, grant(&andris, &state)).problem(409, "already_in_queue");
        }
    }
}

// A40, A41, A43
#[test]
fn a_programme_for_former_recipients_serves_who_was_served_before_and_nobody_else() {
    let office = Office::open_on("2020-01-15T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (pilot, talsi) = (programme(&andris, "ib_pilot"), programme(&andris, "talsi_purchase"));
    let [former, new] = [1, 2].map(|number| {
        let mut of_talsi = person(number);
        of_talsi["municipality"] = json!("0880200");
        ilze.post("/v1/persons", of_talsi).id(201)
    });
    let apply = |person: &str, programme: &str| {
        let application = application(&ilze, person);
        checked(&ilze, &application);
        assessed(&ilze, &application, programme, 450);
        application
    };
    let eight = |programme| changed(grant(&andris, programme), "volume_minutes", json!(450));
    let in_pilot = decide(&andris, &apply(&former, "ib_pilot"), eight(&pilot)).ok(201);
    // Who was granted the service and never signed for it was not served.
    decide(&andris, &apply(&new, "ib_pilot"), eight(&pilot)).ok(201);
    let zane = supporter_with(&office, json!({ "employed_from": "2019-01-01" }));
    agreed(&office, in_pilot["grant_id"].as_str().unwrap(), &zane);

    office.move_to("2021-03-01T10:00:00Z");
    let again = decide(&andris, &apply(&former, "talsi_purchase"), eight(&talsi)).ok(201);
    let never_served = apply(&new, "talsi_purchase");
    decide(&andris, &never_served, eight(&talsi)).problem(422, "not_eligible");
    let refused = decide(&andris, &never_served, refuse(&talsi, "not_formerly_served")).ok(201);

    assert_eq!(in_pilot["term_to"], "2021-01-31");
    assert_eq!(again["inputs"]["formerly_in"], json!(["ib_pilot"]));
    assert_eq!(refused["inputs"]["formerly_in"], json!([]));
    let lineage = |person: &str| ilze.get(&format!("/v1/persons/{person}/lineage")).ok(200);
    let (former, new) = (lineage(&former), lineage(&new));
    assert_eq!((&former["first_programme_code"], &new["first_programme_code"]), (&json!("ib_pilot"), &Value::Null));
    // Nobody has come over who has not signed yet.
    assert_eq!(former["services"][1]["transferred"], false);
    assert_eq!(new["services"].as_array().unwrap().len(), 1);
}
